package finance

import "testing"

func TestBundle(t *testing.T) {
	tiers := Bundle{PerTier: [NumTiers]Cents{TierHighRisk: 60000, TierComplex: 120000}, Services: []Service{P3NightVisit}}
	episode := Bundle{Basis: ByEpisode, Episode: 90000, Services: []Service{P3NightVisit}}
	split := func(b Bundle, coach, manager float64) Bundle {
		b.Split = []Share{{ZorgcoachPosts, ForCoordination, coach}, {CasemanagementPool, ForCaseManagement, manager}}
		return b
	}
	pay := func(b Bundle, change ...func(*Instrument)) []Instrument {
		return one(Federal, Buurtteams, b, change...)
	}
	at := func(tier Tier, heads ...int32) func(int, *Activity) {
		return func(m int, a *Activity) { a.AtHome[tier][0] = heads[m%len(heads)] }
	}
	night := Instrument{Name: "p3", Payer: SicknessFunds, Payee: HomeCare, Terms: ConventionServices{[]ServiceFee{{Service: P3NightVisit, Tariff: Tariff{Fee: 2500, OwnShare: 200}, Units: 12}}}}
	visits := func(n int) func(int, *Activity) {
		return func(_ int, a *Activity) {
			for range n {
				a.Serve(P3NightVisit, 0, 200, 2300)
			}
		}
	}
	kept := tiers
	kept.OwnShare = OwnShareUnchanged
	for _, c := range []moneyCase{
		{name: "high risk: 600.00 a year is 50.00 a month", instruments: pay(tiers), fill: at(TierHighRisk, 1), want: []Cents{5000, 5000}},
		{name: "complex: 1200.00 a year, 3 people", instruments: pay(tiers), fill: at(TierComplex, 3), want: []Cents{30000}},
		{name: "a tier that is not in the bundle earns nothing", instruments: pay(tiers), fill: at(TierChronic, 9), want: []Cents{0}},
		{name: "2, 3, 1 people in the month", instruments: pay(tiers), fill: at(TierHighRisk, 2, 3, 1), want: []Cents{10000, 15000, 5000}},
		{
			name: "an odd amount: 1000 a year is 83.33, 166.67, 250", instruments: pay(Bundle{PerTier: [NumTiers]Cents{TierChronic: 1000}, Services: []Service{P3NightVisit}}),
			fill: at(TierChronic, 1), want: []Cents{83, 84, 83},
		},
		{
			name: "by episode: 900.00 for each that begins, at once", instruments: pay(episode), want: []Cents{180000, 0, 90000},
			fill: func(m int, a *Activity) { a.Starts[0] = []int32{2, 0, 1}[m] },
		},
		{name: "by episode, the tier does not count", instruments: pay(episode), fill: at(TierComplex, 5), want: []Cents{0}},
		// 83, 167, 250 in all: a half is 41.5, 83.5, 125; a quarter 20.75, 41.75, 62.5; the
		// cents that are left go to the largest remainders, the first of equals first.
		{
			name: "half to the coaches: 41, 83, 125", instruments: pay(split(Bundle{PerTier: [NumTiers]Cents{TierChronic: 1000}}, 0.5, 0.25)),
			to: ZorgcoachPosts, fill: at(TierChronic, 1), want: []Cents{41, 42, 42},
		},
		{name: "a quarter to the pool: 21, 42, 63", instruments: pay(split(Bundle{PerTier: [NumTiers]Cents{TierChronic: 1000}}, 0.5, 0.25)), to: CasemanagementPool, fill: at(TierChronic, 1), want: []Cents{21, 21, 21}},
		{name: "the payee gets all before it passes on", instruments: pay(split(tiers, 0.6, 0.4)), fill: at(TierHighRisk, 1), want: []Cents{5000}},
		{name: "all is passed on: 40 %", instruments: pay(split(tiers, 0.6, 0.4)), to: CasemanagementPool, fill: at(TierHighRisk, 1), want: []Cents{2000, 2000}},
		{name: "a cap of 75.00 a year: 50.00, 25.00", instruments: pay(tiers, capped(7500, ByYear)), fill: at(TierHighRisk, 1), want: []Cents{5000, 2500, 0}},
		{name: "a floor of 1200.00 a year is 100.00 a month", instruments: pay(tiers, floored(120000)), fill: at(TierHighRisk, 1), want: []Cents{10000}},
		{name: "from the second month to the third", instruments: pay(tiers, start(Date(2027, 2)), end(Date(2027, 3))), fill: at(TierHighRisk, 1), want: []Cents{0, 5000, 0}},
		{name: "the services inside are not paid by fee", instruments: append(pay(tiers), night), to: HomeCare, fill: visits(3), want: []Cents{0}},
		{name: "own share unchanged: 3 × 2.00 to whom it went", instruments: append(pay(kept), night), to: HomeCare, fill: visits(3), want: []Cents{600}},
		{name: "after the bundle the fee comes back, with all its units: 3 × 25.00", instruments: append(pay(tiers, end(Date(2027, 2))), night), to: HomeCare, fill: visits(12), want: []Cents{0, 12 * 2500, 12 * 200}},
	} {
		c.run(t)
	}
}

// 2 and 1 people bring 100.00 and 50.00; a third goes to the coaches. The 100.00 that
// stay are 66.67 and 33.33 by buurt.
func TestBundleByBuurt(t *testing.T) {
	l := NewLedger(1)
	s, err := Compile(one(Federal, Buurtteams, Bundle{PerTier: [NumTiers]Cents{TierHighRisk: 60000}, Split: []Share{{ZorgcoachPosts, ForCoordination, 1. / 3}}}), Date(2027, 1), 2, l)
	if err != nil {
		t.Fatal(err)
	}
	a := NewActivity(2)
	copy(a.AtHome[TierHighRisk], []int32{2, 1})
	received := s.Settle(0, a)
	if received.Buurt(Buurtteams, 0) != 6667 || received.Buurt(Buurtteams, 1) != 3333 || received.Region(ZorgcoachPosts) != 5000 {
		t.Errorf("receipts are %+v", received.Receipts)
	}
}
