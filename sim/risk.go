package sim

import (
	"slices"

	"piramide/sim/finance"
)

// Heads by risk: what capitations and bundles must know of the citizens.
//
// Decided: nothing. Read: class, statuses and known need of every citizen, places
// that began. Written: heads by age group and tier, and starts, of the month's
// activity. Source: model.md 7.

// riskRows is the place of a class in both counts; a world whose plans pay nobody
// by age or tier has none and does not count.
type riskRows struct {
	group  []uint8 // per class: age group
	tier   []uint8 // per class: tier at home; finance.NumTiers in a nursing home
	starts bool    // a bundle pays by episode
}

// startRisk decides what is counted under the instruments of a schedule.
func (w *World) startRisk(instruments []finance.Instrument) {
	var r riskRows
	heads := false
	for _, i := range instruments {
		switch t := i.Terms.(type) {
		case finance.Capitation:
			heads = true
		case finance.Bundle:
			heads = heads || t.Basis == finance.ByTier
			r.starts = r.starts || t.Basis == finance.ByEpisode
		}
	}
	if heads {
		r.group, r.tier = make([]uint8, len(w.m.rows)), make([]uint8, len(w.m.rows))
		for class := range w.m.rows {
			r.group[class] = uint8(finance.AgeGroupOf(w.m.age(uint16(class))))
			r.tier[class] = min(w.m.rows[class].tier, uint8(finance.NumTiers)-1)
			if w.m.rows[class].bits&rowAway != 0 {
				r.tier[class] = uint8(finance.NumTiers)
			}
		}
	}
	w.money.risk = r
}

// risk counts the heads of the month. A need for coordination that nobody has
// found counts as chronic.
func (w *World) risk() {
	r := &w.money.risk
	if r.starts {
		w.coordinationStarts()
	}
	if r.group == nil {
		return
	}
	a := w.money.activity
	for b := range w.buurten {
		nb := &w.buurten[b]
		var classes [finance.NumAgeGroups * 4]int32 // age group, chronic status, VT
		var tiers [finance.NumTiers + 1][2]int32    // known or not
		for k := range nb.blocks {
			for _, p := range w.col.who[nb.blocks[k].lo:nb.blocks[k].used] {
				if p.class == vacant {
					continue
				}
				classes[r.group[p.class]<<2|uint8(p.flags>>chronicBit&1<<1|p.flags>>vtBit&1)] += int32(p.flags >> gmdBit & 1)
				tiers[r.tier[p.class]][bit(p.flags&known)]++
			}
		}
		for k, n := range classes {
			a.Classes[k>>2][k>>1&1][k&1][b] = n
		}
		for tier := range a.AtHome {
			a.AtHome[tier][b] = tiers[tier][1]
			if tier <= int(finance.TierChronic) {
				a.AtHome[tier][b] += tiers[tier][0]
			}
		}
		a.AtHome[finance.TierChronic][b] += tiers[finance.TierHighRisk][0] + tiers[finance.TierComplex][0]
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
