package evaluation

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Count is a number of events, cents or days over an exposure, such as person-years.
type Count struct{ Num, Den float64 }

// Rate is a level as a Count: of a buurt that weighs as much as any other.
func Rate(x float64) Count { return Count{x, 1} }

// Add adds up two counts.
func (c Count) Add(o Count) Count { return Count{c.Num + o.Num, c.Den + o.Den} }

// Per is events per exposure; NaN without exposure.
func (c Count) Per() float64 {
	if c.Den == 0 {
		return math.NaN()
	}
	return c.Num / c.Den
}

// Estimate is a difference with its standard error and its interval at 1 − alpha; an
// interval without a bound is infinite. The zero value is no estimate.
type Estimate struct {
	Value, SE, Low, High float64
	Units                int // people, pairs or buurten that carry it; 0: no estimate
}

// around makes an Estimate with the quantiles of Student's t; df is at least 1.
func around(value, se, df, alpha float64, units int) Estimate {
	q := quantile(1-alpha/2, df)
	return Estimate{value, se, value - float64(q*se), value + float64(q*se), units}
}

// quantile is that of Student's t, of the normal distribution above many degrees of freedom.
func quantile(p, df float64) float64 {
	const many = 1e5
	if df > many {
		return distuv.UnitNormal.Quantile(p)
	}
	return distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(p)
}

// total adds up some counts.
func total(list []Count) (sum Count) {
	for _, c := range list {
		sum = sum.Add(c)
	}
	return sum
}

// pulls are the contributions of units to the error of their rate N/D: (nᵢ − r·dᵢ)/d̄, of
// mean 0 (Taylor linearisation of a ratio; Särndal, Swensson and Wretman 1992, 5.6). With
// equal exposures they are the deviations from the mean. Their mean is the rate's error.
func pulls(list []Count) (rate float64, u []float64) {
	sum := total(list)
	rate = sum.Per()
	u = make([]float64, len(list))
	mean := sum.Den / float64(len(list))
	for i, c := range list {
		u[i] = (c.Num - float64(rate*c.Den)) / mean
	}
	return rate, u
}

// sumSquares is that of values around 0.
func sumSquares(u []float64) (s float64) {
	for _, x := range u {
		s += float64(x * x)
	}
	return s
}
