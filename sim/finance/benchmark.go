package finance

import (
	"math"
	"slices"
)

// Yearly is what instruments have in common that compare a calendar year's cost
// with a benchmark: [SharedSavings] and [BudgetGuarantee].
//
// The accounting year is the calendar year, or the part of it in which the
// instrument runs. It is settled Lag months after the year's end: with 0 in
// January, with 6 in July. Claims arrive late (run-out), and no pilot was ever
// settled in January. Terms that change within a year hold for all of that year
// as they stand in its last month.
type Yearly struct {
	Population Population
	Payers     []Party  // whose payments count; none: those of every payer but the citizen
	Costs      []Reason // which payments count, from Care; none: all that those payers pay
	Programme  bool     // payments under the plan's other instruments count as cost too
	Benchmark  Benchmark
	Lag        int // months, 0 to 36
	Use        Use
	Split      []Part // none: all to the payee
}

// Part is a party's share of what is gained, and of what is lost.
type Part struct {
	To    Party
	Share float64 // 0 to 1
}

// Population says whose cost counts. A buurt's cost is counted pro rata: cost ×
// those who count / inhabitants, by month, rounded half away from zero to the cent.
type Population uint8

// The user documents speak of the population of the region (Kavelmodel) and of a
// target group (2016 guide). Buurtteams counts inhabitants of buurten whose team
// works: attribution by address, which no team can choose, is the default reading.
// Enrolled counts those of them with a GMD, at the mean cost of their buurt.
const (
	OfBuurtteams Population = iota
	OfRegion
	OfEnrolled
)

var populationIDs = []string{"buurtteams", "region", "enrolled"}

// ParsePopulation finds a population by id; false when there is none.
func ParsePopulation(id string) (Population, bool) {
	i, known := find(id, populationIDs)
	return Population(i), known
}

// String returns buurtteams, region or enrolled.
func (p Population) String() string { return name("population", int(p), populationIDs) }

// Use says what becomes of a gain.
type Use uint8

// Reinvest (the 2016 guide: "herinvesteren van efficiëntiewinsten") pays the gain in
// twelfths from the month of settlement on, so that it is next year's budget.
// PayOut pays it at once, free of purpose.
const (
	Reinvest Use = iota
	PayOut
)

var useIDs = []string{"reinvest", "pay_out"}

// ParseUse finds a use by id; false when there is none.
func ParseUse(id string) (Use, bool) {
	i, known := find(id, useIDs)
	return Use(i), known
}

// String returns reinvest or pay_out.
func (u Use) String() string { return name("use", int(u), useIDs) }

// Benchmark is what the year would have cost, as the parties agree to believe.
type Benchmark struct {
	By      Basis
	Years   int     // base years right before the instrument's first month; 0 where none are needed
	Trend   float64 // growth a year; −1 to 1
	PerHead Cents   // a year; only with ByFixed
}

// Basis is the kind of a benchmark.
type Basis uint8

// The bases. In all but ByFixed, cost per head is by buurt, so that a change in the
// mix of buurten is no saving.
//
//   - ByExpected: the frozen cost of age × sex × VT × chronic status, per month and
//     head; the model's reading of "risk-adjusted expected cost".
//   - ByOwnHistory: own cost per head in the base years × (1 + Trend)^t, with t from
//     the middle of the base years to the middle of the accounting year. Ageing is
//     no saving and no loss in truth, but is one here.
//   - ByOwnAdjusted: own cost in the base years × the growth of the expected cost per
//     head. This is how the Belgian pilots' guarantee was built: growth of national
//     spending, adjusted to the people concerned.
//   - ByNeighbours: own cost per head in the base years × the growth of cost per head
//     in the buurten that never counted in the accounting year.
//   - ByFixed: PerHead × (1 + Trend)^t, with t whole years since the first.
//
// Trend also lifts ByExpected by t whole years; at constant prices it is 0.
const (
	ByExpected Basis = iota
	ByOwnHistory
	ByOwnAdjusted
	ByNeighbours
	ByFixed
)

