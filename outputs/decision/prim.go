package decision

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"piramide/internal/stats"
)

// Limit keeps one input of a box between two values; an end that is not held is infinite.
type Limit struct {
	Input     int
	Low, High float64
	// P is the quasi-p-value: how often a box without this limit would hold at least as
	// many cases of interest by luck, when cases were drawn at its density (Bryant and
	// Lempert 2010). Small says that the limit matters.
	P float64
}

// Box is a part of the space of inputs in which cases of interest lie close together.
type Box struct {
	Limits   []Limit // of the inputs that are held
	Cases    int     // in the box
	Hits     int     // of which of interest
	Coverage float64 // share of all cases of interest that lie in the box
	Density  float64 // share of the cases in the box that are of interest
}

func (b *Box) holds(x [][]float64, i int) bool {
	for _, l := range b.Limits {
		if v := x[l.Input][i]; v < l.Low || v > l.High {
			return false
		}
	}
	return true
}

// What a peel takes off, how few cases a box may hold, from how many stretches it starts, and
// from which quasi-p-value times the number of inputs and of ends that were tried a limit is
// let go: of many some fit by luck. With 20 ends a box is found in worlds of luck in at most
// 6 % where a tenth of the cases are hits, and in under 1 % where three tenths or half are.
const (
	peelShare  = 0.05
	leastCases = 20
	dropLimit  = 0.05
	endsTried  = 20
	mostStarts = 4
)

// PRIM looks for the box of inputs x[input][case] in which most cases are hits: it peels off
// a twentieth at a time, where that raises the density most, from the whole and from the
// best stretches of single inputs, and pastes back what costs none (Friedman and Fisher
// 1999, doi:10.1023/A:1008894516817; for scenario discovery Bryant and Lempert 2010,
// doi:10.1016/j.techfore.2009.08.002). Of every box on the way the limits that luck explains
// are let go; of what is left it takes the box with the highest harmonic mean of coverage and
// density, and peels once more in its inputs alone: among many idle inputs a trajectory
// follows luck, and a limit on the way is then not where it should be. The trajectory is
// given too. ok is false when there is nothing to find: fewer than 2·20 cases, no hits or
// nothing but hits, or no limit that luck does not explain.
func PRIM(x [][]float64, hit []bool) (best Box, trajectory []Box, ok bool) {
	p := newPrimData(x, hit)
	if len(hit) < 2*leastCases || p.hits == 0 || p.hits == len(hit) {
		return Box{}, nil, false
	}
	inputs := make([]int, len(x))
	for i := range inputs {
		inputs[i] = i
	}
	for len(inputs) > 0 {
		found, path := p.search(inputs)
		if trajectory == nil || len(found.Limits) > 0 && found.score() >= best.score() {
			best, trajectory = found, path
		}
		held := make([]int, 0, len(found.Limits))
		for _, l := range found.Limits {
			held = append(held, l.Input)
		}
		if len(held) == len(inputs) {
			break
		}
		inputs = held
	}
	slices.SortFunc(best.Limits, func(a, b Limit) int { return a.Input - b.Input })
	return best, trajectory, len(best.Limits) > 0
}

// score is the harmonic mean of coverage and density.
func (b *Box) score() float64 {
	if b.Hits == 0 {
		return 0
	}
	return 2 * b.Coverage * b.Density / (b.Coverage + b.Density)
}

// primData are the cases, and for every input their order by it.
type primData struct {
	x     [][]float64
	hit   []bool
	hits  int
	order [][]int
}

func newPrimData(x [][]float64, hit []bool) *primData {
	p := &primData{x: x, hit: hit, order: make([][]int, len(x))}
	for _, h := range hit {
		if h {
			p.hits++
		}
	}
	for j := range x {
		p.order[j] = make([]int, len(hit))
		for i := range p.order[j] {
			p.order[j][i] = i
		}
		slices.SortStableFunc(p.order[j], func(a, b int) int { return cmp.Compare(x[j][a], x[j][b]) })
	}
	return p
}

