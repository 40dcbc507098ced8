package scenarios_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"piramide/scenarios"
	"piramide/scenarios/belgium"
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
	"piramide/sim"
)

func known(name string) (int, string) {
	q, _ := belgium.QuantityNamed(name)
	return q.Numbers, belgium.NearQuantity(name)
}

const small = `format: 1
name: klein
title: Klein
method: {kind: best, evaluations: 40}
targets:
  clients: {quantity: p3_new_patients_2022, source: seed_p3_new_patients_2022, sd: 50}
free:
  p3.inflow_per_1000_65plus: {range: evidence}
`

func parsed(t *testing.T, text string) *scenarios.Calibration {
	t.Helper()
	c, err := scenarios.ParseCalibration("klein.yaml", []byte(text), known)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The calibration of the tool names a row of the register for every target, and keeps
// back what the forecast of P3 may not have seen.
func TestShippedCalibration(t *testing.T) {
	c, err := scenarios.LoadCalibration("belgium", known)
	if err != nil {
		t.Fatal(err)
	}
	reg, err := evidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Free) != 20 {
		t.Errorf("%d free numbers", len(c.Free))
	}
	for _, x := range c.Targets {
		row, ok := reg.Row(x.Source)
		if !ok {
			t.Errorf("%s names no row", x.Name)
		}
		if strings.HasPrefix(row.ID, "seed_p3_") && row.Year > "2022" {
			t.Errorf("%s uses %s", x.Name, row.ID)
		}
		if x.SD > 0 && x.Likelihood == scenarios.LikelyNormal && x.Note == "" && math.Abs(x.SD-(row.High-row.Low)/3.92) > 1e-3*x.SD {
			t.Errorf("%s has an uncertainty that is not its row's, and no note says why", x.Name)
		}
	}
}

// A calibration that is written reads as the same, with what it takes in.
func TestCalibrationText(t *testing.T) {
	text := strings.Replace(small, "targets:\n", "targets:\n  use: belgium\n  stays: null\n  p3-new-patients-2022: null\n  life-m: {quantity: life_expectancy_m, source: le_be_2023_m, sd: 1}\n", 1)
	c := parsed(t, text)
	again := parsed(t, string(c.Text()))
	if c.Digest() != again.Digest() || len(c.Targets) != len(again.Targets) {
		t.Error("a calibration changes when it is written and read")
	}
	for _, x := range again.Targets {
		if x.Name == "stays" || x.Name == "life-m" && x.SD != 1 {
			t.Errorf("target %s with sd %g", x.Name, x.SD)
		}
	}
	other := c.With("imis", 100, 7, 3)
	if other.Method != "imis" || other.Evaluations != 100 || other.Draws != 7 || other.Seed != 3 || other.ProblemDigest() != c.ProblemDigest() || other.Digest() == c.Digest() {
		t.Error("another method is another problem, or none")
	}
	if parsed(t, strings.Replace(small, "sd: 50", "sd: 51", 1)).ProblemDigest() == parsed(t, small).ProblemDigest() {
		t.Error("another uncertainty is the same problem")
	}
}

// A prior gives its own quantiles; a family its place in the ranges of its members.
func TestCalibrationPriors(t *testing.T) {
	c := parsed(t, strings.Replace(small, "free:\n", "free:\n  move_down: {range: evidence}\n  vt.tier_ratio: {value: 1.5, low: 1, high: 2, draw: uniform}\n", 1))
	family, own := c.Free[0], c.Free[1]
	if !family.Family() || len(family.Paths) != 3 || family.Quantile(0.3) != 0.3 {
		t.Errorf("family %+v", family)
	}
	if low, high := family.Values(0.025)[1], family.Values(0.975)[1]; math.Abs(high/low-3.2) > 1e-9 || family.Values(0.5)[0] != 1 {
		t.Errorf("the members of the family range from %g to %g; their rows give a factor 3.2", low, high)
	}
	if own.Quantile(0.25) != 1.25 || own.Values(1.7)[0] != 1.7 {
		t.Errorf("quarter of the way is %g", own.Quantile(0.25))
	}
}

