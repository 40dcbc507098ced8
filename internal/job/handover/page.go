package handover

import (
	"cmp"
	"io"
	"math"
	"slices"
	"strings"

	"piramide/internal/job"
	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/internal/job/version"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/report"
	"piramide/scenarios/evidence"
)

// Illustrate draws the figures and writes them and the report into the folder. Of two
// languages the report has both and the figures the first: piramide plot draws them in
// another. It tells which figures could not be drawn.
func Illustrate(store *outputs.Store, c *outputs.Comparison, ws []*words.Words) (failed []string, err error) {
	ls := illustrators(c, ws)
	l := ls[0]
	pictures, failed := l.pictures()
	if err := writePictures(store, pictures); err != nil {
		return failed, err
	}
	if len(l.c.Plans) < 2 {
		return failed, nil // the page sets plans beside each other
	}
	pages := make([]report.Report, len(ls))
	for i, l := range ls {
		own, without := pictures, failed
		if i > 0 {
			own, without = l.pictures()
		}
		if pages[i], err = l.page(own, without); err != nil {
			return failed, err
		}
	}
	page, err := webPage(ls, pages)
	if err != nil {
		return failed, err
	}
	return failed, store.WriteFile(reading.ReportFile, func(out io.Writer) error { return report.Write(out, page) })
}

// page fills the report; failed says which figures it does without.
func (l illustrator) page(pictures []reading.Picture, failed []string) (r report.Report, err error) {
	w, c := l.w, l.c
	head, all := l.years()
	titles := make([]string, len(c.Plans))
	for i := range titles {
		titles[i] = w.Say("page.quote", "text", l.title(i))
	}
	r = report.Report{
		Words:      w,
		Title:      w.Say("page.title", "count", len(c.Plans), "region", l.where),
		Subtitle:   w.Say("page.subtitle_one_period", "people", int(l.people()), "from", all.First, "to", all.Last),
		OnlyChance: c.ChanceOnly,
		Question:   w.Say("page.question", "region", l.where, "plans", strings.Join(titles, ", ")),
	}
	if head != all {
		r.Subtitle = w.Say("page.subtitle", "people", int(l.people()), "from", all.First, "to", all.Last, "head", head.Last)
	}
	for i := range c.Plans {
		r.Plans = append(r.Plans, report.Plan{Title: l.title(i), Sentence: l.planText(&c.Plans[i]), Notes: l.notes(&c.Plans[i])})
	}
	closing := outputs.Closing(c, w, reading.ReportFile)
	r.Answer = closing[:len(closing)-1] // the last one names the file the reader has open
	if said := l.unsourced(); said != "" {
		r.Answer = append(r.Answer, said)
	}
	r.Threshold = l.thresholds()
	first := l.comparison(head)
	first.Note = strings.Join(c.StaffedYears(head, w), " ")
	if id := c.IntervalsID(); id != "compare.intervals" {
		first.Note = strings.TrimSpace(first.Note + " " + w.Say(id, "count", c.Draws*c.Replicates))
	}
	r.Comparisons = []report.Comparison{first}
	for _, p := range c.Periods[1:] {
		r.Others = append(r.Others, folded(l.compact(l.period(p), l.headlines(p)))...)
	}
	r.Others = append(r.Others, l.otherTables(head)...)
	r.FigureNotes = failed
	for _, p := range pictures {
		svg, err := p.SVG()
		if err != nil {
			return r, err
		}
		r.Figures = append(r.Figures, report.Figure{Plan: l.planOf(p.Name), Title: p.Fig.Title(), Alt: p.Fig.Alt(), SVG: svg, Files: []report.Link{
			{Label: "PNG", Href: "figures/" + p.Name + ".png"}, {Label: "SVG", Href: "figures/" + p.Name + ".svg"}, {Label: "PDF", Href: "figures/" + p.Name + ".pdf"},
		}})
	}
	for i, p := range c.Plans[1:] {
		t := l.whoPays(p.ID, l.title(i+1))
		t.Plan = i + 1
		r.Parties = append(r.Parties, t)
	}
	r.PartyNote = w.Say("ledger.break_even.note", "year", all.Last) + " " + w.Say("ledger.side.note")
	r.Outcomes, r.OutcomeNote = l.outcomes()
	r.Perspectives, r.PerspectiveNotes = l.perspectives()
	if r.Explained, err = l.explained(); err != nil {
		return r, err
	}
	r.ExplainedLead = w.Say(explainedLead(r.Explained, "lead"))
	r.NotModelled = notModelled(w)
	for _, id := range []string{"draws", "burn_in", "cohort", "levels", "effects", "prices"} {
		r.Methods = append(r.Methods, report.Fact{Name: w.Say("page.method." + id + ".name"), Text: w.Say("page.method."+id+".text", "count", c.Draws*c.Replicates)})
	}
	for i, p := range c.Plans[1:] {
		if share, kept := c.SameLives(p.ID); kept {
			r.Pairing = append(r.Pairing, report.Fact{Name: l.title(i + 1), Text: w.Say("page.same_lives", "share", share)})
		}
	}
	m := &c.Result.Manifest
	r.Subtitle += " – " + w.Say("compare.assumptions", "sets", m.AssumptionTitles(w.Lang()))
	for _, set := range m.Assumptions {
		r.Methods = append(r.Methods, report.Fact{Name: w.Say("compare.assumptions", "sets", set.TitleIn(w.Lang())), Text: set.DescriptionIn(w.Lang())})
	}
	for _, said := range m.Numbers.Sentences(w) {
		r.Methods = append(r.Methods, report.Fact{Name: w.Say("numbers.heading"), Text: said})
	}
	r.Run = []report.Fact{
		{Name: w.Say("page.run.version"), Text: "piramide " + version.Name() + ", " + m.Engine, Code: true},
		{Name: w.Say("page.run.command"), Text: "piramide " + strings.Join(plain.Quoted(append(slices.Clone(m.Command), "--lang", l.lang)), " "), Code: true},
		{Name: w.Say("page.run.digest"), Text: m.Digest(), Code: true},
	}
	r.Assumptions = l.assumptions()
	l.fillSections(&r)
	return r, nil
}

