package sim

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// Statuses have the shares of their cell, of everybody and in every tier, and
// are drawn apart from one another: chronic status among the enrolled is what it
// is among all, and so is the lowest quintile. Deprivation raises VT in its
// buurt; the quintile follows VT. Counts of 200,000 people against the binomial,
// a family-wise false-alarm rate of 10⁻⁶; an error of 15 % in any share is seen.
func TestStatusesKeepTheirShares(t *testing.T) {
	t.Parallel()
	c := testConfig(200_000)
	c.Calendar.BurnIn = 0
	w := started(t, c)
	type count struct{ some, all int }
	counts := map[string]*count{}
	want := map[string]float64{}
	see := func(name string, share float64, all, some bool) {
		if counts[name] == nil {
			counts[name] = &count{}
			want[name] = share
		}
		if all {
			counts[name].all++
			counts[name].some += int(one(some))
		}
	}
	for b := range w.buurten {
		vt := tilt(0.17, c.Population.Buurten[b].Deprivation)
		for i := w.buurten[b].lo; i < w.buurten[b].hi; i++ {
			p := &w.people[i].who
			if p.class == vacant {
				continue
			}
			tier := int(w.m.rows[p.class].tier)
			has := func(flag uint16) bool { return p.flags&flag != 0 }
			see(fmt.Sprintf("VT in buurt %d", b), vt, true, has(hasVT))
			see("enrolled", 0.85, true, has(hasGMD))
			see(fmt.Sprintf("chronic status in tier %d", tier), 0.1+0.2*float64(tier), true, has(hasChronic))
			see("chronic status of the enrolled, general", 0.1, tier == 0 && has(hasGMD), has(hasChronic))
			see("VT of the enrolled, first buurt", tilt(0.17, c.Population.Buurten[0].Deprivation), b == 0 && has(hasGMD), has(hasVT))
			see("chronic status of those with VT, general", 0.1, tier == 0 && has(hasVT), has(hasChronic))
			see("chronic status in the lowest quintile, general", 0.1, tier == 0 && w.quintile(i) == 0, has(hasChronic))
			see("enrolled in the lowest quintile", 0.85, w.quintile(i) == 0, has(hasGMD))
			for q := range Quintiles {
				see(fmt.Sprintf("quintile %d with VT", q), c.Population.SESByVT[1][q], has(hasVT), w.quintile(i) == q)
				see(fmt.Sprintf("quintile %d without VT", q), c.Population.SESByVT[0][q], !has(hasVT), w.quintile(i) == q)
			}
		}
	}
	z := distuv.UnitNormal.Quantile(1 - 1e-6/float64(len(counts))/2)
	for name, n := range counts {
		p := want[name]
		se := math.Sqrt(p * (1 - p) / float64(n.all))
		if got := float64(n.some) / float64(n.all); math.Abs(got-p) > z*se {
			t.Errorf("%s: share %.4f ± %.4f, expected %.4f", name, got, se, p)
		}
		if z*se > 0.15*p {
			t.Errorf("%s: %d people are too few to see an error of 15 %%", name, n.all)
		}
	}
}
