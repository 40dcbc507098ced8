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
	Smooth         bool    // a surface through simulations that lie elsewhere
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
	note := "decide.figure.map.note"
	if d.Smooth {
		note = "decide.figure.map.note_smooth"
	}
	return &Figure{frame: f, note: f.note(note), draw: l.draw, need: func(w vg.Length) vg.Length {
		return paragraphHeight(d.YTitle, mutedSmall, w) + 6 + 200 + l.foot(w)
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

const heatBar = 16 // width of the scale

// columns are the widths of the names at the left, of the numbers of the scale, and of a
// cell.
func (d heatLayout) columns(w vg.Length) (left, right, wide vg.Length) {
	for _, v := range d.Y {
		left = max(left, textWidth(v, number))
	}
	left = min(left, w*0.25)
	right = max(textWidth(d.Format(d.lo, d.Decimals), number), textWidth(d.Format(d.hi, d.Decimals), number))
	return left, right, (w - left - 8 - heatBar - right - 30) / vg.Length(len(d.X))
}

// nameWidth is how wide a name under the cells may be before it wraps.
func nameWidth(wide vg.Length) vg.Length { return max(wide-8, 60) }

// foot is the height of the names under the cells and of the title of their axis.
func (d heatLayout) foot(w vg.Length) vg.Length {
	_, _, wide := d.columns(w)
	names := number.lineHeight()
	for _, v := range d.X {
		names = max(names, paragraphHeight(v, number, nameWidth(wide)))
	}
	return 4 + names + 6 + paragraphHeight(d.XTitle, mutedSmall, wide*vg.Length(len(d.X)))
}

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
	left, right, wide := d.columns(w)
	foot := d.foot(w)
	x := axis{0, float64(len(d.X)), r.Min.X + left + 8, r.Max.X - heatBar - right - 30}
	y := axis{0, float64(len(d.Y)), r.Min.Y + foot, top}
	high := (y.to - y.from) / vg.Length(len(d.Y))
	for i, row := range d.Mean {
		for j, v := range row {
			a, b := x.at(float64(i)), y.at(float64(j))
			s.fill(vg.Rectangle{Min: vg.Point{X: a, Y: b}, Max: vg.Point{X: a + wide + 0.3, Y: b + high + 0.3}}, d.colour(v))
			if said := d.Format(v, d.Decimals); textWidth(said, number)+6 < wide && high > number.lineHeight()+2 {
				s.text(a+wide/2, b+high/2, 0.5, 0.5, number.in(readable(d.colour(v))), said)
			}
		}
	}
	tallest := number.lineHeight()
	for _, v := range d.Y {
		tallest = max(tallest, paragraphHeight(v, number, left))
	}
	for j := 0; j < len(d.Y); j += every(tallest, high) {
		s.paragraph(x.from-8, y.at(float64(j)+0.5)+paragraphHeight(d.Y[j], number, left)/2, left, 1, number, d.Y[j])
	}
	var widest vg.Length
	for _, v := range d.X {
		widest = max(widest, min(textWidth(v, number), nameWidth(wide)))
	}
	for i := 0; i < len(d.X); i += every(widest+6, wide) {
		half := min(textWidth(d.X[i], number), nameWidth(wide)) / 2
		s.paragraph(min(x.at(float64(i)+0.5), r.Max.X-half), y.from-4, nameWidth(wide), 0.5, number, d.X[i])
	}
	title := x.to - x.from
	s.paragraph((x.from+x.to)/2, r.Min.Y+paragraphHeight(d.XTitle, mutedSmall, title), title, 0.5, mutedSmall, d.XTitle)
	d.scale(s, x.to+22, y)
}

// every is which labels are written, one of so many, where each takes some room and has a
// cell of its own.
func every(room, cell vg.Length) int { return max(1, int(math.Ceil(float64(room/cell)))) }

// scale shows which colour is how much.
func (d heatLayout) scale(s *sheet, left vg.Length, y axis) {
	const steps = 40
	for k := range steps {
		a, b := y.from+(y.to-y.from)*vg.Length(k)/steps, y.from+(y.to-y.from)*vg.Length(k+1)/steps
		s.fill(vg.Rectangle{Min: vg.Point{X: left, Y: a}, Max: vg.Point{X: left + heatBar, Y: b + 0.3}}, mix(tiers[0], tiers[3], (float64(k)+0.5)/steps))
	}
	s.text(left+heatBar+5, y.from+7, 0, 0.5, number, d.Format(d.lo, d.Decimals))
	s.text(left+heatBar+5, y.to-7, 0, 0.5, number, d.Format(d.hi, d.Decimals))
}
