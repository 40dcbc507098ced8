package figure

import (
	"errors"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
)

// Heat is an outcome over two inputs.
type Heat struct {
	XTitle, YTitle string
	X, Y           []string    // the values, written out
	Mean           [][]float64 // [x][y]
	Format         Format
	Decimals       int
	Reach          float64 // what the colours span at least on either side of the middle; 0 = as the values do
}

// NewHeat draws a cell per pair of values: darker is more, and the number stands in the
// cell where it fits.
func NewHeat(f Frame, d Heat) (*Figure, error) {
	err := errors.Join(between("values", len(d.X), 2, 60), between("values", len(d.Y), 2, 60), sameLength("means", len(d.Mean), len(d.X)))
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, row := range d.Mean {
		err = errors.Join(err, sameLength("means", len(row), len(d.Y)), finite("means", row...))
		for _, v := range row {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	if err != nil {
		return nil, err
	}
	lo, hi = spanOf(lo, hi, d.Reach)
	l := heatLayout{d, lo, hi}
	return &Figure{frame: f, note: f.note("decide.figure.map.note"), draw: l.draw, need: func(w vg.Length) vg.Length {
		return paragraphHeight(d.YTitle, mutedSmall, w) + 6 + 200 + heatFoot
	}}, nil
}

// spanOf widens a span to what counts on either side of its middle: a shade must not look
// like a difference.
func spanOf(lo, hi, reach float64) (float64, float64) {
	if middle := (lo + hi) / 2; hi-lo < 2*reach {
		return middle - reach, middle + reach
	}
	return lo, hi
}

type heatLayout struct {
	Heat
	lo, hi float64
}

const (
	heatFoot = 38
	heatBar  = 16 // width of the scale
)

func (d heatLayout) colour(v float64) color.NRGBA {
	share := 0.5
	if d.hi > d.lo {
		share = (v - d.lo) / (d.hi - d.lo)
	}
	return mix(tiers[0], tiers[3], share)
}

func (d heatLayout) draw(s *sheet, r vg.Rectangle) {
	w := r.Max.X - r.Min.X
	top := s.paragraph(r.Min.X, r.Max.Y, w, 0, mutedSmall, d.YTitle) - 6
	ends := []string{d.Format(d.lo, d.Decimals), d.Format(d.hi, d.Decimals)}
	right := max(textWidth(ends[0], number), textWidth(ends[1], number))
	var left vg.Length
	for _, v := range d.Y {
		left = max(left, textWidth(v, number))
	}
	left = min(left, w*0.3)
	x := axis{0, float64(len(d.X)), r.Min.X + left + 8, r.Max.X - heatBar - right - 30}
	y := axis{0, float64(len(d.Y)), r.Min.Y + heatFoot, top}
	wide, high := (x.to-x.from)/vg.Length(len(d.X)), (y.to-y.from)/vg.Length(len(d.Y))
	for i, row := range d.Mean {
		for j, v := range row {
			a, b := x.at(float64(i)), y.at(float64(j))
			s.fill(vg.Rectangle{Min: vg.Point{X: a, Y: b}, Max: vg.Point{X: a + wide + 0.3, Y: b + high + 0.3}}, d.colour(v))
			if said := d.Format(v, d.Decimals); textWidth(said, number)+6 < wide && high > number.lineHeight()+2 {
				s.text(a+wide/2, b+high/2, 0.5, 0.5, number.in(readable(d.colour(v))), said)
			}
		}
	}
	for j := 0; j < len(d.Y); j += every(number.lineHeight(), high) {
		s.text(x.from-8, y.at(float64(j)+0.5), 1, 0.5, number, fit(d.Y[j], number, left))
	}
	said := make([]string, len(d.X))
	var widest vg.Length
	for i, v := range d.X {
		said[i] = fit(v, number, max(wide-6, 60))
		widest = max(widest, textWidth(said[i], number))
	}
	for i := 0; i < len(said); i += every(widest+6, wide) {
		half := textWidth(said[i], number) / 2
		s.text(min(x.at(float64(i)+0.5), r.Max.X-half), y.from-4, 0.5, 1, number, said[i])
	}
	s.text((x.from+x.to)/2, r.Min.Y, 0.5, 0, mutedSmall, fit(d.XTitle, mutedSmall, x.to-x.from))
	d.scale(s, x.to+22, y, ends)
}

// every is which labels are written, one of so many, where each takes some room and has a
// cell of its own.
func every(room, cell vg.Length) int { return max(1, int(math.Ceil(float64(room/cell)))) }

// scale shows which colour is how much.
func (d heatLayout) scale(s *sheet, left vg.Length, y axis, ends []string) {
	const steps = 40
	for k := range steps {
		a, b := y.from+(y.to-y.from)*vg.Length(k)/steps, y.from+(y.to-y.from)*vg.Length(k+1)/steps
		s.fill(vg.Rectangle{Min: vg.Point{X: left, Y: a}, Max: vg.Point{X: left + heatBar, Y: b + 0.3}}, mix(tiers[0], tiers[3], (float64(k)+0.5)/steps))
	}
	s.text(left+heatBar+5, y.from+7, 0, 0.5, number, ends[0])
	s.text(left+heatBar+5, y.to-7, 0, 0.5, number, ends[1])
}
