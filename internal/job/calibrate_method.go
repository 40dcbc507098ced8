package job

import (
	"context"
	"errors"

	"piramide/calibrate"
	"piramide/internal/words"
	"piramide/scenarios"
)

// sample is what is said of a posterior.
type sample struct {
	evaluations int
	effective   float64
	largest     float64 // weight
	converged   bool
	why         string
}

// firstPoints is how many points of the prior a search for the best fit looks at, to see
// which targets nothing comes near.
const firstPoints = 60

// method finds the best fit, and a posterior when the file asks for one; the search for
// the best fit may use half of the evaluations then. Targets that nothing in the prior
// comes near are told before anything else.
func (c *Calibration) method(ctx context.Context, s calibrate.Settings, said func(words.Message)) error {
	sampled := c.File.Method != scenarios.MethodBest
	first := firstPoints
	if sampled {
		first = imisPrior(len(c.problem.Free))
	}
	wave, err := calibrate.FirstWave(ctx, c.problem, s, min(first, s.Budget/5))
	if err != nil {
		return c.nowhere(err)
	}
	c.Unreachable = wave.Unreachable
	for _, u := range c.Unreachable {
		said(c.unreachable(u))
	}
	best := calibrate.BestSettings{Settings: s}
	if sampled {
		best.Budget /= 2
	}
	if c.Best, err = calibrate.Best(ctx, c.problem, best); err != nil {
		return c.nowhere(err)
	}
	if !sampled {
		return nil
	}
	s.Budget -= c.Best.Evaluations
	p, err := calibrate.IMIS(ctx, c.problem, calibrate.IMISSettings{Settings: s, Prior: min(first, c.File.Evaluations/5), Draws: c.File.Draws, Start: c.Best})
	if err != nil {
		return c.nowhere(err)
	}
	for _, d := range p.Draws {
		c.Rows = append(c.Rows, p.Points[d].Values)
	}
	c.Sample = &sample{c.Best.Evaluations + p.Evaluations, p.Effective, p.Largest, p.Converged, p.Why}
	return nil
}

// imisPrior is how many points of the prior importance sampling begins with.
func imisPrior(free int) int { return 200 + 40*max(0, free-5) }

// nowhere says in a reader's words that the observations are impossible everywhere.
func (c *Calibration) nowhere(err error) error {
	if errors.Is(err, calibrate.ErrNowhere) {
		return fail(BadInput, err, "calibrate_nowhere", "why", err.Error())
	}
	return err
}

// unreachable says that nothing in the prior comes near a target, and what limits it.
func (c *Calibration) unreachable(u calibrate.Unreachable) words.Message {
	limits := words.Message{ID: "calibrate.no_limit"}
	if len(u.Limits) > 0 {
		l := u.Limits[0]
		way := "calibrate.limit_down"
		if l.Up {
			way = "calibrate.limit_up"
		}
		limits = words.NewMessage(way, "name", l.Name, "end", l.End)
	}
	id := "below"
	if u.Above {
		id = "above"
	}
	return calibrateMsg("unreachable_"+id, "target", u.Target, "source", u.Source, "nearest", u.Nearest, "low", u.Low, "high", u.High, "limits", limits)
}
