package sim

import (
	"math"

	"piramide/internal/draw"
)

// Pool: case managers by expertise, and the specialist team beyond them.
//
// Decided: which line a request joins, when it falls back on another, who is passed
// on to a specialist team, who is handed back to the coach. Read: conditions, posts,
// the plan's profile. Written: lines of the pool, episodes. Source: docs/model.md 7.7,
// `own_expertise_share_*`, `own_expertise_fallback_months`, `own_specialist_share`.
//
// The places of a line follow from the posts that have its expertise. The hours of
// follow-up are those of the whole pool: colleagues stand in for each other, and no
// hour is given twice.

// The kinds of expertise of case managers; posts without any stand in the line after.
const (
	ExpertDementia = iota
	ExpertParkinson
	ExpertMS
	ExpertHuntington
	ExpertComplex // very complex situations
	NumExpertise

	general  = NumExpertise // the line of posts without a profile
	numLines = NumExpertise + 1
)

// ExpertiseNames are the kinds of expertise in files; all but the last are conditions.
var ExpertiseNames = [NumExpertise]string{"dementia", "parkinson", "ms", "huntington", "complex"}

// Pool is how case managers are organised.
type Pool struct {
	InTeam    bool                  // in the buurtteams, and not a regional pool beside them
	Expertise [NumExpertise]float64 // share of the posts; the others are general; all 0: no profile
	Fallback  int                   // months after which a request is served by any post
}

// profile says whether posts have an expertise.
func (p *Pool) profile() bool { return p.Expertise != [NumExpertise]float64{} }

// lineHours is what the posts of a line give in a month and its clients ask.
type lineHours struct{ hours, asked float64 }

// compileExpertise finds the conditions that ask for an expertise.
func (m *Model) compileExpertise() {
	for e := range m.expert {
		m.expert[e] = none
		for k, c := range m.cfg.Conditions {
			if c.Name == ExpertiseNames[e] {
				m.expert[e] = k
			}
		}
	}
}

// expertiseAsked is the expertise that a citizen's need asks: of the rarest condition
// first, and that of very complex situations without one.
func (w *World) expertiseAsked(i int) int {
	for e := ExpertComplex - 1; e >= 0; e-- {
		if k := w.m.expert[e]; k != none && w.hasCondition(i, k) {
			return e
		}
	}
	return ExpertComplex
}

// lineFor is the line that a request joins: that of its expertise when a post has it,
// else the general one.
func (w *World) lineFor(wanted, b int) int {
	switch {
	case w.plan.Pool.InTeam:
		return numLines + b
	case w.plan.Pool.profile() && w.staffed(wanted):
		return wanted
	case !w.plan.Pool.profile() || w.staffed(general):
		return general
	}
	for line := range NumExpertise { // no general post: the line with the largest share
		if w.plan.Pool.Expertise[line] > w.plan.Pool.Expertise[wanted] {
			wanted = line
		}
	}
	return wanted
}

// lineOf is the line of the k-th post, when the posts before it are spread as counted:
// each post goes to the line that is furthest behind its share, so that a post keeps
// its expertise when others come or go.
func (p *Pool) lineOf(k int, before *[numLines]int) int {
	best, most, rest := general, math.Inf(-1), 1.0
	for line := range numLines {
		share := rest
		if line < NumExpertise {
			share = p.Expertise[line]
			rest -= share
		}
		if behind := share*float64(k+1) - float64(before[line]); share > 1e-9 && behind > most+1e-9 {
			best, most = line, behind
		}
	}
	before[best]++
	return best
}

// staffed says whether the plan has a post with the expertise of a line, filled or vacant.
func (w *World) staffed(line int) bool {
	var before [numLines]int
	for k := range w.staff.areas[Casemanager][0].posts {
		if w.plan.Pool.lineOf(k, &before) == line {
			return true
		}
	}
	return false
}

// runPool lives the month of the lines of case managers.
func (w *World) runPool() {
	c, p := &w.care, &w.plan.Pool
	week := w.plan.Casemanagers.week()
	if p.InTeam {
		for b := range w.buurten {
			w.runDesk(&c.cases[numLines+b], seatCase, b, w.hours(Casemanager, b), c.asked[seatCase][b])
		}
		return
	}
	ar := &w.staff.areas[Casemanager][0]
	var before [numLines]int
	for k := range ar.posts {
		line := general
		if p.profile() {
			line = p.lineOf(k, &before)
		}
		c.pooled[line].hours += ar.postHours(w.m, &ar.posts[k]) * week
	}
	w.standIn()
	if p.profile() {
		w.fallBack()
	} else {
		w.joinGeneral()
	}
	for line := range numLines {
		w.runDesk(&c.cases[line], seatCase, 0, c.pooled[line].hours, c.pooled[line].asked)
	}
}

