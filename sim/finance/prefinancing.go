package finance

import (
	"math"
	"slices"
)

// Prefinancing is an advance that the payee pays back. Source: the 2016 guide of the
// pilot projects, which foresees "mogelijkheid tot pre-financiering (onder
// voorbehoud)" of actions whose gains come later, and says nothing of the terms.
//
// The advance is paid in the instrument's first Installments months, in equal parts
// with cumulative rounding; one installment is a lump sum. It comes back either over
// RecoupMonths equal months that begin RecoupAfter months after the start, or out of
// what another instrument pays the same payee: the Share of each payment of From,
// rounded down, until all is back. Both run from the instrument's own months: a plan
// that slips moves the advance and its return alike, and what is recouped From an
// instrument that slips waits for it. In the last month of the instrument all that
// is still out is paid back, so that an instrument that has ended is square to the
// cent; what is still out when the accounts close is a debt of the payee.
//
// An advance that began before the books is taken as paid and recouped by its months
// until then; From an instrument nothing was recouped yet.
type Prefinancing struct {
	Advance      Cents
	Installments int32 // months over which it is paid; at least 1

	RecoupAfter  int32 // months after the start; at least Installments
	RecoupMonths int32 // 0 when it is recouped From an instrument

	From  string  // name of the instrument
	Share float64 // of what From pays the payee, 0 to 1
}

// Kind returns KindPrefinancing.
func (Prefinancing) Kind() Kind { return KindPrefinancing }

func (t Prefinancing) check(r *report) {
	const long = 1200 // months: a century
	r.amount("amount", t.Advance, maxYear)
	if t.Installments < 1 || t.Installments > long {
		r.add("paid_over", "paid_over_range", t.Installments)
	}
	switch {
	case t.From == "" && t.RecoupMonths == 0:
		r.add("recoup", "never_recouped")
	case t.From != "" && t.RecoupMonths != 0:
		r.add("recoup", "recouped_twice")
	case t.From != "":
		r.part("recoup.share", t.Share)
		if t.Share == 0 {
			r.add("recoup.share", "nothing_withheld")
		}
	case t.RecoupMonths < 0 || t.RecoupMonths > long || t.RecoupAfter > long:
		r.add("recoup.over", "recoup_range", t.RecoupMonths, t.RecoupAfter)
	case t.RecoupAfter < t.Installments:
		r.add("recoup.after", "recouped_early", t.RecoupAfter+1, t.Installments)
	}
}

// checkAdvance checks what an advance asks of its instrument.
func (i *Instrument) checkAdvance(r *report) {
	if i.Start == 0 {
		r.add("start", "advance_without_start")
	}
	if i.Cap != 0 {
		r.add("cap", "advance_with_cap")
	}
}

// withheld checks what advances take From other instruments: each must be there and
// pay the same payee, and not more than all of it may be withheld.
func withheld(ordered []Instrument, problems *Problems) {
	shares := make(map[string]float64)
	by := make(map[string][]string)
	for k := range ordered {
		i := &ordered[k]
		t, ok := i.Terms.(Prefinancing)
		if !ok || t.From == "" || k > 0 && ordered[k-1].Name == i.Name {
			continue
		}
		path := "financing." + i.Name + ".recoup"
		j := slices.IndexFunc(ordered, func(o Instrument) bool { return o.Name == t.From })
		switch {
		case j < 0:
			*problems = append(*problems, problem(path+".from", "no_instrument", t.From))
			continue
		case ordered[j].Kind() == KindPrefinancing:
			*problems = append(*problems, problem(path+".from", "from_advance", t.From))
			continue
		case !slices.ContainsFunc(ordered[j].pays(), func(p payment) bool { return p.to == i.Payee }):
			*problems = append(*problems, problem(path+".from", "pays_another", t.From, i.Payee))
			continue
		}
		shares[t.From] += t.Share
		by[t.From] = append(by[t.From], i.Name)
		if sum := shares[t.From]; sum > 1+1e-9 && len(by[t.From]) > 1 {
			*problems = append(*problems, problem(path+".share", "withheld_over", by[t.From], sum, t.From).beside(by[t.From][0]))
		}
	}
}

// schedule is the part of an amount that has come after so many of n equal months,
// rounded half up.
func schedule(amount Cents, months, n int32) Cents {
	months = max(0, min(months, n))
	if months == n {
		return amount
	}
	return Cents(math.Round(float64(amount) * (float64(months) / float64(n))))
}

// advance is what a prefinancing has paid and got back.
type advance struct {
	start      Month // of the first terms
	paid, back Cents
	from, to   int // receipts of the instrument that pays it back
}

// begin takes in what happened before the books.
func (v *advance) begin(x *Prefinancing, first Month) {
	v.paid, v.back = 0, 0
	if past := int32(first - v.start); past > 0 {
		v.paid = schedule(x.Advance, past, x.Installments)
		if x.From == "" {
			v.back = schedule(x.Advance, past-x.RecoupAfter, x.RecoupMonths)
		}
	}
}

// postAdvance pays an installment and takes back what is due.
func (s *Settlement) postAdvance(t *terms, a *account, month int, calendar Month) {
	x, v := t.Terms.(Prefinancing), a.advance
	age := int32(calendar-v.start) + 1
	pay := max(0, schedule(x.Advance, age, x.Installments)-v.paid)
	v.paid += pay
	var due Cents
	if x.From == "" {
		due = schedule(x.Advance, age-x.RecoupAfter, x.RecoupMonths) - v.back
	} else {
		var got Cents
		for i := v.from; i < v.to; i++ {
			if r := &s.received.Receipts[i]; r.To == t.Payee {
				got += r.Total
			}
		}
		due = Cents(math.Floor(float64(max(0, got)) * x.Share))
	}
	if calendar+1 == t.closes {
		due = v.paid - v.back
	}
	due = max(0, min(due, v.paid-v.back))
	v.back += due
	s.received.Owed[t.Payee] += pay - due
	s.received.Receipts[a.receipt].Total = pay
	s.received.Receipts[a.receipt+1].Total = -due
	s.ledger.Post(a.lines[0], month, pay)
	s.ledger.Post(a.lines[1], month, due)
}
