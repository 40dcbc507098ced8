package sim

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/sim/finance"
)

// paidBy runs a world of care as today plus instruments, and returns it with its result.
func paidBy(t *testing.T, people int, plan Plan, extra ...finance.Instrument) (*World, *Result) {
	t.Helper()
	c := testConfig(people)
	plan.Instruments = append(plan.Instruments, extra...)
	c.Schedule = []Dated{{c.Calendar.Start, plan}}
	m, err := Compile(c)
	if err != nil {
		t.Fatal(err)
	}
	w, err := m.Start(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.Run(context.Background(), c.Schedule, nil)
	if err != nil {
		t.Fatal(err)
	}
	return w, r
}

func today() Plan { return Plan{P3: 1, Instruments: careAsToday()} }

// What an instrument paid on a line, over all months.
func posted(l *finance.Ledger, pick func(finance.Line) bool) finance.Cents {
	return l.Sum(0, l.Months(), pick)
}

var forfait = finance.Instrument{
	Name: "forfait", Payer: finance.Federal, Payee: finance.GPPractices, Plan: true,
	Terms: finance.Capitation{
		Registered: 1, PerYear: 12000, Age: [finance.NumAgeGroups]float64{1, 1, 1, 1}, VT: 1, Chronic: 1,
		Services: []finance.Service{finance.GPContact},
	},
}

// A capitation moves money and nobody: the same lives, the fees of who is not
// enrolled, and one amount per enrolled citizen. What it replaces leaves the cost of
// the cohort.
func TestCapitationMovesOnlyMoney(t *testing.T) {
	_, before := paidBy(t, 4000, today())
	w, after := paidBy(t, 4000, today(), forfait)
	if diff := cmp.Diff(before.Lives, after.Lives); diff != "" {
		t.Fatalf("lives differ: %s", diff)
	}
	contacts := func(l finance.Line) bool { return l.Reason == finance.ForGPContact }
	old, now := posted(before.Ledger, contacts), posted(after.Ledger, contacts)
	if share := float64(now) / float64(old); math.Abs(share-0.15) > 0.02 { // 85 % have a GMD; some 4,000 latent draws, 5 standard errors are 2.8 %
		t.Errorf("%.3f of the fees is left", share)
	}
	var cost int64
	for m := range 36 {
		cost += before.Months[MonthCohortCost][m] - after.Months[MonthCohortCost][m]
	}
	own := func(l finance.Line) bool { return l.Reason == finance.ForOwnShare && l.To == finance.GPPractices }
	replaced := old - now + posted(before.Ledger, own) - posted(after.Ledger, own)
	if float64(cost) < 0.7*float64(replaced) || cost > int64(replaced) { // the cohort is most of the people
		t.Errorf("the cohort costs %d cents less, and %d were replaced", cost, replaced)
	}
	a := w.money.activity
	month := posted(after.Ledger, func(l finance.Line) bool { return l.Instrument == "forfait" }) / 36
	var heads int64
	for b := range w.buurten {
		heads += a.EnrolledHeads(b)
	}
	if ratio := float64(month) / float64(heads*1000); math.Abs(ratio-1) > 0.1 { // EUR 10 a month; the population drifts
		t.Errorf("%d cents a month for %d enrolled", month, heads)
	}
}

// The heads by class are the enrolled heads, and those at home are all who are not
// in a nursing home.
func TestRiskCountsEverybodyOnce(t *testing.T) {
	bundle := finance.Instrument{Name: "bundel", Payer: finance.Federal, Payee: finance.Buurtteams, Plan: true, Terms: finance.Bundle{
		PerTier: [finance.NumTiers]finance.Cents{finance.TierComplex: 100}, Services: []finance.Service{finance.P3NightVisit},
	}}
	w, r := paidBy(t, 4000, fullPlan(2027*12), forfait, bundle)
	a := w.money.activity
	var home, residents int64
	for b := range w.buurten {
		for chronic := range 2 {
			for vt := range 2 {
				var sum int32
				for g := range a.Classes {
					sum += a.Classes[g][chronic][vt][b]
				}
				if sum != a.Enrolled[chronic][vt][b] {
					t.Errorf("buurt %d, chronic %d, VT %d: %d by age, %d in all", b, chronic, vt, sum, a.Enrolled[chronic][vt][b])
				}
			}
		}
		for tier := range a.AtHome {
			home += int64(a.AtHome[tier][b])
		}
		for _, p := range w.people[w.buurten[b].lo:w.buurten[b].hi] {
			if p.class != vacant && w.m.rows[p.class].bits&rowAway != 0 {
				residents++
			}
		}
	}
	if alive := r.Months[MonthPopulation][35]; home+residents != alive {
		t.Errorf("%d at home and %d in nursing homes of %d", home, residents, alive)
	}
	if known := a.AtHome[finance.TierHighRisk][0] + a.AtHome[finance.TierComplex][0]; known == 0 || int64(known) >= r.Months[MonthPopulation][35]/10 {
		t.Errorf("%d known in need", known)
	}
}

// A bundle by episode pays for the requests that were served, each once.
func TestEpisodesArePaidOnce(t *testing.T) {
	bundle := finance.Instrument{Name: "bundel", Payer: finance.Federal, Payee: finance.HomeCare, Plan: true, Terms: finance.Bundle{
		Basis: finance.ByEpisode, Episode: 100, Services: []finance.Service{finance.P3NightVisit},
	}}
	_, r := paidBy(t, 4000, fullPlan(2027*12), bundle)
	episodes := int64(posted(r.Ledger, func(l finance.Line) bool { return l.Instrument == "bundel" })) / 100
	var served int64
	for m := range 36 {
		served += r.Months[MonthServed][m]
	}
	if episodes == 0 || episodes > served || float64(episodes) < 0.5*float64(served) {
		t.Errorf("%d episodes paid of %d requests served (a citizen may have a coach and a case manager)", episodes, served)
	}
}

// The holder of an envelope spends what is drawn and no more; what is left goes back.
func TestEnvelopeIsNotSpent(t *testing.T) {
	start := finance.Date(2027, 1)
	pot := finance.Instrument{Name: "pot", Payer: finance.Local, Payee: finance.Collaboration, Plan: true, Start: start, End: start + 24, Terms: finance.PooledBudget{
		Sources: []finance.PoolSource{{Payer: finance.Local, PerYear: 12e6}, {Payer: finance.Flanders, PerYear: 6e6}},
		Uses:    []finance.PoolUse{{To: finance.Collaboration, Reason: finance.ForTraining, PerYear: 9e6}},
	}}
	_, r := paidBy(t, 2000, today(), pot)
	got := posted(r.Ledger, func(l finance.Line) bool { return l.Reason == finance.ForReturned && l.To == finance.Local })
	if want := finance.Cents(12e6); got != want { // of 2 × 90,000.00 left, two thirds
		t.Errorf("%d cents went back to the municipality, want %d", got, want)
	}
	noMoneyFromNowhere(t, r)
	if spent := posted(r.Ledger, func(l finance.Line) bool { return l.From == finance.Collaboration && l.To == finance.Economy }); spent != 18e6 {
		t.Errorf("the collaboration spent %d", spent)
	}
}

// An advance comes back from the payee's own money, to the cent.
func TestAdvanceComesBack(t *testing.T) {
	start := finance.Date(2027, 1)
	advance := finance.Instrument{
		Name: "voorschot", Payer: finance.Flanders, Payee: finance.Collaboration, Plan: true, Start: start,
		Terms: finance.Prefinancing{Advance: 10_000_01, Installments: 1, RecoupAfter: 6, RecoupMonths: 7},
	}
	_, r := paidBy(t, 2000, today(), advance)
	back := posted(r.Ledger, func(l finance.Line) bool { return l.Reason == finance.ForRecouped })
	if back != 10_000_01 {
		t.Errorf("%d cents came back", back)
	}
	if cost := r.Ledger.ProgrammeCost(0, r.Ledger.Months()); cost != 0 {
		t.Errorf("an advance that came back costs %d", cost)
	}
	noMoneyFromNowhere(t, r)
}

// noMoneyFromNowhere: nobody made up what a holder lacked.
func noMoneyFromNowhere(t *testing.T, r *Result) {
	t.Helper()
	lines := r.Ledger.Lines()
	if i := slices.IndexFunc(lines, func(l finance.Line) bool {
		return l.Instrument == "set_posts" && posted(r.Ledger, func(x finance.Line) bool { return x == l }) != 0
	}); i >= 0 {
		t.Errorf("%+v was posted", lines[i])
	}
}

// Counting heads and starts is part of every month under such a plan: it allocates nothing.
func TestRiskAllocatesNothing(t *testing.T) {
	bundle := finance.Instrument{Name: "bundel", Payer: finance.Federal, Payee: finance.HomeCare, Plan: true, Terms: finance.Bundle{
		Basis: finance.ByEpisode, Episode: 100, Services: []finance.Service{finance.P3NightVisit},
	}}
	w, _ := paidBy(t, 2000, fullPlan(2027*12), forfait, bundle)
	if n := testing.AllocsPerRun(10, w.risk); n != 0 {
		t.Errorf("it allocates %v times", n)
	}
}
