package decision

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"piramide/internal/draw"
	"piramide/internal/stats"
)

// Info is a value of information, in the unit of the net benefit per citizen.
type Info struct {
	Value float64 // as estimated, never negative
	SE    float64 // its standard error
	// Bias is how much too high the estimate probably is: the best of noisy numbers is
	// better than the best of true ones. It is not taken off Value.
	Bias float64
	// Flattered is how much too high the mean of the best option probably is, from which
	// complete knowledge is counted: large where options are nearly tied in few cells.
	Flattered float64
}

// Low says whether the value of complete knowledge is probably too low, by an eighth of its
// standard error or more: so when the two best options lie within about one standard error.
func (v Info) Low() bool { return v.SE > 0 && v.Flattered >= v.SE/8 }

// Told says whether the value stands out from what noise alone gives when so many values
// are looked at: 2.5 % for all of them together.
func (v Info) Told(values int) bool {
	return v.Value-max(v.Bias, 0) > v.SE*-quantileNormal(0.025/float64(max(1, values)))
}

// LeastDraws is how many draws a value of information by parameter asks.
const LeastDraws = 100

// EVPI is what knowing everything that differs between the cells would be worth: the mean
// of the best net benefit of each cell, less the best mean (Claxton 1999,
// doi:10.1016/S0167-6296(98)00039-3). Where a cell holds chance as well, that is counted
// too, though nobody can know it; give means by draw ([ByDraw]) to leave out what the
// replicates average away. Bias is found by leaving out one cell after the other.
func EVPI(nb [][]float64) Info {
	n := len(nb[0])
	best := Best(nb)
	gain, sums := make([]float64, n), make([]float64, len(nb))
	for i := range n {
		top := nb[0][i]
		for k := range nb {
			top = max(top, nb[k][i])
			sums[k] += nb[k][i]
		}
		gain[i] = top - nb[best][i]
	}
	v := Info{Value: stats.Mean(gain), SE: math.Sqrt(stats.Variance(gain) / float64(n))}
	if n < 2 {
		return v
	}
	perfect, left := 0.0, 0.0
	for i := range n {
		perfect += gain[i] + nb[best][i]
	}
	for i := range n { // jackknife
		top := math.Inf(-1)
		for k := range nb {
			top = max(top, sums[k]-nb[k][i])
		}
		left += (perfect - gain[i] - nb[best][i] - top) / float64(n-1)
	}
	v.Bias = float64(n-1) * (left/float64(n) - v.Value)
	for k := range nb {
		d := make([]float64, n)
		for i := range d {
			d[i] = nb[best][i] - nb[k][i]
		}
		if s := math.Sqrt(stats.Variance(d) / float64(n)); s > 0 { // of normal means: the unit normal loss
			z := stats.Mean(d) / s
			v.Flattered = max(v.Flattered, s*(distuv.UnitNormal.Prob(z)-z*distuv.UnitNormal.CDF(-z)))
		}
	}
	return v
}

// How often the fitted curves are moved by their own uncertainty.
const curveMoves = 200

// EVPPI is what knowing some parameters alone would be worth: net benefit is regressed on
// them, and the fitted values take the place of the net benefit that would be expected if
// they were known (Strong, Oakley and Brennan 2014, doi:10.1177/0272989X13505910). inputs
// holds one column a parameter, or a family of parameters that share a draw; several
// columns are known together. Under [LeastDraws] observations nothing is told: ok is false.
func EVPPI(nb, inputs [][]float64, seed uint64) (v Info, ok bool) {
	n := len(nb[0])
	if n < LeastDraws || len(nb) < 2 {
		return Info{}, false
	}
	s := newSmoother(inputs, n)
	if s == nil {
		return Info{}, false
	}
	fits := make([]*fit, len(nb)-1)
	for k := range fits {
		d := make([]float64, n)
		for i := range d {
			d[i] = nb[k+1][i] - nb[0][i]
		}
		fits[k] = s.fit(d)
	}
	curves := make([][]float64, len(fits))
	for k, f := range fits {
		curves[k] = f.fitted
	}
	value, spread := gainOf(curves)
	// Moved by their own uncertainty the curves differ more than they do: how much is the
	// bias, and how much that changes from one move to the next the error.
	root := together(fits)
	src := draw.Source(draw.Key(seed, uint64(n)), draw.StreamBootstrap)
	moved := make([]float64, curveMoves)
	for m := range moved {
		raw := make([][]float64, len(fits))
		for k := range raw {
			raw[k] = make([]float64, s.columns())
			for c := range raw[k] {
				raw[k][c] = draw.Norm(src.Uint64())
			}
		}
		for k, f := range fits {
			noise := make([]float64, s.columns())
			for c := range noise {
				for j := range k + 1 {
					noise[c] += float64(root[k][j] * raw[j][c])
				}
			}
			curves[k] = f.vary(noise)
		}
		moved[m], _ = gainOf(curves)
	}
	return Info{
		Value: value, SE: math.Sqrt(stats.Variance(moved) + spread/float64(n)),
		Bias: stats.Mean(moved) - value,
	}, true
}

// gainOf is the mean of the best of zero and the curves, less the best mean, and the
// variance of that gain over the observations.
func gainOf(curves [][]float64) (mean, variance float64) {
	n := len(curves[0])
	best, top := -1, 0.0
	for k, c := range curves {
		if m := stats.Mean(c); m > top {
			best, top = k, m
		}
	}
	gain := make([]float64, n)
	for i := range gain {
		for _, c := range curves {
			gain[i] = max(gain[i], c[i])
		}
		if best >= 0 {
			gain[i] -= curves[best][i]
		}
	}
	return max(0, stats.Mean(gain)), stats.Variance(gain)
}

// together is the Cholesky root of the correlation of residuals: what one option has more
// than its curve, another often has too.
func together(fits []*fit) [][]float64 {
	n := len(fits)
	corr := mat.NewSymDense(n, nil)
	for a := range n {
		for b := range a + 1 {
			r := dot(fits[a].residual, fits[b].residual) / (norm(fits[a].residual) * norm(fits[b].residual))
			if a == b || math.IsNaN(r) {
				r = 0
			}
			corr.SetSym(a, b, 0.999*r) // copies of each other have no root
		}
		corr.SetSym(a, a, 1)
	}
	root := make([][]float64, n)
	var chol mat.Cholesky
	ok := chol.Factorize(corr)
	var l mat.TriDense
	if ok {
		chol.LTo(&l)
	}
	for a := range n {
		root[a] = make([]float64, n)
		root[a][a] = 1
		for b := range a + 1 {
			if ok {
				root[a][b] = l.At(a, b)
			}
		}
	}
	return root
}
