package sim

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// anyPlan draws a plan in which every desk may be at work, in any order and place.
func anyPlan(t *rapid.T, c *Config) Plan {
	p := fullPlan(c.Calendar.Start)
	fte := func(name string) float64 { return rapid.Float64Range(0, 3).Draw(t, name) }
	order := func(name string) Queue {
		q := Queue{Order: Order(rapid.IntRange(0, int(Weighted)).Draw(t, name)), Equity: 1}
		q.Weights = []Weight{{columnTier, 3}, {columnVT, 1}, {columnWaiting, 0.5}, {numColumns, 2}}
		return q
	}
	p.Zorgcoach = Posts{FTE: fte("coaches"), Start: c.Calendar.Start, Cover: Cover(rapid.IntRange(0, 2).Draw(t, "cover")), Week: 0.9}
	p.Casemanagers = Posts{FTE: fte("case managers"), Start: c.Calendar.Start, Cover: PaidCover}
	p.Specialist = Posts{FTE: fte("specialists") / 3, Start: c.Calendar.Start}
	p.Queue, p.CaseQueue = order("queue"), order("case queue")
	p.Frail = Priority(rapid.IntRange(0, int(NumPriority)-1).Draw(t, "priority"))
	p.Proactive = rapid.Bool().Draw(t, "proactive")
	if p.Pool.InTeam = rapid.Bool().Draw(t, "in team"); !p.Pool.InTeam && rapid.Bool().Draw(t, "profile") {
		p.Pool.Expertise, p.Pool.Fallback = [NumExpertise]float64{0.4, 0.1, 0, 0, 0.3}, rapid.IntRange(0, 4).Draw(t, "fallback")
	}
	return p
}

// Law 6, for every role and month, whatever the plan: who waited and who asked are
// served, gave up, withdrew or wait still; no more hours are given than there are;
// what one buurt lends another has; lines and places are those of the episodes.
func TestNoHourTwiceAndNobodyLost(t *testing.T) {
	var served, passed, lent float64
	rapid.Check(t, func(rt *rapid.T) {
		c := testConfig(2500)
		c.Luck = rapid.Uint64Range(1, 1000).Draw(rt, "luck")
		c.Calendar.BurnIn, c.Calendar.Cycles, c.Labour.HireLag, c.Labour.Pool = 0, 24, 0.5, nil
		c.Care.ExpertiseShare, c.Care.SpecialistShare = 0.8, 0.5
		p := anyPlan(rt, &c)
		end := p
		end.Zorgcoach, end.Specialist = Posts{}, Posts{}
		c.Schedule = []Dated{{c.Calendar.Start, p}, {c.Calendar.Start + 18, end}}
		w := opened(t, c)
		var waited [numSeats]int64
		for w.cycle < c.Calendar.Cycles {
			if w.cycle == 18 {
				w.takeUp(&c.Schedule[1].Plan)
			}
			for k := range Phases {
				if Phases[k].Name == "record" {
					w.waiting()
					for s := range numSeats {
						n := func(what int) int64 { return w.rec.month[DeskSeries(s, what)] }
						if waited[s]+n(0) != n(1)+n(2)+n(3)+n(4) {
							rt.Fatalf("month %d, desk %d: %d waited and %d asked; %d served, %d gave up, %d withdrew, %d wait", w.cycle, s, waited[s], n(0), n(1), n(2), n(3), n(4))
						}
						waited[s] = n(4)
						served += float64(n(1))
						passed += float64(n(1) * int64(one(s == seatSpecialist)))
						w.rec.month[DeskSeries(s, 4)] = 0
					}
					w.rec.month[MonthWaiting] = 0
					hoursAdd(rt, w)
					for _, h := range w.care.lent {
						lent += math.Abs(h)
					}
				}
				Phases[k].live(w)
			}
			places(t, w)
			w.cycle++
			w.month++
		}
	})
	if served == 0 || passed == 0 || lent == 0 {
		t.Errorf("%.0f served, of whom %.0f by a specialist team, %.0f hours lent: the law was not tried", served, passed, lent)
	}
}

// hoursAdd holds the hours that clients received to those of the workers.
func hoursAdd(t *rapid.T, w *World) {
	var given, has [numSeats]float64
	for k := range w.care.episodes {
		e := &w.care.episodes[k]
		for s := range numSeats {
			if e.open() && e.began[s] != none {
				given[s] += w.hoursOf(e, s) * w.care.supply[s][w.areaOf(s, int(e.buurt))]
			}
		}
	}
	var lent float64
	for s, role := range seatRole {
		for a := range w.staff.areas[role] {
			has[s] += w.staff.hours(w.m, role, a, w.plan.posts(role).week())
		}
		if given[s] > has[s]+1e-6 {
			t.Fatalf("month %d: clients of desk %d received %.3f hours of %.3f", w.cycle, s, given[s], has[s])
		}
	}
	for _, h := range w.care.lent {
		lent += h
	}
	if math.Abs(lent) > 1e-9 {
		t.Fatalf("month %d: %.3f hours lent more than had", w.cycle, lent)
	}
}
