package calibrate

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// falseAlarm is how often a statistical test of this package may fail although nothing
// is wrong; each divides it among its checks. Seeds are fixed: what passes once always
// passes.
const falseAlarm = 1e-6

// is gives the likelihood of a constructor that must not fail.
func is(t testing.TB) func(Likelihood, error) Likelihood {
	t.Helper()
	return func(l Likelihood, err error) Likelihood {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
}

func second(_ Likelihood, err error) error { return err }

func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.12g, want %.12g ± %.2g", what, got, want, tolerance)
	}
}

// kinds are likelihoods with predictions that are possible under them, and the log
// probability that another hand gives what was observed.
func kinds(t testing.TB) []kind {
	t.Helper()
	is := is(t)
	lognormalAt := func(x float64) func(p []float64) float64 {
		return func(p []float64) float64 {
			return distuv.LogNormal{Mu: math.Log(p[0]), Sigma: 0.3}.LogProb(x)
		}
	}
	return []kind{
		{"normal", is(Normal(3, 0.5)), [][]float64{{2}, {3.2}, {4.5}}, func(p []float64) float64 {
			return distuv.Normal{Mu: p[0], Sigma: 0.5}.LogProb(3)
		}},
		{"lognormal", is(Lognormal(3, 0.3)), [][]float64{{2}, {3.2}, {4.5}}, lognormalAt(3)},
		{"binomial", is(Binomial(7, 40)), [][]float64{{0.05}, {0.2}, {0.6}}, func(p []float64) float64 {
			return distuv.Binomial{N: 40, P: p[0]}.LogProb(7)
		}},
		{"poisson", is(Poisson(12, 4)), [][]float64{{1}, {3}, {6}}, func(p []float64) float64 {
			return distuv.Poisson{Lambda: 4 * p[0]}.LogProb(12)
		}},
		{"negative binomial", is(NegativeBinomial(12, 4, 2.5)), [][]float64{{1}, {3}, {6}}, func(p []float64) float64 {
			return mixedPoisson(12, 4*p[0], 2.5)
		}},
		{"dirichlet", is(Dirichlet([]float64{0.5, 0.3, 0.2}, 30)), [][]float64{{0.5, 0.3, 0.2}, {0.6, 0.3, 0.1}, {0.3, 0.3, 0.4}}, func(p []float64) float64 {
			// Two shares one after the other: a Beta, and a Beta of what is left.
			first := distuv.Beta{Alpha: 30 * p[0], Beta: 30 * (1 - p[0])}.LogProb(0.5)
			return first + distuv.Beta{Alpha: 30 * p[1], Beta: 30 * p[2]}.LogProb(0.3/0.5) - math.Log(0.5)
		}},
	}
}

type kind struct {
	name string
	Likelihood
	predicted [][]float64
	log       func(predicted []float64) float64
}

// mixedPoisson is the log probability of a count of which the mean is a gamma variable,
// by quadrature over it.
func mixedPoisson(count, mean, size float64) float64 {
	const n = 4_000
	gamma := distuv.Gamma{Alpha: size, Beta: size}
	low, high := gamma.Quantile(1e-14), gamma.Quantile(1-1e-14)
	h := (high - low) / n
	var sum float64 // Simpson's rule
	for i := range n + 1 {
		weight := 2.0
		switch {
		case i == 0 || i == n:
			weight = 1
		case i%2 == 1:
			weight = 4
		}
		factor := low + h*float64(i)
		sum += weight * math.Exp(distuv.Poisson{Lambda: mean * factor}.LogProb(count)+gamma.LogProb(factor))
	}
	return math.Log(sum * h / 3)
}

// TestLogAgrees: differences of Log between predictions are those of densities that
// were written by somebody else.
func TestLogAgrees(t *testing.T) {
	for _, k := range kinds(t) {
		base := k.predicted[0]
		for _, p := range k.predicted[1:] {
			near(t, fmt.Sprintf("%s at %v", k.name, p), k.Log(p)-k.Log(base), k.log(p)-k.log(base), 1e-5)
		}
	}
}

