package decision

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"piramide/internal/stats"
)

// Split divides the variance of a single cell between the parameters, which differ between
// draws, and chance, which differs between the replicates of a draw.
type Split struct {
	Parameters float64 // variance
	Chance     float64
	Share      float64 // of the parameters, 0 to 1
	Low, High  float64 // its 95 % interval
}

// SplitVariance takes values by draw, each with the same number of replicates, of every
// point of a design: at one of them two draws at least, and two replicates. It is the
// one-way random-effects analysis of variance within the points, with the exact interval
// for normal values (Searle, Casella and McCulloch, Variance Components, 1992, section
// 3.6). Points share draws and luck, so that more of them give no degrees of freedom: the
// interval is that of as many draws as a point has. ok is false when it cannot be told.
func SplitVariance(points [][]float64, replicates int) (s Split, ok bool) {
	if replicates < 2 {
		return Split{}, false
	}
	n := float64(replicates)
	draws, free, between, within, all := 0, 0, 0.0, 0.0, 0
	for _, v := range points {
		k := len(v) / replicates
		for d := range k {
			within += stats.Variance(v[d*replicates : (d+1)*replicates])
		}
		all += k
		if k < 2 {
			continue
		}
		draws, free = max(draws, k), free+k-1
		between += n * float64(k-1) * stats.Variance(ByDraw(v, replicates))
	}
	if free == 0 {
		return Split{}, false
	}
	between, within = between/float64(free), within/float64(all)
	s.Chance = within
	s.Parameters = max(0, (between-within)/n)
	if s.Parameters+s.Chance == 0 || math.IsNaN(between) || math.IsNaN(within) {
		return Split{}, false
	}
	s.Share = s.Parameters / (s.Parameters + s.Chance)
	if within == 0 {
		s.Low, s.High = 1, 1
		return s, true
	}
	f := distuv.F{D1: float64(draws - 1), D2: float64(draws * (replicates - 1))}
	ratio := between / within
	limit := func(q float64) float64 {
		r := ratio / f.Quantile(q)
		return min(1, max(0, (r-1)/(r+n-1)))
	}
	s.Low, s.High = limit(0.975), limit(0.025)
	return s, true
}

// Without is how much of the variance of the mean over all cells would be left with ever
// more replicates of the same draws: where it is near 1, replicates are wasted.
func (s Split) Without(replicates int) float64 {
	return s.Parameters / (s.Parameters + s.Chance/float64(replicates))
}