// notModelled is what no number of a result holds.
func notModelled(w *words.Words) (said []string) {
	for _, id := range []string{"pilots", "behaviour", "quality", "migration", "productivity", "effects"} {
		said = append(said, w.Say("page.not_modelled."+id))
	}
	return said
}

// planText is what a plan is.
func (l illustrator) planText(p *outputs.Plan) string {
	if text := p.DescriptionIn(l.w.Lang()); text != "" {
		return text
	}
	var said []string
	for _, m := range p.Sentences {
		said = append(said, l.w.Tell(m))
	}
	return strings.Join(said, " ")
}

// notes is what must be known about the numbers of a plan, each once: a budget,
// its amount and its basis.
func (l illustrator) notes(p *outputs.Plan) (out []string) {
	for _, m := range p.Notes {
		if s := words.Capital(l.w.Tell(m)); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, s := range reading.EqualNotes(l.c, p, l.w) {
		if s = words.Capital(s); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// people is how many inhabitants the region has at the start.
func (l illustrator) people() (n float64) {
	for _, t := range l.c.Result.Pyramids(l.c.Base)[0].Tiers {
		count, _ := l.c.Result.TierSpread(l.c.Base, "start", t)
		n += count.Middle()
	}
	return n
}

// period is the title of the tables of a period.
func (l illustrator) period(p outputs.Period) string {
	if p.ID == outputs.PeriodFirstTeam {
		plans, count := l.c.StaffedFrom(p.First, l.w)
		return l.w.Say("page.period."+p.ID, "from", p.First, "plans", plans, "count", count)
	}
	return l.w.Say("page.period."+p.ID, "from", p.First, "to", p.Last, "count", p.Last-p.First+1)
}

// comparison is the table of the headline indicators in a period.
func (l illustrator) comparison(p outputs.Period) report.Comparison {
	t := report.Comparison{Title: l.period(p), Interval: l.w.Say("report.interval", "count", l.c.Draws*l.c.Replicates)}
	for _, r := range l.headlines(p) {
		t.Rows = append(t.Rows, l.row(r))
	}
	return t
}

// row is an indicator with the level under the first plan and the differences.
func (l illustrator) row(r *outputs.Row) report.Row {
	w := l.w
	shape := outputs.Shape{Indicator: &r.Indicator, Words: w}
	row := report.Row{Indicator: w.Say(r.Indicator.TitleID()), Unit: w.Say(r.Indicator.UnitID()), First: shape.Value(r.Base), Term: r.Indicator.Term}
	if r.Indicator.Relative {
		row.First = w.Number(0, 0)
	}
	for i, d := range r.Plans {
		cell := l.cell(shape, d)
		cell.How = l.how(r, i)
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// exists says whether any plan has the quantity.
func exists(r *outputs.Row) bool {
	return r.Base.Cells > 0 || slices.ContainsFunc(r.Plans, func(d outputs.Difference) bool { return d.Value.Cells > 0 })
}

// own is the value of a plan itself, with % where it is a share.
func own(shape outputs.Shape, e outputs.Estimate) string {
	if x := e.Middle(); shape.Indicator.IsShare() && !math.IsInf(x, 0) {
		return shape.Words.Percent(x, max(shape.Digits(e), 0))
	}
	return shape.Value(e)
}

func (l illustrator) cell(shape outputs.Shape, d outputs.Difference) report.Cell {
	if d.Diff.Cells == 0 { // the first plan has no such quantity: show the plan's own
		if d.Value.Cells == 0 {
			return report.Cell{Difference: l.w.Say("page.absent")}
		}
		return report.Cell{Difference: l.w.Say("page.own_level", "value", own(shape, d.Value)), Verdict: l.w.Say("page.own_level_verdict")}
	}
	middle, low, high, mc := shape.Difference(d.Diff)
	cell := report.Cell{Difference: middle, Mark: report.Mark(d.Mark), Verdict: l.verdict(d)}
	if d.Mark == outputs.Identical {
		return cell
	}
	cell.Interval, cell.Error = l.w.Say("compare.from_to", "low", low, "high", high), mc
	if !strings.HasPrefix(mc, "<") {
		cell.Error = "±" + mc
	}
	if d.Origin != "" {
		cell.Origin = l.w.Say("origin." + string(d.Origin) + ".name")
	}
	return cell
}

// assumptionsShown is how many parameters without a source and off the known
// paths are listed; `piramide evidence wanted` has them all.
const assumptionsShown = 20

// assumptions lists the effects of care on the way to the headline indicators,
// those that reach most indicators first, then what money makes people do in a
// compared plan, and after them the parameters without a source whose range is widest.
// Those that a document names itself come before all.
func (l illustrator) assumptions(named ...string) []report.Assumption {
	reach, headlines := map[string]int{}, 0
	for i := range l.c.Result.Indicators {
		ind := &l.c.Result.Indicators[i]
		if ind.Headline {
			headlines++
		}
		for _, path := range ind.Effects {
			if ind.Headline {
				reach[path]++
			}
		}
	}
	var own, onPath, conduct, others []outputs.RegisterEntry
	for _, e := range l.c.Result.Register {
		switch {
		case e.Own || slices.Contains(named, e.Path):
			own = append(own, e)
		case reach[e.Path] > 0:
			onPath = append(onPath, e)
		case l.acts(e.Path):
			conduct = append(conduct, e)
		case sourceless(&e) && width(e) > 0:
			others = append(others, e)
		}
	}
	slices.SortStableFunc(onPath, func(a, b outputs.RegisterEntry) int { return reach[b.Path] - reach[a.Path] })
	slices.SortStableFunc(others, func(a, b outputs.RegisterEntry) int { return cmp.Compare(width(b), width(a)) })
	reg, _, err := job.Defaults()
	var out []report.Assumption
	for _, e := range append(append(append(own, onPath...), conduct...), others[:min(len(others), assumptionsShown)]...) {
		a := report.Assumption{Path: e.Path, Parameter: e.Path, Value: l.plain(e.Value), Source: l.sourceOf(&e)}
		if row, known := reg.Row(e.EvidenceID); err == nil && known {
			a.Parameter = evidence.In(l.w.Lang(), row.Quantity) + " (" + e.Path + ")"
			if name := l.w.Parameter(e.Path); name != "" {
				a.Parameter = name + " (" + e.Path + ")"
			}
		}
		if e.Low != nil && e.High != nil {
			a.Range = l.w.Say("compare.from_to", "low", l.plain(*e.Low), "high", l.plain(*e.High))
		}
		if n := reach[e.Path]; n > 0 {
			a.Influence = l.w.Say("page.influence", "count", n, "all", headlines)
		}
		if sourceless(&e) {
			a.Source = ""
		}
		out = append(out, a)
	}
	return out
}

// unsourced says how many numbers of the run no source gives; "" when each has one.
func (l illustrator) unsourced() string {
	without := 0
	for _, e := range l.c.Result.Register {
		if sourceless(&e) {
			without++
		}
	}
	if without == 0 {
		return ""
	}
	return l.w.Say("report.unsourced_count", "count", without, "all", len(l.c.Result.Register))
}

// sourceless says whether no source gives a number of the register.
func sourceless(e *outputs.RegisterEntry) bool { return e.Kind == "assumption" && !e.Own }

// sourceOf says where a parameter comes from: what its row cites, or the set of
// assumptions that gives it a number of its own.
func (l illustrator) sourceOf(e *outputs.RegisterEntry) string {
	if id, of := strings.CutPrefix(e.Source, "assumptions/"); of {
		sets := l.c.Result.Manifest.Assumptions
		if i := slices.IndexFunc(sets, func(s outputs.AssumptionSet) bool { return s.ID == id }); i >= 0 {
			return l.w.Say("report.source_set", "title", sets[i].TitleIn(l.w.Lang()))
		}
	}
	return evidence.In(l.w.Lang(), e.Source)
}

// width is the range of a parameter relative to its value.
func width(e outputs.RegisterEntry) float64 {
	if e.Low == nil || e.High == nil || e.Value == 0 {
		return 0
	}
	return (*e.High - *e.Low) / math.Abs(e.Value)
}

// plain writes a number with at most three significant digits after the comma, and no
// zeros at its end that tell nothing.
func (l illustrator) plain(x float64) string {
	d := 0
	if x != 0 {
		d = min(max(0, 2-int(math.Floor(math.Log10(math.Abs(x))))), 6)
	}
	for ; d > 0; d-- {
		if whole := x * math.Pow(10, float64(d-1)); math.Abs(whole-math.Round(whole)) > 0.05 {
			break
		}
	}
	return l.w.Number(x, d)
}
