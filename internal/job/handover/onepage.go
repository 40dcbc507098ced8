package handover

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"piramide/internal/job"
	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/internal/job/version"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/document"
	"piramide/outputs/figure"
	"piramide/scenarios/evidence"
	"piramide/sim/finance"
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

// pagePlans is how many plans one side of A4 holds; of more it shows the first, and says so.
const pagePlans = 11

// onePage is one side of A4 for a meeting: question, plans, answer, eight rows, who
// pays, what could overturn it, what is not in it. More plans than have room for every
// number stand on their side, with less in each cell.
func (l illustrator) onePage(made string) *document.Document {
	w, c := l.w, l.c
	head, _ := l.years()
	d := l.document(made)
	d.OnePage, d.Landscape = true, l.crowded()
	add := func(b ...document.Block) { d.Blocks = append(d.Blocks, b...) }
	if c.ChanceOnly {
		add(document.Paragraph{Text: w.Say("report.only_chance"), Style: document.Warning})
	}
	add(document.Heading{Level: 1, Text: w.Say("report.question")}, document.Paragraph{Text: w.Say("onepage.question", "region", l.where)})
	if len(c.Plans) > pagePlans {
		add(document.Paragraph{Text: w.Say("onepage.some_plans", "shown", pagePlans, "count", len(c.Plans)), Style: document.Warning})
	}
	add(l.planList(), document.Heading{Level: 1, Text: w.Say("report.answer")})
	answer := l.answer()
	if l.crowded() {
		answer = []string{strings.Join(answer, " ")}
	} else if n := len(c.Plans) - 1; n == figure.MaxRoomy && len(answer) > n { // frames of their own would not fit, in French
		answer = append(answer[:n:n], strings.Join(answer[n:], " "))
	}
	for _, said := range answer {
		add(document.Paragraph{Text: said, Style: document.Lead})
	}
	var notes []string
	if said := l.foundThresholds(); said != nil {
		for _, one := range said {
			add(document.Paragraph{Text: one})
		}
	} else if !c.ChanceOnly {
		notes = append(notes, w.Say("onepage.no_threshold"))
	}
	notes = append(notes, l.unsourced(), l.ownNumbers(3)) // the page is one; the report has all of them
	staffed := c.StaffedYears(head, w)
	if l.crowded() {
		notes, staffed = []string{strings.Join(slices.Concat(c.FirstStaffedYears(head, w), notes), " ")}, nil
	}
	for _, said := range notes {
		if said != "" {
			add(document.Paragraph{Text: said, Style: document.Note})
		}
	}
	for _, said := range staffed {
		add(document.Paragraph{Text: said})
	}
	rows := l.eightRows(head)
	add(rows, document.Paragraph{Text: l.howToRead(rows), Style: document.Note}, l.payersTable(head))
	if said := l.lostCare(head); said != "" {
		add(document.Paragraph{Text: said, Style: document.Note})
	}
	drivers, tested := l.overturn(head)
	title := "onepage.most_outcomes"
	if tested {
		title = "onepage.overturn"
	}
	fact := func(name, text string) document.Paragraph {
		return document.Paragraph{Text: w.Say("onepage.fact", "name", w.Say(name), "text", text)}
	}
	if l.crowded() { // no room for headings
		add(fact(title, strings.Join(drivers, w.Say("compare.between"))+"."), fact("report.not_modelled", w.Say("onepage.not_modelled")))
	} else {
		add(document.Heading{Level: 1, Text: w.Say(title)}, document.List{Items: drivers})
		add(document.Heading{Level: 1, Text: w.Say("report.not_modelled")}, document.Paragraph{Text: w.Say("onepage.not_modelled")})
	}
	return d
}

// document is the frame that all documents share; made is the day of the run.
func (l illustrator) document(made string) *document.Document {
	m := &l.c.Result.Manifest
	head, all := l.years()
	d := &document.Document{
		Lang: l.w.Lang(), Title: l.w.Say("page.title", "count", len(l.c.Plans), "region", l.where),
		Caveat: l.w.Say("caveat.simulation"), Source: l.source(made),
	}
	if head == all {
		d.Subtitle = l.w.Say("page.subtitle_one_period", "people", int(l.people()), "from", all.First, "to", all.Last)
	} else {
		d.Subtitle = l.w.Say("page.subtitle", "people", int(l.people()), "from", all.First, "to", all.Last, "head", head.Last)
	}
	d.Subtitle += " – " + l.w.Say("compare.assumptions", "sets", m.AssumptionTitles(l.w.Lang()))
	return d
}

// source says what a document was made of.
func (l illustrator) source(made string) string {
	m := &l.c.Result.Manifest
	said := l.w.Say("onepage.source", "version", version.Name(), "engine", m.Engine, "date", made, "digest", m.Digest()[:12])
	if made == "" { // a file of the result folder, whose bytes do not depend on the day
		said = strings.Replace(said, " ·  · ", " · ", 1)
	}
	return said
}

