package outputs

// Estimate is a quantity over the cells of an experiment.
type Estimate struct {
	Mean, Median float64
	Low, High    float64 // central 95 % of the cells: parameters and chance
	SE           float64 // Monte-Carlo standard error of the mean: shrinks with more draws
	Cells        int     // cells in which the quantity exists
}

// Mark is the verdict on a difference (model.md section 8).
type Mark string

// The marks. NoMark is given in a chance-only run, which allows no conclusion,
// and where the quantity does not exist in either plan.
const (
	Clear        Mark = "clear"      // duidelijk: the sign holds in at least 95 % of cells
	Likely       Mark = "likely"     // waarschijnlijk: in 80 to 95 %
	Unclear      Mark = "unclear"    // niet te onderscheiden
	NoDifference Mark = "negligible" // geen verschil van betekenis: under the relevance
	Identical    Mark = "identical"  // the same in every cell
	NoMark       Mark = ""
)

// Origin says what the evidence behind a difference is, the weakest that matters.
type Origin string

// The origins.
const (
	Belgian    Origin = "belgian"    // measured in Belgium
	Foreign    Origin = "foreign"    // published abroad
	Assumption Origin = "assumption" // our own
)

// Reasons why a difference that holds in 95 % of cells is still not called clear.
const (
	CapNone        = ""
	CapAssumptions = "assumptions" // assumptions carry over half of the explained variance
	CapPath        = "path"        // under 100 draws, and an effect on the path is an assumption
)

// Difference is a plan minus the first plan, cell by cell with the same draw and luck.
type Difference struct {
	Plan   string
	Value  Estimate // the plan itself
	Diff   Estimate // plan minus first plan
	K, N   int      // cells in which the difference has the sign of its median, of all
	Mark   Mark
	Cap    string // why Mark is not higher
	Origin Origin // "" when no evidence row on the path is known
	Better int    // +1 the plan is better, −1 worse, 0 the indicator has no direction or nothing differs
	// AssumptionShare is the part of the explained variance across draws that
	// assumptions carry; NaN under 100 draws.
	AssumptionShare float64
	// Pairing is 1 − Var(A−B)/(Var A + Var B): how much the shared luck helps.
	Pairing float64
	// Needed is how many cells would tell the mean difference from zero on
	// Monte-Carlo error alone; 0 when it already does or cannot be said.
	Needed int
}

// Period is a stretch of whole years of the accounts.
type Period struct {
	ID          string // years_1_5, years_1_10, first_team_year
	First, Last int    // calendar years
}

// Row is one indicator in one period: the first plan, then the others.
type Row struct {
	Indicator Indicator
	Period    Period
	Base      Estimate
	Plans     []Difference
}

// NetPresent is the present value over the whole horizon per citizen alive at
// branch, mid-month discounting, plan minus first plan.
type NetPresent struct {
	Plan  string
	Costs Estimate // EUR per citizen alive at branch
	QALYs Estimate // per 1,000 citizens alive at branch
}

// Balance says what a party gains or loses in a period: its net receipts
// (received − paid) against the first plan, EUR per inhabitant and year.
type Balance struct {
	Plan, Party string
	Period      Period
	Diff        Estimate
	Mark        Mark
}

// Comparison is everything that can be said of plans against the first one.
type Comparison struct {
	Base              string
	Plans             []Plan // the first plan first
	Periods           []Period
	Draws, Replicates int
	ChanceOnly        bool // fixed parameters: headed "alleen toeval", no conclusion
	Rows              []Row
	Present           []NetPresent
	Parties           []PartyYear
	Balances          []Balance
	Lives             map[string]float64 // by plan: share of the cohort with an identical life; empty when not kept
	Result            *Result            `json:"-"`
}

// Row gives the row of an indicator in a period, nil when there is none.
func (c *Comparison) Row(indicator, period string) *Row {
	for i := range c.Rows {
		if c.Rows[i].Indicator.ID == indicator && c.Rows[i].Period.ID == period {
			return &c.Rows[i]
		}
	}
	return nil
}
