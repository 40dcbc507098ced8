package sweep

import (
	"piramide/internal/draw"
)

// Factorial lists every combination of factors with some number of levels: the last
// factor turns fastest. A point has the level of each factor, from 0.
func Factorial(levels []int) [][]int {
	points := [][]int{make([]int, 0, len(levels))}
	for _, n := range levels {
		var next [][]int
		for _, p := range points {
			for level := range n {
				next = append(next, append(append(make([]int, 0, len(levels)), p...), level))
			}
		}
		points = next
	}
	return points
}

// LatinHypercube gives n points in k dimensions: of each dimension, cut in n equal
// parts, every part holds exactly one point, at a place drawn within it.
func LatinHypercube(n, k int, seed uint64) [][]float64 {
	points := cube(n, k)
	for f := range k {
		key := draw.Key(seed, uint64(f))
		order := make([]int, n)
		for i := range order { // Fisher and Yates
			j := int(draw.Unit(draw.Word(key, int32(i), draw.DesignOrder)) * float64(i+1))
			order[i] = order[j]
			order[j] = i
		}
		for i := range points {
			points[i][f] = (float64(order[i]) + draw.Unit(draw.Word(key, int32(i), draw.DesignPlace))) / float64(n)
		}
	}
	return points
}

// Morris gives trajectories through a grid of some levels in k dimensions: k+1 points
// each, of which every one differs from the last in one factor, by half of the range and a
// little (levels/2 steps of levels−1), so that each level is as likely (Morris 1991,
// doi:10.1080/00401706.1991.10484804). Levels must be even.
func Morris(trajectories, k, levels int, seed uint64) [][]float64 {
	var points [][]float64
	step := float64(levels/2) / float64(levels-1)
	for t := range trajectories {
		key := draw.Key(seed, uint64(t))
		at := make([]float64, k)
		up := make([]bool, k)
		order := make([]int, k)
		for f := range k {
			low := draw.Unit(draw.Word(key, int32(f), draw.DesignPlace)) * float64(levels/2)
			at[f] = float64(int(low)) / float64(levels-1)
			if up[f] = draw.Unit(draw.Word(key, int32(f), draw.DesignSide)) < 0.5; !up[f] {
				at[f] += step
			}
			j := int(draw.Unit(draw.Word(key, int32(f), draw.DesignOrder)) * float64(f+1))
			order[f] = order[j]
			order[j] = f
		}
		points = append(points, append([]float64(nil), at...))
		for _, f := range order {
			if up[f] {
				at[f] += step
			} else {
				at[f] -= step
			}
			points = append(points, append([]float64(nil), at...))
		}
	}
	return points
}

// Saltelli gives the points from which Sobol' indices are estimated: for each of n base
// points k+2 in a row: of a first sample, of a second one, and the first with one factor
// after the other taken from the second (Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018).
func Saltelli(n, k int, seed uint64) [][]float64 {
	var points [][]float64
	for _, both := range Sobol(n, 2*k, seed) {
		a, b := both[:k], both[k:]
		points = append(points, a, b)
		for f := range k {
			mixed := append([]float64(nil), a...)
			mixed[f] = b[f]
			points = append(points, mixed)
		}
	}
	return points
}

func cube(n, k int) [][]float64 {
	flat := make([]float64, n*k)
	points := make([][]float64, n)
	for i := range points {
		points[i] = flat[i*k : (i+1)*k : (i+1)*k]
	}
	return points
}
