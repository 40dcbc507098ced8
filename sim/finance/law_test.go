package finance

import (
	"testing"

	"pgregory.net/rapid"
)

// mix draws a set of instruments that Validate accepts, of all kinds, with odd
// amounts, periods and caps.
func mix(t *rapid.T, first Month, months int) []Instrument {
	cents := func(name string, most int64) Cents { return Cents(rapid.Int64Range(0, most).Draw(t, name)) }
	limit := func(i *Instrument) {
		if rapid.Bool().Draw(t, "capped") {
			i.Cap = cents("cap", 200_000) + 1
			i.CapBy = Pace(rapid.IntRange(0, 1).Draw(t, "pace"))
		}
		if rapid.Bool().Draw(t, "dated") {
			i.Start = first + Month(rapid.IntRange(0, months-1).Draw(t, "start"))
			i.End = i.Start + Month(rapid.IntRange(1, months).Draw(t, "length"))
		}
	}
	fees := func(services ...Service) []ServiceFee {
		var out []ServiceFee
		for _, s := range services {
			out = append(out, ServiceFee{Service: s, Tariff: Tariff{Fee: 3000, OwnShare: 400, OwnShareVT: 100}})
		}
		return out
	}
	share := rapid.Float64Range(0, 1).Draw(t, "share")
	p3 := fees(P3CaseManagement, P3NightVisit)
	p3[0].Units = rapid.Int64Range(0, 40).Draw(t, "units")
	instruments := []Instrument{
		{Name: "gp", Payer: SicknessFunds, Payee: GPPractices, Terms: FeeForService{fees(GPContact)}},
		{Name: "ziekenhuis", Payer: Federal, Payee: Hospitals, Terms: FeeForService{fees(Stay, EDVisit)}},
		{Name: "gmd", Payer: Federal, Payee: GPPractices, Terms: GMDFee{PerHead: cents("gmd", 7000), PerRaised: cents("raised", 9000)}},
		{Name: "populatie", Payer: Federal, Payee: Buurtteams, Plan: true, Terms: PopulationBudget{cents("base", 3000), cents("chronic", 5000), cents("vt", 2000)}},
		{Name: "regio", Payer: Flanders, Payee: Collaboration, Plan: true, Terms: RegionalConvention{PerYear: cents("regio", 1e6), Split: []Share{
			{ZorgcoachPosts, ForCoordination, share * 0.9}, {CasemanagementPool, ForCaseManagement, 1 - share}, {Collaboration, ForAdministration, share * 0.1},
		}}},
		{Name: "integratie", Payer: Local, Payee: Collaboration, Plan: true, Terms: FixedBudget{PerYear: cents("integratie", 1e5), Reason: ForIntegration}},
		{Name: "p3", Payer: Federal, Payee: HomeCare, Terms: ConventionServices{p3}},
	}
	if rapid.Bool().Draw(t, "by inclusion") {
		instruments[3].Terms = InclusionFee{PerYear: cents("inclusion", 20000), Condition: AnyAction, Actions: [NumActions]int32{0, 2, 0, 1}}
	}
	if rapid.Bool().Draw(t, "floored") {
		instruments[3].Floor = cents("floor", 1000)
	}
	for i := range instruments {
		limit(&instruments[i])
		if x := &instruments[i]; x.Cap > 0 && x.Floor > x.Cap {
			x.Floor = x.Cap
		}
	}
	return append(instruments, savingsMix(t, first, months)...)
}

func fill(t *rapid.T, a *Activity) {
	a.Reset()
	n := func(name string, most int32) int32 { return rapid.Int32Range(0, most).Draw(t, name) }
	for b := range a.Buurten() {
		a.Enrolled[0][0][b], a.Enrolled[0][1][b] = n("heads", 30), n("vt", 9)
		a.Enrolled[1][0][b], a.Enrolled[1][1][b] = n("chronic", 9), n("both", 5)
		a.Raised[b] = n("raised", a.Enrolled[1][0][b]+a.Enrolled[1][1][b])
		a.Included[b] = n("included", 9)
		a.Actions[ActionGroupAttendance][b], a.Actions[ActionBuurt][b] = n("group", 1), n("action", 1)/2
		for _, s := range []Service{GPContact, Stay, EDVisit, P3CaseManagement, P3NightVisit} {
			for range n("units", 6) {
				citizen, payer := OwnShare(gpTariff, bill, rapid.Bool().Draw(t, "vt"), Cents(rapid.Int64Range(0, 60000).Draw(t, "paid")))
				a.Serve(s, b, citizen, payer)
			}
		}
	}
	fillExposure(t, a)
}

