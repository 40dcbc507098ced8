package job

import (
	"testing"

	"piramide/internal/words"
)

// A page in Dutch or French names every parameter of the model, and its unit, in that language: the
// register, which is in English, is what it falls back on for a result of another time.
func TestParametersHaveANameInEveryLanguage(t *testing.T) {
	_, params, err := Defaults()
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range params.List() {
			if w.Parameter(p.Path) == "" {
				t.Errorf("%s: no name for %s in internal/words/catalogue/parameters.%s.yaml", lang, p.Path, lang)
			}
			if w.Unit(p.Unit) == "" {
				t.Errorf("%s: no name for the unit %q of %s", lang, p.Unit, p.Path)
			}
			named++
		}
	}
	if named < 1500 {
		t.Errorf("%d names asked for: the parameters of the model were not read", named)
	}
}
