package finance

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A yearlyCase lives months from 2027-01 on with stays paid by the federal payer:
// unless said otherwise 1,200 people in one buurt with a team, EUR 1,000 a month
// (12,000 a year) and an expected cost of EUR 1,100 a month (13,200 a year), so that
// a year saves EUR 1,200. Amounts are worked by hand in the comment beside them.
type yearlyCase struct {
	name   string
	terms  Terms
	change func(*Instrument)
	others []Instrument
	fill   func(month int, a *Activity)
	months int              // 24 unless given
	year   int              // the outcome that is held; 0 is the first
	want   Outcome          // without name and year
	paid   map[int]Cents    // by month: what the federal payer pays for gains and investments
	back   map[int]Cents    // by month: what it gets back of a loss
	to     map[Party]Cents  // in all, by party
	buurt  map[int][2]Cents // by month: gains of two buurten
}

func (c yearlyCase) run(t *testing.T) {
	t.Helper()
	months, buurten := max(c.months, 24*index(c.months == 0)), 1+index(c.buurt != nil)
	it := Instrument{Name: "it", Payer: Federal, Payee: Buurtteams, Plan: true, Terms: c.terms}
	if c.change != nil {
		c.change(&it)
	}
	stays := Instrument{Name: "stays", Payer: Federal, Payee: Hospitals, Terms: FeeForService{[]ServiceFee{{Service: Stay}}}}
	l := NewLedger(months)
	s, err := Compile(append([]Instrument{stays, it}, c.others...), Date(2027, 1), buurten, l)
	if err != nil {
		t.Fatalf("%s: %v", c.name, err)
	}
	l.Freeze()
	paid, back, to, buurt := map[int]Cents{}, map[int]Cents{}, map[Party]Cents{}, map[int][2]Cents{}
	a := NewActivity(buurten)
	for m := range months {
		a.Reset()
		for b := range buurten {
			a.People[b], a.Covered[b] = 1200, 1200
			a.Payer[Stay][b], a.Expected[1][b] = 100_000, 110_000
		}
		if c.fill != nil {
			c.fill(m, a)
		}
		received := s.Settle(m, a)
		checkReceived(t, l, m, received)
		checkTies(t, l, 0, m+1)
		for n, line := range l.Lines() {
			cents := l.Month(n, m)
			switch {
			case cents == 0 || line.Instrument != "it":
			case line.Reason == ForLoss:
				back[m] += cents
				to[line.From] -= cents
			default:
				paid[m] += cents
				to[line.To] += cents
			}
		}
		if g := [2]Cents{received.Buurt(Buurtteams, 0), received.Buurt(Buurtteams, buurten-1)}; c.buurt != nil && g[0]+g[1] != 0 {
			buurt[m] = g
		}
	}
	got := s.Outcomes()[c.year]
	c.want.Instrument, c.want.Year = got.Instrument, 2027+c.year+index(it.Start >= Date(2028, 1))
	check := func(what string, diff string) {
		if diff != "" {
			t.Errorf("%s: %s (-want +got)\n%s", c.name, what, diff)
		}
	}
	check("outcome", cmp.Diff(c.want, got))
	check("paid", cmp.Diff(c.paid, paid, equateEmpty))
	check("paid back", cmp.Diff(c.back, back, equateEmpty))
	if c.to != nil {
		check("by party", cmp.Diff(c.to, to))
	}
	if c.buurt != nil {
		check("by buurt", cmp.Diff(c.buurt, buurt))
	}
}

var equateEmpty = cmp.Transformer("amounts", func(m map[int]Cents) []Cents {
	out := make([]Cents, 120)
	for k, v := range m {
		out[k] = v
	}
	return out
})

// twelfths are equal instalments from a month on.
func twelfths(from int, each Cents) map[int]Cents {
	out := map[int]Cents{}
	for m := range 12 {
		out[from+m] = each
	}
	return out
}

