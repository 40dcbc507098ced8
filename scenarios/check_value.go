package scenarios

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"piramide/sim"
)

var idShape = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

// parameterShape is the shape of an assumption's path.
var parameterShape = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]{0,99}$`)

// reader checks a resolved file against the grammar and rewrites every value
// in canonical form.
type reader struct {
	*report
	free        bool      // effects may leave the range of their evidence: of a set, or of a dial that is turned
	set         bool      // a set of assumptions is read, which may toss a coin
	from, until sim.Month // the horizon; 0 when it is not known
}

// read returns the canonical value, keys in the order of the grammar.
func (r *reader) read(f field, v *value, path string) *value {
	if v.form == broken {
		return nil
	}
	paying := ""
	if f.kind == instrument {
		paying = word(v.get("kind"))
	}
	f = f.of(v)
	switch f.kind {
	case record:
		out := r.record(f, v, path)
		if paying == "regional_convention" || settlesYearly(paying) && v.get("split") != nil {
			r.wholeSplit(v.get("split"), out.get("split"), path+".split")
		}
		r.wholeMix(paying, out, path)
		if path == "labour.sources" && out != nil {
			r.wholeSources(out, path)
		}
		r.wholePool(path, out)
		return out
	case named:
		return r.named(f, v, path)
	case languages:
		if v.form == scalar { // one text is the Dutch one
			if v = r.scalar(field{kind: text}, v, path); v == nil {
				return nil
			}
			return (&value{form: mapping, place: v.place}).with([]string{"nl"}, v)
		}
		return r.record(field{fields: []field{{key: "nl", need: true}, {key: "fr"}, {key: "en"}}}, v, path)
	case list:
		return r.list(f, v, path)
	case buurten:
		if v.form == scalar && v.text == "all" {
			return plain(v, "all", false)
		}
		return r.list(field{each: &field{kind: name}}, v, path)
	case amount:
		if v.form == mapping {
			return r.solve(f, v, path)
		}
	case profile:
		return r.profile(v, path)
	case queueOrder:
		return r.queue(v, path)
	case assumed:
		return r.assumption(v, path)
	case effectOf:
		return r.effect(v, path)
	case steps, effectSize:
		return v // read on its own
	}
	if v.form != scalar {
		r.add(v, path, msg("want_value", "form", formNames[v.form]), none)
		return nil
	}
	return r.scalar(f, v, path)
}

var formNames = map[form]string{scalar: "value", mapping: "mapping", sequence: "list", null: "null"}

func plain(v *value, text string, quoted bool) *value {
	return &value{text: text, quoted: quoted, place: v.place}
}

func (r *reader) record(f field, v *value, path string) *value {
	if v.form != mapping {
		r.add(v, path, msg("want_keys", "keys", strings.Join(f.keys(), ", ")), none)
		return nil
	}
	for i, key := range v.keys {
		child, known := f.child(key)
		mark := &value{place: v.marks[i]}
		switch {
		case !known && later(f, v), v.items[i].form == broken && !known:
		case !known:
			r.add(mark, join(path, clip(key)), msg("unknown_key"), DidYouMean(key, f.keys()))
		case child.absent != "":
			r.add(mark, join(path, key), msg("not_in_model"), msg(child.absent))
		}
	}
	out := &value{form: mapping, place: v.place}
	for _, child := range f.fields {
		item := v.get(child.key)
		if item == nil {
			if child.need && !r.orphan && (child.key == "kind" || !later(f, v)) {
				r.add(v, join(path, child.key), msg("missing_key"), none)
			}
			continue
		}
		if child.absent != "" {
			continue
		}
		if item = r.read(child, item, join(path, child.key)); item != nil {
			out = out.with([]string{child.key}, item)
		}
	}
	return out
}

// later says whether a record is an instrument of unknown kind, whose other
// keys cannot be judged.
func later(f field, v *value) bool {
	kind, ok := f.child("kind")
	if !ok || len(kind.choices) == 0 {
		return false
	}
	k := v.get("kind")
	return k == nil || !slices.Contains(kind.choices, k.text)
}

func (r *reader) named(f field, v *value, path string) *value {
	if v.form != mapping {
		r.add(v, path, msg("want_names"), none)
		return nil
	}
	shape := idShape
	if f.each.kind == assumed || f.each.kind == effectOf {
		shape = parameterShape
	}
	out := &value{form: mapping, place: v.place}
	order := slices.Clone(v.keys)
	slices.Sort(order)
	for _, key := range order {
		at := join(path, clip(key))
		if !shape.MatchString(key) {
			r.add(&value{place: v.marks[slices.Index(v.keys, key)]}, at, msg("bad_name"), msg("write_name"))
			continue
		}
		if item := r.read(*f.each, v.get(key), at); item != nil {
			out = out.with([]string{key}, item)
		}
	}
	return out
}

func (r *reader) list(f field, v *value, path string) *value {
	if v.form != sequence || len(v.items) == 0 {
		r.add(v, path, msg("want_list"), msg("write_list"))
		return nil
	}
	out := &value{form: sequence, place: v.place}
	var seen []string
	for _, item := range v.items {
		item = r.read(*f.each, item, path)
		if item == nil {
			continue
		}
		if slices.Contains(seen, item.text) {
			r.add(item, path, msg("twice", "name", clip(item.text)), none)
		}
		seen = append(seen, item.text)
		out.items = append(out.items, item)
	}
	return out
}

func (r *reader) scalar(f field, v *value, path string) *value {
	switch f.kind {
	case text:
		if v.text == "" {
			r.add(v, path, msg("empty"), none)
			return nil
		}
		return plain(v, v.text, true)
	case name, rowOf:
		if !idShape.MatchString(v.text) {
			r.add(v, path, msg("bad_name"), msg("write_name"))
			return nil
		}
		return plain(v, v.text, true)
	case choice:
		if slices.Contains(f.choices, v.text) {
			return plain(v, v.text, false)
		}
		reason, hint := msg("unknown_choice", "text", clip(v.text)), DidYouMean(v.text, f.choices)
		r.add(v, path, reason, hint)
		return nil
	case yesNo:
		switch strings.ToLower(v.text) {
		case "yes", "ja", "oui", "true":
			return plain(v, "yes", false)
		case "no", "nee", "neen", "non", "false":
			return plain(v, "no", false)
		}
		r.add(v, path, msg("want_yes_no", "text", clip(v.text)), msg("write_yes_no"))
		return nil
	case date:
		return r.date(v, path)
	case posts:
		if v.text == "funded" {
			return plain(v, "funded", false)
		}
		f.units = postUnits
	case placesOf:
		if v.text == "funded" {
			return plain(v, "funded", false)
		}
	}
	q, ok := r.quantity(f, v, path)
	if !ok {
		return nil
	}
	return plain(v, q.String(), false)
}

// date reads a month; it must lie in the horizon. The first month after the
// horizon may end something.
func (r *reader) date(v *value, path string) *value {
	m, err := ParseMonth(v.text)
	if err != nil {
		r.add(v, path, msg("not_a_month", "text", clip(v.text)), msg("write_month"))
		return nil
	}
	if r.until > 0 && (m < r.from || m > r.until || m == r.until && !strings.HasSuffix(path, ".end")) {
		r.add(v, path, msg("outside_horizon", "date", v.text, "from", FormatMonth(r.from), "until", FormatMonth(r.until-1)), msg("move_date"))
		return nil
	}
	return plain(v, v.text, false)
}

// quantity reads a number with one of the units of its field.
func (r *reader) quantity(f field, v *value, path string) (Quantity, bool) {
	q, wrong := parseQuantity(v.text)
	if wrong.ID != "" {
		hint := f.unitHint(12)
		switch wrong.ID {
		case "scenarios.ambiguous":
			hint = msg("write_either", "thousands", wrong.Args["thousands"], "decimal", wrong.Args["decimal"])
		case "scenarios.leading_zero":
			hint = msg("drop_zero")
		}
		r.add(v, path, wrong, hint)
		return q, false
	}
	if !slices.Contains(f.units, q.Unit) {
		reason := msg("wrong_unit", "unit", q.Unit)
		if q.Unit == "" {
			reason = msg("missing_unit", "text", v.text)
		}
		r.add(v, path, reason, f.unitHint(q.Value))
		return q, false
	}
	if wrong := f.limit(q); wrong.ID != "" {
		if path == "format" {
			wrong = msg("newer_format", "format", q.String())
		}
		hint := none
		if f.kind == weight && q.Value < 0 {
			hint = msg("weigh_opposite")
		}
		switch f.key {
		case "week":
			hint = msg("write_week")
		case "wages":
			hint = msg("write_wages", "today", "100 %", "more", "102 %")
		}
		r.add(v, path, wrong, hint)
		return q, false
	}
	return q, true
}

// wholeSplit checks that the parts of an instrument sum to 100 %.
func (r *reader) wholeSplit(said, v *value, path string) {
	if v == nil || len(said.items) != len(v.items) {
		return // a part is wrong, and reported
	}
	sum := 0.0
	for _, part := range items(v) {
		sum += plainNumber(part)
	}
	if math.Abs(sum-1) > 1e-9 {
		r.add(v, path, msg("split_sum", "sum", Quantity{math.Round(sum*1e6) / 1e4, "%"}.String()), msg("split_fix"))
	}
}

// solve reads {solve: 1 zorgcoach/buurt}: a target from which the amount
// follows. Only an amount per head can be solved from a sum of money.
func (r *reader) solve(f field, v *value, path string) *value {
	return r.record(field{fields: []field{{key: "solve", kind: quantity, units: f.targets(), need: true}}}, v, path)
}

// targets are the units of what an amount can be solved for.
func (f field) targets() (targets []string) {
	for _, role := range roleNames {
		for _, area := range []string{"buurt", "elz", "network", "region"} {
			targets = append(targets, role+"/"+area)
		}
	}
	if !slices.Contains(f.units, areaAmounts[0]) {
		targets = append(targets, areaAmounts...)
	}
	return targets
}
