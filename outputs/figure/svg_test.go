package figure

import (
	"image/color"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"gonum.org/v1/plot/vg"
)

// What is told from the place before ends where it was drawn, to a twentieth of a point:
// rounding does not add up along a line.
func TestSVGIsWhereItWasDrawn(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	c, drawn := &svgCanvas{w: 960, h: 540}, &svgPath{}
	somewhere := func() vg.Point {
		return vg.Point{X: vg.Length(960 * random.Float64()), Y: vg.Length(540 * random.Float64())}
	}
	var want []vg.Point // ends of all parts
	for range 200 {
		at := somewhere()
		var p vg.Path
		p.Move(at)
		want = append(want, at)
		for range 1 + random.IntN(30) {
			switch random.IntN(5) {
			case 0:
				at.X += vg.Length(20 * random.Float64())
				p.Line(at)
			case 1:
				at.Y -= vg.Length(20 * random.Float64())
				p.Line(at)
			case 2:
				at = somewhere()
				p.CubeTo(somewhere(), somewhere(), at)
			default:
				at.X, at.Y = at.X+vg.Length(3*random.NormFloat64()), at.Y+vg.Length(3*random.NormFloat64())
				p.Line(at)
			}
			want = append(want, at)
		}
		if random.IntN(2) == 0 {
			p.Close()
		}
		c.write(drawn, p)
	}
	got := ends(t, drawn.data.String())
	k := 0
	for _, pt := range want { // a step of less than half a tenth is none
		x, y := pt.X.Points(), 540-pt.Y.Points()
		if k < len(got) && math.Hypot(got[k][0]-x, got[k][1]-y) < 0.08 {
			k++
			continue
		}
		if k == 0 || math.Hypot(got[k-1][0]-x, got[k-1][1]-y) > 0.08 {
			t.Fatalf("part %d ends at %v, %v and not there", k, x, y)
		}
	}
	if k != len(got) {
		t.Errorf("%d parts of %d were drawn", k, len(got))
	}
}

// A circle goes around and comes back.
func TestSVGCircle(t *testing.T) {
	c := &svgCanvas{w: 100, h: 100}
	(&sheet{c: c}).disc(50, 30, 4.5, ink)
	got := ends(t, c.paths[0].data.String())
	if want := [][2]float64{{45.5, 70}, {54.5, 70}, {45.5, 70}}; !slices.Equal(got, want) {
		t.Errorf("a circle is %v, not %v", got, want)
	}
}

// What looks alike is written together, and at every place the same colour is seen last.
func TestSVGPaintsInOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	c := &svgCanvas{w: 400, h: 400}
	s := &sheet{c: c}
	inks := []color.NRGBA{plans[1], plans[2], white, fade(plans[3], 60), fade(plans[4], 60)}
	type area struct {
		box   vg.Rectangle
		paint string
	}
	var all []area
	for range 300 {
		at, ink := vg.Point{X: vg.Length(380 * random.Float64()), Y: vg.Length(380 * random.Float64())}, inks[random.IntN(len(inks))]
		box := vg.Rectangle{Min: at, Max: vg.Point{X: at.X + 4 + vg.Length(20*random.Float64()), Y: at.Y + 4 + vg.Length(20*random.Float64())}}
		s.fill(box, ink)
		all = append(all, area{box, c.inked("fill")})
	}
	in := func(b vg.Rectangle, x, y, edge vg.Length) bool {
		return b.Min.X+edge < x && x < b.Max.X-edge && b.Min.Y+edge < y && y < b.Max.Y-edge
	}
	for range 20_000 {
		x, y := vg.Length(400*random.Float64()), vg.Length(400*random.Float64())
		var want, got []string // the looks at the place, from below
		for _, a := range all {
			if in(a.box, x, y, 0) {
				want = append(want, a.paint)
			}
		}
		for _, p := range c.paths {
			for _, b := range p.boxes {
				if in(b, x, y, 0.5) {
					got = append(got, p.paint)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("at %v, %v: %q, not %q", x, y, got, want)
		}
	}
	if len(c.paths) > 200 {
		t.Errorf("300 areas of five looks are %d paths", len(c.paths))
	}
}

// ends are the places at which the parts of a path end.
func ends(t *testing.T, data string) (list [][2]float64) {
	t.Helper()
	x, y := 0.0, 0.0
	for _, part := range regexp.MustCompile(`([Mhvlcaz])([^Mhvlcaz]*)`).FindAllStringSubmatch(data, -1) {
		var n []float64
		for _, s := range regexp.MustCompile(`-?[0-9.]+`).FindAllString(part[2], -1) {
			f, err := strconv.ParseFloat(s, 64)
			if err != nil {
				t.Fatal(err)
			}
			n = append(n, f)
		}
		take := map[string]int{"M": 2, "h": 1, "v": 1, "l": 2, "c": 6, "a": 7}[part[1]]
		if part[1] == "z" {
			continue
		}
		if len(n) == 0 || len(n)%take != 0 || part[1] == "M" && len(n) != 2 {
			t.Fatalf("%q has %d numbers", part[0], len(n))
		}
		for ; len(n) > 0; n = n[take:] {
			switch part[1] {
			case "M":
				x, y = n[0], n[1]
			case "h":
				x += n[0]
			case "v":
				y += n[0]
			default:
				x, y = x+n[take-2], y+n[take-1]
			}
			list = append(list, [2]float64{x, y})
		}
	}
	return list
}
