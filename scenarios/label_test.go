package scenarios

import (
	"slices"
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/sim"
)

// raw lists the texts of what was said that no catalogue gave.
func raw(said any) (found []string) {
	m, ok := said.(words.Message)
	if !ok {
		text, _ := said.(string)
		return []string{text}
	}
	for _, arg := range m.Args {
		if text, isText := arg.(string); isText {
			found = append(found, text)
		} else if inner, isMessage := arg.(words.Message); isMessage {
			found = append(found, raw(inner)...)
		}
	}
	return found
}

// leverPaths are the levers of the grammar as a plan would name them; people name waves,
// shocks and instruments.
func leverPaths() (paths []string) {
	for _, key := range LeverKeys() {
		names := splitPath(strings.ReplaceAll(key, "NAME", "eigen"))
		if names[0] == "financing" || names[0] == "shocks" {
			names[1] = "eigen"
		}
		paths = append(paths, strings.Join(names, "."))
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// TestEveryLeverHasALabel holds that no key of the grammar is shown as it stands in files,
// with the names that people give left alone.
func TestEveryLeverHasALabel(t *testing.T) {
	paths := leverPaths()
	if len(paths) < 150 {
		t.Fatalf("%d levers; the grammar has more", len(paths))
	}
	seen := map[string]string{}
	for _, path := range paths {
		if path == "timeline" { // changes of other levers
			continue
		}
		for _, text := range raw(sayPath(path)) {
			if text != "eigen" {
				t.Errorf("%s: no words for %q", path, text)
			}
		}
		for _, w := range everyLanguage() {
			label := Label(path, w)
			if strings.Contains(label, "_") {
				t.Errorf("%s %s: %q", w.Lang(), path, label)
			}
			if other := seen[w.Lang()+label]; other != "" {
				t.Errorf("%s: %s and %s are both %q", w.Lang(), other, path, label)
			}
			seen[w.Lang()+label] = path
		}
		if _, both := parameters().Parameter(path); both {
			t.Errorf("%s is a parameter too", path)
		}
	}
}

// TestEveryValueHasWords holds the same for what may stand under a key: choices, the
// columns of a score, and units.
func TestEveryValueHasWords(t *testing.T) {
	checked := 0
	check := func(path string, f field) {
		for _, option := range f.options() {
			checked++
			for _, text := range raw(optionSaid(f, option)) {
				t.Errorf("%s: no words for %q", path, text)
			}
			for _, w := range everyLanguage() {
				if said := ValueLabel(path, option, w); said != words.Typeset(w.Lang(), sayOption(w, f, option)) {
					t.Errorf("%s %s: %q is shown as %q", w.Lang(), path, option, said)
				}
			}
		}
		for _, unit := range f.units {
			for _, w := range everyLanguage() {
				if unit != "" && strings.Contains(w.Tell(SayUnit(unit, true)), "_") {
					t.Errorf("%s: no words for the unit %s", path, unit)
				}
			}
		}
	}
	for _, path := range leverPaths() {
		if f, known := grammar.under(splitPath(path)); known {
			check(path, f)
		} else if !strings.HasPrefix(path, "effects.") && path != "timeline" {
			t.Errorf("%s: no field", path)
		}
	}
	if checked < 200 {
		t.Errorf("%d choices; the grammar has more", checked)
	}
	for _, name := range slices.Concat(sim.QueueColumns(), scoreConditions) {
		if !english().Has("scenarios.column_" + name) {
			t.Errorf("no words for the column %s", name)
		}
	}
	for _, name := range sim.ExpertiseNames {
		if !english().Has("scenarios.expertise_" + name) {
			t.Errorf("no words for the expertise %s", name)
		}
	}
}

func TestLabels(t *testing.T) {
	for _, c := range []struct{ lang, path, value, label, said string }{
		{"nl", "zorgcoach.work", "proactive", "zorgcoach, werkwijze", "proactief"},
		{"nl", "zorgcoach.posts", "0.5 FTE/buurt", "zorgcoach, posten", "0,5 VTE per buurt"},
		{"fr", "zorgcoach.posts", "funded", "coach de soins, postes", "autant que l’argent le permet"},
		{"nl", "financing.regio.split", "{zorgcoordinatie: 60 %, casemanagement: 40 %}", "regiobudget, verdeling", "zorgcoördinatie 60\u00a0%, casemanagement 40\u00a0%"},
		{"nl", "financing.regio.amount", "{solve: 1 zorgcoach/buurt}", "regiobudget, bedrag", "zoveel als nodig voor 1 zorgcoach per buurt"},
		{"nl", "financing.eigen-pot.amount", "100000 EUR/year", "eigen-pot, bedrag", "100.000 euro per jaar"},
		{"en", "financing.regio.split.casemanagement", "40 %", "regional budget, split, case management", "40%"},
		{"nl", "buurtteams.waves.noord.start", "2028-01", "buurtteams, golf noord, begin", "januari 2028"},
		{"nl", "zorgcoach.queue", "{weighted: {vt: 5, waiting_months: 0.5}}", "zorgcoach, volgorde van de wachtlijst", "een score van 5 × verhoogde tegemoetkoming, 0,5 × elke maand wachten"},
		{"nl", "casemanagement.expertise", "{dementia: 60 %}", "casemanagement, deskundigheid", "dementie 60\u00a0%"},
		{"nl", "casemanagement.replacement", "none", "casemanagement, vervanging bij ziekte", "geen"},
		{"nl", "outreach.caring_neighbourhoods.buurten", "[b01, b02]", "outreach, zorgzame buurten, buurten", "b01, b02"},
		{"nl", "phm.levels.elz.shared", "[efi, contacts]", "populatiemanagement, niveaus, ELZ, gedeeld", "praktijkgegevens, contacten van het buurtteam"},
		{"nl", "effects.zorgcoach.unplanned_stay", "{hr: 0.9}", "effect van zorgcoördinatie op ongeplande ziekenhuisopnames (verhouding)", "0,9"},
		{"nl", "staff.turnover", "0.3", "jaarlijks verloop van zorgcoaches, casemanagers en thuisverpleegkundigen", "0,3"},
		{"nl", "zorgcoach.posts", "{", "zorgcoach, posten", "{"},
	} {
		w, err := words.For(c.lang)
		if err != nil {
			t.Fatal(err)
		}
		if got := Label(c.path, w); got != c.label {
			t.Errorf("%s %s is %q, want %q", c.lang, c.path, got, c.label)
		}
		if got := ValueLabel(c.path, c.value, w); got != c.said {
			t.Errorf("%s %s: %s is %q, want %q", c.lang, c.path, c.value, got, c.said)
		}
	}
}
