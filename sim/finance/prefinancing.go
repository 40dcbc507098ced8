package finance

import (
	"fmt"
	"math"
	"slices"
	"strings"
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
		r.add("paid_over", fmt.Sprintf("is paid over %d months", t.Installments), "write at least one month")
	}
	switch {
	case t.From == "" && t.RecoupMonths == 0:
		r.add("recoup", "the advance is never paid back", "write over how many months, or from which instrument")
	case t.From != "" && t.RecoupMonths != 0:
		r.add("recoup", "is paid back twice: over months and from an instrument", "keep one of the two")
	case t.From != "":
		r.part("recoup.share", t.Share)
		if t.Share == 0 {
			r.add("recoup.share", "nothing is withheld", "write a share above 0")
		}
	case t.RecoupMonths < 0 || t.RecoupMonths > long || t.RecoupAfter > long:
		r.add("recoup.over", fmt.Sprintf("is paid back over %d months after %d", t.RecoupMonths, t.RecoupAfter), "write a number of months")
	case t.RecoupAfter < t.Installments:
		r.add("recoup.after", fmt.Sprintf("is paid back from month %d on and paid until month %d", t.RecoupAfter+1, t.Installments), "let it be paid first")
	}
}

// checkAdvance checks what an advance asks of its instrument.
func (i *Instrument) checkAdvance(r *report) {
	if i.Start == 0 {
		r.add("start", "an advance is paid in the first month, and there is no start", "give the instrument a start")
	}
	if i.Cap != 0 {
		r.add("cap", "an advance has no cap", "lower the amount")
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
			*problems = append(*problems, Problem{Path: path + ".from", Reason: fmt.Sprintf("there is no instrument %s", t.From), Hint: "name one of the financing map"})
			continue
		case ordered[j].Kind() == KindPrefinancing:
			*problems = append(*problems, Problem{Path: path + ".from", Reason: fmt.Sprintf("%s is an advance itself", t.From), Hint: "name an instrument that pays for something"})
			continue
		case !slices.ContainsFunc(ordered[j].pays(), func(p payment) bool { return p.to == i.Payee }):
			*problems = append(*problems, Problem{Path: path + ".from", Reason: fmt.Sprintf("%s pays nothing to %s", t.From, i.Payee), Hint: "name an instrument that pays the one who got the advance"})
			continue
		}
		shares[t.From] += t.Share
		by[t.From] = append(by[t.From], i.Name)
		if sum := shares[t.From]; sum > 1+1e-9 && len(by[t.From]) > 1 {
			*problems = append(*problems, Problem{
				Path: path + ".share", Other: "financing." + by[t.From][0], Reason: fmt.Sprintf("%s together withhold %s of what %s pays", strings.Join(by[t.From], " and "), percent(sum), t.From), Hint: "lower one of the shares",
			})
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
