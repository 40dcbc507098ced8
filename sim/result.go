package sim

import "piramide/sim/finance"

// Indicator names a counted quantity. Its value for an area, group and year is
// Num/Den × the scale of its declaration in outputs/indicator.go.
type Indicator int

// The indicators that the phases of the month feed. Ids, units, aims and
// directions stand in outputs/indicator.go.
const (
	ReachedInTime  Indicator = iota // person-months in need at home with a place (or within 30 days) / person-months in need at home
	WaitMonths                      // waiting person-months / inhabitants-months
	Within30                        // first contacts within 30 days / requests resolved or 30 days old
	GiveUps                         // requests given up / requests made
	DaysAtHome                      // days alive, not in hospital or nursing home / citizens alive at branch
	Carers                          // overloaded carer-months / carer-months
	QALY                            // micro-QALY / citizens alive at branch
	Deaths                          // deaths / citizens alive at branch
	UnplannedStays                  // / inhabitant-years
	EDVisits
	BedDays
	AvoidableStays
	NursingHomeEntries
	NursingHomeStock // resident-months / inhabitant-months
	RIZIVCost        // cents / inhabitant-year
	OwnShareCost     // cents / inhabitant-year
	CareContacts     // hours of coordination received / inhabitants
	PlanReviewed     // clients of a desk with a care plan reviewed in time / clients
	Experience       // experience score, milli-SD / people in need
	InCare           // person-months in care / person-months in true need
	Found            // known need person-months / true need person-months
	Escalations      // moves to complex while in the own team / client-years
	MonthsOwnTeam    // months in the own team before case management
	CarersSupported  // supported carer-months / overloaded carer-months of people in need
	Continuity       // contacts with the coach with whom coaching began, in thousandths / contacts of clients of a coach, or handed over in the team, in thousandths
	PlanShared       // clients of a desk with a care plan that was shared with all who care and with them / clients
	PregnancyReached // births of mothers the programme is for, reached before the birth / those births, counted when all that can be known is known
	YouthReached     // yearly checks of young people with obesity who are in the programme or were in the last year / those checks
	// The virtual budgets of the buurtteams: cents / person-days, for everybody only.
	BudgetEarned
	BudgetSpent
	BudgetCarried  // held at the end of the year, after what went back
	BudgetReturned // to who paid, at the end of the year
	BudgetUnspent  // cents carried over and returned / cents held at the start, earned and topped up
	// Finding: of unknown need that becomes known, the share found by each route, in
	// the order of [Route].
	FoundByGP
	FoundByPHM
	FoundByOutreach
	FoundByCaring
	FoundByWelfare
	FoundByAccess
	FoundByStay
	FoundByNursingHome
	FoundTooLate // found too late / found, by any route
	LateByGP     // the same of each route that can be in time
	LateByPHM
	LateByOutreach
	LateByCaring
	LateByWelfare
	LateByAccess
	FlaggedInNeed // people whom a PHM run points out and who are in need / people pointed out
	VTTakenUp     // people met who take up increased reimbursement / person-days
	// People in need at home by priority group: with a place / all, at the end of each half-year.
	ReachedDementia
	ReachedFrail80
	ReachedPsychological
	ReachedSocioEconomic
	ReachedBroad
	HandedBack     // clients whom case management discharges and a coach takes on / discharged with need left
	Matched        // case management that began at a post with the expertise asked / begun under a profile
	SpecialistCare // client-months with the specialist team / client-months of case management beyond the pool
	PlanInNeed     // people in need at home with a care plan reviewed in time, whoever holds it / people in need at home
	GoalsReviewed  // clients of a desk with goals that were set or looked at in time / clients
	GoalsMet       // goals met / goals looked at in a review
	GoalsAdjusted  // goals changed / goals looked at in a review
	NumIndicators
)

