package decision

import (
	"math"

	"piramide/internal/stats"
)

// Budget is how many draws an answer asks.
type Budget struct {
	Mean, SE float64 // of the difference, over the draws there are
	Draws    int     // there are
	Tell     int     // draws in all that would tell the difference from zero in four of five tries; 0 = it is nothing, -1 = over a million
	Within   int     // draws in all that put the simulation error (1.96 standard errors) within the tolerance; 0 = none was asked, -1 = over a million
	Pairing  float64 // unpaired draws that do the work of one pair; 1 = pairing saves nothing; NaN = nothing varies
	Spread   float64 // standard deviation of a draw's difference
}

// The standard normal points of a two-sided error of 5 % and a power of 80 %.
const (
	z95 = 1.959964
	z80 = 0.841621
)

// Precision takes an outcome of two plans by draw, in pairs, and says how many draws are
// needed to tell which has more, and to know the mean difference within a tolerance (0 =
// not asked). Draws are counted, not replicates: those of one draw say less than new draws.
func Precision(a, b []float64, tolerance float64) Budget {
	d := make([]float64, len(a))
	for i := range d {
		d[i] = a[i] - b[i]
	}
	s := stats.Variance(d)
	g := Budget{Mean: stats.Mean(d), SE: math.Sqrt(s / float64(len(d))), Draws: len(d), Spread: math.Sqrt(s), Pairing: math.NaN()}
	if total := stats.Variance(a) + stats.Variance(b); total > 0 {
		g.Pairing = total / s // +Inf: the difference is the same everywhere
	}
	if g.Mean != 0 {
		g.Tell = draws(s * square((z95+z80)/g.Mean))
	}
	if tolerance > 0 {
		g.Within = draws(s * square(z95/tolerance))
	}
	return g
}

func square(x float64) float64 { return x * x }

// draws rounds up to a number of draws: two at least, −1 for more than anyone will live.
func draws(n float64) int {
	if math.IsNaN(n) || n > 1e6 {
		return -1
	}
	return max(2, int(math.Ceil(n)))
}
