package draw

import "math"

// Products that are added to something are wrapped in float64(), which forbids
// the compiler to fuse them: the same bits on every machine.

// Unit returns a uniform variate in the open interval (0, 1): one of the 2⁵²
// midpoints (i+½)/2⁵², from the high 52 bits of w. It is increasing in w, and
// Unit(^w) = 1 − Unit(w) exactly.
func Unit(w uint64) float64 {
	return (float64(w>>12) + 0.5) * 0x1p-52
}

// Poisson returns a Poisson variate with the given mean (0 to 10⁶) by inversion:
// the smallest k with Unit(w) ≤ P(X ≤ k). It is increasing in w and in mean,
// and 0 exactly when Unit(w) ≤ exp(−mean).
//
// Of words above 1−2⁻⁴⁴ the one at 1−2⁻⁴⁴ is asked: so near to 1 the rounding of
// the sum, and no longer the mean, would decide how many events there are.
//
// Its time grows with mean up to 50, above which the search starts near the
// answer.
func Poisson(w uint64, mean float64) int {
	if !(mean >= 0) || mean > 1e6 {
		panic("draw: Poisson: mean is negative, not a number, or over 1e6")
	}
	u := Unit(w)
	if mean > 50 {
		return poissonFar(u, mean)
	}
	p := math.Exp(-mean)
	if u <= p {
		return 0
	}
	u = min(u, 1-0x1p-44)
	sum, k := p, 1
	p *= mean
	sum += p
	for u > sum {
		k++
		p *= mean / float64(k)
		next := sum + p
		if next == sum { // the tail that is left is under float64's resolution
			break
		}
		sum = next
	}
	return k
}
