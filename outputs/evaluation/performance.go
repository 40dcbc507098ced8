package evaluation

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Repetition is one virtual evaluation: what it found, and what was true of the people or
// buurten that it looked at. Without Units it found nothing.
type Repetition struct {
	Estimate
	Truth float64
	Draw  int // of the parameters: the truth is that of a draw
}

// Performance is how an evaluation does over many repetitions.
type Performance struct {
	Repetitions int // that gave an estimate
	Truth       float64
	Mean        float64
	Bias        float64
	BiasSE      float64 // simulation error of the bias
	SE          float64 // empirical standard error: of estimates around the truth of their draw, without the bias
	Coverage    float64 // share of intervals that hold the truth
	Works       float64 // share that concludes that it works, under the truth
	Harms       float64 // share that concludes that it harms, under the truth
	Power       float64 // share that concludes that it works when the effect is the smallest worth seeing
	PowerSE     float64
	WrongSign   float64 // share that then concludes the opposite
	FalseAlarm  float64 // share that concludes that it works when nothing happens
}

// Assess sums repetitions up. worth is the smallest effect worth seeing, with its sign:
// negative where less is better. Power and false alarms are of the same repetitions with the
// effect moved to worth and to 0: what an evaluation would have found had the programme
// shifted the level by so much. What biases the design stays in.
func Assess(list []Repetition, worth float64) (p Performance) {
	truth, in := map[int]float64{}, map[int]float64{}
	for _, r := range list {
		if r.Units > 0 {
			truth[r.Draw] += r.Truth
			in[r.Draw]++
		}
	}
	var errors []float64
	for _, r := range list {
		if r.Units == 0 {
			continue
		}
		real := truth[r.Draw] / in[r.Draw]
		p.Repetitions++
		p.Truth += r.Truth
		p.Mean += r.Value
		errors = append(errors, r.Value-r.Truth)
		add := func(to *float64, yes bool) {
			if yes {
				*to++
			}
		}
		side := math.Copysign(1, worth)
		helps := func(shift float64) bool {
			if side > 0 {
				return r.Low+shift > 0
			}
			return r.High+shift < 0
		}
		hurts := func(shift float64) bool {
			if side > 0 {
				return r.High+shift < 0
			}
			return r.Low+shift > 0
		}
		add(&p.Coverage, r.Low <= real && real <= r.High)
		add(&p.Works, helps(0))
		add(&p.Harms, hurts(0))
		add(&p.Power, helps(worth-real))
		add(&p.WrongSign, hurts(worth-real))
		add(&p.FalseAlarm, helps(-real))
	}
	n := float64(p.Repetitions)
	if n == 0 {
		return p
	}
	for _, x := range []*float64{&p.Truth, &p.Mean, &p.Coverage, &p.Works, &p.Harms, &p.Power, &p.WrongSign, &p.FalseAlarm} {
		*x /= n
	}
	p.Bias = p.Mean - p.Truth
	var around, own float64
	for _, e := range errors {
		own += float64((e - p.Bias) * (e - p.Bias))
	}
	for _, r := range list {
		if r.Units > 0 {
			e := r.Value - truth[r.Draw]/in[r.Draw] - p.Bias
			around += float64(e * e)
		}
	}
	free := math.Max(1, n-1)
	p.BiasSE, p.SE = math.Sqrt(own/free/n), math.Sqrt(around/free)
	p.PowerSE = math.Sqrt(p.Power * (1 - p.Power) / n)
	return p
}

// Needed is how many units an evaluation needs for a power, when n of them give it a
// standard error of se: n·((z(1−α/2)+z(power))·se/effect)². It holds for many units; of few,
// or where the error does not fall with the root of their number, it is too low.
func Needed(n, se, effect, alpha, power float64) float64 {
	z := distuv.UnitNormal.Quantile(1-alpha/2) + distuv.UnitNormal.Quantile(power)
	return n * math.Pow(z*se/effect, 2)
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
