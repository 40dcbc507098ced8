package handover

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"piramide/internal/job/decide"
	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/document"
	"piramide/outputs/figure"
	"piramide/outputs/report"
)

// Request is which document of a result is written, and how.
type Request struct {
	Folder  string         // result folder; "" as in [reading.ShowLedger]
	Kind    string         // report, onepage, slides, workbook, jaarplan or beslissing; "" = report, of a sweep beslissing
	Formats []string       // none = html and pdf, of slides pptx, of a workbook xlsx, of a jaarplan pdf and xlsx
	Out     string         // folder that the files come in; "" = this one
	Decide  decide.Request // what a beslissing is about; its folder is not read
}

// The kinds of document.
const (
	kindReport   = "report"
	kindOnePage  = "onepage"
	kindSlides   = "slides"
	kindBook     = "workbook"
	kindAnnual   = "jaarplan"
	kindDecision = "beslissing" // the only one that a sweep has
)

var reportKinds = []string{kindReport, kindOnePage, kindSlides, kindBook, kindAnnual, kindDecision}

// formats are those of a kind of document, with those it is written in when none is asked.
func formats(kind string) (known, usual []string) {
	switch kind {
	case kindSlides:
		return document.DeckFormats, document.DeckFormats[:1]
	case kindBook:
		return []string{"xlsx"}, []string{"xlsx"}
	case kindAnnual:
		return append(slices.Clone(document.Formats), "xlsx", "csv"), []string{"pdf", "xlsx"}
	}
	return document.Formats, []string{"html", "pdf"}
}

// Write writes a document of a result folder in a language, or in two side by
// side, and returns the files. It reads the folder alone: the same folder gives the same
// bytes.
func Write(r Request, ws []*words.Words) (files []string, err error) {
	folder, err := r.find()
	if err != nil {
		return nil, err
	}
	known, usual := formats(r.Kind)
	if len(r.Formats) == 0 {
		r.Formats = slices.Clone(usual)
	}
	for i, f := range r.Formats {
		if f != "" && !slices.Contains(known, f) {
			return nil, fault.New(fault.Usage, nil, "report_format", "kind", r.Kind, "name", f, "names", strings.Join(known, ", "))
		}
		r.Formats[i] = cmp.Or(f, known[0])
	}
	write, err := r.writer(folder, ws)
	if err != nil {
		return nil, err
	}
	if r.Out == "" {
		r.Out = "."
	}
	if err := os.MkdirAll(r.Out, 0o755); err != nil {
		return nil, fault.NoDocument(r.Out, err)
	}
	for _, format := range r.Formats {
		file := filepath.Join(r.Out, fmt.Sprintf("%s-%s.%s", r.Kind, plain.Langs(ws, "-"), format))
		if err := outputs.WriteWhole(file, func(out io.Writer) error { return write(out, format) }); err != nil {
			return files, fault.NoDocument(r.Out, err)
		}
		files = append(files, file)
	}
	return files, nil
}

// find gives the folder, and settles the kind: of a sweep there is only one.
func (r *Request) find() (folder string, err error) {
	if r.Kind != "" {
		if r.Kind, err = fault.OneOf("report_kind", r.Kind, reportKinds); err != nil {
			return "", err
		}
	}
	if folder, err = reading.ResultFolder(r.Folder, r.Kind == kindDecision); err != nil && r.Kind == "" { // no comparison: perhaps a sweep
		folder, err = reading.ResultFolder(r.Folder, true)
	}
	if err != nil {
		return "", err
	}
	switch sweep := reading.IsSweep(folder); {
	case r.Kind == "" && sweep:
		r.Kind = kindDecision
	case r.Kind == "":
		r.Kind = kindReport
	case sweep && r.Kind != kindDecision:
		return "", fault.New(fault.Usage, nil, "report_of_sweep", "folder", folder, "kind", r.Kind)
	}
	if about := r.Decide; r.Kind != kindDecision && (about.Threshold != 0 || about.Indicator+about.Years+about.Goal != "") {
		return "", fault.New(fault.Usage, nil, "report_not_decision", "kind", r.Kind)
	}
	return folder, nil
}

// writer reads the folder and gives what writes the document in a format.
func (r *Request) writer(folder string, ws []*words.Words) (func(io.Writer, string) error, error) {
	if r.Kind == kindDecision {
		r.Decide.Folder = folder
		return decisionWriter(r.Decide, ws)
	}
	o, err := reading.Show(folder, ws[0])
	if err != nil {
		return nil, err
	}
	c := o.Comparison
	if len(c.Plans) < 2 && r.Kind != kindAnnual {
		return nil, fault.New(fault.Usage, nil, "report_one_plan", "folder", folder)
	}
	for _, table := range []outputs.TableID{outputs.OfMonths, outputs.OfPyramid} { // what every document counts
		if !c.Result.Holds(table) {
			return nil, fault.New(fault.BadInput, nil, "no_table", "folder", folder, "table", string(table))
		}
	}
	return writer(r.Kind, illustrators(c, ws))
}

