package handover

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/internal/job"
	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/figure"
)

// TestManyPlansInFigures asks for more plans than there are colours, which draws every
// figure in a compact way, and for more than a picture can hold, which says so.
func TestManyPlansInFigures(t *testing.T) {
	ids := []string{
		"reference", "leuven-today", "no-coordination", "leuven-100", "population-budget", "coordination-60-40", "full-proposal",
		"no-phm", "outreach-first", "case-management-first", "cut-20", "kp-dementia", "kp-broad",
	}
	for n, want := range map[int]string{
		7: "reached differences waiting workload money pyramid", figure.MaxNamed + 1: "",
	} {
		r := request(t, ids[:n]...)
		r.Horizon, r.Draws = "4 years", 1
		c, err := outputs.Compare(sealed(t, r), "")
		if err != nil {
			t.Fatal(err)
		}
		w, err := words.For("nl")
		if err != nil {
			t.Fatal(err)
		}
		pictures, failed := illustrator{c: c, w: w, where: "klein"}.pictures()
		var names []string
		for _, p := range pictures {
			if !strings.Contains(p.Name, "-") {
				names = append(names, p.Name)
			}
		}
		if got := strings.Join(names, " "); got != want || want != "" && failed != nil {
			t.Errorf("%d plans give %q and %q, not %q", n, got, failed, want)
		}
		if want == "" && (len(failed) != 1 || !strings.HasPrefix(failed[0], "Niet getekend, want een figuur kan hoogstens 12 plannen tonen: op tijd bereikt, verschillen,")) {
			t.Errorf("not one sentence that tells which figures are not drawn: %q", failed)
		}
	}
}

// TestLanguageIsNoInput writes a result in French and asks for it in Dutch: the
// cells stay, and every byte is that of a run in Dutch.
func TestLanguageIsNoInput(t *testing.T) {
	dutch, other := request(t, "reference", "full-proposal"), request(t, "reference", "full-proposal")
	other.Lang = "fr"
	dutch.Draws, other.Draws = 1, 1
	dutch.Illustrate, other.Illustrate = Illustrate, Illustrate
	for _, r := range []job.Request{dutch, other} {
		if _, err := job.Compare(t.Context(), r, nil); err != nil {
			t.Fatal(err)
		}
	}
	want := read(t, dutch.Out, "digests.json")
	if bytes.Equal(want, read(t, other.Out, "digests.json")) {
		t.Fatal("French and Dutch have the same files")
	}
	other.Lang = "nl"
	if _, err := job.Compare(t.Context(), other, func(int64, int64) { t.Error("calculated again") }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(read(t, other.Out, "digests.json"))); diff != "" {
		t.Error(diff)
	}
	if !bytes.Equal(read(t, dutch.Out, reading.ReportFile), read(t, other.Out, reading.ReportFile)) {
		t.Error("another report")
	}
}

// TestBudgetThatCannotBeSpent: the note and the answer say that it is no equal
// money, in every language, and the report shows the note.
func TestBudgetThatCannotBeSpent(t *testing.T) {
	r := request(t, "reference", "leuven-100")
	r.EqualBudget, r.Illustrate = "90 EUR/inhabitant/year", Illustrate
	o, err := job.Compare(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(o.Comparison.Plans[1].Notes, func(m words.Message) bool { return m.ID == outputs.Unspendable })
	if i < 0 {
		t.Fatalf("nothing is said in %v", o.Comparison.Plans[1].Notes)
	}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		o = o.In(w)
		closing := strings.Join(outputs.Closing(o.Comparison, w, ""), "\n")
		if !strings.Contains(closing, w.Say("compare.answer.unequal")) {
			t.Errorf("the answer reads as equal money: %s", closing)
		}
		note, _, _ := strings.Cut(w.Tell(o.Comparison.Plans[1].Notes[i]), " ")
		if !strings.Contains(o.Table(), note) {
			t.Errorf("no %q in %s", note, o.Table())
		}
	}
	if text := string(read(t, o.Folder, reading.ReportFile)); !strings.Contains(text, "KAN DIT BUDGET NIET BESTEDEN") {
		t.Error("the report is silent")
	}
}

// A folder without its replay says why the two lives are not there.
func TestReportSaysWhyLivesAreMissing(t *testing.T) {
	r := request(t, "reference", "full-proposal")
	o, err := job.Compare(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	ws, err := plain.Languages("nl")
	if err != nil {
		t.Fatal(err)
	}
	for _, without := range []bool{false, true} {
		if without {
			if err := os.Remove(filepath.Join(o.Folder, "replay.json")); err != nil {
				t.Fatal(err)
			}
		}
		files, err := Write(Request{Folder: o.Folder, Formats: []string{"html"}, Out: t.TempDir()}, ws)
		if err != nil {
			t.Fatal(err)
		}
		if said := strings.Contains(string(read(t, files[0])), "ontbreken omdat replay.json niet in de resultaatmap staat"); said != without {
			t.Errorf("without its replay %v, and said %v", without, said)
		}
	}
}