// standIn lets the lines that have hours to spare give what the clients of the others
// ask beyond the posts of their own line, in proportion: what is given so takes nobody in.
func (w *World) standIn() {
	lines := w.care.pooled[:numLines]
	var spare, lack float64
	for _, x := range lines {
		spare += math.Max(0, x.hours-x.asked)
		lack += math.Max(0, x.asked-x.hours)
	}
	if lack == 0 || spare == 0 {
		return
	}
	part := math.Min(1, lack/spare)
	for k := range lines {
		lines[k].asked += part * math.Max(0, lines[k].hours-lines[k].asked)
	}
}

// joinGeneral moves who waits for an expertise to the general line, when the plan has
// posts with an expertise no longer.
func (w *World) joinGeneral() {
	c := &w.care
	for line := range NumExpertise {
		for _, t := range append(c.moving[:0], c.cases[line].waiting...) {
			c.cases[line].drop(t)
			c.episodes[t.id].line = general
			c.cases[general].rejoin(t, w.today(0))
		}
	}
}

// fallBack moves requests that waited long enough for an expertise to the line with
// most places free, the general one first among equals; without one they stay.
func (w *World) fallBack() {
	c := &w.care
	var free [numLines]int
	for line := range free {
		d, x := &c.cases[line], c.pooled[line]
		if h := c.place[seatCase] * (1 - w.saved); h > 0 {
			intake := int((math.Max(0, x.hours-x.asked) + math.Min(d.spare, w.m.cfg.Care.StartupHours)) / w.m.cfg.Care.StartupHours)
			free[line] = min(int(x.hours/h)-d.occupied, intake) - d.length()
		}
	}
	for line := range numLines {
		for _, t := range append(c.moving[:0], c.cases[line].waiting...) {
			if int(w.today(0)-t.asked) < w.plan.Pool.Fallback*daysPerMonth || free[line] >= 0 {
				continue
			}
			best := general
			for other := range free {
				if free[other] > free[best] {
					best = other
				}
			}
			if free[best] <= 0 || best == line {
				continue
			}
			free[best]--
			free[line]++
			c.cases[line].drop(t)
			c.episodes[t.id].line = int16(best)
			c.cases[best].rejoin(t, w.today(0))
		}
	}
}

// expert says whether a client with an expertise condition has a case manager who
// knows it. Trials of case management by condition are of such case managers.
func (w *World) expert(e *episode) bool {
	return !w.plan.Pool.profile() || e.matched
}

// handOver sees to what the first contact at a desk means for the other places.
func (w *World) handOver(e *episode, seat int, day int32) {
	i, b := int(e.slot), int(e.buurt)
	switch seat {
	case seatCoach:
		if e.back {
			w.count(b, i, HandedBack, 1)
		}
	case seatCase:
		e.caseDay, e.back = day, false
		w.startClock(e)
		if p := &w.plan.Pool; p.profile() {
			e.matched = int(e.line) == int(e.wanted)
			w.countDen(b, i, Matched, 1)
			w.count(b, i, Matched, int64(one(e.matched)))
		}
		if w.plan.Pool.InTeam { // one worker of the team: no second one follows lightly
			w.vacate(e, seatCoach, day)
		}
	case seatSpecialist:
		w.vacate(e, seatCase, day)
	}
}

// handBack lets who is discharged by case management with need left return to the
// coach: lightly, where the coach is there still or again; else the client asks for
// a place like others.
func (w *World) handBack(e *episode, seat int) {
	if seat == seatCoach || e.quiet > 0 || e.held() && e.began[seatCoach] == none {
		return
	}
	i, b := int(e.slot), int(e.buurt)
	w.countDen(b, i, HandedBack, 1)
	switch {
	case e.began[seatCoach] != none:
		e.back = true
		w.count(b, i, HandedBack, 1)
	case e.waits[seatCoach]:
		e.back = true
	case w.takesIn(Zorgcoach, b):
		e.back = true
		w.ask(i, b, seatCoach)
	}
}

// beyondPool says whether a complex need is more than a pool of case managers can
// carry: a lasting share.
func (w *World) beyondPool(i int) bool {
	return draw.Unit(draw.Word(w.people[i].key, draw.Lasting, draw.BeyondPool)) < w.m.cfg.Care.SpecialistShare
}

// passesOn says whether the pool passes a client on to the specialist team now: after
// the start-up, in which it sees that the need is beyond it.
func (w *World) passesOn(e *episode) bool {
	return w.plan.Specialist != (Posts{}) && e.began[seatCase] != none && !e.waits[seatSpecialist] && int(e.barred[seatSpecialist]) <= w.cycle &&
		float64(w.today(0)-e.began[seatCase]) >= w.m.cfg.Care.StartupMonths*daysPerMonth &&
		w.takesIn(Specialist, 0) && w.beyondPool(int(e.slot))
}

// beyond counts the months of case management of needs beyond the pool, and those
// with a specialist team.
func (w *World) beyond(e *episode) {
	with := e.began[seatSpecialist] != none
	if !with && e.began[seatCase] == none || !w.beyondPool(int(e.slot)) {
		return
	}
	w.countDen(int(e.buurt), int(e.slot), SpecialistCare, 1)
	w.count(int(e.buurt), int(e.slot), SpecialistCare, int64(one(with)))
}
