package cohortmodel

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"piramide/sim"
)

// reader collects the mistakes of one file.
type reader struct {
	file   string
	faults []error
}

func (r *reader) fault(n *yaml.Node, format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf("%s:%d: %s", r.file, n.Line, fmt.Sprintf(format, args...)))
}

// entry is a key of a map and its value.
type entry struct {
	key   string
	node  *yaml.Node
	value *yaml.Node
}

// entries lists a map, refusing anything else, and keys that come twice.
func (r *reader) entries(n *yaml.Node, what string) (out []entry) {
	if n.Kind != yaml.MappingNode {
		r.fault(n, "%s must be a map of keys and values", what)
		return nil
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if line, twice := seen[k.Value]; twice {
			r.fault(k, "%s: %q stands already on line %d (hint: keep one)", what, k.Value, line)
			continue
		}
		seen[k.Value] = k.Line
		out = append(out, entry{k.Value, k, n.Content[i+1]})
	}
	return out
}

// fields reads a map with known keys.
func (r *reader) fields(n *yaml.Node, what string, required []string, rule map[string]func(v *yaml.Node)) {
	found := map[string]bool{}
	for _, e := range r.entries(n, what) {
		read, known := rule[e.key]
		if !known {
			names := make([]string, 0, len(rule))
			for name := range rule {
				names = append(names, name)
			}
			r.fault(e.node, "%s has no key %q (hint: %s)", what, e.key, near(e.key, names))
			continue
		}
		found[e.key] = true
		read(e.value)
	}
	for _, name := range required {
		if n.Kind == yaml.MappingNode && !found[name] {
			r.fault(n, "%s needs the key %q", what, name)
		}
	}
}

// model reads the whole file.
func (r *reader) model(root *yaml.Node) (m description) {
	n := root
	if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
		n = n.Content[0]
	}
	m.citizens, m.age = 100_000, 40
	var transitions *yaml.Node
	r.fields(n, "the model", []string{"format", "name", "cycle", "cycles", "states", "transitions"}, map[string]func(*yaml.Node){
		"format": func(v *yaml.Node) {
			if v.Value != "1" {
				r.fault(v, "format is %s; this program reads format 1", v.Value)
			}
		},
		"name":  func(v *yaml.Node) { m.name = v.Value },
		"title": func(*yaml.Node) {},
		"cycle": func(v *yaml.Node) {
			m.perYear = map[string]int{"1 year": 1, "1 month": 12}[v.Value]
			if m.perYear == 0 {
				r.fault(v, "cycle is %q; it must be 1 year or 1 month", v.Value)
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
			r.fault(e.node, "death is always there and is not listed (hint: remove it)")
			continue
		}
		s := state{name: e.key}
		what := "state " + e.key
		r.fields(e.value, what, []string{"cost", "utility"}, map[string]func(*yaml.Node){
			"cost":    func(v *yaml.Node) { s.cost = r.euro(v, what+": cost") },
			"utility": func(v *yaml.Node) { s.utility = r.number(v, what+": utility", -1, 1) },
			"start":   func(v *yaml.Node) { s.start = r.number(v, what+": start", 0, 1) },
		})
		started += s.start
		out = append(out, s)
	}
	switch {
	case n.Kind == yaml.MappingNode && (len(out) == 0 || len(out) > sim.MaxStates):
		r.fault(n, "%d states; a model has 1 to %d beside death", len(out), sim.MaxStates)
	case len(out) > 0 && math.Abs(started-1) > 1e-9:
		r.fault(n, "the starts of the states add up to %g %%; they must make 100 %%", 100*started)
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
			r.fault(e.node, "transitions: no state %q (hint: %s)", e.key, near(e.key, names))
			continue
		}
		var total float64
		for _, t := range r.entries(e.value, "transitions of "+e.key) {
			to, known := index[t.key]
			switch {
			case t.key == "death":
				to = len(states)
			case !known:
				r.fault(t.node, "transitions of %s: no state %q (hint: %s)", e.key, t.key, near(t.key, append(names, "death")))
				continue
			case to == from:
				r.fault(t.node, "transitions of %s: staying is not listed; it is what the others leave", e.key)
				continue
			}
			p := r.number(t.value, fmt.Sprintf("%s to %s", e.key, t.key), 0, 1)
			states[from].to[to] = p
			total += p
		}
		if total >= 1 {
			r.fault(e.value, "transitions of %s add up to %g; something under 1 must be left to stay, or no hazard describes it (hint: a shorter cycle)", e.key, total)
		}
		if moves := count(states[from].to[:len(states)]); moves > sim.MaxEvents-1 {
			r.fault(e.value, "state %s leads to %d others; at most %d are possible", e.key, moves, sim.MaxEvents-1)
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
func (r *reader) number(n *yaml.Node, what string, lo, hi float64) float64 {
	text, percent := strings.CutSuffix(strings.TrimSpace(n.Value), "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if percent {
		x /= 100
	}
	switch {
	case n.Kind != yaml.ScalarNode || err != nil || math.IsNaN(x):
		r.fault(n, "%s is %q; a number is needed (hint: 0.13 or 13 %%)", what, n.Value)
		return 0
	case x < lo || x > hi:
		r.fault(n, "%s is %s; it must lie between %g and %g", what, n.Value, lo, hi)
		return 0
	}
	return x
}

// euro reads 900 EUR/year.
func (r *reader) euro(n *yaml.Node, what string) float64 {
	text, ok := strings.CutSuffix(n.Value, "EUR/year")
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if !ok || err != nil || math.IsNaN(x) || x < 0 || x > 1e9 {
		r.fault(n, "%s is %q; an amount per year is needed (hint: 900 EUR/year)", what, n.Value)
		return 0
	}
	return x
}

// count reads a whole number in a range.
func (r *reader) count(n *yaml.Node, what string, lo, hi int) int {
	x, err := strconv.Atoi(n.Value)
	if err != nil || x < lo || x > hi || strings.HasPrefix(n.Value, "0") && n.Value != "0" {
		r.fault(n, "%s is %q; a whole number from %d to %d is needed", what, n.Value, lo, hi)
		return lo
	}
	return x
}
