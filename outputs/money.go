package outputs

import (
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
	months := s.years * s.perYear
	s.cost, s.programme = make([]int64, months), make([]int64, months)
	s.parties = make([]partySum, s.years*finance.NumParties)
	for _, r := range rows {
		year := int((r.Month-s.first)/step) / s.perYear
		line := r
		line.Month, line.Cents = 0, 0
		if n := len(s.ledger); n == 0 || s.ledger[n-1].Line != line {
			s.ledger = append(s.ledger, ledgerLine{line, make([]int64, s.years)})
		}
		s.ledger[len(s.ledger)-1].Cents[year] += r.Cents
		if r.Nature == natureInKind { // work, not money
			continue
		}
		from, to := party(r.From), party(r.To)
		month := int((r.Month - s.first) / step)
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

// party reads a party id of a stored ledger; Open has refused unknown ones.
func party(id string) finance.Party {
	p, err := finance.ParseParty(id)
	if err != nil {
		panic("outputs: " + err.Error())
	}
	return p
}
