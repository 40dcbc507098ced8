package handover

import (
	"cmp"
	"slices"
	"strings"

	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
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
		question.Points = append(question.Points, w.Say("onepage.plan", "letter", plain.Letter(i), "plan", l.title(i), "text", inShort(l.planText(&c.Plans[i]))))
		question.Notes = append(question.Notes, w.Say("onepage.plan", "letter", plain.Letter(i), "plan", l.title(i), "text", l.planText(&c.Plans[i])))
	}
	if said := l.ownNumbers(ownShown); said != "" {
		question.Notes = append(question.Notes, said)
	}
	add(question)
	answer := l.answer()
	add(document.Slide{Title: l.headline(), Points: answer, Notes: l.foundThresholds()})
	pictures, failed := l.pictures()
	show := func(p reading.Picture, title, part string) {
		notes := []string{p.Fig.Alt()}
		if said := l.lostCare(head); p.Name == "money" && said != "" {
			notes = append(notes, said)
		}
		f := p.Fig.Bare()
		add(document.Slide{Title: title, Part: part, Picture: f.Filling(slideSize), Alt: p.Fig.Alt(), Notes: notes})
	}
	for _, name := range firstSlides {
		if k := slices.IndexFunc(pictures, func(p reading.Picture) bool { return p.Name == name }); k >= 0 {
			show(pictures[k], cmp.Or(l.message(name), pictures[k].Fig.Title()), "")
		}
	}
	drivers, tested := l.overturn(head)
	title := "slides.most_outcomes"
	if tested {
		title = "slides.overturn"
	}
	points := append(drivers, w.Say("slides.not_modelled", "text", w.Say("onepage.not_modelled")))
	if said := l.ownNumbers(1); said != "" {
		points = append(points, said)
	}
	add(document.Slide{Title: w.Say(title), Points: points, Notes: failed})
	for _, p := range pictures {
		if !slices.Contains(firstSlides, p.Name) {
			show(p, p.Fig.Title(), w.Say("slides.appendix"))
		}
	}
	return d
}

// slideSize is the room that a picture has under the title of a slide.
var slideSize = figure.Size{W: 960, H: 420}

// headline is the answer in one sentence, without the numbers that stand under it: which
// plan reaches more people than the first and what that does to the net cost, each as
// surely as its verdict, or that none reaches more.
func (l illustrator) headline() string {
	c, w := l.c, l.w
	if c.ChanceOnly {
		return w.Say("compare.answer.chance_only")
	}
	row, best := l.reaches()
	shape := outputs.Shape{Indicator: &row.Indicator, Words: w}
	years := []any{"from", row.Period.First, "to", row.Period.Last}
	if best < 0 {
		id := "slides.nothing"
		if row.Small() {
			id = "slides.small"
		}
		return w.Say(id, append(years, "first", l.title(0), "base", shape.Value(row.Base), "relevance", w.Short(100*row.Indicator.Relevance))...)
	}
	id := "slides.reach"
	if len(c.Plans) > 2 {
		id = "slides.reach_most"
	}
	return w.Say(id, append(years, "letter", plain.Letter(best+1), "sure", l.sure(row.Plans[best].Mark), "cost", l.netCost(best))...)
}

// mostEach is of how many compared plans a title counts each.
const mostEach = 4

// sure is a verdict that tells something as an adverb.
func (l illustrator) sure(m outputs.Mark) string { return l.w.Say("slides.sure." + string(m)) }

// netCost says what a compared plan does to the net cost, to stand in a sentence; ""
// where that was not counted.
func (l illustrator) netCost(i int) string {
	row := l.c.Row("net_cost", l.c.Periods[0].ID)
	if row == nil || row.Plans[i].Mark == outputs.NoMark {
		return ""
	}
	switch d := row.Plans[i]; {
	case d.Mark == outputs.Identical || d.Mark == outputs.NoDifference:
		return l.w.Say("slides.cost.same")
	case !told(d.Mark):
		return l.w.Say("slides.cost.unknown")
	case d.Diff.Middle() > 0:
		return l.w.Say("slides.cost.more", "sure", l.sure(d.Mark))
	default:
		return l.w.Say("slides.cost.less", "sure", l.sure(d.Mark))
	}
}

// reaches gives the row of who is reached and the place of the compared plan that
// clearly or probably reaches most; -1 where none reaches more than the first.
func (l illustrator) reaches() (row *outputs.Row, best int) {
	row, best = l.c.Row(outputs.Indicators[0].ID, l.c.Periods[0].ID), -1
	for i, d := range row.Plans {
		if d.Better > 0 && told(d.Mark) && (best < 0 || d.Diff.Middle() > row.Plans[best].Diff.Middle()) {
			best = i
		}
	}
	return row, best
}

// told says whether a difference can be told from none.
func told(m outputs.Mark) bool { return m == outputs.Clear || m == outputs.Likely }

// message is what a figure among the first slides says of the plan of the headline, in a
// sentence; "" where the question of the figure is all there is to say.
func (l illustrator) message(figure string) string {
	c, w := l.c, l.w
	head, _ := l.years()
	_, best := l.reaches()
	if c.ChanceOnly {
		return ""
	}
	plan := &c.Plans[max(best, 0)+1]
	switch figure {
	case "differences":
		if len(c.Plans) > 2 {
			var each []string
			var counts, of []int
			for i := range c.Plans[1:] {
				differ, all := l.differ(i, head)
				counts, of = append(counts, differ), append(of, all)
				each = append(each, w.Say("slides.differ_plan", "letter", plain.Letter(i+1), "differ", differ, "all", all))
			}
			if low, high := slices.Min(counts), slices.Max(counts); len(each) > mostEach && slices.Min(of) == slices.Max(of) {
				id := "slides.differ_range"
				if low == high {
					id = "slides.differ_same"
				}
				return w.Say(id, "low", low, "high", high, "all", of[0])
			}
			return w.Say("slides.differ_each", "list", strings.Join(each, w.Say("compare.between")))
		}
		differ, all := l.differ(0, head)
		return w.Say("slides.differ", "differ", differ, "all", all)
	case "money":
		var most *outputs.Balance
		for i := range c.Balances {
			if b := &c.Balances[i]; b.Plan == plan.ID && b.Period == head && pays(b.Party) && b.Diff.Middle() <= -least && (most == nil || b.Diff.Middle() < most.Diff.Middle()) {
				most = b
			}
		}
		if most != nil {
			digits := max(outputs.Shape{Indicator: &perHead, Words: w}.Digits(most.Diff), 0)
			return w.Say("slides.pays", "letter", plain.Letter(max(best, 0)+1), "party", w.Say("party."+most.Party),
				"low", w.Number(-most.Diff.High, digits), "high", w.Number(-most.Diff.Low, digits), "from", head.First, "to", head.Last)
		}
	}
	return ""
}

// differ counts the headline indicators of a compared plan that can be told from those
// of the first, and those that there are.
func (l illustrator) differ(i int, p outputs.Period) (differ, all int) {
	for _, r := range l.headlines(p) {
		if r.Plans[i].Diff.Cells == 0 {
			continue
		}
		all++
		if told(r.Plans[i].Mark) {
			differ++
		}
	}
	return differ, all
}
