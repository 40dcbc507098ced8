package belgium

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"piramide/internal/words"
	"piramide/scenarios"
	"piramide/sim"
)

// What a region file may hold. A region is simulated whole in memory; 2 million
// is three hospital networks and more than any Belgian province.
const (
	maxFile   = 16 << 20
	maxRows   = 200_000
	maxPeople = 2_000_000
)

// RegionFromFile reads a region of the user's own: rows of buurt, age band,
// sex, number of inhabitants and number with increased reimbursement (VT), in
// CSV with ; or , or in the first sheet of an xlsx file. The first row names
// the columns: buurt, leeftijd, geslacht, aantal, vt, and if wanted elz (or
// the same in English: age, sex, count). Bands such as 0-4, 20-64, 85+ must
// cover all ages of both sexes once in each buurt. Within a band the years of
// age follow the Flemish population; other levels are the Flemish ones.
//
// The region is known by its rows: the same rows under another file name, or in
// a workbook, have the same citizens and the same luck. Mistakes are
// [scenarios.Problems], all at once with their lines; a file that cannot be
// opened gives the error of the system.
func RegionFromFile(path string, v Values) (Region, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Region{}, err
	}
	f := &regionFile{name: filepath.Base(path)}
	switch {
	case info.IsDir():
		f.fault(0, msg("folder"), msg("name_a_file"))
		return Region{}, f.faults
	case info.Size() > maxFile:
		f.fault(0, msg("too_big", "size", int(info.Size()>>20), "limit", maxFile>>20), none)
		return Region{}, f.faults
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return Region{}, err
	}
	var rows [][]string
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		rows = f.sheetRows(text)
	} else {
		rows = f.csvRows(text)
	}
	if len(f.faults) == 0 {
		f.read(rows)
	}
	if len(f.faults) > 0 {
		return Region{}, f.faults
	}
	return f.region(v), nil
}

// msg is a message about a region file.
func msg(id string, pairs ...any) words.Message {
	return words.NewMessage("regionfile."+id, pairs...)
}

// none is the hint that says nothing.
var none words.Message

// sheetRows are the rows of the first sheet of a workbook.
func (f *regionFile) sheetRows(text []byte) [][]string {
	book, err := excelize.OpenReader(bytes.NewReader(text), excelize.Options{UnzipSizeLimit: 8 * maxFile, RawCellValue: true})
	if err != nil {
		f.fault(0, msg("no_workbook"), msg("save_as_csv"))
		return nil
	}
	defer book.Close()
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		f.fault(0, msg("no_sheet"), none)
		return nil
	}
	rows, err := book.GetRows(sheets[0])
	if err != nil {
		f.fault(0, msg("no_workbook"), msg("save_as_csv"))
	}
	return rows
}

// csvRows splits a text by ; when its first line has one, else by a comma.
func (f *regionFile) csvRows(text []byte) [][]string {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(text, 0) >= 0 {
		f.fault(0, msg("no_text"), msg("save_utf8"))
		return nil
	}
	first, _ := bufio.NewReader(bytes.NewReader(text)).ReadString('\n')
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma = ','
	if strings.Contains(first, ";") {
		r.Comma = ';'
	}
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	var rows [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			line := 0
			if e := new(csv.ParseError); errors.As(err, &e) {
				line = e.StartLine
			}
			f.fault(line, msg("quotes"), msg("pair_quotes"))
			return nil
		}
		line, _ := r.FieldPos(0)
		for len(rows) < line-1 { // keep line numbers across blank lines
			rows = append(rows, nil)
		}
		rows = append(rows, row)
		if len(rows) > maxRows {
			f.fault(line, msg("too_many_rows", "limit", maxRows), none)
			return nil
		}
	}
}

// regionFile is a region file being read.
type regionFile struct {
	name   string
	faults scenarios.Problems
	lines  []regionLine
	people float64 // on the lines so far
}

type regionLine struct {
	line        int
	buurt, elz  string
	from, to    int
	sex         int
	people, vts float64
}

func (f *regionFile) fault(line int, reason, hint words.Message) {
	f.faults = append(f.faults, scenarios.Problem{File: f.name, Line: line, Reason: reason, Hint: hint})
}

// columnNames are the accepted headings.
var columnNames = map[string]string{
	"buurt": "buurt", "neighbourhood": "buurt", "quartier": "buurt",
	"leeftijd": "leeftijd", "leeftijdsgroep": "leeftijd", "age": "leeftijd", "age_band": "leeftijd", "âge": "leeftijd",
	"geslacht": "geslacht", "sex": "geslacht", "sexe": "geslacht",
	"aantal": "aantal", "count": "aantal", "nombre": "aantal",
	"vt": "vt", "aantal_vt": "vt", "bim": "vt",
	"elz": "elz",
}

