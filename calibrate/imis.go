package calibrate

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"

	"piramide/internal/draw"
)

// IMISSettings are those of [IMIS].
type IMISSettings struct {
	Settings
	Prior int  // points of the first wave; 0 is 200, and 40 for each parameter beyond five or, with a Start, 100 and 5 for each parameter
	Draws int  // draws that are asked of the posterior; 0 is 1,000
	Start *Fit // where to look first, if it is known; its evaluations are not counted here
}

// IMIS weighs points of a growing mixture against the posterior: incremental mixture
// importance sampling (Raftery and Bao 2010). The first component is the prior. Each
// further one is a normal distribution about the point that has the largest weight, as
// wide as its nearest neighbours, and three times of four, once the weights rest on enough
// points, about the mean of all with their covariance (Cornuet and others 2012). All
// points are weighed against the whole mixture. It stops when among the draws that are
// asked at least 1 − 1/e are expected to be different points, as among equal weights.
func IMIS(ctx context.Context, p *Problem, s IMISSettings) (*Posterior, error) {
	e, err := newEvaluator(p, s.Settings)
	if err != nil {
		return nil, err
	}
	n := len(p.Free)
	more := max(0, n-5)
	first := s.Start
	if first != nil && first.Covariance == nil {
		first = nil
	}
	if first != nil {
		s.Prior = orElse(s.Prior, 100+5*n)
	}
	s.Prior = orElse(s.Prior, 200+40*more)
	usual := max(50+10*more, n+2) // points of each further component
	s.Draws = orElse(s.Draws, 1000)

	wave, err := e.firstWave(ctx, s.Prior)
	if err != nil {
		return nil, err
	}
	out := &Posterior{Method: "imis", Unreachable: wave.Unreachable}
	m := &mixture{}
	m.add(component{count: float64(len(wave.Points)), mean: make([]float64, n), chol: unit(n)})
	m.take(wave.Points)
	rnd := rand.New(draw.Source(draw.Key(e.Seed, draw.KeyString("imis")), draw.StreamOptimiser))
	for round := 1; ; round++ {
		weights, _ := normalised(m.logs())
		effective, largest, unique := spread(weights, s.Draws)
		out.Rounds = append(out.Rounds, Round{Evaluations: e.done, Effective: effective, Largest: largest, Unique: unique})
		if unique >= (1-1/math.E)*float64(s.Draws) {
			out.Converged, out.Why = true, StoppedUnique
			break
		}
		batch := usual
		if first != nil {
			batch *= 2 // nothing else is as near to the posterior
		}
		if e.left() < batch {
			out.Why = StoppedBudget
			break
		}
		next := component{count: float64(batch)}
		switch {
		case first != nil:
			next.mean, next.chol = first.Scores, widened(first.Covariance)
		case weights == nil:
			// No point of the prior is possible: more of the prior is all there is to try.
			next.mean, next.chol = make([]float64, n), unit(n)
		case round%4 != 0 && effective > float64(2*n+2):
			next.mean, next.chol = m.whole(weights)
		default:
			next.mean, next.chol = m.about(weights, usual)
		}
		first = nil
		scores := make([][]float64, batch)
		for i := range scores {
			scores[i] = next.draw(rnd)
		}
		e.at("wave", round)
		points, err := e.batch(ctx, scores)
		if err != nil {
			return nil, err
		}
		m.add(next)
		m.take(points)
	}
	logs := m.logs()
	weights, sum := normalised(logs)
	out.Evaluations = e.done
	if weights == nil {
		for _, pt := range m.points {
			if pt.Failed != "" {
				return nil, fmt.Errorf("%w (%s)", ErrNowhere, pt.Failed)
			}
		}
		return nil, ErrNowhere
	}
	out.LogMarginal = sum - math.Log(float64(len(m.points)))
	out.weigh(m.points, logs, s.Draws, rnd)
	return out, nil
}

func orElse(x, otherwise int) int {
	if x > 0 {
		return x
	}
	return otherwise
}

// component is a normal distribution of scores, with the number of points drawn from it.
type component struct {
	count float64
	mean  []float64
	chol  *mat.Cholesky
}

func (c component) draw(rnd *rand.Rand) []float64 {
	z := mat.NewVecDense(len(c.mean), normals(len(c.mean), rnd))
	out := mat.NewVecDense(len(c.mean), slices.Clone(c.mean))
	var step mat.VecDense
	step.MulVec(c.chol.RawU().T(), z)
	out.AddVec(out, &step)
	return out.RawVector().Data
}

