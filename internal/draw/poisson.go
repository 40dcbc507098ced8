package draw

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// poissonFar inverts the Poisson distribution function for a large mean: a
// normal guess, then single steps by the exact distribution function.
func poissonFar(u, mean float64) int {
	cdf := func(k float64) float64 { // P(X ≤ k) = Q(k+1, mean)
		if k < 0 {
			return 0
		}
		return mathext.GammaIncRegComp(k+1, mean)
	}
	k := math.Max(0, math.Floor(mean+float64(math.Sqrt(mean)*normQuantile(u))))
	for cdf(k) < u {
		k++
	}
	for cdf(k-1) >= u {
		k--
	}
	return int(k)
}
