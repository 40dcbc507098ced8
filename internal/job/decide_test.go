package job

import (
	"os"
	"strings"
	"testing"

	"piramide/internal/words"
)

// Every measure has its part in docs/decisions.md and its title in every language.
func TestMeasuresAreExplained(t *testing.T) {
	page, err := os.ReadFile("../../docs/decisions.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range measures {
		if !strings.Contains(string(page), ": `"+m+"`\n") || !strings.Contains(string(page), "| `"+m+"` |") {
			t.Errorf("docs/decisions.md does not explain %s", m)
		}
		for _, lang := range words.Languages() {
			w, err := words.For(lang)
			if err != nil {
				t.Fatal(err)
			}
			if !w.Has("decide.title." + m) {
				t.Errorf("%s: no title for %s", lang, m)
			}
		}
	}
}

func TestReadCalendar(t *testing.T) {
	for text, want := range map[string][2]int{"": {0, 0}, "all": {0, wholeCalendar}, "2029": {2029, 2029}, "2028-2030": {2028, 2030}, "2028–2030": {2028, 2030}} {
		if first, last, err := readCalendar(text); err != nil || first != want[0] || last != want[1] {
			t.Errorf("%q: %d, %d, %v", text, first, last, err)
		}
	}
	for _, text := range []string{"2030-2028", "nu", "-1", "2028-"} {
		if _, _, err := readCalendar(text); err == nil {
			t.Errorf("%q is taken for years", text)
		}
	}
}
