package draw

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// someWords are the ends, the places where a formula changes, and 10,000 words
// as they come.
func someWords() []uint64 {
	words := []uint64{0, 1, 1 << 12, 1<<12 - 1, 1 << 20, 1 << 40, 1<<63 - 1, 1 << 63, ^uint64(0), ^uint64(0) - 1<<12}
	for e := 12; e < 64; e++ { // far into both tails
		words = append(words, 1<<e, ^uint64(0)-1<<e)
	}
	for i := range 10_000 {
		words = append(words, Word(uint64(i), firstMonth, MonthEvents))
	}
	return words
}

func TestUnitIsOpenAndSymmetric(t *testing.T) {
	for _, w := range someWords() {
		u := Unit(w)
		if !(u > 0 && u < 1) {
			t.Errorf("Unit(%#x) = %v, outside (0, 1)", w, u)
		}
		if v := Unit(^w); u+v != 1 {
			t.Errorf("Unit(%#x) + Unit(its complement) = %v, want 1", w, u+v)
		}
	}
	if got, want := Unit(0), 0x1p-53; got != want {
		t.Errorf("Unit(0) = %v, want %v", got, want)
	}
	if got, want := Unit(^uint64(0)), 1-0x1p-53; got != want {
		t.Errorf("Unit(max) = %v, want %v", got, want)
	}
}

// TestNorm compares with gonum's quantile, an independent algorithm, and with
// the distribution function it should invert.
func TestNorm(t *testing.T) {
	for _, w := range someWords() {
		u, x := Unit(w), Norm(w)
		// Relative to x, and absolute near the median.
		if want := distuv.UnitNormal.Quantile(u); math.Abs(x-want) > 1e-12*max(1, math.Abs(want)) {
			t.Errorf("Norm at u = %v: %.16g, gonum %.16g", u, x, want)
		}
		if back := math.Erfc(-x/math.Sqrt2) / 2; math.Abs(back-u) > 1e-12*u {
			t.Errorf("Φ(Norm) at u = %v: %.16g, relative error %.1g", u, back, back/u-1)
		}
		if Norm(^w) != -x {
			t.Errorf("Norm(%#x) = %v but at its complement %v", w, x, Norm(^w))
		}
	}
}

// TestPoissonInverts holds Poisson to its definition with gonum's distribution
// function: P(X ≤ k−1) < u ≤ P(X ≤ k). The slack is the error of summing.
func TestPoissonInverts(t *testing.T) {
	words := someWords()
	for _, mean := range []float64{1e-300, 1e-9, 1e-4, 0.01, 0.3, 1, 2.5, 10, 30, 49.9, 50, 50.1, 200, 1e4, 1e6} {
		dist := distuv.Poisson{Lambda: mean}
		for i, w := range words {
			if mean > 50 && i > 1000 {
				break
			}
			const slack = 1e-13
			u, k := Unit(w), Poisson(w, mean)
			if k < 0 || k > 0 && !(dist.CDF(float64(k-1)) < u+slack) || !(u-slack <= dist.CDF(float64(k))) {
				t.Fatalf("Poisson(%#x, %v) = %d: u = %v lies outside (%v, %v]", w, mean, k, u, dist.CDF(float64(k-1)), dist.CDF(float64(k)))
			}
		}
	}
}

// TestPoissonZero is the promise that lets the monthly loop compare a word
// with a bound before it counts anything.
func TestPoissonZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.Uint64().Draw(t, "word")
		mean := rapid.Float64Range(0, 3).Draw(t, "mean")
		if got, want := Poisson(w, mean) == 0, Unit(w) <= math.Exp(-mean); got != want {
			t.Fatalf("no event: %t, but u ≤ exp(−mean) is %t", got, want)
		}
	})
}

// TestPoissonMonotone: a higher mean or word never gives fewer events, so a
// raised hazard only adds.
func TestPoissonMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.Uint64().Draw(t, "word")
		mean := rapid.Float64Range(0, 80).Draw(t, "mean")
		more := mean + rapid.Float64Range(0, 5).Draw(t, "more")
		if a, b := Poisson(w, mean), Poisson(w, more); b < a {
			t.Fatalf("%d events at %v, %d at %v", a, mean, b, more)
		}
		v := rapid.Uint64Min(w).Draw(t, "higher word")
		if a, b := Poisson(w, mean), Poisson(v, mean); b < a {
			t.Fatalf("%d events at word %#x, %d at %#x", a, w, b, v)
		}
	})
}

func TestPoissonRefusesNonsense(t *testing.T) {
	for _, mean := range []float64{-1e-9, math.NaN(), math.Inf(1)} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Poisson with mean %v did not panic", mean)
				}
			}()
			Poisson(1, mean)
		}()
	}
}

func BenchmarkNorm(b *testing.B) {
	var s float64
	for i := 0; b.Loop(); i++ {
		s += Norm(uint64(i) * phi)
	}
	sink = math.Float64bits(s)
}

func BenchmarkPoisson(b *testing.B) {
	var s int
	for i := 0; b.Loop(); i++ {
		s += Poisson(uint64(i)*phi, 0.3)
	}
	sink = uint64(s)
}

// NormWithin bounds Norm for every word, closely but in the tails; the words are those
// at the ends of its intervals and in between.
func TestNormWithin(t *testing.T) {
	for k := range uint64(1024) {
		for _, w := range []uint64{k << 54, k<<54 | 1<<54 - 1, k<<54 | 1<<53, k<<54 | 12345} {
			low, high := NormWithin(w)
			if x := Norm(w); x < low || x > high {
				t.Fatalf("Norm(%#x) = %v lies outside %v to %v", w, x, low, high)
			}
			if k > 100 && k < 923 && high-low > 0.01 {
				t.Fatalf("bounds %v to %v are wide", low, high)
			}
		}
	}
}
