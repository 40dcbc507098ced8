package sim

import (
	"sort"

	"piramide/internal/draw"
)

// Births of last month and arrivals, at the start of the month.
//
// Decided: newborns of the month's births, arrivals from outside. Read: the
// mother's class. Written: entry of citizens. Source: model.md 3; regions
// exchange nothing, migration is exogenous.

// newcomers enters the newborn and the arrivals of the month.
func (w *World) newcomers() {
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
		w.coming = w.coming[:0]
		for k := range n {
			who := draw.Migrant(key, w.month, k)
			u := draw.Unit(draw.Word(who, draw.Lasting, draw.ArrivalAge)) * m.arrivalsPerYear
			cell := m.arrivals[min(sort.Search(len(m.arrivals), func(j int) bool { return m.arrivals[j].upTo > u }), len(m.arrivals)-1)]
			age, sex := int(cell.age), int(cell.sex)
			i := w.buurten[b].blocks[birthMonth(who)].take()
			if i == none {
				w.rec.homeless++
				continue
			}
			w.coming = append(w.coming, arrival{who, int32(i), int16(age), int8(sex), int8(m.pickState(m.cfg.Population.ArrivalState, age, sex, who))})
			w.fetched += int32(w.col.who[i].flags) + w.col.paid[i].own + int32(w.col.account[i].away) + w.col.course[i].episode // see fetch
		}
		for _, a := range w.coming {
			w.settleIn(b, int(a.slot), a.key, int(a.age), int(a.sex), int(a.state))
			w.rec.month[MonthArrivals]++
			w.flowIn(flowArrival, int(a.state))
		}
	}
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
	i := w.enter(b, key, born, 0, sex, w.m.pickState(w.m.cfg.Population.State, 0, sex, key))
	if i < 0 {
		return
	}
	w.rec.month[MonthBirths]++
	w.flowIn(flowBirth, w.m.state(w.col.who[i].class))
}
