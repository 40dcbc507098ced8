package finance

import (
	"fmt"
	"math"
)

// Settle pays for one ledger month: every active instrument, in the order of kind,
// then name, posts to the ledger what the activity has earned. Months must follow
// one another without a gap. It allocates nothing.
func (s *Settlement) Settle(month int, activity *Activity) *Received {
	if s.next >= 0 && month != s.next {
		panic(fmt.Sprintf("finance: month %d settled where %d was due", month, s.next))
	}
	if activity.Buurten() != s.buurten {
		panic("finance: activity of another number of buurten")
	}
	s.next = month + 1
	calendar := s.first + Month(month)
	s.actions.push(activity)
	s.received.reset()
	s.means, s.measured = activity.Means, activity.Measured
	s.fees(calendar, activity)
	for i := range s.terms {
		t := &s.terms[i]
		if t.book != nil {
			if i == 0 || s.terms[i-1].book != t.book {
				s.keep(t.book, month, calendar, activity)
			}
			continue
		}
		if !t.active(calendar) {
			continue
		}
		a := &s.accounts[t.account]
		if a.year != calendar.Year() {
			a.begin(calendar.Year())
		}
		s.earn(t, a, activity)
		s.limit(t, a, activity)
		switch t.Kind() {
		case KindFeeForService, KindConventionServices:
			s.postServices(t, a, month)
		case KindRegionalConvention:
			s.postParts(t, a, month, calendar, s.pay[0])
		case KindCapitation:
			s.postCapitation(a, month)
		case KindBundle:
			s.postBundle(t, a, month, calendar)
		case KindPooledBudget:
			s.postPool(t, a, month, calendar)
		case KindPrefinancing:
			s.postAdvance(t, a, month, calendar)
		case KindFixedBudget:
			s.postFixed(t, a, month, calendar)
		default:
			s.postHeads(a, month)
		}
		s.watch(t, a)
	}
	return &s.received
}

// earn adds what the month has earned to the account, in twelfths of cents.
func (s *Settlement) earn(t *terms, a *account, activity *Activity) {
	var sum int64
	add := func(cell int, twelfths int64) {
		a.earned[cell] += twelfths
		sum += twelfths
	}
	switch x := t.Terms.(type) {
	case GMDFee:
		for b := range s.buurten {
			raised := int64(activity.Raised[b])
			add(b, raised*int64(x.PerRaised)+(activity.EnrolledHeads(b)-raised)*int64(x.PerHead))
		}
	case PopulationBudget:
		e := &activity.Enrolled
		for b := range s.buurten {
			chronic := int64(e[1][0][b]) + int64(e[1][1][b])
			vt := int64(e[0][1][b]) + int64(e[1][1][b])
			add(b, activity.EnrolledHeads(b)*int64(x.Base)+chronic*int64(x.Chronic)+vt*int64(x.VT))
		}
	case InclusionFee:
		for b := range s.buurten {
			if s.actions.met(&x, b) {
				add(b, int64(activity.Included[b])*int64(x.PerYear))
			}
		}
	case RegionalConvention:
		add(0, int64(x.PerYear))
	case FixedBudget:
		add(0, int64(x.PerYear))
	case Capitation:
		s.earnCapitation(t, &x, activity, add)
	case Bundle:
		s.earnBundle(&x, activity, add)
	case PooledBudget:
		for i, source := range x.Sources {
			add(i, int64(source.PerYear))
		}
	case Prefinancing: // paid by its own schedule
	default:
		for i, fee := range t.services {
			paid := s.withinUnits(a, fee, activity)
			for b, cents := range paid {
				add(t.cells[i]*s.buurten+b, 12*int64(cents))
			}
		}
	}
	a.floor += int64(t.Floor)
	if t.Cap > 0 {
		sum = int64(t.Cap)
	}
	a.opened += sum // without a cap, the month opens to what it earned
}

// withinUnits returns, by buurt, the payer's part of a service this month. Above the
// yearly number of units the payer pays the month's part in proportion, rounded half
// away from zero, and every buurt bears its share of the rest. A month in which nothing
// is left to pay by fee uses no units.
func (s *Settlement) withinUnits(a *account, fee ServiceFee, activity *Activity) []Cents {
	payer := s.payer[fee.Service]
	var units int64
	var cents Cents
	for b := range payer {
		units += int64(activity.Units[fee.Service][b])
		cents += payer[b]
	}
	if cents == 0 {
		return payer
	}
	used := a.units[fee.Service]
	a.units[fee.Service] += units
	left := max(0, fee.Units-used)
	if fee.Units == 0 || units <= left {
		return payer
	}
	pay := s.pay[:s.buurten]
	s.divide(pay, Cents(math.Round(float64(cents)*float64(left)/float64(units))), payer)
	return pay
}

