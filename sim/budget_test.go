package sim

import (
	"context"
	"testing"

	"piramide/sim/finance"

	"github.com/google/go-cmp/cmp"
)

// lineOf sums the lines that a filter picks, by month.
func lineOf(r *Result, pick func(finance.Line) bool) []finance.Cents {
	out := make([]finance.Cents, r.Ledger.Months())
	for i, line := range r.Ledger.Lines() {
		if pick(line) {
			for m := range out {
				out[m] += r.Ledger.Month(i, m)
			}
		}
	}
	return out
}

// teamPays is an instrument of the plan to the buurtteams.
func teamPays(name string, payer finance.Party, start Month, terms finance.Terms) finance.Instrument {
	return finance.Instrument{Name: name, Payer: payer, Payee: finance.Buurtteams, Plan: true, Start: finance.Month(start), Terms: terms}
}

// Together the accounts of the buurten hold, to the cent and in every month, what the
// ledger says the buurtteams hold, whatever mix of instruments pays them.
func TestTeamBudgetsTieToTheLedger(t *testing.T) {
	c := testConfig(600)
	at := c.Calendar.Start
	pool := finance.Instrument{
		Name: "pool", Payer: finance.Federal, Payee: finance.Collaboration, Plan: true, Start: finance.Month(at),
		Terms: finance.PooledBudget{
			Sources: []finance.PoolSource{{Payer: finance.Federal, PerYear: 700_001}, {Payer: finance.Local, PerYear: 300_000}},
			Uses:    []finance.PoolUse{{To: finance.Buurtteams, Reason: finance.ForBuurtAction, PerYear: 700_000}, {To: finance.Collaboration, Reason: finance.ForIntegration, PerYear: 300_001}},
		},
	}
	for _, mix := range []struct {
		name string
		pay  []finance.Instrument
	}{
		{"nobody pays", nil},
		{"per head", []finance.Instrument{teamPays("a", finance.Federal, at, finance.PopulationBudget{Base: 1201, Chronic: 333, VT: 77})}},
		{"a sum", []finance.Instrument{teamPays("a", finance.Local, at+3, finance.FixedBudget{PerYear: 1_000_003, Reason: finance.ForBuurtAction})}},
		{"two payers", []finance.Instrument{
			teamPays("a", finance.Federal, at, finance.PopulationBudget{Base: 5000}),
			teamPays("b", finance.Flanders, at, finance.FixedBudget{PerYear: 2_000_001, Reason: finance.ForQuality}),
		}},
		{"fee and advance", []finance.Instrument{
			teamPays("a", finance.Federal, at, finance.InclusionFee{PerYear: 10_000}),
			teamPays("b", finance.SicknessFunds, at, finance.Prefinancing{Advance: 900_001, Installments: 2, RecoupAfter: 6, RecoupMonths: 12}),
		}},
		{"pool", []finance.Instrument{pool}},
		{"bundle", []finance.Instrument{teamPays("a", finance.Flanders, at, finance.Bundle{
			PerTier: [finance.NumTiers]finance.Cents{finance.TierComplex: 90_000_001}, Services: []finance.Service{finance.P3NightVisit},
		})}},
	} {
		p := fullPlan(at)
		p.GroupSessions = true
		p.Instruments = append(careAsToday(), mix.pay...)
		c.Schedule = []Dated{{at, p}}
		w := started(t, c)
		r, err := w.Run(context.Background(), c.Schedule, func(done int) {
			var sum finance.Cents
			for b := range w.buurten {
				held := w.money.teams.accounts.Balance(b)
				if held < 0 {
					t.Errorf("%s: buurt %d is in the red after %d months", mix.name, b, done)
				}
				sum += held
			}
			if in := w.money.ledger.Balance(finance.Buurtteams, done-1); sum != in || sum != w.money.balance[finance.Buurtteams] {
				t.Errorf("%s, month %d: the accounts hold %d, the ledger says %d", mix.name, done, sum, in)
			}
		})
		if err != nil {
			t.Fatalf("%s: %v", mix.name, err)
		}
		// What indicators show is what the ledger shows.
		var returned, shown finance.Cents
		for m, cents := range lineOf(r, func(l finance.Line) bool { return l.Instrument == "team_budget" }) {
			if returned += cents; cents != 0 && m%12 != 11 {
				t.Errorf("%s: %d went back in month %d", mix.name, cents, m)
			}
		}
		for year := range r.Years {
			shown += finance.Cents(r.At(BudgetReturned, year, 0, GroupAll).Num)
		}
		if returned != shown {
			t.Errorf("%s: %d went back, %d is shown", mix.name, returned, shown)
		}
		if (mix.name == "two payers" || mix.name == "bundle") && returned == 0 {
			t.Error("a rich team gave nothing back")
		}
	}
}

