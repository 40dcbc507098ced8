package decision

import (
	"math"
	"testing"
)

// The bar of a parameter with a straight effect is its slope × the middle 80 % of a normal
// parameter, 2·1.2816; within 4.5 of the stated standard errors, and an idle one is not
// told (fixed seeds).
func TestTornadoOfAStraightLine(t *testing.T) {
	const n = 1000
	a, idle, e := normals(1, n), normals(2, n), normals(3, n)
	y := make([]float64, n)
	for i := range y {
		y[i] = 50 + 10*a[i] + 5*e[i]
	}
	s := Tornado([][]float64{a, idle, make([]float64, n)}, y)
	near(t, "size", s[0].AtHigh-s[0].AtLow, 10*(s[0].High-s[0].Low), 4.5*s[0].SE)
	near(t, "range", s[0].High-s[0].Low, 2*1.2816, 0.2)
	near(t, "error", s[0].SE, 5*2.56/math.Sqrt(n), 0.05)
	near(t, "share", s[0].Share, 100./125, 0.03)
	if !s[0].Told(3) || s[1].Told(3) || s[2].Size() != 0 || s[2].Told(3) {
		t.Errorf("told: %v, idle %v, constant %v", s[0].Told(3), s[1].Told(3), s[2].Told(3))
	}
	near(t, "one of one", -quantileNormal(0.025), 1.96, 0.001)
}
