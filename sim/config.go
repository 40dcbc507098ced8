package sim

import (
	"piramide/sim/finance"
)

// Ages run from 0 to MaxAge, the last one open; sexes are 0 man, 1 woman.
const (
	MaxAge = 104
	Ages   = MaxAge + 1
	Sexes  = 2
	// MaxStates is how many states a model may have besides death.
	MaxStates = 16
	// MaxEvents is how many events each group may hold.
	MaxEvents = 8
	// Quintiles of socio-economic position; 0 is the lowest.
	Quintiles = 5
)

// Month is an absolute calendar month: year·12 + (month of the year − 1).
type Month = int32

// Table holds one number per age, sex and state, in the order of [Class].
type Table []float64

// Class is the place of (age, sex, state) in a table of a model with n states.
func Class(age, sex, state, n int) int { return (age*Sexes+sex)*n + state }

// Config is everything a world needs. It holds structure from this package and
// numbers from the caller: the package itself knows no number of the world.
type Config struct {
	Seed   uint64 // of the experiment
	Luck   uint64 // of this cell: shared by all plans that are compared
	Region string // id; enters the key of every citizen

	Calendar   Calendar
	States     []State
	Exclusive  []Event // at most one a cycle: death, moves, nursing home, leaving
	Recurrent  []Event // any number a cycle: emergency visits, stays, …
	Levels     Levels
	Population Population
	Personal   Personal
	Conditions []Condition
	Finding    Finding
	Care       Care
	Network    Network
	Labour     Labour
	Effects    []Effect
	Overlap    Overlap // what several of them on one hazard do together
	Prices     Prices
	Conduct    Conduct

	Pathways     [NumPathways]Pathway
	PathwayNorms PathwayNorms
	Programmes   [NumProgrammes]Programme

	// Schedule holds the plan in force from each month on, first entry first.
	// Burn-in always runs under Before.
	Before   Plan
	Schedule []Dated

	// Spread asks how the yearly cost of citizens varies: Result.Spread.
	Spread bool
}

// Dated is a plan and the month from which it is in force.
type Dated struct {
	From Month
	Plan Plan
}

// Calendar says when the accounts start and how long everything lasts.
// CyclesPerYear is 12, or 1 for a published model with a yearly cycle.
type Calendar struct {
	Start         Month // first month of the accounts (branch)
	BurnIn        int   // cycles before Start under Before, discarded
	Cycles        int   // cycles of the accounts
	CyclesPerYear int
}

// State is a place a living citizen can be in.
type State struct {
	Name string
	Tier int  // row of the pyramid, 0 = general
	Home bool // lives at home; false: nursing home
	Need bool // counts as need for coordination (high_risk or complex)
}

// Modifier says which column of a citizen changes an event's hazard.
type Modifier int

// The modifiers of an event. Table-valued ones keep the mean of each
// (age, sex, state) cell at 1.
const (
	ByVT       Modifier = iota // increased reimbursement: 2 values (no, yes)
	BySES                      // quintile: 5 values
	ByPersonal                 // lasting and passing factor
	ByDementia                 // condition "dementia": 2 values (no, yes)
	ByCarer                    // 3 values: has a carer, has none, carer overloaded
	ByCare                     // effects of care received (may lower or raise)
	ByScreen                   // screened population of a PHM run
	ByShock                    // a shock in force: at most its cap, which lowers and never raises where it is 1
	NumModifiers
)

// Event is one thing that can happen to a citizen.
//
// Its hazard is per year and per class, and is the mean of the cell. The bound
// against which candidates are drawn is Hazard × the product of the caps.
type Event struct {
	Name    string
	Kind    EventKind
	Hazard  Table
	To      []int // per state: the state after it (moves only); −1 = cannot happen
	Factors [NumModifiers][]float64
	Caps    [NumModifiers]float64 // 0 = the modifier does not act on this event
}

// EventKind is what an event does.
type EventKind int

// The kinds of event.
const (
	Death EventKind = iota
	Move
	Leave
	Visit    // emergency visit; a share becomes an unplanned stay
	Stay     // stay that does not come through an emergency visit
	Overload // a carer becomes overloaded
	Relief   // an overloaded carer recovers
)

