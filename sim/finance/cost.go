package finance

// The costs below are sums over months from … to−1, as section 7 of the model
// defines them. They tie, whatever was posted:
//
//	KCECost + InKind = ResourceCost + BalanceChange

// KCECost is what the payers (public payers, sickness funds, citizen) pay to
// others, less what others return to them. Payments among payers are no cost.
// Work in kind is not money and stands in InKind.
func (l *Ledger) KCECost(from, to int) Cents {
	return l.over(from, to, func(line Line) int { return outOfPayers(line) })
}

// ProgrammeCost is the part of KCECost that runs through the plan's instruments.
func (l *Ledger) ProgrammeCost(from, to int) Cents {
	return l.over(from, to, func(line Line) int {
		if !line.Plan {
			return 0
		}
		return outOfPayers(line)
	})
}

// PayerCost is one payer's part of KCECost; over all payers the parts sum to it.
func (l *Ledger) PayerCost(payer Party, from, to int) Cents {
	return l.over(from, to, func(line Line) int {
		if line.From != payer && line.To != payer {
			return 0
		}
		return outOfPayers(line)
	})
}

// ResourceCost is the value of what was used: postings to the sinks (economy,
// other providers), in money and in kind, less what sinks pay back.
func (l *Ledger) ResourceCost(from, to int) Cents {
	return l.over(from, to, func(line Line) int {
		return index(line.To.Sink()) - index(line.From.Sink())
	})
}

// InKind is the value of work given without money.
func (l *Ledger) InKind(from, to int) Cents {
	return l.over(from, to, func(line Line) int { return index(line.InKind) })
}

// BalanceChange is what the parties that are neither payer nor sink hold more
// at the end than at the start, in money.
func (l *Ledger) BalanceChange(from, to int) Cents {
	return l.over(from, to, func(line Line) int {
		if line.InKind {
			return 0
		}
		return index(holds(line.To)) - index(holds(line.From))
	})
}

// Flow is what a party received less what it paid, in money.
func (l *Ledger) Flow(party Party, from, to int) Cents {
	return l.over(from, to, func(line Line) int {
		if line.InKind {
			return 0
		}
		return index(line.To == party) - index(line.From == party)
	})
}

// Balance is what a party holds at the end of a month, from nothing at the start
// of the ledger; a payer's balance is minus what it paid.
func (l *Ledger) Balance(party Party, month int) Cents { return l.Flow(party, 0, month+1) }

// Sum adds the lines that a filter picks; with it, tables by instrument, reason
// or timing are made.
func (l *Ledger) Sum(from, to int, pick func(Line) bool) Cents {
	return l.over(from, to, func(line Line) int { return index(pick(line)) })
}

func (l *Ledger) over(from, to int, weight func(Line) int) Cents {
	var total Cents
	for i, line := range l.lines {
		if w := weight(line); w != 0 {
			total += Cents(w) * l.sum(i, from, to)
		}
	}
	return total
}

// outOfPayers is +1 for money that leaves the payers, −1 for money that returns.
func outOfPayers(line Line) int {
	if line.InKind {
		return 0
	}
	return index(line.From.Payer()) - index(line.To.Payer())
}

func holds(p Party) bool { return !p.Payer() && !p.Sink() }
