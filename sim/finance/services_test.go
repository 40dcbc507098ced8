package finance

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFeeForService(t *testing.T) {
	gp := FeeForService{Services: []ServiceFee{{Service: GPContact, Tariff: gpTariff}}}
	pay := func(change ...func(*Instrument)) []Instrument { return one(SicknessFunds, GPPractices, gp, change...) }
	visit := func(vt bool, paid Cents, times int) func(int, *Activity) {
		return func(_ int, a *Activity) {
			for range times {
				citizen, payer := OwnShare(gpTariff, bill, vt, paid)
				a.Serve(GPContact, 0, citizen, payer)
				paid += citizen
			}
		}
	}
	both := FeeForService{Services: []ServiceFee{{Service: Stay, Tariff: Tariff{Fee: 500000, OwnShare: 4000}}, {Service: EDVisit, Tariff: Tariff{Fee: 20000}}}}
	for _, c := range []moneyCase{
		{name: "three visits: 3 × 26.00 from the payer", instruments: pay(), fill: visit(false, 0, 3), reason: ForGPContact, want: []Cents{7800}},
		{name: "three visits: 3 × 4.00 from the citizen", instruments: pay(), fill: visit(false, 0, 3), reason: ForOwnShare, want: []Cents{1200}},
		{name: "the practice gets both", instruments: pay(), fill: visit(false, 0, 3), want: []Cents{9000}},
		{name: "with VT: 2 × 29.00", instruments: pay(), fill: visit(true, 0, 2), reason: ForGPContact, want: []Cents{5800}},
		{name: "across the ceiling: 4.00, 1.50, 0, 0", instruments: pay(), fill: visit(false, 49450, 4), reason: ForOwnShare, want: []Cents{550}},
		{name: "across the ceiling the payer takes over: 26.00 + 28.50 + 30.00 + 30.00", instruments: pay(), fill: visit(false, 49450, 4), reason: ForGPContact, want: []Cents{11450}},
		{name: "before the start and after the end nothing is posted", instruments: pay(start(Date(2027, 2)), end(Date(2027, 3))), fill: visit(false, 0, 1), want: []Cents{0, 3000, 0}},
		{
			name: "two services of one payee, by reason", instruments: one(Federal, Hospitals, both), reason: ForStay, want: []Cents{2 * 496000},
			fill: func(_ int, a *Activity) {
				a.Serve(Stay, 0, 4000, 496000)
				a.Serve(Stay, 0, 4000, 496000)
				a.Serve(EDVisit, 0, 0, 20000)
			},
		},
		{
			name: "a service of another instrument is not paid here", instruments: pay(), want: []Cents{0},
			fill: func(_ int, a *Activity) { a.Serve(HomeNursing, 0, 0, 2500) },
		},
		{
			name: "residual care as the simulator drew it", instruments: one(Federal, OtherProviders, FeeForService{Services: []ServiceFee{{Service: ResidualCare}}}),
			want: []Cents{30001}, fill: func(_ int, a *Activity) {
				a.Serve(ResidualCare, 0, 1, 9999)
				a.Serve(ResidualCare, 0, 0, 20001)
			},
		},
	} {
		c.run(t)
	}
}

func TestConventionServices(t *testing.T) {
	// P3 tariffs as assumed in evidence rows p3_tariff_cm_30min and p3_tariff_night.
	services := func(units int64) ConventionServices {
		return ConventionServices{Services: []ServiceFee{
			{Service: P3CaseManagement, Tariff: Tariff{Fee: 3200}, Units: units},
			{Service: P3NightVisit, Tariff: Tariff{Fee: 2500, OwnShare: 200}},
		}}
	}
	pay := func(units int64, change ...func(*Instrument)) []Instrument {
		return one(Federal, OtherProviders, services(units), change...)
	}
	units := func(counts ...int) func(int, *Activity) { // of case management, by month
		return func(m int, a *Activity) {
			for range counts[m] {
				a.Serve(P3CaseManagement, 0, 0, 3200)
			}
		}
	}
	for _, c := range []moneyCase{
		{name: "ten units at 32.00", instruments: pay(0), fill: units(10), want: []Cents{32000}},
		{name: "units up to 12 a year: 10, then 2, then none", instruments: pay(12), fill: units(10, 10, 10), want: []Cents{32000, 6400, 0}},
		{name: "a new year has new units", instruments: pay(12), first: Date(2027, 12), fill: units(20, 20), want: []Cents{38400, 38400}},
		{name: "night visits have no limit of units: 30 × 25.00", instruments: pay(12), want: []Cents{75000}, fill: func(_ int, a *Activity) {
			for range 30 {
				a.Serve(P3NightVisit, 0, 200, 2300)
			}
		}},
		{
			name: "the citizen's share is paid above the cap too: cap 23.00, then 2 × 2.00", instruments: pay(0, capped(2300, ByYear)), want: []Cents{2500, 400},
			fill: func(m int, a *Activity) {
				for range m + 1 {
					a.Serve(P3NightVisit, 0, 200, 2300)
				}
			},
		},
		{name: "a cap of 500.00 a year", instruments: pay(0, capped(50000, ByYear)), fill: units(10, 10), want: []Cents{32000, 18000}},
		{name: "a cap by month of 160.00; what it holds back waits", instruments: pay(0, capped(192000, ByMonth)), fill: units(10, 0, 3), want: []Cents{16000, 16000, 9600}},
		{name: "phase-out: the end is a month without", instruments: pay(0, end(Date(2027, 2))), fill: units(1, 1), want: []Cents{3200, 0}},
		{name: "3 of 7 units of uneven price: 100.00·3/7 = 42.857", instruments: pay(3), want: []Cents{4286}, fill: func(_ int, a *Activity) {
			for i := range 7 {
				a.Serve(P3CaseManagement, 0, 0, []Cents{1000, 1000, 1000, 1000, 2000, 2000, 2000}[i])
			}
		}},
		{
			name: "a service that new terms drop is still owed what waits: 160.00 each month", to: OtherProviders, instruments: append(
				pay(0, capped(192000, ByMonth), end(Date(2027, 2))),
				one(Federal, OtherProviders, ConventionServices{Services: []ServiceFee{{Service: P3NightVisit}}}, capped(192000, ByMonth), start(Date(2027, 2)))...),
			fill: units(10, 0, 0), want: []Cents{16000, 16000, 0},
		},
	} {
		c.run(t)
	}
}

