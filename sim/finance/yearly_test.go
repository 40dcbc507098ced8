package finance

import (
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
		want  string // path, code and arguments; empty for none
	}{
		{"sound", savings(func(*SharedSavings) {}), ""},
		{"sound guarantee", BudgetGuarantee{}, ""},
		{"share over 1", savings(func(s *SharedSavings) { s.Share = 1.2 }), "financing.it.share: share_range share=1.2"},
		{"nothing shared", SharedSavings{}, "financing.it.share: nothing_shared"},
		{"rules for a loss nobody bears", savings(func(s *SharedSavings) { s.LossCap = 0.1 }), "financing.it.loss_share: loss_rules"},
		{"settled before the end", savings(func(s *SharedSavings) { s.Lag = -1 }), "financing.it.lag: lag_range months=-1"},
		{"no base years", savings(func(s *SharedSavings) { s.Benchmark.By = ByOwnHistory }), "financing.it.benchmark.history: needs_base_years benchmark=own_history"},
		{"fixed at nothing", savings(func(s *SharedSavings) { s.Benchmark.By = ByFixed }), "financing.it.benchmark.amount: benchmark_without_amount"},
		{"an amount not used", savings(func(s *SharedSavings) { s.Benchmark.PerHead = 1 }), "financing.it.benchmark.amount: amount_not_used benchmark=expected"},
		{"a trend that is found", savings(func(s *SharedSavings) { s.Benchmark = Benchmark{By: ByNeighbours, Years: 1, Trend: 0.1} }), "financing.it.benchmark.trend: trend_found benchmark=neighbours\nfinancing.it.benchmark.history: base_years_early from=2023-01 first=2024-01 least=2025-01"},
		{"90 %", savings(func(s *SharedSavings) { s.Split = []Part{{Buurtteams, 0.5}, {Hospitals, 0.4}} }), "financing.it.split: split_sum sum=0.9"},
		{"a part to a payer", savings(func(s *SharedSavings) { s.Split = []Part{{Flanders, 1}} }), "financing.it.split.flanders: earns_no_savings party=flanders"},
		{"a part twice", savings(func(s *SharedSavings) { s.Split = []Part{{Hospitals, 0.5}, {Hospitals, 0.5}} }), "financing.it.split.hospitals: gain_twice to=hospitals"},
		{"citizens pay", savings(func(s *SharedSavings) { s.Payers = []Party{Federal, Citizen} }), "financing.it.payers: pays_no_care party=citizen"},
		{"no expected cost", savings(func(s *SharedSavings) { s.Costs = []Reason{ForPHM} }), "financing.it.costs: no_expected_cost reason=phm choices=gp_contact, stay, ed_visit, gmd, residual, home_nursing, nursing_home_day"},
		{"a cost nobody pays", savings(func(s *SharedSavings) { s.Costs = []Reason{ForGMD} }), "financing.it.costs: cost_unpaid reason=gmd"},
		{"quality without measure", savings(func(s *SharedSavings) { s.Quality.Use = Weight }), "financing.it.quality.measures: nothing_measured choices=reached_in_time, within_30_days, give_ups, found, carers_overloaded, unplanned_stays, avoidable_stays, ed_visits, care_plan_reviewed, continuity"},
		{"measure without use", savings(func(s *SharedSavings) { s.Quality.Measures = []Measure{{GiveUps, 0.1}} }), "financing.it.quality.use: measures_unused"},
		{"an open gate", savings(func(s *SharedSavings) { s.Quality = Quality{Gate, 0, []Measure{{GiveUps, 0.1}}} }), "financing.it.quality.least: open_gate"},
		{"a measure twice", savings(func(s *SharedSavings) { s.Quality = Quality{Gate, 1, []Measure{{GiveUps, 0.1}, {GiveUps, 0.2}}} }), "financing.it.quality.measures.give_ups: twice"},
		{"not risk-adjusted", guarantee(func(g *BudgetGuarantee) { g.Benchmark = Benchmark{By: ByFixed, PerHead: 100} }), "financing.it.benchmark.by: not_risk_adjusted"},
		{"tested on nothing", guarantee(func(g *BudgetGuarantee) { g.Tolerance = 0.1 }), "financing.it.benchmark.history: untested"},
		{"deadline", guarantee(func(g *BudgetGuarantee) { g.Deadline = -1 }), "financing.it.deadline: deadline_range"},
	} {
		it := Instrument{Name: "it", Payer: Federal, Payee: Buurtteams, Plan: true, Terms: c.terms}
		checkProblems(t, c.name, Validate([]Instrument{stays, it}, Date(2024, 1)), c.want)
	}
	it := Instrument{Name: "it", Payer: Federal, Payee: Buurtteams, Terms: SharedSavings{Share: 0.5}}
	other := Instrument{Name: "other", Payer: Federal, Payee: Hospitals, Terms: BudgetGuarantee{}}
	checkProblems(t, "the same saving twice", Validate([]Instrument{stays, it, other}, Date(2024, 1)),
		"financing.other: same_saving first=it second=other")
	it.Floor, it.Payee = 100, Flanders
	checkProblems(t, "payee and floor", Validate([]Instrument{stays, it}, Date(2024, 1)),
		"financing.it.payee: earns_no_savings party=flanders\nfinancing.it.floor: no_floor kind=shared_savings")
	it.Floor, it.Payee, it.End = 0, Buurtteams, Date(2028, 1)
	next := it
	next.Start, next.End, next.Terms = Date(2028, 1), 0, SharedSavings{Share: 0.5, Yearly: Yearly{Use: PayOut}}
	checkProblems(t, "another use", Validate([]Instrument{stays, it, next}, Date(2024, 1)),
		"financing.it: yearly_changed kind=shared_savings")
}

func checkProblems(t *testing.T, name string, problems Problems, want string) {
	t.Helper()
	if diff := cmp.Diff(want, problems.Error()); diff != "" {
		t.Errorf("%s: (-want +got)\n%s", name, diff)
	}
}

// Base years lie within the accounts, or Compile says from when on they do.
func TestBaseYearsLieInTheAccounts(t *testing.T) {
	it := Instrument{Name: "it", Payer: Federal, Payee: Buurtteams, Terms: SharedSavings{Share: 0.5, Yearly: Yearly{Benchmark: Benchmark{By: ByOwnHistory, Years: 2}}}}
	for start, want := range map[Month]string{
		0:              "financing.it.benchmark.history: base_years_early from=2025-01 first=2027-01 least=2029-01",
		Date(2028, 7):  "financing.it.benchmark.history: base_years_early from=2026-07 first=2027-01 least=2029-01",
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
		if x, known := ParsePopulation(Population(i).String()); !known || int(x) != i {
			t.Error(x, known)
		}
	}
	for i := range basisIDs {
		if x, known := ParseBasis(Basis(i).String()); !known || int(x) != i {
			t.Error(x, known)
		}
	}
	for i := range NumIndicators {
		if x, known := ParseIndicator(Indicator(i).String()); !known || int(x) != i {
			t.Error(x, known)
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
