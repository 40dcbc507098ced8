package handover

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"piramide/internal/job/decide"
	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
)

// PlotRequest is which figures of a result are drawn, and how.
type PlotRequest struct {
	Folder  string         // result folder; "" as in [reading.ShowLedger]
	Decide  decide.Request // what the figures of a decision are about; its folder is not read
	Figures []string       // names; "all" is every figure of the result
	Size    string         // slide, page or square; "" = slide
	Formats []string       // png, svg, pdf; none = png
	Out     string         // folder that the files come in; "" = this one
}

// Plots is the figures that a result can feed.
type Plots struct {
	list   []reading.Picture
	failed []string
	words  *words.Words
}

// ListPlots gives the figures of a result folder, without drawing them: those of a
// comparison, and of a comparison or a sweep those of a decision.
func ListPlots(folder string, about decide.Request, w *words.Words) (*Plots, error) {
	folder, err := reading.ResultFolder(folder, true)
	if err != nil {
		return nil, err
	}
	about.Folder = folder
	d, refused := decide.Decide(about, w)
	p := &Plots{words: w}
	if refused != nil && fault.Of(refused) == fault.Usage { // an indicator, years or a goal that are not there
		return nil, refused
	}
	if refused != nil || d.Frame.Manifest.Points == 0 {
		o, err := reading.Show(folder, w)
		if err != nil {
			return nil, err
		}
		c := o.Comparison
		l := illustrator{c: c, w: w, where: plain.RegionName(c.Result.Manifest.Region, w)}
		p.list, p.failed = l.pictures()
	}
	if refused == nil {
		more, failed := d.Pictures()
		p.list, p.failed = append(p.list, more...), append(p.failed, failed...)
	}
	return p, nil
}

// Text lists name and message of every figure, and which cannot be drawn.
func (p *Plots) Text() string {
	widest := 0
	for _, pic := range p.list {
		widest = max(widest, len(pic.Name))
	}
	var b strings.Builder
	for _, pic := range p.list {
		fmt.Fprintf(&b, "%-*s  %s\n", widest, pic.Name, pic.Fig.Title())
	}
	for _, said := range p.failed {
		b.WriteString(said + "\n")
	}
	if b.Len() == 0 {
		b.WriteString(p.words.Say("errors.plot_none") + "\n")
	}
	return b.String()
}

// Plot draws figures of a result folder anew, in a size, in formats and in the
// language of w, and returns the files. All names are checked before anything is written.
func Plot(r PlotRequest, w *words.Words) ([]string, error) {
	size, err := fault.OneOf("plot_size", r.Size, reading.FigureSizes)
	if err != nil {
		return nil, err
	}
	if len(r.Formats) == 0 {
		r.Formats = reading.FigureFormats[:1]
	}
	for i, f := range r.Formats {
		if r.Formats[i], err = fault.OneOf("plot_format", f, reading.FigureFormats); err != nil {
			return nil, err
		}
	}
	p, err := ListPlots(r.Folder, r.Decide, w)
	if err != nil {
		return nil, err
	}
	chosen, err := p.choose(r.Figures)
	if err != nil {
		return nil, err
	}
	if len(chosen) == 0 {
		return nil, fault.New(fault.BadInput, nil, "plot_none")
	}
	if r.Out == "" {
		r.Out = "."
	}
	if err := os.MkdirAll(r.Out, 0o755); err != nil {
		return nil, fault.NoDocument(r.Out, err)
	}
	var files []string
	for _, pic := range chosen {
		for _, format := range r.Formats {
			file := filepath.Join(r.Out, fmt.Sprintf("%s-%s-%s.%s", pic.Name, size, w.Lang(), format))
			if err := outputs.WriteWhole(file, func(w io.Writer) error { return pic.Fig.Write(w, format, reading.SizeOf[size]) }); err != nil {
				return files, fault.NoDocument(r.Out, err)
			}
			files = append(files, file)
		}
	}
	return files, nil
}

// choose finds figures by name, in the order of the result.
func (p *Plots) choose(names []string) ([]reading.Picture, error) {
	var known []string
	for _, pic := range p.list {
		known = append(known, pic.Name)
	}
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
		if names[i] == "all" {
			return p.list, nil
		}
		if slices.Contains(known, names[i]) {
			continue
		}
		if p.words.Has("page.figure." + names[i]) { // it exists, and this result cannot feed it
			why := ""
			if p.failed != nil {
				why = " " + strings.Join(p.failed, " ")
			}
			return nil, fault.New(fault.BadInput, nil, "plot_absent", "name", names[i], "why", why, "names", strings.Join(known, ", "))
		}
		if _, err := fault.OneOf("plot_figure", names[i], known); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(slices.Clone(p.list), func(pic reading.Picture) bool { return !slices.Contains(names, pic.Name) }), nil
}

// TellFiles says which files have been made.
func TellFiles(out io.Writer, files []string, w *words.Words) error {
	for _, f := range files {
		if _, err := fmt.Fprintln(out, w.Say("cli.written", "file", f)); err != nil {
			return err
		}
	}
	return nil
}
