package finance

import (
	"testing"

	"pgregory.net/rapid"
)

func TestLedgerByHand(t *testing.T) {
	l := NewLedger(3)
	budget := l.Line(Line{From: Federal, To: Collaboration, Instrument: "regio", Plan: true, Reason: ForConvention})
	passed := l.Line(Line{From: Collaboration, To: ZorgcoachPosts, Instrument: "regio", Plan: true, Reason: ForCoordination})
	wages := l.Line(Line{From: ZorgcoachPosts, To: Economy, Instrument: "posts", Reason: ForWage})
	gp := l.Line(Line{From: Citizen, To: GPPractices, Instrument: "gp", Reason: ForOwnShare})
	among := l.Line(Line{From: Federal, To: SicknessFunds, Instrument: "means", Reason: ForAdministration})
	direct := l.Line(Line{From: Flanders, To: OtherProviders, Instrument: "residual", Reason: ForResidual})
	back := l.Line(Line{From: ZorgcoachPosts, To: Federal, Instrument: "regio", Plan: true, Reason: ForReturned})
	gift := l.Line(Line{From: Hospitals, To: Economy, Instrument: "integrator", Reason: ForInKind, InKind: true})
	l.Freeze()
	l.Post(budget, 0, 1000)
	l.Post(budget, 1, 1000)
	l.Post(passed, 0, 600)
	l.Post(wages, 1, 450)
	l.Post(gp, 1, 4)
	l.Post(among, 1, 7)
	l.Post(direct, 2, 80)
	l.Post(back, 2, 50)
	l.Post(gift, 2, 30)

	for what, got := range map[string][2]Cents{
		"KCE cost: 2000 + 4 + 80 − 50":            {l.KCECost(0, 3), 2034},
		"KCE cost of month 1: 1000 + 4":           {l.KCECost(1, 2), 1004},
		"programme cost: 2000 − 50":               {l.ProgrammeCost(0, 3), 1950},
		"resource cost: 450 + 80 + 30":            {l.ResourceCost(0, 3), 560},
		"in kind":                                 {l.InKind(0, 3), 30},
		"balances: 1400 at collaboration, 100, 4": {l.BalanceChange(0, 3), 1504},
		"collaboration after month 0: 1000 − 600": {l.Balance(Collaboration, 0), 400},
		"posts at the end: 600 − 450 − 50":        {l.Balance(ZorgcoachPosts, 2), 100},
		"a gift costs the hospitals no money":     {l.Balance(Hospitals, 2), 0},
		"federal balance: −2000 − 7 + 50":         {l.Balance(Federal, 2), -1957},
		"federal part of the cost, without the 7": {l.PayerCost(Federal, 0, 3), 1950},
		"sickness funds paid nobody":              {l.PayerCost(SicknessFunds, 0, 3), 0},
		"total of a line":                         {l.Total(budget), 2000},
		"wages, picked":                           {l.Sum(0, 3, func(x Line) bool { return x.Reason == ForWage }), 450},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: got %d, want %d", what, got[0], got[1])
		}
	}
	if l.Line(Line{From: Citizen, To: GPPractices, Instrument: "gp", Reason: ForOwnShare}) != gp {
		t.Error("a known line got another number")
	}
	mustPanic(t, func() { l.Line(Line{From: Citizen, To: Hospitals, Reason: ForStay}) }) // frozen
	mustPanic(t, func() { l.Post(gp, 3, 1) })                                            // no such month
	for _, bad := range []Line{
		{From: Citizen, To: Citizen, Reason: ForStay},
		{From: Citizen, To: Hospitals},
		{From: Citizen, To: Party(NumParties), Reason: ForStay},
		{From: Hospitals, To: Collaboration, Reason: ForInKind, InKind: true},
		{From: Economy, To: OtherProviders, Reason: ForInKind, InKind: true},
	} {
		mustPanic(t, func() { NewLedger(1).Line(bad) })
	}
	l.Reset()
	if l.KCECost(0, 3) != 0 || l.Total(budget) != 0 {
		t.Error("Reset left an amount")
	}
}

// Whatever is posted, by whom and to whom, with corrections, the costs tie.
func TestCostsTie(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const months = 4
		books := [2]*Ledger{NewLedger(months), NewLedger(months)}
		both := NewLedger(months)
		for n := range rapid.IntRange(0, 40).Draw(t, "postings") {
			line := Line{
				From:   Party(rapid.IntRange(0, NumParties-1).Draw(t, "from")),
				To:     Party(rapid.IntRange(0, NumParties-1).Draw(t, "to")),
				Plan:   rapid.Bool().Draw(t, "plan"),
				Reason: ForWage,
				InKind: rapid.Bool().Draw(t, "in kind"),
			}
			if line.From == line.To {
				continue
			}
			line.InKind = line.InKind && line.To.Sink() && !line.From.Sink()
			l := books[n%2]
			l.Post(l.Line(line), rapid.IntRange(0, months-1).Draw(t, "month"), Cents(rapid.Int64Range(-1000, 1e6).Draw(t, "amount")))
		}
		both.Add(books[0])
		both.Add(books[1])
		from := rapid.IntRange(0, months).Draw(t, "from month")
		to := rapid.IntRange(from, months).Draw(t, "to month")
		checkTies(t, both, from, to)
		for _, cost := range []func(*Ledger, int, int) Cents{(*Ledger).KCECost, (*Ledger).ProgrammeCost, (*Ledger).ResourceCost, (*Ledger).InKind, (*Ledger).BalanceChange} {
			if cost(both, from, to) != cost(books[0], from, to)+cost(books[1], from, to) {
				t.Fatal("the sum of two ledgers costs other than the two")
			}
		}
	})
}

type fataler interface {
	Fatalf(string, ...any)
}

func checkTies(t fataler, l *Ledger, from, to int) {
	if left, right := l.KCECost(from, to)+l.InKind(from, to), l.ResourceCost(from, to)+l.BalanceChange(from, to); left != right {
		t.Fatalf("KCE cost + in kind is %d, resource cost + change of balances %d", left, right)
	}
	// The change of balances, once more, from the balances themselves.
	var change, byPayer, all Cents
	for p := Party(0); int(p) < NumParties; p++ {
		all += l.Flow(p, from, to)
		switch {
		case p.Payer():
			byPayer += l.PayerCost(p, from, to)
		case !p.Sink() && to > from:
			change += l.Balance(p, to-1)
			if from > 0 {
				change -= l.Balance(p, from-1)
			}
		}
	}
	if all != 0 {
		t.Fatalf("flows of all parties sum to %d", all)
	}
	if change != l.BalanceChange(from, to) {
		t.Fatalf("balances changed by %d, BalanceChange says %d", change, l.BalanceChange(from, to))
	}
	if byPayer != l.KCECost(from, to) {
		t.Fatalf("payers together pay %d, KCE cost is %d", byPayer, l.KCECost(from, to))
	}
	var plan Cents
	for i, line := range l.Lines() {
		if line.Plan && !line.InKind && line.From.Payer() != line.To.Payer() {
			sign := Cents(1)
			if line.To.Payer() {
				sign = -1
			}
			for m := from; m < to; m++ {
				plan += sign * l.Month(i, m)
			}
		}
	}
	if plan != l.ProgrammeCost(from, to) {
		t.Fatalf("the plan's lines within KCE cost sum to %d, programme cost is %d", plan, l.ProgrammeCost(from, to))
	}
}
