package scenarios

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/scenarios/evidence"
)

// Problem is one mistake in a file: where it stands, what is wrong and what to
// do. Line and Col count from 1; 0 means the file, or the line, as a whole. In a
// workbook they are row and column of a sheet.
type Problem struct {
	File      string
	Line, Col int
	Sheet     string        // name of the sheet; "" = no workbook, or all of it
	Nth       int           // of the sheet in the workbook, for the order of reading
	Via       string        // the file that was asked for, when it extends File; "" = File itself
	Path      string        // of the value, by name: "financing.regio.amount"
	Reason    words.Message // what is wrong
	Hint      words.Message // what to do; empty when nothing helps
}

// Problems are all mistakes of a file and of what it extends, in reading order.
type Problems []Problem

// Error lists the problems in English, one a line.
func (p Problems) Error() string { return p.In(english()) }

// In lists the problems in the words of a reader, one a line.
func (p Problems) In(w *words.Words) string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.In(w)
	}
	return strings.Join(lines, "\n")
}

// Error writes file:line:col: path: reason (hint: …) in English; of a workbook the
// sheet, the cell and the label of the row.
func (p Problem) Error() string { return p.In(english()) }

// In writes file:line:col: path: reason (hint: …) in the words of a reader.
func (p Problem) In(w *words.Words) string {
	var b strings.Builder
	at := place{p.File, p.Line, p.Col, p.Sheet, p.Nth}
	said := at.String()
	if p.Sheet != "" {
		p = p.onForm(w)
		if said = at.where(w); p.Path != "" {
			said, p.Path = said+", "+p.Path, ""
		}
	}
	if p.File != "" {
		b.WriteString(said)
		if p.Via != "" {
			b.WriteString(" " + w.Say("scenarios.via", "file", p.Via))
		}
		b.WriteString(": ")
	}
	if p.Path != "" {
		b.WriteString(p.Path + ": ")
	}
	b.WriteString(w.Tell(p.Reason))
	if p.Hint.ID != "" {
		b.WriteString(" " + w.Say("scenarios.hint", "what", w.Tell(p.Hint)))
	}
	return b.String()
}

// Message is the mistake as a message, for what is stored and told later: the name of the
// file without its folder, line, path, reason and hint.
func (p Problem) Message() words.Message {
	at := ""
	if p.File != "" {
		at = place{filepath.Base(p.File), p.Line, p.Col, p.Sheet, p.Nth}.String() + ": "
	}
	if p.Path != "" {
		at += p.Path + ": "
	}
	if p.Hint.ID == "" {
		return msg("problem", "at", at, "reason", p.Reason)
	}
	return msg("problem_hint", "at", at, "reason", p.Reason, "hint", msg("hint", "what", p.Hint))
}

// english gives the words that errors use until a reader's language is known.
func english() *words.Words {
	w, err := words.For("en")
	if err != nil {
		panic("scenarios: the embedded catalogue does not load: " + err.Error())
	}
	return w
}

// msg builds a message of the area "scenarios" from an id and name, value pairs.
func msg(id string, pairs ...any) words.Message {
	return words.NewMessage("scenarios."+id, pairs...)
}

// none is the message that says nothing.
var none words.Message

// report gathers problems while a file is read.
type report struct {
	found  Problems
	asked  string           // the file that was asked for; "" = any
	kind   string           // what it should be: one of the kinds of yaml.go; "" = a plan
	cells  map[string]place // of a form, where a value goes, by path
	orphan bool             // what the file extends was not found: nothing is missing for sure
}

func (r *report) add(v *value, path string, reason, hint words.Message) {
	p := Problem{Path: path, Reason: reason, Hint: hint}
	if v != nil {
		at := v.place
		for _, row := range []string{path, path + ".nl"} {
			if cell, ok := r.cells[row]; ok && at.sheet != "" && at.line == 0 { // what is missing has a cell all the same
				at = cell
			}
		}
		p.File, p.Line, p.Col, p.Sheet, p.Nth = at.file, at.line, at.col, at.sheet, at.nth
		if p.File != "" && p.File != r.asked {
			p.Via = r.asked
		}
	}
	r.found = append(r.found, p)
}

// err gives the problems in reading order without repeats, or nil.
func (r *report) err() error {
	if len(r.found) == 0 {
		return nil
	}
	slices.SortStableFunc(r.found, Problem.compare)
	return slices.CompactFunc(r.found, func(a, b Problem) bool { return a.Error() == b.Error() })
}

// compare orders problems as a reader meets them.
func (p Problem) compare(o Problem) int {
	return cmp.Or(cmp.Compare(p.File, o.File), cmp.Compare(p.Nth, o.Nth), cmp.Compare(p.Line, o.Line), cmp.Compare(p.Col, o.Col))
}

// DidYouMean is the hint for an unknown name: the nearest known one, or all of them.
func DidYouMean(name string, known []string) words.Message {
	if near := evidence.Nearest(name, known); near != "" {
		return msg("did_you_mean", "name", near)
	}
	return msg("choose_from", "names", strings.Join(known, ", "))
}
