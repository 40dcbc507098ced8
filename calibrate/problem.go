package calibrate

import (
	"context"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// Free is a parameter that is fitted.
type Free struct {
	Name     string                  // the path of a parameter, or the family it shares its number with
	Quantile func(u float64) float64 // of the prior, in the unit of the parameter; 0 < u < 1
}

// Value is the parameter at a score. A score so far out that Φ is 0 or 1 in a float64
// gives the last value before that.
func (f Free) Value(z float64) float64 {
	u := distuv.UnitNormal.CDF(z)
	return f.Quantile(min(1-0x1p-53, max(0x1p-1000, u)))
}

// Likelihood is what an observation says about the numbers a model predicts for it.
type Likelihood interface {
	// Log is the log density of what was observed if the model is right, up to a constant
	// that is the same for all predictions; −Inf for an impossible prediction.
	Log(predicted []float64) float64
	// Draw is what might have been observed if the model is right.
	Draw(predicted []float64, rnd *rand.Rand) []float64
	// Observed is what was observed, as Draw gives it.
	Observed() []float64
	// With is the same likelihood with something else observed.
	With(observed []float64) Likelihood
	// Apart is how far something drawn lies from what was observed: the sum of squares in
	// units of the uncertainty of the observation.
	Apart(drawn []float64) float64
	// Interval holds, per number, the predictions that agree with what was observed at
	// a level such as 0.95.
	Interval(level float64) (low, high []float64)
}

// Target is an observed value with its source.
type Target struct {
	Name       string // of the quantity, unique in a problem
	Source     string // id of the row of the register, or where it was published
	Numbers    int    // how many numbers of the model it speaks of; more than one for shares of a whole
	Likelihood Likelihood
}

// Model predicts the numbers of all targets, in their order, at values of the free
// parameters, in theirs. The same values and luck give the same numbers; an exact model
// pays no attention to luck. An error means that no world exists at these values, and
// excludes them; that of the context ends the search.
type Model func(ctx context.Context, values []float64, luck uint64) ([]float64, error)

// Problem is what a method solves.
type Problem struct {
	Free    []Free
	Targets []Target
	Model   Model
}

// Values are the parameters at scores.
func (p *Problem) Values(z []float64) []float64 {
	v := make([]float64, len(z))
	for i, f := range p.Free {
		v[i] = f.Value(z[i])
	}
	return v
}

// Log is the log likelihood of predictions, summed over the targets.
func (p *Problem) Log(predicted []float64) float64 {
	var sum float64
	for _, t := range p.Targets {
		sum += t.Likelihood.Log(predicted[:t.Numbers])
		predicted = predicted[t.Numbers:]
	}
	return sum
}
