package outputs

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/words"
)

// linesShown is how many ledger lines are shown one by one; the others are one sum.
const linesShown = 12

// ExplainPage is an explanation in a language: what a terminal and a report show.
type ExplainPage struct {
	Title   string // a question: the indicator, its difference and unit
	Heading string // the same as a heading
	Lead    string // which plans, years and simulations
	Parts   []ExplainRow
	Sum     string
	Notes   []string // which simulation the parts are of
	Lines   []ExplainRow
	Events  []ExplainRow // of three amounts: the first plan, this plan, their difference
	Alike   string       // how many live the same life
	Stories []StoryPage
}

// ExplainRow is a name, its amounts, and what it is in a sentence.
type ExplainRow struct {
	Name    string
	Amounts []string
	Text    string
}

// StoryPage is two lives beside each other.
type StoryPage struct {
	Title  string       // which of the lives it is
	Who    string       // who it is and by which rule chosen
	Months []ExplainRow // name: the month; amounts: what happened under the first plan and the plan
	Sums   []ExplainRow
}

// Explained writes an explanation in a language.
func (c *Comparison) Explained(x *Explanation, w *words.Words) ExplainPage {
	shape := Shape{x.Indicator, w}
	middle, low, high, _ := shape.Difference(x.Headline.Diff)
	if x.Headline.Diff.Cells == 0 && x.Headline.Value.Cells > 0 {
		middle = shape.Value(x.Headline.Value)
	}
	page := ExplainPage{}
	unit := w.Say(x.Indicator.UnitID())
	switch {
	case x.Indicator.IsShare() && x.Headline.Diff.Cells == 0:
		unit = "%"
	case x.Indicator.IsShare():
		unit = w.Say("explain.points")
	}
	page.Title = w.Say("explain.title", "indicator", w.Say(x.Indicator.TitleID()), "difference", middle, "unit", unit)
	count := c.Draws * c.Replicates
	page.Heading = w.Say("explain.heading", "indicator", w.Say(x.Indicator.TitleID()), "difference", middle, "unit", unit)
	page.Lead = w.Say("explain.lead", "plan", c.title(x.Plan, w), "first", c.title(x.Base, w), "years", x.Period.years(), "count", count)
	switch id := "explain.interval"; {
	case x.Headline.Diff.Cells == 0:
		page.Lead += " " + w.Say("explain.none", "plan", c.title(x.Plan, w), "first", c.title(x.Base, w))
	case count > 1:
		if c.IntervalsID() == "compare.intervals_few" {
			id = "explain.interval_few"
		}
		page.Lead += " " + w.Say(id, "low", low, "high", high, "count", count)
	}
	if c.ChanceOnly {
		page.Lead += " " + w.Say("compare.chance_only")
	}
	page.parts(x, shape, w)
	switch {
	case x.Headline.Diff.Cells > 0 && len(x.Parts) == 0 && !slices.Contains(noSum, x.ID):
		page.Notes = append(page.Notes, w.Say("explain.no_difference"))
	case x.Replayed && count > 1 && len(x.Parts) > 0:
		page.Notes = append(page.Notes, w.Say("explain.one_simulation", "number", x.Draw*c.Replicates+x.Replicate+1, "count", count))
	}
	if slices.Contains(noSum, x.ID) {
		page.Notes = append(page.Notes, w.Say("explain.no_sum"))
	}
	if x.ID == "net_cost" {
		page.Lines = lineRows(x, shape, w)
	}
	for _, e := range x.Events {
		name, d := w.Say(eventID(e.ID)), 1
		if max(e.Base, e.Plan) >= 1000 {
			d = 0
		}
		page.Events = append(page.Events, ExplainRow{Name: name, Amounts: beside(e.Base, e.Plan, d, w)})
	}
	if !x.Replayed {
		return page
	}
	alike := "explain.alike"
	if x.Differ == 0 {
		alike = "explain.alike_all"
	}
	page.Alike = w.Say(alike, "same", w.Number(float64(x.Same), 0), "members", w.Number(float64(x.Members), 0), "count", x.Differ)
	for i := range x.Lives {
		if x.Differ > 1 || x.Lives[i].Rule == Typical { // of one citizen both rules are the same
			page.Stories = append(page.Stories, x.Lives[i].page(x, w))
		}
	}
	return page
}

