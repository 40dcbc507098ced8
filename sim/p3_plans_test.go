package sim_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"piramide/sim"
)

// projects lives a plan of the library in a Leuven in which P3 takes in so many times
// as many people, so that a small region has enough of them to count.
func projects(t *testing.T, plan string, people, times float64, months int) *sim.Result {
	t.Helper()
	c := leuven(t, plan, people)
	c.Care.P3Inflow *= times
	c.Calendar.Cycles = months
	r, err := sim.Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sum(r *sim.Result, s sim.Series, from, to int) (n int64) {
	for m := from; m < to; m++ {
		n += r.Months[s][m]
	}
	return n
}

// What the P3 table says of 2020 against 2019 × 4/3 comes out of an epidemic of ten
// months at its usual sizes: new patients −39 %, occupational therapy in group −76 %,
// all services +14 %. The bands hold the chance of which clients get a service: half a
// percentage point for new clients, who are counted off; three for a service of all
// clients, of rounding; five for the sum, two thirds of which is night visits of some 130
// clients at a time. The luck is fixed.
func TestEpidemicOf2020(t *testing.T) {
	c := leuven(t, "epidemic-shock", 100_000)
	c.Care.P3Inflow *= 60
	c.Care.P3[2].UnitsPerClient, c.Care.P3[2].Share = 8.4, 1 // rare: all get it here, so that it can be counted
	c.Calendar.Cycles = 36
	r, err := sim.Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	ratio := func(s sim.Series) float64 { return float64(sum(r, s, 24, 36)) / float64(sum(r, s, 12, 24)) }
	if got := ratio(sim.MonthP3Entries); math.Abs(got-0.613) > 0.01 {
		t.Errorf("new clients go to %.3f, the table has 0.613", got)
	}
	if got := ratio(sim.MonthP3Units + 2); math.Abs(got-0.237) > 0.03 {
		t.Errorf("occupational therapy in group goes to %.3f, the table has 0.237", got)
	}
	// All services, without the one that was made frequent here.
	var before, wave int64
	for s := range sim.Series(sim.NumP3) {
		if s != 2 {
			before += sum(r, sim.MonthP3Units+s, 12, 24)
			wave += sum(r, sim.MonthP3Units+s, 24, 36)
		}
	}
	// 165,330 − 1,274 against 4/3 × (108,682 − 4,031).
	if got, want := float64(wave)/float64(before), 164_056/139_534.7; math.Abs(got-want) > 0.05 {
		t.Errorf("the other services go to %.3f, the table has %.3f", got, want)
	}
	if n := sum(r, sim.MonthP3Cut, 0, 36); n != 0 {
		t.Errorf("%d clients are cut off", n)
	}
}

// epidemic-shock moves P3 and the hours of workers, and leaves deaths, moves and stays
// as they are, up to the few nursing-home entries that P3 clients have or not: before
// the wave every life is the same.
func TestPlanEpidemicShock(t *testing.T) {
	today, struck := projects(t, "reference", 10_000, 5, 36), projects(t, "epidemic-shock", 10_000, 5, 36)
	for s := range sim.NumSeries {
		if !slices.Equal(today.Months[s][:26], struck.Months[s][:26]) {
			t.Fatalf("series %d changes before the wave", s)
		}
	}
	if a, b := sum(today, sim.MonthP3Entries, 26, 36), sum(struck, sim.MonthP3Entries, 26, 36); float64(b) > 0.65*float64(a) {
		t.Errorf("%d new clients in the wave, %d without", b, a)
	}
	if a, b := sum(today, sim.MonthED, 26, 36), sum(struck, sim.MonthED, 26, 36); math.Abs(float64(b)/float64(a)-1) > 0.01 {
		t.Errorf("%d emergency visits in the wave, %d without", b, a)
	}
}

// p3-stop ends P3 on its date, whatever the preparation of plans takes: people are cut
// off, work is lost, nobody is handed over. Before the date every life and cent is the
// same, and after it every service but P3 costs about the same.
func TestPlanP3Stop(t *testing.T) {
	today, stop := projects(t, "reference", 10_000, 5, 36), projects(t, "p3-stop", 10_000, 5, 36)
	for s := range sim.NumSeries {
		if !slices.Equal(today.Months[s][:12], stop.Months[s][:12]) {
			t.Fatalf("series %d changes before the end", s)
		}
	}
	if sum(stop, sim.MonthP3Clients, 0, 12) == 0 || sum(stop, sim.MonthP3Clients, 12, 36) != 0 || sum(stop, sim.MonthP3Cost, 12, 36) != 0 {
		t.Error("P3 does not end in the thirteenth month")
	}
	if stop.Months[sim.MonthP3Cut][12] == 0 || sum(stop, sim.MonthP3Without, 12, 18) == 0 || sum(stop, sim.MonthP3Lost, 0, 36) == 0 {
		t.Error("nobody is cut off, or no work is lost")
	}
	if n := sum(stop, sim.MonthP3Handed, 0, 36) + sum(stop, sim.MonthP3Taken, 0, 36); n != 0 {
		t.Errorf("%d clients or workers go to posts that are not there", n)
	}
	if n := sum(today, sim.MonthP3Cut, 0, 36) + sum(today, sim.MonthP3Lost, 0, 36) + sum(today, sim.MonthP3Without, 0, 36); n != 0 {
		t.Errorf("care as today cuts off: %d", n)
	}
	if cost := stop.Ledger.ProgrammeCost(0, 36); cost != 0 {
		t.Errorf("ending P3 has a programme that costs %.2f euro", cost.Euro())
	}
	a, b := today.Ledger.KCECost(12, 36), stop.Ledger.KCECost(12, 36)
	if saved, p3 := float64(a-b), float64(sum(today, sim.MonthP3Cost, 12, 36)); saved < 0.5*p3 || saved > 1.5*p3 {
		t.Errorf("payers save %.0f cents, P3 cost %.0f", saved, p3)
	}
}

// p3-phased runs beside the coordination that follows it for 18 months from its start,
// costs twice so long, cuts nobody off and ends; up to the start of the teams it is
// coordination-60-40.
func TestPlanP3Phased(t *testing.T) {
	const start = 12 + 10 // the preparation slips by ten months at the base values
	before, phased := projects(t, "coordination-60-40", 10_000, 5, 60), projects(t, "p3-phased", 10_000, 5, 60)
	for s := range sim.NumSeries {
		if !slices.Equal(before.Months[s][:start], phased.Months[s][:start]) {
			t.Fatalf("series %d changes before the teams start", s)
		}
	}
	m := phased.Months
	if sum(phased, sim.MonthP3Entries, start+9, start+13) == 0 || sum(phased, sim.MonthP3Entries, start+13, 60) != 0 {
		t.Error("P3 does not take in people until an inclusion period before its end, and nobody after")
	}
	if m[sim.MonthP3Clients][start+17] == 0 || sum(phased, sim.MonthP3Clients, start+18, 60) != 0 {
		t.Error("P3 does not end after 18 months")
	}
	if n := sum(phased, sim.MonthP3Cut, 0, 60) + sum(phased, sim.MonthP3KeptOn, 0, 60); n != 0 {
		t.Errorf("%d clients are in care when the money ends", n)
	}
	if a, b := sum(phased, sim.MonthP3Double, 0, 60), sum(phased, sim.MonthP3Cost, start, start+18); a != b || a == 0 {
		t.Errorf("double running costs %d cents, P3 beside the teams %d", a, b)
	}
	if sum(phased, sim.MonthP3Lost, 0, start+13) != 0 || sum(phased, sim.MonthP3Lost, start+13, start+19) == 0 || sum(phased, sim.MonthP3Lost, start+19, 60) != 0 {
		t.Error("work does not end with the clients, in the last six months")
	}
}

// staff-shortage fills fewer posts of the full proposal while it lasts, and up to the
// first month of the shortage it is the full proposal.
func TestPlanStaffShortage(t *testing.T) {
	full, short := projects(t, "full-proposal", 10_000, 1, 60), projects(t, "staff-shortage", 10_000, 1, 60)
	for s := range sim.NumSeries {
		if !slices.Equal(full.Months[s][:12], short.Months[s][:12]) {
			t.Fatalf("series %d changes before the shortage", s)
		}
	}
	filled := func(r *sim.Result) (n int64) {
		for role := range sim.NumRoles {
			n += sum(r, sim.RoleSeries(role, 1), 24, 48)
		}
		return n
	}
	if a, b := filled(full), filled(short); float64(b) > 0.95*float64(a) || b == 0 {
		t.Errorf("%d centi-FTE-months are filled in the shortage, without it %d", b, a)
	}
	if a, b := sum(full, sim.MonthP3Entries, 0, 60), sum(short, sim.MonthP3Entries, 0, 60); math.Abs(float64(b-a)) > 2 {
		t.Errorf("P3 takes in %d people instead of %d", b, a)
	}
}