// limit decides what each cell is paid this month and books it as paid: all that
// is owed, less what the cap holds back, plus what the floor guarantees.
func (s *Settlement) limit(t *terms, a *account, activity *Activity) {
	pay := s.pay[:len(a.earned)]
	var earned, paid, owed Cents
	for c := range pay {
		due := perTwelve(a.earned[c])
		pay[c] = max(0, due-a.paid[c])
		earned += due
		paid += a.paid[c]
		owed += pay[c]
	}
	allowed := earned
	if t.Cap > 0 {
		most := t.Cap
		if t.CapBy == ByMonth {
			most = perTwelve(a.opened)
		}
		allowed = min(allowed, most)
	}
	allowed = max(allowed, perTwelve(a.floor))
	month := max(0, allowed-paid)
	switch {
	case month < owed:
		s.divide(pay, month, pay)
	case month > owed:
		s.advance(pay, month-owed, activity)
	}
	for c := range pay {
		a.paid[c] += pay[c]
	}
	if unpaid := earned - paid - month; unpaid > 0 {
		s.received.Receipts[a.receipt].Unpaid = unpaid
	}
}

// divide shares an amount in proportion to weights, which may be dst itself.
func (s *Settlement) divide(dst []Cents, amount Cents, weights []Cents) {
	w, some := s.weights[:len(dst)], false
	for i := range dst {
		w[i] = float64(weights[i])
		some = some || weights[i] > 0
	}
	if !some {
		clear(dst)
		return
	}
	SplitInto(dst, amount, w)
}

// advance adds a floor's top-up to the buurten by enrolled heads, or evenly when
// nobody is enrolled.
func (s *Settlement) advance(pay []Cents, amount Cents, activity *Activity) {
	weights, some := s.weights[:s.buurten], false
	for b := range weights {
		weights[b] = float64(activity.EnrolledHeads(b))
		some = some || weights[b] > 0
	}
	for b := range weights {
		if !some {
			weights[b] = 1
		}
	}
	SplitInto(s.extra, amount, weights)
	for b, cents := range s.extra {
		pay[b] += cents
	}
}

func (s *Settlement) postHeads(a *account, month int) {
	r := &s.received.Receipts[a.receipt]
	for b := range s.buurten {
		r.ByBuurt[b] = s.pay[b]
		r.Total += s.pay[b]
	}
	s.ledger.Post(a.lines[0], month, r.Total)
}

func (s *Settlement) postServices(t *terms, a *account, month int) {
	for cell := range a.services { // also one that these terms dropped and the cap still owed
		r := &s.received.Receipts[a.receipt+cell]
		for b, cents := range s.pay[cell*s.buurten : (cell+1)*s.buurten] {
			r.ByBuurt[b] = cents
			r.Total += cents
		}
		s.ledger.Post(a.lines[cell], month, r.Total)
	}
	for i, fee := range t.services {
		r := &s.received.Receipts[a.receipt+t.cells[i]]
		var own Cents
		for b, cents := range s.citizen[fee.Service] {
			r.ByBuurt[b] += cents
			own += cents
		}
		r.Total += own
		s.ledger.Post(a.ownShare, month, own)
	}
}

func (s *Settlement) postFixed(t *terms, a *account, month int, calendar Month) {
	s.received.Receipts[a.receipt].Total = s.pay[0]
	s.ledger.Post(a.lines[0], month, s.pay[0])
	if t.startup > 0 && calendar == t.Start {
		s.received.Receipts[a.receipt+1].Total = t.startup
		s.ledger.Post(a.startup, month, t.startup)
	}
}

// postParts pays a total to the payee, who passes on the parts of others.
func (s *Settlement) postParts(t *terms, a *account, month int, calendar Month, total Cents) {
	if t.year != calendar.Year() {
		t.begin(calendar.Year())
	}
	t.whole += total
	s.ledger.Post(a.lines[0], month, total)
	apportion(t.part, total, t.whole, t.had, t.shares)
	for i, cents := range t.part {
		t.had[i] += cents
		p := a.parts[t.parts[i]]
		s.received.Receipts[a.receipt+t.parts[i]].Total += cents
		if p.line >= 0 {
			s.ledger.Post(p.line, month, cents)
		}
	}
}
