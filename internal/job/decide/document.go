package decide

import (
	"fmt"
	"slices"
	"strings"

	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/outputs/decision"
	"piramide/outputs/document"
	"piramide/outputs/figure"
)

// Settings says whether options are plans at settings of their levers.
func (d *Decision) Settings() bool { return len(d.Options) != len(d.Frame.Plans) }

// ChoiceBlocks are what follows for a choice, or why nothing does.
func (d *Decision) ChoiceBlocks(t *Telling) []document.Block {
	w := d.Words
	lead := func(said string) document.Block { return document.Paragraph{Text: said, Style: document.Lead} }
	if d.Barred != "" {
		blocks := []document.Block{lead(w.Say("decision.barred." + d.Barred))}
		return append(blocks, d.Lettered(t.Blocks["regret"])...)
	}
	c := decision.Acceptability(d.weighed(), []float64{d.Threshold})
	blocks := []document.Block{lead(plain.Sentence(d.winner(c, 0)))}
	if loss := decision.ExpectedLoss(d.netBenefits())[c.Best[0]]; loss > 0 {
		blocks = append(blocks, lead(w.Say("decision.loss", "best", d.Options[c.Best[0]].Name, "loss", w.Euro(loss, 2))))
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
	return append(blocks, d.Lettered(t.Blocks["benefit"])...)
}

// switches says at which prices of a QALY another option is the best on average; "" where a
// switch would be noise.
func (d *Decision) switches() string {
	c := decision.Acceptability(d.weighed(), thresholds(1000))
	last := c.Thresholds[len(c.Thresholds)-1]
	var parts []string
	for k, x := range c.Thresholds {
		if k == 0 || c.Best[k] != c.Best[k-1] {
			parts = append(parts, d.Words.Say("decision.from", "threshold", x, "best", d.Options[c.Best[k]].Name))
		}
	}
	switch {
	case len(parts) == 1:
		return d.Words.Say("decision.steady", "last", last)
	case d.told():
		return d.Words.Say("decision.switches", "list", strings.Join(parts, d.Words.Say("compare.between")))
	}
	return ""
}

// Lettered writes plans in the first column of tables in full; settings of levers are too
// long for a table.
func (d *Decision) Lettered(blocks []document.Block) []document.Block {
	if d.Settings() {
		return blocks
	}
	for _, b := range blocks {
		x, ok := b.(document.Table)
		if !ok {
			continue
		}
		x.Columns[0].Width = plain.MostWide
		for _, r := range x.Rows {
			for o := range d.Options {
				if r.Cells[0].Text == d.Letter(o) {
					r.Cells[0].Text = d.Words.Say("onepage.title", "letter", d.Letter(o), "plan", d.Options[o].Name)
					break
				}
			}
		}
	}
	return blocks
}

// FigureBlocks are the figures of a decision, numbered, and which could not be drawn.
func (d *Decision) FigureBlocks() (blocks []document.Block) {
	pictures, failed := d.Pictures()
	for _, said := range failed {
		blocks = append(blocks, document.Paragraph{Text: said, Style: document.Note})
	}
	for i, p := range pictures {
		blocks = append(blocks, document.Picture{
			Drawing: p.Fig.In(figure.Page), Alt: p.Fig.Alt(), Caption: d.Words.Say("report.figure_number", "number", fmt.Sprint(i+1)) + ". " + p.Fig.Title(),
		})
	}
	return blocks
}

// AboutBlocks say which outcome sensitivity is about, and which others it could be.
func (d *Decision) AboutBlocks() []document.Block {
	var others []string
	for _, i := range d.Frame.Indicators {
		if i.Headline && i.ID != d.Indicator.ID && d.kept(i.ID) {
			others = append(others, i.ID)
		}
	}
	if others == nil {
		return nil
	}
	return []document.Block{document.Paragraph{Text: d.Words.Say("decision.about", "indicator", d.Words.Say(d.Indicator.TitleID()), "others", reading.Listed(others)), Style: document.Note}}
}

// Under are measures that are told of this folder, each under its question.
func (t *Telling) Under(measures ...string) (blocks []document.Block) {
	for _, m := range measures {
		if t.d.applies(m) && t.Blocks[m] != nil {
			blocks = append(append(blocks, document.Heading{Level: 2, Text: t.d.Words.Say("decide.title." + m)}), t.Blocks[m]...)
		}
	}
	return blocks
}

// PrecisionBlocks say how many simulations are still needed, and of which kind.
func (d *Decision) PrecisionBlocks(t *Telling) []document.Block {
	blocks := slices.Clone(t.Blocks["precision"])
	if d.Frame.Design != nil && !d.applies("precision") {
		blocks = append(blocks, document.Paragraph{Text: d.Words.Say("decision.points_differ")})
	}
	return append(blocks, t.Under("variance")...)
}
