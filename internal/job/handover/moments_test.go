package handover

import (
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/outputs"
)

// TestMomentIsOfThePlan: what marks the first staff is the first month of the accounts in
// which a compared plan has staff that it did not have before, not before its teams should
// start; a plan that nobody joins, or that had its staff from the start, has no moment.
func TestMomentIsOfThePlan(t *testing.T) {
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	c := lives(t, "3 years", "reference", "leuven-today", "full-proposal")
	only := func(plans ...string) []int {
		kept := *c
		kept.Plans = nil
		for _, id := range plans {
			for _, p := range c.Plans {
				if p.ID == id {
					kept.Plans = append(kept.Plans, p)
				}
			}
		}
		var months []int
		for _, m := range (illustrator{c: &kept, w: w}).moments() {
			months = append(months, m.Month)
			if !strings.Contains(m.Name, "20") {
				t.Errorf("a moment without its month: %s", m.Name)
			}
		}
		return months
	}
	if m := only("reference"); m != nil {
		t.Errorf("care as today has new staff in month %v", m)
	}
	m := only("reference", "full-proposal")
	if len(m) != 1 {
		t.Fatalf("the full proposal has %d moments", len(m))
	}
	b, err := c.Result.Band("full-proposal", "posts_filled")
	if err != nil {
		t.Fatal(err)
	}
	plan := &c.Plans[2]
	start := max(0, 12*plan.FirstTeamYear-int(b.First))
	if at := m[0] / b.Step; m[0] < start || b.Median[at] <= 0 || at > 0 && m[0] > start && b.Median[at-1] > 0 {
		t.Errorf("the moment is month %d; teams start in month %d, with staff %v", m[0], start, b.Median)
	}
	later := *plan
	later.FirstTeamYear = plan.FirstTeamYear + 100
	kept := *c
	kept.Plans = []outputs.Plan{c.Plans[0], later}
	if m := (illustrator{c: &kept, w: w}).moments(); m != nil {
		t.Errorf("a plan whose teams never start has a moment: %v", m)
	}
}
