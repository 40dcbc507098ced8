package sim

import (
	"fmt"
	"math"

	"piramide/internal/draw"
	"piramide/sim/finance"
)

// Conduct: how people and organisations answer to the way they are paid.
//
// Decided: how fast paid teams mature, whom they include and turn away, how much
// GPs and hospitals do, what need is written down. Read: the instruments in force.
// Written: nothing of a citizen; other phases ask. Source: docs/model.md 7.9;
// rows `own_conduct_*`, with `capitation_*` and `be_capitation_*` beside them.

// Conduct is the size of each answer, as a difference with nobody answering: the
// zero value switches all off. An answer acts in months in which an instrument in
// force gives the incentive, and on nothing but what its field says; without such
// an instrument a Conduct changes nothing.
type Conduct struct {
	// Participation: a buurtteam that money reaches matures, and wins providers, this
	// much faster.
	Participation float64
	// EasyInclusion: under an inclusion fee the chance to be included of somebody
	// with high_risk or complex need is this much smaller than with chronic need. As
	// many are included.
	EasyInclusion float64
	// Capitation and PopulationBudget: change in GP contacts, and in emergency visits,
	// of the enrolled when their practice is paid by capitation, or their team by
	// head. Fewer contacts find less need; an added visit is no admission.
	Capitation, PopulationBudget Shift
	// UnderUse: share of planned stays that are not made under shared savings. What
	// that does to health no source says; the model has none.
	UnderUse float64
	// Upcoding: chance a year, while payment follows recorded need, that an enrolled
	// citizen without chronic status is recorded with it. True need stays as it is.
	Upcoding float64
	// Selection: chance that the coach of a team that is paid per enrolled citizen
	// passes over a need of somebody without a GMD.
	Selection float64
}

// Shift is a relative change, −1 or more, of GP contacts and of emergency visits.
type Shift struct{ Contacts, Visits float64 }

// conducts, for the index of draw.Conduct; the list is append-only.
const (
	conductVisits = iota
	conductUnderUse
	conductSelection
)

// check refuses sizes that cannot be.
func (c *Conduct) check() error {
	for _, x := range []struct {
		name       string
		size       float64
		least, top float64
	}{
		{"participation", c.Participation, -1, math.Inf(1)},
		{"easy_inclusion", c.EasyInclusion, 0, 1},
		{"capitation.contacts", c.Capitation.Contacts, -1, 4},
		{"capitation.ed", c.Capitation.Visits, -1, 4},
		{"population_budget.contacts", c.PopulationBudget.Contacts, -1, 4},
		{"population_budget.ed", c.PopulationBudget.Visits, -1, 4},
		{"under_use", c.UnderUse, 0, 1},
		{"upcoding", c.Upcoding, 0, 1},
		{"selection", c.Selection, 0, 1},
	} {
		if !(x.size >= x.least && x.size <= x.top) {
			return fmt.Errorf("sim: conduct %s is %g; it must lie between %g and %g", x.name, x.size, x.least, x.top)
		}
	}
	return nil
}

// incentives are the answers of one month: a Conduct as far as the instruments in
// force call for it.
type incentives struct {
	speed     float64 // added to the speed at which a team matures
	easy      float64 // see EasyInclusion
	shift     Shift   // of the enrolled
	underUse  float64
	recorded  float64 // share of the enrolled without chronic status who are recorded with it
	selection float64
}

