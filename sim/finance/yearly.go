package finance

import (
	"fmt"
	"math"
	"slices"
)

// Outcome is what came of one accounting year of an instrument that settles yearly.
type Outcome struct {
	Instrument string
	Year       int
	Months     int64 // person-months that counted
	Benchmark  Cents
	Actual     Cents
	Score      float64 // of quality, 0 to 1; 0 where it does not count
	Earned     Cents   // bonus above 0, loss below
	Repaid     Cents   // of a bonus, to those who invested
	Verdict    Verdict
}

// Verdict says how an accounting year ended.
type Verdict uint8

// The verdicts. Pending stands until settlement, and for good when the run ends first.
const (
	Pending Verdict = iota
	NoBenchmark
	NotAccepted // the model of expected cost failed its test
	TooLate     // the data came after the deadline
	NoSaving
	UnderMinimum
	QualityFailed
	Gained
	Lost
)

var verdictIDs = []string{
	"pending", "no_benchmark", "not_accepted", "too_late", "no_saving", "under_minimum", "quality_failed", "gained", "lost",
}

// String returns the verdict's id.
func (v Verdict) String() string { return name("verdict", int(v), verdictIDs) }

// book is what one instrument that settles yearly has counted and owes.
type book struct {
	name      string
	payer     Party
	terms     []yearTerms
	first     Month     // first accounting month
	base      []Counted // by buurt, over the base years
	years     []bookYear
	outcomes  []Outcome // one per year
	parts     []bookPart
	investors []investor
	counts    [NumCare]bool
	programme []int   // lines of the plan's other instruments
	cost      []Cents // by buurt, what counts of the month
	carried   Cents   // loss carried over
	shares    []float64
	amounts   []Cents
	buurten   []BuurtYear
}

// yearTerms is one period of a yearly instrument; one of savings and guarantee is set.
type yearTerms struct {
	Instrument
	*Yearly
	savings   *SharedSavings
	guarantee *BudgetGuarantee
}

type bookYear struct {
	months   int         // accounting months lived
	last     int         // place of the terms of the last of them
	counted  []BuurtYear // Base stays empty; it is the same for all years
	invested []Cents     // by investor
	settled  bool
}

// bookPart is a party's share, what it still gets and what it still owes.
type bookPart struct {
	Part
	gain, loss  int       // lines
	receipt     int       // of gains; the next one is of losses
	weights     []float64 // buurten of a gain to buurtteams
	total, paid Cents
	instalments int // paid, of twelve
	owed        Cents
}

// investor is a payer whose money in the plan's instruments a saving pays back.
type investor struct {
	lines []int // of the plan's instruments
	back  int   // payer → investor
}

func yearlyTerms(i Instrument) (y yearTerms, ok bool) {
	switch x := i.Terms.(type) {
	case SharedSavings:
		return yearTerms{Instrument: i, Yearly: &x.Yearly, savings: &x}, true
	case BudgetGuarantee:
		return yearTerms{Instrument: i, Yearly: &x.Yearly, guarantee: &x}, true
	}
	return y, false
}

// looksBack is the first month an instrument must have seen before its first
// accounting month: the start of its base years.
func (y *yearTerms) looksBack(first Month) Month { return first - Month(12*y.Benchmark.Years) }

// needsYears checks base years against the first month of the accounts.
func needsYears(instruments []Instrument, first Month) Problems {
	var problems Problems
	seen := map[string]bool{}
	for _, i := range inOrder(instruments) {
		y, ok := yearlyTerms(i)
		if !ok || seen[i.Name] {
			continue
		}
		seen[i.Name] = true
		if from := y.looksBack(max(i.Start, first)); from < first {
			problems = append(problems, Problem{
				"financing." + i.Name + ".benchmark.years",
				fmt.Sprintf("the base years begin in %s, before the accounts, which begin in %s", from, first),
				fmt.Sprintf("start it in %s or later, or use fewer base years", first+max(i.Start, first)-from),
			})
		}
	}
	return problems
}

