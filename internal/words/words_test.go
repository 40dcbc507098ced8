package words

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// messages returns the whole catalogue by language and id.
func messages(t *testing.T) map[string]map[string]*i18n.Message {
	t.Helper()
	c, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return c.messages
}

// forms are the texts of a message, by plural form.
func forms(m *i18n.Message) map[string]string {
	f := map[string]string{"one": m.One, "other": m.Other}
	maps.DeleteFunc(f, func(_, text string) bool { return text == "" })
	return f
}

// TestComplete holds that every language has every text, and that no message lacks its
// general form.
func TestComplete(t *testing.T) {
	all := messages(t)
	ids := make(map[string]bool)
	for _, lang := range Languages() {
		for id, m := range all[lang] {
			ids[id] = true
			if m.Other == "" {
				t.Errorf("%s: %s has no text (form \"other\")", lang, id)
			}
		}
	}
	if len(ids) < 200 {
		t.Fatalf("the catalogue holds %d texts; the words of the field alone are more", len(ids))
	}
	for _, lang := range Languages() {
		for id := range ids {
			if all[lang][id] == nil {
				t.Errorf("%s lacks %s", lang, id)
			}
		}
	}
}

// TestSameFiles holds that every area has its file in every language.
func TestSameFiles(t *testing.T) {
	names, err := fs.Glob(catalogue, "catalogue/*.nl.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no catalogue: %v", err)
	}
	for _, name := range names {
		for _, lang := range Languages() {
			other := strings.Replace(name, ".nl.", "."+lang+".", 1)
			if _, err := fs.Stat(catalogue, other); err != nil {
				t.Errorf("%s has no %s", name, other)
			}
		}
	}
}

// TestPlaceholders holds that a message asks for the same arguments in every
// language, and gives them the same shape.
func TestPlaceholders(t *testing.T) {
	all := messages(t)
	for id, nl := range all["nl"] {
		want := placeholders(t, id, nl)
		for _, lang := range []string{"fr", "en"} {
			m := all[lang][id]
			if m == nil {
				continue
			}
			if got := placeholders(t, id, m); !slices.Equal(got, want) {
				t.Errorf("%s: nl asks for %v, %s for %v", id, want, lang, got)
			}
		}
	}
}

// placeholders are the actions of all forms of a message, each once.
func placeholders(t *testing.T, id string, m *i18n.Message) []string {
	t.Helper()
	found := make(map[string]bool)
	for form, text := range forms(m) {
		tree := parse.New(id)
		tree.Mode = parse.SkipFuncCheck
		parsed, err := tree.Parse(text, "", "", map[string]*parse.Tree{})
		if err != nil {
			t.Errorf("%s, form %s: %v", id, form, err)
			continue
		}
		collect(parsed.Root, found)
	}
	delete(found, "{{.count}}") // a singular may write the number out
	return slices.Sorted(maps.Keys(found))
}

// collect finds the actions under a list. A choice between singular and plural counts as
// what its branches write: not every language has to choose.
func collect(list *parse.ListNode, found map[string]bool) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode:
		case *parse.IfNode:
			collect(n.List, found)
			collect(n.ElseList, found)
			for _, command := range n.Pipe.Cmds {
				for _, arg := range command.Args {
					if arg.Type() == parse.NodeField {
						found["{{"+arg.String()+"}}"] = true
					}
				}
			}
		default:
			found[node.String()] = true
		}
	}
}

// forbidden are the words that design.md and model.md ban: they claim too much
// or put a label on a person.
var forbidden = regexp.MustCompile(`(?i)significan|significati|onbehandeld|untreated|non traité|complexe pers|complex pers|personnes? complexe`)

func TestForbiddenWords(t *testing.T) {
	for lang, texts := range messages(t) {
		for id, m := range texts {
			for _, text := range forms(m) {
				if word := forbidden.FindString(text); word != "" {
					t.Errorf("%s %s says %q", lang, id, word)
				}
			}
		}
	}
	if !forbidden.MatchString("Een SIGNIFICANT verschil") {
		t.Error("the check itself is blind")
	}
}

// copied are the texts that quote what a reader types into a file, as it stands there.
var copied = []string{
	"regionfile.write_heading", "regionfile.split_columns", "scenarios.effect_add_posts", "scenarios.add_payer", "scenarios.effect_add_coach", "scenarios.effect_funded_places", "scenarios.add_budget",
	"scenarios.effect_add_sessions", "scenarios.effect_pay_teams", "scenarios.effect_write_posts", "scenarios.effect_add_care_plan",
	"evaluate.file.write_unit", "evaluate.file.write_size", "evaluate.file.write_steps",
	"sweep.write_factor", "sweep.write_values", "sweep.write_levels", "scenarios.write_timeline", "scenarios.share_over", "scenarios.split_sum",
	"calibrate.write_target", "calibrate.write_free", "calibrate.write_family", "calibrate.write_prior", "calibrate.written",
	"scenarios.write_score", "scenarios.effect_add_programme", "scenarios.effect_add_priority", "scenarios.effect_add_profile", "scenarios.place_external",
	"form.instead_write_list", "form.write_braces", "sweep.write_plans", "sweep.write_design", "sweep.write_indicators", "sweep.new_world", "cli.sweep.long",
}

