package finance

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A moneyCase settles months from `first` on and compares one flow, month by month,
// with amounts worked by hand in the comment beside it.
type moneyCase struct {
	name        string
	instruments []Instrument
	first       Month // 2027-01 unless given
	buurten     int   // 1 unless given
	fill        func(month int, a *Activity)
	to          Party  // payee of the instrument unless given
	reason      Reason // whatever the payee gets from others unless given
	want        []Cents
}

func (c moneyCase) run(t *testing.T) {
	t.Helper()
	first, buurten, to := c.first, c.buurten, c.to
	if first == 0 {
		first = Date(2027, 1)
	}
	if buurten == 0 {
		buurten = 1
	}
	if to == 0 {
		to = c.instruments[0].Payee
	}
	l := NewLedger(len(c.want))
	s, err := Compile(c.instruments, first, buurten, l)
	if err != nil {
		t.Fatalf("%s: %v", c.name, err)
	}
	l.Freeze()
	got := make([]Cents, len(c.want))
	a := NewActivity(buurten)
	for m := range c.want {
		a.Reset()
		if c.fill != nil {
			c.fill(m, a)
		}
		checkReceived(t, l, m, s.Settle(m, a))
		for i, line := range l.Lines() {
			if line.To == to && (c.reason == NoReason || line.Reason == c.reason) {
				got[m] += l.Month(i, m)
			}
		}
		checkTies(t, l, 0, m+1)
	}
	if diff := cmp.Diff(c.want, got); diff != "" {
		t.Errorf("%s: (-want +got)\n%s", c.name, diff)
	}
}

// checkReceived holds the receipts of a month against its postings: by party, what
// came in, less what a convention passed on.
func checkReceived(t fataler, l *Ledger, month int, received *Received) {
	var got [NumParties]Cents
	for _, r := range received.Receipts {
		got[r.To] += r.Total
		if r.ByBuurt == nil {
			continue
		}
		var sum Cents
		for _, cents := range r.ByBuurt {
			sum += cents
		}
		if sum != r.Total {
			t.Fatalf("month %d: buurten of %s sum to %d of %d", month, r.Instrument, sum, r.Total)
		}
	}
	for p := Party(0); int(p) < NumParties; p++ {
		if flow := l.Flow(p, month, month+1); !p.Payer() && flow != got[p] {
			t.Fatalf("month %d: receipts of %s are %d, the ledger has %d", month, p, got[p], flow)
		}
	}
}

func one(payer, payee Party, terms Terms, change ...func(*Instrument)) []Instrument {
	i := Instrument{Name: "it", Payer: payer, Payee: payee, Terms: terms, Plan: true}
	for _, f := range change {
		f(&i)
	}
	return []Instrument{i}
}

func start(m Month) func(*Instrument)          { return func(i *Instrument) { i.Start = m } }
func end(m Month) func(*Instrument)            { return func(i *Instrument) { i.End = m } }
func capped(c Cents, p Pace) func(*Instrument) { return func(i *Instrument) { i.Cap, i.CapBy = c, p } }
func floored(c Cents) func(*Instrument)        { return func(i *Instrument) { i.Floor = c } }
func heads(counts ...int32) func(int, *Activity) {
	return func(_ int, a *Activity) { copy(a.Enrolled[0][0], counts) }
}

