package scenarios

import (
	"slices"
	"strings"

	"piramide/internal/sheet"
	"piramide/internal/words"
	"piramide/scenarios/evidence"
)

// A mistake in a workbook is told in the words of its sheets: where it stands with sheet
// and cell, what the row is called there, and a hint that names cells and not the keys of
// a plan file.

// where says in which sheet and cell something stands.
func (p place) where(w *words.Words) string {
	if p.line == 0 {
		return w.Say("form.in_sheet", "file", p.file, "sheet", p.sheet)
	}
	return w.Say("form.in_cell", "file", p.file, "sheet", p.sheet, "cell", sheet.At(p.col, p.line))
}

// onForm is a problem of a workbook as a form says it; the path becomes the label of its row.
func (p Problem) onForm(w *words.Words) Problem {
	path := splitPath(p.Path)
	f, known := fieldNamed(path)
	if !known || p.Path == "" { // a number of the register, or no row at all
		return p
	}
	if p.Reason.ID != "scenarios.unknown_key" && !means(p.Sheet, "sheet_"+formMore) { // there a key is the label
		p.Path = w.Say("form.row", "label", labelled(w, path))
	}
	text, _ := p.Reason.Args["text"].(string)
	switch {
	case p.Reason.ID == "scenarios.unknown_key": // who writes keys knows keys
	case p.Reason.ID == "scenarios.unknown_choice", p.Reason.ID == "scenarios.want_yes_no":
		p.Hint = f.chooseFrom(w, text)
	case p.Hint.ID == "scenarios.write_unit":
		p.Hint = formMsg("write_unit_beside", "units", saidUnits(w, f))
	case p.Reason.ID == "scenarios.missing_key" && p.Hint.ID == "" && path[0] == "financing" && len(path) > 2:
		p.Hint = formMsg("add_row", "name", path[1], "key", strings.Join(path[2:], "."))
	case p.Reason.ID == "scenarios.missing_key" && p.Hint.ID == "":
		p.Hint = formMsg("fill_row")
	}
	p.Reason, p.Hint = instead(w, p.Reason), instead(w, p.Hint)
	return p
}

// instead is what a form says in the place of a message about a plan file: a text of its
// own where there is one, with names in words.
func instead(w *words.Words, m words.Message) words.Message {
	if m.ID == "" || strings.HasPrefix(m.ID, "form.") {
		return m
	}
	out := words.Message{ID: m.ID, Args: map[string]any{}}
	if own := "form.instead_" + strings.TrimPrefix(strings.ReplaceAll(m.ID, ".", "_"), "scenarios_"); w.Has(own) {
		out.ID = own
	}
	for name, arg := range m.Args {
		switch x := arg.(type) {
		case words.Message:
			arg = instead(w, x)
		case string:
			if !slices.Contains(asWritten, name) {
				arg = inWords(w, x)
			}
		}
		out.Args[name] = arg
	}
	return out
}

// asWritten are the arguments that a person wrote, or is to write just so.
var asWritten = []string{"text", "name", "names", "other", "first", "second", "file", "place", "plain", "date", "thousands", "decimal", "sheet", "column"}

// inWords puts names of a plan file in words, one or several with commas between them.
func inWords(w *words.Words, text string) string {
	parts := strings.Split(text, ", ")
	for i, part := range parts {
		q, wrong := parseQuantity(part)
		unit, none := parseUnit(part)
		switch {
		case slices.Contains(kindNames, part):
			parts[i] = w.Say("instrument." + part + ".name")
		case wrong.ID == "" && q.Unit != "":
			parts[i] = w.Tell(sayQuantity(q))
		case part != "" && none.ID == "" && strings.Contains(unit+part, "/"), part == "month", part == "year":
			parts[i] = w.Tell(SayUnit(unit, true))
		default:
			parts[i] = tell(w, sayKey(part))
		}
	}
	return strings.Join(parts, ", ")
}

// labelled is the label of a row of a form.
func labelled(w *words.Words, path []string) string {
	if slices.Contains([]string{"name", "extends", "title", "description"}, path[0]) {
		id := "form.label_" + strings.Join(path, "_")
		if !w.Has(id) {
			id += "_nl" // a title as such
		}
		return w.Say(id)
	}
	return tell(w, sayPath(strings.Join(path, ".")))
}

// fieldNamed is what stands under a path in some plan; of an instrument of any kind.
func fieldNamed(path []string) (field, bool) {
	f := grammar
	for i, key := range path {
		switch f.kind {
		case yesOr:
			f.kind = record
		case instrument:
			for _, k := range kindNames {
				if child, ok := instrumentFields(k).child(key); ok {
					f = field{kind: record, fields: []field{child}}
					break
				}
			}
		case shock:
			f = shockFields(shockKinds[0])
		}
		switch f.kind {
		case record:
			child, ok := f.child(key)
			if !ok {
				return field{}, i > 0
			}
			f = child
		case named:
			f = *f.each
		default:
			return field{}, i > 0
		}
	}
	return f.of(nil), true
}

// chooseFrom is the hint for a text that is none of the options of a field, in the words
// in which the form lists them.
func (f field) chooseFrom(w *words.Words, text string) words.Message {
	var said, nearer []string
	for _, o := range f.options() {
		said = append(said, sayOption(w, f, o))
		nearer = append(nearer, o)
		for _, other := range everyLanguage() {
			nearer = append(nearer, sayOption(other, f, o))
		}
	}
	if near := evidence.Nearest(strings.ToLower(text), nearer); near != "" {
		if o, ok := f.option(near); ok {
			return msg("did_you_mean", "name", sayOption(w, f, o))
		}
	}
	return msg("choose_from", "names", strings.Join(said, "; "))
}

// saidUnits are the units of a field as the form lists them, the first few.
func saidUnits(w *words.Words, f field) string {
	units := f.formUnits()
	said := make([]string, 0, 4)
	for _, u := range units[:min(4, len(units))] {
		said = append(said, w.Tell(SayUnit(u, true)))
	}
	return strings.Join(said, ", ")
}
