package document

import (
	"errors"
	"fmt"
	"io"

	"codeberg.org/go-pdf/fpdf"
)

// Document is everything a reader sees, in order.
type Document struct {
	Lang     string // nl, fr or en
	Second   string // the language at the right of [SideBySide]; "" when there is one language
	Title    string
	Subtitle string
	Caveat   string // stands under the title and on every page
	Source   string // what it was made of: version, date, digest; on every page
	Blocks   []Block
	OnePage  bool // as a PDF it is one side of A4, two in two languages: the letters shrink until it is
	// Landscape lays the paper on its side.
	Landscape bool
}

// paper is the size of a page in points.
func (d *Document) paper() (width, height float64) {
	if d.Landscape {
		return longSide, shortSide
	}
	return shortSide, longSide
}

// Block is one piece of a document: [Heading], [Paragraph], [List], [Table], [Picture] or [Beside].
type Block interface{ block() }

// Heading begins a section (level 1) or a part of one (level 2).
type Heading struct {
	Level int
	Text  string
}

// Paragraph is a text of one or more sentences.
type Paragraph struct {
	Text  string
	Style Style
}

// Style is how a text looks.
type Style int

// The styles.
const (
	Plain   Style = iota
	Lead          // the answer, set apart
	Note          // how to read something; small
	Warning       // what must not be overlooked; red
	Strong        // in cells: a clear difference
	Quiet         // in cells: nothing of weight
)

// List is points without order.
type List struct{ Items []string }

// Table has a head and rows of as many cells as there are columns.
type Table struct {
	Caption string
	Columns []Column
	Rows    []Row
}

// GoesOn says that a row belongs to the one before it: its first cell is empty, or it is
// their sum.
func (t Table) GoesOn(row int) bool {
	first := t.Rows[row].Cells[0]
	return row > 0 && (t.Rows[row].Sum || first.Text == "" && first.Under == "")
}

// Column is a column of a table: its head, its part of the width (all add up to
// whatever they do), and whether it holds numbers, which stand at the right.
type Column struct {
	Head   string
	Width  float64
	Number bool
}

// Row is a row of a table; Sum sets it apart as a total.
type Row struct {
	Cells []Cell
	Sum   bool
}

// Cell is a text with, smaller, what stands under it.
type Cell struct {
	Text, Under string
	Style       Style
}

// Picture is a figure with words for who cannot see it. It is drawn when a format asks
// for it: as lines and letters in a PDF, as SVG in HTML, as PNG elsewhere.
type Picture struct {
	Drawing      Drawing
	Alt, Caption string
}

// Drawing is a figure that can be drawn.
type Drawing interface {
	Aspect() float64                   // height over width
	PNG(share float64) ([]byte, error) // share is of its full width in pixels, at most 1
	SVG() ([]byte, error)              // trusted
	// PDF draws on a page, as wide as width with its upper left corner at x, y, in points.
	PDF(doc *fpdf.Fpdf, x, y, width float64)
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (Table) block()     {}
func (Picture) block()   {}

// Formats are the formats of [Document.Write].
var Formats = []string{"html", "pdf", "docx", "md"}

// Write writes the document in a format, whole or not at all.
func (d *Document) Write(w io.Writer, format string) error {
	if err := d.check(); err != nil {
		return err
	}
	switch format {
	case "html":
		return d.html(w)
	case "pdf":
		return d.pdf(w)
	case "docx":
		return d.docx(w)
	case "md":
		return d.markdown(w)
	}
	return fmt.Errorf("document: no format %q", format)
}

// sides is how many pages a document of one page may take: one sheet of paper.
func (d *Document) sides() int {
	if d.Second != "" {
		return 2
	}
	return 1
}

func (d *Document) check() error {
	var err error
	if d.Title == "" || d.Lang == "" {
		err = errors.New("document: a title and a language are needed")
	}
	for _, b := range d.Blocks {
		switch x := b.(type) {
		case Table:
			for _, r := range x.Rows {
				if len(r.Cells) != len(x.Columns) {
					err = errors.Join(err, fmt.Errorf("document: table %q has a row of %d cells for %d columns", x.Caption, len(r.Cells), len(x.Columns)))
				}
			}
		case Picture:
			if x.Alt == "" || x.Drawing == nil {
				err = errors.Join(err, fmt.Errorf("document: picture %q needs a drawing and a text for who cannot see it", x.Caption))
			}
		}
	}
	return err
}
