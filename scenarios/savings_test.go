package scenarios

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/internal/words"
	"piramide/sim/finance"
)

// A plan that uses every key reads as the terms it means, survives a round trip and
// is told in three languages.
func TestSharedSavingsFromAFile(t *testing.T) {
	s := planOf(t, "testdata/shared-savings.yaml")
	_, schedule, _ := plansOf(t, s, onTime)
	list := schedule[len(schedule)-1].Plan.Instruments
	var periods []finance.Instrument
	for _, i := range list {
		if i.Name == "besparing" {
			periods = append(periods, i)
		}
	}
	want := finance.SharedSavings{
		Yearly: finance.Yearly{
			Population: finance.OfRegion, Costs: []finance.Reason{finance.ForStay, finance.ForEDVisit},
			Benchmark: finance.Benchmark{By: finance.ByOwnHistory, Years: 2, Trend: 0.015}, Lag: 6, Use: finance.PayOut,
			Split: []finance.Part{{To: finance.GPPractices, Share: 0.25}, {To: finance.Hospitals, Share: 0.15}, {To: finance.Buurtteams, Share: 0.6}},
		},
		MinSaving: 0.02, MinLoss: 0.02, Share: 0.5, LossShare: 0.3, BonusCap: 0.1, LossCap: 0.05, Threshold: finance.AboveMinimum,
		Quality: finance.Quality{Use: finance.Weight, Least: 0.5, Measures: []finance.Measure{{Of: finance.ReachedInTime, Target: 0.6}, {Of: finance.UnplannedStays, Target: 0.09}}},
	}
	if diff := cmp.Diff(finance.Terms(want), periods[0].Terms); diff != "" || periods[0].Cap != 20_833_300 || periods[0].Start != finance.Date(2029, 1) || periods[0].End != finance.Date(2032, 1) {
		t.Errorf("%+v (-want +got)\n%s", periods[0], diff)
	}
	want.Share = 0.4
	if diff := cmp.Diff(finance.Terms(want), periods[1].Terms); diff != "" || len(periods) != 2 {
		t.Errorf("from 2032 (-want +got)\n%s", diff)
	}
	guarantee := planOf(t, "testdata/budget-guarantee.yaml")
	_, schedule, _ = plansOf(t, guarantee, onTime)
	got := instrumentOf(t, schedule[0].Plan.Instruments, "garantie")
	if diff := cmp.Diff(finance.Terms(finance.BudgetGuarantee{
		Yearly: finance.Yearly{
			Population: finance.OfEnrolled, Payers: []finance.Party{finance.Federal}, Programme: true,
			Benchmark: finance.Benchmark{By: finance.ByOwnAdjusted, Years: 1}, Lag: 18,
		},
		Deadline: 24, Tolerance: 0.03, CarryLoss: true,
	}), got.Terms); diff != "" {
		t.Errorf("guarantee (-want +got)\n%s", diff)
	}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for _, x := range []*Scenario{s, guarantee} {
			out.WriteString("# " + x.Title.In(lang) + "\n" + strings.Join(x.Describe(w), "\n") + "\n")
		}
		changed, err := s.Set("financing.besparing.split", "{buurtteams: 0 %, hospitals: 75 %}")
		if err != nil {
			t.Fatal(err)
		}
		if changed, err = changed.Set("financing.besparing.quality.use", "gate"); err != nil {
			t.Fatal(err)
		}
		for _, m := range Diff(s, changed) {
			out.WriteString(w.Tell(m) + "\n")
		}
		golden(t, "testdata/savings."+lang+".txt", out.String())
	}
	for _, x := range []*Scenario{s, guarantee} {
		again, err := Parse("again.yaml", x.Normalised())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(x.Normalised()), string(again.Normalised())); diff != "" {
			t.Errorf("round trip of %s:\n%s", x.Name, diff)
		}
	}
}

// What only the accounts or the other instruments show.
func TestSavingsThatCannotBeSettled(t *testing.T) {
	with := func(text string) *Scenario {
		s, err := planOf(t, "leuven-100").Set("financing.besparing", text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	both, err := with("{kind: shared_savings, payer: federal, payee: buurtteams, share: 50 %}").Set("financing.garantie", "{kind: budget_guarantee, payer: federal, payee: collaboration}")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		s    *Scenario
		want string
	}{
		{with("{kind: shared_savings, payer: federal, payee: buurtteams, share: 50 %, benchmark: {by: own_history, history: 3 years}, start: 2028-01}"), "the base years begin in 2025-01, before the accounts, which begin in 2027-01 (hint: start it in 2030-01 or later, or use fewer base years)"},
		{with("{kind: shared_savings, payer: federal, payee: buurtteams, share: 50 %, benchmark: {by: own_history}}"), "own_history needs base years"},
		{with("{kind: shared_savings, payer: federal, payee: buurtteams, share: 50 %, costs: [nursing_home_day], payers: [federal]}"), "none of its payers pays nursing_home_day"},
		{with("{kind: shared_savings, payer: federal, payee: citizen, share: 50 %}"), "citizen does not earn savings"},
		{both, "besparing and garantie both pay what the same care of the same people cost less"},
	} {
		if _, _, _, err := c.s.Plans(region(), onTime); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v; want %s", err, c.want)
		}
	}
}
