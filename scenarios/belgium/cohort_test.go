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
