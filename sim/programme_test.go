package sim

import (
	"context"
	"math"
	"testing"

	"piramide/sim/finance"
)

// progConfig is the test world, two buurten in two ELZ, with both programmes and so
// many places at each desk, whose work is bought.
func progConfig(people int, places float64, byELZ bool) Config {
	c := testConfig(people)
	c.Population.Buurten[1].ELZ = 1
	c.Programmes[ProgPregnancy] = Programme{
		Need: [Quintiles]float64{0.6, 0.2, 0.2, 0.2, 0.2}, Ask: 0.6, Earliest: 7, Latest: 1, Months: 6, Patience: 4, Hours: 2, Month: 20_000,
	}
	c.Programmes[ProgYouth] = Programme{
		Need: [Quintiles]float64{0.4, 0.2, 0.2, 0.2, 0.2}, FromAge: 2, ToAge: 17, Ask: 0.3, Months: 12, Patience: 6, Hours: 3, Month: 30_000,
	}
	p := c.Before
	for k := range p.Programmes {
		p.Programmes[k] = ProgrammePlan{Start: c.Calendar.Start, Places: places, ByELZ: byELZ, External: true}
	}
	p.Instruments = append(careAsToday(), finance.Instrument{
		Name: "programmes", Payer: finance.Federal, Payee: finance.OtherProviders, Plan: true,
		Terms: finance.ConventionServices{Services: []finance.ServiceFee{{Service: finance.PerinatalCoaching}, {Service: finance.YouthObesityCare}}},
	})
	c.Calendar.Cycles = 72
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	return c
}

func progTotal(r *Result, p ProgrammeID, what int) int64 { return total(r, ProgrammeSeries(p, what)) }

func reachedShare(r *Result, x Indicator) (num, den int64) {
	for year := range r.Years {
		num, den = num+r.At(x, year, 0, GroupAll).Num, den+r.At(x, year, 0, GroupAll).Den
	}
	return num, den
}

// Law 6 for the programmes: served + given up + gone + waiting = asked, in every month;
// no place is held twice; who holds one is paid for; and nobody's life changes.
func TestProgrammesKeepTheirBooks(t *testing.T) {
	off := progConfig(6000, 0, false)
	off.Schedule[0].Plan.Programmes = [NumProgrammes]ProgrammePlan{}
	base := run(t, off)
	for _, byELZ := range []bool{false, true} {
		c := progConfig(6000, 4, byELZ)
		r := run(t, c)
		for k := range base.Lives {
			if base.Lives[k] != r.Lives[k] {
				t.Fatal("a programme changes a life")
			}
		}
		var cost float64
		for p := range NumProgrammes {
			var asked, ended int64
			for m := range c.Calendar.Cycles {
				at := func(what int) int64 { return r.Months[ProgrammeSeries(p, what)][m] }
				asked += at(ProgAsked)
				ended += at(ProgServed) + at(ProgGivenUp) + at(ProgGone)
				if asked != ended+at(ProgWaiting) {
					t.Fatalf("programme %d month %d: asked %d, ended %d, waiting %d", p, m, asked, ended, at(ProgWaiting))
				}
				if at(ProgInPlace) > at(ProgPlaces) {
					t.Fatalf("programme %d month %d: %d people in %d places", p, m, at(ProgInPlace), at(ProgPlaces))
				}
				cost += float64(at(ProgInPlace)) * c.Programmes[p].Month.Euro()
			}
			if progTotal(r, p, ProgServed) == 0 || progTotal(r, p, ProgGivenUp) == 0 || progTotal(r, p, ProgGone) == 0 && p == ProgYouth {
				t.Errorf("programme %d: served %d, given up %d, gone %d", p, progTotal(r, p, ProgServed), progTotal(r, p, ProgGivenUp), progTotal(r, p, ProgGone))
			}
			if progTotal(base, p, ProgAsked) != 0 || progTotal(base, p, ProgHours) != 0 || progTotal(base, p, ProgEligible) != progTotal(r, p, ProgEligible) {
				t.Errorf("programme %d counts without a plan", p)
			}
		}
		if got := r.Ledger.ProgrammeCost(0, c.Calendar.Cycles).Euro(); math.Abs(got-cost) > 0.01 || cost == 0 {
			t.Errorf("the programmes cost %.2f, the months in place %.2f", got, cost)
		}
	}
	if n, d := reachedShare(base, PregnancyReached); n != 0 || d == 0 {
		t.Errorf("without a programme %d of %d pregnancies are reached", n, d)
	}
	if base.Ledger.ProgrammeCost(0, 72) != 0 {
		t.Error("a programme that is off costs money")
	}
}

