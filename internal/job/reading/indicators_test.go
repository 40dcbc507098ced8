package reading

import (
	"strings"
	"testing"

	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/outputs"
)

// Every indicator is found by its id and by its title in every language, and no two are
// called the same.
func TestIndicatorsByTitle(t *testing.T) {
	for i := range outputs.Indicators {
		want := &outputs.Indicators[i]
		names := []string{want.ID, strings.ToUpper(want.ID)}
		for _, w := range allWords(t) {
			title := w.Say(want.TitleID())
			names = append(names, title, "  "+words.Capital(strings.ReplaceAll(title, "\u00a0", " ")))
		}
		for _, name := range names {
			if got, err := FindIndicator(name); err != nil || got.ID != want.ID {
				t.Errorf("%q finds %v (%v), not %s", name, got, err, want.ID)
			}
		}
	}
	for name, near := range map[string]string{"nettokost": "nettokosten (net_cost)", "atteint a temps": "op tijd bereikt (reached_in_time)", "net_costs": "nettokosten (net_cost)", "reached": "(reached_in_time), "} {
		if _, err := FindIndicator(name); err == nil || !strings.Contains(fault.Tell(err, allWords(t)[0]), near) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := FindIndicator("wachtlijst"); err == nil || !strings.Contains(fault.Tell(err, allWords(t)[0]), "piramide describe indicators") {
		t.Error(err)
	}
}

func allWords(t *testing.T) (all []*words.Words) {
	t.Helper()
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, w)
	}
	return all
}