var sexWords = map[string]int{"m": 0, "man": 0, "h": 0, "v": 1, "vrouw": 1, "f": 1, "w": 1}

// read checks all rows.
func (f *regionFile) read(rows [][]string) {
	head := 0
	for head < len(rows) && blank(rows[head]) {
		head++
	}
	if head == len(rows) {
		f.fault(1, msg("empty"), msg("write_heading"))
		return
	}
	at := map[string]int{}
	for i, h := range rows[head] {
		key := strings.ToLower(strings.TrimSpace(h))
		name, known := columnNames[key]
		if !known {
			f.fault(head+1, msg("unknown_column", "column", clip(h)), msg("columns"))
			continue
		}
		if _, twice := at[name]; twice {
			f.fault(head+1, msg("column_twice", "column", clip(h)), none)
		}
		at[name] = i
	}
	for _, name := range []string{"buurt", "leeftijd", "geslacht", "aantal", "vt"} {
		if _, ok := at[name]; !ok {
			f.fault(head+1, msg("column_missing", "column", name), msg("columns"))
		}
	}
	if len(f.faults) > 0 {
		return
	}
	for i, row := range rows[head+1:] {
		if !blank(row) {
			f.row(head+2+i, row, at)
		}
	}
	f.covered()
}

func blank(row []string) bool {
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// row reads one row.
func (f *regionFile) row(line int, row []string, at map[string]int) {
	cell := func(name string) string {
		if i, ok := at[name]; ok && i < len(row) {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	if len(row) > len(at) && !blank(row[len(at):]) {
		f.fault(line, msg("cells", "cells", len(row), "heading", len(at)), msg("split_columns"))
		return
	}
	before := len(f.faults)
	l := regionLine{line: line, buurt: cell("buurt"), elz: cell("elz")}
	if l.buurt == "" {
		f.fault(line, msg("no_buurt"), none)
	}
	var ok bool
	if l.from, l.to, ok = parseBand(cell("leeftijd")); !ok {
		f.fault(line, msg("band", "text", clip(cell("leeftijd"))), msg("write_band"))
	}
	if l.sex, ok = sexWords[strings.ToLower(cell("geslacht"))]; !ok {
		f.fault(line, msg("sex", "text", clip(cell("geslacht"))), msg("write_sex"))
	}
	l.people = f.number(line, "aantal", cell("aantal"))
	l.vts = f.number(line, "vt", cell("vt"))
	if len(f.faults) == before && l.vts > l.people {
		f.fault(line, msg("vt_over", "vt", l.vts, "people", l.people), none)
	}
	if len(f.faults) > before {
		return
	}
	if f.people <= maxPeople && f.people+l.people > maxPeople {
		f.fault(line, msg("too_many_people", "people", f.people+l.people, "limit", maxPeople), msg("cut_in_networks"))
	}
	f.people += l.people
	f.lines = append(f.lines, l)
}

// clip keeps a wrong word short in a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

var bandForm = regexp.MustCompile(`^(\d{1,3})(?:\s*[-–]\s*(\d{1,3})|\s*\+)$`)

// parseBand reads 0-4 or 85+.
func parseBand(text string) (from, to int, ok bool) {
	m := bandForm.FindStringSubmatch(text)
	if m == nil {
		return 0, 0, false
	}
	from, _ = strconv.Atoi(m[1])
	to = sim.MaxAge
	if m[2] != "" {
		to, _ = strconv.Atoi(m[2])
		to = min(to, sim.MaxAge)
	}
	return from, to, from <= to
}

var (
	thousands = regexp.MustCompile(`^\d{1,3}([.,])\d{3}$`)
	plain     = regexp.MustCompile(`^\d+(?:[.,]\d+)?$`)
)

// number reads a count. A single group of three digits after a point or comma
// has two readings and is refused with both.
func (f *regionFile) number(line int, column, text string) float64 {
	if m := thousands.FindStringSubmatch(text); m != nil {
		whole := strings.Replace(text, m[1], "", 1)
		f.fault(line, msg("ambiguous", "column", column, "text", text, "whole", whole), msg("write_either", "whole", whole, "decimal", text+"0"))
		return 0
	}
	if !plain.MatchString(text) || len(text) > 12 {
		f.fault(line, msg("number", "column", column, "text", clip(text)), msg("write_number"))
		return 0
	}
	x, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil {
		f.fault(line, msg("number", "column", column, "text", clip(text)), msg("write_number"))
	}
	return x
}
