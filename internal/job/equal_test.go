package job

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
)

// TestEqualBudget: every plan with money of its own costs the same within 0.5 %,
// discounted, in the cells of the comparison itself; the first plan and one
// without money are left alone; what cannot be reached is told.
func TestEqualBudget(t *testing.T) {
	r := request(t, "reference", "leuven-100", "full-proposal", "no-coordination")
	r.EqualBudget = "91 EUR/inhabitant/year"
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
		if x := sums[plan] / (91 * people); math.Abs(x-1) > 0.02 { // expected people, not those drawn
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
		"reference": nil, "no-coordination": {"none"}, "full-proposal": {"unspendable"}, "full-proposal-regio": {"unspendable"}, "leuven-100": {"unspendable", "unreachable_second"},
	} {
		if !slices.Equal(ids[plan], want) {
			t.Errorf("%s is told %v, not %v", plan, ids[plan], want)
		}
	}
}

// TestUnspendable: what a plan at the budget is told follows from what stays unspent
// and from how far its dial is turned.
func TestUnspendable(t *testing.T) {
	plan, err := scenarios.Load("leuven-100")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		path             string
		now, at, unspent float64
		id               string
	}{
		{scenarios.AllMoney, 1, 2, 9, "solve.equal.done_all"},
		{scenarios.AllMoney, 1, 2, 11, outputs.Unspendable},
		{scenarios.AllMoney, 1, 10, 9, "solve.equal.done_all"},
		{scenarios.AllMoney, 1, 11, 0, outputs.Unspendable},
		{scenarios.AllMoney, 1, 0.1, 0, "solve.equal.done_all"},
		{"financing.x.amount", 100, 1000, 0, "solve.equal.done"},
		{"financing.x.amount", 100, 11123, 0, outputs.Unspendable},
		{"financing.x.amount", 0, 11123, 0, "solve.equal.done"},
	} {
		b := balance{target: 100, cost: 100, trials: &trials{
			x: &Experiment{Draws: 1, Replicates: 1}, dial: &scenarios.Dial{Path: x.path, Value: x.now}, lat: newLattice(0, 20000, 0.1), seen: map[trialKey]measured{},
		}}
		b.place = b.lat.place(x.at)
		b.seen[trialKey{place: b.place}] = measured{theIndicator: 100, theProgramme: 100, theUnspent: x.unspent}
		if m := b.told(plan, plan, false); m.ID != x.id {
			t.Errorf("%+v is told %s", x, m.ID)
		}
	}
}

// TestOutsideEvidence: the answer of a search names an amount that lies outside the
// range of its row, and only then.
func TestOutsideEvidence(t *testing.T) {
	s, err := newSearch(SolveRequest{Request: request(t, "mixed-new-deal"), Goal: "programme_cost <= 90 EUR/inhabitant/year", Dial: "financing.new-deal.amount"})
	if err != nil {
		t.Fatal(err)
	}
	for amount, want := range map[float64]int{68: 0, 400: 1} { // newdeal_capitation_25_60: 66 to 70
		notes, err := s.outside(amount)
		if err != nil || len(notes) != want {
			t.Fatalf("%g EUR: %v (%v)", amount, notes, err)
		}
		w, err := words.For("nl")
		if err != nil {
			t.Fatal(err)
		}
		s.answer.In(w)
		s.answer.Status, s.answer.Outside = reading.Solved, notes
		if said := strings.Join(s.answer.Sentences(), " "); strings.Contains(said, "newdeal_capitation_25_60") != (want > 0) {
			t.Errorf("%g EUR: %s", amount, said)
		}
	}
}

// TestReplacedFees: what a capitation pays in the place of fees; the net cost is
// that of the ledger's own identity. A capitation on top of full fees replaces none.
func TestReplacedFees(t *testing.T) {
	result := sealed(t, request(t, "reference", "mixed-new-deal", "home-nursing-capitation"))
	c, err := outputs.Compare(result, "")
	if err != nil {
		t.Fatal(err)
	}
	all := reading.WholeHorizon(c)
	got, ok := c.Replaced("mixed-new-deal", all)
	net := (c.Ties("mixed-new-deal", all).KCE - c.Ties("reference", all).KCE) / 3
	if !ok || got.Fees <= 0 || math.Abs(got.Net-net) > 1e-6*math.Abs(net) {
		t.Errorf("replaced %+v (%t), net by the identity %g", got, ok, net)
	}
	fees, to := 0.0, 0.0
	for _, e := range c.Entries("mixed-new-deal", all) {
		if e.Reason == "gp_contact" && !e.Plan {
			fees += (e.Euros.Mean - e.More.Mean) / 3
		}
		if e.Reason == "capitation" {
			to += e.Euros.Mean / 3
		}
	}
	// One in ten loses 47 % of the fee during two of the three years.
	if share := got.Fees / fees; to == 0 || share < 0.01 || share > 0.05 {
		t.Errorf("%.3f of the fees is replaced", share)
	}
	if got, ok := c.Replaced("home-nursing-capitation", all); ok {
		t.Errorf("full fees are replaced: %+v", got)
	}
}

// TestBudgetDials: one factor turns all that is the plan's own, and nothing else;
// at 1 it changes nothing.
func TestBudgetDials(t *testing.T) {
	x, err := NewExperiment(request(t, "full-proposal"))
	if err != nil {
		t.Fatal(err)
	}
	cfg, v, err := x.Config(x.Regions[0], x.Plans[0], 0)
	if err != nil {
		t.Fatal(err)
	}
	dials := x.Plans[0].BudgetDials(&cfg, v)
	if len(dials) != 2 || dials[0].Path != scenarios.AllMoney || dials[1].Path != "financing.regio.amount" {
		t.Fatalf("dials %+v", dials)
	}
	same, err := dials[0].At(1)
	if err != nil || !same.Equal(x.Plans[0]) {
		t.Errorf("the factor 1 changes the plan (%v): %v", err, scenarios.Changes(x.Plans[0], same))
	}
	twice, err := dials[0].At(2)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, c := range scenarios.Changes(x.Plans[0], twice) {
		paths = append(paths, c.Path)
	}
	if want := []string{
		"outreach.posts", "financing.integratie.amount", "financing.phm-elz.amount", "financing.phm-regio.amount", "financing.populatiebudget.base", "financing.regio.amount",
	}; !slices.Equal(paths, want) {
		t.Errorf("the factor turns %v, not %v", paths, want)
	}
}

// TestOneDial: a plan of set posts alone has no amount to turn in a second way, and says so.
func TestOneDial(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pool.yaml")
	if err := os.WriteFile(file, []byte("format: 1\nname: pool\nextends: reference\ntitle: pool\ncasemanagement: {posts: 0.2 FTE/region}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := request(t, "reference", file)
	r.EqualBudget = "3 EUR/inhabitant/year"
	o, err := Compare(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	if notes := o.Comparison.Plans[1].Notes; !slices.ContainsFunc(notes, func(m words.Message) bool { return m.ID == "solve.equal.one_dial" }) {
		t.Errorf("nothing is said of a second dial: %v", notes)
	}
}
