package outputs

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/words"
)

func fakeComparison(t *testing.T, run Run, years int) *Comparison {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "r")
	s, err := Create(dir, run)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range run.Manifest.Cells() {
		if err := s.Put(fakeCell(c, years, 0)); err != nil {
			t.Fatal(err)
		}
	}
	r, err := s.Seal()
	if err != nil {
		t.Fatal(err)
	}
	c, err := Compare(r, "")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTableFitsAndSpeaksEveryLanguage(t *testing.T) {
	c := fakeComparison(t, fakeRun(8, 1), 7)
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		page := Table(c, w) + strings.Join(Closing(c, w, "r/report.html"), "\n")
		for _, line := range strings.Split(page, "\n") {
			if n := text.StringWidthWithoutEscSequences(line); n > TableWidth && strings.Contains(Table(c, w), line) {
				t.Errorf("%s: %d columns: %s", lang, n, line)
			}
		}
		if strings.Contains(strings.ToLower(page), "significan") {
			t.Errorf("%s: the word significant is not used", lang)
		}
		for _, i := range Indicators {
			if w.Say(i.TitleID()) == "" || w.Say(i.UnitID()) == "" || w.Say(i.ExplainID()) == "" {
				t.Errorf("%s: %s has no words", lang, i.ID)
			}
		}
		for _, id := range SeriesIDs() {
			_ = w.Say("indicators.unit." + SeriesUnit(id)) // panics on a unit without words
		}
		t.Logf("\n%s", page)
	}
}
