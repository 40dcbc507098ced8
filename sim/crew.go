package sim

import "math"

// Crews: the workers of pathways, programmes and access points.
//
// Decided: how many posts a service asks for, and which part of its hours is there.
// Read: who would take part, places, opening hours; filled posts. Written: posts asked,
// hours and people of the month. Source: docs/model.md 7.6, ADR 17;
// `own_pathway_hours_*`, `own_programme_*_hours`, `hours_productive_fte_be`.
//
// A crew is one role more in the region: its posts are opened, filled from the pool of
// a qualification, left and absent as those of coaches are (staff.go, absence.go), and
// its workers come from where those come from (displaced.go). Its own is only how many
// posts it asks: those whose hours the service asks, at usual absence. What a plan buys
// outside the region asks no post here. The price of an hour holds the wage, so that an
// hour that nobody gives is not paid.

// Crew is who does the work of one service.
type Crew int

// The crews: one of each pathway, of each programme, and of the access points together.
const (
	NumCrews   = int(NumPathways) + int(NumProgrammes) + 1
	AccessCrew = Crew(NumCrews - 1)

	allRoles = NumRoles + Role(NumCrews) // roles of the plan's posts, then crews
)

// PathwayCrew is the crew of a pathway.
func PathwayCrew(p PathwayID) Crew { return Crew(p) }

// ProgrammeCrew is the crew of a programme.
func ProgrammeCrew(p ProgrammeID) Crew { return Crew(int(NumPathways) + int(p)) }

// What is counted of a crew each month, see [CrewSeries].
const (
	CrewPosts     = iota // centi-FTE that the hours of the service ask
	CrewFilled           // centi-FTE with a worker, notice included
	CrewVacant           // centi-FTE of the posts asked without one
	CrewAvailable        // centi-hours that the workers have
	CrewAsked            // centi-hours asked by who takes part and by who waits for staff
	CrewGiven            // of which given
	CrewWaiting          // people who would take part and wait for staff, at the end of the month
	NumCrewSeries
)

// crewState is what crews gave.
type crewState struct {
	supply [NumCrews]float64        // hours given per hour that takers ask, of the last month
	open   float64                  // share of the opening hours of access points that are staffed
	hours  [NumProgrammes][]float64 // of the workers of a programme, by month, as far back as its desk lives
}

func (c Crew) role() Role { return NumRoles + Role(c) }

// crew is the crew that a role is.
func (r Role) crew() (Crew, bool) { return Crew(r - NumRoles), r >= NumRoles }

// key of the luck of a role's posts; a service that is added moves no other.
func (r Role) key() uint64 {
	c, ok := r.crew()
	switch {
	case !ok:
		return uint64(r)
	case c == AccessCrew:
		return 64
	case c < PathwayCrew(NumPathways):
		return 128 + uint64(c)
	}
	return 192 + uint64(c-PathwayCrew(NumPathways))
}

// profession is who works in a crew under the plan in force.
func (w *World) profession(c Crew) Profession {
	switch {
	case c == AccessCrew:
		return SocialWorker
	case c < PathwayCrew(NumPathways):
		return w.plan.Pathways[c].By
	}
	return w.m.cfg.Programmes[c-PathwayCrew(NumPathways)].By
}

// qualification is what a role asks of who is hired; −1: no limit.
func (w *World) qualification(r Role) int {
	if c, ok := r.crew(); ok {
		return w.m.cfg.Labour.Professions[w.profession(c)]
	}
	return w.m.cfg.Labour.Qualification[r]
}

// fromNursing is the share of a role's hires from other care services that home
// nursing loses.
func (w *World) fromNursing(r Role) float64 {
	if c, ok := r.crew(); ok {
		return w.m.cfg.Labour.NursingLoses[w.profession(c)]
	}
	return w.m.cfg.Labour.FromNursing[r]
}

// crewAsks is the hours a month for which a service has posts: of who would take part
// when somebody hired now begins, of all places, of the opening hours.
func (w *World) crewAsks(c Crew) float64 {
	switch {
	case c == AccessCrew:
		hours := 0.0
		if n := &w.plan.Access; !n.External {
			for b := range w.buurten {
				hours += n.Hours * float64(one(n.active(b, w.month)))
			}
		}
		return hours
	case c < PathwayCrew(NumPathways):
		p := PathwayID(c)
		pl := &w.plan.Pathways[p]
		if !w.paths.on[p] || pl.Start == 0 || pl.External || w.month < pl.Start {
			return 0
		}
		return float64(w.willing(p, 0, w.offeredTo(p, w.month+Month(math.Round(w.market.hireLag))))) * w.pathHours(p)
	}
	p := ProgrammeID(c - PathwayCrew(NumPathways))
	if w.before || !w.m.needs[p] || w.plan.Programmes[p].External || !w.offers(p, w.month) {
		return 0
	}
	return float64(w.programmePlaces(p)*w.programmeDesks(p)) * w.m.cfg.Programmes[p].Hours
}

