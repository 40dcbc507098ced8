package belgium

import (
	"math"

	"piramide/sim"
	"piramide/sim/finance"
)

// pathways lists what the trials of each pathway found. A ratio of risks becomes a
// ratio of hazards by the untreated risk of its trials; standardised differences
// become neither hazard nor utility (model.md section 6).
func pathways(v Values) (out [sim.NumPathways]sim.Pathway) {
	ratio := func(path, untreated string) float64 {
		rr := v.Get("effect.pathway." + path)
		if untreated == "" {
			return math.Log(rr)
		}
		return math.Log(hazardRatio(rr, v.Get("pathway."+untreated)))
	}
	among := v.Get("pathway.heart_failure.among")
	out[sim.PathDiabetes] = sim.Pathway{
		Condition: "diabetes", By: sim.Nurse, Hours: v.Get("pathway.hours.diabetes"),
		Effects: []sim.PathwayEffect{
			{Event: "stay", LogHR: ratio("diabetes.stay", ""), Part: 1, Among: 1},
			{Event: "death", LogHR: ratio("diabetes.death", ""), Part: 1, Among: 1},
		},
	}
	out[sim.PathHeartFailure] = sim.Pathway{
		Condition: "heart_failure", By: sim.Nurse, Hours: v.Get("pathway.hours.heart_failure"),
		Effects: []sim.PathwayEffect{
			{Event: "stay", LogHR: ratio("heart_failure.stay", "heart_failure.untreated_stay"), Part: v.Get("pathway.heart_failure.part"), Among: among},
			{Event: "death", LogHR: ratio("heart_failure.death", "heart_failure.untreated_death"), Part: 1, Among: among},
		},
	}
	out[sim.PathCOPD] = sim.Pathway{
		Condition: "copd", By: sim.Nurse, Hours: v.Get("pathway.hours.copd"),
		Effects: []sim.PathwayEffect{
			{Event: "stay", LogHR: ratio("copd.stay", "copd.untreated_stay"), Part: v.Get("pathway.copd.part"), Among: 1},
		},
	}
	// Stepped care for depression recovered as many as usual care (stepped_care_recovery).
	out[sim.PathDepression] = sim.Pathway{
		Condition: "depression", By: sim.Psychologist, Hours: v.Get("pathway.hours.depression"), Gain: v.Get("effect.pathway.depression.mood"),
	}
	out[sim.PathFrailty] = sim.Pathway{
		Condition: "frailty", By: sim.OccupationalTherapist, Hours: v.Get("pathway.hours.frailty"), Gain: -v.Get("effect.pathway.frailty.adl"),
	}
	out[sim.PathSelfManagement] = sim.Pathway{By: sim.Nurse, Hours: v.Get("pathway.hours.self_management")}
	return out
}

func pathwayNorms(v Values) sim.PathwayNorms {
	n := sim.PathwayNorms{
		Prepare: v.Get("pathway.prepare_months"), Grow: v.Get("pathway.grow_months"), Uptake: v.Get("pathway.uptake"),
		PerGroup: v.Get("care.group_multiplier"),
	}
	for p, wage := range [sim.NumProfessions]string{"nurse", "social_worker", "occupational_therapist", "psychologist"} {
		n.Hour[p] = finance.Euro(clientHour(v, wage))
	}
	return n
}

// clientHour is what an hour with a client costs: wage and overhead over the hours
// that are left for clients.
func clientHour(v Values, wage string) float64 {
	return v.Euro("wage."+wage) * (1 + v.Get("overhead_rate")) / (v.Get("care.productive_hours_year") * v.Get("care.direct_share"))
}

// The ages of the rows child_obesity_*.
const (
	youthFrom = 2
	youthTo   = 17
)

// programmes lists whom the programmes of the interfederal plan are for. No row
// gives an effect: they count people, hours and money.
func programmes(v Values) (out [sim.NumProgrammes]sim.Programme) {
	get := func(name, key string) float64 { return v.Get("programme." + name + "." + key) }
	// The lowest fifth has a share of its own, the others bear the rest of the mean.
	needs := func(name string) (need [sim.Quintiles]float64) {
		low := get(name, "low_ses")
		for q := range need {
			need[q] = math.Max(0, (sim.Quintiles*get(name, "share")-low)/(sim.Quintiles-1))
		}
		need[0] = low
		return need
	}
	month := func(name, wage string) finance.Cents { return finance.Euro(get(name, "hours") * clientHour(v, wage)) }
	out[sim.ProgPregnancy] = sim.Programme{
		Need: needs("pregnancy"), Ask: get("pregnancy", "ask"), Link: v.Get("programme.team_link"),
		Earliest: get("pregnancy", "earliest"), Latest: get("pregnancy", "latest"), Months: get("pregnancy", "after_months"),
		Patience: get("pregnancy", "patience"), Hours: get("pregnancy", "hours"), By: sim.SocialWorker, Month: month("pregnancy", "social_worker"),
	}
	out[sim.ProgYouth] = sim.Programme{
		Need: needs("youth_obesity"), FromAge: youthFrom, ToAge: youthTo, Ask: get("youth_obesity", "ask"), Link: v.Get("programme.team_link"),
		Months: get("youth_obesity", "months"), Patience: get("youth_obesity", "patience"),
		Hours: get("youth_obesity", "hours"), By: sim.Psychologist, Month: month("youth_obesity", "psychologist"),
	}
	return out
}
