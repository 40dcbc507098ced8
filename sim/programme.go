package sim

import (
	"math"

	"piramide/internal/draw"
	"piramide/sim/finance"
)

// Programmes of the interfederal plan: vulnerable pregnancies, young people with
// obesity. Their places are not of a buurt: an ELZ or the region has them.
//
// Decided: who asks, who gets a place and when, who gives up. Read: births, birthdays,
// quintile, the programmes of the plan. Written: queues, places, hours and money of
// the month. Source: `vulnerable_pregnancy_share`, `child_obesity_*`, `own_programme_*`.
//
// Young people ask at the yearly check in their birth month. A pregnancy is known by
// its birth: so the desk of that programme lives Earliest months behind the world, when
// every request of its month is known, and is otherwise a desk like any other.

// ProgrammeID names a programme.
type ProgrammeID int

// The programmes; the list is append-only, their draws are keyed by it.
const (
	ProgPregnancy ProgrammeID = iota
	ProgYouth
	NumProgrammes
)

// Programme is what is known of a programme, whatever the plan.
type Programme struct {
	Need             [Quintiles]float64 // share who have the need: of mothers, of young people
	FromAge, ToAge   int                // of the yearly check, both included (young people)
	Ask              float64            // share who ask or are referred: per pregnancy, per yearly check
	Link             float64            // that share where a mature buurtteam works, relative to without; 0 = the same
	Earliest, Latest float64            // months before the birth in which they ask (pregnancies)
	Months           float64            // how long a place is held; after the birth (pregnancies)
	Patience         float64            // mean months before a request is given up
	Hours            float64            // of work per participant and month
	By               Profession         // who gives them
	Month            finance.Cents      // price of such a month, overhead included
}

// ProgrammePlan is how a plan uses a programme. Start 0 means that it does not.
type ProgrammePlan struct {
	Start    Month
	Places   float64 // per desk
	ByELZ    bool    // a desk per ELZ; otherwise one for the region
	Funded   bool    // one desk for the region, with as many places as last month's money pays
	External bool    // bought outside the region; otherwise by a crew of the region, see crew.go
}

// What is counted of a programme each month, see [ProgrammeSeries].
const (
	ProgEligible = iota // births, or yearly checks, of whom it is for
	ProgAsked
	ProgServed
	ProgGivenUp // also: the birth came before a place was free
	ProgGone    // died, moved or grown up while waiting, or the programme ended
	ProgWaiting // at the end of the month
	ProgInPlace // at the end of the month
	ProgPlaces
	ProgHours // centi-hours
	NumProgSeries
)

var (
	programmeService = [NumProgrammes]finance.Service{finance.PerinatalCoaching, finance.YouthObesityCare}
	programmeReason  = [NumProgrammes]finance.Reason{finance.ForPerinatal, finance.ForYouth}
)

// programme is the state of one.
type programme struct {
	desks     []desk
	members   []member
	free      []int32
	pregnancy []pregnancy // whose outcome is not all known yet, in order of birth
}

// member is a request and what became of it.
type member struct {
	key   uint64
	slot  int32
	buurt int16
	desk  int16
	state memberState
	due   int32 // day of the birth
	until int32 // end of the place, or of the time in which it still counts
	birth int32 // number of the birth among all births, see pregnancies
	t     ticket
}

type memberState uint8

const (
	noMember memberState = iota
	announced
	waiting
	placed
	past // held a place in the last year
)

// pregnancy is a birth of a mother whom the programme is for.
type pregnancy struct {
	month   Month
	buurt   int16
	cell    uint16
	reached bool
}

// compileProgrammes finds which programmes have people they are for.
func (m *Model) compileProgrammes() {
	for p := range m.needs {
		for _, share := range m.cfg.Programmes[p].Need {
			m.needs[p] = m.needs[p] || share > 0
		}
	}
	if y := &m.cfg.Programmes[ProgYouth]; m.needs[ProgYouth] {
		m.young = [2]uint16{uint16(Class(max(y.FromAge, 1)-1, 0, 0, m.n)), uint16(Class(y.ToAge, 0, 0, m.n))} // before the birthday
	}
}

