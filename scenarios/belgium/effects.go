package belgium

import (
	"math"

	"piramide/sim"
)

// effects lists what care does to hazards (model.md section 6): coordination
// on unplanned stays, death and nursing-home entry, by a zorgcoach or a case
// manager; on moves up and on decline from high-risk to complex need only where an
// assumption says so; dementia case management on nursing-home entry, limited in time.
func effects(v Values) []sim.Effect {
	p0 := v.Get("effect.coordination.untreated_risk")
	var out []sim.Effect
	for _, role := range []sim.Role{sim.Zorgcoach, sim.Casemanager} {
		onset := int(math.Round(v.Get("effect.onset_months")))
		out = append(out,
			// Stays are counts: their rate ratio is the hazard ratio.
			sim.Effect{Name: "coordination_stay", Role: role, Event: "stay", Onset: onset, LogHR: []float64{math.Log(v.Get("effect.coordination.stay"))}},
			sim.Effect{Name: "coordination_death", Role: role, Event: "death", Onset: onset, LogHR: []float64{math.Log(hazardRatio(v.Get("effect.coordination.death"), p0))}},
			sim.Effect{Name: "coordination_nursing_home", Role: role, Event: "nursing_home", Onset: onset, LogHR: []float64{math.Log(hazardRatio(v.Get("effect.coordination.nursing_home"), p0))}},
		)
		if hr := v.Get("effect.tier_move"); hr != 1 {
			out = append(out, sim.Effect{Name: "coordination_tier", Role: role, Event: "up", Onset: onset, LogHR: []float64{math.Log(hr)}})
		}
		if rr := v.Get("effect.decline"); rr != 1 { // of people at high risk, who have one move up
			out = append(out, sim.Effect{Name: "coordination_decline", Role: role, Event: "up", State: stateNames[2], Onset: onset, LogHR: []float64{math.Log(hazardRatio(rr, p0))}})
		}
	}
	return append(append(out, p3Effects(v)...),
		sim.Effect{
			Name: "dementia_nursing_home", Role: sim.Casemanager, Event: "nursing_home", Condition: "dementia", CatchUp: early,
			LogHR: dementiaLogHR(v.Get("effect.dementia_cm.nursing_home_lt18m"), v.Get("effect.dementia_cm.nursing_home_all"),
				v.Get("effect.dementia_cm.untreated_risk_18m"), int(v.Get("effect.dementia_cm.followup_months"))),
		},
		sim.Effect{
			Name: "dementia_stay", Role: sim.Casemanager, Event: "stay", Condition: "dementia",
			LogHR: []float64{math.Log(v.Get("effect.dementia_cm.stay"))},
		},
	)
}

// hazardRatio turns a risk ratio over a trial whose untreated risk was p0 into
// a ratio of hazards.
func hazardRatio(rr, p0 float64) float64 {
	return math.Log(1-rr*p0) / math.Log(1-p0)
}

// early is the follow-up, in months, of the first published ratio.
const early = 18

// dementiaLogHR gives the effect on nursing-home entry by month since the first contact
// with case management so that, for who stays in it over the first 18, the risk ratio
// over 18 months and the one over the whole follow-up both come out, under the constant
// untreated hazard that makes p0 in 18 months. The second implies catching up after
// month 18; later there is no effect.
func dementiaLogHR(rrEarly, rrAll, p0 float64, months int) []float64 {
	base := -math.Log(1-p0) / early // hazard per month
	first := hazardRatio(rrEarly, p0)
	risk := 1 - math.Exp(-base*float64(months))
	all := -math.Log(1 - math.Min(rrAll*risk, 0.99))
	// What is left after month 18 never lets the cumulative hazard fall.
	later := math.Max(0.05, (all-first*base*early)/(base*float64(months-early)))
	out := make([]float64, months+1)
	for k := range months {
		out[k] = math.Log(first)
		if k >= early {
			out[k] = math.Log(later)
		}
	}
	return out
}
