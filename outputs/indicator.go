package outputs

import (
	"slices"

	"piramide/sim"
)

// Aim is one of the five aims of integrated care (quintuple aim); its title is
// the message "aim.AIM".
type Aim string

// The aims.
const (
	aimHealth     Aim = "health"     // health of the population
	aimExperience Aim = "experience" // experience of citizens and carers
	aimEfficiency Aim = "efficiency" // cost and value
	aimWorkforce  Aim = "workforce"  // well-being of those who give care
	aimEquity     Aim = "equity"     // fairness
)

// Kind says what sort of quantity an indicator is.
type Kind string

// The kinds.
const (
	process  Kind = "process"
	outcome  Kind = "outcome"
	money    Kind = "money"
	staff    Kind = "staff"
	activity Kind = "activity" // what is done, of which more is by itself no better
)

// Who says who is counted.
type Who string

// Who is counted.
const (
	inNeed        Who = "in_need"     // citizens at home with true high_risk or complex need
	whoRequests   Who = "requests"    // requests for coordination made in the period
	aliveAtBranch Who = "cohort"      // citizens alive at branch, zero after death
	carers        Who = "carers"      // informal carers
	filled        Who = "posts"       // filled posts of the coordination roles
	inhabitants   Who = "inhabitants" // open population
	inCare        Who = "clients"     // citizens with a place in a caseload
	discharged    Who = "discharged"  // citizens whom case management discharges with need left
	caseStarts    Who = "case_starts" // citizens who begin with a case manager, where posts have an expertise
	beyondPool    Who = "beyond_pool" // clients of case management whose need is beyond the pool
	goals         Who = "goals"       // goals of citizens that are looked at in a review of their care plan
	needByVT      Who = "need_by_vt"  // InNeed, citizens with VT against the others
	included      Who = "included"    // citizens included by a buurtteam
	teams         Who = "teams"       // buurtteams at work
	atHome        Who = "at_home"     // citizens who live at home
	residents     Who = "residents"   // residents of nursing homes
	pathEligible  Who = "pathway"     // citizens at home with a GMD whom a pathway is for
	progBirths    Who = "pregnancy"   // births to mothers with a psychosocial vulnerability
	progYouth     Who = "youth"       // young people with obesity
	progRequests  Who = "programme"   // requests for a programme
	newlyKnown    Who = "newly_known" // citizens whose unknown need becomes known
	pointedOut    Who = "flagged"     // citizens whom a run of population management points out
	recorded      Who = "recorded"    // enrolled citizens recorded with chronic status
)

// Indicator declares one quantity for tables, figures, report and web.
// Its words are found by [Indicator.TitleID], ExplainID and UnitID.
type Indicator struct {
	ID        string `json:"id"`
	Unit      string `json:"unit"`
	Aim       Aim    `json:"aim"`
	Kind      Kind   `json:"kind"`
	Who       Who    `json:"who"`
	Direction int    `json:"direction"` // +1 more is better, −1 less is better, 0 neither
	Decimals  int    `json:"decimals"`  // most decimals that are ever shown
	Headline  bool   `json:"headline"`  // stands in the first table
	Relative  bool   `json:"relative"`  // exists only as a difference with the first plan
	Term      string `json:"term"`      // its place in the catalogue area terms, when not the id

	// Effects are the parameters of the effects of care on the way from a plan
	// to this indicator. While one of them is an assumption, a difference is
	// never called clear on fewer than 100 draws.
	Effects []string `json:"effects,omitempty"`
	// RelevancePath is the parameter below which a difference means nothing in
	// practice; Relevance is its value, in the unit of the indicator (0: none given).
	RelevancePath string  `json:"relevance_path,omitempty"`
	Relevance     float64 `json:"relevance,omitempty"`

	measure measure
}