var basisIDs = []string{"expected", "own_history", "own_adjusted", "neighbours", "fixed"}

// ParseBasis finds a basis by id; false when there is none.
func ParseBasis(id string) (Basis, bool) {
	i, known := find(id, basisIDs)
	return Basis(i), known
}

// String returns the basis's id.
func (b Basis) String() string { return name("benchmark", int(b), basisIDs) }

// looksBack says whether a basis needs base years.
func (b Basis) looksBack() bool { return b == ByOwnHistory || b == ByOwnAdjusted || b == ByNeighbours }

// Counted is what some people cost over some months.
type Counted struct {
	Months   int64 // person-months
	Actual   Cents
	Expected Cents
}

func (c *Counted) add(o Counted) {
	c.Months += o.Months
	c.Actual += o.Actual
	c.Expected += o.Expected
}

// BuurtYear is what a benchmark reads of one buurt: the base years and the
// accounting year of those who count, and the accounting year of the others.
type BuurtYear struct {
	Base, Year, Others Counted
}

// Of returns the benchmark of an accounting year: growth years lie between the
// middles of base and accounting year, since is whole years since the first. It
// is rounded once, half away from zero. False when it cannot be known: nobody
// counts, a buurt has no base, or there are no neighbours.
func (b Benchmark) Of(buurten []BuurtYear, growth float64, since int) (Cents, bool) {
	var sum float64
	var others, base Counted
	months := int64(0)
	for i := range buurten {
		x := &buurten[i]
		months += x.Year.Months
		if x.Year.Months == 0 {
			if x.Others.Months > 0 && x.Base.Months > 0 {
				others.add(x.Others)
				base.add(x.Base)
			}
			continue
		}
		switch b.By {
		case ByExpected:
			sum += float64(x.Year.Expected)
		case ByFixed:
			sum += float64(b.PerHead) * float64(x.Year.Months) / 12
		default:
			if x.Base.Months == 0 || b.By == ByOwnAdjusted && x.Base.Expected <= 0 {
				return 0, false
			}
			own := float64(x.Base.Actual) / float64(x.Base.Months) * float64(x.Year.Months)
			if b.By == ByOwnAdjusted {
				own = float64(x.Base.Actual) / float64(x.Base.Expected) * float64(x.Year.Expected)
			}
			sum += own
		}
	}
	switch b.By {
	case ByNeighbours:
		if base.Months == 0 || others.Months == 0 || base.Actual <= 0 {
			return 0, false
		}
		sum *= float64(others.Actual) / float64(others.Months) / (float64(base.Actual) / float64(base.Months))
	case ByOwnHistory:
		sum *= math.Pow(1+b.Trend, growth)
	case ByExpected, ByFixed:
		sum *= math.Pow(1+b.Trend, float64(since))
	}
	return Cents(math.Round(sum)), months > 0 && sum > 0
}

// proRata is cents × part / whole, rounded half away from zero.
func proRata(cents Cents, part, whole int32) Cents {
	if part == whole {
		return cents
	}
	if whole == 0 {
		return 0
	}
	return Cents(math.Round(float64(cents) * float64(part) / float64(whole)))
}

// ShareOf is a share of an amount, rounded half away from zero.
func ShareOf(amount Cents, share float64) Cents { return Cents(math.Round(float64(amount) * share)) }

func (y *Yearly) pays(p Party) bool {
	if len(y.Payers) == 0 {
		return p.Payer() && p != Citizen
	}
	return slices.Contains(y.Payers, p)
}

func (y *Yearly) counts(r Reason) bool {
	if len(y.Costs) == 0 {
		return slices.Contains(Care[:], r)
	}
	return slices.Contains(y.Costs, r)
}

// parts are where gains go; all to the payee when nothing is said.
func (y *Yearly) parts(payee Party) []Part {
	if len(y.Split) == 0 {
		return []Part{{payee, 1}}
	}
	return y.Split
}