func TestSharedSavings(t *testing.T) {
	half := func(change ...func(*SharedSavings)) SharedSavings {
		s := SharedSavings{Share: 0.5, Yearly: Yearly{Use: PayOut}}
		for _, f := range change {
			f(&s)
		}
		return s
	}
	year := Outcome{Months: 14400, Benchmark: 1_320_000, Actual: 1_200_000, Earned: 60_000, Verdict: Gained}
	with := func(change func(*Outcome)) Outcome {
		o := year
		change(&o)
		return o
	}
	dear := func(_ int, a *Activity) { a.Expected[1][0] = 95_000 } // 11,400 a year: a loss of EUR 600
	quality := func(use QualityUse, least float64) func(*SharedSavings) {
		return func(s *SharedSavings) {
			s.Quality = Quality{use, least, []Measure{{ReachedInTime, 0.6}, {GiveUps, 0.1}}}
		}
	}
	measured := func(reached, quits float64) func(int, *Activity) {
		return func(_ int, a *Activity) {
			a.Measured = func(i Indicator, from, to int) (float64, bool) {
				if from%12 != 0 || to != from+12 { // the second year is looked at, and not settled
					panic("measured over the wrong months")
				}
				return map[Indicator]float64{ReachedInTime: reached, GiveUps: quits}[i], i == ReachedInTime || i == GiveUps
			}
		}
	}
	from2028 := func(i *Instrument) { i.Start = Date(2028, 1) }
	for _, c := range []yearlyCase{
		{name: "half of 1,200, in January", terms: half(), want: year, paid: map[int]Cents{12: 60_000}},
		{
			name: "reinvested in twelfths of 50", terms: half(func(s *SharedSavings) { s.Use = Reinvest }), want: year, months: 36, year: 0,
			paid: add(twelfths(12, 5_000), twelfths(24, 5_000)),
		},
		{name: "claims run out for six months", terms: half(func(s *SharedSavings) { s.Lag = 6 }), want: year, paid: map[int]Cents{18: 60_000}},
		{
			name: "not settled before the run ends", terms: half(func(s *SharedSavings) { s.Lag = 12 }),
			want: Outcome{Verdict: Pending, Accrued: 60_000},
		},
		{
			name: "9.09 % is under 10 %", terms: half(func(s *SharedSavings) { s.MinSaving = 0.1 }),
			want: with(func(o *Outcome) { o.Earned, o.Verdict = 0, UnderMinimum }),
		},
		{
			name: "from 9 % on, from the first euro", terms: half(func(s *SharedSavings) { s.MinSaving = 0.09 }),
			want: year, paid: map[int]Cents{12: 60_000},
		},
		{
			name: "above 9 % (1,188): half of 12", terms: half(func(s *SharedSavings) { s.MinSaving, s.Threshold = 0.09, AboveMinimum }),
			want: with(func(o *Outcome) { o.Earned = 600 }), paid: map[int]Cents{12: 600},
		},
		{
			name: "2 % of 13,200 at most", terms: half(func(s *SharedSavings) { s.BonusCap = 0.02 }),
			want: with(func(o *Outcome) { o.Earned = 26_400 }), paid: map[int]Cents{12: 26_400},
		},
		{
			name: "EUR 100 a year at most", terms: half(), change: func(i *Instrument) { i.Cap = 10_000 },
			want: with(func(o *Outcome) { o.Earned = 10_000 }), paid: map[int]Cents{12: 10_000},
		},
		{
			name: "a loss in a one-sided agreement", terms: half(), fill: dear,
			want: with(func(o *Outcome) { o.Benchmark, o.Earned, o.Verdict = 1_140_000, 0, NoSaving }),
		},
		{
			name: "30 % of a loss of 600, as far as there are means", terms: half(func(s *SharedSavings) { s.LossShare = 0.3 }),
			fill: func(m int, a *Activity) { dear(m, a); a.Means[Buurtteams] = 10_000 },
			want: with(func(o *Outcome) { o.Benchmark, o.Earned, o.Verdict = 1_140_000, -18_000, Lost }),
			back: map[int]Cents{12: 10_000, 13: 8_000}, to: map[Party]Cents{Buurtteams: -18_000},
		},
		{
			name: "a loss of 5.26 % capped at 1 % of 11,400", terms: half(func(s *SharedSavings) { s.LossShare, s.LossCap = 0.3, 0.01 }),
			fill: func(m int, a *Activity) { dear(m, a); a.Means[Buurtteams] = 1e9 },
			want: with(func(o *Outcome) { o.Benchmark, o.Earned, o.Verdict = 1_140_000, -11_400, Lost }),
			back: map[int]Cents{12: 11_400},
		},
		{
			name: "one of two targets: 50 % + half of 50 %", terms: half(quality(Weight, 0.5)), fill: measured(0.7, 0.2),
			want: with(func(o *Outcome) { o.Earned, o.Score = 45_000, 0.5 }), paid: map[int]Cents{12: 45_000},
		},
		{
			name: "a gate of 60 % and a score of 50 %", terms: half(quality(Gate, 0.6)), fill: measured(0.59, 0.1),
			want: with(func(o *Outcome) { o.Earned, o.Score, o.Verdict = 0, 0.5, QualityFailed }),
		},
		{
			name: "through the gate, targets just reached", terms: half(quality(Gate, 0.6)), fill: measured(0.6, 0.1),
			want: with(func(o *Outcome) { o.Score = 1 }), paid: map[int]Cents{12: 60_000},
		},
		{
			name: "half of the people have a team", terms: half(), fill: func(_ int, a *Activity) { a.Covered[0] = 600 },
			want: Outcome{Months: 7200, Benchmark: 660_000, Actual: 600_000, Earned: 30_000, Verdict: Gained}, paid: map[int]Cents{12: 30_000},
		},
		{
			name: "the whole region, with or without team", terms: half(func(s *SharedSavings) { s.Population = OfRegion }),
			fill: func(_ int, a *Activity) { a.Covered[0] = 0 }, want: year, paid: map[int]Cents{12: 60_000},
		},
		{
			name: "a third is enrolled: 366.67 − 333.33 a month, 12 × 33.34", terms: half(func(s *SharedSavings) { s.Population = OfEnrolled }),
			fill: func(_ int, a *Activity) { a.Enrolled[0][0][0] = 400 },
			want: Outcome{Months: 4800, Benchmark: 440_004, Actual: 399_996, Earned: 20_004, Verdict: Gained}, paid: map[int]Cents{12: 20_004},
		},
		{
			name: "nobody has a team", terms: half(), fill: func(_ int, a *Activity) { a.Covered[0] = 0 },
			want: Outcome{Verdict: NoBenchmark},
		},
		{
			name: "divided 50/30/20", terms: half(func(s *SharedSavings) {
				s.Split = []Part{{Buurtteams, 0.5}, {GPPractices, 0.3}, {Hospitals, 0.2}}
			}),
			want: year, paid: map[int]Cents{12: 60_000}, to: map[Party]Cents{Buurtteams: 30_000, GPPractices: 18_000, Hospitals: 12_000},
		},
		{
			name: "Flanders invested 250 and is paid first", terms: half(),
			others: []Instrument{{Name: "invest", Payer: Flanders, Payee: Collaboration, Plan: true, End: Date(2028, 1), Terms: FixedBudget{PerYear: 25_000, Reason: ForIntegration}}},
			want:   with(func(o *Outcome) { o.Repaid = 25_000 }), paid: map[int]Cents{12: 60_000}, to: map[Party]Cents{Flanders: 25_000, Buurtteams: 35_000},
		},
		{
			name: "two investors of 600 and 300 share what there is: 400 and 200", terms: half(),
			others: []Instrument{
				{Name: "invest", Payer: Flanders, Payee: Collaboration, Plan: true, Terms: FixedBudget{PerYear: 60_000, Reason: ForIntegration}},
				{Name: "town", Payer: Local, Payee: Collaboration, Plan: true, Terms: FixedBudget{PerYear: 30_000, Reason: ForPHM}},
			},
			want: with(func(o *Outcome) { o.Repaid = 60_000 }), paid: map[int]Cents{12: 60_000}, to: map[Party]Cents{Flanders: 40_000, Local: 20_000},
		},
		{
			name: "no cross-financing", terms: half(func(s *SharedSavings) { s.Cross = NoCross }),
			others: []Instrument{{Name: "invest", Payer: Flanders, Payee: Collaboration, Plan: true, Terms: FixedBudget{PerYear: 25_000, Reason: ForIntegration}}},
			want:   year, paid: map[int]Cents{12: 60_000}, to: map[Party]Cents{Buurtteams: 60_000},
		},
		{
			name: "what the payer puts into the plan (400 a year) counts as cost: half of 800", terms: half(func(s *SharedSavings) { s.Programme = true }),
			others: []Instrument{{Name: "plan", Payer: Federal, Payee: Collaboration, Plan: true, Terms: FixedBudget{PerYear: 40_000, Reason: ForIntegration}}},
			want:   with(func(o *Outcome) { o.Actual, o.Earned = 1_240_000, 40_000 }), paid: map[int]Cents{12: 40_000},
		},
		{
			name: "EUR 11 a head: 13,200", terms: half(func(s *SharedSavings) { s.Benchmark = Benchmark{By: ByFixed, PerHead: 1100} }),
			want: year, paid: map[int]Cents{12: 60_000},
		},
		{
			name: "the second year of a trend of 1 %: 13,332 − 12,000, half", terms: half(func(s *SharedSavings) {
				s.Benchmark = Benchmark{By: ByFixed, PerHead: 1100, Trend: 0.01}
			}), months: 25, year: 1,
			want: with(func(o *Outcome) { o.Benchmark, o.Earned = 1_333_200, 66_600 }), paid: map[int]Cents{12: 60_000, 24: 66_600},
		},
		{
			name: "own 2027 of 12,000 + 4 % against 11,400 in 2028: half of 1,080", terms: half(func(s *SharedSavings) {
				s.Benchmark = Benchmark{By: ByOwnHistory, Years: 1, Trend: 0.04}
			}), change: from2028, months: 25,
			fill: func(m int, a *Activity) {
				if m >= 12 {
					a.Payer[Stay][0] = 95_000
				}
			},
			want: with(func(o *Outcome) { o.Benchmark, o.Actual, o.Earned = 1_248_000, 1_140_000, 54_000 }), paid: map[int]Cents{24: 54_000},
		},
		{
			name: "own 2027 × expected growth of 10 %: half of 13,200 − 12,000", terms: half(func(s *SharedSavings) {
				s.Benchmark = Benchmark{By: ByOwnAdjusted, Years: 1}
			}), change: from2028, months: 25,
			fill: func(m int, a *Activity) {
				if m >= 12 {
					a.Expected[1][0] = 121_000
				}
			},
			want: year, paid: map[int]Cents{24: 60_000},
		},
		{
			name: "neighbours grow by 6 %, own 12,000 becomes 12,720, actual 12,000: half of 720, all to the first buurt",
			terms: half(func(s *SharedSavings) {
				s.Benchmark = Benchmark{By: ByNeighbours, Years: 1}
			}), change: from2028, months: 25,
			fill: func(m int, a *Activity) {
				a.Covered[1] = 0
				if m >= 12 {
					a.Payer[Stay][1] = 106_000
				}
			},
			want: with(func(o *Outcome) { o.Benchmark, o.Earned = 1_272_000, 36_000 }), paid: map[int]Cents{24: 36_000}, buurt: map[int][2]Cents{24: {36_000, 0}},
		},
		{
			name: "no neighbours left", terms: half(func(s *SharedSavings) { s.Benchmark = Benchmark{By: ByNeighbours, Years: 1} }), change: from2028, months: 25,
			want: Outcome{Months: 14400, Actual: 1_200_000, Verdict: NoBenchmark},
		},
		{
			name: "a capitation of EUR 1 in the place of fees of 1.50 counts as cost: half of 12 × 0.50", terms: half(func(s *SharedSavings) { s.Costs = []Reason{ForGPContact} }),
			others: []Instrument{
				{Name: "gp", Payer: Federal, Payee: GPPractices, Terms: FeeForService{[]ServiceFee{{Service: GPContact}}}},
				{Name: "forfait", Payer: Federal, Payee: GPPractices, Terms: Capitation{
					Registered: 1, PerYear: 1, Age: [NumAgeGroups]float64{1, 1, 1, 1}, VT: 1, Chronic: 1, Services: []Service{GPContact},
				}},
			},
			fill: func(_ int, a *Activity) { // 1,200 enrolled at a cent a year are 100 cents a month
				a.Enrolled[0][0][0], a.Classes[Age25][0][0][0] = 1200, 1200
				a.Payer[GPContact][0], a.Expected[0][0] = 150, 150
			},
			want: Outcome{Months: 14400, Benchmark: 1800, Actual: 1200, Earned: 300, Verdict: Gained}, paid: map[int]Cents{12: 300},
		},
		{
			name: "from July on: half of half a year's 600", terms: half(), change: func(i *Instrument) { i.Start = Date(2027, 7) },
			want: Outcome{Months: 7200, Benchmark: 660_000, Actual: 600_000, Earned: 30_000, Verdict: Gained}, paid: map[int]Cents{12: 30_000},
		},
		{
			name: "ended in March 2027, settled all the same: half of 300", terms: half(), change: func(i *Instrument) { i.End = Date(2027, 4) },
			want: Outcome{Months: 3600, Benchmark: 330_000, Actual: 300_000, Earned: 15_000, Verdict: Gained}, paid: map[int]Cents{12: 15_000},
		},
		{
			name: "two buurten of 900 and 300: 45 and 15", terms: half(func(s *SharedSavings) { s.Population = OfRegion }),
			fill: func(_ int, a *Activity) {
				a.People[0], a.People[1] = 900, 300
				for b := range 2 {
					a.Payer[Stay][b], a.Expected[1][b] = 50_000, 55_000
				}
			},
			want: year, paid: map[int]Cents{12: 60_000}, buurt: map[int][2]Cents{12: {45_000, 15_000}},
		},
	} {
		if c.want.Verdict == Pending {
			c.want = Outcome{Verdict: Pending, Accrued: c.want.Accrued}
		}
		c.run(t)
	}
}

