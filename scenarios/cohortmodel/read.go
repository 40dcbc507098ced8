package cohortmodel

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"piramide/internal/words"
	"piramide/scenarios"
	"piramide/sim"
)

// reader collects the mistakes of one file.
type reader struct {
	file   string
	faults scenarios.Problems
	exits  int // faults that leave rows to be tried: ways out of an absorbing state
}

func (r *reader) fault(n *yaml.Node, path string, reason, hint words.Message) {
	r.faults = append(r.faults, scenarios.Problem{File: r.file, Line: n.Line, Col: n.Column, Path: path, Reason: reason, Hint: hint})
}

// msg is a message about a model file; plan is one about any file of a user.
func msg(id string, pairs ...any) words.Message { return words.NewMessage("cohortmodel."+id, pairs...) }

func plan(id string, pairs ...any) words.Message { return words.NewMessage("scenarios."+id, pairs...) }

// none is the hint that says nothing.
var none words.Message

// entry is a key of a map and its value.
type entry struct {
	key   string
	node  *yaml.Node
	value *yaml.Node
}

// entries lists a map, refusing anything else, and keys that come twice.
func (r *reader) entries(n *yaml.Node, path string) (out []entry) {
	if n.Kind != yaml.MappingNode {
		r.fault(n, path, plan("want_names"), none)
		return nil
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if line, twice := seen[k.Value]; twice {
			r.fault(k, join(path, k.Value), plan("duplicate_key", "line", line), plan("keep_one"))
			continue
		}
		seen[k.Value] = k.Line
		out = append(out, entry{k.Value, k, n.Content[i+1]})
	}
	return out
}

// fields reads a map with known keys.
func (r *reader) fields(n *yaml.Node, path string, required []string, rule map[string]func(v *yaml.Node)) {
	found := map[string]bool{}
	for _, e := range r.entries(n, path) {
		read, known := rule[e.key]
		if !known {
			r.fault(e.node, join(path, e.key), plan("unknown_key"), scenarios.DidYouMean(e.key, slices.Sorted(maps.Keys(rule))))
			continue
		}
		found[e.key] = true
		read(e.value)
	}
	for _, name := range required {
		if n.Kind == yaml.MappingNode && !found[name] {
			r.fault(n, join(path, name), plan("missing_key"), none)
		}
	}
}

// join puts a key behind a path.
func join(path, key string) string { return strings.TrimPrefix(path+"."+key, ".") }

// maxCycles is the longest horizon: a life in months.
const maxCycles = 12 * sim.MaxAge

// The names of the rules of a file.
var (
	rateRules   = []string{"competing", "separate", "after_death"}
	rewardRules = []string{"start", "end", "half-cycle", "simpson", "simpson-tutorial"}
)

