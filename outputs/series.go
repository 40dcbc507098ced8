package outputs

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"piramide/internal/stats"
	"piramide/sim"
)

// Band is one monthly series of one plan over all its cells: the middle and the
// central 80 % and 95 % of the cells, month by month.
type Band struct {
	Plan, Series  string
	Unit          string    // message id indicators.unit.UNIT
	First         sim.Month // of the first value
	Step          int       // months from one value to the next
	Cells         int
	Known         []int // cells in which the month has a value
	Median        []float64
	Low80, High80 []float64
	Low95, High95 []float64
}

// Pyramid is the mean count of citizens over the cells of a plan.
type Pyramid struct {
	Plan, Moment string // moment: start or end of the accounts
	Tiers        []string
	Ages         []string               // age bands, youngest first
	Count        [][][sim.Sexes]float64 // [tier][age band][man, woman]
}

// Flow is the mean number of moves a year From … To, over cells and
// the years First to Last. From and To are states, or birth, arrival, death, departure.
type Flow struct {
	Plan        string
	First, Last int
	From, To    string
	Citizens    float64
}

// PartyYear is what a party paid and received in a year, in EUR, mean over cells.
// For a payer (public payers, sickness funds, citizen) Cost is its part of the
// KCE cost: what it paid to others than payers, less what came back.
type PartyYear struct {
	Plan       string   `json:"plan"`
	Party      string   `json:"party"`
	Year       int      `json:"year"`
	Paid       float64  `json:"paid"`
	Received   float64  `json:"received"`
	Cost       float64  `json:"cost"`
	Programme  float64  `json:"programme"`  // part of Cost that runs through the plan's instruments
	Difference Estimate `json:"difference"` // of Cost (payers) or of Received − Paid (others) with the first plan
}

// Band gives a monthly series of a plan over its cells, in the unit of
// [SeriesUnit]. Besides the stored series there are kce_cost and
// programme_cost (EUR per inhabitant and month), workload and reached_share
// (shares), posts_filled and posts_funded (FTE of all roles).
func (r *Result) Band(plan, name string) (Band, error) {
	cells := r.cells[plan]
	if len(cells) == 0 {
		return Band{}, fmt.Errorf("the result holds no plan %q", plan)
	}
	value, known := seriesOf(name)
	if !known {
		return Band{}, fmt.Errorf("there is no monthly series %q", name)
	}
	b := Band{Plan: plan, Series: name, First: cells[0].first, Step: 12 / cells[0].perYear, Cells: len(cells), Unit: SeriesUnit(name)}
	v := make([]float64, 0, len(cells))
	for m := range cells[0].cycles {
		v = v[:0]
		for _, s := range cells {
			if x := value(s, m); !math.IsNaN(x) {
				v = append(v, x)
			}
		}
		slices.Sort(v)
		b.Known = append(b.Known, len(v))
		b.Median = append(b.Median, stats.Quantile(0.5, v))
		b.Low80 = append(b.Low80, stats.Quantile(0.1, v))
		b.High80 = append(b.High80, stats.Quantile(0.9, v))
		b.Low95 = append(b.Low95, stats.Quantile(0.025, v))
		b.High95 = append(b.High95, stats.Quantile(0.975, v))
	}
	return b, nil
}

// derived are the monthly series that are computed from stored ones.
var derived = map[string]series{
	"kce_cost":       func(s *summary, m int) float64 { return perHead(s, s.cost, m) },
	"programme_cost": func(s *summary, m int) float64 { return perHead(s, s.programme, m) },
	"workload":       workload,
	"reached_share":  share(only("reached"), only("need_cohort")),
	"posts_filled":   func(s *summary, m int) float64 { return roleSums(filledPosts)(s, m) / 100 },
	"posts_funded":   func(s *summary, m int) float64 { return roleSums(fundedPosts)(s, m) / 100 },
}

// workload is hours asked over hours available, once the posts are there: while the
// first ones are being filled a handful of hours stands against all requests, and the
// ratio says how few are hired, which vacancies say, and not how hard they work.
func workload(s *summary, m int) float64 {
	if m < s.staffed {
		return math.NaN()
	}
	return share(roleSums(hoursAsked), roleSums(hoursAvailable))(s, m)
}

