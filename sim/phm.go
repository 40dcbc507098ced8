package sim

import (
	"math"

	"piramide/internal/draw"
)

// PHM: runs of population health management at four levels.
//
// Decided: when a level runs in a buurt, whom it sees, who stands on whose list and
// who is looked up. Read: filled posts, age, status, GMD, consent, conditions.
// Written: flag screened, the list in the trail, hours that lists ask. Source:
// docs/model.md 7.5 (`claims_frailty_*`, `efi_*`, `risk_model_pop_*`, `own_visibility_rho`,
// `own_contacts_*`, `own_phm_consent`).

// phmState is where the runs of each level stand, per buurt.
type phmState struct {
	work    [NumLevels][]float64 // months of work done for the next run
	last    [NumLevels][]int32   // cycle of the last run, or never
	checks  [NumLevels][]float64 // hours that checking its list asks
	checked [NumLevels][]float64 // of which done
}

func newPHMState(buurten int) (s phmState) {
	for l := range NumLevels {
		s.work[l], s.last[l] = make([]float64, buurten), make([]int32, buurten)
		s.checks[l], s.checked[l] = make([]float64, buurten), make([]float64, buurten)
		for b := range s.last[l] {
			s.last[l][b] = never
		}
	}
	return s
}

func (s *phmState) clone() (c phmState) {
	for l := range NumLevels {
		c.work[l], c.last[l] = append([]float64(nil), s.work[l]...), append([]int32(nil), s.last[l]...)
		c.checks[l], c.checked[l] = append([]float64(nil), s.checks[l]...), append([]float64(nil), s.checked[l]...)
	}
	return c
}

// level gives what the plan says of a level; nil when it is off or has not begun.
func (w *World) level(l Level) *PHMLevel {
	p := &w.plan.PHM
	if lv := &p.Levels[l]; p.On && lv.On && w.month >= lv.Start {
		return lv
	}
	return nil
}

// runPHM decides which levels run in which buurt and screens there. The work of a
// run is spread over its interval: a month in which a share s of the managers is in
// post does s months of it, and a run comes when the whole interval is done. So a
// vacancy stops the runs of one manager, and slows those of a team. The first run
// comes as soon as anybody is there.
func (w *World) runPHM() {
	if !w.plan.PHM.On && !w.everRan() {
		return
	}
	for b := range w.buurten {
		if w.plan.Lot.shuts(b) {
			continue
		}
		on, due, before := 0, 0, w.lastRun(b)
		for l := range NumLevels {
			lv := w.level(l)
			if lv == nil {
				continue
			}
			on |= 1 << l
			share := w.present(lv, b)
			work := &w.phm.work[l][b]
			*work += share
			if share > 0 && (w.phm.last[l][b] == never || *work >= float64(lv.EveryMonths)-1e-9) {
				due |= 1 << l
			}
		}
		switch {
		case due != 0:
			w.screen(b, due, due == on || before == never || w.cycle-before >= 12)
		case before != never && w.cycle-before == 12: // nobody counts as screened any more
			nb := &w.buurten[b]
			for i := nb.lo; i < nb.hi; i++ {
				w.people[i].flags &^= screened
			}
		}
	}
}

// everRan says whether any level ran anywhere.
func (w *World) everRan() bool {
	for b := range w.buurten {
		if w.lastRun(b) != never {
			return true
		}
	}
	return false
}

// lastRun is the cycle of the last run of any level in a buurt, or never.
func (w *World) lastRun(b int) int {
	last := int32(never)
	for l := range NumLevels {
		last = max(last, w.phm.last[l][b])
	}
	return int(last)
}

// present is the share of who runs a level that is in post: of the population
// managers, together or each for a part of the buurten, or of the buurtteamcoach.
func (w *World) present(lv *PHMLevel, b int) float64 {
	if !lv.Managers {
		return w.staff.areas[Buurtteamcoach][b].share()
	}
	team := &w.staff.areas[PopulationManager][0]
	if !w.plan.PHM.Alone {
		return team.share()
	}
	place := (float64(b) + 0.5) / float64(len(w.buurten)) * team.target
	for k := range team.posts {
		if place -= team.posts[k].fte; place < 0 {
			return float64(one(team.posts[k].since != none))
		}
	}
	return 0
}

// share is the filled posts of an area over those that are paid for, at most 1;
// whoever works out a notice without a post behind it is all there is.
func (a *area) share() float64 {
	filled := a.fte()
	if filled == 0 {
		return 0
	}
	return math.Min(1, filled/math.Max(a.target, 1e-9))
}

// ranIn says whether a run happened in a buurt this month.
func (w *World) ranIn(b int) bool { return w.plan.PHM.On && w.lastRun(b) == w.cycle }

// runMonth is the calendar month of a cycle.
func (w *World) runMonth(cycle int32) Month {
	return w.month - Month((w.cycle-int(cycle))*12/w.m.cycles)
}

// listed says whether the list of a level's last run is being worked off in a buurt.
func (w *World) listed(l Level, b int) bool {
	p := &w.plan.PHM
	last := w.phm.last[l][b]
	return p.On && p.Levels[l].On && last != never && w.cycle-int(last) < p.Levels[l].EveryMonths
}

// checkHours is what the lists ask of the coaches of a buurt this month.
func (w *World) checkHours(b int) (hours float64) {
	if !w.plan.PHM.On {
		return 0
	}
	for l := range NumLevels {
		hours += w.listHours(l, b)
	}
	return hours
}

