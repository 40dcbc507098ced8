package outputs

import "slices"

// Aim is one of the five aims of integrated care (quintuple aim).
type Aim string

// The aims.
const (
	Health     Aim = "health"     // health of the population
	Experience Aim = "experience" // experience of citizens and carers
	Cost       Aim = "cost"       // cost and value
	Workforce  Aim = "workforce"  // well-being of those who give care
	Equity     Aim = "equity"     // fairness
)

// Kind says what sort of quantity an indicator is.
type Kind string

// The kinds.
const (
	Process Kind = "process"
	Outcome Kind = "outcome"
	Money   Kind = "money"
	Staff   Kind = "staff"
)

// Who says who is counted.
type Who string

// Who is counted.
const (
	InNeed     Who = "in_need"      // citizens at home with true high_risk or complex need
	Requests   Who = "requests"     // requests for coordination made in the period
	Cohort     Who = "cohort"       // citizens alive at branch, zero after death
	CarersOf   Who = "carers"       // informal carers
	Posts      Who = "posts"        // filled posts of the coordination roles
	Everyone   Who = "inhabitants"  // open population
	InCareOnly Who = "clients"      // citizens with a place in a caseload
	HomeNeed   Who = "need_by_vt"   // InNeed, citizens with VT against the others
	Region     Who = "region_total" // the region as a whole
)

// Indicator declares one quantity for tables, figures, report and web.
// Its title is the message "indicators.ID", its explanation "indicators.ID.what",
// its unit "indicators.unit.UNIT".
type Indicator struct {
	ID        string `json:"id"`
	Unit      string `json:"unit"`
	Aim       Aim    `json:"aim"`
	Kind      Kind   `json:"kind"`
	Who       Who    `json:"who"`
	Direction int    `json:"direction"` // +1 more is better, −1 less is better, 0 neither
	Decimals  int    `json:"decimals"`  // most decimals that are ever shown
	Headline  bool   `json:"headline"`  // stands in the first table

	// Effects are the evidence ids, or families of rows, of the effects of care
	// on the way from a plan to this indicator. While one of them is an
	// assumption, a difference is never called clear on fewer than 100 draws.
	Effects []string `json:"effects,omitempty"`
	// RelevanceID is the register row below which a difference means nothing in
	// practice; Relevance is its value, in the unit of the indicator (0: none given).
	RelevanceID string  `json:"relevance_id"`
	Relevance   float64 `json:"relevance,omitempty"`

	measure measure
}

// TitleID and UnitID are the message ids of the title and the unit.
func (i *Indicator) TitleID() string { return "indicators." + i.ID }

// UnitID is the message id of the unit.
func (i *Indicator) UnitID() string { return "indicators.unit." + i.Unit }

// IsShare reports whether values are shares to be shown as percentages, and
// their differences as percentage points.
func (i *Indicator) IsShare() bool { return i.Unit == "share" }

// Find gives the place of an indicator in a list, or −1.
func Find(list []Indicator, id string) int {
	return slices.IndexFunc(list, func(i Indicator) bool { return i.ID == id })
}

// The effect rows on the paths of the indicators: register ids of the base set,
// and families of rows that a parameter draw moves together.
var (
	onStays       = []string{"own_coordination_unplanned_stay_rr", "effect_unplanned_stay"}
	onDeath       = []string{"own_coordination_death_rr", "effect_death"}
	onNursingHome = []string{"own_coordination_nursing_home_rr", "effect_nursing_home"}
	onTierMove    = []string{"own_effect_on_tier_move_hr", "effect_tier_move"}
	onCarers      = []string{"own_coordination_carer_overload_rr", "effect_carer"}
	onExperience  = []string{"own_experience_smd_coordination", "effect_experience"}
	onHealth      = slices.Concat(onStays, onDeath, onNursingHome, onTierMove)
)