// TestNoBreaks holds the spaces inside a text: in French a no-break space before
// ; : ! ? » € and after «; a number and its % on one line, with a no-break space
// between them in Dutch and French and with none in English.
func TestNoBreaks(t *testing.T) {
	const kept = `\x{a0}\x{202f}`
	rules := map[string]*regexp.Regexp{
		"fr": regexp.MustCompile(`[^` + kept + `;!?]([;!?]|:(\s|$))|[^` + kept + `][»€]|«[^` + kept + `]|\d ?%`),
		"nl": regexp.MustCompile(`\d ?%|\s[;:!?](\s|$)|«\s|\s»`),
		"en": regexp.MustCompile(`\d[\s` + kept + `]%|\s[;:!?](\s|$)|[«»]`),
	}
	action, code := regexp.MustCompile(`{{.*?}}`), regexp.MustCompile("`[^`]*`")
	slips := func(lang, text string) []string {
		text = code.ReplaceAllString(action.ReplaceAllString(text, "9"), "code")
		return rules[lang].FindAllString(text, -1)
	}
	for lang, texts := range messages(t) {
		for id, m := range texts {
			if slices.Contains(copied, id) {
				continue
			}
			for _, text := range forms(m) {
				for _, slip := range slips(lang, text) {
					t.Errorf("%s %s: %q in %q", lang, id, slip, text)
				}
			}
		}
	}
	for lang, bad := range map[string][]string{
		"fr": {"vrai ?", "vrai?", "« plan\u00a0»", "«plan»", "40 %", "40%", "12 €", "donc : ceci", "donc: ceci", "fin ; suite"},
		"nl": {"40 %", "40%", "« plan »", "zo : dit"},
		"en": {"40 %", "40\u00a0%", "so : this"},
	} {
		for _, text := range bad {
			if len(slips(lang, text)) == 0 {
				t.Errorf("the check of %s does not see %q", lang, text)
			}
		}
	}
}

// documents are the areas whose texts stand in documents.
var documents = strings.Fields("page terms indicators indicator indicators report compare onepage explain figures checklist slides annual workbook ledger numbers evidence validate pots buurten before_after parameters decide luck solve finance aim verdict origin party role unit group tier date")

// TestPrintedMarks holds that texts in Dutch and French have the apostrophe of print, and
// documents in French no decimal point and no point in thousands. What is typed as it
// stands, an action or code, is left out.
func TestPrintedMarks(t *testing.T) {
	action, code := regexp.MustCompile(`{{.*?}}`), regexp.MustCompile("`[^`]*`|CC BY [0-9.]+|CHEERS.*?2022")
	point := regexp.MustCompile(`(^|[\s\x{a0}(])\d+\.\d+`)
	elided := regexp.MustCompile(`\pL'[\pL\d«…]`) // … stands for an action
	for lang, texts := range messages(t) {
		if lang == "en" {
			continue
		}
		for id, m := range texts {
			area, _, _ := strings.Cut(id, ".")
			for _, text := range forms(m) {
				text = code.ReplaceAllString(action.ReplaceAllString(text, "…"), "")
				if slip := elided.FindString(text); slip != "" {
					t.Errorf("%s %s: %q in %q", lang, id, slip, text)
				}
				if slip := point.FindString(text); lang == "fr" && slip != "" && slices.Contains(documents, area) {
					t.Errorf("%s %s: %q in %q", lang, id, slip, text)
				}
			}
		}
	}
}

// TestTypeset holds what becomes of the titles that people type.
func TestTypeset(t *testing.T) {
	for _, c := range []struct{ lang, typed, want string }{
		{"fr", "Soins d'aujourd'hui", "Soins d’aujourd’hui"},
		{"fr", "Louvain : 100 euros, 20 % d'argent en moins ?", "Louvain\u00a0: 100 euros, 20\u00a0% d’argent en moins\u00a0?"},
		{"fr", "« plan »", "«\u00a0plan\u00a0»"},
		{"nl", "Leuven: 20 % minder, zo'n plan", "Leuven: 20\u00a0% minder, zo’n plan"},
		{"en", "20% less: the region's plan", "20% less: the region’s plan"},
		{"en", "60 % for coordination", "60% for coordination"},
	} {
		got := Typeset(c.lang, c.typed)
		if got != c.want || Typeset(c.lang, got) != got {
			t.Errorf("%s %q becomes %q, not %q", c.lang, c.typed, got, c.want)
		}
	}
}

// TestBadFiles holds that a slip in a catalogue file is named.
func TestBadFiles(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"cli.yaml", "cli.a: x", "AREA.LANG.yaml"},
		{"cli.de.yaml", "cli.a: x", "AREA.LANG.yaml"},
		{"cli.nl.yaml", "compare.a: x", `must start with "cli."`},
		{"cli.nl.yaml", "cli: {a: x}\ncli: {b: y}", "already defined"},
		{"terms.nl.yaml", "a: {b: x}\na.b: y", "stands in two files"},
	} {
		catalog := &catalog{bundle: newBundle(), messages: map[string]map[string]*i18n.Message{}}
		err := catalog.add(c.name, []byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: got %v, want %q", c.name, c.text, err, c.want)
		}
	}
}
