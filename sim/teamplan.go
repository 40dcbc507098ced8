package sim

import "piramide/internal/draw"

// Care plans held by a member of the buurtteam.
//
// Decided: for whom a provider in the team, such as the GP practice, draws up or reviews
// a care plan this month. Read: people in need, what is known of them, places, the hours
// of the team. Written: episodes. Source: the note of Zorgzaam Leuven, section 1 (a
// goal-oriented care plan for everybody for whom it is desirable, by the team);
// `own_team_plan_share`, `own_care_plan_hours`.
//
// The hours are a share of those that the collaboration agrees on, so that they are paid
// once, and only where it does. A care plan is no place: who has one so is not reached.

// byTeam marks in episode.planSeat a plan of a member of the team.
const byTeam = numSeats

// teamPlans gives the hours of the month to citizens at home in known need whose plan no
// desk holds: first to plans that are due for review, then to new ones, within each by a
// keyed word.
func (w *World) teamPlans() {
	if !w.plan.mayHold(HeldByTeam) || !w.drawsUp() {
		return
	}
	for rest := w.needs; len(rest) > 0; { // of one buurt after another
		b, n := rest[0].buurt, 1
		for n < len(rest) && rest[n].buurt == b {
			n++
		}
		if w.hasTeam(int(b)) {
			w.teamPlansOf(int(b), rest[:n])
		}
		rest = rest[n:]
	}
}

func (w *World) teamPlansOf(b int, needs []needing) {
	c, care := &w.care, &w.m.cfg.Care
	c.pool = c.pool[:0]
	for _, n := range needs {
		i := int(n.slot)
		f := w.people[i].flags
		if f&known == 0 || f&refuses != 0 {
			continue
		}
		fresh := uint64(1) << 63
		if e := w.episodeOf(i); e != nil {
			if w.planSeat(e) != none || !w.planDue(e) {
				continue
			}
			if e.planned != never {
				fresh = 0
			}
		}
		c.pool = append(c.pool, drawn{n.slot, fresh | draw.Word(w.people[i].key, w.month, draw.CarePlan)>>1})
	}
	hours := c.teamTime[b] + float64(w.teamHours(b)*care.TeamPlanShare)
	n := len(c.pool)
	if care.PlanHours > 0 {
		n = min(n, int(hours/care.PlanHours+1e-9))
	}
	c.lowest(n)
	for _, x := range c.pool[:n] {
		w.drawUp(w.openEpisode(int(x.slot), b), byTeam)
		w.rec.month[MonthPlansTeam]++
	}
	// What is too little for one plan counts next month; what nobody asked is not kept.
	c.teamTime[b] = min(hours-float64(float64(n)*care.PlanHours), care.PlanHours)
}

// teamHolds says whether an episode goes on for the care plan that a member of the team
// holds: while there is need, or was until recently.
func (w *World) teamHolds(e *episode) bool {
	return e.planned != never && w.plan.mayHold(HeldByTeam) && w.drawsUp() && w.hasTeam(int(e.buurt)) && int(e.quiet) < w.m.cfg.Care.ChronicMonths
}