// wholeReport gives the writer of the report: the page for a browser, or the same
// text with pictures for paper.
func wholeReport(ls []illustrator) (func(io.Writer, string) error, error) {
	pages, papers := make([]report.Report, len(ls)), map[string]*document.Document{}
	for i, l := range ls {
		pictures, failed := l.pictures()
		page, err := l.page(pictures, failed)
		if err != nil {
			return nil, err
		}
		papers[l.w.Lang()] = l.paper(page, pictures, l.made())
		for k := range page.Figures {
			page.Figures[k].Files = nil // the page stands alone, without the folder
		}
		pages[i] = page
	}
	paper, err := inLanguages(ls, func(l illustrator) (*document.Document, error) { return papers[l.w.Lang()], nil })
	if err != nil {
		return nil, err
	}
	page, err := webPage(ls, pages)
	return func(w io.Writer, format string) error {
		if format == "html" {
			return report.Write(w, page)
		}
		return paper.Write(w, format)
	}, err
}

// paper is the report as a document.
func (l illustrator) paper(r report.Report, pictures []reading.Picture, made string) *document.Document {
	w, d := l.w, l.document(made)
	add := func(b ...document.Block) { d.Blocks = append(d.Blocks, b...) }
	head := func(id string) { add(document.Heading{Level: 1, Text: w.Say("report." + id)}) }
	if r.OnlyChance {
		add(document.Paragraph{Text: w.Say("report.only_chance"), Style: document.Warning})
	}
	if r.Kind != "" {
		add(document.Paragraph{Text: r.Kind})
	}
	head("question")
	add(document.Paragraph{Text: r.Question})
	for i, p := range r.Plans {
		add(document.Heading{Level: 2, Text: plain.Letter(i) + ". " + p.Title}, document.Paragraph{Text: p.Sentence})
		if p.Notes != nil {
			add(document.List{Items: p.Notes})
		}
	}
	head("answer")
	for _, said := range r.Answer {
		add(document.Paragraph{Text: said, Style: document.Lead})
	}
	if r.Certain != nil {
		add(document.Heading{Level: 2, Text: w.Say("report.certain")})
		for _, said := range r.Certain {
			add(document.Paragraph{Text: said})
		}
	}
	if r.Threshold != nil {
		add(document.Heading{Level: 2, Text: w.Say("report.threshold")})
		for _, said := range r.Threshold {
			add(document.Paragraph{Text: said})
		}
	}
	add(l.paperPart(r.Aims)...)
	head("comparison")
	add(document.Paragraph{Text: w.Say("report.how_to_read"), Style: document.Note})
	for _, c := range r.Comparisons {
		add(l.comparisonTable(c))
		if c.Note != "" {
			add(document.Paragraph{Text: c.Note, Style: document.Note})
		}
	}
	for _, t := range r.Others {
		add(paperTable(t)...)
	}
	head("figures")
	for _, said := range r.FigureNotes {
		add(document.Paragraph{Text: said, Style: document.Note})
	}
	for i, p := range pictures {
		add(document.Picture{Drawing: p.Fig.In(figure.Page), Alt: p.Fig.Alt(), Caption: w.Say("report.figure_number", "number", fmt.Sprint(i+1)) + ". " + p.Fig.Title()})
	}
	parties := func(id string, tables []report.PartyTable, notes ...string) {
		if len(tables) == 0 {
			return
		}
		head(id)
		for _, t := range tables {
			add(l.partyTable(t))
			for _, said := range t.Lines {
				add(document.Paragraph{Text: said})
			}
		}
		for _, said := range notes {
			if said != "" {
				add(document.Paragraph{Text: said, Style: document.Note})
			}
		}
	}
	parties("who_pays", r.Parties, r.PartyNote)
	add(l.paperPart(r.Money)...)
	parties("outcomes", r.Outcomes, r.OutcomeNote)
	parties("perspectives", r.Perspectives, r.PerspectiveNotes...)
	for _, p := range []report.Part{r.Waiting, r.Equity, r.Drivers, r.Mind} {
		add(l.paperPart(p)...)
	}
	if len(r.Explained) > 0 {
		add(document.Heading{Level: 1, Text: w.Say("explain.report.title")}, document.Paragraph{Text: w.Say(explainedLead(r.Explained, "lead_paper"))})
	}
	for _, x := range r.Explained {
		add(document.Heading{Level: 2, Text: x.Plan})
		note := "" // the same under every number that was lived again
		for _, n := range x.Numbers {
			if add(l.numberTable(n)); len(n.Notes) > 0 {
				note = n.Notes[0]
			}
		}
		if note != "" {
			add(document.Paragraph{Text: note, Style: document.Note})
		}
	}
	head("not_modelled")
	add(document.List{Items: r.NotModelled})
	head("assumptions")
	add(document.Paragraph{Text: w.Say("report.assumptions_red"), Style: document.Note}, l.assumptionTable(r.Assumptions))
	add(l.paperPart(r.BeforeAfter)...)
	var terms []report.Fact
	for _, t := range r.Terms {
		terms = append(terms, report.Fact{Name: t.Name, Text: t.Text})
	}
	facts := func(id string, list []report.Fact) {
		if list == nil {
			return
		}
		head(id)
		for _, f := range list {
			add(document.Paragraph{Text: w.Say("onepage.fact", "name", f.Name, "text", f.Text)})
		}
	}
	facts("methods", r.Methods)
	facts("pairing", r.Pairing)
	for _, p := range r.Checklists {
		add(l.paperPart(p)...)
	}
	facts("part.terms", terms)
	facts("run", r.Run)
	withoutMarks(d)
	return d
}

