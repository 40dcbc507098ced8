package job

import (
	"slices"

	"piramide/outputs"
	"piramide/outputs/document"
	"piramide/outputs/figure"
)

// firstSlides are the figures among the first five slides; the others are an appendix.
var firstSlides = []string{"differences", "money"}

// slides is five slides for a meeting, one message each, and every other figure behind
// them: question and plans, answer, what changes, who pays, what could overturn it.
func (l illustrator) slides(made string) *document.Deck {
	w, c := l.w, l.c
	head, _ := l.years()
	doc := l.document(made)
	d := &document.Deck{Lang: doc.Lang, Title: doc.Title, Caveat: doc.Caveat, Source: doc.Source}
	method := []string{w.Say("slides.notes.read")}
	for _, id := range []string{"draws", "cohort", "effects"} {
		method = append(method, w.Say("onepage.fact", "name", w.Say("page.method."+id+".name"), "text", w.Say("page.method."+id+".text", "count", c.Draws*c.Replicates)))
	}
	add := func(s document.Slide) {
		s.Notes = append(s.Notes, method...)
		d.Slides = append(d.Slides, s)
	}
	question := document.Slide{Title: w.Say("onepage.question", "region", l.where), Notes: []string{doc.Subtitle}}
	for i := range c.Plans {
		question.Points = append(question.Points, w.Say("onepage.plan", "letter", letter(i), "plan", l.title(i), "text", firstSentence(l.planText(&c.Plans[i]))))
		question.Notes = append(question.Notes, w.Say("onepage.plan", "letter", letter(i), "plan", l.title(i), "text", l.planText(&c.Plans[i])))
	}
	add(question)
	answer := l.answer()
	add(document.Slide{Title: l.headline(), Points: answer, Notes: l.foundThresholds()})
	pictures, failed := l.pictures()
	show := func(p picture) {
		f := p.fig.Bare()
		add(document.Slide{Title: p.fig.Title(), Picture: f.In(slideSize), Alt: p.fig.Alt(), Notes: []string{p.fig.Alt()}})
	}
	for _, name := range firstSlides {
		if k := slices.IndexFunc(pictures, func(p picture) bool { return p.name == name }); k >= 0 {
			show(pictures[k])
		}
	}
	add(document.Slide{Title: w.Say("slides.overturn"), Points: append(l.overturn(head), w.Say("slides.not_modelled", "text", w.Say("onepage.not_modelled"))), Notes: failed})
	for _, p := range pictures {
		if !slices.Contains(firstSlides, p.name) {
			show(p)
		}
	}
	return d
}

// slideSize is the room that a picture has under the title of a slide.
var slideSize = figure.Size{W: 960, H: 420}

// headline is the answer in one sentence: what the plan that reaches most people
// reaches, or that none reaches more.
func (l illustrator) headline() string {
	c, w := l.c, l.w
	if c.ChanceOnly {
		return w.Say("compare.answer.chance_only")
	}
	row := c.Row(outputs.Indicators[0].ID, c.Periods[0].ID)
	best := -1
	for i, d := range row.Plans {
		if d.Better > 0 && (d.Mark == outputs.Clear || d.Mark == outputs.Likely) && (best < 0 || d.Diff.Middle() > row.Plans[best].Diff.Middle()) {
			best = i
		}
	}
	shape := outputs.Shape{Indicator: &row.Indicator, Words: w}
	years := []any{"from", row.Period.First, "to", row.Period.Last}
	if best < 0 {
		return w.Say("slides.nothing", append(years, "first", l.title(0), "base", shape.Value(row.Base))...)
	}
	return w.Say("slides.reach", append(years, "plan", l.title(best+1), "first", l.title(0), "share", shape.Value(row.Plans[best].Value), "base", shape.Value(row.Base))...)
}
