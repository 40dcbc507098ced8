package job

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/decision"
	"piramide/outputs/document"
	"piramide/outputs/figure"
	"piramide/outputs/report"
	"piramide/scenarios"
	"piramide/scenarios/evidence"
)

// decisionWriter writes the decision report of a folder: what decide tells and plot draws
// of it, as one document.
func decisionWriter(r DecideRequest, ws []*words.Words) (func(io.Writer, string) error, error) {
	ls := make([]illustrator, len(ws))
	decisions := map[string]*Decision{}
	for i, w := range ws {
		d, err := Decide(r, w)
		if err != nil {
			return nil, err
		}
		if d.Frame.Design == nil && len(d.Frame.Plans) < 2 {
			return nil, fail(Usage, nil, "report_one_plan", "folder", r.Folder)
		}
		ls[i], decisions[w.Lang()] = d.illustrator(), d
	}
	doc, err := inLanguages(ls, func(l illustrator) (*document.Document, error) { return decisions[l.w.Lang()].report(), nil })
	return doc.Write, err
}

// illustrator has what a decision knows of a comparison: the register and the plans.
func (d *Decision) illustrator() illustrator {
	f := d.Frame
	r := &outputs.Result{Dir: d.Folder, Manifest: f.Manifest, Plans: f.Plans, Register: f.Register, Indicators: f.Indicators}
	return illustrator{
		c: &outputs.Comparison{Base: f.Plans[0].ID, Plans: f.Plans, Periods: []outputs.Period{f.Period}, Draws: f.Manifest.Draws, Replicates: f.Manifest.Replicates, ChanceOnly: f.Manifest.FixedParameters, Result: r},
		w: d.words, where: regionName(f.Manifest.Region, d.words),
	}
}

// report is the decision as a document for who has to choose. It calculates nothing of its
// own: every number is one that decide tells.
func (d *Decision) report() *document.Document {
	w, m, l, t := d.words, &d.Frame.Manifest, d.illustrator(), d.tell()
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
	section("report.question", d.questionBlocks(l)...)
	section("decision.how", d.howBlocks(l, t)...)
	section("decision.follows", d.choiceBlocks(t)...)
	if d.barred == "" {
		section("decide.title.frontier", d.lettered(t.blocks["frontier"])...)
	}
	section("report.figures", d.figureBlocks()...)
	if d.barred == "" {
		section("decision.worth", t.under("evpi", "evppi")...)
	}
	if turns := t.under("tornado", "sobol", "morris", "prim"); turns != nil {
		section("decision.turns", append(d.aboutBlocks(), turns...)...)
	}
	section("decide.title.precision", d.precisionBlocks(t)...)
	section("report.assumptions", d.assumptionBlocks(l, t.named)...)
	section("report.not_modelled", document.List{Items: notModelled(w)})
	section("report.run", document.List{Items: []string{
		w.Say("onepage.fact", "name", w.Say("page.run.version"), "text", "piramide "+Version()+", "+m.Engine),
		w.Say("onepage.fact", "name", w.Say("page.run.command"), "text", "piramide "+strings.Join(quoted(m.Command), " ")),
		w.Say("onepage.fact", "name", w.Say("page.run.digest"), "text", m.Digest()),
	}}, document.Paragraph{Text: w.Say("decision.closing"), Style: document.Note})
	withoutMarks(doc)
	return doc
}

// questionBlocks are what is asked, and each plan in a sentence or two.
func (d *Decision) questionBlocks(l illustrator) []document.Block {
	w := d.words
	asked := "decision.question"
	if d.barred != "" {
		asked = "decision.question_outcome"
	}
	blocks := []document.Block{document.Paragraph{Text: w.Say(asked, "region", l.where)}}
	if s, err := scenarios.LoadSweep(filepath.Join(d.Folder, dirSweep, fileSweep)); err == nil { // a title is worth no refusal
		if said := s.Title.In(w.Lang()); said != "" {
			blocks = append(blocks, document.Paragraph{Text: strings.TrimSpace(sentence(w.Say("decision.sweep", "title", said)) + " " + s.Description.In(w.Lang()))})
		}
	}
	var plans, options []string
	for i := range d.Frame.Plans {
		plans = append(plans, w.Say("onepage.plan", "letter", letter(i), "plan", d.title(i), "text", inShort(l.planText(&d.Frame.Plans[i]))))
	}
	if !d.settings() {
		return append(blocks, document.List{Items: plans})
	}
	for i, p := range plans { // letters are those of the options
		plans[i] = strings.TrimPrefix(p, letter(i)+". ")
	}
	for o := range d.options {
		options = append(options, w.Say("onepage.title", "letter", d.letter(o), "plan", d.options[o].name))
	}
	return append(blocks, document.List{Items: plans}, document.Paragraph{Text: w.Say("decision.options", "count", len(options))}, document.List{Items: options})
}

