package cohortmodel

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"piramide/scenarios"
)

// quantity is a number, or a choice among quantities by a clock (age, cycle,
// time_in_state: in force from a threshold on) or by a column.
type quantity struct {
	x       float64
	by      string
	column  int   // of by, when it is no clock
	from    []int // thresholds of a clock, ascending
	parts   []*quantity
	weibull *weibull
	rate    bool // of a transition: a rate per cycle, no probability
}

// weibull is the probability that something whose survival is exp(−scale·t^shape)
// happens in a cycle; t in cycles, of the model or in the state.
type weibull struct {
	scale, shape float64
	inState      bool
}

// point is where a quantity is looked up.
type point struct {
	age, cycle, tau int // years; cycles from 1; cycles in the state, the coming one included
	level           []int
}

func (p point) clock(by string) int {
	switch by {
	case "age":
		return p.age
	case "cycle":
		return p.cycle
	}
	return p.tau
}

// clocks are the names of what passes.
var clocks = []string{"age", "cycle", "time_in_state"}

func (q *quantity) at(p point) float64 {
	switch {
	case q == nil:
		return 0
	case q.weibull != nil:
		t := float64(p.cycle)
		if q.weibull.inState {
			t = float64(p.tau)
		}
		return q.weibull.scale * (math.Pow(t, q.weibull.shape) - math.Pow(t-1, q.weibull.shape))
	case q.by == "":
		return q.x
	case len(q.from) == 0:
		return q.parts[p.level[q.column]].at(p)
	}
	k, here := slices.BinarySearch(q.from, p.clock(q.by))
	if !here {
		k--
	}
	return q.parts[k].at(p)
}

// each visits a quantity and what it is made of.
func (q *quantity) each(visit func(*quantity)) {
	if q == nil {
		return
	}
	visit(q)
	for _, part := range q.parts {
		part.each(visit)
	}
}

// depth is how many cycles in a state a quantity tells apart.
func (q *quantity) depth(cycles int) (d int) {
	d = 1
	q.each(func(q *quantity) {
		switch {
		case q.weibull != nil && q.weibull.inState:
			d = max(d, cycles)
		case q.by == "time_in_state":
			d = max(d, min(q.from[len(q.from)-1], cycles))
		}
	})
	return d
}

// quantity reads a number by `one`, or a map {by: …, value: number, …}. All its
// leaves are read by `one`. Nesting is bounded by the depth of the file.
func (r *reader) quantity(n *yaml.Node, path string, m *Model, one func(*yaml.Node, string) *quantity) *quantity {
	if n.Kind != yaml.MappingNode {
		return one(n, path)
	}
	list := r.entries(n, path)
	if len(list) == 1 && list[0].key == "weibull" {
		return one(n, path)
	}
	q := &quantity{column: -1}
	var by *yaml.Node
	for _, e := range list {
		if e.key == "by" {
			q.by, by = e.value.Value, e.value
		}
	}
	if by == nil {
		r.fault(n, join(path, "by"), plan("missing_key"), msg("by"))
		return q
	}
	known := slices.Clone(clocks)
	for k, c := range m.columns {
		known = append(known, c.name)
		if c.name == q.by {
			q.column = k
		}
	}
	if !slices.Contains(known, q.by) {
		r.fault(by, join(path, "by"), plan("unknown_choice", "text", q.by), scenarios.DidYouMean(q.by, known))
		return &quantity{}
	}
	if q.column >= 0 {
		return r.byColumn(n, path, list, q, m, one)
	}
	first := 1
	if q.by == "age" {
		first = m.age
	}
	for _, e := range list {
		if e.key == "by" {
			continue
		}
		from := r.count(e.node, join(path, e.key), 0, maxCycles)
		if len(q.from) > 0 && from <= q.from[len(q.from)-1] {
			r.fault(e.node, join(path, e.key), msg("ascending"), none)
			continue
		}
		q.from = append(q.from, from)
		q.parts = append(q.parts, r.quantity(e.value, join(path, e.key), m, one))
	}
	if len(q.from) == 0 || q.from[0] > first {
		r.fault(n, path, msg("no_first", "first", first), none)
		return &quantity{}
	}
	return q
}

