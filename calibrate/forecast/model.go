package forecast

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mat"
)

// The model of the logarithm of the count of one type in year t = 0, 1, …
//
//	y(t) = level + growth·t + shock·keep^(t−k) [from the shock's year k on] + steps(1..t) + error(t)
//
// growth ~ N(common growth, between²), shock ~ N(common shock, between²), each
// step ~ N(0, step²), log step ~ N(log typical step, between²), keep ~ U(0, 1), the
// level flat. error holds what Poisson counting adds, log(1 + 1/count), and the
// doubt about a year known in part. Given the common growth and shock, keep and
// the step, everything is jointly normal and is integrated exactly; those four,
// and the typical step, are integrated on a grid. No chance is drawn.

// flat is the SD of the level around 10,000 a year: on the log scale as good as flat.
const flat, around = 10.0, 9.21

// Sizes of the grid. Nodes of a normal lie half a standard deviation of its prior
// apart, which the trapezium rule bears while the posterior is no narrower than a
// third of the prior; a grid twice as fine moves no quantile by 2 per mille (a test holds it).
const (
	commonNodes, commonReach = 19, 4.5
	stepNodes, stepReach     = 17, 3.5
	typicalNodes             = 9
	keepNodes                = 5
)

// grid are the nodes and the logs of the weights of what is integrated numerically.
type grid struct {
	growth, shock, keep, step, typical []float64
	wGrowth, wShock, wKeep, wTypical   []float64
	wStep                              [][]float64 // by typical step
}

// nodes spreads n nodes over a normal, with normalised log weights.
func nodes(mean, sd, reach float64, n int) (x, w []float64) {
	if sd == 0 {
		return []float64{mean}, []float64{0}
	}
	x, w = make([]float64, n), make([]float64, n)
	floats.Span(x, mean-reach*sd, mean+reach*sd)
	for k := range x {
		z := (x[k] - mean) / sd
		w[k] = -z * z / 2
	}
	floats.AddConst(-floats.LogSumExp(w), w)
	return x, w
}

// newGrid is the grid of a prior, finer times as fine.
func newGrid(p Prior, finer int) grid {
	var g grid
	fine := func(n int) int { return finer*(n-1) + 1 }
	g.growth, g.wGrowth = nodes(0, p.Growth, commonReach, fine(commonNodes))
	g.shock, g.wShock = nodes(0, p.Shock, commonReach, fine(commonNodes))
	g.keep, g.wKeep = make([]float64, finer*keepNodes), make([]float64, finer*keepNodes)
	quad.Legendre{}.FixedLocations(g.keep, g.wKeep, 0, 1)
	for k, w := range g.wKeep {
		g.wKeep[k] = math.Log(w)
	}
	g.typical, g.wTypical = nodes(math.Log(p.Step), p.StepLog, stepReach, fine(typicalNodes))
	g.step, _ = nodes(math.Log(p.Step), math.Hypot(p.StepLog, p.StepLogBetween), stepReach, fine(stepNodes))
	for _, m := range g.typical {
		w := make([]float64, len(g.step))
		for k, s := range g.step {
			if p.StepLogBetween > 0 {
				z := (s - m) / p.StepLogBetween
				w[k] = -z * z / 2
			}
		}
		floats.AddConst(-floats.LogSumExp(w), w)
		g.wStep = append(g.wStep, w)
	}
	for k := range g.step {
		g.step[k] = math.Exp(g.step[k])
	}
	return g
}

// valid says what is wrong with what is asked.
func valid(series []Series, p Prior) error {
	for k, x := range p.fields() {
		if !(*x >= 0) || math.IsInf(*x, 0) {
			return fmt.Errorf("forecast: %s is %v; it must be 0 or a positive number", PriorRows[k], *x)
		}
	}
	if p.Step == 0 || p.StepLogBetween == 0 && p.StepLog > 0 {
		return fmt.Errorf("forecast: the step of a type must be above 0, and of its own where the typical step is uncertain")
	}
	if len(series) == 0 {
		return fmt.Errorf("forecast: no series to fit")
	}
	for _, s := range series {
		if len(s.Counts) == 0 || len(s.Counts) != len(s.Covered) {
			return fmt.Errorf("forecast: %s has %d counts and %d covered parts of years", s.Type, len(s.Counts), len(s.Covered))
		}
		for k, n := range s.Counts {
			if !(n > 0) || math.IsInf(n, 0) {
				return fmt.Errorf("forecast: %s counts %v in %d; it must be above 0", s.Type, n, s.First+k)
			}
			if !(s.Covered[k] > 0 && s.Covered[k] <= 1) {
				return fmt.Errorf("forecast: %s covers %v of %d; it must lie above 0 and at most at 1", s.Type, s.Covered[k], s.First+k)
			}
		}
	}
	return nil
}

