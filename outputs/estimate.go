package outputs

import (
	"math"
	"slices"

	"piramide/internal/stats"
)

// estimate summarises a quantity over cells. Cells in which it does not exist
// (NaN) are left out. When some cells are unbounded (a wait that half of the
// people never see the end of) the mean is too, and the median leads.
func estimate(v []float64, draw []int) Estimate {
	var x []float64
	var cluster []int
	for i, value := range v {
		if !math.IsNaN(value) {
			x, cluster = append(x, value), append(cluster, draw[i])
		}
	}
	e := Estimate{Mean: stats.Mean(x), SE: stats.StdErr(x, cluster), Cells: len(x)}
	slices.Sort(x)
	e.Median = stats.Quantile(0.5, x)
	e.Low, e.High = stats.Quantile(0.025, x), stats.Quantile(0.975, x)
	return e
}

// Middle is the figure to show: the mean, so that what is shown adds up (parties to
// zero, first plan and difference to plan), or the median when the mean is unbounded.
func (e Estimate) Middle() float64 {
	if math.IsInf(e.Mean, 0) || math.IsNaN(e.Mean) {
		return e.Median
	}
	return e.Mean
}

// differs reports whether a difference is anything but zero in all cells.
func (e Estimate) differs() bool { return e.Cells > 0 && (e.Low != 0 || e.High != 0 || e.Mean != 0) }

// subtract is v − base cell by cell. Two waits that both never end differ by nothing.
func subtract(v, base []float64) []float64 {
	d := make([]float64, len(v))
	for i := range v {
		d[i] = v[i] - base[i]
		if math.IsInf(v[i], 1) && math.IsInf(base[i], 1) {
			d[i] = 0
		}
	}
	return d
}

// agreement counts the cells whose difference has the sign of the middle.
func agreement(diff []float64, middle float64) (k, n int) {
	for _, d := range diff {
		if math.IsNaN(d) {
			continue
		}
		n++
		if d != 0 && middle != 0 && math.Signbit(d) == math.Signbit(middle) {
			k++
		}
	}
	return k, n
}

// pairing is 1 − Var(A−B)/(Var A + Var B): 0 without pairing, 1 when the two
// differ by a constant; NaN when neither varies.
func pairing(a, b, diff []float64) float64 {
	total := stats.Variance(a) + stats.Variance(b)
	if total == 0 || math.IsNaN(total) || math.IsInf(total, 0) {
		return math.NaN()
	}
	return 1 - stats.Variance(diff)/total
}

// needed is how many cells would put the mean difference 1.96 Monte-Carlo errors
// from zero; 0 when it is there, when nothing differs, or past a million.
func needed(d Estimate) int {
	if d.SE == 0 || d.Mean == 0 || math.IsNaN(d.SE) || math.IsInf(d.Mean, 0) || math.Abs(d.Mean) >= 1.96*d.SE {
		return 0
	}
	ratio := 1.96 * d.SE / d.Mean
	n := math.Ceil(float64(d.Cells) * ratio * ratio)
	if n > 1e6 {
		return 0
	}
	return int(n)
}
