package docs_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
	"piramide/sim"
)

// modelText writes the generated parts from the base model of Leuven.
type modelText struct {
	t        *testing.T
	words    *words.Words
	register *evidence.Register
	params   *model.Parameters
	values   *recorder
	config   sim.Config
}

func newModel(t *testing.T) *modelText {
	t.Helper()
	m := &modelText{t: t}
	var err error
	m.register, err = evidence.Load()
	m.must(err)
	m.params, err = model.Load(m.register)
	m.must(err)
	m.words, err = words.For("en")
	m.must(err)
	m.values = &recorder{Values: m.params.Values(1, 0), params: m.params, read: map[string]bool{}}
	for _, id := range []string{"belgium", "leuven-6elz", "leuven"} { // the last one is kept
		regions, err := belgium.Regions(id, m.values)
		m.must(err)
		aged := regions[0]
		aged.Ageing = true
		for _, r := range []belgium.Region{regions[len(regions)-1], aged, regions[0]} {
			m.config, _, err = belgium.Build(m.values, r)
			m.must(err)
		}
	}
	m.config.Calendar.Start, m.config.Calendar.Cycles = 2027*12, 120
	for _, plan := range scenarios.Library() {
		_, _, _, err := plan.Plans(&m.config, m.values)
		m.must(err)
	}
	return m
}

func (m *modelText) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

// hasRow reports whether the register has a row of this name, or, for a name
// that ends in _*, rows that begin like it.
func (m *modelText) hasRow(name string) bool {
	prefix, family := strings.CutSuffix(name, "*")
	return slices.ContainsFunc(m.register.Rows(), func(r evidence.Row) bool {
		return r.ID == name || family && strings.HasPrefix(r.ID, prefix)
	})
}

// recorder notes which parameters the model asks for.
type recorder struct {
	*model.Values
	params *model.Parameters
	read   map[string]bool
}

func (r *recorder) Get(path string) float64 {
	r.read[path] = true
	return r.Values.Get(path)
}

func (r *recorder) Table(path string) evidence.Table {
	r.read[path] = true
	return r.Values.Table(path)
}

func (r *recorder) Euro(path string) float64 {
	r.read[path] = true
	if p, ok := r.params.Parameter(path); ok {
		from, _ := p.Row.PriceYear()
		for year := min(from, model.PriceYear) + 1; year <= max(from, model.PriceYear); year++ {
			r.read[fmt.Sprintf("price.index.%d", year)] = true
		}
	}
	return r.Values.Euro(path)
}

func (m *modelText) generators() map[string]func() string {
	return map[string]func() string{
		"phases": m.phases, "states": m.states, "events": m.events, "conditions": m.conditions, "groups": m.groups,
		"effects": m.effects, "pathways": m.pathways, "indicators": m.indicators, "counts": m.counts,
		"effect-assumptions": m.effectAssumptions, "wide-assumptions": m.wideAssumptions,
		"unread-parameters": m.unreadParameters, "unread-settings": m.unreadSettings,
		"ageing": m.ageing,
	}
}

// table writes a Markdown table.
func table(head string, rows ...[]string) string {
	var s strings.Builder
	columns := strings.Split(head, "|")
	fmt.Fprintf(&s, "|%s|\n|%s\n", head, strings.Repeat("---|", len(columns)))
	for _, r := range rows {
		fmt.Fprintf(&s, "| %s |\n", strings.Join(r, " | "))
	}
	return s.String()
}

func code(s string) string { return "`" + s + "`" }

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func (m *modelText) phases() string {
	var rows [][]string
	for k, p := range sim.Phases {
		id := "describe.phase." + p.Name
		rows = append(rows, []string{fmt.Sprint(k + 1), p.Name, p.Scope, m.words.Say(id + ".reads"), m.words.Say(id + ".writes")})
	}
	return table(" # | phase | scope | reads | writes ", rows...)
}

func (m *modelText) states() string {
	var rows [][]string
	for _, s := range m.config.States {
		rows = append(rows, []string{code(s.Name), fmt.Sprint(s.Tier), yes(s.Home), yes(s.Need && s.Home)})
	}
	return table(" state | tier | lives at home | counts as need for coordination ", rows...)
}

var kindNames = map[sim.EventKind]string{
	sim.Death: "death", sim.Move: "move to another state", sim.Leave: "leaves the region",
	sim.Visit: "emergency visit", sim.Stay: "hospital stay not through the emergency department",
	sim.Overload: "the carer becomes overloaded", sim.Relief: "the carer recovers",
}

