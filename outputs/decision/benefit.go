package decision

import (
	"math"
	"slices"

	"piramide/internal/stats"
)

// Option is one plan over the cells: what it costs and what it gives in each of them. All
// options of a decision have the same cells, in the same order.
type Option struct {
	Cost   []float64 // EUR per citizen
	Effect []float64 // QALY per citizen
}

// NetBenefit is threshold × effect − cost of every option in every cell, EUR:
// [option][cell] (Stinnett and Mullahy 1998, doi:10.1177/0272989X98018002S09).
func NetBenefit(options []Option, threshold float64) [][]float64 {
	nb := make([][]float64, len(options))
	for k, o := range options {
		nb[k] = make([]float64, len(o.Cost))
		for i := range nb[k] {
			nb[k][i] = float64(threshold*o.Effect[i]) - o.Cost[i]
		}
	}
	return nb
}

// ByDraw is the mean of values over the cells of each draw: what is left when chance is
// averaged as far as the replicates go. The cells of a draw stand together.
func ByDraw(v []float64, replicates int) []float64 {
	out := make([]float64, len(v)/replicates)
	for d := range out {
		out[d] = stats.Mean(v[d*replicates : (d+1)*replicates])
	}
	return out
}

// Curve is how often each option is the best one, at some thresholds.
type Curve struct {
	Thresholds []float64   // EUR per unit of effect
	Share      [][]float64 // [option][threshold]: the acceptability curves; they sum to 1
	Best       []int       // by threshold: the option with the highest mean net benefit
	Sure       []float64   // by threshold: the share of cells in which that one is the best
}

// Acceptability gives the cost-effectiveness acceptability curves, and the frontier of
// them: the option that is best on average with the share of cells in which it is best
// (Fenwick, Claxton, Sculpher 2001, doi:10.1002/hec.635). Options that are equally good in
// a cell share it; on average the first of equals is taken.
func Acceptability(options []Option, thresholds []float64) Curve {
	c := Curve{Thresholds: thresholds, Share: make([][]float64, len(options))}
	for k := range options {
		c.Share[k] = make([]float64, len(thresholds))
	}
	for t, threshold := range thresholds {
		nb := NetBenefit(options, threshold)
		n := len(nb[0])
		for i := range n {
			var winners []int
			top := math.Inf(-1)
			for k := range nb {
				switch x := nb[k][i]; {
				case x > top:
					winners, top = append(winners[:0], k), x
				case x == top:
					winners = append(winners, k)
				}
			}
			for _, k := range winners {
				c.Share[k][t] += 1 / float64(len(winners)) / float64(n)
			}
		}
		best := Best(nb)
		c.Best = append(c.Best, best)
		c.Sure = append(c.Sure, c.Share[best][t])
	}
	return c
}

// Best is the option with the highest mean net benefit, the first of equals.
func Best(nb [][]float64) int {
	means := make([]float64, len(nb))
	for k := range nb {
		means[k] = stats.Mean(nb[k])
	}
	return slices.Index(means, slices.Max(means))
}

// ExpectedLoss is what each option loses on average against the best one of every cell,
// EUR; the least of them is the [EVPI].
func ExpectedLoss(nb [][]float64) []float64 {
	loss := make([]float64, len(nb))
	for k, r := range Regret(nb) {
		loss[k] = r.Mean
	}
	return loss
}
