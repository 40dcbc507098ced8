package sim

import (
	"math"
	"slices"
	"testing"
)

// lineUp asks for a place for the n first citizens at home in need who are chosen, and
// gives the slots in the order in which the coach of the first buurt would serve them.
func lineUp(t *testing.T, w *World, n int, chosen func(i int) bool) []int {
	t.Helper()
	nb := &w.buurten[0]
	for i := nb.lo; i < nb.hi && n > 0; i++ {
		class := w.people[i].class
		if class == vacant || w.m.rows[class].bits&rowNeed == 0 || w.people[i].episode != none || !chosen(i) {
			continue
		}
		w.ask(i, 0, seatCoach)
		n--
	}
	if n > 0 {
		t.Fatalf("%d people too few", n)
	}
	d := &w.care.coach[0]
	for k := range d.events {
		d.events[k].t.deadline = math.MaxInt32
	}
	d.month(w.today(0), daysPerMonth, 1, 0)
	var slots []int
	for _, x := range d.waiting {
		slots = append(slots, int(w.care.episodes[x.id].slot))
	}
	return slots
}

// queueWorld is a world in which nobody is in care yet, with a condition beside dementia.
func queueWorld(t *testing.T, q Queue, change func(*Config, *Plan)) *World {
	t.Helper()
	c := testConfig(6000)
	c.Before.P3, c.Calendar.BurnIn = 0, 0
	flat := make(Table, len(c.Conditions[0].Share))
	for k := range flat {
		flat[k] = 0.3
	}
	c.Conditions = append(c.Conditions, Condition{Name: "frailty", Share: flat}, Condition{Name: "physical", Domain: Physical, Share: flat}, Condition{Name: "psychological", Domain: Psychological, Share: flat})
	p := fullPlan(c.Calendar.Start)
	p.Queue = q
	if change != nil {
		change(&c, &p)
	}
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	return opened(t, c)
}