// parts fills the parts and their sum. They are rounded together, so that what is shown
// adds up to what is shown.
func (page *ExplainPage) parts(x *Explanation, shape Shape, w *words.Words) {
	d := x.decimals(shape.scale())
	values := make([]float64, len(x.Parts))
	for i, p := range x.Parts {
		values[i] = p.Value * shape.scale()
	}
	shown := roundTogether(values, d)
	sum := 0.0
	for i, p := range x.Parts {
		name, said := partWords(p.ID, w)
		if sum += shown[i]; shown[i] != 0 {
			page.Parts = append(page.Parts, ExplainRow{Name: name, Amounts: []string{w.Signed(shown[i], d)}, Text: said + ofWords(p, shape.scale(), d, w)})
		}
	}
	if len(x.Parts) > 0 {
		page.Sum = w.Signed(sum, d)
	}
}

// decimals are those of the parts: as many as the indicator ever shows, and more while
// the difference itself has no two digits in them.
func (x *Explanation) decimals(scale float64) int {
	d, size := x.Indicator.Decimals, math.Abs(x.Headline.Diff.Mean*scale)
	for range 2 {
		if size != 0 && size*math.Pow(10, float64(d)) < 10 {
			d++
		}
	}
	return d
}

// roundTogether rounds numbers so that they add up to their rounded sum: those with
// the largest remainders are rounded up.
func roundTogether(values []float64, decimals int) []float64 {
	unit := math.Pow(10, float64(-decimals))
	out, order, sum, have := make([]float64, len(values)), make([]int, len(values)), 0.0, 0.0
	for i, v := range values {
		sum += v
		out[i] = math.Floor(v / unit)
		have += out[i]
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(values[b]/unit-out[b], values[a]/unit-out[a])
	})
	for k := range min(int(math.Round(sum/unit)-have), len(order)) {
		out[order[k]]++
	}
	for i := range out {
		out[i] *= unit
	}
	return out
}

// ofWords lists what a part is made of, the largest first.
func ofWords(p Part, scale float64, decimals int, w *words.Words) string {
	if len(p.Of) < 2 {
		return ""
	}
	list := slices.Clone(p.Of)
	slices.SortStableFunc(list, func(a, b SubPart) int { return cmp.Compare(math.Abs(b.Value), math.Abs(a.Value)) })
	var said []string
	for _, of := range list {
		if v := w.Signed(of.Value*scale, decimals); math.Abs(of.Value*scale) >= 0.5*math.Pow(10, float64(-decimals)) {
			said = append(said, w.Say("explain."+of.ID)+" "+v)
		}
	}
	if len(said) == 0 {
		return ""
	}
	return " " + w.Say("explain.of", "list", strings.Join(said, w.Say("explain.between")))
}

// partWords are the name of a part and the sentence that says what it is.
func partWords(id string, w *words.Words) (name, said string) {
	if line, ok := strings.CutPrefix(id, "line/"); ok {
		at := strings.Split(line, "/")
		e := Entry{Instrument: at[0], Reason: at[1]}
		return e.Name(w), w.Say("explain.flow", "from", w.Say("party."+at[2]), "to", w.Say("party."+at[3]))
	}
	kind, rest, _ := strings.Cut(id, ".")
	switch kind {
	case "role":
		return w.Say("role." + rest), w.Say("explain.part.role.text")
	case "asked":
		return w.Say("explain.part.asked.name", "role", w.Say("role."+rest)), w.Say("explain.part.asked.text")
	case "rest":
		return w.Say("explain.part.rest." + rest + ".name"), w.Say("explain.part.rest." + rest + ".text")
	}
	return w.Say("explain.part." + id + ".name"), w.Say("explain.part." + id + ".text")
}

