package sim

import (
	"slices"
	"testing"
)

// A labour pool that is too small fills posts more slowly, and what it can
// supply in a year bounds the hires.
func TestLabourPoolBoundsHires(t *testing.T) {
	filled := func(pool float64) (months []int64) {
		c := testConfig(4000)
		c.Labour.Pool, c.Labour.Turnover, c.Labour.HireLag = []float64{pool}, 0, 0.5
		p := fullPlan(c.Calendar.Start)
		p.Zorgcoach, p.Casemanagers, p.Buurtteamcoach = Posts{FTE: 6, Start: c.Calendar.Start}, Posts{}, Posts{}
		p.Teams[1].Start = p.Teams[0].Start
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		return run(t, c).Months[RoleSeries(Zorgcoach, 1)]
	}
	const perYear = 4.0 // of 12 posts
	wide, narrow := filled(1), filled(perYear/4000)
	if wide[11] != 1200 {
		t.Errorf("with people enough %d centi-FTE are filled after a year, not 12 posts", wide[11])
	}
	for m, n := range narrow {
		// A year's supply at the start, then a twelfth of it a month.
		if most := 100 * (perYear + perYear*float64(m+1)/12); float64(n) > most {
			t.Fatalf("month %d: %d centi-FTE filled of at most %.0f", m, n, most)
		}
	}
	if narrow[11] >= wide[11] || narrow[35] <= narrow[11] {
		t.Errorf("a narrow pool filled %d, then %d centi-FTE", narrow[11], narrow[35])
	}
}

// Continuity with the coach: one coach who stays gives the chance that a
// contact is with the same worker; a coach who leaves takes it along.
func TestContinuityWithTheCoach(t *testing.T) {
	share := func(turnover float64) float64 {
		c := testConfig(4000)
		c.Labour.Turnover, c.Labour.Pool, c.Labour.AbsenceDays = turnover, nil, 0
		p := fullPlan(c.Calendar.Start)
		p.Zorgcoach = Posts{FTE: 1, Start: c.Calendar.Start}
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		r := run(t, c)
		var sum Ratio
		for year := range r.Years {
			x := r.At(Continuity, year, 0, GroupAll)
			sum.Num, sum.Den = sum.Num+x.Num, sum.Den+x.Den
		}
		if sum.Den == 0 {
			t.Fatal("nobody was coached")
		}
		return float64(sum.Num) / float64(sum.Den)
	}
	// Present 94 % of the time, in this test by the month.
	if stays := share(0); stays != 0.799 {
		t.Errorf("continuity %.3f with a coach who stays, expected 0.85 × 0.94", stays)
	}
	if leaves := share(3); leaves > 0.6 || leaves == 0 {
		t.Errorf("continuity %.3f where coaches leave three times a year", leaves)
	}
}

// Where nobody comes on the market nobody is hired, however small the region.
func TestNobodyOnTheMarket(t *testing.T) {
	c := testConfig(2000)
	c.Labour.DrawnFromCare, c.Labour.Qualification = 0, [NumRoles]int{} // one market for all
	p := fullPlan(c.Calendar.Start)
	hired := func(pool float64) int64 {
		p.Market = &Market{Pool: pool, HireLag: c.Labour.HireLag, Turnover: c.Labour.Turnover, Wages: 1}
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		return total(run(t, c), MonthHired)
	}
	if n := hired(0); n != 0 {
		t.Errorf("%d centi-FTE are hired from an empty market", n)
	}
	if hired(1) == 0 {
		t.Error("nobody is hired from the usual market")
	}
}

// What working in a team does to satisfaction is counted with its sign and changes
// nobody's life; it is nothing where it is null.
func TestJobSatisfaction(t *testing.T) {
	c := testConfig(2000)
	c.Schedule = []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start)}}
	with := func(sd float64) *Result {
		c.Care.SatisfactionSD = sd
		return run(t, c)
	}
	none, more, less := with(0), with(0.2), with(-0.2)
	if total(none, MonthSatisfaction) != 0 || total(none, MonthWorkers) == 0 {
		t.Errorf("%d of satisfaction where none is gained, %d workers", total(none, MonthSatisfaction), total(none, MonthWorkers))
	}
	gain := total(more, MonthSatisfaction)
	if most := total(more, MonthWorkers) * 2; gain <= 0 || gain > most || total(less, MonthSatisfaction) != -gain {
		t.Errorf("satisfaction %d and %d, at most %d", gain, total(less, MonthSatisfaction), most)
	}
	if !slices.Equal(none.Lives, more.Lives) {
		t.Error("satisfaction changes lives")
	}
}
