package figure

import (
	"errors"

	"gonum.org/v1/plot/vg"
)

// Variance is which share of the spread of one simulation comes from the parameters.
type Variance struct {
	Rows   []VarianceRow
	Title  string // of the axis
	Format Format // given 0 to 1
}

// VarianceRow is one outcome of one plan.
type VarianceRow struct {
	Name, Under, Said string
	Share             Range
}

// NewVariance draws a bar to one: parameters first, chance after them.
func NewVariance(f Frame, d Variance) (*Figure, error) {
	err := between("rows", len(d.Rows), 1, 30)
	var rows []listRow
	for _, r := range d.Rows {
		err = errors.Join(err, ordered(r.Name, r.Share))
		rows = append(rows, listRow{name: r.Name, under: r.Under, said: r.Said, draw: func(s *sheet, x axis, y vg.Length) {
			s.bar(x, 0, 1, y, 7, 0)
			s.bar(x, 0, r.Share.Mid, y, 7, 1)
			s.line(x.at(r.Share.Lo95), y, x.at(r.Share.Hi95), y, 3, white)
			s.line(x.at(r.Share.Lo95), y, x.at(r.Share.Hi95), y, 1.4, ink)
		}})
	}
	if err != nil {
		return nil, err
	}
	legend, height := patches([]string{f.Words.Say("decide.figure.parameters"), f.Words.Say("decide.figure.chance")}, []int{1, 0})
	return rowList{legend: legend, legendH: height, rows: rows, title: d.Title, format: d.Format, values: []float64{0, 1}, zero: true}.figure(f, f.note("decide.figure.variance.note")), nil
}