// lineRows are the ledger lines of a cost, the smaller ones in one sum.
func lineRows(x *Explanation, shape Shape, w *words.Words) (rows []ExplainRow) {
	d := x.decimals(shape.scale())
	shown, sum := x.Lines, 0.0
	if len(shown) > linesShown {
		shown = shown[:linesShown]
	}
	values := make([]float64, len(shown)+1)
	for i, l := range x.Lines {
		values[min(i, len(shown))] += l.PerHead
		sum += l.PerHead
	}
	rounded := roundTogether(values, d)
	for i, l := range shown {
		row := ExplainRow{Name: l.Name(w), Amounts: []string{w.Signed(rounded[i], d)}}
		if l.From == "" {
			row.Name, row.Text = w.Say("explain.unpaid.name"), w.Say("explain.unpaid.text")
		} else {
			row.Text = w.Say("explain.flow", "from", w.Say("party."+l.From), "to", w.Say("party."+l.To))
			if l.Plan {
				row.Name += " *"
			}
			if _, sign := l.Cost(); sign < 0 {
				row.Text += " " + w.Say("explain.comes_back")
			}
		}
		rows = append(rows, row)
	}
	if n := len(x.Lines) - len(shown); n > 0 {
		rows = append(rows, ExplainRow{Name: w.Say("explain.other_lines", "count", n), Amounts: []string{w.Signed(rounded[len(shown)], d)}})
	}
	return append(rows, ExplainRow{Name: w.Say("explain.sum"), Amounts: []string{w.Signed(sum, d)}})
}

// beside writes two numbers and the difference of what is written.
func beside(base, plan float64, decimals int, w *words.Words) []string {
	unit := math.Pow(10, float64(decimals))
	base, plan = math.Round(base*unit)/unit, math.Round(plan*unit)/unit
	return []string{w.Number(base, decimals), w.Number(plan, decimals), w.Signed(plan-base, decimals)}
}

// eventID is the message id of an event that is counted.
func eventID(id string) string {
	switch {
	case strings.HasPrefix(id, "tier_"):
		return "explain.event." + id
	case strings.HasPrefix(id, "found_by_"):
		return "explain.event." + id
	}
	return "indicators.series." + id
}

// page writes two lives.
func (two *TwoLives) page(x *Explanation, w *words.Words) StoryPage {
	lives := w.Say("explain.home")
	if !two.AtHome {
		lives = w.Say("explain.resident")
	}
	s := StoryPage{Title: w.Say("explain.rule." + string(two.Rule) + "_title"), Who: w.Say("explain.rule."+string(two.Rule), "count", x.Differ) + " " + w.Say("explain.who."+two.Sex, "age", two.Age, "lives", lives, "tier", w.Say("tier."+two.Tier+".name"))}
	tell := func(list []words.Message) string {
		said := make([]string, len(list))
		for i, m := range list {
			said[i] = w.Tell(m)
		}
		return strings.Join(said, w.Say("explain.between"))
	}
	for _, m := range two.Months {
		base, plan := tell(m.Base), tell(m.Plan)
		if base == plan {
			plan = w.Say("explain.same")
		}
		s.Months = append(s.Months, ExplainRow{Name: w.Month(int(m.Month)/12, int(m.Month)%12+1), Amounts: []string{base, plan}})
	}
	row := func(id string, base, plan float64, d int) {
		if base != 0 || plan != 0 {
			s.Sums = append(s.Sums, ExplainRow{Name: w.Say("explain.sums." + id), Amounts: beside(base, plan, d, w)})
		}
	}
	a, b := two.Base, two.Plan
	row("days_at_home", a.DaysAtHome, b.DaysAtHome, 0)
	row("qaly", a.QALY, b.QALY, 3)
	row("placed", float64(a.Placed), float64(b.Placed), 0)
	row("contacts", float64(a.Contacts), float64(b.Contacts), 0)
	row("visits", float64(a.Visits), float64(b.Visits), 0)
	row("stays", float64(a.Stays), float64(b.Stays), 0)
	row("bed_days", float64(a.BedDays), float64(b.BedDays), 0)
	row("care", a.Care, b.Care, 0)
	row("own", a.Own, b.Own, 0)
	return s
}

