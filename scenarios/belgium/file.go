package belgium

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"piramide/sim"
)

// maxFile and maxRows bound what a region file may hold.
const (
	maxFile = 16 << 20
	maxRows = 200_000
)

// RegionFromFile reads a region of the user's own: rows of buurt, age band,
// sex, number of inhabitants and number with increased reimbursement (VT), in
// CSV with ; or , or in the first sheet of an xlsx file. The first row names
// the columns: buurt, leeftijd, geslacht, aantal, vt, and if wanted elz (or
// the same in English: age, sex, count). Bands such as 0-4, 20-64, 85+ must
// cover all ages of both sexes once in each buurt. Within a band the years of
// age follow the Flemish population; other levels are the Flemish ones.
//
// Every mistake is reported, as file:line: reason (hint: what to do).
func RegionFromFile(path string, v Values) (Region, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return Region{}, err
	case info.IsDir():
		return Region{}, fmt.Errorf("%s is a folder (hint: name a .csv or .xlsx file)", path)
	case info.Size() > maxFile:
		return Region{}, fmt.Errorf("%s is %d MB; a region file has at most %d MB", path, info.Size()>>20, maxFile>>20)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return Region{}, err
	}
	name := filepath.Base(path)
	f := &regionFile{name: name}
	var rows [][]string
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		rows, err = sheetRows(text)
	} else {
		rows, err = csvRows(text)
	}
	if err != nil {
		return Region{}, fmt.Errorf("%s: %w", name, err)
	}
	f.read(rows)
	if len(f.faults) > 0 {
		return Region{}, errors.Join(f.faults...)
	}
	return f.region(v, strings.TrimSuffix(name, filepath.Ext(name)))
}

// sheetRows are the rows of the first sheet of a workbook.
func sheetRows(text []byte) ([][]string, error) {
	book, err := excelize.OpenReader(bytes.NewReader(text), excelize.Options{UnzipSizeLimit: 8 * maxFile, RawCellValue: true})
	if err != nil {
		return nil, fmt.Errorf("no workbook that can be opened: %w (hint: save as .xlsx or .csv)", err)
	}
	defer book.Close()
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return nil, errors.New("the workbook has no sheet")
	}
	return book.GetRows(sheets[0])
}

// csvRows splits a text by ; when its first line has one, else by a comma.
func csvRows(text []byte) ([][]string, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(text, 0) >= 0 {
		return nil, errors.New("this is no text file (hint: save as CSV UTF-8)")
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
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		for len(rows) < line-1 { // keep line numbers across blank lines
			rows = append(rows, nil)
		}
		rows = append(rows, row)
		if len(rows) > maxRows {
			return nil, fmt.Errorf("more than %d rows", maxRows)
		}
	}
}

// regionFile is a region file being read.
type regionFile struct {
	name   string
	faults []error
	lines  []regionLine
}

type regionLine struct {
	line        int
	buurt, elz  string
	from, to    int
	sex         int
	people, vts float64
}

func (f *regionFile) fault(line int, format string, args ...any) {
	f.faults = append(f.faults, fmt.Errorf("%s:%d: %s", f.name, line, fmt.Sprintf(format, args...)))
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
		f.fault(1, "the file is empty (hint: a heading buurt;leeftijd;geslacht;aantal;vt and one row per group)")
		return
	}
	at := map[string]int{}
	for i, h := range rows[head] {
		key := strings.ToLower(strings.TrimSpace(h))
		name, known := columnNames[key]
		if !known {
			f.fault(head+1, "unknown column %q (hint: buurt, leeftijd, geslacht, aantal, vt, elz)", h)
			continue
		}
		if _, twice := at[name]; twice {
			f.fault(head+1, "column %q stands there twice", h)
		}
		at[name] = i
	}
	for _, name := range []string{"buurt", "leeftijd", "geslacht", "aantal", "vt"} {
		if _, ok := at[name]; !ok {
			f.fault(head+1, "column %q is missing", name)
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
		f.fault(line, "%d cells where the heading has %d (hint: write decimals with a point, or split columns by ;)", len(row), len(at))
		return
	}
	before := len(f.faults)
	l := regionLine{line: line, buurt: cell("buurt"), elz: cell("elz")}
	if l.buurt == "" {
		f.fault(line, "no buurt")
	}
	var ok bool
	if l.from, l.to, ok = parseBand(cell("leeftijd")); !ok {
		f.fault(line, "age band %q (hint: write 0-4, 20-64 or 85+)", cell("leeftijd"))
	}
	if l.sex, ok = sexWords[strings.ToLower(cell("geslacht"))]; !ok {
		f.fault(line, "sex %q (hint: m or v)", cell("geslacht"))
	}
	l.people = f.number(line, "aantal", cell("aantal"))
	l.vts = f.number(line, "vt", cell("vt"))
	if len(f.faults) == before && l.vts > l.people {
		f.fault(line, "%g people with increased reimbursement among %g inhabitants", l.vts, l.people)
	}
	if len(f.faults) == before {
		f.lines = append(f.lines, l)
	}
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
		f.fault(line, "%s is %q, which can mean %s or %s (hint: write %s, or %s0 with one digit more)", column, text,
			strings.Replace(text, m[1], "", 1), strings.Replace(text, m[1], ".", 1), strings.Replace(text, m[1], "", 1), text)
		return 0
	}
	if !plain.MatchString(text) || len(text) > 12 {
		f.fault(line, "%s is %q; a number of 0 or more is needed (hint: 1250 or 1250,5)", column, text)
		return 0
	}
	x, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil {
		f.fault(line, "%s is %q; a number is needed", column, text)
	}
	return x
}
