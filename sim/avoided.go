package sim

import (
	"math"

	"piramide/internal/draw"
	"piramide/sim/finance"
)

// Avoided care: a stay that care or an incentive takes away, or adds, is three
// lines (docs/model.md 7.9).
//
// Decided: nothing. Read: the tariff of a stay, its share at the margin. Written:
// the three lines, fixed parts in the activity. Source: `own_stay_marginal_share`.
//
//   - cash freed: fees and the variable part, of payer and citizen together;
//   - capacity freed: bed-days, that others may use or that may be closed;
//   - shifted: the fixed part, which is paid all the same and now rests on other stays.
//
// Cash freed and shifted add up to the price of the stays. Average cost, all of it
// freed, is the assumption StayMarginal = 1.

// fixedStay is the part of a stay's price that is paid whether or not it is made.
func (m *Model) fixedStay() finance.Cents {
	p := &m.cfg.Prices
	return finance.Cents(math.Round(float64(p.Stay.Fee-p.Stay.OwnShare) * (1 - p.StayMarginal)))
}

// spare lives a stay that is not made: its fixed part is paid all the same.
func (w *World) spare(b, i int, class uint16, k int, unplanned bool) {
	if fixed := w.m.fixedStay(); fixed > 0 {
		w.serve(b, i, finance.Stay, finance.Tariff{Fee: fixed})
	}
	w.freed(i, class, k, unplanned, +1)
}

// freed counts the three lines of a stay that is avoided (+1) or added (−1).
func (w *World) freed(i int, class uint16, k int, unplanned bool, sign int64) {
	fixed, month := int64(w.m.fixedStay()), &w.rec.month
	month[MonthStaysAvoided] += sign
	month[MonthCashFreed] += sign * (int64(w.m.cfg.Prices.Stay.Fee) - fixed)
	month[MonthBedDaysFreed] += sign * int64(w.bedDays(i, class, k, unplanned))
	month[MonthCostShifted] += sign * fixed
}

// bedDays is the length of a stay: geometric with the mean of the age, whole days,
// at least one.
func (w *World) bedDays(i int, class uint16, k int, unplanned bool) int {
	mean := w.m.cfg.Levels.StayDays[w.m.age(class)] / RealDays
	if unplanned && w.people[i].flags&screened != 0 {
		mean *= w.use[useDays]
	}
	if mean <= 1 {
		return 1
	}
	u := draw.Unit(draw.Word(w.people[i].key, w.month, draw.LengthOfStay.At(k)))
	return min(int(math.Ceil(math.Log(u)/math.Log1p(-1/mean))), daysPerYear)
}