// With demand fixed, more places reach more and leave fewer waiting and giving up. With
// places for all, everybody who asks is reached before the birth: a binomial share, 5
// standard errors of some 300 births (false-alarm rate under 10⁻⁶).
func TestMorePlacesReachMore(t *testing.T) {
	few, more, all := run(t, progConfig(6000, 2, false)), run(t, progConfig(6000, 6, false)), run(t, progConfig(6000, 1e4, false))
	for p, x := range map[ProgrammeID]Indicator{ProgPregnancy: PregnancyReached, ProgYouth: YouthReached} {
		a, den := reachedShare(few, x)
		b, same := reachedShare(more, x)
		c, _ := reachedShare(all, x)
		if a >= b || b >= c || den != same {
			t.Errorf("programme %d: %d, %d and %d of %d reached", p, a, b, c, den)
		}
		if progTotal(few, p, ProgGivenUp) <= progTotal(more, p, ProgGivenUp) || progTotal(all, p, ProgGivenUp)+progTotal(all, p, ProgWaiting) != 0 {
			t.Errorf("programme %d: given up %d, %d and %d", p, progTotal(few, p, ProgGivenUp), progTotal(more, p, ProgGivenUp), progTotal(all, p, ProgGivenUp))
		}
	}
	n, den := reachedShare(all, PregnancyReached)
	// In the first months nobody can have asked yet: births then are left out.
	births := float64(den)
	if want, se := 0.6, math.Sqrt(0.6*0.4/births); math.Abs(float64(n)/births-want) > 5*se+7.0/72 {
		t.Errorf("%d of %g pregnancies are reached, %g ask", n, births, want)
	}
}

// Who gets a place gets it before the birth, and is the pregnancy that is reached: what
// was served is what was reached, but for the births of which not all is known yet.
func TestReachedIsServedBeforeTheBirth(t *testing.T) {
	c := progConfig(6000, 4, true)
	c.Programmes[ProgPregnancy].Patience = 1e6
	w := started(t, c)
	r, err := w.Run(context.Background(), c.Schedule, nil)
	if err != nil {
		t.Fatal(err)
	}
	g := &w.progs[ProgPregnancy]
	reached, _ := reachedShare(r, PregnancyReached)
	known := reached
	for _, x := range g.pregnancy {
		if x.reached {
			reached++
		}
	}
	if served := progTotal(r, ProgPregnancy, ProgServed); served != reached || known == 0 {
		t.Errorf("%d places were given, %d pregnancies reached", served, reached)
	}
	if progTotal(r, ProgPregnancy, ProgGivenUp) == 0 {
		t.Error("no birth came before a place was free")
	}
	some := false
	for k := range g.members {
		if x := &g.members[k]; x.state == waiting || x.state == announced {
			some = true
			if x.t.deadline > x.due || g.pregnancy[x.birth].reached {
				t.Errorf("a request lapses on day %d, the birth is on day %d", x.t.deadline, x.due)
			}
		}
	}
	if !some {
		t.Error("nobody waits at the end")
	}
}

