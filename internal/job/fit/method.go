package fit

import (
	"context"
	"errors"
	"math"
	"strconv"

	"piramide/calibrate"
	"piramide/internal/job"
	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/scenarios"
)

// firstPoints is how many points of the prior a search for the best fit looks at, to see
// which targets nothing comes near.
const firstPoints = 60

// method finds the best fit, and a posterior when the file asks for one; the search for
// the best fit may use half of the evaluations then. Targets that nothing in the prior
// comes near are told before anything else.
func (c *Calibration) method(ctx context.Context, s calibrate.Settings, said func(words.Message)) error {
	sampled, first := c.sampled(), c.firstWave()
	wave, err := calibrate.FirstWave(ctx, c.problem, s, first)
	if err != nil {
		return c.nowhere(err)
	}
	c.Evaluations = len(wave.Points)
	for _, p := range wave.Points {
		if p.Predicted != nil {
			c.seen = append(c.seen, p.Predicted)
		}
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
	c.Evaluations += c.Best.Evaluations
	if !sampled {
		return nil
	}
	s.Budget -= c.Best.Evaluations
	if c.Posterior, err = c.posterior(ctx, s, c.problem, c.Best, first); err != nil {
		return c.nowhere(err)
	}
	c.Evaluations += c.Posterior.Evaluations
	c.Diagnosis = calibrate.Diagnose(c.problem, c.Best, c.Posterior)
	for _, d := range c.Posterior.Draws {
		c.Rows = append(c.Rows, c.Posterior.Points[d].Values)
	}
	return nil
}

// sampled says whether a posterior is asked.
func (c *Calibration) sampled() bool { return c.File.Method != scenarios.MethodBest }

// firstWave is how many points of the prior are looked at first.
func (c *Calibration) firstWave() int {
	first := firstPoints
	if c.sampled() {
		first = priorPoints(len(c.problem.Free))
	}
	return min(first, c.File.Evaluations/5)
}

// posterior samples what is as plausible, by the method of the file.
func (c *Calibration) posterior(ctx context.Context, s calibrate.Settings, p *calibrate.Problem, best *calibrate.Fit, first int) (*calibrate.Posterior, error) {
	if c.File.Method == scenarios.MethodABC {
		return calibrate.ABC(ctx, p, calibrate.ABCSettings{Settings: s, Points: min(500, max(50, s.Budget/10)), Draws: c.File.Draws})
	}
	return calibrate.IMIS(ctx, p, calibrate.IMISSettings{Settings: s, Prior: first, Draws: c.File.Draws, Start: best})
}

// fourDigits keeps four significant digits of a number in a sentence, and those before the comma.
func fourDigits(x float64) float64 {
	if math.Abs(x) >= 1000 {
		return math.Round(x)
	}
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 4, 64), 64) // of its own making
	return y
}

// effective is how many independent rows the sample is worth: at most as many as are kept.
func (c *Calibration) effective() float64 {
	return min(c.Posterior.Effective, float64(len(c.Rows)))
}

// priorPoints is how many points of the prior importance sampling begins with, when it
// goes on from the best fit.
func priorPoints(free int) int { return 100 + 5*free }

// SBC tests a method on the problem of a calibration: in many made-up worlds the truth is
// drawn from what is believed, what would have been observed is drawn from the truth, and
// the method looks for it. Its intervals must hold the truth as often as they say.
func SBC(ctx context.Context, r Request, worlds int, progress job.Progress) (*CalibrationTest, error) {
	c, err := loadCalibration(&r)
	if err != nil {
		return nil, err
	}
	c.File = c.File.With("", 0, max(c.File.Draws, calibrate.Ranked), 0)
	method := func(ctx context.Context, p *calibrate.Problem, seed uint64) (*calibrate.Posterior, error) {
		s := calibrate.Settings{Seed: seed, Luck: c.File.Luck, Workers: 1, Budget: c.File.Evaluations}
		if c.File.Method == scenarios.MethodBest { // which gives no posterior
			return nil, fault.New(fault.Usage, nil, "calibrate_sbc")
		}
		best := s
		best.Budget /= 2
		fit, err := calibrate.Best(ctx, p, calibrate.BestSettings{Settings: best, Starts: 1})
		if err != nil {
			return nil, err
		}
		return c.posterior(ctx, s, p, fit, min(priorPoints(len(p.Free)), s.Budget/5))
	}
	found, err := calibrate.SBC(ctx, c.problem, method, calibrate.SBCSettings{
		Seed: c.File.Seed, Workers: workersOf(r.Workers), Worlds: worlds, Luck: c.File.Luck,
		Progress: func(done, worlds int) {
			if progress != nil {
				progress(int64(done), int64(worlds))
			}
		},
	})
	if err != nil {
		return nil, c.nowhere(err)
	}
	return &CalibrationTest{c.File, found}, nil
}

// CalibrationTest is how often the intervals of a method hold the truth.
type CalibrationTest struct {
	File     *scenarios.Calibration
	Coverage *calibrate.Coverage
}

// nowhere says in a reader's words that the observations are impossible everywhere.
func (c *Calibration) nowhere(err error) error {
	if errors.Is(err, calibrate.ErrNowhere) {
		return fault.New(fault.BadInput, err, "calibrate_nowhere", "why", err.Error())
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
		limits = words.NewMessage(way, "name", l.Name, "end", fourDigits(l.End))
	}
	id := "below"
	if u.Above {
		id = "above"
	}
	return calibrateMsg("unreachable_"+id, "target", c.what(u.Target), "source", u.Source, "nearest", fourDigits(u.Nearest), "low", fourDigits(u.Low), "high", fourDigits(u.High), "limits", limits)
}
