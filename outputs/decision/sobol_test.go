package decision

import (
	"math"
	"slices"
	"testing"

	"piramide/scenarios/sweep"
)

// The test functions of the literature, with exact indices (Ishigami and Homma 1990,
// a = 7, b = 0.1; g-function of Saltelli and Sobol' 1995). 4,096 base points of our own
// Sobol' design; every index within 0.01, and within its 95 % interval in nearly all cases
// (of 18 intervals at most 2 may miss: 0.94 by the binomial for random points, more for
// these even ones; the design is fixed).
func TestSobolIndices(t *testing.T) {
	a := []float64{0, 1, 4.5, 9, 99, 99}
	variance := 1.0
	parts := make([]float64, len(a))
	for i := range a {
		parts[i] = 1 / (3 * (1 + a[i]) * (1 + a[i]))
		variance *= 1 + parts[i]
	}
	variance--
	var gFirst, gTotal []float64
	for i := range a {
		gFirst = append(gFirst, parts[i]/variance)
		gTotal = append(gTotal, parts[i]*(variance+1)/(1+parts[i])/variance)
	}
	const v = 13.844587940719254 // of Ishigami: a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2
	v1, v2, v13 := 0.5*math.Pow(1+0.1*math.Pow(math.Pi, 4)/5, 2), 49./8, 0.01*math.Pow(math.Pi, 8)*(1./18-1./50)
	missed := 0
	for _, c := range []struct {
		name         string
		f            func(u []float64) float64
		first, total []float64
	}{
		{"Ishigami", func(u []float64) float64 {
			x := make([]float64, 3)
			for i := range x {
				x[i] = math.Pi * (2*u[i] - 1)
			}
			return math.Sin(x[0]) + 7*math.Pow(math.Sin(x[1]), 2) + 0.1*math.Pow(x[2], 4)*math.Sin(x[0])
		}, []float64{v1 / v, v2 / v, 0}, []float64{(v1 + v13) / v, v2 / v, v13 / v}},
		{"g", func(u []float64) float64 {
			y := 1.0
			for i := range a {
				y *= (math.Abs(4*u[i]-2) + a[i]) / (1 + a[i])
			}
			return y
		}, gFirst, gTotal},
	} {
		k := len(c.first)
		var y []float64
		for _, u := range sweep.Saltelli(4096, k, 1) {
			y = append(y, c.f(u))
		}
		list, used := Sobol(y, k, 200, 1)
		if used != 4096 {
			t.Fatalf("%d base points used", used)
		}
		for j, g := range list {
			t.Logf("%s %d: first %.4f (%.4f to %.4f), exact %.4f; total %.4f (%.4f to %.4f), exact %.4f", c.name, j+1, g.First, g.FirstLow, g.FirstHigh, c.first[j], g.Total, g.TotalLow, g.TotalHigh, c.total[j])
			near(t, c.name+" first", g.First, c.first[j], 0.01)
			near(t, c.name+" total", g.Total, c.total[j], 0.01)
			for _, miss := range []bool{c.first[j] < g.FirstLow || c.first[j] > g.FirstHigh, c.total[j] < g.TotalLow || c.total[j] > g.TotalHigh} {
				if miss {
					missed++
				}
			}
		}
		// A failed cell takes its base point out, and no more.
		y[5] = math.NaN()
		if _, used := Sobol(y, k, 0, 1); used != 4095 {
			t.Errorf("with a failed cell %d base points are used", used)
		}
	}
	if missed > 2 {
		t.Errorf("%d of 18 intervals miss the exact value", missed)
	}
	flat, _ := Sobol(slices.Repeat([]float64{3}, 40), 2, 10, 1)
	if !math.IsNaN(flat[0].First) || !math.IsNaN(flat[0].FirstLow) {
		t.Errorf("nothing varies: %+v", flat[0])
	}
}

// The intervals hold the exact indices in about 95 of 100 worlds of random points: of a sum
// of three factors, 2,400 intervals. Those of one world go together, so that the share has a
// standard error of at most 1.1 points: 90 to 99 % has a false-alarm rate under 10⁻⁴ around
// 95 %, and what the bootstrap of 100 base points gives lies near 93 %. The seeds are fixed.
func TestSobolIntervalsHoldTheTruth(t *testing.T) {
	const worlds, n, k = 400, 100, 3
	slope := [k]float64{3, 2, 1}
	held, all := 0, 0
	for w := range uint64(worlds) {
		u := normals(w+1, 2*k*n)
		var y []float64
		for i := range n {
			a, b := u[2*k*i:2*k*i+k], u[2*k*i+k:2*k*(i+1)]
			f := func(from int) (sum float64) { // -1: all of a, k: all of b
				for j := range k {
					x := a[j]
					if from == k || from == j {
						x = b[j]
					}
					sum += slope[j] * x
				}
				return sum
			}
			y = append(y, f(-1), f(k))
			for j := range k {
				y = append(y, f(j))
			}
		}
		list, _ := Sobol(y, k, 200, w)
		for j, s := range list {
			exact := slope[j] * slope[j] / 14
			for _, in := range []bool{s.FirstLow <= exact && exact <= s.FirstHigh, s.TotalLow <= exact && exact <= s.TotalHigh} {
				if all++; in {
					held++
				}
			}
		}
	}
	share := float64(held) / float64(all)
	t.Logf("%.3f of %d", share, all)
	if share < 0.90 || share > 0.99 {
		t.Errorf("the intervals hold the exact index in %.1f %% of the cases", 100*share)
	}
}
