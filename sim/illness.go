package sim

import (
	"math"

	"piramide/internal/draw"
	"piramide/sim/finance"
)

// Illness and population, one pass over the citizens of a buurt.
//
// Decided: birthdays; deaths, moves, departures (exclusive group); visits,
// stays, births, carers, the passing factor (recurrent group); GP contacts.
// Read: class, flags, factor, band, episode. Written: all columns but flags
// known and refuses. Source: model.md 2 and 3, engine.md 1.
//
// The common month of a citizen costs one word and three comparisons; only a
// candidate point draws again.

// groups of candidate points, for the index of a decision.
const (
	groupExclusive = iota
	groupRecurrent
)

// citizens lives one month of a buurt.
func (w *World) citizens(b int) {
	m, nb := w.m, &w.buurten[b]
	lo, size := nb.lo, nb.used-nb.lo
	// Columns of this buurt, cut to one length so that the loop checks it once.
	class, flags, key := w.col.class[lo:][:size], w.col.flags[lo:][:size], w.col.key[lo:][:size]
	factor, band, birthMonth := w.col.factor[lo:][:size], w.col.band[lo:][:size], w.col.birthMonth[lo:][:size]
	cost, own := w.col.yearCost[lo:][:size], w.col.yearOwn[lo:][:size]
	qalys, needSince := w.col.yearQALY[lo:][:size], w.col.needSince[lo:][:size]
	renew := w.col.renew[lo:][:size]
	rows, cycle, moment := m.rows, int16(w.cycle), draw.At(w.month, draw.MonthEvents)
	ofYear := uint8(w.month % 12)
	if m.cycles == 1 {
		ofYear = everyMonth
	}
	var residuals, nursings, cohortQALY, cohortCost, visits int64
	var tiers uint64
	var seen, seenCohort [4]int64 // GP contacts by enrolment and VT
	for k := range class {
		if class[k] == vacant {
			continue
		}
		if birthMonth[k] == ofYear || ofYear == everyMonth {
			w.birthday(b, lo+k)
		}
		r := &rows[class[k]]
		word := moment.Word(key[k])
		days := int32(daysPerMonth)
		if uint32(word)&bits24 >= r.noneExclusive {
			days = w.exclusive(b, lo+k, class[k], uint32(word)&bits24)
		}

		// Frozen levels accrue by the days lived, at the factor the month began with.
		residual, nursing, nursingAll, qaly := int32(float32(r.residual*factor[k])), r.homeNursing, r.nursingAll, r.qaly
		if days < daysPerMonth {
			residual, nursing, qaly = residual*days/daysPerMonth, nursing*days/daysPerMonth, qaly*days/daysPerMonth
			nursingAll = nursingAll * days / daysPerMonth
		}
		cost[k] += residual + nursing
		qalys[k] += qaly
		residuals += int64(residual)
		nursings += int64(nursing)
		if flags[k]&inCohort != 0 {
			cohortQALY += int64(qaly)
			cohortCost += int64(residual + nursingAll)
		}
		tiers += r.tally

		unplanned := false
		if u := uint32(word>>24) & bits24; u >= r.noneRecurrent[band[k]%bands] {
			unplanned = w.recurrentEvents(b, lo+k, class[k], u, days)
		}

		n := int32(0)
		if up, u := &r.contact[flags[k]>>1&1], uint16(word>>48); u >= up[0] { // GP contacts
			kind := flags[k] >> 1 & 3 // VT and enrolment
			price := &m.contact[kind]
			n = 1 + one(u >= up[1]) + one(u >= up[2])
			if u >= up[contacts-1] || own[k]+n*price.own > price.bill {
				n = w.manyContacts(lo+k, class[k], u)
			} else {
				own[k] += n * price.own
				cost[k] += n * price.paid
				seen[kind] += int64(n)
				seenCohort[kind] += int64(flags[k]&inCohort) * int64(n)
			}
			visits += int64(n)
		}
		if flags[k]&(screened|overloaded) != 0 {
			extra := w.fewHave(lo+k, class[k])
			n += extra
			visits += int64(extra)
		}
		if renew[k] <= cycle { // this month's events were drawn under the old factor
			w.setPersonal(lo+k, draw.PassingFactor)
		}
		if r.bits != 0 {
			if r.bits&rowAway != 0 {
				w.col.yearAway[lo+k] += int16(days)
				w.nursingHomeDays(b, lo+k, int(days))
			} else {
				w.inNeed(b, lo+k, int(n), unplanned)
			}
		} else if needSince[k] != never {
			w.needEnds(lo + k)
		}
	}
	t := &w.rec.tally
	t.residual += residuals
	t.nursing += nursings
	t.cohortQALY += cohortQALY
	t.cohortCost += cohortCost
	t.contacts += visits
	for kind, n := range seen {
		price := &m.contact[kind]
		t.contactOwn += finance.Cents(n * int64(price.own))
		t.contactPaid += finance.Cents(n * int64(price.paid))
		t.cohortCost += seenCohort[kind] * int64(price.own+price.paid)
	}
	nb.chronic = 0
	for tier := range t.tier {
		n := int64(tiers >> (tier * tallyBits) & (1<<tallyBits - 1))
		t.tier[tier] += n
		nb.chronic += int(n)
	}
}

