package evaluation

import "math"

// leastUnits is how many people, pairs or buurten an interval needs.
const leastUnits = 3

// Paired is the change of the same people, or buurten, from before to after: the difference
// of the two rates, with the error of the paired differences and n − 1 degrees of freedom.
// before[i] and after[i] are of one unit.
func Paired(before, after []Count, alpha float64) Estimate {
	n := len(before)
	if n < leastUnits {
		return Estimate{}
	}
	was, u := pulls(before)
	is, v := pulls(after)
	if math.IsNaN(was) || math.IsNaN(is) {
		return Estimate{}
	}
	for i := range u {
		v[i] -= u[i]
	}
	se := math.Sqrt(sumSquares(v) / float64(n) / float64(n-1))
	return around(is-was, se, float64(n-1), alpha, n)
}

// Unit is a person, or a buurt, before and after.
type Unit struct{ Before, After Count }

// Arms is the difference between two groups after, the second taken off the first. Adjusted,
// the difference that stands between their levels before is taken off at the slope with
// which levels after follow levels before inside the groups (analysis of covariance).
func Arms(treated, control []Unit, adjusted bool, alpha float64) Estimate {
	n, m := len(treated), len(control)
	if n < 2 || m < 2 || n+m < leastUnits+1 {
		return Estimate{}
	}
	one, u := pulls(after(treated))
	other, v := pulls(after(control))
	value, df := one-other, float64(n+m-2)
	if math.IsNaN(value) {
		return Estimate{}
	}
	if adjusted {
		wasOne, x := pulls(before(treated))
		wasOther, y := pulls(before(control))
		if slope := slope(x, u, y, v); !math.IsNaN(wasOne) && !math.IsNaN(wasOther) && df > 1 {
			value -= float64(slope * (wasOne - wasOther))
			for i := range u {
				u[i] -= float64(slope * x[i])
			}
			for i := range v {
				v[i] -= float64(slope * y[i])
			}
			df--
		}
	}
	free := df / float64(n+m-2) // the slope costs a degree of freedom
	se := math.Sqrt((sumSquares(u)/float64(n)/float64(n-1) + sumSquares(v)/float64(m)/float64(m-1)) / free)
	return around(value, se, df, alpha, n+m)
}

// slope is that of u on x and v on y together; 0 where nothing differs before.
func slope(x, u, y, v []float64) float64 {
	var xy, xx float64
	for i := range x {
		xy, xx = xy+float64(x[i]*u[i]), xx+float64(x[i]*x[i])
	}
	for i := range y {
		xy, xx = xy+float64(y[i]*v[i]), xx+float64(y[i]*y[i])
	}
	if xx == 0 {
		return 0
	}
	return xy / xx
}

// Matched is the difference between matched pairs, treated[i] with control[i]. With
// changes, it is that between their changes from before (difference in differences).
func Matched(treated, control []Unit, changes bool, alpha float64) Estimate {
	n := len(treated)
	if n < leastUnits {
		return Estimate{}
	}
	one, u := pulls(after(treated))
	other, v := pulls(after(control))
	value := one - other
	for i := range u {
		u[i] -= v[i]
	}
	if changes {
		wasOne, x := pulls(before(treated))
		wasOther, y := pulls(before(control))
		value -= wasOne - wasOther
		for i := range u {
			u[i] -= x[i] - y[i]
		}
	}
	if math.IsNaN(value) {
		return Estimate{}
	}
	return around(value, math.Sqrt(sumSquares(u)/float64(n)/float64(n-1)), float64(n-1), alpha, n)
}

func before(list []Unit) []Count {
	out := make([]Count, len(list))
	for i := range list {
		out[i] = list[i].Before
	}
	return out
}

func after(list []Unit) []Count {
	out := make([]Count, len(list))
	for i := range list {
		out[i] = list[i].After
	}
	return out
}
