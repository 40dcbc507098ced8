package outputs

import (
	"encoding/csv"
	"io"
	"math"
	"strings"

	"piramide/internal/words"
)

// WriteTable writes a frame as one CSV table: a row for every cell, with its plan, the
// factors of its point, its draw and replicate (from 0, as in the Parquet files), the
// columns of the frame, and why it failed where it did. An indicator that exists only as a
// difference is that with the first plan, in the same cell. A factor that is no lever of a
// plan is empty there, as is a number that does not exist. For programs (say is
// nil) it has ids, commas and decimal points; for a Belgian spreadsheet headings and values
// in words, semicolons, decimal commas and a mark of UTF-8.
func (f *Frame) WriteTable(to io.Writer, say *Reader) error {
	write := record
	out := csv.NewWriter(to)
	if say != nil {
		if _, err := io.WriteString(to, byteOrderMark); err != nil {
			return err
		}
		out.Comma, out.UseCRLF, write = ';', true, commaRecord
	}
	head := []any{"plan", "point"}
	var factors []Factor
	if f.Design != nil {
		factors = f.Design.Factors
	}
	for _, factor := range factors {
		head = append(head, factor.Path)
	}
	head = append(head, "draw", "replicate")
	for _, c := range f.Columns {
		head = append(head, c)
	}
	heading := write(append(head, "failed"))
	if say != nil {
		heading = f.headings(say, heading)
	}
	if err := out.Write(heading); err != nil {
		return err
	}
	why := map[Cell]string{}
	for _, failure := range f.Failures {
		if why[failure.Cell] = failure.Error; say != nil {
			why[failure.Cell] = failure.In(say.Words)
		}
	}
	values := make([][][]float64, len(f.Plans))
	for p := range f.Plans {
		for _, c := range f.Columns {
			if i := Find(f.Indicators, c); i >= 0 && f.Indicators[i].Relative {
				values[p] = append(values[p], f.Difference(p, 0, c))
			} else {
				values[p] = append(values[p], f.Values(p, c))
			}
		}
	}
	for p := range f.Plans {
		for i := range f.Cells() {
			c := f.Cell(p, i)
			row := []any{c.Scenario, c.Point}
			for k := range factors {
				row = append(row, f.setting(say, c, k))
			}
			row = append(row, c.Draw, c.Replicate)
			for k := range f.Columns {
				row = append(row, existing(values[p][k][i]))
			}
			if err := out.Write(write(append(row, why[c]))); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// Reader is how a table for people says what a sweep varies.
type Reader struct {
	Words *words.Words
	Label func(path string) string       // of a lever or a parameter
	Value func(path, text string) string // of a lever, from how a plan file writes it
}

// headings are the columns in words.
func (f *Frame) headings(say *Reader, head []string) []string {
	w := say.Words
	list := make([]string, len(head))
	for k, column := range head {
		i := Find(f.Indicators, column)
		switch {
		case i >= 0:
			unit := w.Say(f.Indicators[i].UnitID())
			if f.Indicators[i].IsShare() {
				unit = w.Say("csv.unit.share")
			}
			id := "csv.measure"
			if f.Indicators[i].Relative {
				id = "csv.measure_difference"
			}
			list[k] = w.Say(id, "name", w.Say(f.Indicators[i].TitleID()), "unit", unit)
		case w.Has("csv.column." + column):
			list[k] = w.Say("csv.column." + column)
		default:
			list[k] = say.Label(column)
		}
	}
	return list
}

// setting is what a factor is in a cell: a number in the unit of the factor, or the text of
// a plan, for people in words; "" in a plan whose lever it is not.
func (f *Frame) setting(say *Reader, c Cell, k int) any {
	factor := f.Design.Factors[k]
	if factor.Kind != kindAssumption && place(factor.Plans, c.Scenario) == len(factor.Plans) {
		return ""
	}
	text := f.Design.Points[c.Point][k]
	if !strings.ContainsAny(text[:min(1, len(text))], "0123456789-+.") {
		if say != nil {
			return say.Value(factor.Path, text)
		}
		return text
	}
	return f.Design.Numbers[c.Point][k]
}

// existing is a number, or nothing where there is none.
func existing(x float64) any {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return ""
	}
	return x
}