// All mistakes at once, each at its place and with what to do.
func TestBadCalibrations(t *testing.T) {
	text := `format: 1
name: fout
method: {kind: bset}
targets:
  a: {quantity: stais, source: hospital_stays_classic_2019, sd: 1}
  b: {quantity: stays, sd: 1}
  c: {quantity: stays, source: hospital_stays_clasic_2019, sd: 1}
  d: {quantity: stays, source: "eigen telling, 2024", value: 170}
  e: {quantity: ed_visits, source: ed_visits_be_2018, likelihood: binomial, sd: 3}
  f: {quantity: tier_shares, source: "eigen telling, 2024", values: [0.5, 0.5], likelihood: dirichlet, concentration: 10}
  g: {quantity: ed_visits, source: "eigen telling, 2024", sd: 1}
  h: {quantity: ed_visits, source: "eigen telling, 2024", value: 3, interval: [4, 2]}
  i: {quantity: life_expectancy_m, source: le_be_2023_m, sd: 1}
  j: {quantity: life_expectancy_m, source: le_be_2023_m, sd: 2}
  k: {quantity: tier_shares, source: "eigen telling, 2025", values: [0.7, 0.2, 0.06, 0.04], likelihood: lognormal, sd: 0.1}
  l: {quantity: insurance_cost, source: "eigen telling, 2025", value: 2000, interval: [5000, 6000]}
free:
  personal.sd_lastin: {range: evidence}
  discount.costs: {range: evidence}
  mortality.rr.t0: {range: evidence}
  effect.overlap: {range: evidence}
  personal.persistence_month: {value: 0.9, low: 0.7, high: 1.1, draw: normal}
  personal.on_stays: {value: 0.6, low: 0.1, high: 1.1, draw: normal}
  vt.ed_ratio: {value: 1.4, low: 0.2, high: 2.6, draw: normal}
  move_down: {range: evidence}
  move.down.21: {range: evidence}
  vt.tier_ratio: 1.4
  vt.death_ratio: {value: 1.4}
  personal.sd_passing: {value: 3, low: 4, high: 5, draw: uniform}
`
	_, err := scenarios.ParseCalibration("fout.yaml", []byte(text), known)
	if err == nil {
		t.Fatal("no mistakes")
	}
	said := err.Error()
	for _, want := range []string{
		"fout.yaml:3:16: method.kind", "did you mean best",
		"fout.yaml:5:17: targets.a.quantity: the model predicts no stais", "did you mean stays",
		"fout.yaml:6:6: targets.b.source: is missing",
		"fout.yaml:7:32: targets.c.source", "hospital_stays_classic_2019",
		"fout.yaml:8:6: targets.d: how sure the observation is, is missing",
		"fout.yaml:9:81: targets.e.sd: does not go with a binomial count",
		"fout.yaml:10:6: targets.f: 2 numbers, and this quantity has 4",
		"fout.yaml:11:6: targets.g: the observed value is missing",
		"targets.h.interval: an interval is a list of two numbers",
		"targets.j: the same quantity and source as i",
		"free.personal.sd_lastin", "did you mean personal.sd_lasting",
		"free.discount.costs: discount.costs is chosen by a plan",
		"free.mortality.rr.t0: mortality.rr.t0 is fixed",
		"free.effect.overlap: effect.overlap is a rule",
		"free.personal.persistence_month",
		"free.vt.ed_ratio: this distribution allows vt.ed_ratio the value −1.",
		"free.move.down.21: move.down.21 is already fitted by move_down",
		"free.vt.tier_ratio: this says what is believed",
		"free.vt.death_ratio",
		"targets.k.likelihood: a lognormal distribution (lognormal) takes one number, and there are 4",
		"targets.l: the value 2,000 lies outside 5,000 – 6,000",
		"free.personal.sd_passing: the value 3 lies outside 4 – 5",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("nobody says %q", want)
		}
	}
	if t.Failed() {
		t.Log(said)
	}
}

// fit is a small fit with rows of two parameters that move together.
func fit() *scenarios.Fit {
	return &scenarios.Fit{
		Name: "fit-klein", Title: scenarios.Text{"nl": "Klein"}, Engine: sim.Engine, Calibration: "abc", Method: "imis", Evaluations: 12, Effective: 3,
		Parameters: []string{"vt.tier_ratio", "vt.death_ratio"}, Best: []float64{1.5, 1.3},
		Posterior: [][]float64{{1.4, 1.2}, {1.5, 1.3}, {1.6, 1.4}},
		Targets:   []scenarios.FitTarget{{Name: "a", Quantity: "stays", Source: "b", Predicted: []float64{1}, Low: []float64{0}, High: []float64{2}, Inside: true}},
		Conflicts: []string{"c"},
	}
}

