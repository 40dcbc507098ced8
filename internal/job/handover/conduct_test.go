package handover

import (
	"testing"

	"piramide/internal/words"
	"piramide/outputs"
)

// The report lists a shift of conduct only beside a plan that pays in the way it
// follows, and what is off in every draw never.
func TestConductThatActs(t *testing.T) {
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		plan string
		acts bool
	}{{"mixed-new-deal", true}, {"population-budget", false}} {
		c, err := outputs.Compare(sealed(t, request(t, "reference", x.plan)), "")
		if err != nil {
			t.Fatal(err)
		}
		l := illustrator{c: c, w: w}
		listed := map[string]bool{}
		for _, path := range []string{"conduct.capitation.contacts", "conduct.capitation.ed", "conduct.population_budget.ed", "conduct.upcoding", "staff.absence"} {
			listed[path] = l.acts(path)
		}
		if listed["conduct.capitation.contacts"] != x.acts || listed["conduct.capitation.ed"] != x.acts {
			t.Errorf("%s: %v", x.plan, listed)
		}
		if listed["conduct.population_budget.ed"] || listed["conduct.upcoding"] || listed["staff.absence"] {
			t.Errorf("%s: what is off, or is no conduct, acts: %v", x.plan, listed)
		}
	}
}
