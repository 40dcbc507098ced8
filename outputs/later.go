package outputs

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/sim"
)

// ChangesAfter says, a line a plan, what changes only after the years that are
// shown: those years cannot tell such a plan from one without the change.
func (c *Comparison) ChangesAfter(p Period, w *words.Words) (lines []string) {
	for i := range c.Plans {
		plan := &c.Plans[i]
		var months []string
		for _, text := range plan.Changes {
			if m, ok := monthOf(text); ok && m/12 > p.Last {
				months = append(months, w.Month(m/12, m%12+1))
			}
		}
		if len(months) > 0 {
			lines = append(lines, w.Say("compare.changes_after", "plan", plan.TitleIn(w.Lang()), "year", p.Last, "months", strings.Join(months, ", ")))
		}
	}
	return lines
}

// fullYears is what a plan whose money begins after the first year of the period
// costs in the years it has whole: the first of those, and the programme cost minus
// that of the first plan over them and the rest of the period. It is false when the
// money begins in the first year, or leaves no whole year.
func (c *Comparison) fullYears(plan string, p Period) (first int, cost Estimate, later bool) {
	r := c.Result
	begin, perYear := r.moneyFrom(plan)
	if perYear == 0 {
		return 0, cost, false
	}
	start, _ := r.calendar()
	first = start + (begin+perYear-1)/perYear
	if start+begin/perYear <= p.First || first > p.Last {
		return 0, cost, false
	}
	whole := Period{First: first, Last: p.Last}
	diff := subtract(r.values(plan, programmeCost, whole, sim.GroupAll), r.values(c.Base, programmeCost, whole, sim.GroupAll))
	return first, estimate(diff, r.draws()), true
}

// moneyFrom is the first cycle with programme money of a plan, in the middle cell, and
// how many cycles a year has; the end of the accounts when there is none, 0 and 0
// without cells. A folder that lost its ledger has no money.
func (r *Result) moneyFrom(plan string) (cycle, perYear int) {
	return r.middleFrom(plan, func(s *summary, cycle int) bool { return cycle < len(s.programme) && s.programme[cycle] != 0 })
}

// middleFrom is the first cycle in which something is so, in the middle cell; as
// moneyFrom.
func (r *Result) middleFrom(plan string, so func(s *summary, cycle int) bool) (cycle, perYear int) {
	var begins []int
	for _, s := range r.cells[plan] {
		at := 0
		for at < s.cycles && !so(s, at) {
			at++
		}
		begins, perYear = append(begins, at), s.perYear
	}
	if len(begins) == 0 {
		return 0, 0
	}
	slices.Sort(begins)
	return begins[(len(begins)-1)/2], perYear
}

// staffedGroup are plans whose teams have their first staff in the same year, and of
// which full is the first whole year with staff.
type staffedGroup struct {
	year, full int
	plans      []string // letters
}

// staffedLater are the plans whose teams have staff only after the first of the years
// shown: what is said of all those years together counts years without teams along.
func (c *Comparison) staffedLater(p Period) (groups []staffedGroup) {
	r := c.Result
	start, _ := r.calendar()
	for i := range c.Plans {
		plan := &c.Plans[i]
		if plan.FirstTeamYear < start {
			continue // gets none
		}
		year := r.staffed(plan.ID, plan.FirstTeamYear)
		if year <= p.First || year > p.Last {
			continue // has them all the time, or never: what hardly begins has a warning
		}
		staff := roleSums(filledPosts)
		cycle, perYear := r.middleFrom(plan.ID, func(s *summary, cycle int) bool { return staff(s, cycle) > 0 })
		full := max(year, start+(cycle+perYear-1)/perYear)
		at := slices.IndexFunc(groups, func(g staffedGroup) bool { return g.year == year && g.full == full })
		if at < 0 {
			at, groups = len(groups), append(groups, staffedGroup{year: year, full: full})
		}
		groups[at].plans = append(groups[at].plans, letter(i))
	}
	return groups
}

