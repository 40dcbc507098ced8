package figure

import "gonum.org/v1/plot/vg"

// Plane is the cost-effectiveness plane: what options cost more and give more than the
// first, one point a simulation.
type Plane struct {
	Options []Cloud // gain and cost, without the first, which is the origin
	XTitle  string  // of what is gained
	YTitle  string  // of what it costs
	XFormat Format
	YFormat Format
	Slope   float64 // of the threshold: YTitle per XTitle; 0 = none
}

// NewPlane draws the simulations of each option with the ellipse that holds 95 % of a
// normal cloud of the same means, spreads and correlation, and the mean in it.
func NewPlane(f Frame, d Plane) (*Figure, error) {
	c, err := newClouds("options", d.Options)
	if err != nil {
		return nil, err
	}
	fd := field{
		xTitle: d.XTitle, yTitle: d.YTitle, xFormat: d.XFormat, yFormat: d.YFormat, xs: c.xs, ys: c.ys, xZero: true, yZero: true,
		inside: func(s *sheet, x, y axis) {
			if d.Slope > 0 {
				line := clipped(x, y, d.Slope)
				s.dashed(x.at(line[0]), y.at(line[0]*d.Slope), x.at(line[1]), y.at(line[1]*d.Slope), 1.2, ink)
			}
			c.draw(s, x, y)
		},
	}
	return withKey(fd, c.names, 1).figure(f, f.note("decide.figure.plane.note"), d.shows(f.Words)), nil
}

// withKey puts the names of plans above a field; the first has the look of plan first.
func withKey(d field, names []string, first int) keyed { return keyed{d, names, first} }

// keyed is a field whose key does not start at the first plan.
type keyed struct {
	field
	key   []string
	first int
}

func (d keyed) figure(f Frame, note string, shows []shown) *Figure {
	return &Figure{
		frame: f, note: note, shows: shows,
		need: func(w vg.Length) vg.Length { return keyHeight(w, d.key) + 4 + d.field.need(w) },
		draw: func(s *sheet, r vg.Rectangle) {
			r.Max.Y = s.key(r.Min.X, r.Max.Y, r.Max.X-r.Min.X, d.key, d.first) - 4
			d.field.draw(s, r)
		},
	}
}

// clipped is the stretch of x on which a line through the origin lies inside the plane.
func clipped(x, y axis, slope float64) [2]float64 {
	return [2]float64{max(x.min, y.min/slope), min(x.max, y.max/slope)}
}
