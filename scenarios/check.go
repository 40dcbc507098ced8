package scenarios

import (
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/sim"
)

// Check finds levers without effect, by the tables of idle.go: posts that nobody pays,
// money that pays nothing, a dated change that changes nothing; and a file named as a
// plan of the library. They are mistakes for whoever checks a plan and warnings for
// whoever runs it.
func (s *Scenario) Check() Problems {
	c := &checker{report: report{asked: s.root.get("name").file}}
	if v := s.root.get("name"); slices.Contains(libraryOrder, s.Name) && v.ours() {
		c.report.add(v, "name", msg("library_name", "name", s.Name), msg("other_name"))
	}
	today := libraryPlans()[0].steps[0].root.get("financing")
	for _, st := range s.steps {
		c.plan(&chosen{root: st.root, money: st.root.get("financing"), start: s.Start, end: s.Start + sim.Month(s.Months)}, today)
	}
	for _, f := range c.levers {
		if f.idle == f.there {
			c.add(f.v, f.path, f.why, msg(f.hint))
		}
	}
	for i := 1; i < len(s.steps); i++ {
		c.step(s.steps[i-1].root, &s.steps[i])
	}
	slices.SortStableFunc(c.found, Problem.compare)
	return slices.CompactFunc(c.found, func(a, b Problem) bool { return a.Error() == b.Error() })
}

type checker struct {
	report
	levers []*seen
}

// seen is a row of the tables for one value of the file: in how many steps the value
// is there, and in how many of those it has no effect.
type seen struct {
	v               *value
	path, why, hint string
	there, idle     int
}

// saw notes a value in one step. A lever is idle when it is so in every step that has
// it: what begins to work by a later change has an effect.
func (c *checker) saw(v *value, path, why, hint string, idle bool) {
	i := slices.IndexFunc(c.levers, func(f *seen) bool { return f.v.place == v.place && f.path == path && f.why == why })
	if i < 0 {
		i = len(c.levers)
		c.levers = append(c.levers, &seen{v: v, path: path, why: why, hint: hint})
	}
	c.levers[i].there++
	if idle {
		c.levers[i].idle++
	}
}

func (c *checker) add(v *value, path, id string, hint words.Message) {
	c.report.add(v, path, msg(id), hint)
}

// plan checks the plan of one step against the tables of idle.go. Instruments of care
// as today are no levers.
func (c *checker) plan(p *chosen, today *value) {
	for _, l := range levers {
		if v := p.at(l.path); v != nil {
			c.saw(v, l.path, l.why, l.hint, l.idle(p, v))
		}
	}
	for i, name := range keysOf(p.money) {
		in := p.money.items[i]
		if same(in, today.get(name)) {
			continue
		}
		for _, l := range moneyLevers {
			if len(l.kinds) > 0 && !slices.Contains(l.kinds, word(in.get("kind"))) {
				continue
			}
			if v := in.below(l.path); v != nil {
				c.saw(v, strings.TrimSuffix("financing."+name+"."+l.path, "."), l.why, l.hint, l.idle(p, in, v))
			}
		}
	}
}

// step checks a dated change: as a whole, and each of its values.
func (c *checker) step(before *value, st *step) {
	if same(before, st.root) {
		c.add(st.said, "timeline", "effect_same_step", none)
		return
	}
	for _, entry := range st.all {
		sets := entry.get("set")
		for i, path := range sets.keys {
			if names := splitPath(path); same(before.at(names), st.root.at(names)) {
				c.add(&value{place: sets.marks[i]}, path, "effect_same_value", none)
			}
		}
	}
}
