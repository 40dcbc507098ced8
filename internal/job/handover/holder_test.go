package handover

import (
	"strings"
	"testing"

	"piramide/internal/job"
	"piramide/internal/words"
	"piramide/scenarios/evidence"
)

// Who could give a number is said in the language of the reader for nearly every note of
// the register, with the note itself in that language beside it.
func TestWhoCouldGive(t *testing.T) {
	_, params, err := job.Defaults()
	if err != nil {
		t.Fatal(err)
	}
	fr, err := words.For("fr")
	if err != nil {
		t.Fatal(err)
	}
	asked, unknown := 0, 0
	for _, p := range params.List() {
		note := p.AskWho()
		if note == "" {
			continue
		}
		asked++
		said := couldGive(fr, note)
		if strings.HasPrefix(said, fr.Say("evidence.holder.others")) {
			unknown++
		}
		if !strings.HasSuffix(said, "dans le registre\u00a0: “"+evidence.In("fr", note)+"”") {
			t.Errorf("%s: %q", p.Path, said)
		}
	}
	if asked < 100 || unknown > asked/4 {
		t.Errorf("of %d notes %d name nobody", asked, unknown)
	}
	for note, want := range map[string]string{
		"P3 convention annex (RIZIV/INAMI)": "l’INAMI", "time registration in the pilots": "les projets pilotes", "HIS informal care": "Sciensano", "hearsay": "à vérifier",
	} {
		if said := couldGive(fr, note); !strings.HasPrefix(said, want+" – ") {
			t.Errorf("%q: %q", note, said)
		}
	}
}

// Of whom and in which unit a number of the register is, is in the catalogue of every language.
func TestRegisterIsSaidInEveryLanguage(t *testing.T) {
	reg, _, err := job.Defaults()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		missing := map[string]bool{}
		for _, r := range reg.Rows() {
			if w.Unit(r.Unit) == "" && !missing[r.Unit] {
				missing[r.Unit] = true
				t.Errorf("%s: no word for the unit %q (%s)", lang, r.Unit, r.ID)
			}
			job.OfWhom(w, r) // a word that is not there is loud in a test
		}
	}
	nl, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	r, _ := reg.Row("own_mortality_exponent_85p")
	if got := strings.Join(job.OfWhom(nl, r), ", "); got != "België, 2024, 85 jaar en ouder" {
		t.Errorf("of whom %s is: %s", r.ID, got)
	}
}