// model reads the whole file: first what stands alone, then what depends on the
// columns, the states and the cycle.
func (r *reader) model(root *yaml.Node) *Model {
	n := root
	if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
		n = n.Content[0]
	}
	m := &Model{
		citizens: 100_000, age: 40, perYear: 1, rates: "competing", rewards: "end", Currency: "EUR",
		columns: []column{{name: "sex", values: []string{"man", "woman"}, shares: []float64{0.5, 0.5}}},
	}
	later := map[string]*yaml.Node{}
	keep := func(key string) func(*yaml.Node) { return func(v *yaml.Node) { later[key] = v } }
	r.fields(n, "", []string{"format", "name", "cycle", "cycles", "states", "transitions"}, map[string]func(*yaml.Node){
		"format": func(v *yaml.Node) {
			if v.Value != "1" {
				r.fault(v, "format", plan("newer_format", "format", v.Value), none)
			}
		},
		"name":   func(v *yaml.Node) { m.Name = v.Value },
		"source": func(v *yaml.Node) { m.Source = v.Value },
		"title":  func(v *yaml.Node) { m.Title = r.title(v, "title") },
		"cycle": func(v *yaml.Node) {
			m.perYear = map[string]int{"1 year": 1, "1 month": 12}[v.Value]
			if m.perYear == 0 {
				r.fault(v, "cycle", plan("unknown_choice", "text", v.Value), scenarios.DidYouMean(v.Value, []string{"1 year", "1 month"}))
			}
		},
		"cycles":   func(v *yaml.Node) { m.cycles = r.count(v, "cycles", 1, maxCycles) },
		"citizens": func(v *yaml.Node) { m.citizens = r.count(v, "citizens", 1, 20_000_000) },
		"age":      func(v *yaml.Node) { m.age = r.count(v, "age", 0, sim.MaxAge) },
		"rates":    func(v *yaml.Node) { m.rates = r.choice(v, "rates", rateRules) },
		"rewards": func(v *yaml.Node) {
			m.rewards = r.choice(v, "rewards", rewardRules)
			later["rewards"] = v
		},
		"currency": func(v *yaml.Node) {
			m.Currency = v.Value
			if !currency.MatchString(v.Value) {
				r.fault(v, "currency", msg("currency", "text", v.Value), none)
			}
		},
		"discount": func(v *yaml.Node) {
			r.fields(v, "discount", nil, map[string]func(*yaml.Node){
				"costs":    func(v *yaml.Node) { m.costs = r.number(v, "discount.costs", 0, 1) },
				"outcomes": func(v *yaml.Node) { m.outcomes = r.number(v, "discount.outcomes", 0, 1) },
				"per":      func(v *yaml.Node) { m.perCycle = r.choice(v, "discount.per", []string{"year", "cycle"}) == "cycle" },
			})
		},
		"sex":         keep("sex"),
		"columns":     keep("columns"),
		"states":      keep("states"),
		"transitions": keep("transitions"),
		"on_move":     keep("on_move"),
		"modifiers":   keep("modifiers"),
		"treatments":  keep("treatments"),
		"strategies":  keep("strategies"),
		"reproduces":  keep("reproduces"),
	})
	if m.perYear == 0 {
		m.perYear = 1 // told above
	}
	for _, part := range []struct {
		key  string
		read func(*yaml.Node, *Model)
	}{
		{"sex", r.sex},
		{"columns", r.columns},
		{"states", r.states},
		{"transitions", r.transitions},
		{"on_move", r.onMove},
		{"modifiers", func(v *yaml.Node, m *Model) { m.modifiers = r.changes(v, "modifiers", m) }},
		{"treatments", r.treatments},
		{"strategies", r.strategies},
		{"reproduces", r.reproduces},
	} {
		if v := later[part.key]; v != nil && (len(m.states) > 0 || part.key == "sex" || part.key == "columns" || part.key == "states") {
			part.read(v, m)
		}
	}
	if len(m.strategies) == 0 {
		m.strategies = []strategy{{}}
	}
	if m.rewards == "simpson" && m.cycles%2 == 1 {
		r.fault(later["rewards"], "rewards", msg("simpson", "count", m.cycles), msg("simpson_even"))
	}
	return m
}

// title reads a name in one or more languages.
func (r *reader) title(n *yaml.Node, path string) map[string]string {
	out := map[string]string{}
	for _, e := range r.entries(n, path) {
		if langs := words.Languages(); !slices.Contains(langs, e.key) {
			r.fault(e.node, join(path, e.key), plan("unknown_choice", "text", e.key), scenarios.DidYouMean(e.key, langs))
			continue
		}
		out[e.key] = e.value.Value
	}
	return out
}

// currency is a code of ISO 4217.
var currency = regexp.MustCompile(`^[A-Z]{3}$`)

func (r *reader) choice(n *yaml.Node, path string, known []string) string {
	if !slices.Contains(known, n.Value) {
		r.fault(n, path, plan("unknown_choice", "text", n.Value), scenarios.DidYouMean(n.Value, known))
		return known[0]
	}
	return n.Value
}

// sex reads the shares of men and women.
func (r *reader) sex(n *yaml.Node, m *Model) {
	c := r.column(n, "sex", "sex")
	for k, v := range []string{"man", "woman"} {
		m.columns[0].shares[k] = 0
		if at := slices.Index(c.values, v); at >= 0 {
			m.columns[0].shares[k] = c.shares[at]
		}
	}
	for k, v := range c.values {
		if v != "man" && v != "woman" {
			r.fault(n.Content[2*k], join("sex", v), plan("unknown_choice", "text", v), scenarios.DidYouMean(v, m.columns[0].values))
		}
	}
}

