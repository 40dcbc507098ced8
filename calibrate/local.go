package calibrate

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// local says what the model would predict near a point: every number a straight line in
// the scores, fitted to evaluations around it.
type local struct {
	problem *Problem
	centre  []float64
	level   []float64  // at the centre
	slope   *mat.Dense // numbers × scores
	step    []float64  // per score, a hundredth of what the observations tell apart
}

// newLocal fits the lines to points by least squares, with weights that fall with the
// distance in units of radius; nil if the points do not determine them.
func newLocal(p *Problem, centre []float64, points []Point, radius float64) *local {
	n := len(centre)
	if len(points) < n+1 {
		return nil
	}
	numbers := len(points[0].Predicted)
	x := mat.NewDense(len(points), n+1, nil)
	y := mat.NewDense(len(points), numbers, nil)
	for i, pt := range points {
		weight := math.Exp(-apart(pt.Scores, centre) / (4 * radius * radius * float64(n)))
		x.Set(i, 0, weight)
		for j, z := range pt.Scores {
			x.Set(i, j+1, weight*(z-centre[j]))
		}
		for k, v := range pt.Predicted {
			y.Set(i, k, weight*v)
		}
	}
	var qr mat.QR
	qr.Factorize(x)
	var b mat.Dense
	if qr.Cond() > 1e10 || qr.SolveTo(&b, false, y) != nil {
		return nil
	}
	l := &local{problem: p, centre: centre, level: slices.Clone(b.RawRowView(0)), slope: mat.NewDense(numbers, n, nil)}
	for k := range numbers {
		for j := range n {
			l.slope.Set(k, j, b.At(j+1, k))
		}
	}
	var widths []float64
	for _, t := range p.Targets {
		low, high := t.Likelihood.Interval(FitLevel)
		for i := range low {
			widths = append(widths, (high[i]-low[i])/4)
		}
	}
	l.step = make([]float64, n)
	for j := range n {
		told := 1.0 // by the prior
		for k, w := range widths {
			told += square(l.slope.At(k, j) / w)
		}
		l.step[j] = 0.01 / math.Sqrt(told)
	}
	return l
}

// apart is the square of the distance between two points.
func apart(a, b []float64) float64 {
	var sum float64
	for i := range a {
		sum += square(a[i] - b[i])
	}
	return sum
}

// posterior is the log of likelihood and prior at scores.
func (l *local) posterior(z []float64) float64 {
	y := slices.Clone(l.level)
	for k := range y {
		row := l.slope.RawRowView(k)
		for j, s := range row {
			y[k] += s * (z[j] - l.centre[j])
		}
	}
	return possible(l.problem.Log(y)) - floats.Dot(z, z)/2
}

// curve is the gradient of the log posterior, and the negative of its second
// derivatives; false where these are not finite.
func (l *local) curve(z []float64) (*mat.VecDense, *mat.SymDense, bool) {
	n := len(z)
	f := func(i int, a float64, j int, b float64) float64 {
		at := slices.Clone(z)
		at[i] += a
		at[j] += b
		return l.posterior(at)
	}
	here := l.posterior(z)
	gradient, second := mat.NewVecDense(n, nil), mat.NewSymDense(n, nil)
	for i, h := range l.step {
		up, down := f(i, h, i, 0), f(i, -h, i, 0)
		gradient.SetVec(i, (up-down)/(2*h))
		second.SetSym(i, i, (2*here-up-down)/(h*h))
		for j := range i {
			k := l.step[j]
			second.SetSym(i, j, -(f(i, h, j, k)-f(i, h, j, -k)-f(i, -h, j, k)+f(i, -h, j, -k))/(4*h*k))
		}
	}
	ok := finite(mat.Sum(gradient)) && finite(mat.Sum(second))
	return gradient, second, ok
}

// climb is the point within a distance of the centre where the posterior is highest,
// by Newton's steps, damped until they go up (Levenberg and Marquardt).
func (l *local) climb(from []float64, distance float64) (z []float64, log float64) {
	z, log = slices.Clone(from), l.posterior(from)
	damp := 1e-6
	for range 60 {
		gradient, second, ok := l.curve(z)
		if !ok {
			break
		}
		before := log
		for range 40 {
			damped := mat.NewSymDense(len(z), nil)
			damped.CopySym(second)
			for i := range z {
				damped.SetSym(i, i, second.At(i, i)+damp/square(100*l.step[i]))
			}
			var chol mat.Cholesky
			var step mat.VecDense
			if !chol.Factorize(damped) || chol.SolveVecTo(&step, gradient) != nil {
				damp *= 4
				continue
			}
			next := slices.Clone(z)
			floats.Add(next, step.RawVector().Data)
			if d := math.Sqrt(apart(next, l.centre)); d > distance {
				for i := range next {
					next[i] = l.centre[i] + (next[i]-l.centre[i])*distance/d
				}
			}
			if to := l.posterior(next); to > log {
				z, log = next, to
				damp = max(1e-12, damp/8)
				break
			}
			damp *= 4
		}
		if !(log > before+1e-6) {
			break
		}
	}
	return z, log
}

// covariance is that of the normal distribution which touches the posterior at scores
// (Laplace); nil where there is none.
func (l *local) covariance(z []float64) *mat.SymDense {
	_, second, ok := l.curve(z)
	var chol mat.Cholesky
	if !ok || !chol.Factorize(second) {
		return nil
	}
	c := mat.NewSymDense(len(z), nil)
	if chol.InverseTo(c) != nil {
		return nil
	}
	return c
}
