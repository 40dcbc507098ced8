package sim_test

import (
	"context"
	"testing"

	"piramide/sim"
	"piramide/sim/finance"
)

// The two programmes of the library in a Leuven of 12,000, with the slip of their draw:
// each reaches the people it is for and costs what its months cost; nobody's life, no
// other programme and no other payment moves. Half the places make more people wait or
// give up.
func TestProgrammesOfTheLibrary(t *testing.T) {
	const months = 72
	live := func(plan string, places float64) *sim.Result {
		c := leuven(t, plan, 12_000)
		c.Calendar.BurnIn, c.Calendar.Cycles = 12, months
		for k := range c.Schedule {
			for p := range c.Schedule[k].Plan.Programmes {
				if x := &c.Schedule[k].Plan.Programmes[p]; x.Start != 0 {
					x.Places = places
				}
			}
		}
		r, err := sim.Run(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	ratio := func(r *sim.Result, x sim.Indicator) float64 {
		var num, den int64
		for year := range r.Years {
			at := r.At(x, year, 0, sim.GroupAll)
			num, den = num+at.Num, den+at.Den
		}
		return float64(num) / float64(den)
	}
	sum := func(r *sim.Result, s sim.Series) (n int64) {
		for _, v := range r.Months[s] {
			n += v
		}
		return n
	}
	today := live("reference", 0)
	for p, x := range []struct {
		plan    string
		reached sim.Indicator
		other   sim.Indicator
		places  float64
	}{
		sim.ProgPregnancy: {"pregnancy-programme", sim.PregnancyReached, sim.YouthReached, 6},
		sim.ProgYouth:     {"youth-obesity-programme", sim.YouthReached, sim.PregnancyReached, 6},
	} {
		id := sim.ProgrammeID(p)
		r, half := live(x.plan, x.places), live(x.plan, x.places/2)
		if ratio(today, x.reached) != 0 || ratio(r, x.reached) == 0 || ratio(half, x.reached) >= ratio(r, x.reached) {
			t.Errorf("%s reaches %.3f, with half the places %.3f, without %.3f", x.plan, ratio(r, x.reached), ratio(half, x.reached), ratio(today, x.reached))
		}
		if ratio(r, x.other) != 0 || sum(r, sim.ProgrammeSeries(1-id, sim.ProgPlaces)) != 0 {
			t.Errorf("%s opens the other programme", x.plan)
		}
		unmet := func(r *sim.Result) int64 {
			return sum(r, sim.ProgrammeSeries(id, sim.ProgWaiting)) + sum(r, sim.ProgrammeSeries(id, sim.ProgGivenUp))
		}
		if unmet(half) <= unmet(r) {
			t.Errorf("%s: half the places leave %d waiting or giving up, all of them %d", x.plan, unmet(half), unmet(r))
		}
		for k := range today.Lives {
			if today.Lives[k] != r.Lives[k] {
				t.Fatalf("%s changes a life", x.plan)
			}
		}
		programme := r.Ledger.ProgrammeCost(0, months)
		if programme <= 0 || r.Ledger.KCECost(0, months)-today.Ledger.KCECost(0, months) != programme {
			t.Errorf("%s costs %.2f, of which its own money %.2f", x.plan, (r.Ledger.KCECost(0, months) - today.Ledger.KCECost(0, months)).Euro(), programme.Euro())
		}
		if r.Ledger.Flow(finance.Federal, 0, months)-today.Ledger.Flow(finance.Federal, 0, months) != -programme {
			t.Errorf("%s: somebody else than the federal payer pays", x.plan)
		}
	}
}

// The pathways with the numbers of the register, in a Leuven of 12,000 where everybody
// is offered one of them: people take part and it costs money; those of which only a
// score is known change nobody; heart failure and COPD take stays away, of that disease
// and so no more than a tenth of all.
func TestPathwaysOfTheRegister(t *testing.T) {
	live := func(paths ...sim.PathwayID) *sim.Result {
		c := leuven(t, "reference", 12_000)
		c.Calendar.BurnIn, c.Calendar.Cycles = 12, 72
		c.PathwayNorms.Prepare, c.PathwayNorms.Grow = 0, 1
		p := &c.Schedule[0].Plan
		for _, path := range paths {
			p.Pathways[path] = sim.PathwayPlan{Start: c.Calendar.Start, Coverage: 1, By: c.Pathways[path].By}
		}
		p.Instruments = append(p.Instruments, finance.Instrument{
			Name: "zorgpaden", Payer: finance.Federal, Payee: finance.GPPractices, Plan: true,
			Terms: finance.ConventionServices{Services: []finance.ServiceFee{{Service: finance.PathwayWork}}},
		})
		r, err := sim.Run(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	differ := func(a, b *sim.Result) (n int) {
		for k := range a.Lives {
			if a.Lives[k] != b.Lives[k] {
				n++
			}
		}
		return n
	}
	sum := func(r *sim.Result, s sim.Series) (n int64) {
		for _, v := range r.Months[s] {
			n += v
		}
		return n
	}
	today := live()
	for path, changes := range map[sim.PathwayID]bool{sim.PathDepression: false, sim.PathFrailty: false, sim.PathHeartFailure: true, sim.PathCOPD: true} {
		r := live(path)
		if r.Months[sim.PathwaySeries(path, sim.PathParticipants)][71] == 0 || r.Ledger.ProgrammeCost(0, 72) <= 0 {
			t.Errorf("pathway %d: nobody takes part, or it is free", path)
		}
		if n := differ(today, r); (n > 0) != changes {
			t.Errorf("pathway %d changes %d lives", path, n)
		}
		if avoided, all := sum(r, sim.MonthStaysAvoided), sum(r, sim.MonthUnplanned); (avoided > 0) != changes || avoided > all/10 {
			t.Errorf("pathway %d takes %d stays away and leaves %d", path, avoided, all)
		}
		if gain := r.Months[sim.PathwaySeries(path, sim.PathGain)][71]; (gain > 0) == changes {
			t.Errorf("pathway %d: gain %d", path, gain)
		}
	}
}
