package sim

import "math"

// Caseload: what a place takes, and what hours are there and asked.
//
// Decided: nothing. Read: states of the region, episodes, posts, care plans, the list
// of the last PHM run. Written: hours asked of every desk. Source: docs/model.md 7.7
// (`hours_client_*`, `own_startup_months`, `own_stepdown_months`).

// placeHours is the mean hours a month of a client over an expected episode:
// start-up, then follow-up by intensity, then light, until the yearly review
// discharges. A place in a caseload is the direct hours divided by this.
func (m *Model) placeHours() (h [numSeats]float64) {
	c := &m.cfg.Care
	if c.StartupHours == 0 {
		return h
	}
	var high, complex float64
	for _, nb := range m.cfg.Population.Buurten {
		for age := range Ages {
			for sex := range Sexes {
				for s, st := range m.cfg.States {
					if !st.Need || !st.Home {
						continue
					}
					n := nb.Count[age][sex] * m.cfg.Population.State[Class(age, sex, s, m.n)]
					if st.Tier >= 3 {
						complex += n
					} else {
						high += n
					}
				}
			}
		}
	}
	share := 0.5
	if high+complex > 0 {
		share = complex / (high + complex)
	}
	months := math.Max(12/math.Max(c.ReviewDischarge, 0.1), c.StepDownMonths+1)
	active := c.StepDownMonths - c.StartupMonths
	follow := float64((1-share)*c.MediumHours) + float64(share*c.IntensiveHours)
	h[seatCoach] = (c.StartupHours*c.StartupMonths + follow*active + c.LightHours*(months-c.StepDownMonths)) / months
	h[seatCase] = (c.StartupHours*c.StartupMonths + c.IntensiveHours*(months-c.StartupMonths)) / months
	h[seatSpecialist] = c.StartupHours
	return h
}

// hours is the direct hours of a role in an area this month, with what coaches of
// other buurten lend.
func (w *World) hours(r Role, a int) float64 {
	h := w.staff.hours(w.m, r, a, w.plan.posts(r).week())
	if r == Zorgcoach {
		h += w.care.lent[a]
	}
	return h
}

// hoursOf is the hours a client of a desk asks this month.
func (w *World) hoursOf(e *episode, seat int) float64 {
	c := &w.m.cfg.Care
	months := float64(w.cycle) - float64(e.began[seat])/daysPerMonth
	switch {
	case seat == seatCoach && e.back:
		return c.LightHours
	case seat == seatSpecialist, months < c.StartupMonths:
		return c.StartupHours
	case seat == seatCase:
		return c.IntensiveHours
	case months >= c.StepDownMonths || e.began[seatCase] != none || e.began[seatSpecialist] != none:
		return c.LightHours
	case w.m.rows[w.people[e.slot].class].tier >= 3:
		return c.IntensiveHours
	}
	return c.MediumHours
}

// askedHours sums the hours that are asked of every desk this month: by its
// present clients and, of the coaches, by care plans and the list of the last
// PHM run, which is worked off evenly until the next one.
func (w *World) askedHours() {
	c := &w.care
	for b := range c.asked[seatCoach] {
		c.asked[seatCoach][b] = c.plans[b] + w.checkHours(b)
	}
	clear(c.asked[seatCase])
	clear(c.asked[seatSpecialist])
	clear(c.pooled)
	for k := range c.episodes {
		e := &c.episodes[k]
		if !e.open() {
			continue
		}
		if e.began[seatCoach] != none {
			c.asked[seatCoach][e.buurt] += w.hoursOf(e, seatCoach) * (1 - w.saved)
		}
		if e.began[seatCase] != none {
			h := float64(w.hoursOf(e, seatCase)*(1-w.saved)) + w.planHours(e, seatCase)
			c.asked[seatCase][w.areaOf(seatCase, int(e.buurt))] += h
			c.pooled[e.line].asked += h
		}
		if e.began[seatSpecialist] != none {
			c.asked[seatSpecialist][0] += float64(w.hoursOf(e, seatSpecialist)*(1-w.saved)) + w.planHours(e, seatSpecialist)
		}
	}
}