// A team spends by its rules: 6 actions a year of 1,500.00, 6 sessions of 250.00 and
// 4,000.00 for quality work when it works as designed, 14,500.00 in all, of the
// 20,000.00 that its buurt earns; a quarter, 5,000.00, may be carried over, so the
// first year 500.00 goes back. In the second 5,000.00 of the 10,500.00 that are left.
func TestTeamSpendsByItsRules(t *testing.T) {
	c := testConfig(600)
	p := fullPlan(c.Calendar.Start)
	p.TeamMaturity, p.GroupSessions = 0, true // works as designed at once
	p.Teams[1] = Team{}
	p.Buurtteamcoach = Posts{}
	p.Instruments = append(careAsToday(), teamPays("a", finance.Local, c.Calendar.Start, finance.FixedBudget{PerYear: 2_000_000, Reason: finance.ForBuurtAction}))
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	r := run(t, c)
	cents := func(x Indicator, year, area int) int64 { return r.At(x, year, area, GroupAll).Num }
	type year struct{ earned, spent, returned, carried int64 }
	for y, want := range []year{{2_000_000, 1_450_000, 50_000, 500_000}, {2_000_000, 1_450_000, 550_000, 500_000}, {2_000_000, 1_450_000, 550_000, 500_000}} {
		got := year{cents(BudgetEarned, y, 1), cents(BudgetSpent, y, 1), cents(BudgetReturned, y, 1), cents(BudgetCarried, y, 1)}
		if got.spent < want.spent-12 || got.spent > want.spent+12 { // quality work is rounded by month
			t.Errorf("year %d: %+v, expected %+v", y, got, want)
		}
		want.spent, want.returned = got.spent, want.returned+want.spent-got.spent
		if got != want {
			t.Errorf("year %d: %+v, expected %+v", y, got, want)
		}
		if x := (year{cents(BudgetEarned, y, 2), cents(BudgetSpent, y, 2), cents(BudgetReturned, y, 2), cents(BudgetCarried, y, 2)}); x != (year{}) {
			t.Errorf("year %d: a buurt without a team has %+v", y, x)
		}
	}
	if u := r.At(BudgetUnspent, 1, 1, GroupAll); u.Den != 2_500_000 || u.Num != 2_500_000-cents(BudgetSpent, 1, 1) {
		t.Errorf("unspent share %v", u)
	}
}

// A buurt that earns before its team starts cannot spend: all goes back to its payer.
func TestBuurtWithoutTeamGivesAllBack(t *testing.T) {
	c := testConfig(600)
	p := fullPlan(c.Calendar.Start)
	p.Teams[0], p.Teams[1].Start = Team{}, c.Calendar.Start+12
	p.Instruments = append(careAsToday(), teamPays("a", finance.Federal, c.Calendar.Start, finance.PopulationBudget{Base: 6000}))
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	r := run(t, c)
	for area := 1; area <= 2; area++ {
		earned, back := r.At(BudgetEarned, 0, area, GroupAll).Num, r.At(BudgetReturned, 0, area, GroupAll).Num
		if earned == 0 || back != earned || r.At(BudgetSpent, 0, area, GroupAll).Num != 0 {
			t.Errorf("buurt %d earned %d and gave %d back", area, earned, back)
		}
	}
	if back := r.At(BudgetReturned, 2, 2, GroupAll).Num; back >= r.At(BudgetEarned, 2, 2, GroupAll).Num {
		t.Error("a buurt with a team gives all back")
	}
	if cost := r.Ledger.ProgrammeCost(0, 12); cost != r.Ledger.Sum(0, 12, func(l finance.Line) bool { return l.Instrument == "set_posts" }) {
		t.Errorf("what went back still costs %d", cost)
	}
}

