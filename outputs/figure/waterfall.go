package figure

import (
	"errors"

	"gonum.org/v1/plot/vg"
)

// Waterfall is how parties get from what they pay under one plan to what they pay
// under another, step by step.
type Waterfall struct {
	Panels   []WaterfallPanel
	Signed   Format // writes differences
	Decimals int
	Total    string // the name of the last bar
}

// WaterfallPanel is one party.
type WaterfallPanel struct {
	Name   string
	Levels string // what it pays under either plan, written out
	Steps  []WaterfallStep
	Total  Range // of all steps
}

// WaterfallStep is what one item adds or takes away.
type WaterfallStep struct {
	Name  string
	Value Range
}

// NewWaterfall draws floating bars from top to bottom, each from where the one
// before ends, and the sum with its interval; all panels share one scale.
func NewWaterfall(f Frame, d Waterfall) (*Figure, error) {
	err := between("parties", len(d.Panels), 1, 12)
	for _, p := range d.Panels {
		err = errors.Join(err, between("steps of "+p.Name, len(p.Steps), 1, 20), ordered(p.Name, p.Total))
		for _, step := range p.Steps {
			err = errors.Join(err, ordered(step.Name, step.Value))
		}
	}
	if err != nil {
		return nil, err
	}
	l := fallLayout{d, f}
	return &Figure{frame: f, note: f.note("ledger.figure.waterfall.note"), shows: l.shows(), need: l.need, draw: l.draw}, nil
}

type fallLayout struct {
	Waterfall
	frame Frame
}

const (
	fallRow    = 17 // least height of a step
	fallGutter = 8  // between parties
	fallAxis   = 20
)

// More is blue and less is orange: which of the two is good depends on who looks.
var fallColors = map[bool]int{true: 1, false: 2}

func (d fallLayout) names(w vg.Length) vg.Length { return min(290, w*0.31) }

func (d fallLayout) amount(v Range) string {
	return d.frame.Words.Say("figures.interval", "mid", d.Signed(v.Mid, d.Decimals), "low", d.Signed(v.Lo95, d.Decimals), "high", d.Signed(v.Hi95, d.Decimals))
}

func (d fallLayout) amounts() (widest vg.Length) {
	for _, p := range d.Panels {
		widest = max(widest, textWidth(d.amount(p.Total), numberBold))
		for _, step := range p.Steps {
			widest = max(widest, textWidth(d.amount(step.Value), number))
		}
	}
	return widest
}

func (d fallLayout) rowHeight(name string, st style, w vg.Length) vg.Length {
	return max(fallRow, paragraphHeight(name, st, d.names(w)-12)+3)
}

func (d fallLayout) panelHeight(p WaterfallPanel, w vg.Length) vg.Length {
	h := d.headHeight(p, w) + d.rowHeight(d.Total, numberBold, w)
	for _, step := range p.Steps {
		h += d.rowHeight(step.Name, number, w)
	}
	return h
}

func (d fallLayout) headHeight(p WaterfallPanel, w vg.Length) vg.Length {
	return paragraphHeight(p.Name+"  "+p.Levels, heading, w) + 4
}

func (d fallLayout) need(w vg.Length) vg.Length {
	h := vg.Length(fallAxis)
	for i, p := range d.Panels {
		if i > 0 {
			h += fallGutter
		}
		h += d.panelHeight(p, w)
	}
	return h
}

// limits hold every bar and the interval at its end.
func (d fallLayout) limits() (lo, hi float64) {
	var values []float64
	for _, p := range d.Panels {
		at := 0.0
		for _, step := range p.Steps {
			values = append(values, at, at+step.Value.Lo95, at+step.Value.Hi95)
			at += step.Value.Mid
		}
		values = append(values, at, p.Total.Lo95, p.Total.Hi95)
	}
	return widen(values, true)
}

func (d fallLayout) draw(s *sheet, r vg.Rectangle) {
	w := r.Max.X - r.Min.X
	lo, hi := d.limits()
	x := axis{lo, hi, r.Min.X + d.names(w), r.Max.X - d.amounts() - 14}
	spare := (r.Max.Y - r.Min.Y - d.need(w)) / vg.Length(len(d.Panels)) // of a sheet that is higher than needed
	spare = min(max(spare, 0), 24)
	y := r.Max.Y
	for _, p := range d.Panels {
		y = d.panel(s, p, x, r, y) - fallGutter - spare
	}
	d.ticks(s, x, y+fallGutter+spare-4)
}