// TestDrawAgreesWithLog: the mean over draws at one prediction of the ratio of densities
// at another is 1, whatever the likelihood. Each check at falseAlarm/12, with the spread of the draws.
func TestDrawAgreesWithLog(t *testing.T) {
	const n = 40_000
	for i, k := range kinds(t) {
		rnd := rand.New(rand.NewPCG(1, uint64(i)))
		at, other := k.predicted[1], nudge(k.predicted[1], k.predicted[0])
		var sum, squares float64
		for range n {
			l := k.With(k.Draw(at, rnd))
			// The constant of Log depends on what was observed; a ratio has none.
			r := math.Exp(l.Log(other) - l.Log(at))
			sum += r
			squares += r * r
		}
		mean := sum / n
		se := math.Sqrt((squares/n - mean*mean) / n)
		z := distuv.UnitNormal.Quantile(1 - falseAlarm/12)
		near(t, k.name+": the mean ratio", mean, 1, z*se)
		if se > 0.02 {
			t.Errorf("%s: the error of the mean, %.3g, is too large to see anything", k.name, se)
		}
	}
}

// nudge is a prediction one fifth of the way to another.
func nudge(from, to []float64) []float64 {
	out := make([]float64, len(from))
	for i := range from {
		out[i] = 0.8*from[i] + 0.2*to[i]
	}
	return out
}

// TestIntervalTails: at the ends of an interval what was observed is in the tail of what
// might have been, by sums and integrals that know no quantile.
func TestIntervalTails(t *testing.T) {
	const tail = 0.025
	for _, c := range []struct{ count, trials float64 }{{0, 10}, {10, 10}, {3, 12}, {123_456, 1_000_000}, {2, 400_000}} {
		low, high := is(t)(Binomial(c.count, c.trials)).Interval(0.95)
		near2 := func(end string, p, want float64) {
			t.Helper()
			var sum float64
			d := distuv.Binomial{N: c.trials, P: p}
			if end == "low" { // as many or more
				for k := c.count; k <= c.trials && (k < c.count+20_000); k++ {
					sum += d.Prob(k)
				}
			} else {
				for k := c.count; k >= 0 && k > c.count-20_000; k-- {
					sum += d.Prob(k)
				}
			}
			near(t, fmt.Sprintf("binomial %v: tail at %s %g", c, end, p), sum, want, 1e-7)
		}
		if c.count > 0 {
			near2("low", low[0], tail)
		} else {
			near(t, "the low end of nothing counted", low[0], 0, 0)
		}
		if c.count < c.trials {
			near2("high", high[0], tail)
		} else {
			near(t, "the high end of all counted", high[0], 1, 0)
		}
	}
	for _, count := range []float64{0, 1, 20, 5000, 2_000_000} {
		low, high := is(t)(Poisson(count, 2)).Interval(0.95)
		if count > 0 {
			near(t, fmt.Sprintf("poisson %g: low tail", count), distuv.Poisson{Lambda: 2 * low[0]}.Survival(count-1), tail, 1e-7)
		}
		near(t, fmt.Sprintf("poisson %g: high tail", count), distuv.Poisson{Lambda: 2 * high[0]}.CDF(count), tail, 1e-7)
	}
	for _, count := range []float64{0, 1, 20} {
		low, high := is(t)(NegativeBinomial(count, 2, 3)).Interval(0.95)
		cdf := func(upTo, mean float64) (sum float64) {
			for k := 0.0; k <= upTo; k++ {
				sum += math.Exp(mixedPoisson(k, mean, 3))
			}
			return sum
		}
		if count > 0 {
			near(t, fmt.Sprintf("negative binomial %g: low tail", count), 1-cdf(count-1, 2*low[0]), tail, 1e-5)
		}
		near(t, fmt.Sprintf("negative binomial %g: high tail", count), cdf(count, 2*high[0]), tail, 1e-5)
	}
	low, high := is(t)(Dirichlet([]float64{0.7, 0.2, 0.1}, 50)).Interval(0.95)
	for i, s := range []float64{0.7, 0.2, 0.1} {
		beta := func(p float64) distuv.Beta { return distuv.Beta{Alpha: 50 * p, Beta: 50 * (1 - p)} }
		near(t, "dirichlet: low tail", beta(low[i]).Survival(s), tail, 1e-9)
		near(t, "dirichlet: high tail", beta(high[i]).CDF(s), tail, 1e-9)
	}
	low, high = is(t)(Normal(10, 2)).Interval(0.95)
	near(t, "normal, low", low[0], 10-1.959964*2, 1e-5)
	near(t, "normal, high", high[0], 10+1.959964*2, 1e-5)
	low, high = is(t)(Lognormal(10, 0.2)).Interval(0.95)
	near(t, "lognormal, low", low[0], 10*math.Exp(-1.959964*0.2), 1e-5)
	near(t, "lognormal, high", high[0], 10*math.Exp(1.959964*0.2), 1e-5)
}

