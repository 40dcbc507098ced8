package sim

import (
	"math"
	"math/bits"

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
// in a class, by contactKind.
type contactCuts [8]contactUpTo

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
		cuts := &w.contacts[class]
		for who := range cuts {
			mean := w.m.cfg.Levels.Contacts[who>>1&1].at(class) / float64(w.m.cycles) * all
			if who&1 != 0 {
				mean *= w.use[useContacts]
			}
			if who>>2 != 0 {
				mean *= shift
			}
			cuts[who].fill(mean)
		}
		none := &w.scanned[class].noContact
		for who := range none { // the scan does not ask who is enrolled
			none[who] = uint32(min(cuts[who][0], cuts[who|4][0]))
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

// contactKind is how a citizen's flags index [contactCuts]: screened (bit 0), VT
// (bit 1), enrolled (bit 2).
func contactKind(flags uint16) uint16 { return flags >> screenedBit & 7 }

// contactSums are GP contacts by the flags that decide who pays what, and who counts.
type contactSums [payFlags + 1]int64

const payFlags = inCohort | screened | hasVT | hasGMD

// gpContacts counts and prices the GP contacts of the month of those marked among n ≤ 64
// citizens from a slot, by the words of the month. Who has many, or is near the maximum
// bill, comes after the others.
func (w *World) gpContacts(from int, people []citizen, marked uint64, word *[64]uint64, sums *contactSums) {
	cuts, prices, many := w.contacts, &w.m.contact, uint64(0)
	for ; marked != 0; marked &= marked - 1 {
		k := bits.TrailingZeros64(marked) & 63
		p, u := &people[k], uint16(word[k]>>48)
		up, price := &cuts[p.class][contactKind(p.flags)], &prices[p.flags>>vtBit&3]
		n := one(u >= up[0]) + one(u >= up[1]) + one(u >= up[2])
		own := p.own + n*price.own
		if u >= up[fewContacts] || own > price.bill {
			many |= 1 << k
			continue
		}
		p.own, p.payer = own, p.payer+n*price.paid
		sums[p.flags&payFlags] += int64(n)
		*w.seen.at(from + k) = uint8(n)
	}
	for ; many != 0; many &= many - 1 {
		k := bits.TrailingZeros64(many)
		w.manyContacts(from+k, uint16(word[k]>>48))
	}
}

// bookContacts adds sums to the tally of the month.
func (t *tally) bookContacts(sums *contactSums, prices *[4]contactPrice) {
	for flags, n := range sums {
		price := &prices[flags>>vtBit]
		t.contacts += n
		t.contactOwn += finance.Cents(n * int64(price.own))
		t.contactPaid += finance.Cents(n * int64(price.paid))
		t.cohortCost += int64(flags&int(inCohort)) * n * int64(price.own+price.paid)
	}
}

// manyContacts counts and prices the GP contacts of a month that has many, or
// of a citizen near the maximum bill.
func (w *World) manyContacts(i int, u uint16) {
	n, p := 0, &w.people[i]
	up := &w.contacts[p.class][contactKind(p.flags)]
	for n < manyContacts && u >= up[n] {
		n++
	}
	for range n {
		w.price(i)
	}
	w.rec.tally.contacts += int64(n)
	*w.seen.at(i) = uint8(n)
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
