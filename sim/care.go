package sim

import (
	"math"

	"piramide/internal/draw"
)

// Care: requests meet hours.
//
// Decided: who asks, who gets a place and when, who gives up, who is
// discharged, how many hours each client receives. Read: needs of the month,
// flags, hours of staff. Written: episodes, queues, loads. Source: docs/model.md 7.7
// (`hours_client_*`, `own_patience_months`, `own_review_discharge_probability`).

// seats of an episode: the desks at which a citizen can hold a place.
const (
	seatCoach = iota
	seatCase
	seatSpecialist
	numSeats
)

var seatRole = [numSeats]Role{Zorgcoach, Casemanager, Specialist}

// episode is the care of one citizen, from the first request to the end.
type episode struct {
	slot     int32
	buurt    int16
	quiet    int16 // months in a row with tier ≤ chronic
	ticket   [numSeats]ticket
	waits    [numSeats]bool
	began    [numSeats]int32      // absolute day of the first contact, or none
	p3From   int32                // cycle in which P3 began, or never
	p3Until  int32                // cycle in which its inclusion is over, or never
	p3Cut    int32                // the same of who lost that care before, or never
	p3Has    uint8                // bits of the services of P3 that the client gets
	planned  int32                // cycle of the last review of the care plan, or never
	shared   bool                 // that plan was talked over with all who care and the client
	planSeat int8                 // desk that drew it up or reviewed it last, or byTeam
	barred   [numSeats]int32      // cycle until which a desk is not asked, after a discharge or giving up
	caseDay  int32                // absolute day on which case management began, kept in a specialist team
	clock    int32                // index of the clock of the citizen, or none, see catchup.go
	line     int16                // of the case managers, see pool.go
	wanted   int8                 // expertise asked of a case manager
	matched  bool                 // and had
	back     bool                 // handed back: the coach follows lightly
	worker   int32                // holder of the coach post with whom coaching began, see holder; none before
	effects  [numAffected]float32 // log hazard ratio in force
}

func (e *episode) open() bool { return e.slot != none }

func (e *episode) inPlace(cycle int) bool {
	return e.held() || int(e.p3Until) > cycle
}

// held says whether a place is held at any desk, asking whether one is waited for.
func (e *episode) held() bool {
	return e.began[seatCoach] != none || e.began[seatCase] != none || e.began[seatSpecialist] != none
}

func (e *episode) asking() bool {
	return e.waits[seatCoach] || e.waits[seatCase] || e.waits[seatSpecialist]
}

// careState holds episodes and desks.
type careState struct {
	episodes []episode
	free     []int32
	clocks   []clock // of citizens who ever had case management
	idle     []int32 // clocks to use again
	coach    []desk  // one per buurt
	pool     []drawn
	cases    []desk              // lines of the case managers, see pool.go
	special  desk                // the specialist team
	moving   []ticket            // scratch of fallBack
	pooled   []lineHours         // of each line of the case managers, this month
	lent     []float64           // hours that coaches of a buurt had from others, less what they gave
	plans    []float64           // hours that care plans drawn up last month ask of the coaches, per buurt
	teamTime []float64           // hours of the team too few for a care plan, left from last month, per buurt
	outreach float64             // people that outreach may still meet
	links    float64             // people that link workers may still meet
	place    [numSeats]float64   // mean hours a month of a client of each desk
	asked    [numSeats][]float64 // hours asked this month, per desk
	supply   [numSeats][]float64 // hours given per hour asked, per desk
}

// drawn is a citizen and a keyed word to order by.
type drawn struct {
	slot int32
	word uint64
}

// lowest brings the n lowest words to the front, in order. n is a few.
func (c *careState) lowest(n int) {
	for k := range min(n, len(c.pool)) {
		best := k
		for j := k + 1; j < len(c.pool); j++ {
			if c.pool[j].word < c.pool[best].word {
				best = j
			}
		}
		c.pool[k], c.pool[best] = c.pool[best], c.pool[k]
	}
}