var modifierNames = [sim.NumModifiers]string{
	sim.ByVT: "VT", sim.BySES: "SES quintile", sim.ByPersonal: "personal factor",
	sim.ByDementia: "dementia", sim.ByCarer: "carer", sim.ByCare: "care received", sim.ByScreen: "PHM run", sim.ByShock: "shock",
}

func (m *modelText) events() string {
	var rows [][]string
	add := func(group string, events []sim.Event) {
		for _, e := range events {
			var by []string
			for mod, limit := range e.Caps {
				if limit > 0 {
					by = append(by, fmt.Sprintf("%s (at most × %.3g)", modifierNames[mod], limit))
				}
			}
			what, ok := kindNames[e.Kind]
			if !ok {
				m.t.Errorf("event %s is of a kind that this test cannot name", e.Name)
			}
			rows = append(rows, []string{code(e.Name), group, what, strings.Join(by, ", ")})
		}
	}
	add("exclusive", m.config.Exclusive)
	add("recurrent", m.config.Recurrent)
	return table(" event | group | what it is | modifiers ", rows...)
}

var domainNames = map[sim.Domain]string{
	sim.NoDomain: "disease", sim.Physical: "loss, physical", sim.Cognitive: "loss, cognitive",
	sim.Psychological: "loss, psychological", sim.SocioEconomic: "loss, socio-economic", sim.Transition: "loss, life or care transition",
}

func (m *modelText) conditions() string {
	var rows [][]string
	for _, c := range m.config.Conditions {
		rows = append(rows, []string{code(c.Name), domainNames[c.Domain]})
	}
	return table(" condition | what it is ", rows...)
}

func (m *modelText) groups() string {
	names := make([]string, len(sim.GroupNames))
	for k, g := range sim.GroupNames {
		names[k] = code(g)
	}
	return strings.Join(names, ", ") + "\n"
}

var roleNames = map[sim.Role]string{sim.Zorgcoach: "zorgcoach", sim.Casemanager: "case manager"}

func (m *modelText) effects() string {
	var rows [][]string
	for _, e := range m.config.Effects {
		who := "every client"
		if e.Condition != "" {
			who = "clients with " + e.Condition
		}
		by := roleNames[e.Role]
		if e.P3 != 0 {
			by, who = "P3", "clients of P3"
		}
		if e.Carer {
			who = "who gets support of the informal carer"
		}
		rows = append(rows, []string{code(e.Name), by, code(e.Event), who, fmt.Sprint(e.Onset), ratios(e.LogHR)})
	}
	return table(" effect | given by | acts on | for whom | months before it begins | hazard ratio at dose 1, base ", rows...)
}

func (m *modelText) pathways() string {
	professions := [sim.NumProfessions]string{"nurse", "social worker", "occupational therapist", "psychologist"}
	var rows [][]string
	for p := range sim.NumPathways {
		x := &m.config.Pathways[p]
		who := "a chronic need"
		if x.Condition != "" {
			who = x.Condition
		}
		head := []string{code(outputs.PathwayIDs[p]), who, professions[x.By], fmt.Sprintf("%.0f", x.Hours)}
		if x.Gain != 0 {
			rows = append(rows, append(head, "a score", "people of 65 and over", fmt.Sprintf("%.2f SD", x.Gain)))
		}
		for _, e := range x.Effects {
			rows = append(rows, append(head, code(e.Event), fmt.Sprintf("%.0f %% of the participants, %.0f %% of the events", 100*e.Among, 100*e.Part), fmt.Sprintf("%.3f", math.Exp(e.LogHR))))
		}
		if x.Gain == 0 && len(x.Effects) == 0 {
			rows = append(rows, append(head, "nothing", "–", "–"))
		}
	}
	return table(" pathway | for | done by | hours a year, dose 1 | acts on | of whom, of what | hazard ratio or gain at dose 1, base ", rows...)
}

// ratios writes hazard ratios by month since the start as stretches.
func ratios(logs []float64) string {
	var parts []string
	for k := 0; k < len(logs); {
		next := k
		for next < len(logs) && logs[next] == logs[k] {
			next++
		}
		text := fmt.Sprintf("%.3f", math.Exp(logs[k]))
		switch {
		case len(logs) == next && k > 0:
			text += fmt.Sprintf(" from month %d", k)
		case next < len(logs):
			text += fmt.Sprintf(" in months %d to %d", k, next-1)
		}
		parts = append(parts, text)
		k = next
	}
	return strings.Join(parts, ", ")
}

