package figure

import (
	"errors"
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot/vg"

	"piramide/internal/words"
)

// Panel is a set of monthly series on one axis.
type Panel struct {
	Title   string // what is shown; may be empty when the figure's title says it
	Unit    string // unit of the vertical axis
	First   int    // calendar month of the first value: year × 12 + month − 1
	Step    int    // months from one value to the next; 0 means 1
	Format  Format
	Zero    bool // the axis starts at zero
	Series  []Series
	Limit   *Limit // a level to compare with, such as all hours available
	Moments []Moment
}

// Series is one line: a plan, value by value, with a gap where a value is
// [Absent]. Its mark and colour are those of its place in the panel; the first is
// grey. One without any value is not drawn and keeps its place.
type Series struct {
	Name   string
	Values []Range
}

// Limit is a horizontal line with a name.
type Limit struct {
	At   float64
	Name string
}

// Moment is a vertical line at the start of a month, counted from the first one, 0.
type Moment struct {
	Month int
	Name  string
}

// NewMonths draws monthly lines with ribbons; the names stand at the ends of
// the lines.
func NewMonths(f Frame, p Panel) (*Figure, error) {
	return panels(f, p)
}

// NewWaitingWorkload draws waiting and workload beside each other, or under
// each other where the sheet is narrow.
func NewWaitingWorkload(f Frame, waiting, workload Panel) (*Figure, error) {
	return panels(f, waiting, workload)
}

func panels(f Frame, ps ...Panel) (*Figure, error) {
	var err error
	for _, p := range ps {
		err = errors.Join(err, p.check())
	}
	if err != nil {
		return nil, err
	}
	var shows []shown
	for _, p := range ps {
		shows = append(shows, p.shows(f.Words)...)
	}
	wide := func(w vg.Length) bool { return w/vg.Length(len(ps)) >= 420 }
	return &Figure{
		frame: f,
		note:  f.note("figures.note.ribbons"),
		shows: shows,
		need: func(w vg.Length) (h vg.Length) {
			for _, p := range ps {
				if wide(w) {
					h = max(h, p.need((w-panelGap*vg.Length(len(ps)-1))/vg.Length(len(ps))))
				} else {
					h += p.need(w) + panelGap
				}
			}
			return h
		},
		draw: func(s *sheet, r vg.Rectangle) {
			n := vg.Length(len(ps))
			w, h := r.Max.X-r.Min.X, r.Max.Y-r.Min.Y
			for i, p := range ps {
				cell := r
				if wide(w) {
					each := (w - panelGap*(n-1)) / n
					cell.Min.X += vg.Length(i) * (each + panelGap)
					cell.Max.X = cell.Min.X + each
				} else {
					each := (h - panelGap*(n-1)) / n
					cell.Max.Y -= vg.Length(i) * (each + panelGap)
					cell.Min.Y = cell.Max.Y - each
				}
				p.draw(s, cell)
			}
		},
	}, nil
}

func (p Panel) check() error {
	return errors.Join(between("series", len(p.Series), 1, MaxPlans), p.checkValues())
}

func (p Panel) checkValues() error {
	err := between("values", p.length(), 1, math.MaxInt)
	for _, line := range p.Series {
		if len(line.Values) > 0 {
			err = errors.Join(err, sameLength(line.Name, len(line.Values), p.length()))
		}
		for _, run := range line.runs() {
			err = errors.Join(err, ordered(line.Name, line.Values[run.from:run.to]...))
		}
	}
	if p.Limit != nil {
		err = errors.Join(err, finite(p.Limit.Name, p.Limit.At))
	}
	return err
}

// length is how many values a line has.
func (p Panel) length() (n int) {
	for _, line := range p.Series {
		n = max(n, len(line.Values))
	}
	return n
}

const (
	panelGap  = 30
	plotLeast = 150 // least height of a plot
	endGap    = 16  // between the end of a line and its name
)

// run is a stretch of values without a gap: places from … to − 1.
type run struct{ from, to int }

func (s Series) runs() (list []run) {
	for i := 0; i < len(s.Values); i++ {
		if s.Values[i].absent() {
			continue
		}
		r := run{i, i}
		for i < len(s.Values) && !s.Values[i].absent() {
			i++
		}
		r.to = i
		list = append(list, r)
	}
	return list
}

// last is the place of the last value that exists, −1 when none does.
func (s Series) last() int {
	runs := s.runs()
	if len(runs) == 0 {
		return -1
	}
	return runs[len(runs)-1].to - 1
}

