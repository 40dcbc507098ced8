package outputs

import (
	"strings"

	"piramide/internal/words"
)

// Closing gives the three sentences under a comparison: the answer, how sure it
// is, and which file to open.
func Closing(c *Comparison, w *words.Words, file string) []string {
	open := w.Say("compare.open", "file", file)
	row := c.Row(Indicators[0].ID, c.Periods[0].ID)
	best := c.best(row)
	if c.single() {
		shape := Shape{&row.Indicator, w}
		middle, low, high, _ := shape.Level(row.Base)
		return []string{w.Say("compare.answer.single", "plan", c.title(c.Base, w), "share", middle, "low", low, "high", high), w.Say("compare.sure.single"), open}
	}
	if c.ChanceOnly {
		return []string{w.Say("compare.answer.chance_only"), w.Say("compare.sure.chance_only"), open}
	}
	if best == nil {
		return []string{w.Say("compare.answer.nothing", "first", c.title(c.Base, w)), c.sure(w, c.Plans[1].ID), open}
	}
	return []string{c.answer(w, row, best), c.sure(w, best.Plan), open}
}

// best is the plan that reaches most people among those that clearly or probably
// reach more than the first; nil when there is none.
func (c *Comparison) best(row *Row) *Difference {
	var best *Difference
	for i := range row.Plans {
		d := &row.Plans[i]
		if d.Better > 0 && (d.Mark == Clear || d.Mark == Likely) && (best == nil || d.Diff.Middle() > best.Diff.Middle()) {
			best = d
		}
	}
	return best
}

func (c *Comparison) answer(w *words.Words, row *Row, best *Difference) string {
	shape := Shape{&row.Indicator, w}
	args := []any{
		"plan", c.title(best.Plan, w), "first", c.title(c.Base, w),
		"share", shape.Value(best.Value), "base", shape.Value(row.Base),
	}
	for _, id := range []string{"programme_cost", "net_cost"} {
		money := c.Row(id, row.Period.ID)
		d := money.of(best.Plan)
		shape := Shape{&money.Indicator, w}
		middle, low, high, _ := shape.Difference(d.Diff)
		if d.Diff.Cells == 0 {
			return w.Say("compare.answer.reach", args...)
		}
		args = append(args, id, middle, id+"_low", low, id+"_high", high)
	}
	return w.Say("compare.answer.reach_and_cost", args...)
}

func (r *Row) of(plan string) *Difference {
	for i := range r.Plans {
		if r.Plans[i].Plan == plan {
			return &r.Plans[i]
		}
	}
	return nil
}

// sure tells how sure the differences of a plan are: indicators by mark.
func (c *Comparison) sure(w *words.Words, plan string) string {
	by := map[Mark][]string{}
	assumed := false
	for i := range c.Rows {
		r := &c.Rows[i]
		d := r.of(plan)
		if r.Period != c.Periods[0] || !r.Indicator.Headline || d == nil {
			continue
		}
		by[d.Mark] = append(by[d.Mark], w.Say(r.Indicator.TitleID()))
		assumed = assumed || d.Origin == Assumption && d.Mark != Identical
	}
	var parts []string
	for _, m := range []Mark{Clear, Likely, Unclear, NoDifference} {
		if len(by[m]) > 0 {
			parts = append(parts, w.Say("compare.sure.part", "mark", w.Say(m.TitleID()), "list", strings.Join(by[m], ", ")))
		}
	}
	if len(parts) == 0 {
		parts = []string{w.Say(Identical.TitleID())}
	}
	s := w.Say("compare.sure.all", "plan", c.title(plan, w), "parts", strings.Join(parts, "; "))
	if assumed {
		s += " " + w.Say("compare.sure.origin")
	}
	return s
}
