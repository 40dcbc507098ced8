package sim

import (
	"math"
	"slices"

	"piramide/internal/draw"
	"piramide/sim/finance"
)

// Pathways of one disease, and self-management support.
//
// Decided: who takes part, from lasting draws. Read: class, GMD, condition, the
// pathways of the plan. Written: participants, hours and money of the month.
// Source: `dm_*`, `dmp_*`, `ot_*`, `psy_*`, `prep_phase_new_pathway_fr`, `dm_ct_be_educator`.
//
// Who takes part is a function of lasting draws and the month, asked only where
// an event of somebody with the condition is looked at; how many take part is
// kept as people change. So a pathway costs the month of the others nothing. Who waits
// for staff waits in that order, and stays willing: the offer stands.

// Profession is who does the work of a pathway.
type Profession int

// The professions.
const (
	Nurse Profession = iota
	SocialWorker
	OccupationalTherapist
	Psychologist
	NumProfessions
)

// PathwayID names a pathway.
type PathwayID int

// The pathways; the list is append-only, their draws are keyed by it.
const (
	PathDiabetes PathwayID = iota
	PathHeartFailure
	PathCOPD
	PathDepression
	PathFrailty
	PathSelfManagement
	NumPathways
)

// Pathway is what is known of a pathway, whatever the plan.
type Pathway struct {
	Condition string     // who it is for; "" = everybody with a chronic condition
	By        Profession // who did the work in the trials: of others no effect is known
	Hours     float64    // of work per participant and year in the trials: dose 1
	Effects   []PathwayEffect
	Gain      float64 // standard deviations that people of 65 and over gain on a scale of function or complaints; no hazard, no utility
}

// PathwayEffect says how a pathway changes a hazard of its participants.
type PathwayEffect struct {
	Event string  // name of the event; "stay" means unplanned stays
	LogHR float64 // of the part of the event that the trials counted
	Part  float64 // that part, of all events of the person: 1 when the trials counted all
	Among float64 // share of the participants who are like the people of the trials
}

// PathwayNorms holds for every pathway.
type PathwayNorms struct {
	Prepare  float64                       // months from the start until somebody takes part
	Grow     float64                       // months from then until the coverage is reached
	Uptake   float64                       // share of the work that participants really receive
	PerGroup float64                       // people reached per hour in group, against one by one
	Hour     [NumProfessions]finance.Cents // of work, overhead included
}

// PathwayPlan is how a plan uses a pathway. Start 0 means that it does not.
type PathwayPlan struct {
	Start    Month   // of the preparation
	Coverage float64 // share of those it is for to whom it is offered, once grown
	By       Profession
	Hours    float64 // per participant and year; 0 = those of the trials
	Groups   bool    // given in group
	External bool    // bought outside the region; otherwise by a crew of the region, see crew.go
}

// ranks is in how many steps an offer grows.
const ranks = 1000

// pathwayState is the pathways of one world under the plan in force.
type pathwayState struct {
	on    [NumPathways]bool    // in any plan of the schedule: participants are counted
	cut   [NumPathways]int32   // of ranks: to whom it is offered this month
	in    [NumPathways]int32   // of ranks: who of them takes part; the others wait for staff
	hours [NumPathways]float64 // per participant and year, really received where there is staff
	dose  [NumPathways]float64
	live  bool // anybody takes part in any
}

// pathHeads are the people of a buurt whom a pathway is for, by the rank at which
// it is offered to them.
type pathHeads struct {
	eligible, elder int32 // all, and those of 65 and over
	all             [ranks]int32
	willing         [ranks]int32
	willingElder    [ranks]int32
}

// pathEffect is a compiled PathwayEffect.
type pathEffect struct {
	PathwayEffect
	path PathwayID
	on   int
}

// What is counted of a pathway each month, see [PathwaySeries].
const (
	PathEligible     = iota // people at home, enrolled with a GP, whom it is for
	PathOffered             // of whom it is offered to
	PathParticipants        // of whom take part
	PathHours               // centi-hours of work given
	PathElders              // people of 65 and over among the eligible
	PathGain                // milli-standard deviations that participants of 65 and over gain
	NumPathSeries
)

