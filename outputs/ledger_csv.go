package outputs

// perspectivesTable gives every perspective with its intervals, EUR of constant
// prices but for nominal; differences are with the first plan.
func perspectivesTable(c *Comparison, row func(...any)) {
	row("plan", "perspective", "quantity", "first_year", "last_year", "prices", "discount_rate", "mean", "median", "low", "high", "cells")
	head, all, m := c.Periods[0], c.wholeHorizon(), &c.Result.Manifest
	constant := any("constant")
	if m.PriceYear > 0 {
		constant = m.PriceYear
	}
	for _, x := range c.Perspectives() {
		for _, q := range []struct {
			name   string
			period Period
			prices any
			rate   float64
			e      Estimate
		}{
			{"eur_per_inhabitant_year", head, constant, 0, x.Level},
			{"difference_eur_per_inhabitant_year", head, constant, 0, x.PerHead},
			{"budget_impact_eur", head, constant, 0, x.Impact},
			{"budget_impact_nominal_eur", head, "nominal", 0, x.Nominal},
			{"present_value_eur", all, constant, m.Discount.Costs, x.Present},
			{"undiscounted_eur", all, constant, 0, x.Undiscounted},
		} {
			if q.e.Cells > 0 {
				row(x.Plan, x.View, q.name, q.period.First, q.period.Last, q.prices, q.rate, q.e.Mean, q.e.Median, q.e.Low, q.e.High, q.e.Cells)
			}
		}
	}
}

// breakEvenTable gives for every plan and party in how many cells it is no longer
// worse off than under the first plan from a month on: a month, never_in_the_red
// or not_within_horizon.
func breakEvenTable(c *Comparison, row func(...any)) {
	row("plan", "party", "from", "cells")
	for _, p := range c.Plans[1:] {
		for _, a := range c.Accounts(p.ID, c.Periods[0]) {
			b := a.BreakEven
			if b.Even {
				continue
			}
			if b.Always > 0 {
				row(p.ID, a.Party, "never_in_the_red", b.Always)
			}
			for _, m := range b.Months {
				row(p.ID, a.Party, m.Month, m.Cells)
			}
			if b.Never > 0 {
				row(p.ID, a.Party, "not_within_horizon", b.Never)
			}
		}
	}
}
