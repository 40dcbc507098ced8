package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/xuri/excelize/v2"

	"piramide/internal/sheet"
	"piramide/internal/words"
)

// Follow is a sheet of expected figures with a column to fill in: beside it a formula
// says whether what was observed lies within the limits.
type Follow struct {
	Lang, Title, Caveat, Source string
	Sheet                       string // its name, at most 31 letters
	Notes                       []string
	Head                        []string // of the texts, the five numbers, what is observed, and the verdict
	Rows                        []FollowRow
	Below, Above, Inside        string
}

// FollowRow is a figure: which it is, and what is expected. Limits that do not exist are
// NaN. Decimals are those of all its numbers, 0 or 1.
type FollowRow struct {
	Texts                              []string
	Mean, Low80, High80, Low95, High95 float64
	Decimals                           int
}

// BothFollows joins the same sheet in two languages, as [Both].
func BothFollows(a, b *Follow) (*Follow, error) {
	x, other := *a, *b
	if err := joinText(reflect.ValueOf(&x).Elem(), reflect.ValueOf(&other).Elem(), words.Both); err != nil {
		return nil, fmt.Errorf("workbook: %w", err)
	}
	x.Lang, x.Sheet = a.Lang, a.Sheet+" – "+b.Sheet
	if len([]rune(x.Source)) > footerLetters {
		x.Source = a.Source
	}
	return &x, nil
}

// Write writes the workbook, whole or not at all.
func (x *Follow) Write(w io.Writer) error {
	if x.Title == "" || x.Sheet == "" || len(x.Rows) == 0 || len(x.Head) != len(x.Rows[0].Texts)+7 {
		return errors.New("workbook: a title, the name of a sheet, rows and a head of as many columns are needed")
	}
	on := x.Sheet
	b := sheet.New(on)
	texts := len(x.Rows[0].Texts)
	widths := []float64{}
	for i := range texts {
		widths = append(widths, []float64{46, 46, 12, 14, 18}[min(i, 4)])
	}
	b.Widths(on, append(widths, 12, 12, 12, 12, 12, 16, 34)...)
	b.Text(on, 1, 1, x.Title, "title")
	b.Keep(b.File.SetRowHeight(on, 1, 1.6*rowHeight))
	row := 2
	for _, s := range append([]string{x.Caveat}, x.Notes...) {
		b.Text(on, 1, row, s, "note")
		b.Keep(b.File.MergeCell(on, sheet.At(1, row), sheet.At(texts+7, row)))
		b.Keep(b.File.SetRowHeight(on, row, rowHeight*float64(len([]rune(s))/190+1)))
		row++
	}
	head := row + 1
	b.Keep(b.File.SetRowHeight(on, head, 2*rowHeight))
	for i, h := range x.Head {
		style := "head"
		if i >= texts && i < texts+5 {
			style = "head number"
		}
		b.Text(on, i+1, head, h, style)
	}
	low, observed := texts+4, texts+6
	for i, r := range x.Rows {
		row = head + 1 + i
		for k, s := range r.Texts {
			b.Text(on, k+1, row, s, "")
		}
		for k, v := range []float64{r.Mean, r.Low80, r.High80, r.Low95, r.High95} {
			b.Number(on, texts+1+k, row, v, []string{"euro", "tenth"}[min(r.Decimals, 1)])
		}
		b.Style(on, observed, row, "yellow cell")
		seen, least, most := sheet.At(observed, row), sheet.At(low, row), sheet.At(low+1, row)
		b.Keep(b.File.SetCellFormula(on, sheet.At(observed+1, row), fmt.Sprintf(`IF(OR(%s="",NOT(ISNUMBER(%s))),"",IF(%s<%s,%s,IF(%s>%s,%s,%s)))`,
			seen, least, seen, least, literal(x.Below), seen, most, literal(x.Above), literal(x.Inside))))
	}
	alarm, err := b.File.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: "A3271B", Bold: true}})
	b.Keep(err)
	b.Keep(b.File.SetConditionalFormat(on, sheet.At(observed+1, head+1)+":"+sheet.At(observed+1, row), []excelize.ConditionalFormatOptions{{
		Type: "formula", Criteria: fmt.Sprintf(`AND(%[1]s<>"",%[1]s<>%[2]s)`, sheet.At(observed+1, head+1), literal(x.Inside)), Format: &alarm,
	}}))
	b.Keep(b.File.SetPanes(on, &excelize.Panes{Freeze: true, YSplit: head, TopLeftCell: sheet.At(1, head+1), ActivePane: "bottomLeft"}))
	b.Keep(b.File.AutoFilter(on, sheet.At(1, head)+":"+sheet.At(observed+1, row), nil))
	b.Print(on, false, x.Source)
	b.Keep(b.File.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", on, head, head), Scope: on})) // every sheet of paper has the heads
	calc := true
	b.Keep(b.File.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &calc}))
	return b.Write(w, x.Title, x.Lang)
}

// literal is a text inside a formula.
func literal(s string) string {
	return `"` + string(bytes.ReplaceAll([]byte(s), []byte(`"`), []byte(`""`))) + `"`
}
