package sim_test

import (
	"context"
	"math"
	"testing"

	"piramide/sim"
	"piramide/sim/finance"
)

// The plans of the library that end or shrink, in a Leuven of 6,000: when the money
// of stop-after-4-years is gone, so are posts, clients and cost, after the notice; and
// cut-20 costs about a fifth less than the full proposal. Up to the change all three
// are the same plan, so every life and every cent is the same.
func TestPlansThatEndOrShrink(t *testing.T) {
	const people = 6000
	live := func(plan string) *sim.Result {
		c := leuven(t, plan, people)
		c.Calendar.BurnIn, c.Calendar.Cycles = 12, 96
		for k := range c.Labour.Pool { // as many can be hired as in Leuven: posts do not shrink with the people here
			c.Labour.Pool[k] *= 102_000 / people
		}
		r, err := sim.Run(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	full, stop, cut := live("full-proposal"), live("stop-after-4-years"), live("cut-20")
	// Found by looking where the plans part: slip moves both changes alike.
	end, less := parts(full, stop), parts(full, cut)
	if end-less != 24 {
		t.Fatalf("the money ends in month %d and shrinks in month %d", end, less)
	}
	fte := func(r *sim.Result, m int) (sum int64) {
		for role := range sim.NumRoles {
			sum += r.Months[sim.RoleSeries(role, 1)][m]
		}
		return sum
	}
	if fte(stop, end-1) == 0 || fte(stop, end+1) == 0 {
		t.Error("nobody works in the last month of the money, or in notice")
	}
	const notice = 3
	for m := end + notice; m < 96; m++ {
		if fte(stop, m) != 0 || stop.Months[sim.RoleSeries(sim.Zorgcoach, 4)][m] != 0 && m > end+notice {
			t.Fatalf("month %d: %d centi-FTE and %d clients after the notice", m, fte(stop, m), stop.Months[sim.RoleSeries(sim.Zorgcoach, 4)][m])
		}
	}
	if cost := stop.Ledger.ProgrammeCost(end+notice, 96); cost > 0 {
		t.Errorf("it still costs %.2f euro after the notice", cost.Euro())
	}
	// People who were screened stay so for a year after the last run, and none of them
	// has fewer visits or stays for it: over that year hospitals are paid about the same.
	if a, b := hospital(full, end), hospital(stop, end); math.Abs(b/a-1) > 0.03 {
		t.Errorf("in the year after the end hospitals receive %.0f euro, under the full proposal %.0f", b, a)
	}
	if fte(full, 95) == 0 {
		t.Error("the full proposal ends as well")
	}
	a, b := full.Ledger.ProgrammeCost(less+12, 96), cut.Ledger.ProgrammeCost(less+12, 96)
	if share := 1 - float64(b)/float64(a); share < 0.15 || share > 0.25 {
		t.Errorf("the cut saves %.3f of the programme cost", share)
	}
}

// hospital is what visits and stays cost in the year from a month on, in euro.
func hospital(r *sim.Result, from int) (sum float64) {
	for n, line := range r.Ledger.Lines() {
		if line.To == finance.Hospitals {
			for m := from; m < from+12; m++ {
				sum += r.Ledger.Month(n, m).Euro()
			}
		}
	}
	return sum
}

// parts is the first month in which two plans pay different amounts.
func parts(a, b *sim.Result) int {
	for m := range a.Ledger.Months() {
		if a.Ledger.ProgrammeCost(m, m+1) != b.Ledger.ProgrammeCost(m, m+1) {
			return m
		}
	}
	return -1
}

// case-management-first moves posts from the coaches to the pool and leaves the rest:
// until the money flows every cent is that of full-proposal; then a third of the posts
// of coaches goes and the pool grows by half, the posts of all others and the money
// that is paid stay.
func TestCaseManagementFirst(t *testing.T) {
	const months = 36
	live := func(plan string) *sim.Result {
		c := leuven(t, plan, 102_000)
		c.Calendar.BurnIn, c.Calendar.Cycles = 6, months
		r, err := sim.Run(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	full, first := live("full-proposal"), live("case-management-first")
	if month := parts(full, first); month < 12 {
		t.Fatalf("the plans part in month %d, before they begin", month)
	}
	last := func(r *sim.Result, role sim.Role, what int) float64 {
		return float64(r.Months[sim.RoleSeries(role, what)][months-1])
	}
	const funded, clients = 0, 4
	for role, want := range map[sim.Role]float64{sim.Zorgcoach: 2. / 3, sim.Casemanager: 1.5, sim.Buurtteamcoach: 1, sim.PopulationManager: 1, sim.Outreach: 1} {
		if a, b := last(full, role, funded), last(first, role, funded); a == 0 || math.Abs(b/a-want) > 0.01 {
			t.Errorf("role %d: %.0f centi-FTE under full-proposal, %.0f; expected %.2f of it", role, a, b, want)
		}
	}
	if a, b := last(full, sim.Zorgcoach, clients), last(first, sim.Zorgcoach, clients); b >= a {
		t.Errorf("coaches have %.0f clients under full-proposal, %.0f", a, b)
	}
	paid := func(r *sim.Result) finance.Cents { // before what is not spent goes back
		return r.Ledger.Sum(0, months, func(l finance.Line) bool { return l.Plan && l.From.Payer() && !l.To.Payer() })
	}
	if share := float64(paid(first)) / float64(paid(full)); math.Abs(share-1) > 0.001 {
		t.Errorf("it is paid %.5f of full-proposal", share)
	}
}
