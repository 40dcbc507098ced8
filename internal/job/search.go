package job

import (
	"cmp"
	"context"
	"math"
	"slices"

	"piramide/internal/job/reading"
	"piramide/internal/stats"
	"piramide/outputs"
)

// coarseDraws is how many draws look for the neighbourhood of the answer, before
// all draws confirm it.
const coarseDraws = 8

// spread is how far around the answer all draws are tried, in standard deviations
// of the cells: 2.2 covers 97 % of a normal spread, so that the ends of the 95 %
// interval lie between values that were tried.
const spread = 2.2

// solve lives the trials and fills the answer.
func (s *search) solve(ctx context.Context) error {
	coarse := min(coarseDraws, s.all)
	grid := s.grid()
	s.expected = s.months(coarse, len(grid)+1) + 3*s.months(coarse, 1) + s.months(s.all, 5) + 2*s.months(s.all, 1)
	if err := s.live(ctx, coarse, append([]int{asIs}, grid...)...); err != nil {
		return err
	}
	a := s.answer
	if !s.moves(grid, coarse) {
		a.Status = reading.NoEffect
		return s.conclude(ctx, asIs)
	}
	a.Turns = s.turns(grid, coarse)
	var err error
	missed, reached, found := s.bracket(grid, coarse)
	if !found {
		// Few draws may have missed it by a hair: all draws look where it is nearest.
		edge, status := s.best(grid, coarse), reading.Unreachable
		if s.missed(edge, coarse) <= 0 {
			edge, status = s.worst(grid, coarse), reading.Always
		}
		if err := s.live(ctx, s.all, asIs, edge); err != nil {
			return err
		}
		if (s.missed(edge, s.all) <= 0) == (status == reading.Always) {
			a.Status = status
			return s.conclude(ctx, edge)
		}
		if missed, reached, found, err = s.whole(ctx, grid); err != nil || !found {
			return err
		}
	}
	evaluate := func(draws int) func(int) (float64, error) {
		return func(place int) (float64, error) {
			err := s.live(ctx, draws, place)
			if draws == s.all {
				s.tested = append(s.tested, place)
			}
			return s.missed(place, draws), err
		}
	}
	near := func(draws int) func(float64) bool { // the rest is within the Monte-Carlo error
		return func(miss float64) bool { return -miss <= s.estimate(reached, draws, theIndicator).SE/4 }
	}
	if len(s.tested) == 0 {
		if missed, reached, err = narrow(missed, reached, s.missed(missed, coarse), s.missed(reached, coarse), 1, 3, near(coarse), evaluate(coarse)); err != nil {
			return err
		}
		around := s.around(missed, reached, coarse)
		if err := s.live(ctx, s.all, append([]int{asIs}, around...)...); err != nil {
			return err
		}
		s.tested = append(s.tested, around...)
		if missed, reached, found = s.bracket(s.sorted(), s.all); !found {
			if missed, reached, found, err = s.whole(ctx, grid); err != nil || !found {
				return err
			}
		}
	}
	_, reached, err = narrow(missed, reached, s.missed(missed, s.all), s.missed(reached, s.all), 1, 5, near(s.all), evaluate(s.all))
	if err != nil {
		return err
	}
	a.Status = reading.Solved
	if s.missed(asIs, s.all) <= 0 {
		a.Status = reading.Already
	}
	return s.conclude(ctx, reached)
}

// whole tries the grid on all draws, where few draws were mistaken about the goal.
// When it is reached everywhere or nowhere after all, that is the answer.
func (s *search) whole(ctx context.Context, grid []int) (missed, reached int, found bool, err error) {
	if err := s.live(ctx, s.all, grid...); err != nil {
		return 0, 0, false, err
	}
	s.tested = append(s.tested, grid...)
	if missed, reached, found = s.bracket(s.sorted(), s.all); found {
		return missed, reached, true, nil
	}
	edge := s.best(grid, s.all)
	s.answer.Status = reading.Unreachable
	if s.missed(edge, s.all) <= 0 {
		edge, s.answer.Status = s.worst(grid, s.all), reading.Always
	}
	return 0, 0, false, s.conclude(ctx, edge)
}

// months is how many months of a region a batch of places takes.
func (s *search) months(draws, places int) int64 {
	per := int64(BurnIn + s.x.Months*places)
	switch {
	case s.against != nil:
		per = int64(places * (BurnIn + 2*s.x.Months))
	case s.first != nil:
		per += int64(s.x.Months)
	}
	return per * int64(draws*s.x.Replicates*len(s.x.Regions))
}

