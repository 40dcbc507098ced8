package figure

import (
	"gonum.org/v1/plot/vg"
)

// rowList is a list of things with one quantity each on a shared axis: names at the left,
// numbers at the right.
type rowList struct {
	legend  func(s *sheet, x, top, width vg.Length) // above the rows; may be nil
	legendH func(width vg.Length) vg.Length
	rows    []listRow
	title   string // of the axis
	format  Format
	values  []float64 // what the axis must hold
	zero    bool
}

type listRow struct {
	name, under string // under: a second, smaller line
	said        string // numbers at the right
	draw        func(s *sheet, x axis, y vg.Length)
}

const (
	listHeight = 26
	listFoot   = 36
)

func (d rowList) nameWidth(w vg.Length) vg.Length { return w * 0.32 }

func (d rowList) saidWidth(w vg.Length) (widest vg.Length) {
	for _, r := range d.rows {
		widest = max(widest, textWidth(r.said, number))
	}
	return min(widest, w*0.3)
}

func (d rowList) rowHeight(r listRow, w vg.Length) vg.Length {
	h := paragraphHeight(r.name, strong, d.nameWidth(w)) + paragraphHeight(r.under, small, d.nameWidth(w))
	return max(listHeight, max(h, paragraphHeight(r.said, number, d.saidWidth(w)))+8)
}

func (d rowList) head(w vg.Length) vg.Length {
	if d.legendH == nil {
		return 0
	}
	return d.legendH(w) + 4
}

func (d rowList) need(w vg.Length) vg.Length {
	h := d.head(w) + listFoot
	for _, r := range d.rows {
		h += d.rowHeight(r, w)
	}
	return h
}

func (d rowList) draw(s *sheet, r vg.Rectangle) {
	w := r.Max.X - r.Min.X
	if d.legend != nil {
		d.legend(s, r.Min.X, r.Max.Y, w)
	}
	lo, hi := widen(d.values, d.zero)
	x := axis{lo, hi, r.Min.X + d.nameWidth(w) + 18, r.Max.X - d.saidWidth(w) - 18}
	top := r.Max.Y - d.head(w)
	spare := max(0, min(26, (r.Max.Y-r.Min.Y-d.need(w))/vg.Length(len(d.rows))))
	bottom := top
	for _, row := range d.rows {
		bottom -= d.rowHeight(row, w) + spare
	}
	marks, decimals := ticks(lo, hi, max(2, int((x.to-x.from)/80)))
	end := vg.Length(-1e9)
	for _, v := range marks {
		ink := grid
		if v == 0 {
			ink = grey
		}
		s.line(x.at(v), bottom, x.at(v), top, 0.75, ink)
		name := d.format(v, decimals)
		if half := textWidth(name, number) / 2; x.at(v)-half > end {
			s.text(x.at(v), bottom-3, 0.5, 1, number, name)
			end = x.at(v) + half + 6
		}
	}
	s.text((x.from+x.to)/2, bottom-3-number.lineHeight(), 0.5, 1, mutedSmall, fit(d.title, mutedSmall, min(w-20, 2*min((x.from+x.to)/2-r.Min.X, r.Max.X-(x.from+x.to)/2))))
	y := top
	for _, row := range d.rows {
		h := d.rowHeight(row, w) + spare
		text := paragraphHeight(row.name, strong, d.nameWidth(w)) + paragraphHeight(row.under, small, d.nameWidth(w))
		at := s.paragraph(r.Min.X, y-(h-text)/2, d.nameWidth(w), 0, strong, row.name)
		s.paragraph(r.Min.X, at, d.nameWidth(w), 0, small, row.under)
		said := paragraphHeight(row.said, number, d.saidWidth(w))
		s.paragraph(r.Max.X-d.saidWidth(w), y-(h-said)/2, d.saidWidth(w), 0, number, row.said)
		row.draw(s, x, y-h/2)
		y -= h
	}
}

func (d rowList) figure(f Frame, note string) *Figure {
	return &Figure{frame: f, note: note, shows: d.shows(), need: d.need, draw: d.draw}
}

// bar fills from one value to another, a line at least.
func (s *sheet) bar(x axis, from, to float64, y, half vg.Length, plan int) {
	a, b := x.at(min(from, to)), x.at(max(from, to))
	s.fill(vg.Rectangle{Min: vg.Point{X: a, Y: y - half}, Max: vg.Point{X: max(b, a+0.8), Y: y + half}}, plans[plan])
}

// patches is a legend of coloured patches in one or more rows.
func patches(names []string, looks []int) (draw func(s *sheet, x, top, width vg.Length), height func(width vg.Length) vg.Length) {
	draw = func(s *sheet, x, top, width vg.Length) {
		layKey(x, top, width, names, func(cx, cy vg.Length, i int, name string) {
			s.fill(vg.Rectangle{Min: vg.Point{X: cx, Y: cy - 5}, Max: vg.Point{X: cx + 11, Y: cy + 5}}, plans[looks[i]])
			s.text(cx+16, cy, 0, 0.5, number, name)
		})
	}
	return draw, func(width vg.Length) vg.Length { return keyHeight(width, names) }
}
