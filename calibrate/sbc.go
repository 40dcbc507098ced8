package calibrate

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"

	"golang.org/x/sync/errgroup"
	"gonum.org/v1/gonum/mathext"

	"piramide/internal/draw"
)

// Method gives the posterior of a problem; its seed decides its luck.
type Method func(ctx context.Context, p *Problem, seed uint64) (*Posterior, error)

// SBCSettings are those of [SBC].
type SBCSettings struct {
	Seed       uint64
	Workers    int     // worlds side by side; the method should then work alone in each
	Worlds     int     // 0 is 200
	Luck       uint64  // of the model where the truth is made
	Lucks      bool    // the truth of each world has a luck of its own, as the proposals of [ABCSettings].Lucks
	FalseAlarm float64 // of all checks together, of a method that is right; 0 is 0.001
	Progress   func(done, worlds int)
}

// Coverage is how often intervals of a method hold the truth in worlds that are as the
// prior, the model and the observations say.
type Coverage struct {
	Parameters  []ParameterCoverage
	Worlds      int
	Unconverged int     // worlds in which the method said that it was not done
	FalseAlarm  float64 // chance that a method that is right leaves any band
	Within      bool    // all counts lie within their bands
}

// ParameterCoverage is that of one parameter.
type ParameterCoverage struct {
	Name   string
	Ranks  []int // per world, how many of Ranked draws lie below the truth
	Levels []LevelCoverage
	Below  LevelCoverage // how often the truth lies below the median
}

// LevelCoverage is a count of worlds with the band of a binomial count.
type LevelCoverage struct {
	Level     float64 // of the central interval; of Below one half
	Inside    int     // worlds
	Low, High int     // the band
	Within    bool
}

// Ranked is the number of draws that a truth is ranked among. One more than it is 200, so
// that half, 80 %, 90 % and 95 % of the ranks are whole numbers.
const Ranked = 199

// sbcLevels are those of the central intervals.
var sbcLevels = []float64{0.5, 0.8, 0.9, 0.95}

// SBC calibrates a method by simulation (Talts and others 2018): a truth is drawn from
// the prior, the model predicts, observations are drawn, and the method gives a posterior
// for them. If the whole chain is right the rank of the truth among draws of the
// posterior is equally likely to be any, and every count of worlds in which an interval
// holds the truth is binomial. The bands are exact; the chance of leaving any of them is
// at most FalseAlarm (Bonferroni over parameters × levels, both tails).
func SBC(ctx context.Context, p *Problem, method Method, s SBCSettings) (*Coverage, error) {
	if _, err := newEvaluator(p, Settings{}); err != nil {
		return nil, err
	}
	s.Worlds = orElse(s.Worlds, 200)
	if s.FalseAlarm <= 0 {
		s.FalseAlarm = 0.001
	}
	ranks := make([][]int, s.Worlds)
	converged := make([]bool, s.Worlds)
	var mu sync.Mutex
	done := 0
	group, inside := errgroup.WithContext(ctx)
	group.SetLimit(max(1, s.Workers))
	for w := range s.Worlds {
		group.Go(func() error {
			if err := inside.Err(); err != nil {
				return err
			}
			var err error
			if ranks[w], converged[w], err = world(inside, p, method, s, w); err != nil {
				return fmt.Errorf("world %d: %w", w+1, err)
			}
			mu.Lock()
			defer mu.Unlock()
			if done++; s.Progress != nil {
				s.Progress(done, s.Worlds)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	c := &Coverage{Worlds: s.Worlds, FalseAlarm: s.FalseAlarm, Within: true}
	for _, ok := range converged {
		if !ok {
			c.Unconverged++
		}
	}
	tail := s.FalseAlarm / float64(2*len(p.Free)*(len(sbcLevels)+1))
	check := func(level float64, count int) LevelCoverage {
		l := LevelCoverage{Level: level, Inside: count}
		l.Low, l.High = band(s.Worlds, level, tail)
		l.Within = l.Low <= count && count <= l.High
		c.Within = c.Within && l.Within
		return l
	}
	for j, f := range p.Free {
		pc := ParameterCoverage{Name: f.Name}
		for _, r := range ranks {
			pc.Ranks = append(pc.Ranks, r[j])
		}
		for _, level := range sbcLevels {
			out := int((1-level)*(Ranked+1)/2 + 0.5) // ranks left out at either end
			count := 0
			for _, r := range pc.Ranks {
				if out <= r && r <= Ranked-out {
					count++
				}
			}
			pc.Levels = append(pc.Levels, check(level, count))
		}
		below := 0
		for _, r := range pc.Ranks {
			if r < (Ranked+1)/2 {
				below++
			}
		}
		pc.Below = check(0.5, below)
		c.Parameters = append(c.Parameters, pc)
	}
	return c, nil
}

// world is one world: the ranks of its truth, by parameter.
func world(ctx context.Context, p *Problem, method Method, s SBCSettings, w int) (ranks []int, converged bool, err error) {
	key := draw.Key(s.Seed, draw.KeyString("world"), uint64(w))
	rnd := rand.New(draw.Source(key, draw.StreamOptimiser))
	luck := s.Luck
	if s.Lucks {
		luck = draw.Key(s.Luck, key)
	}
	truth, predicted, err := somewhere(ctx, p, luck, rnd)
	if err != nil {
		return nil, false, err
	}
	seen := &Problem{Free: p.Free, Model: p.Model}
	for _, t := range p.Targets {
		t.Likelihood = t.Likelihood.With(t.Likelihood.Draw(predicted[:t.Numbers], rnd))
		predicted = predicted[t.Numbers:]
		seen.Targets = append(seen.Targets, t)
	}
	post, err := method(ctx, seen, key)
	if err != nil {
		return nil, false, err
	}
	if len(post.Draws) < Ranked {
		return nil, false, fmt.Errorf("%w: a rank needs %d draws, the method gave %d", ErrProblem, Ranked, len(post.Draws))
	}
	ranks = make([]int, len(truth))
	for _, d := range post.Draws[:Ranked] {
		for j, z := range post.Points[d].Scores {
			if z < truth[j] {
				ranks[j]++
			}
		}
	}
	return ranks, post.Converged, nil
}

// somewhere is a draw of the prior at which a world exists, and what it predicts.
func somewhere(ctx context.Context, p *Problem, luck uint64, rnd *rand.Rand) (truth, predicted []float64, err error) {
	for range 1000 {
		truth = normals(len(p.Free), rnd)
		predicted, err = p.Model(ctx, p.Values(truth), luck)
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if err == nil {
			return truth, predicted, nil
		}
	}
	return nil, nil, fmt.Errorf("%w (%w)", ErrNowhere, err)
}

// band holds a binomial count of n with a chance of at most tail beyond either end.
func band(n int, p, tail float64) (low, high int) {
	low, high = 0, n
	for low < n && atMost(n, p, low) <= tail { // so that P(count < low) ≤ tail
		low++
	}
	for high > 0 && 1-atMost(n, p, high-1) <= tail {
		high--
	}
	return low, high
}

// atMost is the chance that a binomial count is k or less.
func atMost(n int, p float64, k int) float64 {
	switch {
	case k < 0:
		return 0
	case k >= n:
		return 1
	}
	return mathext.RegIncBeta(float64(n-k), float64(k+1), 1-p)
}
