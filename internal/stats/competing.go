package stats

import (
	"math"
	"slices"
)

// End says how an observed duration ended.
type End uint8

// The ends.
const (
	Censored  End = iota // was still going on when watching stopped
	Event                // the event of interest
	Competing            // something that makes the event impossible
)

// Duration is one observed duration and its end.
type Duration struct {
	Time float64
	End  End
}

// Curve is a step function: the estimated probability that the event of
// interest has happened by a time.
type Curve struct {
	Time      []float64 // times of the steps, upwards
	Incidence []float64 // value from that time on
	Last      float64   // longest observed duration; beyond it nothing is known
}

// AalenJohansen estimates the cumulative incidence of the event of interest
// among competing ones. With no competing end it is 1 − Kaplan–Meier. At one
// time events come before censoring. It sorts d in place.
func AalenJohansen(d []Duration) Curve {
	slices.SortFunc(d, func(a, b Duration) int {
		switch {
		case a.Time < b.Time:
			return -1
		case a.Time > b.Time:
			return 1
		}
		return 0
	})
	var c Curve
	free, incidence := 1.0, 0.0 // free of any end so far
	for i := 0; i < len(d); {
		atRisk := float64(len(d) - i)
		var counts [3]float64
		t := d[i].Time
		for ; i < len(d) && d[i].Time == t; i++ {
			counts[d[i].End]++
		}
		if counts[Event] > 0 {
			incidence += float64(free*counts[Event]) / atRisk
			c.Time = append(c.Time, t)
			c.Incidence = append(c.Incidence, incidence)
		}
		free *= 1 - (counts[Event]+counts[Competing])/atRisk
		c.Last = t
	}
	return c
}

// At is the probability that the event has happened by time t. Beyond the
// longest observed duration it keeps its last value, a lower bound.
func (c Curve) At(t float64) float64 {
	i, exact := slices.BinarySearch(c.Time, t)
	if exact {
		i++
	}
	if i == 0 {
		return 0
	}
	return c.Incidence[i-1]
}

// Quantile is the first time by which a share p of all had the event, +Inf when
// the curve does not get there.
func (c Curve) Quantile(p float64) float64 {
	const rounding = 1e-12 // p reached up to the rounding of the sums
	for i, v := range c.Incidence {
		if v >= p-rounding {
			return c.Time[i]
		}
	}
	return math.Inf(1)
}
