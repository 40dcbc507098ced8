package scenarios

import (
	"strings"
	"testing"

	"piramide/internal/words"
)

// The population comes from what a plan extends, may be said anew, and is churn
// where nobody says it.
func TestPopulation(t *testing.T) {
	for _, c := range []struct{ extends, said, want string }{
		{"extends: reference", "", Churn},
		{"extends: reference", "population: ageing", Ageing},
		{"extends: ageing", "", Ageing},
		{"extends: ageing", "population: churn", Churn},
		{"extends: reference", "population: null", Churn},
	} {
		s, err := Parse("p.yaml", []byte("format: 1\nname: p\ntitle: P\n"+c.extends+"\n"+c.said+"\n"))
		if err != nil {
			t.Errorf("%s, %s: %v", c.extends, c.said, err)
			continue
		}
		if s.Population != c.want {
			t.Errorf("%s, %s: population %s, want %s", c.extends, c.said, s.Population, c.want)
		}
	}
	if _, err := planOf(t, "full-proposal").Set("population", "ageing"); err != nil {
		t.Error(err)
	}
}

// A reader is told of it in every language, by describe and by diff.
func TestPopulationInWords(t *testing.T) {
	for lang, want := range map[string][2]string{
		"nl": {"De bevolking vergrijst", "vergrijzing"}, "fr": {"La population vieillit", "vieillissement"}, "en": {"The population ages", "ageing"},
	} {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		if said := strings.Join(planOf(t, "ageing").Describe(w), "\n"); !strings.Contains(said, want[0]) {
			t.Errorf("%s: describe says nothing of ageing:\n%s", lang, said)
		}
		if said := strings.Join(planOf(t, "reference").Describe(w), "\n"); strings.Contains(said, want[0]) {
			t.Errorf("%s: describe says that the reference ages", lang)
		}
		var all strings.Builder
		for _, m := range Diff(planOf(t, "reference"), planOf(t, "ageing")) {
			all.WriteString(w.Tell(m))
		}
		if !strings.Contains(all.String(), want[1]) {
			t.Errorf("%s: diff says %q", lang, all.String())
		}
	}
}
