package outputs

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"piramide/sim/finance"
)

// Account is what went through a party in a period, in EUR of constant prices, and
// how that differs from the first plan. The estimates of differences are zero for
// the first plan itself.
type Account struct {
	Party    string   `json:"party"`
	Paid     Estimate `json:"paid"`
	Received Estimate `json:"received"`
	Net      Estimate `json:"net"` // received − paid
	// PaidMore, ReceivedMore and NetMore are differences with the first plan;
	// PerHead is that of the net, EUR per inhabitant and year.
	PaidMore     Estimate  `json:"paid_difference"`
	ReceivedMore Estimate  `json:"received_difference"`
	NetMore      Estimate  `json:"net_difference"`
	PerHead      Estimate  `json:"net_difference_per_inhabitant_year"`
	K            int       `json:"cells_with_sign"`
	N            int       `json:"cells"`
	Mark         Mark      `json:"mark"`
	BreakEven    BreakEven `json:"break_even"`
}

// Accounts gives the account of every party that any plan uses, in the order of
// the parties. Over all parties the means of the net add up to zero.
func (c *Comparison) Accounts(plan string, p Period) []Account {
	r, draw := c.Result, c.Result.draws()
	var list []Account
	for id := range finance.NumParties {
		if !r.uses(finance.Party(id)) {
			continue
		}
		sum := func(of string, pick func(partySum) int64) []float64 {
			return r.values(of, func(s *summary, from, to, _ int) float64 { return s.through(id, from, to, pick) }, p, 0)
		}
		paid, received := func(x partySum) int64 { return x.paid }, func(x partySum) int64 { return x.received }
		net := func(x partySum) int64 { return x.received - x.paid }
		a := Account{
			Party: finance.Party(id).String(),
			Paid:  estimate(sum(plan, paid), draw), Received: estimate(sum(plan, received), draw), Net: estimate(sum(plan, net), draw),
		}
		if plan != c.Base {
			more := func(pick func(partySum) int64) []float64 { return subtract(sum(plan, pick), sum(c.Base, pick)) }
			a.PaidMore, a.ReceivedMore, a.NetMore = estimate(more(paid), draw), estimate(more(received), draw), estimate(more(net), draw)
			head := func(of string) []float64 {
				return r.values(of, func(s *summary, from, to, _ int) float64 {
					return s.through(id, from, to, net) / s.inhabitantYears(from, to)
				}, p, 0)
			}
			diff := subtract(head(plan), head(c.Base))
			d := Difference{Diff: estimate(diff, draw)}
			r.judge(&d, &Indicator{}, diff, &inputs{}, false)
			a.PerHead, a.K, a.N, a.Mark = d.Diff, d.K, d.N, d.Mark
			a.BreakEven = c.breakEven(plan, id)
		}
		list = append(list, a)
	}
	return list
}

// through sums what went through a party over years, in EUR; NaN without a ledger.
func (s *summary) through(party, from, to int, pick func(partySum) int64) float64 {
	if s.parties == nil {
		return math.NaN()
	}
	cents := int64(0)
	for year := from; year <= to; year++ {
		cents += pick(s.parties[year*finance.NumParties+party])
	}
	return float64(cents) / 100
}

// Entry is one line of the ledger over a period, in EUR.
type Entry struct {
	From       string   `json:"from"`
	To         string   `json:"to"`
	Instrument string   `json:"instrument"`
	Reason     string   `json:"reason"`
	Nature     string   `json:"nature"`    // recurrent, one_off or in_kind
	Plan       bool     `json:"programme"` // one of the plan's own instruments
	Euros      Estimate `json:"eur"`
	More       Estimate `json:"difference"` // with the first plan; zero for the first plan itself
}

// Entries gives every line that a plan or the first plan posts in a period, in
// the order of payer, payee, instrument and reason. What is the same line under
// two plans has the same parties, instrument, reason and nature.
func (c *Comparison) Entries(plan string, p Period) []Entry {
	own, base := c.Result.lines(plan, p), map[LedgerRow][]float64{}
	if plan != c.Base {
		base = c.Result.lines(c.Base, p)
	}
	keys := slices.AppendSeq(slices.Collect(maps.Keys(own)), maps.Keys(base))
	slices.SortFunc(keys, func(a, b LedgerRow) int {
		return cmp.Or(cmp.Compare(partyByID[a.From], partyByID[b.From]), cmp.Compare(partyByID[a.To], partyByID[b.To]), compareLedger(a, b))
	})
	keys = slices.Compact(keys)
	draw := c.Result.draws()
	none := make([]float64, len(draw))
	list := make([]Entry, len(keys))
	for i, k := range keys {
		x, y := own[k], base[k]
		if x == nil {
			x = none
		}
		list[i] = Entry{From: k.From, To: k.To, Instrument: k.Instrument, Reason: k.Reason, Nature: k.Nature, Plan: k.Plan, Euros: estimate(x, draw)}
		if plan != c.Base {
			if y == nil {
				y = none
			}
			list[i].More = estimate(subtract(x, y), draw)
		}
	}
	return list
}