// one is 1 for true; the compiler makes no branch of it.
func one(b bool) int32 {
	if b {
		return 1
	}
	return 0
}

// everyMonth stands for the birth month of everybody in a model with a yearly cycle.
const everyMonth = ^uint8(0)

// birthday makes a citizen a year older and sets the statuses that follow age.
func (w *World) birthday(b, i int) uint16 {
	class := w.col.class[i]
	if w.m.age(class) < MaxAge {
		w.unenrol(b, i)
		w.elders += int(w.m.rows[class+uint16(Sexes*w.m.n)].elder) - int(w.m.rows[class].elder)
		class += uint16(Sexes * w.m.n)
		w.col.class[i] = class
		w.refresh(b, i)
	}
	return class
}

// points is the number of candidate points of a group, from the 24 bits of its
// uniform draw: Poisson by inversion, given that there is at least one when the
// comparison with the bound failed.
func points(u24, none uint32, bound float64) int {
	u := (float64(u24) + 0.5) * oneIn24
	p := float64(none) * oneIn24 // exp(−bound), see gridBound
	if none == 0 {
		p = math.Exp(-bound)
	}
	cum, k := p, 0
	for u >= cum && k < 64 {
		k++
		p *= bound / float64(k)
		cum += p
	}
	return max(k, 1)
}

// exclusive looks at the candidate points of the exclusive group in order and
// keeps the first that is accepted. It returns the days of the month that the
// citizen lives here.
func (w *World) exclusive(b, i int, class uint16, u24 uint32) int32 {
	m := w.m
	bound := m.boundEx[class]
	n := points(u24, m.rows[class].noneExclusive, bound)
	key, up := w.col.key[i], &m.pickEx[class]
	bestDay, best := int32(daysPerMonth), none
	for k := range n {
		pick := draw.Unit(draw.Word(key, w.month, draw.CandidateEvent.At2(groupExclusive, k))) * bound
		e := 0
		for e < len(m.exclusive) && pick >= up[e] {
			e++
		}
		if e == len(m.exclusive) { // the grid of the bound lies a little above the sum
			continue
		}
		ev := &m.exclusive[e]
		if draw.Unit(draw.Word(key, w.month, draw.Acceptance.At2(e, k))) >= ev.accept*w.modifiers(i, ev) {
			continue
		}
		if day := w.dayOf(key, groupExclusive, k); day < bestDay {
			bestDay, best = day, e
		}
	}
	if best == none {
		return daysPerMonth
	}
	w.todo = append(w.todo, outcome{int32(i), int16(b), int8(best), int8(bestDay)})
	if k := m.exclusive[best].Kind; k == Death || k == Leave {
		return bestDay
	}
	return daysPerMonth
}

// dayOf is the keyed day of a candidate point.
func (w *World) dayOf(key uint64, group, k int) int32 {
	return int32(draw.Word(key, w.month, draw.CandidateDay.At2(group, k)) >> 32 * daysPerMonth >> 32)
}

// modifiers is the product of what changes an event's hazard for a citizen.
func (w *World) modifiers(i int, e *event) float64 {
	c := &w.col
	f := 1.0
	flags := c.flags[i]
	if e.Caps[ByVT] > 0 {
		f *= e.factor(ByVT, bit(flags&hasVT))
	}
	if e.Caps[BySES] > 0 {
		f *= e.factor(BySES, int(c.quintile[i]))
	}
	if e.personal {
		f *= float64(c.stays[i])
	}
	if e.Caps[ByDementia] > 0 && w.m.demented != none && w.hasCondition(i, w.m.demented) {
		f *= e.factor(ByDementia, 1)
	}
	if e.Caps[ByCarer] > 0 {
		switch {
		case !w.hasCarer(i):
			f *= e.factor(ByCarer, 1)
		case flags&overloaded != 0:
			f *= e.factor(ByCarer, 2)
		default:
			f *= e.factor(ByCarer, 0)
		}
	}
	if e.Kind == Visit && e.Caps[ByScreen] > 0 && flags&screened != 0 {
		f *= math.Min(w.plan.PHM.Use[useVisits], e.Caps[ByScreen])
	}
	if e.effect != none && e.Kind != Visit && e.Kind != Stay {
		f *= w.effectOn(i, e.effect, e.Caps[ByCare])
	}
	return f
}

