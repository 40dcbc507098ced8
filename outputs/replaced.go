package outputs

import (
	"slices"

	"piramide/sim/finance"
)

// Replaced is what a plan that pays a capitation or a bundle saves on the usual fees,
// and what it costs in the end, mean EUR a year over a period, undiscounted.
type Replaced struct {
	Fees float64 // less paid than under the first plan in fees to whom the plan pays it
	Net  float64 // all that the payers pay more than under the first plan
}

// Replaced gives it; false when the plan pays no capitation or bundle, or fees do
// not fall. The fees are those of the ledger: what people use less or more with the
// plan is in them as well.
func (c *Comparison) Replaced(plan string, p Period) (r Replaced, ok bool) {
	instead := []string{finance.ForCapitation.String(), finance.ForBundle.String()}
	entries := c.Entries(plan, p)
	var payees []string
	for _, e := range entries {
		if e.Plan && slices.Contains(instead, e.Reason) {
			payees = append(payees, e.To)
		}
	}
	years := float64(p.Last - p.First + 1)
	for _, e := range entries {
		if e.Nature == natureInKind {
			continue
		}
		from, to := partyByID[e.From].Payer(), partyByID[e.To].Payer()
		switch {
		case from && !to:
			r.Net += e.More.Mean / years
		case to && !from:
			r.Net -= e.More.Mean / years
		}
		if from && !e.Plan && slices.Contains(payees, e.To) {
			r.Fees -= e.More.Mean / years
		}
	}
	return r, r.Fees >= 1
}
