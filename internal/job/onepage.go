package job

import (
	"math"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/document"
)

// onePageRows are the indicators of the one page, with what stands under each.
var onePageRows = []struct{ id, under string }{
	{"reached_in_time", ""},
	{"wait_median", "give_ups"},
	{"days_at_home", ""},
	{"carers_overloaded", ""},
	{"workload", ""},
	{"vt_gap", ""},
	{"net_cost", "programme_cost"},
	{"fte", ""},
}

// onePage is one side of A4 for a meeting: question, plans, answer, eight rows, who
// pays, what could overturn it, what is not in it.
func (l illustrator) onePage(made string) *document.Document {
	w, c := l.w, l.c
	head, _ := l.years()
	d := l.document(made)
	d.OnePage = true
	add := func(b ...document.Block) { d.Blocks = append(d.Blocks, b...) }
	if c.ChanceOnly {
		add(document.Paragraph{Text: w.Say("report.only_chance"), Style: document.Warning})
	}
	add(document.Heading{Level: 1, Text: w.Say("report.question")}, document.Paragraph{Text: w.Say("onepage.question", "region", l.where)})
	plans := document.List{}
	for i := range c.Plans {
		plans.Items = append(plans.Items, w.Say("onepage.plan", "letter", letter(i), "plan", l.title(i), "text", firstSentence(l.planText(&c.Plans[i]))))
	}
	add(plans, document.Heading{Level: 1, Text: w.Say("report.answer")})
	for _, said := range l.answer() {
		add(document.Paragraph{Text: said, Style: document.Lead})
	}
	if said := l.foundThresholds(); said != nil {
		for _, one := range said {
			add(document.Paragraph{Text: one})
		}
	} else if !c.ChanceOnly {
		add(document.Paragraph{Text: w.Say("onepage.no_threshold"), Style: document.Note})
	}
	if own := c.Result.Manifest.Numbers.Few(w, 3); own != nil { // the page is one; the report has them all
		add(document.Paragraph{Text: w.Say("numbers.said", "list", strings.Join(own, " ")), Style: document.Note})
	}
	add(l.eightRows(head), document.Paragraph{Text: w.Say("onepage.how_to_read"), Style: document.Note}, l.payersTable(head))
	add(document.Heading{Level: 1, Text: w.Say("onepage.overturn")}, document.List{Items: l.overturn(head)})
	add(document.Heading{Level: 1, Text: w.Say("report.not_modelled")}, document.Paragraph{Text: w.Say("onepage.not_modelled")})
	return d
}

// document is the frame that all documents share; made is the day of the run.
func (l illustrator) document(made string) *document.Document {
	m := &l.c.Result.Manifest
	head, all := l.years()
	d := &document.Document{
		Lang: l.w.Lang(), Title: l.w.Say("page.title", "count", len(l.c.Plans), "region", l.where),
		Subtitle: l.w.Say("page.subtitle_one_period", "people", int(l.people()), "from", all.First, "to", all.Last),
		Caveat:   l.w.Say("caveat.simulation"),
		Source:   l.w.Say("onepage.source", "version", Version(), "engine", m.Engine, "date", made, "digest", m.Digest()[:12]),
	}
	if head != all {
		d.Subtitle = l.w.Say("page.subtitle", "people", int(l.people()), "from", all.First, "to", all.Last, "head", head.Last)
	}
	d.Subtitle += " – " + l.w.Say("compare.assumptions", "sets", m.AssumptionTitles(l.w.Lang()))
	return d
}

// letter names a plan in tables.
func letter(i int) string { return string(rune('A' + i)) }

// firstSentence is the first sentence of a description.
func firstSentence(s string) string {
	if i := strings.Index(s, ". "); i > 0 {
		return s[:i+1]
	}
	return s
}

// answer is what the comparison says in sentences, without the file to open.
func (l illustrator) answer() []string {
	closing := outputs.Closing(l.c, l.w, reportFile)
	return closing[:len(closing)-1]
}

// eightRows are the indicators × plans, with verdict and origin.
func (l illustrator) eightRows(head outputs.Period) document.Table {
	w, c := l.w, l.c
	t := document.Table{
		Caption: w.Say("page.period."+head.ID, "from", head.First, "to", head.Last, "count", head.Last-head.First+1),
		Columns: []document.Column{{Head: w.Say("report.indicator"), Width: 1.5}, {Head: w.Say("onepage.level", "letter", letter(0)), Width: 0.7, Number: true}},
	}
	for i, p := range c.Plans {
		if i > 0 {
			t.Columns = append(t.Columns, document.Column{Head: w.Say("onepage.difference", "letter", letter(i), "first", letter(0), "plan", p.TitleIn(w.Lang())), Width: 1.6})
		}
	}
	for _, want := range onePageRows {
		r := c.Row(want.id, head.ID)
		if r == nil || !exists(r) {
			continue
		}
		t.Rows = append(t.Rows, l.onePageRow(r, c.Row(want.under, head.ID)))
	}
	return t
}

