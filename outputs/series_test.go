package outputs

import (
	"math"
	"testing"

	"piramide/sim"
)

// Workload says nothing while the first posts are being filled: with ten posts funded
// from month 2 on, it begins where five are filled, and a year after the first at the
// latest. Before the rule, one worker in month 3 against 800 hours asked was 800 %.
func TestWorkloadBeginsWithStaff(t *testing.T) {
	world := func(filled func(m int) int64) *summary {
		s := &summary{cycles: 24, perYear: 12, monthly: map[string][]int64{}}
		row := func(what int, of func(m int) int64) {
			list := make([]int64, s.cycles)
			for m := range list {
				list[m] = of(m)
			}
			s.monthly[seriesID(sim.RoleSeries(sim.Zorgcoach, what))] = list
		}
		row(fundedPosts, func(m int) int64 { return 1000 * int64(one(m >= 2)) })
		row(filledPosts, filled)
		row(hoursAsked, func(m int) int64 { return 800 })
		row(hoursAvailable, func(m int) int64 { return filled(m) })
		s.staffed = s.staffedFrom()
		return s
	}
	for _, c := range []struct {
		name   string
		filled func(m int) int64
		first  int
		value  float64
	}{
		{"a hire a month", func(m int) int64 { return min(1000, 100*int64(max(0, m-2))) }, 7, 800.0 / 500},
		{"all at once", func(m int) int64 { return 1000 * int64(one(m >= 2)) }, 2, 0.8},
		{"never half", func(m int) int64 { return 100 * int64(one(m >= 3)) }, 14, 8},
		{"half, and then they leave", func(m int) int64 { return 500 * int64(one(m >= 4 && m < 8)) }, 4, 1.6},
	} {
		s := world(c.filled)
		for m := range s.cycles {
			x := workload(s, m)
			if m < c.first && !math.IsNaN(x) {
				t.Errorf("%s: %v in month %d", c.name, x, m)
			}
			if m == c.first && math.Abs(x-c.value) > 1e-9 {
				t.Errorf("%s: %v in month %d, want %v", c.name, x, m, c.value)
			}
		}
	}
	// Without posts there is nothing to wait for, and nothing to show.
	if s := world(func(int) int64 { return 0 }); !math.IsNaN(workload(s, 20)) {
		t.Error("a workload of nobody")
	}
}
