package draw

// A Decision says what a number is for. Two decisions never share a number,
// whatever the key and month.
//
// The low 16 bits are the constant below; the high 16 bits are an index set by
// [Decision.At] or [Decision.At2], for decisions that come in rows (losses per
// domain, visibility per data source, the k-th candidate of a month).
type Decision uint32

// indexBits is where the index of a Decision starts.
const indexBits = 16

// At returns the k-th member of the row of decisions d, 0 ≤ k < 65,535.
// It differs from d itself, also for k = 0.
func (d Decision) At(k int) Decision {
	if uint(k) >= 1<<16-1 || d>>indexBits != 0 {
		panic("draw: Decision.At: index out of range, or decision already has one")
	}
	return d | Decision(k+1)<<indexBits
}

// At2 returns member (i, j) of the table of decisions d; i and j lie in
// [0, 255). It equals d.At(i<<8 | j): a decision uses At or At2, not both.
func (d Decision) At2(i, j int) Decision {
	if uint(i) >= 255 || uint(j) >= 255 {
		panic("draw: Decision.At2: index out of range")
	}
	return d.At(i<<8 | j)
}

// Decisions. The list is append-only: a constant is never moved, removed or
// given another meaning, because every stored result depends on its value; a
// new one goes to the end, just before decisions, whatever its subject.
// "Lasting" means drawn at month [Lasting]. Where a decision has an index, the
// comment says which; the index follows the same append-only rule.
const (
	_ Decision = iota // zero is no decision, so that a forgotten one shows

	// The month of a citizen.

	MonthEvents    // number of candidate points of the exclusive, recurrent and contact groups; one word, its bits shared out
	CandidateEvent // At2(group, k): which event the k-th candidate point of the group is
	CandidateDay   // At2(group, k): day of the k-th candidate point in the month
	Acceptance     // At2(event, k): whether the group's k-th candidate point, picked as this event, happens
	PassingFactor  // innovation of the passing personal factor of this month
	LossGain       // At(domain): a functional loss begins
	LossRecovery   // At(domain): a functional loss ends
	ConditionOnset // At(condition): a chronic condition begins
	CarerOverload  // a carer becomes overloaded
	CarerRelief    // an overloaded carer recovers
	CarerChange    // a carer appears or is lost
	StatusChange   // At(status): VT, GMD or chronic status changes
	LengthOfStay   // At(k): bed-days of the k-th stay of the month
	StayKind       // At(k): whether the k-th ED visit becomes an unplanned stay
	HomeDeath      // place of a death: at home or elsewhere
	Contacts       // At(service): Poisson count of ordinary contacts with a service

	// A citizen at the start, and a newcomer on arrival; all lasting.

	StartAge         // age within the band
	StartSex         // sex
	StartBirthMonth  // month of birth within the year
	StartTier        // tier
	StartResidence   // home or nursing home
	StartVT          // increased reimbursement
	StartGMD         // enrolment with a GP practice
	StartChronic     // chronic status
	StartSES         // socio-economic quintile
	StartCarer       // has a carer
	StartOverload    // the carer is overloaded
	StartLoss        // At(domain): has the functional loss
	StartCondition   // At(condition): has the chronic condition
	StartHousehold   // lives alone or not
	StartKnown       // need known at the start
	LastingFactor    // lasting personal factor on stays and residual cost
	StartPassing     // passing personal factor in the first month
	StartTimeInState // time already spent in the state at the start
	QueueTie         // rank among equals in a queue

	// Population.

	Birth         // a woman gives birth this month
	Twin          // the birth is of twins
	SexAtBirth    // lasting, of the newborn
	Arrivals      // number of arrivals in a buurt this month
	ArrivalAge    // age of an arrival
	ArrivalTraits // At(trait): attribute of an arrival that founders do not draw
	Departure     // the citizen leaves the region, where that is no exclusive event
	Move          // At(k): the citizen moves to another buurt, and which

	// Finding.

	Visible        // At(source): lasting visibility z in a data source
	VisibleRun     // At2(source, run of the month): passing visibility ε of one run
	Refusal        // At(service): refuses when asked
	GPFinding      // the GP notices the need this month
	OutreachFind   // outreach or a caring neighbourhood meets the citizen
	OutreachAccept // the citizen accepts what outreach offers

	// Care.

	RequestDay      // At(service): day of the request in the month
	Patience        // At(service): how long the citizen waits before giving up
	Intake          // At(service): outcome of the intake
	Intensity       // At(service): hours the client asks
	YearlyReview    // At(service): discharged at the yearly review
	CaseNeed        // needs case management
	CaseExpertise   // which expertise the case needs
	Escalation      // the team passes the case on
	CarePlan        // a care plan is made or reviewed
	GroupAttendance // At(service): attends the group session
	P3Inflow        // enters a P3 project
	P3Service       // At(service): gets the service of P3
	P3Sessions      // At(service): sessions of the month; At(8): keeps the place while a shock lasts
	Continuity      // At(service): keeps the same worker; At(1): keeps the care when P3 ends
	Experience      // experience score of the client

	// Staff, with the key of a post.

	HireLag         // months until a vacancy is filled
	HireSource      // outside, training or another service
	PostLeaves      // the worker leaves this month
	Absence         // At(2n), At(2n+1): when the n-th spell of absence of the month begins, and how long it lasts
	StartExperience // lasting, months of experience of the worker at the start

	// Money and conduct of organisations, with the key of a post or an area.

	Conduct // At(conduct): answer to an incentive (easy inclusion, upcoding, under-use)
	Audit   // the file is audited

	// Worlds, with the key of a parameter, a draw or an area.

	ParameterValue // the value of a parameter in a draw
	ProgrammeCoin  // the programme works, or not, in this draw
	Slip           // delay of the plan's preparation
	Adoption       // rank of a buurt in a roll-out
	Shock          // a shock begins this month
	BuurtSpread    // At(attribute): how a buurt differs from its region

	// Streams of [Source], never used with Word.

	StreamParameters // parameter sampling
	StreamPopulation // synthetic population
	StreamDesign     // Latin hypercube, Sobol' scrambling, Morris paths
	StreamOptimiser  // calibration and solvers
	StreamBootstrap  // resampling of results

	// Added later.

	CarerSupport // lasting: whose carer is supported first
	RefillLag    // months until a service can hire somebody for who left
	// Pathways and programmes; all lasting but where a month is named.

	PathwayOffer      // At(pathway): rank at which it is offered (high half), refusal (low half)
	PathwayAmong      // At(pathway): is of the people in whom its effect was measured
	ProgrammeNeed     // At(programme): has the need that the programme is for
	ProgrammeAsk      // At(programme): asks, or is referred, at this occasion; of the month
	ProgrammeDay      // At(programme): day of the request, or how long before the birth it is made; of the month
	ProgrammePatience // At(programme): how long the citizen waits before giving up; of the month
	// Finding, continued.

	DataConsent  // lasting: consents to the sharing of data between organisations
	CaringSignal // a caring neighbourhood signals the citizen's need
	WelfareFind  // a link worker meets the citizen
	AccessVisit  // the citizen comes to an access point
	ListPlace    // At(level): place on the list of a run, drawn at the month of the run
	VTTakeUp     // who is met takes up increased reimbursement

	// Care, again.

	BeyondPool // lasting: complex need that a pool of case managers passes on to a specialist team

	// Designs of sweeps, with the key of a factor or a trajectory.

	DesignOrder // the order of parts, of factors, of starting numbers
	DesignPlace // where in its part a point stands
	DesignSide  // whether a step goes up

	// Evaluations. WedgeOrder has the key of a buurt.

	InclusionLot // lasting: the lot lets the citizen into the programme
	WedgeOrder   // rank of a buurt in the order that is drawn for an evaluation
	SampleOrder  // rank of a citizen among those whom an evaluation can follow

	// Fits, with the key of the fit and a draw.

	PosteriorRow // the row of the posterior that a draw takes

	decisions // number of decisions plus one; not itself a decision
)
