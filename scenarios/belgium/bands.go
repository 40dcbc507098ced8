package belgium

import (
	"math"

	"piramide/sim"
)

// bands is the number of five-year age bands of a table: 0-4, …, 90-94, 95+.
const bands = 20

// openAge is the first age of the open band.
const openAge = 95

// ages holds one number per single year of age.
type ages [sim.Ages]float64

// scale says how many people stand behind each year of age, per sex: the
// weights under which the mean of a band is kept.
type scale [sim.Sexes]ages

// even is the scale of counts: every year of age weighs the same.
func even() (w scale) {
	for s := range w {
		for a := range w[s] {
			w[s][a] = 1
		}
	}
	return w
}

// curve is a quantity by exact age: its level at the edges of the bands and
// its mean between them.
type curve struct {
	mean, edge [bands]float64
	top        float64 // level from age 100
}

// fullSteps is how many corrections of the means of a curve are taken whole.
const fullSteps = 100

// ramp is how many years the open band takes to reach its top level.
const ramp = 5

// curve interpolates the means of five-year bands by one smooth line.
//
// The running sum is a monotone piecewise cubic. Its slope at a band edge is
// that of the cubic through four bands, kept between the levels of the two
// bands at the edge and at most three times the smaller (the box of de Boor and
// Swartz), so that numbers that are not negative stay so. At age 0 it is the
// level of the first band. In the open band the level goes in five years from
// the edge to a top that keeps its mean.
//
// The mean of each band is kept over the people of the scale: the means that
// are interpolated are corrected until it is.
func (w *scale) curve(sex int, band [bands]float64) (c curve) {
	c.mean = band
	for n := range 3000 {
		c.setEdges(&w[sex])
		worst := 0.0
		x := c.years()
		for b := range bands - 1 {
			var people, sum float64
			for k := range 5 {
				people += w[sex][5*b+k]
				sum += w[sex][5*b+k] * x[5*b+k]
			}
			if band[b] > 0 {
				off := band[b] * people / sum
				if n < fullSteps {
					c.mean[b] *= off
				} else { // beside an empty band full steps may go round in circles
					c.mean[b] *= math.Sqrt(off)
				}
				worst = math.Max(worst, math.Abs(off-1))
			}
		}
		if worst < 1e-13 || n >= fullSteps-1 && worst < 1e-10 {
			break
		}
	}
	c.setEdges(&w[sex])
	return c
}

// setEdges follows from the means.
func (c *curve) setEdges(people *ages) {
	m := &c.mean
	c.edge[0] = m[0]
	for b := 1; b < bands; b++ {
		x := (m[b-1] + m[b]) / 2
		if b > 1 && b < bands-1 {
			x = (7*(m[b-1]+m[b]) - m[b-2] - m[b+1]) / 12
		}
		lo, hi := math.Min(m[b-1], m[b]), math.Max(m[b-1], m[b])
		c.edge[b] = math.Min(math.Max(lo, math.Min(hi, x)), 3*lo)
	}
	last := bands - 1
	var all, up float64
	for a := openAge; a < sim.Ages; a++ {
		all += people[a]
		up += people[a] * math.Min(1, (float64(a-openAge)+0.5)/ramp)
	}
	c.top = c.edge[last] + (m[last]-c.edge[last])*all/up
	if c.top < 0 {
		c.edge[last], c.top = m[last]*all/(all-up), 0
	}
}

// years gives the mean of each year of age.
func (c *curve) years() (out ages) {
	for b := range bands - 1 {
		before := 0.0
		for k := range 5 {
			rise := hermite(c.mean[b], c.edge[b], c.edge[b+1], float64(k+1)/5)
			out[5*b+k] = (rise - before) * 5
			before = rise
		}
	}
	last := c.edge[bands-1]
	for a := openAge; a < sim.Ages; a++ {
		out[a] = last + (c.top-last)*math.Min(1, (float64(a-openAge)+0.5)/ramp)
	}
	return out
}

// birthdays gives the level at each exact age: that of those who have just had
// that birthday.
func (c *curve) birthdays() (out ages) {
	for b := range bands - 1 {
		s, d0, d1 := c.mean[b], c.edge[b], c.edge[b+1]
		for k := range 5 {
			u := float64(k) / 5
			out[5*b+k] = d0*(1-u)*(1-3*u) + d1*u*(3*u-2) + 6*s*u*(1-u)
		}
	}
	last := c.edge[bands-1]
	for a := openAge; a < sim.Ages; a++ {
		out[a] = last + (c.top-last)*math.Min(1, float64(a-openAge)/ramp)
	}
	return out
}

// hermite is the rise of the running sum from a band's lower edge to a part u
// of its width, per band width, for mean s and edge slopes d0 and d1.
func hermite(s, d0, d1, u float64) float64 {
	return d0*u*(1-u)*(1-u) + d1*u*u*(u-1) + s*u*u*(3-2*u)
}

// years gives the single years of age of a table.
func (w *scale) years(sex int, band [bands]float64) ages {
	c := w.curve(sex, band)
	return c.years()
}

// both applies years to both sexes.
func (w *scale) both(t [sim.Sexes][bands]float64) (out bySexAge) {
	for s := range out {
		out[s] = w.years(s, t[s])
	}
	return out
}

// signed interpolates a table whose numbers may be negative (net migration):
// the two signs apart, so that each keeps its band means.
func (w *scale) signed(t [sim.Sexes][bands]float64) (out bySexAge) {
	var up, down [sim.Sexes][bands]float64
	for s := range t {
		for b, v := range t[s] {
			up[s][b], down[s][b] = math.Max(v, 0), math.Max(-v, 0)
		}
	}
	u, d := w.both(up), w.both(down)
	for s := range out {
		for a := range out[s] {
			out[s][a] = u[s][a] - d[s][a]
		}
	}
	return out
}

// hazard turns a yearly probability into a yearly hazard, of at most mostHazard: what
// happens to everybody within the year would otherwise have one without bound.
func hazard(p float64) float64 { return math.Min(-math.Log1p(-p), mostHazard) }

// mostHazard is once a month, the fastest that the monthly loop tells apart: a yearly
// probability of 0.999994.
const mostHazard = 12
