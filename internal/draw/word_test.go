package draw

import (
	"flag"
	"iter"
	"maps"
	"math"
	"math/bits"
	"slices"
	"testing"
)

var scale = flag.Int("scale", 0, "take 2^scale times as many words in the statistical tests")

// take returns the first n words of a sequence.
func take(n int, seq iter.Seq[uint64]) []uint64 {
	words := make([]uint64, 0, n)
	for w := range seq {
		if words = append(words, w); len(words) == n {
			break
		}
	}
	return words
}

// inModelOrder are the checks on n words in each of the orders in which the
// model uses them.
func inModelOrder(f wordFunc, n int) *family {
	fam := new(family)
	for _, set := range slices.Sorted(maps.Keys(keySets)) {
		for _, order := range slices.Sorted(maps.Keys(orders)) {
			fam.stream(order+" order, "+set, take(n, inOrder(order, f, set, n/300)))
		}
		fam.withinWord(set, take(n/8, inOrder("bare", f, set, n/300)))
	}
	return fam
}

// acrossInputs are the checks on pairs of words that differ in one respect.
func acrossInputs(f wordFunc, n int) *family {
	fam := new(family)
	for _, set := range slices.Sorted(maps.Keys(keySets)) {
		keys := keySets[set](n+1, 0)
		at := func(shift int, month int32, d Decision) []uint64 {
			words := make([]uint64, n)
			for i := range words {
				words[i] = f(keys[i+shift], month, d)
			}
			return words
		}
		base := at(0, firstMonth, MonthEvents)
		fam.pair(set+": next key", base, at(1, firstMonth, MonthEvents))
		for _, m := range []int32{1, 2, 12, 120} {
			fam.pair(set+": another month", base, at(0, firstMonth+m, MonthEvents))
		}
		fam.pair(set+": lasting", base, at(0, Lasting, MonthEvents))
		for d := MonthEvents + 1; d < decisions; d++ {
			fam.pair(set+": another decision", base, at(0, firstMonth, d))
		}
		for k := range 10 {
			fam.pair(set+": index", at(0, firstMonth, Acceptance.At(k)), at(0, firstMonth, Acceptance.At(k+1)))
			fam.pair(set+": acceptance and day", at(0, firstMonth, CandidateDay.At2(0, k)), at(0, firstMonth, Acceptance.At2(k, 0)))
		}
		// One step in two respects that could cancel.
		fam.pair(set+": month for decision", at(0, firstMonth, CandidateDay), at(0, firstMonth+1, CandidateEvent))
		fam.pair(set+": key for month", at(0, firstMonth+1, CandidateDay), at(1, firstMonth, CandidateDay))
		fam.pair(set+": key for decision", at(0, firstMonth, CandidateDay), at(1, firstMonth, CandidateEvent))
	}
	return fam
}

// avalanche are the checks that each input bit turns each output bit over half
// of the time, around inputs as the model has them.
func avalanche(f wordFunc, n int) *family {
	fam := new(family)
	for _, set := range slices.Sorted(maps.Keys(keySets)) {
		keys := keySets[set](n, 0)
		for in := range 128 {
			var turned [64]int
			for i, k := range keys {
				m, d := firstMonth+int32(i%156), MonthEvents+Decision(i%7)
				w := f(k, m, d)
				switch {
				case in < 64:
					w ^= f(k^1<<in, m, d)
				case in < 96:
					w ^= f(k, m^1<<(in-64), d)
				default:
					w ^= f(k, m, d^1<<(in-96))
				}
				for b := range 64 {
					turned[b] += int(w >> b & 1)
				}
			}
			for b, c := range turned {
				fam.normal((float64(c)-float64(n)/2)/math.Sqrt(float64(n)/4), "%s: input bit %d, output bit %d", set, in, b)
			}
		}
	}
	return fam
}

func TestWord(t *testing.T) { testBattery(t, Word, *scale) }

// TestPhilox shows that the checks let a sound generator pass.
func TestPhilox(t *testing.T) { testBattery(t, philoxWord, *scale-2) }

// testBattery runs the three families on samples of 2^s times the usual size.
func testBattery(t *testing.T, f wordFunc, s int) {
	t.Helper()
	t.Run("model order", func(t *testing.T) { t.Parallel(); inModelOrder(f, 1<<(18+s)).report(t) })
	t.Run("across inputs", func(t *testing.T) { t.Parallel(); acrossInputs(f, 1<<(14+s)).report(t) })
	t.Run("avalanche", func(t *testing.T) { t.Parallel(); avalanche(f, 1<<(12+s)).report(t) })
}

// TestBatteryRejectsPoorMixes shows what the checks are able to see: each poor
// mix is rejected by every family named beside it.
func TestBatteryRejectsPoorMixes(t *testing.T) {
	for _, c := range []struct {
		name                     string
		f                        wordFunc
		order, across, avalanche bool
	}{
		{"Weyl sequence", func(key uint64, month int32, d Decision) uint64 {
			return key*phi + uint64(month)*root2 + uint64(d)*root3
		}, true, true, true},
		{"one shift", func(key uint64, month int32, d Decision) uint64 {
			x := key ^ root2 + (uint64(uint32(month))<<32|uint64(d))*phi
			return x ^ x>>32
		}, true, true, true},
		{"month and decision trade places", func(key uint64, month int32, d Decision) uint64 {
			return mix(key + uint64(month) + uint64(d))
		}, true, true, false},
		{"month added last", func(key uint64, month int32, d Decision) uint64 {
			return mix(key^uint64(d)*root3) + uint64(month)<<40
		}, true, true, true},
		{"first round alone", func(key uint64, month int32, d Decision) uint64 {
			hi, lo := bits.Mul64(key^root2, (uint64(uint32(month))<<32|uint64(d))*phi^root3)
			return hi ^ lo
		}, true, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			expect := func(name string, fam *family, rejects bool) {
				if bad := fam.alarms(); rejects != (len(bad) > 0) {
					t.Errorf("%s: %d of %d checks reject it, want some: %t", name, len(bad), len(fam.checks), rejects)
				}
			}
			expect("model order", inModelOrder(c.f, 1<<15), c.order)
			expect("across inputs", acrossInputs(c.f, 1<<11), c.across)
			expect("avalanche", avalanche(c.f, 1<<8), c.avalanche)
		})
	}
}

var sink uint64

// BenchmarkWord is the monthly loop: independent words, one after the other.
func BenchmarkWord(b *testing.B) {
	var s uint64
	k, m := uint64(0), firstMonth
	for b.Loop() {
		k += phi
		s += Word(k, m, MonthEvents)
	}
	sink = s
}

// BenchmarkWordChained is the time until a word is known.
func BenchmarkWordChained(b *testing.B) {
	s, m := uint64(0), firstMonth
	for b.Loop() {
		s = Word(s, m, MonthEvents)
	}
	sink = s
}

func BenchmarkFounder(b *testing.B) {
	var s uint64
	for i := 0; b.Loop(); i++ {
		s += Founder(1, 2, 3, 4, i)
	}
	sink = s
}
