package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"piramide/internal/sheet"
)

// form is the shape of a value in a file.
type form uint8

const (
	scalar form = iota
	mapping
	sequence
	null
	broken // already reported; nothing more is said of it
)

// value is a node of a scenario file with its place. It is never changed once
// a scenario is built: changes copy the way from the root.
type value struct {
	form   form
	text   string // of a scalar
	quoted bool
	keys   []string // of a mapping, in file order
	marks  []place  // of the keys
	items  []*value // of a mapping (as keys) or a sequence
	place
}

// place is where something stands in a file. In a workbook, line and col are row and
// column of a sheet, the nth of the file.
type place struct {
	file      string
	line, col int
	sheet     string
	nth       int
}

// String writes file:line:col, or file!sheet:C7.
func (p place) String() string {
	switch {
	case p.sheet != "" && p.line > 0:
		return p.file + "!" + p.sheet + ":" + sheet.At(p.col, p.line)
	case p.sheet != "":
		return p.file + "!" + p.sheet
	case p.line > 0 && p.col > 0:
		return fmt.Sprintf("%s:%d:%d", p.file, p.line, p.col)
	case p.line > 0:
		return fmt.Sprintf("%s:%d", p.file, p.line)
	}
	return p.file
}

// problem is a problem at a place, about a path, that says nothing yet.
func (p place) problem(path string) Problem {
	return Problem{File: p.file, Line: p.line, Col: p.col, Sheet: p.sheet, Nth: p.nth, Path: path}
}

// get gives the item of a key, or nil.
func (v *value) get(key string) *value {
	if v == nil || v.form != mapping {
		return nil
	}
	if i := slices.Index(v.keys, key); i >= 0 {
		return v.items[i]
	}
	return nil
}

// at walks a path of names; keys of assumptions contain points themselves.
func (v *value) at(path []string) *value {
	for _, key := range path {
		v = v.get(key)
	}
	return v
}

// with gives a copy in which a path holds item; nil removes it.
func (v *value) with(path []string, item *value) *value {
	out := &value{form: mapping}
	if v != nil && v.form == mapping {
		out.place = v.place
		out.keys, out.marks, out.items = slices.Clone(v.keys), slices.Clone(v.marks), slices.Clone(v.items)
	} else if item != nil {
		out.place = item.place
	}
	if len(path) > 1 {
		item = out.get(path[0]).with(path[1:], item)
	}
	i := slices.Index(out.keys, path[0])
	switch {
	case i >= 0 && item == nil:
		out.keys, out.marks, out.items = slices.Delete(out.keys, i, i+1), slices.Delete(out.marks, i, i+1), slices.Delete(out.items, i, i+1)
	case i >= 0:
		out.items[i] = item
	case item != nil:
		out.keys, out.marks, out.items = append(out.keys, path[0]), append(out.marks, item.place), append(out.items, item)
	}
	return out
}

// merge lays a file over what it extends: maps merge by key, scalars and
// sequences replace, null removes. Removing what is not there is a mistake.
func merge(base, over *value, path string, r *report) *value {
	if base == nil || base.form != mapping || over.form != mapping {
		return over
	}
	out := &value{form: mapping, place: over.place}
	out.keys, out.marks, out.items = slices.Clone(base.keys), slices.Clone(base.marks), slices.Clone(base.items)
	for i, key := range over.keys {
		item, was := over.items[i], base.get(key)
		switch {
		case item.form == null && was == nil:
			r.add(item, join(path, key), msg("removes_nothing"), DidYouMean(key, base.keys))
			continue
		case item.form == null:
			item = nil
		case was != nil:
			item = merge(was, item, join(path, key), r)
		case item.form == mapping:
			item = withoutNulls(item, join(path, key), r)
		}
		out = out.with([]string{key}, item)
		if at := slices.Index(out.keys, key); at >= 0 {
			out.marks[at] = over.marks[i]
		}
	}
	return out
}

// withoutNulls reports nulls in what nothing lies under.
func withoutNulls(v *value, path string, r *report) *value {
	return merge(&value{form: mapping, place: v.place}, v, path, r)
}

// ours says whether a value is of a user's own file and not of the library.
func (v *value) ours() bool { return !strings.HasPrefix(v.file, libraryDir) }

// wholeKeys are the keys by which a mapping is one value.
var wholeKeys = []string{"solve", "draw", "value", "row", "hr", "rr", "smd", "weighted"}

// whole says whether a mapping is one value: an amount to solve, a distribution,
// an assumption or an effect with its reason.
func (v *value) whole() bool {
	return slices.ContainsFunc(v.keys, func(key string) bool { return slices.Contains(wholeKeys, key) })
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// splitPath cuts a path at its points; what follows assumptions or effects is one name.
func splitPath(path string) []string {
	for _, key := range []string{"assumptions", "effects"} {
		if rest, ok := strings.CutPrefix(path, key+"."); ok {
			return []string{key, rest}
		}
	}
	return strings.Split(path, ".")
}

// same says whether two values hold the same, wherever they stand; the order
// of keys does not matter.
func same(a, b *value) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.form != b.form || a.text != b.text || len(a.items) != len(b.items) {
		return false
	}
	for i, item := range a.items {
		other := b.items[i]
		if a.form == mapping {
			other = b.get(a.keys[i])
		}
		if !same(item, other) {
			return false
		}
	}
	return true
}
