package model

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestDrawZeroIsTheBase(t *testing.T) {
	reg, ps := load(t)
	v := ps.Values(7, 0)
	for _, p := range ps.List() {
		if v.Get(p.Path) != p.Base {
			t.Errorf("%s is %g, base %g", p.Path, v.Get(p.Path), p.Base)
		}
		if r, ok := reg.Row(p.Evidence); ok && !p.Table && v.Get(p.Path) != r.Value {
			t.Errorf("%s is %g, its row %s says %g", p.Path, v.Get(p.Path), r.ID, r.Value)
		}
	}
	want, err := reg.Bands("pop_leuven")
	if err != nil {
		t.Fatal(err)
	}
	if v.Table("pop.leuven") != want {
		t.Error("pop.leuven is not the table pop_leuven")
	}
}

// A draw depends on seed, number and path alone: other parameters may come and go.
func TestDrawsAreKeyed(t *testing.T) {
	reg, ps := load(t)
	one, err := Parse("one.yaml", []byte("format: 1\nparameters:\n  care.hours.light: {row: hours_client_light, kind: assumption, draw: lognormal, family: care_hours}\n"), reg)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[float64]bool{}
	for n := 1; n <= 40; n++ {
		a, b := ps.Values(7, n), one.Values(7, n)
		if a.Get("care.hours.light") != b.Get("care.hours.light") {
			t.Fatalf("draw %d depends on the other parameters", n)
		}
		if a.Get("care.hours.light") != ps.Values(7, n).Get("care.hours.light") {
			t.Fatalf("draw %d does not repeat", n)
		}
		seen[a.Get("care.hours.light")] = true
	}
	if len(seen) != 40 {
		t.Errorf("40 draws give %d values", len(seen))
	}
	if ps.Values(7, 1).Get("care.hours.light") == ps.Values(8, 1).Get("care.hours.light") {
		t.Error("two seeds give the same draw")
	}
}

func TestFamiliesMoveTogether(t *testing.T) {
	_, ps := load(t)
	for n := 1; n <= 100; n++ {
		v := ps.Values(3, n)
		up := v.Get("tier.cost_multiplier.t1") > 4.0644
		for _, path := range []string{"tier.cost_multiplier.t3", "tier.stay_multiplier.t2", "tier.ed_multiplier.t3"} {
			if p, _ := ps.Parameter(path); (v.Get(path) > p.Base) != up {
				t.Fatalf("draw %d: %s moves against tier.cost_multiplier.t1", n, path)
			}
		}
	}
}

// Tables shift as a whole: every cell by the same factor.
func TestTablesShiftAsAWhole(t *testing.T) {
	_, ps := load(t)
	base := ps.Values(3, 0).Table("move.down.21")
	for n := 1; n <= 20; n++ {
		v := ps.Values(3, n)
		got := v.Table("move.down.21")
		for sex := range got {
			for band := range got[sex] {
				want := min(base[sex][band]*v.Get("move.down.21"), 1)
				if got[sex][band] != want {
					t.Fatalf("draw %d, band %d: %g, want %g", n, band, got[sex][band], want)
				}
			}
		}
		if v.Get("move.down.21") == 1 {
			t.Fatalf("draw %d leaves move.down.21 alone", n)
		}
	}
}

// Draws stay possible, and the value of a lognormal or normal parameter is the
// median of its draws. Of N draws the share below the median has a standard
// error of √(0.25/N); six of them, over some 150 parameters of which families
// repeat, give a false-alarm rate below 10⁻⁶. The seed is fixed.
func TestDrawsFollowTheRange(t *testing.T) {
	_, ps := load(t)
	const draws = 600
	below := make([]int, len(ps.list))
	for n := 1; n <= draws; n++ {
		v := ps.Values(11, n)
		for i, p := range ps.list {
			x := v.scalar[i]
			if err := p.Check(x); err != nil {
				t.Fatalf("draw %d: %v", n, err)
			}
			if x < p.Base {
				below[i]++
			}
		}
	}
	limit := 6 * math.Sqrt(0.25/draws)
	for i, p := range ps.list {
		if p.Draw != Lognormal && p.Draw != Normal {
			continue
		}
		if share := float64(below[i]) / draws; math.Abs(share-0.5) > limit {
			t.Errorf("%s: %.3f of draws lie below the value; it is the median (limit %.3f)", p.Path, share, limit)
		}
	}
}

// The quantile functions rise with u and have the moments that their comments promise.
func TestQuantiles(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := rapid.SampledFrom([]Draw{Lognormal, Beta, Gamma, Normal, Triangular, Uniform}).Draw(rt, "draw")
		low := rapid.Float64Range(0.05, 0.5).Draw(rt, "low")
		high := rapid.Float64Range(low+0.05, 0.95).Draw(rt, "high")
		value := low + (high-low)*rapid.Float64Range(0.2, 0.8).Draw(rt, "place")
		if d.Check(value, low, high) != nil {
			rt.Skip("not possible for this family")
		}
		const steps = 400
		mean, last := 0.0, math.Inf(-1)
		for i := range steps {
			x := d.Quantile(value, low, high, (float64(i)+0.5)/steps)
			if x < last || math.IsNaN(x) {
				rt.Fatalf("quantile falls from %g to %g", last, x)
			}
			mean, last = mean+x/steps, x
		}
		switch d {
		case Beta, Gamma, Normal:
			if math.Abs(mean-value) > 0.01*(high-low)+1e-3 {
				rt.Errorf("mean %g, want %g", mean, value)
			}
		case Lognormal:
			if m := d.Quantile(value, low, high, 0.5); math.Abs(m-value) > 1e-9 {
				rt.Errorf("median %g, want %g", m, value)
			}
			ratio := d.Quantile(value, low, high, 0.975) / d.Quantile(value, low, high, 0.025)
			if math.Abs(ratio/(high/low)-1) > 1e-9 {
				rt.Errorf("95 %% spans a factor %g, want %g", ratio, high/low)
			}
		case Triangular, Uniform:
			if a, b := d.Quantile(value, low, high, 1e-9), d.Quantile(value, low, high, 1-1e-9); a < low || b > high {
				rt.Errorf("leaves its limits: %g to %g", a, b)
			}
		}
	})
}

func TestOverride(t *testing.T) {
	_, ps := load(t)
	v := ps.Values(5, 1)
	v.Override("care.review_discharge", 0.9)
	v.Override("stays", 1.1)
	if v.Get("care.review_discharge") != 0.9 {
		t.Error("an override is lost")
	}
	base := ps.Values(5, 0).Table("stays")
	if got := v.Table("stays"); got[0][3] != base[0][3]*1.1 {
		t.Errorf("a factor on a table: %g, want %g", got[0][3], base[0][3]*1.1)
	}
	for name, broken := range map[string]func(){
		"unknown path": func() { v.Get("care.hours.strtup") },
		"no table":     func() { v.Table("price.stay") },
		"impossible":   func() { v.Override("care.review_discharge", 2) },
		"no amount":    func() { v.Euro("care.review_discharge") },
		"a table":      func() { v.Euro("cost.cell") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			broken()
		}()
	}
}