// TestIntervalCovers: of what is drawn at a prediction the interval holds that prediction
// at least as often as its level says, and as often as that where nothing is whole.
func TestIntervalCovers(t *testing.T) {
	const n, level = 4_000, 0.9
	band := distuv.Binomial{N: n, P: level}
	slack := distuv.UnitNormal.Quantile(1-falseAlarm/16) * band.StdDev()
	for i, k := range kinds(t) {
		rnd := rand.New(rand.NewPCG(2, uint64(i)))
		at := k.predicted[1]
		inside := make([]float64, len(at))
		for range n {
			low, high := k.With(k.Draw(at, rnd)).Interval(level)
			for j, p := range at {
				if low[j] <= p && p <= high[j] {
					inside[j]++
				}
			}
		}
		discrete := i >= 2 && i <= 4
		for j := range at {
			if inside[j] < n*level-slack || !discrete && inside[j] > n*level+slack {
				t.Errorf("%s: inside %.4f of the time, want %g", k.name, inside[j]/n, level)
			}
		}
	}
}

// TestApartIsScaled: drawn where the prediction is what was observed, the mean of Apart
// is the number of free numbers, but for what the half of counts near 0 takes off.
func TestApartIsScaled(t *testing.T) {
	for i, c := range []struct {
		l    Likelihood
		at   []float64
		want float64
	}{
		{is(t)(Normal(3, 0.5)), []float64{3}, 1},
		{is(t)(Lognormal(3, 0.5)), []float64{3}, 1},
		{is(t)(Binomial(300, 1000)), []float64{0.3}, 1},
		{is(t)(Poisson(400, 2)), []float64{200}, 1},
		{is(t)(NegativeBinomial(400, 2, 5)), []float64{200}, 1},
		{is(t)(Dirichlet([]float64{0.5, 0.3, 0.2}, 40)), []float64{0.5, 0.3, 0.2}, 2},
	} {
		rnd := rand.New(rand.NewPCG(3, uint64(i)))
		var sum float64
		const n = 20_000
		for range n {
			sum += c.l.Apart(c.l.Draw(c.at, rnd))
		}
		near(t, fmt.Sprintf("likelihood %d: mean of Apart", i), sum/n, c.want, 0.06*c.want)
	}
}

