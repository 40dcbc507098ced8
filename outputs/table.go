package outputs

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/words"
)

// TableWidth is how many columns of a terminal the widest table takes.
const TableWidth = 120

// Table writes the comparison for a terminal: the headline indicators of the
// first period, one line per compared plan, then what stands behind it.
func Table(c *Comparison, w *words.Words) string {
	var b strings.Builder
	line := func(id string, args ...any) { fmt.Fprintln(&b, text.WrapSoft(w.Say(id, args...), TableWidth)) }
	period := c.Periods[0]
	c.tableHead(&b, w)
	rows := c.rows(period, w, func(i *Indicator) bool { return i.Headline })
	b.WriteString(rows)
	if c.capped(period) {
		line("compare.capped")
	}
	if c.unbounded(period) {
		line("compare.never")
	}
	if strings.Contains(rows, w.Say("compare.below", "value", "")) {
		line("compare.below_note")
	}
	b.WriteString("\n")
	for _, p := range c.Periods {
		if p.ID == PeriodFirstTeam {
			plans, count := c.StaffedFrom(p.First, w)
			line("compare.first_team_year", "plans", plans, "count", count, "year", fmt.Sprint(p.First))
		}
	}
	for _, n := range c.Present {
		costs := Shape{&Indicator{Decimals: 0}, w}
		qalys := Shape{&Indicator{Decimals: 2}, w}
		cost, costLow, costHigh, _ := costs.Difference(n.Costs)
		qaly, qalyLow, qalyHigh, _ := qalys.Difference(n.QALYs)
		if n.Costs.differs() || n.QALYs.differs() {
			line("compare.present", "plan", c.title(n.Plan, w), "count", c.lastYear()-c.Periods[0].First+1, "from", c.Periods[0].First, "to", c.lastYear(),
				"cost", cost, "cost_low", costLow, "cost_high", costHigh, "qaly", qaly, "qaly_low", qalyLow, "qaly_high", qalyHigh)
		}
	}
	for _, p := range c.Plans[1:] {
		if list := c.whoPays(p.ID, period, w); list != "" {
			line("compare.who_pays", "plan", p.TitleIn(w.Lang()), "from", period.First, "to", period.Last, "list", list)
		}
	}
	for _, p := range c.Plans[1:] {
		if share, kept := c.SameLives(p.ID); kept {
			line("compare.same_lives", "plan", p.TitleIn(w.Lang()), "share", share)
		}
	}
	line("caveat.simulation")
	return trimLines(b.String())
}

// IndicatorTable writes some indicators of the comparison over the first period, in
// the same shape as [Table].
func IndicatorTable(c *Comparison, ids []string, w *words.Words) string {
	var b strings.Builder
	c.tableHead(&b, w)
	b.WriteString(c.rows(c.Periods[0], w, func(i *Indicator) bool { return slices.Contains(ids, i.ID) }))
	fmt.Fprintln(&b, "\n"+w.Say("caveat.simulation"))
	return trimLines(b.String())
}

// tableHead says what is compared, over which years, with which intervals.
func (c *Comparison) tableHead(b *strings.Builder, w *words.Words) {
	line := func(id string, args ...any) { fmt.Fprintln(b, text.WrapSoft(w.Say(id, args...), TableWidth)) }
	if c.ChanceOnly {
		fmt.Fprintln(b, strings.ToUpper(w.Say("caveat.chance_only")))
		line("compare.chance_only")
	}
	title := "compare.title"
	if c.single() {
		title = "compare.title_single"
	}
	line(title, "first", c.title(c.Base, w), "from", c.Periods[0].First, "to", c.Periods[0].Last)
	if c.Result != nil {
		line("compare.assumptions", "sets", c.Result.Manifest.AssumptionTitles(w.Lang()))
		for _, said := range c.Result.Manifest.Numbers.Few(w, 6) {
			fmt.Fprintln(b, text.WrapSoft("  "+said, TableWidth))
		}
	}
	if !c.single() {
		line(c.IntervalsID(), "count", c.Draws*c.Replicates)
		for i, p := range c.Plans {
			fmt.Fprintf(b, "  %s  %s\n", letter(i), p.TitleIn(w.Lang()))
		}
	}
	b.WriteString("\n")
}

// IntervalsID is the message id of what the intervals of a comparison mean; few
// simulations have only extremes. Its argument is their count.
func (c *Comparison) IntervalsID() string {
	if n := c.Draws * c.Replicates; n > 1 && n < enoughCells {
		return "compare.intervals_few"
	}
	return "compare.intervals"
}

// trimLines takes the padding off the ends of lines.
func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// capped reports whether a headline mark of the period is held down.
func (c *Comparison) capped(period Period) bool {
	return slices.ContainsFunc(c.Rows, func(r Row) bool {
		return r.Period == period && r.Indicator.Headline &&
			slices.ContainsFunc(r.Plans, func(d Difference) bool { return d.Cap != CapNone })
	})
}

// unbounded reports whether a headline of the period shows a wait without end.
func (c *Comparison) unbounded(period Period) bool {
	return slices.ContainsFunc(c.Rows, func(r Row) bool {
		return r.Period == period && r.Indicator.Headline &&
			slices.ContainsFunc(r.Plans, func(d Difference) bool { return math.IsInf(d.Value.Middle(), 0) })
	})
}

// whoPays lists the parties whose money changes by at least a cent a head.
func (c *Comparison) whoPays(plan string, period Period, w *words.Words) string {
	var parts []string
	for _, b := range c.Balances {
		if b.Plan == plan && b.Period == period && math.Abs(b.Diff.Middle()) >= 0.01 {
			parts = append(parts, w.Say("party."+b.Party)+" "+w.Signed(b.Diff.Middle(), cents))
		}
	}
	return strings.Join(parts, w.Say("compare.between"))
}

