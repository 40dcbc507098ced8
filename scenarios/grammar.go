package scenarios

import (
	"slices"
	"strings"

	"piramide/sim"
)

// Key is one key of an instrument, as a plan writes it.
type Key struct {
	Name   string // with the keys above it: benchmark.by
	Writes string // what stands there: units separated by ", ", choices by " | "
	Needed bool   // must be present
}

// InstrumentKinds are the kinds of instrument a plan may name, in the order of
// package finance.
func InstrumentKinds() []string { return append([]string(nil), kindNames...) }

// InstrumentKeys lists the keys of a kind of instrument, as a plan is checked
// against them.
func InstrumentKeys(kindName string) []Key { return keysUnder(instrumentFields(kindName), "") }

// PartKeys lists the keys of a part of a plan, such as phm.
func PartKeys(part string) []Key {
	f, _ := grammar.child(part)
	return keysUnder(f, "")
}

// LeverKeys lists every key of a plan that a policy maker can turn, in the order of the
// grammar. NAME stands for a name that people give; instruments and shocks go by their
// kind, effects by what they are; assumptions are one key, for every parameter.
func LeverKeys() (keys []string) {
	for _, f := range grammar.fields {
		if !slices.Contains(identity, f.key) && f.key != "extends" || f.key == "timeline" {
			keys = append(keys, leversOf(f, f.key)...)
		}
	}
	return keys
}

func leversOf(f field, path string) (keys []string) {
	under := func(fields []field, path string) {
		for _, x := range fields {
			if x.absent == "" && x.key != "kind" {
				keys = append(keys, leversOf(x, join(path, x.key))...)
			}
		}
	}
	switch {
	case f.kind == record:
		under(f.fields, path)
	case f.kind == yesOr:
		keys = append(keys, path)
		under(f.fields, path)
	case path == "effects":
		for _, name := range append(effectNames(), overlapKey) {
			keys = append(keys, join(path, name))
		}
	case path == "financing":
		for _, kind := range kindNames {
			under(instrumentFields(kind).fields, join(path, kind))
		}
	case path == "shocks":
		for _, kind := range shockKinds {
			under(shockFields(kind).fields, join(path, kind))
		}
	case f.kind == named && path != "assumptions":
		return leversOf(*f.each, join(path, "NAME"))
	default:
		keys = append(keys, path)
	}
	return keys
}

func keysUnder(f field, above string) (out []Key) {
	for _, x := range f.fields {
		k := Key{Name: join(above, x.key), Needed: x.need}
		switch x.kind {
		case record:
			if k.Writes = alike(x.fields); k.Writes == "" {
				out = append(out, keysUnder(x, k.Name)...)
				continue
			}
		case list:
			if k.Writes = "[" + strings.Join(x.each.choices, ", ") + "]"; len(x.each.choices) == 0 {
				k.Writes = "a list, each " + x.each.writes()
			}
		default:
			k.Writes = x.writes()
		}
		out = append(out, k)
	}
	return out
}

// alike says in one line the keys of a record that all take the same; "" when
// they do not.
func alike(fields []field) string {
	names := make([]string, len(fields))
	for i, x := range fields {
		if x.kind != quantity || x.writes() != fields[0].writes() || x.need {
			return ""
		}
		names[i] = x.key
	}
	return "{" + strings.Join(names, ", ") + "}, each " + fields[0].writes()
}

// writes says what stands under a key that has no keys of its own.
func (f field) writes() string {
	switch f.kind {
	case choice:
		return strings.Join(f.choices, " | ")
	case yesNo:
		return "yes | no"
	case date:
		return "a month, 2028-01"
	case name:
		return "a name"
	case text:
		return "a text"
	case languages:
		return "{nl: …, fr: …, en: …}"
	case posts:
		return "funded; or " + strings.Join(postUnits, ", ")
	case placesOf:
		return "funded; or " + strings.Join(f.units, ", ")
	case queueOrder:
		return strings.Join(orderNames, " | ") + "; or {weighted: {…}}"
	case profile:
		return "register; or {" + strings.Join(sim.ExpertiseNames[:], ", ") + "}, each %"
	case buurten:
		return "all, or a list of names"
	case quantity, amount:
		units := strings.Join(f.units, ", ")
		switch {
		case units == "":
			units = "a count"
		case f.units[0] == "":
			units = "a number" + units
		}
		if f.kind == amount {
			units += "; or {solve: …}"
		}
		return units
	}
	panic("scenarios: a part or instrument has a key without words: " + f.key)
}
