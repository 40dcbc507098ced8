package workbook

import (
	"math"

	"github.com/xuri/excelize/v2"
)

// book is a workbook that is being written; the first error stays.
type book struct {
	f      *excelize.File
	err    error
	styles map[string]int
}

func (b *book) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

// at names a cell by column and row, both from 1.
func at(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		panic("workbook: " + err.Error())
	}
	return name
}

// fixed names a cell with dollars, and column a column.
func fixed(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row, true)
	if err != nil {
		panic("workbook: " + err.Error())
	}
	return name
}

func column(col int) string {
	name, err := excelize.ColumnNumberToName(col)
	if err != nil {
		panic("workbook: " + err.Error())
	}
	return name
}

// text, number and formula fill a cell in a style. A formula carries the value it has
// now, so that what shows no formulas shows that.
func (b *book) text(sheet string, col, row int, s, style string) {
	b.keep(b.f.SetCellStr(sheet, at(col, row), s))
	b.style(sheet, col, row, style)
}

func (b *book) number(sheet string, col, row int, x float64, style string) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		b.text(sheet, col, row, "–", "absent")
		return
	}
	b.keep(b.f.SetCellFloat(sheet, at(col, row), x, -1, 64))
	b.style(sheet, col, row, style)
}

func (b *book) formula(sheet string, col, row int, formula string, now float64, style string) {
	b.number(sheet, col, row, now, style)
	b.keep(b.f.SetCellFormula(sheet, at(col, row), formula))
}

func (b *book) style(sheet string, col, row int, style string) {
	b.keep(b.f.SetCellStyle(sheet, at(col, row), at(col, row), b.styleID(style)))
}

func (b *book) styleID(name string) int {
	if id, ok := b.styles[name]; ok {
		return id
	}
	font := excelize.Font{Family: "Liberation Sans", Size: 10, Color: "1D2833"}
	s := excelize.Style{Font: &font, Alignment: &excelize.Alignment{Vertical: "top"}}
	format := func(code string) { s.CustomNumFmt = &code }
	line := func(where, color string) {
		s.Border = append(s.Border, excelize.Border{Type: where, Color: color, Style: 1})
	}
	switch name {
	case "title":
		font.Size, font.Bold = 15, true
	case "heading":
		font.Bold, font.Size = true, 12
	case "note":
		font.Color, font.Size = "55606B", 9
		s.Alignment.WrapText = true
	case "warning":
		font.Color, font.Bold = "A3271B", true
		s.Alignment.WrapText = true
	case "wrap":
		s.Alignment.WrapText = true
	case "head":
		font.Bold = true
		s.Alignment.WrapText = true
		line("bottom", "55606B")
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8F0F7"}}
	case "yellow":
		format("0%")
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF2A8"}}
		line("bottom", "C3CAD1")
	case "yellow whole":
		format("#,##0")
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF2A8"}}
	case "yellow value":
		format("#,##0.00##")
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF2A8"}}
		line("bottom", "C3CAD1")
	case "euro":
		format("#,##0")
	case "euro sum":
		format("#,##0")
		font.Bold = true
		line("top", "55606B")
	case "head euro":
		format("+#,##0.00;-#,##0.00;0.00")
	case "head euro sum":
		format("+#,##0.00;-#,##0.00;0.00")
		font.Bold = true
		line("top", "55606B")
	case "sum":
		font.Bold = true
		line("top", "55606B")
	case "value":
		format("#,##0.00##")
	case "signed":
		format("+#,##0.00##;-#,##0.00##;0")
	case "absent":
		s.Alignment.Horizontal = "right"
		font.Color = "55606B"
	}
	id, err := b.f.NewStyle(&s)
	b.keep(err)
	b.styles[name] = id
	return id
}

// widths sets the widths of the first columns, in letters.
func (b *book) widths(sheet string, widths ...float64) {
	for i, w := range widths {
		b.keep(b.f.SetColWidth(sheet, column(i+1), column(i+1), w))
	}
}
