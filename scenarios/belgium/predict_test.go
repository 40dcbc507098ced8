package belgium

import (
	"context"
	"errors"
	"math"
	"testing"

	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
)

// predict gives named quantities at the base values with some parameters changed.
func predict(t *testing.T, luck uint64, changed map[string]float64, names ...string) []float64 {
	t.Helper()
	v := base(t).(*model.Values)
	for path, x := range changed {
		v.Override(path, x)
	}
	out, err := Predict(context.Background(), v, names, luck)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What is predicted exactly is what the validation of Belgium finds by its own way.
func TestPredictAgreesWithValidation(t *testing.T) {
	reg, err := evidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	targets, err := Targets(reg, base(t), "belgium", false)
	if err != nil {
		t.Fatal(err)
	}
	for name, id := range map[string]string{
		"life_expectancy_m": "le_be_2023_m", "life_expectancy_65_f": "le65_be_2024_f", "insurance_cost": "riziv_per_capita_2024",
		"stays": "hospital_stays_classic_2019", "ed_visits": "ed_visits_be_2018", "stay_complex_65": "trans_ontario_stay_high",
		"dementia_home": "dementia_share_home",
	} {
		found := false
		for _, want := range targets {
			if want.ID != id {
				continue
			}
			found = true
			if got := predict(t, 1, nil, name)[0]; math.Abs(got/want.Model-1) > 1e-9 {
				t.Errorf("%s is %g, the validation has %g", name, got, want.Model)
			}
		}
		if !found {
			t.Errorf("the validation has no %s", id)
		}
	}
}

// Every quantity is predicted, in order and finite; one of exact ones pays no attention to luck.
func TestPredictKnowsEveryQuantity(t *testing.T) {
	var names []string
	for _, q := range Quantities() {
		names = append(names, q.Name)
		if found, ok := QuantityNamed(q.Name); !ok || found.Numbers != q.Numbers {
			t.Errorf("%s is not found by its name", q.Name)
		}
	}
	all, other := predict(t, 1, nil, names...), predict(t, 2, nil, names...)
	at := 0
	for _, q := range Quantities() {
		sum := 0.0
		for k := range q.Numbers {
			x := all[at+k]
			if sum += x; !(x > 0) || math.IsInf(x, 0) {
				t.Errorf("%s: number %d is %g", q.Name, k, x)
			}
			if same := x == other[at+k]; same == q.Lean {
				t.Errorf("%s is %g with one luck and %g with another", q.Name, x, other[at+k])
			}
		}
		if q.Numbers > 1 && math.Abs(sum-1) > 1e-9 {
			t.Errorf("%s: the shares add up to %g", q.Name, sum)
		}
		at += q.Numbers
	}
	if at != len(all) {
		t.Errorf("%d numbers for quantities that have %d", len(all), at)
	}
	if near := NearQuantity("costliest_50"); near != "costliest_5" && near != "costliest_10" {
		t.Errorf("nearest to costliest_50 is %q", near)
	}
}

// What must move a quantity does, in its direction; with the same luck the difference is
// that of the parameter and not of chance.
func TestPredictMoves(t *testing.T) {
	for _, c := range []struct {
		quantity, path string
		value          float64
		up             bool
	}{
		{"life_expectancy_25_gap_m", "ses.death_ratio", 1.6, true},
		{"life_expectancy_gap_f", "vt.death_ratio", 1.2, false},
		{"stay_complex_65", "move.down.32", 1.5, false},
		{"nursing_home_dementia_18m", "nursing_home.entry_rr.dementia", 5, true},
		{"ed_vt_ratio", "vt.ed_ratio", 1.3, false},
		{"chronic_ses_ratio", "vt.tier_ratio", 2.2, true},
		{"costliest_5", "personal.sd_lasting", 1.7, true},
		{"costliest_5_stay", "personal.sd_passing", 1.2, false},
		{"frequent_ratio", "personal.on_stays", 0.9, true},
	} {
		was, is := predict(t, 1, nil, c.quantity)[0], predict(t, 1, map[string]float64{c.path: c.value}, c.quantity)[0]
		if (is > was) != c.up || is == was {
			t.Errorf("%s goes from %g to %g with %s at %g", c.quantity, was, is, c.path, c.value)
		}
	}
}

// P3 does what its inflow and its services a client say: three quarters in the first
// column, and in 2020 ten months of the epidemic.
func TestPredictP3(t *testing.T) {
	v := base(t)
	x := predict(t, 1, nil, "p3_new_patients_2022", "p3_new_patients_2019_t2_t4", "p3_new_patients_2020", "p3_psychology_2021", "p3_psychology_group_2022")
	for k, want := range []float64{
		x[0], x[0] * 3 / 4, x[0] * (2 + 10*v.Get("shock.epidemic.new_clients")) / 12, x[0] * v.Get("p3.units.psychology"), x[0] * v.Get("p3.units.psychology_group"),
	} {
		if math.Abs(x[k]/want-1) > 1e-12 {
			t.Errorf("number %d is %g, want %g", k, x[k], want)
		}
	}
}

// A search that is stopped stops.
func TestPredictStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Predict(ctx, base(t), []string{"costliest_1"}, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// The small world is Belgium: what it counts of stays and of the concentration of cost is
// what the whole has. The bounds are six standard errors of this seed's size of world.
func TestLeanWorldIsBelgium(t *testing.T) {
	p := &prediction{v: base(t)}
	if err := p.build(territories("belgium", p.v)); err != nil {
		t.Fatal(err)
	}
	lean, err := p.live(context.Background(), 7)
	if err != nil {
		t.Fatal(err)
	}
	var people, months, cents float64
	for _, l := range lean.lives {
		people += l.weight
		months += l.weight * float64(l.months[0]) / 12
		cents += l.weight * float64(l.cents[0])
	}
	want, err := p.quantity("insurance_cost")
	if err != nil {
		t.Fatal(err)
	}
	if all := p.sum(everybody, one); math.Abs(months/all-1) > 0.01 {
		t.Errorf("%.0f inhabitants, want %.0f", months, all)
	}
	if got := cents / 100 / months; math.Abs(got/want-1) > 0.06 {
		t.Errorf("a head costs %.0f, want %.0f", got, want)
	}
	if people < months {
		t.Error("fewer people than years were lived")
	}
}