func (d fallLayout) ticks(s *sheet, x axis, y vg.Length) {
	marks, decimals := ticks(x.min, x.max, max(2, int((x.to-x.from)/70)))
	edge := x.from - 1000
	for _, v := range marks {
		name := d.Signed(v, decimals)
		half := textWidth(name, mutedSmall) / 2
		if x.at(v)-half < edge+8 {
			continue
		}
		s.text(x.at(v), y, 0.5, 1, mutedSmall, name)
		edge = x.at(v) + half
	}
}

// panel draws a party from top downwards and returns its lower edge.
func (d fallLayout) panel(s *sheet, p WaterfallPanel, x axis, r vg.Rectangle, top vg.Length) vg.Length {
	w := r.Max.X - r.Min.X
	y := top - d.headHeight(p, w)
	d.head(s, p, r, top)
	bottom := top - d.panelHeight(p, w)
	marks, _ := ticks(x.min, x.max, max(2, int((x.to-x.from)/70)))
	for _, v := range marks {
		s.line(x.at(v), bottom, x.at(v), y, 0.75, grid)
	}
	at := 0.0
	for _, step := range p.Steps {
		h := d.rowHeight(step.Name, number, w)
		mid := y - h/2
		s.paragraph(r.Min.X, mid+paragraphHeight(step.Name, number, d.names(w)-12)/2, d.names(w)-12, 0, number, step.Name)
		d.bar(s, x, at, step.Value, mid, fallColors[step.Value.Mid >= 0])
		at += step.Value.Mid
		s.line(x.at(at), mid-6, x.at(at), mid-h+6, 0.75, grey)
		s.text(r.Max.X, mid, 1, 0.5, number, d.amount(step.Value))
		y -= h
	}
	h := d.rowHeight(d.Total, numberBold, w)
	mid := y - h/2
	s.paragraph(r.Min.X, mid+paragraphHeight(d.Total, numberBold, d.names(w)-12)/2, d.names(w)-12, 0, numberBold, d.Total)
	d.bar(s, x, 0, p.Total, mid, 0)
	s.text(r.Max.X, mid, 1, 0.5, numberBold, d.amount(p.Total))
	s.line(x.at(0), bottom, x.at(0), top-d.headHeight(p, w), 1.2, ink)
	return bottom
}

func (d fallLayout) head(s *sheet, p WaterfallPanel, r vg.Rectangle, top vg.Length) {
	w := r.Max.X - r.Min.X
	if name := textWidth(p.Name, heading); name+16+textWidth(p.Levels, muted) <= w {
		s.text(r.Min.X, top, 0, 1, heading, p.Name)
		s.text(r.Min.X+name+16, top-0.6, 0, 1, muted, p.Levels)
		return
	}
	s.paragraph(r.Min.X, top, w, 0, heading, p.Name+"  "+p.Levels)
}

// bar draws a value from where the bar before ended, with its interval.
func (d fallLayout) bar(s *sheet, x axis, from float64, v Range, y vg.Length, plan int) {
	a, b := x.at(from), x.at(from+v.Mid)
	s.fill(vg.Rectangle{Min: vg.Point{X: min(a, b), Y: y - 5.5}, Max: vg.Point{X: max(a, b, min(a, b)+0.8), Y: y + 5.5}}, plans[plan])
	moved := Range{from + v.Mid, from + v.Lo80, from + v.Hi80, from + v.Lo95, from + v.Hi95}
	if v.Lo95 != v.Hi95 {
		s.line(x.at(moved.Lo95), y, x.at(moved.Hi95), y, 2.9, white)
		s.line(x.at(moved.Lo80), y, x.at(moved.Hi80), y, 5, white)
		s.line(x.at(moved.Lo95), y, x.at(moved.Hi95), y, 1.3, ink)
		s.line(x.at(moved.Lo80), y, x.at(moved.Hi80), y, 3, ink)
	}
}
