package cohortmodel

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"piramide/scenarios"
)

// change is a modifier, or a part of a treatment: what it does to which transitions
// and states, and when.
type change struct {
	moves  [][]bool // from, to; nil = no transition
	states []bool   // nil = no state
	when   []window

	rateTimes, probabilityTimes float64 // 1 = does not act
	cost, utility               amend   // of states, per cycle
	moveCost, moveQALY          amend   // of transitions, once
}

// amend sets, multiplies and adds, in that order.
type amend struct {
	set         *float64
	times, plus float64
}

func (a amend) of(x float64) float64 {
	if a.set != nil {
		x = *a.set
	}
	return x*a.times + a.plus
}

// window is when a change acts: a stretch of a clock, or some values of a column.
type window struct {
	by     string
	lo, hi int // of a clock; hi included
	column int // −1 = a clock
	values []bool
}

func (c *change) acts(p point) bool {
	for _, w := range c.when {
		if w.column >= 0 {
			if !w.values[p.level[w.column]] {
				return false
			}
		} else if t := p.clock(w.by); t < w.lo || t > w.hi {
			return false
		}
	}
	return true
}

func (r *reader) treatments(n *yaml.Node, m *Model) {
	for _, e := range r.entries(n, "treatments") {
		m.treatments = append(m.treatments, treatment{e.key, r.changes(e.value, "treatments."+e.key, m)})
	}
}

// changes reads a list of changes.
func (r *reader) changes(n *yaml.Node, path string, m *Model) (out []change) {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, path, msg("want_list"), msg("write_list"))
		return nil
	}
	for _, v := range n.Content {
		out = append(out, r.change(v, path, m))
	}
	return out
}

func (r *reader) change(n *yaml.Node, path string, m *Model) change {
	same := amend{times: 1}
	c := change{rateTimes: 1, probabilityTimes: 1, cost: same, utility: same, moveCost: same, moveQALY: same}
	rules := map[string]func(*yaml.Node){
		"transitions": func(v *yaml.Node) { c.moves = r.moves(v, path+".transitions", m) },
		"states":      func(v *yaml.Node) { c.states = r.some(v, path+".states", m.States()) },
		"when":        func(v *yaml.Node) { c.when = r.windows(v, path+".when", m) },
	}
	uses := map[string]string{} // what a key acts on
	rule := func(key, on string, read func(v *yaml.Node, path string)) {
		uses[key] = on
		rules[key] = func(v *yaml.Node) { read(v, join(path, key)) }
	}
	times := func(key, on string, x *float64) {
		rule(key, on, func(v *yaml.Node, path string) { *x = r.number(v, path, 0, 1000) })
	}
	amends := func(key, on string, a *amend, set, plus func(*yaml.Node, string) float64) {
		rule(key, on, func(v *yaml.Node, path string) { x := set(v, path); a.set = &x })
		rule(key+"_plus", on, func(v *yaml.Node, path string) { a.plus = plus(v, path) })
		times(key+"_times", on, &a.times)
	}
	number := func(most, over float64) func(*yaml.Node, string) float64 {
		return func(v *yaml.Node, path string) float64 { return r.number(v, path, -most, most) / over }
	}
	amount := func(unit string) func(*yaml.Node, string) float64 {
		return func(v *yaml.Node, path string) float64 { return r.money(v, path, m, unit) }
	}
	times("rate_times", "transitions", &c.rateTimes)
	times("probability_times", "transitions", &c.probabilityTimes)
	amends("cost", "states", &c.cost, amount("year"), amount("year"))
	amends("utility", "states", &c.utility, number(1, float64(m.perYear)), number(2, float64(m.perYear)))
	amends("move_cost", "transitions", &c.moveCost, amount(""), amount(""))
	amends("move_qaly", "transitions", &c.moveQALY, number(mostQALY, 1), number(mostQALY, 1))
	r.fields(n, path, nil, rules)
	if n.Kind == yaml.MappingNode {
		r.idle(n, path, &c, uses)
	}
	for _, w := range c.when {
		if w.by != "time_in_state" || w.column >= 0 {
			continue
		}
		for s := range m.states {
			touched := c.states != nil && c.states[s] || c.moves != nil && slices.Contains(c.moves[s], true)
			if deep := min(w.lo, m.cycles); touched {
				if w.hi < m.cycles {
					deep = w.hi + 1
				}
				m.states[s].depth = max(m.states[s].depth, deep)
			}
		}
	}
	if c.moves != nil && c.probabilityTimes != 1 && m.rates == "competing" {
		for s := range m.states {
			for to, q := range m.states[s].to {
				if c.moves[s][to] && q.rate {
					r.fault(n, path, msg("probability_of_rate"), msg("mixed_hint"))
					return c
				}
			}
		}
	}
	return c
}

