package figure

import (
	"fmt"
	"io"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"

	"piramide/internal/words"
)

// Format writes a number of the figure's unit with a number of decimals, as
// [words.Words.Number], Percent (given 0–1) and Euro do. Axes choose the decimals.
type Format func(x float64, decimals int) string

// Range is one quantity over all worlds: the median, and the intervals that
// hold 80 % and 95 % of the worlds. Where nothing varies all five are equal.
type Range struct {
	Mid, Lo80, Hi80, Lo95, Hi95 float64
}

// Absent is a quantity that does not exist, such as the workload of nobody.
func Absent() Range {
	nan := math.NaN()
	return Range{nan, nan, nan, nan, nan}
}

func (r Range) absent() bool {
	return math.IsNaN(r.Mid) && math.IsNaN(r.Lo80) && math.IsNaN(r.Hi80) && math.IsNaN(r.Lo95) && math.IsNaN(r.Hi95)
}

// Exactly is a quantity without uncertainty.
func Exactly(x float64) Range { return Range{x, x, x, x, x} }

// Frame is what every picture says around its drawing.
type Frame struct {
	Words    *words.Words // language of the fixed words
	Title    string       // the message, as a sentence, or the question
	Message  string       // the message where the title asks; may be empty
	Subtitle string       // unit, period, who is counted
	Source   string       // where the numbers come from
	Digest   string       // digest of the run
	Cells    int          // simulations behind every plan
}

// note says how to read a picture; what its intervals hold depends on the cells.
func (f Frame) note(id string) string { return f.Words.Say(id, "cells", f.Cells) }

// Size is the sheet a picture is drawn on, in points (1/72 inch). The height
// grows where the text needs it.
type Size struct{ W, H vg.Length }

// The sizes: a slide of 1920×1080 pixels, the full width of a page in a
// document, and a square. All text is at least 20 pixels high on a slide.
var (
	Slide  = Size{960, 540}
	Page   = Size{720, 480}
	Square = Size{720, 720}
)

// DPI is the resolution of PNG files: a [Slide] is 1920×1080.
const DPI = 144

// Figure is a picture ready to be written.
type Figure struct {
	frame Frame
	need  func(w vg.Length) vg.Length // least height of the drawing at a width
	draw  func(*sheet, vg.Rectangle)  // the drawing inside its rectangle
	note  string                      // how to read it
	shows []shown                     // what it shows, in words
	bare  bool                        // without its title, see Bare
}

// Bare is the figure without its title, for where the title stands beside it as text.
func (f *Figure) Bare() *Figure {
	b := *f
	b.bare = true
	return &b
}

// Title is the message above the picture.
func (f *Figure) Title() string { return f.frame.Title }

// Write writes the picture in the format of an extension: png, svg or pdf.
// The same picture gives the same bytes.
func (f *Figure) Write(w io.Writer, ext string, size Size) error {
	switch ext {
	case "png":
		return f.writePNG(w, size)
	case "svg":
		return f.writeSVG(w, size)
	case "pdf":
		return f.writePDF(w, size)
	}
	return fmt.Errorf("figure: format %q is not known (hint: png, svg or pdf)", ext)
}

// Measures of the frame, in points.
const (
	margin    = 26
	accent    = 4 // the bar above the title
	headGap   = 12
	footGap   = 10
	titleSize = 21
)

// height is the height of the sheet: that of the size, or what the text needs.
func (f *Figure) height(size Size) vg.Length {
	inner := size.W - 2*margin
	return max(size.H, f.head(inner)+f.need(inner)+f.foot(inner)+2*margin)
}

func (f *Figure) head(w vg.Length) vg.Length {
	if f.bare {
		return paragraphHeight(f.frame.Subtitle, muted, w) + headGap
	}
	return accent + 8 + paragraphHeight(f.frame.Title, title, w) + 3 + paragraphHeight(f.frame.Subtitle, muted, w) + headGap
}

// footWidths splits the foot: text at the left, digest at the right.
func (f *Figure) footWidths(w vg.Length) (left, right vg.Length) {
	right = textWidth(f.digest(w), small)
	return w - right - 20, right
}

// digest is the digest, cut where it would push the source aside.
func (f *Figure) digest(w vg.Length) string { return fit(f.frame.Digest, small, w*0.3) }

func (f *Figure) footText() string {
	return strings.TrimSpace(f.note + " " + f.frame.Source)
}

func (f *Figure) foot(w vg.Length) vg.Length {
	left, _ := f.footWidths(w)
	return footGap + 7 + paragraphHeight(f.footText(), mutedSmall, left) + paragraphHeight(f.caveat(), caveat, left)
}

func (f *Figure) caveat() string { return f.frame.Words.Say("caveat.simulation") }

// paint draws frame and picture and returns the sheet with the record of its text.
func (f *Figure) paint(c canvas, size Size) *sheet {
	h := f.height(size)
	s := &sheet{c: c, w: size.W, h: h, words: f.frame.Words}
	s.fill(vg.Rectangle{Max: vg.Point{X: size.W, Y: h}}, white)
	inner := vg.Rectangle{
		Min: vg.Point{X: margin, Y: margin},
		Max: vg.Point{X: size.W - margin, Y: h - margin},
	}
	w := inner.Max.X - inner.Min.X

	top := inner.Max.Y
	if !f.bare {
		s.fill(vg.Rectangle{Min: vg.Point{X: margin, Y: top - accent}, Max: vg.Point{X: margin + 44, Y: top}}, plans[1])
		top = s.paragraph(margin, top-accent-8, w, 0, title, f.frame.Title) - 3
	}
	s.paragraph(margin, top, w, 0, muted, f.frame.Subtitle)

	foot := inner.Min.Y + f.foot(w) - footGap
	left, _ := f.footWidths(w)
	s.line(inner.Min.X, foot, inner.Max.X, foot, 0.75, rule)
	y := s.paragraph(margin, foot-7, left, 0, mutedSmall, f.footText())
	s.paragraph(margin, y, left, 0, caveat, f.caveat())
	s.text(inner.Max.X, inner.Min.Y, 1, 0, small, f.digest(w))

	f.draw(s, vg.Rectangle{
		Min: vg.Point{X: inner.Min.X, Y: foot + footGap},
		Max: vg.Point{X: inner.Max.X, Y: inner.Max.Y - f.head(w)},
	})
	return s
}
