package cohortmodel

import (
	"errors"
	"math"
	"slices"

	"piramide/internal/words"
	"piramide/scenarios"
)

// active are the changes that a strategy makes at a point.
func (m *Model) active(s int, p point) (out []*change) {
	add := func(list []change) {
		for k := range list {
			if list[k].acts(p) {
				out = append(out, &list[k])
			}
		}
	}
	add(m.modifiers)
	for _, t := range m.strategies[s].treatments {
		add(m.treatments[t].changes)
	}
	return out
}

// row is the probabilities of a state in a cycle, by state and then death; what is
// left stays.
func (m *Model) row(from int, p point, now []*change) ([]float64, error) {
	s := &m.states[from]
	out := make([]float64, len(s.to))
	var sum float64
	for to, q := range s.to {
		if q == nil || to == s.rest {
			continue
		}
		x, rate := q.at(p), q.rate
		for _, c := range now {
			if c.moves == nil || !c.moves[from][to] {
				continue
			}
			if rate {
				x *= c.rateTimes
			} else if c.rateTimes != 1 {
				x = -math.Expm1(c.rateTimes * math.Log1p(-min(x, 1)))
			}
		}
		if rate && m.rates != "competing" {
			x = -math.Expm1(-x)
			rate = false
		}
		for _, c := range now {
			if c.moves != nil && c.moves[from][to] {
				x *= c.probabilityTimes
			}
		}
		if !rate && x > 1+sumTolerance {
			return nil, &rowFault{to: to, value: x}
		}
		out[to] = x
		sum += x
	}
	dead := len(out) - 1
	rates := slices.ContainsFunc(s.to, func(q *quantity) bool { return q != nil && q.rate })
	switch {
	case m.rates == "competing" && rates:
		if sum > 0 {
			leave := -math.Expm1(-sum)
			for to := range out {
				out[to] *= leave / sum
			}
			sum = leave
		}
	case m.rates == "after_death":
		sum = out[dead]
		for to := range out[:dead] {
			out[to] *= 1 - out[dead]
			sum += out[to]
		}
	}
	switch {
	case sum > 1+sumTolerance:
		return nil, &rowFault{to: -1, value: sum}
	case sum > 1: // what was lost in decimals
		for to := range out {
			out[to] /= sum
		}
		sum = 1
	}
	if s.rest >= 0 {
		out[s.rest] = 1 - sum
	}
	return out, nil
}

// whole holds a row that is written in full, staying included, to a sum of 1: as written,
// since what changes may make of it is left to staying. After death the others are of the
// survivors, and so is staying.
func (m *Model) whole(from int, p point) error {
	s := &m.states[from]
	if s.staying == nil {
		return nil
	}
	out, err := m.row(from, p, nil)
	if err != nil {
		return err
	}
	var sum float64
	for _, x := range out {
		sum += x
	}
	stays, dead := s.staying.at(p), out[len(out)-1]
	if m.rates == "after_death" {
		stays *= 1 - dead
	}
	if all := sum + stays; math.Abs(all-1) > sumTolerance {
		return &rowFault{to: -1, value: all, exact: true}
	}
	return nil
}

// rowFault is a row that is no row of probabilities.
type rowFault struct {
	to    int // the destination whose probability is over 1; −1 = the sum
	value float64
	exact bool // staying is listed, so that the sum must be 1
}

func (f *rowFault) Error() string { return "cohortmodel: a row is no row of probabilities" }

// levels is one combination of values of the columns that matter, and its share.
type levels struct {
	level []int
	share float64
	names []string
}

// maxProfiles and maxMoves bound what a file can ask for.
const (
	maxProfiles = 256
	maxMoves    = 3_000_000
)

// profiles are the kinds of citizen that the model tells apart.
func (m *Model) profiles() []levels {
	used := make([]bool, len(m.columns))
	look := func(q *quantity) {
		q.each(func(q *quantity) {
			if q.by != "" && len(q.from) == 0 {
				used[q.column] = true
			}
		})
	}
	for _, s := range m.states {
		look(s.cost)
		look(s.utility)
		look(s.staying)
		for to, q := range s.to {
			look(q)
			look(s.once[to].cost)
			look(s.once[to].qaly)
		}
	}
	windows := func(list []change) {
		for _, c := range list {
			for _, w := range c.when {
				if w.column >= 0 {
					used[w.column] = true
				}
			}
		}
	}
	windows(m.modifiers)
	for _, t := range m.treatments {
		windows(t.changes)
	}
	out := []levels{{level: make([]int, len(m.columns)), share: 1}}
	for k, c := range m.columns {
		if !used[k] {
			continue
		}
		var more []levels
		for _, l := range out {
			for v, share := range c.shares {
				if share == 0 {
					continue
				}
				next := levels{slices.Clone(l.level), l.share * share, append(slices.Clone(l.names), c.values[v])}
				next.level[k] = v
				more = append(more, next)
			}
		}
		out = more
	}
	return out
}

// try makes every row of every cycle once, so that what is wrong only later, or only
// under a treatment, is told with its place. The first fault of a row is enough.
func (r *reader) try(m *Model) {
	profiles := m.profiles()
	micro := 0
	for _, s := range m.states {
		micro += s.depth
	}
	if work := len(profiles) * len(m.strategies) * micro * m.cycles * len(m.states); len(profiles) > maxProfiles || work > maxMoves {
		r.faults = append(r.faults, scenarios.Problem{File: r.file, Reason: msg("too_much", "profiles", len(profiles), "states", micro)})
		return
	}
	told := make([]bool, len(m.states))
	for strategy := range m.strategies {
		for _, l := range profiles {
			for cycle := 1; cycle <= m.cycles; cycle++ {
				for from := range m.states {
					for tau := 1; tau <= min(m.states[from].depth, cycle) && !told[from]; tau++ {
						p := m.point(l, cycle, tau)
						_, err := m.row(from, p, m.active(strategy, p))
						if err == nil && strategy == 0 {
							err = m.whole(from, p)
						}
						var bad *rowFault
						if errors.As(err, &bad) {
							told[from] = true
							r.badRow(m, from, cycle, strategy, bad)
						}
					}
				}
			}
		}
	}
}

// point is where the quantities of a cycle are looked up.
func (m *Model) point(l levels, cycle, tau int) point {
	return point{age: m.age + (cycle-1)/m.perYear, cycle: cycle, tau: tau, level: l.level}
}

func (r *reader) badRow(m *Model, from, cycle, strategy int, bad *rowFault) {
	name := m.states[from].name
	path := "transitions." + name
	var reason, hint words.Message
	switch {
	case bad.to >= 0:
		path = join(path, append(m.States(), "death")[bad.to])
		reason, hint = msg("probability", "value", bad.value, "cycle", cycle), msg("over_one")
	case bad.exact:
		reason, hint = msg("row_exact", "name", name, "sum", bad.value, "cycle", cycle), msg("stay_hint")
	default:
		reason, hint = msg("row", "name", name, "sum", bad.value, "cycle", cycle), msg("shorter_cycle")
	}
	if s := m.strategies[strategy].name; strategy > 0 && s != "" {
		path += " (" + s + ")"
	}
	r.fault(m.states[from].row, path, reason, hint)
}