// openBook adds a period to the book of an instrument.
func (s *Settlement) openBook(b *book, y yearTerms) {
	b.terms = append(b.terms, y)
	if len(b.terms) > 1 {
		return
	}
	b.name, b.payer = y.Name, y.Payer
	b.first = max(y.Start, s.first)
	b.base, b.cost, b.buurten = make([]Counted, s.buurten), make([]Cents, s.buurten), make([]BuurtYear, s.buurten)
	for year := b.first.Year(); year <= (s.first + Month(s.ledger.months) - 1).Year(); year++ {
		b.years = append(b.years, bookYear{counted: make([]BuurtYear, s.buurten)})
		b.outcomes = append(b.outcomes, Outcome{Instrument: y.Name, Year: year})
	}
	line := func(from, to Party, reason Reason) int {
		return s.ledger.Line(Line{From: from, To: to, Instrument: y.Name, Plan: y.Plan, Reason: reason, Timing: y.Timing})
	}
	gain := ForReinvestment
	if y.Use == PayOut {
		gain = ForGain
	}
	for _, p := range y.parts(y.Payee) {
		b.parts = append(b.parts, bookPart{Part: p, gain: line(y.Payer, p.To, gain), loss: line(p.To, y.Payer, ForLoss), weights: make([]float64, s.buurten)})
		b.shares = append(b.shares, p.Share)
	}
	b.amounts = make([]Cents, len(b.parts))
	for c, reason := range Care {
		b.counts[c] = y.counts(reason) && slices.ContainsFunc(s.ledger.lines, func(l Line) bool {
			return l.Reason == reason && y.Yearly.pays(l.From) && s.settles(l.Instrument)
		})
	}
	s.openInvestors(b, &y, line)
}

// openInvestors finds the lines of the plan's instruments that settle before.
func (s *Settlement) openInvestors(b *book, y *yearTerms, line func(from, to Party, reason Reason) int) {
	paid := make([][]int, NumParties)
	for n, l := range s.ledger.lines {
		if l.Plan && l.From.Payer() && l.From != Citizen && s.settles(l.Instrument) {
			paid[l.From] = append(paid[l.From], n)
		}
	}
	for p, lines := range paid {
		if y.Programme && y.Yearly.pays(Party(p)) {
			b.programme = append(b.programme, lines...)
		}
		if y.savings != nil && y.savings.Cross == InvestorsFirst && Party(p) != y.Payer && len(lines) > 0 {
			b.investors = append(b.investors, investor{lines, line(y.Payer, Party(p), ForInvestment)})
		}
	}
	for i := range b.years {
		b.years[i].invested = make([]Cents, len(b.investors))
	}
}

// settles says whether an instrument that settles monthly has a name.
func (s *Settlement) settles(instrument string) bool {
	for i := range s.terms {
		if t := &s.terms[i]; t.Name == instrument && t.book == nil {
			return true
		}
	}
	return false
}

// watch adds to the books what an instrument has just paid for care, by buurt.
func (s *Settlement) watch(t *terms, a *account) {
	cells := s.pay[:len(a.earned)]
	for _, b := range s.books {
		if !b.terms[0].Yearly.pays(t.Payer) {
			continue
		}
		for l, n := range a.lines {
			c := slices.Index(Care[:], s.ledger.lines[n].Reason)
			if c < 0 || !b.counts[c] || len(cells) < (l+1)*s.buurten {
				continue
			}
			for i, cents := range cells[l*s.buurten : (l+1)*s.buurten] {
				b.cost[i] += cents
			}
		}
	}
}

// keep lives a month of a book: it counts the month, settles the years that are
// due, and pays what is to be paid.
func (s *Settlement) keep(b *book, month int, calendar Month, activity *Activity) {
	now := -1
	for i := range b.terms {
		if b.terms[i].active(calendar) {
			now = i
		}
	}
	if now >= 0 || calendar >= b.terms[0].looksBack(b.first) && calendar < b.first {
		s.count(b, now, month, calendar, activity)
	}
	clear(b.cost)
	for i := range b.years {
		y := &b.years[i]
		if end := Date(b.outcomes[i].Year+1, 1); !y.settled && y.months > 0 && calendar >= end+Month(b.terms[y.last].Lag) {
			s.settleYear(b, i, month, activity)
		}
	}
	for i := range b.parts {
		s.payPart(b, &b.parts[i], month)
	}
}

