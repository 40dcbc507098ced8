package belgium

import (
	"math"
	"testing"

	"piramide/sim"
)

// What a ratio of heart-failure stays does to all stays of a participant agrees with the
// ratio of all stays of the same review; the row that holds it is recalled and no input.
func TestHeartFailurePartAgreesWithAllStays(t *testing.T) {
	v := base(t)
	for _, e := range pathways(v)[sim.PathHeartFailure].Effects {
		if e.Event != "stay" {
			continue
		}
		const low, high = 0.83, 1.01 // dm_hf_allcause_readmission_rr
		if all := 1 - e.Part*(1-math.Exp(e.LogHR)); all < low || all > high {
			t.Errorf("all stays of a participant: %.3f, published %.2f to %.2f", all, low, high)
		}
	}
}

// Base values: the diabetes pathway has no effect, those with a score no hazard, and all
// others lower theirs; the share of a programme's need keeps its mean over the fifths.
func TestPathwaysAtBase(t *testing.T) {
	v := base(t)
	for p, x := range pathways(v) {
		for _, e := range x.Effects {
			null := sim.PathwayID(p) == sim.PathDiabetes
			if null != (e.LogHR == 0) || e.LogHR > 0 || x.Gain != 0 {
				t.Errorf("pathway %d on %s: hazard ratio %.3f", p, e.Event, math.Exp(e.LogHR))
			}
		}
		if x.Hours <= 0 {
			t.Errorf("pathway %d has no hours", p)
		}
	}
	for p, name := range []string{sim.ProgPregnancy: "pregnancy", sim.ProgYouth: "youth_obesity"} {
		mean := 0.0
		for _, share := range programmes(v)[p].Need {
			mean += share / sim.Quintiles
		}
		if want := v.Get("programme." + name + ".share"); math.Abs(mean-want) > 1e-12 {
			t.Errorf("%s: mean need %.4f, expected %.4f", name, mean, want)
		}
	}
}