// startProgrammes makes the queues of the accounts.
func (w *World) startProgrammes() {
	areas := 1
	for k := range w.m.cfg.Population.Buurten {
		areas = max(areas, w.m.cfg.Population.Buurten[k].ELZ+1)
	}
	for p := range w.progs {
		if w.progs[p] = (programme{}); !w.m.needs[p] {
			continue
		}
		n := len(w.people)/64 + 64
		g := &w.progs[p]
		g.desks, g.members, g.free = make([]desk, areas), make([]member, 0, n), make([]int32, 0, n)
		g.pregnancy = make([]pregnancy, 0, n)
		for d := range g.desks {
			g.desks[d].reserve(n/areas + 64)
		}
	}
}

// needsProgramme says whether a citizen is of those a programme is for: a lasting
// draw against the share of the quintile.
func (w *World) needsProgramme(i int, p ProgrammeID) bool {
	return lies(w.people[i].key, draw.ProgrammeNeed.At(int(p)), w.m.cfg.Programmes[p].Need[w.quintile(i)])
}

// youthCheck is the yearly check of a young person: with obesity, and not in the
// programme, some ask for a place or are referred.
func (w *World) youthCheck(b, i int) {
	who := &w.people[i].who
	if w.m.rows[who.class].bits&rowAway != 0 || !w.needsProgramme(i, ProgYouth) {
		return
	}
	w.rec.month[ProgrammeSeries(ProgYouth, ProgEligible)]++
	w.countDen(b, i, YouthReached, 1)
	if w.before {
		return
	}
	for k := range w.progs[ProgYouth].members {
		if x := &w.progs[ProgYouth].members[k]; x.state != noMember && x.key == who.key {
			if x.state >= placed {
				w.count(b, i, YouthReached, 1)
			}
			return
		}
	}
	if w.offers(ProgYouth, w.month) && w.asksProgramme(b, who.key, ProgYouth) {
		day := draw.Word(who.key, w.month, draw.ProgrammeDay.At(int(ProgYouth))) >> 32 * daysPerMonth >> 32
		w.askProgramme(b, i, ProgYouth, w.today(int(day)), math.MaxInt32, none)
	}
}

// pregnancy is the birth at a candidate point: the mother may have asked for the
// programme some months before.
func (w *World) pregnancy(b, i, k int) {
	if !w.m.needs[ProgPregnancy] || !w.needsProgramme(i, ProgPregnancy) {
		return
	}
	w.rec.month[ProgrammeSeries(ProgPregnancy, ProgEligible)]++
	if w.before {
		return
	}
	g, x, key := &w.progs[ProgPregnancy], &w.m.cfg.Programmes[ProgPregnancy], w.people[i].key
	g.pregnancy = append(g.pregnancy, pregnancy{w.month, int16(b), uint16(w.cell(i)), false})
	if !w.asksProgramme(b, key, ProgPregnancy) {
		return
	}
	due := w.today(int(w.dayOf(key, groupRecurrent, k)))
	u := draw.Unit(draw.Word(key, w.month, draw.ProgrammeDay.At(int(ProgPregnancy))))
	asked := due - int32((x.Latest+float64((x.Earliest-x.Latest)*u))*daysPerMonth)
	asked = max(asked, w.deskDay(ProgPregnancy))
	if w.offers(ProgPregnancy, w.month+Month(math.Floor(float64(asked-w.today(0))/daysPerMonth))) {
		w.askProgramme(b, i, ProgPregnancy, asked, due, int32(len(g.pregnancy)-1))
	}
}

// offers says whether the plan in force has a programme in a month.
func (w *World) offers(p ProgrammeID, month Month) bool {
	pl := &w.plan.Programmes[p]
	return pl.Start != 0 && month >= pl.Start && (pl.Funded || pl.Places > 0)
}

// asksProgramme says whether somebody asks or is referred at this occasion, and does
// not refuse. A buurtteam may know the way to capacity that no buurt has.
func (w *World) asksProgramme(b int, key uint64, p ProgrammeID) bool {
	x := &w.m.cfg.Programmes[p]
	share := x.Ask
	if x.Link != 0 {
		share *= 1 + (x.Link-1)*w.buurten[b].mature
	}
	return draw.Unit(draw.Word(key, w.month, draw.ProgrammeAsk.At(int(p)))) < share
}

