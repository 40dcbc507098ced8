package words

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

var update = flag.Bool("update", false, "rewrite docs/glossary.md from the catalogue")

const glossary = "../../docs/glossary.md"

const glossaryHead = `# Glossary · woordenlijst · glossaire

<!-- Generated from internal/words/catalogue/terms.*.yaml by
     go test ./internal/words -update. Change the words there. -->

The words of the field, as every table, figure and report uses them. The code
uses the key of the last column; Dutch where the field in Belgium uses Dutch.
`

// sections are the parts of the glossary, by the first key of their ids.
var sections = []struct{ key, title string }{
	{"term", "Terms · begrippen · notions"},
	{"tier", "Tiers of the pyramid · treden · niveaux"},
	{"loss", "Functional losses · functieverlies · pertes fonctionnelles"},
	{"role", "Roles · rollen · rôles"},
	{"party", "Parties of the ledger · partijen · parties"},
	{"instrument", "Financing instruments · financieringsinstrumenten · instruments de financement"},
	{"p3", "Services of Protocol 3 · diensten van Protocol 3 · services du Protocole 3"},
	{"aim", "Quintuple aim · vijfvoudige doelstelling · quintuple objectif"},
	{"indicator", "Indicators · indicatoren · indicateurs"},
	{"verdict", "Verdict marks · oordelen · appréciations"},
	{"origin", "Origin of the evidence · herkomst · origine"},
	{"caveat", "Standing remarks · vaste opmerkingen · mentions fixes"},
	{"phase", "Phases of a month · fasen van een maand · phases d’un mois"},
}

// TestGlossary holds docs/glossary.md to the catalogue.
func TestGlossary(t *testing.T) {
	want := glossaryText(t)
	if *update {
		if err := os.WriteFile(glossary, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(glossary)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/glossary.md differs from the catalogue (go test ./internal/words -update rewrites it):\n%s", diff)
	}
}

// glossaryText writes the glossary, in the order of the Dutch file.
func glossaryText(t *testing.T) string {
	t.Helper()
	text, err := catalogue.ReadFile("catalogue/terms.nl.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file yaml.Node
	if err := yaml.Load(text, &file); err != nil {
		t.Fatal(err)
	}
	keys := make(map[string][]string) // section → its keys in file order
	top := file.Content[0].Content
	for i := 0; i < len(top); i += 2 {
		entries := top[i+1].Content
		for j := 0; j < len(entries); j += 2 {
			keys[top[i].Value] = append(keys[top[i].Value], entries[j].Value)
		}
	}
	var b strings.Builder
	b.WriteString(glossaryHead)
	for _, s := range sections {
		if len(keys[s.key]) == 0 {
			t.Fatalf("the catalogue has no section %s", s.key)
		}
		fmt.Fprintf(&b, "\n## %s\n\n| nl | fr | en | key |\n|---|---|---|---|\n", s.title)
		for _, key := range keys[s.key] {
			id := s.key + "." + key
			b.WriteString("|")
			for _, lang := range []string{"nl", "fr", "en"} {
				fmt.Fprintf(&b, " %s |", glossaryCell(in(t, lang), id))
			}
			fmt.Fprintf(&b, " `%s` |\n", key)
		}
	}
	return b.String()
}

// glossaryCell is a name with its unit and explanation, or a bare word.
func glossaryCell(w *Words, id string) string {
	if !w.Has(id + ".name") {
		if strings.HasSuffix(id, ".count") { // "38 of 40" stands after a mark
			return w.Say(id, "k", 38, "n", 40)
		}
		return w.Say(id)
	}
	cell := "**" + w.Say(id+".name") + "**"
	if w.Has(id + ".unit") {
		cell += " (" + w.Say(id+".unit") + ")"
	}
	if w.Has(id + ".explain") {
		cell += "<br>" + w.Say(id+".explain")
	}
	return cell
}