// endLabel is a name at the right of the plot.
type endLabel struct {
	name  string
	style style
	at    float64 // value it belongs to
	line  color.NRGBA
}

func (p Panel) endLabels() (labels []endLabel) {
	for i, line := range p.Series {
		if last := line.last(); last >= 0 {
			labels = append(labels, endLabel{line.Name, strong.in(deep(plans[i])), line.Values[last].Mid, plans[i]})
		}
	}
	if p.Limit != nil {
		labels = append(labels, endLabel{p.Limit.Name, number, p.Limit.At, ink})
	}
	return labels
}

// endWidth is the room of the names at the right of a panel of width w.
func (p Panel) endWidth(w vg.Length) (widest vg.Length) {
	for _, l := range p.endLabels() {
		widest = max(widest, textWidth(l.name, l.style))
	}
	return min(widest, w*0.3, 150)
}

func (p Panel) labelHeights(w vg.Length) (heights []vg.Length) {
	for _, l := range p.endLabels() {
		heights = append(heights, paragraphHeight(l.name, l.style, p.endWidth(w))+4)
	}
	return heights
}

// headHeight is the room of title, unit and the names of moments.
func (p Panel) headHeight(w vg.Length) vg.Length {
	h := paragraphHeight(p.Title, heading, w) + paragraphHeight(p.Unit, mutedSmall, w) + 4
	if len(p.Moments) > 0 {
		h += vg.Length(len(p.Moments)) * small.lineHeight()
	}
	return h + 4
}

func (p Panel) need(w vg.Length) vg.Length {
	var labels vg.Length
	for _, h := range p.labelHeights(w) {
		labels += h
	}
	return p.headHeight(w) + max(plotLeast, labels) + 22
}

func (p Panel) limits() (lo, hi float64) {
	var values []float64
	for _, line := range p.Series {
		for _, m := range line.Values {
			if !m.absent() {
				values = append(values, m.Lo95, m.Hi95)
			}
		}
	}
	if p.Limit != nil {
		values = append(values, p.Limit.At)
	}
	return widen(values, p.Zero)
}

func (p Panel) draw(s *sheet, r vg.Rectangle) {
	w := r.Max.X - r.Min.X
	lo, hi := p.limits()
	marks, decimals := ticks(lo, hi, max(3, int((r.Max.Y-r.Min.Y)/48)))
	var left vg.Length
	for _, v := range marks {
		left = max(left, textWidth(p.Format(v, decimals), number))
	}
	y := s.paragraph(r.Min.X, r.Max.Y, w, 0, heading, p.Title)
	y = s.paragraph(r.Min.X, y, w, 0, mutedSmall, p.Unit)
	top := r.Max.Y - p.headHeight(w)
	ya := axis{lo, hi, r.Min.Y + 20, top}
	xa := axis{0, float64(p.length() * p.step()), r.Min.X + left + 8, r.Max.X - p.endWidth(w) - endGap}

	for _, v := range marks {
		s.line(xa.from, ya.at(v), xa.to, ya.at(v), 0.75, grid)
		s.text(xa.from-8, ya.at(v), 1, 0.5, number, p.Format(v, decimals))
	}
	p.years(s, xa, ya)
	p.moments(s, xa, ya, y-4)
	if p.Limit != nil {
		s.dashed(xa.from, ya.at(p.Limit.At), xa.to, ya.at(p.Limit.At), 1.2, ink)
	}
	p.lines(s, xa, ya)
	p.names(s, xa, ya, r)
}

// step is the number of months a value stands for.
func (p Panel) step() int { return max(p.Step, 1) }

// years writes calendar years in the middle of their months, leaving out some
// where they would touch, and a year of which less than half a year is shown.
func (p Panel) years(s *sheet, xa, ya axis) {
	s.line(xa.from, ya.from, xa.to, ya.from, 0.9, grey)
	months := int(xa.max)
	first, last := p.First/12, (p.First+months-1)/12
	n := last - first + 1
	every := 1
	for every < n && vg.Length(every)*12*(xa.to-xa.from)/vg.Length(months) < textWidth("2000", number)+10 {
		every++
	}
	for year := first; year <= last; year++ {
		start, end := max(12*year-p.First, 0), min(12*year+12-p.First, months)
		s.line(xa.at(float64(start)), ya.from, xa.at(float64(start)), ya.from-4, 0.9, grey)
		if (year-first)%every == 0 && (end-start >= 6 || n == 1) {
			s.text(xa.at(float64(start+end)/2), ya.from-4, 0.5, 1, number, strconv.Itoa(year))
		}
	}
}