// compilePathways finds the conditions and events that pathways name.
func (m *Model) compilePathways() {
	for q := range m.pathRefusal {
		m.pathRefusal[q] = refusalBy(&m.cfg.Finding, m.cfg.Finding.Refusal, q)
	}
	for p := range NumPathways {
		x := &m.cfg.Pathways[p]
		m.pathCondition[p] = slices.IndexFunc(m.cfg.Conditions, func(c Condition) bool { return c.Name == x.Condition })
		for _, e := range x.Effects {
			if on := slices.Index(affectedNames[:], e.Event); on >= 0 {
				m.pathEffects = append(m.pathEffects, pathEffect{e, p, on})
			}
		}
	}
}

// pathFor says whether a pathway is for a citizen, with the class and statuses of now.
func (w *World) pathFor(p *who, path PathwayID) bool {
	r := &w.m.rows[p.class]
	if r.bits&rowAway != 0 || p.flags&hasGMD == 0 {
		return false
	}
	if w.m.cfg.Pathways[path].Condition == "" {
		return r.tier > 0
	}
	k := w.m.pathCondition[path]
	return k != none && lies(p.key, draw.StartCondition.At(k), w.m.cfg.Conditions[k].Share[p.class])
}

// pathOffer is the rank at which a pathway is offered to a citizen, and whether the
// citizen then takes part: one word, and the refusal of any proactive offer.
func (w *World) pathOffer(p *who, path PathwayID) (rank int32, willing bool) {
	word := draw.Word(p.key, draw.Lasting, draw.PathwayOffer.At(int(path)))
	quintile := int(w.m.quintilesOf(p.key) >> (p.flags >> vtBit & 1 * 4) & 15)
	u := (float64(uint32(word)) + 0.5) * 0x1p-32
	return int32(word >> 32 * ranks >> 32), u >= w.m.pathRefusal[quintile]
}

// takesPart says whether a citizen takes part in a pathway this month.
func (w *World) takesPart(i int, path PathwayID) bool {
	p := &w.people[i].who
	if w.paths.in[path] == 0 || !w.pathFor(p, path) {
		return false
	}
	rank, willing := w.pathOffer(p, path)
	return willing && rank < w.paths.in[path]
}

// pathFactor is the factor of the pathways that a citizen takes part in on an event, by
// the rule for effects together; 1 when there is none. A ratio of the stays of one
// disease acts on their part of the person's stays.
func (w *World) pathFactor(i, on int) float64 {
	acting := 1.0
	for k := range w.m.pathEffects {
		e := &w.m.pathEffects[k]
		if e.on != on || w.paths.dose[e.path] == 0 || !w.takesPart(i, e.path) {
			continue
		}
		if e.Among < 1 && !lies(w.people[i].key, draw.PathwayAmong.At(int(e.path)), e.Among) {
			continue
		}
		acting = w.m.cfg.Overlap.ratio(acting, 1-float64(e.Part*(1-math.Exp(e.LogHR*w.paths.dose[e.path]))))
	}
	return acting
}

// startPathways begins to count whom the pathways of a schedule are for.
func (w *World) startPathways(schedule []Dated) {
	w.paths = pathwayState{}
	some := false
	for k := range schedule {
		for p := range NumPathways {
			x := &schedule[k].Plan.Pathways[p]
			w.paths.on[p] = w.paths.on[p] || x.Start != 0 && x.Coverage > 0 // offered to nobody is as if it were not there
			some = some || w.paths.on[p]
		}
	}
	for b := range w.buurten {
		nb := &w.buurten[b]
		if nb.paths = nil; !some {
			continue
		}
		nb.paths = new([NumPathways]pathHeads)
		for i := nb.lo; i < nb.hi; i++ {
			if p := &w.people[i].who; p.class != vacant {
				w.countPaths(nb, p, +1)
			}
		}
	}
}

// countPaths adds a citizen to those whom pathways are for, or takes one away.
func (w *World) countPaths(nb *buurt, p *who, by int32) {
	for path := range NumPathways {
		if !w.paths.on[path] || !w.pathFor(p, path) {
			continue
		}
		h := &nb.paths[path]
		rank, willing := w.pathOffer(p, path)
		elder := by * int32(w.m.rows[p.class].elder)
		h.eligible += by
		h.elder += elder
		h.all[rank] += by
		if willing {
			h.willing[rank] += by
			h.willingElder[rank] += elder
		}
	}
}

