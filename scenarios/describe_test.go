package scenarios

import (
	"strings"
	"testing"

	"piramide/internal/words"
)

// What each plan does otherwise than the reference, and the full proposal than
// EUR 100, as a reader sees it.
func TestDifferencesInSentences(t *testing.T) {
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		show := func(a, b *Scenario) {
			out.WriteString("# " + a.Title.In(lang) + " → " + b.Title.In(lang) + "\n")
			for _, m := range Diff(a, b) {
				out.WriteString(w.Tell(m) + "\n")
			}
		}
		all := Library()
		for _, s := range all {
			show(all[0], s)
		}
		show(planOf(t, "leuven-100"), planOf(t, "full-proposal"))
		changed, err := planOf(t, "coordination-60-40").Set("timeline", `[{at: 2030-01, set: {financing.regio.split: {zorgcoordinatie: 70 %, casemanagement: 30 %}, phm: {start: 2030-01, every: 6 months, source: efi}}}]`)
		if err != nil {
			t.Fatal(err)
		}
		show(planOf(t, "coordination-60-40"), changed)
		golden(t, "testdata/diff."+lang+".txt", out.String())
	}
}

func TestDescribe(t *testing.T) {
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for _, s := range Library() {
			out.WriteString("# " + s.Title.In(lang) + "\n" + strings.Join(s.Describe(w), "\n") + "\n\n")
		}
		golden(t, "testdata/describe."+lang+".txt", out.String())
	}
}
