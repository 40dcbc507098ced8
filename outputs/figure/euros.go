package figure

import (
	"errors"
	"image/color"

	"gonum.org/v1/plot/vg"
)

// Euros is the money of a plan on its way: who pays, through which instrument,
// and who receives it. Every node stands in its order from top to bottom.
type Euros struct {
	Heads       [3]string // above the columns
	Payers      []EuroNode
	Instruments []EuroNode
	Receivers   []EuroNode
	In          [][]float64 // mean amounts: [payer][instrument]
	Out         [][]float64 // [instrument][receiver]
	Format      Format
	Decimals    int
}

// EuroNode is a party or an instrument with all that goes through it.
type EuroNode struct {
	Name   string
	Amount Range
}

// NewEuros draws a Sankey diagram of euros. The names stand in the nodes, which
// are as high as their name needs; the width of a band is its amount.
func NewEuros(f Frame, d Euros) (*Figure, error) {
	err := errors.Join(between("payers", len(d.Payers), 1, 16), between("instruments", len(d.Instruments), 1, 16), between("receivers", len(d.Receivers), 1, 16),
		sameLength("payers", len(d.In), len(d.Payers)), sameLength("instruments", len(d.Out), len(d.Instruments)))
	l := euroLayout{d, f}
	for k, column := range l.columns() {
		for _, n := range column {
			err = errors.Join(err, ordered(n.Name, n.Amount))
		}
		if k == 2 {
			break
		}
		for i, row := range l.links(k) {
			err = errors.Join(err, finite("euros", row...))
			if k == 0 {
				err = errors.Join(err, sameLength("euros", len(row), len(d.Instruments)))
			} else {
				err = errors.Join(err, sameLength("euros", len(row), len(d.Receivers)))
			}
			for _, v := range row {
				if v < 0 && i < len(column) {
					err = errors.Join(err, errors.New("figure: the money from "+column[i].Name+" is negative"))
				}
			}
		}
	}
	if err != nil {
		return nil, err
	}
	return &Figure{frame: f, note: f.note("ledger.figure.euros.note"), shows: l.shows(), need: l.need, draw: l.draw}, nil
}

type euroLayout struct {
	Euros
	frame Frame
}

const (
	euroHead = 24
	euroGap  = 9
	euroPad  = 8 // between the edge of a node and its text
	euroRoom = 60
)

func (d euroLayout) columns() [3][]EuroNode {
	return [3][]EuroNode{d.Payers, d.Instruments, d.Receivers}
}

// links are the bands that leave a column.
func (d euroLayout) links(column int) [][]float64 {
	return [][][]float64{d.In, d.Out}[column]
}

// wide is the width of a node: a quarter of the picture.
func (d euroLayout) wide(w vg.Length) vg.Length { return min(215, w*0.26) }

func (d euroLayout) amount(v Range) string {
	return d.Format(v.Mid, d.Decimals) + band(d.Format, v, d.Decimals)
}

func (d euroLayout) labelHeight(n EuroNode, w vg.Length) vg.Length {
	inner := d.wide(w) - 2*euroPad - 5
	return paragraphHeight(n.Name, strong, inner) + paragraphHeight(d.amount(n.Amount), number, inner) + 8
}

func (d euroLayout) need(w vg.Length) vg.Length {
	var most vg.Length
	for _, column := range d.columns() {
		h := vg.Length(len(column)-1) * euroGap
		for _, n := range column {
			h += d.labelHeight(n, w)
		}
		most = max(most, h)
	}
	return euroHead + most + euroRoom
}

// through is what goes through a node of a column: the larger of what enters and
// what leaves it.
func (d euroLayout) through(column, i int) (sum float64) {
	var in, out float64
	if column < 2 {
		for _, v := range d.links(column)[i] {
			out += v
		}
	}
	if column > 0 {
		for _, row := range d.links(column - 1) {
			in += row[i]
		}
	}
	return max(in, out)
}

// high is the height of a column when an amount of 1 is as high as scale.
func (d euroLayout) high(column int, scale, w vg.Length) vg.Length {
	nodes := d.columns()[column]
	h := vg.Length(len(nodes)-1) * euroGap
	for i, n := range nodes {
		h += max(d.labelHeight(n, w), scale*vg.Length(d.through(column, i)))
	}
	return h
}

