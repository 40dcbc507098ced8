package sim

import (
	"fmt"
	"math"

	"piramide/sim/finance"
)

// Shocks and the labour market.
//
// Decided: what an epidemic, a shortage of staff, early discharge or a stop of P3
// changes while it lasts; what a plan says of the labour market. Read: the plan in
// force. Written: the conditions of the month. Source: seed 002 (2020 against
// 2019 × 4/3), `absenteeism_care_nl_*`, `own_shock_*`.
//
// A shock is no luck and belongs to no plan: every plan that names it meets it in
// the same months at the same size. It draws nothing; it changes chances that are
// drawn anyway, so that what it does not touch stays where it was.

// Shock is what the shocks in force do. A ratio of 1 changes nothing.
type Shock struct {
	P3Entries float64        // ratio of new clients of P3
	P3Units   [NumP3]float64 // ratio of the units of each service, of all clients together
	P3Kept    float64        // share of clients whose inclusion period runs on until the shock ends
	P3Stopped bool           // nobody pays P3

	Absence, Pool, Turnover, HireLag float64 // ratios

	Contacts float64 // ratio of GP contacts
	Stays    float64 // ratio of the hazards of visits and stays; their cap is the most
	StayDays float64 // ratio of the length of a stay
	// NursingDay is what home nursing costs the payer for every bed-day that a stay at the
	// usual length would have had more.
	NursingDay finance.Cents
}

// NoShock changes nothing.
func NoShock() Shock {
	s := Shock{P3Entries: 1, Absence: 1, Pool: 1, Turnover: 1, HireLag: 1, Contacts: 1, Stays: 1, StayDays: 1}
	for k := range s.P3Units {
		s.P3Units[k] = 1
	}
	return s
}

// Market is what a plan says of the labour market; nil leaves it as configured.
type Market struct {
	Pool     float64 // ratio of the people who can be hired
	HireLag  float64 // months
	Turnover float64 // a year
	Wages    float64 // ratio of the wage cost
}

// conditions of the labour market in a month.
type conditions struct {
	pool, turnover, hireLag, wages float64
	absence                        float64 // share of working time
}

// mostAbsent is the share of working time that a shock can take at most.
const mostAbsent = 0.95

// meet sets the conditions under the plan in force.
func (w *World) meet() {
	l := &w.m.cfg.Labour
	c := conditions{pool: 1, turnover: l.Turnover, hireLag: l.HireLag, wages: 1, absence: l.Absence}
	if m := w.plan.Market; m != nil {
		c.pool, c.turnover, c.hireLag, c.wages = m.Pool, m.Turnover, m.HireLag, m.Wages
	}
	if s := w.plan.Shock; s != nil {
		c.pool *= s.Pool
		c.turnover *= s.Turnover
		c.hireLag *= s.HireLag
		c.absence = math.Min(mostAbsent, l.Absence*s.Absence)
	}
	w.market = c
	w.wages()
}

// wages sets what a post costs, in cents a month.
func (w *World) wages() {
	l := &w.m.cfg.Labour
	for r := range NumRoles {
		w.money.perFTE[r] = l.Wage[r] * w.market.wages * (1 + l.Overhead) * 100 / 12
	}
}

// shorter is the length of a stay under early discharge; the days that a patient
// goes home earlier ask home nursing there.
func (w *World) shorter(b, i int, class uint16, days int) int {
	s := w.plan.Shock
	if s == nil || s.StayDays == 1 {
		return days
	}
	n := max(1, int(float64(days)*s.StayDays+0.5))
	if saved := days - n; saved > 0 && s.NursingDay > 0 && w.m.rows[class].bits&rowAway == 0 {
		w.moreNursing(b, i, finance.Cents(math.Round(float64(saved)*RealDays*float64(s.NursingDay))))
	}
	return n
}

// moreNursing books home nursing that the levels of the citizen do not hold.
func (w *World) moreNursing(b, i int, payer finance.Cents) {
	share := w.m.cfg.Prices.HomeNursing
	own := finance.Cents(math.Round(float64(payer) * share / (1 - share)))
	a := w.money.activity
	a.Payer[finance.HomeNursing][b] += payer
	a.Citizen[finance.HomeNursing][b] += own
	w.col.paid[i].payer += int32(payer)
	w.col.paid[i].own += int32(own)
	if w.col.who[i].flags&inCohort != 0 {
		w.rec.tally.cohortCost += int64(payer + own)
	}
	if hour := w.m.cfg.Labour.NursingHour; hour > 0 {
		w.rec.month[MonthOtherHours] += int64(float64(payer+own)/hour + 0.5)
	}
}

// checkPlan refuses what the bounds of the events or the services cannot hold.
func (p *Plan) check(c *Config) error {
	if n := len(p.P3Local); n != 0 && n != NumP3 {
		return fmt.Errorf("sim: the plan covers %d services of P3, not %d", n, NumP3)
	}
	if len(c.Care.P3) > NumP3 {
		return fmt.Errorf("sim: %d services of P3, at most %d", len(c.Care.P3), NumP3)
	}
	if err := p.Lot.check(len(c.Population.Buurten)); err != nil {
		return err
	}
	s := p.Shock
	if s == nil {
		return nil
	}
	for _, x := range append([]float64{s.P3Entries, s.Absence, s.Pool, s.Turnover, s.HireLag, s.Contacts, s.Stays, s.StayDays}, s.P3Units[:]...) {
		if !(x >= 0) || math.IsInf(x, 1) {
			return fmt.Errorf("sim: a shock has a ratio of %g", x)
		}
	}
	for k := range c.Recurrent {
		e := &c.Recurrent[k]
		if (e.Kind == Visit || e.Kind == Stay) && s.Stays != 1 && s.Stays > e.Caps[ByShock] {
			return fmt.Errorf("sim: a shock multiplies event %s by %g, over the cap of its modifier, %g (hint: raise the cap)", e.Name, s.Stays, e.Caps[ByShock])
		}
	}
	return nil
}
