package decision

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Worked by hand: b is dominated by a mix of a and c, d by c.
func TestFrontierByHand(t *testing.T) {
	list := Frontier([]float64{0, 60, 100, 120, 400}, []float64{0, 1, 4, 3, 5})
	want := []struct {
		option int
		place  Place
		icer   float64
	}{{0, OnFrontier, math.NaN()}, {1, Extended, math.NaN()}, {2, OnFrontier, 25}, {3, Dominated, math.NaN()}, {4, OnFrontier, 300}}
	for i, w := range want {
		if g := list[i]; g.Option != w.option || g.Place != w.place || (g.ICER != w.icer && !math.IsNaN(w.icer)) {
			t.Errorf("rung %d: %+v, want %+v", i, g, w)
		}
	}
}

// An option is on the frontier exactly when some price of the effect makes it the best;
// the oracle looks for such a price among all pairs, knowing nothing of dominance.
func TestFrontierIsWhatSomePriceMakesBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 7).Draw(t, "n")
		cost, effect := make([]float64, n), make([]float64, n)
		for i := range n {
			cost[i] = float64(rapid.IntRange(0, 12).Draw(t, "cost"))
			effect[i] = float64(rapid.IntRange(0, 12).Draw(t, "effect"))
		}
		best := make([]bool, n)
		for i := range n {
			low, high, beaten := 0.0, math.Inf(1), false
			for j := range n {
				dc, de := cost[j]-cost[i], effect[j]-effect[i]
				switch {
				case de == 0:
					beaten = beaten || dc < 0 || dc == 0 && j < i
				case de > 0: // j is better from a price on
					high = min(high, dc/de)
				default:
					low = max(low, dc/de)
				}
			}
			best[i] = !beaten && low < high && high > 0
		}
		last := math.Inf(-1)
		for _, r := range Frontier(cost, effect) {
			if (r.Place == OnFrontier) != best[r.Option] {
				t.Fatalf("costs %v effects %v: option %d is %s, best at some price: %v", cost, effect, r.Option, r.Place, best[r.Option])
			}
			if !math.IsNaN(r.ICER) {
				if r.ICER <= last {
					t.Fatalf("ratios do not rise: %v after %v", r.ICER, last)
				}
				last = r.ICER
			}
		}
	})
}
