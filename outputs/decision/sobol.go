package decision

import (
	"math"
	"slices"

	"piramide/internal/draw"
	"piramide/internal/stats"
)

// Index is how much of the variance of an outcome comes from one factor: alone (First), and
// with all it does together with others (Total). The limits are 95 % bootstrap intervals.
type Index struct {
	First, FirstLow, FirstHigh float64
	Total, TotalLow, TotalHigh float64
}

// Sobol estimates the indices of k factors from values at the points of a Saltelli design,
// k+2 for each base point: of a first sample A, of a second one B, and A with one factor
// after the other taken from B. First is by Saltelli et al. 2010
// (doi:10.1016/j.cpc.2009.09.018), table 2 (b); Total by Jansen 1999
// (doi:10.1016/S0010-4655(98)00154-4). used is how many base points have all their values;
// others are left out. Without variance all indices are NaN.
func Sobol(y []float64, k, resamples int, seed uint64) (list []Index, used int) {
	var rows [][]float64
	for i := 0; i+k+2 <= len(y); i += k + 2 {
		if row := y[i : i+k+2]; !slices.ContainsFunc(row, missing) {
			rows = append(rows, row)
		}
	}
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	first, total := indices(rows, order, k)
	list = make([]Index, k)
	samples := make([][2][]float64, k)
	src := draw.Source(draw.Key(seed, uint64(len(rows)), uint64(k)), draw.StreamBootstrap)
	for range resamples {
		for i := range order {
			order[i] = int(draw.Unit(src.Uint64()) * float64(len(rows)))
		}
		f, t := indices(rows, order, k)
		for j := range k {
			samples[j][0], samples[j][1] = append(samples[j][0], f[j]), append(samples[j][1], t[j])
		}
	}
	for j := range list {
		list[j].First, list[j].Total = first[j], total[j]
		list[j].FirstLow, list[j].FirstHigh = interval95(samples[j][0])
		list[j].TotalLow, list[j].TotalHigh = interval95(samples[j][1])
	}
	return list, len(rows)
}

func missing(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }

// interval95 is the middle 95 % of values; it sorts them. NaN when one is.
func interval95(v []float64) (low, high float64) {
	if slices.ContainsFunc(v, math.IsNaN) {
		return math.NaN(), math.NaN()
	}
	slices.Sort(v)
	return stats.Quantile(0.025, v), stats.Quantile(0.975, v)
}

// indices gives the first-order and total indices over some of the rows.
func indices(rows [][]float64, order []int, k int) (first, total []float64) {
	n := float64(len(order))
	mean := 0.0
	for _, i := range order {
		mean += (rows[i][0] + rows[i][1]) / 2 / n
	}
	variance := 0.0
	first, total = make([]float64, k), make([]float64, k)
	for _, i := range order {
		a, b := rows[i][0]-mean, rows[i][1]-mean
		variance += (float64(a*a) + float64(b*b)) / 2 / n
		for j := range k {
			mixed := rows[i][2+j] - mean
			first[j] += b * (mixed - a) / n
			total[j] += (a - mixed) * (a - mixed) / 2 / n
		}
	}
	for j := range k {
		if variance > 1e-24*mean*mean { // more than rounding
			first[j] /= variance
			total[j] /= variance
		} else {
			first[j], total[j] = math.NaN(), math.NaN()
		}
	}
	return first, total
}
