package outputs

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"piramide/internal/words"
)

// Every column of the tables for a spreadsheet has a heading in every language, and every
// id has its words beside it; only instruments may be called what a person called them.
func TestSpreadsheetsSpeak(t *testing.T) {
	for i, c := range []*Comparison{settled(t), fakeComparison(t, fakeRun(1, 1), 2)} {
		for _, lang := range words.Languages() {
			if i > 0 && lang != "fr" {
				continue // the words are held alike in the test of the catalogue; this costs seconds
			}
			w, err := words.For(lang)
			if err != nil {
				t.Fatal(err)
			}
			err = SpreadsheetTables(c, w, func(name string, content []byte) error {
				text, marked := strings.CutPrefix(string(content), byteOrderMark)
				r := csv.NewReader(strings.NewReader(text))
				r.Comma = ';'
				rows, err := r.ReadAll() // refuses rows that are not as long as the head
				if err != nil || !marked {
					t.Errorf("%s %s: %v", lang, name, err)
					return nil
				}
				for i, head := range rows[0] {
					if strings.Contains(head, "_") {
						t.Errorf("%s %s: the heading %q is no words", lang, name, head)
					}
					said, isID := strings.CutSuffix(head, " (id)")
					if !isID || said == w.Say("csv.column.instrument") || said == w.Say("csv.column.pot_or_role") {
						continue
					}
					if rows[0][i+1] != said {
						t.Errorf("%s %s: %q stands beside %q", lang, name, rows[0][i+1], head)
					}
					for _, row := range rows[1:] {
						if id := row[i]; id != "" && (strings.ContainsAny(id, "_-") && row[i+1] == id || row[i+1] == "") {
							t.Errorf("%s %s: %s %q has no words", lang, name, said, id)
							break
						}
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			for _, id := range SeriesIDs() {
				if said := c.inWords(w, FileMonthly, "series", id); said == id && strings.Contains(id, "_") {
					t.Errorf("%s: the series %s has no words", lang, id)
				}
			}
			for _, ind := range Indicators {
				if strings.Contains(c.inWords(w, FileCompare, "unit", ind.Unit), "_") {
					t.Errorf("%s: the unit %s has no words", lang, ind.Unit)
				}
			}
			if !slices.Contains(idColumns, "plan") || c.inWords(w, FileFlows, "from", "complex_nh") == "complex_nh" {
				t.Errorf("%s: the check itself is blind", lang)
			}
		}
	}
}