// staffedFrom is the first cycle in which half of the posts that money or plan give
// are filled, at the latest a year after the first of them: who never finds staff
// is overloaded in earnest.
func (s *summary) staffedFrom() int {
	first := -1
	for m := range s.cycles {
		funded := roleSums(fundedPosts)(s, m)
		if first < 0 && funded > 0 {
			first = m
		}
		if first >= 0 && (2*roleSums(filledPosts)(s, m) >= funded && funded > 0 || m >= first+s.perYear) {
			return m
		}
	}
	return 0
}

func perHead(s *summary, cents []int64, m int) float64 {
	if cents == nil {
		return math.NaN()
	}
	return float64(cents[m]) / 100 / float64(s.month("population", m))
}

func share(num, den series) series {
	return func(s *summary, m int) float64 {
		d := den(s, m)
		if d == 0 {
			return math.NaN()
		}
		return num(s, m) / d
	}
}

func seriesOf(name string) (series, bool) {
	if s, ok := derived[name]; ok {
		return s, true
	}
	for _, id := range SeriesIDs() {
		if id != name {
			continue
		}
		scale := seriesScale(name)
		return func(s *summary, m int) float64 { return float64(s.month(name, m)) / scale }, true
	}
	return nil, false
}

// SeriesIDs lists all monthly series, stored ones first.
func SeriesIDs() []string {
	ids := make([]string, 0, int(sim.NumSeries)+len(derived))
	for s := range sim.NumSeries {
		ids = append(ids, seriesID(s))
	}
	return append(ids, slices.Sorted(maps.Keys(derived))...)
}

// SeriesUnit is the unit of a monthly series after scaling: the message id is
// indicators.unit.UNIT.
func SeriesUnit(name string) string {
	if x, ok := p3SeriesNamed(name); ok {
		return x.unit
	}
	switch {
	case name == "kce_cost" || name == "programme_cost":
		return "eur_per_inhabitant_month"
	case name == "workload" || name == "reached_share":
		return "share"
	case strings.HasSuffix(name, "_gain"):
		return "sd"
	case strings.HasSuffix(name, "_places"):
		return "places"
	case strings.HasPrefix(name, "programme_") && strings.HasSuffix(name, "_eligible"), name == "group_attendance":
		return "citizens_per_month"
	case strings.HasPrefix(name, "programme_") && strings.HasSuffix(name, "_waiting"):
		return "requests"
	case strings.HasSuffix(name, "_asked") && strings.HasPrefix(name, "programme_"), strings.HasSuffix(name, "_served"), strings.HasSuffix(name, "_given_up"), strings.HasSuffix(name, "_gone"):
		return "requests_per_month"
	case strings.HasPrefix(name, "care_plans"):
		return "plans_per_month"
	case name == "buurt_actions":
		return "actions_per_month"
	case strings.Contains(name, "posts_"):
		return "fte"
	case strings.Contains(name, "hours"):
		return "hours_per_month"
	case name == "cohort_qaly":
		return "qaly"
	case name == "cohort_cost" || name == "cash_freed" || name == "cost_shifted" || name == "home_nursing_unpaid":
		return "eur"
	case name == "bed_days" || name == "bed_days_freed":
		return "days_per_month"
	case slices.Contains([]string{"births", "deaths", "arrivals", "departures", "nursing_home_entries", "newly_known", "newly_known_too_late", "phm_listed", "phm_unlisted"}, name),
		strings.HasPrefix(name, "flagged"):
		return "citizens_per_month"
	case name == "requests" || name == "served" || name == "given_up":
		return "requests_per_month"
	case name == "phm_runs":
		return "runs_per_month"
	case name == "waiting":
		return "requests"
	case name == "stays" || name == "unplanned_stays" || name == "stays_avoided":
		return "stays_per_month"
	case strings.HasPrefix(name, "teams"):
		return "teams"
	case name == "audits":
		return "audits_per_month"
	case name == "ed_visits":
		return "visits_per_month"
	}
	return "citizens"
}