// openPathways sets to whom each pathway is offered this month: nobody in the
// preparation, then evenly more until the coverage is reached.
func (w *World) openPathways() {
	n := &w.m.cfg.PathwayNorms
	w.paths.live = false
	for path := range NumPathways {
		pl, x := &w.plan.Pathways[path], &w.m.cfg.Pathways[path]
		w.paths.cut[path], w.paths.dose[path], w.paths.hours[path] = 0, 0, 0
		if pl.Start == 0 || !w.paths.on[path] {
			w.paths.in[path] = 0
			continue
		}
		w.paths.cut[path] = w.offeredTo(path, w.month)
		hours := pl.Hours
		if hours == 0 {
			hours = x.Hours
		}
		w.paths.hours[path] = hours * n.Uptake
		if pl.By == x.By && x.Hours > 0 {
			w.paths.dose[path] = math.Min(1, w.paths.hours[path]*w.crews.supply[PathwayCrew(path)]/x.Hours)
		}
		w.takeIn(path)
		w.paths.live = w.paths.live || w.paths.in[path] > 0
	}
}

// offeredTo is the rank up to which a pathway is offered in a month.
func (w *World) offeredTo(path PathwayID, month Month) int32 {
	pl := &w.plan.Pathways[path]
	return int32(pl.Coverage*w.grown(pl.Start, month)*ranks + 0.5)
}

// pathHours is the hours of work a month that a participant asks.
func (w *World) pathHours(path PathwayID) float64 {
	hours := w.paths.hours[path] / 12
	if w.plan.Pathways[path].Groups {
		hours /= w.m.cfg.PathwayNorms.PerGroup
	}
	return hours
}

// willing is how many people whom a pathway is for would take part, of the ranks from
// one up to another.
func (w *World) willing(path PathwayID, from, to int32) (n int32) {
	for b := range w.buurten {
		for _, k := range w.buurten[b].paths[path].willing[from:max(from, to)] {
			n += k
		}
	}
	return n
}

// takeIn lets who is offered a pathway take part as far as the hours of last month's
// workers go beside those of who takes part already; the others wait. A month with
// fewer hours sends nobody away: it takes nobody in, and gives less to each.
func (w *World) takeIn(path PathwayID) {
	in, cut, each := min(w.paths.in[path], w.paths.cut[path]), w.paths.cut[path], w.pathHours(path)
	if w.plan.Pathways[path].External || each == 0 {
		w.paths.in[path] = cut
		return
	}
	left := w.crewHours(PathwayCrew(path)) - float64(w.willing(path, 0, in))*each
	for ; in < cut; in++ {
		if left -= float64(w.willing(path, in, in+1)) * each; left < 0 {
			break
		}
	}
	w.paths.in[path] = in
}

// grown is the share of its coverage that something prepared from a month on has
// reached in another: nothing in the preparation.
func (w *World) grown(start, month Month) float64 {
	n := &w.m.cfg.PathwayNorms
	months := float64(month-start) + 1 - n.Prepare
	switch {
	case months <= 0:
		return 0
	case months >= n.Grow:
		return 1
	}
	return months / n.Grow
}

// pathwayWork counts who takes part and who waits, and books the work that is given.
func (w *World) pathwayWork() {
	a := w.money.activity
	for path := range NumPathways {
		if !w.paths.on[path] {
			continue
		}
		x, cut, in, each := &w.m.cfg.Pathways[path], w.paths.cut[path], w.paths.in[path], w.pathHours(path)
		service := finance.PathwayWork
		if path == PathSelfManagement {
			service = finance.SelfManagement
		}
		pl, c, supply := &w.plan.Pathways[path], PathwayCrew(path), 1.0
		if !pl.External {
			supply = w.crewMonth(c, w.crewHours(c), each, w.willing(path, 0, in), w.willing(path, in, cut))
		}
		for b := range w.buurten {
			h := &w.buurten[b].paths[path]
			var offered, parts, elders int32
			for rank := range cut {
				offered += h.all[rank]
			}
			for rank := range in {
				parts += h.willing[rank]
				elders += h.willingElder[rank]
			}
			worked := float64(parts) * each * supply
			month := &w.rec.month
			month[PathwaySeries(path, PathEligible)] += int64(h.eligible)
			month[PathwaySeries(path, PathOffered)] += int64(offered)
			month[PathwaySeries(path, PathParticipants)] += int64(parts)
			month[PathwaySeries(path, PathHours)] += int64(worked*100 + 0.5)
			month[PathwaySeries(path, PathElders)] += int64(h.elder)
			month[PathwaySeries(path, PathGain)] += int64(math.Round(float64(elders) * x.Gain * 1000 * w.paths.dose[path]))
			a.Units[service][b] += parts
			a.Payer[service][b] += finance.Cents(math.Round(worked * float64(w.m.cfg.PathwayNorms.Hour[pl.By])))
		}
	}
}