// 200 and 100 people earn 200.00 and 100.00 in January; a cap of 250.00 is borne in
// proportion, 166.67 and 83.33, and 50.00 stays unpaid.
func TestWhoBearsTheCap(t *testing.T) {
	l := NewLedger(2)
	s, err := Compile(one(Federal, Buurtteams, PopulationBudget{Base: 1200}, capped(25000, ByYear)), Date(2027, 1), 2, l)
	if err != nil {
		t.Fatal(err)
	}
	if room, ok := s.Room("it", 0); !ok || room != 25000 {
		t.Errorf("room before January is %d, %v", room, ok)
	}
	a := NewActivity(2)
	heads(200, 100)(0, a)
	received := s.Settle(0, a)
	want := []Receipt{{Instrument: "it", To: Buurtteams, Reason: ForPopulation, Total: 25000, ByBuurt: []Cents{16667, 8333}, Unpaid: 5000}}
	if diff := cmp.Diff(want, received.Receipts); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if received.Buurt(Buurtteams, 1) != 8333 || received.Total(Buurtteams, ForPopulation) != 25000 || received.Region(Buurtteams) != 0 {
		t.Error("the sums of Received disagree with its receipts")
	}
	if room, ok := s.Room("it", 1); !ok || room != 0 {
		t.Errorf("room before February is %d, %v", room, ok)
	}
	if room, ok := s.Room("it", 12); !ok || room != 25000 {
		t.Errorf("room before next January is %d, %v", room, ok)
	}
	if _, ok := s.Room("another", 1); ok {
		t.Error("an unknown instrument has room")
	}
}

func TestFloorIsSharedByEnrolledHeads(t *testing.T) {
	l := NewLedger(2)
	s, err := Compile(one(Federal, Buurtteams, InclusionFee{PerYear: 12000}, floored(120000)), Date(2027, 1), 2, l)
	if err != nil {
		t.Fatal(err)
	}
	a := NewActivity(2)
	a.Included[0] = 4                         // earns 40.00 of a floor of 100.00; 60.00 are added
	got := s.Settle(0, a).Receipts[0].ByBuurt // nobody enrolled: evenly
	if diff := cmp.Diff([]Cents{7000, 3000}, got); diff != "" {
		t.Errorf("nobody enrolled: (-want +got)\n%s", diff)
	}
	heads(100, 200)(0, a)
	// Buurt 0 has earned 80.00 and had 70.00: owed 10.00. The floor stands at 200.00, of
	// which 100.00 is paid; 90.00 are added, 30.00 and 60.00.
	if diff := cmp.Diff([]Cents{4000, 6000}, s.Settle(1, a).Receipts[0].ByBuurt); diff != "" {
		t.Errorf("by enrolled heads: (-want +got)\n%s", diff)
	}
}

func TestTariffOfTheMonth(t *testing.T) {
	at := func(fee Cents) FeeForService {
		return FeeForService{Services: []ServiceFee{{Service: GPContact, Tariff: Tariff{Fee: fee}}}}
	}
	s, err := Compile(append(one(Federal, GPPractices, at(3000), end(Date(2027, 2))), one(Federal, GPPractices, at(3100), start(Date(2027, 2)), end(Date(2027, 3)))...),
		Date(2027, 1), 1, NewLedger(3))
	if err != nil {
		t.Fatal(err)
	}
	for month, want := range []Cents{3000, 3100, 0} {
		if tariff, ok := s.Tariff(GPContact, month); tariff.Fee != want || ok != (want > 0) {
			t.Errorf("month %d: %d, %v", month, tariff.Fee, ok)
		}
	}
	if _, ok := s.Tariff(Stay, 0); ok {
		t.Error("a service that nobody pays has a tariff")
	}
}

func TestSettleKeepsItsPromises(t *testing.T) {
	s, err := Compile(one(Federal, GPPractices, GMDFee{PerHead: 3500}), Date(2027, 1), 2, NewLedger(3))
	if err != nil {
		t.Fatal(err)
	}
	s.Settle(0, NewActivity(2))
	mustPanic(t, func() { s.Settle(2, NewActivity(2)) })
	mustPanic(t, func() { s.Settle(1, NewActivity(3)) })
}