// recurrentEvents accepts each candidate point of the recurrent group on its
// own hazard. It says whether there was an unplanned stay.
func (w *World) recurrentEvents(b, i int, class uint16, u24 uint32, days int32) (unplanned bool) {
	m := w.m
	band := w.col.band[i]
	bound := m.boundRec[int(class)*bands+int(band)]
	cap := m.personal.bandCap(int(band))
	p := &m.pickRec[class]
	n := points(u24, m.rows[class].noneRecurrent[band%bands], bound)
	key := w.col.key[i]
	for k := range n {
		pick := draw.Unit(draw.Word(key, w.month, draw.CandidateEvent.At2(groupRecurrent, k))) * bound
		// First the events that the personal factor acts on, then the others.
		personal := pick < p.personal*cap
		accept := 1.0
		if personal {
			pick /= cap
			accept = 1 / cap
		} else {
			pick -= p.personal * cap
		}
		e := 0
		for e < len(m.recurrent) && (m.recurrent[e].personal != personal || pick >= p.upTo[e]) {
			e++
		}
		if e == len(m.recurrent) { // the grid of the bound lies a little above the sum
			continue
		}
		ev := &m.recurrent[e]
		if !ev.sure && draw.Unit(draw.Word(key, w.month, draw.Acceptance.At2(MaxEvents+e, k))) >= accept*ev.accept*w.modifiers(i, ev) {
			continue
		}
		if days < daysPerMonth && w.dayOf(key, groupRecurrent, k) >= days {
			continue // gone by then
		}
		switch ev.Kind {
		case Visit:
			w.edVisit(b, i)
			unplanned = w.admitted(b, i, class, k) || unplanned
		case Stay:
			w.stay(b, i, class, k, false, m.cfg.Prices.Stay)
		case Overload:
			if w.hasCarer(i) {
				w.col.flags[i] |= overloaded
			}
		case birth:
			w.born = append(w.born, newborn{key, int16(b), draw.Unit(draw.Word(key, w.month, draw.Twin)) < m.cfg.Population.Twin})
		default:
			panic("sim: recurrent event of an exclusive kind")
		}
	}
	return unplanned
}

// admitted decides whether an emergency visit becomes an unplanned stay: a
// share of visits, on which care and screening act. It has a word of its own,
// so that the visit itself stays where it was. What care changes is priced at
// the margin (model.md 7): of a stay that care avoids, the fixed part is paid
// all the same; a stay that care adds costs the marginal part.
func (w *World) admitted(b, i int, class uint16, k int) bool {
	m := w.m
	p := m.cfg.Levels.AdmittedED[class]
	if p == 0 {
		return false
	}
	if w.col.flags[i]&screened != 0 && w.plan.PHM.Use[useVisits] > 0 {
		p *= w.plan.PHM.Use[useStays] / w.plan.PHM.Use[useVisits]
	}
	with := p * w.effectOn(i, onUnplanned, 1/p)
	u := draw.Unit(draw.Word(w.col.key[i], w.month, draw.StayKind.At(k)))
	price := m.cfg.Prices.Stay
	switch share := m.cfg.Prices.StayMarginal; {
	case u < with && u < p:
	case u < with:
		price.Fee = price.OwnShare + finance.Cents(math.Round(float64(price.Fee-price.OwnShare)*share))
	case u < p:
		if fixed := finance.Cents(math.Round(float64(price.Fee-price.OwnShare) * (1 - share))); fixed > 0 {
			w.serve(b, i, finance.Stay, finance.Tariff{Fee: fixed})
		}
		return false
	default:
		return false
	}
	w.stay(b, i, class, k, true, price)
	return true
}

// edVisit counts and prices an emergency visit.
func (w *World) edVisit(b, i int) {
	w.note(i, 1)
	w.count(b, i, EDVisits, 1)
	w.rec.month[MonthED]++
	w.serve(b, i, finance.EDVisit, w.m.cfg.Prices.Visit)
}

