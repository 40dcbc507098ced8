package sim

import (
	"math"
	"slices"

	"piramide/sim/finance"
)

// Virtual budgets of the buurtteams.
//
// Decided: what each team spends, carries over and gives back. Read: receipts,
// actions of the month, maturity, posts. Written: accounts of the buurten, ledger.
// Source: the note, sections 2 and 4; amounts are rules of the plan.

// TeamBudget are the rules by which buurtteams spend their virtual budgets. The
// wage of the buurtteamcoach comes first, then group sessions, buurt actions and
// quality work, as far as the account reaches; what it does not pay is done unpaid.
type TeamBudget struct {
	GroupSession finance.Cents // tariff of a group session
	BuurtAction  finance.Cents // cost of a buurt action
	Quality      finance.Cents // audits and peer review, a year of a team as designed
	CarryOver    float64       // most that is carried over, as a share of the year's earnings; the rest goes back
	Startup      finance.Cents // one-off, of a team that is new; Payers.TeamStart pays it
}

// teamMoney is the accounts of the buurten and the lines they post on.
type teamMoney struct {
	accounts *finance.Budgets
	received []float64       // cents that funded posts of a buurt received last month
	weights  []float64       // scratch
	parts    []finance.Cents // scratch

	back                 [finance.NumParties]int // buurtteams → payer, for what is left at the end of a year
	group, action        int
	quality              int
	startup, startupUsed int
}

// origin is the payers of an instrument and their weights.
type origin struct {
	payers  []finance.Party
	weights []float64
	parts   []finance.Cents // scratch
	pool    bool            // an envelope; teams carry its money over by the rule of their own budgets
}

// startTeams opens the accounts under all instruments of a schedule.
func (w *World) startTeams(all []finance.Instrument, starts finance.Party) {
	n := len(w.buurten)
	t := &w.money.teams
	*t = teamMoney{
		accounts: finance.NewBudgets(n), received: make([]float64, n),
		weights: make([]float64, n), parts: make([]finance.Cents, n),
	}
	var payers [finance.NumParties]bool
	for k := range all {
		if o, known := w.money.origin[all[k].Name]; known {
			for _, p := range o.payers {
				payers[p] = true
			}
		}
	}
	line := func(from, to finance.Party, instrument string, plan bool, reason finance.Reason, timing finance.Timing) int {
		return w.money.ledger.Line(finance.Line{From: from, To: to, Instrument: instrument, Plan: plan, Reason: reason, Timing: timing})
	}
	spend := func(reason finance.Reason, timing finance.Timing) int {
		return line(finance.Buurtteams, finance.Economy, "spending", false, reason, timing)
	}
	for p, pays := range payers {
		if pays {
			t.back[p] = line(finance.Buurtteams, finance.Party(p), "team_budget", true, finance.ForReturned, finance.Recurrent)
		}
	}
	t.group, t.action, t.quality = spend(finance.ForGroupSession, finance.Recurrent), spend(finance.ForBuurtAction, finance.Recurrent), spend(finance.ForQuality, finance.Recurrent)
	t.startup, t.startupUsed = line(starts, finance.Buurtteams, "team_start", true, finance.ForStartup, finance.OneOff), spend(finance.ForStartup, finance.OneOff)
}

// origins says of every budget among the instruments whose money it is.
func origins(all []finance.Instrument) map[string]*origin {
	out := map[string]*origin{}
	for k := range all {
		o, ok := budgetOf(&all[k])
		if _, known := out[all[k].Name]; ok && !known {
			out[all[k].Name] = &o
		}
	}
	return out
}

// budgetOf says whose money an instrument brings who holds it, when it is a budget of
// the plan: fees for care given, advances, parts of a saving, which are earned, and
// what care as today pays are no budget.
func budgetOf(i *finance.Instrument) (origin, bool) {
	if !i.Plan {
		return origin{}, false
	}
	switch t := i.Terms.(type) {
	case finance.InclusionFee, finance.PopulationBudget, finance.RegionalConvention, finance.FixedBudget, finance.Bundle:
		return origin{payers: []finance.Party{i.Payer}, weights: []float64{1}, parts: make([]finance.Cents, 1)}, i.Payer.Payer()
	case finance.PooledBudget:
		o := origin{parts: make([]finance.Cents, len(t.Sources)), pool: true}
		for _, s := range t.Sources {
			o.payers, o.weights = append(o.payers, s.Payer), append(o.weights, float64(s.PerYear))
		}
		return o, slices.ContainsFunc(o.weights, func(x float64) bool { return x > 0 })
	}
	return origin{}, false
}

