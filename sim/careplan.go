package sim

import (
	"math"

	"piramide/internal/draw"
	"piramide/sim/finance"
)

// Care plan, its goals, and the shared electronic record.
//
// Decided: who holds the care plan of a client, when it is drawn up and reviewed, what
// becomes of its goals, with whom it is shared. Read: places, hours given. Written:
// reviews of episodes, hours that plans ask, consultations, heads with a record. Source:
// `own_care_plan_*`, `own_goals_*`, `mdo_fee_home`, `own_shared_record_*`. Goals change
// nothing else: no row says what they do for health.

// Holders are the roles that may hold a care plan, as bits; 0 is the coach alone.
type Holders uint8

// The holders. Of those who have the citizen as a client the first named last holds the
// plan: the specialist team or case manager before the coach, and a member of the team
// where neither is there.
const (
	HeldByCoach Holders = 1 << iota
	HeldByCaseManager
	HeldByTeam // a provider in the buurtteam, such as the GP practice; see teamplan.go
)

// mayHold says whether a care plan may be held by a role.
func (p *Plan) mayHold(h Holders) bool {
	if p.PlanHolders == 0 {
		return h == HeldByCoach
	}
	return p.PlanHolders&h != 0
}

// RecordPlan is how a plan uses a shared electronic record. Start 0 means not.
type RecordPlan struct {
	Start    Month   // of the preparation
	Coverage float64 // share of the enrolled who have one, once grown
}

// drawsUp says whether care plans are drawn up this month.
func (w *World) drawsUp() bool { return w.plan.CarePlan && w.month >= w.plan.CarePlanFrom }

// planSeat is the desk that holds the care plan of a client, or none.
func (w *World) planSeat(e *episode) int {
	if w.plan.mayHold(HeldByCaseManager) {
		for _, s := range [2]int{seatSpecialist, seatCase} {
			if e.began[s] != none {
				return s
			}
		}
	}
	if w.plan.mayHold(HeldByCoach) && e.began[seatCoach] != none {
		return seatCoach
	}
	return none
}

// planDue says whether a care plan is to be drawn up or reviewed: none is there, or the
// time of the plan in force has passed.
func (w *World) planDue(e *episode) bool {
	every := w.m.cfg.Care.PlanReviewMonths
	if w.plan.PlanReview > 0 {
		every = w.plan.PlanReview
	}
	return e.planned == never || w.cycle-int(e.planned) >= every
}

// planStands says whether a citizen has a care plan that was drawn up or reviewed within
// the months of the norm.
func (w *World) planStands(e *episode) bool {
	return w.drawsUp() && e.planned != never && w.cycle-int(e.planned) < w.m.cfg.Care.PlanReviewMonths
}

// carePlan lets the desk that holds it draw up and review the goal-oriented care plan of
// a client: after the start-up months, and again when it is due and the desk has the
// hours.
func (w *World) carePlan(e *episode) {
	b, i := int(e.buurt), int(e.slot)
	client := e.held()
	if client {
		w.countDen(b, i, PlanReviewed, 1)
		w.countDen(b, i, PlanShared, 1)
		w.countDen(b, i, GoalsReviewed, 1)
	}
	if !w.drawsUp() {
		return
	}
	if s := w.planSeat(e); s != none && w.planDue(e) && w.care.supply[s][w.areaOf(s, b)] >= 1 {
		if months := float64(w.cycle) - float64(e.began[s])/daysPerMonth; months >= w.m.cfg.Care.StartupMonths {
			w.drawUp(e, int8(s))
			if s == seatCoach {
				w.care.plans[b] += w.m.cfg.Care.PlanHours
			} else {
				w.rec.month[MonthPlansCase]++
			}
		}
	}
	if !client || e.planned == never {
		return
	}
	if w.planStands(e) {
		w.count(b, i, PlanReviewed, 1)
		w.count(b, i, GoalsReviewed, int64(one(w.hasGoals(i))))
	}
	if e.shared {
		w.count(b, i, PlanShared, 1)
	}
}

// drawUp draws up the care plan of a citizen, or reviews it. A plan that is shared is
// talked over in a multidisciplinary consultation with the citizen.
func (w *World) drawUp(e *episode, by int8) {
	if e.planned != never {
		w.reviewGoals(e)
	}
	e.planned, e.planSeat, e.shared = int32(w.cycle), by, w.plan.PlanShared
	w.rec.month[MonthPlans]++
	if e.shared {
		w.money.activity.Serve(finance.PlanMeeting, int(e.buurt), 0, w.m.cfg.Care.PlanMeeting)
	}
}

// planHours is the hours that the care plan of a client, drawn up by a desk other than
// the coach's last month, asks of that desk.
func (w *World) planHours(e *episode, seat int) float64 {
	if e.planned == never || int(e.planSeat) != seat || int(e.planned) != w.cycle-1 {
		return 0
	}
	return w.m.cfg.Care.PlanHours
}

// hasGoals says whether the care plan of a citizen names goals of that citizen: a
// lasting share, whoever holds the plan.
func (w *World) hasGoals(i int) bool {
	return lies(w.people[i].key, draw.CarePlan.At(0), w.m.cfg.Care.GoalsNamed)
}

// reviewGoals looks at the goals of a care plan again. A goal that is met makes room for
// the next, so that their number stays.
func (w *World) reviewGoals(e *episode) {
	care, b, i := &w.m.cfg.Care, int(e.buurt), int(e.slot)
	if !w.hasGoals(i) {
		return
	}
	for k := range care.Goals {
		w.countDen(b, i, GoalsMet, 1)
		w.countDen(b, i, GoalsAdjusted, 1)
		switch u := draw.Unit(draw.Word(w.people[i].key, w.month, draw.CarePlan.At(1+k))); {
		case u < care.GoalMet:
			w.count(b, i, GoalsMet, 1)
		case u < care.GoalMet+care.GoalAdjusted:
			w.count(b, i, GoalsAdjusted, 1)
		}
	}
}

// openRecord sets how much of the work of clients the shared record takes away
// this month: nothing by default, for no row supports more.
func (w *World) openRecord() {
	w.withRecord, w.saved = 0, 0
	if r := &w.plan.Record; r.Start != 0 {
		w.withRecord = r.Coverage * w.grown(r.Start, w.month)
		w.saved = w.m.cfg.Care.RecordSaved * w.withRecord
	}
}

// recordHeads counts who has a shared record and books what it costs.
func (w *World) recordHeads() {
	if w.withRecord == 0 {
		return
	}
	a := w.money.activity
	for b := range w.buurten {
		n := int32(math.Round(float64(a.EnrolledHeads(b)) * w.withRecord))
		w.rec.month[MonthRecords] += int64(n)
		a.Units[finance.SharedRecord][b] += n
		a.Payer[finance.SharedRecord][b] += finance.Cents(math.Round(float64(n) * float64(w.m.cfg.Care.RecordYear) / 12))
	}
}
