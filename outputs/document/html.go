package document

import (
	"bytes"
	_ "embed"
	"encoding/base64"
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
		"data": func(d Drawing) (template.URL, error) {
			png, err := d.PNG()
			return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(png)), err
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