func (m *modelText) indicators() string {
	direction := map[int]string{-1: "less", 0: "–", 1: "more"}
	var rows [][]string
	for k := range outputs.Indicators {
		i := &outputs.Indicators[k]
		relevance := "–"
		if i.RelevancePath != "" {
			relevance = fmt.Sprintf("%.3g", m.values.Get(i.RelevancePath))
		}
		rows = append(rows, []string{
			code(i.ID), m.words.Say(i.TitleID()), m.words.Say(i.ExplainID()), m.words.Say(i.UnitID()),
			string(i.Aim), code(string(i.Who)), direction[i.Direction], relevance,
		})
	}
	return table(" id | name | what is counted | unit | aim | who | better | smallest difference that matters ", rows...)
}

func (m *modelText) counts() string {
	kinds := map[model.Kind]int{}
	unsourced := 0
	list := m.params.List()
	for _, p := range list {
		kinds[p.Kind]++
		if p.Unsourced() {
			unsourced++
		}
	}
	return fmt.Sprintf("%d parameters: %d measured, %d assumptions, %d levers; %d of them rest on a number that was recalled or set by us.\n",
		len(list), kinds[model.Measured], kinds[model.Assumption], kinds[model.Lever], unsourced)
}

func (m *modelText) assumption(p model.Parameter) []string {
	return []string{code(p.Path), fmt.Sprintf("%.4g", p.Base), fmt.Sprintf("%.4g to %.4g", p.Low, p.High), p.Unit, string(p.Draw), code(p.Evidence)}
}

const assumptionHead = " path | value | range | unit | draw | evidence "

func (m *modelText) effectAssumptions() string {
	var rows [][]string
	for _, p := range m.params.List() {
		if p.Effect && p.Unsourced() {
			rows = append(rows, append(m.assumption(p), yes(m.read(p))))
		}
	}
	return table(assumptionHead+"| read ", rows...)
}

// wide is how many assumptions are listed.
const wide = 25

func (m *modelText) wideAssumptions() string {
	var rows [][]string
	for _, p := range m.params.Wanted(nil) {
		if m.read(p) && p.Draw != model.Fixed && len(rows) < wide {
			rows = append(rows, m.assumption(p))
		}
	}
	return table(assumptionHead, rows...)
}

// read reports whether a configuration, a plan of the library, an indicator or a
// perspective asks for a parameter.
func (m *modelText) read(p model.Parameter) bool {
	return m.values.read[p.Path] || slices.Contains(outputs.PerspectivePaths, p.Path) ||
		slices.ContainsFunc(outputs.Indicators, func(i outputs.Indicator) bool { return i.RelevancePath == p.Path })
}

func (m *modelText) unreadParameters() string {
	var names []string
	for _, p := range m.params.List() {
		if !m.read(p) {
			names = append(names, code(p.Path))
		}
	}
	return strings.Join(names, ", ") + "\n"
}

// unreadSettings lists the fields of the simulator's configuration that no
// phase reads, nor what turns a plan into one: a field counts as read when a
// selector of its name stands in sim (config.go excepted) or scenarios.
func (m *modelText) unreadSettings() string {
	const home = "../sim/config.go"
	set := token.NewFileSet()
	parse := func(file string) *ast.File {
		text, err := os.ReadFile(file)
		m.must(err)
		f, err := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
		m.must(err)
		return f
	}
	files, err := filepath.Glob("../sim/*.go")
	m.must(err)
	plans, err := filepath.Glob("../scenarios/*.go")
	m.must(err)
	files = append(files, plans...)
	named := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || filepath.Base(file) == filepath.Base(home) {
			continue
		}
		ast.Inspect(parse(file), func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				named[s.Sel.Name] = true
			}
			return true
		})
	}
	var unread []string
	ast.Inspect(parse(home), func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		fields, ok := spec.Type.(*ast.StructType)
		if !ok {
			return true
		}
		for _, f := range fields.Fields.List {
			for _, name := range f.Names {
				if !named[name.Name] {
					unread = append(unread, code(spec.Name.Name+"."+name.Name))
				}
			}
		}
		return true
	})
	if len(unread) == 0 {
		return "none\n"
	}
	return strings.Join(unread, ", ") + "\n"
}
