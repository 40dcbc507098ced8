package outputs

import "piramide/sim/finance"

// Avoided is what became of hospital stays that care or an incentive took away,
// less those it added, over a period (docs/model.md 7.9): three lines, of which cash freed
// and shifted add up to the price of the stays.
type Avoided struct {
	Stays     Estimate `json:"stays"`
	CashFreed Estimate `json:"cash_freed_eur"`      // payers and citizens pay so much less
	BedDays   Estimate `json:"capacity_freed_days"` // bed-days, for others or to close
	Shifted   Estimate `json:"shifted_eur"`         // the fixed part, paid all the same: it rests on other stays
}

// Avoided gives the three lines of a plan.
func (c *Comparison) Avoided(plan string, p Period) Avoided {
	of := func(name string) Estimate { return c.overPeriod(plan, name, p, seriesScale(name)) }
	return Avoided{of("stays_avoided"), of("cash_freed"), of("bed_days_freed"), of("cost_shifted")}
}

// overPeriod sums a monthly series of a plan over a period.
func (c *Comparison) overPeriod(plan, name string, p Period, scale float64) Estimate {
	r := c.Result
	return estimate(r.values(plan, func(s *summary, from, to, _ int) float64 { return s.over(only(name), from, to) / scale }, p, 0), r.draws())
}

// NursingHome is what more, or fewer, nursing-home stays than under the first plan
// move between payers, in EUR over a period: home nursing of the federal payer
// stops, the day subsidy of the territory and the day price of the citizen begin.
// Everything on these lines counts, whatever moved it: entry, death, need.
type NursingHome struct {
	Entries   Estimate `json:"entries"`
	Federal   Estimate `json:"federal_home_nursing_eur"`
	Territory Estimate `json:"territory_day_subsidy_eur"`
	Citizen   Estimate `json:"citizen_day_price_eur"`
}

// NursingHome gives the differences of a plan with the first plan.
func (c *Comparison) NursingHome(plan string, p Period) NursingHome {
	line := func(of func(Entry) bool) Estimate {
		return estimate(c.lineSums(plan, c.Base, p, false, func(e Entry) float64 { return one(of(e)) }), c.Result.draws())
	}
	homes := finance.NursingHomes.String()
	r := c.Result
	entries := func(of string) []float64 {
		return r.values(of, func(s *summary, from, to, _ int) float64 { return s.over(only("nursing_home_entries"), from, to) }, p, 0)
	}
	return NursingHome{
		Entries:   estimate(subtract(entries(plan), entries(c.Base)), r.draws()),
		Federal:   line(func(e Entry) bool { return e.Reason == finance.ForHomeNursing.String() }),
		Territory: line(func(e Entry) bool { return e.Reason == finance.ForNursingHomeDay.String() }),
		Citizen:   line(func(e Entry) bool { return e.To == homes && e.From == finance.Citizen.String() }),
	}
}

// avoidedCare writes both, as far as there is anything to say.
func (l ledgerPage) avoidedCare(plan string, p Period) (lines []string) {
	w := l.w
	middle := func(e Estimate, scale float64, decimals int) string {
		n := func(x float64) string { return w.Signed(x/scale, decimals) }
		if e.Cells < 2 {
			return n(e.Mean)
		}
		return w.Say("ledger.middle", "mean", n(e.Mean), "low", n(e.Low), "high", n(e.High))
	}
	money := func(e Estimate) string { return middle(e, l.unit, l.decimals) }
	if a := l.Avoided(plan, p); a.Stays.differs() {
		lines = append(lines, w.Say("ledger.avoided", "unit", l.unitName, "stays", middle(a.Stays, 1, 0), "cash", money(a.CashFreed), "days", middle(a.BedDays, 1, 0), "shifted", money(a.Shifted)))
	}
	if n := l.NursingHome(plan, p); plan != l.Base && (n.Territory.differs() || n.Federal.differs()) {
		lines = append(lines, w.Say("ledger.nursing_home", "unit", l.unitName, "first", l.title(l.Base, w), "entries", middle(n.Entries, 1, 0),
			"federal", money(n.Federal), "territory", money(n.Territory), "citizen", money(n.Citizen)))
	}
	return lines
}
