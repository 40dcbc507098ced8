package outputs

import (
	"math"
	"strings"

	"piramide/sim"
)

// What P3 does is shown per 100 clients whom the projects take in today, and what its
// end does per 100 people who are in P3 at a time today: numbers that every plan
// shares, so that what stops shows as less and nothing is divided by clients who are
// no longer there.

const p3Clients Who = "p3_clients" // clients of the P3 projects

// p3Names are the service types in the ids of series and indicators, in the order of
// sim.Care.P3.
var p3Names = [sim.NumP3]string{
	"case_management", "occupational_therapy", "occupational_therapy_group", "psychology", "psychology_group",
	"night_visit", "care_education", "carer_support",
}

// p3Series is a monthly series of P3: its unit, and what the stored integers are
// divided by.
type p3Series struct {
	id, unit string
	scale    float64
}

// p3SeriesOf are the monthly series that do not belong to one service.
var p3SeriesOf = map[sim.Series]p3Series{
	sim.MonthP3Today:   {"p3_today", "citizens_per_month", 1000},
	sim.MonthP3Places:  {"p3_places", "citizens", 1000},
	sim.MonthP3Entries: {"p3_new_clients", "citizens_per_month", 1},
	sim.MonthP3Clients: {"p3_clients", "citizens", 1},
	sim.MonthP3Left:    {"p3_left", "citizens_per_month", 1},
	sim.MonthP3Handed:  {"p3_handed_over", "citizens_per_month", 1},
	sim.MonthP3Cut:     {"p3_cut_off", "citizens_per_month", 1},
	sim.MonthP3Moved:   {"p3_moved_on", "citizens_per_month", 1},
	sim.MonthP3KeptOn:  {"p3_kept_on", "citizens_per_month", 1},
	sim.MonthP3Without: {"p3_without", "citizens", 1},
	sim.MonthP3Cost:    {"p3_cost", "eur", 100},
	sim.MonthP3Double:  {"p3_double_cost", "eur", 100},
	sim.MonthP3FTE:     {"p3_fte", "fte", 100},
	sim.MonthP3Lost:    {"p3_fte_lost", "fte", 1000},
	sim.MonthP3Taken:   {"p3_fte_taken_over", "fte", 1000},
	sim.MonthP3ADL:     {"p3_adl", "sd", 1000},
	sim.MonthP3Mood:    {"p3_mood", "sd", 1000},
}

// p3SeriesAt is the series of P3 at a place, or false for another series.
func p3SeriesAt(s sim.Series) (p3Series, bool) {
	switch {
	case s >= sim.MonthP3Hours && s < sim.MonthP3Hours+sim.NumP3:
		return p3Series{"p3_hours_" + p3Names[s-sim.MonthP3Hours], "hours_per_month", 100}, true
	case s >= sim.MonthP3Units && s < sim.MonthP3Hours:
		return p3Series{"p3_units_" + p3Names[s-sim.MonthP3Units], "services_per_month", 1}, true
	}
	x, ok := p3SeriesOf[s]
	return x, ok
}

// p3SeriesNamed finds a series of P3 by id.
func p3SeriesNamed(id string) (p3Series, bool) {
	if !strings.HasPrefix(id, "p3_") {
		return p3Series{}, false
	}
	for s := sim.MonthP3Today; s < sim.MonthP3Hours+sim.NumP3; s++ {
		if x, ok := p3SeriesAt(s); ok && x.id == id {
			return x, true
		}
	}
	return p3Series{}, false
}

// per100 is a series per 100 clients whom the projects take in today.
func per100(names ...string) measure {
	return func(s *summary, from, to, group int) float64 {
		today := s.over(only("p3_today"), from, to) / 1000
		if group != sim.GroupAll || today == 0 {
			return math.NaN()
		}
		sum := 0.0
		for _, name := range names {
			x, _ := p3SeriesNamed(name)
			sum += s.over(only(name), from, to) / x.scale
		}
		return sum / today * 100
	}
}

// perPlace is what happens once, when the money of P3 ends, per 100 people who are in
// P3 at a time today.
func perPlace(name string) measure {
	return func(s *summary, from, to, group int) float64 {
		places := p3Mean("p3_places")(s, from, to, group)
		if places == 0 {
			return math.NaN()
		}
		return s.over(only(name), from, to) / places * 100
	}
}