// shown are the compared plans that the one page has room for.
func (l illustrator) shown() []outputs.Plan { return l.c.Plans[1:min(len(l.c.Plans), pagePlans)] }

// crowded says whether the plans are more than stand upright with every number.
func (l illustrator) crowded() bool { return len(l.c.Plans) > figure.MaxPlans }

// planList says what each plan is; where they are many, what each is called.
func (l illustrator) planList() document.Block {
	var list []string
	for i := range l.c.Plans[:1+len(l.shown())] {
		if l.crowded() {
			list = append(list, l.w.Say("onepage.title", "letter", plain.Letter(i), "plan", l.title(i)))
		} else {
			list = append(list, l.w.Say("onepage.plan", "letter", plain.Letter(i), "plan", l.title(i), "text", inShort(l.planText(&l.c.Plans[i]))))
		}
	}
	if l.crowded() {
		return document.Paragraph{Text: strings.Join(list, " · ")}
	}
	return document.List{Items: list}
}

// howToRead explains the table of eight rows.
func (l illustrator) howToRead(t document.Table) string {
	said := []string{l.w.Say("onepage.how_to_read", "count", l.c.Draws*l.c.Replicates)}
	if l.crowded() {
		said[0] = l.w.Say("onepage.how_to_read_crowded", "count", l.c.Draws*l.c.Replicates)
	}
	if l.c.IntervalsID() == "compare.intervals_few" && !l.c.ChanceOnly {
		said = append(said, l.w.Say("onepage.few", "count", l.c.Draws*l.c.Replicates))
	}
	never := l.w.Say("compare.unbounded")
	if slices.ContainsFunc(t.Rows, func(r document.Row) bool {
		return slices.ContainsFunc(r.Cells, func(c document.Cell) bool { return strings.HasPrefix(c.Text, never) })
	}) {
		said = append(said, words.Capital(l.w.Say("compare.never"))+".")
	}
	if slices.ContainsFunc(t.Rows, func(r document.Row) bool {
		return slices.ContainsFunc(r.Cells, func(c document.Cell) bool { return strings.HasPrefix(c.Text, "<") })
	}) {
		said = append(said, l.w.Say("compare.below_note")+".")
	}
	return strings.Join(said, " ")
}

// roomOfPlan is how many letters of a description stand beside a plan: two sentences of
// usual length, with which four plans and their answer still fit on one side.
const roomOfPlan = 290

// inShort is the beginning of a description: its first sentence, and as many whole
// sentences after it as there is room for. What a plan does not do, or when it ends,
// stands in the second.
func inShort(s string) string {
	end := 0
	for at := 0; at < len(s); {
		next := len(s)
		if i := strings.Index(s[at:], ". "); i >= 0 {
			next = at + i + 1
		}
		if end > 0 && utf8.RuneCountInString(s[:next]) > roomOfPlan {
			break
		}
		end, at = next, next+1
	}
	return s[:end]
}

// answer is what the comparison says in sentences, without the file to open; of many
// plans without what stands in the table of each.
func (l illustrator) answer() []string {
	if len(l.c.Plans)-1 > figure.MaxRoomy {
		return outputs.ShortClosing(l.c, l.w)
	}
	closing := outputs.Closing(l.c, l.w, reading.ReportFile)
	return closing[:len(closing)-1]
}

