package belgium

import (
	"cmp"
	"context"
	"slices"

	"piramide/sim"
)

// The small world holds one in a number of citizens below and above an age: those above
// have most of the stays and of the cost, so that more of them tell more. With these
// numbers it has some 75,000 citizens.
const (
	leanAge   = 65
	leanYoung = 400.0 // inhabitants for whom one citizen below that age stands
	leanOld   = 50.0
)

// leanYears are those that the small world lives, without coordination: one to look at,
// and two after it.
const leanYears = 3

// leanWorld is what became of everybody who lived in the small world.
type leanWorld struct {
	lives  []leanLife
	ranked [leanYears][]int32 // places of who lived here in a year, costliest first
}

// leanLife is a citizen: cents of health insurance and unplanned stays by year. A year
// that was not lived here has no months.
type leanLife struct {
	weight float64 // inhabitants for whom the citizen stands
	cents  [leanYears]int64
	stays  [leanYears]int32
	months [leanYears]uint8
	age    int16 // in the first month
}

// live lives the territories at a scale, with one luck.
func (p *prediction) live(ctx context.Context, luck uint64) (*leanWorld, error) {
	out := &leanWorld{}
	for _, t := range p.parts {
		c := t.cfg
		c.Seed, c.Luck = luck, luck
		c.Calendar = sim.Calendar{Start: 12 * 2025, Cycles: 12 * leanYears, CyclesPerYear: 12}
		c.Population.Buurten = slices.Clone(c.Population.Buurten)
		var people, citizens float64
		for i := range c.Population.Buurten {
			for a := range sim.Ages {
				for s := range sim.Sexes {
					n := &c.Population.Buurten[i].Count[a][s]
					people += *n
					*n /= leanWeight(a)
					citizens += *n
				}
			}
		}
		m, err := sim.Compile(c)
		if err != nil {
			return nil, err
		}
		w, err := m.Start(ctx)
		if err != nil {
			return nil, err
		}
		out.watch(w, people/citizens)
		if _, err := w.Run(ctx, nil, nil); err != nil {
			return nil, err
		}
	}
	for year := range out.ranked {
		out.rank(year)
	}
	return out, nil
}

func leanWeight(age int) float64 {
	if age < leanAge {
		return leanYoung
	}
	return leanOld
}

// watch makes a world tell its lives. Who arrives later stands for as many as everybody
// on average, since arrivals follow the number of citizens; who is born, for as many as
// the mother.
func (l *leanWorld) watch(w *sim.World, arrives float64) {
	type slot struct {
		key  uint64
		life int // place among the lives
	}
	var slots []slot
	w.Watch(&sim.Probe{Month: func(month int, lives []sim.Lived) {
		if slots == nil {
			slots = make([]slot, len(lives))
			l.lives = slices.Grow(l.lives, len(lives))
		}
		for i := range lives {
			m := &lives[i]
			if m.Key == 0 {
				continue
			}
			at := &slots[i]
			if at.key != m.Key { // a slot is used again after a life
				at.key, at.life = m.Key, len(l.lives)
				life := leanLife{age: int16(m.Age), weight: arrives}
				if month == 0 || m.Age == 0 {
					life.weight = leanWeight(int(m.Age))
				}
				l.lives = append(l.lives, life)
			}
			life, year := &l.lives[at.life], month/12
			for on, cents := range m.Spent {
				if sim.Spent(on) != sim.OnNursingHome { // the health insurance pays none of that
					life.cents[year] += int64(cents)
				}
			}
			life.cents[year] -= int64(m.Own)
			life.stays[year] += int32(m.Unplanned)
			life.months[year]++
		}
	}})
}

// rank orders who lived here in a year, costliest first.
func (l *leanWorld) rank(year int) {
	for i := range l.lives {
		if l.lives[i].months[year] > 0 {
			l.ranked[year] = append(l.ranked[year], int32(i))
		}
	}
	slices.SortFunc(l.ranked[year], func(i, j int32) int {
		return cmp.Or(cmp.Compare(l.lives[j].cents[year], l.lives[i].cents[year]), cmp.Compare(i, j))
	})
}

// quantity is one number that is counted, over all years that show it.
func (l *leanWorld) quantity(name string) float64 {
	if at := slices.Index(topNames[:], name); at >= 0 {
		return l.costliest(topShares[at])
	}
	if name == "costliest_5_stay" {
		return l.stayCostly(0.05)
	}
	index, next, allIndex, allNext := l.frequent()
	switch name {
	case "frequent_index":
		return index / allIndex
	case "frequent_next":
		return next / allNext
	case "frequent_ratio":
		return next / index
	}
	panic("belgium: nobody counts " + name)
}

// top calls f for the costliest share of a year's people, each with what part of them
// falls in it.
func (l *leanWorld) top(year int, share float64, f func(i int32, weight float64)) {
	left := 0.0
	for _, i := range l.ranked[year] {
		left += share * l.lives[i].weight
	}
	for _, i := range l.ranked[year] {
		w := min(l.lives[i].weight, left)
		if w <= 0 {
			return
		}
		f(i, w)
		left -= w
	}
}

// costliest is the part of a year's cost that the costliest carry, on average.
func (l *leanWorld) costliest(share float64) (mean float64) {
	for year := range leanYears {
		var some, all float64
		for _, i := range l.ranked[year] {
			all += l.lives[i].weight * float64(l.lives[i].cents[year])
		}
		l.top(year, share, func(i int32, w float64) { some += w * float64(l.lives[i].cents[year]) })
		mean += some / all / leanYears
	}
	return mean
}

// stayCostly is the part of the costliest of the first year who are among the costliest
// of the two next years as well; who died or left is not.
func (l *leanWorld) stayCostly(share float64) float64 {
	times := make([]uint8, len(l.lives))
	for year := range leanYears {
		l.top(year, share, func(i int32, _ float64) { times[i]++ })
	}
	var stayed, all float64
	l.top(0, share, func(i int32, w float64) {
		all += w
		if times[i] == leanYears {
			stayed += w
		}
	})
	return stayed / all
}

// frequent counts, of people of 65 and over, the unplanned stays in a year and in the
// next of those with two or more in that year, and of all; every year but the last is
// looked at.
func (l *leanWorld) frequent() (index, next, allIndex, allNext float64) {
	for i := range l.lives {
		life := &l.lives[i]
		for year := range leanYears - 1 {
			if int(life.age)+year < leanAge {
				continue
			}
			w, now, then := life.weight, float64(life.stays[year]), float64(life.stays[year+1])
			allIndex += w * now
			allNext += w * then
			if life.stays[year] >= 2 {
				index += w * now
				next += w * then
			}
		}
	}
	return index, next, allIndex, allNext
}
