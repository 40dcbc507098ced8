package figure

import (
	"strings"

	"gonum.org/v1/plot/vg"
)

// matrixLayout sets many plans against the first: a row per plan, a column per
// indicator with an axis of its own, in banks under each other where the sheet is
// narrow. The interval is drawn and the mean written; the mark is hollow where the
// difference cannot be told from none.
type matrixLayout struct {
	Differences
	frame Frame
}

const (
	matrixLeast = 82 // least width of a column
	matrixGap   = 12 // between columns
	matrixRow   = 27 // least height of a row
	matrixBank  = 16 // between banks
)

// nameWidth is the room of the names: their longest word must fit, if it can.
func (d matrixLayout) nameWidth(w vg.Length) vg.Length {
	least := w * 0.24
	for i := range d.Plans {
		for _, word := range strings.Fields(d.name(i)) {
			least = max(least, textWidth(word, strong)+24)
		}
	}
	return min(least, w*0.34)
}

// columns is how many indicators stand beside each other: their longest words must fit.
func (d matrixLayout) columns(w vg.Length) int {
	least := vg.Length(matrixLeast)
	for _, row := range d.Rows {
		for _, word := range strings.Fields(row.Label) {
			least = max(least, textWidth(word, strong))
		}
		for _, p := range row.Plans {
			least = max(least, textWidth(d.mean(p), number))
		}
	}
	room := w - d.nameWidth(w)
	most := min(len(d.Rows), max(1, int(room/(least+matrixGap))))
	banks := (len(d.Rows) + most - 1) / most
	return (len(d.Rows) + banks - 1) / banks
}

func (d matrixLayout) banks(w vg.Length) (list [][]DifferenceRow) {
	n := d.columns(w)
	for rows := d.Rows; len(rows) > 0; rows = rows[min(n, len(rows)):] {
		list = append(list, rows[:min(n, len(rows))])
	}
	return list
}

// columnWidth is the width of the axis of a column.
func (d matrixLayout) columnWidth(w vg.Length) vg.Length {
	return (w-d.nameWidth(w))/vg.Length(d.columns(w)) - matrixGap
}

func (d matrixLayout) mean(p Difference) string {
	if p.Missing {
		return d.frame.Words.Say("figures.missing")
	}
	return p.Mid
}

func (d matrixLayout) headHeight(bank []DifferenceRow, w vg.Length) (h vg.Length) {
	cw := d.columnWidth(w)
	for _, row := range bank {
		h = max(h, paragraphHeight(row.Label, strong, cw)+paragraphHeight(row.Unit, small, cw))
	}
	return h + 5
}

func (d matrixLayout) name(i int) string { return d.Letters[i] + "  " + d.Plans[i] }

func (d matrixLayout) rowHeight(i int, w vg.Length) vg.Length {
	return max(matrixRow, paragraphHeight(d.name(i), strong, d.nameWidth(w)-22)+4)
}

func (d matrixLayout) bankHeight(bank []DifferenceRow, w vg.Length) vg.Length {
	h := d.headHeight(bank, w) + small.lineHeight() + 3
	for i := range d.Plans {
		h += d.rowHeight(i, w)
	}
	return h
}

func (d matrixLayout) keyHeight(w vg.Length) vg.Length {
	return paragraphHeight(d.key(), mutedSmall, w-30) + 8
}

func (d matrixLayout) key() string {
	return d.frame.Words.Say("figures.better") + "; " + d.frame.Words.Say("figures.matrix", "plan", d.First)
}

func (d matrixLayout) need(w vg.Length) vg.Length {
	h := d.keyHeight(w)
	for i, bank := range d.banks(w) {
		if i > 0 {
			h += matrixBank
		}
		h += d.bankHeight(bank, w)
	}
	return h
}

func (d matrixLayout) draw(s *sheet, r vg.Rectangle) {
	w := r.Max.X - r.Min.X
	s.fill(vg.Rectangle{Min: vg.Point{X: r.Min.X, Y: r.Max.Y - 13}, Max: vg.Point{X: r.Min.X + 20, Y: r.Max.Y - 3}}, tint)
	top := s.paragraph(r.Min.X+26, r.Max.Y, w-30, 0, mutedSmall, d.key()) - 8
	banks := d.banks(w)
	spare := max(r.Max.Y-r.Min.Y-d.need(w), 0) / vg.Length(len(banks)*len(d.Plans))
	spare = min(spare, 10)
	for _, bank := range banks {
		top = d.bank(s, bank, r, top, spare) - matrixBank
	}
}

// bank draws some indicators from top downwards and returns the lower edge.
func (d matrixLayout) bank(s *sheet, bank []DifferenceRow, r vg.Rectangle, top, spare vg.Length) vg.Length {
	w := r.Max.X - r.Min.X
	cw := d.columnWidth(w)
	first := top - d.headHeight(bank, w)
	bottom := first
	for i := range d.Plans {
		bottom -= d.rowHeight(i, w) + spare
	}
	axes := make([]axis, len(bank))
	for k, row := range bank {
		left := r.Min.X + d.nameWidth(w) + vg.Length(k)*(cw+matrixGap) + matrixGap
		y := s.paragraph(left, top, cw, 0, strong, row.Label)
		s.paragraph(left, y, cw, 0, small, row.Unit)
		axes[k] = d.axis(s, row, left, cw, first, bottom)
	}
	y := first
	for i := range d.Plans {
		h := d.rowHeight(i, w) + spare
		s.line(r.Min.X, y, r.Max.X, y, 0.75, grid)
		mid, seen := y-h/2, look(i+1, len(d.Plans)+1)
		s.mark(r.Min.X+6, mid, 4.5, seen)
		s.paragraph(r.Min.X+17, mid+paragraphHeight(d.name(i), strong, d.nameWidth(w)-22)/2, d.nameWidth(w)-22, 0, strong.in(deep(plans[seen])), d.name(i))
		for k, row := range bank {
			p := row.Plans[i]
			s.text((axes[k].from+axes[k].to)/2, mid+1, 0.5, 1, number, d.mean(p))
			if p.Missing {
				continue
			}
			at := mid + 6
			s.line(axes[k].at(0), mid, axes[k].at(0), y, 1.1, grey)
			s.whisker(axes[k], p.Range, at, plans[seen])
			s.mark(axes[k].at(p.Range.Mid), at, 4, seen)
			if p.Unsure {
				s.shape(axes[k].at(p.Range.Mid), at, 2.2, seen, white)
			}
		}
		y -= h
	}
	s.line(r.Min.X, bottom, r.Max.X, bottom, 0.75, grid)
	return bottom - small.lineHeight() - 3
}

// axis draws the axis of a column: the tinted better side and its ends.
func (d matrixLayout) axis(s *sheet, row DifferenceRow, left, width, top, bottom vg.Length) axis {
	reach, _ := row.reach()
	step, decimals := roundReach(reach)
	ax := axis{-step, step, left + 5, left + width - 5}
	zero := ax.at(0)
	switch {
	case row.Better > 0:
		s.fill(vg.Rectangle{Min: vg.Point{X: zero, Y: bottom}, Max: vg.Point{X: left + width, Y: top}}, tint)
	case row.Better < 0:
		s.fill(vg.Rectangle{Min: vg.Point{X: left, Y: bottom}, Max: vg.Point{X: zero, Y: top}}, tint)
	}
	row.relevance(s, ax, bottom, top)
	s.text(left, bottom-2, 0, 1, small, fit(row.Format(-step, decimals), small, width/2-3))
	s.text(left+width, bottom-2, 1, 1, small, fit(row.Format(step, decimals), small, width/2-3))
	return ax
}
