package outputs

import (
	"fmt"
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
			var year, month int
			if n, err := fmt.Sscanf(text, "%d-%d", &year, &month); err == nil && n == 2 && year > p.Last && 1 <= month && month <= 12 {
				months = append(months, w.Month(year, month))
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
	var begins []int // first cycle with programme money, by cell
	perYear := 0
	for _, s := range r.cells[plan] {
		at := slices.IndexFunc(s.programme, func(cents int64) bool { return cents != 0 })
		if at < 0 {
			at = s.cycles
		}
		begins, perYear = append(begins, at), s.perYear
	}
	if len(begins) == 0 {
		return 0, cost, false
	}
	slices.Sort(begins)
	begin := begins[(len(begins)-1)/2]
	start, _ := r.calendar()
	first = start + (begin+perYear-1)/perYear
	if start+begin/perYear <= p.First || first > p.Last {
		return 0, cost, false
	}
	whole := Period{First: first, Last: p.Last}
	diff := subtract(r.values(plan, programmeCost, whole, sim.GroupAll), r.values(c.Base, programmeCost, whole, sim.GroupAll))
	return first, estimate(diff, r.draws()), true
}