// count adds the month to the base years (now < 0) or to the accounting year.
func (s *Settlement) count(b *book, now, month int, calendar Month, activity *Activity) {
	y := b.terms[0].Yearly
	if len(b.programme) > 0 {
		var spent Cents
		for _, line := range b.programme {
			spent += s.ledger.Month(line, month)
		}
		s.byHeads(s.extra, spent, activity.People)
		for i, cents := range s.extra {
			b.cost[i] += cents
		}
	}
	for i, people := range activity.People {
		all := Counted{Months: int64(people), Actual: b.cost[i]}
		for c, counts := range b.counts {
			if counts {
				all.Expected += activity.Expected[c][i]
			}
		}
		if now < 0 {
			b.base[i].add(all)
			continue
		}
		heads := people
		switch y.Population {
		case OfBuurtteams:
			heads = min(activity.Covered[i], people)
		case OfEnrolled:
			heads = 0
			if activity.Covered[i] > 0 {
				heads = min(int32(activity.EnrolledHeads(i)), people)
			}
		}
		counts := Counted{int64(heads), proRata(all.Actual, heads, people), proRata(all.Expected, heads, people)}
		at := &b.years[calendar.Year()-b.outcomes[0].Year].counted[i]
		at.Year.add(counts)
		at.Others.add(Counted{all.Months - counts.Months, all.Actual - counts.Actual, all.Expected - counts.Expected})
	}
	if now < 0 {
		return
	}
	year := &b.years[calendar.Year()-b.outcomes[0].Year]
	year.months++
	year.last = now
	for k := range b.investors {
		for _, line := range b.investors[k].lines {
			year.invested[k] += s.ledger.Month(line, month)
		}
	}
}

// byHeads divides an amount over the buurten by people, evenly when there are none.
func (s *Settlement) byHeads(dst []Cents, amount Cents, people []int32) {
	some := false
	for i, n := range people {
		s.weights[i] = float64(n)
		some = some || n > 0
	}
	if !some {
		for i := range people {
			s.weights[i] = 1
		}
	}
	SplitInto(dst, amount, s.weights[:len(dst)])
}

// settleYear decides what a year brings and books it as due.
func (s *Settlement) settleYear(b *book, year, month int, activity *Activity) {
	y, o := &b.years[year], &b.outcomes[year]
	y.settled = true
	t := &b.terms[y.last]
	var base Counted
	for i := range y.counted {
		b.buurten[i] = y.counted[i]
		b.buurten[i].Base = b.base[i]
		o.Months += y.counted[i].Year.Months
		o.Actual += y.counted[i].Year.Actual
		if y.counted[i].Year.Months > 0 {
			base.add(b.base[i])
		}
	}
	from := max(Date(o.Year, 1), b.first)
	middle := float64(from-b.first) + float64(y.months)/2 + 6*float64(t.Benchmark.Years)
	var ok bool
	if o.Benchmark, ok = t.Benchmark.Of(b.buurten, middle/12, year); !ok {
		o.Verdict = NoBenchmark
		return
	}
	if t.savings != nil {
		o.Score = s.score(&t.savings.Quality, int(from-s.first), y.months, activity)
		o.Earned, o.Verdict = t.savings.Earned(o.Benchmark, o.Actual, o.Score)
	} else {
		o.Earned, o.Verdict = b.guarantee(t.guarantee, o, base)
	}
	if t.Cap > 0 {
		o.Earned = min(o.Earned, t.Cap)
	}
	s.divideYear(b, y, o, month)
}

// guarantee is the settlement of a year under a budget guarantee.
func (b *book) guarantee(t *BudgetGuarantee, o *Outcome, base Counted) (gain Cents, v Verdict) {
	switch {
	case !t.Accepted(base):
		return 0, NotAccepted
	case t.Deadline > 0 && t.Lag > t.Deadline:
		return 0, TooLate
	}
	if gain, b.carried = t.Gain(o.Benchmark, o.Actual, b.carried); gain == 0 {
		return 0, NoSaving
	}
	return gain, Gained
}

