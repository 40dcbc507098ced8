package calibrate

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"

	"piramide/internal/draw"
	"piramide/internal/stats"
)

// ABCSettings are those of [ABC].
type ABCSettings struct {
	Settings
	Points   int     // of each population; 0 is 500
	Draws    int     // draws that are asked of the posterior; 0 is 1,000
	Accepted float64 // share of proposals under which it stops; 0 is 0.02
	// Lucks gives each proposal a luck of its own, so that the chance of the model is
	// part of what is compared, as well as the error of observation.
	Lucks bool
}

// ABC looks for values under which what might have been observed lies near what was, and
// needs no density: sequential Monte Carlo (Toni and others 2009) with a tolerance that
// follows the population (Del Moral, Doucet and Jasra 2012). Observations are drawn at
// each prediction; their distance is the root of the sum of [Likelihood].Apart. A new
// population is drawn from the last one with normal steps of twice its covariance.
//
// It is approximate: at the tolerance it ends with, intervals are too wide, the more so
// the more targets there are. It is there to check other methods, and for models whose
// chance belongs to the observation.
func ABC(ctx context.Context, p *Problem, s ABCSettings) (*Posterior, error) {
	e, err := newEvaluator(p, s.Settings)
	if err != nil {
		return nil, err
	}
	s.Points, s.Draws = orElse(s.Points, 500), orElse(s.Draws, 1000)
	if s.Accepted <= 0 {
		s.Accepted = 0.02
	}
	a := &abc{evaluator: e, ABCSettings: s}
	out := &Posterior{Method: "abc", LogMarginal: math.NaN()}
	pop, unreachable, err := a.first(ctx)
	if err != nil {
		return nil, err
	}
	out.Unreachable = unreachable
	rnd := rand.New(a.source(0, 0))
	for round := 1; ; round++ {
		weights, _ := normalised(pop.logs)
		effective, largest, _ := spread(weights, s.Draws)
		tolerance, met := a.next(pop)
		out.Tolerance = met
		out.Rounds = append(out.Rounds, Round{
			Evaluations: e.done, Effective: effective, Largest: largest, Tolerance: met, Accepted: pop.accepted,
		})
		switch {
		case tolerance >= met: // counts can lie no nearer than they do
			out.Converged, out.Why = true, StoppedTolerance
		case round > 1 && pop.accepted < s.Accepted:
			out.Converged, out.Why = true, StoppedAcceptance
		}
		if out.Why != "" {
			break
		}
		following, why, err := a.population(ctx, pop, weights, tolerance, round)
		if err != nil {
			return nil, err
		}
		if following == nil {
			out.Converged, out.Why = why == StoppedAcceptance, why
			break
		}
		pop = following
	}
	out.Evaluations = e.done
	out.weigh(pop.points, pop.logs, s.Draws, rnd)
	return out, nil
}

// keep is the share of a population that lies within the next tolerance.
const keep = 0.5

type abc struct {
	*evaluator
	ABCSettings
}

// population are points with the distance of what was drawn there.
type population struct {
	points   []Point
	far      []float64
	logs     []float64 // of the weights, up to a constant
	accepted float64   // share of proposals
}

func (a *abc) source(round, i int) rand.Source {
	return draw.Source(draw.Key(a.evaluator.Seed, draw.KeyString("abc"), uint64(round), uint64(i)), draw.StreamOptimiser)
}

// first is the first wave, everything of it that is a world.
func (a *abc) first(ctx context.Context) (*population, []Unreachable, error) {
	wave, err := a.firstWave(ctx, a.Points)
	if err != nil {
		return nil, nil, err
	}
	pop := &population{accepted: 1}
	failed := ""
	for i, p := range wave.Points {
		if p.Predicted == nil {
			failed = p.Failed
			continue
		}
		if far := a.far(p, 0, i); !math.IsInf(far, 1) {
			pop.add(p, far, 0)
		}
	}
	if len(pop.points) == 0 {
		if failed != "" {
			return nil, nil, fmt.Errorf("%w (%s)", ErrNowhere, failed)
		}
		return nil, nil, ErrNowhere
	}
	return pop, wave.Unreachable, nil
}