// IsActivity reports whether it counts what is done. Nobody is helped by an action, a
// session or a plan on paper alone, so it has no direction and is never told as an
// improvement; what it brings about stands in the outcomes.
func (i *Indicator) IsActivity() bool { return i.Kind == activity }

// TitleID is the message id of the title.
func (i *Indicator) TitleID() string { return "indicator." + i.Term + ".name" }

// ExplainID is the message id of one sentence that says what is counted.
func (i *Indicator) ExplainID() string { return "indicator." + i.Term + ".explain" }

// UnitID is the message id of the unit.
func (i *Indicator) UnitID() string { return "indicators.unit." + i.Unit }

// IsShare reports whether values are shares to be shown as percentages, and
// their differences as percentage points.
func (i *Indicator) IsShare() bool { return i.Unit == "share" }

// Find gives the place of an indicator in a list, or −1.
func Find(list []Indicator, id string) int {
	return slices.IndexFunc(list, func(i Indicator) bool { return i.ID == id })
}

// The effects of care on the paths of the indicators, by parameter.
var (
	onStays = []string{
		"effect.coordination.stay", "effect.dementia_cm.stay", "effect.phm.stay",
		"effect.pathway.diabetes.stay", "effect.pathway.heart_failure.stay", "effect.pathway.copd.stay",
	}
	onDeath       = []string{"effect.coordination.death", "effect.pathway.diabetes.death", "effect.pathway.heart_failure.death"}
	onNursingHome = []string{
		"effect.coordination.nursing_home", "effect.carer_support.nursing_home", "effect.dementia_cm.nursing_home_lt18m", "effect.dementia_cm.nursing_home_all",
		"effect.p3.nursing_home",
	}
	onCarers     = []string{"effect.carer_support.relief", "effect.carer_support.nursing_home"}
	onTierMove   = []string{"effect.tier_move", "effect.decline"}
	onExperience = []string{"effect.experience_smd"}
	onHealth     = slices.Concat(onStays, onDeath, onNursingHome, onTierMove)
)