// search peels in some inputs. It gives the box with the highest score whose limits luck does
// not explain, and the trajectory on which it lay; without such a box that of the whole.
func (p *primData) search(inputs []int) (best Box, trajectory []Box) {
	whole := p.measure(Box{})
	stretches := make([]Box, len(inputs))
	for k, input := range inputs {
		stretches[k] = p.interval(input)
	}
	slices.SortStableFunc(stretches, func(a, b Box) int { return cmp.Compare(b.score(), a.score()) })
	for k, box := range append([]Box{whole}, stretches[:min(len(stretches), mostStarts)]...) {
		path := []Box{whole}
		if k > 0 {
			path = append(path, box)
		}
		for {
			next, found := p.peel(box, inputs)
			if !found {
				break
			}
			box = next
			path = append(path, box)
		}
		if trajectory == nil {
			trajectory = path
		}
		for _, b := range path {
			if b = p.prune(b); len(b.Limits) > 0 && b.score() > best.score() {
				best, trajectory = b, path
			}
		}
	}
	if pasted := p.prune(p.paste(best)); pasted.score() >= best.score() {
		best = pasted
	}
	return best, trajectory
}

// prune lets go of the limits that luck explains, the one it explains best first.
func (p *primData) prune(b Box) Box {
	for len(b.Limits) > 0 {
		b = p.judge(b)
		worst := 0
		for k := range b.Limits {
			if b.Limits[k].P > b.Limits[worst].P {
				worst = k
			}
		}
		if b.Limits[worst].P*float64(len(p.x))*endsTried < dropLimit {
			break
		}
		b.Limits = slices.Delete(b.Limits, worst, worst+1)
	}
	return b
}

// measure counts what a box holds.
func (p *primData) measure(b Box) Box {
	b.Cases, b.Hits = 0, 0
	for i, h := range p.hit {
		if b.holds(p.x, i) {
			b.Cases++
			if h {
				b.Hits++
			}
		}
	}
	return p.rate(b)
}

// rate follows from what a box holds.
func (p *primData) rate(b Box) Box {
	b.Coverage = float64(b.Hits) / float64(p.hits)
	b.Density = float64(b.Hits) / float64(max(1, b.Cases))
	return b
}

// with gives the box with one end of an input held at a value.
func (b Box) with(input int, upper bool, value float64) Box {
	b.Limits = slices.Clone(b.Limits)
	at := slices.IndexFunc(b.Limits, func(l Limit) bool { return l.Input == input })
	if at < 0 {
		at = len(b.Limits)
		b.Limits = append(b.Limits, Limit{Input: input, Low: math.Inf(-1), High: math.Inf(1)})
	}
	if upper {
		b.Limits[at].High = value
	} else {
		b.Limits[at].Low = value
	}
	if l := b.Limits[at]; math.IsInf(l.Low, 0) && math.IsInf(l.High, 0) {
		b.Limits = slices.Delete(b.Limits, at, at+1)
	}
	return b
}

// interval is the stretch of one input, between twentieths of its values, with the highest
// score. Peeling alone cannot step over failures at the far side of an input.
func (p *primData) interval(input int) (best Box) {
	v, hits := p.inside(p.within(Box{}), input)
	var edges []float64
	for share := 0.0; share < 1+peelShare/2; share += peelShare {
		edges = append(edges, stats.Quantile(min(1, share), v))
	}
	edges = slices.Compact(edges)
	best = p.measure(Box{})
	for i, low := range edges {
		from, _ := slices.BinarySearch(v, low)
		for j := i; j < len(edges); j++ {
			to, _ := slices.BinarySearchFunc(v, edges[j], func(x, end float64) int {
				if x <= end {
					return -1
				}
				return 1
			})
			b := p.rate(Box{Cases: to - from, Hits: hits[to] - hits[from]})
			if b.Cases < leastCases || b.score() <= best.score() {
				continue
			}
			if i > 0 {
				b = b.with(input, false, low)
			}
			if j < len(edges)-1 {
				b = b.with(input, true, edges[j])
			}
			best = b
		}
	}
	return best
}

