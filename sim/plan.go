package sim

import "math"

// Plan: dated changes and roll-out take effect.
//
// Decided: which teams work, how mature they are. Read: the plan in force.
// Written: maturity of each team. Source: `rampup_new_team_months`,
// `prisma_implementation_30m`; preconditions of the note (section 4).

// useStays … index PHM.Use and World.use.
const (
	useStays = iota
	useVisits
	useContacts
	useDays
)

// takeUp puts a plan in force. What a plan without PHM finds screened keeps the
// ratios of use of the plan that screened, until it no longer counts as screened.
func (w *World) takeUp(p *Plan) {
	w.plan = p
	for k := range w.use {
		switch {
		case p.PHM.On && p.PHM.Use[k] > 0:
			w.use[k] = p.PHM.Use[k]
		case p.PHM.On || w.use[k] == 0:
			w.use[k] = 1
		}
	}
	w.meet()
	w.planContacts()
}

// teams lets every buurtteam mature: what is still missing shrinks at the rate
// at which TeamLevel is reached after TeamMaturity months; without a
// buurtteamcoach, PHM or population managers the rate is NoCoachSlower as high
// for each that is missing.
func (w *World) teams() {
	w.answer()
	p := w.plan
	for b := range w.buurten {
		nb := &w.buurten[b]
		if !w.hasTeam(b) {
			nb.mature = 0
			continue
		}
		rate := math.Inf(1) // without a time to mature a team works as designed at once
		if p.TeamMaturity > 0 {
			rate = -math.Log(1-p.TeamLevel) / p.TeamMaturity
			if nb.mature == 0 && p.Teams[b].Start < w.month {
				// A team that existed before has its age, with what it needs to mature.
				nb.mature = 1 - math.Exp(-rate*float64(w.month-p.Teams[b].Start))
			}
			if !p.Teams[b].Coach || w.staff.filled(Buurtteamcoach, b) == 0 && (p.Buurtteamcoach.Funded || p.Buurtteamcoach.FTE > 0) {
				rate *= p.NoCoachSlower
			}
			if !p.PHM.On || w.month < p.PHM.Start {
				rate *= p.NoCoachSlower
			}
			if w.staff.filled(PopulationManager, 0) == 0 {
				rate *= p.NoCoachSlower
			}
			rate *= 1 + w.incentives.speed
		}
		nb.mature += (1 - nb.mature) * (1 - math.Exp(-rate))
	}
}

// hasTeam says whether the buurtteam of a buurt works this month.
func (w *World) hasTeam(b int) bool {
	if len(w.plan.Teams) == 0 {
		return false
	}
	t := w.plan.Teams[b]
	return t.Start != 0 && w.month >= t.Start && (t.End == 0 || w.month < t.End)
}

// posts is what the plan says of a role.
func (p *Plan) posts(r Role) Posts {
	switch r {
	case Zorgcoach:
		return p.Zorgcoach
	case Casemanager:
		return p.Casemanagers
	case Buurtteamcoach:
		return p.Buurtteamcoach
	case PopulationManager:
		return p.PopulationManager
	case Outreach:
		return p.Outreach
	}
	panic("sim: unknown role")
}

// ofTeam says whether a role belongs to a buurtteam; the others are regional.
func (r Role) ofTeam() bool { return r == Zorgcoach || r == Buurtteamcoach }
