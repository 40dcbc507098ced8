package outputs

import (
	"math"
	"testing"
)

// The bound of one parameter is the tabled critical correlation (n = 40, two-sided
// 5 %: 0.312); more parameters ask for more, more draws for less.
func TestLeastRho(t *testing.T) {
	if got := leastRho(40, 1); math.Abs(got-0.312) > 0.001 {
		t.Errorf("one parameter, 40 draws: %.4f", got)
	}
	if many, more := leastRho(40, 300), leastRho(99, 300); !(many > 0.5 && many < 0.7 && more < many) {
		t.Errorf("300 parameters: %.3f with 40 draws, %.3f with 99", many, more)
	}
}
