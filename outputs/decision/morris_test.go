package decision

import (
	"math"
	"testing"

	"piramide/scenarios/sweep"
)

// A straight line has the same effect everywhere: mu* is the size of its slope and sigma
// is zero. Of x² on a grid of four levels with steps of two thirds the effect is x + x′:
// 2/3 or 4/3, as often. A product of two factors averages 1/2 and is told by sigma.
func TestMorrisOfKnownFunctions(t *testing.T) {
	const paths = 4000
	points := sweep.Morris(paths, 5, 4, 1)
	y := make([]float64, len(points))
	x := make([][]float64, len(points))
	span := []float64{1, 10, 2, 1, 1}
	for i, u := range points {
		y[i] = 3*u[0] - 5*u[1] + u[2]*u[2] + u[3]*u[4]
		x[i] = make([]float64, 5)
		for j := range u {
			x[i][j] = 7 + span[j]*u[j] // where and how wide a factor is does not matter
		}
	}
	e := Morris(y, x, span)
	near(t, "line", e[0].MuStar, 3, 1e-9)
	near(t, "line sigma", e[0].Sigma, 0, 1e-9)
	near(t, "falling line", e[1].MuStar, 5, 1e-9)
	near(t, "falling line, sign", e[1].Mu, -5, 1e-9)
	near(t, "square", e[2].Mu, 1, 5*(1./3)/math.Sqrt(paths)) // 5 standard errors: 6·10⁻⁷
	near(t, "square sigma", e[2].Sigma, 1./3, 0.01)
	near(t, "product", e[3].Mu, 0.5, 5*0.373/math.Sqrt(paths))
	near(t, "product sigma", e[3].Sigma, math.Sqrt(5./36), 0.02) // of 0, 1/3, 2/3, 1
	near(t, "error", e[3].SE, e[3].Sigma/math.Sqrt(paths), 1e-9)
	y[3] = math.NaN()
	if m := Morris(y, x, span); m[0].Steps+m[1].Steps+m[2].Steps+m[3].Steps+m[4].Steps != 5*paths-2 {
		t.Errorf("a failed cell takes its two steps out, not %+v", m)
	}
}