func (l illustrator) onePageRow(r, under *outputs.Row) document.Row {
	w := l.w
	shape := outputs.Shape{Indicator: &r.Indicator, Words: w}
	first := shape.Value(r.Base)
	if r.Indicator.Relative {
		first = w.Number(0, 0)
	}
	if r.Base.Cells == 0 && !r.Indicator.Relative {
		first = "–"
	}
	row := document.Row{Cells: []document.Cell{{Text: capital(w.Say(r.Indicator.TitleID())), Under: w.Say(r.Indicator.UnitID())}, {Text: first}}}
	for k, d := range r.Plans {
		cell := document.Cell{}
		if x := l.cell(shape, d); x.Interval == "" {
			cell.Text, cell.Under, cell.Style = x.Difference, x.Verdict, document.Quiet
		} else {
			cell.Text, cell.Under = x.Difference+" ("+x.Interval+")", x.Verdict
			if x.Origin != "" {
				cell.Under += "; " + w.Say("onepage.origin", "origin", x.Origin)
			}
		}
		switch d.Mark {
		case outputs.Clear:
			cell.Style = document.Strong
		case outputs.NoDifference, outputs.Identical:
			cell.Style = document.Quiet
		}
		if under != nil && k < len(under.Plans) && (under.Plans[k].Diff.Cells > 0 || under.Plans[k].Value.Cells > 0) {
			cell.Under += "; " + w.Say(under.Indicator.TitleID()) + " " + l.under(under, under.Plans[k])
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// under is what stands under another indicator: a difference, or a plan's own value
// where the first plan has none, with % where it is a share.
func (l illustrator) under(r *outputs.Row, d outputs.Difference) string {
	shape := outputs.Shape{Indicator: &r.Indicator, Words: l.w}
	if d.Diff.Cells > 0 {
		middle, _, _, _ := shape.Difference(d.Diff)
		return middle
	}
	if r.Indicator.IsShare() {
		return l.w.Percent(d.Value.Middle(), max(shape.Digits(d.Value), 0))
	}
	return shape.Value(d.Value)
}

// payersTable says per plan what each party keeps more or pays more.
func (l illustrator) payersTable(head outputs.Period) document.Table {
	w, c := l.w, l.c
	t := document.Table{Caption: w.Say("onepage.who_pays", "from", head.First, "to", head.Last), Columns: []document.Column{{Head: w.Say("report.party"), Width: 1.5}}}
	for i := range c.Plans[1:] {
		t.Columns = append(t.Columns, document.Column{Head: w.Say("onepage.letter", "letter", letter(i+1)), Width: 1, Number: true})
	}
	var parties []string
	for _, b := range c.Balances {
		if b.Period == head && math.Abs(b.Diff.Middle()) >= least && !slices.Contains(parties, b.Party) {
			parties = append(parties, b.Party)
		}
	}
	for _, party := range parties {
		row := document.Row{Cells: []document.Cell{{Text: w.Say("party." + party)}}}
		for _, p := range c.Plans[1:] {
			cell := document.Cell{Text: w.Signed(0, 2), Style: document.Quiet}
			for _, b := range c.Balances {
				if b.Plan == p.ID && b.Party == party && b.Period == head && math.Abs(b.Diff.Middle()) >= least {
					euros := func(x float64) string { return w.Signed(x, 2) }
					cell = document.Cell{Text: euros(b.Diff.Middle()) + " (" + w.Say("compare.from_to", "low", euros(b.Diff.Low), "high", euros(b.Diff.High)) + ")"}
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// overturns is how many assumptions the one page names.
const overturns = 3

// overturn names the assumptions that could overturn the answer: with enough draws
// those that explain most of the differences of the answer, else the assumed effects
// that stand on the way to most headline indicators.
func (l illustrator) overturn(head outputs.Period) (said []string) {
	w, c := l.w, l.c
	last := c.Plans[len(c.Plans)-1].ID
	answer := []string{"reached_in_time", "net_cost"}
	for _, d := range c.Drivers(last, answer, head) {
		if d.Assumption && d.Share > 0 && len(said) < overturns {
			said = append(said, w.Say("onepage.driver", "parameter", l.parameter(d.Paths[0]), "range", l.rangeOf(d.Paths[0]), "share", d.Share/float64(len(answer))))
		}
	}
	if said != nil {
		return said
	}
	for _, a := range l.assumptions() {
		if a.Source == "" && a.Influence != "" && len(said) < overturns {
			said = append(said, w.Say("onepage.assumption", "parameter", l.parameter(a.Path), "value", a.Value, "range", a.Range, "influence", a.Influence))
		}
	}
	return said
}

// parameter names a parameter in words, or by its quantity in the register.
func (l illustrator) parameter(path string) string {
	if name, known := parameterIn(l.w, path); known {
		return name
	}
	reg, _, err := defaults()
	for _, e := range l.c.Result.Register {
		if row, known := reg.Row(e.EvidenceID); e.Path == path && err == nil && known {
			return row.Quantity + " (" + path + ")"
		}
	}
	return path
}

// parameterIn names a parameter in the language of the reader; every effect of care has
// such a name, the register is in English.
func parameterIn(w *words.Words, path string) (name string, known bool) {
	id := "onepage.parameter." + strings.ReplaceAll(path, ".", "_")
	if !w.Has(id) {
		return "", false
	}
	return w.Say(id), true
}

// rangeOf is the range of a parameter in words; empty where it has none.
func (l illustrator) rangeOf(path string) string {
	for _, e := range l.c.Result.Register {
		if e.Path == path && e.Low != nil && e.High != nil {
			return l.w.Say("compare.from_to", "low", l.plain(*e.Low), "high", l.plain(*e.High))
		}
	}
	return ""
}
