package evaluation

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Matching seeks for every treated person one control who looks alike, each control at most
// once and in the order of the treated.

// Logit fits a logistic regression of yes on covariates with an intercept, by iteratively
// reweighted least squares, and gives the log odds that it expects of everybody. Each row of
// x is a person. A ridge of 1e-6 on the standardised scale keeps covariates apart that say
// the same, or that separate the groups.
func Logit(x [][]float64, yes []bool) []float64 {
	n := len(x)
	if n == 0 {
		return nil
	}
	x = standardised(x)
	k := len(x[0]) + 1
	beta := make([]float64, k)
	eta := make([]float64, n)
	const ridge, most, close = 1e-6, 25, 1e-8
	for range most {
		info, score, row := make([]float64, k*k), make([]float64, k), make([]float64, k)
		for j := range k {
			info[j*k+j] = float64(n) * ridge
			score[j] = -float64(n) * ridge * beta[j]
		}
		for i := range n {
			row[0] = 1
			copy(row[1:], x[i])
			p := 1 / (1 + math.Exp(-eta[i]))
			y := 0.0
			if yes[i] {
				y = 1
			}
			weight := p * (1 - p)
			for a := range k {
				score[a] += float64((y - p) * row[a])
				for b := a; b < k; b++ {
					info[a*k+b] += float64(weight * row[a] * row[b])
				}
			}
		}
		var ch mat.Cholesky
		step := mat.NewVecDense(k, nil)
		if !ch.Factorize(mat.NewSymDense(k, info)) || ch.SolveVecTo(step, mat.NewVecDense(k, score)) != nil {
			break
		}
		far := 0.0
		for j := range k {
			beta[j] += step.AtVec(j)
			far = math.Max(far, math.Abs(step.AtVec(j)))
		}
		for i := range n {
			eta[i] = beta[0]
			for j, v := range x[i] {
				eta[i] += float64(beta[j+1] * v)
			}
		}
		if far < close {
			break
		}
	}
	return eta
}

// standardised gives every column mean 0 and standard deviation 1; a constant one is 0.
func standardised(x [][]float64) [][]float64 {
	out := make([][]float64, len(x))
	for i := range x {
		out[i] = slices.Clone(x[i])
	}
	for j := range x[0] {
		var sum, squares float64
		for i := range x {
			sum += x[i][j]
		}
		mean := sum / float64(len(x))
		for i := range x {
			squares += float64((x[i][j] - mean) * (x[i][j] - mean))
		}
		sd := math.Sqrt(squares / float64(len(x)))
		for i := range out {
			if out[i][j] -= mean; sd > 0 {
				out[i][j] /= sd
			}
		}
	}
	return out
}

// caliper is how far apart the log odds of two people may lie who are matched, in standard
// deviations of the log odds (Austin 2011).
const caliper = 0.2

// ByScore matches on a score, such as the log odds of taking part: the control with the
// nearest score within the caliper. It gives a control per treated person, −1 without one.
func ByScore(treated, control []float64) []int {
	order := make([]int, len(control))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(control[a], control[b]), a-b) })
	up, down := make([]int, len(order)+2), make([]int, len(order)+2) // the next free place, in an order that starts at 1
	for i := range up {
		up[i], down[i] = i, i
	}
	free := func(next []int, i int) int {
		root := i
		for next[root] != root {
			root = next[root]
		}
		for next[i] != root {
			next[i], i = root, next[i]
		}
		return root
	}
	within := caliper * spread(treated, control)
	out := make([]int, len(treated))
	for t, x := range treated {
		out[t] = -1
		at, _ := slices.BinarySearchFunc(order, x, func(c int, x float64) int { return cmp.Compare(control[c], x) })
		above, below := free(up, at+1), free(down, at)
		best, far := 0, within
		if above <= len(order) && control[order[above-1]]-x <= far {
			best, far = above, control[order[above-1]]-x
		}
		if below >= 1 && x-control[order[below-1]] <= far {
			best = below
		}
		if best > 0 {
			out[t] = order[best-1]
			up[best], down[best] = best+1, best-1
		}
	}
	return out
}

// spread is the standard deviation of two groups around their own means.
func spread(groups ...[]float64) float64 {
	var squares, n float64
	for _, g := range groups {
		mean := 0.0
		for _, x := range g {
			mean += x / float64(len(g))
		}
		for _, x := range g {
			squares += float64((x - mean) * (x - mean))
		}
		n += float64(len(g))
	}
	return math.Sqrt(squares / math.Max(1, n))
}

// Nearest matches on standardised covariates: the control of the same stratum with the
// smallest Euclidean distance. Rows of the two groups have the same columns; stratum is
// what must be equal. It gives a control per treated person, −1 without one.
func Nearest(treated, control [][]float64, ofTreated, ofControl []int) []int {
	out := make([]int, len(treated))
	if len(treated) == 0 {
		return out
	}
	all := standardised(append(slices.Clone(treated), control...))
	one, other := all[:len(treated)], all[len(treated):]
	strata := map[int][]int{}
	for c, s := range ofControl {
		strata[s] = append(strata[s], c)
	}
	taken := make([]bool, len(control))
	for t, x := range one {
		best, far := -1, math.Inf(1)
		for _, c := range strata[ofTreated[t]] {
			if taken[c] {
				continue
			}
			d := 0.0
			for j, v := range other[c] {
				d += float64((v - x[j]) * (v - x[j]))
				if d >= far {
					break
				}
			}
			if d < far {
				best, far = c, d
			}
		}
		if out[t] = best; best >= 0 {
			taken[best] = true
		}
	}
	return out
}
