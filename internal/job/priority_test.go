package job

import (
	"math"
	"testing"

	"piramide/outputs"
)

// The priority plans of the programme for frail persons, in Leuven over four years: each
// reaches more of its own group than the plan that it extends, at the same programme cost,
// with the same posts and the same need. One simulation: the effect of an
// order on who stands in line is large beside chance.
func TestPriorityPlansMoveWhoIsReached(t *testing.T) {
	groups := map[string]string{
		"kp-dementia": "reached_dementia", "kp-frail-80": "reached_frail_80", "kp-psychological": "reached_psychological",
		"kp-socio-economic": "reached_socio_economic", "kp-broad": "reached_broad",
	}
	r := request(t, "full-proposal", "kp-dementia", "kp-frail-80", "kp-psychological", "kp-socio-economic", "kp-broad")
	r.Region, r.Horizon, r.Draws = "leuven", "4 years", 1
	result := sealed(t, r)
	values := map[string]map[string]float64{}
	if err := result.Each(func(c *outputs.CellTables) error {
		p := outputs.NewProbe(c, result.Manifest.Discount)
		v := map[string]float64{"programme": p.Programme(0, 3)}
		for _, id := range []string{"fte", "found", "reached_dementia", "reached_frail_80", "reached_psychological", "reached_socio_economic", "reached_broad"} {
			v[id] = p.Indicator(&outputs.Indicators[outputs.Find(outputs.Indicators, id)], 2, 3)
		}
		values[c.Cell.Scenario] = v
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	base := values["full-proposal"]
	for plan, own := range groups {
		v := values[plan]
		if v[own] < base[own]*1.1 {
			t.Errorf("%s reaches %.4f of its group, the full proposal %.4f", plan, v[own], base[own])
		}
		// Posts and instruments are the same (scenarios.TestPriorityPlansCostTheSame). Who
		// leaves may differ, since the load of other clients is another, and the money of a
		// vacant post goes back to who paid.
		if math.Abs(v["programme"]/base["programme"]-1) > 0.05 {
			t.Errorf("%s costs %.2f a year, the full proposal %.2f", plan, v["programme"], base["programme"])
		}
		if math.Abs(v["fte"]/base["fte"]-1) > 0.05 {
			t.Errorf("%s fills %.3f posts, the full proposal %.3f", plan, v["fte"], base["fte"])
		}
		if math.Abs(v["found"]-base["found"]) > 0.01 { // who gave up is asked again later, and known need ends with need
			t.Errorf("%s: %.4f of need is known, under the full proposal %.4f", plan, v["found"], base["found"])
		}
	}
}
