package belgium

import (
	"math"
	"testing"

	"piramide/sim"
)

// built is a region of the tool at the base values, with ten years of its
// exact cohort.
func built(t testing.TB, id string) (sim.Config, Report, *sim.Trace) {
	t.Helper()
	v := base(t)
	regions, err := Regions(id, v)
	if err != nil {
		t.Fatal(err)
	}
	c, report, err := Build(v, regions[0])
	if err != nil {
		t.Fatal(err)
	}
	trace, err := sim.Cohort(&c, 120)
	if err != nil {
		t.Fatal(err)
	}
	return c, report, trace
}

// Under constant hazards the tier shares by age and sex stay within half a
// percentage point, and the nursing-home stock within 5 %, for ten years.
func TestSharesStayPut(t *testing.T) {
	v := base(t)
	for _, id := range []string{"leuven", "leuven-6elz", "flanders"} {
		_, _, trace := built(t, id)
		for sex := range sim.Sexes {
			for b := range bands {
				from, to := 5*b, 5*b+4
				if b == bands-1 {
					to = sim.MaxAge
				}
				for tier := range tiers {
					want := v.Table([tiers]string{"tier.share.t0", "tier.share.t1", "tier.share.t2", "tier.share.t3"}[tier])[sex][b]
					for _, cycle := range []int{0, 120} {
						got := trace.Share(cycle, from, to, sex, func(st int) bool { return st%tiers == tier })
						if math.Abs(got-want) > 0.005 {
							t.Errorf("%s: %s %d-%d, tier %d after %d months: share %.4f, reference %.4f", id, sexNames[sex], from, to, tier, cycle, got, want)
						}
					}
				}
				want := v.Table("nursing_home.share")[sex][b]
				for _, cycle := range []int{0, 120} {
					got := trace.Share(cycle, from, to, sex, func(st int) bool { return st >= tiers })
					if math.Abs(got-want) > 0.05*want {
						t.Errorf("%s: %s %d-%d after %d months: share in a nursing home %.5f, reference %.5f (%.1f %%)", id, sexNames[sex], from, to, cycle, got, want, 100*(got/want-1))
					}
				}
			}
		}
	}
}

// No cost twice: residual and what the events post make the cell's cost, in
// every age and sex, and within a cell each tier costs its multiplier.
func TestCostIsTheCellsCost(t *testing.T) {
	v := base(t)
	c, _, _ := built(t, "leuven")
	e := Expect(&c)
	w := belgians(v)
	cell := w.both(v.Table("cost.cell"))
	k := byTier(v, "tier.cost_multiplier")
	for s := range cell {
		for a, want := range cell[s] {
			want *= v.Get("cost.factor_fl")
			var got float64
			for st := range states {
				class := sim.Class(a, s, st, states)
				got += c.Population.State[class] * e.Insurance[class]
				first := sim.Class(a, s, 0, states)
				if ratio := e.Insurance[class] / e.Insurance[first]; math.Abs(ratio/k[st%tiers]-1) > 1e-3 {
					t.Errorf("%s aged %d: %s costs %.4f times general, multiplier %.4f", sexNames[s], a, stateNames[st], ratio, k[st%tiers])
				}
			}
			if math.Abs(got-want) > 0.5 { // prices are whole cents
				t.Errorf("%s aged %d: cost %.2f, cell %.2f EUR", sexNames[s], a, got, want)
			}
		}
	}
}

// Nothing that is solved is negative, entry to a nursing home rises with tier,
// and the mean entry of a cell is the published one where it could be kept.
func TestSolvedHazards(t *testing.T) {
	v := base(t)
	w := belgians(v)
	c, report, _ := built(t, "flanders")
	changed := map[[2]int]bool{}
	for _, n := range report.Notes {
		if n.What == "entry" || n.What == "nursing_home" {
			changed[[2]int{n.Age, n.Sex}] = true
		}
	}
	var entry sim.Table
	for _, e := range c.Exclusive {
		for class, h := range e.Hazard {
			if !(h >= 0) || math.IsInf(h, 0) {
				t.Fatalf("%s: hazard %g in class %d", e.Name, h, class)
			}
		}
		if e.Name == "nursing_home" {
			entry = e.Hazard
		}
	}
	for s := range sim.Sexes {
		p := v.Table("nursing_home.entry")[s]
		for b := range p {
			p[b] = hazard(p[b])
		}
		want := w.years(s, p)
		for a := range sim.Ages {
			var home, mean float64
			for st := range tiers {
				class := sim.Class(a, s, st, states)
				home += c.Population.State[class]
				mean += c.Population.State[class] * entry[class]
				if st > 0 && entry[class] < entry[class-1] {
					t.Errorf("%s aged %d: entry falls from tier %d to %d", sexNames[s], a, st-1, st)
				}
			}
			if mean /= home; !changed[[2]int{a, s}] && math.Abs(mean-want[a]) > 1e-12 {
				t.Errorf("%s aged %d: mean entry %.6f, published %.6f", sexNames[s], a, mean, want[a])
			}
		}
	}
	if len(changed) > 50 {
		t.Errorf("entry was solved instead of read in %d of %d cells", len(changed), sim.Ages*sim.Sexes)
	}
}