// alike says whether terms can follow one another under a name: rates may change,
// what is compared may not.
func (y *Yearly) alike(o *Yearly) bool {
	return y.Population == o.Population && y.Programme == o.Programme && y.Use == o.Use && y.Benchmark.By == o.Benchmark.By && y.Benchmark.Years == o.Benchmark.Years &&
		slices.Equal(y.Payers, o.Payers) && slices.Equal(y.Costs, o.Costs) && slices.Equal(y.Split, o.Split)
}

func (y *Yearly) check(r *report) {
	r.among("population", int(y.Population), populationIDs)
	r.among("use", int(y.Use), useIDs)
	r.among("benchmark.by", int(y.Benchmark.By), basisIDs)
	if y.Lag < 0 || y.Lag > 36 {
		r.add("lag", "lag_range", y.Lag)
	}
	for _, p := range y.Payers {
		if !p.Payer() || p == Citizen {
			r.add("payers", "pays_no_care", p)
		}
	}
	for _, c := range y.Costs {
		if !slices.Contains(Care[:], c) {
			r.add("costs", "no_expected_cost", c, careIDs())
		}
	}
	b := &y.Benchmark
	r.amount("benchmark.amount", b.PerHead, maxUnit)
	switch {
	case b.By == ByFixed && b.PerHead == 0:
		r.add("benchmark.amount", "benchmark_without_amount")
	case b.By != ByFixed && b.PerHead != 0:
		r.add("benchmark.amount", "amount_not_used", b.By)
	}
	if b.Years < 0 || b.Years > 10 {
		r.add("benchmark.history", "base_years_range", b.Years)
	} else if b.By.looksBack() && b.Years == 0 {
		r.add("benchmark.history", "needs_base_years", b.By)
	}
	if !(math.Abs(b.Trend) < 1) {
		r.add("benchmark.trend", "trend_range", b.Trend)
	}
	if b.Trend != 0 && (b.By == ByOwnAdjusted || b.By == ByNeighbours) {
		r.add("benchmark.trend", "trend_found", b.By)
	}
	y.checkSplit(r)
}

func (y *Yearly) checkSplit(r *report) {
	sum := 0.0
	for i, p := range y.Split {
		if int(p.To) >= NumParties {
			r.add("split", "no_such", partyIDs)
			continue
		}
		field := "split." + p.To.String()
		r.part(field, p.Share)
		if p.To.Payer() || p.To.Sink() {
			r.add(field, "earns_no_savings", p.To)
		}
		if slices.ContainsFunc(y.Split[:i], func(o Part) bool { return o.To == p.To }) {
			r.add(field, "gain_twice", p.To)
		}
		sum += p.Share
	}
	if len(y.Split) > 0 && !(math.Abs(sum-1) <= 1e-9) {
		r.add("split", "split_sum", sum)
	}
}

func careIDs() []string {
	out := make([]string, NumCare)
	for i, r := range Care {
		out[i] = r.String()
	}
	return out
}

// sameSaving says whether two instruments would both pay for a cost that falls.
func (y *Yearly) sameSaving(o *Yearly) bool {
	cost := slices.ContainsFunc(Care[:], func(r Reason) bool { return y.counts(r) && o.counts(r) })
	payer := false
	for p := range Party(NumParties) {
		payer = payer || y.pays(p) && o.pays(p)
	}
	return cost && payer
}

// unpaidCosts finds costs that a yearly instrument counts and that none of its
// payers pays: they would be expected and never spent, a saving out of nothing.
func unpaidCosts(instruments []Instrument) Problems {
	var problems Problems
	for k := range instruments {
		y, ok := yearlyTerms(instruments[k])
		if !ok {
			continue
		}
		for _, reason := range Care {
			if len(y.Costs) == 0 || !slices.Contains(y.Costs, reason) {
				continue
			}
			paid := slices.ContainsFunc(instruments, func(i Instrument) bool {
				return y.Yearly.pays(i.Payer) && slices.ContainsFunc(i.pays(), func(p payment) bool { return p.reason == reason })
			})
			if !paid {
				problems = append(problems, problem("financing."+y.Name+".costs", "cost_unpaid", reason))
			}
		}
	}
	return problems
}
