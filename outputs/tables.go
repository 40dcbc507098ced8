package outputs

import (
	"cmp"
	"math"

	"piramide/sim"
)

// Cell is one run: a plan at one point of a design, under one draw of the parameters
// and one replicate of chance.
type Cell struct {
	Scenario  string `json:"scenario"`
	Point     int    `json:"point,omitempty"` // of the design of a sweep; 0 without one
	Draw      int    `json:"draw"`
	Replicate int    `json:"replicate"`
}

// Compare orders cells canonically: scenario, point, draw, replicate.
func (c Cell) Compare(d Cell) int {
	return cmp.Or(cmp.Compare(c.Scenario, d.Scenario), cmp.Compare(c.Point, d.Point), cmp.Compare(c.Draw, d.Draw), cmp.Compare(c.Replicate, d.Replicate))
}

// CellTables is what one cell leaves, as rows in canonical order. All amounts
// are integers; a quantity is Num/Den times the scale of its indicator, and
// does not exist when both are zero (1/0 is "longer than was watched").
type CellTables struct {
	Cell        Cell
	First       sim.Month // first month of the accounts
	Years       int       // the last may be cut short
	Cycles      int       // months of the accounts; years of a model with a yearly cycle
	Cohort      int64     // citizens alive at branch
	Inhabitants int64     // at branch

	Yearly   []YearRow   // region first, then the buurten
	Monthly  []MonthRow  // whole region
	Ledger   []LedgerRow // whole region
	Flows    []FlowRow
	Pyramid  []PyramidRow
	Waits    []WaitRow
	Outcomes []OutcomeRow // years of the instruments that settle yearly
	Lives    []LifeRow    // nil unless digests of lives were kept
}

// YearRow is one measure of one area and group in one calendar year.
type YearRow struct {
	Measure     string
	Year        int
	Area, Group string
	Num, Den    int64
}

// MonthRow is one monthly series in one month.
type MonthRow struct {
	Series string
	Month  sim.Month
	Value  int64
}

// LedgerRow is what was posted on one line of the ledger in one month, in cents.
type LedgerRow struct {
	Month                        sim.Month
	From, To, Instrument, Reason string
	Nature                       string // recurrent, one_off or in_kind
	Plan                         bool   // one of the plan's own instruments
	Cents                        int64
}

// FlowRow counts moves in a year: from a state, birth or arrival, to a state,
// death or departure.
type FlowRow struct {
	Year     int
	From, To string
	Citizens int64
}

// PyramidRow counts citizens at the start or end of the accounts.
type PyramidRow struct {
	Moment         string // start or end
	Tier, Age, Sex string
	Citizens       int64
}

// WaitRow is a summary of the waiting-time curve over the requests made in the
// years First to Last.
type WaitRow struct {
	Measure     string // wait_median, wait_p90 (days of the model, see sim.RealDays), within_30_days, requests, or waited_DAYS: share served by then
	First, Last int
	Group       string // all, vt, no_vt
	Num, Den    int64
}

// LifeRow is the digest of the life of one citizen of the closed cohort, by
// place in the order of keys; the same citizen in every plan.
type LifeRow struct {
	Citizen int64
	Digest  uint64
}

// quotient is num/den: NaN for 0/0, +Inf for what was not reached.
func quotient(num, den int64) float64 {
	if den == 0 {
		if num == 0 {
			return math.NaN()
		}
		return math.Inf(1)
	}
	return float64(num) / float64(den)
}

// compareLedger orders ledger rows by line, then month.
func compareLedger(a, b LedgerRow) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Instrument, b.Instrument),
		cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Nature, b.Nature), compareBool(a.Plan, b.Plan), cmp.Compare(a.Month, b.Month))
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
