package job

import (
	"fmt"
	"slices"
	"strings"

	"piramide/outputs/decision"
	"piramide/outputs/document"
	"piramide/outputs/figure"
)

// settings says whether options are plans at settings of their levers.
func (d *Decision) settings() bool { return len(d.options) != len(d.Frame.Plans) }

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