// Indicators lists every indicator in the order in which readers see them.
// The first is always first: a plan that finds nobody must not win on waiting.
var Indicators = declare(slices.Concat([]Indicator{
	{
		ID: "reached_in_time", RelevancePath: "relevance.reached_in_time", Unit: "share", Aim: aimExperience, Kind: process, Who: inNeed, Direction: +1, Decimals: 1, Headline: true,
		measure: ratio("reached_in_time", 1),
	},
	{
		ID: "wait_median", Term: "waiting_median", RelevancePath: "relevance.waiting", Unit: "months", Aim: aimExperience, Kind: process, Who: whoRequests, Direction: -1, Decimals: 1, Headline: true,
		measure: wait("wait_median", monthsPerDay),
	},
	{
		ID: "wait_p90", Term: "waiting_p90", RelevancePath: "relevance.waiting", Unit: "months", Aim: aimExperience, Kind: process, Who: whoRequests, Direction: -1, Decimals: 1,
		measure: wait("wait_p90", monthsPerDay),
	},
	{
		ID: "within_30_days", Term: "waiting_within_30", Unit: "share", Aim: aimExperience, Kind: process, Who: whoRequests, Direction: +1, Decimals: 1,
		measure: wait("within_30_days", 1),
	},
	{
		ID: "give_ups", RelevancePath: "relevance.give_ups", Unit: "share", Aim: aimExperience, Kind: process, Who: whoRequests, Direction: -1, Decimals: 1, Headline: true,
		measure: ratio("give_ups", 1),
	},
	{
		ID: "days_at_home", RelevancePath: "relevance.days_at_home", Unit: "days_per_year", Aim: aimHealth, Kind: outcome, Who: aliveAtBranch, Direction: +1, Decimals: 2, Headline: true, Effects: onHealth,
		measure: ratio("days_at_home", sim.RealDays*personYear),
	},
	{
		ID: "carers_overloaded", RelevancePath: "relevance.carers", Unit: "share", Aim: aimExperience, Kind: outcome, Who: carers, Direction: -1, Decimals: 2, Headline: true, Effects: slices.Concat(onDeath, onNursingHome, onCarers),
		measure: ratio("carers_overloaded", 1),
	},
	{
		ID: "workload", RelevancePath: "relevance.workload", Unit: "share", Aim: aimWorkforce, Kind: staff, Who: filled, Direction: -1, Decimals: 0, Headline: true,
		measure: monthlyRatio(roleSums(hoursAsked), roleSums(hoursAvailable), 1),
	},
	{
		ID: "vt_gap", RelevancePath: "relevance.vt_gap", Unit: "share", Aim: aimEquity, Kind: process, Who: needByVT, Direction: +1, Decimals: 1, Headline: true,
		measure: vtGap,
	},
	{
		ID: "programme_cost", RelevancePath: "relevance.programme_cost", Unit: "eur_per_inhabitant_year", Aim: aimEfficiency, Kind: money, Who: inhabitants, Direction: -1, Decimals: 2, Headline: true,
		measure: programmeCost,
	},
	{
		ID: "net_cost", RelevancePath: "relevance.net_cost", Unit: "eur_per_inhabitant_year", Aim: aimEfficiency, Kind: money, Who: inhabitants, Direction: -1, Decimals: 2, Headline: true, Relative: true, Effects: onHealth,
		measure: netCost,
	},
	{
		ID: "fte", RelevancePath: "relevance.fte", Unit: "fte", Aim: aimWorkforce, Kind: staff, Who: filled, Direction: 0, Decimals: 1, Headline: true,
		measure: monthlyMean(roleSums(filledPosts), 0.01),
	},
	{
		ID: "qaly", RelevancePath: "relevance.qaly", Unit: "qaly_per_1000", Aim: aimHealth, Kind: outcome, Who: aliveAtBranch, Direction: +1, Decimals: 2, Headline: true, Effects: onHealth,
		measure: discountedQALY,
	},
	{
		ID: "deaths", RelevancePath: "relevance.deaths", Unit: "per_1000_year", Aim: aimHealth, Kind: outcome, Who: aliveAtBranch, Direction: -1, Decimals: 2, Effects: onDeath,
		measure: ratio("deaths", 1000*personYear),
	},
	{
		ID: "unplanned_stays", RelevancePath: "relevance.stays", Unit: "per_1000_year", Aim: aimHealth, Kind: outcome, Who: inhabitants, Direction: -1, Decimals: 1, Effects: onHealth,
		measure: ratio("unplanned_stays", 1000*personYear),
	},
	{
		ID: "ed_visits", RelevancePath: "relevance.ed", Unit: "per_1000_year", Aim: aimHealth, Kind: outcome, Who: inhabitants, Direction: -1, Decimals: 1, Effects: slices.Concat(onHealth, []string{"effect.phm.ed"}),
		measure: ratio("ed_visits", 1000*personYear),
	},
	{
		ID: "bed_days", RelevancePath: "relevance.bed_days", Unit: "per_1000_year", Aim: aimHealth, Kind: outcome, Who: inhabitants, Direction: -1, Decimals: 0, Effects: slices.Concat(onHealth, []string{"effect.phm.bed_days"}),
		measure: ratio("bed_days", 1000*personYear*sim.RealDays),
	},
	{
		ID: "avoidable_stays", RelevancePath: "relevance.avoidable_admissions", Unit: "per_1000_year", Aim: aimHealth, Kind: outcome, Who: inhabitants, Direction: -1, Decimals: 1, Effects: onHealth,
		measure: ratio("avoidable_stays", 1000*personYear),
	},
	{
		ID: "nursing_home_entries", RelevancePath: "relevance.nursing_home_entry", Unit: "per_1000_year", Aim: aimHealth, Kind: outcome, Who: inhabitants, Direction: -1, Decimals: 2, Effects: slices.Concat(onNursingHome, onDeath, onTierMove),
		measure: ratio("nursing_home_entries", 1000*personYear),
	},
	{
		ID: "nursing_home_stock", Term: "nursing_home", Unit: "per_1000", Aim: aimHealth, Kind: outcome, Who: inhabitants, Direction: 0, Decimals: 2, Effects: slices.Concat(onNursingHome, onDeath, onTierMove),
		measure: ratio("nursing_home_stock", 1000),
	},
	{
		ID: "riziv_cost", Unit: "eur_per_inhabitant_year", Aim: aimEfficiency, Kind: money, Who: inhabitants, Direction: -1, Decimals: 1, Effects: onHealth,
		measure: ratio("riziv_cost", 0.01*personYear),
	},
	{
		ID: "own_share", Term: "out_of_pocket", RelevancePath: "relevance.out_of_pocket", Unit: "eur_per_inhabitant_year", Aim: aimEfficiency, Kind: money, Who: inhabitants, Direction: -1, Decimals: 2, Effects: onHealth,
		measure: ratio("own_share", 0.01*personYear),
	},
	{
		ID: "experience_score", RelevancePath: "relevance.experience", Unit: "sd", Aim: aimExperience, Kind: outcome, Who: inNeed, Direction: +1, Decimals: 3, Effects: onExperience,
		measure: ratio("experience_score", 0.001),
	},
	{
		ID: "care_plan_reviewed", Term: "plan_reviewed", RelevancePath: "relevance.care_plan", Unit: "share", Aim: aimExperience, Kind: activity, Who: inCare, Direction: 0, Decimals: 1,
		measure: ratio("care_plan_reviewed", 1),
	},
	{
		ID: "care_plan_shared", Term: "plan_shared", Unit: "share", Aim: aimExperience, Kind: activity, Who: inCare, Direction: 0, Decimals: 1,
		measure: ratio("care_plan_shared", 1),
	},
	{
		ID: "care_plan_in_need", Term: "plan_in_need", RelevancePath: "relevance.care_plan", Unit: "share", Aim: aimExperience, Kind: activity, Who: inNeed, Direction: 0, Decimals: 1,
		measure: ratio("care_plan_in_need", 1),
	},
	{
		ID: "goals_reviewed", Unit: "share", Aim: aimExperience, Kind: activity, Who: inCare, Direction: 0, Decimals: 1, Effects: []string{"care.goals_named"},
		measure: ratio("goals_reviewed", 1),
	},
	{
		ID: "goals_met", Unit: "share", Aim: aimExperience, Kind: process, Who: goals, Direction: +1, Decimals: 1, Effects: []string{"care.goals_met"},
		measure: ratio("goals_met", 1),
	},
	{
		ID: "goals_adjusted", Unit: "share", Aim: aimExperience, Kind: activity, Who: goals, Direction: 0, Decimals: 1, Effects: []string{"care.goals_adjusted"},
		measure: ratio("goals_adjusted", 1),
	},
	{
		ID: "continuity", Unit: "share", Aim: aimExperience, Kind: process, Who: inCare, Direction: +1, Decimals: 1,
		measure: ratio("continuity", 1),
	},
	{
		ID: "coordination_hours", Term: "care_contacts", Unit: "hours_per_1000_year", Aim: aimExperience, Kind: activity, Who: inhabitants, Direction: 0, Decimals: 0,
		measure: ratio("coordination_hours", 0.01*1000*personYear),
	},
	{
		ID: "in_care", Unit: "share", Aim: aimExperience, Kind: process, Who: inNeed, Direction: +1, Decimals: 1,
		measure: ratio("in_care", 1),
	},
	{
		ID: "found", Unit: "share", Aim: aimExperience, Kind: process, Who: inNeed, Direction: +1, Decimals: 1,
		measure: ratio("found", 1),
	},
	{
		ID: "waiting_person_months", Term: "waiting_months", Unit: "months_per_1000_year", Aim: aimExperience, Kind: process, Who: inhabitants, Direction: -1, Decimals: 1,
		measure: whereAsked(only("requests"), ratio("waiting_person_months", 1000*personYear)),
	},
	{
		ID: "escalations", Unit: "per_1000_client_years", Aim: aimHealth, Kind: process, Who: inCare, Direction: -1, Decimals: 1, Effects: onTierMove,
		measure: ratio("escalations", 12*1000),
	},
	{
		ID: "months_own_team", Unit: "months", Aim: aimExperience, Kind: activity, Who: inCare, Direction: 0, Decimals: 1,
		measure: ratio("months_own_team", 1),
	},
	{
		ID: "handed_back", Unit: "share", Aim: aimExperience, Kind: process, Who: discharged, Direction: +1, Decimals: 1,
		measure: ratio("handed_back", 1),
	},
	{
		ID: "matched_expertise", Unit: "share", Aim: aimExperience, Kind: process, Who: caseStarts, Direction: +1, Decimals: 1,
		measure: ratio("matched_expertise", 1),
	},
	{
		ID: "specialist_care", Unit: "share", Aim: aimExperience, Kind: process, Who: beyondPool, Direction: +1, Decimals: 1,
		measure: ratio("specialist_care", 1),
	},
	{
		ID: "reached_dementia", Unit: "share", Aim: aimEquity, Kind: process, Who: inNeed, Direction: +1, Decimals: 1,
		measure: ratio("reached_dementia", 1),
	},
	{
		ID: "reached_frail_80", Unit: "share", Aim: aimEquity, Kind: process, Who: inNeed, Direction: +1, Decimals: 1,
		measure: ratio("reached_frail_80", 1),
	},
	{
		ID: "reached_psychological", Unit: "share", Aim: aimEquity, Kind: process, Who: inNeed, Direction: +1, Decimals: 1,
		measure: ratio("reached_psychological", 1),
	},
	{
		ID: "reached_socio_economic", Unit: "share", Aim: aimEquity, Kind: process, Who: inNeed, Direction: +1, Decimals: 1,
		measure: ratio("reached_socio_economic", 1),
	},
	{
		ID: "reached_broad", Unit: "share", Aim: aimEquity, Kind: process, Who: inNeed, Direction: +1, Decimals: 1,
		measure: ratio("reached_broad", 1),
	},
	{
		ID: "absence_covered", Unit: "share", Aim: aimWorkforce, Kind: staff, Who: filled, Direction: +1, Decimals: 1,
		measure: monthlyRatio(only("covered_hours"), only("absent_hours"), 1),
	},
	{
		ID: "admin_hours", RelevancePath: "relevance.admin_hours", Unit: "hours_per_1000_year", Aim: aimWorkforce, Kind: staff, Who: inhabitants, Direction: -1, Decimals: 1,
		measure: hoursPerThousand("admin_hours"),
	},
	{
		ID: "displaced_hours", RelevancePath: "relevance.displaced_hours", Unit: "hours_per_1000_year", Aim: aimWorkforce, Kind: staff, Who: inhabitants, Direction: -1, Decimals: 1,
		measure: hoursPerThousand("displaced_hours"),
	},
	{
		ID: "displaced_share", Unit: "share", Aim: aimWorkforce, Kind: staff, Who: inhabitants, Direction: -1, Decimals: 1,
		measure: monthlyRatio(only("displaced_hours"), only("p3_nursing_hours"), 1),
	},
	{
		ID: "home_nursing_lost", Unit: "hours_per_1000_year", Aim: aimWorkforce, Kind: staff, Who: inhabitants, Direction: -1, Decimals: 1,
		measure: hoursPerThousand("home_nursing_lost_hours"),
	},
	{
		ID: "home_nursing_unpaid", Unit: "eur_per_inhabitant_year", Aim: aimEfficiency, Kind: money, Who: inhabitants, Direction: -1, Decimals: 2,
		measure: homeNursingUnpaid,
	},
	{
		ID: "job_satisfaction", RelevancePath: "relevance.job_satisfaction", Unit: "sd", Aim: aimWorkforce, Kind: outcome, Who: filled, Direction: +1, Decimals: 3, Effects: []string{"effect.job_satisfaction_smd"},
		measure: monthlyRatio(only("satisfaction_gain"), only("posts_with_load"), 0.1), // milli-SD of FTE over centi-FTE
	},
	{
		ID: "staff_overloaded", Unit: "share", Aim: aimWorkforce, Kind: staff, Who: filled, Direction: -1, Decimals: 0,
		measure: monthlyRatio(only("posts_overloaded"), only("posts_with_load"), 1),
	},
	{
		ID: "team_participation", Unit: "share", Aim: aimWorkforce, Kind: activity, Who: teams, Direction: 0, Decimals: 1,
		measure: monthlyRatio(only("teams_joined"), only("teams"), 1),
	},
	{
		ID: "team_maturity", Unit: "share", Aim: aimExperience, Kind: activity, Who: teams, Direction: 0, Decimals: 1,
		measure: monthlyRatio(only("teams_mature"), only("teams"), 1),
	},
	{
		ID: "team_feedback", Unit: "share", Aim: aimExperience, Kind: activity, Who: teams, Direction: 0, Decimals: 1,
		measure: monthlyRatio(only("teams_with_feedback"), only("teams"), 1),
	},
	{
		ID: "collaboration_hours", Unit: "hours_per_1000_year", Aim: aimWorkforce, Kind: activity, Who: inhabitants, Direction: 0, Decimals: 1,
		measure: hoursPerThousand("collaboration_hours"),
	},
	{
		ID: "vulnerable", Unit: "share", Aim: aimHealth, Kind: outcome, Who: atHome, Direction: 0, Decimals: 2, Effects: onTierMove,
		measure: monthlyRatio(only("vulnerable"), only("at_home"), 1),
	},
	{
		ID: "vulnerable_reached", Unit: "share", Aim: aimEquity, Kind: process, Who: atHome, Direction: +1, Decimals: 2,
		measure: monthlyRatio(only("vulnerable_reached"), only("vulnerable"), 1),
	},
	{
		ID: "adl_limitation", Unit: "share", Aim: aimHealth, Kind: outcome, Who: atHome, Direction: -1, Decimals: 2, Effects: slices.Concat(onTierMove, onNursingHome, onDeath),
		measure: monthlyRatio(only("physical_loss"), only("at_home"), 1),
	},
	{
		ID: "carers_supported", Unit: "share", Aim: aimExperience, Kind: activity, Who: carers, Direction: 0, Decimals: 1,
		measure: ratio("carers_supported", 1),
	},
	{
		ID: "residents_planned", Unit: "share", Aim: aimExperience, Kind: activity, Who: residents, Direction: 0, Decimals: 1,
		measure: monthlyRatio(only("residents_planned"), only("nursing_home"), 1),
	},
	{
		ID: "vacancies", Unit: "share", Aim: aimWorkforce, Kind: staff, Who: filled, Direction: -1, Decimals: 1,
		measure: monthlyRatio(vacantPosts, roleSums(fundedPosts), 1),
	},
	{
		ID: "unspent_money", Unit: "eur_per_inhabitant_year", Aim: aimEfficiency, Kind: money, Who: inhabitants, Direction: -1, Decimals: 2,
		measure: unspentMoney,
	},
	{
		ID: "team_budget_earned", Unit: "eur_per_inhabitant_year", Aim: aimEfficiency, Kind: money, Who: inhabitants, Direction: 0, Decimals: 2,
		measure: ratio("team_budget_earned", 0.01*personYear),
	},
	{
		ID: "team_budget_spent", Unit: "eur_per_inhabitant_year", Aim: aimEfficiency, Kind: money, Who: inhabitants, Direction: 0, Decimals: 2,
		measure: ratio("team_budget_spent", 0.01*personYear),
	},
	{
		ID: "team_budget_carried", Unit: "eur_per_inhabitant_year", Aim: aimEfficiency, Kind: money, Who: inhabitants, Direction: 0, Decimals: 2,
		measure: ratio("team_budget_carried", 0.01*personYear),
	},
	{
		ID: "team_budget_returned", Unit: "eur_per_inhabitant_year", Aim: aimEfficiency, Kind: money, Who: inhabitants, Direction: 0, Decimals: 2,
		measure: ratio("team_budget_returned", 0.01*personYear),
	},
	{
		ID: "team_budget_unspent", Unit: "share", Aim: aimEfficiency, Kind: money, Who: inhabitants, Direction: -1, Decimals: 1,
		measure: ratio("team_budget_unspent", 1),
	},
	{
		ID: "included_in_need", Unit: "share", Aim: aimEquity, Kind: process, Who: included, Direction: +1, Decimals: 1,
		measure: monthlyRatio(only("included_need"), only("included"), 1),
	},
	{
		ID: "recorded_without_need", Unit: "share", Aim: aimEfficiency, Kind: process, Who: recorded, Direction: -1, Decimals: 1,
		measure: monthlyRatio(func(s *summary, m int) float64 {
			return float64(s.month("chronic_status_recorded", m) - s.month("chronic_status", m))
		}, only("chronic_status_recorded"), 1),
	},
	pathway("diabetes"), pathway("heart_failure"), pathway("copd"), pathway("depression"), pathway("frailty"), pathway("self_management"),
	{
		ID: "pathway_hours", Unit: "hours_per_1000_year", Aim: aimWorkforce, Kind: activity, Who: inhabitants, Direction: 0, Decimals: 1,
		measure: perThousand(pathwayHours, 100),
	},
	{
		ID: "service_posts", Unit: "fte", Aim: aimWorkforce, Kind: staff, Who: filled, Direction: 0, Decimals: 1,
		measure: monthlyMean(crewSums(sim.CrewFilled), 0.01),
	},
	{
		ID: "service_vacancies", Unit: "share", Aim: aimWorkforce, Kind: staff, Who: filled, Direction: -1, Decimals: 1,
		measure: monthlyRatio(crewSums(sim.CrewVacant), crewSums(sim.CrewPosts), 1),
	},
	{
		ID: "service_workload", Unit: "share", Aim: aimWorkforce, Kind: staff, Who: filled, Direction: -1, Decimals: 0,
		measure: monthlyRatio(crewSums(sim.CrewAsked), crewSums(sim.CrewAvailable), 1),
	},
	{
		ID: "service_waiting", Unit: "per_100000", Aim: aimExperience, Kind: process, Who: inhabitants, Direction: -1, Decimals: 1,
		measure: whereAsked(crewSums(sim.CrewPosts), monthlyRatio(crewSums(sim.CrewWaiting), only("population"), 1e5)),
	},
	{
		ID: "adl_score", Unit: "sd", Aim: aimHealth, Kind: outcome, Who: pathEligible, Direction: +1, Decimals: 3, Effects: []string{"effect.pathway.frailty.adl"},
		measure: takingPart(only("pathway_frailty_gain"), only("pathway_frailty_eligible_65p"), 0.001),
	},
	{
		ID: "mood_score", Unit: "sd", Aim: aimHealth, Kind: outcome, Who: pathEligible, Direction: +1, Decimals: 3, Effects: []string{"effect.pathway.depression.mood"},
		measure: takingPart(only("pathway_depression_gain"), only("pathway_depression_eligible_65p"), 0.001),
	},
	{
		ID: "group_attendance", Unit: "per_1000_year", Aim: aimExperience, Kind: activity, Who: inhabitants, Direction: 0, Decimals: 1,
		measure: perThousand(only("group_attendance"), 1),
	},
	{
		ID: "buurt_actions", Unit: "per_1000_year", Aim: aimHealth, Kind: activity, Who: inhabitants, Direction: 0, Decimals: 2,
		measure: perThousand(only("buurt_actions"), 1),
	},
	{
		ID: "record_coverage", Unit: "share", Aim: aimExperience, Kind: activity, Who: inhabitants, Direction: 0, Decimals: 1,
		measure: monthlyRatio(only("shared_records"), only("population"), 1),
	},
	{
		ID: "pregnancy_reached", Unit: "share", Aim: aimEquity, Kind: process, Who: progBirths, Direction: +1, Decimals: 1,
		measure: ratio("pregnancy_reached", 1),
	},
	{
		ID: "pregnancy_waiting", Unit: "per_100000", Aim: aimExperience, Kind: process, Who: inhabitants, Direction: -1, Decimals: 1,
		measure: whereAsked(only("programme_pregnancy_asked"), monthlyRatio(only("programme_pregnancy_waiting"), only("population"), 1e5)),
	},
	{
		ID: "pregnancy_given_up", Unit: "share", Aim: aimExperience, Kind: process, Who: progRequests, Direction: -1, Decimals: 1,
		measure: monthlyRatio(only("programme_pregnancy_given_up"), only("programme_pregnancy_asked"), 1),
	},
	{
		ID: "youth_obesity_reached", Unit: "share", Aim: aimEquity, Kind: process, Who: progYouth, Direction: +1, Decimals: 1,
		measure: ratio("youth_obesity_reached", 1),
	},
	{
		ID: "youth_obesity_waiting", Unit: "per_100000", Aim: aimExperience, Kind: process, Who: inhabitants, Direction: -1, Decimals: 1,
		measure: whereAsked(only("programme_youth_obesity_asked"), monthlyRatio(only("programme_youth_obesity_waiting"), only("population"), 1e5)),
	},
	{
		ID: "youth_obesity_given_up", Unit: "share", Aim: aimExperience, Kind: process, Who: progRequests, Direction: -1, Decimals: 1,
		measure: monthlyRatio(only("programme_youth_obesity_given_up"), only("programme_youth_obesity_asked"), 1),
	},
}, findingIndicators(), p3Indicators()))

