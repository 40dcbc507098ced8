package calibrate

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"

	"piramide/internal/draw"
)

// Unreachable is a number of a target that nothing in the prior comes to: in the first
// wave all predictions lie on the same side of what agrees with the observation, and so
// does the prediction at the corner of the prior that is best for it.
type Unreachable struct {
	Target    string
	Source    string
	Number    int     // of the target, from 0
	Low, High float64 // predictions that agree, at 95 %
	Above     bool    // everything predicted lies above High; otherwise below Low
	Nearest   float64 // prediction of the wave
	Corner    float64 // prediction at the corner; NaN where no world exists there
	Spread    float64 // standard deviation of the predictions of the wave
	Limits    []Limit // what holds it, the strongest first
}

// Limit is a parameter that would have to go further than its prior allows.
type Limit struct {
	Name        string
	Up          bool    // a higher score brings the prediction nearer
	Correlation float64 // between the score and the prediction, over the wave
	End         float64 // the value at the end of the prior that comes closest (score ±3)
	Nearest     float64 // the value at the nearest point of the wave
}

// Wave are points drawn from the prior.
type Wave struct {
	Points      []Point
	Unreachable []Unreachable
}

// priorEnd is the score at which a prior is taken to end: one in 741 lies beyond on each side.
const priorEnd = 3.0

// FirstWave draws points from the prior and says which targets cannot be reached. The
// methods for a posterior begin with it: with the same settings and a store the points
// are not evaluated again.
func FirstWave(ctx context.Context, p *Problem, s Settings, points int) (*Wave, error) {
	e, err := newEvaluator(p, s)
	if err != nil {
		return nil, err
	}
	return e.firstWave(ctx, points)
}

func (e *evaluator) firstWave(ctx context.Context, points int) (*Wave, error) {
	e.at("prior", 1)
	rnd := rand.New(draw.Source(draw.Key(e.Seed, draw.KeyString("prior")), draw.StreamOptimiser))
	scores := make([][]float64, min(points, e.left()))
	for i := range scores {
		scores[i] = normals(len(e.problem.Free), rnd)
	}
	w := &Wave{}
	var err error
	if w.Points, err = e.batch(ctx, scores); err != nil {
		return nil, err
	}
	w.Unreachable, err = e.reach(ctx, w.Points)
	return w, err
}

func normals(n int, rnd *rand.Rand) []float64 {
	z := make([]float64, n)
	for i := range z {
		z[i] = rnd.NormFloat64()
	}
	return z
}

// reach looks for numbers of which all predictions lie on one side of what agrees.
func (e *evaluator) reach(ctx context.Context, points []Point) ([]Unreachable, error) {
	var worlds []Point
	for _, p := range points {
		if p.Predicted != nil {
			worlds = append(worlds, p)
		}
	}
	if len(worlds) < 3 {
		return nil, nil
	}
	var found []Unreachable
	at := 0
	for _, t := range e.problem.Targets {
		low, high := t.Likelihood.Interval(FitLevel)
		for j := range t.Numbers {
			y := make([]float64, len(worlds))
			for i, p := range worlds {
				y[i] = p.Predicted[at]
			}
			least, most := slices.Min(y), slices.Max(y)
			if most < low[j] || least > high[j] {
				u := Unreachable{Target: t.Name, Source: t.Source, Number: j, Low: low[j], High: high[j], Above: least > high[j], Nearest: most, Spread: stat.StdDev(y, nil)}
				nearest := slices.Index(y, most)
				if u.Above {
					u.Nearest, nearest = least, slices.Index(y, least)
				}
				beyond, err := e.limits(ctx, &u, worlds, y, worlds[nearest], at)
				if err != nil {
					return nil, err
				}
				if beyond {
					found = append(found, u)
				}
			}
			at++
		}
	}
	return found, nil
}

// limits says what holds a number back, and whether it is held back at the corner too.
func (e *evaluator) limits(ctx context.Context, u *Unreachable, worlds []Point, y []float64, nearest Point, at int) (bool, error) {
	n := len(e.problem.Free)
	corner := make([]float64, n)
	x := make([]float64, len(worlds))
	for j, f := range e.problem.Free {
		for i, p := range worlds {
			x[i] = p.Scores[j]
		}
		r := stat.Correlation(x, y, nil)
		if !(math.Abs(r) > 2/math.Sqrt(float64(len(worlds)))) { // what chance alone might show
			continue
		}
		up := (r > 0) != u.Above
		corner[j] = -priorEnd
		if up {
			corner[j] = priorEnd
		}
		u.Limits = append(u.Limits, Limit{Name: f.Name, Up: up, Correlation: r, End: f.Value(corner[j]), Nearest: nearest.Values[j]})
	}
	slices.SortStableFunc(u.Limits, func(a, b Limit) int {
		return cmp.Compare(math.Abs(b.Correlation), math.Abs(a.Correlation))
	})
	u.Corner = math.NaN()
	if len(u.Limits) == 0 || e.left() == 0 {
		return true, nil
	}
	points, err := e.batch(ctx, [][]float64{corner})
	if err != nil || points[0].Predicted == nil {
		return true, err
	}
	u.Corner = points[0].Predicted[at]
	return u.Above && u.Corner > u.High || !u.Above && u.Corner < u.Low, nil
}
