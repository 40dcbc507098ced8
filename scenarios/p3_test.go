package scenarios

import (
	"slices"
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/sim"
)

// P3 runs beside the first team for as long as the plan says, slip included, and takes
// in only who completes six months before the end; without time to prepare it takes in
// people until then.
func TestP3BesideTheTeams(t *testing.T) {
	for overlap, months := range map[string][2]sim.Month{ // after the first team: no more intake, no more money
		"0 months": {0, 0}, "3 months": {0, 3}, "12 months": {7, 12}, "18 months": {13, 18}, "2 years": {19, 24},
	} {
		for _, v := range []values{onTime, slow} {
			s, err := planOf(t, "full-proposal").Set("p3.overlap", overlap)
			if err != nil {
				t.Fatal(err)
			}
			cfg := region()
			cfg.Care.P3Months = 6
			_, schedule, _, err := s.Plans(cfg, v)
			if err != nil {
				t.Fatal(err)
			}
			start := sim.Month(2028*12) + sim.Month(Slip(v))
			for _, d := range schedule {
				p := d.Plan
				if want := d.From < start+months[0]; (p.P3 == 1) != want {
					t.Errorf("%s: P3 takes in %g from %s", overlap, p.P3, FormatMonth(d.From))
				}
				if want := d.From >= start+months[1]; p.P3Ended != want {
					t.Errorf("%s: from %s its money has ended: %v", overlap, FormatMonth(d.From), p.P3Ended)
				}
				if want := d.From >= start && d.From < start+months[1]; p.P3Over != want {
					t.Errorf("%s: from %s it hands over: %v", overlap, FormatMonth(d.From), p.P3Over)
				}
			}
			for _, m := range months {
				if !slices.ContainsFunc(schedule, func(d sim.Dated) bool { return d.From == start+m }) {
					t.Errorf("%s: nothing changes in %s", overlap, FormatMonth(start+m))
				}
			}
		}
	}
}

// Money that ends on a date ends on that date, also where preparing a plan takes longer,
// and makes no plan late.
func TestP3EndsOnItsDate(t *testing.T) {
	s := planOf(t, "p3-stop")
	for _, v := range []values{onTime, slow} {
		_, schedule, notes := plansOf(t, s, v)
		if len(schedule) != 2 || schedule[1].From != at(2028, 1) || !schedule[1].Plan.P3Ended || schedule[1].Plan.P3 != 0 || schedule[0].Plan.P3 != 1 || schedule[1].Plan.P3Over {
			t.Errorf("%+v", schedule)
		}
		if s.Late(v) != 0 || len(notes) != 0 {
			t.Errorf("late by %d months, notes %v", s.Late(v), notes)
		}
	}
}

// Coverage is by service, as today where the plan is silent, and may change on a date.
func TestP3Services(t *testing.T) {
	s, err := Parse("lokaal.yaml", []byte(`
format: 1
name: lokaal
extends: reference
title: {nl: Lokaal, fr: Local, en: Local}
p3: {size: 100 %, services: {night_visit: 0 %, psychology: 50 %}}
timeline:
  - {at: 2030-01, set: {p3.services.night_visit: 200 %}}
`))
	if err != nil {
		t.Fatal(err)
	}
	_, schedule, _ := plansOf(t, s, onTime)
	if got, want := schedule[0].Plan.P3Local, []float64{1, 1, 1, 0.5, 1, 0, 1, 1}; !slices.Equal(got, want) {
		t.Errorf("coverage %v, expected %v", got, want)
	}
	if got := schedule[1].Plan.P3Local; schedule[1].From != at(2030, 1) || got[5] != 2 || got[3] != 0.5 {
		t.Errorf("from %s coverage %v", FormatMonth(schedule[1].From), got)
	}
	if _, schedule, _ := plansOf(t, planOf(t, "reference"), onTime); schedule[0].Plan.P3Local != nil || schedule[0].Plan.Shock != nil || schedule[0].Plan.Market != nil {
		t.Error("the reference has coverage, shocks or a labour market of its own")
	}
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Join(s.Describe(w), "\n")
	for _, want := range []string{"P3-nachtbezoek: nieuwe cliënten krijgen dit niet meer.", "P3-psychologie: 50 % van wat"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said in\n%s", want, said)
		}
	}
}