// cents is the decimals of what parties keep and pay: the same for all, whatever
// their intervals, so that a reader can add them up.
const cents = 2

// rows is the table itself: the indicators that are shown.
func (c *Comparison) rows(period Period, w *words.Words, shown func(*Indicator) bool) string {
	t := table.NewWriter()
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	style.Options.DrawBorder = false
	style.Options.SeparateColumns = false
	style.Options.SeparateRows = false
	t.SetStyle(style)
	t.Style().Box.PaddingLeft, t.Style().Box.PaddingRight = "", "  "
	head := table.Row{
		w.Say("compare.head.indicator"), letter(0), "", w.Say("compare.head.difference"),
		w.Say("compare.head.interval"), w.Say("compare.head.error"), w.Say("compare.head.verdict"), w.Say("compare.head.sign"),
	}
	if c.single() {
		head = table.Row{w.Say("compare.head.indicator"), w.Say("compare.head.value"), "", "", w.Say("compare.head.interval"), w.Say("compare.head.error"), "", ""}
	}
	t.AppendHeader(head)
	t.SetColumnConfigs([]table.ColumnConfig{
		{Number: 2, Align: text.AlignRight, AlignHeader: text.AlignRight},
		{Number: 4, Align: text.AlignRight, AlignHeader: text.AlignRight},
		{Number: 6, Align: text.AlignRight, AlignHeader: text.AlignRight},
		{Number: 7, WidthMax: markWidth, WidthMaxEnforcer: text.WrapSoft},
		{Number: 8, Align: text.AlignRight, AlignHeader: text.AlignRight},
	})
	started := false
	for i := range c.Rows {
		r := &c.Rows[i]
		if r.Period != period || !shown(&r.Indicator) || c.single() && r.Indicator.Relative {
			continue
		}
		if started {
			t.AppendSeparator()
		}
		started = true
		for _, cells := range c.block(r, w) {
			t.AppendRow(cells)
		}
	}
	return t.Render() + "\n"
}

// The room for titles and units, and for verdicts.
const (
	labelWidth = 31
	markWidth  = 27
)

// block is the lines of one indicator: its title and unit beside its plans.
func (c *Comparison) block(r *Row, w *words.Words) []table.Row {
	unit := w.Say(r.Indicator.UnitID())
	if c.single() && r.Indicator.IsShare() {
		unit = "%" // no differences to say anything about
	}
	label := append(wrap(w.Say(r.Indicator.TitleID()), 0), wrap(unit, 2)...)
	lines := make([]table.Row, max(len(label), len(r.Plans)))
	for i := range lines {
		lines[i] = table.Row{"", "", "", "", "", "", "", ""}
		if i < len(label) {
			lines[i][0] = label[i]
		}
	}
	shape := Shape{&r.Indicator, w}
	lines[0][1] = shape.Value(r.Base)
	if c.single() && r.Base.Cells > 0 {
		_, low, high, mc := shape.Level(r.Base)
		lines[0][4], lines[0][5] = fromTo(w, low, high), mc
		return lines
	}
	if r.Indicator.Relative {
		lines[0][1] = w.Number(0, 0)
	}
	for i, d := range r.Plans {
		middle, low, high, mc := shape.Difference(d.Diff)
		lines[i][2], lines[i][3] = letter(i+1), middle
		switch {
		case d.Mark == Identical:
			lines[i][6] = w.Say(d.Mark.TitleID())
			continue
		case d.Diff.Cells == 0 && d.Value.Cells > 0: // nobody asks for what the first plan does not offer
			value, low, high, mc := shape.Level(d.Value)
			lines[i][3], lines[i][4], lines[i][5] = value, fromTo(w, low, high), mc
			lines[i][6] = w.Say("compare.own_value")
			continue
		case d.Diff.Cells == 0:
			continue
		}
		lines[i][4], lines[i][5] = fromTo(w, low, high), mc
		if d.Mark != NoMark {
			lines[i][6] = w.Say(d.Mark.TitleID())
			if d.Cap != CapNone {
				lines[i][6] = lines[i][6].(string) + " *"
			}
			lines[i][7] = d.Count(w)
		}
	}
	return lines
}

func wrap(s string, indent int) []string {
	lines := strings.Split(text.WrapSoft(s, labelWidth-indent), "\n")
	for i := range lines {
		lines[i] = strings.Repeat(" ", indent) + strings.TrimRight(lines[i], " ")
	}
	return lines
}

// fromTo writes an interval; one that is a wait without end on both sides says nothing.
func fromTo(w *words.Words, low, high string) string {
	if low == high && low == w.Say("compare.unbounded") {
		return ""
	}
	return w.Say("compare.from_to", "low", low, "high", high)
}

// single reports whether there is nothing to compare with.
func (c *Comparison) single() bool { return len(c.Plans) == 1 }

// letter names a plan in a table: A is the first.
func letter(i int) string { return string(rune('A' + i)) }

// TitleID is the message id of a mark.
func (m Mark) TitleID() string {
	if m == Identical {
		return "compare.identical"
	}
	return "verdict." + string(m) + ".name"
}

func (c *Comparison) title(plan string, w *words.Words) string {
	for i := range c.Plans {
		if c.Plans[i].ID == plan {
			return c.Plans[i].TitleIn(w.Lang())
		}
	}
	return plan
}

func (c *Comparison) lastYear() int {
	last := 0
	for _, p := range c.Periods {
		last = max(last, p.Last)
	}
	return last
}
