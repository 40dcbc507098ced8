package job

import (
	"math"
	"strconv"
	"strings"
)

// lattice are the values that a dial may take: whole multiples of a step. A
// place is how many steps a value is from 0.
type lattice struct {
	per    float64 // steps in one unit; under 1, one step is 1/per units
	lo, hi int     // first and last place
}

// newLattice lays a lattice over low … high: by the step that was asked, or by
// the power of ten that cuts the range into a thousand steps or a few more.
func newLattice(low, high, step float64) lattice {
	if step == 0 {
		step = math.Pow(10, math.Floor(math.Log10((high-low)/1000)))
	}
	per := 1 / step
	if r := math.Round(per); r >= 1 && math.Abs(per-r) < 1e-9*r {
		per = r
	}
	const hair = 1e-9 // an end on the lattice belongs to it
	return lattice{per: per, lo: int(math.Ceil(low*per - hair)), hi: int(math.Floor(high*per + hair))}
}

// value is the value at a place.
func (l lattice) value(place int) float64 {
	if l.per < 1 {
		return float64(place) * math.Round(1/l.per)
	}
	return float64(place) / l.per
}

// place is the place next to a value.
func (l lattice) place(x float64) int {
	return min(max(int(math.Round(x*l.per)), l.lo), l.hi)
}

// decimals is how many decimals tell all values apart.
func (l lattice) decimals() int {
	_, digits, _ := strings.Cut(strconv.FormatFloat(l.value(1), 'f', -1, 64), ".")
	return min(len(digits), 6)
}

// narrow closes in on the place from which a goal is reached, between a place
// where it is missed and one where it is reached. eval tells how far the goal is
// missed at a place, 0 or less when it is reached. It ends when the two are at
// most width apart, when enough accepts how little more than the goal is
// reached, or after most evaluations.
//
// Regula falsi, Illinois form: an end that stays twice counts half, so that both
// ends move; halving where a miss is without bound.
func narrow(missed, reached int, missAt, missThere float64, width, most int, enough func(float64) bool, eval func(place int) (float64, error)) (int, int, error) {
	a, b, fa, fb := missed, reached, missAt, missThere
	last := 0
	for range most {
		gap := max(a, b) - min(a, b)
		if gap <= max(1, width) || enough(missThere) {
			break
		}
		share := fa / (fa - fb)
		if math.IsNaN(share) || math.IsInf(fa, 0) || math.IsInf(fb, 0) {
			share = 0.5
		}
		step := min(max(int(math.Round(share*float64(gap))), 1), gap-1)
		x := a + step
		if b < a {
			x = a - step
		}
		f, err := eval(x)
		if err != nil {
			return a, b, err
		}
		if f <= 0 {
			b, fb, missThere = x, f, f
			if last > 0 {
				fa /= 2
			}
			last = 1
		} else {
			a, fa = x, f
			if last < 0 {
				fb /= 2
			}
			last = -1
		}
	}
	return a, b, nil
}

// crossing is the value from which a cell reaches the goal for good, walking from
// places where it is missed to places where it is reached: linear between the
// places that were tried. −1 when it is reached at all of them, +1 when not at
// the last one.
func crossing(places []float64, miss []float64) (x float64, beyond int) {
	n := len(places)
	if !(miss[n-1] <= 0) {
		return 0, +1
	}
	for i := n - 2; i >= 0; i-- {
		if miss[i] <= 0 {
			continue
		}
		share := miss[i] / (miss[i] - miss[i+1])
		if math.IsInf(miss[i], 0) {
			share = 1
		}
		return places[i] + float64(share*(places[i+1]-places[i])), 0
	}
	return 0, -1
}
