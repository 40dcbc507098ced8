package job

import (
	"testing"

	"piramide/internal/words"
)

// A page in Dutch or French names every effect of care in that language: the register,
// which is in English, is not what it falls back on.
func TestEffectsHaveANameInEveryLanguage(t *testing.T) {
	_, params, err := defaults()
	if err != nil {
		t.Fatal(err)
	}
	effects := 0
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range params.List() {
			if !p.Effect {
				continue
			}
			effects++
			if _, known := parameterIn(w, p.Path); !known {
				t.Errorf("%s: no name for %s", lang, p.Path)
			}
		}
	}
	if effects < 60 {
		t.Errorf("%d names asked for: the effects of care were not read", effects)
	}
}
