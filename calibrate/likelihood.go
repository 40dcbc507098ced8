package calibrate

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// quantile is that of the standard normal distribution.
func quantile(p float64) float64 { return distuv.UnitNormal.Quantile(p) }

// normal is a number observed with an error that does not depend on the prediction.
type normal struct{ observed, sd float64 }

// Normal is a number observed with a standard error, in its own unit.
func Normal(observed, sd float64) (Likelihood, error) {
	switch {
	case !finite(observed):
		return nil, &Mistake{NotFinite, observed}
	case !above0(sd):
		return nil, &Mistake{UncertaintyNotAbove0, sd}
	}
	return normal{observed, sd}, nil
}

func (l normal) Log(predicted []float64) float64 {
	e := (l.observed - predicted[0]) / l.sd
	return possible(-e * e / 2)
}

func (l normal) Draw(predicted []float64, rnd *rand.Rand) []float64 {
	return []float64{predicted[0] + l.sd*rnd.NormFloat64()}
}

func (l normal) Observed() []float64 { return []float64{l.observed} }

func (l normal) With(observed []float64) Likelihood { return normal{observed[0], l.sd} }

func (l normal) Apart(drawn []float64) float64 { return square((drawn[0] - l.observed) / l.sd) }

// Interval is exact: the predictions that would put the observation in the middle
// share, level, of what they might give.
func (l normal) Interval(level float64) (low, high []float64) {
	reach := l.sd * quantile((1+level)/2)
	return []float64{l.observed - reach}, []float64{l.observed + reach}
}

// lognormal is a number above 0 observed with an error that is a factor.
type lognormal struct{ observed, sd float64 }

// Lognormal is a number above 0 of which the logarithm is observed with standard error
// sd; the prediction is the median of what might be observed.
func Lognormal(observed, sd float64) (Likelihood, error) {
	switch {
	case !finite(observed):
		return nil, &Mistake{NotFinite, observed}
	case observed <= 0:
		return nil, &Mistake{ObservedNotPositive, observed}
	case !above0(sd):
		return nil, &Mistake{UncertaintyNotAbove0, sd}
	}
	return lognormal{observed, sd}, nil
}

func (l lognormal) Log(predicted []float64) float64 {
	if !(predicted[0] > 0) {
		return math.Inf(-1)
	}
	return possible(-square(math.Log(l.observed/predicted[0])/l.sd) / 2)
}

func (l lognormal) Draw(predicted []float64, rnd *rand.Rand) []float64 {
	return []float64{max(0, predicted[0]) * math.Exp(l.sd*rnd.NormFloat64())}
}

func (l lognormal) Observed() []float64 { return []float64{l.observed} }

func (l lognormal) With(observed []float64) Likelihood { return lognormal{observed[0], l.sd} }

func (l lognormal) Apart(drawn []float64) float64 {
	return square(math.Log(drawn[0]/l.observed) / l.sd)
}

// Interval is exact, as that of a normal observation of the logarithm.
func (l lognormal) Interval(level float64) (low, high []float64) {
	reach := math.Exp(l.sd * quantile((1+level)/2))
	return []float64{l.observed / reach}, []float64{l.observed * reach}
}

// possible is a log density; what is no number is impossible.
func possible(log float64) float64 {
	if math.IsNaN(log) {
		return math.Inf(-1)
	}
	return log
}

func square(x float64) float64 { return x * x }

// xlogy is x·log(y), and 0 where x is 0: what was not seen says nothing about how
// rare it is.
func xlogy(x, y float64) float64 {
	if x == 0 {
		return 0
	}
	return x * math.Log(y)
}
