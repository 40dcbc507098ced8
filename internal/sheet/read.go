package sheet

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Kind is what a cell holds.
type Kind uint8

// The kinds of cell.
const (
	Empty   Kind = iota
	Text         // Text
	Number       // Text is the number as the workbook keeps it, with a point
	Percent      // as Number, of a cell shown as a percentage: 40 for 40 %
	Date         // Text is 2028-01-15
	Truth        // Text is yes or no
	Broken       // Text is what the spreadsheet shows: #N/A
)

// Cell is one cell.
type Cell struct {
	Kind    Kind
	Text    string
	Formula bool // holds a formula; Text is what it last came to
	Merged  bool // lies in a merged range
}

// Book is a workbook that was read: its visible and hidden sheets, in order.
type Book struct {
	names []string
	rows  map[string][][]Cell
}

// Open reads a workbook; name is that of the file. The error is a [*Fault]. Whatever
// data holds, it does not panic.
func Open(name string, data []byte) (b *Book, err error) {
	if f := safe(name, data); f != nil {
		return nil, f
	}
	defer func() { // the library trusts that parts refer to what is there
		if recover() != nil {
			b, err = nil, &Fault{"broken"}
		}
	}()
	x, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, RawCellValue: true})
	if err != nil {
		return nil, &Fault{"broken"}
	}
	defer x.Close()
	props, err := x.GetWorkbookProps()
	if err != nil {
		return nil, &Fault{"broken"}
	}
	r := reader{x: x, from1904: props.Date1904 != nil && *props.Date1904, shown: map[int]Kind{}}
	b = &Book{rows: map[string][][]Cell{}}
	for _, name := range x.GetSheetList() {
		rows, err := r.sheet(name)
		if wide := new(Fault); errors.As(err, &wide) {
			return nil, wide
		}
		if err != nil {
			return nil, &Fault{"broken"}
		}
		b.names = append(b.names, name)
		b.rows[name] = rows
	}
	if len(b.names) == 0 {
		return nil, &Fault{"broken"}
	}
	return b, nil
}

// Sheets names the sheets in order.
func (b *Book) Sheets() []string { return slices.Clone(b.names) }

// Rows is how many rows of a sheet hold something, counted from the first.
func (b *Book) Rows(sheet string) int { return len(b.rows[sheet]) }

// At gives a cell by column and row, both from 1; one that is not there is empty.
func (b *Book) At(sheet string, col, row int) Cell {
	rows := b.rows[sheet]
	if row < 1 || row > len(rows) || col < 1 || col > len(rows[row-1]) {
		return Cell{}
	}
	return rows[row-1][col-1]
}

// Columns is how many columns of a sheet hold something, counted from the first.
func (b *Book) Columns(sheet string) int {
	if len(b.rows[sheet]) == 0 {
		return 0
	}
	return len(b.rows[sheet][0])
}

// At names a cell by column and row, both from 1: C7.
func At(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		panic("sheet: " + err.Error())
	}
	return name
}

type reader struct {
	x        *excelize.File
	from1904 bool
	shown    map[int]Kind // Number, Percent or Date, by style
}

func (r *reader) sheet(name string) ([][]Cell, error) {
	text, err := r.x.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, err
	}
	width := 0
	for _, cells := range text {
		width = max(width, len(cells))
	}
	if width*len(text) > maxCells {
		return nil, &Fault{"wide"}
	}
	rows := make([][]Cell, len(text))
	for i, cells := range text {
		rows[i] = make([]Cell, width) // a formula that comes to nothing is not among the texts
		for k := range width {
			s := ""
			if k < len(cells) {
				s = cells[k]
			}
			if rows[i][k], err = r.cell(name, At(k+1, i+1), s); err != nil {
				return nil, err
			}
		}
	}
	merged, err := r.x.GetMergeCells(name, true)
	if err != nil {
		return nil, err
	}
	for _, m := range merged {
		left, top, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		right, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil {
			continue
		}
		for row := top; row <= min(bottom, len(rows)); row++ {
			for col := left; col <= min(right, width); col++ {
				rows[row-1][col-1].Merged = true
			}
		}
	}
	return rows, nil
}

// cell reads one cell; s is its raw text.
func (r *reader) cell(sheet, at, s string) (Cell, error) {
	formula, err := r.x.GetCellFormula(sheet, at)
	if err != nil {
		return Cell{}, err
	}
	kind, err := r.x.GetCellType(sheet, at)
	if err != nil {
		return Cell{}, err
	}
	c := Cell{Kind: Text, Text: strings.TrimSpace(strings.ReplaceAll(s, "\u00a0", " ")), Formula: formula != ""}
	x, err := strconv.ParseFloat(s, 64)
	finite := err == nil && !math.IsNaN(x) && !math.IsInf(x, 0)
	switch {
	case c.Text == "":
		c.Kind = Empty
	case kind == excelize.CellTypeError:
		c.Kind = Broken
	case kind == excelize.CellTypeBool:
		c.Kind, c.Text = Truth, "no"
		if x == 1 || strings.EqualFold(s, "true") {
			c.Text = "yes"
		}
	case kind == excelize.CellTypeDate:
		if t, err := time.Parse("2006-01-02", s[:min(10, len(s))]); err == nil {
			c.Kind, c.Text = Date, t.Format("2006-01-02")
		}
	case finite && (kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber):
		err = r.number(sheet, at, x, &c)
		return c, err
	}
	return c, nil
}

// number reads a number as it is shown: as a percentage, a date, or itself.
func (r *reader) number(sheet, at string, x float64, c *Cell) error {
	id, err := r.x.GetCellStyle(sheet, at)
	if err != nil {
		return err
	}
	c.Kind, c.Text = r.style(id), Plain(x)
	switch c.Kind {
	case Percent:
		c.Text = Plain(x * 100)
	case Date:
		t, err := excelize.ExcelDateToTime(x, r.from1904)
		if err != nil || t.Year() < 1900 || t.Year() > 9999 {
			c.Kind = Number
			break
		}
		c.Text = t.Format("2006-01-02")
	}
	return nil
}

// Plain writes a number with a point, without exponent, to the fifteen figures that a
// spreadsheet keeps: a share of 0,07 shown in % is 7, not 7.000000000000001.
func Plain(x float64) string {
	x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
	return strconv.FormatFloat(x+0, 'f', -1, 64)
}

// style says how a style shows a number.
func (r *reader) style(id int) Kind {
	if k, ok := r.shown[id]; ok {
		return k
	}
	k := Number
	if s, err := r.x.GetStyle(id); err == nil && s != nil {
		n := s.NumFmt
		switch {
		case s.CustomNumFmt != nil:
			if code := bare(*s.CustomNumFmt); strings.Contains(code, "%") {
				k = Percent
			} else if strings.ContainsAny(code, "ymdhs") && !strings.Contains(code, "#") {
				k = Date
			}
		case n == 9 || n == 10:
			k = Percent
		case n >= 14 && n <= 22, n >= 27 && n <= 36, n >= 45 && n <= 47, n >= 50 && n <= 58:
			k = Date
		}
	}
	r.shown[id] = k
	return k
}

// bare is a format in small letters without what it quotes: texts, colours, currency.
func bare(code string) string {
	var out strings.Builder
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"' && !bracket:
			quoted = !quoted
		case quoted:
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case bracket:
		case c == '\\' || c == '_' || c == '*':
			i++
		default:
			out.WriteByte(c)
		}
	}
	return strings.ToLower(out.String())
}