// Each order by hand: in the line it makes, what the order says of the one in front is
// never less than what it says of the one behind, and somebody differs; among equals
// who asked first stands first, and on one day the lasting word decides.
func TestOrdersByHand(t *testing.T) {
	tier := func(w *World, i int) float64 { return float64(w.m.rows[w.people[i].class].tier) }
	poor := func(w *World, i int) bool { return w.people[i].flags&hasVT != 0 || w.quintile(i) == 0 }
	for name, x := range map[string]struct {
		q      Queue
		change func(*Config, *Plan)
		worth  func(w *World, i int) float64
	}{
		"first come":         {Queue{}, nil, func(*World, int) float64 { return 0 }},
		"highest known risk": {Queue{Order: HighestKnownRisk}, nil, tier},
		"equity": {Queue{Order: EquityWeighted, Equity: 1}, nil, func(w *World, i int) float64 {
			return tier(w, i) + float64(one(poor(w, i)))
		}},
		"programme": {Queue{Order: ProgrammeFirst}, func(_ *Config, p *Plan) { p.Frail = PriorityDementia }, func(w *World, i int) float64 {
			return tier(w, i) + 100*float64(one(w.hasCondition(i, 0)))
		}},
		"no programme": {Queue{Order: ProgrammeFirst}, nil, tier},
		"score": {Queue{Order: Weighted, Weights: []Weight{{columnTier, 1}, {columnAge80, 2.5}, {numColumns, 0.25}}}, nil, func(w *World, i int) float64 {
			return tier(w, i) + 2.5*float64(one(w.m.age(w.people[i].class) >= 80)) + 0.25*float64(one(w.hasCondition(i, 0)))
		}},
		"nothing to expect": {Queue{Order: ExpectedBenefit}, func(c *Config, _ *Plan) {
			c.Effects = []Effect{{Name: "null", Role: Zorgcoach, Event: "stay", LogHR: []float64{0}}, {Name: "other", Role: Casemanager, Event: "stay", LogHR: []float64{-1}}}
		}, tier},
		// Only nursing-home entry is changed, by a quarter: what is avoided is a quarter of
		// the yearly hazard with dementia and carer, and the tier weighs it.
		"expected benefit": {Queue{Order: ExpectedBenefit}, func(c *Config, _ *Plan) {
			c.Effects = []Effect{{Name: "home", Role: Zorgcoach, Event: "nursing_home", LogHR: []float64{math.Log(0.75)}}}
		}, func(w *World, i int) float64 {
			e := &w.m.cfg.Exclusive[4]
			class := int(w.people[i].class)
			f := 1.0
			if w.hasCondition(i, 0) {
				f *= 4
			}
			switch {
			case !w.hasCarer(i):
				f *= 1.5
			case w.people[i].flags&overloaded != 0:
				f *= 2
			}
			return 0.25 * e.Hazard[class] / w.m.norm(e, class) * f * tier(w, i)
		}},
		// An effect on people at high risk alone: nobody else has anything to expect.
		"benefit in one state": {Queue{Order: ExpectedBenefit}, func(c *Config, _ *Plan) {
			c.Effects = []Effect{{Name: "death", Role: Zorgcoach, Event: "death", State: "high_risk", LogHR: []float64{math.Log(0.75)}}}
		}, func(w *World, i int) float64 {
			e, class := &w.m.cfg.Exclusive[0], int(w.people[i].class)
			if w.m.cfg.States[w.m.state(w.people[i].class)].Name != "high_risk" {
				return 0
			}
			return 0.25 * e.Hazard[class] / w.m.norm(e, class) * e.Factors[BySES][w.quintile(i)] * tier(w, i)
		}},
	} {
		w := queueWorld(t, x.q, x.change)
		slots := lineUp(t, w, 60, func(int) bool { return true })
		differ := false
		for k := 1; k < len(slots); k++ {
			a, b := slots[k-1], slots[k]
			va, vb := x.worth(w, a), x.worth(w, b)
			ta, tb := w.episodeOf(a).ticket[seatCoach], w.episodeOf(b).ticket[seatCoach]
			differ = differ || va != vb
			switch same := math.Abs(va-vb) < 2e-5; { // ranks hold scores in thousandths of a day's step
			case !same && va < vb:
				t.Errorf("%s: %g stands before %g", name, va, vb)
			case va == vb && ta.rank != tb.rank, va == vb && ta.asked > tb.asked, va == vb && ta.asked == tb.asked && ta.tie > tb.tie:
				t.Errorf("%s: equals of %g stand in the wrong order: %+v, %+v", name, va, ta, tb)
			}
		}
		if !differ && name != "first come" {
			t.Errorf("%s: everybody is equal, nothing was tried", name)
		}
	}
}

// Waiting counts: at half a point a month somebody a row lower has overtaken after two
// months, and not after one; the line needs no new sorting for it.
func TestWaitingGainsOnNeed(t *testing.T) {
	for _, x := range []struct {
		months int
		first  uint8
	}{{1, 3}, {3, 2}} {
		w := queueWorld(t, Queue{Order: Weighted, Weights: []Weight{{columnTier, 1}, {columnWaiting, 0.5}}}, nil)
		of := func(tier uint8) func(int) bool {
			return func(i int) bool { return w.m.rows[w.people[i].class].tier == tier }
		}
		lineUp(t, w, 5, of(2))
		w.cycle, w.month = w.cycle+x.months, w.month+Month(x.months)
		if x.months == 3 { // more than two whole months apart, whatever the day
			w.cycle, w.month = w.cycle+1, w.month+1
		}
		slots := lineUp(t, w, 5, of(3))
		for k := range 5 {
			if tier := w.m.rows[w.people[slots[k]].class].tier; x.months == 3 && tier != x.first || x.months == 1 && k == 0 && tier != x.first {
				t.Errorf("after %d months: place %d is of tier %d", x.months, k, tier)
			}
		}
	}
}

