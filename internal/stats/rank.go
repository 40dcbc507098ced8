package stats

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Order gives the places of the values from low to high, equal ones as they stand.
func Order(x []float64) []int {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	return order
}

// Ranks gives each value its rank from 1, equal values their mean rank.
func Ranks(x []float64) []float64 {
	order := Order(x)
	ranks := make([]float64, len(x))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && x[order[j]] == x[order[i]] {
			j++
		}
		for _, k := range order[i:j] {
			ranks[k] = float64(i+j+1) / 2
		}
		i = j
	}
	return ranks
}

// Spearman is the rank correlation of two series, 0 when one of them is constant.
func Spearman(x, y []float64) float64 {
	r := stat.Correlation(Ranks(x), Ranks(y), nil)
	if math.IsNaN(r) {
		return 0
	}
	return r
}

// RankRegression regresses the ranks of y on the ranks of the columns of x and
// divides the explained variance over them: share i is β·r, standardised
// coefficient times correlation (Pratt), never below 0. Their sum is about R².
//
// Columns whose correlation could be chance (|r| < 1.96/√(n−1)) are left out, at
// most n/5 of the strongest stay in, so that many idle inputs do not explain noise.
func RankRegression(x [][]float64, y []float64) []float64 {
	n := len(y)
	share := make([]float64, len(x))
	r := make([]float64, len(x))
	var in []int
	for i, column := range x {
		r[i] = Spearman(column, y)
		if math.Abs(r[i]) >= 1.96/math.Sqrt(float64(n-1)) {
			in = append(in, i)
		}
	}
	slices.SortStableFunc(in, func(a, b int) int {
		switch {
		case math.Abs(r[a]) > math.Abs(r[b]):
			return -1
		case math.Abs(r[a]) < math.Abs(r[b]):
			return 1
		}
		return 0
	})
	in = in[:min(len(in), n/5)]
	if len(in) == 0 {
		return share
	}
	corr := mat.NewSymDense(len(in), nil)
	right := mat.NewVecDense(len(in), nil)
	for a, i := range in {
		right.SetVec(a, r[i])
		for b := a; b < len(in); b++ {
			c := 1.0
			if a != b {
				c = Spearman(x[i], x[in[b]])
			}
			corr.SetSym(a, b, c)
		}
	}
	var chol mat.Cholesky
	var beta mat.VecDense
	if !chol.Factorize(corr) || chol.SolveVecTo(&beta, right) != nil {
		for _, i := range in { // inputs that copy each other: fall back to squared correlations
			share[i] = float64(r[i] * r[i])
		}
		return share
	}
	for a, i := range in {
		share[i] = max(0, float64(beta.AtVec(a)*r[i]))
	}
	return share
}
