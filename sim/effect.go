package sim

import (
	"math"
	"slices"
)

// Effect: hours received change next month's hazards.
//
// Decided: the log hazard ratio in force for each client and affected event.
// Read: hours given, months in care, maturity of the team. Written: effects of
// episodes. Source: docs/model.md 7.8: HR(dose) = exp(ln HR · min(dose, 1) ·
// implementation); of several effects on one hazard the strongest counts, or each
// counts in full where Config.Overlap says so, see overlap.go.

// effect is a compiled Effect.
type effect struct {
	*Effect
	on        int
	seat      int
	named     int     // the first effect of its name: those of one name are one effect
	condition int     // index, or none
	state     int     // index, or none
	putOff    float64 // months of the event that a whole course puts off, see catchup.go
}

func (m *Model) compileEffects() {
	for k := range m.cfg.Effects {
		e := &m.cfg.Effects[k]
		c := effect{Effect: e, on: none, seat: seatCoach, condition: none, state: none}
		for a, name := range affectedNames {
			if e.Event == name {
				c.on = a
			}
		}
		if e.Role == Casemanager {
			c.seat = seatCase
		}
		for j, cond := range m.cfg.Conditions {
			if cond.Name == e.Condition {
				c.condition = j
			}
		}
		if c.on != none && len(e.LogHR) > 0 && e.P3 != 0 {
			m.p3Effects = append(m.p3Effects, c)
			continue
		}
		for j, state := range m.cfg.States {
			if state.Name == e.State {
				c.state = j
			}
		}
		if e.State != "" && c.state == none {
			continue
		}
		if c.on != none && len(e.LogHR) > 0 && (e.Condition == "" || c.condition != none) {
			c.named = len(m.effects)
			for j := range m.effects {
				if m.effects[j].Name == c.Name && m.effects[j].on == c.on {
					c.named = m.effects[j].named
				}
			}
			c.compileCatchUp()
			m.effects = append(m.effects, c)
		}
	}
	slices.SortStableFunc(m.effects, func(a, b effect) int { return a.named - b.named })
	for k := range m.effects {
		if f := &m.effects[k]; f.putOff != 0 {
			m.catchUps = append(m.catchUps, f)
		}
	}
}

// effectOn is the factor of care on an event of a citizen.
func (w *World) effectOn(i, on int, cap float64) float64 {
	if cap == 0 {
		return 1
	}
	f, k := 1.0, w.people[i].episode
	if k == none && !w.paths.live && on != onNursingHome {
		return min(f, cap)
	}
	if k >= 0 {
		if l := w.care.episodes[k].effects[on]; l != 0 {
			f = math.Exp(float64(l))
		}
	}
	rule := w.m.cfg.Overlap
	if k != none {
		f = rule.ratio(f, w.caughtUp(i, on))
	}
	if on == onNursingHome && w.helped.has(i) {
		f = rule.ratio(f, math.Exp(w.m.cfg.Care.CarerHelp.NursingHome))
	}
	if w.paths.live {
		f = rule.ratio(f, w.pathFactor(i, on))
	}
	return min(f, cap)
}

// follow gives the hours of the month to the clients and sets the effects that
// act next month. What is asked and given is counted by role.
func (w *World) follow() {
	w.askedHours() // with the clients of this month
	supply := w.supply()
	w.supportCarers()
	w.visitResidents()
	for k := range w.care.episodes {
		e := &w.care.episodes[k]
		if !e.open() {
			continue
		}
		i, b := int(e.slot), int(e.buurt)
		e.effects = [numAffected]float32{}
		var given [numSeats]float64
		for s := range numSeats {
			if e.began[s] == none {
				continue
			}
			given[s] = w.hoursOf(e, s) * supply[s][w.areaOf(s, b)]
			w.count(b, i, CareContacts, int64(given[s]*100+0.5))
			w.rec.month[RoleSeries(seatRole[s], 4)]++
		}
		if e.began[seatCoach] != none {
			w.countDen(b, i, Escalations, 1)
		}
		w.continuity(e)
		w.beyond(e)
		w.carePlan(e)
		w.p3Effects(e)
		if len(w.m.effects) == 0 {
			continue
		}
		l := 0.0
		for j := range w.m.effects { // those of one name together
			f := &w.m.effects[j]
			l = strongest(l, w.effectNow(e, f, &given))
			if j+1 == len(w.m.effects) || w.m.effects[j+1].named != f.named {
				on := &e.effects[f.on]
				*on, l = float32(w.m.cfg.Overlap.join(float64(*on), l)), 0
			}
		}
	}
	w.teamPlans()
}