// Levels are the frozen levels per class (model.md section 2).
type Levels struct {
	Residual    Table     // EUR per year of RIZIV cost not posted by an event
	HomeNursing Table     // EUR per year
	Utility     Table     // QALY per year
	Contacts    [2]Table  // GP contacts per year, without and with VT
	StayDays    []float64 // mean length of stay by age, days
	AdmittedED  Table     // share of emergency visits that become unplanned stays
	Avoidable   float64   // share of unplanned stays that count as avoidable
}

// Buurt is one neighbourhood: how many people of each age and sex.
type Buurt struct {
	Name        string
	ELZ         int // index of the primary-care zone
	Count       [Ages][Sexes]float64
	Deprivation float64 // shift of VT and SES on the logit, mean about 0
	Territory   finance.Party
}

// Population says who lives here at the start, who arrives and who is born.
type Population struct {
	Buurten      []Buurt
	State        Table                 // share of each state in its age and sex cell at the start
	VT           Table                 // share with increased reimbursement per class
	GMD          Table                 // share enrolled with a GP practice per class
	Chronic      Table                 // share with the chronic status per class
	Carer        Table                 // share with an informal carer per class
	Overload     Table                 // share of those carers who are overloaded at the start
	SESByVT      [2][Quintiles]float64 // quintile shares without and with VT
	Arrivals     [Ages][Sexes]float64  // per year and per inhabitant of the region at start
	ArrivalState Table                 // share of each state among arrivals
	Births       [Ages]float64         // births per woman-year by age of the mother
	Twin         float64               // share of births that are twins
	Girl         float64               // share of girls at birth
}

// Personal describes how people differ inside a cell: a lasting log-normal
// factor and a passing one with the same autocorrelation as a monthly AR(1),
// on stays and residual cost; mean 1 in each cell.
type Personal struct {
	SDLasting, SDPassing float64 // on the log scale
	Persistence          float64 // correlation of the passing factor from month to month
	CapLasting           float64 // truncation of the product; under 1 in 1,000 citizens
	OnStays              float64 // exponent with which the factor acts on stays
}

// Condition is a disease or a functional loss, present when a citizen's latent
// draw lies under the share of the cell; it labels and decides eligibility.
type Condition struct {
	Name   string
	Domain Domain
	Share  Table
}

// Domain is a domain of vulnerability of the programme slides.
type Domain int

// The domains of functional loss.
const (
	NoDomain Domain = iota
	Physical
	Cognitive
	Psychological
	SocioEconomic
	Transition
)

// Finding says how need becomes known.
type Finding struct {
	KnownAtStart  float64 // share of need known at once in care as today
	GPMonthly     float64 // monthly probability that a GP contact reveals unknown need
	AfterStay     float64 // probability that an unplanned stay reveals it
	Rho           float64 // share of visibility that is lasting
	Sources       []Source
	Refusal       float64 // share that refuses a proactive offer
	RefusalNeed   float64 // ratio of refusal with complex need to refusal with high_risk need
	RefusalLowSES float64 // odds ratio of refusing, lowest against highest quintile
	OutreachReach float64 // people with unknown need met per outreach hour
	CheckHours    float64 // hours to check one flagged person

	OutreachCeiling float64 // monthly share of the unknown that outreach can meet at most; 0: no limit
	PhoneMenOR      float64 // odds ratio with which men decline a visit that is announced by telephone; 0: none
	LinkReach       float64 // people with unknown need met per hour of a link worker
	CaringReach     float64 // a year: hazard that a caring neighbourhood signals unknown need
	CaringLowSES    float64 // ratio of that hazard, lowest against highest quintile; 0: none
	AccessReach     float64 // a year: hazard that a person with unknown need comes to an open access point
	NonTakeUp       float64 // share of those entitled to increased reimbursement who do not have it
	TakeUp          float64 // chance that who is entitled and met takes it up
}

// Source is a data source that a PHM run reads.
type Source struct {
	Name                     string
	Sensitivity, Specificity float64
	NeedsGMD                 bool // the practice holds it: enrolled citizens only
	NeedsTeam                bool // the buurtteam holds it: where one works
}

