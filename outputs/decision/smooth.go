package decision

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"piramide/internal/stats"
)

// smoother is a regression of one number on some inputs: straight lines that are free, and
// cubic curves and products of pairs that are held back by one ridge penalty, of which the
// weight is chosen by generalised cross-validation (Ruppert, Wand and Carroll,
// Semiparametric Regression, 2003, chapters 3 to 5; Golub, Heath and Wahba 1979,
// doi:10.1080/00401706.1979.10489751). It is made once for the inputs and fits any number
// of outcomes; see docs/adr/0019.
type smoother struct {
	n    int
	free *mat.Dense // n × p, orthonormal: constant and straight lines
	held *mat.Dense // n × q, orthonormal, and orthogonal to free; nil when q is 0
	size []float64  // singular values of held, in the order of its columns
}

// Most knots of a curve, how many observations each asks, and how many each product asks.
const (
	mostKnots      = 8
	perKnot        = 12
	perProduct     = 10
	leastInnerKnot = 3 // an input with fewer values than this gets a straight line
)

// newSmoother prepares a regression on inputs of n observations; it needs at least as many
// observations as twice the straight lines, else nil. Inputs that do not vary are left out.
func newSmoother(x [][]float64, n int) *smoother {
	var lines, curves [][]float64
	lines = append(lines, slices.Repeat([]float64{1}, n))
	var scaled [][]float64
	for _, column := range x {
		m, sd := stats.Mean(column), math.Sqrt(stats.Variance(column))
		if !(sd > 0) {
			continue
		}
		z := make([]float64, n)
		for i := range z {
			z[i] = (column[i] - m) / sd
		}
		scaled = append(scaled, z)
	}
	for _, z := range scaled {
		lines = append(lines, z)
		for _, knot := range knots(z, len(scaled)) {
			c := make([]float64, n)
			for i := range c {
				c[i] = math.Pow(math.Abs(z[i]-knot), 3)
			}
			curves = append(curves, c)
		}
	}
	for a := range scaled {
		for b := range a {
			if len(scaled)*(len(scaled)-1)/2 > n/perProduct {
				break
			}
			c := make([]float64, n)
			for i := range c {
				c[i] = float64(scaled[a][i] * scaled[b][i])
			}
			curves = append(curves, c)
		}
	}
	if n < 2*len(lines) {
		return nil
	}
	s := &smoother{n: n, free: orthonormal(lines, n)}
	if len(curves) == 0 {
		return s
	}
	for i, c := range curves { // of one size, so that one penalty holds all back alike
		size := math.Sqrt(stats.Variance(c))
		for k := range c {
			curves[i][k] /= max(size, 1e-12) * math.Sqrt(float64(n))
		}
	}
	rest := mat.NewDense(n, len(curves), nil)
	for k, c := range curves {
		rest.SetCol(k, c)
	}
	project(rest, s.free)
	var svd mat.SVD
	if !svd.Factorize(rest, mat.SVDThin) {
		return s
	}
	values := svd.Values(nil)
	keep := 0
	for keep < len(values) && values[keep] > 1e-7*max(values[0], 1e-3) {
		keep++
	}
	if keep == 0 {
		return s
	}
	var u mat.Dense
	svd.UTo(&u)
	s.held, s.size = mat.DenseCopyOf(u.Slice(0, n, 0, keep)), values[:keep]
	return s
}

// knots are inner quantiles of the values an input takes.
func knots(z []float64, inputs int) []float64 {
	sorted := slices.Clone(z)
	slices.Sort(sorted)
	values := slices.Compact(slices.Clone(sorted))
	k := min(mostKnots, len(z)/perKnot/inputs, len(values)-2)
	if len(values) < leastInnerKnot || k < 1 {
		return nil
	}
	at := make([]float64, k)
	for i := range at {
		at[i] = stats.Quantile(float64(i+1)/float64(k+1), values)
	}
	return slices.Compact(at)
}