func (w *World) startCare(n int) {
	c := &w.care
	c.episodes = make([]episode, 0, n)
	c.free = make([]int32, 0, n)
	if len(w.m.catchUps) > 0 {
		c.clocks, c.idle = make([]clock, 0, n), make([]int32, 0, n)
	}
	c.pool = make([]drawn, 0, n)
	c.coach = make([]desk, len(w.buurten))
	for b := range c.coach {
		c.coach[b].reserve(n/len(w.buurten) + 64)
	}
	c.cases = make([]desk, numLines+len(w.buurten))
	for k := range c.cases {
		c.cases[k].reserve(n/len(c.cases) + 64)
	}
	c.cases[general].reserve(n/8 + 64) // everybody's, without a profile
	c.special.reserve(n/64 + 64)
	c.moving = make([]ticket, 0, n/8+64)
	c.pooled, c.lent = make([]lineHours, len(c.cases)), make([]float64, len(w.buurten))
	c.plans, c.teamTime = make([]float64, len(w.buurten)), make([]float64, len(w.buurten))
	c.place = w.m.placeHours()
	for s := range numSeats {
		c.asked[s], c.supply[s] = make([]float64, len(w.buurten)), make([]float64, len(w.buurten))
	}
}

// reserve preallocates a desk for n tickets.
func (d *desk) reserve(n int) {
	d.waiting = make([]ticket, 0, n)
	d.events = make([]deskEvent, 0, 2*n)
	d.done = make([]deskEnd, 0, n)
}

func (c *careState) clone() careState {
	n := *c
	n.episodes = append(make([]episode, 0, cap(c.episodes)), c.episodes...)
	n.free = append(make([]int32, 0, cap(c.free)), c.free...)
	n.clocks = append(make([]clock, 0, cap(c.clocks)), c.clocks...)
	n.idle = append(make([]int32, 0, cap(c.idle)), c.idle...)
	n.pool = make([]drawn, 0, cap(c.pool))
	n.coach = make([]desk, len(c.coach))
	for b := range c.coach {
		n.coach[b] = c.coach[b].clone()
	}
	n.cases = make([]desk, len(c.cases))
	for k := range c.cases {
		n.cases[k] = c.cases[k].clone()
	}
	n.special = c.special.clone()
	n.moving = make([]ticket, 0, cap(c.moving))
	n.pooled, n.lent = append([]lineHours(nil), c.pooled...), append([]float64(nil), c.lent...)
	n.plans, n.teamTime = append([]float64(nil), c.plans...), append([]float64(nil), c.teamTime...)
	for s := range n.asked {
		n.asked[s] = append([]float64(nil), c.asked[s]...)
		n.supply[s] = append([]float64(nil), c.supply[s]...)
	}
	return n
}

// serveCare lives the care phase.
func (w *World) serveCare() {
	w.reviewEpisodes()
	w.requests()
	w.p3Inflow()
	w.askedHours()
	w.lend()
	// Who is taken over by another desk leaves a place there this month.
	w.runDesk(&w.care.special, seatSpecialist, 0, w.hours(Specialist, 0), w.care.asked[seatSpecialist][0])
	w.runPool()
	for b := range w.care.coach {
		w.runDesk(&w.care.coach[b], seatCoach, b, w.hours(Zorgcoach, b), w.care.asked[seatCoach][b])
	}
	w.serveProgrammes()
}

// reviewEpisodes ends what is over: nursing home, need gone for a while,
// yearly review, the inclusion period of P3.
func (w *World) reviewEpisodes() {
	care := &w.m.cfg.Care
	for k := range w.care.episodes {
		e := &w.care.episodes[k]
		if !e.open() {
			continue
		}
		i := int(e.slot)
		r := &w.m.rows[w.people[i].class]
		if r.bits&rowAway != 0 {
			w.endEpisode(i, w.today(0), Gone)
			continue
		}
		w.p3Leaves(e)
		if r.bits&rowNeed == 0 {
			e.quiet++
		} else {
			e.quiet = 0
		}
		for s := range numSeats {
			// A role that the plan ends takes nobody in any more; when the last
			// worker has left, nobody keeps a place.
			ending, ended := w.ends(seatRole[s], w.areaOf(s, int(e.buurt)))
			if e.waits[s] && (e.quiet > 0 || ending) {
				w.withdraw(e, s, Gone)
			}
			if e.began[s] == none {
				continue
			}
			if ended {
				w.vacate(e, s, w.today(0))
				continue
			}
			months := w.cycle - int(e.began[s])/daysPerMonth
			done := int(e.quiet) >= care.ChronicMonths
			if !done && care.ReviewMonths > 0 && months > 0 && months%care.ReviewMonths == 0 {
				done = draw.Unit(draw.Word(w.people[i].key, w.month, draw.YearlyReview.At(s))) < care.ReviewDischarge
			}
			if done {
				w.vacate(e, s, w.today(0))
				if s == seatCoach {
					e.back = false // a next time is a new beginning
				}
				w.handBack(e, s)
				w.mayAskAgain(e, s)
			}
		}
		w.closeIfEmpty(k)
	}
}

