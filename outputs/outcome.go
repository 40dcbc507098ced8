package outputs

import (
	"cmp"
	"math"
	"slices"

	"piramide/sim"
	"piramide/sim/finance"
)

// OutcomeRow is what came of one accounting year of an instrument that settles
// yearly, in one cell. A run of several regions has one for each. Money in cents.
type OutcomeRow struct {
	Instrument        string
	Year              int
	Months            int64 // person-months that counted
	Benchmark, Actual int64
	Score             int64 // of quality, in millionths
	Earned            int64 // bonus above 0, loss below
	Repaid            int64 // of a bonus, to those who invested
	Verdict           string
	Unpaid, Accrued   int64 // not in the ledger when the accounts end: see finance.Outcome
}

func extractOutcomes(t *CellTables, r *sim.Result) {
	for _, o := range r.Outcomes {
		t.Outcomes = append(t.Outcomes, OutcomeRow{
			Instrument: o.Instrument, Year: o.Year, Months: o.Months, Benchmark: int64(o.Benchmark), Actual: int64(o.Actual),
			Score: int64(math.Round(o.Score * million)), Earned: int64(o.Earned), Repaid: int64(o.Repaid), Verdict: o.Verdict.String(),
			Unpaid: int64(o.Unpaid), Accrued: int64(o.Accrued),
		})
	}
}

// outcomeParts are the numbers of an outcome as a block stores them, a row each;
// the first opens an outcome.
var outcomeParts = []struct {
	id string
	of func(*OutcomeRow) *int64
}{
	{"months", func(o *OutcomeRow) *int64 { return &o.Months }},
	{"benchmark", func(o *OutcomeRow) *int64 { return &o.Benchmark }},
	{"actual", func(o *OutcomeRow) *int64 { return &o.Actual }},
	{"score", func(o *OutcomeRow) *int64 { return &o.Score }},
	{"earned", func(o *OutcomeRow) *int64 { return &o.Earned }},
	{"repaid", func(o *OutcomeRow) *int64 { return &o.Repaid }},
	{"unpaid", func(o *OutcomeRow) *int64 { return &o.Unpaid }},
	{"accrued", func(o *OutcomeRow) *int64 { return &o.Accrued }},
}

// takeOutcome puts a stored number back into its outcome.
func (t *CellTables) takeOutcome(r *row) {
	for i, p := range outcomeParts {
		if p.id != r.Group {
			continue
		}
		if i == 0 {
			t.Outcomes = append(t.Outcomes, OutcomeRow{Instrument: r.ID, Year: int(r.Year), Verdict: r.Reason})
		}
		if n := len(t.Outcomes); n > 0 {
			*p.of(&t.Outcomes[n-1]) = r.Num
		}
	}
}

// YearlyOutcome is what came of an accounting year over the cells of a plan. Money is in
// EUR of constant prices, in a run of several regions that of all together.
type YearlyOutcome struct {
	Instrument string   `json:"instrument"`
	Year       int      `json:"year"`
	People     Estimate `json:"person_years"`
	Benchmark  Estimate `json:"benchmark_eur"`
	Actual     Estimate `json:"actual_eur"`
	Saving     Estimate `json:"saving_share"` // (benchmark − actual) / benchmark; none without a benchmark
	Score      Estimate `json:"quality_score"`
	Earned     Estimate `json:"earned_eur"` // bonus above 0, loss below
	Repaid     Estimate `json:"repaid_eur"` // of a bonus, to those who invested
	// Unpaid is the part of Earned that is not paid when the accounts end, and Accrued
	// what years that are not settled then would bring; neither is in the ledger.
	Unpaid  Estimate `json:"unpaid_at_end_eur"`
	Accrued Estimate `json:"accrued_at_end_eur"`
	// WhenPaid is Earned over the cells alone in which something was paid.
	WhenPaid Estimate `json:"earned_when_paid_eur"`
	// Verdicts counts how the settlements ended, by finance.Verdict: one settlement
	// for each cell and region.
	Verdicts    [finance.NumVerdicts]int `json:"-"`
	Settlements int                      `json:"settlements"`
}

// Verdict is how most settlements ended; of two that are as frequent the first.
func (o *YearlyOutcome) Verdict() (v finance.Verdict, count int) {
	for i, n := range o.Verdicts {
		if n > count {
			v, count = finance.Verdict(i), n
		}
	}
	return v, count
}

// Owed reports whether no simulation settled the year before the accounts end.
func (o *YearlyOutcome) Owed() bool { return o.Verdicts[finance.Pending] == o.Settlements }

