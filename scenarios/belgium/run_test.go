package belgium

import (
	"testing"

	"piramide/sim"
)

// The simulator takes what is built, for every kind of region.
func TestSimulatorTakesEveryRegion(t *testing.T) {
	v := base(t)
	for _, id := range RegionIDs {
		regions, err := Regions(id, v)
		if err != nil {
			t.Fatal(err)
		}
		c, _, err := Build(v, regions[len(regions)-1])
		if err != nil {
			t.Fatal(err)
		}
		c.Calendar = sim.Calendar{Start: 2027 * 12, Cycles: 12, CyclesPerYear: 12}
		if _, err := sim.Compile(c); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func BenchmarkCohort(b *testing.B) {
	v := base(b)
	regions, err := Regions("leuven", v)
	if err != nil {
		b.Fatal(err)
	}
	c, _, err := Build(v, regions[0])
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		if _, err := sim.Cohort(&c, 120); err != nil {
			b.Fatal(err)
		}
	}
}
