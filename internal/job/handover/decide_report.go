package handover

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"piramide/internal/job/decide"
	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/internal/job/version"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/document"
	"piramide/outputs/report"
	"piramide/scenarios"
)

// decisionWriter writes the decision report of a folder: what decide tells and plot draws
// of it, as one document.
func decisionWriter(r decide.Request, ws []*words.Words) (func(io.Writer, string) error, error) {
	ls := make([]illustrator, len(ws))
	decisions := map[string]*decide.Decision{}
	for i, w := range ws {
		d, err := decide.Decide(r, w)
		if err != nil {
			return nil, err
		}
		if d.Frame.Design == nil && len(d.Frame.Plans) < 2 {
			return nil, fault.New(fault.Usage, nil, "report_one_plan", "folder", r.Folder)
		}
		ls[i], decisions[w.Lang()] = decisionIllustrator(d), d
	}
	doc, err := inLanguages(ls, func(l illustrator) (*document.Document, error) { return decisionReport(decisions[l.w.Lang()]), nil })
	return doc.Write, err
}

// decisionIllustrator has what a decision knows of a comparison: the register and the plans.
func decisionIllustrator(d *decide.Decision) illustrator {
	f := d.Frame
	r := &outputs.Result{Dir: d.Folder, Manifest: f.Manifest, Plans: f.Plans, Register: f.Register, Indicators: f.Indicators}
	return illustrator{
		c: &outputs.Comparison{Base: f.Plans[0].ID, Plans: f.Plans, Periods: []outputs.Period{f.Period}, Draws: f.Manifest.Draws, Replicates: f.Manifest.Replicates, ChanceOnly: f.Manifest.FixedParameters, Result: r},
		w: d.Words, where: plain.RegionName(f.Manifest.Region, d.Words),
	}
}

// decisionReport is the decision as a document for who has to choose. It calculates nothing of its
// own: every number is one that decide tells.
func decisionReport(d *decide.Decision) *document.Document {
	w, m, l, t := d.Words, &d.Frame.Manifest, decisionIllustrator(d), d.Tell()
	doc := &document.Document{
		Lang: w.Lang(), Title: w.Say("decision.title", "region", l.where), Caveat: w.Say("caveat.simulation"),
		Subtitle: w.Say("decision.subtitle", "first", d.Frame.First, "last", d.Frame.Last) + " – " + w.Say("compare.assumptions", "sets", m.AssumptionTitles(w.Lang())),
		Source:   l.source(l.made()),
	}
	add := func(b ...document.Block) { doc.Blocks = append(doc.Blocks, b...) }
	section := func(id string, b ...document.Block) {
		if len(b) > 0 {
			add(append([]document.Block{document.Heading{Level: 1, Text: w.Say(id)}}, b...)...)
		}
	}
	if m.FixedParameters && m.Points == 0 {
		add(document.Paragraph{Text: w.Say("report.only_chance"), Style: document.Warning})
	}
	section("report.question", questionBlocks(d, l)...)
	section("decision.how", howBlocks(d, l, t)...)
	section("decide.title.outcomes", t.Blocks["outcomes"]...)
	section("decision.follows", d.ChoiceBlocks(t)...)
	if d.Barred == "" {
		section("decide.title.frontier", d.Lettered(t.Blocks["frontier"])...)
	}
	section("report.figures", d.FigureBlocks()...)
	if d.Barred == "" {
		section("decision.worth", t.Under("evpi", "evppi")...)
	}
	if turns := t.Under("tornado", "sobol", "morris", "prim"); turns != nil {
		section("decision.turns", append(d.AboutBlocks(), turns...)...)
	}
	section("decide.title.precision", d.PrecisionBlocks(t)...)
	section("report.assumptions", assumptionBlocks(d, l, t.Named)...)
	section("report.not_modelled", document.List{Items: notModelled(w)})
	section("report.run", document.List{Items: []string{
		w.Say("onepage.fact", "name", w.Say("page.run.version"), "text", "piramide "+version.Name()+", "+m.Engine),
		w.Say("onepage.fact", "name", w.Say("page.run.command"), "text", "piramide "+strings.Join(plain.Quoted(m.Command), " ")),
		w.Say("onepage.fact", "name", w.Say("page.run.digest"), "text", m.Digest()),
	}}, document.Paragraph{Text: w.Say("decision.closing"), Style: document.Note})
	withoutMarks(doc)
	return doc
}