// lines gives the EUR of every line of a plan in a period, cell by cell.
func (r *Result) lines(plan string, p Period) map[LedgerRow][]float64 {
	cells := r.cells[plan]
	euros := map[LedgerRow][]float64{}
	for i, s := range cells {
		start := int(s.first) / 12
		for _, l := range s.ledger {
			cents := int64(0)
			for year := p.First - start; year <= p.Last-start; year++ {
				cents += l.Cents[year]
			}
			if cents == 0 {
				continue
			}
			if euros[l.Line] == nil {
				euros[l.Line] = make([]float64, len(cells))
			}
			euros[l.Line][i] += float64(cents) / 100
		}
	}
	return euros
}

// Tie is how the three costs of a plan tie over a period, mean EUR over the cells
// (docs/model.md 7.9): KCE + InKind = Resource + Held. Programme is a part of KCE.
type Tie struct {
	KCE       float64 `json:"kce_cost"`
	Programme float64 `json:"programme_cost"`
	InKind    float64 `json:"in_kind"`
	Resource  float64 `json:"resource_cost"`
	Held      float64 `json:"change_of_balances"` // of parties that are neither payer nor sink: unspent money
}

// Ties adds up each of the five from the lines themselves.
func (c *Comparison) Ties(plan string, p Period) Tie {
	var t Tie
	for _, e := range c.Entries(plan, p) {
		from, to, x := partyByID[e.From], partyByID[e.To], e.Euros.Mean
		if e.Nature == natureInKind {
			t.InKind += x
			t.Resource += x
			continue
		}
		payers := x * (one(from.Payer()) - one(to.Payer()))
		t.KCE += payers
		if e.Plan {
			t.Programme += payers
		}
		t.Resource += x * (one(to.Sink()) - one(from.Sink()))
		t.Held += x * (one(holds(to)) - one(holds(from)))
	}
	return t
}

func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// holds is true of the parties that are neither payer nor sink.
func holds(p finance.Party) bool { return !p.Payer() && !p.Sink() }

// LineSpread is a weighted sum of ledger lines of a plan in a period, less that of
// another plan unless base is empty: in EUR, or in EUR per inhabitant and year.
func (c *Comparison) LineSpread(plan, base string, p Period, perHead bool, weight func(Entry) float64) Spread {
	return spread(c.lineSums(plan, base, p, perHead, weight))
}

// lineSums are those sums, cell by cell.
func (c *Comparison) lineSums(plan, base string, p Period, perHead bool, weight func(Entry) float64) []float64 {
	sum := func(of string) []float64 {
		v := make([]float64, len(c.Result.cells[of]))
		lines := c.Result.lines(of, p)
		for _, k := range slices.SortedFunc(maps.Keys(lines), compareLedger) {
			if x := weight(Entry{From: k.From, To: k.To, Instrument: k.Instrument, Reason: k.Reason, Nature: k.Nature, Plan: k.Plan}); x != 0 {
				for i, euros := range lines[k] {
					v[i] += float64(x * euros)
				}
			}
		}
		if perHead {
			for i, s := range c.Result.cells[of] {
				start := int(s.first) / 12
				v[i] /= s.inhabitantYears(p.First-start, p.Last-start)
			}
		}
		return v
	}
	v := sum(plan)
	if base != "" {
		v = subtract(v, sum(base))
	}
	return v
}

// Flow is the sign with which a line counts for a party: +1 received, −1 paid, 0
// for work in kind and other parties.
func (e Entry) Flow(party string) float64 {
	if e.Nature == natureInKind {
		return 0
	}
	return one(e.To == party) - one(e.From == party)
}

// Cost says whose cost a line is in the KCE sense, and with which sign: +1 for what a
// payer pays to others than payers, −1 for what comes back; "" when it is nobody's.
func (e Entry) Cost() (payer string, sign float64) {
	from, to := partyByID[e.From], partyByID[e.To]
	switch {
	case e.Nature == natureInKind || from.Payer() == to.Payer():
		return "", 0
	case from.Payer():
		return e.From, 1
	}
	return e.To, -1
}
