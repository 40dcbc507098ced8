package job

import (
	"math"
	"slices"
	"strings"
	"testing"

	"piramide/outputs"
	"piramide/scenarios"
)

// TestEqualBudget: every plan with money of its own costs the same within 0.5 %,
// discounted, in the cells of the comparison itself; the first plan and one
// without money are left alone; what cannot be reached is told.
func TestEqualBudget(t *testing.T) {
	r := request(t, "reference", "leuven-100", "full-proposal", "no-coordination")
	r.EqualBudget = "90 EUR/inhabitant/year"
	result := sealed(t, r)
	if got, want := result.Manifest.Scenarios, []string{"reference", "leuven-100", "full-proposal", "full-proposal-regio", "no-coordination"}; !slices.Equal(got, want) {
		t.Fatalf("compares %v, not %v", got, want)
	}
	sums := map[string]float64{}
	people := 0.0
	if err := result.Each(func(c *outputs.CellTables) error {
		people = float64(c.Inhabitants)
		sums[c.Cell.Scenario] += outputs.NewProbe(c, result.Manifest.Discount).LevelProgramme() / float64(r.Draws)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, plan := range []string{"leuven-100", "full-proposal", "full-proposal-regio"} {
		if x := sums[plan] / (90 * people); math.Abs(x-1) > 0.02 { // expected people, not those drawn
			t.Errorf("%s costs %.4f of the budget", plan, x)
		}
		if x := sums[plan] / sums["leuven-100"]; math.Abs(x-1) > 2*budgetNear {
			t.Errorf("%s costs %.4f of leuven-100", plan, x)
		}
	}
	if sums["reference"] != 0 || sums["no-coordination"] != 0 {
		t.Errorf("plans without money cost %v", sums)
	}
	ids := map[string][]string{}
	for _, p := range result.Plans {
		for _, m := range p.Notes {
			if strings.HasPrefix(m.ID, "solve.equal.") {
				ids[p.ID] = append(ids[p.ID], strings.TrimPrefix(m.ID, "solve.equal."))
			}
		}
	}
	for plan, want := range map[string][]string{
		"reference": nil, "no-coordination": {"none"}, "full-proposal": {"done_all"}, "full-proposal-regio": {"done"}, "leuven-100": {"done_all", "unreachable_second"},
	} {
		if !slices.Equal(ids[plan], want) {
			t.Errorf("%s is told %v, not %v", plan, ids[plan], want)
		}
	}
}

// TestBudgetDials: one factor turns all that is the plan's own, and nothing else;
// at 1 it changes nothing.
func TestBudgetDials(t *testing.T) {
	x, err := newExperiment(request(t, "full-proposal"))
	if err != nil {
		t.Fatal(err)
	}
	cfg, v, err := x.config(x.regions[0], x.plans[0], 0)
	if err != nil {
		t.Fatal(err)
	}
	dials := x.plans[0].BudgetDials(&cfg, v)
	if len(dials) != 2 || dials[0].Path != scenarios.AllMoney || dials[1].Path != "financing.regio.amount" {
		t.Fatalf("dials %+v", dials)
	}
	same, err := dials[0].At(1)
	if err != nil || !same.Equal(x.plans[0]) {
		t.Errorf("the factor 1 changes the plan (%v): %v", err, scenarios.Changes(x.plans[0], same))
	}
	twice, err := dials[0].At(2)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, c := range scenarios.Changes(x.plans[0], twice) {
		paths = append(paths, c.Path)
	}
	if want := []string{
		"outreach.posts", "financing.integratie.amount", "financing.phm-elz.amount", "financing.phm-regio.amount", "financing.populatiebudget.base", "financing.regio.amount",
	}; !slices.Equal(paths, want) {
		t.Errorf("the factor turns %v, not %v", paths, want)
	}
}
