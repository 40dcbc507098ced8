package finance

import (
	"slices"
	"testing"
)

// What the accounts do not show when they end, by hand: a year's saving is 1,200.00, of
// which half is the teams'; a loss is 600.00, of which they bear half.
func TestOwedWhenTheAccountsEnd(t *testing.T) {
	dear := func(a *Activity) { a.Expected[1][0] = 95_000 }
	for _, c := range []struct {
		name            string
		months, lag     int
		use             Use
		loss            bool
		means           Cents
		unpaid, accrued []Cents // by year
		cap             Cents
	}{
		{name: "paid out at once: nothing is owed for the first year", months: 24, use: PayOut, unpaid: []Cents{0, 0}, accrued: []Cents{0, 60_000}},
		{name: "half a year of the second one", months: 18, use: PayOut, unpaid: []Cents{0, 0}, accrued: []Cents{0, 30_000}},
		{name: "reinvested over 12 months, of which 6 are lived", months: 18, use: Reinvest, unpaid: []Cents{30_000, 0}, accrued: []Cents{0, 30_000}},
		{name: "reinvested, the last instalment comes in the last month", months: 24, use: Reinvest, unpaid: []Cents{0, 0}, accrued: []Cents{0, 60_000}},
		{name: "a lag of a year: two years wait", months: 24, lag: 12, unpaid: []Cents{0, 0}, accrued: []Cents{60_000, 60_000}},
		{name: "a lag of a year, reinvested: one month is paid of the first", months: 25, lag: 12, use: Reinvest, unpaid: []Cents{55_000, 0, 0}, accrued: []Cents{0, 60_000, 5_000}},
		{name: "a loss without means", months: 13, loss: true, unpaid: []Cents{-30_000, 0}, accrued: []Cents{0, -2_500}},
		{name: "a loss with means for a third", months: 13, loss: true, means: 10_000, unpaid: []Cents{-20_000, 0}, accrued: []Cents{0, -2_500}},
		{name: "a cap holds what waits as well", months: 24, lag: 12, cap: 50_000, unpaid: []Cents{0, 0}, accrued: []Cents{50_000, 50_000}},
	} {
		it := Instrument{Name: "it", Payer: Federal, Payee: Buurtteams, Plan: true, Cap: c.cap, Terms: SharedSavings{Share: 0.5, LossShare: 0.5, Yearly: Yearly{Use: c.use, Lag: c.lag}}}
		stays := Instrument{Name: "stays", Payer: Federal, Payee: Hospitals, Terms: FeeForService{[]ServiceFee{{Service: Stay}}}}
		l := NewLedger(c.months)
		s, err := Compile([]Instrument{stays, it}, Date(2027, 1), 1, l)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		a := NewActivity(1)
		for m := range c.months {
			a.Reset()
			a.People[0], a.Covered[0], a.Payer[Stay][0], a.Expected[1][0] = 1200, 1200, 100_000, 110_000
			a.Means[Buurtteams] = c.means
			if c.loss {
				dear(a)
			}
			s.Settle(m, a)
			for range 2 { // looking changes nothing
				s.Outcomes()
			}
		}
		var unpaid, accrued []Cents
		for _, o := range s.Outcomes() {
			unpaid, accrued = append(unpaid, o.Unpaid), append(accrued, o.Accrued)
		}
		if !slices.Equal(unpaid, c.unpaid) || !slices.Equal(accrued, c.accrued) {
			t.Errorf("%s: unpaid %v, accrued %v; want %v, %v", c.name, unpaid, accrued, c.unpaid, c.accrued)
		}
	}
}
