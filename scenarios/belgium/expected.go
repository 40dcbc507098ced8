package belgium

import (
	"piramide/sim"
	"piramide/sim/finance"
)

// Expected holds what a configuration is expected to produce a year per head
// of each class, worked out from the finished configuration alone: the price
// lists of the builder have no part in it.
type Expected struct {
	Insurance sim.Table // EUR of health insurance
	Visits    sim.Table // emergency visits
	Stays     sim.Table // classic stays, unplanned and other
	Contacts  sim.Table // GP contacts
}

// Expect works out the expected yearly use and insurance cost by class, before
// the maximum bill, with every modifier at its mean.
func Expect(c *sim.Config) Expected {
	p, l, price := &c.Population, &c.Levels, &c.Prices
	n := len(c.States)
	e := Expected{
		Insurance: make(sim.Table, len(l.Residual)), Visits: make(sim.Table, len(l.Residual)),
		Stays: make(sim.Table, len(l.Residual)), Contacts: make(sim.Table, len(l.Residual)),
	}
	var visit, stay *sim.Event
	for i := range c.Recurrent {
		switch c.Recurrent[i].Kind {
		case sim.Visit:
			visit = &c.Recurrent[i]
		case sim.Stay:
			stay = &c.Recurrent[i]
		}
	}
	for class := range e.Insurance {
		vt, gmd := p.VT[class], p.GMD[class]
		ratio := visit.Factors[sim.ByVT]
		norm := (1-vt)*ratio[0] + vt*ratio[1]
		cost := l.Residual[class] + l.HomeNursing[class]*(1-price.HomeNursing)
		for k, share := range [2]float64{1 - vt, vt} {
			visits := visit.Hazard[class] * ratio[k] / norm
			stays := visits*l.AdmittedED[class] + stay.Hazard[class]
			contacts := l.Contacts[k][class]
			e.Visits[class] += share * visits
			e.Stays[class] += share * stays
			e.Contacts[class] += share * contacts
			cost += share * (visits*payer(price.Visit, k) + stays*payer(price.Stay, k) +
				contacts*(gmd*payer(price.Contact, k)+(1-gmd)*payer(price.ContactNoGMD, k)))
		}
		fee := price.GMD.Euro()
		if age := class / (sim.Sexes * n); age >= price.RaisedFrom && age <= price.RaisedTo {
			fee += p.Chronic[class] * (price.GMDChronic - price.GMD).Euro()
		}
		e.Insurance[class] = cost + gmd*fee
	}
	return e
}

// payer is the insurance's part of a tariff, EUR, without (0) and with VT (1).
func payer(t finance.Tariff, vt int) float64 {
	if vt == 1 {
		return (t.Fee - t.OwnShareVT).Euro()
	}
	return (t.Fee - t.OwnShare).Euro()
}
