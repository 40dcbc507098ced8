package report

import (
	"fmt"
	"strings"
)

// Part is a section of sentences and tables: what a reader asks beside the
// comparison itself. One without ID is left out.
type Part struct {
	ID     string   // anchor; its heading is the message report.part.ID
	Intro  []string // before the tables
	Tables []Table
	Notes  []string // after the tables
}

// Table holds texts, row by row.
type Table struct {
	Title   string
	Folded  bool // shown when the reader unfolds it
	Columns []Column
	Rows    []TableRow
	Below   string // what is not in it; may be empty
}

// Column is the head of a column.
type Column struct {
	Head   string
	Number bool
	Width  int // share of the table in %; 0 = what is left
	Plan   int // place of the plan that it is about, which a reader may hide; 0 = of all plans
}

// TableRow is a row of as many cells as there are columns; the first names it.
type TableRow struct {
	Cells []Text
	Sum   bool // all together
}

// Text is what stands in a cell: lines, with smaller text and links below them.
type Text struct {
	Lines []string
	Under string
	Term  string   // id of the term that explains it; may be empty
	Mark  Mark     // of a difference
	How   []string // how the number was made, for who asks; may be empty
	Warn  bool     // what is missing, in red
	Links []Link
}

// class is how a cell looks.
func (t Text) class(c Column) string {
	var list []string
	if c.Number {
		list = append(list, "n")
	}
	if t.Mark != "" {
		list = append(list, string(t.Mark))
	}
	if t.Warn {
		list = append(list, "warn")
	}
	return strings.Join(list, " ")
}

// Plain is a cell of one line.
func Plain(s string) Text { return Text{Lines: []string{s}} }

// Term is a word with its meaning, for who asks.
type Term struct{ ID, Name, Text string }

// section is a part of the page: its anchor, the id of its heading and whether
// this report has it.
type section struct {
	anchor, heading string
	there           bool
}

// sections are all of them, in the order of the page.
func (r *Report) sections() []section {
	part := func(p Part) section { return section{anchor(p.ID), "report.part." + p.ID, p.ID != ""} }
	list := []section{
		{"question", "report.question", true},
		{"answer", "report.answer", r.Answer != nil},
		part(r.Aims),
		{"comparison", "report.comparison", r.Comparisons != nil},
		{"figures", "report.figures", r.Figures != nil},
		{"pays", "report.who_pays", r.Parties != nil},
		part(r.Money),
		{"outcomes", "report.outcomes", r.Outcomes != nil},
		{"perspectives", "report.perspectives", r.Perspectives != nil},
		part(r.Waiting), part(r.Equity), part(r.Drivers), part(r.Mind),
		{"explained", "explain.report.title", r.Explained != nil},
		{"not-modelled", "report.not_modelled", r.NotModelled != nil},
		{"assumptions", "report.assumptions", r.Assumptions != nil},
		part(r.BeforeAfter),
		{"methods", "report.methods", r.Methods != nil},
	}
	for _, p := range r.Checklists {
		list = append(list, part(p))
	}
	return append(list, section{"terms", "report.part.terms", r.Terms != nil}, section{"run", "report.run", r.Run != nil})
}

// Sections links to every section that the report has.
func (r *Report) Sections() (links []Link) {
	for _, s := range r.sections() {
		if s.there {
			links = append(links, Link{r.say(s.heading), "#" + s.anchor})
		}
	}
	return links
}

// Section links to a section by its anchor; false when this report has none.
func (r *Report) Section(at string) (Link, bool) {
	for _, s := range r.sections() {
		if s.anchor == at && s.there {
			return Link{r.say(s.heading), "#" + at}, true
		}
	}
	return Link{}, false
}

// anchor is an id as a place on the page.
func anchor(id string) string { return strings.ReplaceAll(id, "_", "-") }

// parts are the sections made of sentences and tables.
func (r *Report) parts() []Part {
	return append([]Part{r.Aims, r.Money, r.Waiting, r.Equity, r.Drivers, r.Mind, r.BeforeAfter}, r.Checklists...)
}

// check refuses rows that do not fit their columns, and columns of plans that are not there.
func (t *Table) check(plans int) (err error) {
	for _, c := range t.Columns {
		if c.Plan < 0 || c.Plan >= plans {
			return fmt.Errorf("report: %s has a column of plan %d of %d", t.Title, c.Plan, plans)
		}
	}
	for _, row := range t.Rows {
		if len(row.Cells) != len(t.Columns) {
			return fmt.Errorf("report: %s has a row of %d cells for %d columns", t.Title, len(row.Cells), len(t.Columns))
		}
	}
	return nil
}
