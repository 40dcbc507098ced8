package handover

import (
	"fmt"
	"io"
	"slices"

	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/document"
	"piramide/outputs/report"
	"piramide/outputs/workbook"
)

// illustrators are one for each language.
func illustrators(c *outputs.Comparison, ws []*words.Words) []illustrator {
	list := make([]illustrator, len(ws))
	for i, w := range ws {
		list[i] = illustrator{c: c, w: w, where: plain.RegionName(c.Result.Manifest.Region, w), lang: plain.Langs(ws, "+")}
	}
	return list
}

// made is the day of the run in words; empty when the folder does not tell.
func (l illustrator) made() string {
	t := l.c.Result.Made()
	if t.IsZero() {
		return ""
	}
	return l.w.Date(t.Year(), int(t.Month()), t.Day())
}

// inLanguages is a document in one language, or in two side by side.
func inLanguages(ls []illustrator, write func(illustrator) (*document.Document, error)) (*document.Document, error) {
	first, err := write(ls[0])
	if err != nil || len(ls) == 1 {
		return first, err
	}
	second, err := write(ls[1])
	if err != nil {
		return nil, err
	}
	d, err := document.SideBySide(first, second)
	if err != nil {
		return nil, err
	}
	if left := ls[0].numberForm(ls); left != "" {
		d.Blocks = append([]document.Block{document.Beside{Left: left, Right: ls[1].numberForm(ls), Style: document.Note}}, d.Blocks...)
	}
	return d, nil
}

// numberForm says in which form numbers stand that are written once for two languages;
// "" where both write them alike.
func (l illustrator) numberForm(ls []illustrator) string {
	if len(ls) == 1 || ls[0].w.Number(0.5, 1) == ls[1].w.Number(0.5, 1) {
		return ""
	}
	return l.w.Say("report.number_form", "example", ls[0].w.Number(1234.5, 1))
}

// webPage is the report for a browser in one language, or in two side by side.
func webPage(ls []illustrator, pages []report.Report) (report.Report, error) {
	if len(ls) == 1 {
		return pages[0], nil
	}
	for i := range pages {
		pages[i].Hint = ls[i].numberForm(ls)
	}
	return report.SideBySide(pages[0], pages[1])
}

// deck is [inLanguages] for slides.
func deck(ls []illustrator) (*document.Deck, error) {
	first := ls[0].slides(ls[0].made())
	if len(ls) == 1 {
		return first, nil
	}
	return document.InTurn(first, ls[1].slides(ls[1].made()))
}

// book is [inLanguages] for a workbook.
func book(ls []illustrator) (*workbook.Book, error) {
	first := ls[0].workbook(ls[0].made())
	if len(ls) == 1 {
		return first, nil
	}
	b, err := workbook.Both(first, ls[1].workbook(ls[1].made()))
	if err != nil {
		return nil, err
	}
	page, err := inLanguages(ls, func(l illustrator) (*document.Document, error) { return l.onePage(l.made()), nil })
	if err != nil {
		return nil, err
	}
	b.Page = pageRows(page)
	return b, nil
}

// writer gives what writes a document of a kind in a format.
func writer(kind string, ls []illustrator) (func(io.Writer, string) error, error) {
	switch kind {
	case kindSlides:
		d, err := deck(ls)
		return d.Write, err
	case kindBook:
		b, err := book(ls)
		return func(out io.Writer, _ string) error { return b.Write(out) }, err
	case kindOnePage:
		d, err := inLanguages(ls, func(l illustrator) (*document.Document, error) { return l.onePage(l.made()), nil })
		return d.Write, err
	case kindAnnual:
		return annualWriter(ls)
	case kindReport:
		return wholeReport(ls)
	}
	return nil, fmt.Errorf("job: no document %q", kind)
}

// annualWriter writes the annual plan: as a text to read, or as a sheet to fill in.
func annualWriter(ls []illustrator) (func(io.Writer, string) error, error) {
	if !slices.ContainsFunc(ls[0].c.Plans, func(p outputs.Plan) bool { return ls[0].c.Annual(p.ID) != nil }) {
		return nil, fault.New(fault.Usage, nil, "annual_no_posts")
	}
	d, err := inLanguages(ls, func(l illustrator) (*document.Document, error) { return l.annualPlan(l.made()), nil })
	if err != nil {
		return nil, err
	}
	f := ls[0].annualSheet(ls[0].made())
	if len(ls) > 1 {
		if f, err = workbook.BothFollows(f, ls[1].annualSheet(ls[1].made())); err != nil {
			return nil, err
		}
	}
	return func(out io.Writer, format string) error {
		switch format {
		case "xlsx":
			return f.Write(out)
		case "csv":
			return annualCSV(out, f)
		}
		return d.Write(out, format)
	}, nil
}
