package draw

import (
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// falseAlarm is the probability that a sound generator fails one family of
// checks. Keys are fixed, so a family that passes once always passes.
const falseAlarm = 1e-6

// A family is a set of checks that together raise a false alarm with
// probability at most falseAlarm: each gets an equal share (Bonferroni).
type family struct{ checks []check }

type check struct {
	name string
	p    float64 // two-sided: both too far from chance and too close to it count
}

// normal adds a check on a statistic that is standard normal under chance.
func (f *family) normal(z float64, format string, args ...any) {
	f.checks = append(f.checks, check{fmt.Sprintf(format, args...), math.Erfc(math.Abs(z) / math.Sqrt2)})
}

// chiSquare adds a check on counts that should follow the probabilities in
// share, in order; neighbouring cells are pooled until 20 are expected.
func (f *family) chiSquare(counts []int, share func(i int) float64, format string, args ...any) {
	var n, obs, exp float64
	for _, c := range counts {
		n += float64(c)
	}
	type cell struct{ obs, exp float64 }
	var cells []cell
	for i, c := range counts {
		obs += float64(c)
		exp += n * share(i)
		if exp >= 20 {
			cells = append(cells, cell{obs, exp})
			obs, exp = 0, 0
		}
	}
	last := &cells[len(cells)-1] // takes what is left, however little
	last.obs += obs
	last.exp += exp
	var x2 float64
	for _, c := range cells {
		x2 += (c.obs - c.exp) * (c.obs - c.exp) / c.exp
	}
	dist := distuv.ChiSquared{K: float64(len(cells) - 1)}
	f.checks = append(f.checks, check{fmt.Sprintf(format, args...), 2 * min(dist.Survival(x2), dist.CDF(x2))})
}

// even is the share of a uniform chi-square with k cells.
func even(k int) func(int) float64 { return func(int) float64 { return 1 / float64(k) } }

// alarms are the checks that fail, worst first.
func (f *family) alarms() []check {
	limit := falseAlarm / float64(len(f.checks))
	var bad []check
	for _, c := range f.checks {
		if !(c.p >= limit) {
			bad = append(bad, c)
		}
	}
	slices.SortFunc(bad, func(a, b check) int { return cmp.Compare(a.p, b.p) })
	return bad
}

// reporter is the part of testing.T that report needs.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Logf(format string, args ...any)
}

func (f *family) report(t reporter) {
	t.Helper()
	bad := f.alarms()
	for _, c := range bad[:min(len(bad), 5)] {
		t.Errorf("%s: p = %.2g", c.name, c.p)
	}
	lowest := slices.MinFunc(f.checks, func(a, b check) int { return cmp.Compare(a.p, b.p) })
	t.Logf("%d of %d checks fail at p < %.1g/%d; lowest p = %.2g (%s)",
		len(bad), len(f.checks), falseAlarm, len(f.checks), lowest.p, lowest.name)
}

// stream adds the checks on a sequence of words in the order given: uniform
// bytes, uniform low and high pairs with the next word, serial correlation,
// distance between neighbours, and the count of each bit.
func (f *family) stream(name string, words []uint64) {
	n := float64(len(words))
	var bytes [8][256]int
	var ones [64]int
	for _, w := range words {
		for b := range 8 {
			bytes[b][w>>(8*b)&255]++
		}
		for b := range 64 {
			ones[b] += int(w >> b & 1)
		}
	}
	for b := range 8 {
		f.chiSquare(bytes[b][:], even(256), "%s: byte %d", name, b)
	}
	for b := range 64 {
		f.normal((float64(ones[b])-n/2)/math.Sqrt(n/4), "%s: bit %d", name, b)
	}
	for _, lag := range []int{1, 2, 3, 5, 12, 36, 156} {
		f.pair(fmt.Sprintf("%s, lag %d", name, lag), words[:len(words)-lag], words[lag:])
	}
}

// pair adds the checks on two sequences that should have nothing to do with
// each other, word by word.
func (f *family) pair(name string, xs, ys []uint64) {
	n := float64(len(xs))
	var sum float64
	var high, low [1024]int
	var distance [65]int
	for i, x := range xs {
		y := ys[i]
		sum += (Unit(x) - 0.5) * (Unit(y) - 0.5)
		high[x>>59<<5|y>>59]++
		low[x&31<<5|y&31]++
		distance[bits.OnesCount64(x^y)]++
	}
	f.normal(sum*12/math.Sqrt(n), "%s: correlation", name)
	f.chiSquare(high[:], even(1024), "%s: high 5 bits together", name)
	f.chiSquare(low[:], even(1024), "%s: low 5 bits together", name)
	binomial := distuv.Binomial{N: 64, P: 0.5}
	f.chiSquare(distance[:], func(i int) float64 { return binomial.Prob(float64(i)) }, "%s: bits in common", name)
}

// withinWord adds the check on each pair of bits of a word: groups of events
// share one word, so its fields must not know of each other.
func (f *family) withinWord(name string, words []uint64) {
	n := float64(len(words))
	for turn := 1; turn <= 32; turn++ {
		var differ [64]int
		for _, w := range words {
			x := w ^ bits.RotateLeft64(w, turn)
			for b := range 64 {
				differ[b] += int(x >> b & 1)
			}
		}
		for b, c := range differ {
			f.normal((float64(c)-n/2)/math.Sqrt(n/4), "%s: bits %d and %d of a word", name, b, (b-turn)&63)
		}
	}
}