func TestGMDFee(t *testing.T) {
	// EUR 35 a head and 61 raised: evidence rows gmd_fee_2024 and gmd_fee_chronic_2024.
	fee := GMDFee{PerHead: 3500, PerRaised: 6100}
	pay := func(change ...func(*Instrument)) []Instrument { return one(SicknessFunds, GPPractices, fee, change...) }
	for _, c := range []moneyCase{
		{
			name: "a head: 291.67, 583.33, 875.00, … up to 3500 in 12 months", instruments: pay(), fill: heads(1),
			want: []Cents{292, 291, 292, 292, 291, 292, 292, 291, 292, 292, 291, 292},
		},
		{
			name: "raised instead of base: 508.33, 1016.67, 1525", instruments: pay(), want: []Cents{508, 509, 508},
			fill: func(_ int, a *Activity) { a.Enrol(0, true, false, true) },
		},
		{
			name: "chronic status without the right age pays the base fee", instruments: pay(), want: []Cents{292, 291},
			fill: func(_ int, a *Activity) { a.Enrol(0, true, true, false) },
		},
		{
			name: "two base, one raised: 13100/12 = 1091.67, 2183.33, 3275", instruments: pay(), want: []Cents{1092, 1091, 1092},
			fill: func(_ int, a *Activity) {
				a.Enrol(0, false, true, false)
				a.Enrol(0, false, false, false)
				a.Enrol(0, true, false, true)
			},
		},
		{
			name: "heads 2, 3, 0: 583.33, then 1458.33, then no more", instruments: pay(), want: []Cents{583, 875, 0},
			fill: func(m int, a *Activity) { a.Enrolled[0][0][0] = []int32{2, 3, 0}[m] },
		},
		{
			name: "starts in March, ends before May", instruments: pay(start(Date(2027, 3)), end(Date(2027, 5))), fill: heads(1),
			want: []Cents{0, 0, 292, 291, 0},
		},
		{
			name: "two buurten round by themselves: 2 × 292, 2 × 291", instruments: pay(), buurten: 2, fill: heads(1, 1),
			want: []Cents{584, 582},
		},
		{
			name: "rounding starts again in January: 292, 291 | 292, 291", instruments: pay(start(Date(2027, 11))), first: Date(2027, 11), fill: heads(1),
			want: []Cents{292, 291, 292, 291},
		},
		{
			name: "ten heads under a cap of 50.00: 2916.67, then the rest", instruments: pay(capped(5000, ByYear)), fill: heads(10),
			want: []Cents{2917, 2083, 0},
		},
		{
			name: "half a cent goes up: 6 a year is 0.5, 1, 1.5, 2", instruments: one(Federal, GPPractices, GMDFee{PerHead: 6}), fill: heads(1),
			want: []Cents{1, 0, 1, 0},
		},
	} {
		c.run(t)
	}
}

