package evaluation

import (
	"math"
	"math/rand/v2"
	"slices"
)

// A stepped wedge: every buurt begins without the programme and ends with it, in an order
// that was drawn. The model is that of Hussey and Hughes (2007): the level of a buurt in a
// period is that of the period, plus the effect once the buurt has entered, plus what is
// lasting of the buurt (random, variance τ²), plus chance (variance σ² of a level).

// Panel is the level of every buurt in every period, Level[buurt][period], and the period
// in which each enters; a buurt that never does enters after the last.
type Panel struct {
	Level [][]float64
	Entry []int
}

// Judge is how a wedge is judged.
type Judge int

// Model is the standard error of the model with its estimated variances; Robust that of
// clusters (sandwich), both with t of buurten − 2 degrees of freedom; Permuted sets the
// estimate beside those under other orders that could have been drawn.
const (
	Model Judge = iota
	Robust
	Permuted
)

// permutations is how many other orders are looked at, where there are more.
const permutations = 499

// Wedge estimates the effect by generalised least squares with variances by restricted
// maximum likelihood. r draws the orders of Permuted, whose interval holds the effects
// that the test does not reject.
func Wedge(p Panel, judge Judge, alpha float64, r *rand.Rand) Estimate {
	n := len(p.Level)
	if n < leastUnits || slices.Min(p.Entry) == slices.Max(p.Entry) {
		return Estimate{}
	}
	for _, row := range p.Level {
		for _, y := range row {
			if math.IsNaN(y) {
				return Estimate{}
			}
		}
	}
	f := fit(p.Level, p.Entry, ratio(p.Level, p.Entry))
	if f.xx < 1e-12 {
		return Estimate{}
	}
	switch df := float64(max(1, n-2)); judge {
	case Robust:
		return around(f.value, math.Sqrt(f.meat*float64(n)/float64(n-1))/f.xx, df, alpha, n)
	case Permuted:
		low, high := f.bounds(p, alpha, r)
		return Estimate{f.value, math.Sqrt(f.variance / f.xx), low, high, n}
	default:
		return around(f.value, math.Sqrt(f.variance/f.xx), df, alpha, n)
	}
}

// fitted is the model at one ratio of variances.
type fitted struct {
	kappa    float64
	x        [][]float64 // what of the entries the model compares
	value    float64
	xx       float64 // information: variance of the value is σ²/xx
	rss      float64
	variance float64 // σ²
	meat     float64 // of the sandwich
}

// fit is generalised least squares at λ = τ²/σ²: what is lasting of a buurt is taken off
// at κ = 1 − 1/√(1+Jλ) of its mean, what is of the period whole.
func fit(level [][]float64, entry []int, lambda float64) (f fitted) {
	n, periods := len(level), len(level[0])
	f.kappa = 1 - 1/math.Sqrt(1+float64(float64(periods)*lambda))
	f.x = entries(entry, periods, f.kappa)
	y := compared(level, f.kappa)
	xy := 0.0
	for i := range y {
		for j := range y[i] {
			f.xx += float64(f.x[i][j] * f.x[i][j])
			xy += float64(f.x[i][j] * y[i][j])
		}
	}
	if f.xx == 0 {
		return f
	}
	f.value = xy / f.xx
	for i := range y {
		pull := 0.0
		for j := range y[i] {
			r := y[i][j] - float64(f.value*f.x[i][j])
			f.rss += float64(r * r)
			pull += float64(r * f.x[i][j])
		}
		f.meat += float64(pull * pull)
	}
	f.variance = f.rss / math.Max(1, float64(n*periods-periods-1))
	return f
}

// compared takes κ of the mean of its buurt off every value, and then the mean of its period.
func compared(v [][]float64, kappa float64) [][]float64 {
	out := make([][]float64, len(v))
	mean := make([]float64, len(v[0]))
	for i := range v {
		own := 0.0
		for _, y := range v[i] {
			own += y / float64(len(v[i]))
		}
		out[i] = make([]float64, len(v[i]))
		for j, y := range v[i] {
			out[i][j] = y - float64(kappa*own)
			mean[j] += out[i][j] / float64(len(v))
		}
	}
	for i := range out {
		for j := range out[i] {
			out[i][j] -= mean[j]
		}
	}
	return out
}

