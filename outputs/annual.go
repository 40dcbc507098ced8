package outputs

import (
	"math"
	"slices"

	"piramide/internal/stats"
	"piramide/sim"
)

// Annual is what a plan expects in its first years, to lay beside what is observed.
type Annual struct {
	Plan     string
	First    int // first calendar year in which the plan pays posts for half of it, in most cells
	Years    int // that are told; the first three also by quarter
	Draws    int
	Expected []Expected
	Signals  []Signal // strongest first; nil with fewer than [SignalDraws] draws
}

// Watched is a quantity that can be counted in a project. Role is the id of a role
// where there is one of each.
type Watched struct{ ID, Role string }

// Expected is a quantity in a quarter, 1 to 4, or in a whole year (quarter 0).
type Expected struct {
	Watched
	Year, Quarter int
	Spread        Spread // over all cells, as one year or quarter will be observed
}

// Signal says how a quantity in an early year goes together with an indicator over all
// years, over the draws: a rank correlation, and the mean of the indicator among the
// third of the draws with the lowest and with the highest values.
type Signal struct {
	Watched
	Year        int
	Indicator   *Indicator
	Difference  bool // the indicator is the difference with the first plan
	Correlation float64
	Low, High   float64
}

// What an annual plan tells: quarters of three years, and years up to five, the ten
// months of preparation and four years of work of the projects of 2016.
const (
	annualQuarters = 3
	annualYears    = 5
)

// SignalDraws is the least number of draws in which a signal is looked for.
const SignalDraws = 20

// SignalLimit is the rank correlation under which a signal may be chance: three
// standard errors, since some fifty pairs are looked at.
func SignalLimit(draws int) float64 { return 3 / math.Sqrt(float64(draws-1)) }

// OutOfTwenty is how many figures in twenty fall outside the 95 % limits when all is
// right: the mean share of a new value between the interpolated limits of n values is
// 0.95·(n−1)/(n+1) for a flat spread, and close to it for others.
func OutOfTwenty(n int) int {
	return int(math.Round(20 * (1 - 0.95*float64(n-1)/float64(n+1))))
}

// Signalled are the indicators that an answer rests on.
var Signalled = []string{"reached_in_time", "net_cost"}

// watched is how a quantity is computed over cycles from … before to.
type watched struct {
	Watched
	yearly bool // exists for whole years only
	value  func(s *summary, from, to int) float64
}

func total(x series, scale float64) func(*summary, int, int) float64 {
	return func(s *summary, from, to int) (sum float64) {
		for m := from; m < to; m++ {
			sum += x(s, m)
		}
		return sum * scale
	}
}

func meanOf(x series, scale float64) func(*summary, int, int) float64 {
	sum := total(x, scale)
	return func(s *summary, from, to int) float64 { return sum(s, from, to) / float64(to-from) }
}

func atEnd(x series) func(*summary, int, int) float64 {
	return func(s *summary, _, to int) float64 { return x(s, to-1) }
}

// ofYear takes an indicator of whole years.
func ofYear(id string) func(*summary, int, int) float64 {
	i := slices.IndexFunc(Indicators, func(x Indicator) bool { return x.ID == id })
	m := Indicators[i].measure
	return func(s *summary, from, to int) float64 {
		return m(s, from/s.perYear, (to-1)/s.perYear, sim.GroupAll)
	}
}

// coached are the people with a place of a coach or a case manager.
func coached(s *summary, m int) float64 {
	return float64(s.month(seriesID(sim.RoleSeries(sim.Zorgcoach, clients)), m) + s.month(seriesID(sim.RoleSeries(sim.Casemanager, clients)), m))
}

func programmeEuros(s *summary, m int) float64 {
	if s.programme == nil {
		return math.NaN()
	}
	return float64(s.programme[m]) / 100
}

// watchedBy are the quantities of a plan with posts of some roles.
func watchedBy(roles []sim.Role) (list []watched) {
	for _, r := range roles {
		for _, what := range []struct {
			id     string
			series int
		}{{"posts_asked", fundedPosts}, {"posts_filled", filledPosts}} {
			list = append(list, watched{Watched{what.id, RoleIDs[r]}, false, meanOf(only(seriesID(sim.RoleSeries(r, what.series))), 0.01)})
		}
	}
	return append(list,
		watched{Watched{ID: "requests"}, false, total(only("requests"), 1)},
		watched{Watched{ID: "served"}, false, total(only("served"), 1)},
		watched{Watched{ID: "in_place"}, false, atEnd(coached)},
		watched{Watched{ID: "waiting"}, false, atEnd(only("waiting"))},
		watched{Watched{ID: "waiting_months"}, false, total(only("waiting"), 1)},
		watched{Watched{ID: "given_up"}, false, total(only("given_up"), 1)},
		watched{Watched{ID: "reached_in_time"}, true, ofYear("reached_in_time")},
		watched{Watched{ID: "within_30_days"}, true, ofYear("within_30_days")},
		watched{Watched{ID: "wait_median"}, true, ofYear("wait_median")},
		watched{Watched{ID: "wait_p90"}, true, ofYear("wait_p90")},
		watched{Watched{ID: "programme_euros"}, false, total(programmeEuros, 1)},
	)
}