// Groups of citizens, marginal: each citizen counts in "all" and once in each family.
const (
	GroupAll = iota
	GroupNoVT
	GroupVT
	GroupAge0
	GroupAge18
	GroupAge65
	GroupAge80
	GroupMen
	GroupWomen
	GroupGMD
	GroupNoGMD
	GroupGeneral // tier at branch (closed cohort) or at the start of the year (open population)
	GroupChronic
	GroupHighRisk
	GroupComplex
	NumGroups
)

// GroupNames are the ids of the groups in files.
var GroupNames = [NumGroups]string{
	"all", "no_vt", "vt", "age_0_17", "age_18_64", "age_65_79", "age_80p",
	"men", "women", "gmd", "no_gmd", "tier_general", "tier_chronic", "tier_high_risk", "tier_complex",
}

// Ratio is a numerator and a denominator, both counted in integers.
type Ratio struct{ Num, Den int64 }

// Series names a monthly quantity of the whole region.
type Series int

// The monthly series; ids stand in outputs/extract.go, units in outputs/series.go.
const (
	MonthPopulation Series = iota
	MonthGeneral           // citizens per tier
	MonthChronic
	MonthHighRisk
	MonthComplex
	MonthNursingHome
	MonthNeedHome   // citizens at home in true need
	MonthNeedKnown  // of whom known
	MonthReached    // in need at home, alive at branch and reached in time
	MonthNeedCohort // in need at home and alive at branch
	MonthWaiting    // requests waiting at the end of the month
	MonthRequests
	MonthServed
	MonthGivenUp
	MonthDeaths
	MonthBirths
	MonthArrivals
	MonthDepartures
	MonthUnplanned
	MonthED
	MonthStays
	MonthBedDays
	MonthNHEntries
	MonthCohortQALY // micro-QALY of the closed cohort
	MonthCohortCost // cents (KCE payer view) of the closed cohort
	MonthFlagged    // people flagged by a PHM run
	MonthFalseFlags // of whom without need
	MonthAdminHours // centi-hours
	MonthDisplaced  // centi-hours taken from other services
	MonthOtherHours // centi-hours of work in P3 and home nursing, from which most of them come
	MonthNotice     // centi-FTE in notice, part of the filled posts

	MonthIncluded       // citizens included by the buurtteams at the end of the month
	MonthIncludedNeed   // of whom truly in the tiers high_risk and complex
	MonthStatus         // enrolled citizens with chronic status
	MonthStatusRecorded // enrolled citizens recorded with it, where payment follows what is recorded
	MonthStaysAvoided   // stays that care or an incentive took away, less those it added
	MonthCashFreed      // cents of those stays that nobody pays
	MonthBedDaysFreed   // their bed-days
	MonthCostShifted    // cents of those stays that are paid all the same

	MonthTeams             // buurtteams at work, in thousandths
	MonthJoined            // share of the providers who take part, in thousandths, summed over teams
	MonthMature            // how much of their design teams do, in thousandths, summed over teams
	MonthFeedback          // teams that had an audit within a year, in thousandths
	MonthAudits            // audits held
	MonthTeamHours         // centi-hours of providers in their teams, audits included
	MonthSeconded          // centi-FTE seconded to the integrator
	MonthWorkers           // centi-FTE of workers whose load is known
	MonthOverworked        // of whom more hours are asked than there are
	MonthSatisfaction      // milli-SD of job satisfaction gained, summed over FTE whose load is known
	MonthHired             // centi-FTE hired
	MonthHiredCare         // of whom from another care service
	MonthHiredTraining     // of whom from training
	MonthNursingLost       // centi-hours of home nursing not delivered for want of nurses who moved
	MonthNursingUnpaid     // cents not paid for them
	MonthResidentPlans     // residents of nursing homes with a care plan reviewed in time
	MonthResidentHours     // centi-hours of the team of the nursing homes with them
	MonthAtHome            // citizens who live at home
	MonthVulnerable        // of whom with a loss in one or more domains
	MonthPhysicalLoss      // of whom with a physical loss
	MonthVulnerableReached // vulnerable citizens with a place in care
	MonthPlans             // care plans drawn up or reviewed
	MonthPlansCase         // of which by case managers or the specialist team
	MonthPlansTeam         // of which by other members of the buurtteam
	MonthGroupAttendance   // citizens at group sessions of buurtteams
	MonthBuurtActions      // buurt actions of buurtteams
	MonthRecords           // citizens with a shared electronic record
	MonthRuns              // PHM runs, of one level in one buurt
	MonthListed            // people new on the list of PHM
	MonthUnlisted          // people who leave it at a run
	MonthFound             // unknown need that becomes known
	MonthLate              // of which too late

	// Per level of PHM: people pointed out, of whom without need; see LevelSeries.
	MonthFlaggedPractice
	MonthFalsePractice
	MonthFlaggedBuurt
	MonthFalseBuurt
	MonthFlaggedELZ
	MonthFalseELZ
	MonthFlaggedRegion
	MonthFalseRegion

	// P3.
	MonthP3Today   // clients whom the projects take in at their present size, in thousandths
	MonthP3Places  // clients who are then in P3 at a time, in thousandths
	MonthP3Entries // new clients
	MonthP3Clients
	MonthP3Left                           // clients who left
	MonthP3Handed                         // of whom with a place of a coach or case manager
	MonthP3Cut                            // of whom lost their care because the money ended
	MonthP3Moved                          // of whom had such a place when the money ended, part of MonthP3Handed
	MonthP3KeptOn                         // of whom kept their provider outside P3 when it ended
	MonthP3Without                        // clients cut off, still in the time that was promised them, without a place
	MonthP3Cost                           // cents, own shares included
	MonthP3Double                         // of which while P3 runs beside the teams that follow it
	MonthP3FTE                            // centi-FTE of work in the projects
	MonthP3Lost                           // milli-FTE of which ended
	MonthP3Taken                          // milli-FTE hired for the posts of the plan by whose work ended
	MonthP3ADL                            // change in ADL limitation of clients in occupational therapy, milli-SD
	MonthP3Mood                           // change in low mood of clients of a psychologist, milli-SD
	MonthP3Units                          // units of each service: first of NumP3
	MonthP3Hours   = MonthP3Units + NumP3 // centi-hours of each service: first of NumP3

	// Per role: Funded and filled posts in centi-FTE, direct hours available and
	// asked in centi-hours, clients.
	MonthRoles      = MonthP3Hours + NumP3                              // first of NumRoles × 5
	MonthPathways   = MonthRoles + Series(NumRoles)*5                   // first of NumPathways × NumPathSeries
	MonthProgrammes = MonthPathways + Series(NumPathways)*NumPathSeries // first of NumProgrammes × NumProgSeries
	// Per desk: requests made, served, given up, withdrawn, and waiting at the end of the month.
	MonthDesks   = MonthProgrammes + Series(NumProgrammes)*NumProgSeries // first of NumDesks × 5
	MonthAbsent  = MonthDesks + Series(NumDesks)*5                       // centi-hours of workers at desks who were absent
	MonthCovered = MonthAbsent + 1                                       // of which others gave, beyond their own
	MonthCrews   = MonthAbsent + 2                                       // first of NumCrews × NumCrewSeries
	NumSeries    = MonthCrews + Series(NumCrews)*NumCrewSeries
)

