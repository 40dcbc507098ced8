package sweep

import "piramide/internal/draw"

// Dimensions is in how many dimensions there are Sobol' points.
const Dimensions = 128

// sobolBits is how fine the points are: 2³² of them differ.
const sobolBits = 32

// Sobol gives the first n points of a Sobol' sequence in k ≤ [Dimensions] dimensions,
// moved by a digital shift that the seed draws: of the first 2^m points each of the 2^m
// equal parts of every dimension holds exactly one, and a longer sequence begins with a
// shorter one (Sobol' 1967, doi:10.1016/0041-5553(67)90144-9). It panics on more dimensions.
func Sobol(n, k int, seed uint64) [][]float64 {
	if k > Dimensions {
		panic("sweep: Sobol: too many dimensions")
	}
	points := cube(n, k)
	for f, v := range directions(k) {
		x := uint32(draw.Word(draw.Key(seed, uint64(f)), draw.Lasting, draw.DesignPlace) >> 32)
		for i := range points {
			points[i][f] = (float64(x) + 0.5) / (1 << sobolBits)
			x ^= v[lowestZero(uint32(i))]
		}
	}
	return points
}

// lowestZero is the place of the lowest 0 of a number: which bit of its Gray code the
// next number turns.
func lowestZero(i uint32) int {
	at := 0
	for ; i&1 == 1; i >>= 1 {
		at++
	}
	return min(at, sobolBits-1)
}
