package sim

import (
	"slices"

	"piramide/sim/finance"
)

// Accounts of who holds posts for the region.
//
// Decided: what care coaches, case managers, population managers and programmes give back
// of money that no post or place has spent. Read: receipts, wages. Written: purses, ledger.
// Source: the rule of each instrument, finance.UnspentRule.

// purpose is a use for which the region holds money apart.
type purpose int

// The purposes. What else the collaboration receives it spends on its work as it
// comes: staff that is not simulated, rent, activities.
const (
	forCoaches purpose = iota
	forCasemanagers
	forPHM
	forPlaces   // of programmes, funded: first of NumProgrammes
	numPurposes = int(forPlaces) + int(NumProgrammes)
	noPurpose   = purpose(numPurposes)
)

// purseOf is the purpose of the wages of a role. Team coaches are paid by the accounts
// of their buurt; other roles by the collaboration, as money comes.
func purseOf(r Role) purpose {
	switch r {
	case Zorgcoach:
		return forCoaches
	case Casemanager:
		return forCasemanagers
	case PopulationManager:
		return forPHM
	}
	return noPurpose
}

// purses is the money that the region holds for posts.
type purses struct {
	of      [numPurposes]*finance.Purse
	sources [numPurposes][]source
	keeps   [numPurposes]func(source int) bool
	receipt []place // by receipt of the settlement
	back    []finance.Cents
}

// source is a payer of an instrument in a purse, and the line on which it gets back.
type source struct {
	instrument string
	payer      finance.Party
	line       int
	keep       bool
}

// place is the purse of a receipt and its first source there; one follows per payer.
type place struct {
	purpose purpose
	source  int
	origin  *origin // nil: the holder's own money
}

// purposeOf says for what a receipt is held.
func purposeOf(to finance.Party, reason finance.Reason) purpose {
	switch {
	case to == finance.ZorgcoachPosts:
		return forCoaches
	case to == finance.CasemanagementPool:
		return forCasemanagers
	case to == finance.Collaboration && reason == finance.ForPHM:
		return forPHM
	case to == finance.Collaboration:
		for p, r := range programmeReason {
			if r == reason {
				return forPlaces + purpose(p)
			}
		}
	}
	return noPurpose
}

// holds says whether money for a purpose is held apart now. Money for population
// managers of a plan that has no funded ones pays tools, as it comes; money for a
// programme whose places it does not fund, or that is bought outside the region, as well.
func (w *World) holds(at purpose) bool {
	switch {
	case at == noPurpose:
		return false
	case at == forPHM:
		return w.plan.PopulationManager.Funded
	case at >= forPlaces:
		pl := &w.plan.Programmes[at-forPlaces]
		return pl.Funded && !pl.External
	}
	return true
}

// spendPlaces pays the work in the places of programmes from the money that funds them.
func (w *World) spendPlaces(post func(line int, from finance.Party, amount finance.Cents)) {
	mo := &w.money
	for p, worked := range mo.worked {
		at := forPlaces + purpose(p)
		if !w.holds(at) {
			continue
		}
		purse := mo.purses.of[at]
		amount := min(worked, max(0, purse.Balance()))
		post(mo.supplies, finance.Collaboration, amount)
		purse.Spend(amount)
	}
}

// startPurses opens the accounts under all instruments of a schedule and registers
// the lines on which money goes back.
func (w *World) startPurses(all []finance.Instrument) {
	mo := &w.money
	p := &mo.purses
	*p = purses{}
	for k := range all {
		i := &all[k]
		o, known := mo.origin[i.Name]
		if !known {
			continue
		}
		for _, end := range i.Ends() {
			at := purposeOf(end.To, end.Reason)
			if at == noPurpose || slices.ContainsFunc(p.sources[at], func(s source) bool { return s.instrument == i.Name }) {
				continue
			}
			for _, payer := range o.payers {
				line := mo.ledger.Line(finance.Line{From: end.To, To: payer, Instrument: i.Name, Plan: true, Reason: finance.ForReturned})
				p.sources[at] = append(p.sources[at], source{i.Name, payer, line, false})
			}
		}
	}
	most := 0
	for at := range p.of {
		p.of[at] = finance.NewPurse(len(p.sources[at]))
		most = max(most, len(p.sources[at]))
		sources := p.sources[at]
		p.keeps[at] = func(k int) bool { return sources[k].keep }
	}
	p.back = make([]finance.Cents, most)
}