func (r *reader) columns(n *yaml.Node, m *Model) {
	for _, e := range r.entries(n, "columns") {
		if slices.Contains(clocks, e.key) || e.key == "sex" {
			r.fault(e.node, join("columns", e.key), msg("column_taken"), none)
			continue
		}
		m.columns = append(m.columns, r.column(e.value, join("columns", e.key), e.key))
	}
}

// column reads the values of a column with their shares, which make 100 %.
func (r *reader) column(n *yaml.Node, path, name string) column {
	c := column{name: name}
	var sum float64
	for _, e := range r.entries(n, path) {
		share := r.number(e.value, join(path, e.key), 0, 1)
		c.values, c.shares = append(c.values, e.key), append(c.shares, share)
		sum += share
	}
	if math.Abs(sum-1) > sumTolerance && n.Kind == yaml.MappingNode {
		r.fault(n, path, msg("shares", "sum", sum), none)
	}
	return c
}

// sumTolerance is how far from 1 a sum of shares or of a row may be: what is lost in
// writing decimals down.
const sumTolerance = 1e-9

func (r *reader) states(n *yaml.Node, m *Model) {
	var started float64
	for _, e := range r.entries(n, "states") {
		if e.key == "death" {
			r.fault(e.node, "states.death", msg("death"), msg("remove"))
			continue
		}
		s := state{name: e.key, depth: 1, rest: -1}
		path := "states." + e.key
		r.fields(e.value, path, []string{"cost", "utility"}, map[string]func(*yaml.Node){
			"title":     func(v *yaml.Node) { s.title = r.title(v, path+".title") },
			"cost":      func(v *yaml.Node) { s.cost = r.quantity(v, path+".cost", m, r.cost(m)) },
			"utility":   func(v *yaml.Node) { s.utility = r.quantity(v, path+".utility", m, r.utility(m)) },
			"start":     func(v *yaml.Node) { s.start = r.number(v, path+".start", 0, 1) },
			"absorbing": func(v *yaml.Node) { s.absorbing = r.choice(v, path+".absorbing", []string{"no", "yes"}) == "yes" },
		})
		started += s.start
		s.depth = max(s.cost.depth(m.cycles), s.utility.depth(m.cycles))
		m.states = append(m.states, s)
	}
	switch count := len(m.states); {
	case n.Kind == yaml.MappingNode && (count == 0 || count > sim.MaxStates):
		r.fault(n, "states", msg("states", "count", count, "most", sim.MaxStates), none)
		m.states = nil
	case count > 0 && math.Abs(started-1) > sumTolerance:
		r.fault(n, "states", msg("starts", "sum", started), none)
	}
	for i := range m.states {
		m.states[i].to = make([]*quantity, len(m.states)+1)
		m.states[i].once = make([]onMove, len(m.states)+1)
	}
}

// destination finds a state by name; death is the last.
func (r *reader) destination(n *yaml.Node, path, name string, m *Model) (to int, ok bool) {
	names := append(m.States(), "death")
	to = slices.Index(names, name)
	if to < 0 {
		r.fault(n, path, msg("no_state", "name", name), scenarios.DidYouMean(name, names))
	}
	return to, to >= 0
}

// origin finds a state that can be left.
func (r *reader) origin(n *yaml.Node, path, name string, m *Model) (from int, ok bool) {
	if name == "death" {
		r.fault(n, join(path, name), msg("death_exits"), msg("remove"))
		return 0, false
	}
	from = slices.Index(m.States(), name)
	if from < 0 {
		r.fault(n, path, msg("no_state", "name", name), scenarios.DidYouMean(name, m.States()))
	}
	return from, from >= 0
}

