package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// made gives a workbook after changes to its one sheet, Blad.
func made(tb testing.TB, change func(f *excelize.File)) []byte {
	tb.Helper()
	w := New("Blad")
	change(w.File)
	var out bytes.Buffer
	if err := w.Write(&out, "x", "nl"); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// A cell comes as what its writer meant.
func TestCells(t *testing.T) {
	b, err := Open("a.xlsx", made(t, func(f *excelize.File) {
		style := func(cell string, s excelize.Style) {
			id, err := f.NewStyle(&s)
			if err != nil {
				t.Fatal(err)
			}
			_ = f.SetCellStyle("Blad", cell, cell, id)
		}
		euro, month, hours := `#,##0.00\ "€"`, "[$-413]mmm\\-yy", "0.0\" uur\""
		_ = f.SetSheetRow("Blad", "A1", &[]any{" veel\u00a0 ", 0.07, 31.439, 46753, 46753, true, 12, 1.5, nil, "=1"})
		style("B1", excelize.Style{NumFmt: 9})
		style("D1", excelize.Style{NumFmt: 14})
		style("E1", excelize.Style{CustomNumFmt: &month})
		style("G1", excelize.Style{CustomNumFmt: &euro})
		style("H1", excelize.Style{CustomNumFmt: &hours})
		_ = f.SetCellFormula("Blad", "I1", "1+1")
		_ = f.SetCellStr("Blad", "A2", "x")
		_ = f.MergeCell("Blad", "A2", "B3")
	}))
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]Cell{
		"A1": {Kind: Text, Text: "veel"}, "B1": {Kind: Percent, Text: "7"}, "C1": {Kind: Number, Text: "31.439"}, "D1": {Kind: Date, Text: "2028-01-01"},
		"E1": {Kind: Date, Text: "2028-01-01"}, "F1": {Kind: Truth, Text: "yes"}, "G1": {Kind: Number, Text: "12"}, "H1": {Kind: Number, Text: "1.5"},
		"I1": {Formula: true}, "J1": {Kind: Text, Text: "=1"}, "A2": {Kind: Text, Text: "x", Merged: true}, "B2": {Merged: true}, "Z99": {},
	} {
		col, row, err := excelize.CellNameToCoordinates(cell)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.At("Blad", col, row); got != want {
			t.Errorf("%s is %+v, want %+v", cell, got, want)
		}
	}
}

// Days count from 1904 in some workbooks.
func TestDaysFrom1904(t *testing.T) {
	yes := true
	b, err := Open("a.xlsx", made(t, func(f *excelize.File) {
		_ = f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes})
		_ = f.SetCellValue("Blad", "A1", time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC))
	}))
	if err != nil {
		t.Fatal(err)
	}
	if c := b.At("Blad", 1, 1); c.Text != "2028-01-01" {
		t.Errorf("the cell is %+v", c)
	}
}

