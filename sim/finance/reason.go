package finance

// Reason says what a posting pays for.
type Reason uint8

// The reasons. ForOwnShare is the citizen's part of any service; ForConvention
// is a regional convention as it reaches its payee, before it is split.
const (
	NoReason Reason = iota // the zero value, which no posting may have
	ForGPContact
	ForStay
	ForEDVisit
	ForGMD
	ForResidual
	ForHomeNursing
	ForNursingHomeDay
	ForP3Service
	ForGroupSession
	ForOwnShare
	ForInclusion
	ForPopulation
	ForConvention
	ForCoordination
	ForCaseManagement
	ForIntegration
	ForPHM
	ForBuurtAction
	ForWage
	ForOverhead
	ForFeesEarned // practice income that leaves the model
	ForSupplies
	ForTraining
	ForAdministration // proof, registration, audit of an instrument
	ForStartup
	ForReturned // unspent money back to its payer
	ForInKind
	ForGain         // part of a saving, paid out
	ForReinvestment // part of a saving, for next year's work
	ForLoss         // part of a loss, paid back to the payer
	ForInvestment   // part of a saving, back to the payer who invested
	ForCapitation
	ForPremium // of a practice, beside its capitation
	ForBundle
	ForPool     // contribution to a pooled budget
	ForAdvance  // prefinancing
	ForRecouped // an advance on its way back
	ForQuality  // audits, peer review
	ForTeamwork // time of providers in their buurtteam
	ForPathway
	ForSelfManagement
	ForSharedRecord
	ForPlanMeeting // multidisciplinary consultation about a care plan
	ForPerinatal   // programme for vulnerable pregnancies
	ForYouth       // programme for young people with obesity
	NumReasons     = int(iota)
)

var reasonIDs = []string{
	"none", "gp_contact", "stay", "ed_visit", "gmd", "residual", "home_nursing", "nursing_home_day", "p3_service", "group_session",
	"own_share", "inclusion", "population", "convention", "coordination", "case_management", "integration", "phm", "buurt_action",
	"wage", "overhead", "fees_earned", "supplies", "training", "administration", "startup", "returned", "in_kind",
	"gain", "reinvestment", "shared_loss", "investment",
	"capitation", "premium", "bundle", "pool", "advance", "recouped", "quality", "teamwork",
	"pathway", "self_management", "shared_record", "plan_meeting", "perinatal_coaching", "youth_obesity",
}

// ParseReason finds a reason by id; false when there is none.
func ParseReason(id string) (Reason, bool) {
	i, known := find(id, reasonIDs[1:])
	if !known {
		return NoReason, false
	}
	return Reason(i + 1), true
}

// String returns the reason's id.
func (r Reason) String() string { return name("reason", int(r), reasonIDs) }

// Timing says whether an amount comes back every year.
type Timing uint8

// A posting is recurrent unless said otherwise.
const (
	Recurrent Timing = iota
	OneOff
)

var timingIDs = []string{"recurrent", "one_off"}

// ParseTiming finds a timing by id; false when there is none.
func ParseTiming(id string) (Timing, bool) {
	i, known := find(id, timingIDs)
	return Timing(i), known
}

// String returns recurrent or one_off.
func (t Timing) String() string { return name("timing", int(t), timingIDs) }
