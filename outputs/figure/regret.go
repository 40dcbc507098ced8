package figure

import (
	"errors"

	"gonum.org/v1/plot/vg"
)

// Regret is what options lose against the best one of each simulation.
type Regret struct {
	Options []RegretRow
	Title   string // of the axis
	Share   string // in words: of how many simulations a regret stays under High
	Format  Format
}

// RegretRow is one option.
type RegretRow struct {
	Name, Said      string
	Mean, High, Max float64
}

// NewRegret draws the mean as a bar, what most simulations stay under as a line,
// and the largest as a mark.
func NewRegret(f Frame, d Regret) (*Figure, error) {
	err := between("options", len(d.Options), 2, 30)
	values := []float64{0}
	var rows []listRow
	for i, r := range d.Options {
		err = errors.Join(err, finite(r.Name, r.Mean, r.High, r.Max))
		values = append(values, r.Max)
		look := i
		if len(d.Options) > MaxPlans { // more than colours: the name alone tells them apart
			look = min(i, 1)
		}
		rows = append(rows, listRow{name: r.Name, said: r.Said, draw: func(s *sheet, x axis, y vg.Length) {
			s.bar(x, 0, r.Mean, y, 7, look)
			s.line(x.at(0), y, x.at(r.High), y, 1.4, ink)
			s.mark(x.at(r.Max), y, 4.5, look)
		}})
	}
	if err != nil {
		return nil, err
	}
	return rowList{rows: rows, title: d.Title, format: d.Format, values: values, zero: true}.figure(f, f.Words.Say("decide.figure.regret.note", "cells", f.Cells, "share", d.Share)), nil
}