func TestInclusionFee(t *testing.T) {
	// EUR 100 per included citizen and year: evidence row seed_budget_per_included.
	free := InclusionFee{PerYear: 10000}
	pay := func(fee InclusionFee, change ...func(*Instrument)) []Instrument {
		return one(Federal, Buurtteams, fee, change...)
	}
	on := func(c Condition, inclusions, group, phm, buurt int32) InclusionFee {
		return InclusionFee{PerYear: 10000, Condition: c, Actions: [NumActions]int32{inclusions, group, phm, buurt}}
	}
	included := func(counts ...int32) func(int, *Activity) {
		return func(_ int, a *Activity) { copy(a.Included, counts) }
	}
	does := func(included int32, in int, actions ...Action) func(int, *Activity) {
		return func(m int, a *Activity) {
			a.Included[0] = included
			if m == in {
				for _, x := range actions {
					a.Actions[x][0]++
				}
			}
		}
	}
	for _, c := range []moneyCase{
		{
			name: "one person: 833.33, 1666.67, 2500, … 10000", instruments: pay(free), fill: included(1),
			want: []Cents{833, 834, 833, 833, 834, 833, 833, 834, 833, 833, 834, 833},
		},
		{name: "three people: 2500 a month", instruments: pay(free), fill: included(3), want: []Cents{2500, 2500}},
		{
			name: "1, 2, 4 people: 833.33, 2500, 5833.33", instruments: pay(free), want: []Cents{833, 1667, 3333},
			fill: func(m int, a *Activity) { a.Included[0] = 1 << m },
		},
		{
			name: "nothing until the first action, and the months before are lost", instruments: pay(on(AnyAction, 1, 0, 0, 0)),
			fill: does(12, 2, ActionInclusion), want: []Cents{0, 0, 10000, 10000},
		},
		{
			name: "any: one of two kinds of action is enough", instruments: pay(on(AnyAction, 5, 0, 0, 1)),
			fill: does(12, 0, ActionBuurt), want: []Cents{10000},
		},
		{
			name: "an action that does not count opens nothing", instruments: pay(on(AnyAction, 5, 0, 0, 1)),
			fill: does(12, 0, ActionPHM, ActionGroupAttendance), want: []Cents{0, 0},
		},
		{
			name: "all: both kinds are needed", instruments: pay(on(AllActions, 0, 1, 1, 0)),
			fill: func(m int, a *Activity) {
				a.Included[0] = 12
				a.Actions[ActionGroupAttendance][0] = int32(index(m == 0))
				a.Actions[ActionPHM][0] = int32(index(m == 1))
			}, want: []Cents{0, 10000},
		},
		{
			name: "an action counts for 12 months, its own included", instruments: pay(on(AnyAction, 0, 0, 1, 0)),
			fill: does(12, 0, ActionPHM),
			want: []Cents{10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 0, 0},
		},
		{
			name: "three group attendances add up over the months", instruments: pay(on(AnyAction, 0, 3, 0, 0)),
			fill: func(_ int, a *Activity) { a.Included[0], a.Actions[ActionGroupAttendance][0] = 12, 1 }, want: []Cents{0, 0, 10000},
		},
		{
			name: "each buurt answers for its own actions", instruments: pay(on(AnyAction, 1, 0, 0, 0)), buurten: 2,
			fill: func(_ int, a *Activity) { a.Included[0], a.Included[1], a.Actions[ActionInclusion][1] = 12, 24, 1 }, want: []Cents{20000},
		},
		// The pilot's action budget (evidence row pilot_action_budget) and twice the people it can carry.
		{
			name: "a cap by year is gone in July: 4166 × 833.33 a month is 208300.00 after June, 33.00 short", instruments: pay(free, capped(20833300, ByYear)), fill: included(4166),
			want: []Cents{3471667, 3471666, 3471667, 3471667, 3471666, 3471667, 3300, 0},
		},
		{
			name: "the same cap by month: 1736108.33, 3472216.67, 5208325", instruments: pay(free, capped(20833300, ByMonth)), fill: included(4166),
			want: []Cents{1736108, 1736109, 1736108},
		},
		{
			name: "by month, what a quiet month leaves the next can use: cap 1000, earned 0, 2500", instruments: pay(free, capped(12000, ByMonth)),
			fill: func(m int, a *Activity) { a.Included[0] = int32(3 * index(m == 1)) }, want: []Cents{0, 2000, 500, 0},
		},
		{
			name: "what waited for room lapses at the end of the year", instruments: pay(free, capped(12000, ByMonth)), first: Date(2027, 12),
			fill: func(m int, a *Activity) { a.Included[0] = int32(3 * index(m == 0)) }, want: []Cents{1000, 0},
		},
		{
			name: "a cap that comes in February opens beside what January was paid", instruments: append(
				pay(free, end(Date(2027, 2))), pay(free, start(Date(2027, 2)), capped(12000, ByMonth))...), fill: included(3),
			want: []Cents{2500, 1000, 1000},
		},
		{
			name: "floor: 1000 a month whatever is included, and no more than earned in the end", instruments: pay(free, floored(12000)),
			fill: func(m int, a *Activity) { a.Included[0] = int32(3 * index(m == 1)) }, want: []Cents{1000, 1500, 500, 1000},
		},
	} {
		c.run(t)
	}
}

