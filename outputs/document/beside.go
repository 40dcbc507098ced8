package document

import (
	"fmt"
	"slices"

	"piramide/internal/words"
)

// Beside is a text in the two languages of a document, the first at the left; Point
// sets it as a point of a list.
type Beside struct {
	Left, Right string
	Style       Style
	Point       bool
}

func (Beside) block() {}

// SideBySide joins the same document in two languages: running text in two columns,
// every table once with both names in its cells, every picture in both languages. It
// refuses documents that differ in form.
func SideBySide(a, b *Document) (*Document, error) {
	if len(a.Blocks) != len(b.Blocks) {
		return nil, fmt.Errorf("document: %q has %d blocks in %s and %d in %s", a.Title, len(a.Blocks), a.Lang, len(b.Blocks), b.Lang)
	}
	d := *a // the shape of the page is that of the first
	d.Second, d.Title, d.Subtitle = b.Lang, words.Both(a.Title, b.Title), stacked(a.Subtitle, b.Subtitle)
	d.Caveat, d.Source, d.Blocks = stacked(a.Caveat, b.Caveat), words.Both(a.Source, b.Source), nil
	for i := range a.Blocks {
		joined, err := join(a.Blocks[i], b.Blocks[i])
		if err != nil {
			return nil, fmt.Errorf("document: block %d of %q: %w", i+1, a.Title, err)
		}
		d.Blocks = append(d.Blocks, joined...)
	}
	return &d, nil
}

// stacked is a line in two languages, one under the other.
func stacked(a, b string) string {
	if a == b || b == "" {
		return a
	}
	return a + "\n" + b
}

// join joins a block with the same block in another language.
func join(a, b Block) ([]Block, error) {
	switch x := a.(type) {
	case Heading:
		if y, same := b.(Heading); same {
			return []Block{Heading{x.Level, words.Both(x.Text, y.Text)}}, nil
		}
	case Paragraph:
		if y, same := b.(Paragraph); same {
			if x.Text == y.Text {
				return []Block{x}, nil
			}
			return []Block{Beside{Left: x.Text, Right: y.Text, Style: x.Style}}, nil
		}
	case List:
		if y, same := b.(List); same {
			var out []Block
			for i := range max(len(x.Items), len(y.Items)) {
				out = append(out, Beside{Left: at(x.Items, i), Right: at(y.Items, i), Point: true})
			}
			return out, nil
		}
	case Table:
		if y, same := b.(Table); same {
			t, err := joinTables(x, y)
			return []Block{t}, err
		}
	case Picture:
		if y, same := b.(Picture); same {
			return []Block{x, y}, nil
		}
	}
	return nil, fmt.Errorf("%T beside %T", a, b)
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

func joinTables(a, b Table) (Table, error) {
	if len(a.Columns) != len(b.Columns) || len(a.Rows) != len(b.Rows) {
		return a, fmt.Errorf("table %q has %d × %d cells, and %d × %d in the other language", a.Caption, len(a.Rows), len(a.Columns), len(b.Rows), len(b.Columns))
	}
	t := Table{Caption: words.Both(a.Caption, b.Caption), Columns: slices.Clone(a.Columns)}
	if len(t.Columns) > 0 {
		t.Columns[0].Width *= 1.3 // names are there twice, numbers once
	}
	for i := range t.Columns {
		t.Columns[i].Head = words.Both(t.Columns[i].Head, b.Columns[i].Head)
	}
	for i, r := range a.Rows {
		if len(r.Cells) != len(b.Rows[i].Cells) {
			return a, fmt.Errorf("row %d of table %q has %d cells, and %d in the other language", i+1, a.Caption, len(r.Cells), len(b.Rows[i].Cells))
		}
		r.Cells = slices.Clone(r.Cells)
		for k, other := range b.Rows[i].Cells {
			c := &r.Cells[k]
			c.Text, c.Under = words.Both(c.Text, other.Text), words.Both(c.Under, other.Under)
		}
		t.Rows = append(t.Rows, r)
	}
	return t, nil
}

// InTurn is the same deck in two languages: every slide in the first is followed by
// itself in the second.
func InTurn(a, b *Deck) (*Deck, error) {
	if len(a.Slides) != len(b.Slides) {
		return nil, fmt.Errorf("document: %q has %d slides in %s and %d in %s", a.Title, len(a.Slides), a.Lang, len(b.Slides), b.Lang)
	}
	d := &Deck{Lang: a.Lang, Title: words.Both(a.Title, b.Title), Caveat: stacked(a.Caveat, b.Caveat), Source: words.Both(a.Source, b.Source)}
	for i := range a.Slides {
		left, right := a.Slides[i], b.Slides[i]
		left.of, right.of = a, b
		d.Slides = append(d.Slides, left, right)
	}
	return d, nil
}