// A new team costs its start once, in the month it begins; one with an age does not.
func TestStartOfATeam(t *testing.T) {
	c := testConfig(600)
	p := fullPlan(c.Calendar.Start)
	p.Teams = []Team{{Start: c.Calendar.Start + 7}, {Start: c.Calendar.Start - 60}}
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	want := make([]finance.Cents, 36)
	want[7] = 1_500_000
	r := run(t, c)
	for _, to := range []finance.Party{finance.Buurtteams, finance.Economy} {
		if d := cmp.Diff(want, lineOf(r, func(l finance.Line) bool {
			return l.Reason == finance.ForStartup && l.Timing == finance.OneOff && l.To == to
		})); d != "" {
			t.Errorf("to %s: %s", to, d)
		}
	}
}

// When the money of posts ends, workers work out their notice and are paid from what
// is left and then by the federal payer; nobody new is taken in, and clients keep
// their place until the last day.
func TestNotice(t *testing.T) {
	c := testConfig(4000)
	c.Labour.Turnover, c.Labour.HireLag, c.Labour.Pool, c.Labour.NoticeMonths = 0, 0.1, nil, 3
	p := fullPlan(c.Calendar.Start)
	end := p
	end.Teams, end.Zorgcoach, end.Casemanagers, end.Buurtteamcoach = []Team{{}, {}}, Posts{}, Posts{}, Posts{}
	end.PopulationManager, end.Outreach = Posts{}, Posts{}
	for k := range p.Instruments {
		if p.Instruments[k].Plan {
			p.Instruments[k].End = finance.Month(c.Calendar.Start + 24)
		}
	}
	end.Instruments = p.Instruments
	c.Schedule = []Dated{{c.Calendar.Start, p}, {c.Calendar.Start + 24, end}}
	r := run(t, c)
	filled := r.Months[RoleSeries(Zorgcoach, 1)]
	if filled[23] == 0 {
		t.Fatal("no coach to give notice")
	}
	for m := 24; m < 27; m++ {
		if filled[m] != filled[23] || r.Months[RoleSeries(Zorgcoach, 0)][m] != 0 || r.Months[MonthNotice][m] < filled[m] {
			t.Errorf("month %d: %d centi-FTE filled, %d in notice", m, filled[m], r.Months[MonthNotice][m])
		}
		if r.Months[RoleSeries(Zorgcoach, 4)][m] == 0 {
			t.Errorf("month %d: coaches in notice have no clients", m)
		}
		if r.Months[MonthRequests][m] != 0 || r.Months[MonthWaiting][m] != 0 {
			t.Errorf("month %d: %d ask, %d wait", m, r.Months[MonthRequests][m], r.Months[MonthWaiting][m])
		}
	}
	if filled[27] != 0 || r.Months[MonthNotice][27] != 0 || r.Months[RoleSeries(Zorgcoach, 4)][28] != 0 {
		t.Error("somebody stays after the notice")
	}
	var paid, federal finance.Cents
	for m := 24; m < 36; m++ {
		paid += lineOf(r, func(l finance.Line) bool { return l.Reason == finance.ForWage || l.Reason == finance.ForOverhead })[m]
		federal += lineOf(r, func(l finance.Line) bool { return l.Instrument == "notice" })[m]
	}
	if federal == 0 || federal > paid {
		t.Errorf("notice cost %d, of which %d of the federal payer", paid, federal)
	}
	if rest := lineOf(r, func(l finance.Line) bool { return l.Instrument == "set_posts" })[30]; rest != 0 {
		t.Errorf("%d for posts that nobody set", rest)
	}
}

// A post whose money comes back within the notice keeps its worker.
func TestNoticeIsWithdrawn(t *testing.T) {
	c := testConfig(2000)
	c.Labour.Turnover, c.Labour.HireLag, c.Labour.Pool, c.Labour.NoticeMonths = 0, 0.1, nil, 3
	p := fullPlan(c.Calendar.Start)
	p.Zorgcoach = Posts{FTE: 2, Start: c.Calendar.Start}
	less := p
	less.Zorgcoach.FTE = 1
	c.Schedule = []Dated{{c.Calendar.Start, p}, {c.Calendar.Start + 12, less}, {c.Calendar.Start + 14, p}}
	filled := run(t, c).Months[RoleSeries(Zorgcoach, 1)]
	for m := 11; m < 16; m++ {
		if filled[m] != 400 {
			t.Errorf("month %d: %d centi-FTE, expected 4 posts", m, filled[m])
		}
	}
}