// ratio is λ = τ²/σ² by restricted maximum likelihood: the best of a grid, then golden
// section around it.
func ratio(level [][]float64, entry []int) float64 {
	n, periods := float64(len(level)), float64(len(level[0]))
	loss := func(lambda float64) float64 {
		f := fit(level, entry, lambda)
		if f.rss <= 0 || f.xx <= 0 {
			return math.Inf(1)
		}
		free := n*periods - periods - 1
		return float64(free*math.Log(f.rss)) + float64((n-1)*math.Log1p(periods*lambda)) + math.Log(f.xx)
	}
	const lowest, highest, step = -4.0, 4.0, 0.25 // powers of ten
	best, at := loss(0), math.Inf(-1)
	for e := lowest; e <= highest; e += step {
		if l := loss(math.Pow(10, e)); l < best {
			best, at = l, e
		}
	}
	if math.IsInf(at, -1) {
		return 0
	}
	a, b := at-step, at+step
	const golden = 0.6180339887498949
	for range 30 {
		c, d := b-float64(golden*(b-a)), a+float64(golden*(b-a))
		if loss(math.Pow(10, c)) < loss(math.Pow(10, d)) {
			b = d
		} else {
			a = c
		}
	}
	return math.Pow(10, (a+b)/2)
}

// bounds are the effects between which the test does not reject. Under another order the
// estimate of the levels less an effect e is a − e·b, with a the estimate of the levels and
// b that of the true entries; the effect is rejected when too few orders lie as far out.
func (f *fitted) bounds(p Panel, alpha float64, r *rand.Rand) (low, high float64) {
	y := compared(p.Level, f.kappa)
	x := f.x
	var a, b []float64
	for _, entry := range orders(p.Entry, r) {
		g := entries(entry, len(p.Level[0]), f.kappa)
		var gg, gy, gx float64
		for i := range g {
			for j := range g[i] {
				gg += float64(g[i][j] * g[i][j])
				gy += float64(g[i][j] * y[i][j])
				gx += float64(g[i][j] * x[i][j])
			}
		}
		a, b = append(a, gy/gg), append(b, gx/gg)
	}
	share := func(e float64) float64 {
		asFar := 1.0 // the order that was drawn
		d := math.Abs(f.value - e)
		for k := range a {
			if math.Abs(a[k]-float64(e*b[k])) >= d-1e-9*math.Max(1, d) {
				asFar++
			}
		}
		return asFar / float64(len(a)+1)
	}
	se := math.Sqrt(f.variance / f.xx)
	if se == 0 {
		return f.value, f.value
	}
	edge := func(side float64) float64 {
		in, out := 0.0, se
		for share(f.value+float64(side*out)) > alpha {
			if in, out = out, 2*out; out > 1e4*se {
				return side * math.Inf(1)
			}
		}
		for range 50 {
			if mid := (in + out) / 2; share(f.value+float64(side*mid)) > alpha {
				in = mid
			} else {
				out = mid
			}
		}
		return f.value + float64(side*out)
	}
	return edge(-1), edge(1)
}

// entries is what the model compares of the entries of an order.
func entries(entry []int, periods int, kappa float64) [][]float64 {
	x := make([][]float64, len(entry))
	for i := range x {
		x[i] = make([]float64, periods)
		for j := entry[i]; j < periods; j++ {
			x[i][j] = 1
		}
	}
	return compared(x, kappa)
}

// orders are other orders of entry that could have been drawn: all of them where they are
// few, otherwise some.
func orders(entry []int, r *rand.Rand) (out [][]int) {
	if count(entry) <= permutations+1 {
		now := slices.Sorted(slices.Values(entry))
		for {
			if !slices.Equal(now, entry) {
				out = append(out, slices.Clone(now))
			}
			if !next(now) {
				return out
			}
		}
	}
	for range permutations {
		other := slices.Clone(entry)
		r.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
		out = append(out, other)
	}
	return out
}

// count is how many orders there are.
func count(entry []int) float64 {
	logs, same := 0.0, map[int]float64{}
	for i, e := range entry {
		same[e]++
		logs += math.Log(float64(i+1)) - math.Log(same[e])
	}
	return math.Round(math.Exp(logs))
}

// next puts a list into the next order in lexicographic sequence; false after the last.
func next(a []int) bool {
	i := len(a) - 2
	for i >= 0 && a[i] >= a[i+1] {
		i--
	}
	if i < 0 {
		return false
	}
	j := len(a) - 1
	for a[j] <= a[i] {
		j--
	}
	a[i], a[j] = a[j], a[i]
	slices.Reverse(a[i+1:])
	return true
}
