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
// Written: flags known and screened, the trail. Source: docs/model.md 7.5
// (`missed_share_needing`, `own_gp_finding_per_contact`, `own_known_after_stay`).

// find lives the finding phase. Of several routes in one month the first of the
// list counts; who finds by hours comes last, and spends none on who is found.
func (w *World) find() {
	f := &w.m.cfg.Finding
	w.runPHM()
	at := none
	var notices [manyContacts + 1]float64 // chance that a GP notices a need, by contacts
	for k := range w.needs {
		n := &w.needs[k]
		if n.known {
			continue
		}
		i, b, key := int(n.slot), int(n.buurt), n.key
		if b != at {
			at = b
			for contacts := range notices {
				notices[contacts] = 1 - math.Pow(1-w.gpFinds(b), float64(contacts))
			}
		}
		stayed := w.stayed.has(i)
		if stayed {
			w.trail[i] |= trailLate
		}
		switch {
		case n.contacts > 0 && draw.Unit(draw.Word(key, w.month, draw.GPFinding)) < notices[n.contacts]:
			w.becomesKnown(b, i, ByGP)
		case stayed && draw.Unit(draw.Word(key, w.month, draw.CaseNeed)) < f.AfterStay:
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
