package words

import "math"

// FewSimulations is under how many simulations counts are told as they are: a tenth is
// then less than four of them, and what is called the central 95 % holds fewer.
const FewSimulations = 40

// InSimulations says in how many of n simulations something is so, and never more than
// they can tell: few are counted (in 5 van de 6 simulaties), many are told in whole
// tenths, rounded down and named as such (in meer dan 8 van de 10 simulaties). Every
// sentence that says how sure something is says it by this.
func (w *Words) InSimulations(k, n int) string {
	id, tenths := "some", 0
	if n > 0 {
		tenths = 10 * k / n
	}
	switch {
	case k == 0:
		id = "none"
	case k == n:
		id = "all"
	case n < FewSimulations:
	case tenths == 0:
		id = "under"
	case tenths*n == 10*k:
		id = "tenths"
	default:
		id = "over"
	}
	return w.Say("certainty."+id, "k", k, "n", n, "count", n, "tenths", tenths)
}

// CentralSimulations says what limits around a central share (0.95) of n simulations
// hold: that share of many, and of few how many of them lie within, or that the limits
// are about the extremes. Limits are interpolated between order statistics
// (stats.Quantile); tail is how far they lie from the outermost, in places.
func (w *Words) CentralSimulations(share float64, n int) string {
	const rounding = 1e-9
	tail := float64(n-1) * (1 - share) / 2
	id, k := "central", n-2*int(math.Ceil(tail-rounding))
	switch {
	case n >= FewSimulations:
		id = "share"
	case tail < 0.5-rounding:
		id = "extremes"
	}
	return w.Say("certainty."+id, "k", k, "n", n, "count", n, "share", share)
}
