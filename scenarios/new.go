package scenarios

import (
	"slices"
	"strings"
	"text/template"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"piramide/internal/words"
)

// Named gives the name of a new plan, which is also that of its file, and its title: of
// a title as people write it the name in small letters without accents, of a name the
// title with spaces and a capital. The error is [Problems].
func Named(text string) (name, title string, err error) {
	text = strings.Join(strings.Fields(text), " ")
	plain := strings.Map(func(c rune) rune {
		switch {
		case unicode.Is(unicode.Mn, c), c == '\'', c == '’':
			return -1
		case c < unicode.MaxASCII && (unicode.IsLetter(c) || unicode.IsDigit(c) || c == '_'):
			return unicode.ToLower(c)
		}
		return '-'
	}, norm.NFD.String(text))
	name = strings.Join(strings.FieldsFunc(plain, func(c rune) bool { return c == '-' }), "-")
	name = strings.TrimRight(name[:min(len(name), 64)], "-")
	if title = text; text == name {
		title = words.Capital(strings.NewReplacer("-", " ", "_", " ").Replace(name))
	}
	switch {
	case !idShape.MatchString(name):
		return "", "", Problems{{Reason: msg("no_letters", "name", clip(text)), Hint: msg("other_name")}}
	case slices.Contains(libraryOrder, name):
		return "", "", Problems{{Reason: msg("library_name", "name", name), Hint: msg("other_name")}}
	}
	return name, title, nil
}

// New writes a first plan that extends another, with comments on what can be
// changed; it checks clean as it stands. The error is [Problems].
func New(name, title, extends string, w *words.Words) ([]byte, error) {
	base, err := Load(extends)
	if err != nil {
		return nil, err
	}
	parent := extends
	if !isFile(extends) {
		parent = base.Name
	}
	// An envelope that pays coaches would pay them twice beside the regional budget below.
	money := base.steps[0].root.get("financing")
	pools := slices.DeleteFunc(slices.Clone(keysOf(money)), func(name string) bool {
		return word(money.at([]string{name, "kind"})) != "pooled_budget"
	})
	var b strings.Builder
	err = starter.Execute(&b, map[string]any{
		"Name": name, "Extends": parent, "Base": base.Title.In(w.Lang()), "Lang": w.Lang(),
		"Waves": keysOf(base.steps[0].root.at([]string{"buurtteams", "waves"})), "Pools": pools,
		"Adds": w.Say("scenarios.new_adds"), "Title": title, "Try": w.Say("scenarios.new_try"), "Check": w.Say("scenarios.new_check"),
		"Levels": base.steps[0].root.at([]string{"phm", "levels"}) != nil,
		"Others": w.Say("scenarios.new_kinds"), "Kinds": kindNames,
	})
	if err != nil {
		panic("scenarios: New: " + err.Error())
	}
	text := []byte(b.String())
	src := source{name: name + ".yaml", text: func() ([]byte, error) { return text, nil }, file: true, dir: "."}
	if _, err := load(src); err != nil {
		return nil, err
	}
	return text, nil
}

var starter = template.Must(template.New("plan").Parse(`# {{.Adds}} {{.Extends}} ({{.Base}}): …
format: 1
name: {{.Name}}
extends: {{printf "%q" .Extends}}
title: {nl: {{printf "%q" .Title}}{{if ne .Lang "nl"}}, {{.Lang}}: {{printf "%q" .Title}}{{end}}}

# {{.Try}}
#
# horizon: {start: 2027-01, length: 10 years}
# population: ageing
# buurtteams: {waves: {{"{"}}{{range .Waves}}{{.}}: null, {{end}}eerste: {buurten: [b01, b02], start: 2028-01}, tweede: {buurten: [b03], start: 2029-01}}, coach: funded}
# zorgcoach: {posts: 1 FTE/buurt, work: proactive, queue: highest_known_risk}
# casemanagement: {posts: 2 FTE/region, start: 2028-01}
# phm: {start: 2028-01, every: 6 months, source: efi,{{if .Levels}} levels: null,{{end}} min_age: 65 years, managers: funded}
# p3: {size: 50 %, services: {night_visit: 0 %}}
# shocks: {ontslag: {kind: early_discharge, start: 2033-01, length: 1 year}}
# labour: {pool: 80 %, turnover: 15 %}
# care_plan: {held_by: [zorgcoach, casemanagement], shared: yes, review: 6 months}
# pathways: {heart_failure: {start: 2028-01, coverage: 50 %, by: nurse}}
# financing:{{range .Pools}}
#   {{.}}: null{{end}}
#   regio: {kind: regional_convention, payer: federal, payee: collaboration, amount: {solve: 1 zorgcoach/buurt}, split: {zorgcoordinatie: 60 %, casemanagement: 40 %}, start: 2028-01}
#   zorgpaden: {kind: convention_services, payer: federal, payee: gp_practices, services: [pathway, plan_meeting], start: 2028-01}
#   # {{.Others}} {{range $i, $k := .Kinds}}{{if $i}}, {{end}}{{$k}}{{end}} (docs/financing.md)
# timeline:
#   - {at: 2031-01, set: {p3.size: 0 %}}

# {{.Check}} piramide scenario check {{.Name}}.yaml
`))
