package figure

import (
	"errors"

	"gonum.org/v1/plot/vg"
)

// Boxes show in which corner of the inputs a plan fails: one line per input that is held,
// over the range that was simulated as 0 to 1.
type Boxes struct {
	Inputs []BoxRow
	Title  string // of the axis
	Format Format // given 0 to 1
}

// BoxRow is one input: the part of its range that the box holds, and where the cases lie.
type BoxRow struct {
	Name, Under, Said string
	Low, High         float64   // 0 to 1
	Missed, Reached   []float64 // 0 to 1
}

// NewBoxes draws the held part of each input, with the failures above the line and the
// rest under it.
func NewBoxes(f Frame, d Boxes) (*Figure, error) {
	err := between("inputs", len(d.Inputs), 1, 12)
	var rows []listRow
	for _, r := range d.Inputs {
		err = errors.Join(err, finite(r.Name, r.Low, r.High), finite(r.Name, r.Missed...), finite(r.Name, r.Reached...))
		rows = append(rows, listRow{name: r.Name, under: r.Under, said: r.Said, draw: func(s *sheet, x axis, y vg.Length) {
			s.fill(vg.Rectangle{Min: vg.Point{X: x.at(r.Low), Y: y - 15}, Max: vg.Point{X: x.at(r.High), Y: y + 15}}, tint)
			s.line(x.at(0), y, x.at(1), y, 0.9, grey)
			for _, v := range r.Missed {
				s.line(x.at(v), y+2, x.at(v), y+12, 1, fade(plans[2], 150))
			}
			for _, v := range r.Reached {
				s.line(x.at(v), y-2, x.at(v), y-12, 1, fade(plans[1], 110))
			}
		}})
	}
	if err != nil {
		return nil, err
	}
	legend, height := patches([]string{f.Words.Say("decide.figure.missed"), f.Words.Say("decide.figure.reached")}, []int{2, 1})
	return rowList{legend: legend, legendH: height, rows: rows, title: d.Title, format: d.Format, values: []float64{0, 1}, zero: true}.figure(f, f.note("decide.figure.prim.note")), nil
}