// transitions fills what makes people move.
func (r *reader) transitions(n *yaml.Node, m *Model) {
	for _, e := range r.entries(n, "transitions") {
		from, ok := r.origin(e.node, "transitions", e.key, m)
		if !ok {
			continue
		}
		path := "transitions." + e.key
		s := &m.states[from]
		s.row = e.value
		var kinds [2]bool // probabilities, rates
		for _, t := range r.entries(e.value, path) {
			to, ok := r.destination(t.node, path, t.key, m)
			if !ok {
				continue
			}
			if t.value.Kind == yaml.ScalarNode && t.value.Value == "rest" {
				if s.rest >= 0 || to == from {
					r.fault(t.value, join(path, t.key), msg("rest"), none)
				}
				s.rest, s.to[to] = to, &quantity{}
				r.exit(s, t, to == from, path)
				continue
			}
			cell := [2]bool{}
			q := r.quantity(t.value, join(path, t.key), m, r.chance(m, func(rate bool) {
				if rate {
					cell[1] = true
				} else {
					cell[0] = true
				}
			}))
			q.rate = cell[1]
			s.depth = max(s.depth, q.depth(m.cycles))
			switch {
			case cell[0] && cell[1]:
				r.fault(t.value, join(path, t.key), msg("mixed_cell"), none)
			case to == from && cell[1]:
				r.fault(t.value, join(path, t.key), msg("stay_rate"), msg("remove"))
			case to == from:
				s.staying = q
			default:
				s.to[to] = q
				kinds[0], kinds[1] = kinds[0] || cell[0], kinds[1] || cell[1]
			}
			r.exit(s, t, to == from, path)
		}
		if s.rest >= 0 && s.staying != nil {
			r.fault(e.value, path, msg("rest"), none)
		}
		if m.rates == "competing" && kinds[0] && kinds[1] {
			r.fault(e.value, path, msg("mixed_row"), msg("mixed_hint"))
		}
	}
}

// exit refuses a way out of an absorbing state.
func (r *reader) exit(s *state, t entry, stays bool, path string) {
	if s.absorbing && !stays {
		r.exits++
		r.fault(t.node, join(path, t.key), msg("absorbing", "name", s.name, "to", t.key), msg("absorbing_hint"))
	}
}

// mostQALY is more than any transition can be worth: a long life.
const mostQALY = 100

// onMove reads what a transition costs and is worth once.
func (r *reader) onMove(n *yaml.Node, m *Model) {
	for _, e := range r.entries(n, "on_move") {
		from, ok := r.origin(e.node, "on_move", e.key, m)
		if !ok {
			continue
		}
		for _, t := range r.entries(e.value, "on_move."+e.key) {
			path := join("on_move."+e.key, t.key)
			to, ok := r.destination(t.node, "on_move."+e.key, t.key, m)
			if !ok {
				continue
			}
			if m.states[from].to[to] == nil {
				r.fault(t.node, path, msg("no_move"), none)
				continue
			}
			r.fields(t.value, path, nil, map[string]func(*yaml.Node){
				"cost": func(v *yaml.Node) {
					m.states[from].once[to].cost = r.quantity(v, path+".cost", m, func(n *yaml.Node, path string) *quantity {
						return &quantity{x: r.money(n, path, m, "")}
					})
				},
				"qaly": func(v *yaml.Node) {
					m.states[from].once[to].qaly = r.quantity(v, path+".qaly", m, func(n *yaml.Node, path string) *quantity {
						return &quantity{x: r.number(n, path, -mostQALY, mostQALY)}
					})
				},
			})
			o := m.states[from].once[to]
			m.states[from].depth = max(m.states[from].depth, o.cost.depth(m.cycles), o.qaly.depth(m.cycles))
		}
	}
}

// strategies reads what is compared: names with their treatments, a list alone or
// {title: …, treatments: list}.
func (r *reader) strategies(n *yaml.Node, m *Model) {
	for _, e := range r.entries(n, "strategies") {
		path := join("strategies", e.key)
		s := strategy{name: e.key}
		if e.value.Kind == yaml.MappingNode {
			r.fields(e.value, path, []string{"treatments"}, map[string]func(*yaml.Node){
				"title":      func(v *yaml.Node) { s.title = r.title(v, path+".title") },
				"treatments": func(v *yaml.Node) { s.treatments = r.given(v, path+".treatments", m) },
			})
		} else {
			s.treatments = r.given(e.value, path, m)
		}
		m.strategies = append(m.strategies, s)
	}
}

