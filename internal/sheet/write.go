package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// date stands in every workbook, so that the same cells give the same bytes.
const date = "2000-01-01T00:00:00Z"

// Writer is a workbook that is being written; the first error stays and comes out of
// [Writer.Write].
type Writer struct {
	File   *excelize.File // for what has no method here: charts, validation
	err    error
	styles map[string]int
}

// New begins a workbook with these sheets. Close it with [Writer.Write].
func New(sheets ...string) *Writer {
	w := &Writer{File: excelize.NewFile(), styles: map[string]int{}}
	w.Keep(w.File.SetSheetName("Sheet1", sheets[0]))
	for _, name := range sheets[1:] {
		_, err := w.File.NewSheet(name)
		w.Keep(err)
	}
	return w
}

// Keep notes the error of a call of File.
func (w *Writer) Keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

// Fixed names a cell with dollars: $C$7.
func Fixed(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row, true)
	if err != nil {
		panic("sheet: " + err.Error())
	}
	return name
}

// Column names a column: C.
func Column(col int) string {
	name, err := excelize.ColumnNumberToName(col)
	if err != nil {
		panic("sheet: " + err.Error())
	}
	return name
}

// Quote writes the name of a sheet as formulas do.
func Quote(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }

// Text fills a cell in a style; see [Writer.Number] and [Writer.Formula].
func (w *Writer) Text(sheet string, col, row int, s, style string) {
	w.Keep(w.File.SetCellStr(sheet, At(col, row), s))
	w.Style(sheet, col, row, style)
}

// Number fills a cell; what is no number is a dash.
func (w *Writer) Number(sheet string, col, row int, x float64, style string) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		w.Text(sheet, col, row, "–", "absent")
		return
	}
	w.Keep(w.File.SetCellFloat(sheet, At(col, row), x, -1, 64))
	w.Style(sheet, col, row, style)
}

// Formula fills a cell. A formula carries the value it has now, so that what shows no
// formulas shows that.
func (w *Writer) Formula(sheet string, col, row int, formula string, now float64, style string) {
	w.Number(sheet, col, row, now, style)
	w.Keep(w.File.SetCellFormula(sheet, At(col, row), formula))
}

// Style puts a cell in a style of [Writer] without filling it.
func (w *Writer) Style(sheet string, col, row int, style string) {
	w.Keep(w.File.SetCellStyle(sheet, At(col, row), At(col, row), w.styleID(style)))
}

func (w *Writer) styleID(name string) int {
	if id, ok := w.styles[name]; ok {
		return id
	}
	font := excelize.Font{Family: "Liberation Sans", Size: 10, Color: "1D2833"}
	s := excelize.Style{Font: &font, Alignment: &excelize.Alignment{Vertical: "top"}}
	format := func(code string) { s.CustomNumFmt = &code }
	line := func(where, color string) {
		s.Border = append(s.Border, excelize.Border{Type: where, Color: color, Style: 1})
	}
	fill := func(color string) {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	yellow := func() {
		fill("FFF2A8")
		for _, side := range []string{"top", "bottom", "left", "right"} {
			line(side, "D9C766")
		}
	}
	switch name {
	case "title":
		font.Size, font.Bold = 15, true
	case "heading":
		font.Bold, font.Size = true, 12
	case "section":
		font.Bold, font.Color = true, "0B5FA5"
		line("bottom", "0B5FA5")
	case "note":
		font.Color, font.Size = "55606B", 9
		s.Alignment.WrapText = true
	case "small":
		font.Color, font.Size = "55606B", 8
	case "warning":
		font.Color, font.Bold = "A3271B", true
		s.Alignment.WrapText = true
	case "wrap":
		s.Alignment.WrapText = true
	case "after number": // which stands at its right edge
		s.Alignment.WrapText, s.Alignment.Horizontal, s.Alignment.Indent = true, "left", 1
	case "head", "head number", "head after number":
		font.Bold = true
		s.Alignment.WrapText = true
		switch name {
		case "head number":
			s.Alignment.Horizontal = "right"
		case "head after number":
			s.Alignment.Horizontal, s.Alignment.Indent = "left", 1
		}
		line("bottom", "55606B")
		fill("E8F0F7")
	case "yellow":
		format("0%")
		fill("FFF2A8")
		line("bottom", "C3CAD1")
	case "yellow whole":
		format("#,##0")
		fill("FFF2A8")
	case "yellow cell":
		yellow()
		s.Alignment.WrapText = true
	case "yellow month":
		yellow()
		format("yyyy-mm")
		s.Alignment.Horizontal = "left"
	case "yellow date":
		yellow()
		format("yyyy-mm-dd")
		s.Alignment.Horizontal = "left"
	case "grey", "grey after number":
		font.Color = "55606B"
		s.Alignment.WrapText = true
		if name != "grey" {
			s.Alignment.Horizontal, s.Alignment.Indent = "left", 1
		}
	case "register":
		font.Color = "55606B"
		format("General")
	case "euro":
		format("#,##0")
	case "euro sum":
		format("#,##0")
		font.Bold = true
	case "group":
		font.Bold = true
		s.Alignment.WrapText = true
		s.Alignment.Horizontal = "center"
		fill("E8F0F7")
	case "head euro":
		format(signed(".00"))
	case "head euro sum":
		format(signed(".00"))
		font.Bold = true
		line("top", "55606B")
	case "sum":
		font.Bold = true
		line("top", "55606B")
	case "tenth":
		format("#,##0.0")
	case "number": // as many decimals as it has
		format("General")
	case "value":
		format("#,##0.00##")
	case "value 0", "value 1", "value 2", "value 3", "value 4":
		format("#,##0" + decimals(name))
	case "signed 0", "signed 1", "signed 2", "signed 3", "signed 4":
		format(signed(decimals(name)))
	case "absent":
		s.Alignment.Horizontal = "right"
		font.Color = "55606B"
	}
	id, err := w.File.NewStyle(&s)
	w.Keep(err)
	w.styles[name] = id
	return id
}

// decimals are as many places behind the point as the name of a style ends on.
func decimals(style string) string {
	n := int(style[len(style)-1] - '0')
	return strings.Repeat(".", min(n, 1)) + strings.Repeat("0", n)
}

// signed is the format of a number with its sign; what is nothing after rounding has none.
func signed(decimals string) string {
	least := "0.5"
	if n := len(decimals); n > 0 {
		least = "0." + strings.Repeat("0", n-1) + "5"
	}
	return fmt.Sprintf("[>=%[2]s]+#,##0%[1]s;[<=-%[2]s]-#,##0%[1]s;0%[1]s", decimals, least)
}

// Widths sets the widths of the first columns, in letters.
func (w *Writer) Widths(sheet string, widths ...float64) {
	for i, x := range widths {
		w.Keep(w.File.SetColWidth(sheet, Column(i+1), Column(i+1), x))
	}
}

// Choices lets cells hold what a range of another sheet lists, with a list to choose
// from. What is not in it is refused with title and text; it is let through after a
// warning when open.
func (w *Writer) Choices(sheet, cells, list string, open bool, title, text string) {
	v := excelize.NewDataValidation(true)
	v.Sqref = cells
	v.SetSqrefDropList(list)
	style := excelize.DataValidationErrorStyleStop
	if open {
		style = excelize.DataValidationErrorStyleWarning
	}
	v.SetError(style, title, text)
	w.Keep(w.File.AddDataValidation(sheet, v))
}

// Freeze keeps the first rows in sight.
func (w *Writer) Freeze(sheet string, rows int) {
	w.Keep(w.File.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: rows, TopLeftCell: At(1, rows+1), ActivePane: "bottomLeft"}))
}

