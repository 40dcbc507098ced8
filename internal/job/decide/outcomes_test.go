package decide

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"piramide/internal/job"
	"piramide/internal/job/plain"
	"piramide/internal/words"
)

// What decide tells of an outcome is the difference that the comparison itself tells, over
// the same years.
func TestOutcomesAreThoseOfTheComparison(t *testing.T) {
	o, err := job.Compare(t.Context(), job.Request{
		Plans: []string{"reference", "coordination-60-40"}, Region: filepath.Join("..", "..", "..", "cmd", "piramide", "testdata", "klein.csv"),
		Horizon: "3 years", Draws: 4, Seed: 1, Workers: 2, Lang: "nl", Out: filepath.Join(t.TempDir(), "uit"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	d, err := Decide(Request{Folder: o.Folder, Only: []string{"outcomes"}}, w)
	if err != nil {
		t.Fatal(err)
	}
	told := d.Tell()
	if len(told.rows) != len(shownOutcomes) {
		t.Fatalf("%d outcomes of %d", len(told.rows), len(shownOutcomes))
	}
	for _, r := range told.rows {
		row := o.Comparison.Row(r.Item, o.Comparison.Periods[0].ID)
		if want := row.Plans[0].Diff; math.Abs(*r.Value-want.Mean) > 1e-9*math.Max(1, math.Abs(want.Mean)) || math.Abs(*r.Low-want.Low) > 1e-9*math.Max(1, math.Abs(want.Low)) {
			t.Errorf("%s: %v from %v, in the comparison %v from %v", r.Item, *r.Value, *r.Low, want.Mean, want.Low)
		}
		if title := w.Say(row.Indicator.TitleID()) + " (" + plain.DifferenceUnit(w, &row.Indicator) + ")"; !strings.Contains(d.Text(), "B. "+title) {
			t.Errorf("no row of %s in %s", title, d.Text())
		}
	}
}
