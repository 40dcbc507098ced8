package outputs

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"piramide/internal/words"
)

// OwnNumbers are a user's own numbers in the place of rows of the register. A result
// made with them lists them wherever it says under which assumptions it was made.
type OwnNumbers struct {
	File   string            `json:"file"` // without its folder
	Digest string            `json:"digest"`
	Title  map[string]string `json:"title"` // by language
	List   []OwnNumber       `json:"numbers"`
}

// OwnNumber is one of them, beside the row it stands in for.
type OwnNumber struct {
	Row      string  `json:"row"`
	Quantity string  `json:"quantity"`
	Unit     string  `json:"unit"`
	Value    float64 `json:"value"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
	Was      float64 `json:"was"`
	WasLow   float64 `json:"was_low"`
	WasHigh  float64 `json:"was_high"`
	Path     string  `json:"path,omitempty"` // of the parameter that takes it
	Source   string  `json:"source"`
	Date     string  `json:"date"` // of the source: 2026, 2026-03 or 2026-03-15
	Note     string  `json:"note,omitempty"`
}

// TitleIn names the numbers for a reader; "" when there are none.
func (o *OwnNumbers) TitleIn(lang string) string {
	if o == nil {
		return ""
	}
	return in(o.Title, lang)
}

// Same says whether two runs were made with the same own numbers.
func (o *OwnNumbers) Same(other *OwnNumbers) bool {
	if o == nil || other == nil {
		return o == other
	}
	return o.Digest == other.Digest
}

// Under joins titles of sets of assumptions and of own numbers.
func (o *OwnNumbers) Under(sets, lang string) string {
	if o == nil {
		return sets
	}
	return sets + " + " + o.TitleIn(lang)
}

// Sentences lists the numbers, each with what it stands in for and its source.
func (o *OwnNumbers) Sentences(w *words.Words) (said []string) {
	if o == nil {
		return nil
	}
	for _, n := range o.List {
		number, unit := w.Short, " "+cmp.Or(w.Unit(n.Unit), n.Unit)
		if slices.Contains([]string{"share", "fraction", "probability"}, n.Unit) {
			number, unit = w.Share, ""
		}
		of := func(value, low, high float64) string {
			if low == high {
				return number(value)
			}
			return w.Say("numbers.line_range", "value", number(value), "low", number(low), "high", number(high))
		}
		quantity := words.Capital(cmp.Or(w.Parameter(n.Path), n.Quantity))
		line := w.Say("numbers.line", "quantity", quantity, "row", n.Row, "value", of(n.Value, n.Low, n.High)+unit, "was", of(n.Was, n.WasLow, n.WasHigh), "source", strings.TrimRight(n.Source, ".")+", "+day(w, n.Date)+".")
		if n.Value < n.WasLow || n.Value > n.WasHigh {
			line = w.Say("numbers.line_outside", "line", line, "note", strings.TrimRight(n.Note, ".")+".")
		}
		said = append(said, line)
	}
	return said
}

// Few lists the first of the numbers and says how many more there are.
func (o *OwnNumbers) Few(w *words.Words, most int) []string {
	said := o.Sentences(w)
	if more := len(said) - most; more > 0 {
		said = append(said[:most], w.Say("numbers.and_more", "count", more))
	}
	return said
}

// day puts a date in words, as far as it goes.
func day(w *words.Words, date string) string {
	if t, err := time.Parse("2006-01-02", date); err == nil {
		return w.Date(t.Year(), int(t.Month()), t.Day())
	}
	if t, err := time.Parse("2006-01", date); err == nil {
		return w.Month(t.Year(), int(t.Month()))
	}
	return date
}
