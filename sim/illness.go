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
// Read: class, flags, factor, band, episode. Written: all of a citizen but flags
// known and refuses. Source: docs/model.md 7.1 and 7.2.
//
// The common month of a citizen costs one word and three comparisons; only a
// candidate point draws again.

// groups of candidate points, for the index of a decision.
const (
	groupExclusive = iota
	groupRecurrent
)

// citizens lives one month of a buurt: what everybody accrues; then, stretch by
// stretch, arrivals; birthdays; one scan that gives every citizen one word and
// three comparisons and lists, without a branch, whom something may happen to; and
// those, list by list.
func (w *World) citizens(b int) {
	nb := &w.buurten[b]
	w.rec.tally.plus(&nb.sums, +1)
	for k := range nb.blocks {
		bl := &nb.blocks[k]
		for lo := bl.lo; lo < bl.used; lo += stretch {
			hi := min(lo+stretch, bl.used)
			w.fetch(lo, hi-lo)
			w.arrive(b, bl.stretchOf(lo))
			w.seen, w.days = ofStretch{}, ofStretch{}
			if w.birthdayOf(k) {
				w.birthday(b, lo, hi)
			}
			if w.probe != nil {
				w.probe.begin(w, b, lo, hi)
			}
			w.scan(lo, hi)
			w.happen(b, lo, hi-lo)
		}
	}
}

// happen lives what the scan of n slots from lo found.
func (w *World) happen(b, lo, n int) {
	nb, l, needs := &w.buurten[b], &w.lists, len(w.needs)
	for _, i := range l.exclusive.slots(lo, n) {
		w.exclusive(b, int(i))
	}
	for _, i := range l.recurrent.slots(lo, n) {
		w.recurrentEvents(b, int(i))
	}
	for _, i := range l.few.slots(lo, n) {
		w.fewHave(b, int(i))
	}
	for _, i := range l.renew.slots(lo, n) { // after the others: this month's events were drawn under the old factor
		w.renew(nb, int(i))
	}
	if len(w.accepted) > 0 {
		w.outcomes()
		w.stillInNeed(needs)
	}
}

// birthdayOf says whether those born in a month of the year grow older this cycle.
func (w *World) birthdayOf(month int) bool {
	return w.m.cycles == 1 || int(w.month%birthMonths) == month
}

// birthday makes the citizens of a stretch a year older, and adds to the month of all
// what they accrue more.
func (w *World) birthday(b, lo, hi int) {
	nb, all := &w.buurten[b], &w.rec.tally
	all.plus(&nb.sums, -1)
	for i := lo; i < hi; i++ {
		if w.people[i].class != vacant {
			w.older(b, i)
		}
	}
	all.plus(&nb.sums, +1)
}

// older makes a citizen a year older, but for who has the highest age already.
func (w *World) older(b, i int) {
	class := w.people[i].class
	if w.m.rows[class].oldest {
		return
	}
	w.reclass(b, i, class+uint16(Sexes*w.m.n), w.monthOfYear())
	if class >= w.m.young[0] && class < w.m.young[1] {
		w.youthCheck(b, i)
	}
}

// reclass moves a citizen to another class from a month of the year on; the
// statuses follow.
func (w *World) reclass(b, i int, class uint16, month int) {
	nb, p := &w.buurten[b], &w.people[i].who
	was, old, now := w.rateOf(i), &w.m.rows[p.class], &w.m.rows[class]
	w.countHeads(nb, p, -1)
	p.class, p.look = class, now.bits
	w.elders += int(now.elder) - int(old.elder)
	change := w.rateOf(i).less(was)
	w.credit(i, change, month)
	nb.add(change, +1, p.flags&inCohort)
	if now.tier != old.tier {
		nb.count(old.tier, -1)
		nb.count(now.tier, +1)
	}
	w.refresh(nb, p)
}

// one is 1 for true; the compiler makes no branch of it.
func one(b bool) int32 {
	if b {
		return 1
	}
	return 0
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
// keeps the first that is accepted.
func (w *World) exclusive(b, i int) {
	m, class, key := w.m, w.people[i].class, w.people[i].key
	u24 := uint32(draw.Word(key, w.month, draw.MonthEvents)) & bits24
	bound, up := m.boundEx[class], &m.pickEx[class]
	n := points(u24, w.scanned[class].noneExclusive, bound)
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
		return
	}
	w.accepted = append(w.accepted, outcome{int32(i), int16(b), int8(best), int8(bestDay)})
	if k := m.exclusive[best].Kind; k == Death || k == Leave {
		*w.days.at(i) = daysPerMonth - uint8(bestDay) // days not lived here
		w.goes(i, int(bestDay))
	}
}

