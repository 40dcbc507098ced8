package document

import (
	"errors"
	"fmt"
	"io"
)

// Deck is slides of 16:9: one message each, as text that can be edited, with a picture
// or points, and notes for who speaks.
type Deck struct {
	Lang   string
	Title  string
	Caveat string // on every slide
	Source string // on every slide
	Slides []Slide
}

// Slide says one thing.
type Slide struct {
	Title   string
	Part    string // what it belongs to, above the title, such as "appendix"; may be empty
	Points  []string
	Picture Drawing // nil when there is none
	Alt     string  // the picture for who cannot see it
	Notes   []string
	of      *Deck // whose language, caveat and source it has; nil = the deck it is in
}

// DeckFormats are the formats of [Deck.Write]: slides, or the same as a note.
var DeckFormats = []string{"pptx", "md"}

// Write writes the deck in a format, whole or not at all.
func (d *Deck) Write(w io.Writer, format string) error {
	if d.Title == "" || d.Lang == "" || len(d.Slides) == 0 {
		return errors.New("document: a deck needs a title, a language and slides")
	}
	for _, s := range d.Slides {
		if s.Title == "" || s.Picture != nil && s.Alt == "" {
			return fmt.Errorf("document: slide %q needs a title, and words for its picture", s.Title)
		}
	}
	switch format {
	case "pptx":
		return d.pptx(w)
	case "md":
		return d.note().Write(w, format)
	}
	return fmt.Errorf("document: no format %q", format)
}

// note is the deck as a text: titles, points, what the pictures show, and the notes. What
// many slides say to who speaks is said once to who reads.
func (d *Deck) note() *Document {
	out := &Document{Lang: d.Lang, Title: d.Title, Caveat: d.Caveat, Source: d.Source}
	said := map[string]bool{}
	for _, s := range d.Slides {
		said[s.Alt] = true
		if s.Part != "" {
			out.Blocks = append(out.Blocks, Heading{1, s.Part + " – " + s.Title})
		} else {
			out.Blocks = append(out.Blocks, Heading{1, s.Title})
		}
		if s.Points != nil {
			out.Blocks = append(out.Blocks, List{s.Points})
		}
		if s.Picture != nil {
			out.Blocks = append(out.Blocks, Picture{Drawing: s.Picture, Alt: s.Alt})
		}
		for _, n := range s.Notes {
			if !said[n] {
				out.Blocks = append(out.Blocks, Paragraph{Text: n, Style: Note})
			}
			said[n] = true
		}
	}
	return out
}
