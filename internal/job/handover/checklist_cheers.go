package handover

import (
	"slices"
	"strings"

	"piramide/internal/job/version"
	"piramide/outputs"
)

// The 28 items of CHEERS 2022 (Husereau and others, BMJ 2022;376:e067975). What only
// people can know – who paid for the study, who took part in it – is said to be missing.
var cheersItems = []demand{
	{id: "title", where: []string{"question"}, fill: func(f *filler) { f.say("said", "kind", f.r.Kind) }},
	{id: "abstract", where: []string{"answer"}, fill: func(f *filler) {
		f.say("said")
		f.lacks("alternatives")
	}},
	{id: "background", where: []string{"question"}, fill: func(f *filler) {
		f.say("said")
		f.lacks("policy")
	}},
	{id: "analysis_plan", where: []string{"run"}, fill: func(f *filler) {
		f.say("said")
		f.lacks("none")
	}},
	{id: "population", where: []string{"question", "equity", "figures"}, fill: func(f *filler) {
		f.say("said", "people", int(f.people()), "region", f.where, "tiers", strings.Join(f.tierShares(), ", "))
	}},
	{id: "setting", where: []string{"question"}, fill: func(f *filler) {
		f.say("said", "region", f.where, "from", f.horizon().First, "to", f.horizon().Last)
	}},
	{id: "comparators", where: []string{"question"}, fill: func(f *filler) {
		f.say("said", "first", f.title(0), "others", f.othersNamed())
		f.lacks("why")
	}},
	{id: "perspective", where: []string{"perspectives", "pays"}, fill: func(f *filler) {
		if names := f.perspectiveNames(); names != nil {
			f.say("said", "list", strings.Join(names, ", "))
		} else {
			f.lacks("no_ledger")
		}
	}},
	{id: "horizon", where: []string{"comparison"}, fill: func(f *filler) {
		f.say("said", "from", f.horizon().First, "to", f.horizon().Last, "count", f.horizon().Last-f.horizon().First+1)
		f.lacks("not_lifelong", "to", f.horizon().Last)
	}},
	{id: "discount", where: []string{"perspectives"}, fill: (*filler).discounting},
	{id: "outcomes", where: []string{"aims", "comparison"}, fill: func(f *filler) {
		shown := 0
		for i := range f.c.Rows {
			if f.c.Rows[i].Period == f.c.Periods[0] && exists(&f.c.Rows[i]) {
				shown++
			}
		}
		f.say("said", "count", shown)
		if f.row("qaly") == nil {
			f.lacksCommon("no_qaly")
		}
	}},
	{id: "measurement", where: []string{"methods", "terms"}, fill: func(f *filler) { f.say("said") }},
	{id: "valuation", where: []string{"perspectives"}, fill: func(f *filler) {
		if f.row("qaly") == nil {
			f.lacksCommon("no_qaly")
			return
		}
		all, without := f.under("utility.")
		f.say("said", "all", all)
		if without > 0 {
			f.lacksCommon("utilities", "all", all, "without", without)
		}
	}},
	{id: "costs", where: []string{"pays", "money", "perspectives"}, fill: func(f *filler) {
		if f.perspectiveNames() == nil {
			f.lacks("no_ledger")
			return
		}
		all, without := f.under(pricePaths...)
		f.say("said", "all", all)
		if without > 0 {
			f.lacksCommon("prices", "all", all, "without", without)
		}
	}},
	{id: "currency", where: []string{"perspectives"}, fill: func(f *filler) {
		if y := f.c.Result.Manifest.PriceYear; y > 0 {
			f.say("said", "year", y)
		} else {
			f.lacks("unknown")
		}
	}},
	{id: "model", where: []string{"odd", "methods"}, fill: func(f *filler) {
		f.say("said", "version", version.Name(), "engine", f.c.Result.Manifest.Engine)
		f.lacks("address")
	}},
	{id: "analytics", where: []string{"methods"}, fill: func(f *filler) {
		f.say("said", "count", f.c.Draws*f.c.Replicates)
		f.lacksCommon("validation")
	}},
	{id: "heterogeneity", where: []string{"equity"}, fill: func(f *filler) {
		f.say("said", "count", len(f.r.Equity.Tables[0].Rows))
	}},
	{id: "distribution", where: []string{"equity", "pays"}, fill: func(f *filler) {
		f.say("said")
		f.lacks("weights")
	}},
	{id: "uncertainty", where: []string{"methods", "comparison"}, fill: func(f *filler) {
		if !f.uncertain() {
			f.lacksCommon("no_uncertainty")
			return
		}
		f.say("said", "draws", f.c.Draws, "replicates", f.c.Replicates)
		f.lacks("structure", "sets", f.c.Result.Manifest.AssumptionTitles(f.w.Lang()))
	}},
	{id: "engagement", fill: func(f *filler) { f.lacks("unknown") }},
	{id: "parameters", where: []string{"assumptions"}, fill: func(f *filler) {
		all, without := f.unsourced()
		f.say("said", "all", all, "shown", len(f.r.Assumptions))
		if without > 0 {
			f.lacks("unsourced", "without", without, "all", all)
		}
	}},
	{id: "results", where: []string{"answer", "comparison", "money"}, fill: func(f *filler) {
		f.say("said")
		switch {
		case f.row("qaly") == nil:
			f.lacksCommon("no_qaly")
		case f.c.ChanceOnly:
			f.lacksCommon("no_uncertainty")
		default:
			for i := range f.c.Plans[1:] {
				f.said = append(f.said, f.costOfQALY(i))
			}
		}
	}},
	{id: "effect_of_uncertainty", where: []string{"answer", "drivers", "mind", "perspectives"}, fill: func(f *filler) {
		if !f.uncertain() {
			f.lacksCommon("no_uncertainty")
			return
		}
		f.say("said")
		if f.r.Drivers.Tables == nil {
			f.lacks("no_drivers", "draws", f.c.Draws)
		}
		f.lacks("horizon")
	}},
	{id: "effect_of_engagement", fill: func(f *filler) { f.lacks("unknown") }},
	{id: "findings", where: []string{"answer", "mind", "not-modelled", "before-after"}, fill: func(f *filler) {
		f.say("said", "region", f.where)
		f.lacks("literature")
	}},
	{id: "funding", fill: func(f *filler) { f.lacks("unknown") }},
	{id: "conflicts", fill: func(f *filler) { f.lacks("unknown") }},
}

// pricePaths are the prices and wages among the parameters.
var pricePaths = []string{"price.stay", "price.ed", "price.gp", "price.carer", "wage.", "cost.", "overhead_rate"}

// perspectiveNames are those of the costs, the reference case first; nil without a ledger.
func (f *filler) perspectiveNames() (names []string) {
	for _, v := range f.c.Perspectives() {
		if name := v.Name(f.w); v.Plan == f.c.Base && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// discounting says the rates of the run, and where they are not those of the KCE.
func (f *filler) discounting() {
	rates := f.c.Result.Manifest.Discount
	f.common("rates", "costs", f.rate(rates.Costs), "outcomes", f.rate(rates.Outcomes))
	costs, known := f.reg.Row("kce_discount_costs")
	outcomes, also := f.reg.Row("kce_discount_outcomes")
	if known && also && (rates != outputs.Rates{Costs: costs.Value, Outcomes: outcomes.Value}) {
		f.lacksCommon("other_rates", "costs", f.rate(costs.Value), "outcomes", f.rate(outcomes.Value))
	}
}