// Annual gives what a plan expects; nil when it never pays a post.
func (c *Comparison) Annual(plan string) *Annual {
	r := c.Result
	cells := r.cells[plan]
	if len(cells) == 0 {
		return nil
	}
	start, years := r.calendar()
	first, roles := -1, []sim.Role(nil)
	for role := range sim.NumRoles {
		funded := only(seriesID(sim.RoleSeries(role, fundedPosts)))
		for year := range years {
			paid := 0
			for _, s := range cells {
				if s.paysHalf(funded, year) {
					paid++
				}
			}
			if 2*paid > len(cells) {
				if roles = append(roles, role); first < 0 || year < first {
					first = year
				}
				break
			}
		}
	}
	if first < 0 {
		return nil
	}
	a := &Annual{Plan: plan, First: start + first, Years: min(annualYears, years-first), Draws: r.Manifest.Draws}
	list := watchedBy(roles)
	for _, w := range list {
		for year := first; year < first+a.Years; year++ {
			for q := 1; q <= 4 && !w.yearly && year < first+annualQuarters; q++ {
				if v, whole := spans(cells, w, year, q); whole {
					a.Expected = append(a.Expected, Expected{w.Watched, start + year, q, spread(v)})
				}
			}
			if v, whole := spans(cells, w, year, 0); whole {
				a.Expected = append(a.Expected, Expected{w.Watched, start + year, 0, spread(v)})
			}
		}
	}
	if a.Draws >= SignalDraws && !r.Manifest.FixedParameters {
		a.Signals = c.signals(plan, list, first, min(annualQuarters, a.Years))
	}
	return a
}

// paysHalf says whether a series is above nought in half of the cycles of a year.
func (s *summary) paysHalf(x series, year int) bool {
	paid, from := 0, year*s.perYear
	for m := from; m < s.end(year); m++ {
		if x(s, m) > 0 {
			paid++
		}
	}
	return 2*paid >= s.perYear
}

// spans computes a quantity in every cell over a year, or a quarter of it; not where
// the accounts end before, or count by year.
func spans(cells []*summary, w watched, year, quarter int) (v []float64, whole bool) {
	for _, s := range cells {
		from, to := year*s.perYear, (year+1)*s.perYear
		if quarter > 0 {
			from = from + (quarter-1)*s.perYear/4
			to = from + s.perYear/4
		}
		if to > s.cycles || to <= from {
			return nil, false
		}
		v = append(v, w.value(s, from, to))
	}
	return v, true
}

// signals looks which quantity of an early year goes together with what an answer
// rests on, over all years.
func (c *Comparison) signals(plan string, list []watched, first, years int) (found []Signal) {
	r := c.Result
	all := c.Periods[0]
	for _, p := range c.Periods {
		if p.ID == PeriodAll {
			all = p
		}
	}
	start, _ := r.calendar()
	for _, id := range Signalled {
		row := c.Row(id, all.ID)
		if row == nil {
			continue
		}
		y := r.values(plan, row.Indicator.measure, all, sim.GroupAll)
		differ := plan != c.Base
		if differ {
			y = subtract(y, r.values(c.Base, row.Indicator.measure, all, sim.GroupAll))
		}
		y = r.byDraw(y)
		for _, w := range list {
			for year := first; year < first+years; year++ {
				v, whole := spans(r.cells[plan], w, year, 0)
				if !whole || w.ID == id { // that it goes with itself is no news
					continue
				}
				x := r.byDraw(v)
				if slices.ContainsFunc(slices.Concat(x, y), func(z float64) bool { return math.IsNaN(z) || math.IsInf(z, 0) }) {
					continue
				}
				rho := stats.Spearman(x, y)
				if math.Abs(rho) < SignalLimit(len(x)) {
					continue
				}
				low, high := thirds(x, y)
				found = append(found, Signal{w.Watched, start + year, &row.Indicator, differ, rho, low, high})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Signal) int {
		switch d := math.Abs(b.Correlation) - math.Abs(a.Correlation); {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	return found
}

// byDraw is the mean over the luck of every draw.
func (r *Result) byDraw(v []float64) []float64 {
	n := r.Manifest.Replicates
	out := make([]float64, len(v)/n)
	for d := range out {
		out[d] = stats.Mean(v[d*n : (d+1)*n])
	}
	return out
}

// thirds gives the mean of y where x is among its lowest third, and its highest.
func thirds(x, y []float64) (low, high float64) {
	order := stats.Order(x)
	n := max(len(x)/3, 1)
	for i := range n {
		low += y[order[i]] / float64(n)
		high += y[order[len(order)-1-i]] / float64(n)
	}
	return low, high
}
