package evaluate

import (
	"bytes"
	"errors"
	"fmt"

	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/internal/job/version"
	"piramide/outputs"
	"piramide/outputs/figure"
	"piramide/scenarios"
)

// pictures draws power against size, per unit, and what designs report beside the truth:
// of the first outcome of the file.
func (a *DesignEvaluation) pictures() (list []reading.Picture, err error) {
	add := func(name string, f *figure.Figure, e error) {
		if e != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", name, e))
			return
		}
		if f != nil {
			list = append(list, reading.Picture{Name: name, Fig: f, Size: figure.Slide})
		}
	}
	for _, unit := range []string{scenarios.OfBuurten, scenarios.OfClients} {
		f, e := a.drawPower(unit)
		add("power-"+unit, f, e)
	}
	f, e := a.drawReported()
	add("reported", f, e)
	return list, err
}

// draw writes the figures into the folder.
func (a *DesignEvaluation) draw(folder *outputs.Folder) error {
	list, err := a.pictures()
	if err != nil {
		return err
	}
	for _, p := range list {
		for _, format := range reading.FigureFormats[:2] {
			var b bytes.Buffer
			if err := p.Fig.Write(&b, format, p.Size); err != nil {
				return err
			}
			if err := folder.Write("figures/"+p.Name+"."+format, b.Bytes()); err != nil {
				return err
			}
		}
	}
	return nil
}

// lead is the outcome that figures are about: the first of the file.
func (a *DesignEvaluation) lead() string {
	for _, d := range a.Designs {
		if len(d.Outcomes) > 0 {
			return d.Outcomes[0].ID
		}
	}
	return ""
}

func (a *DesignEvaluation) frame(title, subtitle string) figure.Frame {
	w := a.words
	return figure.Frame{
		Words: w, Title: title, Subtitle: subtitle, Digest: w.Say("page.digest", "digest", a.Digest[:12]),
		Source: w.Say("evaluate.figure.source", "region", plain.RegionName(a.Region, w), "count", a.Repetitions, "version", version.Name()),
	}
}

// drawPower draws power against the number of buurten or clients, over the longest years;
// nil where no design has two sizes.
func (a *DesignEvaluation) drawPower(unit string) (*figure.Figure, error) {
	w, lead := a.words, a.lead()
	p := figure.Power{
		XTitle: w.Say("evaluate.figure.power_x_" + unit), YTitle: w.Say("evaluate.figure.power_y"), Count: w.Number, Share: func(x float64, n int) string { return w.Percent(x, max(0, n-2)) },
		Asked: a.PowerAsked, AskedName: w.Say("evaluate.figure.asked", "power", w.Share(a.PowerAsked)), Note: w.Say("evaluate.figure.power_note"),
	}
	years, worth := 0, 0.0
	for i := range a.Designs {
		d := &a.Designs[i]
		for k := range d.Outcomes {
			o := &d.Outcomes[k]
			if d.Unit != unit || o.ID != lead {
				continue
			}
			line := figure.PowerLine{Name: plain.Letter(i) + "  " + a.design(d), Dashed: o.largest().misleads()}
			for _, s := range o.Sizes {
				if s.Years == o.largest().Years {
					line.N, line.Power = append(line.N, float64(s.N)), append(line.Power, s.Power)
				}
			}
			years, worth = max(years, o.largest().Years), o.Worth
			if len(line.N) > 1 && len(p.Lines) < figure.MaxPlans-1 {
				p.Lines = append(p.Lines, line)
			}
		}
	}
	if len(p.Lines) == 0 {
		return nil, nil
	}
	return figure.NewPower(a.frame(
		w.Say("evaluate.figure.power_title", "outcome", w.Say("evaluate.outcome."+lead)),
		w.Say("evaluate.figure.power_sub", "count", a.Repetitions, "worth", w.Share(worth), "years", years),
	), p)
}

// drawReported draws, per design at its largest size, what is reported and what is true.
func (a *DesignEvaluation) drawReported() (*figure.Figure, error) {
	w, lead := a.words, a.lead()
	p := figure.Reported{Axis: w.Say("evaluate.figure.bias_axis"), Format: w.Signed, Note: w.Say("evaluate.figure.bias_note")}
	for i := range a.Designs {
		d := &a.Designs[i]
		for k := range d.Outcomes {
			o := &d.Outcomes[k]
			if o.ID != lead {
				continue
			}
			s := o.largest()
			part := func(x float64) float64 { return 100 * x / s.Scale }
			p.Rows = append(p.Rows, figure.ReportedRow{
				Name: plain.Letter(i) + "  " + a.design(d), Under: a.size(d, s), Mean: part(s.Mean), Spread: part(1.96 * s.SE), Truth: part(s.Truth),
				Said: w.Say("evaluate.figure.bias_said", "mean", w.Signed(part(s.Mean), 1), "truth", w.Signed(part(s.Truth), 1)),
			})
		}
	}
	if len(p.Rows) == 0 {
		return nil, nil
	}
	return figure.NewReported(a.frame(
		w.Say("evaluate.figure.bias_title", "outcome", w.Say("evaluate.outcome."+lead)),
		w.Say("evaluate.figure.bias_sub", "count", a.Repetitions),
	), p)
}
