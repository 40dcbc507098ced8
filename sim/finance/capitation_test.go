package finance

import "testing"

// newDeal has the amounts of the evidence: EUR 66 from 25 to 60 (newdeal_capitation_25_60),
// 1.97 times that with VT (newdeal_vt_weight), 202/130 of it from 75 on
// (newdeal_capitation_75_vt), EUR 16 of the fee of EUR 30 kept.
func newDeal(registered float64) Capitation {
	return Capitation{
		Registered: registered, PerYear: 6600, Age: [NumAgeGroups]float64{1, 1, 1, 202. / 130}, VT: 1.97, Chronic: 1,
		Services: []Service{GPContact}, FeeShare: 16. / 30, OwnShare: OwnShareUnchanged,
	}
}

// house is a wijkgezondheidscentrum: no fee, no own share.
func house(registered float64) Capitation {
	return Capitation{
		Registered: registered, PerYear: 12000, Age: [NumAgeGroups]float64{0.5, 1, 1.5, 2}, VT: 1.5, Chronic: 1.2,
		Services: []Service{GPContact},
	}
}

func TestCapitation(t *testing.T) {
	pay := func(c Capitation, change ...func(*Instrument)) []Instrument {
		return one(Federal, GPPractices, c, change...)
	}
	in := func(group AgeGroup, chronic, vt bool, heads int32) func(int, *Activity) {
		return func(_ int, a *Activity) { a.Classes[group][index(chronic)][index(vt)][0] = heads }
	}
	for _, c := range []moneyCase{
		{name: "New Deal, 30 years old: 66.00 a year is 5.50 a month", instruments: pay(newDeal(1)), fill: in(Age25, false, false, 1), want: []Cents{550, 550}},
		{
			name: "with VT: 66.00 × 1.97 = 130.02 a year: 1083.5, 2167, 3250.5", instruments: pay(newDeal(1)), fill: in(Age25, false, true, 1),
			want: []Cents{1084, 1083, 1084},
		},
		{
			name: "80 years old with VT: 6600 × 1.5538 × 1.97 = 20203.1, so 20203: 1683.58, 3367.17, 5050.75", instruments: pay(newDeal(1)), fill: in(Age75, false, true, 1),
			want: []Cents{1684, 1683, 1684},
		},
		{name: "chronic status and VT in a house: 120.00 × 1.2 × 1.5 = 216.00", instruments: pay(house(1)), fill: in(Age25, true, true, 1), want: []Cents{1800}},
		{name: "a child weighs a half, at 60 it is one and a half, at 75 two: 5.00 + 15.00 + 20.00", instruments: pay(house(1)), want: []Cents{4000}, fill: func(_ int, a *Activity) {
			a.Classes[Age0][0][0][0], a.Classes[Age60][0][0][0], a.Classes[Age75][0][0][0] = 1, 1, 1
		}},
		{
			name: "3 % of 1001 citizens at 10.00 a month: 300.30 each month", instruments: pay(house(0.03)), fill: in(Age25, false, false, 1001),
			want: []Cents{30030, 30030},
		},
		{
			name: "a third of one citizen: 1000/3 = 333.33, 666.67, 1000", instruments: pay(house(1. / 3)), fill: in(Age25, false, false, 1),
			want: []Cents{333, 334, 333},
		},
		{
			name: "who comes in February counts from February on", instruments: pay(house(1)), want: []Cents{0, 1000, 1000},
			fill: func(m int, a *Activity) { a.Classes[Age25][0][0][0] = int32(index(m > 0)) },
		},
		{
			name: "two buurten of 7 and 5 citizens, to the cent by buurt: 58.33 + 41.67", instruments: pay(Capitation{
				Registered: 1, PerYear: 100, Age: [NumAgeGroups]float64{1, 1, 1, 1}, VT: 1, Chronic: 1, Services: []Service{GPContact},
			}), buurten: 2,
			fill: func(_ int, a *Activity) { copy(a.Classes[Age25][0][0], []int32{7, 5}) }, want: []Cents{58 + 42, 59 + 41},
		},
		{
			name: "the premium of the practices: 1000.00 a year is 83.33, 166.67, 250.00", reason: ForPremium, want: []Cents{8333, 8334, 8333},
			instruments: pay(Capitation{Age: [NumAgeGroups]float64{1, 1, 1, 1}, VT: 1, Chronic: 1, Services: []Service{GPContact}, Premium: 100000}),
		},
		{
			name: "a cap of 15.00 bears on the year: 10.00, then 5.00", instruments: pay(house(1), capped(1500, ByYear)), fill: in(Age25, false, false, 1),
			want: []Cents{1000, 500, 0},
		},
		{
			name: "a floor of 240.00 a year is 20.00 a month", instruments: pay(house(1), floored(24000)), fill: in(Age25, false, false, 1),
			want: []Cents{2000, 2000},
		},
		{
			name: "from 3 % to 6 % in March: 0.30, 0.30, 0.60", fill: in(Age25, false, false, 1), want: []Cents{30, 30, 60},
			instruments: append(pay(house(0.03), end(Date(2027, 3))), pay(house(0.06), start(Date(2027, 3)))...),
		},
	} {
		c.run(t)
	}
}

