package sim

import (
	"math"

	"piramide/internal/draw"
)

// Finding: need becomes known.
//
// Decided: which need is found, by which route (found.go): the GP, a stay, a list
// of PHM (phm.go), outreach and link workers (outreach.go), caring neighbourhoods
// and access points (neighbourhood.go). Read: needs of the month, GMD, age, consent.
// Written: flags known and screened, the trail. Source: model.md 4
// (`missed_share_needing`, `own_gp_finding_per_contact`, `own_known_after_stay`).

// find lives the finding phase. Of several routes in one month the first of the
// list counts; who finds by hours comes last, and spends none on who is found.
func (w *World) find() {
	f := &w.m.cfg.Finding
	w.runPHM()
	for k := range w.needs {
		n := &w.needs[k]
		i, b := int(n.slot), int(n.buurt)
		if w.col.who[i].flags&known != 0 {
			continue
		}
		if n.stay {
			w.trail[i] |= trailLate
		}
		key := w.col.who[i].key
		switch {
		case n.contacts > 0 && draw.Unit(draw.Word(key, w.month, draw.GPFinding)) < 1-math.Pow(1-w.gpFinds(b), float64(n.contacts)):
			w.becomesKnown(b, i, ByGP)
		case n.stay && draw.Unit(draw.Word(key, w.month, draw.CaseNeed)) < f.AfterStay:
			w.becomesKnown(b, i, ByStay)
		case w.onCheckedList(i, b):
			w.becomesKnown(b, i, ByPHM)
		case w.signalled(i, b):
			w.becomesKnown(b, i, ByCaring)
		case w.comes(i, b):
			w.becomesKnown(b, i, ByAccess)
		}
	}
	w.outreach()
	w.welfare()
}
