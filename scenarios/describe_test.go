package scenarios

import (
	"strings"
	"testing"

	"piramide/internal/words"
)

// What each plan does otherwise than the reference, and the full proposal than
// EUR 100, as a reader sees it.
func TestDifferencesInSentences(t *testing.T) {
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		show := func(a, b *Scenario) {
			out.WriteString("# " + a.Title.In(lang) + " → " + b.Title.In(lang) + "\n")
			for _, m := range Diff(a, b) {
				out.WriteString(w.Tell(m) + "\n")
			}
		}
		all := Library()
		for _, s := range all {
			show(all[0], s)
		}
		show(planOf(t, "leuven-100"), planOf(t, "full-proposal"))
		changed, err := planOf(t, "coordination-60-40").Set("timeline", `[{at: 2030-01, set: {financing.regio.split: {zorgcoordinatie: 70 %, casemanagement: 30 %}, phm: {start: 2030-01, every: 6 months, source: efi}}}]`)
		if err != nil {
			t.Fatal(err)
		}
		show(planOf(t, "coordination-60-40"), changed)
		golden(t, "testdata/diff."+lang+".txt", out.String())
	}
}

func TestDescribe(t *testing.T) {
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for _, s := range Library() {
			out.WriteString("# " + s.Title.In(lang) + "\n" + strings.Join(s.Describe(w), "\n") + "\n\n")
		}
		golden(t, "testdata/describe."+lang+".txt", out.String())
	}
}

// A difference reads in words, not in the keys of the file: what is new in a part that
// the other plan has as well, and what its keys become.
func TestDifferencesWithoutKeysOfTheFile(t *testing.T) {
	b := planOf(t, "full-proposal")
	for _, change := range [][2]string{
		{"financing.x", "{kind: convention_services, payer: federal, payee: gp_practices, services: [plan_meeting]}"},
		{"care_plan", "{shared: yes, review: 6 months}"},
		{"outreach.welfare", "{posts: 1 FTE/elz, start: 2029-01}"},
		{"outreach.caring_neighbourhoods", "{buurten: all, start: 2028-01, duration: 3 years, grant: 40000 EUR/buurt/year, payer: flanders}"},
		{"outreach.access", "{buurten: all, start: 2028-01, end: 2032-01, hours: 10 hours/week, payer: flanders}"},
		{"phm.levels.region.shared", "[claims, efi, contacts]"},
		{"phm.every", "1 year"},
		{"p3.services", "{night_visit: 0 %}"},
	} {
		var err error
		if b, err = b.Set(change[0], change[1]); err != nil {
			t.Fatal(change[0], err)
		}
	}
	want := map[string][]string{
		"nl": {"Erbij – Functie welzijnswerker: vanaf januari 2029.", "De toegangspunten sluiten in januari 2032.", "40.000 euro per buurt per jaar", "Erbij – Het zorgplan wordt na 6 maanden herbekeken.", "gegevens van de ziekenfondsen, praktijkgegevens en contacten"},
		"fr": {"Fonction travailleur de lien social", "Les points d’accès ferment en janvier 2032.", "Le plan de soins est revu après 6 mois."},
		"en": {"Role link worker: from January 2029.", "The points of access close in January 2032.", "The care plan is reviewed after 6 months."},
	}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for _, m := range Diff(planOf(t, "full-proposal"), b) {
			out.WriteString(w.Tell(m) + "\n")
		}
		for _, s := range want[lang] {
			if !strings.Contains(out.String(), s) {
				t.Errorf("%s: no %q in\n%s", lang, s, out.String())
			}
		}
		for _, key := range []string{"FTE/", "hour/week", "buurten all", "shared yes", "night_visit", "claims", "2028-01"} {
			if strings.Contains(out.String(), key) {
				t.Errorf("%s: the key %q in\n%s", lang, key, out.String())
			}
		}
	}
}
