package belgium

import (
	"math"

	"piramide/sim"
	"piramide/sim/finance"
)

// The qualifications, as places in sim.Labour.Pool.
const (
	nurses = iota
	socialWorkers
	therapists
	psychologists
)

// p3Services are the eight service types in the order of sim.Care.P3, with the
// qualification of who does the work.
var p3Services = [sim.NumP3]struct {
	service       finance.Service
	name          string
	qualification int
}{
	{finance.P3CaseManagement, "case_management", socialWorkers},
	{finance.P3OccupationalTherapy, "occupational_therapy", therapists},
	{finance.P3OccupationalTherapyGroup, "occupational_therapy_group", therapists},
	{finance.P3Psychology, "psychology", psychologists},
	{finance.P3PsychologyGroup, "psychology_group", psychologists},
	{finance.P3NightVisit, "night_visit", nurses},
	{finance.P3CareEducation, "care_education", nurses},
	{finance.P3CarerSupport, "informal_carers", socialWorkers},
}

// p3 fills the projects at their present size (seed 002).
func p3(v Values, c *sim.Care) {
	c.P3Inflow = v.Get("p3.inflow_per_1000_65plus") / 1000
	c.P3Months = int(v.Get("p3.inclusion_months"))
	c.P3Lost = v.Get("p3.client_loss")
	c.P3ADL, c.P3Mood = v.Get("effect.pathway.frailty.adl"), -v.Get("effect.pathway.depression.mood")
	session := int(math.Round(v.Get("p3.session_minutes") / v.Get("p3.unit_minutes")))
	// Two services have a cap: the hours of case management, and one visit a night.
	most := map[finance.Service]float64{
		finance.P3CaseManagement: v.Get("p3.most_hours.case_management") * 60 / v.Get("p3.unit_minutes"),
		finance.P3NightVisit:     v.Get("p3.most_per_month.night_visit") * float64(c.P3Months),
	}
	for _, s := range p3Services {
		x := sim.P3Service{
			Service: s.service, Share: v.Get("p3.share." + s.name), UnitsPerClient: v.Get("p3.units." + s.name), MostUnits: most[s.service],
			HoursPerUnit: v.Get("p3.hours_per_unit." + s.name), Qualification: s.qualification,
			Tariff: finance.Tariff{Fee: finance.Euro(v.Euro("p3.tariff." + s.name))},
		}
		if s.service == finance.P3CaseManagement || s.service == finance.P3Psychology {
			x.Session = session
		}
		c.P3 = append(c.P3, x)
	}
}

// p3Effects are the effects of P3 on hazards: on entry into a nursing home, of all
// services over the inclusion period and of the support of carers. What is known of
// occupational therapy and of psychology is a standardised difference, and no hazard.
func p3Effects(v Values) []sim.Effect {
	hr := hazardRatio(v.Get("effect.p3.nursing_home"), v.Get("effect.p3.untreated_risk"))
	return []sim.Effect{
		{Name: "p3_nursing_home", Event: "nursing_home", P3: 1<<sim.NumP3 - 1, LogHR: []float64{math.Log(hr)}},
		{Name: "carer_support_nursing_home", Event: "nursing_home", P3: 1 << (sim.NumP3 - 1), Carer: true, LogHR: []float64{math.Log(v.Get("effect.carer_support.nursing_home"))}},
	}
}