// SeriesExplainID is the message id of what a monthly series counts, and that of the
// role, pathway or programme that it takes as its argument "role", "" when the series
// belongs to none.
func SeriesExplainID(name string) (id, role string) {
	for _, r := range RoleIDs {
		if rest, ok := strings.CutPrefix(name, r); ok {
			return "indicators.series.role" + rest, "role." + r
		}
	}
	for _, c := range CrewIDs {
		if rest, ok := strings.CutPrefix(name, "staff_"+c); ok {
			return "indicators.series.staff" + rest, "scenarios." + c
		}
	}
	for _, p := range PathwayIDs {
		if rest, ok := strings.CutPrefix(name, "pathway_"+p); ok {
			return "indicators.series.pathway" + rest, "scenarios.pathway_" + p
		}
	}
	for _, p := range ProgrammeIDs {
		if rest, ok := strings.CutPrefix(name, "programme_"+p); ok {
			return "indicators.series.programme" + rest, "scenarios.programme_" + p
		}
	}
	return "indicators.series." + name, ""
}

// seriesScale turns the stored integers into the unit of the series.
func seriesScale(name string) float64 {
	if x, ok := p3SeriesNamed(name); ok {
		return x.scale
	}
	switch SeriesUnit(name) {
	case "fte", "hours_per_month", "eur":
		return 100
	case "teams":
		return 1000
	case "qaly":
		return 1e6
	case "sd":
		return 1000
	}
	return 1
}

// Pyramids gives the mean pyramid of a plan at the start and the end of the accounts.
func (r *Result) Pyramids(plan string) []Pyramid {
	var list []Pyramid
	tiers := r.tiers()
	ages := sim.GroupNames[sim.GroupAge0 : sim.GroupAge0+sim.AgeBands]
	sexes := sim.GroupNames[sim.GroupMen : sim.GroupMen+sim.Sexes]
	for _, moment := range []string{"start", "end"} {
		p := Pyramid{Plan: plan, Moment: moment, Tiers: tiers, Ages: ages}
		p.Count = make([][][sim.Sexes]float64, len(tiers))
		for i := range p.Count {
			p.Count[i] = make([][sim.Sexes]float64, len(ages))
		}
		for _, s := range r.cells[plan] {
			for _, row := range s.pyramid {
				if row.Moment == moment {
					p.Count[place(tiers, row.Tier)][place(ages, row.Age)][place(sexes, row.Sex)] += float64(row.Citizens)
				}
			}
		}
		for t := range tiers {
			for a := range ages {
				for sex := range sexes {
					p.Count[t][a][sex] /= float64(len(r.cells[plan]))
				}
			}
		}
		list = append(list, p)
	}
	return list
}

// tiers lists the tiers that occur in any pyramid, from the base up.
func (r *Result) tiers() []string {
	used := map[string]bool{}
	for _, scenario := range r.Manifest.Scenarios {
		for _, s := range r.cells[scenario] {
			for _, row := range s.pyramid {
				used[row.Tier] = true
			}
		}
	}
	var list []string
	for tier := range sim.Tiers {
		if used[TierID(tier)] {
			list = append(list, TierID(tier))
		}
	}
	return list
}

// Flows gives the mean yearly flows between states over some calendar years, in
// the order in which the simulator lists the states.
func (r *Result) Flows(plan string, first, last int) []Flow {
	type way struct{ from, to string }
	sums := map[way]int64{}
	var order []way
	for _, s := range r.cells[plan] {
		for _, f := range s.flows {
			if f.Year < first || f.Year > last {
				continue
			}
			w := way{f.From, f.To}
			if _, seen := sums[w]; !seen {
				order = append(order, w)
			}
			sums[w] += f.Citizens
		}
	}
	slices.SortFunc(order, func(a, b way) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	flows := make([]Flow, len(order))
	for i, w := range order {
		flows[i] = Flow{plan, first, last, w.from, w.to, float64(sums[w]) / float64((last-first+1)*len(r.cells[plan]))}
	}
	return flows
}

// WaitCurve gives, for the requests of the first five or of all years, the share
// that had a first contact within some days: mean over cells.
func (r *Result) WaitCurve(plan string, p Period) (days []int, served []float64) {
	for _, day := range waitDays {
		m := wait("waited_"+strconv.Itoa(day), 1)
		v := slices.DeleteFunc(r.values(plan, m, p, sim.GroupAll), math.IsNaN)
		if len(v) > 0 {
			days, served = append(days, day), append(served, stats.Mean(v))
		}
	}
	return days, served
}