// A budget pays the places that it pays at the price of a place, no more. Bought outside
// the region it costs what it is whether or not they are used. From workers of the region
// it costs the hours that are given, and the rest goes back.
func TestFundedProgramme(t *testing.T) {
	c := progConfig(6000, 0, false)
	p := &c.Schedule[0].Plan
	p.Instruments = append(careAsToday(), finance.Instrument{
		Name: "jeugd", Payer: finance.Flanders, Payee: finance.Collaboration, Plan: true,
		Terms: finance.FixedBudget{PerYear: 12 * (5*30_000 + 29_999), Reason: finance.ForYouth},
	})
	paid := finance.Cents(6 * 12 * (5*30_000 + 29_999))
	for _, external := range []bool{true, false} {
		p.Programmes = [NumProgrammes]ProgrammePlan{ProgYouth: {Start: c.Calendar.Start, Funded: true, External: external}}
		r := run(t, c)
		for m := 2; m < 72; m++ {
			if n := r.Months[ProgrammeSeries(ProgYouth, ProgPlaces)][m]; n != 5 {
				t.Fatalf("month %d: %d places for the money of five", m, n)
			}
		}
		if progTotal(r, ProgYouth, ProgServed) == 0 || progTotal(r, ProgPregnancy, ProgAsked) != 0 {
			t.Error("the budget serves nobody, or serves the other programme")
		}
		used := float64(progTotal(r, ProgYouth, ProgHours)) / 100 / c.Programmes[ProgYouth].Hours * 30_000 // cents
		switch cost := r.Ledger.ProgrammeCost(0, 72); {
		case external && cost != paid:
			t.Errorf("bought it costs %d cents, expected %d", cost, paid)
		case !external && (used == 0 || math.Abs(float64(cost)-used) > 0.001*used):
			t.Errorf("from the region it costs %d cents, the hours given %.0f of %d", cost, used, paid)
		}
		if left := r.Ledger.Balance(finance.Collaboration, 71); left != 0 {
			t.Errorf("external %v: the collaboration keeps %d cents", external, left)
		}
	}
}

// A buurtteam that links to capacity beyond its buurt brings more requests, by the ratio
// that is said; at 1 teams bring none. 5 standard errors of some 400 requests
// (false-alarm rate under 10⁻⁶).
func TestTeamsLinkToProgrammes(t *testing.T) {
	asked := func(link float64, teams bool) (n float64) {
		c := progConfig(6000, 1e4, false)
		for p := range c.Programmes {
			c.Programmes[p].Link = link
		}
		if teams {
			c.Schedule[0].Plan.Teams = []Team{{Start: c.Calendar.Start}, {Start: c.Calendar.Start}}
		}
		r := run(t, c)
		for p := range NumProgrammes {
			n += float64(progTotal(r, p, ProgAsked))
		}
		return n
	}
	base := asked(1, false)
	if got := asked(1, true); got != base {
		t.Errorf("teams without a link bring %g requests instead of %g", got, base)
	}
	if got := asked(1.5, false); got != base {
		t.Errorf("a link without teams brings %g requests instead of %g", got, base)
	}
	// Who asked once asks less later, so that the ratio of requests is a little lower.
	if got := asked(1.5, true); got < base*1.1 || got > base*1.5+5*math.Sqrt(base) {
		t.Errorf("%g requests became %g with teams", base, got)
	}
}

// A programme that ends leaves nobody waiting or in a place.
func TestProgrammeThatEnds(t *testing.T) {
	c := progConfig(6000, 3, true)
	end := c.Schedule[0].Plan
	end.Programmes = [NumProgrammes]ProgrammePlan{}
	c.Schedule = append(c.Schedule, Dated{c.Calendar.Start + 36, end})
	r := run(t, c)
	for p := range NumProgrammes {
		for m := range 72 {
			if held := r.Months[ProgrammeSeries(p, ProgInPlace)][m] + r.Months[ProgrammeSeries(p, ProgWaiting)][m]; held != 0 && m >= 36 || held == 0 && m == 35 {
				t.Errorf("programme %d month %d: %d people", p, m, held)
			}
		}
	}
}

// Pathways and programmes allocate nothing in the month.
func TestPathwaysAndProgrammesAllocateNothing(t *testing.T) {
	c := crewConfig(4000)
	paths := pathConfig(4000, 0.5, PathwayEffect{Event: "death", LogHR: -0.3, Part: 1, Among: 1}, PathwayEffect{Event: "stay", LogHR: -0.3, Part: 0.3, Among: 1})
	c.Conditions, c.Pathways, c.PathwayNorms = paths.Conditions, paths.Pathways, paths.PathwayNorms
	c.Schedule[0].Plan.Pathways = paths.Schedule[0].Plan.Pathways
	c.Schedule[0].Plan.Record = RecordPlan{Start: c.Calendar.Start, Coverage: 0.5}
	w := opened(t, c)
	month := func() {
		if err := w.live(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	for range 30 {
		month()
	}
	if n := testing.AllocsPerRun(24, month); n != 0 {
		t.Errorf("a month allocates %g times", n)
	}
}
