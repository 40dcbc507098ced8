package outputs

import (
	"math"
	"strings"

	"piramide/internal/words"
	"piramide/sim/finance"
)

// Transfer is an amount that one party gives another over a period, EUR.
type Transfer struct {
	From  string  `json:"from"`
	To    string  `json:"to"`
	Euros float64 `json:"eur"`
}

// SidePayments says who would have to give whom how much so that nobody is worse off
// than under the first plan, and what the plan's own instruments already do for it.
// Amounts are those of the mean balance over the simulations.
//
// Parties are the payers and who holds the plan's money: care providers pass on what
// they earn, so that theirs is zero, and what the economy and other providers receive
// is pay for work, not a gain. Providers who receive less for their work stand apart. Citizens count when they lose and are never asked to
// give: who is ill pays for no plan. Balances under half a cent per inhabitant and
// year are none.
type SidePayments struct {
	Payments []Transfer `json:"payments"`
	Short    float64    `json:"short"`  // EUR by which losses exceed gains; then no payment can help
	Losses   bool       `json:"losses"` // somebody loses
	K        int        `json:"cells_in_which_gains_cover_losses"`
	N        int        `json:"cells"`
	// Investors are the payers of the plan's own instruments with what they put in,
	// less what came back; Repaid is what who collects a saving pays them by the rules of
	// shared savings (cross-financing).
	Investors []Transfer `json:"investors"`
	Repaid    []Transfer `json:"repaid"`
	// Providers receive so much less for their work: no balance shows it.
	Providers []Transfer `json:"providers_receive_less"`
}

// SidePayments finds them for a plan and a period; finance.NoLoser says how.
func (c *Comparison) SidePayments(plan string, p Period) SidePayments {
	var s SidePayments
	r := c.Result
	least := 0.0
	for _, cell := range r.cells[c.Base] {
		start := int(cell.first) / 12
		least = max(least, 0.005*cell.inhabitantYears(p.First-start, p.Last-start))
	}
	counted := func(party finance.Party, eur float64) finance.Cents {
		if party == finance.Citizen {
			eur = min(eur, 0)
		}
		if math.IsNaN(eur) || math.Abs(eur) < least {
			return 0
		}
		return finance.Cents(math.Round(eur * 100))
	}
	var parties []finance.Party
	var net []finance.Cents
	cover := make([]finance.Cents, len(r.cells[plan]))
	for id := range finance.NumParties {
		party := finance.Party(id)
		if party.Sink() || !r.uses(party) {
			continue
		}
		balance := func(of string) []float64 {
			return r.values(of, func(s *summary, from, to, _ int) float64 {
				return s.through(id, from, to, func(x partySum) int64 { return x.received - x.paid })
			}, p, 0)
		}
		more, mean := subtract(balance(plan), balance(c.Base)), 0.0
		for i, eur := range more {
			cover[i] += counted(party, eur)
			mean += eur / float64(len(more))
		}
		parties, net = append(parties, party), append(net, counted(party, mean))
		s.Losses = s.Losses || net[len(net)-1] < 0
	}
	payments, short := finance.NoLoser(net)
	for _, x := range payments {
		s.Payments = append(s.Payments, Transfer{parties[x.From].String(), parties[x.To].String(), float64(x.Amount) / 100})
	}
	s.Short, s.N = float64(short)/100, len(cover)
	for _, cents := range cover {
		if cents >= 0 {
			s.K++
		}
	}
	c.crossFinancing(&s, plan, p)
	for _, x := range c.Incomes(plan, p) {
		if x.More.Mean <= -least {
			s.Providers = append(s.Providers, Transfer{From: x.Party, Euros: -x.More.Mean})
		}
	}
	return s
}

// crossFinancing reads from the ledger who invested and who paid whom back.
func (c *Comparison) crossFinancing(s *SidePayments, plan string, p Period) {
	var spent [finance.NumParties]float64
	for _, e := range c.Entries(plan, p) {
		from, to := partyByID[e.From], partyByID[e.To]
		if !e.Plan || e.Nature == natureInKind || e.Euros.Mean == 0 {
			continue
		}
		if e.Reason == finance.ForInvestment.String() {
			s.Repaid = append(s.Repaid, Transfer{e.From, e.To, e.Euros.Mean})
			continue
		}
		if from.Payer() {
			spent[from] += e.Euros.Mean
		}
		if to.Payer() {
			spent[to] -= e.Euros.Mean
		}
	}
	for id, eur := range spent {
		if eur > 0 {
			s.Investors = append(s.Investors, Transfer{From: finance.Party(id).String(), Euros: eur})
		}
	}
}

// In writes it in sentences; amount writes EUR.
func (s SidePayments) In(w *words.Words, amount func(eur float64) string) []string {
	list := func(all []Transfer, id string) string {
		var parts []string
		for _, t := range all {
			to := ""
			if t.To != "" {
				to = w.Say("party." + t.To)
			}
			parts = append(parts, w.Say(id, "from", w.Say("party."+t.From), "to", to, "amount", amount(t.Euros)))
		}
		return strings.Join(parts, w.Say("ledger.side.join"))
	}
	var lines []string
	say := func(id string, args ...any) { lines = append(lines, w.Say("ledger.side."+id, args...)) }
	switch {
	case !s.Losses:
		say("none")
	case s.Short > 0:
		say("short", "amount", amount(s.Short))
	default:
		say("payments", "list", list(s.Payments, "ledger.side.transfer"))
	}
	if s.Losses && s.N > 1 {
		say("cells", "k", s.K, "n", s.N)
	}
	if len(s.Providers) > 0 {
		say("providers", "list", list(s.Providers, "ledger.side.investor"))
	}
	if len(s.Investors) > 0 {
		say("investors", "list", list(s.Investors, "ledger.side.investor"))
	}
	if len(s.Repaid) > 0 {
		say("repaid", "list", list(s.Repaid, "ledger.side.transfer"))
	}
	return lines
}
