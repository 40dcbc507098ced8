package sim

// Found: by which route unknown need becomes known, and whether too late.
//
// Decided: nothing. Read: the route, the trail. Written: flag known, trail, counts.
// Source: what is too late is a definition of ours, see trailLate and docs/model.md.

// Route is the way by which a need that nobody knew becomes known.
type Route int

// The routes, in the order of the indicators. Who is found by a stay or at the
// entry of a nursing home is found too late by definition.
const (
	ByGP Route = iota
	ByPHM
	ByOutreach
	ByCaring
	ByWelfare
	ByAccess
	ByStay
	ByNursingHome
	NumRoutes
)

// The trail of a citizen, one byte beside the record: two marks of the present
// need, and on which list of PHM the citizen stands (0: none, else 1 + its level).
const (
	trailLate  uint8 = 1 << iota // unknown, it has led to an unplanned stay or become complex
	trailTried                   // somebody came to the door and was sent away
	trailNeed  = trailLate | trailTried
	listAt     = 2
	trailList  = 7 << listAt
)

// becomesKnown makes an unknown need known.
func (w *World) becomesKnown(b, i int, by Route) {
	w.people[i].flags |= known
	w.countFound(b, i, by, w.trail[i]&trailLate != 0)
}

// countFound counts a need that becomes known. The routes share a denominator, see
// denominators in record.go.
func (w *World) countFound(b, i int, by Route, late bool) {
	w.count(b, i, FoundByGP+Indicator(by), 1)
	if w.probe != nil {
		w.probe.lives[i].Found = 1 + uint8(by)
	}
	w.countDen(b, i, FoundTooLate, 1)
	w.rec.month[MonthFound]++
	if by < ByStay {
		w.countDen(b, i, LateByGP+Indicator(by), 1)
	}
	if !late && by < ByStay {
		return
	}
	w.count(b, i, FoundTooLate, 1)
	w.rec.month[MonthLate]++
	if by < ByStay {
		w.count(b, i, LateByGP+Indicator(by), 1)
	}
}

// missed follows an unknown need through a move: what becomes complex or asks for
// a nursing home before anybody knew it is found too late, or there.
func (w *World) missed(b, i int, from, to uint16) {
	was, now := &w.m.rows[from], &w.m.rows[to]
	switch {
	case was.bits&rowNeed == 0 || w.people[i].flags&known != 0:
	case now.bits&rowAway != 0:
		w.countFound(b, i, ByNursingHome, true)
	case now.tier > was.tier:
		w.trail[i] |= trailLate
	}
}