// StaffedYears says which of the years shown are years without teams, for the plans that
// get some later, and what the first whole year with teams holds of who is reached.
func (c *Comparison) StaffedYears(p Period, w *words.Words) (said []string) {
	start, years := c.Result.calendar()
	ind := &Indicators[Find(Indicators, "reached_in_time")]
	for _, g := range c.staffedLater(p) {
		one := w.Say("compare.staffed.late", "plans", letters(g.plans, w), "count", len(g.plans), "year", fmt.Sprint(g.year),
			"years", p.years(), "without", words.Years(p.First, g.year-1))
		if g.full < start+years {
			var list []string
			for i := range c.Plans {
				if i > 0 && !slices.Contains(g.plans, letter(i)) {
					continue
				}
				e := estimate(c.Result.values(c.Plans[i].ID, ind.measure, Period{First: g.full, Last: g.full}, sim.GroupAll), c.Result.draws())
				list = append(list, letter(i)+" "+w.Percent(e.Middle(), max(Shape{ind, w}.Digits(e), 0)))
			}
			one += " " + w.Say("compare.staffed.full", "year", fmt.Sprint(g.full), "list", strings.Join(list, ", "))
		}
		said = append(said, one)
	}
	return said
}

// letters names plans, as "B, C en D".
func letters(list []string, w *words.Words) string {
	last := len(list) - 1
	if last < 1 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:last], ", ") + w.Say("compare.and") + list[last]
}

// StaffedFrom names the plans whose teams have their first staff in a year, and says how
// many they are.
func (c *Comparison) StaffedFrom(year int, w *words.Words) (plans string, count int) {
	var list []string
	for i, p := range c.Plans {
		if p.FirstTeamYear > 0 && c.Result.staffed(p.ID, p.FirstTeamYear) == year {
			list = append(list, letter(i))
		}
	}
	return letters(list, w), len(list)
}

// FirstStaffedYears is [Comparison.StaffedYears] in one sentence, where plans are many.
func (c *Comparison) FirstStaffedYears(p Period, w *words.Words) []string {
	of := map[int][]string{}
	for _, g := range c.staffedLater(p) {
		of[g.year] = append(of[g.year], g.plans...)
	}
	var list []string
	for _, year := range slices.Sorted(maps.Keys(of)) {
		list = append(list, w.Say("compare.staffed.year", "plans", letters(of[year], w), "count", len(of[year]), "year", fmt.Sprint(year)))
	}
	if list == nil {
		return nil
	}
	return []string{w.Say("compare.staffed.years", "list", strings.Join(list, w.Say("compare.between")), "years", p.years())}
}

// leastAtWork is under how many months at work a plan can hardly show what it does.
const leastAtWork = 24

// HardlyBegun warns, a line a plan, of plans whose money begins so late that they work
// fewer than two years of those that were simulated, or none.
func (c *Comparison) HardlyBegun(w *words.Words) (lines []string) {
	first, years := c.Result.calendar()
	end := 12 * (first + years)
	for i := range c.Plans {
		plan := &c.Plans[i]
		planned, ok := monthOf(plan.Planned)
		begins, known := monthOf(plan.Begins)
		if !ok || !known {
			continue // there from the start
		}
		id := "compare.hardly.never"
		if cycle, perYear := c.Result.moneyFrom(plan.ID); perYear > 0 && 12*first+cycle*12/perYear < end {
			id, begins = "compare.hardly.late", 12*first+cycle*12/perYear
		}
		if begins == planned {
			id += "_planned"
		}
		if (begins < end) != strings.HasPrefix(id, "compare.hardly.late") || end-begins >= leastAtWork {
			continue // what it does costs no money, or it works long enough
		}
		lines = append(lines, w.Say(id, "plan", plan.TitleIn(w.Lang()), "count", end-begins,
			"start", w.Month(begins/12, begins%12+1), "planned", w.Month(planned/12, planned%12+1)))
	}
	return lines
}

// monthOf reads a month such as "2028-11" as months since the year 0.
func monthOf(text string) (month int, ok bool) {
	var year, of int
	n, err := fmt.Sscanf(text, "%d-%d", &year, &of)
	return 12*year + of - 1, err == nil && n == 2 && 1 <= of && of <= 12
}