func TestPopulationBudget(t *testing.T) {
	budget := PopulationBudget{Base: 1200, Chronic: 2400, VT: 600}
	pay := func(change ...func(*Instrument)) []Instrument { return one(Federal, Buurtteams, budget, change...) }
	person := func(chronic, vt bool) func(int, *Activity) {
		return func(_ int, a *Activity) { a.Enrol(0, chronic, vt, false) }
	}
	for _, c := range []moneyCase{
		{name: "base: 12.00 a year is 1.00 a month", instruments: pay(), fill: person(false, false), want: []Cents{100, 100}},
		{name: "with chronic status: 36.00 a year", instruments: pay(), fill: person(true, false), want: []Cents{300}},
		{name: "with VT: 18.00 a year", instruments: pay(), fill: person(false, true), want: []Cents{150}},
		{name: "with both the additions add up: 42.00 a year", instruments: pay(), fill: person(true, true), want: []Cents{350}},
		{
			name: "100, 10, 20 and 5 people: 10000 + 1500 + 6000 + 1750", instruments: pay(), want: []Cents{19250},
			fill: func(_ int, a *Activity) {
				a.Enrolled[0][0][0], a.Enrolled[0][1][0], a.Enrolled[1][0][0], a.Enrolled[1][1][0] = 100, 10, 20, 5
			},
		},
		{name: "by buurt: 1000 and 500 people", instruments: pay(), buurten: 2, fill: heads(1000, 500), want: []Cents{150000}},
		{
			name: "an odd amount: 7 a head-year is 0.58, 1.17, 1.75, 2.33", instruments: one(Federal, Buurtteams, PopulationBudget{Base: 7}), fill: heads(1),
			want: []Cents{1, 0, 1, 0},
		},
		{
			name: "a new rate in March runs on: 500, 1000, then 250 a month on the same account",
			instruments: append(one(Federal, Buurtteams, PopulationBudget{Base: 6000}, end(Date(2027, 3))),
				one(Federal, Buurtteams, PopulationBudget{Base: 3001}, start(Date(2027, 3)))...),
			// 1000 + 250.08, 1000 + 500.17, …, + 1500.50 after six months: half up
			fill: heads(1), want: []Cents{500, 500, 250, 250, 250, 250, 250, 251},
		},
		{
			name: "a cap is borne in proportion: see TestWhoBearsTheCap; here the total", instruments: pay(capped(30000, ByYear)), buurten: 2, fill: heads(200, 100),
			want: []Cents{30000, 0},
		},
		{name: "ends at new year, so December is paid", instruments: pay(end(Date(2028, 1))), first: Date(2027, 12), fill: heads(1), want: []Cents{100, 0}},
	} {
		c.run(t)
	}
}

