package finance

import (
	"math"
	"slices"
)

// watch adds to the books what an instrument has just paid for care, by buurt.
func (s *Settlement) watch(t *terms, a *account) {
	cells := s.pay[:len(a.earned)]
	for _, b := range s.books {
		if !b.terms[0].Yearly.pays(t.Payer) {
			continue
		}
		for l, n := range a.lines {
			if !b.counted(t, s.ledger.lines[n].Reason) || len(cells) < (l+1)*s.buurten {
				continue
			}
			for i, cents := range cells[l*s.buurten : (l+1)*s.buurten] {
				b.cost[i] += cents
			}
		}
	}
}

// counted says whether a payment of an instrument is cost. What a capitation or a
// bundle pays in the place of fees counts where those fees would have: otherwise a
// change in the way of paying would be a saving.
func (b *book) counted(t *terms, reason Reason) bool {
	if reason == ForCapitation || reason == ForBundle {
		services, _ := t.replaces()
		for _, service := range services {
			if b.counted(t, service.Reason()) {
				return true
			}
		}
		return false
	}
	c := slices.Index(Care[:], reason)
	return c >= 0 && b.counts[c]
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
			s.settleYear(b, i, month)
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
func (s *Settlement) settleYear(b *book, year, month int) {
	y, o := &b.years[year], &b.outcomes[year]
	y.settled = true
	s.decide(b, year, y, o)
	s.divideYear(b, y, o, month)
}

// decide compares a year with its benchmark and fills in what came of it.
func (s *Settlement) decide(b *book, year int, y *bookYear, o *Outcome) {
	t := &b.terms[y.last]
	s.takeReturned(b, y, o.Year)
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
		o.Score = s.score(&t.savings.Quality, int(from-s.first), y.months)
		o.Earned, o.Verdict = t.savings.Earned(o.Benchmark, o.Actual, o.Score)
	} else {
		o.Earned, o.Verdict = b.guarantee(t.guarantee, o, base)
	}
	if t.Cap > 0 {
		o.Earned = min(o.Earned, t.Cap)
	}
}

// takeReturned takes off a year what came back unspent of the plan's money: it is
// known when the calendar year closes, after its months were counted. An accounting
// year of some months bears that part of it. The base years bear it likewise, once.
func (s *Settlement) takeReturned(b *book, y *bookYear, year int) {
	sum := func(lines []int, from, to Month) (cents Cents) {
		for _, line := range lines {
			cents += s.ledger.sum(line, max(0, int(from-s.first)), min(s.ledger.months, int(to-s.first)))
		}
		return cents
	}
	start := Date(year, 1)
	part := func(lines []int) Cents {
		return Cents(math.Round(float64(sum(lines, start, start+12)) * float64(y.months) / 12))
	}
	if back := part(b.returned); back != 0 {
		s.byMonths(back, func(i int) int64 { return y.counted[i].Year.Months + y.counted[i].Others.Months })
		for i, cents := range s.extra {
			at := &y.counted[i]
			of := proRata(cents, int32(at.Year.Months), int32(at.Year.Months+at.Others.Months))
			at.Year.Actual -= of
			at.Others.Actual -= cents - of
		}
	}
	for k := range b.investors {
		// What comes back may be of months before the first one that counts.
		y.invested[k] = max(0, y.invested[k]-part(b.investors[k].returned))
	}
	if b.netted {
		return
	}
	b.netted = true
	if back := sum(b.returned, b.terms[0].looksBack(b.first), b.first); back != 0 {
		s.byMonths(back, func(i int) int64 { return b.base[i].Months })
		for i, cents := range s.extra {
			b.base[i].Actual -= cents
		}
	}
}

// byMonths divides an amount over the buurten by person-months, evenly without any.
func (s *Settlement) byMonths(amount Cents, of func(buurt int) int64) {
	some := false
	for i := range s.buurten {
		s.weights[i] = float64(of(i))
		some = some || s.weights[i] > 0
	}
	if !some {
		for i := range s.buurten {
			s.weights[i] = 1
		}
	}
	SplitInto(s.extra, amount, s.weights[:s.buurten])
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

func (s *Settlement) score(q *Quality, from, months int) float64 {
	if q.Use == NoQuality {
		return 0
	}
	var values [NumIndicators]float64
	for i := range values {
		x, ok := 0.0, false
		if s.measured != nil {
			x, ok = s.measured(Indicator(i), from, from+months)
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
