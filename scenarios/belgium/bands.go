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

// singleYears turns the means of five-year bands into single years of age.
//
// The running sum of the bands is interpolated by a monotone piecewise cubic:
// its slope at a band edge is the mean of the two bands, at most three times
// the smaller (the box of de Boor and Swartz), and at age 0 the first band
// itself. A single year is the rise over that year. Hence the mean of every
// band is kept exactly, numbers that are not negative stay so, and what rises
// smoothly over the bands rises smoothly over the years. The open band is flat.
func singleYears(band [bands]float64) ages {
	var out ages
	d := edgeSlopes(band)
	for b := range bands - 1 {
		for k := range 5 {
			out[5*b+k] = (hermite(band[b], d[b], d[b+1], float64(k+1)/5) - hermite(band[b], d[b], d[b+1], float64(k)/5)) * 5
		}
	}
	for a := openAge; a < sim.Ages; a++ {
		out[a] = band[bands-1]
	}
	return out
}

// atBirthday is the value of the same interpolation at each exact age: the
// level of those who have just had that birthday.
func atBirthday(band [bands]float64) ages {
	var out ages
	d := edgeSlopes(band)
	for b := range bands - 1 {
		for k := range 5 {
			u := float64(k) / 5
			out[5*b+k] = d[b]*(1-u)*(1-3*u) + d[b+1]*u*(3*u-2) + 6*band[b]*u*(1-u)
		}
	}
	out[openAge] = d[bands-1]
	for a := openAge + 1; a < sim.Ages; a++ {
		out[a] = band[bands-1]
	}
	return out
}

// edgeSlopes gives the slope of the running sum at the lower edge of each
// band. The open band is flat, so its edge has its own level where it may.
func edgeSlopes(band [bands]float64) (d [bands]float64) {
	d[0] = band[0]
	for b := 1; b < bands-1; b++ {
		d[b] = math.Min((band[b-1]+band[b])/2, 3*math.Min(band[b-1], band[b]))
	}
	d[bands-1] = math.Min(band[bands-1], 3*band[bands-2])
	return d
}

// hermite is the rise of the running sum from a band's lower edge to a part u
// of its width, per band width, for mean s and edge slopes d0 and d1.
func hermite(s, d0, d1, u float64) float64 {
	return d0*u*(1-u)*(1-u) + d1*u*u*(u-1) + s*u*u*(3-2*u)
}

// bySex applies singleYears to both sexes.
func bySex(t [2][bands]float64) (out [sim.Sexes]ages) {
	for s := range out {
		out[s] = singleYears(t[s])
	}
	return out
}

// signed interpolates a table whose numbers may be negative (net migration):
// the two signs apart, so that each keeps its band means.
func signed(t [2][bands]float64) (out [sim.Sexes]ages) {
	for s := range out {
		var up, down [bands]float64
		for b, v := range t[s] {
			up[b], down[b] = math.Max(v, 0), math.Max(-v, 0)
		}
		u, d := singleYears(up), singleYears(down)
		for a := range out[s] {
			out[s][a] = u[a] - d[a]
		}
	}
	return out
}

// hazard turns a yearly probability into a yearly hazard.
func hazard(p float64) float64 { return -math.Log1p(-p) }
