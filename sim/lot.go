package sim

import (
	"fmt"

	"piramide/internal/draw"
)

// Lot: an evaluation draws lots for a scarce programme.
//
// Decided: which citizen, at the moment a first place would be offered, may be offered
// it. Read: the lot of the plan. Written: Result.Drawn. Source: designs of evaluation
// with a random control group (docs/evaluation.md). A plan without a lot does nothing
// here.

// Lot says who may be offered a place of coordination. The zero value: everybody.
//
// What a plan does for the whole region, such as outreach, goes on for everybody: a lot
// decides about places, and a shut buurt has no runs of PHM either. Its team is a matter
// of [Plan].Teams.
type Lot struct {
	Drawn bool    // a coin per citizen decides, the same each time
	Share float64 // of the citizens whom it lets in, when Drawn
	Shut  []bool  // per buurt: nobody there is offered a place; nil: every buurt is open
}

// Drawn is a citizen for whom a lot decided, at the first offer in the accounts: the
// moment at which both arms of a trial are alike.
type Drawn struct {
	Key   uint64
	Cycle int
	In    bool
}

func (l *Lot) draws() bool { return l.Drawn || l.Shut != nil }

// shuts says whether a buurt does not take part yet.
func (l *Lot) shuts(b int) bool { return l.Shut != nil && l.Shut[b] }

func (l *Lot) check(buurten int) error {
	if l.Drawn && !(l.Share >= 0 && l.Share <= 1) {
		return fmt.Errorf("sim: a lot lets in a share of %g", l.Share)
	}
	if l.Shut != nil && len(l.Shut) != buurten {
		return fmt.Errorf("sim: a lot names %d buurten of %d", len(l.Shut), buurten)
	}
	return nil
}

// admits says whether a citizen who would be offered a first place is offered it.
func (w *World) admits(i, b int) bool {
	l := &w.plan.Lot
	if l.shuts(b) {
		return false
	}
	if !l.Drawn {
		return true
	}
	key := w.col.who[i].key
	in := lies(key, draw.InclusionLot, l.Share)
	if n := w.entries; n != nil && !w.before && !n.lots[key] {
		n.lots[key] = true
		n.drawn = append(n.drawn, Drawn{key, w.cycle, in})
	}
	return in
}
