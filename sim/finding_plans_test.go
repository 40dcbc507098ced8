package sim_test

import (
	"context"
	"slices"
	"testing"

	"piramide/sim"
	"piramide/sim/finance"
)

// no-phm is the full proposal without runs, managers and their money, and nothing
// else: up to the start every life and cent is the same; the other posts are paid as
// much; less need is known, and none by population management.
func TestNoPHM(t *testing.T) {
	full, without := ofLibrary(t, "full-proposal"), ofLibrary(t, "no-phm")
	start := parts(full, without)
	if start < 12 {
		t.Fatalf("the plans part in month %d, before the teams begin", start)
	}
	for s := range sim.NumSeries {
		for m := range start {
			if full.Months[s][m] != without.Months[s][m] {
				t.Fatalf("series %d differs in month %d, before the plans part", s, m)
			}
		}
	}
	for _, s := range []sim.Series{sim.MonthRuns, sim.MonthFlagged, sim.MonthListed, sim.RoleSeries(sim.PopulationManager, 0), sim.RoleSeries(sim.PopulationManager, 1)} {
		if a, b := all(full, s), all(without, s); a == 0 || b != 0 {
			t.Errorf("series %d: %d under the full proposal, %d without population management", s, a, b)
		}
	}
	for _, r := range []sim.Role{sim.Zorgcoach, sim.Casemanager, sim.Buurtteamcoach, sim.Outreach} {
		if a, b := full.Months[sim.RoleSeries(r, 0)], without.Months[sim.RoleSeries(r, 0)]; !slices.Equal(a, b) {
			t.Errorf("role %d is paid other posts without population management", r)
		}
	}
	if a, b := by(full, sim.FoundByPHM), by(without, sim.FoundByPHM); a == 0 || b != 0 {
		t.Errorf("population management finds %d, and %d without it", a, b)
	}
	if a, b := all(full, sim.MonthNeedKnown), all(without, sim.MonthNeedKnown); b >= a {
		t.Errorf("need is known in %d person-months with population management and %d without", a, b)
	}
	// The budgets of population management are there and not there; the whole costs
	// what is spent, which also follows from who stays in a post.
	if a, b := paidFor(full, finance.ForPHM), paidFor(without, finance.ForPHM); a == 0 || b != 0 {
		t.Errorf("population management receives %.0f euro, and %.0f without it", a.Euro(), b.Euro())
	}
	// All four levels run, and practices point nobody out whom they do not see.
	for l := range sim.NumLevels {
		if all(full, sim.LevelSeries(l, 0)) == 0 {
			t.Errorf("level %d of the full proposal points nobody out", l)
		}
	}
}