func (s *Settlement) score(q *Quality, from, months int, activity *Activity) float64 {
	if q.Use == NoQuality {
		return 0
	}
	var values [NumIndicators]float64
	for i := range values {
		x, ok := 0.0, false
		if activity.Measured != nil {
			x, ok = activity.Measured(Indicator(i), from, from+months)
		}
		if !ok {
			x = math.NaN()
		}
		values[i] = x
	}
	return q.Score(&values)
}

// divideYear divides what a year earned: who invested first, then the parts.
func (s *Settlement) divideYear(b *book, y *bookYear, o *Outcome, month int) {
	rest := o.Earned
	if rest > 0 {
		var invested Cents
		for _, cents := range y.invested {
			invested += max(0, cents)
		}
		if o.Repaid = min(rest, invested); o.Repaid > 0 {
			rest -= o.Repaid
			pay := s.pay[:len(y.invested)]
			s.divide(pay, o.Repaid, y.invested)
			for k, cents := range pay {
				s.ledger.Post(b.investors[k].back, month, cents)
			}
		}
	}
	SplitInto(b.amounts, rest, b.shares)
	for k, cents := range b.amounts {
		p := &b.parts[k]
		if cents < 0 {
			p.owed -= cents
		} else if cents > 0 {
			p.total, p.paid, p.instalments = p.total-p.paid+cents, 0, 0
			for i := range y.counted {
				p.weights[i] = float64(y.counted[i].Year.Months)
			}
		}
	}
}

// payPart pays a month of a gain and takes back what a party has means for.
func (s *Settlement) payPart(b *book, p *bookPart, month int) {
	if p.total > 0 {
		p.instalments++
		if b.terms[0].Use == PayOut {
			p.instalments = 12
		}
		cents := perTwelve(int64(p.total)*int64(p.instalments)) - p.paid
		p.paid += cents
		s.ledger.Post(p.gain, month, cents)
		r := &s.received.Receipts[p.receipt]
		r.Total += cents
		if r.ByBuurt != nil {
			SplitInto(r.ByBuurt, cents, p.weights)
		}
		if p.instalments == 12 {
			p.total, p.paid, p.instalments = 0, 0, 0
		}
	}
	if back := min(p.owed, s.means[p.To]); back > 0 {
		p.owed -= back
		s.means[p.To] -= back
		s.ledger.Post(p.loss, month, back)
		s.received.Receipts[p.receipt+1].Total -= back
	}
}

// placeBook gives a book its receipts.
func (s *Settlement) placeBook(b *book) {
	for k := range b.parts {
		p := &b.parts[k]
		p.receipt = len(s.received.Receipts)
		gain := Receipt{Instrument: b.name, To: p.To, Reason: s.ledger.lines[p.gain].Reason}
		if p.To == Buurtteams {
			gain.ByBuurt = make([]Cents, s.buurten)
		}
		s.received.Receipts = append(s.received.Receipts, gain, Receipt{Instrument: b.name, To: p.To, Reason: ForLoss})
	}
}

// reset forgets all months.
func (b *book) reset() {
	clear(b.base)
	clear(b.cost)
	b.carried = 0
	for i := range b.years {
		y, o := &b.years[i], &b.outcomes[i]
		clear(y.counted)
		clear(y.invested)
		y.months, y.last, y.settled = 0, 0, false
		*o = Outcome{Instrument: o.Instrument, Year: o.Year}
	}
	for k := range b.parts {
		p := &b.parts[k]
		p.total, p.paid, p.instalments, p.owed = 0, 0, 0, 0
	}
}

// Outcomes returns the accounting years of every instrument that settles yearly,
// in the order of settlement. They are copies.
func (s *Settlement) Outcomes() []Outcome {
	var out []Outcome
	for _, b := range s.books {
		for i, o := range b.outcomes {
			if b.years[i].months > 0 {
				out = append(out, o)
			}
		}
	}
	return out
}
