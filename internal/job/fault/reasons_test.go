package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
)

// What a cell failed on is stored and told later, in the language of whoever reads it then;
// what we cannot say stays as it is, within a sentence.
func TestReasonsAreToldLater(t *testing.T) {
	_, mistake := scenarios.Parse("map/plan.yaml", []byte("format: 1\ntitle: {nl: x}\nextends: reference\noutreach: {posts: 3 FTE/netwerkje}\n"))
	if mistake == nil {
		t.Fatal("the plan has no mistake")
	}
	for _, c := range []struct {
		why  error
		want map[string]string // by language
		not  string
	}{
		{fmt.Errorf("draw 3: %w", mistake), map[string]string{"nl": "plan.yaml:4", "fr": "plan.yaml:4"}, "map/"},
		{New(Usage, nil, "sweep_points", "count", 12345, "most", 99), map[string]string{"nl": "12.345", "en": "12,345"}, "technical"},
		{errors.New("sim: a defect\nof ours"), map[string]string{"nl": "meld ze dan: «sim: a defect; of ours»", "fr": "à signaler", "en": "please report it"}, "\n"},
	} {
		b, err := json.Marshal(outputs.Failure{Error: c.why.Error(), Reasons: Reasons(c.why)})
		if err != nil {
			t.Fatal(err)
		}
		var f outputs.Failure
		if err := json.Unmarshal(b, &f); err != nil {
			t.Fatal(err)
		}
		told := map[string]bool{}
		for lang, want := range c.want {
			w, err := words.For(lang)
			if err != nil {
				t.Fatal(err)
			}
			text := f.In(w)
			if told[text] || !strings.Contains(text, want) || strings.Contains(text, c.not) {
				t.Errorf("%s: %q has no %q, or has %q, or is that of another language", lang, text, want, c.not)
			}
			told[text] = true
		}
	}
}