// continuity counts the contacts of a client that are with the coach with whom coaching
// began. Beside an external pool that coach follows on. In the team the hand-over to a
// case manager is a change of worker: the client's contacts go on counting, and are with
// the first coach no more until handed back.
func (w *World) continuity(e *episode) {
	b, i := int(e.buurt), int(e.slot)
	coached := e.began[seatCoach] != none
	handedOver := e.worker != none && w.plan.Pool.InTeam && e.held()
	if !coached && !handedOver {
		return
	}
	w.countDen(b, i, Continuity, 1000)
	if coached && e.worker != none && w.staff.holder(Zorgcoach, b, int(e.worker&0xfff)) == e.worker {
		present := 1 - w.staff.areas[Zorgcoach][b].posts[e.worker&0xfff].away
		w.count(b, i, Continuity, int64(w.m.cfg.Care.Continuity*present*1000+0.5))
	}
}

// effectNow is the log hazard ratio of an effect on a client who was given hours at the
// desks this month; what it puts off is kept on the client's clock.
func (w *World) effectNow(e *episode, f *effect, given *[numSeats]float64) float64 {
	i, since, hours := int(e.slot), e.began[f.seat], given[f.seat]
	if f.seat == seatCase && e.began[seatSpecialist] != none { // goes on in the specialist team
		since, hours = e.caseDay, given[seatSpecialist]
	}
	if since == none || f.condition != none && (!w.hasCondition(i, f.condition) || f.seat == seatCase && !w.expert(e)) ||
		f.state != none && w.m.state(w.people[i].class) != f.state {
		return 0
	}
	months := w.cycle - int(since)/daysPerMonth - f.Onset
	if f.CatchUp > 0 && e.clock != none {
		months = w.cycle - int(w.care.clocks[e.clock].first) - f.Onset
	}
	if months < 0 || f.gives(months) {
		return 0
	}
	dose := 1.0
	if norm := w.m.cfg.Care.DoseHours[f.Role]; norm > 0 {
		dose = math.Min(1, hours/norm)
	}
	l := f.at(months) * dose
	if f.seat == seatCoach {
		l *= w.buurten[e.buurt].mature
	}
	if e.clock != none {
		w.care.clocks[e.clock].putOff(f, months, l)
	}
	return l
}

// supply is hours given per hour asked at each desk, at most 1; it also counts
// hours and sets the load that makes people leave.
func (w *World) supply() [numSeats][]float64 {
	c := &w.care
	for s := range numSeats {
		role := seatRole[s]
		for a := range c.supply[s] {
			if a >= len(w.staff.areas[role]) {
				break
			}
			hours := w.hours(role, a)
			asked := c.asked[s][a]
			c.supply[s][a] = 1
			if asked > hours {
				c.supply[s][a] = hours / asked
			}
			if s == seatCoach {
				w.workLists(a, c.supply[s][a])
				c.plans[a] = 0
			}
			load := 0.0
			if hours > 0 {
				load = asked / hours
			}
			w.staff.areas[role][a].load = load
			w.overworked(role, a)
			w.rec.month[RoleSeries(role, 2)] += int64(hours*100 + 0.5)
			w.rec.month[RoleSeries(role, 3)] += int64(asked*100 + 0.5)
		}
	}
	return c.supply
}