// given reads a list of treatments.
func (r *reader) given(n *yaml.Node, path string, m *Model) (out []int) {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, path, msg("want_list"), msg("write_list"))
		return nil
	}
	var names []string
	for _, t := range m.treatments {
		names = append(names, t.name)
	}
	for _, v := range n.Content {
		k := slices.Index(names, v.Value)
		if k < 0 {
			r.fault(v, path, plan("unknown_choice", "text", v.Value), scenarios.DidYouMean(v.Value, names))
			continue
		}
		out = append(out, k)
	}
	return out
}

// reproduces reads the published numbers: {strategy: {cost: 44663, qaly: 7.99}}.
func (r *reader) reproduces(n *yaml.Node, m *Model) {
	for _, e := range r.entries(n, "reproduces") {
		k := slices.Index(m.Strategies(), e.key)
		if k < 0 && len(m.strategies) > 0 {
			r.fault(e.node, "reproduces", plan("unknown_choice", "text", e.key), scenarios.DidYouMean(e.key, m.Strategies()))
			continue
		}
		for _, v := range r.entries(e.value, join("reproduces", e.key)) {
			path := join("reproduces."+e.key, v.key)
			if !slices.Contains(Totals, v.key) {
				r.fault(v.node, path, plan("unknown_key"), scenarios.DidYouMean(v.key, Totals))
				continue
			}
			_, decimals, _ := strings.Cut(v.value.Value, ".")
			m.Reproduces = append(m.Reproduces, Published{
				Strategy: max(k, 0), Of: v.key, Value: r.number(v.value, path, -1e12, 1e12), Within: 0.5 * math.Pow10(-len(decimals)),
			})
		}
	}
}

// number reads 0.13, 13 % or 350/1734 in a range.
func (r *reader) number(n *yaml.Node, path string, lo, hi float64) float64 {
	return r.numeral(n, n.Value, path, lo, hi)
}

// cost reads 900 EUR/year as an amount per cycle.
func (r *reader) cost(m *Model) func(*yaml.Node, string) *quantity {
	return func(n *yaml.Node, path string) *quantity { return &quantity{x: r.money(n, path, m, "year")} }
}

// money reads an amount: 900 EUR/year, /month or /cycle, as an amount per cycle, or
// once when unit is "".
func (r *reader) money(n *yaml.Node, path string, m *Model, unit string) float64 {
	number, per, ok := strings.Cut(n.Value, m.Currency)
	x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	per = strings.TrimSpace(per)
	for _, u := range m.periods() {
		if per == "/"+u.name {
			per, x = "/cycle", x/u.cycles
		}
	}
	if want := map[bool]string{true: "", false: "/cycle"}[unit == ""]; !ok || err != nil || per != want || math.IsNaN(x) || math.Abs(x) > 1e9 || n.Kind != yaml.ScalarNode {
		if unit == "" {
			r.fault(n, path, msg("amount_once", "text", n.Value), msg("write_once", "currency", m.Currency))
		} else {
			r.fault(n, path, msg("amount", "text", n.Value), msg("write_amount", "currency", m.Currency))
		}
		return 0
	}
	return x
}

// utility reads a utility as QALY per cycle.
func (r *reader) utility(m *Model) func(*yaml.Node, string) *quantity {
	return func(n *yaml.Node, path string) *quantity {
		return &quantity{x: r.number(n, path, -1, 1) / float64(m.perYear)}
	}
}

// count reads a whole number in a range.
func (r *reader) count(n *yaml.Node, path string, lo, hi int) int {
	x, err := strconv.Atoi(n.Value)
	if err != nil || x < lo || x > hi || strings.HasPrefix(n.Value, "0") && n.Value != "0" {
		r.fault(n, path, msg("count", "text", n.Value, "min", lo, "max", hi), none)
		return lo
	}
	return x
}
