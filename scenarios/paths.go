package scenarios

import (
	"slices"
	"strconv"
	"strings"
)

// identity are the keys that name a plan, and the timeline, which has dates
// instead of paths.
var identity = []string{"format", "name", "title", "description", "timeline"}

// Paths lists every lever and assumption of the plan by name, such as
// zorgcoach.posts or financing.regio.split.casemanagement, in file order.
func (s *Scenario) Paths() []string {
	var out []string
	var walk func(v *value, path string)
	walk = func(v *value, path string) {
		if v.form != mapping || v.whole() {
			out = append(out, path)
			return
		}
		for i, key := range v.keys {
			if path == "" && slices.Contains(identity, key) {
				continue
			}
			walk(v.items[i], join(path, key))
		}
	}
	walk(s.root, "")
	return out
}

// Value gives the canonical text of a value that [Scenario.Paths] lists, as
// [Scenario.Set] takes it.
func (s *Scenario) Value(path string) (string, bool) {
	v := s.root.at(splitPath(path))
	if v == nil || v.form == mapping && !v.whole() {
		return "", false
	}
	return flow(v), true
}

// flow writes a value on one line.
func flow(v *value) string {
	parts := make([]string, len(v.items))
	for i, item := range v.items {
		parts[i] = flow(item)
		if item.quoted && !idShape.MatchString(item.text) {
			parts[i] = strconv.Quote(item.text) // a reason, with points and commas
		}
		if v.form == mapping {
			parts[i] = v.keys[i] + ": " + parts[i]
		}
	}
	switch v.form {
	case mapping:
		return "{" + strings.Join(parts, ", ") + "}"
	case sequence:
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return v.text
}

// Set gives the scenario with another value at a path, written as in a file:
// "40 %", "{zorgcoordinatie: 70 %, casemanagement: 30 %}", "null" to remove.
// The error is [Problems].
func (s *Scenario) Set(path, text string) (*Scenario, error) { return s.set(path, text, s.free) }

// set is [Scenario.Set]; of a plan that a dial turns, effects may leave the range
// of their evidence.
func (s *Scenario) set(path, text string, free bool) (*Scenario, error) {
	r := &report{}
	names := splitPath(path)
	root := s.root
	if _, known, ok := lookup(root, names); !ok {
		r.add(nil, clip(path), msg("unknown_path"), DidYouMean(names[len(names)-1], known))
		return nil, r.err()
	}
	doc := parse("", []byte("v: "+text+"\n"), r)
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
	next, err := build(root, r, free)
	if err != nil {
		return nil, err
	}
	next.Extends, next.numbers = s.Extends, s.numbers
	return next.under(s.sets), nil
}

// Holds says whether a plan has a lever: it stands in the file, or the part that it
// belongs to does.
func (s *Scenario) Holds(path string) bool {
	names := splitPath(path)
	if _, _, ok := lookup(s.root, names); !ok || slices.Contains(identity, names[0]) {
		return false
	}
	return s.root.at(names) != nil || len(names) > 1 && s.root.at(names[:len(names)-1]) != nil
}
