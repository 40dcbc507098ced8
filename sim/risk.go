package sim

import (
	"slices"

	"piramide/sim/finance"
)

// Heads by risk: what bundles must know of the citizens.
//
// Decided: nothing. Read: citizens at home by tier, known need, places that began.
// Written: heads at home and starts of the month's activity. Source: docs/model.md 7.9.

// startRisk decides what is counted under the instruments of a schedule.
func (w *World) startRisk(instruments []finance.Instrument) {
	mo := &w.money
	mo.byTier, mo.byStart = false, false
	for _, i := range instruments {
		if t, ok := i.Terms.(finance.Bundle); ok {
			mo.byTier = mo.byTier || t.Basis == finance.ByTier
			mo.byStart = mo.byStart || t.Basis == finance.ByEpisode
		}
	}
}

// risk counts the heads of the month. A need for coordination that nobody has
// found counts as chronic.
func (w *World) risk() {
	if w.money.byStart {
		w.coordinationStarts()
	}
	if !w.money.byTier {
		return
	}
	a := w.money.activity
	for tier := range a.AtHome {
		clear(a.AtHome[tier])
	}
	for k := range w.needs {
		p := &w.people[w.needs[k].slot].who
		if p.flags&known != 0 {
			a.AtHome[w.m.rows[p.class].home][w.needs[k].buurt]++
		}
	}
	for b := range w.buurten {
		home := &w.buurten[b].home
		a.AtHome[finance.TierGeneral][b] = home[finance.TierGeneral]
		a.AtHome[finance.TierChronic][b] += home[finance.TierChronic]
		for _, tier := range []finance.Tier{finance.TierHighRisk, finance.TierComplex} {
			a.AtHome[finance.TierChronic][b] += home[tier] - a.AtHome[tier][b]
		}
	}
}

// coordinationStarts counts the citizens who at the end of the month hold a place
// with a coach or case manager that began in it, and none that is older.
func (w *World) coordinationStarts() {
	a := w.money.activity
	clear(a.Starts)
	for k := range w.care.episodes {
		e := &w.care.episodes[k]
		if !e.open() {
			continue
		}
		held := slices.ContainsFunc(e.began[:], func(day int32) bool { return day != none })
		older := slices.ContainsFunc(e.began[:], func(day int32) bool { return day != none && day < w.today(0) })
		if held && !older {
			a.Starts[e.buurt]++
		}
	}
}

// replaced takes from the cost of the closed cohort its share, by heads, of the
// fees that capitations and bundles paid instead: what they paid is the plan's.
func (w *World) replaced(fees finance.Cents) {
	alive := 0
	for b := range w.buurten {
		alive += w.buurten[b].alive
	}
	if fees != 0 {
		w.rec.tally.cohortCost -= int64(float64(fees) * (float64(w.members) / float64(max(alive, 1))))
	}
}
