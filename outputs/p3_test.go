package outputs

import (
	"math"
	"strings"
	"testing"

	"piramide/sim"
)

// Every series of P3 has an id of its own by which it is found again, and its unit.
func TestSeriesOfP3(t *testing.T) {
	seen := map[string]bool{}
	for s := sim.MonthP3Today; s < sim.MonthP3Hours+sim.NumP3; s++ {
		x, ok := p3SeriesAt(s)
		if !ok || x.id == "" || seen[x.id] || x.scale == 0 || !strings.HasPrefix(x.id, "p3_") {
			t.Errorf("series %d is %+v", s, x)
		}
		seen[x.id] = true
		if named, ok := p3SeriesNamed(x.id); !ok || named != x || SeriesUnit(x.id) != x.unit || seriesScale(x.id) != x.scale || seriesID(s) != x.id {
			t.Errorf("%s is found as %+v", x.id, named)
		}
	}
	if _, ok := p3SeriesNamed("p3_nursing_hours"); ok || SeriesUnit("p3_nursing_hours") != "hours_per_month" {
		t.Error("the hours of P3 and home nursing are taken for a series of P3 alone")
	}
}

// Two years by hand, in which P3 today takes in 4 people a month and has 24 at a time:
// per 100 of today's clients of the two years (96), and per 100 people in P3 (24).
func TestP3PerHundredByHand(t *testing.T) {
	every := func(n int64) []int64 {
		out := make([]int64, 24)
		for k := range out {
			out[k] = n
		}
		return out
	}
	once := func(n int64) []int64 {
		out := make([]int64, 24)
		out[13] = n
		return out
	}
	s := &summary{years: 2, perYear: 12, cycles: 24, monthly: map[string][]int64{
		"p3_today": every(4000), "p3_places": every(24_000), "p3_new_clients": every(3), "p3_clients": every(20),
		"p3_cut_off": once(12), "p3_without": once(6), "p3_cost": every(100_000), "p3_fte": every(250), "p3_fte_lost": once(2500),
		"p3_hours_night_visit": every(4000), "p3_hours_psychology": every(400), "p3_adl": every(-3000),
	}}
	for id, want := range map[string]float64{
		"p3_new_clients": 75, "p3_cut_off": 50, "p3_months_without": 25, "p3_cost": 1000.0 * 24 / 96 * 100, "p3_fte": 2.5, "p3_fte_lost": 2.5,
		"p3_hours": 44.0 * 24 / 96 * 100, "p3_hours_night_visit": 40.0 * 24 / 96 * 100, "p3_handed_over": 0, "p3_adl": -3.0 / 20,
	} {
		at := Find(Indicators, id)
		if at < 0 {
			t.Errorf("no indicator %s", id)
			continue
		}
		if got := Indicators[at].measure(s, 0, 1, sim.GroupAll); math.Abs(got-want) > 1e-9 {
			t.Errorf("%s is %g, by hand %g", id, got, want)
		}
		if got := Indicators[at].measure(s, 0, 1, sim.GroupVT); !math.IsNaN(got) {
			t.Errorf("%s is %g for a group that nobody counted", id, got)
		}
		// A world without P3 has no numbers of it.
		if got := Indicators[at].measure(&summary{years: 1, perYear: 12, cycles: 12, monthly: map[string][]int64{}}, 0, 0, sim.GroupAll); !math.IsNaN(got) {
			t.Errorf("%s is %g in a world without P3", id, got)
		}
	}
}
