package figure

import (
	"errors"
	"strings"

	"gonum.org/v1/plot/vg"
)

// Pyramid is the population by tier at the start and at the end, per plan.
type Pyramid struct {
	Tiers      []string // from the base up
	Start, End string   // what the two halves are, such as "januari 2027"
	Plans      []PyramidPlan
	Count      Format // people
	Share      Format // shares in per cent, 0–100
}

// PyramidPlan is one plan of a [Pyramid]; levels in the order of its tiers.
type PyramidPlan struct {
	Name       string
	Start, End []Level
}

// Level is a tier's people and their share of the inhabitants in per cent.
type Level struct{ Count, Share Range }

// NewPyramid draws the pyramid: per plan the start at the left of the axis and
// the end at the right.
func NewPyramid(f Frame, d Pyramid) (*Figure, error) {
	err := errors.Join(between("plans", len(d.Plans), 1, MaxNamed), between("tiers", len(d.Tiers), 1, 16))
	for _, p := range d.Plans {
		for _, half := range [][]Level{p.Start, p.End} {
			err = errors.Join(err, sameLength(p.Name, len(half), len(d.Tiers)))
			for _, l := range half {
				err = errors.Join(err, ordered(p.Name, l.Count, l.Share))
			}
		}
	}
	if err != nil {
		return nil, err
	}
	return &Figure{
		frame: f,
		note:  f.note("figures.note.pyramid"),
		shows: d.shows(),
		need: func(w vg.Length) vg.Length {
			cols, split := d.columns(w)
			rows := (len(d.Plans) + cols - 1) / cols
			return vg.Length(rows)*(d.headHeight(w/vg.Length(cols))+vg.Length(len(d.Tiers))*(17+d.textHeight(split)+24)) + vg.Length(rows-1)*14
		},
		draw: d.draw,
	}, nil
}

const pyramidGutter = 18

// columns says how many plans stand beside each other, and whether intervals
// need a line of their own for it.
func (d Pyramid) columns(w vg.Length) (cols int, split bool) {
	var joined, apart vg.Length
	for _, p := range d.Plans {
		for i := range d.Tiers {
			for _, l := range []Level{p.Start[i], p.End[i]} {
				lines := d.lines(l, false)
				joined = max(joined, textWidth(lines[0], numberBold))
				for _, line := range d.lines(l, true) {
					apart = max(apart, textWidth(line, numberBold))
				}
			}
		}
	}
	for cols = len(d.Plans); cols > 1; cols-- {
		if d.half(w, cols) >= apart {
			break
		}
	}
	return cols, d.half(w, cols) < joined
}

// half is the room for text at one side of a pyramid.
func (d Pyramid) half(w vg.Length, cols int) vg.Length {
	return (w/vg.Length(cols)-pyramidGutter)/2 - 7
}

// lines writes a level: people, share and interval.
func (d Pyramid) lines(l Level, split bool) []string {
	count, interval := d.Count(l.Count.Mid, 0), band(d.Count, l.Count, 0)
	share := d.Share(l.Share.Mid, shareDecimals(l.Share.Mid))
	if split {
		return []string{count, share, strings.TrimSpace(interval)}
	}
	return []string{count + interval, share}
}

func (d Pyramid) textHeight(split bool) vg.Length {
	if split {
		return 3*number.lineHeight() + 4
	}
	return 2*number.lineHeight() + 4
}

func (d Pyramid) headHeight(w vg.Length) vg.Length {
	var h vg.Length
	for _, p := range d.Plans {
		h = max(h, paragraphHeight(p.Name, heading, w-pyramidGutter-16))
	}
	return h + 6 + mutedSmall.lineHeight()
}

func (d Pyramid) draw(s *sheet, r vg.Rectangle) {
	cols, split := d.columns(r.Max.X - r.Min.X)
	rows := (len(d.Plans) + cols - 1) / cols
	cell := vg.Point{X: (r.Max.X - r.Min.X) / vg.Length(cols), Y: (r.Max.Y - r.Min.Y + 14) / vg.Length(rows)}
	var widest float64
	for _, p := range d.Plans {
		for i := range d.Tiers {
			widest = max(widest, p.Start[i].Share.Hi95, p.End[i].Share.Hi95)
		}
	}
	if widest == 0 {
		widest = 1
	}
	for i, p := range d.Plans {
		left := r.Min.X + vg.Length(i%cols)*cell.X
		top := r.Max.Y - vg.Length(i/cols)*cell.Y
		d.panel(s, i, p, widest, split, vg.Rectangle{
			Min: vg.Point{X: left, Y: top - cell.Y + 14},
			Max: vg.Point{X: left + cell.X - pyramidGutter, Y: top},
		})
	}
}

func (d Pyramid) panel(s *sheet, plan int, p PyramidPlan, widest float64, split bool, r vg.Rectangle) {
	mid := (r.Min.X + r.Max.X) / 2
	half := r.Max.X - mid
	s.mark(r.Min.X+5, r.Max.Y-heading.lineHeight()/2, 5, look(plan, len(d.Plans)))
	s.paragraph(r.Min.X+16, r.Max.Y, 2*half-16, 0, heading, p.Name)

	top := r.Max.Y - d.headHeight(r.Max.X-r.Min.X+pyramidGutter)
	s.text(mid-7, top, 1, 0, mutedSmall, fit(d.Start, mutedSmall, half-7))
	s.text(mid+7, top, 0, 0, mutedSmall, fit(d.End, mutedSmall, half-7))

	row := (top - r.Min.Y) / vg.Length(len(d.Tiers))
	bar := row - 24 - d.textHeight(split)
	for i := len(d.Tiers) - 1; i >= 0; i-- {
		c := tierColor(i, len(d.Tiers))
		s.text(mid, top-7, 0.5, 1, strong, fit(d.Tiers[i], strong, r.Max.X-r.Min.X))
		hi, lo := top-24, top-24-bar
		left := axis{0, widest, mid, r.Min.X}
		right := axis{0, widest, mid, r.Max.X}
		a, b := p.Start[i], p.End[i]
		s.fill(vg.Rectangle{Min: vg.Point{X: left.at(a.Share.Mid), Y: lo}, Max: vg.Point{X: mid, Y: hi}}, fade(c, 150))
		s.fill(vg.Rectangle{Min: vg.Point{X: mid, Y: lo}, Max: vg.Point{X: right.at(b.Share.Mid), Y: hi}}, c)
		s.whisker(left, a.Share, (lo+hi)/2, ink)
		s.whisker(right, b.Share, (lo+hi)/2, ink)
		s.line(mid, lo-d.textHeight(split), mid, hi, 0.75, grey)
		for _, side := range []struct {
			at    vg.Length
			align float64
			level Level
		}{{mid - 7, 1, a}, {mid + 7, 0, b}} {
			st := numberBold
			for k, line := range d.lines(side.level, split) {
				s.text(side.at, lo-2-vg.Length(k)*number.lineHeight(), side.align, 1, st, line)
				st = mutedSmall
			}
		}
		top -= row
	}
}

// band writes the 95 % interval in brackets, or nothing where there is none to see.
func band(f Format, v Range, decimals int) string {
	lo, hi := f(v.Lo95, decimals), f(v.Hi95, decimals)
	if lo == hi {
		return ""
	}
	return " (" + lo + "–" + hi + ")"
}

// shareDecimals keeps two figures of small shares in per cent.
func shareDecimals(x float64) int {
	if x < 10 {
		return 2
	}
	return 1
}
