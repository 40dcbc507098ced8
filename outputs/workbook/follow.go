package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/xuri/excelize/v2"

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
// NaN.
type FollowRow struct {
	Texts                              []string
	Mean, Low80, High80, Low95, High95 float64
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
	b := &book{f: excelize.NewFile(), styles: map[string]int{}}
	defer b.f.Close()
	sheet := x.Sheet
	b.keep(b.f.SetSheetName("Sheet1", sheet))
	texts := len(x.Rows[0].Texts)
	widths := []float64{}
	for i := range texts {
		widths = append(widths, []float64{46, 46, 12, 14, 18}[min(i, 4)])
	}
	b.widths(sheet, append(widths, 12, 12, 12, 12, 12, 16, 34)...)
	b.text(sheet, 1, 1, x.Title, "title")
	row := 2
	for _, s := range append([]string{x.Caveat}, x.Notes...) {
		b.text(sheet, 1, row, s, "note")
		b.keep(b.f.MergeCell(sheet, at(1, row), at(texts+7, row)))
		b.keep(b.f.SetRowHeight(sheet, row, rowHeight*float64(len([]rune(s))/190+1)))
		row++
	}
	head := row + 1
	b.keep(b.f.SetRowHeight(sheet, head, 2*rowHeight))
	for i, h := range x.Head {
		b.text(sheet, i+1, head, h, "head")
	}
	low, observed := texts+4, texts+6
	for i, r := range x.Rows {
		row = head + 1 + i
		for k, s := range r.Texts {
			b.text(sheet, k+1, row, s, "")
		}
		for k, v := range []float64{r.Mean, r.Low80, r.High80, r.Low95, r.High95} {
			b.number(sheet, texts+1+k, row, v, "value")
		}
		b.style(sheet, observed, row, "yellow value")
		seen, least, most := at(observed, row), at(low, row), at(low+1, row)
		b.keep(b.f.SetCellFormula(sheet, at(observed+1, row), fmt.Sprintf(`IF(OR(%s="",NOT(ISNUMBER(%s))),"",IF(%s<%s,%s,IF(%s>%s,%s,%s)))`,
			seen, least, seen, least, literal(x.Below), seen, most, literal(x.Above), literal(x.Inside))))
	}
	alarm, err := b.f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: "A3271B", Bold: true}})
	b.keep(err)
	b.keep(b.f.SetConditionalFormat(sheet, at(observed+1, head+1)+":"+at(observed+1, row), []excelize.ConditionalFormatOptions{{
		Type: "formula", Criteria: fmt.Sprintf(`AND(%[1]s<>"",%[1]s<>%[2]s)`, at(observed+1, head+1), literal(x.Inside)), Format: &alarm,
	}}))
	b.keep(b.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: head, TopLeftCell: at(1, head+1), ActivePane: "bottomLeft"}))
	b.keep(b.f.AutoFilter(sheet, at(1, head)+":"+at(observed+1, row), nil))
	b.finish(x.Title, x.Source, x.Lang, "")
	return b.write(w)
}

// literal is a text inside a formula.
func literal(s string) string {
	return `"` + string(bytes.ReplaceAll([]byte(s), []byte(`"`), []byte(`""`))) + `"`
}
