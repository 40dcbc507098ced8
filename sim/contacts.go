package sim

import (
	"math"
	"slices"

	"piramide/sim/finance"
)

// GP contacts of the month, counted and priced. Source: `gp_contacts_*`; the
// screened have somewhat more, `effect.phm.outpatient`.
//
// A citizen's contacts are the Poisson count at 16 bits of the monthly word, so
// that nobody has fewer contacts for having been screened.

// manyContacts is the most GP contacts in a month; up to fewContacts are told
// apart at once, above that the tail is searched.
const (
	manyContacts = 12
	fewContacts  = 3
)

// contactCuts are the cumulative chances, of 2¹⁶, of 0, 1, … GP contacts a month
// in a class, by screened (bit 0) and VT (bit 1).
type contactCuts [4]contactUpTo

// contactUpTo are the cumulative chances of one kind of citizen.
type contactUpTo [manyContacts]uint16

// contactPrice is what a GP contact costs a citizen and the payer, and the
// yearly own share from which the maximum bill must be looked at (cents).
type contactPrice struct {
	own, paid int32
	bill      int32
}

// priceContacts prices a contact by VT (bit 0) and enrolment (bit 1).
func (m *Model) priceContacts() {
	p := &m.cfg.Prices
	for gmd, t := range []finance.Tariff{p.ContactNoGMD, p.Contact} {
		for vt, ceiling := range []finance.Cents{p.MaximumBill.Ordinary, p.MaximumBill.VT} {
			own, paid := finance.OwnShare(t, finance.MaximumBill{}, vt == 1, 0)
			if ceiling == 0 {
				ceiling = math.MaxInt32
			}
			m.contact[gmd<<1|vt] = contactPrice{int32(own), int32(paid), int32(min(ceiling, math.MaxInt32))}
		}
	}
}

// planContacts sets the chances of GP contacts under the plan in force.
func (w *World) planContacts() {
	shift := 1 + w.incentives.shift.Contacts
	all := 1.0
	if w.plan.Shock != nil {
		all = w.plan.Shock.Contacts
	}
	for class := range w.contacts {
		for who := range w.contacts[class] {
			mean := w.m.cfg.Levels.Contacts[who>>1].at(class) / float64(w.m.cycles) * all
			if who&1 != 0 {
				mean *= w.use[useContacts]
			}
			w.enrolled[class][who].fill(mean * shift)
			w.contacts[class][who].fill(mean)
			w.scanned[class].noContact[who] = uint32(min(w.contacts[class][who][0], w.enrolled[class][who][0]))
		}
	}
}

// fill sets the chances of a mean number of contacts a month.
func (c *contactUpTo) fill(mean float64) {
	p, cum := math.Exp(-mean), 0.0
	for k := range c {
		cum += p
		p *= mean / float64(k+1)
		c[k] = uint16(math.Min(math.Round(cum*65536), 65535))
	}
}

// startShift gives the enrolled chances of their own when an instrument of the
// schedule may change them.
func (w *World) startShift(all []finance.Instrument) {
	if w.m.cfg.Conduct.shiftsContacts(all) {
		w.enrolled = slices.Clone(w.contacts)
	}
}

// contactKind is how a citizen's flags index [contactCuts].
func contactKind(flags uint16) uint16 { return flags >> screenedBit & 3 }

// gpContacts counts and prices the GP contacts of the month of those on a list,
// in a stretch that begins at slot lo.
func (w *World) gpContacts(slots []int32, lo int) {
	word, people, prices := w.lists.word, w.people, &w.m.contact
	cuts := [2][]contactCuts{w.contacts, w.enrolled}
	var seen, seenCohort [4]int64 // contacts by enrolment and VT
	t := &w.rec.tally
	for _, i := range slots {
		u, p := uint16(word[int(i)-lo]>>48), &people[i]
		kind := p.flags >> vtBit & 3
		up, price := &cuts[p.flags>>gmdBit&1][p.class][contactKind(p.flags)], &prices[kind]
		n := one(u >= up[0]) + one(u >= up[1]) + one(u >= up[2])
		if u >= up[fewContacts] || p.own+n*price.own > price.bill {
			n = w.manyContacts(int(i), up, u)
			t.contacts += int64(n)
		} else {
			p.own += n * price.own
			p.payer += n * price.paid
			seen[kind] += int64(n)
			seenCohort[kind] += int64(p.flags&inCohort) * int64(n)
		}
		*w.seen.at(int(i)) = uint8(n)
	}
	for kind, n := range seen {
		price := &prices[kind]
		t.contacts += n
		t.contactOwn += finance.Cents(n * int64(price.own))
		t.contactPaid += finance.Cents(n * int64(price.paid))
		t.cohortCost += seenCohort[kind] * int64(price.own+price.paid)
	}
}

// manyContacts counts and prices the GP contacts of a month that has many, or
// of a citizen near the maximum bill.
func (w *World) manyContacts(i int, up *contactUpTo, u uint16) int32 {
	n := 0
	for n < manyContacts && u >= up[n] {
		n++
	}
	for range n {
		w.price(i)
	}
	return int32(n)
}

// price books one GP contact of a citizen in the tally of the month.
func (w *World) price(i int) {
	p, a, prices, t := &w.people[i].who, &w.people[i].paid, &w.m.cfg.Prices, &w.rec.tally
	tariff := prices.ContactNoGMD
	if p.flags&hasGMD != 0 {
		tariff = prices.Contact
	}
	citizen, payer := finance.OwnShare(tariff, prices.MaximumBill, p.flags&hasVT != 0, finance.Cents(a.own))
	a.own += int32(citizen)
	a.payer += int32(payer)
	t.contactOwn += citizen
	t.contactPaid += payer
	t.cohortCost += int64(p.flags&inCohort) * int64(citizen+payer)
}
