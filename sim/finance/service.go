package finance

// Service is something that is paid per unit. The unit is named with each.
type Service uint8

// The services.
const (
	GPContact                  Service = iota // consultation or home visit
	EDVisit                                   // visit
	Stay                                      // hospital stay
	HomeNursing                               // visit
	NursingHomeDay                            // day
	ResidualCare                              // citizen-month of all RIZIV care that is not posted by itself
	GroupSession                              // attendance of one citizen
	P3CaseManagement                          // unit of 30 minutes
	P3OccupationalTherapy                     // unit of 30 minutes
	P3OccupationalTherapyGroup                // attendance
	P3Psychology                              // unit of 30 minutes
	P3PsychologyGroup                         // attendance
	P3NightVisit                              // visit
	P3CareEducation                           // session
	P3CarerSupport                            // session
	PathwayWork                               // participant-month in a pathway of one disease
	SelfManagement                            // participant-month of self-management support
	SharedRecord                              // citizen-month with a shared electronic record
	PlanMeeting                               // multidisciplinary consultation about a care plan
	PerinatalCoaching                         // participant-month of the programme for vulnerable pregnancies
	YouthObesityCare                          // participant-month of the programme for young people with obesity
	NumServices                = int(iota)
)

var serviceIDs = []string{
	"gp_contact", "ed_visit", "stay", "home_nursing", "nursing_home_day", "residual_care", "group_session",
	"p3_case_management", "p3_occupational_therapy", "p3_occupational_therapy_group",
	"p3_psychology", "p3_psychology_group", "p3_night_visit", "p3_care_education", "p3_carer_support",
	"pathway", "self_management", "shared_record", "plan_meeting", "perinatal_coaching", "youth_obesity",
}

// ParseService finds a service by id; false when there is none.
func ParseService(id string) (Service, bool) {
	i, known := find(id, serviceIDs)
	return Service(i), known
}

// String returns the service's id.
func (s Service) String() string { return name("service", int(s), serviceIDs) }

// Reason returns what a posting for this service says it pays for.
func (s Service) Reason() Reason {
	switch s {
	case GPContact:
		return ForGPContact
	case EDVisit:
		return ForEDVisit
	case Stay:
		return ForStay
	case HomeNursing:
		return ForHomeNursing
	case NursingHomeDay:
		return ForNursingHomeDay
	case ResidualCare:
		return ForResidual
	case GroupSession:
		return ForGroupSession
	case PathwayWork:
		return ForPathway
	case SelfManagement:
		return ForSelfManagement
	case SharedRecord:
		return ForSharedRecord
	case PlanMeeting:
		return ForPlanMeeting
	case PerinatalCoaching:
		return ForPerinatal
	case YouthObesityCare:
		return ForYouth
	}
	return ForP3Service
}

// Tariff is what one unit of a service costs and what the citizen pays of it.
// Fee is the whole price; the own shares lie within it.
type Tariff struct {
	Fee        Cents
	OwnShare   Cents // ordinary insured
	OwnShareVT Cents // with increased reimbursement (VT)
}

// MaximumBill is the yearly ceiling on own shares (maximumfactuur); 0 means none.
// For a service whose own share stands outside the bill, such as the day price of
// a nursing home, pass the zero value and leave the payment out of the year's sum.
type MaximumBill struct {
	Ordinary Cents
	VT       Cents
}

// OwnShare divides the fee of one unit between the citizen and the payer, given
// what the citizen already paid under the maximum bill this calendar year. Under
// the ceiling the citizen pays the own share, at the crossing what is left up to
// the ceiling, above it nothing; citizen + payer = fee always.
func OwnShare(t Tariff, bill MaximumBill, vt bool, paidThisYear Cents) (citizen, payer Cents) {
	citizen, ceiling := t.OwnShare, bill.Ordinary
	if vt {
		citizen, ceiling = t.OwnShareVT, bill.VT
	}
	citizen = min(citizen, t.Fee)
	if ceiling > 0 {
		citizen = min(citizen, max(0, ceiling-paidThisYear))
	}
	return citizen, t.Fee - citizen
}
