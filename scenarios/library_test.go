package scenarios

import (
	"strings"
	"testing"
)

func TestLibraryLoads(t *testing.T) {
	for _, id := range libraryOrder {
		s, err := Load(id)
		if err != nil {
			t.Errorf("%s:\n%v", id, err)
			continue
		}
		again, err := Parse("again.yaml", s.Normalised())
		if err != nil {
			t.Fatalf("%s does not survive normalising:\n%v\n%s", id, err, s.Normalised())
		}
		if !s.Equal(again) {
			t.Errorf("%s changes on a round trip:\n%s\n%s", id, s.Normalised(), again.Normalised())
		}
		text, err := library.ReadFile("library/" + id + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(text), "\n"); n > 60 {
			t.Errorf("%s has %d lines; a plan is one page", id, n)
		}
		if !strings.HasPrefix(string(text), "# ") {
			t.Errorf("%s must open with a comment that says what it adds", id)
		}
	}
}

// Every instrument of the library has a name in words in every language.
func TestInstrumentsHaveNames(t *testing.T) {
	for _, w := range everyLanguage() {
		for _, s := range Library() {
			for _, name := range keysOf(s.root.get("financing")) {
				if !w.Has("ledger.instrument." + strings.ReplaceAll(name, "-", "_")) {
					t.Errorf("%s: %s of %s has no name", w.Lang(), name, s.Name)
				}
			}
		}
	}
}