// Care holds the clinical norms of coaching and case management.
type Care struct {
	StartupHours, StartupMonths             float64 // hours a month, months
	MediumHours, IntensiveHours, LightHours float64 // hours a month by intensity
	StepDownMonths                          float64 // months until follow-up becomes light
	ReviewMonths                            int
	ReviewDischarge                         float64           // probability at a review
	ChronicMonths                           int               // months at tier ≤ chronic that end an episode
	PatienceMonths                          float64           // mean months before a request is given up
	SpecialistShare                         float64           // share of complex need that the pool passes on to a specialist team
	ExpertiseShare                          float64           // share of complex need without an expertise condition that still asks for a case manager
	DoseHours                               [NumRoles]float64 // trial's mean hours a month for dose 1, per role; 0: any care is dose 1
	P3                                      []P3Service
	P3Inflow                                float64       // new clients per person aged 65+ and year
	P3Months                                int           // inclusion period
	P3Lost                                  float64       // share of clients who lose their care when the money of P3 ends
	P3ADL, P3Mood                           float64       // change in ADL limitation by occupational therapy and in low mood by psychology, standard deviations
	PlanReviewMonths                        int           // a care plan is reviewed within this many months
	PlanHours                               float64       // hours to draw up a care plan
	Goals                                   int           // of a citizen in a care plan that names them
	GoalsNamed                              float64       // share of care plans that name goals of the citizen
	GoalMet, GoalAdjusted                   float64       // share of the goals looked at in a review
	TeamPlanShare                           float64       // of the hours of providers in their team, what care plans may take
	PlanMeeting                             finance.Cents // of a multidisciplinary consultation about it, all who take part together
	RecordYear                              finance.Cents // of a shared electronic record, per citizen and year
	RecordSaved                             float64       // share of the hours of a client that the record saves
	IncludedShare                           float64       // share of people with a chronic condition whom a mature team includes in its programmes
	BuurtActions                            float64       // buurt actions a year of a mature team
	GroupSize                               float64       // people at a group session
	Continuity                              float64       // chance that a contact is with the same worker while that worker stays
	ExperienceSD                            float64       // gain in experience score, standard deviations, per client with coordination
	SatisfactionSD                          float64       // gain in job satisfaction, standard deviations, per worker in a mature team
	CarerHelp                               CarerHelp
	Residents                               Residents
}

// Labour describes staff.
type Labour struct {
	DirectHours   float64                 // direct client hours per FTE and month, before simulated absence
	WorkHours     float64                 // hours of work per FTE and month, of which the direct hours are a part; 0: no more than those
	Absence       float64                 // share of working time
	AbsenceDays   float64                 // mean length of a spell of absence; 0: the share is taken off every month
	CoverAfter    float64                 // days of a spell after which a paid replacement starts
	CoverOutput   float64                 // hours of a paid replacement per hour of the absent worker
	Turnover      float64                 // a year
	OverloadLeave float64                 // multiplier of turnover at 20 % overload
	HireLag       float64                 // months, mean
	RampMonths    float64                 // until a new worker carries a full load
	RampStart     float64                 // productivity in the first month
	DrawnFromCare float64                 // share of hires that come from another care service
	FromTraining  float64                 // share that comes from training
	RefillLag     float64                 // months, mean, until home nursing can hire somebody for who left
	NursingPool   int                     // qualification of a nurse in Pool
	FromNursing   [NumRoles]float64       // share of the hires from another care service that home nursing loses
	NoticeMonths  int                     // during which a worker whose post ends stays and is paid
	Professions   [NumProfessions]int     // qualification of who works in a service (−1: no limit)
	NursingLoses  [NumProfessions]float64 // share of their hires from another care service that home nursing loses
	NursingHour   float64                 // EUR of home-nursing fees that pay for an hour of work; 0: unknown
	// Pool is how many people of a qualification can be hired within a year, per
	// inhabitant; Qualification says which of them a role asks (−1: no limit).
	Pool          []float64
	Qualification [NumRoles]int
	Wage          [NumRoles]float64 // EUR per FTE-year, overhead not included
	Integrator    float64           // the same of who is seconded to the integrator
	Overhead      float64
	AdminHours    map[string]float64 // per instrument kind, in the unit of adminHours
}

// Role is a kind of post.
type Role int

// The roles.
const (
	Zorgcoach Role = iota
	Casemanager
	Buurtteamcoach
	PopulationManager
	Outreach
	NursingHomeTeam
	CarerSupport
	LinkWorker
	Specialist // second-line or transmural team beyond the pool of case managers
	NumRoles
)

// Effect says how care changes a hazard (model.md section 6).
type Effect struct {
	Name      string
	Role      Role
	Event     string    // name of the event; "stay" means unplanned stays
	Condition string    // only people with this condition; "" = everybody in care
	P3        uint8     // bits of the services of P3 that have it, of clients of P3 and not of a role; 0 = an effect of Role
	Carer     bool      // of P3: only where there is an informal carer
	State     string    // only people in this state, so that an effect on a move is one on a move from here; "" = any
	LogHR     []float64 // per month since the start of the episode; the last one lasts
	CatchUp   int       // of case management: month from which LogHR gives back what it put off before, in care or not; LogHR then counts from the citizen's first contact ever. 0: nothing comes back
	Onset     int       // months before it begins
}