// with adds parts to a workbook.
func with(tb testing.TB, book []byte, parts map[string]string) []byte {
	tb.Helper()
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		tb.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		if _, replaced := parts[f.Name]; !replaced {
			if err := z.Copy(f); err != nil {
				tb.Fatal(err)
			}
		}
	}
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// What would do harm, or eat the memory, is refused before it is read.
func TestRefused(t *testing.T) {
	plain := made(t, func(f *excelize.File) { _ = f.SetCellStr("Blad", "A1", "x") })
	cells := func(rows string) string {
		return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
	}
	const first = "xl/worksheets/sheet1.xml"
	parts := map[string]string{}
	for i := range maxParts {
		parts[fmt.Sprintf("a/%d.txt", i)] = ""
	}
	for name, c := range map[string]struct {
		file string
		data []byte
		code string
	}{
		"macros by name":            {"a.XLSM", plain, "macros"},
		"macros inside":             {"a.xlsx", with(t, plain, map[string]string{"xl/vbaProject.bin": "x"}), "macros"},
		"a bomb":                    {"a.xlsx", with(t, plain, map[string]string{"xl/media/a.png": strings.Repeat("0", maxUnpacked+1)}), "large"},
		"a bomb of a sheet":         {"a.xlsx", with(t, plain, map[string]string{first: cells("<row r=\"1\"><c><v>" + strings.Repeat("1", maxUnpacked) + "</v></c></row>")}), "large"},
		"many parts":                {"a.xlsx", with(t, plain, parts), "large"},
		"a large file":              {"a.xlsx", make([]byte, MaxFile+1), "large"},
		"a cell twice":              {"a.xlsx", with(t, plain, map[string]string{first: cells(`<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>`)}), "twice"},
		"a cell in the last column": {"a.xlsx", with(t, plain, map[string]string{first: cells(`<row r="1"><c r="XFD1"><v>1</v></c></row>`)}), "wide"},
		"a row at the very end":     {"a.xlsx", with(t, plain, map[string]string{first: cells(`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`)}), "wide"},
		"a row beyond any":          {"a.xlsx", with(t, plain, map[string]string{first: cells(`<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>`)}), "wide"},
		"a range over all":          {"a.xlsx", with(t, plain, map[string]string{first: cells(``) + `<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`}), "wide"},
		"a password":                {"a.xlsx", append(bytes.Clone(ole), utf16("EncryptedPackage")...), "locked"},
		"an old workbook":           {"a.xls", bytes.Clone(ole), "old"},
		"a text":                    {"a.xlsx", []byte("naam;waarde"), "broken"},
		"a zip of something else":   {"a.xlsx", with(t, emptyZip(t), map[string]string{"a.txt": "x"}), "broken"},
		"nothing":                   {"a.xlsx", nil, "broken"},
	} {
		_, err := Open(c.file, c.data)
		if f := new(Fault); !errors.As(err, &f) || f.Code != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if _, err := Open("a.xlsx", plain); err != nil {
		t.Errorf("a plain workbook: %v", err)
	}
}

func emptyZip(tb testing.TB) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := zip.NewWriter(&out).Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// The same cells give the same bytes.
func TestSameBytes(t *testing.T) {
	one := func() []byte {
		w := New("A", "B")
		w.Text("A", 1, 1, "x", "title")
		w.Number("B", 2, 2, 1.5, "yellow cell")
		w.Choices("A", "A1", "B!$A$1:$A$2", true, "a", "b")
		w.Print("A", true, "R&D")
		var out bytes.Buffer
		if err := w.Write(&out, "x", "nl"); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	first := one()
	for range 5 {
		if !bytes.Equal(first, one()) {
			t.Fatal("the workbook differs from one time to the next")
		}
	}
}

// Nothing makes Open panic.
func FuzzOpen(f *testing.F) {
	f.Add(made(f, func(x *excelize.File) { _ = x.SetCellFormula("Blad", "A1", "1+1") }))
	f.Add([]byte("PK"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Open("a.xlsx", data)
		if (b == nil) == (err == nil) {
			t.Error("neither a book nor an error")
		}
	})
}

// FuzzSheet puts anything in the XML of a sheet.
func FuzzSheet(f *testing.F) {
	plain := made(f, func(*excelize.File) {})
	for _, s := range []string{`<row r="1"><c r="A1" t="s"><v>9</v></c></row>`, `<row r="0"><c r="A0"/></row>`, `<row><c r="ZZZ9"/><c t="e"><v>#N/A</v></c></row>`, `<row r="2"><c r="B2" s="99"><v>1e400</v></c></row>`, `<row r="1"><c r="B1"><f t="shared" si="0"/></c></row>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, rows string) {
		data := with(t, plain, map[string]string{"xl/worksheets/sheet1.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`})
		if b, err := Open("a.xlsx", data); (b == nil) == (err == nil) {
			t.Error("neither a book nor an error")
		}
	})
}
