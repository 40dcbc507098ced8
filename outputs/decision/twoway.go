package decision

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"piramide/internal/stats"
)

// Map is an outcome over two inputs: Mean[i][j] at X[i], Y[j]. Fit is the share of the
// variance of the outcome that a smooth surface explains, and 1 where the values are the
// means of what was lived at these very places; then N says how many cells each has.
type Map struct {
	X, Y []float64
	Mean [][]float64
	N    [][]int // nil for a surface
	Fit  float64
}

// Most different values of an input that are taken for a grid.
const mostLevels = 25

// TwoWay maps an outcome over two inputs. Where few values of each were lived, with each
// other and equally often, it holds their means; else a quadratic surface by least squares,
// over the middle 90 % of both inputs, beyond which it would be a guess, or at the values of
// an input that takes no more than steps. ok is false with too few cells for either.
func TwoWay(x, y, outcome []float64, steps int) (m Map, ok bool) {
	xs, ys := levels(x), levels(y)
	if len(xs) < 2 || len(ys) < 2 {
		return Map{}, false
	}
	if len(xs) <= mostLevels && len(ys) <= mostLevels && len(outcome) >= len(xs)*len(ys) {
		if m = grid(x, y, outcome, xs, ys); balanced(m) {
			return m, true
		}
	}
	return surface(x, y, outcome, xs, ys, steps)
}

func levels(v []float64) []float64 {
	s := slices.Clone(v)
	slices.Sort(s)
	return slices.Compact(s)
}

func grid(x, y, outcome, xs, ys []float64) Map {
	m := Map{X: xs, Y: ys, Fit: 1}
	for range xs {
		m.Mean, m.N = append(m.Mean, make([]float64, len(ys))), append(m.N, make([]int, len(ys)))
	}
	for c, v := range outcome {
		i, _ := slices.BinarySearch(xs, x[c])
		j, _ := slices.BinarySearch(ys, y[c])
		m.Mean[i][j] += v
		m.N[i][j]++
	}
	for i := range xs {
		for j := range ys {
			m.Mean[i][j] /= float64(m.N[i][j])
		}
	}
	return m
}

func balanced(m Map) bool {
	n := m.N[0][0]
	return n > 0 && !slices.ContainsFunc(m.N, func(row []int) bool { return slices.ContainsFunc(row, func(k int) bool { return k != n }) })
}

// Coefficients of a quadratic surface, and cells that each asks.
const (
	surfaceTerms = 6
	perTerm      = 5
)

func surface(x, y, outcome, xs, ys []float64, steps int) (m Map, ok bool) {
	n := len(outcome)
	if n < surfaceTerms*perTerm {
		return Map{}, false
	}
	mx, sx, my, sy := stats.Mean(x), math.Sqrt(stats.Variance(x)), stats.Mean(y), math.Sqrt(stats.Variance(y))
	terms := func(a, b float64) []float64 {
		u, v := (a-mx)/sx, (b-my)/sy
		list := []float64{1, u, v, u * v}
		if len(xs) > 2 { // two values lie on a line: their square says nothing more
			list = append(list, u*u)
		}
		if len(ys) > 2 {
			list = append(list, v*v)
		}
		return list
	}
	design := mat.NewDense(n, len(terms(mx, my)), nil)
	for i := range n {
		design.SetRow(i, terms(x[i], y[i]))
	}
	var qr mat.QR
	qr.Factorize(design)
	var beta mat.VecDense
	if qr.SolveVecTo(&beta, false, mat.NewVecDense(n, slices.Clone(outcome))) != nil {
		return Map{}, false
	}
	at := func(a, b float64) float64 { return dot(terms(a, b), beta.RawVector().Data) }
	left := make([]float64, n)
	for i := range left {
		left[i] = outcome[i] - at(x[i], y[i])
	}
	if total := stats.Variance(outcome); total > 0 {
		m.Fit = 1 - stats.Variance(left)/total
	}
	m.X, m.Y = ladder(x, xs, steps), ladder(y, ys, steps)
	for _, a := range m.X {
		row := make([]float64, len(m.Y))
		for j, b := range m.Y {
			row[j] = at(a, b)
		}
		m.Mean = append(m.Mean, row)
	}
	return m, true
}

// ladder is even steps over the middle 90 % of values, or the values where they are few.
func ladder(v, different []float64, steps int) []float64 {
	if len(different) <= steps {
		return different
	}
	s := slices.Clone(v)
	slices.Sort(s)
	low, high := stats.Quantile(0.05, s), stats.Quantile(0.95, s)
	out := make([]float64, steps)
	for i := range out {
		out[i] = low + (high-low)*float64(i)/float64(steps-1)
	}
	return out
}