// placePurses gives every receipt its purse.
func (w *World) placePurses() {
	mo := &w.money
	p := &mo.purses
	for _, r := range mo.settlement.Receipts() {
		at := place{purpose: purposeOf(r.To, r.Reason)}
		if at.purpose != noPurpose {
			at.source = slices.IndexFunc(p.sources[at.purpose], func(s source) bool { return s.instrument == r.Instrument })
			switch r.Reason {
			case finance.ForAdvance, finance.ForRecouped, finance.ForGain, finance.ForLoss, finance.ForReinvestment:
			default:
				if o, known := mo.origin[r.Instrument]; known && at.source >= 0 {
					at.origin = o
				}
			}
		}
		p.receipt = append(p.receipt, at)
	}
}

// toPurse books a receipt of who holds posts.
func (w *World) toPurse(k int, total finance.Cents) {
	p := &w.money.purses
	at := &p.receipt[k]
	if !w.holds(at.purpose) {
		return
	}
	purse := p.of[at.purpose]
	switch {
	case total < 0:
		purse.TakeBack(-total)
	case at.origin == nil:
		purse.Earn(purse.Own(), total)
	default:
		finance.SplitInto(at.origin.parts, total, at.origin.weights)
		for i, cents := range at.origin.parts {
			purse.Earn(at.source+i, cents)
		}
	}
}

// spendPurse books wages of a role. What the purse of the population managers lacks
// the collaboration pays from what else it has.
func (w *World) spendPurse(r Role, wages finance.Cents) {
	at := purseOf(r)
	if at == noPurpose {
		return
	}
	purse := w.money.purses.of[at]
	if at == forPHM {
		wages = min(wages, max(0, purse.Balance()))
	}
	purse.Spend(wages)
}

// free is what a party holds beside what is set apart for population managers and for
// the places of programmes.
func (mo *moneyState) free(p finance.Party) finance.Cents {
	left := mo.balance[p]
	if p == finance.Collaboration {
		for _, purse := range mo.purses.of[forPHM:] {
			left -= purse.Balance()
		}
	}
	return left
}

// topUpPurse books that a payer has made up what a holder of posts lacked.
func (mo *moneyState) topUpPurse(p finance.Party) {
	if at := purposeOf(p, finance.NoReason); at != noPurpose {
		mo.purses.of[at].TopUp()
	}
}

// closePurses ends the year: what no post has spent goes back to who paid, unless the
// instrument lets its holder keep it.
func (w *World) closePurses(owed *[finance.NumParties]finance.Cents) {
	mo := &w.money
	p := &mo.purses
	for at, purse := range p.of {
		sources := p.sources[at]
		for k := range sources {
			sources[k].keep = w.keepsUnspent(sources[k].instrument)
		}
		holder, reserve := finance.Collaboration, finance.Cents(0)
		switch purpose(at) { // advances of the collaboration lie outside its purses
		case forCoaches:
			holder = finance.ZorgcoachPosts
			reserve = owed[holder]
		case forCasemanagers:
			holder = finance.CasemanagementPool
			reserve = owed[holder]
		case forPHM:
		default: // months that the desk of a programme has still to live
			p := ProgrammeID(purpose(at) - forPlaces)
			reserve = mo.forProgramme[p] * finance.Cents(w.deskLag(p))
		}
		back := p.back[:len(sources)]
		purse.Close(reserve, p.keeps[at], back)
		for k, cents := range back {
			if cents != 0 {
				mo.ledger.Post(sources[k].line, w.cycle, cents)
				mo.balance[holder] -= cents
			}
		}
	}
}

// keepsUnspent is the rule of an instrument now, or when it ended. Of a pooled budget
// it is the rule for what is left in the envelope.
func (w *World) keepsUnspent(instrument string) (keep bool) {
	for k := range w.money.all {
		i := &w.money.all[k]
		if i.Name != instrument || i.Start > finance.Month(w.month) {
			continue
		}
		keep = i.Unspent == finance.Keep
		if pool, ok := i.Terms.(finance.PooledBudget); ok {
			keep = pool.Rest == finance.CarryOver
		}
	}
	return keep
}
