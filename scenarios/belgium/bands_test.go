package belgium

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"piramide/sim"
)

// Whatever the bands, their means over the people of the scale are kept and
// nothing becomes negative.
func TestCurveKeepsBandMeans(t *testing.T) {
	w := belgians(base(t))
	rapid.Check(t, func(t *rapid.T) {
		var band [bands]float64
		for b := range band {
			// Bands differ by up to a factor of twenty, and may be empty.
			band[b] = rapid.OneOf(rapid.Float64Range(0.05, 1), rapid.Just(0.0)).Draw(t, "band")
		}
		sex := rapid.IntRange(0, 1).Draw(t, "sex")
		checkCurve(t, &w, sex, band)
	})
}

// The tables of the model keep theirs, and lie near their birthdays.
func TestTablesKeepBandMeans(t *testing.T) {
	v := base(t)
	w := belgians(v)
	for _, path := range []string{
		"qx", "stays", "ed.visits", "cost.cell", "gp.contacts", "nursing_home.share", "nursing_home.entry",
		"tier.share.t1", "tier.share.t2", "tier.share.t3", "vt.share", "gmd.share", "status_chronic", "condition.dementia", "asfr", "utility.norm",
	} {
		table := v.Table(path)
		for sex := range table {
			checkCurve(t, &w, sex, table[sex])
			c := w.curve(sex, table[sex])
			x, y := c.years(), c.birthdays()
			for a := 1; a < sim.Ages; a++ {
				lo, hi := math.Min(x[a-1], x[a]), math.Max(x[a-1], x[a])
				slack := 0.15*hi + 1e-12
				if y[a] < lo-slack || y[a] > hi+slack {
					t.Errorf("%s, %s: %g at birthday %d, %g and %g in the years around it", path, sexNames[sex], y[a], a, x[a-1], x[a])
				}
			}
		}
	}
}

func checkCurve(t interface{ Fatalf(string, ...any) }, w *scale, sex int, band [bands]float64) {
	x := w.years(sex, band)
	for b, want := range band {
		from, to := bandAges(b)
		var people, sum float64
		for a := from; a <= to; a++ {
			if x[a] < 0 {
				t.Fatalf("age %d: %g", a, x[a])
			}
			people += w[sex][a]
			sum += w[sex][a] * x[a]
		}
		if got := sum / people; math.Abs(got-want) > 1e-9*math.Max(1, want) {
			t.Fatalf("band %d: mean %.15g, want %.15g (bands %v)", b, got, want, band)
		}
	}
}
