package calibrate

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"piramide/internal/stats"
)

// Posterior is what is believed after the observations: points of the prior with the
// weight of each.
type Posterior struct {
	Method      string    // imis or abc
	Points      []Point   // only those that have weight
	Weights     []float64 // of the points; they add up to 1
	Draws       []int     // points by number, as often as their weight asks, in random order: equally weighted draws
	Effective   float64   // sample size, 1 / Σ weight²
	Largest     float64   // weight
	Unique      float64   // expected number of different points among as many draws
	LogMarginal float64   // likelihood, averaged over the prior, up to the constants of Log; a little low with many parameters; NaN for abc
	Tolerance   float64   // abc: how far apart draws and observations may be; 0 otherwise
	Converged   bool
	Why         string // that it stopped: unique, tolerance, acceptance, budget
	Unreachable []Unreachable
	Rounds      []Round
	Evaluations int

	all  []Point   // with those of no weight, which may have some when a target is left out
	logs []float64 // of their weights, up to a constant
}

// Why a method stopped.
const (
	StoppedUnique     = "unique"     // draws would be different points often enough
	StoppedTolerance  = "tolerance"  // observations that are drawn come no nearer
	StoppedAcceptance = "acceptance" // hardly a proposal comes near enough
	StoppedBudget     = "budget"     // evaluations are used up
)

// Round is a step on the way.
type Round struct {
	Evaluations int     // so far
	Effective   float64 // sample size
	Largest     float64 // weight
	Unique      float64 // imis: expected number of different points
	Tolerance   float64 // abc
	Accepted    float64 // abc: share of proposals
}

// weigh sets weights from their logarithms, drops points without any, and draws.
func (p *Posterior) weigh(points []Point, logs []float64, draws int, rnd *rand.Rand) {
	p.all, p.logs = points, logs
	weights, _ := normalised(logs)
	for i, w := range weights {
		if w > 0 {
			p.Points = append(p.Points, points[i])
			p.Weights = append(p.Weights, w)
		}
	}
	p.Effective, p.Largest, p.Unique = spread(p.Weights, draws)
	p.Draws = resample(p.Weights, draws, rnd)
}

// normalised are weights that add up to 1, and the logarithm of the sum of those that
// were given by their logarithm; nil if all are 0.
func normalised(logs []float64) (weights []float64, logSum float64) {
	top := math.Inf(-1)
	for _, l := range logs {
		top = max(top, l)
	}
	if math.IsInf(top, -1) {
		return nil, top
	}
	weights = make([]float64, len(logs))
	var sum float64
	for i, l := range logs {
		weights[i] = math.Exp(l - top)
		sum += weights[i]
	}
	for i := range weights {
		weights[i] /= sum
	}
	return weights, top + math.Log(sum)
}

// spread is the effective sample size of weights, the largest, and the expected number
// of different points among draws by them.
func spread(weights []float64, draws int) (effective, largest, unique float64) {
	var squares float64
	for _, w := range weights {
		squares += w * w
		largest = max(largest, w)
		unique += -math.Expm1(float64(draws) * math.Log1p(-min(w, 1-0x1p-53)))
	}
	if squares == 0 {
		return 0, 0, 0
	}
	return 1 / squares, largest, unique
}

// resample draws points by weight: at equal steps from a random start, so that a point
// comes up as often as its weight says to within one, in random order, so that the
// first of the draws are no worse than the rest.
func resample(weights []float64, draws int, rnd *rand.Rand) []int {
	if len(weights) == 0 || draws == 0 {
		return nil
	}
	out := make([]int, draws)
	at := rnd.Float64() / float64(draws)
	i, sum := 0, weights[0]
	for d := range out {
		for sum < at && i < len(weights)-1 {
			i++
			sum += weights[i]
		}
		out[d] = i
		at += 1 / float64(draws)
	}
	rnd.Shuffle(draws, func(a, b int) { out[a], out[b] = out[b], out[a] })
	return out
}

// Mean is that of the scores.
func (p *Posterior) Mean() []float64 {
	if len(p.Points) == 0 {
		return nil
	}
	mean := make([]float64, len(p.Points[0].Scores))
	for i, pt := range p.Points {
		for j, z := range pt.Scores {
			mean[j] += p.Weights[i] * z
		}
	}
	return mean
}

// Errors are the Monte-Carlo standard errors of the mean scores: how far they might lie
// elsewhere under another seed.
func (p *Posterior) Errors() []float64 {
	mean := p.Mean()
	errors := make([]float64, len(mean))
	for j := range errors {
		var sum float64
		for i, pt := range p.Points {
			sum += square(p.Weights[i] * (pt.Scores[j] - mean[j]))
		}
		errors[j] = math.Sqrt(sum)
	}
	return errors
}

// Covariance is that of the scores.
func (p *Posterior) Covariance() *mat.SymDense { return covariance(p.Points, p.Weights) }

// covariance is that of the scores of points under weights that add up to 1.
func covariance(points []Point, weights []float64) *mat.SymDense {
	n := len(points[0].Scores)
	mean := make([]float64, n)
	for i, p := range points {
		for j, z := range p.Scores {
			mean[j] += weights[i] * z
		}
	}
	c := mat.NewSymDense(n, nil)
	for i, p := range points {
		if weights[i] == 0 {
			continue
		}
		for a := range n {
			for b := range a + 1 {
				c.SetSym(a, b, c.At(a, b)+weights[i]*(p.Scores[a]-mean[a])*(p.Scores[b]-mean[b]))
			}
		}
	}
	return c
}

// Quantile is that of a number of each point, such as the value of a parameter.
func (p *Posterior) Quantile(level float64, of func(Point) float64) float64 {
	x := make([]float64, len(p.Points))
	for i, pt := range p.Points {
		x[i] = of(pt)
	}
	sorted, weights := make([]float64, len(x)), make([]float64, len(x))
	for to, from := range stats.Order(x) {
		sorted[to], weights[to] = x[from], p.Weights[from]
	}
	return stat.Quantile(level, stat.Empirical, sorted, weights)
}
