package scenarios

import (
	"slices"
	"strings"
	"text/template"

	"piramide/internal/words"
)

// NewSweep writes a first sweep with comments on what can be changed: small enough to be
// simulated while somebody waits, and right as it stands.
func NewSweep(name, title string, w *words.Words) []byte {
	said := func(id string) string {
		text := w.Say("sweep.new_"+id, "name", name)
		return "# " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n# ")
	}
	var b strings.Builder
	err := sweepStarter.Execute(&b, map[string]any{"Name": name, "Title": title, "Lang": w.Lang(), "Said": said})
	if err != nil {
		panic("scenarios: NewSweep: " + err.Error())
	}
	r := &report{}
	if text := []byte(b.String()); parseSweep(name+".yaml", text, r) != nil {
		return text
	}
	panic("scenarios: NewSweep: " + r.err().Error())
}

var sweepStarter = template.Must(template.New("sweep").Parse(`{{call .Said "head"}}
format: 1
name: {{.Name}}
title: {nl: {{printf "%q" .Title}}{{if ne .Lang "nl"}}, {{.Lang}}: {{printf "%q" .Title}}{{end}}}

{{call .Said "plans"}}
plans: [reference, full-proposal]

{{call .Said "world"}}
region: leuven
horizon: 5 years

{{call .Said "factors"}}
factors:
  financing.regio.amount: {values: ["{solve: 1 zorgcoach/buurt}", "{solve: 2 zorgcoach/buurt}"]}
  effect.coordination.stay: {from: 0.9, to: 1}

{{call .Said "design"}}
design: {kind: factorial, levels: 2}

{{call .Said "draws"}}
draws: 2

{{call .Said "indicators"}}
indicators: [reached_in_time, net_cost, qaly]

{{call .Said "more"}}
# design: {kind: sobol, points: 64, indices: yes}
# design: {kind: morris, trajectories: 20, levels: 4}
# factors:
#   price.ed: {range: evidence}
#   financing.regio.split: {values: ["{zorgcoordinatie: 50 %, casemanagement: 50 %}", "{zorgcoordinatie: 60 %, casemanagement: 40 %}"]}
# assumptions: [sceptical]
`))

// forSweeps gives mistakes of a sweep file hints about sweep files, where the reading of
// plans that they share would give one about plans.
func forSweeps(found Problems) Problems {
	out := slices.Clone(found)
	for i := range out {
		p := &out[i]
		switch id := strings.TrimPrefix(p.Reason.ID, "scenarios."); {
		case p.Via != "", p.Path == "" && id == "not_yaml":
		case id == "no_file", id == "empty_file", id == "directory":
			p.Hint = sweepMsg("check_file")
		case id == "not_a_plan":
			p.Reason, p.Hint = sweepMsg("not_a_sweep"), sweepMsg("check_file")
		case p.Path == "plans" && (id == "want_list" || id == "missing_key"):
			p.Hint = sweepMsg("write_plans")
		case p.Path == "design" && id == "want_keys", p.Path == "design.kind" && id == "missing_key":
			p.Hint = sweepMsg("write_design")
		case p.Path == "indicators" && id == "want_list":
			p.Hint = sweepMsg("write_indicators")
		case p.Path == "draws" && id == "out_of_range":
			p.Hint = sweepMsg("write_draws")
		case p.Path == "horizon":
			p.Hint = sweepMsg("write_horizon")
		}
	}
	return out
}

// isPlan says whether a file that should hold a sweep holds a plan.
func isPlan(doc *value) bool {
	return doc.get("plans") == nil && slices.ContainsFunc(doc.keys, func(key string) bool {
		_, ofPlan := grammar.child(key)
		_, ofSweep := sweepGrammar.child(key)
		return ofPlan && !ofSweep
	})
}
