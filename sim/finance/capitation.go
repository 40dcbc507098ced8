package finance

import "math"

// Capitation pays a practice per registered citizen and year, by risk class, and
// replaces the fees of the services it covers for whoever is registered. Sources:
// the forfait of the wijkgezondheidscentra (medical houses: a fixed amount per
// registered patient and month, higher with VT and chronic status, no fee and no
// own share for general-practitioner and nursing care within the house) and the New
// Deal (a capitation by age group and VT beside the GMD fee, a lower fee per
// consultation of enrolled patients, premiums per practice; evidence rows
// newdeal_capitation_*, newdeal_consultation_fee). Both leave the GMD fee as it is.
//
// Who counts: at the end of the month the share Registered of the citizens with a
// GMD, in every risk class alike; each earns a twelfth of the year's amount of the
// class, so that who comes in the course of a month counts whole and who leaves not
// at all. The month's earnings of a buurt are rounded to a twelfth of a cent.
//
// What is not paid by fee: of the month's fees of a covered service in a buurt the
// part of the registered, Registered × enrolled ÷ inhabitants, rounded half up. Several
// capitations may cover a service, each for its own registered. They are taken as
// using as much as their neighbours: the evidence finds no difference in contacts
// (be_capitation_gp_contacts) and the selection of registered citizens, of whom more
// have VT (be_capitation_vt_share), is not in the model.
type Capitation struct {
	Registered float64               // share of the citizens with a GMD, 0 to 1: a lever
	PerYear    Cents                 // per registered head-year of weight 1
	Age        [NumAgeGroups]float64 // weight of each age group
	VT         float64               // factor on the weight with increased reimbursement
	Chronic    float64               // factor on the weight with chronic status
	Services   []Service             // covered: general practitioners, nurses
	FeeShare   float64               // part of the fee still paid per service: 0 in a wijkgezondheidscentrum, about half in the New Deal
	OwnShare   OwnShareRule          // of the registered, for covered services
	Premium    Cents                 // for the practices together, per year: organisation, nurse
}

// OwnShareRule says what a citizen pays for a service that is not, or not wholly,
// paid by fee any more.
type OwnShareRule uint8

// With OwnShareNone the citizen pays nothing, as in a wijkgezondheidscentrum; this
// is the reading where a document is silent. With OwnShareUnchanged the citizen pays
// what the fee would have asked, up to the fee that is left: the New Deal, in which
// nothing changes for the patient. With OwnShareInProportion it shrinks with the fee.
const (
	OwnShareNone OwnShareRule = iota
	OwnShareUnchanged
	OwnShareInProportion
)

var ownShareIDs = []string{"none", "unchanged", "in_proportion"}

// ParseOwnShareRule finds a rule by id; false when there is none.
func ParseOwnShareRule(id string) (OwnShareRule, bool) {
	i, known := find(id, ownShareIDs)
	return OwnShareRule(i), known
}

// String returns none, unchanged or in_proportion.
func (r OwnShareRule) String() string { return name("own share", int(r), ownShareIDs) }

// Kind returns KindCapitation.
func (Capitation) Kind() Kind { return KindCapitation }

// Amount returns what a registered citizen of a class earns a year, rounded half up.
func (t *Capitation) Amount(group AgeGroup, chronic, vt bool) Cents {
	weight := t.Age[group]
	if chronic {
		weight *= t.Chronic
	}
	if vt {
		weight *= t.VT
	}
	return Cents(math.Round(float64(t.PerYear) * weight))
}

// Fee divides what is left of the fees of a registered citizen between citizen and
// payer, given what both would have paid by [OwnShare], for one service or for the
// services of a month: the fee is rounded half up, the own share lies within it.
func (t *Capitation) Fee(citizen, payer Cents) (fromCitizen, fromPayer Cents) {
	fee := portion(citizen+payer, t.FeeShare)
	switch t.OwnShare {
	case OwnShareUnchanged:
		fromCitizen = min(citizen, fee)
	case OwnShareInProportion:
		fromCitizen = min(portion(citizen, t.FeeShare), fee)
	}
	return fromCitizen, fee - fromCitizen
}

func (t Capitation) check(r *report) {
	r.part("registered", t.Registered)
	r.part("fee", t.FeeShare)
	r.amount("amount", t.PerYear, maxUnit)
	r.amount("premium", t.Premium, maxYear)
	most := 0.0
	for g, w := range t.Age {
		r.weight("weights."+AgeGroup(g).String(), w)
		most = max(most, w)
	}
	r.weight("weights.vt", t.VT)
	r.weight("weights.chronic", t.Chronic)
	if most *= max(1, t.VT) * max(1, t.Chronic); float64(t.PerYear)*most > maxUnit && t.PerYear <= maxUnit {
		r.add("weights", "heavy_class")
	}
	r.rule(t.OwnShare)
	r.services(t.Services)
	if len(t.Services) == 0 {
		r.add("services", "covers_nothing")
	}
}

// earnCapitation adds a month: the registered by buurt, then the premium.
func (s *Settlement) earnCapitation(t *terms, x *Capitation, activity *Activity, add func(cell int, twelfths int64)) {
	for b := range s.buurten {
		var sum int64
		for g := range t.perClass {
			for chronic := range 2 {
				for vt := range 2 {
					sum += int64(activity.Classes[g][chronic][vt][b]) * int64(t.perClass[g][chronic][vt])
				}
			}
		}
		add(b, int64(math.Round(x.Registered*float64(sum))))
	}
	add(s.buurten, int64(x.Premium))
}

func (s *Settlement) postCapitation(a *account, month int) {
	s.postHeads(a, month)
	s.received.Receipts[a.receipt+1].Total = s.pay[s.buurten]
	s.ledger.Post(a.lines[1], month, s.pay[s.buurten])
}