// scale is the largest at which every column fits, halved in on.
func (d euroLayout) scale(height, w vg.Length) vg.Length {
	var total float64
	for i := range d.Payers {
		total += d.through(0, i)
	}
	if total == 0 {
		return 0
	}
	lo, hi := vg.Length(0), height/vg.Length(total)
	for range 50 {
		mid := (lo + hi) / 2
		if max(d.high(0, mid, w), d.high(1, mid, w), d.high(2, mid, w)) <= height {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

func (d euroLayout) draw(s *sheet, r vg.Rectangle) {
	w := r.Max.X - r.Min.X
	wide := d.wide(w)
	top, height := r.Max.Y-euroHead, r.Max.Y-euroHead-r.Min.Y
	scale := d.scale(height, w)
	left := [3]vg.Length{r.Min.X, r.Min.X + (w-wide)/2, r.Max.X - wide}
	var boxes [3][]vg.Rectangle
	for k, column := range d.columns() {
		s.text(left[k], r.Max.Y, 0, 1, mutedSmall, fit(d.Heads[k], mutedSmall, wide))
		gap := vg.Length(euroGap)
		if n := len(column); n > 1 { // spread over the height
			gap += (height - d.high(k, scale, w)) / vg.Length(n-1)
		}
		y := top
		if len(column) == 1 {
			y -= (height - d.high(k, scale, w)) / 2
		}
		for i, n := range column {
			h := max(d.labelHeight(n, w), scale*vg.Length(d.through(k, i)))
			boxes[k] = append(boxes[k], vg.Rectangle{Min: vg.Point{X: left[k], Y: y - h}, Max: vg.Point{X: left[k] + wide, Y: y}})
			y -= h + gap
		}
	}
	for k := range 2 {
		d.bands(s, k, scale, boxes[k], boxes[k+1])
	}
	for k, column := range d.columns() {
		for i, n := range column {
			d.box(s, boxes[k][i], n, d.ink(k, i))
		}
	}
}

// ink is the colour of a node: payers each have their own, the rest is blue.
func (d euroLayout) ink(column, i int) color.NRGBA {
	switch column {
	case 0:
		return payers[i%len(payers)]
	case 1:
		return tiers[2]
	}
	return tiers[3]
}

// bands draws the money between two columns; bands leave a node beside each other,
// centred on it.
func (d euroLayout) bands(s *sheet, column int, scale vg.Length, from, to []vg.Rectangle) {
	links := d.links(column)
	next := make([]vg.Length, len(to))
	for j, box := range to {
		var sum float64
		for i := range links {
			sum += links[i][j]
		}
		next[j] = (box.Min.Y+box.Max.Y)/2 + scale*vg.Length(sum)/2
	}
	for i, row := range links {
		var sum float64
		for _, v := range row {
			sum += v
		}
		y := (from[i].Min.Y+from[i].Max.Y)/2 + scale*vg.Length(sum)/2
		for j, v := range row {
			if v == 0 {
				continue
			}
			h := scale * vg.Length(v)
			s.band(from[i].Max.X, y, to[j].Min.X, next[j], h, fade(d.ink(column, i), 120))
			y -= h
			next[j] -= h
		}
	}
}

// box draws a node with its name and amount.
func (d euroLayout) box(s *sheet, r vg.Rectangle, n EuroNode, c color.NRGBA) {
	s.fill(r, mix(white, c, 0.14))
	s.fill(vg.Rectangle{Min: r.Min, Max: vg.Point{X: r.Min.X + 5, Y: r.Max.Y}}, c)
	w := r.Max.X - r.Min.X - 2*euroPad - 5
	x, text := r.Min.X+5+euroPad, d.amount(n.Amount)
	h := paragraphHeight(n.Name, strong, w) + paragraphHeight(text, number, w)
	y := s.paragraph(x, (r.Min.Y+r.Max.Y+h)/2, w, 0, strong, n.Name)
	s.paragraph(x, y, w, 0, number, text)
}
