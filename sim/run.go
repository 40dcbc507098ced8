package sim

import "context"

// Phase is one step of the month.
type Phase struct {
	Name  string // id; `piramide describe` says what it is, reads and writes
	Scope string // citizen, buurt or region
	live  func(*World)
}

// Phases is the month, in order. Population and illness are fused into one
// pass over the citizens, so that a citizen is read once.
var Phases = []Phase{
	{"plan", "buurt", (*World).teams},
	{"population", "citizen", (*World).newcomers},
	{"illness", "citizen", (*World).illness},
	{"finding", "citizen", (*World).find},
	{"staff", "region", (*World).hire},
	{"care", "region", (*World).serveCare},
	{"effect", "buurt", (*World).follow},
	{"money", "region", (*World).settle},
	{"record", "region", (*World).record},
}

// live lives one cycle: every phase, once, in order. A yearly model without
// care runs the same list.
func (w *World) live(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for k := range Phases {
		Phases[k].live(w)
	}
	if w.rec.homeless > 0 {
		return errFull
	}
	w.cycle++
	w.month += Month(12 / w.m.cycles)
	return nil
}

// illness lives the citizens of every buurt.
func (w *World) illness() {
	w.needs = w.needs[:0]
	w.stayed.empty()
	for b := range w.buurten {
		w.citizens(b)
		w.bookBuurt(b)
	}
}

// stillInNeed takes off the list, from a place of it on, who died, left, recovered
// or moved to a nursing home and so is no longer in need at home.
func (w *World) stillInNeed(from int) {
	still := w.needs[:from]
	for _, n := range w.needs[from:] {
		if class := w.people[n.slot].class; class != vacant && w.m.rows[class].bits&rowNeed != 0 {
			still = append(still, n)
		}
	}
	w.needs = still
}