// dayOf is the keyed day of a candidate point.
func (w *World) dayOf(key uint64, group, k int) int32 {
	return int32(draw.Word(key, w.month, draw.CandidateDay.At2(group, k)) >> 32 * daysPerMonth >> 32)
}

// modifiers is the product of what changes an event's hazard for a citizen.
func (w *World) modifiers(i int, e *event) float64 {
	f := 1.0
	flags := w.people[i].flags
	if e.Caps[ByVT] > 0 {
		f *= e.factor(ByVT, bit(flags&hasVT))
	}
	if e.Caps[BySES] > 0 {
		f *= e.factor(BySES, w.quintile(i))
	}
	if e.personal {
		f *= float64(w.people[i].stays)
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
		f *= math.Min(w.use[useVisits], e.Caps[ByScreen])
	}
	if e.Caps[ByShock] > 0 && w.plan.Shock != nil {
		f *= w.plan.Shock.Stays
	}
	if e.effect != none && e.Kind != Visit && e.Kind != Stay {
		f *= w.effectOn(i, e.effect, e.Caps[ByCare])
	}
	return f
}

// recurrentEvents accepts each candidate point of the recurrent group on its
// own hazard, while the citizen is here.
func (w *World) recurrentEvents(b, i int) {
	u24 := uint32(draw.Word(w.people[i].key, w.month, draw.MonthEvents)>>24) & bits24
	w.recurrentPoints(b, i, w.people[i].class, u24, int32(daysPerMonth-*w.days.at(i)))
}

// recurrentPoints does so for the given 24 bits and days.
func (w *World) recurrentPoints(b, i int, class uint16, u24 uint32, days int32) {
	m := w.m
	band := w.people[i].band
	bound := m.boundRec[int(class)*bands+int(band)]
	cap := m.personal.bandCap(int(band))
	p := &m.pickRec[class]
	n := points(u24, w.scanned[class].noneRecurrent[band%bands], bound)
	key := w.people[i].key
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
			visits := w.visits(i, k)
			for range visits {
				w.edVisit(b, i)
			}
			if visits > 0 && w.admitted(b, i, class, k) {
				w.stayed.put(i)
			}
		case Stay:
			if w.withheld(i, k) {
				w.spare(b, i, class, k, false)
			} else {
				w.stay(b, i, class, k, false, m.cfg.Prices.Stay)
			}
		case Overload:
			if w.hasCarer(i) {
				w.people[i].flags |= overloaded
			}
		case birth:
			w.pregnancy(b, i, k)
			w.born = append(w.born, newborn{key, int16(b), draw.Unit(draw.Word(key, w.month, draw.Twin)) < m.cfg.Population.Twin})
		default:
			panic("sim: recurrent event of an exclusive kind")
		}
	}
}

