package sim

// Plan: dated changes take effect.
//
// Decided: which plan is in force. Read: the schedule. Written: the plan, ratios of
// use of who is screened. Its teams are in team.go.

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

// posts is what the plan says of a role; of a crew it says what it asks, see crewAsks.
func (p *Plan) posts(r Role) Posts {
	if r >= NumRoles {
		return Posts{}
	}
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
	case NursingHomeTeam:
		return p.NursingHomeTeam
	case CarerSupport:
		return p.CarerSupport
	case LinkWorker:
		return p.LinkWorkers
	case Specialist:
		return p.Specialist
	}
	panic("sim: unknown role")
}

// ofTeam says whether a role belongs to a buurtteam; the others are regional.
func (r Role) ofTeam() bool { return r == Zorgcoach || r == Buurtteamcoach }
