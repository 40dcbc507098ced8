package belgium

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/sim"
)

// The buurten of a region hold its citizens exactly, in whole numbers, are
// about equally large, and differ in age and deprivation as stated.
func TestBuurtenHoldTheRegion(t *testing.T) {
	v := base(t)
	for _, id := range RegionIDs {
		regions, err := Regions(id, v)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range regions {
			var left [sim.Ages][sim.Sexes]float64
			for s := range r.Population {
				for a, n := range r.Population[s] {
					left[a][s] = n
				}
			}
			var size, old, spread []float64
			for _, b := range r.Buurten {
				var n, o float64
				for a := range b.Count {
					for s, x := range b.Count[a] {
						if x < 0 || x != math.Trunc(x) {
							t.Fatalf("%s, %s: %g citizens aged %d", r.ID, b.Name, x, a)
						}
						left[a][s] -= x
						n += x
						if a >= 65 {
							o += x
						}
					}
				}
				size, old, spread = append(size, n), append(old, logit(o/n)), append(spread, b.Deprivation)
			}
			if left != [sim.Ages][sim.Sexes]float64{} {
				t.Errorf("%s: buurten and region differ: %v", r.ID, left)
			}
			if m, sd := moments(size); id != "leuven-6elz" && sd > 0.01*m {
				t.Errorf("%s: buurten of %.0f with a spread of %.0f", r.ID, m, sd)
			}
			if _, sd := moments(old); math.Abs(sd/v.Get("buurt.age_spread")-1) > 0.35 && id != "leuven-6elz" {
				t.Errorf("%s: spread of the log odds of 65 and over %.3f, asked %.3f", r.ID, sd, v.Get("buurt.age_spread"))
			}
			if m, sd := moments(spread); math.Abs(m) > 1e-12 || math.Abs(sd/v.Get("buurt.vt_spread")-1) > 0.15 {
				t.Errorf("%s: deprivation has mean %g and spread %.3f, asked 0 and %.3f", r.ID, m, sd, v.Get("buurt.vt_spread"))
			}
		}
	}
}

func moments(x []float64) (mean, sd float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		sd += (v - mean) * (v - mean) / float64(len(x))
	}
	return mean, math.Sqrt(sd)
}

// A region is the same in every draw: nothing of it is drawn.
func TestRegionsDoNotDependOnTheDraw(t *testing.T) {
	ps := parameters(t)
	want, err := Regions("leuven", ps.Values(1, 0))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Regions("leuven", ps.Values(1, 7))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want[0].Buurten, got[0].Buurten); diff != "" {
		t.Errorf("draw 7 (-base +draw):\n%s", diff)
	}
}

func TestRegionSizes(t *testing.T) {
	v := base(t)
	for id, want := range map[string]struct{ regions, buurten, elz int }{
		"leuven": {1, 8, 1}, "leuven-10": {1, 10, 1}, "leuven-6elz": {1, 60, 6}, "flanders": {11, 60, 6}, "belgium": {19, 60, 6},
	} {
		regions, err := Regions(id, v)
		if err != nil {
			t.Fatal(err)
		}
		zones := map[int]bool{}
		for _, b := range regions[0].Buurten {
			zones[b.ELZ] = true
		}
		if len(regions) != want.regions || len(regions[0].Buurten) != want.buurten || len(zones) != want.elz {
			t.Errorf("%s: %d regions, the first with %d buurten in %d ELZ; want %v", id, len(regions), len(regions[0].Buurten), len(zones), want)
		}
	}
	if _, err := Regions("luven", v); err == nil {
		t.Error("an unknown region is accepted")
	}
}
