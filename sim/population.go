package sim

import (
	"sort"

	"piramide/internal/draw"
)

// Births of last month and arrivals, at the start of the month.
//
// Decided: newborns of the month's births, arrivals from outside. Read: the
// mother's class. Written: entry of citizens. Source: docs/model.md 7.1; regions
// exchange nothing, migration is exogenous.

// newcomers enters the newborn and the arrivals of the month.
func (w *World) newcomers() {
	w.coming = w.coming[:0]
	for _, n := range w.born {
		w.newborn(int(n.buurt), draw.Newborn(n.mother, w.month, 0))
		if n.twin {
			w.newborn(int(n.buurt), draw.Newborn(n.mother, w.month, 1))
		}
	}
	w.born = w.born[:0]
	m := w.m
	if m.arrivalsPerYear == 0 {
		return
	}
	for b := range w.buurten {
		key := w.buurten[b].key
		mean := m.arrivalsPerYear * w.buurten[b].share / float64(m.cycles)
		n := draw.Poisson(draw.Word(key, w.month, draw.Arrivals), mean)
		for k := range n {
			who := draw.Migrant(key, w.month, k)
			u := draw.Unit(draw.Word(who, draw.Lasting, draw.ArrivalAge)) * m.arrivalsPerYear
			cell := m.arrivals[min(sort.Search(len(m.arrivals), func(j int) bool { return m.arrivals[j].upTo > u }), len(m.arrivals)-1)]
			state := m.pickState(m.cfg.Population.ArrivalState, int(cell.age), int(cell.sex), who)
			if w.expect(b, birthMonth(who), arrival{key: who, age: cell.age, sex: cell.sex, state: int8(state)}) {
				w.rec.month[MonthArrivals]++
				w.flowIn(flowArrival, state)
			}
		}
	}
}

// expect takes a slot for who comes this month. They enter when their stretch is
// lived and lies in the cache, see [World.arrive]; whether there was a slot.
func (w *World) expect(b, born int, a arrival) bool {
	bl := &w.buurten[b].blocks[born]
	i := bl.take()
	if i == none {
		w.rec.homeless++
		return false
	}
	last := &w.entering[bl.stretchOf(i)]
	a.slot, a.next = int32(i), *last
	w.coming = append(w.coming, a)
	*last = int32(len(w.coming))
	return true
}

// arrive lets the newcomers of a stretch enter, with a whole month before them: they
// accrue what the buurt's sums did not hold yet, and on a birthday grow older like
// everybody else.
func (w *World) arrive(b, at int) {
	last := &w.entering[at]
	for k := *last; k > 0; k = w.coming[k-1].next {
		a := &w.coming[k-1]
		i := int(a.slot)
		w.settleIn(b, i, a.key, int(a.age), int(a.sex), int(a.state))
		w.rec.tally.add(w.rateOf(i), +1, 0)
		w.rec.tally.count(w.m.rows[w.people[i].class].tier, +1)
	}
	*last = 0
}

// buurtHeads is the number of founders of a buurt.
func (m *Model) buurtHeads(b int) (n float64) {
	for age := range m.cfg.Population.Buurten[b].Count {
		n += m.cfg.Population.Buurten[b].Count[age][0] + m.cfg.Population.Buurten[b].Count[age][1]
	}
	return n
}

func (w *World) newborn(b int, key uint64) {
	sex := 0
	if draw.Unit(draw.Word(key, draw.Lasting, draw.SexAtBirth)) < w.m.cfg.Population.Girl {
		sex = 1
	}
	born := int(w.month+11) % birthMonths // in the month that has just passed
	state := w.m.pickState(w.m.cfg.Population.State, 0, sex, key)
	if w.expect(b, born, arrival{key: key, sex: int8(sex), state: int8(state)}) {
		w.rec.month[MonthBirths]++
		w.flowIn(flowBirth, state)
	}
}
