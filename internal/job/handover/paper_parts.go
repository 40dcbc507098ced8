package handover

import (
	"strings"

	"piramide/outputs"
	"piramide/outputs/document"
	"piramide/outputs/report"
)

// paperPart is a section of sentences and tables on paper.
func (l illustrator) paperPart(p report.Part) (blocks []document.Block) {
	if p.ID == "" {
		return nil
	}
	add := func(b ...document.Block) { blocks = append(blocks, b...) }
	add(document.Heading{Level: 1, Text: l.w.Say("report.part." + p.ID)})
	for _, said := range p.Intro {
		add(document.Paragraph{Text: said})
	}
	for _, t := range p.Tables {
		add(paperTable(t)...)
	}
	for _, said := range p.Notes {
		add(document.Paragraph{Text: said, Style: document.Note})
	}
	return blocks
}

// paperTable is a table of texts on paper; the widths that it leaves open share the rest.
func paperTable(t report.Table) []document.Block {
	out := document.Table{Caption: t.Title}
	rest, open := 100, 0
	for _, c := range t.Columns {
		if rest -= c.Width; c.Width == 0 {
			open++
		}
	}
	for _, c := range t.Columns {
		width := float64(c.Width)
		if c.Width == 0 {
			width = float64(rest) / float64(open)
		}
		out.Columns = append(out.Columns, document.Column{Head: c.Head, Width: width, Number: c.Number})
	}
	for _, r := range t.Rows {
		row := document.Row{Sum: r.Sum}
		for _, x := range r.Cells {
			cell := document.Cell{Text: strings.Join(x.Lines, " "), Under: x.Under}
			for _, link := range x.Links {
				cell.Text = strings.TrimLeft(cell.Text+", "+link.Label, ", ")
			}
			switch {
			case x.Warn:
				cell.Style = document.Warning
			case x.Mark == report.Clear:
				cell.Style = document.Strong
			case x.Mark == report.NoDifference || x.Mark == report.Mark(outputs.Identical):
				cell.Style = document.Quiet
			}
			row.Cells = append(row.Cells, cell)
		}
		out.Rows = append(out.Rows, row)
	}
	if t.Below != "" {
		return []document.Block{out, document.Paragraph{Text: t.Below, Style: document.Note}}
	}
	return []document.Block{out}
}

// withoutMarks drops the backquotes around commands, which only the page can show.
func withoutMarks(d *document.Document) {
	plain := func(s string) string { return strings.ReplaceAll(s, "`", "") }
	for i, block := range d.Blocks {
		switch x := block.(type) {
		case document.Paragraph:
			x.Text = plain(x.Text)
			d.Blocks[i] = x
		case document.Table:
			for _, row := range x.Rows {
				for k := range row.Cells {
					row.Cells[k].Text = plain(row.Cells[k].Text)
				}
			}
		}
	}
}

// ownShown is how many own numbers a document names that has room; the report names all.
const ownShown = 6

// ownNumbers says in a paragraph which own numbers the result was made with, the first
// of them in full; "" when there are none.
func (l illustrator) ownNumbers(most int) string {
	list := l.c.Result.Manifest.Numbers.Few(l.w, most)
	if list == nil {
		return ""
	}
	return l.w.Say("numbers.said", "list", strings.Join(list, " "))
}
