package scenarios

import (
	"errors"
	"math"
	"strings"
	"testing"

	"piramide/sim"
	"piramide/sim/finance"
)

func dialOf(t *testing.T, s *Scenario, path string) *Dial {
	t.Helper()
	d, err := s.Dial(path, region(), onTime)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func turned(t *testing.T, d *Dial, x float64) *Scenario {
	t.Helper()
	s, err := d.At(x)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Funded posts are turned by their money: so many coaches are paid, and the case
// managers, who share the budget, get what they got.
func TestFundedPostsTurnTheirMoneyAlone(t *testing.T) {
	coach := 78_000 * 1.15
	others := 8 * coach * 40 / 60
	check := func(s *Scenario, path string, x, coordination, cases float64) {
		t.Helper()
		_, schedule, _ := plansOf(t, turned(t, dialOf(t, s, path), x), onTime)
		money := instrumentOf(t, first(schedule), "regio").Terms.(finance.RegionalConvention)
		paid := map[finance.Reason]float64{}
		for _, part := range money.Split {
			paid[part.Reason] = part.Share * money.PerYear.Euro()
		}
		if math.Abs(paid[finance.ForCoordination]-coordination) > 0.02 || math.Abs(paid[finance.ForCaseManagement]-cases) > 0.02 {
			t.Errorf("%s at %v pays EUR %.2f and %.2f, not %.2f and %.2f", path, x, paid[finance.ForCoordination], paid[finance.ForCaseManagement], coordination, cases)
		}
	}
	plan := planOf(t, "full-proposal")
	for _, x := range []float64{0, 0.5, 1, 3, 10} {
		check(plan, "zorgcoach.posts", x, x*8*coach, others)
		check(plan, "casemanagement.posts", x, 8*coach, x*8*84_000*1.15)
	}
	sum, err := plan.Set("financing.regio.amount", "1196000 EUR/year")
	if err != nil {
		t.Fatal(err)
	}
	d := dialOf(t, sum, "zorgcoach.posts")
	if d.Unit != "FTE/buurt" || math.Abs(d.Value-0.6*1_196_000/(8*coach)) > 1e-9 {
		t.Errorf("60 %% of EUR 1,196,000 pays %v %s", d.Value, d.Unit)
	}
	check(sum, "zorgcoach.posts", 2, 16*coach, 0.4*1_196_000)
}

func TestDials(t *testing.T) {
	plan := planOf(t, "full-proposal")
	for _, c := range []struct {
		path, unit string
		value      float64
		step       float64
		x          float64
		set, text  string // what it writes at x
	}{
		{"outreach.posts", "FTE/network", 1, 1, 3, "outreach.posts", "3 FTE/network"},
		{"buurtteams.coach", "FTE/buurt", 1, 1, 2, "financing.populatiebudget.base", "{solve: 2 buurtteamcoach/buurt}"},
		{"financing.regio.amount", "zorgcoach/buurt", 1, 0, 1.234, "financing.regio.amount", "{solve: 1.2340 zorgcoach/buurt}"},
		{"financing.integratie.amount", "EUR/network/year", 152520, 0, 200000, "financing.integratie.amount", "200000 EUR/network/year"},
		{"phm.every", "month", 6, 1, 12, "phm.every", "12 months"},
		{"p3.size", "%", 100, 0, 50, "p3.size", "50 %"},
		{"effects.zorgcoach.unplanned_stay", "rate ratio", 1, 0, 0.8, "assumptions.effect.coordination.stay", "0.8"},
		{"assumptions.effect.coordination.stay", "rate ratio", 1, 0, 0.8, "assumptions.effect.coordination.stay", "0.8"},
	} {
		d := dialOf(t, plan, c.path)
		if d.Unit != c.unit || d.Value != c.value || d.Step != c.step || !(d.Low < d.Value && d.Value < d.High) {
			t.Errorf("%s: %v %s from %v to %v by %v", c.path, d.Value, d.Unit, d.Low, d.High, d.Step)
		}
		if got, _ := turned(t, d, c.x).Value(c.set); got != c.text {
			t.Errorf("%s at %v writes %s", c.path, c.x, got)
		}
	}
	for path, say := range map[string]string{
		"zorgcoach.post":          "did you mean zorgcoach.posts?",
		"effects.zorgcoach.stay":  "no such dial",
		"region":                  "fixed",
		"zorgcoach.work":          "no number",
		"phm.managers":            "financing.phm-elz.amount, financing.phm-regio.amount",
		"financing.regio":         "no number",
		"zorgcoach.start":         "does not have this",
		"effect.coordination.sta": "did you mean effect.coordination.stay?",
		"":                        "no such dial",
	} {
		_, err := plan.Dial(path, region(), onTime)
		var p Problems
		if !errors.As(err, &p) || !strings.Contains(err.Error(), say) {
			t.Errorf("%q: %v", path, err)
		}
	}
	if _, err := planOf(t, "leuven-100").Dial("buurtteams.coach", region(), onTime); err == nil || !strings.Contains(err.Error(), "no amount pays these posts alone") {
		t.Errorf("a coach paid out of EUR 100 a head: %v", err)
	}
}

// The factor turns the dated changes of a plan as well.
func TestBudgetDialTurnsTheTimeline(t *testing.T) {
	plan, err := planOf(t, "coordination-60-40").Set("timeline", "[{at: 2030-01, set: {financing.regio.amount: 800000 EUR/year}}]")
	if err != nil {
		t.Fatal(err)
	}
	d := plan.BudgetDials(region(), onTime)
	if len(d) != 1 {
		t.Fatalf("%d dials", len(d))
	}
	text := string(turned(t, d[0], 0.5).Normalised())
	for _, want := range []string{"solve: 0.5 zorgcoach/buurt", "400000 EUR/year"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the halved plan:\n%s", want, text)
		}
	}
	for _, id := range []string{"reference", "no-coordination"} {
		if d := planOf(t, id).BudgetDials(region(), onTime); len(d) > 0 {
			t.Errorf("%s has money of its own: %+v", id, d[0])
		}
	}
	if d := planOf(t, "leuven-100").BudgetDials(region(), onTime); len(d) != 2 || d[1].Path != "financing.honderd-euro.cap" {
		t.Errorf("leuven-100: %+v", d)
	}
}

func TestYearlyBudget(t *testing.T) {
	regions := []sim.Config{*region(), *region()}
	for text, want := range map[string]float64{
		"3500000 EUR/year": 3_500_000, "1000 EUR/month": 12_000, "2,5 EUR/inwoner/jaar": 2.5 * 1600, "10 EUR/buurt/year": 160,
	} {
		if got, err := YearlyBudget("--equal-budget", text, regions); err != nil || got != want {
			t.Errorf("%s is %v (%v)", text, got, err)
		}
	}
	for _, text := range []string{"", "3500000", "3.500 EUR/year", "0 EUR/year", "-1 EUR/year", "1 EUR/person/year", "1e9 EUR/year", "900000000000 EUR/year", "veel"} {
		if got, err := YearlyBudget("--equal-budget", text, regions); err == nil {
			t.Errorf("%q is accepted as %v", text, got)
		}
	}
}
