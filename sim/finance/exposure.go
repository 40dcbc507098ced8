package finance

// Care are the reasons a yearly settlement can count and expect: care as today,
// by the reason of its postings.
var Care = [NumCare]Reason{ForGPContact, ForStay, ForEDVisit, ForGMD, ForResidual, ForHomeNursing, ForNursingHomeDay}

// NumCare is the number of reasons in [Care].
const NumCare = 7

// Exposure is what a yearly settlement must know of a month beside its postings.
// Slices have one element per buurt; without instruments that settle yearly the
// simulator may leave all of it empty.
type Exposure struct {
	People  []int32 // inhabitants at the end of the month
	Covered []int32 // of them, those in a buurt whose buurtteam works

	// Expected is what the month would cost the payers if all lived at the frozen
	// levels of their cell: age × sex × VT × chronic status; by place in [Care].
	Expected [NumCare][]Cents

	// Means is what a party can pay back this month; a loss beyond it waits.
	Means [NumParties]Cents

	// Measured gives a quality indicator over ledger months from … to−1; false when
	// there is nobody to measure. The simulator sets it once.
	Measured func(i Indicator, from, to int) (float64, bool)
}

func newExposure(buurten int) Exposure {
	e := Exposure{People: make([]int32, buurten), Covered: make([]int32, buurten)}
	for i := range e.Expected {
		e.Expected[i] = make([]Cents, buurten)
	}
	return e
}

// reset empties heads and means.
func (e *Exposure) reset() {
	clear(e.People)
	clear(e.Covered)
	e.Means = [NumParties]Cents{}
}

// resetFlows empties what belongs to one month.
func (e *Exposure) resetFlows() {
	for i := range e.Expected {
		clear(e.Expected[i])
	}
}

// Indicator is a quality indicator of the simulation. Each is a share, or a number
// per inhabitant-year.
type Indicator uint8

// The indicators that can earn a larger part of a saving; ids as in result tables.
const (
	ReachedInTime Indicator = iota
	Within30
	GiveUps
	NeedFound
	CarersOverloaded
	UnplannedStays
	AvoidableStays
	EDVisits
	PlanReviewed
	ContinuityOfCoach
	NumIndicators = int(iota)
)

var indicatorIDs = []string{
	"reached_in_time", "within_30_days", "give_ups", "found", "carers_overloaded",
	"unplanned_stays", "avoidable_stays", "ed_visits", "care_plan_reviewed", "continuity",
}

// ParseIndicator finds a quality indicator by id; false when there is none.
func ParseIndicator(id string) (Indicator, bool) {
	i, known := find(id, indicatorIDs)
	return Indicator(i), known
}

// String returns the indicator's id.
func (i Indicator) String() string { return name("indicator", int(i), indicatorIDs) }

// Lower says whether less is better.
func (i Indicator) Lower() bool {
	switch i {
	case GiveUps, CarersOverloaded, UnplannedStays, AvoidableStays, EDVisits:
		return true
	}
	return false
}
