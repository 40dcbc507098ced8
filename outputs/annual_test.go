package outputs

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"piramide/sim"
)

// employer is a world of one coach's post from a cycle on, with as many requests a month
// as its draw says.
func employer(draw, years, from int) *summary {
	s := &summary{cycles: 12 * years, years: years, perYear: 12, first: 2027 * 12, cell: Cell{Draw: draw}, monthly: map[string][]int64{}, yearly: map[string][]sim.Ratio{}, waits: map[waitKey]sim.Ratio{}}
	row := func(name string, of func(m int) int64) {
		list := make([]int64, s.cycles)
		for m := range list {
			list[m] = of(m)
		}
		s.monthly[name] = list
	}
	on := func(n int64) func(m int) int64 { return func(m int) int64 { return n * int64(one(m >= from)) } }
	row(seriesID(sim.RoleSeries(sim.Zorgcoach, fundedPosts)), on(150))
	row(seriesID(sim.RoleSeries(sim.Zorgcoach, filledPosts)), func(m int) int64 { return 100 * int64(one(m >= from+3)) })
	row(seriesID(sim.RoleSeries(sim.Zorgcoach, clients)), func(m int) int64 { return int64(m) * int64(one(m >= from)) })
	row("requests", on(int64(draw)))
	row("waiting", on(2))
	row("population", func(int) int64 { return 1000 })
	ratios := make([]sim.Ratio, years*sim.NumGroups)
	for y := range years {
		ratios[y*sim.NumGroups+sim.GroupAll] = sim.Ratio{Num: int64(10 * draw), Den: 1000}
	}
	s.yearly["reached_in_time"] = ratios
	s.programme, s.cost = make([]int64, s.cycles), make([]int64, s.cycles)
	return s
}

func employers(draws, years, from int) *Comparison {
	r := &Result{cells: map[string][]*summary{}}
	r.Manifest.Scenarios, r.Manifest.Draws, r.Manifest.Replicates = []string{"plan"}, draws, 1
	for d := range draws {
		r.cells["plan"] = append(r.cells["plan"], employer(d+1, years, from))
	}
	c := &Comparison{Result: r, Base: "plan", Draws: draws, Replicates: 1}
	c.Periods = []Period{{PeriodHead, 2027, 2027 + min(years, 5) - 1}, {PeriodAll, 2027, 2027 + years - 1}}
	for _, id := range Signalled {
		c.Rows = append(c.Rows, Row{Indicator: Indicators[Find(Indicators, id)], Period: c.Periods[1]})
	}
	return c
}

func (a *Annual) find(id string, year, quarter int) *Expected {
	i := slices.IndexFunc(a.Expected, func(e Expected) bool { return e.ID == id && e.Year == year && e.Quarter == quarter })
	if i < 0 {
		return nil
	}
	return &a.Expected[i]
}

// Worked by hand: posts begin in October 2027, so that year 1 is 2028.
func TestAnnual(t *testing.T) {
	a := employers(20, 8, 9).Annual("plan")
	if a.First != 2028 || a.Years != 5 {
		t.Fatalf("year 1 is %d, of %d", a.First, a.Years)
	}
	for _, c := range []struct {
		id            string
		year, quarter int
		mean          float64
	}{
		{"posts_asked", 2028, 1, 1.5},
		{"posts_filled", 2028, 0, 1},
		{"requests", 2028, 1, 3 * 10.5}, // draws 1 … 20, three months
		{"requests", 2032, 0, 12 * 10.5},
		{"in_place", 2028, 2, 17}, // June 2028 is month 17
		{"waiting", 2030, 4, 2},
		{"waiting_months", 2030, 4, 6},
		{"reached_in_time", 2029, 0, 0.105},
	} {
		e := a.find(c.id, c.year, c.quarter)
		if e == nil || math.Abs(e.Spread.Mean-c.mean) > 1e-9 {
			t.Errorf("%s %d, quarter %d: %+v, want %v", c.id, c.year, c.quarter, e, c.mean)
		}
	}
	if e := a.find("requests", 2028, 1); e.Spread.Low95 < 3 || e.Spread.High95 > 60 || e.Spread.Low95 >= e.Spread.Low80 {
		t.Errorf("limits %+v", e.Spread)
	}
	for _, none := range []*Expected{a.find("requests", 2027, 0), a.find("requests", 2031, 1), a.find("reached_in_time", 2028, 1), a.find("requests", 2033, 0)} {
		if none != nil {
			t.Errorf("%+v is told", *none)
		}
	}
}

// A plan that never pays a post, or for a few months only, has nothing to follow.
func TestAnnualWithoutPosts(t *testing.T) {
	if a := employers(4, 3, 36).Annual("plan"); a != nil {
		t.Errorf("%+v", a)
	}
	if a := employers(4, 2, 21).Annual("plan"); a != nil {
		t.Errorf("three months of posts at the end make a year: %+v", a)
	}
	if a := employers(4, 3, 0).Annual("nobody"); a != nil {
		t.Error("a plan that is not there has an annual plan")
	}
}

// Requests carry what is reached: their signal is found, with the level of both thirds;
// with few draws nothing is claimed.
func TestAnnualSignals(t *testing.T) {
	a := employers(30, 8, 9).Annual("plan")
	i := slices.IndexFunc(a.Signals, func(s Signal) bool { return s.ID == "requests" && s.Indicator.ID == "reached_in_time" })
	if i < 0 {
		t.Fatalf("no signal in %+v", a.Signals)
	}
	s := a.Signals[i]
	if math.Abs(s.Correlation-1) > 1e-9 || math.Abs(s.Low-0.055) > 1e-9 || math.Abs(s.High-0.255) > 1e-9 {
		t.Errorf("%+v, want correlation 1 and 5,5 and 25,5 %%", s)
	}
	for _, s := range a.Signals {
		if s.ID == "posts_filled" || s.ID == "waiting" || s.Year > 2030 {
			t.Errorf("%s of %d never differs, or comes late, and is a signal", s.ID, s.Year)
		}
	}
	if few := employers(SignalDraws-1, 8, 9).Annual("plan"); few.Signals != nil {
		t.Error("too few draws, and yet a signal")
	}
}

func TestSignalLimit(t *testing.T) {
	if got := SignalLimit(37); got != 0.5 {
		t.Errorf("limit %v", got)
	}
	low, high := thirds([]float64{3, 1, 2, 6, 5, 4}, []float64{30, 10, 20, 60, 50, 40})
	if low != 15 || high != 55 {
		t.Errorf("thirds %v and %v", low, high)
	}
}

// TestOutOfTwenty: of twenty new figures as many are outside the limits of n others as is
// said, for a flat and for a normal spread; 4,000 tries a line, so that an error of three
// quarters of a figure is ten standard errors.
func TestOutOfTwenty(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1)) //nolint:gosec // figures, not secrets
	for name, draw := range map[string]func() float64{"flat": r.Float64, "normal": r.NormFloat64} {
		for _, n := range []int{2, 6, 12, 40, 200} {
			out := 0
			const tries = 4000
			for range tries {
				v := make([]float64, n)
				for i := range v {
					v[i] = draw()
				}
				if s, x := spread(v), draw(); x < s.Low95 || x > s.High95 {
					out++
				}
			}
			if got := 20 * float64(out) / tries; math.Abs(got-float64(OutOfTwenty(n))) > 0.75 {
				t.Errorf("%s, %d simulations: %.2f of twenty are outside, said to be %d", name, n, got, OutOfTwenty(n))
			}
		}
	}
}
