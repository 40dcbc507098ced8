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

// belgians is the scale of everything that is measured per head: the Belgian
// population by year of age.
func belgians(v Values) (w scale) {
	t, q := v.Table("pop.be"), v.Table("qx")
	for s := range w {
		w[s] = populationAges(t[s], q[s][bands-1])
	}
	return w
}

// years turns the means of five-year bands into single years of age.
//
// The running sum of people × level is interpolated over the running sum of
// people by a monotone piecewise cubic: its slope at a band edge lies between
// the levels of the two bands, at most three times the smaller (the box of de
// Boor and Swartz), and at age 0 it is the level of the first band. A single
// year is the rise over its people. Hence the mean of every band over those
// people is kept exactly, numbers that are not negative stay so, and what
// rises smoothly over the bands rises smoothly over the years. The open band
// is flat.
func (w *scale) years(sex int, band [bands]float64) ages {
	var out ages
	d := w.edges(sex, band)
	for b := range bands - 1 {
		width := w.width(sex, b)
		var at, before float64
		for k := range 5 {
			n := w[sex][5*b+k]
			at += n
			rise := hermite(band[b], d[b], d[b+1], at/width)
			out[5*b+k] = (rise - before) * width / n
			before = rise
		}
	}
	for a := openAge; a < sim.Ages; a++ {
		out[a] = band[bands-1]
	}
	return out
}

// birthdays is the level of the same interpolation at each exact age: that of
// those who have just had that birthday.
func (w *scale) birthdays(sex int, band [bands]float64) ages {
	var out ages
	d := w.edges(sex, band)
	for b := range bands - 1 {
		width := w.width(sex, b)
		var at float64
		for k := range 5 {
			u := at / width
			out[5*b+k] = d[b]*(1-u)*(1-3*u) + d[b+1]*u*(3*u-2) + 6*band[b]*u*(1-u)
			at += w[sex][5*b+k]
		}
	}
	out[openAge] = d[bands-1]
	for a := openAge + 1; a < sim.Ages; a++ {
		out[a] = band[bands-1]
	}
	return out
}

// width is the number of people in a band.
func (w *scale) width(sex, b int) (n float64) {
	for k := range 5 {
		n += w[sex][5*b+k]
	}
	return n
}

// edges gives the level at the lower edge of each band. The open band is flat,
// so its edge has its own level where it may.
func (w *scale) edges(sex int, band [bands]float64) (d [bands]float64) {
	d[0] = band[0]
	before := w.width(sex, 0)
	for b := 1; b < bands-1; b++ {
		here := w.width(sex, b)
		mean := (band[b-1]*here + band[b]*before) / (here + before)
		d[b] = math.Min(mean, 3*math.Min(band[b-1], band[b]))
		before = here
	}
	d[bands-1] = math.Min(band[bands-1], 3*band[bands-2])
	return d
}

// hermite is the rise of the running sum from a band's lower edge to a part u
// of its width, per band width, for mean s and edge slopes d0 and d1.
func hermite(s, d0, d1, u float64) float64 {
	return d0*u*(1-u)*(1-u) + d1*u*u*(u-1) + s*u*u*(3-2*u)
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

// hazard turns a yearly probability into a yearly hazard.
func hazard(p float64) float64 { return -math.Log1p(-p) }
