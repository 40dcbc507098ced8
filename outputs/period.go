package outputs

import (
	"piramide/internal/words"
	"piramide/sim"
)

// headYears is how many years the first period of every table covers.
const headYears = 5

// The ids of the periods.
const (
	PeriodHead      = "years_1_5"
	PeriodAll       = "years_1_10"
	PeriodFirstTeam = "first_team_year"
)

func (p Period) years() string { return words.Years(p.First, p.Last) }

// periods lists the stretches of years that are reported: the first five, all,
// and the first calendar year in which every plan that gets teams has staff.
func (r *Result) periods() []Period {
	first, years := r.calendar()
	last := first + years - 1
	head := Period{PeriodHead, first, min(first+headYears-1, last)}
	list := []Period{head}
	if last > head.Last {
		list = append(list, Period{PeriodAll, first, last})
	}
	team := 0
	for _, p := range r.Plans {
		if y := r.staffed(p.ID, p.FirstTeamYear); p.FirstTeamYear >= first && y <= last {
			team = max(team, y)
		}
	}
	if team > 0 {
		list = append(list, Period{PeriodFirstTeam, team, team})
	}
	return list
}

// staffed is the first calendar year, from the one in which the teams of a plan
// should start, with filled posts in most cells: a start slips and hiring takes
// time. It is 0 when no year has any.
func (r *Result) staffed(plan string, planned int) int {
	first, years := r.calendar()
	for year := max(planned, first); year < first+years; year++ {
		filled := 0
		posts := r.values(plan, monthlyMean(roleSums(filledPosts), 1), Period{First: year, Last: year}, sim.GroupAll)
		for _, x := range posts {
			if x > 0 {
				filled++
			}
		}
		if 2*filled > len(posts) {
			return year
		}
	}
	return 0
}

// calendar is the first year of the accounts and how many there are.
func (r *Result) calendar() (first, years int) {
	for _, s := range r.Manifest.Scenarios {
		if list := r.cells[s]; len(list) > 0 {
			return int(list[0].first) / 12, list[0].years
		}
	}
	return 0, 0
}

// values computes an indicator in every cell of a plan.
func (r *Result) values(plan string, m measure, p Period, group int) []float64 {
	list := r.cells[plan]
	v := make([]float64, len(list))
	for i, s := range list {
		start := int(s.first) / 12
		v[i] = m(s, p.First-start, p.Last-start, group)
	}
	return v
}

// draws names the parameter draw of each cell: cells of one draw are not independent.
func (r *Result) draws() []int {
	d := make([]int, r.Manifest.Draws*r.Manifest.Replicates)
	for i := range d {
		d[i] = i / r.Manifest.Replicates
	}
	if r.Manifest.FixedParameters { // all cells share the parameters, only luck differs
		for i := range d {
			d[i] = i
		}
	}
	return d
}
