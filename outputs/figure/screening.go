package figure

import (
	"errors"

	"gonum.org/v1/plot/vg"
)

// Screening are the elementary effects of factors (Morris).
type Screening struct {
	Factors []ScreeningRow // largest first
	Title   string         // of the axis
	Format  Format
}

// ScreeningRow is one factor: the size of its effect with an interval, and how much that
// effect varies from place to place.
type ScreeningRow struct {
	Name, Said string
	Size       Range
	Spread     float64
}

// NewScreening draws a bar per factor, and a diamond where its effect varies as much.
func NewScreening(f Frame, d Screening) (*Figure, error) {
	err := between("factors", len(d.Factors), 1, 30)
	values := []float64{0}
	var rows []listRow
	for _, r := range d.Factors {
		err = errors.Join(err, ordered(r.Name, r.Size), finite(r.Name, r.Spread))
		values = append(values, r.Size.Hi95, r.Spread)
		rows = append(rows, listRow{name: r.Name, said: r.Said, draw: func(s *sheet, x axis, y vg.Length) {
			s.bar(x, 0, r.Size.Mid, y, 6, 1)
			s.line(x.at(r.Size.Lo95), y, x.at(r.Size.Hi95), y, 3, white)
			s.line(x.at(r.Size.Lo95), y, x.at(r.Size.Hi95), y, 1.4, ink)
			s.mark(x.at(r.Spread), y, 4, 3)
		}})
	}
	if err != nil {
		return nil, err
	}
	legend, height := patches([]string{f.Words.Say("decide.head.mu_star"), f.Words.Say("decide.head.sigma")}, []int{1, 3})
	return rowList{legend: legend, legendH: height, rows: rows, title: d.Title, format: d.Format, values: values, zero: true}.figure(f, f.note("decide.figure.morris.note")), nil
}
