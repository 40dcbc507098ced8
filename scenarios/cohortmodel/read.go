package cohortmodel

import (
	"maps"
	"math"
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

// model reads the whole file.
func (r *reader) model(root *yaml.Node) (m description) {
	n := root
	if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
		n = n.Content[0]
	}
	m.citizens, m.age = 100_000, 40
	var transitions *yaml.Node
	r.fields(n, "", []string{"format", "name", "cycle", "cycles", "states", "transitions"}, map[string]func(*yaml.Node){
		"format": func(v *yaml.Node) {
			if v.Value != "1" {
				r.fault(v, "format", plan("newer_format", "format", v.Value), none)
			}
		},
		"name":  func(v *yaml.Node) { m.name = v.Value },
		"title": func(*yaml.Node) {},
		"cycle": func(v *yaml.Node) {
			m.perYear = map[string]int{"1 year": 1, "1 month": 12}[v.Value]
			if m.perYear == 0 {
				r.fault(v, "cycle", plan("unknown_choice", "text", v.Value), scenarios.DidYouMean(v.Value, []string{"1 year", "1 month"}))
			}
		},
		"cycles":   func(v *yaml.Node) { m.cycles = r.count(v, "cycles", 1, 12*sim.MaxAge) },
		"citizens": func(v *yaml.Node) { m.citizens = r.count(v, "citizens", 1, 20_000_000) },
		"age":      func(v *yaml.Node) { m.age = r.count(v, "age", 0, sim.MaxAge) },
		"discount": func(v *yaml.Node) {
			r.fields(v, "discount", nil, map[string]func(*yaml.Node){
				"costs":    func(v *yaml.Node) { m.costs = r.number(v, "discount.costs", 0, 1) },
				"outcomes": func(v *yaml.Node) { m.outcomes = r.number(v, "discount.outcomes", 0, 1) },
			})
		},
		"states":      func(v *yaml.Node) { m.states = r.states(v) },
		"transitions": func(v *yaml.Node) { transitions = v },
	})
	if transitions != nil && m.states != nil {
		r.transitions(transitions, m.states)
	}
	return m
}

func (r *reader) states(n *yaml.Node) (out []state) {
	var started float64
	for _, e := range r.entries(n, "states") {
		if e.key == "death" {
			r.fault(e.node, "states.death", msg("death"), msg("remove"))
			continue
		}
		s := state{name: e.key}
		path := "states." + e.key
		r.fields(e.value, path, []string{"cost", "utility"}, map[string]func(*yaml.Node){
			"cost":    func(v *yaml.Node) { s.cost = r.euro(v, path+".cost") },
			"utility": func(v *yaml.Node) { s.utility = r.number(v, path+".utility", -1, 1) },
			"start":   func(v *yaml.Node) { s.start = r.number(v, path+".start", 0, 1) },
		})
		started += s.start
		out = append(out, s)
	}
	switch {
	case n.Kind == yaml.MappingNode && (len(out) == 0 || len(out) > sim.MaxStates):
		r.fault(n, "states", msg("states", "count", len(out), "most", sim.MaxStates), none)
	case len(out) > 0 && math.Abs(started-1) > 1e-9:
		r.fault(n, "states", msg("starts", "sum", started), none)
	}
	return out
}

// transitions fills the probabilities of the states.
func (r *reader) transitions(n *yaml.Node, states []state) {
	index, names := map[string]int{}, make([]string, 0, len(states)+1)
	for i := range states {
		index[states[i].name] = i
		names = append(names, states[i].name)
		states[i].to = make([]float64, len(states)+1)
	}
	for _, e := range r.entries(n, "transitions") {
		from, known := index[e.key]
		if !known {
			r.fault(e.node, "transitions", msg("no_state", "name", e.key), scenarios.DidYouMean(e.key, names))
			continue
		}
		var total float64
		path := "transitions." + e.key
		for _, t := range r.entries(e.value, path) {
			to, known := index[t.key]
			switch {
			case t.key == "death":
				to = len(states)
			case !known:
				r.fault(t.node, path, msg("no_state", "name", t.key), scenarios.DidYouMean(t.key, append(names, "death")))
				continue
			case to == from:
				r.fault(t.node, path, msg("staying"), msg("remove"))
				continue
			}
			p := r.number(t.value, join(path, t.key), 0, 1)
			states[from].to[to] = p
			total += p
		}
		if total >= 1 {
			r.fault(e.value, path, msg("leaving", "sum", total), msg("shorter_cycle"))
		}
		if moves := count(states[from].to[:len(states)]); moves > sim.MaxEvents-1 {
			r.fault(e.value, path, msg("moves", "count", moves, "most", sim.MaxEvents-1), none)
		}
	}
}

func count(p []float64) (n int) {
	for _, x := range p {
		if x > 0 {
			n++
		}
	}
	return n
}

// number reads 0.13 or 13 %, in a range.
func (r *reader) number(n *yaml.Node, path string, lo, hi float64) float64 {
	text, percent := strings.CutSuffix(strings.TrimSpace(n.Value), "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if percent {
		x /= 100
	}
	switch {
	case n.Kind != yaml.ScalarNode || err != nil || math.IsNaN(x):
		r.fault(n, path, plan("not_a_number", "text", n.Value), msg("write_number"))
		return 0
	case x < lo || x > hi:
		r.fault(n, path, plan("out_of_range", "value", n.Value, "min", lo, "max", hi), none)
		return 0
	}
	return x
}

// euro reads 900 EUR/year.
func (r *reader) euro(n *yaml.Node, path string) float64 {
	text, ok := strings.CutSuffix(n.Value, "EUR/year")
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if !ok || err != nil || math.IsNaN(x) || x < 0 || x > 1e9 {
		r.fault(n, path, msg("amount", "text", n.Value), msg("write_amount"))
		return 0
	}
	return x
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
