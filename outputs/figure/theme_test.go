package figure

import (
	"image/color"
	"math"
	"testing"
)

// Matrices of Machado, Oliveira and Fernandes, "A Physiologically-based Model for
// Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer
// Graphics 15(6), 2009, 1291–1298, https://doi.org/10.1109/TVCG.2009.113: severity 1, on
// linear RGB.
var sights = map[string][3][3]float64{
	"normal":       {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// lab is CIELAB (D65) of a colour as an eye sees it.
func lab(c color.NRGBA, sight [3][3]float64) [3]float64 {
	linear := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	lin := [3]float64{linear(c.R), linear(c.G), linear(c.B)}
	var seen [3]float64
	for i, row := range sight {
		for k := range row {
			seen[i] += row[k] * lin[k]
		}
		seen[i] = min(max(seen[i], 0), 1)
	}
	f := func(t float64) float64 {
		if t > 0.008856 {
			return math.Cbrt(t)
		}
		return 7.787*t + 16.0/116
	}
	x := f((0.4124564*seen[0] + 0.3575761*seen[1] + 0.1804375*seen[2]) / 0.95047)
	y := f(0.2126729*seen[0] + 0.7151522*seen[1] + 0.0721750*seen[2])
	z := f((0.0193339*seen[0] + 0.1191920*seen[1] + 0.9503041*seen[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func apart(a, b color.NRGBA, sight [3][3]float64) float64 {
	p, q := lab(a, sight), lab(b, sight)
	return math.Sqrt((p[0]-q[0])*(p[0]-q[0]) + (p[1]-q[1])*(p[1]-q[1]) + (p[2]-q[2])*(p[2]-q[2]))
}

func TestColoursStayApartForEveryEye(t *testing.T) {
	states := append(append([]color.NRGBA{}, tiers...), others...)
	for name, set := range map[string][]color.NRGBA{"plans": plans, "payers": payers, "states": states} {
		for sight, m := range sights {
			for i, a := range set {
				for _, b := range set[i+1:] {
					if d := apart(a, b, m); d < 15 {
						t.Errorf("%s, %s: %v and %v are %.1f apart; at least 15 is wanted", name, sight, a, b, d)
					}
				}
			}
		}
	}
}

func TestPayersAreNoPlans(t *testing.T) {
	for _, a := range payers {
		for _, b := range plans {
			if d := apart(a, b, sights["normal"]); d < 24 {
				t.Errorf("payer %v and plan %v are %.1f apart; at least 24 is wanted", a, b, d)
			}
		}
	}
}

func TestTextCanBeRead(t *testing.T) {
	for name, c := range map[string]color.NRGBA{"ink": ink, "grey": grey} {
		if got := contrast(c, white); got < 4.5 {
			t.Errorf("%s on white has contrast %.2f", name, got)
		}
	}
	for i, c := range plans {
		if got := contrast(deep(c), white); got < 4.5 {
			t.Errorf("text in the colour of plan %d has contrast %.2f", i, got)
		}
	}
}

func TestTiersDarkenUpwards(t *testing.T) {
	for n := 2; n <= 16; n++ {
		for i := 1; i < n; i++ {
			if luminance(tierColor(i, n)) >= luminance(tierColor(i-1, n)) {
				t.Errorf("tier %d of %d is not darker than the one below", i, n)
			}
		}
	}
}
