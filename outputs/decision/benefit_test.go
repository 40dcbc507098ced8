package decision

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"piramide/internal/draw"
)

// normals are n independent standard normal numbers, fixed by a seed.
func normals(seed uint64, n int) []float64 {
	src := draw.Source(draw.Key(seed), draw.StreamPopulation)
	x := make([]float64, n)
	for i := range x {
		x[i] = draw.Norm(src.Uint64())
	}
	return x
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s: %.5g, want %.5g within %.2g", what, got, want, within)
	}
}

// One option is zero, the other normal in cost and effect: the curve is Φ(mean/sd) of the
// net benefit. Five thresholds, each within 4.8 standard errors: alarm below 10⁻⁵; the seed
// is fixed.
func TestAcceptabilityOfANormalOption(t *testing.T) {
	const n = 20000
	z, u := normals(1, n), normals(2, n)
	a := Option{make([]float64, n), make([]float64, n)}
	b := Option{make([]float64, n), make([]float64, n)}
	for i := range n {
		b.Effect[i] = 0.01 + 0.02*z[i]
		b.Cost[i] = 200 + 100*(0.6*z[i]+0.8*u[i])
	}
	thresholds := []float64{0, 10000, 20000, 40000, 100000}
	c := Acceptability([]Option{a, b}, thresholds)
	for k, w := range thresholds {
		mean := w*0.01 - 200
		sd := math.Sqrt(w*0.02*w*0.02 + 100*100 - 2*w*0.02*100*0.6)
		p := distuv.UnitNormal.CDF(mean / sd)
		near(t, "share", c.Share[1][k], p, 4.8*math.Sqrt(p*(1-p)/n))
		near(t, "sum", c.Share[0][k]+c.Share[1][k], 1, 1e-9)
		if mean != 0 && (c.Best[k] == 1) != (mean > 0) {
			t.Errorf("at %v option %d is best, its mean net benefit is %v", w, c.Best[k], mean)
		}
	}
}

func TestEqualOptionsShareTheCells(t *testing.T) {
	o := Option{[]float64{1, 2, 3}, []float64{0, 0, 0}}
	c := Acceptability([]Option{o, o}, []float64{0, 50000})
	for k := range 2 {
		near(t, "share", c.Share[k][1], 0.5, 1e-12)
	}
}
