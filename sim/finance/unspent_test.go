package finance

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What goes back, by hand. Sources 0, 1, 2; own money is number 3. Cents are divided by
// largest remainder, the first source first when remainders are equal.
func TestPurseByHand(t *testing.T) {
	none := func(int) bool { return false }
	for _, c := range []struct {
		name    string
		earn    [4]Cents // by source, the last one the holder's own
		spend   Cents
		back    Cents // taken back: a loss, an advance
		reserve Cents
		keeps   func(int) bool
		want    [3]Cents // returned by source
		left    Cents
	}{
		{name: "all spent", earn: [4]Cents{1000}, spend: 1000, keeps: none},
		{name: "one payer, 300 left", earn: [4]Cents{1000}, spend: 700, keeps: none, want: [3]Cents{300}},
		{name: "two payers, 60 and 40 %", earn: [4]Cents{600, 400}, spend: 500, keeps: none, want: [3]Cents{300, 200}},
		{name: "three payers, one cent", earn: [4]Cents{100, 100, 100}, spend: 299, keeps: none, want: [3]Cents{1, 0, 0}},
		{name: "three payers, 100 cents: 34, 33, 33", earn: [4]Cents{100, 100, 100}, spend: 200, keeps: none, want: [3]Cents{34, 33, 33}},
		{name: "the second keeps its part", earn: [4]Cents{600, 400}, spend: 500, keeps: func(k int) bool { return k == 1 }, want: [3]Cents{300}, left: 200},
		{name: "all keep", earn: [4]Cents{600, 400}, spend: 500, keeps: func(int) bool { return true }, left: 500},
		{name: "own money stays: half of 400", earn: [4]Cents{500, 0, 0, 500}, spend: 600, keeps: none, want: [3]Cents{200}, left: 200},
		{name: "only own money", earn: [4]Cents{0, 0, 0, 500}, spend: 100, keeps: none, left: 400},
		{name: "a loss takes own money first", earn: [4]Cents{500, 0, 0, 500}, back: 500, keeps: none, want: [3]Cents{500}},
		{name: "a loss beyond own money", earn: [4]Cents{500, 0, 0, 100}, back: 300, keeps: none, want: [3]Cents{300}},
		{name: "an advance still owed stays", earn: [4]Cents{600, 400}, spend: 500, reserve: 450, keeps: none, want: [3]Cents{50}, left: 450},
		{name: "in the red", earn: [4]Cents{100}, spend: 250, keeps: none, left: -150},
		{name: "nobody paid", keeps: none},
	} {
		p := NewPurse(3)
		for k, cents := range c.earn {
			p.Earn(k, cents)
		}
		p.Spend(c.spend)
		p.TakeBack(c.back)
		back := make([]Cents, 3)
		p.Close(c.reserve, c.keeps, back)
		if !slices.Equal(back, c.want[:]) || p.Balance() != c.left {
			t.Errorf("%s: %v back, %d left; want %v and %d", c.name, back, p.Balance(), c.want, c.left)
		}
		// What was left is nobody's to return any more: the next year nothing goes back.
		p.Close(0, none, back)
		if reserved := c.reserve > 0; !reserved && !slices.Equal(back, make([]Cents, 3)) {
			t.Errorf("%s: %v goes back a year later", c.name, back)
		}
	}
	p := NewPurse(0)
	p.Spend(75)
	if lack := p.TopUp(); lack != 75 || p.Balance() != 0 || p.TopUp() != 0 {
		t.Errorf("%d made up, %d left", lack, p.Balance())
	}
}

// Whatever is earned, spent, taken back and closed: no cent is lost and nobody gets
// back more than was put in.
func TestPurseLosesNoCent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 4).Draw(t, "sources")
		p, back := NewPurse(n), make([]Cents, n)
		var in, out Cents
		put := make([]Cents, n)
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			x := Cents(rapid.IntRange(0, 1_000_000).Draw(t, "cents"))
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0, 1:
				k := rapid.IntRange(0, n).Draw(t, "source")
				p.Earn(k, x)
				in += x
				if k < n {
					put[k] += x
				}
			case 2:
				p.Spend(x)
				out += x
			case 3:
				in += p.TopUp()
			case 4:
				mask := rapid.IntRange(0, 15).Draw(t, "keeps")
				p.Close(Cents(rapid.IntRange(0, 1000).Draw(t, "reserve")), func(k int) bool { return mask>>k&1 == 1 }, back)
				for k, cents := range back {
					if put[k] -= cents; cents < 0 || put[k] < 0 {
						t.Fatalf("source %d gets back %d, %d more than it put in", k, cents, -put[k])
					}
					out += cents
				}
			}
			if p.Balance() != in-out {
				t.Fatalf("the purse holds %d, %d came in and %d went out", p.Balance(), in, out)
			}
		}
	})
}

// What comes back unspent is neither cost of the plan nor an investment, by hand: care
// costs 12,000.00 a year of 13,200.00 expected; the territory puts 1,200.00 a year into a
// fixed budget, of which so much comes back in December.
func TestReturnedIsNoCost(t *testing.T) {
	for _, c := range []struct {
		name           string
		start          Month
		back           Cents // each December
		months         int64
		actual, repaid Cents // of the first year
	}{
		{"nothing comes back: 13,200 is the benchmark", Date(2027, 1), 0, 14400, 1_320_000, 0},
		{"a quarter comes back: 300 are saved, half of it repays who invested", Date(2027, 1), 30_000, 14400, 1_290_000, 15_000},
		{"all comes back: nobody has invested", Date(2027, 1), 120_000, 14400, 1_200_000, 0},
		{"from July on, half a year bears half of it", Date(2027, 7), 30_000, 7200, 645_000, 7_500},
	} {
		l := NewLedger(24)
		back := l.Line(Line{From: CasemanagementPool, To: Flanders, Instrument: "pool", Plan: true, Reason: ForReturned})
		s, err := Compile([]Instrument{
			{Name: "stays", Payer: Federal, Payee: Hospitals, Terms: FeeForService{[]ServiceFee{{Service: Stay}}}},
			{Name: "pool", Payer: Flanders, Payee: CasemanagementPool, Plan: true, Terms: FixedBudget{PerYear: 120_000, Reason: ForCaseManagement}},
			{Name: "it", Payer: Federal, Payee: Collaboration, Plan: true, Start: c.start, Terms: SharedSavings{Share: 0.5, Yearly: Yearly{Population: OfRegion, Programme: true, Payers: []Party{Federal, Flanders}, Use: PayOut}}},
		}, Date(2027, 1), 1, l)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		a := NewActivity(1)
		for m := range 24 {
			a.Reset()
			a.People[0], a.Payer[Stay][0], a.Expected[1][0] = 1200, 100_000, 110_000
			s.Settle(m, a)
			if m%12 == 11 {
				l.Post(back, m, c.back)
			}
		}
		o := s.Outcomes()[0]
		if o.Months != c.months || o.Actual != c.actual || o.Repaid != c.repaid {
			t.Errorf("%s: %d person-months cost %d and %d is repaid; want %d, %d, %d", c.name, o.Months, o.Actual, o.Repaid, c.months, c.actual, c.repaid)
		}
	}
}
