package scenarios

import (
	"piramide/sim"
)

// Paths lists every value of the plan by name, such as
// zorgcoach.posts or financing.regio.split.casemanagement, in file order.
func (s *Scenario) Paths() []string {
	var out []string
	var walk func(v *value, path string)
	walk = func(v *value, path string) {
		if v.form != mapping {
			out = append(out, path)
			return
		}
		for i, key := range v.keys {
			if path == "" && key == "timeline" {
				continue
			}
			walk(v.items[i], join(path, key))
		}
	}
	walk(s.root, "")
	return out
}

// Value gives the canonical text of the value at a path.
func (s *Scenario) Value(path string) (string, bool) {
	v := s.root.at(splitPath(path))
	if v == nil || v.form == mapping || v.form == sequence && len(v.items) > 0 && v.items[0].form == mapping {
		return "", false
	}
	if v.form == sequence {
		text := ""
		for i, item := range v.items {
			if i > 0 {
				text += ", "
			}
			text += item.text
		}
		return "[" + text + "]", true
	}
	return v.text, true
}

// Set gives the scenario with another value at a path, written as in a file:
// "40 %", "{zorgcoordinatie: 70 %, casemanagement: 30 %}", "null" to remove.
// The error is [Problems].
func (s *Scenario) Set(path, text string) (*Scenario, error) {
	r := &report{}
	names := splitPath(path)
	root := s.root
	if _, known, ok := lookup(root, names); !ok {
		r.add(nil, clip(path), msg("unknown_path"), didYouMean(names[len(names)-1], known))
		return nil, r.err()
	}
	doc := parse(path, []byte("v: "+text+"\n"), r)
	if doc == nil || len(doc.keys) != 1 {
		if len(r.found) == 0 {
			r.add(nil, path, msg("not_a_value", "text", clip(text)), none)
		}
		return nil, r.err()
	}
	v := doc.items[0]
	if v.form == null {
		if root.at(names) == nil {
			r.add(nil, path, msg("removes_nothing"), none)
			return nil, r.err()
		}
		root = root.with(names, nil)
	} else {
		root = root.with(names, merge(root.at(names), v, path, r))
	}
	next, err := build(root, r)
	if err != nil {
		return nil, err
	}
	next.Extends = s.Extends
	return next, nil
}

// at gives the resolved plan in force in a month, before slip.
func (s *Scenario) at(m sim.Month) *value {
	now := s.steps[0].root
	for _, st := range s.steps[1:] {
		if st.from <= m {
			now = st.root
		}
	}
	return now
}
