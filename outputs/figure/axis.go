package figure

import (
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
)

// axis maps values to places on the sheet.
type axis struct {
	min, max float64
	from, to vg.Length
}

func (a axis) at(v float64) vg.Length {
	return a.from + vg.Length((v-a.min)/(a.max-a.min))*(a.to-a.from)
}

// ticks gives round values that lie in [lo, hi], at most about n of them, and
// the decimals they need.
func ticks(lo, hi float64, n int) (at []float64, decimals int) {
	step, decimals := roundStep((hi - lo) / float64(max(n, 1)))
	for i := math.Ceil(lo/step - 1e-9); i*step <= hi+step*1e-9; i++ {
		at = append(at, i*step)
	}
	return at, decimals
}

// roundStep is the least of 1, 2, 2.5 and 5 times a power of ten not under x.
func roundStep(x float64) (step float64, decimals int) {
	if x <= 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return 1, 0
	}
	e := math.Floor(math.Log10(x))
	for {
		for _, m := range []float64{1, 2, 2.5, 5} {
			if step = m * math.Pow(10, e); step >= x*(1-1e-9) {
				decimals = max(0, int(-e))
				if m == 2.5 {
					decimals = max(0, int(-e)+1)
				}
				return step, decimals
			}
		}
		e++
	}
}

// fine is how many decimals a value is told with: a tenth of the width of its interval,
// but no finer than a thousandth of the value itself, however narrow that is.
func fine(width, value float64) int {
	_, decimals := roundStep(max(width/10, math.Abs(value)/1000))
	return min(decimals, 4)
}

// roundReach is a round number not under x, with the decimals it needs, for the
// ends of an axis around zero.
func roundReach(x float64) (reach float64, decimals int) {
	if x < 1e-6 || math.IsInf(x, 0) || math.IsNaN(x) {
		return 1, 0
	}
	e := math.Floor(math.Log10(x))
	for _, m := range []float64{1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10} {
		if reach = m * math.Pow(10, e); reach >= x*(1-1e-9) {
			decimals = int(-e)
			if m != math.Trunc(m) {
				decimals++
			}
			break
		}
	}
	return reach, max(0, decimals)
}

// widen gives limits that hold all values with some air, and zero when asked.
func widen(values []float64, zero bool) (lo, hi float64) {
	if zero {
		values = append(slices.Clone(values), 0)
	}
	if len(values) == 0 {
		return 0, 1
	}
	lo, hi = slices.Min(values), slices.Max(values)
	// A span too small to write would ask for endless decimals.
	if hi-lo < math.Max(1e-4, 1e-6*math.Max(math.Abs(lo), math.Abs(hi))) {
		air := math.Max(math.Abs(hi)*0.1, 1)
		return lo - air, hi + air
	}
	air := (hi - lo) * 0.06
	if !zero || lo < 0 {
		lo -= air
	}
	if !zero || hi > 0 {
		hi += air
	}
	return lo, hi
}

// spread moves wished-for middles of labels apart so that they do not overlap,
// keeps their order and stays between lo and hi, moving them as little as
// possible (pooled neighbours share their mean). heights[i] is the room of
// label i; wished must be ascending and the heights must fit.
func spread(wished, heights []float64, lo, hi float64) []float64 {
	type block struct {
		first, n  int
		sum, size float64
	}
	var blocks []block
	start := func(b block) float64 { // lower edge of a block
		return min(max(b.sum/float64(b.n), lo), hi-b.size)
	}
	for i := range wished {
		// The wish for the lower edge of the block if only label i counted.
		b := block{i, 1, wished[i] - heights[i]/2, heights[i]}
		for len(blocks) > 0 {
			p := blocks[len(blocks)-1]
			if start(p)+p.size <= start(b) {
				break
			}
			b = block{p.first, p.n + b.n, p.sum + b.sum - float64(b.n)*p.size, p.size + b.size}
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, b)
	}
	at := make([]float64, len(wished))
	for _, b := range blocks {
		edge := start(b)
		for i := b.first; i < b.first+b.n; i++ {
			at[i] = edge + heights[i]/2
			edge += heights[i]
		}
	}
	return at
}

// spreadLabels is spread for labels in any order.
func spreadLabels(wished, heights []vg.Length, lo, hi vg.Length) []vg.Length {
	order := make([]int, len(wished))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case wished[a] < wished[b]:
			return -1
		case wished[a] > wished[b]:
			return 1
		}
		return b - a // of equals the first stands on top
	})
	w, h := make([]float64, len(order)), make([]float64, len(order))
	for k, i := range order {
		w[k], h[k] = float64(wished[i]), float64(heights[i])
	}
	at := make([]vg.Length, len(order))
	for k, y := range spread(w, h, float64(lo), float64(hi)) {
		at[order[k]] = vg.Length(y)
	}
	return at
}
