package calibrate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"

	"piramide/internal/draw"
)

// Fit is the best that was found: the point with the highest posterior density of its
// scores. Among values that agree with the observations about as well it is the one
// nearest to what was believed; what no observation speaks of stays at the median of its
// prior.
type Fit struct {
	Point
	Targets     []TargetFit
	Starts      []Start
	Converged   bool          // the start that ended highest closed in
	Agree       int           // starts that ended within one unit of log posterior of the highest, itself included
	Covariance  *mat.SymDense // of the scores around the point, as far as it is a peak (Laplace); may be nil
	Evaluations int
}

// Start is one search, from its first point to its last.
type Start struct {
	From        []float64 // scores
	To          Point
	Log         float64 // log posterior density at To, up to a constant
	Evaluations int
	Converged   bool // the polish closed in before its evaluations were used
}

// BestSettings are those of [Best].
type BestSettings struct {
	Settings
	Starts int // searches, the first from the medians of the priors; 0 is 2
}

// ErrNowhere is wrapped by the error of a search that found no point under which a world
// exists and the observations are possible.
var ErrNowhere = errors.New("calibrate: nowhere in the prior could the observations have been made")

// Best looks for the highest posterior density, under one luck, so that the model is a
// function of the scores. Each start is a search by gonum's CMA-ES, which needs no
// derivative and finds the region, until it no longer gains; then a polish: straight
// lines through evaluations around the best point stand in for the model, the highest
// point under them is tried, and the radius follows how well they foretold it.
// docs/adr/0022-calibration.md says why both.
func Best(ctx context.Context, p *Problem, s BestSettings) (*Fit, error) {
	e, err := newEvaluator(p, s.Settings)
	if err != nil {
		return nil, err
	}
	starts := s.Starts
	if starts <= 0 {
		starts = 2
	}
	fit := &Fit{}
	fit.Log = math.Inf(-1)
	var around *local
	budget := e.Budget
	failed := ""
	for i := range starts {
		c := &climber{evaluator: e, n: len(p.Free)}
		e.Budget = budget * (i + 1) / starts
		start, err := c.run(ctx, i)
		if err != nil {
			return nil, err
		}
		if c.failed != "" {
			failed = c.failed
		}
		if i == 0 || start.Log > fit.Starts[best(fit.Starts)].Log {
			around = c.around
		}
		fit.Starts = append(fit.Starts, *start)
	}
	won := fit.Starts[best(fit.Starts)]
	if math.IsInf(won.Log, -1) {
		if failed != "" {
			return nil, fmt.Errorf("%w (%s)", ErrNowhere, failed)
		}
		return nil, ErrNowhere
	}
	fit.Point = won.To
	fit.Targets = p.Fits(fit.Predicted)
	fit.Converged = won.Converged
	for _, other := range fit.Starts {
		if other.Log > won.Log-1 {
			fit.Agree++
		}
	}
	if around != nil {
		fit.Covariance = around.covariance(fit.Scores)
	}
	fit.Evaluations = e.done
	return fit, nil
}

// best is the start that ended highest.
func best(starts []Start) int {
	at := 0
	for i, s := range starts {
		if s.Log > starts[at].Log {
			at = i
		}
	}
	return at
}

// climber is one start.
type climber struct {
	*evaluator
	n      int
	rnd    *rand.Rand
	all    []Point // where a world exists and the observations are possible
	top    Point
	around *local // of the last round of the polish
	failed string
}

func (c *climber) ask(ctx context.Context, scores [][]float64) ([]Point, error) {
	points, err := c.batch(ctx, scores)
	for _, p := range points {
		if p.Failed != "" {
			c.failed = p.Failed
		}
		if !math.IsInf(p.Log, -1) {
			c.all = append(c.all, p)
			if c.top.Scores == nil || p.posterior() > c.top.posterior() {
				c.top = p
			}
		}
	}
	return points, err
}

// height is the log posterior of the best point so far.
func (c *climber) height() float64 {
	if c.top.Scores == nil {
		return math.Inf(-1)
	}
	return c.top.posterior()
}

