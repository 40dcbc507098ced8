package evaluate

import (
	"slices"

	"piramide/outputs/evaluation"
	"piramide/sim"
)

// What a register would hold of one world: per citizen and month, and per buurt and month.

// registered is an outcome that a register holds. Rates are per year lived in the region,
// except where they say otherwise.
type registered struct {
	id       string
	better   float64 // +1: more is better
	entry    bool    // who enters a programme has none before: it cannot be set beside before
	absolute bool    // changes are told in its own unit, and not as a part of the level
	of       func(*tally) evaluation.Count
}

const (
	monthsPerYear = 12
	daysInYear    = 360 // of twelve months of the simulator
)

func perYear(n int64, t *tally) evaluation.Count {
	return evaluation.Count{Num: float64(n), Den: float64(t.days) / daysInYear}
}

// registeredOutcomes are in the order of their places in the sums.
var registeredOutcomes = [numOutcomes]registered{
	{id: "unplanned_stays", better: -1, of: func(t *tally) evaluation.Count { return perYear(t.stays, t) }},
	{id: "ed_visits", better: -1, of: func(t *tally) evaluation.Count { return perYear(t.visits, t) }},
	{id: "riziv_cost", better: -1, of: func(t *tally) evaluation.Count {
		return evaluation.Count{Num: float64(t.cents) / 100, Den: float64(t.days) / daysInYear}
	}},
	{id: "deaths", better: -1, entry: true, of: func(t *tally) evaluation.Count { return perYear(t.died, t) }},
	// Per year of the window, also after a death: who died is not at home.
	{id: "days_at_home", better: +1, of: func(t *tally) evaluation.Count {
		return evaluation.Count{Num: float64(t.home), Den: float64(t.days+t.afterwards) / daysInYear}
	}},
	{id: "nursing_home_entries", better: -1, entry: true, of: func(t *tally) evaluation.Count { return perYear(t.moved, t) }},
	// Of the months in need at home.
	{id: "reached", better: +1, absolute: true, of: func(t *tally) evaluation.Count {
		return evaluation.Count{Num: float64(t.reached), Den: float64(t.need)}
	}},
}

const numOutcomes = 7

// placeOf is the place of an outcome.
func placeOf(id string) int {
	return slices.IndexFunc(registeredOutcomes[:], func(r registered) bool { return r.id == id })
}

// tally adds up months of citizens.
type tally struct {
	days, stays, visits, cents, died, home, moved, need, reached int64
	afterwards                                                   int64 // days after a death
}

func (t *tally) month(m *monthOf) {
	t.days += int64(m.days & daysMask)
	t.stays += int64(m.events & mostOfEvents)
	t.visits += int64(m.events >> 4)
	t.cents += int64(m.cents)
	t.home += int64(m.home)
	if m.marks == 0 {
		return
	}
	t.died += m.one(hadDied)
	t.moved += m.one(movedIn)
	need := m.one(inNeed)
	t.need += need
	t.reached += need * m.one(placed)
}

func (t *tally) add(o *tally) {
	t.days, t.stays, t.visits, t.cents, t.died = t.days+o.days, t.stays+o.stays, t.visits+o.visits, t.cents+o.cents, t.died+o.died
	t.home, t.moved, t.need, t.reached, t.afterwards = t.home+o.home, t.moved+o.moved, t.need+o.need, t.reached+o.reached, t.afterwards+o.afterwards
}

// monthOf is a month of a citizen, as small as it can be: a world has millions.
type monthOf struct {
	cents  int32 // of health insurance
	events uint8 // unplanned stays, and emergency visits in the high half
	days   uint8 // lived here, and sim.Status in the high bits
	home   int8  // days, less those in hospital: below 0 where a stay of before is counted now
	marks  uint8
}

// Marks of a month.
const (
	hadDied uint8 = 1 << iota
	hadLeft
	movedIn // to a nursing home
	inNeed
	placed
	resident
	isClient // of a coach or case manager
	inTop    // of the tiers
)

const (
	statusAt     = 5 // above 31 days
	daysMask     = 1<<statusAt - 1
	topTier      = 3
	mostOfEvents = 15
)

func (m *monthOf) one(mark uint8) int64 {
	if m.marks&mark != 0 {
		return 1
	}
	return 0
}