// ExplainText writes an explanation for a terminal.
func ExplainText(c *Comparison, x *Explanation, w *words.Words) string {
	page := c.Explained(x, w)
	var b strings.Builder
	wrap := func(s string) { fmt.Fprintln(&b, text.WrapSoft(s, TableWidth)) }
	wrap(page.Title)
	wrap(page.Lead)
	number := 0
	section := func(id string) {
		number++
		fmt.Fprintf(&b, "\n%s\n\n", text.WrapSoft(strconv.Itoa(number)+". "+w.Say(id), TableWidth))
	}
	said := func(head []string, rows []ExplainRow, sum string) {
		t := moneyWriter(table.Row{head[0], head[1], head[2]})
		t.SetColumnConfigs([]table.ColumnConfig{
			{Number: 1, WidthMax: 34, WidthMaxEnforcer: text.WrapSoft},
			{Number: 2, Align: text.AlignRight, AlignHeader: text.AlignRight},
			{Number: 3, WidthMax: 68, WidthMaxEnforcer: text.WrapSoft},
		})
		for _, r := range rows {
			t.AppendRow(table.Row{r.Name, r.Amounts[0], r.Text})
		}
		if sum != "" {
			t.AppendRow(table.Row{w.Say("explain.sum"), sum, ""})
		}
		b.WriteString(t.Render() + "\n")
	}
	counts := func(head table.Row, rows []ExplainRow) {
		list := make([]table.Row, len(rows))
		for i, r := range rows {
			list[i] = table.Row{r.Name, r.Amounts[0], r.Amounts[1], r.Amounts[2]}
		}
		b.WriteString(moneyTable(head, list, 56))
	}
	first, plan := letter(c.at(x.Base)), letter(c.at(x.Plan))
	if len(page.Parts) > 0 {
		section("explain.parts")
		said([]string{w.Say("explain.head.part"), w.Say("explain.head.amount"), w.Say("explain.head.what")}, page.Parts, page.Sum)
	}
	for _, n := range page.Notes {
		b.WriteString("\n")
		wrap(n)
	}
	if len(page.Lines) > 0 {
		section("explain.lines")
		said([]string{w.Say("explain.head.line"), w.Say("explain.head.amount"), w.Say("explain.head.who")}, page.Lines, "")
		wrap(w.Say("ledger.own"))
	}
	if len(page.Events) > 0 {
		section("explain.events")
		counts(table.Row{w.Say("explain.head.event"), first, plan, w.Say("compare.head.difference")}, page.Events)
	}
	if len(page.Stories) > 0 {
		section("explain.lives")
	} else if page.Alike != "" { // nobody's two lives differ in this
		b.WriteString("\n")
	}
	if page.Alike != "" {
		wrap(page.Alike)
	}
	for _, s := range page.Stories {
		b.WriteString("\n")
		wrap(s.Who)
		b.WriteString("\n")
		if len(s.Months) == 0 {
			wrap(w.Say("explain.nothing_shown"))
		}
		t := moneyWriter(table.Row{w.Say("explain.head.month"), first + ". " + c.title(x.Base, w), plan + ". " + c.title(x.Plan, w)})
		t.SetColumnConfigs([]table.ColumnConfig{
			{Number: 2, WidthMax: 48, WidthMaxEnforcer: text.WrapSoft}, {Number: 3, WidthMax: 48, WidthMaxEnforcer: text.WrapSoft},
		})
		for _, m := range s.Months {
			t.AppendRow(table.Row{m.Name, m.Amounts[0], m.Amounts[1]})
		}
		if len(s.Months) > 0 {
			b.WriteString(t.Render() + "\n")
		}
		b.WriteString("\n")
		counts(table.Row{w.Say("explain.head.sums"), first, plan, w.Say("compare.head.difference")}, s.Sums)
	}
	b.WriteString("\n")
	if len(page.Stories) > 0 {
		wrap(w.Say("explain.synthetic"))
	}
	fmt.Fprintln(&b, w.Say("caveat.simulation"))
	return trimLines(b.String())
}

// at is the place of a plan among those of the comparison.
func (c *Comparison) at(plan string) int {
	return slices.IndexFunc(c.Plans, func(p Plan) bool { return p.ID == plan })
}
