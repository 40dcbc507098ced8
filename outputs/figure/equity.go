package figure

import (
	"slices"

	"gonum.org/v1/plot/vg"
)

// Equity is the equity–efficiency plane: how much more of an outcome plans give than the
// first on average, and how much less of it is lost to inequality, in the same unit.
type Equity struct {
	Plans   []Cloud // gain and fairness, without the first, which is the origin
	XTitle  string
	YTitle  string
	Format  Format
	Corners [4]string // what a quarter means: more and fairer, less and fairer, less and less fair, more and less fair
}

// NewEquity draws the simulations of each plan with their ellipse and mean as [NewPlane]
// does. Above the dashed line a plan is worth more with both counted together.
func NewEquity(f Frame, d Equity) (*Figure, error) {
	c, err := newClouds("plans", d.Plans)
	if err != nil {
		return nil, err
	}
	lo, hi := min(0, slices.Min(c.ys)), max(0, slices.Max(c.ys))
	strip := 0.12 * (hi - lo) // above and under the clouds, for what the quarters mean
	fd := field{
		xTitle: d.XTitle, yTitle: d.YTitle, xFormat: d.Format, yFormat: d.Format, xs: c.xs, ys: append(slices.Clone(c.ys), lo-strip, hi+strip), xZero: true, yZero: true,
		inside: func(s *sheet, x, y axis) {
			from, to := max(x.min, -y.max), min(x.max, -y.min)
			s.dashed(x.at(from), y.at(-from), x.at(to), y.at(-to), 1.2, ink)
			c.draw(s, x, y)
			d.corners(s, x, y)
		},
	}
	return withKey(fd, c.names, 1).figure(f, f.note("decide.figure.equity.note"), d.shows(f.Words)), nil
}

// corners writes what each quarter means at its outer edge, where there is room for it.
func (d Equity) corners(s *sheet, x, y axis) {
	const air = 5
	for k, said := range d.Corners {
		w, h := textWidth(said, mutedSmall), mutedSmall.lineHeight()
		at, room := vg.Point{X: x.from + air, Y: y.from + air}, vg.Point{X: x.at(0) - x.from, Y: y.at(0) - y.from}
		if k == 0 || k == 3 {
			at.X, room.X = x.to-air-w, x.to-x.at(0)
		}
		if k < 2 {
			at.Y, room.Y = y.to-air-h, y.to-y.at(0)
		}
		if w+2*air > room.X || 2*h > room.Y {
			continue
		}
		s.fill(vg.Rectangle{Min: vg.Point{X: at.X - 2, Y: at.Y}, Max: vg.Point{X: at.X + w + 2, Y: at.Y + h}}, white)
		s.text(at.X, at.Y, 0, 0, mutedSmall, said)
	}
}
