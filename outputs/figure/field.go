package figure

import (
	"gonum.org/v1/plot/vg"
)

// field is a plane of two quantities with its axes, names of the plans above it.
type field struct {
	names      []string // with their marks; none = no key
	xTitle     string
	yTitle     string
	xFormat    Format
	yFormat    Format
	xs, ys     []float64 // what both axes must hold
	xZero      bool      // they begin at, or hold, zero
	yZero      bool
	xTight     bool // no air at the sides
	xWhole     bool // counts: no tick between two
	inside     func(s *sheet, x, y axis)
	leastPlot  vg.Length
	verticalAt []float64 // fine lines
}

const fieldFoot = 36 // numbers and title under the plot

func (d field) head(w vg.Length) vg.Length {
	h := paragraphHeight(d.yTitle, mutedSmall, w) + 6
	if len(d.names) > 0 {
		h += keyHeight(w, d.names) + 4
	}
	return h
}

func (d field) need(w vg.Length) vg.Length {
	return d.head(w) + max(d.leastPlot, 190) + fieldFoot
}

func (d field) draw(s *sheet, r vg.Rectangle) {
	w := r.Max.X - r.Min.X
	top := r.Max.Y
	if len(d.names) > 0 {
		top = s.key(r.Min.X, top, w, d.names, 0) - 4
	}
	top = s.paragraph(r.Min.X, top, w, 0, mutedSmall, d.yTitle) - 6
	lo, hi := widen(d.ys, d.yZero)
	marks, decimals := ticks(lo, hi, max(3, int((top-r.Min.Y-fieldFoot)/44)))
	var left vg.Length
	for _, v := range marks {
		left = max(left, textWidth(d.yFormat(v, decimals), number))
	}
	y := axis{lo, hi, r.Min.Y + fieldFoot, top}
	lo, hi = widen(d.xs, d.xZero)
	if d.xTight {
		lo, hi = d.xs[0], d.xs[len(d.xs)-1]
	}
	x := axis{lo, hi, r.Min.X + left + 8, r.Max.X - 22}
	for _, v := range marks {
		ink := grid
		if v == 0 {
			ink = grey
		}
		s.line(x.from, y.at(v), x.to, y.at(v), 0.75, ink)
		s.text(x.from-8, y.at(v), 1, 0.5, number, d.yFormat(v, decimals))
	}
	most := max(3, int((x.to-x.from)/95))
	across, decimals := ticks(lo, hi, most)
	for ; d.xWhole && decimals > 0 && most > 1; most-- {
		across, decimals = ticks(lo, hi, most-1)
	}
	s.line(x.from, y.from, x.to, y.from, 0.9, grey)
	end := vg.Length(-1e9)
	for _, v := range across {
		name := d.xFormat(v, decimals)
		half := textWidth(name, number) / 2
		s.line(x.at(v), y.from, x.at(v), y.from-4, 0.9, grey)
		if v == 0 && lo < 0 {
			s.line(x.at(v), y.from, x.at(v), y.to, 0.75, grey)
		}
		const aside = 12 // how far a name may stand from its tick, at the end of the sheet
		if at := min(x.at(v), r.Max.X-half); at-half > end && at-half > r.Min.X && x.at(v)-at < aside {
			s.text(at, y.from-5, 0.5, 1, number, name)
			end = at + half + 6
		}
	}
	for _, v := range d.verticalAt {
		s.dashed(x.at(v), y.from, x.at(v), y.to, 1, grey)
	}
	s.text((x.from+x.to)/2, r.Min.Y, 0.5, 0, mutedSmall, fit(d.xTitle, mutedSmall, w-20))
	d.inside(s, x, y)
}

// figure makes a picture of a field.
func (d field) figure(f Frame, note string, shows []shown) *Figure {
	return &Figure{frame: f, note: note, shows: shows, need: d.need, draw: d.draw}
}
