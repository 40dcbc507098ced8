package finance

// Instrument is one way of paying: who pays whom, on what terms, from when to when.
//
// A change of terms in the course of a plan is a second Instrument of the same
// name, kind, payer and payee, whose period follows the first; caps and rounding
// run on across the change.
type Instrument struct {
	Name   string
	Payer  Party
	Payee  Party
	Terms  Terms
	Plan   bool   // one of the plan's instruments; false for care as today
	Timing Timing // of its payments; a start-up amount is always one-off

	Start Month // first month; 0 means from the beginning
	End   Month // first month without it; 0 means without end

	// Cap and Floor bound what the payer pays in a calendar year; 0 means none. Of a
	// kind that settles whole years the cap bounds what a year earns, whenever its
	// parts are paid.
	// The citizen's own shares stand outside both. When the cap holds money back,
	// all who earned bear it in proportion; it waits for room until the end of the
	// year and then lapses. CapBy says how fast the cap opens. A floor opens in
	// twelfths of the months the instrument runs; what it adds is shared by enrolled
	// heads and is an advance on what the year still earns. Only kinds that pay per
	// head have one.
	Cap, Floor Cents
	CapBy      Pace

	// Unspent says what happens with money that its holder has not spent when the
	// year ends. Who spends it is no matter of this package: the rule is carried here
	// for the simulator, and a pooled budget has its own, Rest.
	Unspent UnspentRule
}

// Kind returns the kind of the instrument's terms.
func (i *Instrument) Kind() Kind { return i.Terms.Kind() }

// End is where money of an instrument ends, and for what.
type End struct {
	To     Party
	Reason Reason
}

// Ends lists where the money of an instrument ends when it is a budget: what is paid
// per service, what settles yearly and an advance are none.
func (i *Instrument) Ends() []End {
	switch t := i.Terms.(type) {
	case InclusionFee, PopulationBudget, RegionalConvention, FixedBudget, PooledBudget:
	case Bundle:
		ends := []End{{i.Payee, ForBundle}}
		for _, s := range t.Split {
			ends = append(ends, End{s.To, s.Reason})
		}
		return ends
	default:
		return nil
	}
	var ends []End
	for _, p := range i.pays() {
		ends = append(ends, End{p.to, p.reason})
	}
	return ends
}

// active says whether the instrument pays in a month.
func (i *Instrument) active(m Month) bool { return m >= i.Start && (i.End == 0 || m < i.End) }

// Pace says how a yearly cap opens.
type Pace uint8

// With ByYear the whole cap is there on 1 January, whatever part of the year the
// instrument runs, and may be gone before summer. With ByMonth it opens in twelfths
// of the months the instrument runs, and what one month leaves the next can use.
const (
	ByYear Pace = iota
	ByMonth
)

var paceIDs = []string{"year", "month"}

// ParsePace finds a pace by id; false when there is none.
func ParsePace(id string) (Pace, bool) {
	i, known := find(id, paceIDs)
	return Pace(i), known
}

// String returns year or month.
func (p Pace) String() string { return name("pace", int(p), paceIDs) }

// Kind is the kind of an instrument. Settlement follows the order below, then name.
type Kind uint8

// The kinds, in the order of settlement.
const (
	KindFeeForService Kind = iota
	KindGMDFee
	KindCapitation
	KindInclusionFee
	KindPopulationBudget
	KindBundle
	KindRegionalConvention
	KindFixedBudget
	KindPooledBudget
	KindConventionServices
	KindSharedSavings
	KindBudgetGuarantee
	KindPrefinancing
	NumKinds = int(iota)
)

var kindIDs = []string{
	"fee_for_service", "gmd_fee", "capitation", "inclusion_fee", "population_budget", "bundle", "regional_convention",
	"fixed_budget", "pooled_budget", "convention_services", "shared_savings", "budget_guarantee", "prefinancing",
}

// ParseKind finds a kind by id; false when there is none.
func ParseKind(id string) (Kind, bool) {
	i, known := find(id, kindIDs)
	return Kind(i), known
}

// String returns the kind's id.
func (k Kind) String() string { return name("kind", int(k), kindIDs) }

// Terms are the amounts and conditions of one kind of instrument: one of
// [FeeForService], [GMDFee], [Capitation], [InclusionFee], [PopulationBudget], [Bundle],
// [RegionalConvention], [FixedBudget], [PooledBudget], [ConventionServices],
// [SharedSavings], [BudgetGuarantee], [Prefinancing].
type Terms interface {
	Kind() Kind
	check(*report)
}
