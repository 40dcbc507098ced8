package outputs

import (
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/sim"
)

// Closing gives what stands under a comparison: the answer, a line for each
// compared plan, how sure it is, and which file to open.
func Closing(c *Comparison, w *words.Words, file string) []string {
	return append(c.closing(w, false), w.Say("compare.open", "file", file))
}

// ShortClosing is the same for a reader who has the table of all plans in sight: the
// answer, what must be known of the other plans, and how sure it is.
func ShortClosing(c *Comparison, w *words.Words) []string { return c.closing(w, true) }

func (c *Comparison) closing(w *words.Words, short bool) []string {
	row := c.Row(Indicators[0].ID, c.Periods[0].ID)
	best := c.best(row)
	if c.single() {
		shape := Shape{&row.Indicator, w}
		middle, low, high, _ := shape.Level(row.Base)
		lines := []string{w.Say("compare.answer.single", "plan", c.title(c.Base, w), "years", row.Period.years(), "share", middle, "low", low, "high", high), w.Say("compare.sure.single")}
		lines = append(lines, c.HardlyBegun(w)...)
		return append(lines, c.ChangesAfter(row.Period, w)...)
	}
	if c.ChanceOnly {
		return append([]string{w.Say("compare.answer.chance_only"), w.Say("compare.sure.chance_only")}, c.HardlyBegun(w)...)
	}
	var lines []string
	if best == nil {
		shape := Shape{&row.Indicator, w}
		id := "compare.answer.nothing"
		if row.Small() {
			id = "compare.answer.small"
		}
		lines = append(lines, w.Say(id, "first", c.title(c.Base, w), "years", row.Period.years(), "base", shape.Value(row.Base), "relevance", w.Short(100*row.Indicator.Relevance)))
	} else {
		lines = append(lines, c.answer(w, row, best, "compare.answer.reach"))
	}
	if short {
		lines = append(lines, c.others(w, row, best)...)
	} else {
		for i := range row.Plans {
			if d := &row.Plans[i]; d != best {
				lines = append(lines, c.answer(w, row, d, "compare.answer.next"))
			}
		}
	}
	lines = append(lines, c.HardlyBegun(w)...)
	lines = append(lines, c.sure(w, best, short)...)
	return append(lines, c.ChangesAfter(row.Period, w)...)
}