func add(a, b map[int]Cents) map[int]Cents {
	for k, v := range b {
		a[k] += v
	}
	return a
}

// What a year earns, worked by hand: benchmark EUR 1,000.00.
func TestEarned(t *testing.T) {
	for _, c := range []struct {
		name   string
		terms  SharedSavings
		actual Cents
		score  float64
		want   Cents
		why    Verdict
	}{
		{"one third of 10.00 is 3.33", SharedSavings{Share: 1. / 3}, 99_000, 0, 333, Gained},
		{"half of a cent rounds away from zero", SharedSavings{Share: 0.5}, 99_999, 0, 1, Gained},
		{"half of a lost cent too", SharedSavings{LossShare: 0.5}, 100_001, 0, -1, Lost},
		{"nothing saved", SharedSavings{Share: 1}, 100_000, 0, 0, NoSaving},
		{"just the minimum", SharedSavings{Share: 1, MinSaving: 0.02}, 98_000, 0, 2_000, Gained},
		{"a cent under it", SharedSavings{Share: 1, MinSaving: 0.02}, 98_001, 0, 0, UnderMinimum},
		{"a loss under its minimum", SharedSavings{LossShare: 1, MinLoss: 0.02}, 101_999, 0, 0, UnderMinimum},
		{"above the minimum, both ways", SharedSavings{LossShare: 1, MinLoss: 0.02, Threshold: AboveMinimum}, 103_000, 0, -1_000, Lost},
		{"quality leaves a loss alone", SharedSavings{LossShare: 0.5, Quality: Quality{Use: Gate, Least: 1}}, 110_000, 0, -5_000, Lost},
		{"weight from 40 % on, score 75 %: 85 % of 5.00", SharedSavings{Share: 0.5, Quality: Quality{Use: Weight, Least: 0.4}}, 99_000, 0.75, 425, Gained},
		{"weight 0 at score 0", SharedSavings{Share: 0.5, Quality: Quality{Use: Weight}}, 99_000, 0, 0, QualityFailed},
		{"cap of 1 %", SharedSavings{Share: 0.5, BonusCap: 0.01}, 50_000, 0, 1_000, Gained},
	} {
		if got, why := c.terms.Earned(100_000, c.actual, c.score); got != c.want || why != c.why {
			t.Errorf("%s: %d %s, want %d %s", c.name, got, why, c.want, c.why)
		}
	}
}

