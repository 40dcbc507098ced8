package outputs

import (
	"math"
	"slices"

	"piramide/sim"
	"piramide/sim/finance"
)

// natureInKind marks work given without money; other rows carry their timing.
const natureInKind = "in_kind"

// ledgerLine is one line of the ledger by year; the month and amount of Line are unused.
type ledgerLine struct {
	Line  LedgerRow
	Cents []int64 // by year
}

// book adds up the ledger: cost by month, and what went through each party by year.
func (s *summary) book(rows []LedgerRow, step sim.Month) {
	s.cost, s.programme = make([]int64, s.cycles), make([]int64, s.cycles)
	s.parties = make([]partySum, s.years*finance.NumParties)
	s.net, s.inKind = make([]int64, s.cycles*finance.NumParties), make([]int64, s.cycles)
	for _, r := range rows {
		month := int((r.Month - s.first) / step)
		year := month / s.perYear
		line := r
		line.Month, line.Cents = 0, 0
		if n := len(s.ledger); n == 0 || s.ledger[n-1].Line != line {
			s.ledger = append(s.ledger, ledgerLine{line, make([]int64, s.years)})
		}
		s.ledger[len(s.ledger)-1].Cents[year] += r.Cents
		if r.Nature == natureInKind { // work, not money
			s.inKind[month] += r.Cents
			continue
		}
		from, to := partyByID[r.From], partyByID[r.To]
		s.net[month*finance.NumParties+int(from)] -= r.Cents
		s.net[month*finance.NumParties+int(to)] += r.Cents
		at := year * finance.NumParties
		s.parties[at+int(from)].paid += r.Cents
		s.parties[at+int(to)].received += r.Cents
		switch {
		case from.Payer() && !to.Payer():
			s.spend(month, at+int(from), r.Cents, r.Plan)
		case to.Payer() && !from.Payer():
			s.spend(month, at+int(to), -r.Cents, r.Plan)
		}
	}
}

// spend counts money that leaves the payers (returns are negative): KCE cost.
func (s *summary) spend(month, payer int, cents int64, plan bool) {
	s.cost[month] += cents
	s.parties[payer].cost += cents
	if plan {
		s.programme[month] += cents
		s.parties[payer].programme += cents
	}
}

// partyByID finds the parties of a stored ledger.
var partyByID = func() map[string]finance.Party {
	m := make(map[string]finance.Party, finance.NumParties)
	for p := range finance.Party(finance.NumParties) {
		m[p.String()] = p
	}
	return m
}()

// parties fills in what each party paid, received and bore, by plan and year.
// Parties that no plan ever uses are left out.
func (c *Comparison) parties() {
	first, years := c.Result.calendar()
	draw := c.Result.draws()
	for _, p := range c.Plans {
		for id := range finance.NumParties {
			if !c.Result.uses(finance.Party(id)) {
				continue
			}
			for year := range years {
				at := year*finance.NumParties + id
				mean := func(pick func(partySum) int64) float64 {
					return estimate(c.Result.euros(p.ID, at, pick), draw).Mean
				}
				bears := func(s partySum) int64 { return s.received - s.paid }
				if finance.Party(id).Payer() {
					bears = func(s partySum) int64 { return s.cost }
				}
				row := PartyYear{
					Plan: p.ID, Party: finance.Party(id).String(), Year: first + year,
					Paid:      mean(func(s partySum) int64 { return s.paid }),
					Received:  mean(func(s partySum) int64 { return s.received }),
					Cost:      mean(func(s partySum) int64 { return s.cost }),
					Programme: mean(func(s partySum) int64 { return s.programme }),
				}
				if p.ID != c.Base {
					row.Difference = estimate(subtract(c.Result.euros(p.ID, at, bears), c.Result.euros(c.Base, at, bears)), draw)
				}
				c.Parties = append(c.Parties, row)
			}
		}
	}
}

// uses reports whether any cell has money going through a party.
func (r *Result) uses(p finance.Party) bool {
	for _, scenario := range r.Manifest.Scenarios {
		for _, s := range r.cells[scenario] {
			for at := int(p); at < len(s.parties); at += finance.NumParties {
				if s.parties[at] != (partySum{}) {
					return true
				}
			}
		}
	}
	return false
}

// euros gives a sum of one party and year in every cell of a plan, in EUR.
func (r *Result) euros(plan string, at int, pick func(partySum) int64) []float64 {
	v := make([]float64, len(r.cells[plan]))
	for i, s := range r.cells[plan] {
		if s.parties != nil {
			v[i] = float64(pick(s.parties[at])) / 100
		}
	}
	return v
}

// balances says who gains and who loses in a period against the first plan.
func (c *Comparison) balances(period Period) {
	r, draw := c.Result, c.Result.draws()
	for _, p := range c.Plans[1:] {
		for id := range finance.NumParties {
			if !r.uses(finance.Party(id)) {
				continue
			}
			net := func(s *summary, from, to, _ int) float64 {
				if s.parties == nil {
					return math.NaN()
				}
				total := int64(0)
				for year := from; year <= to; year++ {
					x := s.parties[year*finance.NumParties+id]
					total += x.received - x.paid
				}
				return float64(total) / 100 / s.inhabitantYears(from, to)
			}
			diff := subtract(r.values(p.ID, net, period, sim.GroupAll), r.values(c.Base, net, period, sim.GroupAll))
			b := Balance{Plan: p.ID, Party: finance.Party(id).String(), Period: period, Diff: estimate(diff, draw)}
			d := Difference{Diff: b.Diff}
			r.judge(&d, &Indicator{}, diff, &inputs{}, false)
			b.Mark = d.Mark
			c.Balances = append(c.Balances, b)
		}
	}
}

// LedgerYear is what was posted on one line of the ledger, mean over cells.
type LedgerYear struct {
	From, To, Instrument, Reason string
	Nature                       string // recurrent, one_off or in_kind
	Plan                         bool   // one of the plan's own instruments
	Euros                        []float64
}

// counts is the sign with which a line counts in the KCE cost: money that leaves the
// payers, less what comes back to them. The programme cost is that of the plan's own
// instruments.
func (l *LedgerYear) counts() float64 {
	from, to := partyByID[l.From], partyByID[l.To]
	switch {
	case l.Nature == natureInKind || from.Payer() == to.Payer():
		return 0
	case from.Payer():
		return 1
	}
	return -1
}

// Ledger gives the mean ledger of a plan by year, in EUR, lines in order.
func (r *Result) Ledger(plan string) []LedgerYear {
	cells := r.cells[plan]
	cents := map[LedgerRow][]int64{}
	var lines []LedgerRow
	for _, s := range cells {
		for _, l := range s.ledger {
			if cents[l.Line] == nil {
				cents[l.Line] = make([]int64, s.years)
				lines = append(lines, l.Line)
			}
			for year, c := range l.Cents {
				cents[l.Line][year] += c
			}
		}
	}
	slices.SortFunc(lines, compareLedger)
	list := make([]LedgerYear, len(lines))
	for i, l := range lines {
		list[i] = LedgerYear{From: l.From, To: l.To, Instrument: l.Instrument, Reason: l.Reason, Nature: l.Nature, Plan: l.Plan}
		for _, c := range cents[l] {
			list[i].Euros = append(list[i].Euros, float64(c)/100/float64(len(cells)))
		}
	}
	return list
}
