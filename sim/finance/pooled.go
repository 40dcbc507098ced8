package finance

import (
	"slices"
)

// PooledBudget is one envelope into which several payers each put a yearly amount
// and from which the payee pays a list of uses. Source: the 2016 guide of the pilot
// projects, which foresees "pooling van middelen" and leaves its rules to a working
// group; the rules below are ours, each a named option where there was a choice.
//
// Every source pays in twelfths; a cap on the instrument is borne by all in
// proportion. Each month a use may draw what of its yearly amount has opened in
// twelfths and was not drawn yet; what the envelope cannot pay waits for money until
// the end of the calendar year and then lapses. What is left in the envelope follows
// Rest. When the instrument ends, all that is left goes back. Until then it is
// held by the payee, who may not use it for anything else.
type PooledBudget struct {
	Sources []PoolSource // the first is also the instrument's Payer
	Uses    []PoolUse
	Order   UseOrder
	Rest    RestRule
}

// PoolSource is one payer of a pooled budget.
type PoolSource struct {
	Payer   Party
	PerYear Cents
}

// PoolUse is one thing a pooled budget pays. A use whose To is the payee stays there,
// free to be spent.
type PoolUse struct {
	To      Party
	Reason  Reason
	PerYear Cents // most it may draw in a calendar year
}

// UseOrder says how an envelope that is too small is divided.
type UseOrder uint8

// With AsListed a use is paid in full before the next one gets anything: the reading
// where a plan sets priorities. With ProRata all are cut in proportion to what is due.
const (
	AsListed UseOrder = iota
	ProRata
)

var useOrderIDs = []string{"as_listed", "pro_rata"}

// String returns as_listed or pro_rata.
func (o UseOrder) String() string { return name("order", int(o), useOrderIDs) }

// RestRule says what happens on 31 December with what is left in an envelope.
type RestRule uint8

// CarryOver keeps it for the next year, so that a slow start loses nothing: our
// reading of the guide, which wants what is saved to stay in the project. ReturnRest
// gives it back to the sources in proportion to what each has put in since the last
// return, by largest remainder.
const (
	CarryOver RestRule = iota
	ReturnRest
)

var restIDs = []string{"carry_over", "return"}

// ParseRestRule finds a rule by id; false when there is none.
func ParseRestRule(id string) (RestRule, bool) {
	i, known := find(id, restIDs)
	return RestRule(i), known
}

// String returns carry_over or return.
func (r RestRule) String() string { return name("rest", int(r), restIDs) }

// Kind returns KindPooledBudget.
func (PooledBudget) Kind() Kind { return KindPooledBudget }

func (t PooledBudget) check(r *report) {
	if len(t.Sources) == 0 {
		r.add("sources", "no_sources")
	}
	var sum Cents
	for i, s := range t.Sources {
		field := "sources." + s.Payer.String()
		if int(s.Payer) >= NumParties || !s.Payer.Payer() {
			r.add(field, "no_payer", s.Payer)
			continue
		}
		r.amount(field, s.PerYear, maxYear)
		sum += max(0, min(s.PerYear, maxYear))
		if slices.ContainsFunc(t.Sources[:i], func(o PoolSource) bool { return o.Payer == s.Payer }) {
			r.add(field, "source_twice")
		}
	}
	if sum > maxYear {
		r.add("sources", "sources_large")
	}
	if len(t.Uses) == 0 {
		r.add("uses", "no_uses")
	}
	for i, u := range t.Uses {
		if int(u.To) >= NumParties || u.Reason == NoReason || int(u.Reason) >= NumReasons {
			r.among("uses", int(u.To), partyIDs)
			r.purpose("uses", u.Reason)
			continue
		}
		field := "uses." + u.Reason.String()
		r.amount(field, u.PerYear, maxYear)
		if u.To.Payer() {
			r.add(field, "use_to_payer", u.To)
		}
		if slices.ContainsFunc(t.Uses[:i], func(o PoolUse) bool { return o.To == u.To && o.Reason == u.Reason }) {
			r.add(field, "part_twice", u.To, u.Reason)
		}
	}
	r.among("order", int(t.Order), useOrderIDs)
	r.among("rest", int(t.Rest), restIDs)
}

