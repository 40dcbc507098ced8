package figure

import (
	"errors"

	"gonum.org/v1/plot/vg"
)

// Tornado is what an outcome does over the middle 80 % of each input.
type Tornado struct {
	Bars   []TornadoBar // longest first
	Mean   float64      // of the outcome
	Reach  float64      // what the axis shows at least on either side of the mean; 0 = as the bars are
	Title  string       // of the axis
	Format Format
}

// TornadoBar is one input.
type TornadoBar struct {
	Name, Range   string // of the input, written out
	AtLow, AtHigh float64
	Said          string
}

// NewTornado draws a bar per input, light where it is low and dark where it is high.
func NewTornado(f Frame, d Tornado) (*Figure, error) {
	err := errors.Join(between("inputs", len(d.Bars), 1, 20), finite("mean", d.Mean, d.Reach))
	var rows []listRow
	values := []float64{d.Mean - d.Reach, d.Mean + d.Reach}
	for _, b := range d.Bars {
		err = errors.Join(err, finite(b.Name, b.AtLow, b.AtHigh))
		values = append(values, b.AtLow, b.AtHigh)
		rows = append(rows, listRow{name: b.Name, under: b.Range, said: b.Said, draw: func(s *sheet, x axis, y vg.Length) {
			s.bar(x, d.Mean, b.AtLow, y, 7, 2)
			s.bar(x, d.Mean, b.AtHigh, y, 7, 1)
			s.line(x.at(d.Mean), y-11, x.at(d.Mean), y+11, 1.4, ink)
		}})
	}
	if err != nil {
		return nil, err
	}
	legend, height := patches([]string{f.Words.Say("decide.figure.low"), f.Words.Say("decide.figure.high")}, []int{2, 1})
	return rowList{legend: legend, legendH: height, rows: rows, title: d.Title, format: d.Format, values: values}.figure(f, f.note("decide.figure.tornado.note")), nil
}
