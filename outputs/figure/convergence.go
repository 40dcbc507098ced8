package figure

import (
	"errors"
	"math"

	"gonum.org/v1/plot/vg"
)

// Convergence is how a mean difference settles as draws are added.
type Convergence struct {
	Plans  []ConvergenceLine // without the first plan
	XTitle string
	YTitle string
	Format Format
	Count  Format
}

// ConvergenceLine is the mean over the first draws, from From draws on, and its 95 %
// interval.
type ConvergenceLine struct {
	Name      string
	From      int
	Mean      []float64
	Low, High []float64
}

// NewConvergence draws the running means in their bands.
func NewConvergence(f Frame, d Convergence) (*Figure, error) {
	err := between("plans", len(d.Plans), 1, MaxPlans-1)
	xs, ys := []float64{0}, []float64{}
	var names []string
	for _, p := range d.Plans {
		err = errors.Join(err, between("draws of "+p.Name, len(p.Mean), 2, math.MaxInt), sameLength(p.Name, len(p.Low), len(p.Mean)), sameLength(p.Name, len(p.High), len(p.Mean)),
			finite(p.Name, p.Mean...), finite(p.Name, p.Low...), finite(p.Name, p.High...))
		names = append(names, p.Name)
		xs = append(xs, float64(p.From+len(p.Mean)-1))
		ys = append(append(append(ys, p.Mean...), p.Low...), p.High...)
	}
	if err != nil {
		return nil, err
	}
	fd := field{
		xTitle: d.XTitle, yTitle: d.YTitle, xFormat: d.Count, yFormat: d.Format, xs: xs, ys: ys, xZero: true, xWhole: true,
		inside: func(s *sheet, x, y axis) {
			for i, p := range d.Plans {
				var band, line []vg.Point
				for k := range p.Mean {
					at := x.at(float64(p.From + k))
					line = append(line, vg.Point{X: at, Y: y.at(p.Mean[k])})
					band = append(band, vg.Point{X: at, Y: y.at(p.High[k])})
				}
				for k := len(p.Mean) - 1; k >= 0; k-- {
					band = append(band, vg.Point{X: x.at(float64(p.From + k)), Y: y.at(p.Low[k])})
				}
				s.polygon(band, fade(plans[i+1], 50))
				s.polyline(line, 2.2, plans[i+1])
				s.mark(line[len(line)-1].X, line[len(line)-1].Y, 4, i+1)
			}
		},
	}
	return withKey(fd, names, 1).figure(f, f.note("decide.figure.convergence.note"), d.shows(f.Words)), nil
}
