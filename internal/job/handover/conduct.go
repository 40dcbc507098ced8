package handover

import (
	"slices"
	"strings"

	"piramide/outputs"
	"piramide/sim/finance"
)

// shifts are the parameters of conduct that need a way of paying, by the beginning of
// their paths, with the reason under which a plan of that kind pays.
var shifts = map[string]finance.Reason{
	"conduct.capitation.":        finance.ForCapitation,
	"conduct.population_budget.": finance.ForPopulation,
}

// acts says whether a parameter of conduct does something in a compared plan: it is
// not off in every draw, and for a shift of contacts and visits there is a plan that
// pays in the way it follows.
func (l illustrator) acts(path string) bool {
	if !strings.HasPrefix(path, "conduct.") {
		return false
	}
	off, payers := 0.0, l.c.Plans
	for prefix, reason := range shifts {
		if strings.HasPrefix(path, prefix) { // a ratio
			off = 1
			payers = slices.DeleteFunc(slices.Clone(payers), func(p outputs.Plan) bool { return !l.pays(p.ID, reason) })
		}
	}
	return slices.ContainsFunc(l.c.Result.Parameters, func(p outputs.Parameter) bool {
		return p.Path == path && p.Value != off &&
			slices.ContainsFunc(payers, func(plan outputs.Plan) bool { return p.Scenario == "" || p.Scenario == plan.ID })
	})
}

// pays says whether an instrument of a plan pays for a reason in any year.
func (l illustrator) pays(plan string, reason finance.Reason) bool {
	_, all := l.years()
	return slices.ContainsFunc(l.c.Entries(plan, all), func(e outputs.Entry) bool { return e.Plan && e.Euros.Mean != 0 && e.Reason == reason.String() })
}