// Who belongs to a priority group, by hand.
func TestPriorityGroups(t *testing.T) {
	w := queueWorld(t, Queue{}, nil)
	var n [NumPriority]int
	for i := w.buurten[0].lo; i < w.buurten[0].hi; i++ {
		if w.people[i].class == vacant {
			continue
		}
		dementia, frail, physical, psychological := w.hasCondition(i, 0), w.hasCondition(i, 1), w.hasCondition(i, 2), w.hasCondition(i, 3)
		for g, want := range [NumPriority]bool{
			false, dementia, frail && w.m.age(w.people[i].class) >= 80, psychological,
			w.people[i].flags&hasVT != 0 || w.quintile(i) == 0, physical && psychological,
		} {
			if got := w.inGroup(i, Priority(g)); got != want {
				t.Fatalf("citizen of %d in group %d: %v", w.m.age(w.people[i].class), g, got)
			}
			n[g] += int(one(want))
		}
	}
	for g := PriorityDementia; g < NumPriority; g++ {
		if n[g] == 0 {
			t.Errorf("nobody in group %d", g)
		}
	}
}

// Each order moves what it is for, in the share of each group with a place under
// scarce coaches: equity those with VT, a programme its group. An order that says
// nothing of a group leaves the money, the posts and the number of places as they were.
func TestOrdersMoveWhoIsReached(t *testing.T) {
	result := func(q Queue, g Priority) *Result {
		c := testConfig(8000)
		c.Labour.Turnover, c.Labour.Pool, c.Labour.HireLag, c.Labour.AbsenceDays = 0, nil, 0.5, 0
		c.Before.P3, c.Effects = 0, nil // the same lives under every order
		p := fullPlan(c.Calendar.Start)
		p.Zorgcoach, p.Casemanagers, p.Queue, p.Frail = Posts{FTE: 0.5, Start: c.Calendar.Start}, Posts{}, q, g
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		return run(t, c)
	}
	share := func(r *Result, x Indicator, group int) float64 {
		var n Ratio
		for year := range r.Years {
			y := r.At(x, year, 0, group)
			n.Num, n.Den = n.Num+y.Num, n.Den+y.Den
		}
		return float64(n.Num) / float64(n.Den)
	}
	base := result(Queue{Order: FirstCome}, NoPriority)
	for name, x := range map[string]struct {
		q     Queue
		g     Priority
		what  Indicator
		group int
	}{
		"risk":           {Queue{Order: HighestKnownRisk}, NoPriority, InCare, GroupComplex},
		"equity":         {Queue{Order: EquityWeighted, Equity: 2}, NoPriority, InCare, GroupVT},
		"dementia":       {Queue{Order: ProgrammeFirst}, PriorityDementia, ReachedDementia, GroupAll},
		"socio-economic": {Queue{Order: ProgrammeFirst}, PrioritySocioEconomic, ReachedSocioEconomic, GroupAll},
		"age":            {Queue{Order: Weighted, Weights: []Weight{{columnAge80, 1}}}, NoPriority, InCare, GroupAge80},
	} {
		r := result(x.q, x.g)
		if was, is := share(base, x.what, x.group), share(r, x.what, x.group); is < was+0.02 {
			t.Errorf("%s: the share of its group with a place goes from %.3f to %.3f", name, was, is)
		}
		if a, b := base.Ledger.ProgrammeCost(0, 36), r.Ledger.ProgrammeCost(0, 36); a != b {
			t.Errorf("%s: the programme costs %d and not %d cents", name, b, a)
		}
		if !slices.Equal(base.Lives, r.Lives) {
			t.Errorf("%s: an order without effects changes lives", name)
		}
		for m, fte := range base.Months[RoleSeries(Zorgcoach, 1)] {
			if r.Months[RoleSeries(Zorgcoach, 1)][m] != fte {
				t.Fatalf("%s: month %d has other posts", name, m)
			}
		}
	}
}
