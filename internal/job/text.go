package job

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/outputs"
	"piramide/outputs/document"
)

// wrapped breaks a text into lines of a table's width, at no space that does not break.
func wrapped(said string) string {
	const noBreak, kept = "\u00a0", "\ue000" // WrapSoft breaks at either kind of space
	return strings.ReplaceAll(text.WrapSoft(strings.ReplaceAll(said, noBreak, kept), outputs.TableWidth), kept, noBreak)
}

// lines is a plain table: a heading, a rule, columns two spaces apart; the first
// column is left-aligned, numbers are right-aligned.
type lines struct {
	rows [][]string
	text int // the column from which on there is text again
}

func plainTable(head ...string) *lines { return &lines{rows: [][]string{head}, text: 5} }

func (t *lines) row(cells ...string) { t.rows = append(t.rows, cells) }

// How many letters make a column of a document as narrow and as wide as it gets.
const (
	leastWide = 9
	mostWide  = 36
)

// document is the table on paper, each column as wide as what it holds asks.
func (t *lines) document() document.Table {
	out := document.Table{}
	for i, head := range t.rows[0] {
		widest := leastWide
		for _, r := range t.rows {
			widest = max(widest, min(text.StringWidthWithoutEscSequences(r[i]), mostWide))
		}
		out.Columns = append(out.Columns, document.Column{Head: head, Width: float64(widest), Number: i > 0 && i < t.text})
	}
	for _, r := range t.rows[1:] {
		row := document.Row{}
		for _, c := range r {
			row.Cells = append(row.Cells, document.Cell{Text: c})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func (t *lines) String() string {
	widths := make([]int, len(t.rows[0]))
	for _, r := range t.rows {
		for i, c := range r {
			widths[i] = max(widths[i], text.StringWidthWithoutEscSequences(c))
		}
	}
	var b strings.Builder
	for k, r := range t.rows {
		var line strings.Builder
		for i, c := range r {
			pad := strings.Repeat(" ", widths[i]-text.StringWidthWithoutEscSequences(c))
			if i > 0 {
				line.WriteString("  ")
			}
			if i > 0 && i < t.text {
				line.WriteString(pad + c)
			} else {
				line.WriteString(c + pad)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
		if k == 0 {
			total := 2 * (len(widths) - 1)
			for _, w := range widths {
				total += w
			}
			b.WriteString(strings.Repeat("─", total) + "\n")
		}
	}
	return b.String()
}