func (p *population) add(pt Point, far, log float64) {
	p.points, p.far, p.logs = append(p.points, pt), append(p.far, far), append(p.logs, log)
}

// far is the distance of what is drawn at the predictions of a point.
func (a *abc) far(p Point, round, i int) float64 {
	rnd := rand.New(a.source(round, i+1))
	var sum float64
	predicted := p.Predicted
	for _, t := range a.problem.Targets {
		own := predicted[:t.Numbers]
		predicted = predicted[t.Numbers:]
		if math.IsInf(t.Likelihood.Log(own), -1) {
			return math.Inf(1) // an impossible prediction, of which nothing can be drawn
		}
		sum += t.Likelihood.Apart(t.Likelihood.Draw(own, rnd))
	}
	return math.Sqrt(sum)
}

// next is the tolerance of the next population, and that which this one meets.
func (a *abc) next(pop *population) (next, met float64) {
	sorted := make([]float64, len(pop.far))
	for to, from := range stats.Order(pop.far) {
		sorted[to] = pop.far[from]
	}
	next = sorted[int(keep*float64(len(sorted)-1))]
	return next, sorted[len(sorted)-1]
}

// population draws one within a tolerance; nil, and why, if that takes too many proposals.
func (a *abc) population(ctx context.Context, last *population, weights []float64, tolerance float64, round int) (*population, string, error) {
	// What already lies within is what the next steps are as wide as.
	within := make([]float64, len(weights))
	for i, w := range weights {
		if last.far[i] <= tolerance {
			within[i] = math.Log(w)
		} else {
			within[i] = math.Inf(-1)
		}
	}
	from, _ := normalised(within)
	kernel := component{count: 1, chol: steps(last.points, from)}
	next := &population{}
	tried := 0
	for len(next.points) < a.Points {
		batch := a.Points / 2
		if a.left() < batch {
			return nil, StoppedBudget, nil
		}
		a.at("round", round)
		scores := make([][]float64, batch)
		for i := range scores {
			rnd := rand.New(a.source(round, -1-tried-i))
			kernel.mean = last.points[pick(from, rnd.Float64())].Scores
			scores[i] = kernel.draw(rnd)
		}
		luck := func(i int) uint64 { return a.evaluator.Luck }
		if a.Lucks {
			first := tried
			luck = func(i int) uint64 { return draw.Key(a.evaluator.Luck, uint64(round), uint64(first+i)) }
		}
		points, err := a.under(ctx, scores, luck)
		if err != nil {
			return nil, "", err
		}
		for i, p := range points {
			if len(next.points) == a.Points {
				break
			}
			tried++
			if p.Predicted == nil {
				continue
			}
			far := a.far(p, round, tried)
			if far > tolerance || math.IsInf(far, 1) {
				continue
			}
			next.add(p, far, p.prior()-proposed(last.points, from, kernel, points[i].Scores))
		}
		if tried >= 2*a.Points && float64(len(next.points)) < a.Accepted/4*float64(tried) {
			return nil, StoppedAcceptance, nil // the population that there is stands
		}
	}
	next.accepted = float64(len(next.points)) / float64(tried)
	return next, "", nil
}

// steps are as wide as twice the covariance of points under weights; where points are
// few or the same they keep a little width.
func steps(points []Point, weights []float64) *mat.Cholesky {
	c := covariance(points, weights)
	c.ScaleSym(2, c)
	for i := range c.SymmetricDim() {
		c.SetSym(i, i, c.At(i, i)+1e-8)
	}
	return factor(c)
}

// proposed is the log density of the mixture that proposals come from.
func proposed(points []Point, weights []float64, kernel component, z []float64) float64 {
	sum := math.Inf(-1)
	for i, w := range weights {
		if w > 0 {
			kernel.mean = points[i].Scores
			sum = logAdd(sum, math.Log(w)+kernel.log(z))
		}
	}
	return sum
}

// pick is the number that has a share u of the weights before it.
func pick(weights []float64, u float64) int {
	last := 0
	for i, w := range weights {
		if w <= 0 {
			continue
		}
		last = i
		if u -= w; u < 0 {
			return i
		}
	}
	return last
}