// log is the log density, without the power of 2π that all components share.
func (c component) log(z []float64) float64 {
	// Forward substitution in the transpose of U; this is the inner loop of the method.
	u := c.chol.RawU().(*mat.TriDense).RawTriangular()
	y := make([]float64, len(z))
	var squares, logDet float64
	for i := range z {
		d := z[i] - c.mean[i]
		for k := range i {
			d -= u.Data[k*u.Stride+i] * y[k]
		}
		diagonal := u.Data[i*u.Stride+i]
		y[i] = d / diagonal
		squares += y[i] * y[i]
		logDet += math.Log(diagonal)
	}
	return -squares/2 - logDet
}

// mixture are components, and points with the density of the whole at each.
type mixture struct {
	components []component
	total      float64
	points     []Point
	density    []float64 // log of Σ count × density, over the components
}

// add takes a component, before its points.
func (m *mixture) add(c component) {
	m.components = append(m.components, c)
	m.total += c.count
	for i, p := range m.points {
		m.density[i] = logAdd(m.density[i], math.Log(c.count)+c.log(p.Scores))
	}
}

func (m *mixture) take(points []Point) {
	for _, p := range points {
		d := math.Inf(-1)
		for _, c := range m.components {
			d = logAdd(d, math.Log(c.count)+c.log(p.Scores))
		}
		m.points = append(m.points, p)
		m.density = append(m.density, d)
	}
}

// logs are the logarithms of likelihood × prior / mixture.
func (m *mixture) logs() []float64 {
	logs := make([]float64, len(m.points))
	for i := range m.points {
		logs[i] = m.points[i].posterior() - m.density[i] + math.Log(m.total)
	}
	return logs
}

// about is where the largest weight is, and the covariance of the points nearest to it,
// each weighed by half of its weight and half of an equal one.
func (m *mixture) about(weights []float64, neighbours int) ([]float64, *mat.Cholesky) {
	top := 0
	for i, w := range weights {
		if w > weights[top] {
			top = i
		}
	}
	centre := m.points[top].Scores
	at := make([]int, len(m.points))
	far := make([]float64, len(m.points))
	for i, p := range m.points {
		at[i], far[i] = i, apart(p.Scores, centre)
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(far[a], far[b]) })
	at = at[:min(len(at), neighbours)]
	points, w := make([]Point, len(at)), make([]float64, len(at))
	var sum float64
	for k, i := range at {
		points[k], w[k] = m.points[i], (weights[i]+1/float64(len(m.points)))/2
		sum += w[k]
	}
	// Spread is about the centre, not about the mean of the neighbours.
	n := len(centre)
	c := mat.NewSymDense(n, nil)
	for k, p := range points {
		d := mat.NewVecDense(n, nil)
		for j := range n {
			d.SetVec(j, p.Scores[j]-centre[j])
		}
		c.SymRankOne(c, w[k]/sum, d)
	}
	return centre, factor(c)
}

// wider is by how much a covariance that was estimated is widened: what it missed would
// have too much weight, what it has too much of only costs evaluations.
const wider = 1.2

// whole is the mean of all points with their covariance.
func (m *mixture) whole(weights []float64) ([]float64, *mat.Cholesky) {
	p := Posterior{Points: m.points, Weights: weights}
	return p.Mean(), widened(p.Covariance())
}

// factor is the Cholesky factor of a covariance; one that is flat in some direction gets
// a little spread there.
func factor(of *mat.SymDense) *mat.Cholesky {
	n := of.SymmetricDim()
	c := mat.NewSymDense(n, nil)
	c.CopySym(of)
	var chol mat.Cholesky
	little := 1e-10
	for !chol.Factorize(c) {
		for i := range n {
			c.SetSym(i, i, c.At(i, i)+little)
		}
		little *= 10
	}
	return &chol
}

func widened(of *mat.SymDense) *mat.Cholesky {
	c := mat.NewSymDense(of.SymmetricDim(), nil)
	c.ScaleSym(wider, of)
	return factor(c)
}

func unit(n int) *mat.Cholesky {
	c := mat.NewSymDense(n, nil)
	for i := range n {
		c.SetSym(i, i, 1)
	}
	return factor(c)
}

func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}