// LevelSeries is the series of a level of PHM: 0 people pointed out, 1 of whom
// without need.
func LevelSeries(l Level, what int) Series { return MonthFlaggedPractice + Series(int(l)*2+what) }

// DeskSeries is the series of the desk of a role (zorgcoach, casemanager or
// specialist): 0 requests, 1 served, 2 given up, 3 withdrawn, 4 waiting. Of every
// desk and month: waiting before + requests = served + given up + withdrawn + waiting.
func DeskSeries(desk, what int) Series { return MonthDesks + Series(desk*5+what) }

// NumDesks is how many kinds of desk there are; DeskRoles are their roles.
const NumDesks = numSeats

// DeskRoles are the roles at whose desks citizens ask for a place.
var DeskRoles = seatRole

// RoleSeries is the series of a role: 0 funded, 1 filled, 2 hours available,
// 3 hours asked, 4 clients.
func RoleSeries(r Role, what int) Series { return MonthRoles + Series(int(r)*5+what) }

// PathwaySeries is the series of a pathway: PathEligible and so on.
func PathwaySeries(p PathwayID, what int) Series {
	return MonthPathways + Series(int(p)*NumPathSeries+what)
}

// ProgrammeSeries is the series of a programme: ProgEligible and so on.
func ProgrammeSeries(p ProgrammeID, what int) Series {
	return MonthProgrammes + Series(int(p)*NumProgSeries+what)
}

