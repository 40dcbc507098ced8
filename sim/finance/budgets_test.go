package finance

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Hand-computed years of one team; amounts in cents, a quarter of what the year
// earned may be carried over unless the case says otherwise.
func TestBudgetYear(t *testing.T) {
	type back = map[Party]Cents
	for _, c := range []struct {
		name  string
		carry float64
		live  func(*Budgets)
		want  BudgetYear
		back  back
	}{
		{name: "all is spent", live: func(s *Budgets) {
			s.Earn(0, Federal, 1000)
			s.Spend(0, 1000)
		}, want: BudgetYear{Earned: 1000, Spent: 1000}},
		{name: "what is under the cap is carried over: 200 of 250", live: func(s *Budgets) {
			s.Earn(0, Federal, 1000)
			s.Spend(0, 800)
		}, want: BudgetYear{Earned: 1000, Spent: 800, Balance: 200}},
		{name: "above the cap it goes back: 600 − 250", live: func(s *Budgets) {
			s.Earn(0, Federal, 1000)
			s.Spend(0, 400)
		}, want: BudgetYear{Earned: 1000, Spent: 400, Returned: 350, Balance: 250}, back: back{Federal: 350}},
		{name: "two payers 3 to 1 get back 3 to 1: 262.5 and 87.5 of 350, the cent to the first", live: func(s *Budgets) {
			s.Earn(0, Federal, 750)
			s.Earn(0, Flanders, 250)
			s.Spend(0, 400)
		}, want: BudgetYear{Earned: 1000, Spent: 400, Returned: 350, Balance: 250}, back: back{Federal: 263, Flanders: 87}},
		{name: "nothing may be carried over", carry: -1, live: func(s *Budgets) {
			s.Earn(0, Federal, 999)
			s.Spend(0, 333)
		}, want: BudgetYear{Earned: 999, Spent: 333, Returned: 666}, back: back{Federal: 666}},
		{name: "the team's own money never goes back: 200 of 400 own, 200 under the cap of 250", live: func(s *Budgets) {
			s.Earn(0, Federal, 1000)
			s.Earn(0, Buurtteams, 1000)
			s.Spend(0, 1600)
		}, want: BudgetYear{Earned: 1000, Own: 1000, Spent: 1600, Balance: 400}},
		{name: "half of 1600 is the payer's, 800; 550 above the cap", live: func(s *Budgets) {
			s.Earn(0, Federal, 1000)
			s.Earn(0, Buurtteams, 1000)
			s.Spend(0, 400)
		}, want: BudgetYear{Earned: 1000, Own: 1000, Spent: 400, Returned: 550, Balance: 1050}, back: back{Federal: 550}},
		{name: "what lacks for wages is made up", live: func(s *Budgets) {
			s.Earn(0, Federal, 100)
			s.Spend(0, 130)
			if sum := s.TopUp(); sum != 30 {
				t.Errorf("topped up by %d", sum)
			}
		}, want: BudgetYear{Earned: 100, Spent: 130, ToppedUp: 30}},
		{name: "an advance that went back leaves nothing of itself", live: func(s *Budgets) {
			s.Earn(0, Buurtteams, 500)
			s.Earn(0, Federal, 1000)
			s.TakeBack(500)
			s.Spend(0, 100)
		}, want: BudgetYear{Earned: 1000, Own: 500, TakenBack: 500, Spent: 100, Returned: 650, Balance: 250}, back: back{Federal: 650}},
		{name: "a second year without income gives back what it held", live: func(s *Budgets) {
			s.Earn(0, Federal, 1000)
			s.Earn(0, Local, 1000)
			var none [NumParties]Cents
			s.Close(0, 0.1, &none) // 200 stay
			s.Begin(0)
		}, want: BudgetYear{Opening: 200, Returned: 200}, back: back{Federal: 100, Local: 100}},
	} {
		s := NewBudgets(1)
		c.live(s)
		carry := 0.25
		if c.carry < 0 {
			carry = 0
		}
		var got [NumParties]Cents
		s.Close(0, carry, &got)
		if d := cmp.Diff(c.want, s.Year(0)); d != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, d)
		}
		for p, cents := range got {
			if cents != c.back[Party(p)] {
				t.Errorf("%s: %s gets %d back, not %d", c.name, Party(p), cents, c.back[Party(p)])
			}
		}
	}
}

// What is taken back is borne by what teams hold: 300 and 100 give 30 and 10.
func TestTakeBackFollowsBalances(t *testing.T) {
	s := NewBudgets(3)
	s.Earn(0, Federal, 300)
	s.Earn(1, Federal, 100)
	s.TakeBack(40)
	if s.Balance(0) != 270 || s.Balance(1) != 90 || s.Balance(2) != 0 {
		t.Errorf("%d, %d and %d left", s.Balance(0), s.Balance(1), s.Balance(2))
	}
}

// No cent is lost, whatever happens: each account keeps its identity, no one gets
// back more than it paid, nothing is carried above the cap, and a team's own money stays.
func TestBudgetsLoseNoCent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "buurten")
		s := NewBudgets(n)
		payers := []Party{Federal, Flanders, Local, SicknessFunds, Buurtteams}
		var paid, returned [NumParties]Cents
		check := func(b int) BudgetYear {
			y := s.Year(b)
			if y.Opening+y.Earned+y.Own+y.ToppedUp != y.Spent+y.TakenBack+y.Returned+y.Balance {
				t.Fatalf("a cent is lost: %+v", y)
			}
			return y
		}
		for range rapid.IntRange(1, 4).Draw(t, "years") {
			for range rapid.IntRange(0, 12).Draw(t, "steps") {
				b := rapid.IntRange(0, n-1).Draw(t, "buurt")
				amount := Cents(rapid.Int64Range(0, 1e9).Draw(t, "cents"))
				switch rapid.IntRange(0, 3).Draw(t, "what") {
				case 0, 1:
					p := rapid.SampledFrom(payers).Draw(t, "payer")
					s.Earn(b, p, amount)
					paid[p] += amount
				case 2:
					s.Spend(b, min(amount, s.Balance(b)+100))
				case 3:
					s.TakeBack(amount / 1000)
				}
			}
			s.TopUp()
			carry := rapid.Float64Range(0, 1.5).Draw(t, "carry")
			for b := range n {
				before := check(b)
				var back [NumParties]Cents
				s.Close(b, carry, &back)
				y := check(b)
				var sum Cents
				for p, cents := range back {
					if cents < 0 {
						t.Fatalf("%s gets %d back", Party(p), cents)
					}
					sum += cents
					returned[p] += cents
				}
				switch {
				case sum != y.Returned || y.Balance != before.Balance-sum || y.Balance < 0:
					t.Fatalf("%d went back, %+v became %+v", sum, before, y)
				case back[Buurtteams] != 0:
					t.Fatal("the team's own money went back")
				}
				s.Begin(b)
			}
		}
		for p := range paid {
			if returned[p] > paid[p] {
				t.Fatalf("%s paid %d and got %d back", Party(p), paid[p], returned[p])
			}
		}
	})
}
