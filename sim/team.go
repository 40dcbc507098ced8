package sim

import (
	"math"

	"piramide/internal/draw"
	"piramide/sim/finance"
)

// Buurtteams: voluntary networks that grow, mature and can shrink.
//
// Decided: who takes part, how mature a team is, which audits are held. Read: the
// plan, posts, money and load of last month. Written: the team of each buurt.
// Source: `rampup_new_team_months`, `prisma_implementation_30m`,
// `newdeal_uptake_share_places`, `own_participation_*`, `own_no_coach_maturity`,
// `own_no_integrator_maturity`, `own_integrator_inhabitants`, `own_maturity_decay`.

// Network says how the providers of a buurt join its team, and what else changes
// how it works. With the zero value everybody takes part at once and nothing else
// is changed.
type Network struct {
	Begin        float64 // share of the providers of a buurt who take part when its team starts
	Ceiling      float64 // share who take part in the end, with all support
	AsDesigned   float64 // share with which a team works as designed; 0: taking part is not simulated
	Speed        float64 // a year, of the logistic growth towards the ceiling
	Spread       float64 // between buurten, standard deviation of the log of the speed
	Unpaid       float64 // part of the ceiling that is lost where nobody pays the team or its time
	NoCoach      float64 // part that is lost without a buurtteamcoach
	Overload     float64 // part that is lost while the zorgcoach is asked 20 % more hours than there are
	NoIntegrator float64 // part of the speed of maturing that is lost without integration management
	Integrator   float64 // inhabitants for whom a full post does it whole; 0: any of it is enough
	Decay        float64 // a year, of what a team can do, where nothing of what it needs to mature is there
	Feedback     float64 // added to that speed where a team has had feedback on its data within a year
	GPFinding    float64 // added, relative, to what a GP contact reveals where a team works as designed
	Providers    float64 // care and welfare providers per inhabitant
	AuditHours   float64 // of each provider who takes part, per audit
	Hour         float64 // EUR, of a provider
}

// Collaboration is what the organisations of the region agree on: who joins, who
// makes it work, and how many hours it asks. The zero value: no agreement.
type Collaboration struct {
	Start    Month
	Coverage float64       // share of the providers whose organisation joins; 0: all
	People   float64       // seconded to the integrator, unpaid by the plan
	Time     float64       // of each of them, share of a full-time post
	From     finance.Party // who bears that work in kind
	Hours    float64       // a month, of each provider who takes part in a buurtteam
	Paid     bool          // those hours are paid, by Payer
	Payer    finance.Party
}

// network is the state of a buurtteam.
type network struct {
	grown    float64 // maturity, 0 to 1, with everybody taking part
	joined   float64 // share of the providers who take part
	due      float64 // audits that are due
	feedback int32   // cycle until which the last audit counts
}

// teams lets every buurtteam grow and mature.
func (w *World) teams() {
	w.answer()
	w.openPathways()
	w.openDoors()
	w.openRecord()
	integration := w.integration()
	for b := range w.buurten {
		nb := &w.buurten[b]
		if !w.hasTeam(b) {
			nb.team, nb.mature = network{}, 0
			continue
		}
		w.audit(b)
		w.grow(b)
		w.mature(b, integration)
		nb.mature = nb.team.grown * w.m.cfg.Network.degree(nb.team.joined)
		w.rec.month[MonthTeams] += 1000
		w.rec.month[MonthJoined] += int64(nb.team.joined*1000 + 0.5)
		w.rec.month[MonthMature] += int64(nb.mature*1000 + 0.5)
		w.rec.month[MonthFeedback] += 1000 * int64(one(w.hasFeedback(b)))
		w.rec.month[MonthTeamHours] += int64(w.teamHours(b)*100 + 0.5)
	}
}

// mature lets a team mature: what is still missing shrinks at the rate at which
// TeamLevel is reached after TeamMaturity months; without a buurtteamcoach, PHM or
// population managers the rate is NoCoachSlower as high for each that is missing, and
// lower for integration management that is not whole. The part of the rate that is
// missing so is not there either to keep up what a team can do: it is lost at Decay
// times that part, so that a team which loses a precondition falls back to where it
// gains as much as it loses.
func (w *World) mature(b int, integration float64) {
	p, t, n := w.plan, &w.buurten[b].team, &w.m.cfg.Network
	if p.TeamMaturity <= 0 {
		t.grown = 1 // without a time to mature a team works as designed at once
		return
	}
	rate := -math.Log(1-p.TeamLevel) / p.TeamMaturity
	if t.grown == 0 && p.Teams[b].Start < w.month {
		// A team that existed before has its age, with what it needs to mature.
		t.grown = 1 - math.Exp(-rate*float64(w.month-p.Teams[b].Start))
	}
	there := 1.0
	if !w.hasTeamCoach(b) {
		there *= p.NoCoachSlower
	}
	if !p.PHM.On || w.month < p.PHM.Start {
		there *= p.NoCoachSlower
	}
	if w.staff.filled(PopulationManager, 0) == 0 {
		there *= p.NoCoachSlower
	}
	there *= 1 - n.NoIntegrator*(1-integration)
	rate *= there
	if w.hasFeedback(b) {
		rate *= 1 + n.Feedback
	}
	rate *= 1 + w.incentives.speed
	loss := n.Decay / 12 * math.Max(0, 1-there)
	if rate+loss <= 0 {
		return
	}
	level := rate / (rate + loss)
	t.grown = level + (t.grown-level)*math.Exp(-rate-loss)
}

