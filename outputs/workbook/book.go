package workbook

// Book is everything in a workbook.
type Book struct {
	Lang                   string // nl, fr or en
	Title, Caveat, Source  string
	Names                  Names
	Page                   []PageRow // the first sheet, row by row
	Plans                  []string  // titles; the first is compared with
	Inhabitants            float64
	Years                  int // of the period that the ledger adds up
	Period                 string
	Payers                 []string // in words; whose cost is added up
	Instruments            []string // in words; each has a price in the yellow sheet
	Lines                  []Line
	Indicators             []Indicator
	AssumptionHead         []string // description, value, low, high, unit, source, id
	Assumptions            []Assumption
	IndicatorOfChart       string // name of the indicator that is drawn
	UnitOfChart            string
	OnlyEuros, HowToChange string // what the formulas do and do not recompute
	Means                  string // that the euros are means, and where the intervals stand
	Limits                 string // what low and high are
	NotPaid                string // what of the net cost no payer pays; "" where there is nothing
}

// Names are the words of sheets and columns.
type Names struct {
	Page, Inputs, Money, Indicators, Ledger, Assumptions               string // sheets; at most 31 letters
	Instrument, Price, Inhabitants, Years                              string
	Payer, Cost, PerHead, Difference, Total                            string
	Indicator, Unit, Period, Plan, Mean, Low, High, Verdict            string
	From, To, Reason, Nature, Euros, Recomputed, Programme, Yes        string
	MoneyChart, IndicatorChart, PerYear, DifferenceLow, DifferenceHigh string
}

// PageRow is a row of the first sheet: text across it, or cells of its table.
type PageRow struct {
	Text  string
	Style Style
	Cells []string // when Text is empty
}

// Style is how a text of the first sheet looks.
type Style int

// The styles.
const (
	Plain Style = iota
	Title
	Heading
	Note
	Head // of a table
)

// Line is a line of the ledger of a plan over the period: mean EUR of the simulations.
// Payer is its payer as in Book.Payers, "" when no payer's cost.
type Line struct {
	Plan                                 int
	From, To, Instrument, Reason, Nature string
	Programme                            bool
	Payer                                string
	Sign                                 float64 // +1 when it adds to the payer's cost, −1 when it comes back
	Euros                                float64
}

// Indicator is an indicator in a period: the level of each plan, and its difference
// with the first. A level that does not exist is NaN. Digits are the decimals that its
// intervals support.
type Indicator struct {
	Name, Unit, Period string
	Digits             int
	Levels             []Level
}

// Level is one plan's.
type Level struct {
	Mean, Low, High       float64
	DifferLow, DifferHigh float64 // of the paired difference, not the difference of the limits
	Verdict               string
}

// Assumption is a number of the model and where it comes from. Limits that do not exist
// are NaN.
type Assumption struct {
	ID, Quantity, Unit, Source string
	Sourced                    bool
	Value, Low, High           float64
}
