package figure

import "gonum.org/v1/plot/vg"

// barLayout is the money of many plans: one bar per plan over all years, split by
// payer, with the sum of all payers and its interval.
type barLayout struct {
	Money
	frame Frame
}

const barRow = 22 // least height of a plan

func (d barLayout) nameWidth(w vg.Length) vg.Length { return min(250, w*0.32) }

func (d barLayout) amount(p MoneyPlan) string {
	return moneyLayout(d).amount(p.Total)
}

func (d barLayout) amountWidth() (widest vg.Length) {
	for _, p := range d.Plans {
		widest = max(widest, textWidth(d.amount(p), numberBold))
	}
	return max(widest, textWidth(d.years(), mutedSmall))
}

func (d barLayout) years() string {
	return d.frame.Words.Say("figures.sum_over", "first", d.FirstYear, "last", d.FirstYear+len(d.Plans[0].Net)-1)
}

func (d barLayout) name(i int) string { return d.Letters[i] + "  " + d.Plans[i].Name }

func (d barLayout) rowHeight(i int, w vg.Length) vg.Length {
	return max(barRow, paragraphHeight(d.name(i), strong, d.nameWidth(w)-22)+5)
}

// layPayers places the payers, whose names are the key of the colours.
func (d barLayout) layPayers(x, top, width vg.Length, put func(cx, cy vg.Length, i int, name string)) vg.Length {
	names := append(append([]string{}, d.Payers...), d.frame.Words.Say("figures.total"))
	return layKey(x, top, width, names, put)
}

func (d barLayout) head(w vg.Length) vg.Length {
	return -d.layPayers(0, 0, w, func(vg.Length, vg.Length, int, string) {}) + mutedSmall.lineHeight() + 6
}

func (d barLayout) need(w vg.Length) vg.Length {
	h := d.head(w) + number.lineHeight() + 6
	for i := range d.Plans {
		h += d.rowHeight(i, w)
	}
	return h
}

func (d barLayout) limits() (lo, hi float64) {
	var values []float64
	for _, p := range d.Plans {
		var up, down float64
		for _, v := range p.Totals {
			up, down = up+max(v.Mid, 0), down+min(v.Mid, 0)
		}
		values = append(values, up, down, p.Total.Lo95, p.Total.Hi95)
	}
	return widen(values, true)
}

func (d barLayout) draw(s *sheet, r vg.Rectangle) {
	w := r.Max.X - r.Min.X
	y := d.layPayers(r.Min.X, r.Max.Y, w, func(cx, cy vg.Length, i int, name string) {
		if i < len(d.Payers) {
			s.fill(vg.Rectangle{Min: vg.Point{X: cx, Y: cy - 4.5}, Max: vg.Point{X: cx + 9, Y: cy + 4.5}}, payers[i])
		} else {
			s.diamond(cx+4.5, cy)
		}
		s.text(cx+15, cy, 0, 0.5, strong, fit(name, strong, r.Max.X-cx-15))
	})
	s.text(r.Max.X, y-2, 1, 1, mutedSmall, d.years())
	y = r.Max.Y - d.head(w)
	lo, hi := d.limits()
	half := textWidth(d.Format(hi, 0), number) / 2
	x := axis{lo, hi, r.Min.X + d.nameWidth(w) + half, r.Max.X - d.amountWidth() - 16 - half}
	spare := min(max(r.Max.Y-r.Min.Y-d.need(w), 0)/vg.Length(len(d.Plans)), 12)
	bottom := y
	for i := range d.Plans {
		bottom -= d.rowHeight(i, w) + spare
	}
	marks, decimals := ticks(lo, hi, max(2, int((x.to-x.from)/70)))
	edge := x.from - 1000
	for _, v := range marks {
		s.line(x.at(v), bottom, x.at(v), y, 0.75, grid)
		name := d.Format(v, decimals)
		if wide := textWidth(name, number) / 2; x.at(v)-wide > edge+8 {
			s.text(x.at(v), bottom-3, 0.5, 1, number, name)
			edge = x.at(v) + wide
		}
	}
	for i, p := range d.Plans {
		h := d.rowHeight(i, w) + spare
		mid, seen := y-h/2, look(i+1, len(d.Plans)+1)
		s.mark(r.Min.X+6, mid, 4.5, seen)
		s.paragraph(r.Min.X+17, mid+paragraphHeight(d.name(i), strong, d.nameWidth(w)-22)/2, d.nameWidth(w)-22, 0, strong.in(deep(plans[seen])), d.name(i))
		var up, down float64
		for k, v := range p.Totals {
			from := &up
			if v.Mid < 0 {
				from = &down
			}
			a, b := x.at(*from), x.at(*from+v.Mid)
			s.fill(vg.Rectangle{Min: vg.Point{X: min(a, b), Y: mid - 6.5}, Max: vg.Point{X: max(a, b), Y: mid + 6.5}}, payers[k])
			*from += v.Mid
		}
		s.line(x.at(p.Total.Lo95), mid, x.at(p.Total.Hi95), mid, 2.9, white)
		s.line(x.at(p.Total.Lo80), mid, x.at(p.Total.Hi80), mid, 4.6, white)
		s.line(x.at(p.Total.Lo95), mid, x.at(p.Total.Hi95), mid, 1.3, ink)
		s.line(x.at(p.Total.Lo80), mid, x.at(p.Total.Hi80), mid, 3, ink)
		s.diamond(x.at(p.Total.Mid), mid)
		s.text(r.Max.X, mid, 1, 0.5, numberBold, d.amount(p))
		y -= h
	}
	s.line(x.at(0), bottom, x.at(0), r.Max.Y-d.head(w), 1.2, ink)
}

// diamond is the mark of all payers together.
func (s *sheet) diamond(x, y vg.Length) {
	s.shape(x, y, 4.4, 3, ink)
	s.shape(x, y, 3.1, 3, white)
}