// grow lets the share of the providers who take part follow a logistic curve to
// its present ceiling, from below or from above.
func (w *World) grow(b int) {
	n, t := &w.m.cfg.Network, &w.buurten[b].team
	if n.AsDesigned == 0 {
		t.joined = 1
		return
	}
	speed := n.Speed * (1 + w.incentives.speed)
	if n.Spread > 0 {
		z := draw.Norm(draw.Word(w.buurten[b].key, draw.Lasting, draw.Adoption))
		speed *= math.Exp(float64(n.Spread*z) - n.Spread*n.Spread/2)
	}
	if t.joined == 0 {
		t.joined = n.Begin
		if start := w.plan.Teams[b].Start; start < w.month {
			t.joined = logistic(n.Begin, n.Ceiling, speed*float64(w.month-start)/12)
		}
	}
	t.joined = logistic(t.joined, w.ceiling(b), speed/12)
}

// logistic is where a share stands that grows, or shrinks, to a ceiling, after
// speed × time.
func logistic(share, ceiling, speed float64) float64 {
	if share <= 0 || ceiling <= 0 {
		return 0
	}
	return ceiling / (1 + (ceiling/share-1)*math.Exp(-speed))
}

// ceiling is the share of the providers of a buurt who would take part in the end
// as things are: nobody whose organisation stays out, fewer without money, without
// a buurtteamcoach, or while the zorgcoach is overloaded.
func (w *World) ceiling(b int) float64 {
	n, c := &w.m.cfg.Network, &w.plan.Collaboration
	share := n.Ceiling
	if w.collaborates() && c.Coverage > 0 {
		share = math.Min(share, c.Coverage)
	}
	received := w.money.teams.received
	if paid := received != nil && received[b] > 0 || w.collaborates() && c.Paid && c.Hours > 0; !paid {
		share *= 1 - n.Unpaid
	}
	if !w.hasTeamCoach(b) {
		share *= 1 - n.NoCoach
	}
	over := (w.staff.areas[Zorgcoach][b].load - 1) / 0.2
	return share * (1 - n.Overload*math.Min(math.Max(over, 0), 2))
}

// degree is how much of its design a team can do with a share taking part.
func (n *Network) degree(joined float64) float64 {
	if n.AsDesigned == 0 {
		return 1
	}
	return math.Min(1, joined/n.AsDesigned)
}

// audit holds the audits of the plan that are due. There are data to audit once
// population management runs.
func (w *World) audit(b int) {
	t := &w.buurten[b].team
	if w.plan.Audits == 0 || !w.plan.PHM.On || w.lastRun(b) == never {
		return
	}
	t.due += w.plan.Audits / 12
	for ; t.due >= 1; t.due-- {
		t.feedback = int32(w.cycle) + 12
		w.rec.month[MonthAudits]++
		w.rec.month[MonthTeamHours] += int64(w.providers(b)*w.m.cfg.Network.AuditHours*100 + 0.5)
	}
}

// hasFeedback says whether a team had an audit within a year.
func (w *World) hasFeedback(b int) bool { return int32(w.cycle) < w.buurten[b].team.feedback }

// hasTeamCoach says whether a buurtteamcoach works in a buurt: one in post, or one
// that came with the team where the plan has no such posts.
func (w *World) hasTeamCoach(b int) bool {
	p := w.plan
	return p.Teams[b].Coach && (w.staff.filled(Buurtteamcoach, b) > 0 || !p.Buurtteamcoach.Funded && p.Buurtteamcoach.FTE == 0)
}

// gpFinds is the chance that a GP contact reveals an unknown need in a buurt.
func (w *World) gpFinds(b int) float64 {
	return math.Min(1, w.m.cfg.Finding.GPMonthly*(1+w.m.cfg.Network.GPFinding*w.buurten[b].mature))
}

// providers is how many providers of a buurt take part in its team.
func (w *World) providers(b int) float64 {
	return w.m.cfg.Network.Providers * float64(w.buurten[b].alive) * w.buurten[b].team.joined
}

// hasTeam says whether the buurtteam of a buurt works this month.
func (w *World) hasTeam(b int) bool {
	if len(w.plan.Teams) == 0 {
		return false
	}
	t := w.plan.Teams[b]
	return t.Start != 0 && w.month >= t.Start && (t.End == 0 || w.month < t.End)
}
