package sim

import (
	"context"
	"maps"
	"slices"
	"testing"

	"piramide/sim/finance"

	"github.com/google/go-cmp/cmp"
)

// withMoney is the full plan with funded population managers in which every budget
// follows a rule for what is not spent.
func withMoney(c *Config, rule finance.UnspentRule) Plan {
	p := fullPlan(c.Calendar.Start)
	p.PopulationManager = Posts{Funded: true, Start: c.Calendar.Start}
	p.TeamBudget.CarryOver = 0
	p.Instruments = slices.Clone(p.Instruments)
	for k := range p.Instruments {
		if p.Instruments[k].Plan {
			p.Instruments[k].Unspent = rule
		}
	}
	return p
}

// The purses hold, to the cent and in every month, what the ledger says their holders
// hold; money goes back in December only, and then nothing is left.
func TestPursesTieToTheLedger(t *testing.T) {
	c := testConfig(600)
	at := finance.Month(c.Calendar.Start)
	pool := func(rest finance.RestRule) []finance.Instrument {
		return []finance.Instrument{{
			Name: "pool", Payer: finance.Federal, Payee: finance.Collaboration, Plan: true, Start: at,
			Terms: finance.PooledBudget{
				Sources: []finance.PoolSource{{Payer: finance.Federal, PerYear: 20_000_001}, {Payer: finance.Local, PerYear: 9_999_999}},
				Uses: []finance.PoolUse{
					{To: finance.ZorgcoachPosts, Reason: finance.ForCoordination, PerYear: 15_000_000},
					{To: finance.CasemanagementPool, Reason: finance.ForCaseManagement, PerYear: 10_000_000},
					{To: finance.Collaboration, Reason: finance.ForPHM, PerYear: 5_000_000},
				},
				Rest: rest,
			},
		}}
	}
	advance := finance.Instrument{
		Name: "advance", Payer: finance.Local, Payee: finance.ZorgcoachPosts, Plan: true, Start: at + 2,
		Terms: finance.Prefinancing{Advance: 5_000_000, Installments: 3, RecoupAfter: 8, RecoupMonths: 12},
	}
	full := withMoney(&c, finance.Return).Instruments[len(careAsToday()):]
	for _, mix := range []struct {
		name string
		pay  []finance.Instrument
		keep bool
	}{
		{"returned", full, false},
		{"kept", withMoney(&c, finance.Keep).Instruments[len(careAsToday()):], true},
		{"a pool that returns", pool(finance.ReturnRest), false},
		{"a pool that carries over", pool(finance.CarryOver), true},
		{"with an advance", append(slices.Clone(full), advance), false},
	} {
		p := withMoney(&c, finance.Return)
		p.Instruments = append(careAsToday(), mix.pay...)
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		w := started(t, c)
		var returned finance.Cents
		r, err := w.Run(context.Background(), c.Schedule, func(done int) {
			purses := &w.money.purses
			for at, holder := range map[purpose]finance.Party{forCoaches: finance.ZorgcoachPosts, forCasemanagers: finance.CasemanagementPool} {
				if held, in := purses.of[at].Balance(), w.money.ledger.Balance(holder, done-1); held != in || held < 0 {
					t.Errorf("%s, month %d: the purse of %v holds %d, the ledger says %d", mix.name, done, holder, held, in)
				}
			}
			phm := purses.of[forPHM].Balance()
			if phm < 0 || phm > w.money.balance[finance.Collaboration] {
				t.Errorf("%s, month %d: %d is set apart of %d", mix.name, done, phm, w.money.balance[finance.Collaboration])
			}
			if done%12 == 0 && !mix.keep && mix.name != "with an advance" {
				for at := range purses.of {
					if left := purses.of[at].Balance(); left != 0 {
						t.Errorf("%s, month %d: %d stays", mix.name, done, left)
					}
				}
			}
		})
		if err != nil {
			t.Fatalf("%s: %v", mix.name, err)
		}
		holders := []finance.Party{finance.ZorgcoachPosts, finance.CasemanagementPool, finance.Collaboration}
		for m, cents := range lineOf(r, func(l finance.Line) bool { return l.Reason == finance.ForReturned && slices.Contains(holders, l.From) }) {
			if returned += cents; cents != 0 && m%12 != 11 {
				t.Errorf("%s: %d went back in month %d", mix.name, cents, m)
			}
		}
		if (returned == 0) != mix.keep {
			t.Errorf("%s: %d went back", mix.name, returned)
		}
	}
}

