package sim

import "testing"

// TestSum adds two regions up: counts and money are those of both, buurten stand
// one after the other, and the sum of one is that one.
func TestSum(t *testing.T) {
	c := testConfig(2000)
	c.Calendar.BurnIn, c.Calendar.Cycles = 6, 24
	a := run(t, c)
	c.Region = "other"
	b := run(t, c)
	if Sum([]*Result{a}) != a {
		t.Error("the sum of one result is another")
	}
	buurten := len(a.Areas) - 1
	sum := Sum([]*Result{a, b})
	if len(sum.Areas) != 1+2*buurten || sum.Cohort != a.Cohort+b.Cohort || len(sum.Lives) != len(a.Lives)+len(b.Lives) || len(sum.Waits) != len(a.Waits)+len(b.Waits) {
		t.Fatalf("%d areas, %d citizens, %d lives, %d waits", len(sum.Areas), sum.Cohort, len(sum.Lives), len(sum.Waits))
	}
	add := func(x, y Ratio) Ratio { return Ratio{x.Num + y.Num, x.Den + y.Den} }
	for i := range NumIndicators {
		for year := range a.Years {
			for g := range NumGroups {
				if got, want := sum.At(i, year, 0, g), add(a.At(i, year, 0, g), b.At(i, year, 0, g)); got != want {
					t.Fatalf("indicator %d, year %d, group %d: %v, not %v", i, year, g, got, want)
				}
				for k := range buurten {
					if sum.At(i, year, 1+k, g) != a.At(i, year, 1+k, g) || sum.At(i, year, 1+buurten+k, g) != b.At(i, year, 1+k, g) {
						t.Fatalf("indicator %d, year %d, group %d: buurt %d is in another place", i, year, g, k)
					}
				}
			}
		}
	}
	for s := range a.Months {
		for m := range a.Months[s] {
			if sum.Months[s][m] != a.Months[s][m]+b.Months[s][m] {
				t.Fatalf("series %d, month %d", s, m)
			}
		}
	}
	if got, want := sum.Ledger.KCECost(0, 24), a.Ledger.KCECost(0, 24)+b.Ledger.KCECost(0, 24); got != want {
		t.Errorf("cost %d, not %d", got, want)
	}
	if lo, hi := min(a.Concentration[0].Top5, b.Concentration[0].Top5), max(a.Concentration[0].Top5, b.Concentration[0].Top5); sum.Concentration[0].Top5 < lo || sum.Concentration[0].Top5 > hi {
		t.Errorf("top 5 %% carries %v, outside %v to %v", sum.Concentration[0].Top5, lo, hi)
	}
}