// What is left of fees. Visits cost 30.00: 4.00 from the citizen and 26.00 from the
// payer. All citizens are enrolled unless said otherwise.
func TestCapitationReplacesFees(t *testing.T) {
	gp := func(change ...func(*Instrument)) Instrument {
		i := one(SicknessFunds, GPPractices, FeeForService{[]ServiceFee{{Service: GPContact, Tariff: gpTariff}}}, change...)[0]
		i.Name = "gp"
		return i
	}
	with := func(c Capitation, change ...func(*Instrument)) []Instrument {
		return append(one(Federal, GPPractices, c, change...), gp())
	}
	visits := func(n int, enrolled, others int32) func(int, *Activity) {
		return func(_ int, a *Activity) {
			a.Enrolled[0][0][0], a.People[0] = enrolled, enrolled+others
			for range n {
				a.Serve(GPContact, 0, 400, 2600)
			}
		}
	}
	second := house(0.2)
	inProportion := newDeal(1)
	inProportion.OwnShare = OwnShareInProportion
	other := house(1)
	other.Services = []Service{HomeNursing}
	both := with(house(0.5))
	two := one(Federal, GPPractices, second)[0]
	two.Name = "tweede"
	for _, c := range []moneyCase{
		{name: "a house for all: no fee", instruments: with(house(1)), fill: visits(10, 50, 0), reason: ForGPContact, want: []Cents{0}},
		{name: "and no own share", instruments: with(house(1)), fill: visits(10, 50, 0), reason: ForOwnShare, want: []Cents{0}},
		{name: "a tenth: nine visits by fee, 9 × 26.00", instruments: with(house(0.1)), fill: visits(10, 50, 0), reason: ForGPContact, want: []Cents{23400}},
		{name: "a tenth: nine own shares, 9 × 4.00", instruments: with(house(0.1)), fill: visits(10, 50, 0), reason: ForOwnShare, want: []Cents{3600}},
		{name: "a third of one visit: 26.00 − 8.67", instruments: with(house(1. / 3)), fill: visits(1, 50, 0), reason: ForGPContact, want: []Cents{2600 - 867}},
		{name: "half of the enrolled, who are 4 of 5 citizens: 10 × 26.00 × 0.6", instruments: with(house(0.5)), fill: visits(10, 40, 10), reason: ForGPContact, want: []Cents{15600}},
		{name: "New Deal: 16.00 of 30.00, of which 4.00 from the citizen", instruments: with(newDeal(1)), fill: visits(10, 50, 0), reason: ForGPContact, want: []Cents{12000}},
		{name: "New Deal: nothing changes for the citizen", instruments: with(newDeal(1)), fill: visits(10, 50, 0), reason: ForOwnShare, want: []Cents{4000}},
		{name: "own share in proportion: 40.00 × 16/30 = 21.33", instruments: with(inProportion), fill: visits(10, 50, 0), reason: ForOwnShare, want: []Cents{2133}},
		{name: "and the payer the rest of 160.00", instruments: with(inProportion), fill: visits(10, 50, 0), reason: ForGPContact, want: []Cents{16000 - 2133}},
		{name: "a service that is not covered is paid as before", instruments: with(other), fill: visits(10, 50, 0), reason: ForGPContact, want: []Cents{26000}},
		{name: "only while it runs", instruments: with(house(1), start(Date(2027, 2)), end(Date(2027, 3))), fill: visits(10, 50, 0), reason: ForGPContact, want: []Cents{26000, 0, 26000}},
		{name: "half and a fifth in two houses: 30 % is left", instruments: append(both, two), fill: visits(10, 50, 0), reason: ForGPContact, want: []Cents{7800}},
		{name: "nobody lives here: nothing is replaced", instruments: with(house(1)), fill: visits(1, 0, 0), reason: ForGPContact, want: []Cents{2600}},
	} {
		c.to = GPPractices
		c.run(t)
	}
}

// The rule per person: what a registered citizen and the payer still pay of a fee.
func TestFeeOfTheRegistered(t *testing.T) {
	deal, proportion, free := newDeal(1), newDeal(1), house(1)
	proportion.OwnShare = OwnShareInProportion
	for _, c := range []struct {
		name                 string
		terms                *Capitation
		citizen, payer       Cents
		wantCitizen, wantPay Cents
	}{
		{"New Deal", &deal, 400, 2600, 400, 1200},
		{"New Deal with VT", &deal, 100, 2900, 100, 1500},
		{"New Deal above the maximum bill", &deal, 0, 3000, 0, 1600},
		{"an own share above the lower fee", &deal, 2000, 1000, 1600, 0},
		{"in proportion: 400 × 16/30 = 213.3 of 1600", &proportion, 400, 2600, 213, 1387},
		{"a house", &free, 400, 2600, 0, 0},
		{"half a cent goes up: 15 × 16/30 = 8, 1 × 16/30 = 0.53", &deal, 0, 1, 0, 1},
		{"nothing is nothing", &deal, 0, 0, 0, 0},
	} {
		if citizen, payer := c.terms.Fee(c.citizen, c.payer); citizen != c.wantCitizen || payer != c.wantPay {
			t.Errorf("%s: %d and %d, want %d and %d", c.name, citizen, payer, c.wantCitizen, c.wantPay)
		}
	}
}
