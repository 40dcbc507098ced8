package figure

import (
	"errors"

	"gonum.org/v1/plot/vg"
)

// NewMonthsApart draws monthly lines of more plans than one plot can tell apart:
// every compared plan has its own plot beside the first plan in grey, all on the same
// axes. A plan without values has no plot; moments, which may be of one plan alone, are
// not drawn.
func NewMonthsApart(f Frame, p Panel) (*Figure, error) {
	err := errors.Join(between("series", len(p.Series), 2, MaxNamed), p.checkValues())
	l := apartLayout{Panel: p}
	for i := range p.Series {
		if i > 0 && p.Series[i].last() >= 0 {
			l.shown = append(l.shown, i)
		}
	}
	if err = errors.Join(err, between("plans with values", len(l.shown), 1, MaxNamed)); err != nil {
		return nil, err
	}
	return &Figure{frame: f, note: f.note("figures.note.ribbons"), shows: p.shows(f.Words), need: l.need, draw: l.draw}, nil
}

type apartLayout struct {
	Panel
	shown []int // series that have a plot
}

const (
	apartWide = 205 // least width of a plot
	apartHigh = 92  // least height of a plot
	apartGap  = 18
	apartKey  = 22
)

// columns are as many as fit, or fewer where the last row would stand half empty.
func (d apartLayout) columns(w vg.Length) int {
	most := min(len(d.shown), max(1, int((w+apartGap)/(apartWide+apartGap))))
	rows := (len(d.shown) + most - 1) / most
	return (len(d.shown) + rows - 1) / rows
}

func (d apartLayout) rows(w vg.Length) int {
	cols := d.columns(w)
	return (len(d.shown) + cols - 1) / cols
}

func (d apartLayout) cellWidth(w vg.Length) vg.Length {
	n := vg.Length(d.columns(w))
	return (w - apartGap*(n-1)) / n
}

// head is the room of the names above the plots.
func (d apartLayout) head(w vg.Length) (h vg.Length) {
	for _, i := range d.shown {
		h = max(h, paragraphHeight(d.Series[i].Name, strong, w-16))
	}
	return h + 5
}

func (d apartLayout) keyHeight(w vg.Length) vg.Length {
	return paragraphHeight(d.Unit, mutedSmall, w) + apartKey
}

func (d apartLayout) need(w vg.Length) vg.Length {
	n := vg.Length(d.rows(w))
	return d.keyHeight(w) + n*(d.head(d.cellWidth(w))+apartHigh+22) + (n-1)*apartGap
}

func (d apartLayout) draw(s *sheet, r vg.Rectangle) {
	w := r.Max.X - r.Min.X
	y := s.paragraph(r.Min.X, r.Max.Y, w, 0, mutedSmall, d.Unit) - apartKey/2
	x := r.Min.X
	if d.Series[0].last() >= 0 {
		name := fit(d.Series[0].Name, strong, w/2-20)
		s.mark(x+5, y, 4.5, 0)
		s.text(x+15, y, 0, 0.5, strong.in(deep(plans[0])), name)
		x += 15 + textWidth(name, strong) + 24
	}
	if d.Limit != nil {
		s.dashed(x, y, x+22, y, 1.2, ink)
		s.text(x+28, y, 0, 0.5, number, fit(d.Limit.Name, number, r.Max.X-x-28))
	}
	cols, cw := d.columns(w), d.cellWidth(w)
	rows := vg.Length(d.rows(w))
	top := r.Max.Y - d.keyHeight(w)
	ch := (top - r.Min.Y - apartGap*(rows-1)) / rows
	lo, hi := d.limits()
	for k, i := range d.shown {
		left, up := r.Min.X+vg.Length(k%cols)*(cw+apartGap), top-vg.Length(k/cols)*(ch+apartGap)
		s.mark(left+5, up-strong.lineHeight()/2, 4.5, 1)
		s.paragraph(left+16, up, cw-16, 0, strong.in(deep(plans[1])), d.Series[i].Name)
		p := d.Panel
		p.Series = []Series{d.Series[0], d.Series[i]}
		p.plot(s, lo, hi, vg.Rectangle{Min: vg.Point{X: left, Y: up - ch}, Max: vg.Point{X: left + cw - 6, Y: up - d.head(cw)}})
	}
}

// plot draws axes and lines between two levels, without a name.
func (p Panel) plot(s *sheet, lo, hi float64, r vg.Rectangle) {
	marks, decimals := ticks(lo, hi, max(2, int((r.Max.Y-r.Min.Y)/40)))
	var left vg.Length
	for _, v := range marks {
		left = max(left, textWidth(p.Format(v, decimals), number))
	}
	ya := axis{lo, hi, r.Min.Y + 20, r.Max.Y}
	xa := axis{0, float64(p.length() * p.step()), r.Min.X + left + 8, r.Max.X}
	for _, v := range marks {
		s.line(xa.from, ya.at(v), xa.to, ya.at(v), 0.75, grid)
		s.text(xa.from-8, ya.at(v), 1, 0.5, number, p.Format(v, decimals))
	}
	p.years(s, xa, ya)
	if p.Limit != nil {
		s.dashed(xa.from, ya.at(p.Limit.At), xa.to, ya.at(p.Limit.At), 1.2, ink)
	}
	p.lines(s, xa, ya)
}
