package sim

import "context"

// Phase is one step of the month.
type Phase struct {
	Name   string // id, as `piramide describe` prints it
	Scope  string // citizen, buurt or region
	Reads  string
	Writes string
	live   func(*World)
}

// Phases is the month, in order. Population and illness are fused into one
// pass over the citizens, so that a citizen is read once.
var Phases = []Phase{
	{"plan", "buurt", "schedule, money and load of last month", "plan in force, who takes part in teams, their maturity", (*World).teams},
	{"population", "citizen", "birth month, births and arrivals of the month", "age, statuses, entry of citizens", (*World).newcomers},
	{"illness", "citizen", "class, statuses, personal factor, effects of care", "class, stays, contacts, cost, QALY, needs, exit", (*World).illness},
	{"finding", "citizen", "needs, GP contacts, stays, GMD, consent, visibility, hours", "known, screened, lists of PHM", (*World).find},
	{"staff", "region", "funded posts, load of last month", "posts, hours, gaps in home nursing", (*World).hire},
	{"care", "region", "known need, hours, queues", "episodes, places, waits, load", (*World).serveCare},
	{"effect", "buurt", "hours given, months in care, maturity", "log hazard ratios of next month, care plans, carers supported, plans of residents", (*World).follow},
	{"money", "region", "activity, heads, filled posts", "ledger, funded posts", (*World).settle},
	{"record", "region", "everything counted this month", "indicators by month, area and group", (*World).record},
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