// CrewSeries is the series of the workers of a service: CrewPosts and so on.
func CrewSeries(c Crew, what int) Series { return MonthCrews + Series(int(c)*NumCrewSeries+what) }

// Result is what one run of one region leaves.
type Result struct {
	First         Month // first month of the accounts
	Years         int
	States        []string  // names of the states, the order of Flows
	Areas         []string  // "region", then the buurten
	Yearly        []Ratio   // [indicator][year][area][group], see At
	Months        [][]int64 // [series][month]
	Flows         []int64   // [year][from state or birth, arrival][to state or death, departure]
	Start         []int64   // citizens by tier at branch, see BandClass: pyramid
	End           []int64   // the same at the end of the accounts
	Crossed       []Ratio   // ReachedInTime by VT within each BandClass: [year][VT][class]; the VT gap is standardised on it
	Waits         []Wait    // one per request of the accounts: for the waiting-time curve
	Ledger        *finance.Ledger
	Outcomes      []finance.Outcome // accounting years of the instruments that settle yearly
	Cohort        int64             // citizens alive at branch
	Inhabitants   int64             // at branch
	Lives         []uint64          // digest of each cohort member's life, in key order; nil unless asked
	Concentration []Concentration   // per year
	Spread        []CostSpread      // per buurt; nil unless Config.Spread asks
	Entered       []Entry           // who entered coordination, and when; nil unless NoteEntries asks
	Drawn         []Drawn           // for whom a lot decided, and when; nil unless NoteEntries asks
	BeforeAfter   []BeforeAfter     // of those whom Follow looks at, in its order; nil unless it asks
}

// AgeBands are the age bands of the groups: 0–17, 18–64, 65–79, 80 and older.
// Tiers is the number of rows of a pyramid, nursing home included in its tier.
const (
	AgeBands = 4
	Tiers    = MaxStates
)

// BandClass is the place of (age band, sex, tier) in Start, End and Crossed.
func BandClass(band, sex, tier int) int { return (band*Sexes+sex)*Tiers + tier }

// BandClasses is how many such places there are.
const BandClasses = AgeBands * Sexes * Tiers

// CrossedAt gives the ReachedInTime ratio of one VT status and class in a year.
func (r *Result) CrossedAt(year, vt, class int) Ratio {
	return r.Crossed[(year*2+vt)*BandClasses+class]
}

// Wait is one request: the month it was made, how many days it waited, how it ended.
type Wait struct {
	Role  Role
	Year  int16
	VT    bool
	Days  int32
	Ended WaitEnd
}

// WaitEnd says how a wait ended.
type WaitEnd uint8

// The ends of a wait; StillWaiting is censored.
const (
	Served WaitEnd = iota
	GaveUp
	Died
	Gone
	StillWaiting
)

// Concentration holds the share of cost that the costliest carry in a year.
type Concentration struct{ Top1, Top5, Top10 float64 }

// At gives the ratio of an indicator.
func (r *Result) At(i Indicator, year, area, group int) Ratio {
	return r.Yearly[((int(i)*r.Years+year)*len(r.Areas)+area)*NumGroups+group]
}
