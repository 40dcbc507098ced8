package figure

import (
	"image/color"
	"sync"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/encoding/charmap"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgpdf"
)

// pdfCanvas mends three things of vgpdf: letters outside ASCII, translucent
// colours, and bold or italic faces.
type pdfCanvas struct{ *vgpdf.Canvas }

// pdfDate stands in every file, so that the same picture gives the same bytes.
var pdfDate = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

var steadyPDF = sync.OnceFunc(func() {
	fpdf.SetDefaultCreationDate(pdfDate)
	fpdf.SetDefaultModificationDate(pdfDate)
	fpdf.SetDefaultCatalogSort(true)
})

func newPDF(w, h vg.Length) pdfCanvas {
	steadyPDF()
	return pdfCanvas{vgpdf.New(w, h)}
}

// straight gives its components without multiplying them by alpha, which is
// what vgpdf hands on to the file.
type straight color.NRGBA

// RGBA gives 16-bit components.
func (c straight) RGBA() (r, g, b, a uint32) {
	return uint32(c.R) * 0x101, uint32(c.G) * 0x101, uint32(c.B) * 0x101, uint32(c.A) * 0x101
}

// SetColor sets the colour of lines, areas and text.
func (p pdfCanvas) SetColor(c color.Color) {
	p.Canvas.SetColor(straight(color.NRGBAModel.Convert(c).(color.NRGBA)))
}

// lookalikes stand in Windows-1252 for characters that do not, so that they
// stay text that can be searched and copied.
var lookalikes = map[rune]rune{'\u2212': '–', '\u202f': '\u00a0', '\u2009': '\u00a0', '\u2011': '-'}

// FillString writes text: what Windows-1252 has as text, the rest as outlines.
func (p pdfCanvas) FillString(face font.Face, pt vg.Point, str string) {
	named := face
	named.Font = font.Font{Typeface: font.Typeface(face.Name()), Size: face.Font.Size}
	var run []byte
	var from vg.Length // where the run starts
	at := vg.Length(0)
	flush := func() {
		if len(run) > 0 {
			p.Canvas.FillString(named, vg.Point{X: pt.X + from, Y: pt.Y}, string(run))
		}
		run = nil
	}
	for _, r := range str {
		if like, ok := lookalikes[r]; ok {
			r = like
		}
		if b, ok := charmap.Windows1252.EncodeRune(r); ok {
			if run == nil {
				from = at
			}
			run = append(run, b)
		} else {
			flush()
			p.Canvas.Fill(outline(face, r, vg.Point{X: pt.X + at, Y: pt.Y}))
		}
		at += face.Width(string(r))
	}
	flush()
}

// outline is the shape of a character at a place.
func outline(face font.Face, r rune, pt vg.Point) vg.Path {
	var buf sfnt.Buffer
	i, err := face.Face.GlyphIndex(&buf, r)
	if err != nil {
		return nil
	}
	const ppem = 1024
	segments, err := face.Face.LoadGlyph(&buf, i, fixed.I(ppem), nil)
	if err != nil {
		return nil
	}
	scale := float64(face.Font.Size) / ppem / 64
	at := func(q fixed.Point26_6) vg.Point {
		return vg.Point{X: pt.X + vg.Length(float64(q.X)*scale), Y: pt.Y - vg.Length(float64(q.Y)*scale)}
	}
	var out vg.Path
	for k, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if k > 0 {
				out.Close()
			}
			out.Move(at(s.Args[0]))
		case sfnt.SegmentOpLineTo:
			out.Line(at(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			out.QuadTo(at(s.Args[0]), at(s.Args[1]))
		case sfnt.SegmentOpCubeTo:
			out.CubeTo(at(s.Args[0]), at(s.Args[1]), at(s.Args[2]))
		}
	}
	if len(out) > 0 {
		out.Close()
	}
	return out
}
