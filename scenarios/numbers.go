package scenarios

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"piramide/internal/sheet"
	"piramide/internal/words"
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
)

// OwnNumber is a user's own number for a row of the register, with its source.
type OwnNumber struct {
	evidence.Row // as it now stands: id, value, range, source and date, note
	Was          evidence.Row
	From         string // the source, without its date
	Date         string // of the source: 2026, 2026-03 or 2026-03-15
	Path         string // of the parameter that takes it; "" = none by itself: an alternative
}

// Outside says whether the number lies outside the range of the evidence.
func (n OwnNumber) Outside() bool { return n.Value < n.Was.Low || n.Value > n.Was.High }

// Numbers are a user's own numbers, and the register and parameters with them in.
type Numbers struct {
	File       string // without its folder
	List       []OwnNumber
	Register   *evidence.Register
	Parameters *model.Parameters
}

// Take says whether a parameter takes one of the numbers; nil takes none.
func (n *Numbers) Take(path string) bool {
	return n != nil && slices.ContainsFunc(n.List, func(x OwnNumber) bool { return x.Path == path })
}

// Digest is the SHA-256 of what the numbers say, in hexadecimal: the same numbers from
// a workbook or a CSV file, in any order of rows, have the same.
func (n *Numbers) Digest() string {
	list := slices.Clone(n.List)
	slices.SortFunc(list, func(a, b OwnNumber) int { return strings.Compare(a.ID, b.ID) })
	h := sha256.New()
	for _, x := range list {
		fmt.Fprintf(h, "%q %g %g %g %q %q\n", x.ID, x.Value, x.Low, x.High, x.Source, x.Note)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// numbersColumns are the columns of a file of own numbers; numbersRead those that are read.
var (
	numbersColumns = []string{"id", "quantity", "value", "low", "high", "unit", "source", "own_value", "own_low", "own_high", "own_source", "own_date", "own_note"}
	numbersRead    = []string{"id", "own_value", "own_low", "own_high", "own_source", "own_date", "own_note"}
)

// numbersVersion is how a file of own numbers says what it is; a CSV file need not.
var numbersVersion = regexp.MustCompile(`piramide-(?:cijfers|numbers|chiffres) (\d+)`)

// LoadNumbers reads a file of own numbers, .xlsx or .csv: a row each with the id of a
// row of the register, the value, a range if there is one, source, date and note. Rows
// without a number of one's own stay as they are. The error is [Problems].
func LoadNumbers(path string) (*Numbers, error) {
	r := &report{asked: path}
	whole := &value{place: place{file: path}}
	text, err := readNumbers(path)
	if err != nil {
		r.add(whole, "", fileReason(err), numbersMsg("new_file"))
		return nil, r.err()
	}
	return parseNumbers(path, text)
}

func readNumbers(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return nil, errors.Join(err, errDirectory)
	}
	return io.ReadAll(io.LimitReader(f, sheet.MaxFile+1))
}

// parseNumbers reads own numbers from text; file is the name that problems show.
func parseNumbers(file string, text []byte) (*Numbers, error) {
	n := &numbersReader{report: &report{asked: file}, file: file, lines: map[string]place{}}
	if strings.EqualFold(filepath.Ext(file), ".csv") {
		n.csv(text)
	} else {
		n.workbook(text)
	}
	if len(n.found) == 0 && len(n.list) == 0 {
		n.add(&value{place: place{file: file}}, "", numbersMsg("none"), numbersMsg("fill_yellow"))
	}
	if err := n.err(); err != nil {
		return nil, err
	}
	rows := make([]evidence.Row, len(n.list))
	for i, x := range n.list {
		rows[i] = x.Row
	}
	out := &Numbers{File: filepath.Base(file), List: n.list, Register: register().With(rows)}
	params, err := model.Load(out.Register)
	if err != nil {
		n.add(&value{place: place{file: file}}, "", numbersMsg("not_together", "why", err.Error()), none)
		return nil, n.err()
	}
	out.Parameters = params
	return out, nil
}

func numbersMsg(id string, pairs ...any) words.Message {
	return words.NewMessage("numbers."+id, pairs...)
}

// numbersReader is a file of own numbers that is being read.
type numbersReader struct {
	*report
	file  string
	list  []OwnNumber
	lines map[string]place // by id
}

// workbook reads the sheets of a workbook that have the columns of own numbers.
func (n *numbersReader) workbook(text []byte) {
	whole := &value{place: place{file: n.file}}
	book, err := sheet.Open(n.file, text)
	if fault := new(sheet.Fault); errors.As(err, &fault) {
		n.add(whole, "", formMsg("file_"+fault.Code, "megabytes", sheet.MaxFile>>20), formMsg("file_"+fault.Code+"_hint"))
		return
	}
	ours := false
	for nth, name := range book.Sheets() {
		at := place{file: n.file, sheet: name, nth: nth + 1}
		n.version(book, name, at)
		head, cols := 0, map[string]int{}
		for row := 1; row <= min(20, book.Rows(name)); row++ {
			found := map[string]int{}
			for col := 1; col <= book.Columns(name); col++ {
				if c := numbersColumn(book.At(name, col, row).Text); c != "" && found[c] == 0 {
					found[c] = col
				}
			}
			if len(found) > len(cols) {
				head, cols = row, found
			}
		}
		if len(cols) < 2 { // somebody's own sheet
			continue
		}
		ours = true
		if !n.columns(cols, at) {
			continue
		}
		for row := head + 1; row <= book.Rows(name); row++ {
			n.row(func(column string) (sheet.Cell, *value) {
				p := at
				p.line, p.col = row, cols[column]
				return book.At(name, cols[column], row), &value{place: p}
			})
		}
	}
	if !ours {
		n.add(whole, "", numbersMsg("no_columns"), numbersMsg("new_file"))
	}
}

// version refuses a workbook of another version of this file.
func (n *numbersReader) version(book *sheet.Book, name string, at place) {
	for row := 1; row <= min(4, book.Rows(name)); row++ {
		if m := numbersVersion.FindStringSubmatch(book.At(name, 1, row).Text); m != nil && m[1] != strconv.Itoa(formVersion) {
			at.line, at.col = row, 1
			n.add(&value{place: at}, "", formMsg("other_version", "version", m[1], "ours", formVersion), numbersMsg("new_file"))
		}
	}
}

// csv reads a CSV file with semicolons or commas.
func (n *numbersReader) csv(text []byte) {
	whole := &value{place: place{file: n.file}}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	switch {
	case len(text) > sheet.MaxFile:
		n.add(whole, "", formMsg("file_large", "megabytes", sheet.MaxFile>>20), none)
		return
	case bytes.IndexByte(text, 0) >= 0 || !utf8.Valid(text):
		n.add(whole, "", msg("binary"), msg("save_utf8"))
		return
	}
	in := csv.NewReader(bytes.NewReader(text))
	in.FieldsPerRecord = -1
	first, _, _ := bytes.Cut(text, []byte("\n"))
	if bytes.Contains(first, []byte(";")) {
		in.Comma = ';'
	}
	cols := map[string]int{}
	width := 0
	for {
		rec, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line, col := in.FieldPos(0)
		if err != nil {
			bad := new(csv.ParseError)
			if errors.As(err, &bad) {
				line = bad.StartLine
			}
			n.add(&value{place: place{file: n.file, line: line}}, "", words.NewMessage("regionfile.quotes"), words.NewMessage("regionfile.pair_quotes"))
			return
		}
		if len(cols) == 0 {
			for i, h := range rec {
				if c := numbersColumn(h); c != "" && cols[c] == 0 {
					cols[c] = i + 1
				}
			}
			if width = len(rec); !n.columns(cols, place{file: n.file, line: line, col: col}) {
				return
			}
			continue
		}
		if len(rec) > width {
			n.add(&value{place: place{file: n.file, line: line}}, "", words.NewMessage("regionfile.cells", "cells", len(rec), "heading", width), words.NewMessage("regionfile.split_columns"))
			continue
		}
		n.row(func(column string) (sheet.Cell, *value) {
			c, v := sheet.Cell{}, &value{place: place{file: n.file, line: line}}
			if i := cols[column]; i >= 1 && i <= len(rec) {
				_, v.col = in.FieldPos(i - 1)
				if text := strings.TrimSpace(rec[i-1]); text != "" {
					c = sheet.Cell{Kind: sheet.Text, Text: text}
				}
			}
			return c, v
		})
	}
	if len(cols) == 0 {
		n.add(whole, "", numbersMsg("no_columns"), numbersMsg("new_file"))
	}
}

// numbersColumn finds the column that a heading names, in any language or by its id.
func numbersColumn(text string) string {
	text = strings.TrimSpace(text)
	for _, c := range numbersRead {
		if text != "" && (strings.EqualFold(text, c) || anyOf(text, "numbers "+c, func(w *words.Words) string { return w.Say("numbers.column_" + c) })) {
			return c
		}
	}
	return ""
}

// columns refuses a table that lacks one of its columns.
func (n *numbersReader) columns(cols map[string]int, at place) bool {
	good := true
	for _, c := range numbersRead {
		if cols[c] == 0 {
			n.add(&value{place: at}, "", formMsg("no_column", "column", numbersMsg("column_"+c)), numbersMsg("new_file"))
			good = false
		}
	}
	return good
}

// row reads one row; one without a number of one's own says nothing.
func (n *numbersReader) row(cell func(column string) (sheet.Cell, *value)) {
	cells, places := map[string]sheet.Cell{}, map[string]*value{}
	filled := ""
	for _, c := range numbersRead {
		cells[c], places[c] = cell(c)
		if c != "id" && (cells[c].Kind != sheet.Empty || cells[c].Formula) && filled == "" {
			filled = c
		}
	}
	if filled == "" {
		return
	}
	before := len(n.found)
	for _, c := range numbersRead {
		switch x := cells[c]; {
		case x.Merged:
			n.add(places[c], "", formMsg("merged"), formMsg("unmerge"))
		case x.Formula:
			n.add(places[c], "", formMsg("formula"), formMsg("write_value"))
		case x.Kind == sheet.Broken:
			n.add(places[c], "", formMsg("broken_cell", "text", clip(x.Text)), formMsg("write_value"))
		}
	}
	id := cells["id"].Text
	was, known := register().Row(id)
	switch first, twice := n.lines[id]; {
	case id == "":
		n.add(places["id"], "", numbersMsg("no_id"), msg("list_evidence"))
		return
	case !known:
		n.add(places["id"], "", msg("unknown_row", "row", clip(id)), nearRow(id))
		return
	case twice:
		n.add(places["id"], id, formMsg("twice", "place", first.within()), msg("keep_one"))
		return
	}
	n.lines[id] = places["id"].place
	x := OwnNumber{Row: was, Was: was}
	p, used := parameterOf(was)
	role, _ := register().Role(id)
	switch {
	case used:
		x.Path = p.Path
	case role.Use != evidence.Alternative:
		n.add(places["id"], id, numbersMsg("not_used", "use", words.Message{ID: "numbers.use_" + string(role.Use)}), numbersMsg("ask_used"))
		return
	}
	for _, c := range []string{"own_value", "own_source", "own_date"} {
		if cells[c].Kind == sheet.Empty && !cells[c].Formula {
			n.add(places[c], id, numbersMsg("needs_"+c), numbersMsg("each_needs"))
		}
	}
	if low, high := cells["own_low"].Kind == sheet.Empty, cells["own_high"].Kind == sheet.Empty; low != high {
		c := map[bool]string{true: "own_low", false: "own_high"}[low]
		n.add(places[c], id, numbersMsg("half_range"), numbersMsg("both_ends"))
	}
	x.Date = n.date(cells["own_date"], places["own_date"], id)
	if len(n.found) > before {
		return
	}
	x.Value = n.number(cells["own_value"], places["own_value"], id, was)
	x.Low, x.High = x.Value, x.Value
	if cells["own_low"].Kind != sheet.Empty {
		x.Low, x.High = n.number(cells["own_low"], places["own_low"], id, was), n.number(cells["own_high"], places["own_high"], id, was)
	}
	if len(n.found) > before {
		return
	}
	x.From, x.Note = cells["own_source"].Text, cells["own_note"].Text
	x.Source = x.From + ", " + x.Date
	if n.fits(x, p, used, places) {
		n.list = append(n.list, x)
	}
}

// fits checks a number against its range, what its parameter can be, and the evidence.
func (n *numbersReader) fits(x OwnNumber, p model.Parameter, used bool, places map[string]*value) bool {
	for i, v := range []float64{x.Value, x.Low, x.High} {
		if (model.Parameter{Unit: x.Unit, Low: x.Was.Low}).Check(v) != nil {
			reason := msg("out_of_range", "value", number(v), "min", "0", "max", "1")
			if v < 0 {
				reason = msg("negative", "value", number(v))
			}
			n.add(places[numbersRead[1+i]], x.ID, reason, none)
			return false
		}
	}
	if x.Low > x.Value || x.Value > x.High {
		n.add(places["own_value"], x.ID, numbersMsg("outside_own_range", "value", number(x.Value), "low", number(x.Low), "high", number(x.High)), none)
		return false
	}
	if used && !p.Table && x.Low < x.High {
		no := new(model.Misfit)
		if errors.As(p.Draw.Check(x.Value, x.Low, x.High), &no) {
			n.add(places["own_low"], x.ID, msg("misfit_"+no.Code, "value", no.Value, "low", no.Low, "high", no.High), msg("misfit_fix"))
			return false
		}
	}
	if x.Outside() && x.Note == "" {
		n.add(places["own_value"], x.ID, numbersMsg("outside_evidence", "value", number(x.Value), "low", number(x.Was.Low), "high", number(x.Was.High)), numbersMsg("say_why"))
		return false
	}
	return true
}

// number reads a number in the unit of its row: a share may be written as a percentage.
func (n *numbersReader) number(c sheet.Cell, at *value, id string, was evidence.Row) float64 {
	text, percent := c.Text, c.Kind == sheet.Percent
	switch c.Kind {
	case sheet.Number, sheet.Percent:
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			n.add(at, id, msg("not_a_number", "text", clip(text)), none)
			return 0
		}
		text = number(x)
	case sheet.Date:
		n.add(at, id, formMsg("made_date", "text", text), formMsg("write_as_text"))
		return 0
	default:
		if rest, ok := strings.CutSuffix(text, "%"); ok {
			text, percent = strings.TrimSpace(rest), true
		}
	}
	if strings.Trim(text, "+-0123456789.,") != "" {
		n.add(at, id, numbersMsg("no_number", "text", clip(c.Text)), numbersMsg("plain_number"))
		return 0
	}
	x, wrong := parseNumber(text, c.Text)
	if wrong.ID != "" {
		hint := numbersMsg("plain_number")
		if wrong.ID == "scenarios.ambiguous" {
			hint = msg("write_either", "thousands", wrong.Args["thousands"], "decimal", wrong.Args["decimal"])
		}
		n.add(at, id, wrong, hint)
		return 0
	}
	if percent {
		if !model.IsShare(was.Unit) {
			n.add(at, id, numbersMsg("percent", "unit", words.NewMessage(words.UnitID(was.Unit))), numbersMsg("plain_number"))
			return 0
		}
		x, _ = strconv.ParseFloat(sheet.Plain(x/100), 64)
	}
	return x
}

var dayFirst = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)

// date reads the date of a source: a year, a month or a day.
func (n *numbersReader) date(c sheet.Cell, at *value, id string) string {
	if c.Kind == sheet.Empty {
		return ""
	}
	text := c.Text
	if m := dayFirst.FindStringSubmatch(text); m != nil { // the Belgian way: day, month, year
		text = fmt.Sprintf("%s-%02s-%02s", m[3], m[2], m[1])
	}
	for _, form := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(form, text); err == nil && t.Year() >= 1900 && t.Year() < 2200 {
			return text
		}
	}
	n.add(at, id, numbersMsg("not_a_date", "text", clip(c.Text)), numbersMsg("write_date"))
	return ""
}

// parameterOf finds the parameter that takes its value from a row.
func parameterOf(r evidence.Row) (model.Parameter, bool) {
	path, ok := taken()[r.ID]
	if !ok {
		return model.Parameter{}, false
	}
	return parameters().Parameter(path)
}

// taken gives the path of the parameter that takes its value from a row, by id.
var taken = sync.OnceValue(func() map[string]string {
	paths := map[string]string{}
	for _, p := range parameters().List() {
		for _, r := range register().Named(p.Evidence) {
			paths[r.ID] = p.Path
		}
	}
	return paths
})