// requests turns known need into requests at the desks.
func (w *World) requests() {
	care := &w.m.cfg.Care
	at, coach, cases := none, false, false
	for k := range w.needs {
		n := &w.needs[k]
		i, b := int(n.slot), int(n.buurt)
		if b != at { // a line opens when somebody is there
			at, coach, cases = b, w.takesIn(Zorgcoach, b), w.takesIn(Casemanager, w.areaOf(seatCase, b))
		}
		if !coach && !cases {
			continue
		}
		w.ahead(k)
		f := w.people[i].flags
		if f&known == 0 || f&refuses != 0 || int(w.people[i].again) > w.cycle {
			continue
		}
		e := w.episodeOf(i)
		if e == nil || !e.held() && !e.asking() {
			// Reactive teams wait for an occasion; proactive ones make the offer.
			if !w.plan.Proactive && n.contacts == 0 && !w.stayed.has(i) && !w.p3HandsOver(e) {
				continue
			}
			if w.refused(i) {
				w.people[i].flags |= refuses
				continue
			}
			if w.plan.Lot.draws() && !w.admits(i, b) {
				continue
			}
			if coach {
				if !w.passedOver(i) {
					w.ask(i, b, seatCoach)
				}
				continue
			}
		}
		if w.m.rows[w.people[i].class].tier < 3 {
			continue
		}
		e = w.episodeOf(i)
		if e != nil && w.passesOn(e) {
			w.ask(i, b, seatSpecialist)
			continue
		}
		if !cases || e != nil && (e.waits[seatCase] || e.began[seatCase] != none || e.began[seatSpecialist] != none || int(e.barred[seatCase]) > w.cycle) {
			continue
		}
		if coach && (e == nil || e.began[seatCoach] == none) {
			continue // the coach refers
		}
		if w.asksCase(i, care) {
			w.ask(i, b, seatCase)
		}
	}
}

// asksCase says whether a complex need asks for a case manager: an expertise
// condition, or a share of the others, lasting per citizen.
func (w *World) asksCase(i int, care *Care) bool {
	if w.expertiseAsked(i) != ExpertComplex {
		return true
	}
	return draw.Unit(draw.Word(w.people[i].key, draw.Lasting, draw.CaseExpertise)) < care.ExpertiseShare
}

// ask puts a citizen in the line of a desk, on a keyed day of the month.
func (w *World) ask(i, b, seat int) {
	e := w.openEpisode(i, b)
	key := w.people[i].key
	day := int(draw.Word(key, w.month, draw.RequestDay.At(seat)) >> 32 * daysPerMonth >> 32)
	patience := -math.Log(draw.Unit(draw.Word(key, w.month, draw.Patience.At(seat)))) * w.m.cfg.Care.PatienceMonths * daysPerMonth
	t := ticket{id: w.people[i].episode, asked: w.today(day), tie: draw.Word(key, draw.Lasting, draw.QueueTie)}
	t.deadline = t.asked + int32(math.Min(patience, 1e6))
	t.rank = w.rank(i, seat, t.asked)
	if seat == seatCase {
		e.wanted = int8(w.expertiseAsked(i))
		e.line = int16(w.lineFor(int(e.wanted), b))
	}
	e.ticket[seat], e.waits[seat] = t, true
	w.deskOf(e, seat).join(t)
	w.rec.month[MonthRequests]++
	w.rec.month[DeskSeries(seat, 0)]++
	w.countDen(b, i, GiveUps, 1)
	if w.probe != nil {
		w.probe.lives[i].Asked++
	}
}

