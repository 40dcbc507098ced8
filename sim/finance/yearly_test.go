package finance

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestValidateYearly(t *testing.T) {
	stays := Instrument{Name: "stays", Payer: Federal, Payee: Hospitals, Terms: FeeForService{[]ServiceFee{{Service: Stay}}}}
	savings := func(change func(*SharedSavings)) SharedSavings {
		s := SharedSavings{Share: 0.5}
		change(&s)
		return s
	}
	guarantee := func(change func(*BudgetGuarantee)) BudgetGuarantee {
		var g BudgetGuarantee
		change(&g)
		return g
	}
	for _, c := range []struct {
		name  string
		terms Terms
		want  string // path and reason; empty for none
	}{
		{"sound", savings(func(*SharedSavings) {}), ""},
		{"sound guarantee", BudgetGuarantee{}, ""},
		{"share over 1", savings(func(s *SharedSavings) { s.Share = 1.2 }), "financing.it.share: is 1.2; it must lie between 0 and 1"},
		{"nothing shared", SharedSavings{}, "financing.it.share: neither savings nor losses are shared"},
		{"rules for a loss nobody bears", savings(func(s *SharedSavings) { s.LossCap = 0.1 }), "financing.it.loss_share: no loss is shared, and there are rules for losses"},
		{"settled before the end", savings(func(s *SharedSavings) { s.Lag = -1 }), "financing.it.lag: settles -1 months after the year's end"},
		{"no base years", savings(func(s *SharedSavings) { s.Benchmark.By = ByOwnHistory }), "financing.it.benchmark.years: own_history needs base years"},
		{"fixed at nothing", savings(func(s *SharedSavings) { s.Benchmark.By = ByFixed }), "financing.it.benchmark.per_head: a fixed benchmark needs an amount per head"},
		{"an amount not used", savings(func(s *SharedSavings) { s.Benchmark.PerHead = 1 }), "financing.it.benchmark.per_head: an amount per head is not used with expected"},
		{"a trend that is found", savings(func(s *SharedSavings) { s.Benchmark = Benchmark{By: ByNeighbours, Years: 1, Trend: 0.1} }), "financing.it.benchmark.trend: neighbours finds its own growth"},
		{"90 %", savings(func(s *SharedSavings) { s.Split = []Part{{Buurtteams, 0.5}, {Hospitals, 0.4}} }), "financing.it.split: shares sum to 90 %, not 100 %"},
		{"a part to a payer", savings(func(s *SharedSavings) { s.Split = []Part{{Flanders, 1}} }), "financing.it.split.flanders: flanders does not earn savings"},
		{"a part twice", savings(func(s *SharedSavings) { s.Split = []Part{{Hospitals, 0.5}, {Hospitals, 0.5}} }), "financing.it.split.hospitals: hospitals gets two parts"},
		{"citizens pay", savings(func(s *SharedSavings) { s.Payers = []Party{Federal, Citizen} }), "financing.it.payers: citizen pays no care"},
		{"no expected cost", savings(func(s *SharedSavings) { s.Costs = []Reason{ForPHM} }), "financing.it.costs: what is paid for phm has no expected cost"},
		{"a cost nobody pays", savings(func(s *SharedSavings) { s.Costs = []Reason{ForGMD} }), "financing.it.costs: none of its payers pays gmd, so that all of it would be a saving"},
		{"quality without measure", savings(func(s *SharedSavings) { s.Quality.Use = Weight }), "financing.it.quality.measures: quality counts, and nothing is measured"},
		{"measure without use", savings(func(s *SharedSavings) { s.Quality.Measures = []Measure{{GiveUps, 0.1}} }), "financing.it.quality.use: is none, and there are measures"},
		{"an open gate", savings(func(s *SharedSavings) { s.Quality = Quality{Gate, 0, []Measure{{GiveUps, 0.1}}} }), "financing.it.quality.least: a gate that a score of 0 passes is open"},
		{"a measure twice", savings(func(s *SharedSavings) { s.Quality = Quality{Gate, 1, []Measure{{GiveUps, 0.1}, {GiveUps, 0.2}}} }), "financing.it.quality.measures.give_ups: stands here twice"},
		{"not risk-adjusted", guarantee(func(g *BudgetGuarantee) { g.Benchmark = Benchmark{By: ByFixed, PerHead: 100} }), "financing.it.benchmark.by: a guarantee is risk-adjusted"},
		{"tested on nothing", guarantee(func(g *BudgetGuarantee) { g.Tolerance = 0.1 }), "financing.it.benchmark.years: the model is tested, and there are no years to test it on"},
		{"deadline", guarantee(func(g *BudgetGuarantee) { g.Deadline = -1 }), "financing.it.deadline: is not a number of months"},
	} {
		it := Instrument{Name: "it", Payer: Federal, Payee: Buurtteams, Plan: true, Terms: c.terms}
		checkProblems(t, c.name, Validate([]Instrument{stays, it}), c.want)
	}
	it := Instrument{Name: "it", Payer: Federal, Payee: Buurtteams, Terms: SharedSavings{Share: 0.5}}
	other := Instrument{Name: "other", Payer: Federal, Payee: Hospitals, Terms: BudgetGuarantee{}}
	checkProblems(t, "the same saving twice", Validate([]Instrument{stays, it, other}),
		"financing.other: it and other both pay what the same care of the same people cost less")
	it.Floor, it.Payee = 100, Flanders
	checkProblems(t, "payee and floor", Validate([]Instrument{stays, it}),
		"financing.it.payee: flanders does not earn savings\nfinancing.it.floor: a shared_savings has no floor")
	it.Floor, it.Payee, it.End = 0, Buurtteams, Date(2028, 1)
	next := it
	next.Start, next.End, next.Terms = Date(2028, 1), 0, SharedSavings{Share: 0.5, Yearly: Yearly{Use: PayOut}}
	checkProblems(t, "another use", Validate([]Instrument{stays, it, next}),
		"financing.it: a shared savings stands here twice, with another population, cost, benchmark, use or split")
}

