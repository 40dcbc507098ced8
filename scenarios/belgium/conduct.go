package belgium

import "piramide/sim"

// conduct is how people and organisations answer to incentives: ratios as their
// difference with 1, so that what is off is 0.
func conduct(v Values) sim.Conduct {
	shift := func(payment string) sim.Shift {
		return sim.Shift{Contacts: v.Get("conduct."+payment+".contacts") - 1, Visits: v.Get("conduct."+payment+".ed") - 1}
	}
	return sim.Conduct{
		Participation: v.Get("conduct.participation"),
		EasyInclusion: v.Get("conduct.easy_inclusion"),
		Capitation:    shift("capitation"), PopulationBudget: shift("population_budget"),
		UnderUse: v.Get("conduct.under_use"), Upcoding: v.Get("conduct.upcoding"), Selection: v.Get("conduct.selection_no_gmd"),
	}
}
