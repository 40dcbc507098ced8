package finance

import (
	"slices"
)

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
	returned  []int   // lines on which their payers get back what was not spent
	netted    bool    // what was returned in the base years has been taken off
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
	lines    []int // of the plan's instruments
	returned []int // what came back of them, unspent
	back     int   // payer → investor
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
func needsYears(ordered []Instrument, first Month) Problems {
	var problems Problems
	seen := map[string]bool{}
	for _, i := range ordered {
		y, ok := yearlyTerms(i)
		if !ok || seen[i.Name] {
			continue
		}
		seen[i.Name] = true
		if from := y.looksBack(max(i.Start, first)); from < first {
			problems = append(problems, problem("financing."+i.Name+".benchmark.history", "base_years_early", from, first, first+Month(12*y.Benchmark.Years)))
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
	paid, returned := make([][]int, NumParties), make([][]int, NumParties)
	for n, l := range s.ledger.lines {
		if l.Plan && l.Reason == ForReturned && l.To.Payer() {
			returned[l.To] = append(returned[l.To], n)
		}
		if l.Plan && l.From.Payer() && l.From != Citizen && s.settles(l.Instrument) {
			paid[l.From] = append(paid[l.From], n)
		}
	}
	for p, lines := range paid {
		if y.Programme && y.Yearly.pays(Party(p)) {
			b.programme = append(b.programme, lines...)
			b.returned = append(b.returned, returned[p]...)
		}
		if y.savings != nil && y.savings.Cross == InvestorsFirst && Party(p) != y.Payer && len(lines) > 0 {
			b.investors = append(b.investors, investor{lines, returned[p], line(y.Payer, Party(p), ForInvestment)})
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
	b.carried, b.netted = 0, false
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