// kept is the part of the shock that is still there in a year.
func kept(keep float64, year, shock int) float64 {
	if year < shock {
		return 0
	}
	return math.Pow(keep, float64(year-shock))
}

// covariance of the logs of two years of one type, errors apart.
func covariance(p Prior, first, a, b int, keep, step float64) float64 {
	ta, tb := float64(a-first), float64(b-first)
	return flat*flat + p.GrowthBetween*p.GrowthBetween*ta*tb +
		p.ShockBetween*p.ShockBetween*kept(keep, a, p.ShockYear)*kept(keep, b, p.ShockYear) + step*step*min(ta, tb)
}

// linear is a number that is linear in the common growth and shock.
type linear [3]float64

func (l linear) at(growth, shock float64) float64 { return l[0] + growth*l[1] + shock*l[2] }

// normal is one type given keep and its step: its likelihood as a quadratic of
// (1, growth, shock), and what solves for the years to come.
type normal struct {
	chol     mat.Cholesky
	solved   *mat.Dense // K⁻¹ [y − level, −t, −kept]
	quadr    [3][3]float64
	constant float64
}

// condition prepares one type.
func condition(s Series, p Prior, keep, step float64) *normal {
	n := len(s.Counts)
	k, v := mat.NewSymDense(n, nil), mat.NewDense(n, 3, nil)
	for i, count := range s.Counts {
		for j := i; j < n; j++ {
			k.SetSym(i, j, covariance(p, s.First, s.First+i, s.First+j, keep, step))
		}
		noise := math.Log1p(1 / count)
		if s.Covered[i] < 1 {
			noise += p.Quarters * p.Quarters
		}
		k.SetSym(i, i, k.At(i, i)+noise)
		v.SetRow(i, []float64{math.Log(count/s.Covered[i]) - around, -float64(i), -kept(keep, s.First+i, p.ShockYear)})
	}
	c := &normal{solved: mat.NewDense(n, 3, nil)}
	if !c.chol.Factorize(k) {
		panic("forecast: a covariance that is not positive") // noise is above 0
	}
	if err := c.chol.SolveTo(c.solved, v); err != nil {
		panic("forecast: " + err.Error()) // ditto: condition far below 1/eps
	}
	for a := range 3 {
		for b := range 3 {
			c.quadr[a][b] = mat.Dot(v.ColView(a), c.solved.ColView(b))
		}
	}
	c.constant = -(c.chol.LogDet() + float64(n)*math.Log(2*math.Pi)) / 2
	return c
}

// logLikelihood of the counts given a common growth and shock.
func (c *normal) logLikelihood(growth, shock float64) float64 {
	x := [3]float64{1, growth, shock}
	sum := 0.0
	for a := range 3 {
		for b := range 3 {
			sum += x[a] * c.quadr[a][b] * x[b]
		}
	}
	return c.constant - sum/2
}

// ahead is the log of the count of a later year: its mean and variance, Poisson
// counting apart.
func (c *normal) ahead(s Series, p Prior, keep, step float64, year int) (mean linear, variance float64) {
	n := len(s.Counts)
	k := mat.NewVecDense(n, nil)
	for i := range n {
		k.SetVec(i, covariance(p, s.First, s.First+i, year, keep, step))
	}
	mean = linear{around, float64(year - s.First), kept(keep, year, p.ShockYear)}
	for a := range mean {
		mean[a] += mat.Dot(k, c.solved.ColView(a))
	}
	var solved mat.VecDense
	if err := c.chol.SolveVecTo(&solved, k); err != nil {
		panic("forecast: " + err.Error())
	}
	return mean, covariance(p, s.First, year, year, keep, step) - mat.Dot(k, &solved)
}
