package sim

// What a before–after evaluation sees: the same people a year before and a year after
// they enter coordination.
//
// Decided: nothing. Read: first months with a coach, cost credited, unplanned stays.
// Written: Result.Entered, Result.BeforeAfter. Source: docs/model.md 7.3 (regression
// to the mean) and 7.12 (paired worlds). A world that is asked for neither does nothing here.

// EntryWindow is how long before and after an entry is looked at.
const EntryWindow = 12

// Entry is a citizen who entered coordination in a cycle of the accounts.
type Entry struct {
	Key   uint64
	Cycle int
}

// BeforeAfter is what happened to a citizen before and after the entry. Before is up
// to and with the month of entry, since whoever is found for a stay was in hospital
// before.
type BeforeAfter struct{ Before, After Window }

// Window is one side of an entry: months seen, unplanned stays, and cents of health
// insurance.
type Window struct{ Months, Stays, Cents int64 }

// entries notes who enters coordination for the first time in the accounts.
type entries struct {
	seen  map[uint64]bool
	list  []Entry
	lots  map[uint64]bool
	drawn []Drawn
}

// NoteEntries makes a world that has not lived its accounts tell who enters
// coordination, as [Result].Entered, and for whom a lot decides, as [Result].Drawn.
func (w *World) NoteEntries() {
	w.entries = &entries{seen: map[uint64]bool{}, lots: map[uint64]bool{}}
}

// noteEntry notes a client of a coach.
func (w *World) noteEntry(i int) {
	n, key := w.entries, w.people[i].key
	if w.before || n.seen[key] {
		return
	}
	n.seen[key] = true
	n.list = append(n.list, Entry{key, w.cycle})
}

// following looks at citizens by their key.
type following struct {
	at    map[uint64]int32 // place in the lists below
	entry []int
	spent []int64 // of the year, up to the last look
	seen  []BeforeAfter
}

// Follow makes a world that has not lived its accounts look at citizens around their
// entry, as [Result].BeforeAfter, in the order of the list. They may have entered coordination in another world: of
// the same past and luck, they are the same people.
func (w *World) Follow(list []Entry) {
	a := &following{at: make(map[uint64]int32, len(list)), entry: make([]int, len(list)), spent: make([]int64, len(list)), seen: make([]BeforeAfter, len(list))}
	for k, e := range list {
		a.at[e.Key], a.entry[k] = int32(k), e.Cycle
	}
	w.around = a
}

// window is the side of an entry on which a cycle lies; nil outside both.
func (a *following) window(k int32, cycle int) *Window {
	switch d := cycle - a.entry[k]; {
	case d > -EntryWindow && d <= 0:
		return &a.seen[k].Before
	case d > 0 && d <= EntryWindow:
		return &a.seen[k].After
	}
	return nil
}

// stayed counts an unplanned stay of the month.
func (a *following) stayed(key uint64, cycle int) {
	if k, ok := a.at[key]; ok {
		if side := a.window(k, cycle); side != nil {
			side.Stays++
		}
	}
}

// saw adds a month of a citizen: spent is what the year cost so far, for the whole
// year where that was credited in advance.
func (a *following) saw(key uint64, cycle int, spent int64, first bool) {
	k, ok := a.at[key]
	if !ok {
		return
	}
	if first {
		a.spent[k] = 0
	}
	if side := a.window(k, cycle); side != nil {
		side.Months++
		side.Cents += spent - a.spent[k]
	}
	a.spent[k] = spent
}

// lookAround looks at everybody who is here at the end of the month, before the year
// is closed: the credit of the months to come is no cost yet.
func (w *World) lookAround() {
	if w.before {
		return
	}
	left := int64(w.m.cycles - w.monthOfYear() - 1)
	for i := range w.people {
		if p := &w.people[i].who; p.class != vacant {
			r := w.rateOf(i)
			w.around.saw(p.key, w.cycle, int64(w.people[i].payer)-left*int64(r.residual+r.nursing), w.monthOfYear() == 0)
		}
	}
}

// lastLook is that at a citizen who dies or leaves in the month, whose credit was
// taken back.
func (w *World) lastLook(i int) {
	w.around.saw(w.people[i].key, w.cycle, int64(w.people[i].payer), w.monthOfYear() == 0)
}

// Keys lists the citizens who live here now, in the order of their slots.
func (w *World) Keys() (keys []uint64) {
	for i := range w.people {
		if p := &w.people[i].who; p.class != vacant {
			keys = append(keys, p.key)
		}
	}
	return keys
}
