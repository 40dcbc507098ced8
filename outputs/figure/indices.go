package figure

import (
	"errors"

	"gonum.org/v1/plot/vg"
)

// Indices are the Sobol' indices of factors, with their intervals.
type Indices struct {
	Factors []IndexRow
	Title   string // of the axis
	Format  Format // given 0 to 1
}

// IndexRow is one factor: alone, and with all it does together with others.
type IndexRow struct {
	Name, Said string
	First      Range
	Total      Range
}

// NewIndices draws two bars a factor.
func NewIndices(f Frame, d Indices) (*Figure, error) {
	err := between("factors", len(d.Factors), 1, 30)
	values := []float64{0, 1}
	var rows []listRow
	for _, r := range d.Factors {
		err = errors.Join(err, ordered(r.Name, r.First, r.Total))
		values = append(values, r.First.Lo95, r.First.Hi95, r.Total.Hi95)
		rows = append(rows, listRow{name: r.Name, said: r.Said, draw: func(s *sheet, x axis, y vg.Length) {
			for k, v := range []Range{r.First, r.Total} {
				at := y + 5.5 - vg.Length(k)*11
				s.bar(x, 0, v.Mid, at, 4.5, 1+k)
				s.line(x.at(v.Lo95), at, x.at(v.Hi95), at, 3, white)
				s.line(x.at(v.Lo95), at, x.at(v.Hi95), at, 1.4, ink)
			}
		}})
	}
	if err != nil {
		return nil, err
	}
	legend, height := patches([]string{f.Words.Say("decide.head.alone"), f.Words.Say("decide.head.with_others")}, []int{1, 2})
	return rowList{legend: legend, legendH: height, rows: rows, title: d.Title, format: d.Format, values: values, zero: true}.figure(f, f.note("decide.figure.sobol.note")), nil
}