// Law 5: whatever instruments settle whatever activity, every month balances, the
// costs tie, receipts equal postings, nobody is paid a negative amount, no cap is
// passed, and what services earned without a limit is posted to the cent.
func TestMoneyIsConserved(t *testing.T) {
	const months, buurten = 27, 3
	rapid.Check(t, func(t *rapid.T) {
		first := Date(2027, rapid.IntRange(1, 12).Draw(t, "first month"))
		instruments := mix(t, first, months)
		l := NewLedger(months)
		s, err := Compile(instruments, first, buurten, l)
		if err != nil {
			t.Fatal(err)
		}
		l.Freeze()
		a := NewActivity(buurten)
		var spent [9]Cents // by instrument, in the calendar year
		for m := range months {
			calendar := first + Month(m)
			if calendar%12 == 0 {
				spent = [9]Cents{}
			}
			fill(t, a)
			checkReceived(t, l, m, s.Settle(m, a))
			checkTies(t, l, m, m+1)
			for i := range instruments {
				x := &instruments[i]
				var paid Cents
				for n, line := range l.Lines() {
					amount := l.Month(n, m)
					if amount < 0 {
						t.Fatalf("%s: %+v posts %d", calendar, line, amount)
					}
					if _, late := yearlyTerms(*x); line.Instrument == x.Name && amount > 0 && !x.active(calendar) && !late {
						t.Fatalf("%s: %s pays outside its period", calendar, x.Name)
					}
					if line.Instrument == x.Name && line.From == x.Payer {
						paid += amount
					}
				}
				spent[i] += paid
				if x.Cap > 0 && spent[i] > x.Cap {
					t.Fatalf("%s: %s has paid %d of a cap of %d", calendar, x.Name, spent[i], x.Cap)
				}
				if f, ok := x.Terms.(FeeForService); ok && x.Cap == 0 && x.active(calendar) {
					var earned Cents
					for _, fee := range f.Services {
						for b := range buurten {
							earned += a.Payer[fee.Service][b]
						}
					}
					if paid != earned {
						t.Fatalf("%s: %s paid %d of %d", calendar, x.Name, paid, earned)
					}
				}
			}
		}
		checkTies(t, l, 0, months)
	})
}

// A slower settlement, written from the definition: a year's pay per buurt is the
// sum of the twelfths, rounded once.
func TestAYearIsPaidToTheCent(t *testing.T) {
	const buurten = 2
	rapid.Check(t, func(t *rapid.T) {
		budget := PopulationBudget{Cents(rapid.Int64Range(0, 5000).Draw(t, "base")), Cents(rapid.Int64Range(0, 5000).Draw(t, "chronic")), Cents(rapid.Int64Range(0, 5000).Draw(t, "vt"))}
		l := NewLedger(12)
		s, err := Compile(one(Federal, Buurtteams, budget), Date(2027, 1), buurten, l)
		if err != nil {
			t.Fatal(err)
		}
		var paid [buurten]Cents
		var exact [buurten]float64
		a := NewActivity(buurten)
		for m := range 12 {
			fill(t, a)
			received := s.Settle(m, a)
			for b := range buurten {
				paid[b] += received.Buurt(Buurtteams, b)
				for chronic := range 2 {
					for vt := range 2 {
						each := budget.Base + Cents(chronic)*budget.Chronic + Cents(vt)*budget.VT
						exact[b] += float64(a.Enrolled[chronic][vt][b]) * float64(each) / 12
					}
				}
				if off := float64(paid[b]) - exact[b]; off > 0.5+1e-6 || off < -0.5-1e-6 {
					t.Fatalf("after month %d buurt %d is %v cents off", m+1, b, off)
				}
			}
		}
	})
}

