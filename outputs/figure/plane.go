package figure

import (
	"errors"
	"math"

	"gonum.org/v1/plot/vg"
)

// Plane is the cost-effectiveness plane: what options cost more and give more than the
// first, one point a simulation.
type Plane struct {
	Options []PlaneOption // without the first, which is the origin
	XTitle  string        // of what is gained
	YTitle  string        // of what it costs
	XFormat Format
	YFormat Format
	Slope   float64 // of the threshold: YTitle per XTitle; 0 = none
}

// PlaneOption is one option: its simulations, gain and cost beside each other.
type PlaneOption struct {
	Name       string
	Gain, Cost []float64
}

// NewPlane draws the simulations of each option with the ellipse that holds 95 % of a
// normal cloud of the same means, spreads and correlation, and the mean in it.
func NewPlane(f Frame, d Plane) (*Figure, error) {
	err := between("options", len(d.Options), 1, MaxPlans-1)
	var xs, ys []float64
	for _, o := range d.Options {
		err = errors.Join(err, between("simulations of "+o.Name, len(o.Gain), 2, math.MaxInt), sameLength(o.Name, len(o.Cost), len(o.Gain)), finite(o.Name, append(o.Gain, o.Cost...)...))
	}
	if err != nil {
		return nil, err
	}
	names := []string{}
	ellipses := make([][][2]float64, len(d.Options))
	for i, o := range d.Options {
		names = append(names, o.Name)
		ellipses[i] = ellipse(o.Gain, o.Cost)
		xs, ys = append(xs, o.Gain...), append(ys, o.Cost...)
		for _, p := range ellipses[i] {
			xs, ys = append(xs, p[0]), append(ys, p[1])
		}
	}
	fd := field{
		xTitle: d.XTitle, yTitle: d.YTitle, xFormat: d.XFormat, yFormat: d.YFormat, xs: xs, ys: ys, xZero: true, yZero: true,
		inside: func(s *sheet, x, y axis) {
			if d.Slope > 0 {
				line := clipped(x, y, d.Slope)
				s.dashed(x.at(line[0]), y.at(line[0]*d.Slope), x.at(line[1]), y.at(line[1]*d.Slope), 1.2, ink)
			}
			for i, o := range d.Options {
				for k := range o.Gain {
					s.shape(x.at(o.Gain[k]), y.at(o.Cost[k]), 1.7, i+1, fade(plans[i+1], 110))
				}
				var pts []vg.Point
				for _, p := range ellipses[i] {
					pts = append(pts, vg.Point{X: x.at(p[0]), Y: y.at(p[1])})
				}
				s.polyline(append(pts, pts[0]), 1.6, plans[i+1])
			}
			for i, o := range d.Options {
				s.mark(x.at(mean(o.Gain)), y.at(mean(o.Cost)), 6, i+1)
			}
		},
	}
	return withKey(fd, names, 1).figure(f, f.note("decide.figure.plane.note"), d.shows()), nil
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

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// ellipse is the outline that holds 95 % of a bivariate normal cloud.
func ellipse(x, y []float64) [][2]float64 {
	mx, my, n := mean(x), mean(y), float64(len(x))
	var xx, yy, xy float64
	for i := range x {
		xx += (x[i] - mx) * (x[i] - mx) / (n - 1)
		yy += (y[i] - my) * (y[i] - my) / (n - 1)
		xy += (x[i] - mx) * (y[i] - my) / (n - 1)
	}
	const reach = 2.447747 // √ of the 95 % point of χ² with two degrees of freedom
	a := math.Sqrt(xx)
	b, c := 0.0, math.Sqrt(yy)
	if a > 0 {
		b = xy / a
		c = math.Sqrt(max(0, yy-b*b))
	}
	out := make([][2]float64, 72)
	for i := range out {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(out)))
		out[i] = [2]float64{mx + reach*a*cos, my + reach*(b*cos+c*sin)}
	}
	return out
}
