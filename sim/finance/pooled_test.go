package finance

import "testing"

func TestPooledBudget(t *testing.T) {
	// 1200.00 a year from the federal payer, 600.00 from Flanders: 150.00 a month.
	sources := []PoolSource{{Federal, 120000}, {Flanders, 60000}}
	uses := func(coach, phm Cents) []PoolUse {
		return []PoolUse{{ZorgcoachPosts, ForCoordination, coach}, {Collaboration, ForPHM, phm}}
	}
	pool := func(coach, phm Cents, order UseOrder, rest RestRule, change ...func(*Instrument)) []Instrument {
		return one(Federal, Collaboration, PooledBudget{sources, uses(coach, phm), order, rest}, change...)
	}
	december := Date(2027, 12)
	thirds := one(Federal, Collaboration, PooledBudget{
		Sources: []PoolSource{{Federal, 12}, {Flanders, 12}, {Local, 12}}, Uses: uses(24, 0), Rest: ReturnRest,
	})
	for _, c := range []moneyCase{
		{name: "both sources put in: 100.00 + 50.00", instruments: pool(60000, 0, AsListed, CarryOver), reason: ForPool, want: []Cents{15000, 15000}},
		{name: "a use draws its twelfth: 600.00 a year", instruments: pool(60000, 0, AsListed, CarryOver), to: ZorgcoachPosts, want: []Cents{5000, 5000}},
		{name: "as listed: 120.00 first", instruments: pool(144000, 144000, AsListed, CarryOver), to: ZorgcoachPosts, want: []Cents{12000, 12000}},
		// Envelope 15000 for 12000 + 12000: the coaches get half, 7500. In February 4500
		// and 12000 wait and open again: 16500 and 16500 are due, 7500 each.
		{name: "pro rata: half each", instruments: pool(144000, 144000, ProRata, CarryOver), to: ZorgcoachPosts, want: []Cents{7500, 7500}},
		// 240.00 and 120.00 are due of 150.00: two thirds, 100.00; then 480 − 100 and 240 − 50.
		{name: "pro rata by what is due: 2 to 1", instruments: pool(288000, 144000, ProRata, CarryOver), to: ZorgcoachPosts, want: []Cents{10000, 10000}},
		{
			name: "a slow start is kept: the envelope holds 1000.00 in November, and the year has 1800.00 for a use of 1680.00 from July on",
			instruments: append(
				pool(0, 0, AsListed, CarryOver, end(Date(2027, 7))),
				pool(336000, 0, AsListed, CarryOver, start(Date(2027, 7)))...),
			to: ZorgcoachPosts, want: []Cents{0, 0, 0, 0, 0, 0, 28000, 28000, 28000, 28000, 28000, 28000, 27000},
		},
		{name: "carried over: nothing returns in December", first: december, instruments: pool(60000, 0, AsListed, CarryOver), to: Flanders, want: []Cents{0, 0}},
		// 150.00 in, 50.00 out: 100.00 left, two thirds and one third; each January again nothing.
		{name: "returned to Flanders in December: 33.33", first: december, instruments: pool(60000, 0, AsListed, ReturnRest), to: Flanders, want: []Cents{3333, 0}},
		{
			name: "a year returned: 1800.00 − 600.00, a third of it", instruments: pool(60000, 0, AsListed, ReturnRest), to: Flanders,
			want: []Cents{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 40000, 0},
		},
		{name: "when it ends all goes back, carried over or not: 2 × 100.00 left, a third", instruments: pool(60000, 0, AsListed, CarryOver, end(Date(2027, 3))), to: Flanders, want: []Cents{0, 6667, 0}},
		{
			name: "a change of amounts is no end", to: Flanders, want: []Cents{0, 0, 0},
			instruments: append(pool(60000, 0, AsListed, CarryOver, end(Date(2027, 2))), pool(30000, 0, AsListed, CarryOver, start(Date(2027, 2)))...),
		},
		// Three cents a month, two out; 12 left in December: four each.
		{name: "three equal sources get equal parts back", instruments: thirds, to: Local, want: []Cents{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4}},
		{name: "a cap is borne by all: 75.00 of 150.00, of which a third from Flanders stays out", instruments: pool(60000, 0, AsListed, CarryOver, capped(7500, ByYear)), reason: ForPool, want: []Cents{7500, 0}},
		{name: "what the envelope cannot pay waits for money: cap 75.00, due 120.00", instruments: pool(144000, 0, AsListed, CarryOver, capped(90000, ByMonth)), to: ZorgcoachPosts, want: []Cents{7500, 7500}},
		{name: "what waits at the end of the year lapses", first: december, instruments: pool(240000, 0, AsListed, CarryOver), to: ZorgcoachPosts, want: []Cents{15000, 15000, 15000}},
	} {
		c.run(t)
	}
}

// What stays with the holder for a use is free; the envelope is not.
func TestPoolTellsFreeMoneyFromTheEnvelope(t *testing.T) {
	l := NewLedger(1)
	s, err := Compile(one(Federal, Collaboration, PooledBudget{Sources: []PoolSource{{Federal, 120000}}, Uses: []PoolUse{{Collaboration, ForPHM, 36000}}}), Date(2027, 1), 1, l)
	if err != nil {
		t.Fatal(err)
	}
	received := s.Settle(0, NewActivity(1))
	if received.Total(Collaboration, ForPHM) != 3000 || received.Total(Collaboration, ForPool) != 7000 {
		t.Errorf("receipts are %+v", received.Receipts)
	}
}
