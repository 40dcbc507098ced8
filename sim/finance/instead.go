package finance

import (
	"math"
)

// instead is a service that a capitation or a bundle pays in the place of fees.
type instead struct {
	service Service
	terms   int // whose
}

// replace lists the services that are paid in the place of fees and makes room for
// what of their fees is left.
func (s *Settlement) replace() {
	for i := range s.terms {
		services, _ := s.terms[i].replaces()
		for _, service := range services {
			s.instead = append(s.instead, instead{service, i})
			if s.left[service].payer == nil {
				s.left[service].citizen, s.left[service].payer = make([]Cents, s.buurten), make([]Cents, s.buurten)
			}
		}
	}
}

// replaces returns the services whose fees an instrument replaces, and for which
// share of the enrolled citizens.
func (i *Instrument) replaces() ([]Service, float64) {
	switch x := i.Terms.(type) {
	case Capitation:
		return x.Services, x.Registered
	case Bundle:
		return x.Services, 1
	}
	return nil, 0
}

// fees sets what is still paid by fee this month, and adds up what is not.
func (s *Settlement) fees(calendar Month, activity *Activity) {
	s.citizen, s.payer = activity.Citizen, activity.Payer
	var claimed [NumServices]float64 // share of the enrolled
	var open [NumServices]bool
	for i := range s.instead {
		service := s.instead[i].service
		t := &s.terms[s.instead[i].terms]
		if !t.active(calendar) {
			continue
		}
		left := &s.left[service]
		if !open[service] {
			open[service] = true
			copy(left.citizen, activity.Citizen[service])
			copy(left.payer, activity.Payer[service])
			s.citizen[service], s.payer[service] = left.citizen, left.payer
		}
		switch x := t.Terms.(type) {
		case Bundle:
			for b := range s.buurten {
				s.received.Replaced += left.payer[b]
				left.payer[b] = 0
				if x.OwnShare == OwnShareNone {
					s.received.Replaced += left.citizen[b]
					left.citizen[b] = 0
				}
			}
		case Capitation:
			from := claimed[service]
			claimed[service] = min(1, from+x.Registered)
			for b := range s.buurten {
				enrolled := activity.enrolledShare(b)
				part := func(c Cents) Cents { // by cumulative rounding, so that all parts fit into the whole
					return portion(c, enrolled*claimed[service]) - portion(c, enrolled*from)
				}
				citizen, payer := part(activity.Citizen[service][b]), part(activity.Payer[service][b])
				fromCitizen, fromPayer := x.Fee(citizen, payer)
				left.citizen[b] -= citizen - fromCitizen
				left.payer[b] -= payer - fromPayer
				s.received.Replaced += citizen + payer - fromCitizen - fromPayer
			}
		}
	}
}

// portion is a share of an amount, rounded half up.
func portion(c Cents, share float64) Cents { return Cents(math.Round(float64(c) * share)) }

// enrolledShare is the share of a buurt's citizens who have a GMD.
func (a *Activity) enrolledShare(buurt int) float64 {
	people := a.People[buurt]
	if people == 0 {
		return 0
	}
	return min(1, float64(a.EnrolledHeads(buurt))/float64(people))
}

// overlaps finds services that are paid in the place of fees for more than all
// citizens: at the start of an instrument the shares of all that run are added.
func overlaps(ordered []Instrument, problems *Problems) {
	for k := range ordered {
		services, _ := ordered[k].replaces()
		for _, service := range services {
			if names, sum := coverage(ordered, k, service); sum > 1+1e-9 && len(names) > 1 {
				other := names[0]
				if other == ordered[k].Name {
					other = names[1]
				}
				*problems = append(*problems, problem("financing."+ordered[k].Name+".services", "over_registered", names, service, sum).beside(other))
			}
		}
	}
}

// coverage adds the shares of who pays a service when instrument k starts. It leaves
// the answer to the last of those that start together.
func coverage(ordered []Instrument, k int, service Service) (names []string, sum float64) {
	for j := range ordered {
		services, share := ordered[j].replaces()
		covers := false
		for _, s := range services {
			covers = covers || s == service
		}
		if !covers || !ordered[j].active(ordered[k].Start) {
			continue
		}
		if j > k && ordered[j].Start == ordered[k].Start {
			return nil, 0
		}
		names = append(names, ordered[j].Name)
		sum += share
	}
	return names, sum
}