func (l illustrator) comparisonTable(c report.Comparison) document.Table {
	w := l.w
	t := document.Table{Caption: c.Title, Columns: []document.Column{
		{Head: w.Say("report.indicator"), Width: 1.5},
		{Head: w.Say("onepage.level", "letter", plain.Letter(0)), Width: 0.7, Number: true},
		{Head: w.Say("report.plan"), Width: 0.4},
		{Head: w.Say("report.difference"), Width: 0.7, Number: true},
		{Head: c.Interval, Width: 1.1, Number: true},
		{Head: w.Say("report.verdict"), Width: 1.4},
	}}
	for _, row := range c.Rows {
		for i, x := range row.Cells {
			cells := []document.Cell{{}, {}, {Text: plain.Letter(i + 1)}, {Text: x.Difference}, {Text: x.Interval}, {Text: x.Verdict, Under: x.Origin}}
			if i == 0 {
				cells[0], cells[1] = document.Cell{Text: row.Indicator, Under: row.Unit}, document.Cell{Text: row.First}
			}
			switch x.Mark {
			case report.Clear:
				cells[5].Style = document.Strong
			case report.NoDifference, report.Mark(outputs.Identical):
				cells[5].Style = document.Quiet
			}
			t.Rows = append(t.Rows, document.Row{Cells: cells})
		}
	}
	return t
}

func (l illustrator) partyTable(p report.PartyTable) document.Table {
	head := p.Head
	if head == "" {
		head = l.w.Say("report.party")
	}
	t := document.Table{Caption: p.Title, Columns: []document.Column{{Head: head, Width: max(1.6, 0.3*float64(len(p.Columns)))}}}
	for _, c := range p.Columns {
		t.Columns = append(t.Columns, document.Column{Head: c, Width: 1, Number: true})
	}
	for _, r := range p.Rows {
		row := document.Row{Cells: []document.Cell{{Text: r.Party}}, Sum: r.Sum}
		for _, a := range r.Amounts {
			row.Cells = append(row.Cells, document.Cell{Text: a})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (l illustrator) numberTable(n report.Number) document.Table {
	t := document.Table{Caption: n.Title, Columns: []document.Column{
		{Head: l.w.Say("explain.head.part"), Width: 1},
		{Head: l.w.Say("explain.head.amount"), Width: 0.5, Number: true},
		{Head: l.w.Say("explain.head.what"), Width: 3},
	}}
	for _, p := range n.Parts {
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: p.Name}, {Text: p.Amount}, {Text: p.Text}}})
	}
	t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: l.w.Say("explain.sum")}, {Text: n.Sum}, {}}, Sum: true})
	return t
}

func (l illustrator) assumptionTable(list []report.Assumption) document.Table {
	w := l.w
	t := document.Table{Columns: []document.Column{
		{Head: w.Say("report.parameter"), Width: 2},
		{Head: w.Say("report.value"), Width: 0.6, Number: true},
		{Head: w.Say("report.range"), Width: 1, Number: true},
		{Head: w.Say("report.source"), Width: 1.4},
	}}
	for _, a := range list {
		source := document.Cell{Text: a.Source}
		if a.Source == "" {
			source = document.Cell{Text: w.Say("report.unsourced"), Style: document.Warning}
		}
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: a.Parameter, Under: a.Influence}, {Text: a.Value}, {Text: a.Range}, source}})
	}
	return t
}