func (c *climber) run(ctx context.Context, start int) (*Start, error) {
	before := c.done
	src := draw.Source(draw.Key(c.Seed, uint64(start)), draw.StreamOptimiser)
	c.rnd = rand.New(src)
	from := make([]float64, c.n)
	if start > 0 { // somewhere that is believed in, other than the middle
		for i := range from {
			from[i] = c.rnd.NormFloat64()
		}
	}
	allowed := c.left()
	if err := c.search(ctx, from, src, c.done+allowed/4); err != nil {
		return nil, err
	}
	converged := false
	if c.top.Scores != nil {
		var err error
		if converged, err = c.polish(ctx); err != nil {
			return nil, err
		}
	}
	return &Start{From: from, To: c.top, Log: c.height(), Evaluations: c.done - before, Converged: converged}, nil
}

// patience is for how many generations a search may gain under one unit of log
// posterior before it has found the region.
const patience = 5

// search runs CMA-ES until it closes in, no longer gains, or has used its evaluations: a
// quarter of all, since the polish gains more with each.
func (c *climber) search(ctx context.Context, from []float64, src rand.Source, until int) error {
	population := max(12, 2*c.n)
	s := newSearch(from, 0.7, population, src)
	mark, since := math.Inf(-1), 0
	for generation := 1; ; generation++ {
		if c.done+population > until || since >= patience {
			break
		}
		c.at("search", generation)
		scores := s.points()
		points, err := c.ask(ctx, scores)
		if err != nil {
			s.stop()
			return err
		}
		f := make([]float64, len(points))
		for i := range points {
			f[i] = -points[i].posterior()
		}
		s.told(f)
		if s.done {
			break
		}
		since++
		if h := c.height(); math.IsInf(h, -1) || h > mark+1 {
			mark, since = h, 0
		}
	}
	s.stop()
	return nil
}

const (
	firstRadius = 0.3  // per score, of the first lines
	lastRadius  = 0.01 // under which the polish has closed in
	enoughGain  = 0.01 // of log posterior, under which what the lines promise is nothing
)

// polish climbs by straight lines through what the model said around the best point,
// and is true when it closed in.
func (c *climber) polish(ctx context.Context) (bool, error) {
	radius := firstRadius
	quiet := 0
	for round := 1; c.left() > 0; round++ {
		c.at("polish", round)
		l, err := c.lines(ctx, radius)
		if err != nil {
			return false, err
		}
		if l == nil {
			if c.left() == 0 {
				break
			}
			if radius /= 2; radius < lastRadius {
				return false, nil
			}
			continue
		}
		c.around = l
		here := c.height()
		reach := 2 * radius * math.Sqrt(float64(c.n))
		to, promised := l.climb(c.top.Scores, reach)
		half := make([]float64, c.n)
		for i := range half {
			half[i] = (c.top.Scores[i] + to[i]) / 2
		}
		tries := [][]float64{to, half}
		if _, err := c.ask(ctx, tries[:min(len(tries), c.left())]); err != nil {
			return false, err
		}
		promise := promised - l.posterior(l.centre)
		gain := c.height() - here
		if promise < enoughGain && gain < enoughGain {
			if quiet++; quiet == 2 { // twice, with lines of half the radius
				return true, nil
			}
		} else {
			quiet = 0
		}
		switch {
		case gain > 0.75*promise && gain >= enoughGain:
			radius = min(1, 1.5*radius)
		case gain < 0.25*promise || promise < enoughGain:
			if radius /= 2; radius < lastRadius {
				return true, nil
			}
		}
	}
	return false, nil
}

// lines are the straight lines around the best point, of as many points as they need:
// the nearest within reach, and new ones at random where those are too few.
func (c *climber) lines(ctx context.Context, radius float64) (*local, error) {
	centre := c.top.Scores
	within := square(2*radius) * float64(c.n)
	near := func() []Point {
		var points []Point
		for _, p := range c.all {
			if apart(p.Scores, centre) <= within {
				points = append(points, p)
			}
		}
		slices.SortStableFunc(points, func(a, b Point) int {
			return cmp.Compare(apart(a.Scores, centre), apart(b.Scores, centre))
		})
		return points[:min(len(points), 4*(c.n+1))]
	}
	// Half of what they rest on is new, so that they do not lean on points that lie in a
	// line, as those of a search do.
	fresh := min(c.left(), max(c.n+1, 2*(c.n+1)-len(near())))
	scores := make([][]float64, fresh)
	for i := range scores {
		scores[i] = make([]float64, c.n)
		for j := range scores[i] {
			scores[i][j] = centre[j] + radius*c.rnd.NormFloat64()
		}
	}
	if _, err := c.ask(ctx, scores); err != nil {
		return nil, err
	}
	return newLocal(c.problem, centre, near(), radius), nil
}
