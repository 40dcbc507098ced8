package sim_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"piramide/sim"
)

// What is seen around an entry is what was paid and counted: of everybody, with the
// entry in the last month of a year, the year before it is that year's stays and
// insurance cost to the cent. The GMD fee is no part of what a citizen's events cost.
func TestAroundAddsUpToTheYear(t *testing.T) {
	c := leuven(t, "reference", 4000)
	c.Calendar.BurnIn, c.Calendar.Cycles = 12, 36
	c.Prices.GMD, c.Prices.GMDChronic = 0, 0
	c.Population.Births = [sim.Ages]float64{}
	c.Population.Arrivals = [sim.Ages][sim.Sexes]float64{}
	m, err := sim.Compile(c)
	if err != nil {
		t.Fatal(err)
	}
	w, err := m.Start(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var all []sim.Entry
	for _, key := range w.Keys() {
		all = append(all, sim.Entry{Key: key, Cycle: 11})
	}
	w.Follow(all)
	r, err := w.Run(context.Background(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	before, after := sides(r.BeforeAfter, func(sim.BeforeAfter) bool { return true })
	for y, side := range []sim.Window{before, after} {
		cost, stays := r.At(sim.RIZIVCost, y, 0, sim.GroupAll), r.At(sim.UnplannedStays, y, 0, sim.GroupAll)
		if side.Cents != cost.Num || side.Stays != stays.Num || side.Months == 0 {
			t.Errorf("year %d: %d cents and %d stays around, %d and %d in the accounts", y+1, side.Cents, side.Stays, cost.Num, stays.Num)
		}
	}
}

// sides adds up the windows of some of the people that are followed.
func sides(list []sim.BeforeAfter, of func(sim.BeforeAfter) bool) (before, after sim.Window) {
	for _, x := range list {
		if !of(x) {
			continue
		}
		for _, side := range []struct{ to, from *sim.Window }{{&before, &x.Before}, {&after, &x.After}} {
			side.to.Months += side.from.Months
			side.to.Stays += side.from.Stays
			side.to.Cents += side.from.Cents
		}
	}
	return before, after
}

// Regression to the mean (docs/model.md 7.3). With every effect null, no P3 beside the
// coaches and a PHM run that changes no use, the people who enter coordination live
// exactly what they live without the plan: the truth is zero, to the stay and the cent.
// Yet a before–after evaluation of those who had an unplanned stay in the year before
// entry, whom an evaluation of avoidable stays looks at, reports that most stays are
// gone. Of all who enter it reports no such thing: they enter while their need grows.
// The world is fixed; the fall is over four standard errors of its two Poisson counts.
func TestBeforeAfterFallsWithoutAnyEffect(t *testing.T) {
	plan, without := leuven(t, "full-proposal", 60_000), leuven(t, "reference", 60_000)
	plan.Calendar.BurnIn, plan.Calendar.Cycles = 12, 60
	plan.Effects, plan.Before.P3 = nil, 0
	for _, schedule := range [][]sim.Dated{plan.Schedule, without.Schedule} {
		for i := range schedule {
			schedule[i].Plan.PHM.Use, schedule[i].Plan.P3 = [4]float64{1, 1, 1, 1}, 0
		}
	}
	m, err := sim.Compile(plan)
	if err != nil {
		t.Fatal(err)
	}
	past, err := m.Start(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	live := func(schedule []sim.Dated, set func(w *sim.World)) *sim.Result {
		w := past.Branch()
		set(w)
		r, err := w.Run(context.Background(), schedule, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := live(plan.Schedule, (*sim.World).NoteEntries)
	var entered []sim.Entry
	for _, e := range first.Entered {
		if e.Cycle >= sim.EntryWindow-1 && e.Cycle+sim.EntryWindow < plan.Calendar.Cycles {
			entered = append(entered, e)
		}
	}
	follow := func(w *sim.World) { w.Follow(entered) }
	with, paired := live(plan.Schedule, follow), live(without.Schedule, follow)
	if len(entered) < 100 || !slices.Equal(with.BeforeAfter, paired.BeforeAfter) {
		t.Fatalf("%d people; they differ from the same people without the plan", len(entered))
	}
	if !slices.Equal(first.Lives, with.Lives) || !slices.Equal(first.Lives, paired.Lives) {
		t.Error("to be noted or followed changes somebody")
	}
	change := func(of func(sim.BeforeAfter) bool) (stays, se, cost float64) {
		b, a := sides(with.BeforeAfter, of)
		rate := func(w sim.Window, x int64) float64 { return float64(x) / float64(w.Months) }
		return rate(a, a.Stays)/rate(b, b.Stays) - 1, math.Sqrt(1/float64(max(a.Stays, 1)) + 1/float64(b.Stays)), rate(a, a.Cents)/rate(b, b.Cents) - 1
	}
	stays, se, cost := change(func(x sim.BeforeAfter) bool { return x.Before.Stays > 0 })
	t.Logf("who had a stay: stays %+.2f (relative error %.2f), cost %+.2f", stays, se, cost)
	if stays > -0.3 || math.Log1p(stays) > -4*se {
		t.Errorf("a before–after evaluation reports %+.0f %% stays; regression to the mean is missing", 100*stays)
	}
	stays, se, cost = change(func(sim.BeforeAfter) bool { return true })
	t.Logf("all: stays %+.2f (relative error %.2f), cost %+.2f", stays, se, cost)
	if stays < -3*se {
		t.Errorf("of all who enter it reports %+.0f %% stays: they are no selection of bad years", 100*stays)
	}
}