// checkPool checks what a pooled budget asks of its instrument.
func (i *Instrument) checkPool(r *report) {
	t := i.Terms.(PooledBudget)
	if len(t.Sources) > 0 && t.Sources[0].Payer != i.Payer {
		r.add("payer", "other_first_source", i.Payer, t.Sources[0].Payer)
	}
	if i.Payee.Payer() || i.Payee.Sink() {
		r.add("payee", "holds_no_envelope", i.Payee)
	}
}

// follows says whether terms are the same envelope as others, with other amounts.
func (t PooledBudget) follows(o PooledBudget) bool {
	sameSource := func(a, b PoolSource) bool { return a.Payer == b.Payer }
	sameUse := func(a, b PoolUse) bool { return a.To == b.To && a.Reason == b.Reason }
	return slices.EqualFunc(t.Sources, o.Sources, sameSource) && slices.EqualFunc(t.Uses, o.Uses, sameUse)
}

// pool is what an envelope holds, and the scratch of its month.
type pool struct {
	held   Cents
	put    []Cents // by source, since the last return
	opened []int64 // by use: twelfths of cents that have opened this calendar year
	drawn  []Cents // by use, this calendar year
	due    []Cents
	back   []Cents
	uses   []int // line of each use; −1 when it stays with the payee
	backTo []int // line of each return
}

// openPool registers the lines of an envelope: contributions, uses, returns.
func (s *Settlement) openPool(a *account, i *Instrument, x *PooledBudget, line func(from, to Party, reason Reason, timing Timing) int) {
	n, m := len(x.Sources), len(x.Uses)
	a.pool = &pool{
		put: make([]Cents, n), back: make([]Cents, n),
		opened: make([]int64, m), drawn: make([]Cents, m), due: make([]Cents, m),
	}
	for _, source := range x.Sources {
		a.lines = append(a.lines, line(source.Payer, i.Payee, ForPool, i.Timing))
		a.pool.backTo = append(a.pool.backTo, line(i.Payee, source.Payer, ForReturned, i.Timing))
	}
	for _, use := range x.Uses {
		to := -1
		if use.To != i.Payee {
			to = line(i.Payee, use.To, use.Reason, i.Timing)
		}
		a.pool.uses = append(a.pool.uses, to)
	}
}

// postPool takes in the month's contributions, pays the uses and, when it is time,
// returns what is left. The first receipt is the change of the envelope.
func (s *Settlement) postPool(t *terms, a *account, month int, calendar Month) {
	x, p := t.Terms.(PooledBudget), a.pool
	envelope := &s.received.Receipts[a.receipt]
	for i, cents := range s.pay[:len(x.Sources)] {
		s.ledger.Post(a.lines[i], month, cents)
		p.put[i] += cents
		envelope.Total += cents
	}
	p.held += envelope.Total
	var due Cents
	for i, use := range x.Uses {
		p.opened[i] += int64(use.PerYear)
		p.due[i] = max(0, perTwelve(p.opened[i])-p.drawn[i])
		due += p.due[i]
	}
	if x.Order == ProRata && due > p.held {
		s.divide(p.due, p.held, p.due)
	}
	for i, line := range p.uses {
		cents := min(p.due[i], p.held)
		p.held -= cents
		p.drawn[i] += cents
		envelope.Total -= cents
		s.received.Receipts[a.receipt+1+i].Total = cents
		if line >= 0 {
			s.ledger.Post(line, month, cents)
		}
	}
	if p.held > 0 && (calendar+1 == t.closes || x.Rest == ReturnRest && (calendar+1)%12 == 0) {
		envelope.Total -= p.held
		s.divide(p.back, p.held, p.put)
		for i, cents := range p.back {
			s.ledger.Post(p.backTo[i], month, cents)
		}
		p.held = 0
		clear(p.put)
	}
}

func (p *pool) beginYear() {
	clear(p.opened)
	clear(p.drawn)
}

func (p *pool) reset() {
	p.held = 0
	clear(p.put)
	p.beginYear()
}
