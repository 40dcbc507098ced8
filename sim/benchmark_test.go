package sim

import (
	"context"
	"testing"

	"piramide/sim/finance"
)
func TestExplore(t *testing.T) {
	for luck := range uint64(4) {
	c := testConfig(20000)
	c.Luck = luck
	c.Calendar.Cycles = 60
	c.Before.Instruments = append(careAsToday(), finance.Instrument{Name: "gmd", Payer: finance.Federal, Payee: finance.GPPractices, Terms: finance.GMDFee{}})
	ins := append([]finance.Instrument(nil), c.Before.Instruments...)
	for _, r := range []finance.Reason{finance.ForGPContact, finance.ForStay, finance.ForEDVisit, finance.ForResidual, finance.ForHomeNursing, finance.ForNursingHomeDay} {
		ins = append(ins, finance.Instrument{Name: "s-" + r.String(), Payer: finance.Federal, Payee: finance.Buurtteams, Terms: finance.SharedSavings{Share: 0.5, Yearly: finance.Yearly{Population: finance.OfRegion, Costs: []finance.Reason{r}}}})
	}
	c.Schedule = []Dated{{From: c.Calendar.Start, Plan: Plan{P3: 1, Instruments: ins}}}
	r, err := Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range r.Outcomes {
		t.Logf("%s %d benchmark %.0f actual %.0f ratio %.4f  %s %.0f", o.Instrument, o.Year, o.Benchmark.Euro(), o.Actual.Euro(), float64(o.Actual)/float64(o.Benchmark), o.Verdict, o.Earned.Euro())
	}
	}
}