// mayAskAgain says from when a citizen who gave up or was discharged may ask
// again: after a year. With a place elsewhere only this desk is closed so long.
func (w *World) mayAskAgain(e *episode, seat int) {
	until := w.cycle + w.m.cycles
	if e.held() || e.asking() {
		e.barred[seat] = int32(until)
		return
	}
	w.people[e.slot].again = int16(until)
}

// areaOf is the area of a seat's role for a citizen of a buurt.
func (w *World) areaOf(seat, b int) int {
	if seat == seatCoach || seat == seatCase && w.plan.Pool.InTeam {
		return b
	}
	return 0
}

func (w *World) deskOf(e *episode, seat int) *desk {
	switch seat {
	case seatCoach:
		return &w.care.coach[e.buurt]
	case seatCase:
		return &w.care.cases[e.line]
	}
	return &w.care.special
}

// runDesk lives the month of one desk with so many hours, of which its clients ask
// some; b is the buurt of a coach.
func (w *World) runDesk(d *desk, seat, b int, hours, asked float64) {
	places, intake := 0, 0
	if h := w.care.place[seat] * (1 - w.saved); h > 0 && hours > 0 {
		places = int(hours/h + 1e-9)
		// Hours left after the present clients let new ones in; what is too little
		// for one intake counts next month.
		start := w.m.cfg.Care.StartupHours
		d.spare = math.Min(d.spare, start) + math.Max(0, hours-asked)
		intake = int(d.spare/start + 1e-9)
		d.spare -= float64(intake) * start
	}
	for _, end := range d.month(w.today(0), daysPerMonth, places, intake) {
		e := &w.care.episodes[end.t.id]
		e.waits[seat] = false
		how := GaveUp
		if end.served {
			how = Served
			e.began[seat] = end.day
			if seat == seatCoach {
				if e.worker == none { // who returns from case management in the team began with a coach before
					e.worker = w.firstWorker(e, b)
				}
				if w.entries != nil {
					w.noteEntry(int(e.slot))
				}
			}
			w.rec.month[MonthServed]++
			if w.probe != nil {
				w.probe.lives[e.slot].Began++
			}
			w.rec.month[DeskSeries(seat, 1)]++
			if seat == seatCase && e.began[seatCoach] != none {
				w.count(int(e.buurt), int(e.slot), MonthsOwnTeam, int64((end.day-e.began[seatCoach])/daysPerMonth))
				w.countDen(int(e.buurt), int(e.slot), MonthsOwnTeam, 1)
			}
			w.handOver(e, seat, end.day)
		} else {
			e.back = e.back && seat != seatCoach
			w.mayAskAgain(e, seat)
			w.rec.month[MonthGivenUp]++
			w.rec.month[DeskSeries(seat, 2)]++
			w.count(int(e.buurt), int(e.slot), GiveUps, 1)
			if w.probe != nil {
				w.probe.lives[e.slot].GivenUp++
			}
		}
		w.waited(e, seat, end.t.asked, end.day, how)
		w.closeIfEmpty(int(end.t.id))
	}
}

// firstWorker is the coach with whom a client begins: one of those in service,
// by the client's word.
func (w *World) firstWorker(e *episode, b int) int32 {
	n := len(w.staff.areas[Zorgcoach][b].posts)
	first := int(draw.Word(w.people[e.slot].key, w.month, draw.Continuity.At(0)) % uint64(max(n, 1)))
	for k := range n {
		if h := w.staff.holder(Zorgcoach, b, (first+k)%n); h != none && w.staff.areas[Zorgcoach][b].posts[(first+k)%n].away < 1 {
			return h
		}
	}
	return none
}

// waited records the end of a wait.
func (w *World) waited(e *episode, seat int, asked, day int32, how WaitEnd) {
	if w.before {
		return
	}
	i := int(e.slot)
	wait := max(day-asked, 0)
	if wait > daysPerMonth || how != StillWaiting {
		w.countDen(int(e.buurt), i, Within30, 1)
		if how == Served && wait <= daysPerMonth {
			w.count(int(e.buurt), i, Within30, 1)
		}
	}
	w.rec.waits = append(w.rec.waits, Wait{
		Role: seatRole[seat], Year: int16(max(int(asked)/daysPerMonth/12, 0)),
		VT: w.people[i].flags&hasVT != 0, Days: wait, Ended: how,
	})
}
