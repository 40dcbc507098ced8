package figure

import (
	"errors"
	"math"

	"gonum.org/v1/plot/vg"
)

// Cloud is one plan on a plane of two quantities against another plan: its simulations, the
// two quantities beside each other.
type Cloud struct {
	Name string
	X, Y []float64
}

// clouds are plans on a plane, with the ellipse of each and what the axes must hold.
type clouds struct {
	list     []Cloud
	names    []string
	ellipses [][][2]float64
	xs, ys   []float64
}

func newClouds(what string, list []Cloud) (c clouds, err error) {
	err = between(what, len(list), 1, MaxPlans-1)
	for _, o := range list {
		err = errors.Join(err, between("simulations of "+o.Name, len(o.X), 2, math.MaxInt), sameLength(o.Name, len(o.Y), len(o.X)), finite(o.Name, append(o.X, o.Y...)...))
	}
	if err != nil {
		return c, err
	}
	c.list = list
	for _, o := range list {
		e := ellipse(o.X, o.Y)
		c.names, c.ellipses = append(c.names, o.Name), append(c.ellipses, e)
		c.xs, c.ys = append(c.xs, o.X...), append(c.ys, o.Y...)
		for _, p := range e {
			c.xs, c.ys = append(c.xs, p[0]), append(c.ys, p[1])
		}
	}
	return c, nil
}

// draw draws simulations and ellipses, and over all of them the means.
func (c clouds) draw(s *sheet, x, y axis) {
	for i, o := range c.list {
		for k := range o.X {
			s.shape(x.at(o.X[k]), y.at(o.Y[k]), 1.7, i+1, fade(plans[i+1], 110))
		}
		var pts []vg.Point
		for _, p := range c.ellipses[i] {
			pts = append(pts, vg.Point{X: x.at(p[0]), Y: y.at(p[1])})
		}
		s.polyline(append(pts, pts[0]), 1.6, plans[i+1])
	}
	for i, o := range c.list {
		s.mark(x.at(mean(o.X)), y.at(mean(o.Y)), 6, i+1)
	}
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
