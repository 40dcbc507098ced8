package finance

// FeeForService pays the payee per service, as nomenclature does, in whole cents. The citizen
// pays the own share to the payee, the payer the rest; the simulator divides each
// fee at the event with [OwnShare].
type FeeForService struct {
	Services []ServiceFee
}

// ConventionServices pays services under an agreement, such as the P3 projects:
// like [FeeForService], with a number of units per service and calendar year
// above which the payer pays nothing.
type ConventionServices struct {
	Services []ServiceFee
}

// ServiceFee is the tariff of one service.
type ServiceFee struct {
	Service Service
	Tariff  Tariff
	Units   int64 // most units paid per calendar year, over all buurten; 0 means no limit; only in a convention
}

// GMDFee pays a practice per enrolled citizen (GMD) and year, as nomenclature does: a
// twelfth a month for who is enrolled at its end. Prices stand in the register.
type GMDFee struct {
	PerHead   Cents // per head-year
	PerRaised Cents // per head-year of a citizen with a right to the raised fee, instead of PerHead
}

// InclusionFee pays the buurtteam per included citizen and year. Source: the
// Zorgzaam Leuven note, section 2: EUR 100 a year for each included citizen with a
// chronic care need and need of multidisciplinary care, paid to the buurtteam as
// soon as concrete actions are undertaken, "for instance x people included in a
// care programme, or x present at group sessions, or x PHM actions undertaken, or
// x neighbourhood actions supported".
//
// Included counts, at the end of the month, the citizens whom the team of the
// buurt knows, has found to have such a need and has taken into a programme; each
// earns a twelfth of PerYear a month. A buurt earns only in months in which its
// actions of the last 12 months, that month included, meet the Condition;
// months that do not are not made good later.
type InclusionFee struct {
	PerYear   Cents // per included person-year
	Condition Condition
	Actions   [NumActions]int32 // least number of each action in 12 months; 0 means that this action does not count
}

// Condition says which of the thresholds of an [InclusionFee] must be met.
type Condition uint8

// AnyAction is the note's own reading ("or"); AllActions is the strict one;
// NoCondition makes the fee a blank cheque, which the note says it is not.
const (
	NoCondition Condition = iota
	AnyAction
	AllActions
)

var conditionIDs = []string{"none", "any", "all"}

// ParseCondition finds a condition by id; false when there is none.
func ParseCondition(id string) (Condition, bool) {
	i, known := find(id, conditionIDs)
	return Condition(i), known
}

// String returns none, any or all.
func (c Condition) String() string { return name("condition", int(c), conditionIDs) }

// PopulationBudget pays the buurtteam per citizen with a GMD, with additions for
// need. Source: the note, section 2, last paragraphs. The additions add up: a
// citizen with chronic status and VT earns Base + Chronic + VT.
type PopulationBudget struct {
	Base    Cents // per enrolled head-year
	Chronic Cents // added per head-year with chronic status
	VT      Cents // added per head-year with increased reimbursement
}

// RegionalConvention pays the payee, usually the collaboration, a yearly amount
// that it passes on at once by fixed shares: in the note (section 4) 60 % to care
// coordination and 40 % to case management. Shares sum to one. The split is by
// largest remainder on what was paid since the start of the year or of the present
// terms, so that twelve months give each its share of the year to the cent.
type RegionalConvention struct {
	PerYear Cents
	Split   []Share
}

// Share is one part of a regional convention. A part whose To is the payee stays there.
type Share struct {
	To     Party
	Reason Reason
	Share  float64 // 0 to 1
}

// FixedBudget pays a yearly amount in twelfths whatever is done. Source: the note,
// section 4: an integration-management budget and a PHM budget for the collaboration.
type FixedBudget struct {
	PerYear Cents
	Startup Cents // once, in the month Start of the first terms of this name; one-off
	Reason  Reason
	Level   Level // for whom, when one payee has such a budget for several levels
}

// Level is one of the four levels of population health management.
type Level uint8

// The levels of section 3 of the note.
const (
	RegionLevel Level = iota
	ELZLevel
	BuurtLevel
	PracticeLevel
)

var levelIDs = []string{"region", "elz", "buurt", "practice"}

// ParseLevel finds a level by id; false when there is none.
func ParseLevel(id string) (Level, bool) {
	i, known := find(id, levelIDs)
	return Level(i), known
}

// String returns the level's id.
func (l Level) String() string { return name("level", int(l), levelIDs) }

// Kind returns KindFeeForService.
func (FeeForService) Kind() Kind { return KindFeeForService }

// Kind returns KindGMDFee.
func (GMDFee) Kind() Kind { return KindGMDFee }

// Kind returns KindInclusionFee.
func (InclusionFee) Kind() Kind { return KindInclusionFee }

// Kind returns KindPopulationBudget.
func (PopulationBudget) Kind() Kind { return KindPopulationBudget }

// Kind returns KindRegionalConvention.
func (RegionalConvention) Kind() Kind { return KindRegionalConvention }

// Kind returns KindFixedBudget.
func (FixedBudget) Kind() Kind { return KindFixedBudget }

// Kind returns KindConventionServices.
func (ConventionServices) Kind() Kind { return KindConventionServices }
