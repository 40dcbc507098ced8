package outputs

import (
	"encoding/csv"
	"io"
	"math"
	"strings"
)

// WriteTable writes a frame as one CSV table: a row for every cell, with its plan, the
// factors of its point, its draw and replicate (from 0, as in the Parquet files), the
// columns of the frame, and why it failed where it did. A factor that is no lever of a
// plan is empty there, as is a number that does not exist. For programs it has commas and
// decimal points; for a Belgian spreadsheet semicolons, decimal commas and a mark of UTF-8.
func (f *Frame) WriteTable(to io.Writer, spreadsheet bool) error {
	write := record
	out := csv.NewWriter(to)
	if spreadsheet {
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
	if err := out.Write(write(append(head, "failed"))); err != nil {
		return err
	}
	why := map[Cell]string{}
	for _, failure := range f.Failures {
		why[failure.Cell] = failure.Error
	}
	for p := range f.Plans {
		for i := range f.Cells() {
			c := f.Cell(p, i)
			row := []any{c.Scenario, c.Point}
			for k := range factors {
				row = append(row, f.setting(c, k))
			}
			row = append(row, c.Draw, c.Replicate)
			for k := range f.Columns {
				row = append(row, existing(f.values[p][k][i]))
			}
			if err := out.Write(write(append(row, why[c]))); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// setting is what a factor is in a cell: a number in the unit of the factor, or the text of
// a plan; "" in a plan whose lever it is not.
func (f *Frame) setting(c Cell, k int) any {
	factor := f.Design.Factors[k]
	if factor.Kind != kindAssumption && place(factor.Plans, c.Scenario) == len(factor.Plans) {
		return ""
	}
	text := f.Design.Points[c.Point][k]
	if !strings.ContainsAny(text[:min(1, len(text))], "0123456789-+.") {
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
