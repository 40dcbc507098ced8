package decision

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Worked by hand: of 1 and 4 in halves the geometric mean is 2 and the harmonic 1.6.
func TestAtkinsonByHand(t *testing.T) {
	v, w := []float64{1, 4}, []float64{1, 1}
	near(t, "no aversion", Atkinson(v, w, 0), 0, 1e-12)
	near(t, "ε 1", Atkinson(v, w, 1), 1-2/2.5, 1e-12)
	near(t, "ε 2", Atkinson(v, w, 2), 1-1.6/2.5, 1e-12)
	near(t, "weights", Atkinson([]float64{1, 4, 4}, []float64{2, 1, 1}, 1), 1-2/2.5, 1e-12)
	if w := EquityWeights(v, w, 1); w[0] != 2.5 || w[1] != 0.625 {
		t.Errorf("weights %v", w)
	}
	if !math.IsNaN(Atkinson([]float64{0, 1}, w, 1)) {
		t.Error("an outcome of zero has an index")
	}
}

// Laws: the index does not change when all is scaled, falls when the better-off gives to
// the worse-off, and lies between 0 and 1; gain and equity together are the gain of the
// equal equivalent.
func TestAtkinsonLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SliceOfN(rapid.Float64Range(1, 100), 2, 5).Draw(t, "values")
		w := make([]float64, len(v))
		for i := range w {
			w[i] = 1
		}
		e := rapid.Float64Range(0.1, 3).Draw(t, "epsilon")
		a := Atkinson(v, w, e)
		scaled, moved := make([]float64, len(v)), append([]float64(nil), v...)
		for i := range v {
			scaled[i] = 7 * v[i]
		}
		if b := Atkinson(scaled, w, e); math.Abs(a-b) > 1e-9 || a < -1e-12 || a >= 1 {
			t.Fatalf("index %v, scaled %v", a, b)
		}
		rich, poor := 0, 1
		if v[1] > v[0] {
			rich, poor = 1, 0
		}
		gift := (v[rich] - v[poor]) / 3
		moved[rich], moved[poor] = v[rich]-gift, v[poor]+gift
		if b := Atkinson(moved, w, e); b > a+1e-9 {
			t.Fatalf("a gift raises the index from %v to %v", a, b)
		}
		_, e0 := EqualEquivalent(v, w, e)
		_, e1 := EqualEquivalent(moved, w, e)
		if p := EquityPlane(moved, v, w, e); math.Abs(p.Together()-(e1-e0)) > 1e-9 || p.Equity < -1e-9 {
			t.Fatalf("plane %+v", p)
		}
	})
}
