package job

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/outputs"
	"piramide/outputs/document"
)

// wrapped breaks a text into lines of a table's width, at no space that does not break.
func wrapped(said string) string { return wrappedTo(said, outputs.TableWidth) }

func wrappedTo(said string, width int) string {
	const noBreak, kept = "\u00a0", "\ue000" // WrapSoft breaks at either kind of space
	return strings.ReplaceAll(text.WrapSoft(strings.ReplaceAll(said, noBreak, kept), width), kept, noBreak)
}

// lines is a plain table: a heading, a rule, columns two spaces apart; the first
// column is left-aligned and wraps where the table would be too wide, numbers are
// right-aligned.
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

// leastName is how narrow the first column of a wide table becomes.
const leastName = 28

func (t *lines) String() string {
	widths := make([]int, len(t.rows[0]))
	total := 2 * (len(widths) - 1)
	for i := range widths {
		for _, r := range t.rows {
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
	for k, r := range t.rows {
		for n, name := range strings.Split(wrappedTo(r[0], widths[0]), "\n") {
			line := []string{name + strings.Repeat(" ", widths[0]-text.StringWidthWithoutEscSequences(name))}
			for i, c := range r[1:] {
				pad := strings.Repeat(" ", widths[i+1]-text.StringWidthWithoutEscSequences(c))
				switch {
				case n > 0: // the numbers stand beside the first line
				case i+1 < t.text:
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

// sentence ends a text with a full stop, unless it ends with a mark of its own.
func sentence(s string) string {
	if strings.HasSuffix(s, "?") || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}