// stay counts and prices a hospital stay. Its length is geometric with the mean
// of the age: whole days, at least one.
func (w *World) stay(b, i int, class uint16, k int, unplanned bool, price finance.Tariff) {
	w.note(i, 2)
	mean := w.m.cfg.Levels.StayDays[w.m.age(class)] / RealDays
	if unplanned && w.col.flags[i]&screened != 0 && w.plan.PHM.Use[useDays] > 0 {
		mean *= w.plan.PHM.Use[useDays]
	}
	n := 1
	if mean > 1 {
		u := draw.Unit(draw.Word(w.col.key[i], w.month, draw.LengthOfStay.At(k)))
		n = min(int(math.Ceil(math.Log(u)/math.Log1p(-1/mean))), daysPerYear)
	}
	if w.m.rows[class].bits&rowAway == 0 {
		w.col.yearAway[i] = int16(min(int(w.col.yearAway[i])+n, daysPerYear))
	}
	w.rec.month[MonthStays]++
	w.rec.month[MonthBedDays] += int64(n)
	w.count(b, i, BedDays, int64(n))
	if unplanned {
		w.rec.month[MonthUnplanned]++
		w.count(b, i, UnplannedStays, 1)
		if lives := draw.Unit(draw.Word(w.col.key[i], w.month, draw.LengthOfStay.At(64+k))); lives < w.m.cfg.Levels.Avoidable {
			w.count(b, i, AvoidableStays, 1)
		}
	}
	w.serve(b, i, finance.Stay, price)
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

// fewHave lives what few citizens have: an overloaded carer may recover, the
// screened make an extra contact now and then; it returns that contact.
func (w *World) fewHave(i int, class uint16) (contact int32) {
	if w.col.flags[i]&overloaded != 0 && w.m.relief != nil &&
		draw.Unit(draw.Word(w.col.key[i], w.month, draw.CarerRelief)) < w.m.relief[class] {
		w.col.flags[i] &^= overloaded
	}
	if w.col.flags[i]&screened != 0 {
		contact = w.screenedContact(i, class)
	}
	return contact
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

// inNeed keeps the need of a citizen at home with high_risk or complex need.
func (w *World) inNeed(b, i, contacts int, stay bool) {
	c := &w.col
	if c.needSince[i] == never {
		c.needSince[i] = int16(w.cycle)
		if c.episode[i] == none {
			c.flags[i] &^= known | refuses
		}
		if lies(c.key[i], draw.StartKnown, w.m.cfg.Finding.KnownAtStart) {
			c.flags[i] |= known
		}
	}
	w.needs = append(w.needs, needing{int32(i), int16(b), uint8(contacts), stay})
}

// needEnds forgets a need that is over; an open episode ends in the care phase.
func (w *World) needEnds(i int) {
	w.col.needSince[i] = never
	if w.col.episode[i] == none {
		w.col.flags[i] &^= known | refuses
	}
}

// outcomes applies the exclusive events of the month, after accrual.
func (w *World) outcomes() {
	for _, o := range w.todo {
		i, b := int(o.slot), int(o.buurt)
		ev := &w.m.exclusive[o.event]
		class := w.col.class[i]
		w.note(i, 3+uint64(o.event))
		switch ev.Kind {
		case Death:
			w.rec.month[MonthDeaths]++
			w.count(b, i, Deaths, 1)
			w.flow(class, flowDeath)
			w.exit(b, i, int(o.day), Died)
		case Leave:
			w.rec.month[MonthDepartures]++
			w.flow(class, flowGone)
			w.departs(b, i, int(o.day))
			w.exit(b, i, int(o.day), Gone)
		default:
			to := ev.To[w.m.state(class)]
			next := class - uint16(w.m.state(class)) + uint16(to)
			w.flow(class, to)
			if w.m.cfg.States[w.m.state(class)].Home && !w.m.cfg.States[to].Home {
				w.rec.month[MonthNHEntries]++
				w.count(b, i, NursingHomeEntries, 1)
			}
			w.escalate(i, class, next)
			w.unenrol(b, i)
			w.col.class[i] = next
			w.refresh(b, i)
			if w.m.rows[next].bits&rowNeed == 0 {
				w.needEnds(i)
			}
		}
	}
	w.todo = w.todo[:0]
}

// exit closes the year and the episode of a citizen who dies or leaves.
func (w *World) exit(b, i, day int, how WaitEnd) {
	w.endEpisode(i, w.today(day), how)
	w.closeYear(b, i, w.monthOfYear()*daysPerMonth+day)
	w.leave(b, i)
}

// today is the absolute day of a day of this month.
func (w *World) today(day int) int32 { return int32(w.cycle*daysPerMonth + day) }

// note adds an event of a member of the closed cohort to the digest of the life.
func (w *World) note(i int, what uint64) {
	if w.col.flags[i]&inCohort != 0 {
		w.col.life[i] = draw.Word(w.col.life[i], w.month, draw.Decision(what))
	}
}