// toTeams books a receipt of the buurtteams. What is paid to the region as a whole
// is shared by enrolled heads over the buurten that have a team.
func (w *World) toTeams(x *finance.Receipt) {
	t := &w.money.teams
	funds := x.Reason != finance.ForGain && x.Reason != finance.ForLoss
	if x.Total < 0 {
		t.accounts.TakeBack(-x.Total)
		if funds {
			finance.SplitInto(t.parts, x.Total, w.teamWeights())
			for b, cents := range t.parts {
				t.received[b] += float64(cents)
			}
		}
		return
	}
	parts := x.ByBuurt
	if parts == nil {
		parts = t.parts
		finance.SplitInto(parts, x.Total, w.teamWeights())
	}
	o, isBudget := w.money.origin[x.Instrument]
	if x.Reason == finance.ForAdvance || isBudget && w.keepsUnspent(x.Instrument) && !o.pool {
		isBudget = false // recouped by its own rule, or the team's to keep
	}
	for b, cents := range parts {
		if funds {
			t.received[b] += float64(cents)
		}
		if !isBudget {
			t.accounts.Earn(b, finance.Buurtteams, cents)
			continue
		}
		finance.SplitInto(o.parts, cents, o.weights)
		for k, p := range o.payers {
			t.accounts.Earn(b, p, o.parts[k])
		}
	}
}

// teamWeights are the enrolled heads of the buurten with a team; of all buurten
// where none has one.
func (w *World) teamWeights() []float64 {
	weights := w.money.teams.weights
	for _, all := range [2]bool{false, true} {
		some := false
		for b := range weights {
			weights[b] = 0
			if all || w.hasTeam(b) {
				weights[b] = float64(w.money.activity.EnrolledHeads(b))
				some = some || weights[b] > 0
			}
		}
		if some {
			return weights
		}
	}
	for b := range weights {
		weights[b] = 1
	}
	return weights
}

// payTeams lets every team spend: the wage of its coach is posted by pay; here come
// actions, in the order of [TeamBudget]. An advance that is still owed pays none of them.
func (w *World) payTeams(owed finance.Cents, post func(line int, from finance.Party, amount finance.Cents)) {
	t, rules := &w.money.teams, &w.plan.TeamBudget
	free := 1.0
	if held := w.money.balance[finance.Buurtteams]; owed > 0 && held > 0 {
		free = math.Max(0, 1-float64(owed)/float64(held))
	}
	a := w.money.activity
	for b := range w.buurten {
		if w.startsTeam(b) {
			w.money.ledger.Post(t.startup, w.cycle, rules.Startup)
			w.money.ledger.Post(t.startupUsed, w.cycle, rules.Startup)
		}
		left := finance.Cents(float64(t.accounts.Balance(b)) * free)
		pay := func(line int, wish finance.Cents) {
			if amount := min(wish, max(0, left)); amount > 0 {
				left -= amount
				t.accounts.Spend(b, amount)
				post(line, finance.Buurtteams, amount)
			}
		}
		actions := finance.Cents(a.Actions[finance.ActionBuurt][b])
		if w.plan.GroupSessions {
			pay(t.group, actions*rules.GroupSession) // each action of such a team holds a group session
		}
		pay(t.action, actions*rules.BuurtAction)
		pay(t.quality, finance.Cents(math.Round(float64(rules.Quality)*w.buurten[b].mature/12)))
	}
}

// startsTeam says whether a new team starts this month; one that existed before the
// plan has its start behind it.
func (w *World) startsTeam(b int) bool {
	return w.hasTeam(b) && w.plan.Teams[b].Start == w.month
}

// closeTeams ends the year of the accounts. A buurt without a team keeps nothing.
func (w *World) closeTeams() {
	mo := &w.money
	var back [finance.NumParties]finance.Cents
	for b := range w.buurten {
		carry := 0.0
		if w.hasTeam(b) {
			carry = w.plan.TeamBudget.CarryOver
		}
		mo.teams.accounts.Close(b, carry, &back)
	}
	for p, cents := range back {
		if cents != 0 {
			mo.ledger.Post(mo.teams.back[p], w.cycle, cents)
			mo.balance[finance.Buurtteams] -= cents
		}
	}
}

// budgetYear moves the year of a buurt's account into the indicators and opens the next.
func (w *World) budgetYear(b int, days int64, all *[NumIndicators]Ratio) {
	y := w.money.teams.accounts.Year(b)
	add := func(x Indicator, cents finance.Cents) {
		all[x] = Ratio{int64(cents), days}
	}
	add(BudgetEarned, y.Earned)
	add(BudgetSpent, y.Spent)
	add(BudgetCarried, y.Balance)
	add(BudgetReturned, y.Returned)
	all[BudgetUnspent] = Ratio{int64(y.Balance + y.Returned), int64(y.Opening + y.Earned + y.Own + y.ToppedUp)}
	w.money.teams.accounts.Begin(b)
}
