package decision

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

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

// What a peel takes off, how few cases a box may hold, from how many stretches it starts, and from which quasi-p-value times
// the number of inputs and of ends that were tried a limit is let go: of many some fit by luck.
const (
	peelShare  = 0.05
	leastCases = 20
	dropLimit  = 0.05
	endsTried  = 20
	mostStarts = 4
)

// PRIM looks for the box of inputs x[input][case] in which most cases are hits: it peels off
// a twentieth at a time, where that raises the density most, from the whole and from the
// best stretches of single inputs, and then pastes back what costs none (Friedman and Fisher 1999, doi:10.1023/A:1008894516817; for scenario discovery
// Bryant and Lempert 2010, doi:10.1016/j.techfore.2009.08.002). Of the trajectory it takes
// the box with the highest harmonic mean of coverage and density, and lets go limits that
// luck explains. The trajectory is given too. ok is false when there is nothing to find:
// fewer than 2·20 cases, no hits or nothing but hits, or no limit that luck does not explain.
func PRIM(x [][]float64, hit []bool) (best Box, trajectory []Box, ok bool) {
	p := primData{x: x, hit: hit}
	for _, h := range hit {
		if h {
			p.hits++
		}
	}
	if len(hit) < 2*leastCases || p.hits == 0 || p.hits == len(hit) {
		return Box{}, nil, false
	}
	score := func(b Box) float64 { return 2 * b.Coverage * b.Density / (b.Coverage + b.Density) }
	var stretches []Box
	for input := range x {
		stretches = append(stretches, p.interval(input, score))
	}
	slices.SortStableFunc(stretches, func(a, b Box) int { return cmp.Compare(score(b), score(a)) })
	starts := append([]Box{p.measure(Box{})}, stretches[:min(len(stretches), mostStarts)]...)
	best = starts[0]
	for k, box := range starts {
		path := []Box{starts[0]}
		if k > 0 {
			path = append(path, box)
		}
		for {
			next, found := p.peel(box)
			if !found {
				break
			}
			box = next
			path = append(path, box)
		}
		for _, b := range path {
			if trajectory == nil || score(b) > score(best) {
				best, trajectory = b, path
			}
		}
	}
	best = p.paste(best)
	for len(best.Limits) > 0 { // the limit that luck explains best goes first
		p.judge(&best)
		worst := 0
		for k := range best.Limits {
			if best.Limits[k].P > best.Limits[worst].P {
				worst = k
			}
		}
		if best.Limits[worst].P*float64(len(x))*endsTried < dropLimit {
			slices.SortFunc(best.Limits, func(a, b Limit) int { return a.Input - b.Input })
			return best, trajectory, true
		}
		best.Limits = slices.Delete(slices.Clone(best.Limits), worst, worst+1)
		best = p.measure(best)
	}
	return Box{}, trajectory, false
}

type primData struct {
	x    [][]float64
	hit  []bool
	hits int
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
func (p *primData) interval(input int, score func(Box) float64) (best Box) {
	all := p.inside(Box{}, input)
	var edges []float64
	for share := 0.0; share < 1+peelShare/2; share += peelShare {
		edges = append(edges, stats.Quantile(min(1, share), all))
	}
	edges = slices.Compact(edges)
	best = p.measure(Box{})
	for i, low := range edges {
		for j := i; j < len(edges); j++ {
			b := Box{}
			if i > 0 {
				b = b.with(input, false, low)
			}
			if j < len(edges)-1 {
				b = b.with(input, true, edges[j])
			}
			if b = p.measure(b); b.Cases >= leastCases && score(b) > score(best) {
				best = b
			}
		}
	}
	return best
}

// peel takes a twentieth, or one value of an input with few, off the side where the rest
// has the highest density.
func (p *primData) peel(b Box) (best Box, found bool) {
	for input := range p.x {
		inside := p.inside(b, input)
		lower, upper := stats.Quantile(peelShare, inside), stats.Quantile(1-peelShare, inside)
		for _, side := range []struct {
			upper bool
			keep  func(v float64) bool
		}{
			{false, func(v float64) bool { return v > inside[0] && v >= lower }},
			{true, func(v float64) bool { return v < inside[len(inside)-1] && v <= upper }},
		} {
			kept := slices.DeleteFunc(slices.Clone(inside), func(v float64) bool { return !side.keep(v) })
			if len(kept) < leastCases || len(kept) == len(inside) {
				continue
			}
			end := kept[0]
			if side.upper {
				end = kept[len(kept)-1]
			}
			if try := p.measure(b.with(input, side.upper, end)); !found || try.Density > best.Density {
				best, found = try, true
			}
		}
	}
	return best, found && best.Density >= b.Density
}

// inside is the values of an input in a box, sorted.
func (p *primData) inside(b Box, input int) (v []float64) {
	for i := range p.hit {
		if b.holds(p.x, i) {
			v = append(v, p.x[input][i])
		}
	}
	slices.Sort(v)
	return v
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
				beyond := slices.DeleteFunc(p.inside(free, l.Input), func(v float64) bool { return upper && v <= end || !upper && v >= end })
				if len(beyond) == 0 {
					continue
				}
				step := min(len(beyond), max(1, int(peelShare*float64(b.Cases))))
				to := beyond[len(beyond)-step]
				if upper {
					to = beyond[step-1]
				}
				if try := p.measure(b.with(l.Input, upper, to)); try.Cases > b.Cases && try.Density >= b.Density && try.Density >= wider.Density {
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

// judge gives each limit its quasi-p-value.
func (p *primData) judge(b *Box) {
	for k := range b.Limits {
		free := *b
		free.Limits = slices.Delete(slices.Clone(b.Limits), k, k+1)
		free = p.measure(free)
		luck := distuv.Binomial{N: float64(b.Cases), P: free.Density}
		b.Limits[k].P = 1 - luck.CDF(float64(b.Hits)-1)
	}
}
