package figure

import (
	"errors"
	"slices"

	"gonum.org/v1/plot/vg"
)

// Frontier is the mean cost and effect of options, how far both spread, and which of the
// options a payer could want.
type Frontier struct {
	Names      []string
	Gain, Cost []float64
	GainSpan   [][2]float64 // low and high; nil = not drawn
	CostSpan   [][2]float64
	Limits     string // in words: what low and high are
	On         []int  // on the frontier, cheapest first
	XTitle     string
	YTitle     string
	XFormat    Format
	YFormat    Format
}

// NewFrontier draws the options and the line through those on the frontier.
func NewFrontier(f Frame, d Frontier) (*Figure, error) {
	err := errors.Join(between("options", len(d.Names), 2, MaxPlans), sameLength("gains", len(d.Gain), len(d.Names)), sameLength("costs", len(d.Cost), len(d.Names)),
		finite("gains", d.Gain...), finite("costs", d.Cost...))
	gains, costs, note := slices.Clone(d.Gain), slices.Clone(d.Cost), f.note("decide.figure.frontier.note")
	if d.GainSpan != nil {
		err = errors.Join(err, sameLength("gain spans", len(d.GainSpan), len(d.Names)), sameLength("cost spans", len(d.CostSpan), len(d.Names)))
		for i, x := range d.GainSpan {
			gains = append(gains, x[:]...)
			if i < len(d.CostSpan) {
				costs = append(costs, d.CostSpan[i][:]...)
			}
		}
		err = errors.Join(err, finite("gain spans", gains...), finite("cost spans", costs...))
		note += " " + f.Words.Say("decide.figure.frontier.spans", "limits", d.Limits)
	}
	if err != nil {
		return nil, err
	}
	return field{
		names: d.Names, xTitle: d.XTitle, yTitle: d.YTitle, xFormat: d.XFormat, yFormat: d.YFormat, xs: aired(gains), ys: aired(costs), xZero: true, yZero: true,
		inside: func(s *sheet, x, y axis) {
			for o, g := range d.GainSpan {
				c := d.CostSpan[o]
				s.line(x.at(g[0]), y.at(d.Cost[o]), x.at(g[1]), y.at(d.Cost[o]), 1.2, fade(plans[o], 140))
				s.line(x.at(d.Gain[o]), y.at(c[0]), x.at(d.Gain[o]), y.at(c[1]), 1.2, fade(plans[o], 140))
			}
			var pts []vg.Point
			for _, o := range d.On {
				pts = append(pts, vg.Point{X: x.at(d.Gain[o]), Y: y.at(d.Cost[o])})
			}
			if len(pts) > 1 {
				s.polyline(pts, 2.2, ink)
			}
			for o := range d.Names {
				size := vg.Length(4.5)
				if slices.Contains(d.On, o) {
					size = 7
				}
				s.mark(x.at(d.Gain[o]), y.at(d.Cost[o]), size, o)
			}
		},
	}.figure(f, note, d.shows(f.Words)), nil
}

// aired adds a little on the other side of zero, so that a mark at zero stands free.
func aired(v []float64) []float64 {
	lo, hi := min(0, slices.Min(v)), max(0, slices.Max(v))
	return append(slices.Clone(v), lo-0.05*(hi-lo), hi+0.05*(hi-lo))
}
