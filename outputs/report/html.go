package report

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
)

var (
	//go:embed page.html
	pageHTML string
	//go:embed page.css
	pageCSS string
	//go:embed page.js
	pageJS string
)

// Write writes the page. It refuses a table whose cells do not match its plans.
func Write(w io.Writer, report Report) error {
	data := &report
	if err := data.check(); err != nil {
		return err
	}
	how := asked{places: map[string]int{}}
	page, err := template.New("page").Funcs(template.FuncMap{
		"say":    func(id string, args ...any) string { return short(data.say(id, args...)) },
		"tell":   func(id string, args ...any) template.HTML { return data.columns(data.say(id, args...)) },
		"sides":  sides,
		"short":  short,
		"stack":  data.stacked,
		"lang":   data.Words.Lang,
		"inc":    func(i int) int { return i + 1 },
		"text":   strconv.Itoa,
		"inline": data.inline,
		"plan":   func(i int) Plan { return data.Plans[i] },
		"anchor": anchor,
		"class":  Text.class,
		"prose":  data.columns,
		"two":    func() bool { return data.second != nil },
		"css":    func() template.CSS { return template.CSS(pageCSS) },
		"js":     func() template.JS { return template.JS(pageJS) },
		"how":    how.cell,
		"asked":  func() []string { return how.sentences }, // when all cells have asked
		"others": func() []Plan { return data.Plans[1:] },
	}).Parse(pageHTML)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	var buf bytes.Buffer // a page that fails half-way is not written at all
	if err := page.Execute(&buf, data); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	_, err = buf.WriteTo(w)
	return err
}

func (r *Report) check() error {
	var err error
	if r.Words == nil || r.Title == "" {
		err = errors.Join(err, errors.New("report: words and a title are needed"))
	}
	if len(r.Plans) < 2 {
		err = errors.Join(err, fmt.Errorf("report: %d plans; a comparison has two or more", len(r.Plans)))
	}
	tables := r.Others
	for _, p := range r.parts() {
		tables = slices.Concat(tables, p.Tables)
	}
	for i := range tables {
		err = errors.Join(err, tables[i].check(len(r.Plans)))
	}
	for _, c := range r.Comparisons {
		for _, row := range c.Rows {
			if len(row.Cells) != len(r.Plans)-1 {
				err = errors.Join(err, fmt.Errorf("report: %s, %s has %d differences for %d plans", c.Title, row.Indicator, len(row.Cells), len(r.Plans)))
			}
		}
	}
	for _, t := range slices.Concat(r.Parties, r.Outcomes, r.Perspectives) {
		for _, row := range t.Rows {
			if len(row.Amounts) != len(t.Columns) {
				err = errors.Join(err, fmt.Errorf("report: %s, %s has %d amounts for %d columns", t.Title, row.Party, len(row.Amounts), len(t.Columns)))
			}
		}
	}
	for _, f := range r.Figures {
		if f.Alt == "" || !bytes.Contains(f.SVG, []byte("<svg ")) {
			err = errors.Join(err, fmt.Errorf("report: figure %q needs a text for who cannot see it, and an SVG", f.Title))
		}
	}
	return err
}

// prose is a sentence in which what stands between backquotes is a command.
func prose(said string) template.HTML {
	var b strings.Builder
	for i, part := range strings.Split(said, "`") {
		if part = template.HTMLEscapeString(part); i%2 == 1 {
			part = "<code>" + part + "</code>"
		}
		b.WriteString(part)
	}
	return template.HTML(b.String())
}