// citizen is what does not change.
type citizen struct {
	key   uint64
	buurt uint16
	age   uint8 // in the first month that is kept
	sex   uint8
	born  int16 // that month
}

// register is a world as it was registered from a month on.
type register struct {
	from, months int
	ownNursing   float64 // share of home nursing that the citizen pays

	people bool // keep citizens, and not only tallies
	at     map[uint64]int32
	slot   []int32 // place in the list of who was last seen in a slot
	list   []citizen
	lived  []monthOf // months of each citizen, one after the other

	ages    []int     // youngest age of the tallies, each
	tallies [][]tally // [age][buurt × month]
}

func newRegister(from, months, buurten int, ages []int, ownNursing float64, people bool) *register {
	g := &register{from: from, months: months - from, people: people, ages: ages, ownNursing: ownNursing, at: map[uint64]int32{}}
	for range ages {
		g.tallies = append(g.tallies, make([]tally, buurten*g.months))
	}
	return g
}

// watch makes a world tell the register what it lives.
func (g *register) watch(w *sim.World) {
	w.Watch(&sim.Probe{Month: func(month int, lives []sim.Lived) {
		if month < g.from {
			return
		}
		if g.slot == nil {
			g.slot = make([]int32, len(lives))
		}
		for i := range lives {
			if l := &lives[i]; l.Key != 0 {
				g.note(month-g.from, i, l)
			}
		}
	}})
}

func (g *register) note(month, slot int, l *sim.Lived) {
	m := monthOf{days: l.Days | l.Status<<statusAt, events: min(l.Unplanned, mostOfEvents) | min(l.Visits, mostOfEvents)<<4}
	m.cents = -l.Own - int32(g.ownNursing*float64(l.Spent[sim.OnHomeNursing]))
	for on, c := range l.Spent {
		if sim.Spent(on) != sim.OnNursingHome {
			m.cents += c
		}
	}
	mark := func(yes uint16, to uint8) {
		if l.Marks&yes != 0 {
			m.marks |= to
		}
	}
	mark(sim.HasDied, hadDied)
	mark(sim.HasLeft, hadLeft)
	mark(sim.EntersResident, movedIn)
	mark(sim.InNeed, inNeed)
	mark(sim.IsPlaced, placed)
	mark(sim.IsResident, resident)
	mark(sim.WithCoach|sim.WithCase|sim.WithSpecialist, isClient)
	if l.Tier >= topTier {
		m.marks |= inTop
	}
	if m.marks&resident == 0 {
		m.home = int8(max(-128, int16(l.Days)-l.BedDays))
	}
	for k, age := range g.ages {
		if int(l.Age) >= age {
			g.tallies[k][int(l.Buurt)*g.months+month].month(&m)
		}
	}
	if !g.people {
		return
	}
	row := g.slot[slot] - 1
	if row < 0 || g.list[row].key != l.Key {
		var known bool
		if row, known = g.at[l.Key]; !known {
			row = int32(len(g.list))
			g.at[l.Key] = row
			g.list = append(g.list, citizen{l.Key, l.Buurt, l.Age, l.Sex, int16(month)})
			g.lived = append(g.lived, make([]monthOf, g.months)...)
		}
		g.slot[slot] = row + 1
	}
	g.lived[int(row)*g.months+month] = m
}

// monthsOf are the months of a citizen of the list.
func (g *register) monthsOf(row int32) []monthOf {
	return g.lived[int(row)*g.months : (int(row)+1)*g.months]
}

// window adds up the months from … to of the accounts, the last not included. Who left
// counts until then.
func (g *register) window(key uint64, from, to int) (t tally) {
	row, known := g.at[key]
	if !known {
		return t
	}
	months := g.monthsOf(row)
	gone := false
	for k := max(0, from-g.from); k < min(g.months, to-g.from); k++ {
		if gone {
			t.afterwards += daysInYear / monthsPerYear
			continue
		}
		t.month(&months[k])
		gone = months[k].marks&hadDied != 0
	}
	return t
}

// inBuurt adds up the months from … to of a buurt, of its inhabitants from an age on.
func (g *register) inBuurt(age, buurt, from, to int) (t tally) {
	for k, a := range g.ages {
		if a == age {
			for m := max(0, from-g.from); m < min(g.months, to-g.from); m++ {
				t.add(&g.tallies[k][buurt*g.months+m])
			}
		}
	}
	return t
}
