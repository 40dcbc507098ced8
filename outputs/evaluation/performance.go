package evaluation

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Repetition is one virtual evaluation: what it found, what was true of the people or
// buurten that it looked at, and what it would have found had the programme done nothing to
// anybody. Without Units it found nothing.
type Repetition struct {
	Estimate
	Null  Estimate
	Truth float64
	Draw  int // of the parameters: the truth is that of a draw
}

// Performance is how an evaluation does over many repetitions.
type Performance struct {
	Repetitions int     `json:"repetitions"` // that gave an estimate
	Truth       float64 `json:"truth"`
	Mean        float64 `json:"mean_estimate"`
	Bias        float64 `json:"bias"`
	BiasSE      float64 `json:"bias_se"`     // simulation error of the bias
	SE          float64 `json:"se"`          // empirical: of estimates around the truth of their draw, without the bias
	Coverage    float64 `json:"coverage"`    // share of intervals that hold the truth
	Works       float64 `json:"works"`       // share that concludes that it works, under the truth
	Harms       float64 `json:"harms"`       // share that concludes that it harms, under the truth
	Power       float64 `json:"power"`       // share that concludes that it works when the effect is the smallest worth seeing
	PowerSE     float64 `json:"power_se"`    // simulation error of the power
	WrongSign   float64 `json:"wrong_sign"`  // share that then concludes the opposite
	NullMean    float64 `json:"null_mean"`   // mean estimate when nothing happens
	NullSE      float64 `json:"null_se"`     // its empirical standard error
	FalseAlarm  float64 `json:"false_alarm"` // share that concludes that it works when nothing happens
	FalseHarm   float64 `json:"false_harm"`  // share that then concludes that it harms
}

// Assess sums repetitions up. worth is the smallest effect worth seeing, with its sign:
// negative where less is better. False alarms are of the evaluations of nothing; power is of
// those with the effect worth seeing added to everybody, which moves an interval and not its
// width. What biases the design stays in both.
func Assess(list []Repetition, worth float64) (p Performance) {
	sum, in := map[int]float64{}, map[int]float64{}
	for _, r := range list {
		if r.Units > 0 {
			sum[r.Draw] += r.Truth
			in[r.Draw]++
		}
	}
	side := math.Copysign(1, worth)
	up := func(e Estimate, shift float64) bool { return e.Units > 0 && e.Low+shift > 0 }
	down := func(e Estimate, shift float64) bool { return e.Units > 0 && e.High+shift < 0 }
	helps, hurts := up, down
	if side < 0 {
		helps, hurts = down, up
	}
	var own, around, null []float64
	for _, r := range list {
		if r.Units == 0 {
			continue
		}
		truth := sum[r.Draw] / in[r.Draw]
		p.Repetitions++
		p.Truth += r.Truth
		p.Mean += r.Value
		p.NullMean += r.Null.Value
		own, around, null = append(own, r.Value-r.Truth), append(around, r.Value-truth), append(null, r.Null.Value)
		for _, x := range []struct {
			to  *float64
			yes bool
		}{
			{&p.Coverage, r.Low <= truth && truth <= r.High},
			{&p.Works, helps(r.Estimate, 0)},
			{&p.Harms, hurts(r.Estimate, 0)},
			{&p.Power, helps(r.Null, worth)},
			{&p.WrongSign, hurts(r.Null, worth)},
			{&p.FalseAlarm, helps(r.Null, 0)},
			{&p.FalseHarm, hurts(r.Null, 0)},
		} {
			if x.yes {
				*x.to++
			}
		}
	}
	n := float64(p.Repetitions)
	if n == 0 {
		return p
	}
	for _, x := range []*float64{&p.Truth, &p.Mean, &p.NullMean, &p.Coverage, &p.Works, &p.Harms, &p.Power, &p.WrongSign, &p.FalseAlarm, &p.FalseHarm} {
		*x /= n
	}
	p.Bias = p.Mean - p.Truth
	p.BiasSE, p.SE, p.NullSE = deviation(own)/math.Sqrt(n), deviation(around), deviation(null)
	p.PowerSE = math.Sqrt(p.Power * (1 - p.Power) / n)
	return p
}

// deviation is the standard deviation of a sample, 0 of one value.
func deviation(x []float64) float64 {
	mean, squares := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		squares += float64((v - mean) * (v - mean))
	}
	return math.Sqrt(squares / math.Max(1, float64(len(x)-1)))
}

// Needed is how many units an evaluation needs for a power, when n of them give it a
// standard error of se: n·((z(1−α/2)+z(power))·se/effect)². It holds for many units; of few,
// or where the error does not fall with the root of their number, it is too low.
func Needed(n, se, effect, alpha, power float64) float64 {
	z := distuv.UnitNormal.Quantile(1-alpha/2) + distuv.UnitNormal.Quantile(power)
	errors := z * se / effect
	return n * errors * errors
}

// AtMost is the highest number of hits among n that a share allows, with a chance of alarm
// of no more than alarm where the share is true: exact binomial.
func AtMost(n int, share, alarm float64) int {
	b := distuv.Binomial{N: float64(n), P: share}
	sum := 0.0
	for k := range n + 1 {
		if sum += b.Prob(float64(k)); 1-sum <= alarm {
			return k
		}
	}
	return n
}

// StaysUnder says whether hits among n show that a share is below a bound: had it been the
// bound, so few hits would have come with a chance of alarm at most. Exact binomial.
func StaysUnder(hits, n int, bound, alarm float64) bool {
	return bound >= 1 || distuv.Binomial{N: float64(n), P: bound}.CDF(float64(hits)) <= alarm
}