func (r *reader) byColumn(n *yaml.Node, path string, list []entry, q *quantity, m *Model, one func(*yaml.Node, string) *quantity) *quantity {
	values := m.columns[q.column].values
	q.parts = make([]*quantity, len(values))
	for _, e := range list {
		if e.key == "by" {
			continue
		}
		k := slices.Index(values, e.key)
		if k < 0 {
			r.fault(e.node, join(path, e.key), plan("unknown_choice", "text", e.key), scenarios.DidYouMean(e.key, values))
			continue
		}
		q.parts[k] = r.quantity(e.value, join(path, e.key), m, one)
	}
	for k, v := range values {
		if q.parts[k] == nil {
			r.fault(n, join(path, v), plan("missing_key"), none)
			return &quantity{}
		}
	}
	return q
}

// chance reads what makes a transition: a probability per cycle (0.13, 13 %,
// 350/1734), one of another period (2 % per year), a rate (rate 0.15/year) or a
// Weibull. isRate is told for each leaf; rates are per cycle.
func (r *reader) chance(m *Model, isRate func(bool)) func(*yaml.Node, string) *quantity {
	return func(n *yaml.Node, path string) *quantity {
		if n.Kind == yaml.MappingNode {
			isRate(true)
			return &quantity{weibull: r.weibull(n.Content[1], join(path, "weibull"))}
		}
		text := strings.TrimSpace(n.Value)
		if rest, is := strings.CutPrefix(text, "rate "); is {
			isRate(true)
			for _, u := range m.periods() {
				if x, ok := strings.CutSuffix(rest, "/"+u.name); ok {
					return &quantity{x: r.numeral(n, x, path, 0, 1000) / u.cycles}
				}
			}
			r.fault(n, path, msg("rate", "text", n.Value), msg("write_rate"))
			return &quantity{}
		}
		isRate(false)
		for _, u := range m.periods() {
			if x, ok := strings.CutSuffix(text, " per "+u.name); ok {
				return &quantity{x: -math.Expm1(math.Log1p(-r.numeral(n, x, path, 0, 1)) / u.cycles)}
			}
		}
		return &quantity{x: r.numeral(n, text, path, 0, 1)}
	}
}

// period is a stretch of calendar time and how many cycles it has.
type period struct {
	name   string
	cycles float64
}

func (m *Model) periods() []period {
	return []period{{"year", float64(m.perYear)}, {"month", float64(m.perYear) / 12}}
}

func (r *reader) weibull(n *yaml.Node, path string) *weibull {
	w := &weibull{}
	r.fields(n, path, []string{"scale", "shape", "clock"}, map[string]func(*yaml.Node){
		"scale": func(v *yaml.Node) { w.scale = r.number(v, path+".scale", 0, 1000) },
		"shape": func(v *yaml.Node) { w.shape = r.number(v, path+".shape", 0.01, 20) },
		"clock": func(v *yaml.Node) {
			w.inState = v.Value == "time_in_state"
			if names := []string{"cycle", "time_in_state"}; !slices.Contains(names, v.Value) {
				r.fault(v, path+".clock", plan("unknown_choice", "text", v.Value), scenarios.DidYouMean(v.Value, names))
			}
		},
	})
	return w
}

// numeral reads 0.13, 13 % or 350/1734 in a range.
func (r *reader) numeral(n *yaml.Node, text, path string, lo, hi float64) float64 {
	x, ok := parse(text)
	switch {
	case n.Kind != yaml.ScalarNode || !ok:
		r.fault(n, path, plan("not_a_number", "text", n.Value), msg("write_number"))
		return 0
	case x < lo || x > hi:
		hint := none
		if lo == 0 && hi == 1 && x > 1 {
			hint = msg("over_one")
		}
		r.fault(n, path, plan("out_of_range", "value", n.Value, "min", lo, "max", hi), hint)
		return 0
	}
	return x
}

func parse(text string) (float64, bool) {
	text, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	over, under, ratio := strings.Cut(text, "/")
	x, err := strconv.ParseFloat(strings.TrimSpace(over), 64)
	if ratio {
		d, bad := strconv.ParseFloat(strings.TrimSpace(under), 64)
		if bad != nil || d <= 0 {
			return 0, false
		}
		x /= d
	}
	if percent {
		x /= 100
	}
	return x, err == nil && !math.IsNaN(x) && !math.IsInf(x, 0)
}
