package handover

import "strings"

// The reference case of the Belgian guidelines (Cleemput and others, KCE report 183,
// second edition, 2012), component by component, with its budget impact analysis. What
// the register knows of a demand is named by its row.
var kceDemands = []demand{
	{id: "literature", where: []string{"assumptions"}, fill: func(f *filler) {
		all, without := f.unsourced()
		f.say("said", "all", all)
		f.lacks("no_review", "without", without, "all", all)
	}},
	{id: "perspective", where: []string{"perspectives"}, rows: []string{"kce_perspective_payer"}, fill: func(f *filler) {
		if f.perspectiveNames() == nil {
			f.lacks("no_ledger")
			return
		}
		f.say("said")
	}},
	{id: "population", where: []string{"question"}, fill: func(f *filler) {
		f.say("said", "people", int(f.people()), "region", f.where)
	}},
	{id: "comparator", where: []string{"question"}, rows: []string{"kce_comparator_frontier"}, fill: func(f *filler) {
		f.say("said", "first", f.title(0))
		f.lacks("no_frontier")
	}},
	{id: "technique", where: []string{"comparison", "money"}, fill: func(f *filler) {
		if f.row("qaly") == nil {
			f.lacksCommon("no_qaly")
			return
		}
		f.say("said")
		for i := range f.c.Plans[1:] {
			f.said = append(f.said, f.costOfQALY(i))
		}
		f.lacks("no_trial")
	}},
	{id: "costs", where: []string{"pays", "money"}, fill: func(f *filler) {
		if f.perspectiveNames() == nil {
			f.lacks("no_ledger")
			return
		}
		f.say("said")
		if all, without := f.under(pricePaths...); without > 0 {
			f.lacksCommon("prices", "all", all, "without", without)
		}
	}},
	{id: "outcomes", where: []string{"comparison", "perspectives"}, rows: []string{"kce_outcome_valuation_public"}, fill: func(f *filler) {
		if f.row("qaly") == nil {
			f.lacksCommon("no_qaly")
			return
		}
		f.say("said")
		if all, without := f.under("utility."); without > 0 {
			f.lacksCommon("utilities", "all", all, "without", without)
		}
	}},
	{id: "horizon", where: []string{"comparison"}, rows: []string{"kce_lifetime_horizon"}, fill: func(f *filler) {
		f.say("said", "count", f.horizon().Last-f.horizon().First+1, "from", f.horizon().First, "to", f.horizon().Last)
		f.lacks("not_lifelong")
	}},
	{id: "modelling", where: []string{"odd", "methods", "assumptions"}, fill: func(f *filler) {
		f.say("said")
		f.lacksCommon("validation")
	}},
	{id: "uncertainty", where: []string{"comparison", "drivers"}, rows: []string{"kce_uncertainty_required", "kce_psa_runs"}, fill: func(f *filler) {
		if !f.uncertain() {
			f.lacksCommon("no_uncertainty")
			return
		}
		f.say("said", "draws", f.c.Draws)
		if row, known := f.reg.Row("kce_psa_runs"); known && float64(f.c.Draws) < row.Value {
			f.lacks("few_draws", "draws", f.c.Draws, "asked", row.Value)
		}
		f.lacks("no_one_way")
	}},
	{id: "discount", where: []string{"perspectives"}, rows: []string{"kce_alt_discount_equal"}, fill: func(f *filler) {
		f.discounting()
		f.say("zero")
		f.lacks("no_equal_rates")
	}},
	{id: "subgroups", where: []string{"equity"}, rows: []string{"kce_subgroups"}, fill: func(f *filler) {
		f.say("said", "count", len(f.r.Equity.Tables[0].Rows))
		f.lacks("one_indicator")
	}},
	{id: "budget_impact", where: []string{"perspectives", "pays"}, rows: []string{"bia_horizon_years"}, fill: func(f *filler) {
		if f.perspectiveNames() == nil {
			f.lacks("no_ledger")
			return
		}
		head := f.c.Periods[0]
		years := head.Last - head.First + 1
		f.say("said", "from", head.First, "to", head.Last, "count", years)
		if row, known := f.reg.Row("bia_horizon_years"); known && float64(years) < row.Low {
			f.lacks("short", "years", years, "asked", row.Low)
		}
	}},
	{id: "reporting", where: []string{"cheers"}, rows: []string{"kce_standard_report"}, fill: func(f *filler) {
		f.say("said", "plans", strings.TrimSpace(f.othersNamed()))
		f.lacks("own_order")
	}},
}
