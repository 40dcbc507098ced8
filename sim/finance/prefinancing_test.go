package finance

import "testing"

func TestPrefinancing(t *testing.T) {
	lump := func(amount Cents, after, over int32) Prefinancing {
		return Prefinancing{Advance: amount, Installments: 1, RecoupAfter: after, RecoupMonths: over}
	}
	since := start(Date(2027, 1))
	pay := func(p Prefinancing, change ...func(*Instrument)) []Instrument {
		return one(SicknessFunds, Buurtteams, p, append([]func(*Instrument){since}, change...)...)
	}
	spread := Prefinancing{Advance: 10000, Installments: 3, RecoupAfter: 3, RecoupMonths: 2}
	from := func(share float64) Prefinancing {
		return Prefinancing{Advance: 10000, Installments: 1, From: "bron", Share: share}
	}
	source := func(year Cents, change ...func(*Instrument)) Instrument {
		i := one(Federal, Buurtteams, FixedBudget{PerYear: year, Reason: ForBuurtAction}, change...)[0]
		i.Name = "bron"
		return i
	}
	for _, c := range []moneyCase{
		{name: "a lump sum in the first month", instruments: pay(lump(10000, 1, 3)), want: []Cents{10000, 0, 0}},
		{name: "back over 3 months: 33.33, 66.67, 100.00", instruments: pay(lump(10000, 1, 3)), to: SicknessFunds, want: []Cents{0, 3333, 3334, 3333, 0}},
		{name: "back in one month, after a quarter", instruments: pay(lump(10000, 3, 1)), to: SicknessFunds, want: []Cents{0, 0, 0, 10000, 0}},
		{name: "paid over three months: 33.33, 66.67, 100.00", instruments: pay(spread), want: []Cents{3333, 3334, 3333, 0, 0}},
		{name: "and back over two", instruments: pay(spread), to: SicknessFunds, want: []Cents{0, 0, 0, 5000, 5000, 0}},
		{name: "five cents over two months: 2.5 goes up", instruments: pay(lump(5, 1, 2)), to: SicknessFunds, want: []Cents{0, 3, 2, 0}},
		{name: "slip moves the advance and its return", instruments: pay(lump(10000, 1, 2), start(Date(2027, 3))), to: SicknessFunds, want: []Cents{0, 0, 0, 5000, 5000, 0}},
		{name: "the end settles what is out: 25.00, then 75.00", instruments: pay(lump(10000, 1, 4), end(Date(2027, 4))), to: SicknessFunds, want: []Cents{0, 2500, 7500, 0}},
		{name: "across new year nothing lapses", instruments: pay(lump(10000, 1, 2), start(Date(2027, 12))), first: Date(2027, 12), to: SicknessFunds, want: []Cents{0, 5000, 5000}},
		{name: "an advance of November, before the books, back over four months from December on: three are left", instruments: pay(lump(10000, 1, 4), start(Date(2026, 11))), to: SicknessFunds, want: []Cents{2500, 2500, 2500, 0}},
		{name: "and is not paid again", instruments: pay(lump(10000, 1, 4), start(Date(2026, 11))), want: []Cents{0, 0}},
		// The source pays 50.00 a month.
		{name: "half of what another instrument pays: 25.00 a month", instruments: append(pay(from(0.5)), source(60000)), to: SicknessFunds, want: []Cents{2500, 2500, 2500, 2500, 0}},
		{name: "all of it", instruments: append(pay(from(1)), source(60000)), to: SicknessFunds, want: []Cents{5000, 5000, 0}},
		{name: "a third, rounded down, and the last cents in the end: 16.66 × 6 = 99.96", instruments: append(pay(from(1./3)), source(60000)), to: SicknessFunds, want: []Cents{1666, 1666, 1666, 1666, 1666, 1666, 4, 0}},
		{name: "it waits for an instrument that starts late", instruments: append(pay(from(1)), source(60000, start(Date(2027, 3)))), to: SicknessFunds, want: []Cents{0, 0, 5000, 5000, 0}},
		{name: "what has not come back at the end is settled", instruments: append(pay(from(0.5), end(Date(2027, 3))), source(60000)), to: SicknessFunds, want: []Cents{2500, 7500, 0}},
		{
			name: "one instrument in two periods", to: SicknessFunds, want: []Cents{0, 3333, 3334, 3333},
			instruments: append(pay(lump(10000, 1, 3), end(Date(2027, 3))), pay(lump(10000, 1, 3), start(Date(2027, 3)))...),
		},
	} {
		c.run(t)
	}
}

// The payee knows what it owes, month by month, and after a Reset again.
func TestOwed(t *testing.T) {
	i := one(Federal, Buurtteams, Prefinancing{Advance: 10000, Installments: 2, RecoupAfter: 2, RecoupMonths: 2}, start(Date(2027, 1)))
	s, err := Compile(i, Date(2027, 1), 1, NewLedger(5))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for m, want := range []Cents{5000, 10000, 5000, 0, 0} {
			if got := s.Settle(m, NewActivity(1)).Owed[Buurtteams]; got != want {
				t.Errorf("month %d: %d is owed, want %d", m+1, got, want)
			}
		}
		s.Reset()
	}
}
