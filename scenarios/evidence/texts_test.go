package evidence_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
)

var (
	citation = regexp.MustCompile(`et al\b`)  // authors, title, journal and year stay in their own language
	wordless = regexp.MustCompile(`\p{L}{2}`) // what holds no word, such as 208333/100, reads the same everywhere
	unwanted = regexp.MustCompile(`(?i)signifi[ck]a|onbehandeld|complexe persoon|personne complexe`)
	rowID    = regexp.MustCompile(`[a-z]+_[a-z0-9_]+\*?`)
	digits   = regexp.MustCompile(`\d[\d.,\x{a0}]*`)
	point    = regexp.MustCompile(`(^|[^\d.])\d+\.\d{1,2}(\D|$)`) // 0.5: the English way
)

// said gives all parts of rows that a reader may see, each with a row that says it. What
// a row is that the model takes has its name in the catalogue of parameters.
func said(t *testing.T) map[string]string {
	t.Helper()
	reg, err := evidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	params, err := model.Load(reg)
	if err != nil {
		t.Fatal(err)
	}
	taken := map[string]bool{}
	for _, p := range params.List() {
		for _, r := range reg.Named(p.Evidence) {
			taken[r.ID] = true
		}
	}
	out := map[string]string{evidence.ToCheck: "every note"}
	add := func(text, id string) {
		for _, part := range evidence.Parts(text) {
			out[strings.TrimPrefix(part, evidence.ToCheck+" ")] = id
		}
	}
	for _, r := range reg.Rows() {
		add(r.Source, r.ID)
		add(r.Note, r.ID)
		if !taken[r.ID] {
			add(r.Quantity, r.ID)
		}
		if r.Population != "all" { // which is left unsaid
			add(r.Population, r.ID)
		}
	}
	return out
}

// All that the register says is there in Dutch and French, and nothing that it does not say.
func TestTextsAreComplete(t *testing.T) {
	all := said(t)
	for lang, known := range evidence.Texts() {
		for part, id := range all {
			text, ok := known[part]
			switch {
			case !wordless.MatchString(part):
			case !ok && !citation.MatchString(part):
				t.Errorf("texts.csv: %s: no text for %q (%s)", lang, part, id)
			case ok && strings.TrimSpace(text) == "":
				t.Errorf("texts.csv: %s: the text for %q is empty", lang, part)
			}
		}
		for part, text := range known {
			if all[part] == "" {
				t.Errorf("texts.csv: %s: no row says %q", lang, part)
			}
			if bad := unwanted.FindString(text); bad != "" {
				t.Errorf("texts.csv: %s: %q holds the word %q", lang, text, bad)
			}
			if plain := strings.ReplaceAll(text, "42 CFR 425.6", ""); point.MatchString(plain) {
				t.Errorf("texts.csv: %s: %q writes a number with a point", lang, text)
			}
		}
	}
}

// apart are the parts in which a number or an id is a word in the other language.
var apart = []string{
	"1023 people aged 80", "relative quality of non-incentivised care under P4P (1 = unchanged)", "high_risk and complex",
	"Death within 1 year after heart failure diagnosis", "Cardiovascular readmission within 1 year after heart failure stay",
	"shrunk from mixed reviews", "that unpaid work loses is seen under P4P (p4p_spillover_direction)",
}

// A translation changes words, and never a number or the id of a row.
func TestTextsKeepNumbersAndIDs(t *testing.T) {
	numbers := func(s string) []string {
		var out []string
		for _, d := range digits.FindAllString(strings.ReplaceAll(s, "1er ", "1 "), -1) {
			out = append(out, strings.NewReplacer(".", "", ",", "", "\u00a0", "").Replace(d))
		}
		slices.Sort(out)
		return out
	}
	ids := func(s string) []string {
		out := rowID.FindAllString(s, -1)
		slices.Sort(out)
		return out
	}
	for lang, known := range evidence.Texts() {
		for part, text := range known {
			if slices.Contains(apart, part) {
				continue
			}
			if !slices.Equal(ids(part), ids(text)) || !slices.Equal(numbers(part), numbers(text)) {
				t.Errorf("texts.csv: %s: the numbers or ids of %q are not those of %q", lang, text, part)
			}
		}
	}
}

func TestIn(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"en", "Own assumption", "Own assumption"},
		{"nl", "Own assumption", "Eigen aanname"},
		{"fr", "Own calculation", "Calcul propre"},
		{"nl", "Stokes et al., PLoS ONE 2015 10(7):e0132340", "Stokes et al., PLoS ONE 2015 10(7):e0132340"},
		{"nl", "no Belgian row; what-if", "geen Belgische rij; wat-als"},
		{"fr", "no stored tariff found; source to check: P3 convention annex", "aucun tarif conservé trouvé\u00a0; à vérifier\u00a0: annexe de la convention P3"},
		{"nl", "eigen telling van juni", "eigen telling van juni"},
	} {
		if got := evidence.In(c.lang, c.text); got != c.want {
			t.Errorf("In(%q, %q) = %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}
