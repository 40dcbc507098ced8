package draw

import (
	"flag"
	"iter"
)

var seed = flag.Uint64("seed", 1, "seed of the keys in the statistical tests; a fresh one fails a family with probability 1e-6")

// A wordFunc is a candidate for Word: Word itself, the reference, or a mix
// that is known to be poor.
type wordFunc func(key uint64, month int32, d Decision) uint64

// The months of a default run: 2024-01 to 2036-12, as 12·year + month − 1.
const (
	firstMonth int32 = 2024 * 12
	afterMonth int32 = 2037 * 12
)

// keySets make the keys of n citizens under a luck.
var keySets = map[string]func(n, luck int) []uint64{
	// A region as the model has it, in buurten of 10,000.
	"founders": func(n, luck int) []uint64 {
		region := KeyString("leuven")
		return fill(n, func(i int) uint64 { return Founder(*seed, uint64(luck), region, i/10_000, i%10_000) })
	},
	// Keys that nobody should use, and that must be no worse: consecutive
	// ones, and ones that differ in their high bits only.
	"counted": func(n, luck int) []uint64 {
		return fill(n, func(i int) uint64 { return *seed<<32 + uint64(luck*n+i) })
	},
	"gridded": func(n, luck int) []uint64 {
		return fill(n, func(i int) uint64 { return uint64(i)<<40 + *seed<<20 + uint64(luck) })
	},
}

func fill(n int, key func(i int) uint64) []uint64 {
	keys := make([]uint64, n)
	for i := range keys {
		keys[i] = key(i)
	}
	return keys
}

// startDecisions are the lasting questions put to every citizen.
var startDecisions = func() (ds []Decision) {
	for d := StartAge; d <= QueueTie; d++ {
		if d != StartLoss && d != StartCondition {
			ds = append(ds, d)
		}
	}
	for k := range 5 {
		ds = append(ds, StartLoss.At(k))
	}
	for k := range 10 {
		ds = append(ds, StartCondition.At(k))
	}
	for k := range 4 {
		ds = append(ds, Visible.At(k))
	}
	return ds
}()

// orders are the orders in which one run of the model uses words. They report
// whether the consumer wants more.
var orders = map[string]func(f wordFunc, keys []uint64, yield func(uint64) bool) bool{
	// The monthly loop: month by month, citizen by citizen; one citizen in
	// eleven has a candidate point and draws its event, day and acceptance.
	"month": func(f wordFunc, keys []uint64, yield func(uint64) bool) bool {
		for m := firstMonth; m < afterMonth; m++ {
			for _, k := range keys {
				w := f(k, m, MonthEvents)
				if !yield(w) {
					return false
				}
				if w < 0xe800<<48 {
					continue
				}
				if !yield(f(k, m, CandidateEvent.At2(0, 0))) ||
					!yield(f(k, m, CandidateDay.At2(0, 0))) ||
					!yield(f(k, m, Acceptance.At2(int(w&7), 0))) {
					return false
				}
			}
		}
		return true
	},
	// The same without candidates: what the common month compares.
	"bare": func(f wordFunc, keys []uint64, yield func(uint64) bool) bool {
		for m := firstMonth; m < afterMonth; m++ {
			for _, k := range keys {
				if !yield(f(k, m, MonthEvents)) {
					return false
				}
			}
		}
		return true
	},
	// One life after the other.
	"life": func(f wordFunc, keys []uint64, yield func(uint64) bool) bool {
		for _, k := range keys {
			for m := firstMonth; m < afterMonth; m++ {
				if !yield(f(k, m, MonthEvents)) {
					return false
				}
			}
		}
		return true
	},
	// A population being built: all lasting questions of one citizen, then the
	// next citizen.
	"start": func(f wordFunc, keys []uint64, yield func(uint64) bool) bool {
		for _, k := range keys {
			for _, d := range startDecisions {
				if !yield(f(k, Lasting, d)) {
					return false
				}
			}
		}
		return true
	},
}

// inOrder is the sequence of words of run after run, each under the next luck,
// of n citizens.
func inOrder(order string, f wordFunc, set string, n int) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		for luck := 0; orders[order](f, keySets[set](n, luck), yield); luck++ {
		}
	}
}
