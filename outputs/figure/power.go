package figure

import (
	"errors"
	"math"

	"gonum.org/v1/plot/vg"
)

// Power is how often designs of evaluation see an effect, by size.
type Power struct {
	Lines     []PowerLine
	Asked     float64 // the power that is asked: a line across
	AskedName string
	XTitle    string
	YTitle    string
	Count     Format
	Share     Format // given 0 to 1
	Note      string
}

// PowerLine is one design; dashed where what it sees cannot be trusted.
type PowerLine struct {
	Name   string
	N      []float64
	Power  []float64 // 0 to 1
	Dashed bool
}

// NewPower draws a line per design.
func NewPower(f Frame, d Power) (*Figure, error) {
	err := between("designs", len(d.Lines), 1, MaxPlans-1)
	xs := []float64{}
	var names []string
	for _, l := range d.Lines {
		err = errors.Join(err, between("sizes of "+l.Name, len(l.N), 2, 1000), sameLength(l.Name, len(l.Power), len(l.N)), finite(l.Name, l.N...), finite(l.Name, l.Power...))
		names, xs = append(names, l.Name), append(xs, l.N...)
	}
	if err != nil {
		return nil, err
	}
	fd := field{
		xTitle: d.XTitle, yTitle: d.YTitle, xFormat: d.Count, yFormat: d.Share, xs: xs, ys: []float64{0, 1}, yZero: true,
		inside: func(s *sheet, x, y axis) {
			s.line(x.from, y.at(d.Asked), x.to, y.at(d.Asked), 1.2, ink)
			s.text(x.to, y.at(d.Asked)+2, 1, 0, small, d.AskedName)
			for i, l := range d.Lines {
				for k := range l.N {
					at := vg.Point{X: x.at(l.N[k]), Y: y.at(l.Power[k])}
					if k > 0 {
						from := vg.Point{X: x.at(l.N[k-1]), Y: y.at(l.Power[k-1])}
						if l.Dashed {
							s.dashed(from.X, from.Y, at.X, at.Y, 2, plans[i+1])
						} else {
							s.polyline([]vg.Point{from, at}, 2.2, plans[i+1])
						}
					}
					s.mark(at.X, at.Y, 4.2, i+1)
				}
			}
		},
	}
	return withKey(fd, names, 1).figure(f, d.Note, d.shows(f.Words)), nil
}

// Reported is what designs of evaluation report on average, beside what is true.
type Reported struct {
	Rows   []ReportedRow
	Axis   string
	Format Format
	Note   string
}

// ReportedRow is one design: the mean report, half of the spread of 95 % of the reports, and
// the truth.
type ReportedRow struct {
	Name, Under, Said   string
	Mean, Spread, Truth float64
}

// NewReported draws a whisker per design and a diamond at the truth.
func NewReported(f Frame, d Reported) (*Figure, error) {
	err := between("designs", len(d.Rows), 1, 26)
	list := rowList{title: d.Axis, format: d.Format, zero: true}
	for _, r := range d.Rows {
		err = errors.Join(err, finite(r.Name, r.Mean, r.Spread, r.Truth))
		low, high := r.Mean-r.Spread, r.Mean+r.Spread
		list.values = append(list.values, low, high, r.Truth)
		list.rows = append(list.rows, listRow{name: r.Name, under: r.Under, said: r.Said, draw: func(s *sheet, x axis, y vg.Length) {
			s.line(x.at(low), y, x.at(high), y, 2, plans[1])
			s.mark(x.at(r.Mean), y, 5, 1)
			s.diamond(x.at(r.Truth), y)
		}})
	}
	if err != nil {
		return nil, err
	}
	if math.IsNaN(list.values[0]) {
		return nil, errors.New("figure: no report")
	}
	return list.figure(f, d.Note), nil
}