func TestRegionalConvention(t *testing.T) {
	split := func(coach float64) []Share {
		return []Share{{ZorgcoachPosts, ForCoordination, coach}, {CasemanagementPool, ForCaseManagement, 1 - coach}}
	}
	pay := func(year Cents, parts []Share, change ...func(*Instrument)) []Instrument {
		return one(Federal, Collaboration, RegionalConvention{PerYear: year, Split: parts}, change...)
	}
	for _, c := range []moneyCase{
		{name: "the collaboration gets 1200.00 a year", instruments: pay(120000, split(0.6)), want: []Cents{10000, 10000}},
		{name: "60 % goes to the zorgcoaches", instruments: pay(120000, split(0.6)), to: ZorgcoachPosts, want: []Cents{6000, 6000}},
		{name: "40 % goes to the pool", instruments: pay(120000, split(0.6)), to: CasemanagementPool, want: []Cents{4000, 4000}},
		// 100.00 a year is 833, 1667, 2500, 3333 (cumulative); 60 % of that 499.8, 1000.2, 1500, 1999.8.
		{
			name: "60 % to the cent over the year", instruments: pay(10000, split(0.6)), to: ZorgcoachPosts,
			want: []Cents{500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500},
		},
		// 40 %: 333.2, 666.8, 1000, 1333.2
		{
			name: "40 % to the cent over the year", instruments: pay(10000, split(0.6)), to: CasemanagementPool,
			want: []Cents{333, 334, 333, 333, 334, 333, 333, 334, 333, 333, 334, 333},
		},
		// A third of 83.33, 166.67, 250: 27.67, 55.67, 83.33 of the whole cents 83, 167, 250.
		{
			name: "three thirds of 10.00: the first party", instruments: pay(1000, []Share{
				{ZorgcoachPosts, ForCoordination, 1. / 3}, {CasemanagementPool, ForCaseManagement, 1. / 3}, {Collaboration, ForIntegration, 1. / 3},
			}),
			to: ZorgcoachPosts, want: []Cents{28, 28, 28},
		},
		{name: "a part that stays with the payee is not posted again", instruments: pay(120000, []Share{
			{ZorgcoachPosts, ForCoordination, 0.5}, {Collaboration, ForIntegration, 0.5},
		}), want: []Cents{10000}},
		{
			name: "70/30 from the third month on", to: ZorgcoachPosts, instruments: append(
				pay(120000, split(0.6), end(Date(2027, 3))), pay(120000, split(0.7), start(Date(2027, 3)))...),
			want: []Cents{6000, 6000, 7000, 7000},
		},
		{
			name: "starts in July: half a year is half the amount, 416.67, 833.33 … 2500", first: Date(2027, 6), instruments: pay(5000, split(1), start(Date(2027, 7))),
			to: ZorgcoachPosts, want: []Cents{0, 417, 416, 417, 417, 416, 417},
		},
		{
			name: "each year is split by itself: the one cent of June goes to the 60 % every year", instruments: pay(1, split(0.6)),
			to: ZorgcoachPosts, want: []Cents{0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
		},
		{
			name: "a cap holds for all parts: 15000 of 20000, of which 60 %", instruments: pay(120000, split(0.6), capped(15000, ByYear)),
			to: ZorgcoachPosts, want: []Cents{6000, 3000, 0},
		},
	} {
		c.run(t)
	}
}

func TestFixedBudget(t *testing.T) {
	pay := func(b FixedBudget, change ...func(*Instrument)) []Instrument {
		if b.Reason == NoReason {
			b.Reason = ForIntegration
		}
		return one(Flanders, Collaboration, b, change...)
	}
	for _, c := range []moneyCase{
		{name: "1200.00 a year", instruments: pay(FixedBudget{PerYear: 120000}), want: []Cents{10000, 10000}},
		{name: "1000.00 a year: 8333.33, 16666.67, 25000", instruments: pay(FixedBudget{PerYear: 100000}), want: []Cents{8333, 8334, 8333}},
		{name: "a cent a year comes in June: 0.5 rounds up", instruments: pay(FixedBudget{PerYear: 1}), want: []Cents{0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}},
		{name: "start-up once, in its first month", instruments: pay(FixedBudget{PerYear: 120000, Startup: 5000}, start(Date(2027, 2))), want: []Cents{0, 15000, 10000}},
		{name: "a start before the books has had its start-up", instruments: pay(FixedBudget{PerYear: 120000, Startup: 5000}, start(Date(2026, 12))), want: []Cents{10000}},
		{name: "start-up only", instruments: pay(FixedBudget{Startup: 777}, start(Date(2027, 1))), reason: ForStartup, want: []Cents{777, 0}},
		{name: "new terms do not pay the start-up again", instruments: append(
			pay(FixedBudget{PerYear: 120000, Startup: 5000}, start(Date(2027, 1)), end(Date(2027, 2))),
			pay(FixedBudget{PerYear: 240000, Startup: 5000}, start(Date(2027, 2)))...), want: []Cents{15000, 20000, 20000}},
		{name: "ends in the course of a year: 2 × 8333.33 is 16667", instruments: pay(FixedBudget{PerYear: 100000}, end(Date(2027, 3))), want: []Cents{8333, 8334, 0}},
		{name: "two levels of PHM are two budgets", instruments: []Instrument{
			{Name: "phm-elz", Payer: Flanders, Payee: Collaboration, Terms: FixedBudget{PerYear: 1200, Reason: ForPHM, Level: ELZLevel}},
			{Name: "phm-region", Payer: Flanders, Payee: Collaboration, Terms: FixedBudget{PerYear: 2400, Reason: ForPHM}},
		}, want: []Cents{300}},
		{name: "a gap between two terms pays nothing", instruments: append(
			pay(FixedBudget{PerYear: 1200}, end(Date(2027, 2))), pay(FixedBudget{PerYear: 1200}, start(Date(2027, 3)))...), want: []Cents{100, 0, 100}},
	} {
		c.run(t)
	}
}