func written(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "klein.fit.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// A fit reads as it was written. Draw 0 takes its best values, and every other draw a
// whole row: what goes together stays together.
func TestFit(t *testing.T) {
	f := fit()
	file := written(t, string(f.Text()))
	read, err := scenarios.LoadFit(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(read.Text()) != string(f.Text()) || read.Digest() != f.Digest() {
		t.Errorf("a fit changes when it is written and read:\n%s", read.Text())
	}
	plan, err := scenarios.Load("reference")
	if err != nil {
		t.Fatal(err)
	}
	under, err := plan.Under(file)
	if err != nil {
		t.Fatal(err)
	}
	reg, _ := evidence.Load()
	params, err := model.Load(reg)
	if err != nil {
		t.Fatal(err)
	}
	at := func(s *scenarios.Scenario, n int) [2]float64 {
		v := params.Values(5, n)
		s.Assume(v, 5, n)
		return [2]float64{v.Get("vt.tier_ratio"), v.Get("vt.death_ratio")}
	}
	if at(under, 0) != [2]float64{1.5, 1.3} {
		t.Errorf("draw 0 takes %v", at(under, 0))
	}
	seen := map[[2]float64]int{}
	for n := 1; n <= 300; n++ {
		row := at(under, n)
		if seen[row]++; row != [2]float64{1.4, 1.2} && row != [2]float64{1.5, 1.3} && row != [2]float64{1.6, 1.4} {
			t.Fatalf("draw %d takes %v, which is no row", n, row)
		}
	}
	for row, n := range seen { // 100 each, six standard errors of √(300·⅓·⅔): a false alarm below 10⁻⁸
		if math.Abs(float64(n)-100) > 6*math.Sqrt(300*2.0/9) {
			t.Errorf("row %v is taken %d times of 300", row, n)
		}
	}
	// By the plan itself; its own assumptions stand over the fit.
	text := strings.Replace(string(plan.Normalised()), "name: ", "assumptions: {use: "+filepath.Base(file)+", vt.death_ratio: 1.1}\nname: ", 1)
	own, err := scenarios.Parse(filepath.Join(filepath.Dir(file), "plan.yaml"), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := at(own, 0); got != [2]float64{1.5, 1.1} || own.Uses() == nil {
		t.Errorf("the plan that uses the fit has %v", got)
	}
	again, err := own.Set("region", "leuven-10")
	if err != nil || at(again, 0) != [2]float64{1.5, 1.1} {
		t.Errorf("changed, it has %v (%v)", at(again, 0), err)
	}
}

// A fit that cannot be used is refused, with what to do.
func TestBadFits(t *testing.T) {
	plan, err := scenarios.Load("reference")
	if err != nil {
		t.Fatal(err)
	}
	text := string(fit().Text())
	for name, c := range map[string]struct{ from, to, want string }{
		"engine":  {sim.Engine, "piramide-1", "fitted with piramide-1"},
		"path":    {"- vt.tier_ratio", "- vt.teir_ratio", "vt.tier_ratio"},
		"row":     {"[1.4, 1.2]", "[1.4]", "row 1 has 1 numbers"},
		"value":   {"[1.4, 1.2]", "[-1.4, 1.2]", "-1.4 in row 1 cannot be"},
		"kind":    {"kind: fit", "kind: plan", "not the file of a fit"},
		"twice":   {"- vt.death_ratio", "- vt.tier_ratio", "stands in the list twice"},
		"unknown": {"method:", "methode:", "klein.fit.yaml:9:1: is not valid yaml"},
		"sets":    {"method:", "assumptions: [\"chronic-29\"]\nmethod:", "fitted under chronic-29"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(text, c.from) {
				t.Fatalf("the fit has no %q", c.from)
			}
			_, err := plan.Under(written(t, strings.Replace(text, c.from, c.to, 1)))
			if err == nil || !strings.Contains(strings.ToLower(err.Error()), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
	if _, err := plan.Under("nergens.fit.yaml"); err == nil {
		t.Error("a fit that is not there is used")
	}
	if _, err := plan.Under("optimistic", written(t, strings.ReplaceAll(text, "vt.tier_ratio", "effect.coordination.death"))); err == nil {
		t.Error("a set and a fit say something of the same parameter")
	}
}