func TestScore(t *testing.T) {
	nan := math.NaN()
	q := Quality{Measures: []Measure{{ReachedInTime, 0.6}, {GiveUps, 0.1}, {UnplannedStays, 0.12}}}
	for _, c := range []struct {
		reached, quits, stays, want float64
	}{
		{0.6, 0.1, 0.12, 1}, {0.61, 0.11, 0.13, 1. / 3}, {0.5, 0.2, 0.2, 0}, {nan, 0.05, 0.2, 0.5}, {nan, nan, nan, 0},
	} {
		var values [NumIndicators]float64
		values[ReachedInTime], values[GiveUps], values[UnplannedStays] = c.reached, c.quits, c.stays
		if got := q.Score(&values); got != c.want {
			t.Errorf("%v: %v, want %v", c, got, c.want)
		}
	}
}

// savingsMix draws instruments that settle yearly and that Validate accepts beside
// federal payments for stays and for GMDs.
func savingsMix(t *rapid.T, first Month, months int) []Instrument {
	share := func(name string) float64 { return rapid.Float64Range(0, 1).Draw(t, name) }
	yearly := func(reason Reason) Yearly {
		y := Yearly{
			Population: Population(rapid.IntRange(0, 2).Draw(t, "population")), Use: Use(rapid.IntRange(0, 1).Draw(t, "use")),
			Lag: rapid.IntRange(0, 14).Draw(t, "lag"), Costs: []Reason{reason}, Programme: rapid.Bool().Draw(t, "programme"),
		}
		if rapid.Bool().Draw(t, "split") {
			x := share("part")
			y.Split = []Part{{Buurtteams, x}, {Hospitals, 1 - x}}
		}
		return y
	}
	start := first + Month(rapid.IntRange(0, months-1).Draw(t, "start"))
	savings := SharedSavings{
		Yearly: yearly(ForStay), Share: share("share"), LossShare: 0.1 + share("loss share")*0.9, MinSaving: share("minimum") / 4, MinLoss: share("minimum loss") / 4,
		BonusCap: share("bonus cap"), LossCap: share("loss cap"), Threshold: Threshold(rapid.IntRange(0, 1).Draw(t, "threshold")), Cross: Cross(rapid.IntRange(0, 1).Draw(t, "cross")),
	}
	if rapid.Bool().Draw(t, "quality") {
		savings.Quality = Quality{QualityUse(rapid.IntRange(1, 2).Draw(t, "use of quality")), 0.5, []Measure{{NeedFound, 0.5}, {EDVisits, 0.3}}}
	}
	switch b := Basis(rapid.IntRange(0, 4).Draw(t, "basis")); {
	case b == ByFixed:
		savings.Benchmark = Benchmark{By: b, PerHead: Cents(rapid.Int64Range(1, 9000).Draw(t, "per head")), Trend: share("trend") / 9}
	case b.looksBack():
		savings.Benchmark = Benchmark{By: b, Years: 1}
		start = first + 12 + (start-first)/3
	}
	guarantee := BudgetGuarantee{Yearly: yearly(ForGMD), CarryLoss: rapid.Bool().Draw(t, "carry")}
	if rapid.Bool().Draw(t, "deadline") {
		guarantee.Deadline = 6
	}
	out := []Instrument{
		{Name: "besparing", Payer: Federal, Payee: Buurtteams, Plan: true, Start: start, Terms: savings},
		{Name: "garantie", Payer: Federal, Payee: Collaboration, Plan: true, Start: first, End: first + Month(rapid.IntRange(1, months).Draw(t, "end")), Terms: guarantee},
	}
	if rapid.Bool().Draw(t, "capped saving") {
		out[0].Cap = Cents(rapid.Int64Range(1, 100_000).Draw(t, "cap of saving"))
	}
	return out
}

