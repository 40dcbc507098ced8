package decision

import "testing"

func TestTwoWayHoldsWhatWasLived(t *testing.T) {
	x, y := []float64{1, 1, 2, 2, 1, 1, 2, 2}, []float64{5, 6, 5, 6, 5, 6, 5, 6}
	m, ok := TwoWay(x, y, []float64{10, 20, 30, 40, 14, 20, 30, 40}, 9)
	if !ok || m.Mean[0][0] != 12 || m.Mean[1][1] != 40 || m.N[0][0] != 2 || m.Fit != 1 {
		t.Errorf("%v %+v", ok, m)
	}
}

// A quadratic surface is found exactly, and says so; noise beside it costs fit.
func TestTwoWayOfASurface(t *testing.T) {
	const n = 400
	x, y, e := normals(1, n), normals(2, n), normals(3, n)
	f := func(a, b float64) float64 { return 3 + a - 2*b + a*b + 0.5*b*b }
	v, noisy := make([]float64, n), make([]float64, n)
	for i := range v {
		v[i] = f(x[i], y[i])
		noisy[i] = v[i] + 10*e[i]
	}
	m, ok := TwoWay(x, y, v, 7)
	if !ok || len(m.X) != 7 || m.N != nil {
		t.Fatalf("%v %+v", ok, m)
	}
	near(t, "fit", m.Fit, 1, 1e-9)
	for i, a := range m.X {
		for j, b := range m.Y {
			near(t, "surface", m.Mean[i][j], f(a, b), 1e-9)
		}
	}
	if m, _ := TwoWay(x, y, noisy, 7); m.Fit > 0.25 {
		t.Errorf("fit of noise %v", m.Fit)
	}
	if _, ok := TwoWay(x[:20], y[:20], v[:20], 7); ok {
		t.Error("a surface from 20 cells")
	}
}

// An input of two values has no square: what lies on a plane at each of them is found
// exactly, and the map stands at these values.
func TestTwoWayOfFewValues(t *testing.T) {
	const n = 100
	x, y := normals(1, n), make([]float64, n)
	f := func(a, b float64) float64 { return 3 + a - 2*b + a*b + 0.5*a*a }
	v := make([]float64, n)
	for i := range v {
		y[i] = float64(i % 2)
		v[i] = f(x[i], y[i])
	}
	for name, swapped := range map[string]bool{"second": false, "first": true} {
		a, b := x, y
		if swapped {
			a, b = y, x
		}
		m, ok := TwoWay(a, b, v, 7)
		if swapped {
			m.X, m.Y = m.Y, m.X
		}
		if !ok || len(m.X) != 7 || len(m.Y) != 2 {
			t.Fatalf("%s: %v %+v", name, ok, m)
		}
		near(t, name, m.Fit, 1, 1e-9)
		for i, p := range m.X {
			for j, q := range m.Y {
				if swapped {
					near(t, name, m.Mean[j][i], f(p, q), 1e-9)
				} else {
					near(t, name, m.Mean[i][j], f(p, q), 1e-9)
				}
			}
		}
	}
}
