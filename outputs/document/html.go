package document

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
)

//go:embed page.html
var pageHTML string

// html writes one file that needs no network and prints on A4.
func (d *Document) html(w io.Writer) error {
	page, err := template.New("document").Funcs(template.FuncMap{
		"class": func(s Style) string { return [...]string{"", "lead", "note", "warning", "strong", "quiet"}[s] },
		"lines": func(s string) []string { return strings.Split(s, "\n") },
		"level": func(h Heading) int { return h.Level + 1 },
		"kind":  func(b Block) string { return fmt.Sprintf("%T", b)[len("document."):] },
		"inline": func(d Drawing) (template.HTML, error) { // a tenth of the bytes of a PNG
			svg, err := d.SVG()
			return template.HTML(svg[max(0, bytes.Index(svg, []byte("<svg "))):]), err // the XML prologue has no place in HTML
		},
	}).Parse(pageHTML)
	if err != nil {
		return fmt.Errorf("document: %w", err)
	}
	var buf bytes.Buffer
	if err := page.Execute(&buf, d); err != nil {
		return fmt.Errorf("document: %w", err)
	}
	_, err = buf.WriteTo(w)
	return err
}