// fillExposure draws what yearly instruments read beside payments.
func fillExposure(t *rapid.T, a *Activity) {
	n := func(name string, most int64) int64 { return rapid.Int64Range(0, most).Draw(t, name) }
	for b := range a.Buurten() {
		a.People[b] = int32(a.EnrolledHeads(b) + n("not enrolled", 9))
		a.Covered[b] = a.People[b] * int32(n("team", 1))
		a.Expected[1][b], a.Expected[3][b] = Cents(n("expected stays", 30_000)), Cents(n("expected GMD", 30_000))
	}
	for p := range a.Means {
		a.Means[p] = Cents(n("means", 9_000))
	}
	a.Measured = func(i Indicator, _, _ int) (float64, bool) { return float64(i) / 10, i != EDVisits }
}

// Over any years of gains and losses no cent is lost: months balance and tie, what a
// settled year earned is paid out in full once there was time, a loss is never taken
// beyond a party's means, and nobody pays back more than was lost.
func TestYearsAreSettledToTheCent(t *testing.T) {
	const months, buurten = 54, 3
	rapid.Check(t, func(t *rapid.T) {
		first := Date(2027, rapid.IntRange(1, 12).Draw(t, "first month"))
		instruments := append(savingsMix(t, first, 24),
			Instrument{Name: "ziekenhuis", Payer: Federal, Payee: Hospitals, Terms: FeeForService{[]ServiceFee{{Service: Stay}}}},
			Instrument{Name: "gmd", Payer: Federal, Payee: GPPractices, Terms: GMDFee{PerHead: 3500, PerRaised: 6100}},
			Instrument{Name: "regio", Payer: Flanders, Payee: Collaboration, Plan: true, Terms: FixedBudget{PerYear: Cents(rapid.Int64Range(0, 50_000).Draw(t, "invested")), Reason: ForIntegration}},
		)
		for i := range instruments { // so that everything is settled and paid when the run ends
			if x := &instruments[i]; x.Plan && x.Name != "regio" {
				x.End = min(max(x.Start+1, first+Month(rapid.IntRange(1, 24).Draw(t, "last month"))), Date((first+24).Year(), 1))
				x.End = max(x.End, x.Start+1)
			}
		}
		l := NewLedger(months)
		s, err := Compile(instruments, first, buurten, l)
		if err != nil {
			t.Fatal(err)
		}
		l.Freeze()
		a := NewActivity(buurten)
		for m := range months {
			a.Reset()
			for b := range buurten {
				a.Enrolled[0][0][b] = rapid.Int32Range(0, 20).Draw(t, "heads")
				a.Serve(Stay, b, 0, Cents(rapid.Int64Range(0, 60_000).Draw(t, "stay")))
			}
			fillExposure(t, a)
			checkReceived(t, l, m, s.Settle(m, a))
			checkTies(t, l, m, m+1)
			for p := Party(0); int(p) < NumParties; p++ {
				if back := l.Sum(m, m+1, func(x Line) bool { return x.Reason == ForLoss && x.From == p }); back < 0 || back > a.Means[p] {
					t.Fatalf("month %d: %s pays back %d with means of %d", m, p, back, a.Means[p])
				}
			}
		}
		for _, i := range instruments[:2] {
			var gains, losses Cents
			for _, o := range s.Outcomes() {
				if o.Instrument == i.Name {
					gains, losses = gains+max(0, o.Earned), losses-min(0, o.Earned)
				}
			}
			y, _ := yearlyTerms(i)
			paid := l.Sum(0, months, func(x Line) bool { return x.Instrument == i.Name && x.From == i.Payer })
			back := l.Sum(0, months, func(x Line) bool { return x.Instrument == i.Name && x.From != i.Payer })
			if over := Date((i.End-1).Year()+1, 1) + Month(y.Lag) + 12; over <= first+months && paid != gains {
				t.Fatalf("%s earned %d and was paid %d", i.Name, gains, paid)
			}
			if back > losses || paid > gains {
				t.Fatalf("%s: gains %d paid %d, losses %d paid back %d", i.Name, gains, paid, losses, back)
			}
		}
	})
}

