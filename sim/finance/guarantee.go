package finance

import "math"

// BudgetGuarantee pays the projects what their population cost less than it was
// expected to: risk-adjusted expected cost minus actual cost over the accounting
// year, all of it, when positive. Sources: the 2016 guide of the IAC ("budgetgarantie
// … onder voorbehoud", with gains reinvested), royal decree of 31 July 2017 and its
// account on integreo.be: the guarantee estimates what care would have cost without
// the project, from the growth of national spending adjusted to the people concerned;
// the difference with actual spending is an efficiency gain or loss.
//
// It never paid (evidence row budget_guarantee_stopped). The first calculation, of
// 2017, raised questions about the exactness of the estimates and about outliers;
// projects got a flat sum in 2019 and the guarantee was given up by decree of
// 7 June 2021. Both ways in which it failed are terms here:
//
//   - Tolerance: before the start, expected and actual cost of the same people are
//     compared over Benchmark.Years; when they differ by more than this share of
//     actual cost, the model of expected cost is not accepted, and nothing is settled;
//   - Lag and Deadline: the data come Lag months after the year; when that is later
//     than the Deadline, that year is not settled.
//
// Readings: Benchmark.By is ByExpected (the model's own words) or ByOwnAdjusted (the
// decree's: own cost in the base years × growth of expected cost). A loss is
// forgotten, since no text asks it back; with CarryLoss it is set off against later
// gains.
type BudgetGuarantee struct {
	Yearly
	Deadline  int     // months after the year's end; 0 means none
	Tolerance float64 // 0 means that the model is not tested
	CarryLoss bool
}

// Gain is what a year brings, after a loss carried over from earlier years (0 or
// more), and the loss to carry on.
func (t *BudgetGuarantee) Gain(expected, actual, carried Cents) (gain, carry Cents) {
	gain = expected - actual
	if t.CarryLoss {
		gain -= carried
	}
	if gain < 0 {
		if t.CarryLoss {
			carry = -gain
		}
		gain = 0
	}
	return gain, carry
}

// Accepted says whether expected cost came near enough to actual cost in the base
// years for the guarantee to be settled.
func (t *BudgetGuarantee) Accepted(base Counted) bool {
	if t.Tolerance == 0 {
		return true
	}
	return base.Actual > 0 && math.Abs(float64(base.Expected-base.Actual)) <= t.Tolerance*float64(base.Actual)
}

// Kind returns KindBudgetGuarantee.
func (BudgetGuarantee) Kind() Kind { return KindBudgetGuarantee }

func (t BudgetGuarantee) check(r *report) {
	t.Yearly.check(r)
	if t.Benchmark.By != ByExpected && t.Benchmark.By != ByOwnAdjusted {
		r.add("benchmark.by", "not_risk_adjusted")
	}
	if t.Deadline < 0 || t.Deadline > 60 {
		r.add("deadline", "deadline_range")
	}
	r.part("tolerance", t.Tolerance)
	if t.Tolerance > 0 && t.Benchmark.Years == 0 {
		r.add("benchmark.history", "untested")
	}
}
