package plain

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/outputs"
	"piramide/outputs/document"
)

// Lines is a plain table: a heading, a rule, columns two spaces apart; the first
// column is left-aligned and wraps where the table would be too wide, numbers are
// right-aligned.
type Lines struct {
	Rows [][]string
	Text int // the column from which on there is text again
}

// Table begins a table with the names of its columns.
func Table(head ...string) *Lines { return &Lines{Rows: [][]string{head}, Text: 5} }

// Row adds a line of cells.
func (t *Lines) Row(cells ...string) { t.Rows = append(t.Rows, cells) }

// How many letters make a column of a document as narrow and as wide as it gets.
const (
	leastWide = 9
	MostWide  = 36
)

// Document is the table on paper, each column as wide as what it holds asks.
func (t *Lines) Document() document.Table {
	out := document.Table{}
	for i, head := range t.Rows[0] {
		widest := leastWide
		for _, r := range t.Rows {
			widest = max(widest, min(text.StringWidthWithoutEscSequences(r[i]), MostWide))
		}
		out.Columns = append(out.Columns, document.Column{Head: head, Width: float64(widest), Number: i > 0 && i < t.Text})
	}
	for _, r := range t.Rows[1:] {
		row := document.Row{}
		for _, c := range r {
			row.Cells = append(row.Cells, document.Cell{Text: c})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// leastName is how narrow the first column of a wide table becomes.
const leastName = 28

func (t *Lines) String() string {
	widths := make([]int, len(t.Rows[0]))
	total := 2 * (len(widths) - 1)
	for i := range widths {
		for _, r := range t.Rows {
			if i < len(r) {
				widths[i] = max(widths[i], text.StringWidthWithoutEscSequences(r[i]))
			}
		}
		total += widths[i]
	}
	if over := total - outputs.TableWidth; over > 0 && widths[0] > leastName {
		narrow := max(leastName, widths[0]-over)
		total, widths[0] = total-widths[0]+narrow, narrow
	}
	var b strings.Builder
	for k, r := range t.Rows {
		for n, name := range strings.Split(wrappedTo(r[0], widths[0]), "\n") {
			line := []string{name + strings.Repeat(" ", widths[0]-text.StringWidthWithoutEscSequences(name))}
			for i, c := range r[1:] {
				pad := strings.Repeat(" ", widths[i+1]-text.StringWidthWithoutEscSequences(c))
				switch {
				case n > 0: // the numbers stand beside the first line
				case i+1 < t.Text:
					line = append(line, pad+c)
				default:
					line = append(line, c+pad)
				}
			}
			b.WriteString(strings.TrimRight(strings.Join(line, "  "), " ") + "\n")
		}
		if k == 0 {
			b.WriteString(strings.Repeat("─", total) + "\n")
		}
	}
	return b.String()
}