// questionBlocks are what is asked, and each plan in a sentence or two.
func questionBlocks(d *decide.Decision, l illustrator) []document.Block {
	w := d.Words
	asked := "decision.question"
	if d.Barred != "" {
		asked = "decision.question_outcome"
	}
	blocks := []document.Block{document.Paragraph{Text: w.Say(asked, "region", l.where)}}
	if s, err := scenarios.LoadSweep(filepath.Join(d.Folder, reading.DirSweep, reading.FileSweep)); err == nil { // a title is worth no refusal
		if said := s.Title.In(w.Lang()); said != "" {
			blocks = append(blocks, document.Paragraph{Text: strings.TrimSpace(plain.Sentence(w.Say("decision.sweep", "title", said)) + " " + s.Description.In(w.Lang()))})
		}
	}
	var plans, options []string
	for i := range d.Frame.Plans {
		plans = append(plans, w.Say("onepage.plan", "letter", plain.Letter(i), "plan", d.Title(i), "text", inShort(l.planText(&d.Frame.Plans[i]))))
	}
	if !d.Settings() {
		return append(blocks, document.List{Items: plans})
	}
	for i, p := range plans { // letters are those of the options
		plans[i] = strings.TrimPrefix(p, plain.Letter(i)+". ")
	}
	for o := range d.Options {
		options = append(options, w.Say("onepage.title", "letter", d.Letter(o), "plan", d.Options[o].Name))
	}
	return append(blocks, document.List{Items: plans}, document.Paragraph{Text: w.Say("decision.options", "count", len(options))}, document.List{Items: options})
}

// howBlocks say how much was simulated, and what differs between the simulations.
func howBlocks(d *decide.Decision, l illustrator, t *decide.Telling) []document.Block {
	w, m := d.Words, &d.Frame.Manifest
	said := w.Say("decision.cells", "plans", len(d.Frame.Plans), "draws", m.Draws, "replicates", m.Replicates, "all", len(m.Cells()))
	if m.Points > 0 {
		said = w.Say("decision.cells_points", "plans", len(d.Frame.Plans), "points", m.Points, "draws", m.Draws, "replicates", m.Replicates, "all", len(m.Cells()))
	}
	blocks := []document.Block{document.Paragraph{Text: said}}
	if drawn, without := drawn(d, l); drawn > 0 {
		blocks = append(blocks, document.Paragraph{Text: w.Say("decision.drawn", "count", drawn, "without", without)})
	}
	if m.Numbers != nil {
		blocks = append(blocks, document.Paragraph{Text: l.ownNumbers(ownShown)})
	}
	blocks = append(blocks, t.Blocks[decide.OfReading]...)
	if d.Varies() {
		blocks = append(blocks, factorTable(d, l))
	}
	return blocks
}

// drawn counts the parameters that differ between the draws, and those without a source.
func drawn(d *decide.Decision, l illustrator) (all, without int) {
	for _, in := range d.Inputs {
		if in.Factor {
			continue
		}
		for _, path := range in.Paths {
			all++
			if e := l.entry(path); e != nil && sourceless(e) {
				without++
			}
		}
	}
	return all, without
}

// factorTable is what a sweep varies on purpose: its values or its range, and whose they are.
func factorTable(d *decide.Decision, l illustrator) document.Table {
	w := d.Words
	t := document.Table{Caption: w.Say("decision.factors"), Columns: []document.Column{
		{Head: w.Say("decide.head.input"), Width: 1.6}, {Head: w.Say("decision.values"), Width: 1.4}, {Head: w.Say("decision.register"), Width: 0.8}, {Head: w.Say("report.source"), Width: 1.2},
	}}
	for k, f := range d.Frame.Design.Factors {
		values := plain.ValuesText(w, &f)
		if values == "" {
			values = w.Say("compare.from_to", "low", l.plain(f.Low), "high", l.plain(f.High))
			if f.Kind == "lever" {
				values = strings.TrimSpace(values + " " + plain.UnitText(w, &f))
			}
		}
		source, known := document.Cell{Text: w.Say("decision.lever")}, "–"
		if f.Kind != "lever" {
			source = document.Cell{Text: w.Say("report.unsourced"), Style: document.Warning}
			if e := l.entry(f.Path); e != nil {
				if known = l.rangeOf(f.Path); known == "" {
					known = "–"
				}
				if !sourceless(e) {
					source = document.Cell{Text: l.sourceOf(e)}
				}
			}
		}
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: d.FactorName(k)}, {Text: values}, {Text: known}, source}})
	}
	return t
}

// mostAssumptions is how many assumptions are listed of which nothing else is told.
const mostAssumptions = 10

// assumptionBlocks list the assumptions that something here is told of, and after them
// the first of those of the report, with their sources.
func assumptionBlocks(d *decide.Decision, l illustrator, named []string) []document.Block {
	var list []report.Assumption
	others := 0
	for _, a := range l.assumptions(named...) {
		if !slices.Contains(named, a.Path) {
			if others++; others > mostAssumptions {
				break
			}
		}
		list = append(list, a)
	}
	blocks := []document.Block{document.Paragraph{Text: strings.TrimSpace(l.unsourced() + " " + d.Words.Say("decision.assumptions")), Style: document.Note}}
	if len(list) == 0 {
		return blocks
	}
	return append(blocks, l.assumptionTable(list))
}
