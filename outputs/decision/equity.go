package decision

import "math"

// Atkinson is the Atkinson index of an outcome over groups with some weights: the share of
// the mean that a society with inequality aversion ε would give up for the same outcome for
// all (Atkinson 1970, doi:10.1016/0022-0531(70)90039-6). 0 is perfect equality. Values are
// positive; ε = 0 gives 0 and ε = 1 the geometric mean.
func Atkinson(values, weights []float64, epsilon float64) float64 {
	mean, equal := EqualEquivalent(values, weights, epsilon)
	return 1 - equal/mean
}

// EqualEquivalent is the mean of an outcome over groups, and the level that, if everybody
// had it, would be worth as much to a society with inequality aversion ε. NaN when a value
// is missing or, with ε > 0, not positive.
func EqualEquivalent(values, weights []float64, epsilon float64) (mean, equal float64) {
	total, sum := 0.0, 0.0
	for i, v := range values {
		if math.IsNaN(v) || epsilon > 0 && v <= 0 {
			return math.NaN(), math.NaN()
		}
		total += weights[i]
		mean += float64(weights[i] * v)
		if epsilon == 1 {
			sum += float64(weights[i] * math.Log(v))
		} else {
			sum += float64(weights[i] * math.Pow(v, 1-epsilon))
		}
	}
	mean /= total
	if epsilon == 1 {
		return mean, math.Exp(sum / total)
	}
	return mean, math.Pow(sum/total, 1/(1-epsilon))
}

// EquityWeights says what a gain of each group counts, when a society has inequality
// aversion ε and groups start from some levels: (mean/level)^ε, so that the average group
// counts 1 (Robson and others 2017, doi:10.1002/hec.3430).
func EquityWeights(levels, weights []float64, epsilon float64) []float64 {
	mean, _ := EqualEquivalent(levels, weights, 0)
	out := make([]float64, len(levels))
	for i, v := range levels {
		out[i] = math.Pow(mean/v, epsilon)
	}
	return out
}

// Trade is where a plan stands on the equity–efficiency plane against another.
type Trade struct {
	Gain   float64 // of the mean outcome
	Equity float64 // of the outcome lost to inequality: how much less is lost; positive is fairer
}

// Together is what the two are worth together: the gain of the equal equivalent.
func (t Trade) Together() float64 { return t.Gain + t.Equity }

// EquityPlane compares an outcome by group under a plan with that under another. Of an
// outcome of which less is better, give what is left of the most there can be.
func EquityPlane(plan, base, weights []float64, epsilon float64) Trade {
	m1, e1 := EqualEquivalent(plan, weights, epsilon)
	m0, e0 := EqualEquivalent(base, weights, epsilon)
	return Trade{Gain: m1 - m0, Equity: (m0 - e0) - (m1 - e1)}
}