func TestImpossiblePredictions(t *testing.T) {
	for _, c := range []struct {
		l  Likelihood
		at []float64
	}{
		{is(t)(Normal(3, 0.5)), []float64{math.NaN()}},
		{is(t)(Lognormal(3, 0.5)), []float64{0}},
		{is(t)(Lognormal(3, 0.5)), []float64{-1}},
		{is(t)(Binomial(3, 5)), []float64{1.1}},
		{is(t)(Binomial(3, 5)), []float64{-0.1}},
		{is(t)(Binomial(3, 5)), []float64{0}},
		{is(t)(Binomial(3, 5)), []float64{1}},
		{is(t)(Poisson(3, 5)), []float64{0}},
		{is(t)(Poisson(3, 5)), []float64{-1}},
		{is(t)(Poisson(3, 5)), []float64{math.Inf(1)}},
		{is(t)(NegativeBinomial(3, 5, 1)), []float64{0}},
		{is(t)(NegativeBinomial(3, 5, 1)), []float64{math.NaN()}},
		{is(t)(Dirichlet([]float64{0.5, 0.5}, 9)), []float64{0, 1}},
		{is(t)(Dirichlet([]float64{0.5, 0.5}, 9)), []float64{0.5, 0.6}},
		{is(t)(Dirichlet([]float64{0.5, 0.5}, 9)), []float64{math.NaN(), 0.6}},
	} {
		if got := c.l.Log(c.at); !math.IsInf(got, -1) {
			t.Errorf("%#v at %v: log %g, want −Inf", c.l, c.at, got)
		}
	}
	for _, c := range []struct { // what nobody had, or all, says nothing at 0 or 1
		l  Likelihood
		at float64
	}{{is(t)(Binomial(0, 5)), 0}, {is(t)(Binomial(5, 5)), 1}, {is(t)(Poisson(0, 5)), 0}, {is(t)(NegativeBinomial(0, 5, 1)), 0}} {
		if got := c.l.Log([]float64{c.at}); got != 0 {
			t.Errorf("%#v at %v: log %g, want 0", c.l, c.at, got)
		}
	}
}

func TestImpossibleObservations(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		err  error
		code string
	}{
		{second(Normal(nan, 1)), NotFinite},
		{second(Normal(1, 0)), UncertaintyNotAbove0},
		{second(Normal(1, inf)), UncertaintyNotAbove0},
		{second(Lognormal(0, 1)), ObservedNotPositive},
		{second(Lognormal(inf, 1)), NotFinite},
		{second(Lognormal(1, -1)), UncertaintyNotAbove0},
		{second(Binomial(1, 0)), TrialsNotWhole},
		{second(Binomial(1, 2.5)), TrialsNotWhole},
		{second(Binomial(0.5, 2)), CountNotWhole},
		{second(Binomial(3, 2)), CountOverTrials},
		{second(Poisson(-1, 1)), CountNotWhole},
		{second(Poisson(1.5, 1)), CountNotWhole},
		{second(Poisson(1, 0)), ExposureNotAbove0},
		{second(NegativeBinomial(nan, 1, 1)), CountNotWhole},
		{second(NegativeBinomial(1, -1, 1)), ExposureNotAbove0},
		{second(NegativeBinomial(1, 1, 0)), SizeNotAbove0},
		{second(Dirichlet([]float64{1}, 1)), SharesTooFew},
		{second(Dirichlet([]float64{1, 0}, 1)), ShareNotAbove0},
		{second(Dirichlet([]float64{0.6, 0.5}, 1)), SharesNotOne},
		{second(Dirichlet([]float64{0.5, 0.5}, 0)), ConcentrationNotAbove},
	} {
		var m *Mistake
		if !errors.As(c.err, &m) || m.Code != c.code {
			t.Errorf("error %v, want %s", c.err, c.code)
		}
	}
}

// TestDrawOfLittle: draws at the edge of what is possible are observations still.
func TestDrawOfLittle(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 4))
	for _, k := range kinds(t) {
		for _, p := range []float64{0, 1e-300, 1} {
			at := make([]float64, len(k.predicted[0]))
			at[0], at[len(at)-1] = 1-p, p
			l := k.With(k.Draw(at, rnd))
			if log := l.Log(k.predicted[1]); math.IsNaN(log) {
				t.Errorf("%s drawn at %v: log is not a number", k.name, at)
			}
		}
	}
}