func checkProblems(t *testing.T, name string, problems Problems, want string) {
	t.Helper()
	lines := make([]string, len(problems))
	for i, p := range problems {
		lines[i] = p.Path + ": " + p.Reason
		if p.Hint == "" {
			t.Errorf("%s: no hint", name)
		}
	}
	if diff := cmp.Diff(want, strings.Join(lines, "\n")); diff != "" {
		t.Errorf("%s: (-want +got)\n%s", name, diff)
	}
}

// Base years lie within the accounts, or Compile says from when on they do.
func TestBaseYearsLieInTheAccounts(t *testing.T) {
	it := Instrument{Name: "it", Payer: Federal, Payee: Buurtteams, Terms: SharedSavings{Share: 0.5, Yearly: Yearly{Benchmark: Benchmark{By: ByOwnHistory, Years: 2}}}}
	for start, want := range map[Month]string{
		0:              "financing.it.benchmark.years: the base years begin in 2025-01, before the accounts, which begin in 2027-01 (hint: start it in 2029-01 or later, or use fewer base years)",
		Date(2028, 7):  "financing.it.benchmark.years: the base years begin in 2026-07, before the accounts, which begin in 2027-01 (hint: start it in 2029-01 or later, or use fewer base years)",
		Date(2029, 1):  "",
		Date(2030, 12): "",
	} {
		it.Start = start
		_, err := Compile([]Instrument{it}, Date(2027, 1), 1, NewLedger(60))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("start %s: %s", start, got)
		}
	}
}

func TestYearlyIDs(t *testing.T) {
	for i := range populationIDs {
		if x, err := ParsePopulation(Population(i).String()); err != nil || int(x) != i {
			t.Error(x, err)
		}
	}
	for i := range basisIDs {
		if x, err := ParseBasis(Basis(i).String()); err != nil || int(x) != i {
			t.Error(x, err)
		}
	}
	for i := range NumIndicators {
		if x, err := ParseIndicator(Indicator(i).String()); err != nil || int(x) != i {
			t.Error(x, err)
		}
	}
	for i := range len(verdictIDs) {
		if Verdict(i).String() != verdictIDs[i] {
			t.Error(i)
		}
	}
	if int(Lost)+1 != len(verdictIDs) || NumIndicators != len(indicatorIDs) || int(ByFixed)+1 != len(basisIDs) {
		t.Error("an id is missing")
	}
}
