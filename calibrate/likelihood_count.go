package calibrate

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// whole is whether x is a count that a float64 holds exactly.
func whole(x float64) bool { return x >= 0 && x < 1<<53 && x == math.Trunc(x) }

// binomial is how many of a number had something.
type binomial struct{ count, trials float64 }

// Binomial is a count of those who had something among trials that were looked at, one
// as likely as the other; the prediction is the share, between 0 and 1.
func Binomial(count, trials float64) (Likelihood, error) {
	switch {
	case !whole(trials) || trials == 0:
		return nil, &Mistake{TrialsNotWhole, trials}
	case !whole(count):
		return nil, &Mistake{CountNotWhole, count}
	case count > trials:
		return nil, &Mistake{CountOverTrials, count}
	}
	return binomial{count, trials}, nil
}

func (l binomial) Log(predicted []float64) float64 {
	p := predicted[0]
	if !(p >= 0 && p <= 1) {
		return math.Inf(-1)
	}
	sum := xlogy(l.count, p)
	if l.count < l.trials {
		sum += (l.trials - l.count) * math.Log1p(-p)
	}
	return sum
}

func (l binomial) Draw(predicted []float64, rnd *rand.Rand) []float64 {
	p := min(1, max(0, predicted[0]))
	if p == 0 || p == 1 {
		return []float64{p * l.trials}
	}
	return []float64{distuv.Binomial{N: l.trials, P: p, Src: rnd}.Rand()}
}

func (l binomial) Observed() []float64 { return []float64{l.count} }

func (l binomial) With(observed []float64) Likelihood { return binomial{observed[0], l.trials} }

// Apart takes the variance at the share that half a person more on either side gives,
// so that it is not 0 where nobody was counted.
func (l binomial) Apart(drawn []float64) float64 {
	p := (l.count + 0.5) / (l.trials + 1)
	return square(drawn[0]-l.count) / (l.trials * p * (1 - p))
}

// Interval is exact (Clopper and Pearson 1934): a share lies inside when neither as
// many as were counted or more, nor as many or fewer, is rarer under it than half of
// what level leaves out.
func (l binomial) Interval(level float64) (low, high []float64) {
	tail := (1 - level) / 2
	lo, hi := 0.0, 1.0
	if l.count > 0 {
		lo = mathext.InvRegIncBeta(l.count, l.trials-l.count+1, tail)
	}
	if l.count < l.trials {
		hi = mathext.InvRegIncBeta(l.count+1, l.trials-l.count, 1-tail)
	}
	return []float64{lo}, []float64{hi}
}

// poisson is a count of independent events.
type poisson struct{ count, exposure float64 }

// Poisson is a count of independent events over an exposure, such as person-years; the
// prediction is the rate, so that rate × exposure is what is expected. With exposure 1
// the prediction is the expected count.
func Poisson(count, exposure float64) (Likelihood, error) {
	switch {
	case !whole(count):
		return nil, &Mistake{CountNotWhole, count}
	case !above0(exposure):
		return nil, &Mistake{ExposureNotAbove0, exposure}
	}
	return poisson{count, exposure}, nil
}

func (l poisson) Log(predicted []float64) float64 {
	mean := predicted[0] * l.exposure
	if !(mean >= 0) {
		return math.Inf(-1)
	}
	return possible(xlogy(l.count, mean) - mean)
}

func (l poisson) Draw(predicted []float64, rnd *rand.Rand) []float64 {
	return []float64{countOf(max(0, predicted[0]*l.exposure), rnd)}
}

// countOf draws a Poisson count; of a mean of 0 it is 0.
func countOf(mean float64, rnd *rand.Rand) float64 {
	if !(mean > 0) {
		return 0
	}
	return distuv.Poisson{Lambda: mean, Src: rnd}.Rand()
}

func (l poisson) Observed() []float64 { return []float64{l.count} }

func (l poisson) With(observed []float64) Likelihood { return poisson{observed[0], l.exposure} }

func (l poisson) Apart(drawn []float64) float64 {
	return square(drawn[0]-l.count) / (l.count + 0.5)
}

// Interval is exact (Garwood 1936), with two tails as for a binomial count.
func (l poisson) Interval(level float64) (low, high []float64) {
	tail := (1 - level) / 2
	lo := 0.0
	if l.count > 0 {
		lo = mathext.GammaIncRegInv(l.count, tail)
	}
	hi := mathext.GammaIncRegCompInv(l.count+1, tail)
	return []float64{lo / l.exposure}, []float64{hi / l.exposure}
}

// negativeBinomial is a count of events that come together or differ between people.
type negativeBinomial struct{ count, exposure, size float64 }

// NegativeBinomial is a count over an exposure, as [Poisson], that varies more: where
// m is expected its variance is m + m²/size.
func NegativeBinomial(count, exposure, size float64) (Likelihood, error) {
	switch {
	case !whole(count):
		return nil, &Mistake{CountNotWhole, count}
	case !above0(exposure):
		return nil, &Mistake{ExposureNotAbove0, exposure}
	case !above0(size):
		return nil, &Mistake{SizeNotAbove0, size}
	}
	return negativeBinomial{count, exposure, size}, nil
}

func (l negativeBinomial) Log(predicted []float64) float64 {
	mean := predicted[0] * l.exposure
	if !(mean >= 0) {
		return math.Inf(-1)
	}
	return possible(-l.size*math.Log1p(mean/l.size) + xlogy(l.count, mean/(l.size+mean)))
}

func (l negativeBinomial) Draw(predicted []float64, rnd *rand.Rand) []float64 {
	mean := max(0, predicted[0]*l.exposure)
	if mean == 0 {
		return []float64{0}
	}
	factor := distuv.Gamma{Alpha: l.size, Beta: l.size, Src: rnd}.Rand()
	return []float64{countOf(mean*factor, rnd)}
}

func (l negativeBinomial) Observed() []float64 { return []float64{l.count} }

func (l negativeBinomial) With(observed []float64) Likelihood {
	return negativeBinomial{observed[0], l.exposure, l.size}
}

func (l negativeBinomial) Apart(drawn []float64) float64 {
	m := l.count + 0.5
	return square(drawn[0]-l.count) / (m + m*m/l.size)
}

// Interval is exact, with two tails as for a binomial count: the distribution function
// of a negative binomial count is an incomplete beta function of size / (size + mean).
func (l negativeBinomial) Interval(level float64) (low, high []float64) {
	tail := (1 - level) / 2
	mean := func(p float64) float64 { return l.size * (1 - p) / p / l.exposure }
	lo := 0.0
	if l.count > 0 {
		lo = mean(mathext.InvRegIncBeta(l.size, l.count, 1-tail))
	}
	return []float64{lo}, []float64{mean(mathext.InvRegIncBeta(l.size, l.count+1, tail))}
}