// Print lays a sheet out on A4 with a footer: upright on one page, or lying down and one
// page wide.
func (w *Writer) Print(sheet string, onePage bool, footer string) {
	paper, orientation, one, high, fit := 9, "landscape", 1, 0, true
	if onePage {
		orientation, high = "portrait", 1
	}
	side, edge, foot := 0.4, 0.5, 0.25 // inches; the letters shrink with what the edges take
	w.Keep(w.File.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &edge, Bottom: &edge, Header: &foot, Footer: &foot}))
	w.Keep(w.File.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &one, FitToHeight: &high}))
	w.Keep(w.File.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	w.Keep(w.File.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&L&8" + strings.ReplaceAll(footer, "&", "&&") + "&R&8&P"}))
}

// Repeat prints these rows again at the top of every page of a sheet.
func (w *Writer) Repeat(sheet string, first, last int) {
	w.Keep(w.File.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("%s!$%d:$%d", Quote(sheet), first, last), Scope: sheet}))
}

// Write writes the workbook, whole or not at all, and closes it.
func (w *Writer) Write(out io.Writer, title, lang string) error {
	defer w.File.Close()
	w.Keep(w.File.SetDocProps(&excelize.DocProperties{Title: title, Creator: "Piramide", Created: date, Modified: date, Language: lang}))
	if w.err != nil {
		return fmt.Errorf("sheet: %w", w.err)
	}
	var buf bytes.Buffer
	if err := w.File.Write(&buf); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	if err := inOrder(out, buf.Bytes()); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	return nil
}

// inOrder writes the parts of a package with the list of their types in order, which
// excelize leaves to chance.
func inOrder(w io.Writer, book []byte) error {
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	out := zip.NewWriter(&buf)
	for _, f := range in.File {
		if f.Name != "[Content_Types].xml" {
			if err := out.Copy(f); err != nil {
				return err
			}
			continue
		}
		r, err := f.Open()
		if err != nil {
			return err
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		part, err := out.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := part.Write(sortTypes(text)); err != nil {
			return err
		}
	}
	if err := out.Close(); err != nil {
		return err
	}
	_, err = buf.WriteTo(w)
	return err
}

var types = regexp.MustCompile(`<(?:Default|Override) [^>]*>(?:</(?:Default|Override)>)?`)

// sortTypes puts the entries of a list of types in order.
func sortTypes(text []byte) []byte {
	list := types.FindAll(text, -1)
	slices.SortFunc(list, bytes.Compare)
	k := -1
	return types.ReplaceAllFunc(bytes.Clone(text), func([]byte) []byte { k++; return list[k] })
}
