package job

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/outputs"
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