// eightRows are the indicators × plans, with verdict and origin.
func (l illustrator) eightRows(head outputs.Period) document.Table {
	w, c := l.w, l.c
	t := document.Table{
		Caption: w.Say("page.period."+head.ID, "from", head.First, "to", head.Last, "count", head.Last-head.First+1),
		Columns: []document.Column{{Head: w.Say("report.indicator"), Width: 1.5}, {Head: w.Say("onepage.level", "letter", plain.Letter(0)), Width: 0.7, Number: true}},
	}
	if l.crowded() {
		t.Columns[0].Width, t.Columns[1].Width = 1.9, 0.8
	}
	for i, p := range l.shown() {
		name := w.Say("onepage.difference", "letter", plain.Letter(i+1), "first", plain.Letter(0), "plan", p.TitleIn(w.Lang()))
		if l.crowded() {
			name = w.Say("onepage.minus", "letter", plain.Letter(i+1), "first", plain.Letter(0))
		}
		t.Columns = append(t.Columns, document.Column{Head: name, Width: 1.6})
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
	row := document.Row{Cells: []document.Cell{{Text: words.Capital(w.Say(r.Indicator.TitleID())), Under: w.Say(r.Indicator.UnitID())}, {Text: first}}}
	for k, d := range r.Plans[:len(l.shown())] {
		cell := document.Cell{}
		switch x := l.cell(shape, d); {
		case x.Interval == "":
			cell.Text, cell.Under, cell.Style = x.Difference, x.Verdict, document.Quiet
			if l.crowded() && d.Mark == outputs.NoMark {
				cell.Under = ""
			}
		case l.crowded():
			cell.Text, cell.Under = x.Difference, w.Say("onepage.crowded", "interval", x.Interval, "verdict", w.Say(d.Mark.TitleID()))
			if d.Origin == outputs.Assumption {
				cell.Text += assumed
			}
		default:
			cell.Text, cell.Under = x.Difference+" ("+x.Interval+")", x.Verdict
			if x.Origin != "" {
				cell.Under += w.Say("compare.between") + w.Say("onepage.origin", "origin", x.Origin)
			}
		}
		switch d.Mark {
		case outputs.Clear:
			cell.Style = document.Strong
		case outputs.NoDifference, outputs.Identical:
			cell.Style = document.Quiet
		}
		if under != nil && k < len(under.Plans) && (under.Plans[k].Diff.Cells > 0 || under.Plans[k].Value.Cells > 0) {
			between := w.Say("compare.between")
			cell.Under = strings.TrimPrefix(cell.Under+between+w.Say(under.Indicator.TitleID())+" "+l.under(under, under.Plans[k]), between)
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// assumed marks a difference that rests on an assumption, where there is no room to say so.
const assumed = "°"

// under is what stands under another indicator: a difference, or a plan's own value
// where the first plan has none, with % where it is a share.
func (l illustrator) under(r *outputs.Row, d outputs.Difference) string {
	shape := outputs.Shape{Indicator: &r.Indicator, Words: l.w}
	if d.Diff.Cells > 0 {
		middle, _, _, _ := shape.Difference(d.Diff)
		return middle
	}
	return own(shape, d.Value)
}

// perHead is how an amount per inhabitant is written: in cents, or coarser where its
// interval is wide.
var perHead = outputs.Indicator{Decimals: 2}

// payersTable says per plan what each party keeps more or pays more.
func (l illustrator) payersTable(head outputs.Period) document.Table {
	w, c := l.w, l.c
	t := document.Table{Caption: w.Say("onepage.who_pays", "from", head.First, "to", head.Last), Columns: []document.Column{{Head: w.Say("report.party"), Width: 1.5}}}
	if l.crowded() {
		t.Caption += " " + w.Say("onepage.means")
		t.Columns[0].Width = 2.9
	}
	for i := range l.shown() {
		t.Columns = append(t.Columns, document.Column{Head: w.Say("onepage.letter", "letter", plain.Letter(i+1)), Width: 1, Number: true})
	}
	var parties []string
	for _, b := range c.Balances {
		if b.Period == head && math.Abs(b.Diff.Middle()) >= least && !slices.Contains(parties, b.Party) && (!l.crowded() || pays(b.Party)) {
			parties = append(parties, b.Party)
		}
	}
	for _, party := range parties {
		row := document.Row{Cells: []document.Cell{{Text: w.Say("party." + party)}}}
		for _, p := range l.shown() {
			cell := document.Cell{Text: w.Signed(0, 2), Style: document.Quiet}
			for _, b := range c.Balances {
				if b.Plan == p.ID && b.Party == party && b.Period == head && math.Abs(b.Diff.Middle()) >= least {
					middle, low, high, _ := outputs.Shape{Indicator: &perHead, Words: w}.Difference(b.Diff)
					cell = document.Cell{Text: middle + " (" + w.Say("compare.from_to", "low", low, "high", high) + ")"}
					if l.crowded() {
						cell.Text = middle
					}
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// pays says whether a party is one that pays for care.
func pays(party string) bool {
	for p := range finance.Party(finance.NumParties) {
		if p.String() == party {
			return p.Payer()
		}
	}
	return false
}

// overturns is how many assumptions the one page names.
const overturns = 3

// overturn names the assumptions that could overturn the answer: with enough draws
// those that explain most of the differences of the answer, else the assumed effects
// that stand on the way to most headline indicators, of which nobody tested what they
// turn.
func (l illustrator) overturn(head outputs.Period) (said []string, tested bool) {
	w, c := l.w, l.c
	last := c.Plans[len(c.Plans)-1].ID
	answer := []string{"reached_in_time", "net_cost"}
	for _, d := range c.Drivers(last, answer, head) {
		if d.Assumption && d.Share > 0 && len(said) < overturns {
			said = append(said, w.Say("onepage.driver", "parameter", l.parameter(d.Paths[0]), "range", l.rangeOf(d.Paths[0]), "share", d.Share/float64(len(answer))))
		}
	}
	if said != nil {
		return said, true
	}
	for _, a := range l.assumptions() {
		if a.Source == "" && a.Influence != "" && len(said) < overturns {
			said = append(said, w.Say("onepage.assumption", "parameter", l.parameter(a.Path), "value", a.Value, "range", a.Range, "influence", a.Influence))
		}
	}
	return said, false
}

// parameter names a parameter in words, or by its quantity in the register.
func (l illustrator) parameter(path string) string {
	if name := l.w.Parameter(path); name != "" {
		return name
	}
	reg, _, err := job.Defaults()
	for _, e := range l.c.Result.Register {
		if row, known := reg.Row(e.EvidenceID); e.Path == path && err == nil && known {
			return evidence.In(l.w.Lang(), row.Quantity) + " (" + path + ")"
		}
	}
	return path
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