// peel takes a twentieth, or one value of an input with few, off the side where the rest
// has the highest density.
func (p *primData) peel(b Box, inputs []int) (best Box, found bool) {
	in := p.within(b)
	for _, input := range inputs {
		v, hits := p.inside(in, input)
		n := len(v)
		if n == 0 {
			continue
		}
		lower, upper := stats.Quantile(peelShare, v), stats.Quantile(1-peelShare, v)
		from, to := 0, n
		for from < n && (v[from] <= v[0] || v[from] < lower) {
			from++
		}
		for to > 0 && (v[to-1] >= v[n-1] || v[to-1] > upper) {
			to--
		}
		for _, side := range []struct {
			upper    bool
			from, to int
		}{{false, from, n}, {true, 0, to}} {
			if side.to-side.from < leastCases {
				continue
			}
			try := p.rate(Box{Limits: b.Limits, Cases: side.to - side.from, Hits: hits[side.to] - hits[side.from]})
			if found && try.Density <= best.Density {
				continue
			}
			end := v[side.from]
			if side.upper {
				end = v[side.to-1]
			}
			best, found = try.with(input, side.upper, end), true
		}
	}
	return best, found && best.Density >= b.Density
}

// within says of each case whether a box holds it.
func (p *primData) within(b Box) []bool {
	in := make([]bool, len(p.hit))
	for i := range in {
		in[i] = b.holds(p.x, i)
	}
	return in
}

// inside is the values of an input of the cases that are in, sorted, and how many hits come
// before each.
func (p *primData) inside(in []bool, input int) (v []float64, hits []int) {
	v, hits = make([]float64, 0, len(in)), make([]int, 1, len(in)+1)
	n := 0
	for _, i := range p.order[input] {
		if !in[i] {
			continue
		}
		if p.hit[i] {
			n++
		}
		v, hits = append(v, p.x[input][i]), append(hits, n)
	}
	return v, hits
}

// paste widens a box, a twentieth of its cases at a time, while its density does not fall.
func (p *primData) paste(b Box) Box {
	for {
		wider, found := b, false
		for _, l := range b.Limits {
			for _, upper := range []bool{false, true} {
				end := l.Low
				if upper {
					end = l.High
				}
				if math.IsInf(end, 0) {
					continue
				}
				// What lies beyond the end, nearest first.
				free := b.with(l.Input, upper, math.Inf(1))
				if !upper {
					free = b.with(l.Input, upper, math.Inf(-1))
				}
				beyond, _ := p.inside(p.within(free), l.Input)
				beyond = slices.DeleteFunc(beyond, func(v float64) bool { return upper && v <= end || !upper && v >= end })
				if len(beyond) == 0 {
					continue
				}
				step := min(len(beyond), max(1, int(peelShare*float64(b.Cases))))
				to := beyond[len(beyond)-step]
				if upper {
					to = beyond[step-1]
				}
				if try := p.measure(b.with(l.Input, upper, to)); try.Cases > b.Cases && try.Density >= wider.Density {
					wider, found = try, true
				}
			}
		}
		if !found {
			return b
		}
		b = wider
	}
}

// judge counts what a box holds and gives each limit its quasi-p-value.
func (p *primData) judge(b Box) Box {
	b.Cases, b.Hits, b.Limits = 0, 0, slices.Clone(b.Limits)
	alone := make([]Box, len(b.Limits)) // what is kept out by that limit alone
	for i, hit := range p.hit {
		by, out := -1, 0
		for k, l := range b.Limits {
			if v := p.x[l.Input][i]; v < l.Low || v > l.High {
				if by, out = k, out+1; out > 1 {
					break
				}
			}
		}
		to := &b
		switch out {
		case 0:
		case 1:
			to = &alone[by]
		default:
			continue
		}
		to.Cases++
		if hit {
			to.Hits++
		}
	}
	for k, a := range alone {
		free := p.rate(Box{Cases: b.Cases + a.Cases, Hits: b.Hits + a.Hits})
		b.Limits[k].P = atLeast(b.Hits, b.Cases, free.Density)
	}
	return p.rate(b)
}

// atLeast is the chance of at least so many hits among cases that are one with chance p.
func atLeast(hits, cases int, p float64) float64 {
	switch {
	case hits == 0 || p >= 1:
		return 1
	case p <= 0:
		return 0
	}
	return mathext.RegIncBeta(float64(hits), float64(cases-hits)+1, p)
}
