package decision

import (
	"math"
	"testing"
)

func TestPrecisionByHand(t *testing.T) {
	// Differences 1, 3, 5, 7: mean 4, variance 20/3.
	g := Precision([]float64{11, 23, 35, 47}, []float64{10, 20, 30, 40}, 0.5)
	near(t, "mean", g.Mean, 4, 1e-12)
	near(t, "error", g.SE, math.Sqrt(20./3/4), 1e-12)
	if want := int(math.Ceil(20. / 3 * 2.801585 * 2.801585 / 16)); g.Tell != want {
		t.Errorf("%d draws to tell, want %d", g.Tell, want)
	}
	if want := int(math.Ceil(20. / 3 * 1.959964 * 1.959964 / 0.25)); g.Within != want {
		t.Errorf("%d draws for the tolerance, want %d", g.Within, want)
	}
	near(t, "pairing", g.Pairing, (240+500./3)/(20./3), 1e-9)
	if g := Precision([]float64{1, 2}, []float64{1, 2}, 0); g.Tell != 0 || g.Within != 0 || !math.IsInf(g.Pairing, 1) {
		t.Errorf("nothing differs: %+v", g)
	}
}

// What is promised comes true: with that many draws the difference is told in four of five
// worlds (2,000 worlds: 0.80 ± 0.043 is 4.8 standard errors).
func TestSoManyDrawsTellTheDifference(t *testing.T) {
	const worlds = 2000
	const n = 32 // for mean 1 and standard deviation 2: 31.4
	if d := draws(4 * square(z95+z80)); d != n {
		t.Fatalf("%d draws", d)
	}
	told := 0
	for w := range uint64(worlds) {
		sum := 0.0
		for _, z := range normals(w+1, n) {
			sum += 1 + 2*z
		}
		if sum/n > z95*2/math.Sqrt(n) {
			told++
		}
	}
	near(t, "power", float64(told)/worlds, 0.8, 0.043+0.01) // 32 draws have 0.808
}
