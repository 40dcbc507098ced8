package outputs

import (
	"slices"
	"strings"

	"piramide/internal/words"
)

// Design is what a sweep varies: its factors, and the setting of each at every point.
type Design struct {
	Kind    string     `json:"kind"` // list, factorial, lhs, sobol or morris
	Factors []Factor   `json:"factors"`
	Points  [][]string `json:"points"` // [point][factor], as a plan file writes it
	// Numbers are the same as numbers, in the unit of the factor; the place among its
	// values where they are no numbers.
	Numbers [][]float64 `json:"numbers"`
	// Levels is how many steps a factor of a morris design has, and Base how many base
	// points a sobol design has, when indices are asked of it.
	Levels int `json:"levels,omitempty"`
	Base   int `json:"base,omitempty"`
}

// Factor is one thing that a sweep varies.
type Factor struct {
	Path   string   `json:"path"`
	Kind   string   `json:"kind"` // lever or assumption
	Unit   string   `json:"unit,omitempty"`
	Low    float64  `json:"low"`
	High   float64  `json:"high"`
	Values []string `json:"values,omitempty"` // when it takes only these
	Plans  []string `json:"plans"`            // whose lever it is; an assumption is everybody's
}

// Failure is a cell that could not be lived, with the reason as the program gave it, and for
// a reader where it is nothing of the program's own.
type Failure struct {
	Cell
	Error   string          `json:"error"`
	Reasons []words.Message `json:"reasons,omitempty"` // one a mistake; none = a defect, or not recorded
}

// In is the reason in the words of a reader; technical English stands within a sentence.
func (f *Failure) In(w *words.Words) string {
	if len(f.Reasons) == 0 || slices.ContainsFunc(f.Reasons, func(m words.Message) bool { return !w.Has(m.ID) }) {
		return w.Say("sweep.failed_technical", "why", strings.ReplaceAll(f.Error, "\n", "; "))
	}
	said := make([]string, len(f.Reasons))
	for i, m := range f.Reasons {
		said[i] = w.Tell(m)
	}
	return strings.Join(said, "; ")
}