// p3Mean is the mean of a series over the months, in its unit.
func p3Mean(name string) measure {
	return func(s *summary, from, to, group int) float64 {
		return inTotal(name)(s, from, to, group) / float64(s.end(to)-from*s.perYear)
	}
}

// inTotal is a series added up over the years, in its unit.
func inTotal(name string) measure {
	return func(s *summary, from, to, group int) float64 {
		if group != sim.GroupAll || s.over(only("p3_today"), from, to) == 0 {
			return math.NaN()
		}
		x, _ := p3SeriesNamed(name)
		return s.over(only(name), from, to) / x.scale
	}
}

// p3Indicators are the indicators of P3.
func p3Indicators() []Indicator {
	hours := make([]string, len(p3Names))
	for i, name := range p3Names {
		hours[i] = "p3_hours_" + name
	}
	list := []Indicator{
		{
			ID: "p3_new_clients", Unit: "per_100_p3", Aim: aimExperience, Kind: activity, Who: p3Clients, Direction: 0, Decimals: 0,
			measure: per100("p3_new_clients"),
		},
		{
			ID: "p3_handed_over", Unit: "per_100_p3", Aim: aimExperience, Kind: process, Who: p3Clients, Direction: +1, Decimals: 1,
			measure: per100("p3_handed_over"),
		},
		{
			ID: "p3_cut_off", Unit: "per_100_in_p3", Aim: aimExperience, Kind: process, Who: p3Clients, Direction: -1, Decimals: 1,
			measure: perPlace("p3_cut_off"),
		},
		{
			ID: "p3_kept_on", Unit: "per_100_in_p3", Aim: aimExperience, Kind: process, Who: p3Clients, Direction: 0, Decimals: 1,
			measure: perPlace("p3_kept_on"),
		},
		{
			ID: "p3_moved_on", Unit: "per_100_in_p3", Aim: aimExperience, Kind: process, Who: p3Clients, Direction: +1, Decimals: 1,
			measure: perPlace("p3_moved_on"),
		},
		{
			ID: "p3_months_without", Unit: "months_per_100_in_p3", Aim: aimExperience, Kind: process, Who: p3Clients, Direction: -1, Decimals: 1,
			measure: perPlace("p3_without"),
		},
		{
			ID: "p3_hours", Unit: "hours_per_100_p3", Aim: aimExperience, Kind: activity, Who: p3Clients, Direction: 0, Decimals: 0,
			measure: per100(hours...),
		},
		{
			ID: "p3_cost", Unit: "eur_per_100_p3", Aim: aimEfficiency, Kind: money, Who: p3Clients, Direction: -1, Decimals: 0,
			measure: per100("p3_cost"),
		},
		{
			ID: "p3_double_cost", Unit: "eur_per_100_p3", Aim: aimEfficiency, Kind: money, Who: p3Clients, Direction: -1, Decimals: 0,
			measure: per100("p3_double_cost"),
		},
		{
			ID: "p3_fte", Unit: "fte", Aim: aimWorkforce, Kind: staff, Who: p3Clients, Direction: 0, Decimals: 1,
			measure: p3Mean("p3_fte"),
		},
		{
			ID: "p3_fte_lost", Unit: "fte", Aim: aimWorkforce, Kind: staff, Who: p3Clients, Direction: -1, Decimals: 1,
			measure: inTotal("p3_fte_lost"),
		},
		{
			ID: "p3_fte_taken_over", Unit: "fte", Aim: aimWorkforce, Kind: staff, Who: p3Clients, Direction: +1, Decimals: 1,
			measure: inTotal("p3_fte_taken_over"),
		},
		{
			ID: "p3_adl", Unit: "sd", Aim: aimHealth, Kind: process, Who: p3Clients, Direction: -1, Decimals: 2, Effects: []string{"effect.pathway.frailty.adl"},
			measure: monthlyRatio(only("p3_adl"), only("p3_clients"), 0.001),
		},
		{
			ID: "p3_mood", Unit: "sd", Aim: aimHealth, Kind: process, Who: p3Clients, Direction: -1, Decimals: 2, Effects: []string{"effect.pathway.depression.mood"},
			measure: monthlyRatio(only("p3_mood"), only("p3_clients"), 0.001),
		},
	}
	for _, id := range hours {
		list = append(list, Indicator{
			ID: id, Unit: "hours_per_100_p3", Aim: aimExperience, Kind: activity, Who: p3Clients, Direction: 0, Decimals: 0,
			measure: per100(id),
		})
	}
	return list
}
