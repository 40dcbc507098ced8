package outputs

import (
	"math"
	"path/filepath"
	"slices"
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
	alone := *c
	alone.Plans = alone.Plans[:1]
	alone.Rows = slices.Clone(c.Rows)
	for i := range alone.Rows {
		alone.Rows[i].Plans = nil
	}
	alone.Present, alone.Balances, alone.Lives = nil, nil, nil
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
		single := Table(&alone, w) + strings.Join(Closing(&alone, w, "r/report.html"), "\n")
		if !strings.Contains(single, "20") || strings.Contains(single, w.Say("compare.head.verdict")) {
			t.Errorf("%s: one plan alone:\n%s", lang, single)
		}
		if strings.Contains(strings.ToLower(page+single), "significan") {
			t.Errorf("%s: the word significant is not used", lang)
		}
		for _, i := range Indicators {
			if w.Say(i.TitleID()) == "" || w.Say(i.UnitID()) == "" || w.Say(i.ExplainID()) == "" {
				t.Errorf("%s: %s has no words", lang, i.ID)
			}
		}
		for _, id := range SeriesIDs() {
			_ = w.Say("indicators.unit." + SeriesUnit(id)) // panics on a unit without words
			if explain, role := SeriesExplainID(id); w.Say(explain, "role", role) == "" {
				t.Errorf("%s: nothing says what %s counts", lang, id)
			}
		}
	}
}

// Every verdict fits beside numbers of every size, and a wait that only a later
// plan has is shown as its own value.
func TestTableOfExtremes(t *testing.T) {
	c := &Comparison{Base: "a", Draws: 40, Replicates: 1, Periods: []Period{{PeriodHead, 2027, 2031}}}
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		c.Plans = append(c.Plans, Plan{ID: id})
	}
	wide := Estimate{Mean: -1234.5, Median: -1234.5, Low: -2000, High: -1000, SE: 123.4, Cells: 40}
	row := Row{Indicator: Indicators[Find(Indicators, "net_cost")], Period: c.Periods[0], Base: wide}
	for i, m := range []Mark{Clear, Likely, Unclear, NoDifference, Identical, NoMark} {
		row.Plans = append(row.Plans, Difference{Plan: c.Plans[i+1].ID, Diff: wide, Mark: m, K: 40, N: 40})
		if m == Likely { // the only mark that is held down
			row.Plans[i].Cap = CapPath
		}
	}
	waits := Row{Indicator: Indicators[Find(Indicators, "wait_median")], Period: c.Periods[0], Plans: []Difference{
		{Plan: "b", Value: Estimate{Mean: 3.21, Median: 3.2, Low: 2, High: 4, SE: 0.1, Cells: 40}},
		{Plan: "c", Value: Estimate{Mean: math.Inf(1), Median: math.Inf(1), Low: math.Inf(1), High: math.Inf(1), SE: math.NaN(), Cells: 40}},
		{Plan: "d", Value: Estimate{Mean: math.Inf(1), Median: 12.2, Low: 2.1, High: math.Inf(1), SE: math.NaN(), Cells: 40}},
	}}
	c.Rows = []Row{waits, row}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		page := Table(c, w)
		for _, line := range strings.Split(page, "\n") {
			if n := text.StringWidthWithoutEscSequences(line); n > TableWidth {
				t.Errorf("%s: %d columns: %s", lang, n, line)
			}
		}
		if own := w.Say("compare.own_value"); !strings.Contains(page, own) {
			t.Errorf("%s: nothing says that the wait of plan b is its own value:\n%s", lang, page)
		}
		if lang == "nl" && !strings.Contains(page, "3,2  2,0 tot 4,0") {
			t.Errorf("the wait of plan b is not shown with its interval:\n%s", page)
		}
	}
}
