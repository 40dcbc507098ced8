package forecast

import (
	"fmt"

	"piramide/scenarios/evidence"
)

// Prior is what is thought of yearly counts before they are seen, on the log scale.
// Types share a growth, a shock and a typical step; each has its own around them.
type Prior struct {
	ShockYear      int
	Growth         float64 // SD of the common growth per year, mean 0
	GrowthBetween  float64 // SD of a type's growth around it
	Shock          float64 // SD of the common shock of ShockYear, mean 0
	ShockBetween   float64 // SD of a type's shock around it
	Step           float64 // median over types of the SD of a yearly step that lasts
	StepLog        float64 // SD of the log of that median
	StepLogBetween float64 // SD of the log of a type's step around it
	Quarters       float64 // SD of the log of a year known in part
}

// PriorRows are the rows of the register that P3Prior reads.
var PriorRows = []string{
	"own_p3_forecast_growth_sd", "own_p3_forecast_growth_between_sd", "own_p3_forecast_shock_sd", "own_p3_forecast_shock_between_sd",
	"own_p3_forecast_step", "own_p3_forecast_step_log_sd", "own_p3_forecast_step_between_log_sd", "own_p3_forecast_quarters_sd",
}

// fields are the parts of a prior in the order of PriorRows.
func (p *Prior) fields() []*float64 {
	return []*float64{&p.Growth, &p.GrowthBetween, &p.Shock, &p.ShockBetween, &p.Step, &p.StepLog, &p.StepLogBetween, &p.Quarters}
}

// P3Prior is the prior of the P3 volumes. A row that is named takes the value that
// pick chooses of it instead of its own, to see what rests on it; "" names none.
func P3Prior(reg *evidence.Register, row string, pick func(evidence.Row) float64) (Prior, error) {
	p := Prior{ShockYear: p3Shock}
	for k, field := range p.fields() {
		r, ok := reg.Row(PriorRows[k])
		if !ok {
			return Prior{}, fmt.Errorf("forecast: no evidence row %s", PriorRows[k])
		}
		*field = r.Value
		if r.ID == row {
			*field = pick(r)
		}
	}
	return p, nil
}
