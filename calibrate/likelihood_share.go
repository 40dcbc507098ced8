package calibrate

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// sharesOff is how far from 1 shares may add up, for rounding in a float64; shares that
// were rounded when they were published are for who reads them to set right.
const sharesOff = 1e-6

// dirichlet is how a whole was divided.
type dirichlet struct {
	shares        []float64
	concentration float64
}

// Dirichlet is the shares of a whole, observed as from a Dirichlet distribution with the
// predicted shares as its mean and a concentration: a share predicted as p is seen with
// variance p·(1 − p) / (concentration + 1). A sample of n people stands for a
// concentration of n − 1 or, where it is less sure than that, fewer.
// Predicted shares that do not add up to 1 are impossible.
func Dirichlet(shares []float64, concentration float64) (Likelihood, error) {
	if len(shares) < 2 {
		return nil, &Mistake{SharesTooFew, float64(len(shares))}
	}
	for _, s := range shares {
		if !above0(s) {
			return nil, &Mistake{ShareNotAbove0, s}
		}
	}
	if sum := floats.Sum(shares); math.Abs(sum-1) > sharesOff {
		return nil, &Mistake{SharesNotOne, sum}
	}
	if !above0(concentration) {
		return nil, &Mistake{ConcentrationNotAbove, concentration}
	}
	return dirichlet{slices.Clone(shares), concentration}, nil
}

func (l dirichlet) Log(predicted []float64) float64 {
	if !(math.Abs(floats.Sum(predicted)-1) <= sharesOff) {
		return math.Inf(-1)
	}
	var sum float64
	for i, p := range predicted {
		if !(p > 0) {
			return math.Inf(-1)
		}
		alpha := l.concentration * p
		gamma, _ := math.Lgamma(alpha)
		sum += (alpha-1)*math.Log(l.shares[i]) - gamma
	}
	return possible(sum)
}

// Draw keeps every share above 0, as an observation has it: one that is too small for a
// float64 is the smallest that there is.
func (l dirichlet) Draw(predicted []float64, rnd *rand.Rand) []float64 {
	drawn := make([]float64, len(predicted))
	for i, p := range predicted {
		if p > 0 {
			drawn[i] = distuv.Gamma{Alpha: l.concentration * p, Beta: 1, Src: rnd}.Rand()
		}
	}
	sum := floats.Sum(drawn)
	if !(sum > 0) {
		sum = 1
	}
	for i := range drawn {
		drawn[i] = max(drawn[i]/sum, math.SmallestNonzeroFloat64)
	}
	return drawn
}

func (l dirichlet) Observed() []float64 { return slices.Clone(l.shares) }

func (l dirichlet) With(observed []float64) Likelihood {
	return dirichlet{slices.Clone(observed), l.concentration}
}

// Apart is the quadratic form in the inverse of the covariance at what was observed, as
// in Pearson's chi-square; its mean is one less than the number of shares.
func (l dirichlet) Apart(drawn []float64) float64 {
	var sum float64
	for i, s := range l.shares {
		sum += square(drawn[i]-s) / s
	}
	return sum * (l.concentration + 1)
}

// Interval is exact for each share by itself, with two tails as for a binomial count;
// that all shares lie inside at once is asked of more than level.
func (l dirichlet) Interval(level float64) (low, high []float64) {
	tail := (1 - level) / 2
	for _, s := range l.shares {
		// The share that is seen is Beta; what is seen below s falls as p rises.
		below := func(p float64) float64 {
			return mathext.RegIncBeta(l.concentration*p, l.concentration*(1-p), s)
		}
		low = append(low, falling(below, 1-tail))
		high = append(high, falling(below, tail))
	}
	return low, high
}

// falling is where between 0 and 1 a function that falls has the value y; 0 or 1 if it
// does not reach it.
func falling(f func(float64) float64, y float64) float64 {
	low, high := 0.0, 1.0
	for range 50 { // so that the middle is never 0 or 1
		if mid := (low + high) / 2; f(mid) > y {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}