// admitted decides whether an emergency visit becomes an unplanned stay: a
// share of visits, on which care and screening act. It has a word of its own,
// so that the visit itself stays where it was. What care changes is priced at
// the margin (docs/model.md 7.9): of a stay that care avoids, the fixed part is paid
// all the same; a stay that care adds costs the marginal part.
func (w *World) admitted(b, i int, class uint16, k int) bool {
	m := w.m
	p := m.cfg.Levels.AdmittedED[class]
	if p == 0 {
		return false
	}
	if w.people[i].flags&screened != 0 {
		p *= w.use[useStays] / w.use[useVisits]
	}
	with := math.Min(p*w.effectOn(i, onUnplanned, 1/p)*w.teamInHome(class), 1)
	u := draw.Unit(draw.Word(w.people[i].key, w.month, draw.StayKind.At(k)))
	price := m.cfg.Prices.Stay
	switch {
	case u < with && u < p:
	case u < with:
		price.Fee -= m.fixedStay()
		w.freed(i, class, k, true, -1)
	case u < p:
		w.spare(b, i, class, k, true)
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

// stay counts and prices a hospital stay.
func (w *World) stay(b, i int, class uint16, k int, unplanned bool, price finance.Tariff) {
	w.note(i, 2)
	n := w.shorter(b, i, class, w.bedDays(i, class, k, unplanned))
	if w.m.rows[class].bits&rowAway == 0 {
		w.people[i].away = int16(min(int(w.people[i].away)+n, daysPerYear))
	}
	if w.probe != nil {
		w.probe.stay(i, n, unplanned)
	}
	w.rec.month[MonthStays]++
	w.rec.month[MonthBedDays] += int64(n)
	w.count(b, i, BedDays, int64(n))
	if unplanned {
		w.rec.month[MonthUnplanned]++
		if w.around != nil && !w.before {
			w.around.stayed(w.people[i].key, w.cycle)
		}
		w.count(b, i, UnplannedStays, 1)
		if lives := draw.Unit(draw.Word(w.people[i].key, w.month, draw.LengthOfStay.At(64+k))); lives < w.m.cfg.Levels.Avoidable {
			w.count(b, i, AvoidableStays, 1)
		}
	}
	w.serve(b, i, finance.Stay, price)
}

// fewHave lives what few citizens have: an overloaded carer may recover,
// residents of a nursing home have days there, and who is in need at home comes
// on the list of needs.
func (w *World) fewHave(b, i int) {
	class := w.people[i].class
	if w.people[i].flags&overloaded != 0 && w.m.relief != nil &&
		draw.Unit(draw.Word(w.people[i].key, w.month, draw.CarerRelief)) < w.recovers(i) {
		w.people[i].flags &^= overloaded
	}
	switch bits := w.m.rows[class].bits; {
	case bits&rowAway != 0:
		days := daysPerMonth - int(*w.days.at(i))
		w.people[i].away += int16(days)
		w.nursingHomeDays(b, i, days)
	case bits&rowNeed != 0:
		w.inNeed(b, i)
	}
}

// inNeed keeps the need of a citizen at home with high_risk or complex need.
func (w *World) inNeed(b, i int) {
	if w.people[i].needSince == never {
		w.people[i].needSince = int16(w.cycle)
		w.trail[i] &^= trailNeed
		if w.people[i].episode < 0 {
			w.people[i].flags &^= known | refuses
		}
		if lies(w.people[i].key, draw.StartKnown, w.m.cfg.Finding.KnownAtStart) {
			w.people[i].flags |= known
		}
	}
	w.needs = append(w.needs, needing{w.people[i].key, int32(i), int16(b), *w.seen.at(i), w.people[i].flags&known != 0})
}

// needEnds forgets a need that is over; an open episode ends in the care phase.
func (w *World) needEnds(i int) {
	w.people[i].needSince = never
	if w.people[i].episode < 0 {
		w.people[i].flags &^= known | refuses
	}
}

// outcomes applies the exclusive events of a stretch, after all else of its month.
func (w *World) outcomes() {
	for _, o := range w.accepted {
		i, b := int(o.slot), int(o.buurt)
		ev := &w.m.exclusive[o.event]
		class := w.people[i].class
		w.note(i, 3+uint64(o.event))
		switch ev.Kind {
		case Death:
			w.rec.month[MonthDeaths]++
			w.count(b, i, Deaths, 1)
			if w.probe != nil {
				w.probe.mark(i, HasDied)
			}
			w.flow(class, flowDeath)
			w.exit(b, i, int(o.day), Died)
		case Leave:
			w.rec.month[MonthDepartures]++
			w.flow(class, flowGone)
			w.departs(b, i, int(o.day))
			if w.probe != nil {
				w.probe.mark(i, HasLeft)
			}
			w.exit(b, i, int(o.day), Gone)
		default:
			to := ev.To[w.m.state(class)]
			next := class - uint16(w.m.state(class)) + uint16(to)
			w.flow(class, to)
			if w.m.cfg.States[w.m.state(class)].Home && !w.m.cfg.States[to].Home {
				w.rec.month[MonthNHEntries]++
				w.count(b, i, NursingHomeEntries, 1)
				if w.probe != nil {
					w.probe.mark(i, EntersResident)
				}
			}
			w.escalate(i, class, next)
			w.missed(b, i, class, next)
			w.reclass(b, i, next, w.monthOfYear()+1)
			if w.m.rows[next].bits&rowNeed == 0 {
				w.needEnds(i)
			}
		}
	}
	w.accepted = w.accepted[:0]
}

// exit closes the year and the episode of a citizen who dies or leaves.
func (w *World) exit(b, i, day int, how WaitEnd) {
	w.endEpisode(i, w.today(day), how)
	w.dropClock(i)
	w.lived(b, i)
	cost := w.closeYear(b, i, w.monthOfYear()*daysPerMonth+day)
	if !w.before {
		w.rec.spread(cost)
	}
	if w.around != nil && !w.before {
		w.lastLook(i)
	}
	if w.noise != nil {
		w.noise.close(w, b, i, cost, true)
	}
	w.leave(b, i)
}

// today is the absolute day of a day of this month.
func (w *World) today(day int) int32 { return int32(w.cycle*daysPerMonth + day) }

// note adds an event of a member of the closed cohort to the digest of the life.
func (w *World) note(i int, what uint64) {
	if w.people[i].flags&inCohort != 0 {
		w.people[i].life = draw.Word(w.people[i].life, w.month, draw.Decision(what))
	}
}