// idle refuses a change that changes nothing: no transition and no state, or a key
// without what it acts on.
func (r *reader) idle(n *yaml.Node, path string, c *change, uses map[string]string) {
	if c.moves == nil && c.states == nil {
		r.fault(n, path, msg("changes_nothing"), msg("changes_what"))
		return
	}
	for k := 0; k+1 < len(n.Content); k += 2 {
		key := n.Content[k]
		if on := uses[key.Value]; on == "transitions" && c.moves == nil || on == "states" && c.states == nil {
			r.fault(key, join(path, key.Value), msg("change_idle", "on", on), msg("change_idle_hint", "on", on))
		}
	}
}

// moves reads "all" or a list of "A > B".
func (r *reader) moves(n *yaml.Node, path string, m *Model) [][]bool {
	out := make([][]bool, len(m.states))
	for s := range out {
		out[s] = make([]bool, len(m.states)+1)
		if n.Kind == yaml.ScalarNode && n.Value == "all" {
			for to, q := range m.states[s].to {
				out[s][to] = q != nil
			}
		}
	}
	switch {
	case n.Kind == yaml.ScalarNode && n.Value == "all":
	case n.Kind != yaml.SequenceNode:
		r.fault(n, path, msg("want_list"), msg("write_moves"))
	}
	for _, v := range n.Content {
		a, b, ok := strings.Cut(v.Value, ">")
		if !ok {
			r.fault(v, path, msg("no_transition", "text", v.Value), msg("write_moves"))
			continue
		}
		from, known := r.origin(v, path, strings.TrimSpace(a), m)
		if !known {
			continue
		}
		to, known := r.destination(v, path, strings.TrimSpace(b), m)
		switch {
		case !known:
		case m.states[from].to[to] == nil:
			r.fault(v, path, msg("no_move"), none)
		default:
			out[from][to] = true
		}
	}
	return out
}

// some reads "all", or one or more of some names.
func (r *reader) some(n *yaml.Node, path string, names []string) []bool {
	out := make([]bool, len(names))
	list := n.Content
	if n.Kind == yaml.ScalarNode {
		if list = []*yaml.Node{n}; n.Value == "all" {
			return slices.Repeat([]bool{true}, len(names))
		}
	}
	for _, v := range list {
		k := slices.Index(names, v.Value)
		if k < 0 {
			r.fault(v, path, plan("unknown_choice", "text", v.Value), scenarios.DidYouMean(v.Value, names))
			continue
		}
		out[k] = true
	}
	return out
}

// windows reads {cycle: 1-2, age: 65-, sex: woman}.
func (r *reader) windows(n *yaml.Node, path string, m *Model) (out []window) {
	for _, e := range r.entries(n, path) {
		at := join(path, e.key)
		k := slices.IndexFunc(m.columns, func(c column) bool { return c.name == e.key })
		switch {
		case k >= 0:
			out = append(out, window{by: e.key, column: k, values: r.some(e.value, at, m.columns[k].values)})
		case slices.Contains(clocks, e.key):
			w := window{by: e.key, column: -1, hi: maxCycles}
			lo, hi, stretch := strings.Cut(e.value.Value, "-")
			var bad, worse error
			w.lo, bad = strconv.Atoi(strings.TrimSpace(lo))
			if hi = strings.TrimSpace(hi); !stretch {
				w.hi = w.lo
			} else if hi != "" {
				w.hi, worse = strconv.Atoi(hi)
			}
			if bad != nil || worse != nil || w.lo < 0 || w.hi < w.lo {
				r.fault(e.value, at, msg("stretch", "text", e.value.Value), msg("write_stretch"))
				continue
			}
			out = append(out, w)
		default:
			known := slices.Clone(clocks)
			for _, c := range m.columns {
				known = append(known, c.name)
			}
			r.fault(e.node, at, plan("unknown_key"), scenarios.DidYouMean(e.key, known))
		}
	}
	return out
}
