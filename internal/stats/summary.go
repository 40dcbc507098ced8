package stats

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Quantile gives the p-quantile of values sorted upwards, interpolated between
// order statistics at p·(n−1) (type 7 of Hyndman and Fan, the default of R and
// NumPy; gonum offers types 1 and 4). Infinite values sort last and are returned
// as they are: the median of {1, +Inf, +Inf} is +Inf. NaN for no values.
func Quantile(p float64, sorted []float64) float64 {
	n := len(sorted)
	if n == 0 {
		return math.NaN()
	}
	h := p * float64(n-1)
	i := int(math.Floor(h))
	if i >= n-1 {
		return sorted[n-1]
	}
	a, b := sorted[i], sorted[i+1]
	frac := h - float64(i)
	if frac == 0 || a == b {
		return a
	}
	return min(a+float64((b-a)*frac), b) // never falls as p grows, whatever the rounding
}

// Mean is the arithmetic mean, NaN for no values.
func Mean(x []float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	return stat.Mean(x, nil)
}

// Variance is the unbiased sample variance, 0 for fewer than two values.
func Variance(x []float64) float64 {
	if len(x) < 2 {
		return 0
	}
	return stat.Variance(x, nil)
}

// StdErr is the standard error of the mean of clustered values: cluster[i]
// names the group (a parameter draw) of x[i], and groups are independent. It is
// √(n/(n−1)·Σ_g(Σ_{i∈g}(xᵢ−x̄))²)/N over n groups and N values; with one value
// a group that is the ordinary s/√n. NaN for fewer than two groups.
func StdErr(x []float64, cluster []int) float64 {
	mean := Mean(x)
	sums := map[int]int{}
	var totals []float64
	for i, v := range x {
		g, known := sums[cluster[i]]
		if !known {
			g = len(totals)
			sums[cluster[i]] = g
			totals = append(totals, 0)
		}
		totals[g] += v - mean
	}
	n := float64(len(totals))
	if n < 2 {
		return math.NaN()
	}
	squares := 0.0
	for _, t := range totals {
		squares += float64(t * t)
	}
	return math.Sqrt(float64(n/(n-1))*squares) / float64(len(x))
}

// Half95 is half of the 95 % interval of the mean of clustered values, as of [StdErr], by
// Student's t. NaN for fewer than two groups.
func Half95(x []float64, cluster []int) float64 {
	groups := map[int]bool{}
	for _, g := range cluster {
		groups[g] = true
	}
	if len(groups) < 2 {
		return math.NaN()
	}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(len(groups) - 1)}
	return t.Quantile(0.975) * StdErr(x, cluster)
}