// Prices are the amounts of care as today, constant prices, RIZIV's part and own share.
type Prices struct {
	Contact, ContactNoGMD, Visit, Stay finance.Tariff
	HomeNursing                        float64 // own share of home nursing (0…1)
	StayMarginal                       float64 // share of a stay's cost that is freed when it is avoided
	NursingHomeDayPublic               finance.Cents
	NursingHomeDayCitizen              finance.Cents
	MaximumBill                        finance.MaximumBill
	GMD, GMDChronic                    finance.Cents // per enrolled head and year
	RaisedFrom, RaisedTo               int           // ages at which chronic status raises the GMD fee
	DiscountCosts, DiscountOutcomes    float64
}

// Plan is what a policy maker chooses.
type Plan struct {
	Teams             []Team  // one per buurt
	TeamMaturity      float64 // months until a team works at TeamLevel of its design
	TeamLevel         float64
	NoCoachSlower     float64 // factor on the speed of maturing without a buurtteamcoach, PHM tools or population managers
	Zorgcoach         Posts
	Casemanagers      Posts
	Buurtteamcoach    Posts
	PopulationManager Posts
	Outreach          Posts
	NursingHomeTeam   Posts
	CarerSupport      Posts
	Collaboration     Collaboration
	Hiring            Hiring
	Audits            float64 // a year, of each team that has data
	Lot               Lot     // who may be offered a place, where an evaluation draws lots
	LinkWorkers       Posts
	Reach             Reach          // whom outreach looks for, and how
	Caring            Neighbourhoods // caring neighbourhoods
	Access            Neighbourhoods // points of low-threshold access
	Pool              Pool
	Specialist        Posts
	Proactive         bool     // the coach works from the found list and not only from referrals
	Queue             Queue    // of the coaches
	CaseQueue         Queue    // of the case managers
	Frail             Priority // group that the programme for frail persons serves first
	PHM               PHM
	CarePlan          bool
	CarePlanFrom      Month // 0 = with the first client
	PlanShared        bool  // with all who care and with the client
	PlanReview        int   // months; 0 = those of the norm
	PlanHolders       Holders
	Record            RecordPlan
	Pathways          [NumPathways]PathwayPlan
	Programmes        [NumProgrammes]ProgrammePlan
	GroupSessions     bool
	BuurtActions      float64 // a year of a mature team; 0 = as many as the norm, negative = none
	TeamBudget        TeamBudget
	Payers            Payers
	P3                float64   // new clients of P3 against today; 0 = nobody comes in any more
	P3Local           []float64 // of which services they get, against today, in the order of Care.P3; nil = as today
	P3Over            bool      // P3 runs beside the teams for a while and hands its clients over
	P3Ended           bool      // nobody pays P3 any more: who is in it stops
	Shock             *Shock    // of the shocks in force; nil = none
	Market            *Market   // what the plan says of the labour market; nil = nothing
	Instruments       []finance.Instrument
}

// Hiring says where workers come from when a plan chooses it, in the place of what
// is usual (Labour.DrawnFromCare and FromTraining).
type Hiring struct {
	Set                    bool
	FromCare, FromTraining float64 // shares
}

// Payers say who pays what no instrument pays. They are those of the first plan of a
// schedule; the zero value is the federal payer.
type Payers struct {
	SetPosts  finance.Party // what the holder of set posts lacks for their wages
	Notice    finance.Party // notice of posts whose money has ended
	TeamStart finance.Party // one-off, of a buurtteam that is new
}

// Posts says how many posts a role has.
// Funded posts follow from the money received; set posts are given per area.
type Posts struct {
	Funded bool
	FTE    float64 // per buurt (zorgcoach, buurtteamcoach), per region (others)
	Start  Month   // first month; for roles of a team its own start when later
	Week   float64 // hours of a full post's week over those of the norm; 0 is as the norm
	Cover  Cover   // who stands in for an absent worker
}

// Team is the buurtteam of one buurt. Start 0 means no team.
type Team struct {
	Start Month
	Coach bool  // a buurtteamcoach is present
	End   Month // 0 = stays
}