// Terms may change their rates from year to year and nothing else.
func TestSavingsChangeRates(t *testing.T) {
	one := Instrument{Name: "it", Payer: Federal, Payee: Buurtteams, Plan: true, End: Date(2028, 1), Terms: SharedSavings{Share: 0.5, Yearly: Yearly{Use: PayOut}}}
	two := one
	two.Start, two.End, two.Terms = Date(2028, 1), 0, SharedSavings{Share: 0.25, Yearly: Yearly{Use: PayOut}}
	stays := Instrument{Name: "stays", Payer: Federal, Payee: Hospitals, Terms: FeeForService{[]ServiceFee{{Service: Stay}}}}
	l := NewLedger(25)
	s, err := Compile([]Instrument{two, stays, one}, Date(2027, 1), 1, l)
	if err != nil {
		t.Fatal(err)
	}
	a := NewActivity(1)
	for m := range 25 {
		a.Reset()
		a.People[0], a.Covered[0], a.Payer[Stay][0], a.Expected[1][0] = 10, 10, 100, 110
		s.Settle(m, a)
	}
	if got := []Cents{s.Outcomes()[0].Earned, s.Outcomes()[1].Earned}; !slices.Equal(got, []Cents{60, 30}) {
		t.Errorf("half, then a quarter of 120: %v", got)
	}
}
