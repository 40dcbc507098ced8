package finance

import "testing"

func TestBudgetGuarantee(t *testing.T) {
	guarantee := func(change ...func(*BudgetGuarantee)) BudgetGuarantee {
		g := BudgetGuarantee{Yearly: Yearly{Use: PayOut}}
		for _, f := range change {
			f(&g)
		}
		return g
	}
	year := Outcome{Months: 14400, Benchmark: 1_320_000, Actual: 1_200_000, Earned: 120_000, Verdict: Gained}
	with := func(change func(*Outcome)) Outcome {
		o := year
		change(&o)
		return o
	}
	tested := func(tolerance float64) func(*BudgetGuarantee) {
		return func(g *BudgetGuarantee) { g.Benchmark.Years, g.Tolerance = 1, tolerance }
	}
	from2028 := func(i *Instrument) { i.Start = Date(2028, 1) }
	loses2027 := func(m int, a *Activity) { // 600 dearer than expected, then 1,200 cheaper
		if m < 12 {
			a.Expected[1][0] = 95_000
		}
	}
	for _, c := range []yearlyCase{
		{name: "all of 13,200 − 12,000", terms: guarantee(), want: year, paid: map[int]Cents{12: 120_000}},
		{
			name: "reinvested: 100 a month", terms: guarantee(func(g *BudgetGuarantee) { g.Use = Reinvest }), want: year, months: 24,
			paid: twelfths(12, 10_000),
		},
		{
			name: "a loss is not asked back", terms: guarantee(), fill: func(_ int, a *Activity) { a.Expected[1][0], a.Means[Buurtteams] = 95_000, 1e9 },
			want: with(func(o *Outcome) { o.Benchmark, o.Earned, o.Verdict = 1_140_000, 0, NoSaving }),
		},
		{
			name: "a loss of 2027 is forgotten in 2028", terms: guarantee(), fill: loses2027, months: 25, year: 1,
			want: year, paid: map[int]Cents{24: 120_000},
		},
		{
			name: "or carried over: 1,200 − 600", terms: guarantee(func(g *BudgetGuarantee) { g.CarryLoss = true }), fill: loses2027, months: 25, year: 1,
			want: with(func(o *Outcome) { o.Earned = 60_000 }), paid: map[int]Cents{24: 60_000},
		},
		{
			name: "data after 18 months, deadline 12", terms: guarantee(func(g *BudgetGuarantee) { g.Lag, g.Deadline = 18, 12 }), months: 36,
			want: with(func(o *Outcome) { o.Earned, o.Verdict = 0, TooLate }),
		},
		{
			name: "data after 12 months, deadline 12", terms: guarantee(func(g *BudgetGuarantee) { g.Lag, g.Deadline = 12, 12 }), months: 25,
			want: year, paid: map[int]Cents{24: 120_000},
		},
		{
			name: "in the base year the model is 10 % off, 5 % is tolerated", terms: guarantee(tested(0.05)), change: from2028, months: 25,
			want: with(func(o *Outcome) { o.Earned, o.Verdict = 0, NotAccepted }),
		},
		{
			name: "just 10 % is tolerated", terms: guarantee(tested(0.1)), change: from2028, months: 25,
			want: year, paid: map[int]Cents{24: 120_000},
		},
		{
			name: "the decree's reading: own 12,000 × growth of 4,400/3,960, rounded: 13,333.33", months: 25,
			terms: guarantee(func(g *BudgetGuarantee) { g.Benchmark = Benchmark{By: ByOwnAdjusted, Years: 1} }), change: from2028,
			fill: func(m int, a *Activity) {
				if m < 12 {
					a.Expected[1][0] = 99_000
				}
			},
			want: with(func(o *Outcome) { o.Benchmark, o.Earned = 1_333_333, 133_333 }), paid: map[int]Cents{24: 133_333},
		},
		{
			name: "a flat sum at most: EUR 208.33", terms: guarantee(), change: func(i *Instrument) { i.Cap = 20_833 },
			want: with(func(o *Outcome) { o.Earned = 20_833 }), paid: map[int]Cents{12: 20_833},
		},
		{
			name: "a third is enrolled: 12 × (366.67 − 333.33)", terms: guarantee(func(g *BudgetGuarantee) { g.Population = OfEnrolled }),
			fill: func(_ int, a *Activity) { a.Enrolled[0][0][0] = 400 },
			want: Outcome{Months: 4800, Benchmark: 440_004, Actual: 399_996, Earned: 40_008, Verdict: Gained}, paid: map[int]Cents{12: 40_008},
		},
		{
			name: "two thirds and a third of 1,200", want: year, paid: map[int]Cents{12: 120_000}, to: map[Party]Cents{Buurtteams: 80_000, Collaboration: 40_000},
			terms: guarantee(func(g *BudgetGuarantee) { g.Split = []Part{{Buurtteams, 2. / 3}, {Collaboration, 1. / 3}} }),
		},
	} {
		c.run(t)
	}
}

func TestGain(t *testing.T) {
	for _, c := range []struct {
		name                      string
		carry                     bool
		expected, actual, carried Cents
		gain, left                Cents
	}{
		{"a gain", false, 1000, 900, 0, 100, 0},
		{"nothing", false, 1000, 1000, 0, 0, 0},
		{"a loss, forgotten", false, 900, 1000, 0, 0, 0},
		{"what was carried does not count", false, 1000, 900, 50, 100, 0},
		{"a loss, carried", true, 900, 1000, 0, 0, 100},
		{"losses add up", true, 900, 1000, 30, 0, 130},
		{"a gain smaller than the loss", true, 1000, 900, 130, 0, 30},
		{"a gain that pays it off", true, 1000, 900, 30, 70, 0},
	} {
		g := BudgetGuarantee{CarryLoss: c.carry}
		if gain, left := g.Gain(c.expected, c.actual, c.carried); gain != c.gain || left != c.left {
			t.Errorf("%s: %d and %d left, want %d and %d", c.name, gain, left, c.gain, c.left)
		}
	}
}
