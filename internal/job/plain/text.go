package plain

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/document"
	"piramide/scenarios"

	"piramide/internal/job/fault"

	"github.com/jedib0t/go-pretty/v6/text"
)

// Wrap breaks a text into lines of a table's width, at no space that does not break.
func Wrap(said string) string { return wrappedTo(said, outputs.TableWidth) }

func wrappedTo(said string, width int) string {
	const noBreak, kept = "\u00a0", "\ue000" // WrapSoft breaks at either kind of space
	return strings.ReplaceAll(text.WrapSoft(strings.ReplaceAll(said, noBreak, kept), width), kept, noBreak)
}

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

// Sentence ends a text with a full stop, unless it ends with a mark of its own.
func Sentence(s string) string {
	if strings.HasSuffix(s, "?") || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// Trim is a text without the padding that wrapping leaves at the ends of its lines.
func Trim(said string) string { return trailing.ReplaceAllString(said, "\n") }

// trailing is the padding that wrapping leaves at the ends of lines.
var trailing = regexp.MustCompile(` +\n`)

// Rounded keeps three digits.
func Rounded(x float64) float64 {
	size := math.Pow(10, math.Floor(math.Log10(max(math.Abs(x), 1)))-2)
	return math.Round(x/size) * size
}

// RegionName is a region in words; one of the user's own is called as its file.
func RegionName(id string, w *words.Words) string { return w.Region(id) }

// Quoted are the words of a command, in quotation marks where a shell needs them.
func Quoted(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		if out[i] = s; strings.ContainsAny(s, " '") {
			out[i] = fmt.Sprintf("%q", s)
		}
	}
	return out
}

// DecimalsOf is how many decimals a number needs, four at most.
func DecimalsOf(x float64) int {
	_, digits, _ := strings.Cut(strconv.FormatFloat(math.Round(x*1e4)/1e4, 'f', -1, 64), ".")
	return len(digits)
}

// Letter names a plan in tables.
func Letter(i int) string { return string(rune('A' + i)) }

// Scale is the factor from stored shares to what is shown.
func Scale(i *outputs.Indicator) float64 {
	if i.IsShare() {
		return 100
	}
	return 1
}

// SetTitles names the sets of assumptions of a search.
func SetTitles(ids string, lang string) string {
	var titles []string
	for _, set := range scenarios.Sets() {
		if slices.Contains(strings.Split(ids, ","), set.Name) || ids == "" && set.Name == scenarios.DefaultSet {
			titles = append(titles, set.Title.In(lang))
		}
	}
	for _, id := range strings.Split(ids, ",") {
		if id != "" && !slices.ContainsFunc(scenarios.Sets(), func(s *scenarios.Set) bool { return s.Name == id }) {
			titles = append(titles, id) // a fit
		}
	}
	return strings.Join(titles, " + ")
}

// HorizonText writes a horizon as a command takes it, in years where they are whole.
func HorizonText(months int) string {
	q := scenarios.Quantity{Value: float64(months), Unit: "month"}
	if months%12 == 0 {
		q = scenarios.Quantity{Value: float64(months / 12), Unit: "year"}
	}
	return q.String()
}

// UnitText is the unit of the range of a factor: of a lever as plans have it, of a
// parameter as the register does.
func UnitText(w *words.Words, f *outputs.Factor) string {
	if f.Kind == "lever" && f.Unit != "" {
		return w.Tell(scenarios.SayUnit(f.Unit, true))
	}
	return cmp.Or(w.Unit(f.Unit), f.Unit)
}

// TitleOf is a title in the reader's language, or in one there is, or else a name.
func TitleOf(title map[string]string, name string, w *words.Words) string {
	for _, lang := range append([]string{w.Lang()}, words.Languages()...) {
		if title[lang] != "" {
			return title[lang]
		}
	}
	return name
}

// Significant writes a number with the decimals that its tolerance asks.
func Significant(w *words.Words, x, tolerance float64) string {
	d := 0
	if tolerance > 0 {
		d = max(0, 1-int(math.Floor(math.Log10(tolerance))))
	}
	return w.Number(x, min(d, 5))
}

// DurationText says about how long something takes, in minutes and hours.
func DurationText(w *words.Words, d time.Duration) string {
	minutes := int(d.Round(time.Minute).Minutes())
	switch hours := minutes / 60; {
	case d < time.Minute:
		return w.Say("sweep.moment")
	case hours == 0:
		return w.Say("sweep.minutes", "count", minutes)
	case minutes%60 == 0:
		return w.Say("sweep.hours", "hours", hours)
	default:
		return w.Say("sweep.hours_minutes", "hours", hours, "count", minutes%60)
	}
}

// Languages reads what --lang may hold: one language, or two beside each other.
func Languages(lang string) ([]*words.Words, error) {
	ws, err := words.ForAll(lang)
	if err == nil {
		return ws, nil
	}
	switch {
	case errors.Is(err, words.ErrTwice):
		return nil, fault.New(fault.Usage, nil, "language_twice", "lang", lang)
	case errors.Is(err, words.ErrTooMany):
		return nil, fault.New(fault.Usage, nil, "language_many", "lang", lang)
	case errors.Is(err, words.ErrUnknown):
		return nil, fault.New(fault.Usage, nil, "language", "lang", lang)
	}
	return nil, err
}

// Langs names languages in the name of a file: nl, or nl-fr.
func Langs(ws []*words.Words, between string) string {
	name := ws[0].Lang()
	for _, w := range ws[1:] {
		name += between + w.Lang()
	}
	return name
}

// ValuesText lists the values of a factor: of a lever in words, bare numbers as the reader
// writes them.
func ValuesText(w *words.Words, f *outputs.Factor) string {
	said := make([]string, len(f.Values))
	for i, v := range f.Values {
		said[i] = scenarios.ValueLabel(f.Path, v, w)
	}
	return strings.Join(said, "; ")
}

// DifferenceUnit is the unit of a difference in an indicator.
func DifferenceUnit(w *words.Words, i *outputs.Indicator) string {
	if i.IsShare() {
		return w.Say("unit.percentage_point")
	}
	return w.Say(i.UnitID())
}
