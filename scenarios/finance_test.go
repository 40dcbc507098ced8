package scenarios

import (
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/sim/finance"
)

// Whatever package finance finds wrong has a reason and a hint in every language,
// which ask for the arguments that the problem has and no others.
func TestProblemsOfFinanceHaveWords(t *testing.T) {
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		for code, names := range finance.Codes() {
			args := map[string]any{}
			for _, name := range names {
				args[name] = 1 // written alike as a name, an amount, a share, a count
			}
			for _, part := range []string{"reason", "hint"} {
				id := "finance." + code + "." + part
				if !w.Has(id) {
					t.Errorf("%s lacks %s", lang, id)
				} else if said := w.Tell(words.Message{ID: id, Args: args}); said == "" || strings.Contains(said, "<no value>") {
					t.Errorf("%s: %s says %q", lang, id, said)
				}
			}
		}
	}
}