// moments draws dated events; each has its own line of text above the plot.
func (p Panel) moments(s *sheet, xa, ya axis, top vg.Length) {
	for _, m := range p.Moments {
		x := xa.at(min(max(float64(m.Month), 0), xa.max))
		align, dx := 0.0, vg.Length(5)
		if x > (xa.from+xa.to)/2 {
			align, dx = 1, -5
		}
		end := top - 1
		if wide := textWidth(m.Name, small); wide > max(x-xa.from, xa.to-x)-8 { // over the line, which ends below it
			align, dx, end = 0, max(xa.from-x, min(-wide/2, xa.to-wide-x)), top-small.lineHeight()
		}
		s.text(x+dx, top, align, 1, small.in(ink), fit(m.Name, small, xa.to-xa.from))
		s.dashed(x, ya.from, x, end, 0.9, grey)
		top -= small.lineHeight()
	}
}

func (p Panel) lines(s *sheet, xa, ya axis) {
	at := func(i int, v float64) vg.Point {
		return vg.Point{X: xa.at((float64(i) + 0.5) * float64(p.step())), Y: ya.at(v)}
	}
	ribbon := func(values []Range, r run, lo, hi func(Range) float64) []vg.Point {
		var pts []vg.Point
		for i := r.from; i < r.to; i++ {
			pts = append(pts, at(i, hi(values[i])))
		}
		for i := r.to - 1; i >= r.from; i-- {
			pts = append(pts, at(i, lo(values[i])))
		}
		return pts
	}
	for i, line := range p.Series {
		for _, r := range line.runs() {
			s.polygon(ribbon(line.Values, r, func(m Range) float64 { return m.Lo95 }, func(m Range) float64 { return m.Hi95 }), fade(plans[i], 36))
			s.polygon(ribbon(line.Values, r, func(m Range) float64 { return m.Lo80 }, func(m Range) float64 { return m.Hi80 }), fade(plans[i], 60))
		}
	}
	every := p.pointEvery(xa)
	for i, line := range p.Series {
		var end vg.Point
		for _, r := range line.runs() {
			var pts []vg.Point
			for k := r.from; k < r.to; k++ {
				pts = append(pts, at(k, line.Values[k].Mid))
				if (len(line.Values)-1-k)%every == 0 {
					s.point(pts[len(pts)-1].X, pts[len(pts)-1].Y, line.Name, p.told(s.words, k, line.Values[k]))
				}
			}
			if end = pts[len(pts)-1]; len(pts) == 1 { // a single month is a short line
				half := xa.at(float64(p.step())/2) - xa.at(0)
				pts = []vg.Point{{X: end.X - half, Y: end.Y}, {X: end.X + half, Y: end.Y}}
			}
			s.polyline(pts, 2.2, plans[i])
		}
		if line.last() >= 0 {
			s.mark(end.X, end.Y, 4, i)
		}
	}
}

// pointGap is the least distance between two values of a line that tell themselves to who
// points at them, in points: a mouse, and the more a finger, cannot choose among nearer ones.
const pointGap = 4

// pointEvery is at how many places there is one value that tells itself, counted from the last.
func (p Panel) pointEvery(xa axis) int {
	return int(math.Ceil(float64(pointGap / (xa.at(float64(p.step())) - xa.at(0)))))
}

// told is a value with its month and its interval, in words.
func (p Panel) told(w *words.Words, place int, v Range) string {
	month := p.First + place*p.step()
	decimals := fine(v.Hi95-v.Lo95, v.Mid)
	return w.Say("figures.point", "month", w.Month(month/12, month%12+1), "value", p.Format(v.Mid, decimals), "low", p.Format(v.Lo95, decimals), "high", p.Format(v.Hi95, decimals), "unit", p.Unit)
}

// names places the names at the ends of the lines.
func (p Panel) names(s *sheet, xa, ya axis, r vg.Rectangle) {
	w := r.Max.X - r.Min.X
	heights, labels := p.labelHeights(w), p.endLabels()
	wished := make([]vg.Length, len(labels))
	for i, l := range labels {
		wished[i] = ya.at(l.at)
	}
	for i, y := range spreadLabels(wished, heights, r.Min.Y, ya.to+8) {
		l := labels[i]
		s.line(xa.to+4, wished[i], xa.to+endGap-3, y, 0.9, l.line)
		s.paragraph(xa.to+endGap, y+heights[i]/2-2, p.endWidth(w), 0, l.style, l.name)
	}
}
