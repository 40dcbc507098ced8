package fit

import (
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/internal/job/version"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/figure"
)

// most is how many lines a figure of a calibration has.
const mostSpans = 30

// drawTargets shows the targets that the fit moves, and those outside their interval,
// furthest out first; nil when there are none.
func (c *Calibration) drawTargets(w *words.Words) (*figure.Figure, error) {
	var rows []figure.SpanRow
	for i, f := range c.Targets {
		if !c.Moves[i] && f.Inside {
			continue
		}
		for k := range f.Predicted {
			middle, half := (f.Low[k]+f.High[k])/2, (f.High[k]-f.Low[k])/2
			name := c.said(f.Target, w)
			if len(f.Predicted) > 1 {
				name += " " + w.Number(float64(k+1), 0)
			}
			row := figure.SpanRow{
				Name: words.Capital(name), Under: f.Source, Best: (f.Predicted[k] - middle) / half, Before: math.NaN(), Low: math.NaN(), High: math.NaN(),
				Said: c.number(f, k, f.Predicted[k], w) + " (" + c.number(f, k, f.Low[k], w) + " – " + c.number(f, k, f.High[k], w) + ")",
			}
			if c.Start != nil {
				row.Before = (c.Start[i].Predicted[k] - middle) / half
			}
			if c.Diagnosis != nil {
				q := c.Diagnosis.Targets[i].Quantiles[k]
				row.Low, row.High = (q[0]-middle)/half, (q[len(q)-1]-middle)/half
			}
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b figure.SpanRow) int {
		switch x, y := math.Abs(a.Best), math.Abs(b.Best); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	if len(rows) == 0 {
		return nil, nil
	}
	say := func(id string, args ...any) string { return w.Say("calibrate.figure."+id, args...) }
	title := say("targets_all", "count", len(c.Targets))
	if n := len(c.Conflicts()); n > 0 {
		title = say("targets_some", "count", n, "all", len(c.Targets))
	}
	keys := []string{say("observed"), say("before"), say("best")}
	if c.Diagnosis != nil {
		keys = append(keys, say("plausible"))
	}
	return figure.NewSpans(c.frame(title, plain.TitleOf(c.File.Title, c.File.Name, w)+" – "+say("targets_sub"), w), figure.Spans{
		Rows: rows[:min(len(rows), mostSpans)], Keys: keys, Title: say("targets_axis"), Note: say("targets_note"),
	})
}

// drawNumbers shows what was believed of the free numbers and what is believed after.
func (c *Calibration) drawNumbers(w *words.Words) (*figure.Figure, error) {
	var rows []figure.SpanRow
	inner := false
	for i, f := range c.File.Free {
		p := c.prior(i)
		middle, half := (p.low+p.high)/2, (p.high-p.low)/2
		d := half / 10
		row := figure.SpanRow{
			Name: f.Name, Best: (c.Best.Values[i] - middle) / half, Before: (p.middle - middle) / half, Low: math.NaN(), High: math.NaN(),
			Said: plain.Significant(w, c.Best.Values[i], d) + " (" + plain.Significant(w, p.low, d) + " – " + plain.Significant(w, p.high, d) + ")",
		}
		if len(f.Paths) == 1 {
			row.Under = w.Parameter(f.Paths[0])
		} else {
			row.Under = w.Say("calibrate.figure.family", "count", len(f.Paths))
		}
		if b, ok := c.after(i); ok {
			inner = true
			row.Low, row.High = (b.low-middle)/half, (b.high-middle)/half
		}
		rows = append(rows, row)
	}
	say := func(id string, args ...any) string { return w.Say("calibrate.figure."+id, args...) }
	dark := 0
	for i := range c.File.Free {
		if x, ok := c.learnt(i); ok && x < nothing {
			dark++
		}
	}
	keys := []string{say("believed"), say("middle"), say("best")}
	if inner {
		keys = append(keys, say("after"))
	}
	return figure.NewSpans(c.frame(say("numbers", "count", dark, "all", len(rows)), plain.TitleOf(c.File.Title, c.File.Name, w)+" – "+say("numbers_sub"), w), figure.Spans{
		Rows: rows[:min(len(rows), mostSpans)], Keys: keys, Title: say("numbers_axis"), Note: say("numbers_note"),
	})
}

func (c *Calibration) frame(title, subtitle string, w *words.Words) figure.Frame {
	return figure.Frame{
		Words: w, Title: title, Subtitle: subtitle, Digest: w.Say("page.digest", "digest", c.File.Digest()[:12]),
		Source: w.Say("calibrate.figure.source", "count", c.Evaluations, "version", version.Name()),
	}
}

// Draw puts the figures in the folder, in the language of w, and says which cannot be
// drawn.
func (c *Calibration) Draw(w *words.Words) (failed []string, err error) {
	for _, one := range []struct {
		name string
		draw func(*words.Words) (*figure.Figure, error)
	}{{"targets", c.drawTargets}, {"numbers", c.drawNumbers}} {
		f, wrong := one.draw(w)
		if wrong != nil {
			failed = append(failed, w.Say("page.figure_failed", "name", one.name, "why", strings.ReplaceAll(wrong.Error(), "\n", "; ")))
		}
		if f == nil {
			continue
		}
		for _, format := range reading.FigureFormats[:2] {
			file := filepath.Join(c.Folder, one.name+"."+format)
			if err := outputs.WriteWhole(file, func(to io.Writer) error { return f.Write(to, format, figure.Page) }); err != nil {
				return failed, fault.Unwritable(c.Folder, err)
			}
		}
	}
	return failed, nil
}