// crewTarget is the posts that give the hours that a service asks, in FTE.
func (w *World) crewTarget(c Crew) float64 {
	l := &w.m.cfg.Labour
	if full := l.DirectHours * (1 - l.Absence) * w.crewWeek(c); full > 0 {
		return w.crewAsks(c) / full
	}
	return 0
}

// crewWeek is the hours of a crew's post that count over its direct hours: an access
// point is open in all hours of work.
func (w *World) crewWeek(c Crew) float64 {
	if l := &w.m.cfg.Labour; c == AccessCrew && l.DirectHours > 0 {
		return l.workHours() / l.DirectHours
	}
	return 1
}

// crewHours is the hours that a crew has this month.
func (w *World) crewHours(c Crew) float64 {
	return w.staff.hours(w.m, c.role(), 0, w.crewWeek(c))
}

// crewPosts counts the posts of a crew.
func (w *World) crewPosts(c Crew, ar *area) {
	vacant := 0.0
	for k := range ar.posts {
		if p := &ar.posts[k]; p.since == none && p.ends == none {
			vacant += p.fte
		}
	}
	m := &w.rec.month
	m[CrewSeries(c, CrewPosts)] += int64(ar.target*100 + 0.5)
	m[CrewSeries(c, CrewFilled)] += int64(ar.fte()*100 + 0.5)
	m[CrewSeries(c, CrewVacant)] += int64(vacant*100 + 0.5)
}

// crewMonth gives the hours of a crew to who takes part, of whom each asks so many, and
// says how many are given per hour asked; waiting is who would take part besides.
func (w *World) crewMonth(c Crew, has, each float64, takers, waiting int32) float64 {
	asked, supply := float64(takers)*each, 1.0
	if asked > has {
		supply = has / asked
	}
	load := 0.0
	if has > 0 {
		load = asked / has
	}
	w.staff.areas[c.role()][0].load = load
	w.crews.supply[c] = supply
	m := &w.rec.month
	m[CrewSeries(c, CrewAvailable)] += int64(has*100 + 0.5)
	m[CrewSeries(c, CrewAsked)] += int64(float64(takers+waiting)*each*100 + 0.5)
	m[CrewSeries(c, CrewGiven)] += int64(asked*supply*100 + 0.5)
	m[CrewSeries(c, CrewWaiting)] += int64(waiting)
	return supply
}

// startCrews begins the accounts of the crews.
func (w *World) startCrews() {
	w.crews = crewState{open: 1}
	for c := range w.crews.supply {
		w.crews.supply[c] = 1
	}
	for p := range w.crews.hours {
		w.crews.hours[p] = make([]float64, w.deskLag(ProgrammeID(p))+1)
	}
}

// readyCrews keeps what crews have this month, once their posts are known: the hours of
// programmes, whose desks may live behind the world, and what access points open.
func (w *World) readyCrews() {
	for p, kept := range w.crews.hours {
		if len(kept) > 0 {
			kept[(w.cycle%len(kept)+len(kept))%len(kept)] = w.crewHours(ProgrammeCrew(ProgrammeID(p)))
		}
	}
	asked, has := w.openDoors()
	if asked == 0 {
		return
	}
	m := &w.rec.month
	m[CrewSeries(AccessCrew, CrewAvailable)] += int64(has*100 + 0.5)
	m[CrewSeries(AccessCrew, CrewAsked)] += int64(asked*100 + 0.5)
	m[CrewSeries(AccessCrew, CrewGiven)] += int64(asked*w.crews.open*100 + 0.5)
}

// openDoors opens the access points as far as the workers there are go; it gives the
// hours asked and there.
func (w *World) openDoors() (asked, has float64) {
	w.crews.open = 1
	if asked = w.crewAsks(AccessCrew); asked > 0 {
		has = w.crewHours(AccessCrew)
		w.crews.open = math.Min(1, has/asked)
	}
	return asked, has
}

// deskHours is the hours that the workers of a programme had in the month that its
// desk lives now.
func (w *World) deskHours(p ProgrammeID) float64 {
	kept := w.crews.hours[p]
	if w.cycle < len(kept)-1 {
		return 0
	}
	return kept[(w.cycle+1)%len(kept)] // the oldest
}
