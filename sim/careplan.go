package sim

import (
	"math"

	"piramide/sim/finance"
)

// Care plan and shared electronic record.
//
// Decided: when the care plan of a client is drawn up and reviewed, with whom it is
// shared. Read: places, hours given. Written: reviews of episodes, hours that plans
// ask, consultations, heads with a record. Source: `own_care_plan_*`, `mdo_fee_home`,
// `own_shared_record_*`.

// RecordPlan is how a plan uses a shared electronic record. Start 0 means not.
type RecordPlan struct {
	Start    Month   // of the preparation
	Coverage float64 // share of the enrolled who have one, once grown
}

// carePlan draws up and reviews the goal-oriented care plan of a client: after
// the start-up months, and again when it is due and the desk has the hours. A plan
// that is shared is talked over in a multidisciplinary consultation with the client.
func (w *World) carePlan(e *episode, supply float64) {
	if e.began[seatCoach] == none {
		return
	}
	care, p := &w.m.cfg.Care, w.plan
	b, i := int(e.buurt), int(e.slot)
	w.countDen(b, i, PlanReviewed, 1)
	w.countDen(b, i, PlanShared, 1)
	if !p.CarePlan || w.month < p.CarePlanFrom {
		return
	}
	every := care.PlanReviewMonths
	if p.PlanReview > 0 {
		every = p.PlanReview
	}
	months := float64(w.cycle) - float64(e.began[seatCoach])/daysPerMonth
	due := e.planned == never || w.cycle-int(e.planned) >= every
	if due && months >= care.StartupMonths && supply >= 1 {
		e.planned, e.shared = int32(w.cycle), p.PlanShared
		w.care.plans[b] += care.PlanHours
		w.rec.month[MonthPlans]++
		if e.shared {
			w.money.activity.Serve(finance.PlanMeeting, b, 0, care.PlanMeeting)
		}
	}
	if e.planned == never {
		return
	}
	if w.cycle-int(e.planned) < care.PlanReviewMonths {
		w.count(b, i, PlanReviewed, 1)
	}
	if e.shared {
		w.count(b, i, PlanShared, 1)
	}
}

// openRecord sets how much of the work of clients the shared record takes away
// this month: nothing by default, for no row supports more.
func (w *World) openRecord() {
	w.withRecord, w.saved = 0, 0
	if r := &w.plan.Record; r.Start != 0 {
		w.withRecord = r.Coverage * w.grown(r.Start)
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