// With every budget returned, the programme cost of whole years is what was spent on
// wages and actions, and nobody holds anything. Who keeps money costs its payers more
// and changes nobody's life.
func TestProgrammeCostIsWhatWasSpent(t *testing.T) {
	c := testConfig(600)
	live := func(rule finance.UnspentRule) *Result {
		c.Schedule = []Dated{{c.Calendar.Start, withMoney(&c, rule)}}
		return run(t, c)
	}
	back, kept := live(finance.Return), live(finance.Keep)
	var spent finance.Cents
	holders := []finance.Party{finance.Buurtteams, finance.ZorgcoachPosts, finance.CasemanagementPool, finance.Collaboration}
	for _, cents := range lineOf(back, func(l finance.Line) bool { return l.To == finance.Economy && slices.Contains(holders, l.From) }) {
		spent += cents
	}
	if cost := back.Ledger.ProgrammeCost(0, 36); cost != spent || spent == 0 {
		t.Errorf("the programme costs %d, %d was spent", cost, spent)
	}
	if a, b := back.Ledger.ProgrammeCost(0, 36), kept.Ledger.ProgrammeCost(0, 36); a >= b {
		t.Errorf("who keeps its money costs %d, who gives it back %d", b, a)
	}
	for _, r := range []*Result{back, kept} {
		kce, resource := r.Ledger.KCECost(0, 36), r.Ledger.ResourceCost(0, 36)
		if kce+r.Ledger.InKind(0, 36) != resource+r.Ledger.BalanceChange(0, 36) {
			t.Errorf("costs do not tie: KCE %d, resource %d", kce, resource)
		}
	}
	if diff := cmp.Diff(back.Months, kept.Months); diff != "" {
		t.Errorf("who keeps money changes a month: %s", diff)
	}
}

// Who pays set posts, notice and the start of a team is a choice that moves cost from
// one payer to another, to the cent, and nothing else.
func TestPayersOfWhatNoInstrumentPays(t *testing.T) {
	c := testConfig(600)
	c.Labour.NoticeMonths = 3
	live := func(payers Payers) *Result {
		p := fullPlan(c.Calendar.Start)
		p.Casemanagers = Posts{FTE: 1, Start: c.Calendar.Start}
		p.Instruments = slices.DeleteFunc(slices.Clone(p.Instruments), func(i finance.Instrument) bool { return i.Name == "regio" })
		p.Zorgcoach = Posts{FTE: 1, Start: c.Calendar.Start}
		p.Payers = payers
		last := p
		last.Casemanagers, last.Zorgcoach = Posts{}, Posts{}
		c.Schedule = []Dated{{c.Calendar.Start, p}, {c.Calendar.Start + 24, last}}
		return run(t, c)
	}
	paid := func(r *Result, payer finance.Party) map[string]finance.Cents {
		out := map[string]finance.Cents{}
		for i, l := range r.Ledger.Lines() {
			if l.From == payer && slices.Contains([]string{"set_posts", "notice", "team_start"}, l.Instrument) && r.Ledger.Total(i) != 0 {
				out[l.Instrument] += r.Ledger.Total(i)
			}
		}
		return out
	}
	federal := live(Payers{})
	all := paid(federal, finance.Federal)
	if len(all) != 3 {
		t.Fatalf("not all three are paid: %v", all)
	}
	other := live(Payers{SetPosts: finance.Local, Notice: finance.SicknessFunds, TeamStart: finance.Flanders})
	for name, payer := range map[string]finance.Party{"set_posts": finance.Local, "notice": finance.SicknessFunds, "team_start": finance.Flanders} {
		if got := paid(other, payer); !maps.Equal(got, map[string]finance.Cents{name: all[name]}) {
			t.Errorf("%v pays %v, want %s %d", payer, got, name, all[name])
		}
	}
	if got := paid(other, finance.Federal); len(got) != 0 {
		t.Errorf("the federal payer still pays %v", got)
	}
	if a, b := federal.Ledger.KCECost(0, 36), other.Ledger.KCECost(0, 36); a != b {
		t.Errorf("in all %d is paid, then %d", a, b)
	}
	if diff := cmp.Diff(federal.Months, other.Months); diff != "" {
		t.Errorf("who pays changes a month: %s", diff)
	}
}
