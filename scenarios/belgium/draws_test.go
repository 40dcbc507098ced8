package belgium

import (
	"math"
	"os"
	"slices"
	"testing"
)

// Every draw builds: the solver finds hazards, and what is short is shrunk. A hundred draws
// of Leuven, each also in one network of Belgium, and the three of the first 1,200 in which
// everybody of some age leaves a tier within the year; PIRAMIDE_LONG takes 2,000 in all.
func TestEveryDrawBuilds(t *testing.T) {
	ps := parameters(t)
	b := ps.Values(1, 0)
	leuven, err := Regions("leuven", b)
	if err != nil {
		t.Fatal(err)
	}
	networks, err := Regions("belgium", b)
	if err != nil {
		t.Fatal(err)
	}
	draws := []int{566, 768, 892}
	for n := 1; n <= 100; n++ {
		draws = append(draws, n)
	}
	long := os.Getenv("PIRAMIDE_LONG") != ""
	if long {
		draws = draws[:0]
		for n := 1; n <= 2000; n++ {
			draws = append(draws, n)
		}
	}
	const parts = 8
	for part := range parts {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for i := part; i < len(draws); i += parts {
				n := draws[i]
				regions := []Region{leuven[0], networks[i%len(networks)]}
				if long {
					regions = slices.Concat(leuven, networks)
				}
				for _, r := range regions {
					builds(t, b, ps.Values(1, n), r, n)
				}
			}
		})
	}
}

// builds holds one draw in one region to what the simulator asks of it.
func builds(t *testing.T, base, drawn Values, r Region, n int) {
	t.Helper()
	c, _, err := BuildDraw(base, drawn, r)
	if err != nil {
		t.Errorf("draw %d: %v", n, err)
		return
	}
	for class, x := range c.Levels.Residual {
		if x < 0 {
			t.Fatalf("draw %d, %s: residual %g in class %d", n, r.ID, x, class)
		}
	}
	for _, e := range append(c.Exclusive, c.Recurrent...) {
		for class, h := range e.Hazard {
			if !(h >= 0) || math.IsInf(h, 1) {
				t.Fatalf("draw %d, %s: event %s has hazard %g in class %d", n, r.ID, e.Name, h, class)
			}
		}
	}
}

// A yearly probability of 1, which a draw may give to what nearly everybody does, is a
// hazard of once a month; any less is what it was.
func TestHazardOfWhatHappensToAll(t *testing.T) {
	for p, want := range map[float64]float64{0: 0, 0.35: -math.Log1p(-0.35), 0.999: -math.Log1p(-0.999), 1: mostHazard} {
		if h := hazard(p); h != want {
			t.Errorf("hazard(%g) = %g, not %g", p, h, want)
		}
	}
}
