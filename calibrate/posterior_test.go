package calibrate

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestResampleKeepsShares: a point comes up as often as its weight says, to within one,
// in no order.
func TestResampleKeepsShares(t *testing.T) {
	weights := []float64{0.5, 0, 0.25, 0.0625, 0.1875}
	const draws = 101
	for seed := range uint64(20) {
		out := resample(weights, draws, rand.New(rand.NewPCG(seed, 1)))
		counts := make([]float64, len(weights))
		falls := 0
		for d, i := range out {
			counts[i]++
			if d > 0 && i < out[d-1] {
				falls++
			}
		}
		for i, w := range weights {
			if math.Abs(counts[i]-draws*w) >= 1 {
				t.Errorf("seed %d: a point of weight %g came up %g times of %d", seed, w, counts[i], draws)
			}
		}
		if falls < 15 {
			t.Errorf("seed %d: the draws are in order", seed)
		}
	}
}

// TestSpreadOfWeights: equal weights count in full, one weight as one point, and the
// expected number of different draws is that of a sum by hand.
func TestSpreadOfWeights(t *testing.T) {
	effective, largest, unique := spread([]float64{0.25, 0.25, 0.25, 0.25}, 4)
	near(t, "effective", effective, 4, 1e-12)
	near(t, "largest", largest, 0.25, 0)
	near(t, "unique", unique, 4*(1-math.Pow(0.75, 4)), 1e-12)
	effective, _, unique = spread([]float64{0, 1}, 1000)
	near(t, "effective of one", effective, 1, 1e-12)
	near(t, "unique of one", unique, 1, 1e-9)
	weights, log := normalised([]float64{math.Inf(-1), -1e6, -1e6 + math.Log(3)})
	near(t, "a weight of nothing", weights[0], 0, 0)
	near(t, "a weight far down", weights[2], 0.75, 1e-9)
	near(t, "the sum far down", log, -1e6+math.Log(4), 1e-9)
	if weights, _ := normalised([]float64{math.Inf(-1)}); weights != nil {
		t.Error("weights of nothing at all")
	}
}
