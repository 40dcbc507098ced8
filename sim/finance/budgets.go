package finance

import "math"

// Budgets are the virtual budgets of the buurtteams: one account per buurt, which
// together are what the party Buurtteams holds. Source: the Zorgzaam Leuven note,
// section 4: the collaboration "manages the virtual budgets of the buurtteams", with
// rules of play. The note names no rule for what is left at the end of a year;
// [Budgets.Close] has one that a plan chooses.
//
// Every account obeys, to the cent,
//
//	Opening + Earned + Own + ToppedUp = Spent + TakenBack + Returned + Balance
type Budgets struct {
	accounts []budget
	weights  []float64 // scratch
	parts    []Cents   // scratch
}

// BudgetYear is what one account did in a year, or several together.
type BudgetYear struct {
	Opening   Cents
	Earned    Cents // from payers, for the work of the team
	Own       Cents // fees, gains, advances: not a budget that goes back
	ToppedUp  Cents // lacked for wages, made up by a payer
	Spent     Cents
	TakenBack Cents // losses and advances
	Returned  Cents // left over, back to who paid
	Balance   Cents
}

// budget is one account. from says whose money the balance holds, in proportion;
// the team's own stands at Buurtteams.
type budget struct {
	BudgetYear
	from [NumParties]Cents
}

// NewBudgets opens empty accounts.
func NewBudgets(buurten int) *Budgets {
	n := max(buurten, NumParties)
	return &Budgets{accounts: make([]budget, buurten), weights: make([]float64, n), parts: make([]Cents, n)}
}

// Earn books what a payer pays a team; with Buurtteams as payer it is the team's own.
func (s *Budgets) Earn(buurt int, from Party, amount Cents) {
	a := &s.accounts[buurt]
	if from == Buurtteams {
		a.Own += amount
	} else {
		a.Earned += amount
	}
	a.Balance += amount
	a.from[from] += amount
}

// TakeBack books a loss or an advance that goes back. Teams bear it in proportion to
// what they hold, evenly when nobody holds anything; their own money goes first.
func (s *Budgets) TakeBack(amount Cents) {
	w, some := s.weights[:len(s.accounts)], false
	for b := range w {
		w[b] = float64(max(0, s.accounts[b].Balance))
		some = some || w[b] > 0
	}
	if !some {
		for b := range w {
			w[b] = 1
		}
	}
	parts := s.parts[:len(w)]
	SplitInto(parts, amount, w)
	for b, cents := range parts {
		a := &s.accounts[b]
		a.TakenBack += cents
		a.Balance -= cents
		a.from[Buurtteams] = max(0, a.from[Buurtteams]-cents)
	}
}

// Spend books what a team spends, also what it does not hold.
func (s *Budgets) Spend(buurt int, amount Cents) {
	s.accounts[buurt].Spent += amount
	s.accounts[buurt].Balance -= amount
}

// Balance is what a team holds.
func (s *Budgets) Balance(buurt int) Cents { return s.accounts[buurt].Balance }

// TopUp brings every account that is in the red to nothing and returns what that takes.
func (s *Budgets) TopUp() (sum Cents) {
	for b := range s.accounts {
		if a := &s.accounts[b]; a.Balance < 0 {
			a.ToppedUp -= a.Balance
			sum -= a.Balance
			a.Balance = 0
		}
	}
	return sum
}

// Close ends the year of a buurt. What payers' money is left is carried over up to a
// share of what the year earned; the rest goes back to the payers, in proportion to
// whose money is left, and is added to back. The team's own money stays.
func (s *Budgets) Close(buurt int, carry float64, back *[NumParties]Cents) {
	a := &s.accounts[buurt]
	w, parts := s.weights[:NumParties], s.parts[:NumParties]
	some := false
	for p, cents := range a.from {
		w[p] = float64(max(0, cents))
		some = some || cents > 0
	}
	left := max(0, a.Balance)
	if !some || left == 0 {
		a.from = [NumParties]Cents{Buurtteams: left}
		return
	}
	SplitInto(parts, left, w)
	copy(a.from[:], parts)
	budget := left - a.from[Buurtteams]
	rest := budget - min(budget, Cents(math.Round(carry*float64(max(0, a.Earned)))))
	if rest == 0 {
		return
	}
	for p := range w {
		w[p] = float64(a.from[p])
	}
	w[Buurtteams] = 0
	SplitInto(parts, rest, w)
	for p, cents := range parts {
		a.from[p] -= cents
		back[p] += cents
	}
	a.Returned += rest
	a.Balance -= rest
}

// Year gives the account of a buurt in the present year.
func (s *Budgets) Year(buurt int) BudgetYear { return s.accounts[buurt].BudgetYear }

// Begin opens a year: what a buurt holds is its opening balance.
func (s *Budgets) Begin(buurt int) {
	a := &s.accounts[buurt]
	a.BudgetYear = BudgetYear{Opening: a.Balance, Balance: a.Balance}
}
