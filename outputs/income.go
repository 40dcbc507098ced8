package outputs

import (
	"piramide/internal/words"
	"piramide/sim/finance"
)

// Income is how much more or less a care provider receives for its work than under
// the first plan, in EUR: from anyone, less what it gives back or passes to anyone
// but the economy. Providers spend all of it there, so that their balance is zero
// whatever they earn: this is what a plan does to them.
type Income struct {
	Party   string   `json:"party"`
	More    Estimate `json:"difference_eur"`
	PerHead Estimate `json:"difference_eur_per_inhabitant_year"`
}

// Incomes gives the providers whose income differs, in the order of the parties.
func (c *Comparison) Incomes(plan string, p Period) []Income {
	var list []Income
	for id := finance.GPPractices; id <= finance.OtherProviders; id++ {
		party, economy := id.String(), finance.Economy.String()
		sum := func(perHead bool) Estimate {
			return estimate(c.lineSums(plan, c.Base, p, perHead, func(e Entry) float64 {
				if e.To == economy {
					return 0
				}
				return e.Flow(party)
			}), c.Result.draws())
		}
		if more := sum(false); more.differs() {
			list = append(list, Income{party, more, sum(true)})
		}
	}
	return list
}

// Name is the name of its row in a table of parties.
func (x Income) Name(w *words.Words) string {
	return w.Say("ledger.income", "party", w.Say("party."+x.Party))
}