// Indicators lists every indicator in the order in which readers see them.
// The first is always first: a plan that finds nobody must not win on waiting.
var Indicators = declare([]Indicator{
	{ID: "reached_in_time", Unit: "share", Aim: Experience, Kind: Process, Who: InNeed, Direction: +1, Decimals: 1, Headline: true,
		measure: ratio("reached_in_time", 1)},
	{ID: "wait_median", Unit: "months", Aim: Experience, Kind: Process, Who: Requests, Direction: -1, Decimals: 1, Headline: true,
		measure: wait("wait_median", monthsPerDay)},
	{ID: "wait_p90", Unit: "months", Aim: Experience, Kind: Process, Who: Requests, Direction: -1, Decimals: 1,
		measure: wait("wait_p90", monthsPerDay)},
	{ID: "within_30_days", Unit: "share", Aim: Experience, Kind: Process, Who: Requests, Direction: +1, Decimals: 1,
		measure: wait("within_30_days", 1)},
	{ID: "give_ups", Unit: "share", Aim: Experience, Kind: Process, Who: Requests, Direction: -1, Decimals: 1, Headline: true,
		measure: ratio("give_ups", 1)},
	{ID: "days_at_home", Unit: "days_per_year", Aim: Health, Kind: Outcome, Who: Cohort, Direction: +1, Decimals: 2, Headline: true, Effects: onHealth,
		measure: ratio("days_at_home", 1)},
	{ID: "carers_overloaded", Unit: "share", Aim: Experience, Kind: Outcome, Who: CarersOf, Direction: -1, Decimals: 2, Headline: true, Effects: slices.Concat(onCarers, onDeath, onNursingHome),
		measure: ratio("carers_overloaded", 1)},
	{ID: "workload", Unit: "share", Aim: Workforce, Kind: Staff, Who: Posts, Direction: -1, Decimals: 0, Headline: true,
		measure: monthlyRatio(roleSums(hoursAsked), roleSums(hoursAvailable), 1)},
	{ID: "vt_gap", Unit: "share", Aim: Equity, Kind: Process, Who: HomeNeed, Direction: +1, Decimals: 1, Headline: true,
		measure: vtGap},
	{ID: "programme_cost", Unit: "eur_per_inhabitant_year", Aim: Cost, Kind: Money, Who: Everyone, Direction: -1, Decimals: 2, Headline: true,
		measure: programmeCost},
	{ID: "net_cost", Unit: "eur_per_inhabitant_year", Aim: Cost, Kind: Money, Who: Everyone, Direction: -1, Decimals: 2, Headline: true, Effects: onHealth,
		measure: kceCost},
	{ID: "fte", Unit: "fte", Aim: Workforce, Kind: Staff, Who: Posts, Direction: 0, Decimals: 1, Headline: true,
		measure: monthlyMean(roleSums(filledPosts), 0.01)},
	{ID: "qaly", Unit: "qaly_per_1000", Aim: Health, Kind: Outcome, Who: Cohort, Direction: +1, Decimals: 2, Headline: true, Effects: onHealth,
		measure: discountedQALY},
	{ID: "deaths", Unit: "per_1000_year", Aim: Health, Kind: Outcome, Who: Cohort, Direction: -1, Decimals: 2, Effects: onDeath,
		measure: ratio("deaths", 1000)},
	{ID: "unplanned_stays", Unit: "per_1000_year", Aim: Health, Kind: Outcome, Who: Everyone, Direction: -1, Decimals: 1, Effects: onHealth,
		measure: ratio("unplanned_stays", 1000)},
	{ID: "ed_visits", Unit: "per_1000_year", Aim: Health, Kind: Outcome, Who: Everyone, Direction: -1, Decimals: 1, Effects: onHealth,
		measure: ratio("ed_visits", 1000)},
	{ID: "bed_days", Unit: "per_1000_year", Aim: Health, Kind: Outcome, Who: Everyone, Direction: -1, Decimals: 0, Effects: onHealth,
		measure: ratio("bed_days", 1000)},
	{ID: "avoidable_stays", Unit: "per_1000_year", Aim: Health, Kind: Outcome, Who: Everyone, Direction: -1, Decimals: 1, Effects: onHealth,
		measure: ratio("avoidable_stays", 1000)},
	{ID: "nursing_home_entries", Unit: "per_1000_year", Aim: Health, Kind: Outcome, Who: Everyone, Direction: -1, Decimals: 2, Effects: slices.Concat(onNursingHome, onDeath, onTierMove),
		measure: ratio("nursing_home_entries", 1000)},
	{ID: "nursing_home_stock", Unit: "per_1000", Aim: Health, Kind: Outcome, Who: Everyone, Direction: 0, Decimals: 2, Effects: slices.Concat(onNursingHome, onDeath, onTierMove),
		measure: ratio("nursing_home_stock", 1000)},
	{ID: "riziv_cost", Unit: "eur_per_inhabitant_year", Aim: Cost, Kind: Money, Who: Everyone, Direction: -1, Decimals: 1, Effects: onHealth,
		measure: ratio("riziv_cost", 0.01)},
	{ID: "own_share", Unit: "eur_per_inhabitant_year", Aim: Cost, Kind: Money, Who: Everyone, Direction: -1, Decimals: 2, Effects: onHealth,
		measure: ratio("own_share", 0.01)},
	{ID: "experience_score", Unit: "sd", Aim: Experience, Kind: Outcome, Who: InNeed, Direction: +1, Decimals: 3, Effects: onExperience,
		measure: ratio("experience_score", 0.001)},
	{ID: "care_plan_reviewed", Unit: "share", Aim: Experience, Kind: Process, Who: InCareOnly, Direction: +1, Decimals: 1,
		measure: ratio("care_plan_reviewed", 1)},
	{ID: "coordination_hours", Unit: "hours_per_inhabitant_year", Aim: Experience, Kind: Process, Who: Everyone, Direction: 0, Decimals: 3,
		measure: ratio("coordination_hours", 0.01)},
	{ID: "in_care", Unit: "share", Aim: Experience, Kind: Process, Who: InNeed, Direction: +1, Decimals: 1,
		measure: ratio("in_care", 1)},
	{ID: "found", Unit: "share", Aim: Experience, Kind: Process, Who: InNeed, Direction: +1, Decimals: 1,
		measure: ratio("found", 1)},
	{ID: "waiting_person_months", Unit: "months_per_1000_year", Aim: Experience, Kind: Process, Who: Everyone, Direction: -1, Decimals: 1,
		measure: ratio("waiting_person_months", 12000)},
	{ID: "escalations", Unit: "per_1000_client_years", Aim: Health, Kind: Process, Who: InCareOnly, Direction: -1, Decimals: 1, Effects: onTierMove,
		measure: ratio("escalations", 1000)},
	{ID: "months_own_team", Unit: "months", Aim: Experience, Kind: Process, Who: InCareOnly, Direction: 0, Decimals: 1,
		measure: ratio("months_own_team", 1)},
	{ID: "admin_hours", Unit: "hours_per_year", Aim: Workforce, Kind: Staff, Who: Region, Direction: -1, Decimals: 0,
		measure: monthlyMean(only("admin_hours"), 0.12)},
	{ID: "displaced_hours", Unit: "hours_per_year", Aim: Workforce, Kind: Staff, Who: Region, Direction: -1, Decimals: 0,
		measure: monthlyMean(only("displaced_hours"), 0.12)},
})

// declare fills in what follows from the id.
func declare(list []Indicator) []Indicator {
	for i := range list {
		list[i].RelevanceID = "own_relevance_" + list[i].ID
	}
	return list
}

// monthsPerDay turns days into months of 365.25/12 days.
const monthsPerDay = 12 / 365.25
