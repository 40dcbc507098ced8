package reading

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/job/plain"
	"piramide/outputs"
	"piramide/scenarios"
)

// Text is what a terminal shows.
func (b *BeforeAfter) Text() string {
	w := b.Words
	var out strings.Builder
	line := func(said string) { fmt.Fprintln(&out, text.WrapSoft(said, outputs.TableWidth)) }
	if b.Chance {
		line(strings.ToUpper(w.Say("caveat.chance_only")))
	}
	line(w.Say("before_after.title", "plan", scenarios.Text(b.Title).In(w.Lang()), "versus", scenarios.Text(b.VersusName).In(w.Lang())))
	line(w.Say("compare.assumptions", "sets", b.Numbers.Under(plain.SetTitles(b.Assumed, w.Lang()), w.Lang())))
	for _, said := range b.Numbers.Sentences(w) {
		line("  " + said)
	}
	line(w.Say("before_after.what", "count", b.Worlds))
	head := make([]string, 6)
	for i, id := range []string{"measure", "before", "after", "claimed", "without", "truth"} {
		head[i] = w.Say("before_after.head." + id)
	}
	for _, g := range b.Groups {
		out.WriteString("\n")
		line(w.Say("before_after.group."+g.ID, "people", w.Number(plain.Rounded(g.People.Middle()), 0)))
		out.WriteString("\n")
		t := plain.Table(head...)
		for _, r := range g.Rows {
			t.Row(w.Say("before_after.measure."+r.ID), b.Level(r.ID, r.Before), b.Level(r.ID, r.After), b.Change(r.Claimed), b.Level(r.ID, r.Without), b.Change(r.True))
		}
		out.WriteString(t.String())
	}
	out.WriteString("\n")
	for _, said := range b.Sentences() {
		line(said)
	}
	line(w.Say("before_after.limits"))
	line(w.Say("caveat.simulation"))
	out.WriteString(w.Say("before_after.folder", "folder", b.Folder) + "\n")
	return plain.Trim(out.String())
}

// Level is a rate per person and year.
func (b *BeforeAfter) Level(measure string, e outputs.Estimate) string {
	if measure == "insurance_cost" {
		return b.Words.Number(e.Middle(), 0)
	}
	return b.Words.Number(e.Middle(), 2)
}

// Change is a part of a level, with its interval over the worlds.
func (b *BeforeAfter) Change(e outputs.Estimate) string {
	w := b.Words
	return w.Say("before_after.change", "x", w.Signed(100*e.Middle(), 0), "low", w.Signed(100*e.Low, 0), "high", w.Signed(100*e.High, 0))
}

// Sentences say the answer in words: per group, what would have been claimed of stays,
// and what was true.
func (b *BeforeAfter) Sentences() (said []string) {
	w := b.Words
	for _, g := range b.Groups {
		r := g.Rows[0]
		said = append(said, w.Say("before_after.answer", "group", w.Say("before_after.whom."+g.ID), "measure", w.Say("before_after.of."+r.ID),
			"claimed", w.Signed(100*r.Claimed.Middle(), 0), "truth", w.Signed(100*r.True.Middle(), 1), "low", w.Signed(100*r.True.Low, 0), "high", w.Signed(100*r.True.High, 0), "k", r.Fell, "n", r.Worlds))
	}
	return said
}
