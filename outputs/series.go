package outputs

import "piramide/sim"

// Band is one monthly series of one plan over all its cells: the middle and the
// central 80 % and 95 % of the cells, month by month.
type Band struct {
	Plan, Series  string
	First         sim.Month
	Median        []float64
	Low80, High80 []float64
	Low95, High95 []float64
	Cells         int
	Unit          string // message id indicators.unit.UNIT
}

// Pyramid is the mean count of citizens over the cells of a plan.
type Pyramid struct {
	Plan, Moment string // moment: start or end of the accounts
	Tiers        []string
	Ages         []string               // age bands, youngest first
	Count        [][][sim.Sexes]float64 // [tier][age band][man, woman]
}

// Flow is the mean number of citizens a year that went From … To, over cells and
// the years First to Last. From and To are states, or birth, arrival, death, departure.
type Flow struct {
	Plan        string
	First, Last int
	From, To    string
	Citizens    float64
}

// PartyYear is what a party paid and received in a year, in EUR, mean over cells.
// For a payer (public payers, sickness funds, citizen) Cost is its part of the
// KCE cost: what it paid to others than payers, less what came back.
type PartyYear struct {
	Plan, Party    string
	Year           int
	Paid, Received float64
	Cost           float64
	Programme      float64  // part of Cost that runs through the plan's instruments
	Difference     Estimate // of Cost (payers) or of Received − Paid (others) with the first plan
}