// pathway declares who takes part in a pathway, of those whom it is for.
func pathway(id string) Indicator {
	return Indicator{
		ID: "pathway_" + id, Unit: "share", Aim: aimHealth, Kind: activity, Who: pathEligible, Direction: 0, Decimals: 1,
		measure: takingPart(only("pathway_"+id+"_participants"), only("pathway_"+id+"_eligible"), 1),
	}
}

// declare fills in what most often follows from the id.
func declare(list []Indicator) []Indicator {
	for i := range list {
		if list[i].Term == "" {
			list[i].Term = list[i].ID
		}
	}
	return list
}

// The simulator counts in days of its own year, twelve months of equal length.
const (
	personYear   = 365.25 / sim.RealDays // person-days in a person-year
	monthsPerDay = 12 / personYear
)

// withRelevance gives the indicators with the relevance that a register holds.
func withRelevance(register []RegisterEntry) []Indicator {
	list := slices.Clone(Indicators)
	for i := range list {
		for _, e := range register {
			if e.Path == list[i].RelevancePath {
				list[i].Relevance = e.Value
			}
		}
	}
	return list
}

// Value is an indicator of one cell for the whole region, over the years from … to of its
// accounts (places, both included); NaN where the quantity does not exist, as one that
// is a difference with the first plan does not.
func (i *Indicator) Value(t *CellTables, rates Rates, from, to int) float64 {
	return i.measure(summarise(t, rates), from, to, sim.GroupAll)
}