// settings says whether options are plans at settings of their levers.
func (d *Decision) settings() bool { return len(d.options) != len(d.Frame.Plans) }

// howBlocks say how much was simulated, and what differs between the simulations.
func (d *Decision) howBlocks(l illustrator, t *telling) []document.Block {
	w, m := d.words, &d.Frame.Manifest
	said := w.Say("decision.cells", "plans", len(d.Frame.Plans), "draws", m.Draws, "replicates", m.Replicates, "all", len(m.Cells()))
	if m.Points > 0 {
		said = w.Say("decision.cells_points", "plans", len(d.Frame.Plans), "points", m.Points, "draws", m.Draws, "replicates", m.Replicates, "all", len(m.Cells()))
	}
	blocks := []document.Block{document.Paragraph{Text: said}}
	if drawn, without := d.drawn(l); drawn > 0 {
		blocks = append(blocks, document.Paragraph{Text: w.Say("decision.drawn", "count", drawn, "without", without)})
	}
	if m.Numbers != nil {
		blocks = append(blocks, document.Paragraph{Text: l.ownNumbers(ownShown)})
	}
	blocks = append(blocks, t.blocks[ofReading]...)
	if d.varies() {
		blocks = append(blocks, d.factorTable(l))
	}
	return blocks
}

// drawn counts the parameters that differ between the draws, and those without a source.
func (d *Decision) drawn(l illustrator) (all, without int) {
	for _, in := range d.inputs {
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
func (d *Decision) factorTable(l illustrator) document.Table {
	w := d.words
	t := document.Table{Caption: w.Say("decision.factors"), Columns: []document.Column{
		{Head: w.Say("decide.head.input"), Width: 1.6}, {Head: w.Say("decision.values"), Width: 1.4}, {Head: w.Say("decision.register"), Width: 0.8}, {Head: w.Say("report.source"), Width: 1.2},
	}}
	for k, f := range d.Frame.Design.Factors {
		values := valuesText(w, &f)
		if values == "" {
			values = w.Say("compare.from_to", "low", l.plain(f.Low), "high", l.plain(f.High))
			if f.Kind == "lever" {
				values = strings.TrimSpace(values + " " + unitText(w, &f))
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
					source = document.Cell{Text: evidence.In(w.Lang(), e.Source)}
				}
			}
		}
		t.Rows = append(t.Rows, document.Row{Cells: []document.Cell{{Text: d.factorName(k)}, {Text: values}, {Text: known}, source}})
	}
	return t
}

// choiceBlocks are what follows for a choice, or why nothing does.
func (d *Decision) choiceBlocks(t *telling) []document.Block {
	w := d.words
	lead := func(said string) document.Block { return document.Paragraph{Text: said, Style: document.Lead} }
	if d.barred != "" {
		blocks := []document.Block{lead(w.Say("decision.barred." + d.barred))}
		return append(blocks, d.lettered(t.blocks["regret"])...)
	}
	c := decision.Acceptability(d.weighed(), []float64{d.Threshold})
	blocks := []document.Block{lead(sentence(d.winner(c, 0)))}
	if loss := decision.ExpectedLoss(d.netBenefits())[c.Best[0]]; loss > 0 {
		blocks = append(blocks, lead(w.Say("decision.loss", "best", d.options[c.Best[0]].name, "loss", w.Euro(loss, 2))))
	}
	if said := d.switches(); said != "" {
		blocks = append(blocks, lead(said))
	}
	if !d.told() {
		blocks = append(blocks, lead(w.Say("decision.same")))
	}
	if d.few() {
		blocks = append(blocks, document.Paragraph{Text: w.Say("decision.few", "count", d.Frame.Manifest.Draws, "least", fewDraws), Style: document.Warning})
	}
	return append(blocks, d.lettered(t.blocks["benefit"])...)
}

// switches says at which prices of a QALY another option is the best on average; "" where a
// switch would be noise.
func (d *Decision) switches() string {
	c := decision.Acceptability(d.weighed(), thresholds(1000))
	last := c.Thresholds[len(c.Thresholds)-1]
	var parts []string
	for k, x := range c.Thresholds {
		if k == 0 || c.Best[k] != c.Best[k-1] {
			parts = append(parts, d.words.Say("decision.from", "threshold", x, "best", d.options[c.Best[k]].name))
		}
	}
	switch {
	case len(parts) == 1:
		return d.words.Say("decision.steady", "last", last)
	case d.told():
		return d.words.Say("decision.switches", "list", strings.Join(parts, "; "))
	}
	return ""
}

// lettered writes plans in the first column of tables in full; settings of levers are too
// long for a table.
func (d *Decision) lettered(blocks []document.Block) []document.Block {
	if d.settings() {
		return blocks
	}
	for _, b := range blocks {
		x, ok := b.(document.Table)
		if !ok {
			continue
		}
		x.Columns[0].Width = mostWide
		for _, r := range x.Rows {
			for o := range d.options {
				if r.Cells[0].Text == d.letter(o) {
					r.Cells[0].Text = d.words.Say("onepage.title", "letter", d.letter(o), "plan", d.options[o].name)
					break
				}
			}
		}
	}
	return blocks
}

// figureBlocks are the figures of a decision, numbered, and which could not be drawn.
func (d *Decision) figureBlocks() (blocks []document.Block) {
	pictures, failed := d.pictures()
	for _, said := range failed {
		blocks = append(blocks, document.Paragraph{Text: said, Style: document.Note})
	}
	for i, p := range pictures {
		blocks = append(blocks, document.Picture{
			Drawing: p.fig.In(figure.Page), Alt: p.fig.Alt(), Caption: d.words.Say("report.figure_number", "number", fmt.Sprint(i+1)) + ". " + p.fig.Title(),
		})
	}
	return blocks
}

// aboutBlocks say which outcome sensitivity is about, and which others it could be.
func (d *Decision) aboutBlocks() []document.Block {
	var others []string
	for _, i := range d.Frame.Indicators {
		if i.Headline && i.ID != d.Indicator.ID && d.kept(i.ID) {
			others = append(others, i.ID)
		}
	}
	if others == nil {
		return nil
	}
	return []document.Block{document.Paragraph{Text: d.words.Say("decision.about", "indicator", d.words.Say(d.Indicator.TitleID()), "others", listed(others)), Style: document.Note}}
}

// under are measures that are told of this folder, each under its question.
func (t *telling) under(measures ...string) (blocks []document.Block) {
	for _, m := range measures {
		if t.d.applies(m) && t.blocks[m] != nil {
			blocks = append(append(blocks, document.Heading{Level: 2, Text: t.d.words.Say("decide.title." + m)}), t.blocks[m]...)
		}
	}
	return blocks
}

// precisionBlocks say how many simulations are still needed, and of which kind.
func (d *Decision) precisionBlocks(t *telling) []document.Block {
	blocks := slices.Clone(t.blocks["precision"])
	if d.Frame.Design != nil {
		blocks = append(blocks, document.Paragraph{Text: d.words.Say("decision.points_differ")})
	}
	return append(blocks, t.under("variance")...)
}

// mostAssumptions is how many assumptions are listed of which nothing else is told.
const mostAssumptions = 10

// assumptionBlocks list the assumptions that something here is told of, and after them
// the first of those of the report, with their sources.
func (d *Decision) assumptionBlocks(l illustrator, named []string) []document.Block {
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
	blocks := []document.Block{document.Paragraph{Text: strings.TrimSpace(l.unsourced() + " " + d.words.Say("decision.assumptions")), Style: document.Note}}
	if len(list) == 0 {
		return blocks
	}
	return append(blocks, l.assumptionTable(list))
}