// others says in a line what must be known of the plans besides the best, by letter.
func (c *Comparison) others(w *words.Words, row *Row, best *Difference) []string {
	about := map[string][]string{}
	for i := range row.Plans {
		d := &row.Plans[i]
		if d == best {
			continue
		}
		note := func(id string, holds bool) {
			if holds {
				about[id] = append(about[id], letter(i+1))
			}
		}
		same := c.Lives[d.Plan] == 1
		note("unequal", c.unequal(d.Plan))
		note("same_lives", same)
		note("teams_alone", same && c.paysTeamsAlone(d.Plan, row.Period))
	}
	var said []string
	for _, id := range []string{"unequal", "same_lives", "teams_alone"} {
		if list := about[id]; list != nil {
			said = append(said, w.Say("compare.others."+id, "plans", letters(list, w), "count", len(list)))
		}
	}
	if said == nil {
		return nil
	}
	return []string{strings.Join(said, " ")}
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

// answer says what a plan reaches and costs, and why when it touches nobody.
func (c *Comparison) answer(w *words.Words, row *Row, d *Difference, id string) string {
	shape := Shape{&row.Indicator, w}
	args := []any{
		"plan", c.title(d.Plan, w), "first", c.title(c.Base, w), "years", row.Period.years(),
		"share", shape.Value(d.Value), "base", shape.Value(row.Base),
	}
	costs := true
	for _, id := range []string{"programme_cost", "net_cost"} {
		money := c.Row(id, row.Period.ID)
		d := money.of(d.Plan)
		shape := Shape{&money.Indicator, w}
		middle, low, high, _ := shape.Difference(d.Diff)
		costs = costs && d.Diff.Cells > 0
		args = append(args, id, middle, id+"_low", low, id+"_high", high)
	}
	if costs {
		id += "_and_cost"
	}
	said := w.Say(id, args...)
	if year, cost, later := c.fullYears(d.Plan, row.Period); costs && later {
		middle, low, high, _ := Shape{&c.Row("programme_cost", row.Period.ID).Indicator, w}.Difference(cost)
		said += " " + w.Say("compare.answer.full_years", "from", year, "cost", middle, "low", low, "high", high)
	}
	if c.unequal(d.Plan) {
		said += " " + w.Say("compare.answer.unequal")
	}
	if c.Lives[d.Plan] == 1 {
		said += " " + w.Say("compare.answer.same_lives")
		if c.paysTeamsAlone(d.Plan, row.Period) {
			said += " " + w.Say("compare.answer.teams_alone")
		}
	}
	return said
}

// Unspendable is the note of a plan that an equal budget reaches only on paper.
const Unspendable = "solve.equal.unspendable"

// unequal says whether a plan of a comparison at one budget is not at that budget,
// or holds money that it cannot spend.
func (c *Comparison) unequal(plan string) bool {
	i := slices.IndexFunc(c.Plans, func(p Plan) bool { return p.ID == plan })
	return i >= 0 && slices.ContainsFunc(c.Plans[i].Notes, func(m words.Message) bool {
		return m.ID == Unspendable || m.ID == "solve.equal.unreachable"
	})
}

// Employs says whether any post of a role is filled under a plan in a period.
func (c *Comparison) Employs(plan string, role sim.Role, p Period) bool {
	filled := monthlyMean(only(seriesID(sim.RoleSeries(role, filledPosts))), 1)
	return slices.ContainsFunc(c.Result.values(plan, filled, p, sim.GroupAll), func(x float64) bool { return x > 0 })
}

// paysTeamsAlone says whether a plan spends money on teams and neither asks for
// a care coach nor employs one.
func (c *Comparison) paysTeamsAlone(plan string, p Period) bool {
	return slices.ContainsFunc(c.Plans, func(x Plan) bool {
		return x.ID == plan && x.FirstTeamYear > 0 && !slices.ContainsFunc(x.Sentences, aboutCoaches)
	}) &&
		c.Row("programme_cost", p.ID).of(plan).Diff.Middle() > 0 &&
		!c.Employs(plan, sim.Zorgcoach, p)
}

// aboutCoaches says whether a sentence of a plan, or one inside it, names the
// posts of care coaches.
func aboutCoaches(m words.Message) bool {
	if m.ID == "role.zorgcoach" {
		return true
	}
	for _, a := range m.Args {
		if inner, ok := a.(words.Message); ok && aboutCoaches(inner) {
			return true
		}
	}
	return false
}

// Small says whether every plan differs from the first by less than what matters,
// however sure the sign of that is.
func (r *Row) Small() bool {
	return !slices.ContainsFunc(r.Plans, func(d Difference) bool { return d.Mark != NoDifference && d.Mark != Identical })
}

func (r *Row) of(plan string) *Difference {
	for i := range r.Plans {
		if r.Plans[i].Plan == plan {
			return &r.Plans[i]
		}
	}
	return nil
}

// sure tells how sure the differences of each plan are, in short those of the best (the
// first when there is none), and what rests on assumptions in any plan.
func (c *Comparison) sure(w *words.Words, best *Difference, short bool) (lines []string) {
	told := c.Plans[1].ID
	if best != nil {
		told = best.Plan
	}
	anyAssumed := false
	for _, p := range c.Plans[1:] {
		line, assumed := c.surePlan(w, p.ID)
		if anyAssumed = anyAssumed || assumed; !short || p.ID == told {
			lines = append(lines, line)
		}
	}
	if anyAssumed {
		lines = append(lines, w.Say("compare.sure.origin"))
	}
	return lines
}

// surePlan lists the indicators of a plan by mark, and says whether any rests on an
// assumption.
func (c *Comparison) surePlan(w *words.Words, plan string) (line string, assumed bool) {
	by := map[Mark][]string{}
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
	return w.Say("compare.sure.all", "plan", c.title(plan, w), "parts", strings.Join(parts, w.Say("compare.between"))), assumed
}
