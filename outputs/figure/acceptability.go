package figure

import (
	"errors"

	"gonum.org/v1/plot/vg"
)

// Acceptability is how often each option is the best one at each price of the effect.
type Acceptability struct {
	Names   []string
	Prices  []float64
	Share   [][]float64 // [option][price], 0 to Most
	Most    float64     // the top of the axis: 1, or the number of simulations where they are counted
	Best    []int       // which option is best on average, by price
	XTitle  string
	YTitle  string
	XFormat Format
	YFormat Format // given 0 to Most; a mark for which it writes nothing is not named
}

// NewAcceptability draws the acceptability curves, and over them in a broad line the
// curve of the option that is best on average: the frontier.
func NewAcceptability(f Frame, d Acceptability) (*Figure, error) {
	err := errors.Join(between("options", len(d.Names), 2, MaxPlans), between("prices", len(d.Prices), 2, 1000), sameLength("best", len(d.Best), len(d.Prices)), sameLength("shares", len(d.Share), len(d.Names)))
	for i := range d.Share {
		err = errors.Join(err, sameLength(d.Names[i], len(d.Share[i]), len(d.Prices)), finite(d.Names[i], d.Share[i]...))
	}
	if err != nil {
		return nil, err
	}
	return field{
		names: d.Names, xTitle: d.XTitle, yTitle: d.YTitle, xFormat: d.XFormat, yFormat: d.YFormat, xs: d.Prices, ys: []float64{0, d.Most}, xTight: true, yZero: true,
		inside: func(s *sheet, x, y axis) {
			at := func(o, k int) vg.Point { return vg.Point{X: x.at(d.Prices[k]), Y: y.at(d.Share[o][k])} }
			for k := 0; k < len(d.Best); k++ { // the frontier lies under the curves
				var pts []vg.Point
				for o := d.Best[k]; k < len(d.Best) && d.Best[k] == o; k++ {
					pts = append(pts, at(o, k))
				}
				k--
				if len(pts) == 1 {
					pts = append(pts, vg.Point{X: pts[0].X + 2, Y: pts[0].Y})
				}
				s.polyline(pts, 9, fade(plans[d.Best[k]], 90))
			}
			for o := range d.Names {
				var pts []vg.Point
				for k := range d.Prices {
					pts = append(pts, at(o, k))
				}
				s.polyline(pts, 2, plans[o])
				for k := o; k < len(pts); k += max(1, len(pts)/5) {
					s.mark(pts[k].X, pts[k].Y, 3.6, o)
				}
			}
		},
	}.figure(f, f.note("decide.figure.ceac.note"), d.shows(f.Words)), nil
}