// orthonormal makes columns orthonormal by modified Gram and Schmidt, twice; those that
// the others make are left out.
func orthonormal(columns [][]float64, n int) *mat.Dense {
	var kept [][]float64
	for _, c := range columns {
		v := slices.Clone(c)
		before := norm(v)
		for range 2 {
			for _, q := range kept {
				d := dot(q, v)
				for i := range v {
					v[i] -= float64(d * q[i])
				}
			}
		}
		if after := norm(v); after > 1e-9*before && after > 0 {
			for i := range v {
				v[i] /= after
			}
			kept = append(kept, v)
		}
	}
	m := mat.NewDense(n, len(kept), nil)
	for k, q := range kept {
		m.SetCol(k, q)
	}
	return m
}

// project takes from the columns of m what orthonormal columns q explain.
func project(m, q *mat.Dense) {
	var c, back mat.Dense
	c.Mul(q.T(), m)
	back.Mul(q, &c)
	m.Sub(m, &back)
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}

func norm(a []float64) float64 { return math.Sqrt(dot(a, a)) }

// fit is an outcome smoothed.
type fit struct {
	s        *smoother
	fitted   []float64
	residual []float64
	shrink   []float64 // of the held columns, 0 to 1
	variance float64   // of the residuals
	edf      float64   // effective degrees of freedom
}

// fit smooths an outcome.
func (s *smoother) fit(y []float64) *fit {
	v := mat.NewVecDense(s.n, slices.Clone(y))
	var a, line mat.VecDense
	a.MulVec(s.free.T(), v)
	line.MulVec(s.free, &a)
	_, p := s.free.Dims()
	f := &fit{s: s, fitted: slices.Clone(line.RawVector().Data), edf: float64(p)}
	left := make([]float64, s.n)
	for i := range left {
		left[i] = y[i] - f.fitted[i]
	}
	total := dot(left, left)
	if s.held != nil {
		var b mat.VecDense
		b.MulVec(s.held.T(), mat.NewVecDense(s.n, left))
		coef := b.RawVector().Data
		best := math.Inf(1)
		for step := -24; step <= 24; step++ {
			weight := math.Pow(10, float64(step)/3) * s.size[0] * s.size[0]
			edf, rss := float64(p), total
			shrink := make([]float64, len(coef))
			for k, c := range coef {
				d := s.size[k] * s.size[k] / (s.size[k]*s.size[k] + weight)
				shrink[k] = d
				edf += d
				rss -= float64(c * c * (1 - (1-d)*(1-d)))
			}
			free := float64(s.n) - 1.2*(edf-float64(p)) - float64(p) // 1.2: against wiggles that noise makes (Wood 2006)
			if free <= 0 {
				continue
			}
			if gcv := max(rss, 0) / (free * free); gcv < best*(1-1e-9) {
				best, f.shrink, f.edf = gcv, shrink, edf
			}
		}
		var more mat.VecDense
		for k := range coef {
			coef[k] *= f.shrink[k]
		}
		more.MulVec(s.held, mat.NewVecDense(len(coef), coef))
		for i := range f.fitted {
			f.fitted[i] += more.AtVec(i)
		}
	}
	f.residual = make([]float64, s.n)
	for i := range y {
		f.residual[i] = y[i] - f.fitted[i]
	}
	f.variance = dot(f.residual, f.residual) / max(1, float64(s.n)-f.edf)
	return f
}

// vary gives the fitted values as they could as well have been: the curve moved by its own
// uncertainty, for which noise has one standard normal number for each column of the
// basis.
func (f *fit) vary(noise []float64) []float64 {
	sd := math.Sqrt(f.variance)
	_, p := f.s.free.Dims()
	var free, held mat.VecDense
	c := make([]float64, p)
	for k := range c {
		c[k] = sd * noise[k]
	}
	free.MulVec(f.s.free, mat.NewVecDense(p, c))
	out := slices.Clone(f.fitted)
	for i := range out {
		out[i] += free.AtVec(i)
	}
	if f.s.held == nil {
		return out
	}
	c = make([]float64, len(f.shrink))
	for k := range c {
		c[k] = sd * math.Sqrt(f.shrink[k]) * noise[p+k]
	}
	held.MulVec(f.s.held, mat.NewVecDense(len(c), c))
	for i := range out {
		out[i] += held.AtVec(i)
	}
	return out
}

// columns is how many numbers vary asks.
func (s *smoother) columns() int {
	_, p := s.free.Dims()
	return p + len(s.size)
}