// listHours is what the list of one level asks: its checks, spread over its interval.
func (w *World) listHours(l Level, b int) float64 {
	if !w.listed(l, b) {
		return 0
	}
	return w.phm.checks[l][b] / float64(w.plan.PHM.Levels[l].EveryMonths)
}

// workLists books the checks of a month of which a share was done.
func (w *World) workLists(b int, done float64) {
	if !w.plan.PHM.On {
		return
	}
	for l := range NumLevels {
		w.phm.checked[l][b] += w.listHours(l, b) * done
	}
}

// onCheckedList says whether the coaches have reached a citizen on the list of a
// run, which they work off until the next one.
func (w *World) onCheckedList(i, b int) bool {
	if !w.plan.PHM.On {
		return false
	}
	at := w.trail[i] & trailList >> listAt
	if at == 0 {
		return false
	}
	l := Level(at - 1)
	return w.listed(l, b) && w.reached(i, b, l)
}

// reached says whether the place of a citizen on a list has had its turn.
func (w *World) reached(i, b int, l Level) bool {
	return w.phm.checks[l][b] > 0 && w.placeOn(i, b, l) < w.phm.checked[l][b]/w.phm.checks[l][b]
}

// placeOn is the place of a citizen on the list of a level's last run, 0 to 1.
func (w *World) placeOn(i, b int, l Level) float64 {
	return draw.Unit(draw.Word(w.people[i].key, w.runMonth(w.phm.last[l][b]), draw.ListPlace.At(int(l))))
}

// covers says whether a level looks at people such as a citizen at all.
func (w *World) covers(lv *PHMLevel, i int) bool {
	p := &w.people[i].who
	if lv.ChronicOnly && p.flags&hasChronic == 0 || w.m.age(p.class) < lv.MinAge {
		return false
	}
	if lv.Conditions == 0 {
		return true
	}
	for k := range w.m.cfg.Conditions {
		if lv.Conditions>>k&1 != 0 && w.hasCondition(i, k) {
			return true
		}
	}
	return false
}

// glance is what the runs of a month see of one citizen. Each source is looked at
// once, whichever levels read it: in one month they read the same data, and see the
// same.
type glance struct {
	w       *World
	i       int
	need    bool
	run     Month
	usable  uint16 // sources in which there is anything of the citizen
	asked   uint16 // of which looked at
	seen    uint16 // of which point the citizen out
	consent int8   // 0: not asked yet, 1: yes, −1: no
}

// glanceAt begins with the sources that know a citizen: practices know their enrolled
// patients, teams the people of their buurt.
func (w *World) glanceAt(i, b int, need bool, run Month) glance {
	g := glance{w: w, i: i, need: need, run: run}
	for s := range w.m.cfg.Finding.Sources {
		src := &w.m.cfg.Finding.Sources[s]
		if (!src.NeedsGMD || w.people[i].flags&hasGMD != 0) && (!src.NeedsTeam || w.hasTeam(b)) {
			g.usable |= 1 << s
		}
	}
	return g
}

// reads is the sources in which a level can look the citizen up: its own data; and
// what others share, of who consents.
func (g *glance) reads(lv *PHMLevel) uint16 {
	more := lv.Shared &^ lv.Own & g.usable
	if more != 0 && g.consent == 0 {
		g.consent = -1
		if lies(g.w.people[g.i].key, draw.DataConsent, g.w.plan.PHM.Consent) {
			g.consent = 1
		}
	}
	if g.consent < 0 {
		more = 0
	}
	return lv.Own&g.usable | more
}

// points says whether any of some sources points the citizen out.
func (g *glance) points(sources uint16) bool {
	if g.seen&sources != 0 {
		return true
	}
	for s := range g.w.m.cfg.Finding.Sources {
		bit := uint16(1) << s
		if sources&bit == 0 || g.asked&bit != 0 {
			continue
		}
		g.asked |= bit
		if g.w.sees(g.i, s, g.need, g.run) {
			g.seen |= bit
			return true
		}
	}
	return false
}

// sees says whether a source points a citizen out in a run. Each citizen has one
// lasting visibility per source; a run sees ρ·z + √(1−ρ²)·ε, so that repeated runs do
// not find everybody.
func (w *World) sees(i, source int, need bool, run Month) bool {
	rho, cut := w.m.cfg.Finding.Rho, w.m.pointed[source][one(need)]
	rest := math.Sqrt(1 - rho*rho)
	lasting := draw.Word(w.people[i].key, draw.Lasting, draw.Visible.At(source))
	passing := draw.Word(w.people[i].key, run, draw.VisibleRun.At2(source, 0))
	zLow, zHigh := draw.NormWithin(lasting)
	eLow, eHigh := draw.NormWithin(passing)
	switch { // most are far from the cut
	case float64(rho*zHigh)+float64(rest*eHigh) < cut:
		return true
	case float64(rho*zLow)+float64(rest*eLow) >= cut:
		return false
	}
	return float64(rho*draw.Norm(lasting))+float64(rest*draw.Norm(passing)) < cut
}

// pointedOut is, per source and for people without and in need, the visibility under
// which a citizen is pointed out: the share 1 − specificity, and the sensitivity.
func (f *Finding) pointedOut() [][2]float64 {
	cuts := make([][2]float64, len(f.Sources))
	for s := range cuts {
		for k, share := range [2]float64{1 - f.Sources[s].Specificity, f.Sources[s].Sensitivity} {
			cuts[s][k] = math.Sqrt2 * math.Erfinv(float64(2*share)-1)
		}
	}
	return cuts
}
