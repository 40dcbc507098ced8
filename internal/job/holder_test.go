package job

import (
	"strings"
	"testing"

	"piramide/internal/words"
)

// Who could give a number is said in the language of the reader for nearly every note of
// the register, and the note itself is marked as English and quoted.
func TestWhoCouldGive(t *testing.T) {
	_, params, err := defaults()
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
		if !strings.HasSuffix(said, "en anglais\u00a0: “"+note+"”") {
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
