package scenarios

import (
	"strconv"
	"strings"
	"testing"

	"piramide/internal/words"
)

// TestSplitNamesItsParts: whoever divides money says what is divided, and over what: each
// share of a split stands behind the name of its part, in every language.
func TestSplitNamesItsParts(t *testing.T) {
	for lang, want := range map[string]string{
		"nl": "Verdeling van het regiobudget: zorgcoördinatie 60 %, casemanagement 40 %.",
		"fr": "Répartition du budget régional : coordination des soins 60 %, case management 40 %.",
		"en": "Split of the regional budget: care coordination 60 %, case management 40 %.",
	} {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, m := range planOf(t, "coordination-60-40").Sentences() {
			said = append(said, w.Tell(m))
		}
		plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(strings.Join(said, "\n"))
		if !strings.Contains(plain, want) {
			t.Errorf("%s: no %q in\n%s", lang, want, plain)
		}
	}
}

// TestWholeYearsAreYears: months are told as years where, and only where, they are whole
// years, and the time that is told is the time that was meant.
func TestWholeYearsAreYears(t *testing.T) {
	w, err := words.For("en")
	if err != nil {
		t.Fatal(err)
	}
	for months := 0; months <= 240; months++ {
		written := strconv.Itoa(months) + " months"
		said, ok := sayTime(&value{text: written}).(words.Message)
		if !ok {
			t.Fatalf("%s is no quantity", written)
		}
		text := strings.ReplaceAll(w.Tell(said), "\u00a0", " ")
		if years := strings.Contains(text, "year"); years != (months > 0 && months%12 == 0) {
			t.Errorf("%s: %s", written, text)
		}
		if q, wrong := parseQuantity(text); wrong.ID != "" || q.Months() != float64(months) {
			t.Errorf("%s: %s is read as %g", written, text, q.Months())
		}
	}
}
