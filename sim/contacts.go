package sim

import (
	"piramide/internal/draw"
	"piramide/sim/finance"
)

// GP contacts of the month, counted and priced. Source: `gp_contacts_*`.

// seenStay marks, beside the GP contacts of the month, an unplanned stay.
const seenStay = 1 << 7

// gpContacts counts and prices the GP contacts of the month of those on the list.
func (w *World) gpContacts() {
	m, c, t := w.m, &w.col, &w.rec.tally
	var seen, seenCohort [4]int64 // contacts by enrolment and VT
	for k, i := range w.lists.contact {
		u, flags, class := w.lists.words[k], c.flags[i], c.class[i]
		kind := flags >> 1 & 3
		up, price := &m.rows[class].contact[kind&1], &m.contact[kind]
		n := 1 + one(u >= up[1]) + one(u >= up[2])
		if u >= up[contacts-1] || c.yearOwn[i]+n*price.own > price.bill {
			n = w.manyContacts(int(i), class, u)
			t.contacts += int64(n)
		} else {
			c.yearOwn[i] += n * price.own
			c.yearCost[i] += n * price.paid
			seen[kind] += int64(n)
			seenCohort[kind] += int64(flags&inCohort) * int64(n)
		}
		w.seen[i] |= uint8(n)
	}
	for kind, n := range seen {
		price := &m.contact[kind]
		t.contacts += n
		t.contactOwn += finance.Cents(n * int64(price.own))
		t.contactPaid += finance.Cents(n * int64(price.paid))
		t.cohortCost += seenCohort[kind] * int64(price.own+price.paid)
	}
}

// manyContacts counts and prices the GP contacts of a month that has many, or
// of a citizen near the maximum bill.
func (w *World) manyContacts(i int, class, u uint16) int32 {
	up := &w.m.contactUp[class][bit(w.col.flags[i]&hasVT)]
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
	c, p, t := &w.col, &w.m.cfg.Prices, &w.rec.tally
	tariff := p.ContactNoGMD
	if c.flags[i]&hasGMD != 0 {
		tariff = p.Contact
	}
	citizen, payer := finance.OwnShare(tariff, p.MaximumBill, c.flags[i]&hasVT != 0, finance.Cents(c.yearOwn[i]))
	c.yearOwn[i] += int32(citizen)
	c.yearCost[i] += int32(payer)
	t.contactOwn += citizen
	t.contactPaid += payer
	t.cohortCost += int64(c.flags[i]&inCohort) * int64(citizen+payer)
}

// screenedContact is the extra contact of a screened citizen
// (`effect.phm.outpatient`), 0 or 1, counted and priced.
func (w *World) screenedContact(i int, class uint16) int32 {
	vt := bit(w.col.flags[i] & hasVT)
	extra := (w.plan.PHM.Use[useContacts] - 1) * w.m.cfg.Levels.Contacts[vt].at(int(class)) / float64(w.m.cycles)
	if draw.Unit(draw.Word(w.col.key[i], w.month, draw.Contacts.At(0))) >= extra {
		return 0
	}
	w.price(i)
	return 1
}
