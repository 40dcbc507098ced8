package scenarios

import (
	"cmp"
	"slices"

	"piramide/sim"
)

// timeline reads the dated changes of a plan, {at: 2030-01, set: {path: value}},
// and gives the plan in force from each date on. The first step is the plan
// itself.
func (r *reader) timeline(first, v *value) []step {
	out := []step{{from: r.from, root: first.with([]string{"timeline"}, nil)}}
	if v == nil {
		return out
	}
	if v.form != sequence {
		r.add(v, "timeline", msg("want_list"), msg("write_timeline"))
		return out
	}
	type change struct {
		at         sim.Month
		said, sets *value
	}
	var changes []change
	for _, item := range v.items {
		f := field{fields: []field{needed(day("at")), {key: "set", kind: steps, need: true}}}
		entry := r.record(f, item, "timeline")
		if entry == nil || entry.get("at") == nil || entry.get("set") == nil {
			continue
		}
		set := entry.get("set")
		if set.form != mapping || len(set.keys) == 0 {
			r.add(set, "timeline.set", msg("want_paths"), msg("write_timeline"))
			continue
		}
		at, _ := ParseMonth(entry.get("at").text)
		changes = append(changes, change{at, item, set})
	}
	slices.SortStableFunc(changes, func(a, b change) int { return cmp.Compare(a.at, b.at) })
	now := out[0].root
	type dated struct {
		at   sim.Month
		path string
	}
	said := map[dated]int{} // line
	for _, c := range changes {
		for i, path := range c.sets.keys {
			if line, twice := said[dated{c.at, path}]; twice {
				r.add(&value{place: c.sets.marks[i]}, path, msg("duplicate_change", "date", FormatMonth(c.at), "line", line), msg("keep_one"))
				continue
			}
			said[dated{c.at, path}] = c.sets.marks[i].line
			now = r.put(now, path, c.sets.items[i], c.sets.marks[i])
		}
		if last := &out[len(out)-1]; last.from == c.at {
			last.root = now
			last.all = append(last.all, c.said)
			continue
		}
		out = append(out, step{c.at, now, c.said, []*value{c.said}})
	}
	return out
}

// put gives a plan in which a path has another value; null removes it.
func (r *reader) put(root *value, path string, v *value, mark place) *value {
	names := splitPath(path)
	at := &value{place: mark}
	f, known, ok := lookup(root, names)
	switch {
	case !ok:
		r.add(at, clip(path), msg("unknown_path"), DidYouMean(names[len(names)-1], known))
		return root
	case f.fixed:
		r.add(at, path, msg("fixed_path"), msg("new_plan"))
		return root
	case v.form == null && root.at(names) == nil:
		r.add(at, path, msg("removes_nothing"), none)
		return root
	case v.form == null:
		return root.with(names, nil)
	}
	if was := root.at(names); was != nil && v.form == mapping {
		v = merge(was, v, path, r.report)
	}
	before := len(r.found)
	item := r.read(f, v, path)
	if item == nil || len(r.found) > before || same(item, root.at(names)) {
		return root
	}
	return root.with(names, item)
}

// canonicalTimeline writes the steps of a plan as one entry a date, each with
// only the paths that differ from the step before.
func canonicalTimeline(root *value, steps []step) *value {
	root = root.with([]string{"timeline"}, nil)
	if len(steps) < 2 {
		return root
	}
	list := &value{form: sequence, place: root.place}
	for i := 1; i < len(steps); i++ {
		sets := &value{form: mapping}
		for _, d := range differences(steps[i-1].root, steps[i].root, "") {
			item := d.to
			if item == nil {
				item = &value{form: null, text: "null"}
			}
			sets.keys, sets.marks, sets.items = append(sets.keys, d.path), append(sets.marks, place{}), append(sets.items, item)
		}
		if len(sets.keys) == 0 {
			continue
		}
		entry := &value{form: mapping}
		entry = entry.with([]string{"at"}, &value{text: FormatMonth(steps[i].from)})
		list.items = append(list.items, entry.with([]string{"set"}, sets))
	}
	if len(list.items) == 0 {
		return root
	}
	return root.with([]string{"timeline"}, list)
}

// difference is one path at which two plans differ; nil = absent.
type difference struct {
	path     string
	from, to *value
}

// differences lists where b differs from a, in the order of the grammar.
func differences(a, b *value, path string) []difference {
	if same(a, b) {
		return nil
	}
	if a == nil || b == nil || a.form != mapping || b.form != mapping || a.whole() || b.whole() {
		return []difference{{path, a, b}}
	}
	var out []difference
	for i, key := range a.keys {
		out = append(out, differences(a.items[i], b.get(key), join(path, key))...)
	}
	for i, key := range b.keys {
		if a.get(key) == nil {
			out = append(out, difference{join(path, key), nil, b.items[i]})
		}
	}
	return out
}
