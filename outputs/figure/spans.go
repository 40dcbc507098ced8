package figure

import (
	"errors"
	"math"

	"gonum.org/v1/plot/vg"
)

// Spans shows, one line each, where numbers lie in an interval that is drawn from −1 to 1:
// predictions in that of an observation, or values in what was believed of them.
type Spans struct {
	Rows  []SpanRow
	Keys  []string // of the interval, of Before, of Best, and of the inner one when any row has it
	Title string   // of the axis
	Note  string   // how to read it
}

// SpanRow is one number. Before, Low and High may be NaN: not known.
type SpanRow struct {
	Name, Under, Said string
	Before, Best      float64
	Low, High         float64 // the inner interval
}

// spanEnd is how far out a line shows; what lies further stands at its end.
const spanEnd = 4

// NewSpans draws the interval as a band, the inner one as a bar, and two marks.
func NewSpans(f Frame, d Spans) (*Figure, error) {
	err := errors.Join(between("numbers", len(d.Rows), 1, 30), between("keys", len(d.Keys), 3, 4))
	var rows []listRow
	values := []float64{-1.2, 1.2}
	within := func(x float64) float64 { return math.Max(-spanEnd, math.Min(spanEnd, x)) }
	for _, r := range d.Rows {
		err = errors.Join(err, finite(r.Name, r.Best))
		for _, v := range []float64{r.Best, r.Before, r.Low, r.High} {
			if !math.IsNaN(v) {
				values = append(values, within(v))
			}
		}
		rows = append(rows, listRow{name: r.Name, under: r.Under, said: r.Said, draw: func(s *sheet, x axis, y vg.Length) {
			s.fill(vg.Rectangle{Min: vg.Point{X: x.at(-1), Y: y - 9}, Max: vg.Point{X: x.at(1), Y: y + 9}}, tint)
			if !math.IsNaN(r.Low) && !math.IsNaN(r.High) {
				s.bar(x, within(r.Low), within(r.High), y, 3, 2)
			}
			if !math.IsNaN(r.Before) {
				s.shape(x.at(within(r.Before)), y, 4, 2, grey)
			}
			s.mark(x.at(within(r.Best)), y, 5, 1)
		}})
	}
	if err != nil {
		return nil, err
	}
	legend := func(s *sheet, x, top, width vg.Length) {
		layKey(x, top, width, d.Keys, func(cx, cy vg.Length, i int, name string) {
			switch i {
			case 0:
				s.fill(vg.Rectangle{Min: vg.Point{X: cx, Y: cy - 5}, Max: vg.Point{X: cx + 11, Y: cy + 5}}, tint)
			case 1:
				s.shape(cx+5, cy, 4, 2, grey)
			case 2:
				s.mark(cx+5, cy, 5, 1)
			default:
				s.fill(vg.Rectangle{Min: vg.Point{X: cx, Y: cy - 3}, Max: vg.Point{X: cx + 11, Y: cy + 3}}, plans[2])
			}
			s.text(cx+16, cy, 0, 0.5, number, name)
		})
	}
	height := func(width vg.Length) vg.Length { return keyHeight(width, d.Keys) }
	return rowList{legend: legend, legendH: height, rows: rows, title: d.Title, format: f.Words.Number, values: values, zero: true}.figure(f, d.Note), nil
}
