package plain

import (
	"math"
	"strconv"
	"testing"
)

// TestDecimalsOf: the decimals of a number are the least with which it reads back, to a
// ten-thousandth; one more tells nothing, one fewer is another number.
func TestDecimalsOf(t *testing.T) {
	for _, x := range []float64{0, 1, -1, 0.1, 0.05, 12.5, 1e6, 1e6 + 0.25, 0.1 + 0.2, 1. / 3, -2.0001, 0.00004} {
		d := DecimalsOf(x)
		back := func(digits int) float64 {
			v, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', digits, 64), 64)
			return v
		}
		if d < 0 || d > 4 || math.Abs(back(d)-x) > 0.5e-4 {
			t.Errorf("%v with %d decimals is %v", x, d, back(d))
		}
		if d > 0 && math.Abs(back(d-1)-x) < 0.5e-4 {
			t.Errorf("%v needs %d decimals, not %d", x, d-1, d)
		}
	}
}