// askProgramme puts a request in line, to be served from its day on. due is the day
// on which it lapses whatever happens.
func (w *World) askProgramme(b, i int, p ProgrammeID, asked, due, birth int32) {
	g, x, key := &w.progs[p], &w.m.cfg.Programmes[p], w.people[i].key
	patience := -math.Log(draw.Unit(draw.Word(key, w.month, draw.ProgrammePatience.At(int(p))))) * x.Patience * daysPerMonth
	m := member{key: key, slot: int32(i), buurt: int16(b), state: announced, due: due, birth: birth}
	if w.plan.Programmes[p].ByELZ {
		m.desk = int16(w.m.cfg.Population.Buurten[b].ELZ)
	}
	var id int32
	if n := len(g.free); n > 0 {
		id, g.free = g.free[n-1], g.free[:n-1]
	} else {
		id = int32(len(g.members))
		g.members = append(g.members, member{})
	}
	m.t = ticket{
		id: id, rank: uint64(int64(asked) + 1<<31), tie: draw.Word(key, draw.Lasting, draw.QueueTie),
		asked: asked, deadline: int32(math.Min(float64(due), float64(asked)+math.Min(patience, 1e6))),
	}
	g.members[id] = m
}

// deskDay is the first day of the month that the desk of a programme lives now.
func (w *World) deskDay(p ProgrammeID) int32 {
	return w.today(0) - int32(w.deskLag(p))*daysPerMonth
}

// deskLag is how many months the desk of a programme lives behind the world.
func (w *World) deskLag(p ProgrammeID) int { return int(math.Ceil(w.m.cfg.Programmes[p].Earliest)) }

// serveProgrammes lives the month of every programme.
func (w *World) serveProgrammes() {
	if w.before {
		return
	}
	for p := range NumProgrammes {
		if w.m.needs[p] {
			w.serveProgramme(p)
		}
	}
	w.birthsKnown()
}

func (w *World) serveProgramme(p ProgrammeID) {
	g, first, pl := &w.progs[p], w.deskDay(p), &w.plan.Programmes[p]
	on := w.offers(p, w.month-(w.today(0)-first)/daysPerMonth)
	for k := range g.members {
		x := &g.members[k]
		// Of a pregnancy all that matters is in the past of the world.
		gone := pl.Start == 0 || p != ProgPregnancy && !w.stillYoung(x, p)
		switch x.state {
		case announced: // a pregnancy may be asked for in a month that the desk has still to live
			if !gone && x.t.asked >= first+daysPerMonth {
				continue
			}
			w.rec.month[ProgrammeSeries(p, ProgAsked)]++
			if gone {
				w.lapse(g, x, p, ProgGone)
				continue
			}
			x.state = waiting
			g.desks[x.desk].join(x.t)
		case waiting:
			if gone {
				g.desks[x.desk].drop(x.t)
				w.lapse(g, x, p, ProgGone)
			}
		case placed:
			if gone || x.until < first+daysPerMonth {
				g.desks[x.desk].free(max(first, min(x.until, first+daysPerMonth-1)))
				x.state, x.until = past, first+daysPerYear
			}
		case past:
			if x.until < first {
				x.state = noMember
				g.free = append(g.free, int32(k))
			}
		}
	}
	places, desks := 0, w.programmeDesks(p)
	if on {
		places = w.programmePlaces(p)
	}
	has := math.Inf(1)
	staffed := places * desks
	if each := w.m.cfg.Programmes[p].Hours; !pl.External && each > 0 {
		has = w.deskHours(p)
		staffed = min(staffed, int(has/each+1e-9))
	}
	for d := range g.desks {
		here := 0 // places of this desk with staff, as evenly as whole places allow
		if d < desks {
			w.rec.month[ProgrammeSeries(p, ProgPlaces)] += int64(places)
			here = staffed*(d+1)/desks - staffed*d/desks
		}
		for _, end := range g.desks[d].month(first, daysPerMonth, here, here) {
			x := &g.members[end.t.id]
			if !end.served {
				w.lapse(g, x, p, ProgGivenUp)
				continue
			}
			w.rec.month[ProgrammeSeries(p, ProgServed)]++
			x.state, x.until = placed, end.day
			if p == ProgPregnancy {
				g.pregnancy[x.birth].reached = true
				x.until = x.due
			}
			x.until += int32(w.m.cfg.Programmes[p].Months * daysPerMonth)
		}
		w.rec.month[ProgrammeSeries(p, ProgWaiting)] += int64(g.desks[d].length())
	}
	w.programmeWork(p, has, places*desks-staffed)
}

