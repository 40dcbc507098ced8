package sim

import (
	"math"

	"piramide/internal/draw"
	"piramide/sim/finance"
)

// Neighbourhood: need comes to light in the buurt itself.
//
// Decided: which unknown need a caring neighbourhood (zorgzame buurt) signals, and
// who comes to an access point. Read: needs of the month, quintile, tier. Written:
// flag known, the trail, the ledger. Source: `own_caring_*`, `own_access_*`,
// `zorgzame_buurt_grant`, `zorgzame_buurt_duration`.

// Neighbourhoods are the buurten with a grant for a caring neighbourhood, or with a
// point of low-threshold access.
type Neighbourhoods struct {
	Start, End Month  // Start 0: none; End 0: they stay
	Buurten    []bool // per buurt; nil: all
	Dose       float64
	PerYear    finance.Cents // per buurt: what the grant or the hours cost
	Hours      float64       // of access: a month, of workers, per buurt
	External   bool          // of access: those workers come from outside the region
	Payer      finance.Party
	Territory  bool // the territory of each buurt pays
}

// active says whether a buurt has one this month.
func (n *Neighbourhoods) active(b int, month Month) bool {
	return n.Start != 0 && month >= n.Start && (n.End == 0 || month < n.End) && (n.Buurten == nil || n.Buurten[b])
}

// signalled says whether volunteers of a caring neighbourhood signal an unknown need
// this month, more often of people in a low position, and whether the citizen accepts
// the visit that follows.
func (w *World) signalled(i, b int) bool {
	if !w.plan.Caring.active(b, w.month) || w.trail[i]&trailTried != 0 {
		return false
	}
	f := &w.m.cfg.Finding
	rate := f.CaringReach * w.plan.Caring.Dose
	if f.CaringLowSES > 0 {
		rate *= math.Exp(byQuintile(w.quintile(i), f.CaringLowSES))
	}
	if draw.Unit(draw.Word(w.people[i].key, w.month, draw.CaringSignal)) >= 1-math.Exp(-rate/12) {
		return false
	}
	if w.declines(i, 0) {
		w.trail[i] |= trailTried
		return false
	}
	return true
}

// comes says whether a citizen with unknown need comes to an access point this
// month: as far as there were workers to open it last month, people with complex need and
// in a low position less often, in the measure in which they refuse more; who would refuse
// an offer does not come.
func (w *World) comes(i, b int) bool {
	if !w.plan.Access.active(b, w.month) {
		return false
	}
	f := &w.m.cfg.Finding
	rate := f.AccessReach * w.plan.Access.Dose * w.crews.open / math.Exp(byQuintile(w.quintile(i), f.RefusalLowSES))
	if w.m.rows[w.people[i].class].tier >= 3 && f.RefusalNeed > 0 {
		rate /= f.RefusalNeed
	}
	return draw.Unit(draw.Word(w.people[i].key, w.month, draw.AccessVisit)) < 1-math.Exp(-rate/12) && !w.declines(i, 0)
}

// neighbourhoodLines are the lines of the ledger on which the grants and the access
// points of a schedule are paid: payer → other providers.
type neighbourhoodLines struct{ caring, access [finance.NumParties]int }

// startNeighbourhoods opens the lines that the schedule can need.
func (w *World) startNeighbourhoods(schedule []Dated) {
	mo := &w.money
	open := func(lines *[finance.NumParties]int, n *Neighbourhoods, name string) {
		if n.Start == 0 {
			return
		}
		for b := range w.buurten {
			p := w.paysFor(n, b)
			lines[p] = mo.ledger.Line(finance.Line{From: p, To: finance.OtherProviders, Instrument: name, Plan: true, Reason: finance.ForBuurtAction})
		}
	}
	for k := range schedule {
		open(&mo.around.caring, &schedule[k].Plan.Caring, "caring_neighbourhoods")
		open(&mo.around.access, &schedule[k].Plan.Access, "access_points")
	}
}

// paysFor is who pays for a buurt.
func (w *World) paysFor(n *Neighbourhoods, b int) finance.Party {
	if n.Territory {
		return w.m.cfg.Population.Buurten[b].Territory
	}
	return n.Payer
}

// payNeighbourhoods posts a twelfth of what runs this month; of access points the hours
// that they were open.
func (w *World) payNeighbourhoods() {
	mo := &w.money
	pay := func(lines *[finance.NumParties]int, n *Neighbourhoods, part float64) {
		if n.Start == 0 || n.PerYear == 0 {
			return
		}
		m := finance.Cents(w.month % 12)
		due := n.PerYear*(m+1)/12 - n.PerYear*m/12
		if part < 1 {
			due = finance.Cents(math.Round(float64(due) * part))
		}
		for b := range w.buurten {
			if due > 0 && n.active(b, w.month) {
				mo.ledger.Post(lines[w.paysFor(n, b)], w.cycle, due)
			}
		}
	}
	pay(&mo.around.caring, &w.plan.Caring, 1)
	pay(&mo.around.access, &w.plan.Access, w.crews.open)
}