// Outcomes gives the accounting years of every instrument of a plan that settles
// yearly, by instrument and year. None when the plan has no such instrument.
func (c *Comparison) Outcomes(plan string) []YearlyOutcome {
	type key struct {
		instrument string
		year       int
	}
	r := c.Result
	var keys []key
	sums := map[key][]OutcomeRow{} // by cell, over its regions
	list := map[key]*YearlyOutcome{}
	for i, cell := range r.cells[plan] {
		for _, o := range cell.outcomes {
			k := key{o.Instrument, o.Year}
			if list[k] == nil {
				keys = append(keys, k)
				list[k] = &YearlyOutcome{Instrument: o.Instrument, Year: o.Year}
				sums[k] = make([]OutcomeRow, len(r.cells[plan]))
			}
			x := &sums[k][i]
			x.Score = (x.Score*x.Months + o.Score*o.Months) / max(1, x.Months+o.Months) // before the months are added
			x.Months, x.Benchmark, x.Actual = x.Months+o.Months, x.Benchmark+o.Benchmark, x.Actual+o.Actual
			x.Earned, x.Repaid = x.Earned+o.Earned, x.Repaid+o.Repaid
			x.Unpaid, x.Accrued = x.Unpaid+o.Unpaid, x.Accrued+o.Accrued
			if v := slices.Index(finance.VerdictIDs(), o.Verdict); v >= 0 {
				list[k].Verdicts[v]++
				list[k].Settlements++
			}
		}
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.instrument, b.instrument), cmp.Compare(a.year, b.year))
	})
	out := make([]YearlyOutcome, len(keys))
	for i, k := range keys {
		of := func(value func(OutcomeRow) float64) Estimate {
			values := make([]float64, len(sums[k]))
			for n, x := range sums[k] {
				values[n] = math.NaN() // a cell without such a year does not count
				if x.Months > 0 {
					values[n] = value(x)
				}
			}
			return estimate(values, r.draws())
		}
		o := list[k]
		atEnd := func(value func(OutcomeRow) int64) Estimate {
			values := make([]float64, len(sums[k]))
			for n, x := range sums[k] {
				values[n] = float64(value(x)) / 100
			}
			return estimate(values, r.draws())
		}
		o.Unpaid = atEnd(func(x OutcomeRow) int64 { return x.Unpaid })
		o.Accrued = atEnd(func(x OutcomeRow) int64 { return x.Accrued })
		o.People = of(func(x OutcomeRow) float64 { return float64(x.Months) / 12 })
		o.Benchmark = of(func(x OutcomeRow) float64 { return float64(x.Benchmark) / 100 })
		o.Actual = of(func(x OutcomeRow) float64 { return float64(x.Actual) / 100 })
		o.Saving = of(func(x OutcomeRow) float64 {
			if x.Benchmark == 0 {
				return math.NaN()
			}
			return 1 - float64(x.Actual)/float64(x.Benchmark)
		})
		o.Score = of(func(x OutcomeRow) float64 { return float64(x.Score) / million })
		o.Earned = of(func(x OutcomeRow) float64 { return float64(x.Earned) / 100 })
		o.WhenPaid = of(func(x OutcomeRow) float64 {
			if x.Earned == 0 {
				return math.NaN()
			}
			return float64(x.Earned) / 100
		})
		o.Repaid = of(func(x OutcomeRow) float64 { return float64(x.Repaid) / 100 })
		out[i] = *o
	}
	return out
}

// outcomesTable gives every accounting year of a plan's yearly settlements: what
// was compared, what it brought, and how often which verdict fell.
func outcomesTable(c *Comparison, row func(...any)) {
	head := []any{
		"plan", "instrument", "year", "person_years", "benchmark_eur", "actual_eur", "saving_mean", "saving_low", "saving_high",
		"quality_score", "earned_eur", "earned_low", "earned_high", "repaid_eur", "unpaid_at_end_eur", "accrued_at_end_eur", "settlements",
	}
	for _, v := range finance.VerdictIDs() {
		head = append(head, v)
	}
	row(head...)
	for _, p := range c.Plans {
		for _, o := range c.Outcomes(p.ID) {
			line := []any{
				p.ID, o.Instrument, o.Year, o.People.Mean, o.Benchmark.Mean, o.Actual.Mean, o.Saving.Mean, o.Saving.Low, o.Saving.High,
				o.Score.Mean, o.Earned.Mean, o.Earned.Low, o.Earned.High, o.Repaid.Mean, o.Unpaid.Mean, o.Accrued.Mean, o.Settlements,
			}
			for _, n := range o.Verdicts {
				line = append(line, n)
			}
			row(line...)
		}
	}
}

// settlesYearly reports whether any plan has an instrument that does.
func (c *Comparison) settlesYearly() bool {
	for _, p := range c.Plans {
		for _, cell := range c.Result.cells[p.ID] {
			if len(cell.outcomes) > 0 {
				return true
			}
		}
	}
	return false
}