// programmeDesks is how many desks a plan has of a programme.
func (w *World) programmeDesks(p ProgrammeID) int {
	if w.plan.Programmes[p].ByELZ {
		return len(w.progs[p].desks)
	}
	return 1
}

// programmePlaces is how many people a desk can have: as the plan says, or as last
// month's money pays.
func (w *World) programmePlaces(p ProgrammeID) int {
	pl, x := &w.plan.Programmes[p], &w.m.cfg.Programmes[p]
	switch {
	case !pl.Funded:
		return int(pl.Places + 1e-9)
	case x.Month == 0:
		return 0
	}
	return max(0, int(w.money.forProgramme[p]/x.Month))
}

// programmeWork books the month of everybody in a place, as far as the hours of the
// workers go; who waits while places have no staff waits for staff.
func (w *World) programmeWork(p ProgrammeID, has float64, unstaffed int) {
	x, inPlace := &w.m.cfg.Programmes[p], int32(0)
	for k := range w.progs[p].members {
		inPlace += one(w.progs[p].members[k].state == placed)
	}
	supply := 1.0
	if !w.plan.Programmes[p].External && x.Hours > 0 {
		waits := min(int(w.rec.month[ProgrammeSeries(p, ProgWaiting)]), unstaffed)
		supply = w.crewMonth(ProgrammeCrew(p), has, x.Hours, inPlace, int32(waits))
	}
	price := finance.Cents(math.Round(float64(x.Month) * supply))
	for k := range w.progs[p].members {
		if m := &w.progs[p].members[k]; m.state == placed {
			w.money.activity.Serve(programmeService[p], int(m.buurt), 0, price)
		}
	}
	w.money.worked[p] = finance.Cents(inPlace) * price
	w.rec.month[ProgrammeSeries(p, ProgInPlace)] += int64(inPlace)
	w.rec.month[ProgrammeSeries(p, ProgHours)] += int64(float64(inPlace)*x.Hours*supply*100 + 0.5)
}

// lapse ends a request that gets no place.
func (w *World) lapse(g *programme, x *member, p ProgrammeID, how int) {
	w.rec.month[ProgrammeSeries(p, how)]++
	x.state = noMember
	g.free = append(g.free, x.t.id)
}

// stillYoung says whether a young person still lives here and may be in the programme.
func (w *World) stillYoung(x *member, p ProgrammeID) bool {
	who := &w.people[x.slot].who
	return who.class != vacant && who.key == x.key && w.m.rows[who.class].bits&rowAway == 0 &&
		w.m.age(who.class) <= w.m.cfg.Programmes[p].ToAge
}

// birthsKnown counts the births of which all that can be known is known: by now the
// desk has lived the month in which they happened.
func (w *World) birthsKnown() {
	g := &w.progs[ProgPregnancy]
	lag := Month(math.Ceil(w.m.cfg.Programmes[ProgPregnancy].Earliest))
	n := 0
	for n < len(g.pregnancy) && g.pregnancy[n].month+lag <= w.month {
		x := &g.pregnancy[n]
		c := &w.rec.cells[x.buurt]
		c.den[PregnancyReached][x.cell]++
		if x.reached {
			c.num[PregnancyReached][x.cell]++
		}
		n++
	}
	if n == 0 {
		return
	}
	g.pregnancy = g.pregnancy[:copy(g.pregnancy, g.pregnancy[n:])]
	for k := range g.members {
		g.members[k].birth -= int32(n)
	}
}
