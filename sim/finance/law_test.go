package finance

import (
	"flag"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Law 5: whatever instruments settle whatever activity, every month balances, the
// costs tie, receipts equal postings, nobody is paid a negative amount, no cap is
// passed, what services earned without a limit is posted to the cent, an envelope
// pays no more than it holds and is empty at its end, and an advance comes back to
// the cent. `make long` tries 10,000 mixes.
func TestMoneyIsConserved(t *testing.T) {
	if os.Getenv("PIRAMIDE_LONG") != "" {
		checks := flag.Lookup("rapid.checks")
		usual := checks.Value.String()
		defer func() { _ = checks.Value.Set(usual) }()
		if err := checks.Value.Set("10000"); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, conserves)
}

func conserves(t *rapid.T) {
	const months, buurten = 27, 3
	first := Date(2027, rapid.IntRange(1, 12).Draw(t, "first month"))
	instruments := mix(t, first, months)
	l := NewLedger(months)
	s, err := Compile(instruments, first, buurten, l)
	if err != nil {
		t.Fatal(err)
	}
	l.Freeze()
	a := NewActivity(buurten)
	spent := make([]Cents, len(instruments)) // in the calendar year
	flows := make([]flow, len(instruments))
	for m := range months {
		calendar := first + Month(m)
		if calendar%12 == 0 {
			clear(spent)
		}
		fill(t, a)
		received := s.Settle(m, a)
		checkReceived(t, l, m, received)
		checkTies(t, l, m, m+1)
		checkReplaced(t, s, a, received)
		for i := range instruments {
			x := &instruments[i]
			paid := flows[i].month(t, l, m, x, calendar)
			spent[i] += paid
			if _, yearly := yearlyTerms(*x); x.Cap > 0 && !yearly && spent[i] > x.Cap {
				t.Fatalf("%s: %s has paid %d of a cap of %d", calendar, x.Name, spent[i], x.Cap)
			}
			if f, ok := x.Terms.(FeeForService); ok && x.Cap == 0 && x.active(calendar) {
				var earned Cents
				for _, fee := range f.Services {
					for b := range buurten {
						earned += s.payer[fee.Service][b]
					}
				}
				if paid != earned {
					t.Fatalf("%s: %s paid %d of %d", calendar, x.Name, paid, earned)
				}
			}
			flows[i].check(t, received, x, calendar)
		}
	}
	for _, o := range s.Outcomes() { // parts of two years may be paid in one
		for i := range instruments {
			if x := &instruments[i]; x.Name == o.Instrument && x.Cap > 0 && o.Earned > x.Cap {
				t.Fatalf("%d: %s earned %d of a cap of %d", o.Year, x.Name, o.Earned, x.Cap)
			}
		}
	}
	checkTies(t, l, 0, months)
}

// flow is what an instrument has paid and got back since the books opened.
type flow struct{ in, back, held Cents }

// month adds a month and returns what was paid.
func (f *flow) month(t *rapid.T, l *Ledger, m int, x *Instrument, calendar Month) (paid Cents) {
	from := func(p Party) bool { return p == x.Payer }
	if pool, ok := x.Terms.(PooledBudget); ok {
		from = func(p Party) bool {
			return slices.ContainsFunc(pool.Sources, func(s PoolSource) bool { return s.Payer == p })
		}
	}
	for n, line := range l.Lines() {
		amount := l.Month(n, m)
		if amount < 0 {
			t.Fatalf("%s: %+v posts %d", calendar, line, amount)
		}
		if line.Instrument != x.Name {
			continue
		}
		if _, late := yearlyTerms(*x); amount > 0 && !x.active(calendar) && !late {
			t.Fatalf("%s: %s pays outside its period", calendar, x.Name)
		}
		switch {
		case from(line.From):
			paid += amount
		case from(line.To):
			f.back += amount
		}
	}
	f.in += paid
	return paid
}

// check holds an envelope and an advance to their promises at the end of a month.
func (f *flow) check(t *rapid.T, received *Received, x *Instrument, calendar Month) {
	ended := x.End > 0 && calendar+1 >= x.End
	switch terms := x.Terms.(type) {
	case PooledBudget:
		for _, r := range received.Receipts {
			if r.Instrument == x.Name && r.Reason == ForPool {
				f.held += r.Total
			}
		}
		if f.held < 0 || f.back > f.in || ended && f.held != 0 || terms.Rest == ReturnRest && calendar%12 == 11 && x.active(calendar) && f.held != 0 {
			t.Fatalf("%s: the envelope holds %d; %d went in and %d back", calendar, f.held, f.in, f.back)
		}
	case Prefinancing:
		if f.in > terms.Advance || f.back > f.in || ended && f.back != f.in || received.Owed[x.Payee] != f.in-f.back {
			t.Fatalf("%s: of an advance of %d, %d was paid and %d came back; %d is owed", calendar, terms.Advance, f.in, f.back, received.Owed[x.Payee])
		}
	}
}

// checkReplaced holds what is left of the fees, and what is not, against the whole.
func checkReplaced(t *rapid.T, s *Settlement, a *Activity, received *Received) {
	var whole, left Cents
	for service := range NumServices {
		for b := range a.Buurten() {
			if s.citizen[service][b] < 0 || s.payer[service][b] < 0 {
				t.Fatalf("%s in buurt %d: %d and %d are left of %d and %d", Service(service), b, s.citizen[service][b], s.payer[service][b], a.Citizen[service][b], a.Payer[service][b])
			}
			whole += a.Citizen[service][b] + a.Payer[service][b]
			left += s.citizen[service][b] + s.payer[service][b]
		}
	}
	if whole != left+received.Replaced {
		t.Fatalf("of fees of %d, %d are left and %d replaced", whole, left, received.Replaced)
	}
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
		{Name: "wgc", Payer: Federal, Payee: GPPractices, Cap: 1e8, CapBy: ByMonth, Terms: house(0.03)},
		{Name: "new-deal", Payer: Federal, Payee: GPPractices, Terms: newDeal(0.1)},
		{Name: "bundel", Payer: Flanders, Payee: Buurtteams, Cap: 1e8, CapBy: ByMonth, Terms: Bundle{
			PerTier: [NumTiers]Cents{0, 100, 60000, 120000}, Services: []Service{GroupSession, P3NightVisit}, Split: []Share{{HomeCare, ForTraining, .3}},
		}},
		{Name: "pot", Payer: Federal, Payee: Collaboration, Terms: PooledBudget{
			[]PoolSource{{Federal, 1e7}, {Flanders, 1e7}, {Local, 1e6}}, []PoolUse{{Buurtteams, ForGroupSession, 2e7}, {Collaboration, ForIntegration, 1e7}}, ProRata, ReturnRest,
		}},
		{Name: "voorschot", Payer: Federal, Payee: Buurtteams, Start: Date(2027, 1), Terms: Prefinancing{Advance: 1e7, Installments: 12, From: "honderd", Share: .1}},
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
		a.Classes[Age25][0][0][b], a.Classes[Age75][1][1][b], a.AtHome[TierHighRisk][b], a.Starts[b] = 6000+b, 900+b, 200+b, 3
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