// phm-diabetes-first runs as often and employs as many as the full proposal, at the same
// cost to the cent; up to the first run every life is the same. In its first two years it points out and finds
// fewer people, those with diabetes; after that it looks at as many.
func TestPHMDiabetesFirst(t *testing.T) {
	full, first := ofLibrary(t, "full-proposal"), ofLibrary(t, "phm-diabetes-first")
	start := slices.IndexFunc(full.Months[sim.MonthRuns], func(n int64) bool { return n > 0 })
	if start < 12 {
		t.Fatalf("the first run is in month %d, before the teams begin", start)
	}
	for s := range sim.NumSeries {
		if !slices.Equal(full.Months[s][:start], first.Months[s][:start]) {
			t.Fatalf("series %d differs before the first run", s)
		}
	}
	for _, s := range []sim.Series{sim.MonthRuns, sim.RoleSeries(sim.PopulationManager, 0), sim.RoleSeries(sim.Zorgcoach, 0), sim.RoleSeries(sim.Casemanager, 0), sim.RoleSeries(sim.Buurtteamcoach, 0), sim.RoleSeries(sim.Outreach, 0)} {
		if a, b := full.Months[s], first.Months[s]; all(full, s) == 0 || !slices.Equal(a, b) {
			t.Errorf("series %d is not that of the full proposal", s)
		}
	}
	if a, b := full.Ledger.ProgrammeCost(0, 72), first.Ledger.ProgrammeCost(0, 72); a != b || paidFor(full, finance.ForPHM) == 0 {
		t.Errorf("the programme costs %.0f euro, and %.0f with diabetes first", a.Euro(), b.Euro())
	}
	// At most three in ten people of 65 and over have diabetes, who are in need more often.
	// The lists that the last month of the two years leaves are of diabetes still.
	wide := start + 24
	if a, b := sum(full, sim.MonthFlagged, 0, wide), sum(first, sim.MonthFlagged, 0, wide); b == 0 || 2*b > a {
		t.Errorf("in the first two years %d people are pointed out, %d with diabetes first", a, b)
	}
	if a, b := sum(full, sim.MonthFlagged, wide, 72), sum(first, sim.MonthFlagged, wide, 72); float64(b) < 0.9*float64(a) || float64(b) > 1.1*float64(a) {
		t.Errorf("from the third year on %d people are pointed out, %d after diabetes first", a, b)
	}
	early := func(r *sim.Result) (n int64) {
		for y := range 3 {
			n += r.At(sim.FoundByPHM, y, 0, sim.GroupAll).Num
		}
		return n
	}
	if a, b := early(full), early(first); b == 0 || b >= a {
		t.Errorf("in the first three years population management finds %d, and %d with diabetes first", a, b)
	}
	if a, b := sum(full, sim.MonthNeedKnown, 0, wide), sum(first, sim.MonthNeedKnown, 0, wide); b >= a {
		t.Errorf("in the first two years need is known in %d person-months, %d with diabetes first", a, b)
	}
}

// outreach-first finds people in the year before the teams, and leaves the posts of
// everybody else as they are.
func TestOutreachFirst(t *testing.T) {
	full, first := ofLibrary(t, "full-proposal"), ofLibrary(t, "outreach-first")
	year := func(r *sim.Result) int64 { return r.At(sim.FoundByOutreach, 0, 0, sim.GroupAll).Num }
	if year(full) != 0 || year(first) == 0 {
		t.Errorf("in the first year outreach finds %d, and %d when it comes first", year(full), year(first))
	}
	for _, r := range []sim.Role{sim.Zorgcoach, sim.Casemanager, sim.Buurtteamcoach, sim.PopulationManager} {
		if a, b := full.Months[sim.RoleSeries(r, 0)], first.Months[sim.RoleSeries(r, 0)]; !slices.Equal(a, b) {
			t.Errorf("role %d is paid other posts when outreach comes first", r)
		}
	}
	a, b := full.Ledger.ProgrammeCost(0, 12), first.Ledger.ProgrammeCost(0, 12)
	if a != 0 || b == 0 {
		t.Errorf("in the first year the programme costs %.0f euro, and %.0f when outreach comes first", a.Euro(), b.Euro())
	}
}

// ofLibrary is six years of a plan in a Leuven of 12,000.
func ofLibrary(t *testing.T, plan string) *sim.Result {
	t.Helper()
	c := leuven(t, plan, 12_000)
	c.Calendar.BurnIn, c.Calendar.Cycles = 12, 72
	r, err := sim.Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// all is the sum of a series; by that of an indicator's numerators in the region.
func all(r *sim.Result, s sim.Series) (sum int64) {
	for _, x := range r.Months[s] {
		sum += x
	}
	return sum
}

// paidFor is what all lines of a reason pay.
func paidFor(r *sim.Result, why finance.Reason) (sum finance.Cents) {
	for k, line := range r.Ledger.Lines() {
		for m := range r.Ledger.Months() {
			if line.Reason == why {
				sum += r.Ledger.Month(k, m)
			}
		}
	}
	return sum
}

func by(r *sim.Result, x sim.Indicator) (sum int64) {
	for y := range r.Years {
		sum += r.At(x, y, 0, sim.GroupAll).Num
	}
	return sum
}
