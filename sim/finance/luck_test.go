package finance

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// A citizen's cost of a year is drawn as a gamma variable with standard deviation 3
// times the mean (EUR 3,000 and 9,000: about 70 % of cost in the top tenth), of which
// a part is the same every year, so that any two years correlate by 0.4. Sums of
// gammas are gammas: a region's total is drawn at once, exactly as its citizens'
// would be, skewness included.
const (
	luckMean, luckRatio, luckAuto = 3000.0, 3.0, 0.4
	luckDraws                     = 60_000
)

// gamma draws a gamma variable of a large shape and scale 1 (Marsaglia and Tsang, 2000).
func gamma(rng *rand.Rand, shape float64) float64 {
	d := shape - 1./3
	c := 1 / math.Sqrt(9*d)
	for {
		x := rng.NormFloat64()
		v := 1 + c*x
		if v = v * v * v; v > 0 && math.Log(1-rng.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// years draws the mean cost per citizen in each year of a region of n.
func years(rng *rand.Rand, n float64, count int) []float64 {
	shape := n / (luckRatio * luckRatio)
	lasting := gamma(rng, shape*luckAuto)
	out := make([]float64, count)
	for i := range out {
		out[i] = (lasting + gamma(rng, shape*(1-luckAuto))) / shape * luckMean
	}
	return out
}

// The formula against Monte Carlo. False alarms: 24 checks share 10⁻⁶, so that each
// band is 5.5 standard errors of 60,000 draws (about 1 point at 50 %), widened by
// what the formula says its error is: γ/15, with γ = 2·3/√n the skewness of the
// region's mean (0.4 points at 10,000, 0.05 at 600,000). Fixed seed.
func TestBonusByLuck(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	noise := Noise{Mean: luckMean, SD: luckMean * luckRatio, Auto: []float64{luckAuto, luckAuto, luckAuto}}
	for _, n := range []float64{10_000, 102_000, 600_000} {
		for _, b := range []Benchmark{{By: ByExpected}, {By: ByOwnHistory, Years: 1}, {By: ByOwnHistory, Years: 3}, {By: ByNeighbours, Years: 1}} {
			minima := [2]float64{0, 0.02}
			var won [2]int
			var bonus, squares [2]float64
			for range luckDraws {
				x := years(rng, n, b.Years+1)
				actual, benchmark := x[b.Years], luckMean
				if b.Years > 0 {
					benchmark = 0
					for _, base := range x[:b.Years] {
						benchmark += base / float64(b.Years)
					}
				}
				if b.By == ByNeighbours {
					others := years(rng, 2*n, 2)
					benchmark *= others[1] / others[0]
				}
				for k, m := range minima {
					if saving := benchmark - actual; saving >= m*benchmark {
						won[k]++
						bonus[k] += 0.5 * saving / luckDraws
						squares[k] += 0.25 * saving * saving / luckDraws
					}
				}
			}
			for k, m := range minima {
				name := fmt.Sprintf("%.0f citizens, %s over %d years, minimum %v", n, b.By, b.Years, m)
				savings := SharedSavings{Share: 0.5, MinSaving: m, Yearly: Yearly{Benchmark: b}}
				chance, expected := savings.ByLuck(n, 2*n, noise)
				freq := float64(won[k]) / luckDraws
				band := 5.5*math.Sqrt(chance*(1-chance)/luckDraws) + 2*luckRatio/math.Sqrt(n)/15
				if math.Abs(freq-chance) > band {
					t.Errorf("%s: in %.4f of draws, the formula says %.4f ± %.4f", name, freq, chance, band)
				}
				band = 5.5*math.Sqrt(max(0, squares[k]-bonus[k]*bonus[k])/luckDraws) + luckMean*luckRatio*luckRatio/n + 0.02*expected
				if math.Abs(bonus[k]-expected) > band {
					t.Errorf("%s: EUR %.3f a head, the formula says %.3f ± %.3f", name, bonus[k], expected, band)
				}
			}
		}
	}
}

// Worked by hand: at 10,000 citizens and 3 standard deviations the year's mean has
// an error of 3 %; a minimum of 2 % is 2/3 of that, and Φ(−2/3) = 25.2 %. At 102,000
// the error is 0.94 % and Φ(−2.129) = 1.66 %; at 600,000 it is never.
func TestLuckByHand(t *testing.T) {
	noise := Noise{Mean: 100, SD: 300}
	for n, want := range map[float64]float64{10_000: 0.25249, 102_000: 0.01662, 600_000: 1.2e-7} {
		t1 := SharedSavings{Share: 1, MinSaving: 0.02}
		if got, _ := t1.ByLuck(n, 0, noise); math.Abs(got-want) > 1e-5 {
			t.Errorf("%v: %v, want %v", n, got, want)
		}
	}
	// Without a minimum every second region wins: on average 0.3989 of 3 %.
	free := SharedSavings{Share: 0.5}
	if chance, bonus := free.ByLuck(10_000, 0, noise); chance != 0.5 || math.Abs(bonus-0.5*0.398942*3) > 1e-5 {
		t.Errorf("without a minimum: %v, %v", chance, bonus)
	}
	// A cost that never changes brings no luck with the own history as benchmark.
	own := SharedSavings{Share: 1, MinSaving: 0.001, Yearly: Yearly{Benchmark: Benchmark{By: ByOwnHistory, Years: 1}}}
	if chance, _ := own.ByLuck(10_000, 0, Noise{Mean: 100, SD: 300, Auto: []float64{1}}); chance > 1e-100 {
		t.Errorf("the same cost each year: %v", chance)
	}
}
