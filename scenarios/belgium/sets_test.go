package belgium

import (
	"testing"

	"piramide/scenarios"
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
)

// Under every set of assumptions a world can be built in every region, at the base
// values and in draws, and Leuven still meets all that its inputs say: another
// pyramid is another division of the same people.
func TestWorldsUnderEverySet(t *testing.T) {
	reg, err := evidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	params, err := model.Load(reg)
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenarios.Load("reference")
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range scenarios.Sets() {
		plan, err := s.Under(set.Name)
		if err != nil {
			t.Fatal(err)
		}
		values := func(n int) *model.Values {
			v := params.Values(1, n)
			plan.Assume(v, 1, n)
			return v
		}
		base := values(0)
		targets, err := Targets(reg, base, "leuven", false)
		if err != nil {
			t.Fatalf("%s: %v", set.Name, err)
		}
		for _, c := range targets {
			if d := c.Model - c.Target; d > c.Tolerance || d < -c.Tolerance {
				t.Errorf("%s: %s is %g, target %g ± %g", set.Name, c.ID, c.Model, c.Target, c.Tolerance)
			}
		}
		for _, id := range []string{"leuven-6elz", "belgium"} {
			regions, err := Regions(id, base)
			if err != nil {
				t.Fatal(err)
			}
			for n := range 4 {
				c, _, err := BuildDraw(base, values(n), regions[len(regions)-1])
				if err != nil {
					t.Fatalf("%s, %s, draw %d: %v", set.Name, id, n, err)
				}
				declines := 0
				for _, e := range c.Effects {
					if e.Name == "coordination_decline" {
						declines++
						if e.Event != "up" || e.State != "high_risk" || e.LogHR[0] >= 0 {
							t.Errorf("%s: the effect on decline is %+v", set.Name, e)
						}
					}
				}
				if declines > 0 && set.Name != "optimistic" || n == 0 && set.Name == "optimistic" && declines != 2 {
					t.Errorf("%s, draw %d: %d effects on decline", set.Name, n, declines)
				}
			}
		}
	}
}