// The same months settle to the same ledger after Reset, and in any order of the list.
func TestOrderAndResetChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const months, buurten = 6, 2
		first := Date(2027, 10)
		instruments := mix(t, first, months)
		shuffled := rapid.Permutation(instruments).Draw(t, "order")
		l, other := NewLedger(months), NewLedger(months)
		s, err := Compile(instruments, first, buurten, l)
		if err != nil {
			t.Fatal(err)
		}
		z, err := Compile(shuffled, first, buurten, other)
		if err != nil {
			t.Fatal(err)
		}
		a := NewActivity(buurten)
		fill(t, a)
		s.Settle(0, a)
		s.Settle(1, a)
		s.Reset()
		l.Reset()
		for m := range months {
			fill(t, a)
			s.Settle(m, a)
			z.Settle(m, a)
		}
		if len(l.Lines()) != len(other.Lines()) {
			t.Fatalf("%d lines and %d", len(l.Lines()), len(other.Lines()))
		}
		for i, line := range l.Lines() {
			for m := range months {
				if line != other.Lines()[i] || l.Month(i, m) != other.Month(i, m) {
					t.Fatalf("month %d, line %d: %+v has %d and %+v has %d", m, i, line, l.Month(i, m), other.Lines()[i], other.Month(i, m))
				}
			}
		}
	})
}

// busy is a region of the size of leuven-6elz with every kind of instrument at work,
// each capped where a cap is possible, since dividing a cap is the slowest path.
func busy(tb testing.TB, months int) (*Settlement, *Activity, *Ledger) {
	tb.Helper()
	const buurten = 60
	fees := func(services ...Service) []ServiceFee {
		var out []ServiceFee
		for _, s := range services {
			out = append(out, ServiceFee{Service: s, Tariff: gpTariff})
		}
		return out
	}
	p3 := fees(P3CaseManagement, P3OccupationalTherapy, P3Psychology, P3NightVisit, P3CareEducation, P3CarerSupport)
	p3[0].Units = 100
	l := NewLedger(months)
	s, err := Compile([]Instrument{
		{Name: "care", Payer: Federal, Payee: OtherProviders, Terms: FeeForService{fees(GPContact, EDVisit, Stay, HomeNursing, NursingHomeDay, ResidualCare)}},
		{Name: "gmd", Payer: Federal, Payee: GPPractices, Terms: GMDFee{3500, 6100}},
		{
			Name: "honderd", Payer: Federal, Payee: Buurtteams, Cap: 20833300, CapBy: ByMonth,
			Terms: InclusionFee{PerYear: 10000, Condition: AnyAction, Actions: [NumActions]int32{1, 1, 1, 1}},
		},
		{Name: "regio", Payer: Federal, Payee: Collaboration, Terms: RegionalConvention{1e8, []Share{{ZorgcoachPosts, ForCoordination, .6}, {CasemanagementPool, ForCaseManagement, .4}}}},
		{Name: "phm", Payer: Flanders, Payee: Collaboration, Start: Date(2027, 1), Terms: FixedBudget{PerYear: 1e7, Startup: 1e6, Reason: ForPHM}},
		{Name: "p3", Payer: Federal, Payee: HomeCare, Cap: 1e6, CapBy: ByMonth, Terms: ConventionServices{p3}},
		{Name: "besparing", Payer: Federal, Payee: Buurtteams, Plan: true, Terms: SharedSavings{Share: 0.5, LossShare: 0.1, Yearly: Yearly{Lag: 6}}},
		{Name: "garantie", Payer: Flanders, Payee: Collaboration, Plan: true, Terms: BudgetGuarantee{Yearly: Yearly{Payers: []Party{Flanders}}}},
	}, Date(2027, 1), buurten, l)
	if err != nil {
		tb.Fatal(err)
	}
	l.Freeze()
	a := NewActivity(buurten)
	for b := range buurten {
		a.People[b], a.Covered[b], a.Expected[4][b] = 10_000, 10_000, Cents(b)*2500
	}
	for b := range int32(buurten) {
		a.Enrolled[0][0][b], a.Enrolled[1][1][b], a.Raised[b], a.Included[b], a.Actions[ActionPHM][b] = 6000+b, 900+b, 500, 50+b, 1
		for _, service := range []Service{GPContact, Stay, ResidualCare, P3CaseManagement, P3NightVisit, P3CarerSupport} {
			for range 20 + b {
				a.Serve(service, int(b), 400, 2600)
			}
		}
	}
	return s, a, l
}

func TestSettleAllocatesNothing(t *testing.T) {
	s, a, _ := busy(t, 200)
	month := 0
	if n := testing.AllocsPerRun(100, func() { s.Settle(month, a); month++ }); n != 0 {
		t.Errorf("a month allocates %v times", n)
	}
}

func BenchmarkSettle(b *testing.B) {
	const months = 120
	s, a, l := busy(b, months)
	month := 0
	b.ReportAllocs()
	for b.Loop() {
		if month == months {
			month = 0
			s.Reset()
			l.Reset()
		}
		s.Settle(month, a)
		month++
	}
}