// grid are five places over the whole range and the one next to the present value.
func (s *search) grid() []int {
	var out []int
	for k := range 5 {
		out = append(out, s.lat.lo+int(math.Round(float64(k)*float64(s.lat.hi-s.lat.lo)/4)))
	}
	if v := s.dial.Value; s.lat.value(s.lat.lo) <= v && v <= s.lat.value(s.lat.hi) {
		out = append(out, s.lat.place(v))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sorted are the places that all draws have tried, in order.
func (s *search) sorted() []int {
	slices.Sort(s.tested)
	s.tested = slices.Compact(s.tested)
	return s.tested
}

func (s *search) estimate(place, draws, what int) outputs.Estimate {
	return outputs.Summarise(s.at(place, draws, what, what == theIndicator && s.goal.Indicator.Relative), s.draws(draws))
}

// missed is how far the middle of the cells is from the goal; what does not exist
// does not reach it.
func (s *search) missed(place, draws int) float64 {
	m := s.goal.Miss(s.estimate(place, draws, theIndicator).Middle())
	if math.IsNaN(m) {
		return math.Inf(1)
	}
	return m
}

// moves says whether the indicator is another anywhere on the grid, in any cell.
func (s *search) moves(grid []int, draws int) bool {
	first := s.at(grid[0], draws, theIndicator, s.goal.Indicator.Relative)
	return slices.ContainsFunc(grid, func(place int) bool {
		return !slices.EqualFunc(first, s.at(place, draws, theIndicator, s.goal.Indicator.Relative), func(a, b float64) bool {
			return a == b || math.IsNaN(a) && math.IsNaN(b)
		})
	})
}

// turns says whether the indicator goes up and down again along the dial: steps
// in both directions of over three Monte-Carlo errors of the paired difference.
func (s *search) turns(grid []int, draws int) bool {
	up, down := false, false
	for i := range grid[1:] {
		a, b := s.at(grid[i], draws, theIndicator, false), s.at(grid[i+1], draws, theIndicator, false)
		if s.goal.Indicator.Relative {
			a, b = s.at(grid[i], draws, theIndicator, true), s.at(grid[i+1], draws, theIndicator, true)
		}
		for k := range b {
			b[k] -= a[k]
		}
		e := outputs.Summarise(b, s.draws(draws))
		if math.IsNaN(e.SE) { // a single cell has no error: nothing can be said
			continue
		}
		up, down = up || e.Mean > 3*e.SE && e.Mean > 0, down || e.Mean < -3*e.SE && e.Mean < 0
	}
	return up && down
}

// bracket gives two neighbouring places of which one misses the goal and the other
// reaches it; where there are more such pairs, the one next to the present value.
func (s *search) bracket(places []int, draws int) (missed, reached int, found bool) {
	best := math.Inf(1)
	for i := 1; i < len(places); i++ {
		a, b := places[i-1], places[i]
		if s.missed(a, draws) <= 0 {
			a, b = b, a
		}
		if !(s.missed(a, draws) > 0 && s.missed(b, draws) <= 0) {
			continue
		}
		far := math.Abs((s.lat.value(a)+s.lat.value(b))/2 - s.dial.Value)
		if far < best {
			best, missed, reached, found = far, a, b, true
		}
	}
	return missed, reached, found
}

// best is the place at which the goal is missed least, or reached most.
func (s *search) best(places []int, draws int) int {
	return slices.MinFunc(places, func(a, b int) int { return cmp.Compare(s.missed(a, draws), s.missed(b, draws)) })
}

// worst is the place at which the goal is missed most, or reached least.
func (s *search) worst(places []int, draws int) int {
	return slices.MaxFunc(places, func(a, b int) int { return cmp.Compare(s.missed(a, draws), s.missed(b, draws)) })
}

// around are the places that all draws try: the answer of the few, and as far to
// both sides as the cells are apart.
func (s *search) around(missed, reached, draws int) []int {
	slope := (s.missed(missed, draws) - s.missed(reached, draws)) / float64(reached-missed)
	sd := math.Sqrt(stats.Variance(s.at(reached, draws, theIndicator, s.goal.Indicator.Relative)))
	far := 1 + max(1, s.lat.hi-s.lat.lo)/50
	if width := spread * sd / math.Abs(slope); !math.IsNaN(width) && !math.IsInf(width, 0) {
		far = max(far, int(math.Min(math.Ceil(width), float64(s.lat.hi-s.lat.lo))))
	}
	out := []int{max(s.lat.lo, min(missed, reached)-far), missed, reached, min(s.lat.hi, max(missed, reached)+far)}
	slices.Sort(out)
	return slices.Compact(out)
}

// conclude measures the answer on all draws.
func (s *search) conclude(ctx context.Context, place int) error {
	if err := s.live(ctx, s.all, asIs, place); err != nil {
		return err
	}
	if place != asIs {
		s.tested = append(s.tested, place)
	}
	s.tell(place)
	if s.progress != nil {
		s.progress(s.expected, s.expected)
	}
	return nil
}