// answer finds which answers the instruments of the month call for. Of
// instruments that give the same incentive the strength does not add up; shifts
// of capitation and population budget do, each for those it pays.
func (w *World) answer() {
	c := &w.m.cfg.Conduct
	if *c == (Conduct{}) {
		return
	}
	was := w.incentives.shift.Contacts
	w.incentives = incentives{}
	x, since := &w.incentives, w.month+1
	for k := range w.plan.Instruments {
		i := &w.plan.Instruments[k]
		if finance.Month(w.month) < i.Start || i.End != 0 && finance.Month(w.month) >= i.End {
			continue
		}
		if i.Payee == finance.Buurtteams {
			x.speed = c.Participation
		}
		status := false // more is paid for who is recorded with chronic status
		switch t := i.Terms.(type) {
		case finance.InclusionFee:
			x.easy = c.EasyInclusion
		case finance.Capitation:
			status = t.Chronic > 1
			x.selection = c.Selection
			if covers(t.Services, finance.GPContact) {
				x.shift.add(c.Capitation, t.Registered)
			}
		case finance.PopulationBudget:
			status = t.Chronic > 0
			x.selection = c.Selection
			x.shift.add(c.PopulationBudget, 1)
		case finance.SharedSavings:
			status = byStatus(&t.Yearly)
			x.underUse = c.UnderUse
			for _, p := range t.Split {
				if p.To == finance.Buurtteams && p.Share > 0 {
					x.speed = c.Participation
				}
			}
		case finance.BudgetGuarantee:
			status = byStatus(&t.Yearly)
		}
		if status {
			since = min(since, max(Month(i.Start), w.m.cfg.Calendar.Start))
		}
	}
	if years := float64(w.month-since) / 12; years > 0 && c.Upcoding > 0 {
		x.recorded = 1 - math.Pow(1-c.Upcoding, years)
	}
	if x.shift.Contacts != was {
		w.planContacts()
	}
}

// add adds the shift of who is paid in a way: a share of the enrolled.
func (s *Shift) add(x Shift, share float64) {
	s.Contacts = math.Max(-1, s.Contacts+float64(share*x.Contacts))
	s.Visits = math.Max(-1, s.Visits+float64(share*x.Visits))
}

// byStatus says whether a benchmark is higher for people with chronic status.
func byStatus(y *finance.Yearly) bool {
	return y.Benchmark.By == finance.ByExpected || y.Benchmark.By == finance.ByOwnAdjusted
}

func covers(services []finance.Service, s finance.Service) bool {
	for _, x := range services {
		if x == s {
			return true
		}
	}
	return false
}

// visits is how many emergency visits a candidate point makes: one, but for the
// enrolled whose care has shifted. The word is the point's own, so that a larger
// shift only adds visits and moves no other event.
func (w *World) visits(i, k int) int {
	shift := w.incentives.shift.Visits
	if shift == 0 || w.people[i].flags&hasGMD == 0 {
		return 1
	}
	u := draw.Unit(draw.Word(w.people[i].key, w.month, draw.Conduct.At2(conductVisits, k)))
	return int(1 + shift + u)
}

// withheld says whether the planned stay of a candidate point is not made.
func (w *World) withheld(i, k int) bool {
	return w.incentives.underUse > 0 &&
		draw.Unit(draw.Word(w.people[i].key, w.month, draw.Conduct.At2(conductUnderUse, k))) < w.incentives.underUse
}

// passedOver says whether a coach passes over somebody's present need.
func (w *World) passedOver(i int) bool {
	return w.incentives.selection > 0 && w.people[i].flags&hasGMD == 0 &&
		draw.Unit(draw.Word(w.people[i].key, Month(w.people[i].needSince), draw.Conduct.At(conductSelection))) < w.incentives.selection
}

// includedNeed is how many of the n included of a buurt truly have high_risk or
// complex need.
func (w *World) includedNeed(b int, n int32) int64 {
	tier := &w.buurten[b].tier
	need := float64(tier[1]+tier[2]) * (1 - w.incentives.easy)
	all := float64(tier[0]) + need
	if all == 0 {
		return 0
	}
	return int64(math.Round(float64(n) * (need / all)))
}

// writeNeed counts who is enrolled with chronic status, and moves from without to
// with, in what is paid for, who is recorded so without being so. The raised GMD
// fee, which the sickness fund grants by itself, follows the true status.
func (w *World) writeNeed() {
	a, month := w.money.activity, &w.rec.month
	for b := range w.buurten {
		for vt := range 2 {
			n := int64(a.Enrolled[1][vt][b])
			month[MonthStatus] += n
			month[MonthStatusRecorded] += n + w.recorded(&a.Enrolled[0][vt][b], &a.Enrolled[1][vt][b])
			for g := range a.Classes {
				w.recorded(&a.Classes[g][0][vt][b], &a.Classes[g][1][vt][b])
			}
		}
	}
}

// recorded moves the share that is recorded with a status without having it.
func (w *World) recorded(without, with *int32) int64 {
	n := int32(math.Round(float64(*without) * w.incentives.recorded))
	*without -= n
	*with += n
	return int64(n)
}
