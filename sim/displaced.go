package sim

import (
	"math"

	"piramide/internal/draw"
	"piramide/sim/finance"
)

// Displacement: who is hired comes from somewhere.
//
// Decided: where a new worker comes from; how long home nursing misses the nurses who
// move to the plan, and how much it delivers less. Read: hires, labour pool. Written:
// gaps, hours and fees of home nursing. Source: `own_drawn_from_other_services`,
// `own_hired_from_training`, `own_from_home_nursing_*`, `hiring_lag_months`.

// gap is work that home nursing misses since a nurse left for the plan.
type gap struct {
	fte   float64
	opens int32 // cycle from which somebody can be found
}

// sources are the shares of workers who come from another care service and from
// training: those that the plan chooses, or those that are usual.
func (w *World) sources() (care, training float64) {
	if h := &w.plan.Hiring; h.Set {
		return h.FromCare, h.FromTraining
	}
	return w.m.cfg.Labour.DrawnFromCare, w.m.cfg.Labour.FromTraining
}

// hired says where the new worker of a post comes from: another care service, of
// which home nursing loses a part, training, or elsewhere. One word decides, so that
// a larger share only adds people.
func (w *World) hired(r Role, ar *area, k int, p *post, freed float64) {
	l := &w.m.cfg.Labour
	u := draw.Unit(w.postWord(r, ar, k, p, draw.HireSource))
	care, training := w.sources()
	w.rec.month[MonthP3Taken] += int64(freed*1000 + 0.5)
	if freed >= p.fte { // whose service has ended takes no hours away from it
		care, training = 0, 0
	}
	p.source = u < care
	fte := int64(p.fte*100 + 0.5)
	w.rec.month[MonthHired] += fte
	switch {
	case p.source:
		w.rec.month[MonthHiredCare] += fte
	case u >= 1-training:
		w.rec.month[MonthHiredTraining] += fte
	}
	if u < care*w.fromNursing(r) {
		lag := -math.Log(draw.Unit(w.postWord(r, ar, k, p, draw.RefillLag))) * l.RefillLag
		w.staff.gaps = append(w.staff.gaps, gap{p.fte, int32(w.cycle) + int32(math.Ceil(lag))})
	}
}

// refill fills the gaps of home nursing for which somebody is found in the pool of
// nurses, and says how many posts are still missed.
func (w *World) refill() {
	s := &w.staff
	if len(s.gaps) == 0 {
		s.missed = 0
		return
	}
	left, sum := s.gaps[:0], 0.0
	for _, g := range s.gaps {
		if g.opens <= int32(w.cycle) && s.takeFrom(w.m.cfg.Labour.NursingPool, g.fte) {
			continue
		}
		left = append(left, g)
		sum += g.fte
	}
	s.gaps, s.missed = left, sum
}

// workHours is the hours of work of a full post in a month, of which the direct
// hours are a part.
func (l *Labour) workHours() float64 {
	if l.WorkHours > 0 {
		return l.WorkHours
	}
	return l.DirectHours
}

// undelivered is the part of the region's home nursing that is not delivered for want
// of the nurses who moved, by what home nursing was last month.
func (w *World) undelivered() float64 {
	l := &w.m.cfg.Labour
	if w.staff.missed == 0 || l.NursingHour == 0 || w.money.nursing == 0 {
		return 0
	}
	return math.Min(1, w.staff.missed*l.workHours()*l.NursingHour*100/float64(w.money.nursing))
}

// lose takes the undelivered part from the fees of a buurt: what is not delivered is
// not paid. Health does not follow: no row says what is lost with it.
func (w *World) lose(nb *buurt, payer, own finance.Cents) (finance.Cents, finance.Cents) {
	w.money.nursed += payer + own
	part := w.money.lost
	if part == 0 {
		return payer, own
	}
	a, b := finance.Cents(math.Round(float64(payer)*part)), finance.Cents(math.Round(float64(own)*part))
	w.rec.month[MonthNursingUnpaid] += int64(math.Round(float64(a+b) * w.nursedByFee(nb)))
	w.rec.month[MonthNursingLost] += int64(float64(a+b)/w.m.cfg.Labour.NursingHour + 0.5)
	return payer - a, own - b
}

// nursedByFee is the part of a buurt's home nursing that is paid by fee this month:
// what a capitation or a bundle pays goes on, delivered or not.
func (w *World) nursedByFee(nb *buurt) float64 {
	share := 1.0
	for k := range w.plan.Instruments {
		i := &w.plan.Instruments[k]
		if finance.Month(w.month) < i.Start || i.End != 0 && finance.Month(w.month) >= i.End {
			continue
		}
		switch t := i.Terms.(type) {
		case finance.Capitation:
			if covers(t.Services, finance.HomeNursing) {
				var enrolled int32
				for g := range nb.heads {
					enrolled += nb.heads[g][0][0] + nb.heads[g][0][1] + nb.heads[g][1][0] + nb.heads[g][1][1]
				}
				share -= t.Registered * (1 - t.FeeShare) * float64(enrolled) / float64(max(nb.alive, 1))
			}
		case finance.Bundle:
			if covers(t.Services, finance.HomeNursing) {
				return 0
			}
		}
	}
	return math.Max(0, share)
}

// closeNursing keeps what home nursing was in the month that ends.
func (w *World) closeNursing() {
	w.money.nursing, w.money.nursed = w.money.nursed, 0
	w.money.lost = w.undelivered()
}
