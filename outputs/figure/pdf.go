package figure

import (
	"bytes"
	"fmt"
	"image/color"
	"io"
	"time"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansitalic"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-pdf/fpdf"
	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// pdfCanvas draws on a page of fpdf. gonum's own vgpdf would do, but it writes
// letters outside ASCII as bytes, multiplies translucent colours by their alpha
// and embeds one face under the name of all of them. Here text is Unicode, and
// only the letters used are embedded.
type pdfCanvas struct {
	doc   *fpdf.Fpdf
	h     vg.Length
	x, y  float64 // of the upper left corner, on the page
	scale float64
}

// pdfDate stands in every file, so that the same picture gives the same bytes.
var pdfDate = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

const pdfFamily = "Liberation Sans"

func newPDF(w, h vg.Length, title string) pdfCanvas {
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: w.Points(), Ht: h.Points()}})
	doc.SetCreationDate(pdfDate)
	doc.SetModificationDate(pdfDate)
	doc.SetCatalogSort(true)
	doc.SetTitle(title, true)
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	doc.AddUTF8FontFromBytes(pdfFamily, "", liberationsansregular.TTF)
	doc.AddUTF8FontFromBytes(pdfFamily, "B", liberationsansbold.TTF)
	doc.AddUTF8FontFromBytes(pdfFamily, "I", liberationsansitalic.TTF)
	doc.AddPage()
	return pdfCanvas{doc: doc, h: h, scale: 1}
}

func (f *Figure) writePDF(w io.Writer, size Size) error {
	c := newPDF(size.W, f.height(size), f.frame.Title)
	f.paint(c, size)
	return c.doc.Output(w)
}

// Drawing is a figure in a size, to be placed in a document.
type Drawing struct {
	fig  *Figure
	size Size
}

// In gives the figure in a size.
func (f *Figure) In(size Size) Drawing { return Drawing{f, size} }

// Filling gives the figure on a sheet of the shape of a room: so wide that its letters are
// as large as they can be once the sheet is shrunk into the room. What is too high for it,
// such as many plans in rows, stands in more columns on a wider sheet.
func (f *Figure) Filling(room Size) Drawing {
	best, largest := room, vg.Length(0)
	for k := vg.Length(1); k <= 3; k += 0.25 {
		size := Size{room.W * k, room.H * k}
		if letters := min(room.W/size.W, room.H/f.height(size)); letters > largest {
			best, largest = size, letters
		}
	}
	return Drawing{f, best}
}

// Aspect is the height of the drawing over its width.
func (d Drawing) Aspect() float64 { return float64(d.fig.height(d.size) / d.size.W) }

// SVG is the drawing as SVG.
func (d Drawing) SVG() ([]byte, error) {
	var b bytes.Buffer
	err := d.fig.writeSVG(&b, d.size)
	return b.Bytes(), err
}

// PDF draws on a page of a document, as wide as width with the upper left corner at
// x, y, in points. The document must hold the three faces of Liberation Sans under that
// name; its colours, fonts and lines are others afterwards.
func (d Drawing) PDF(doc *fpdf.Fpdf, x, y, width float64) {
	c := pdfCanvas{doc: doc, h: d.fig.height(d.size), x: x, y: y, scale: width / d.size.W.Points()}
	d.fig.paint(c, d.size)
	doc.SetAlpha(1, "Normal")
	doc.SetDashPattern(nil, 0)
}

// at gives fpdf's place, whose origin is the upper left corner.
func (p pdfCanvas) at(pt vg.Point) (x, y float64) {
	return p.x + p.scale*pt.X.Points(), p.y + p.scale*(p.h-pt.Y).Points()
}

// SetColor sets the colour of lines, areas and text; fpdf wants it without its
// alpha multiplied in.
func (p pdfCanvas) SetColor(c color.Color) {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	r, g, b := int(n.R), int(n.G), int(n.B)
	p.doc.SetFillColor(r, g, b)
	p.doc.SetDrawColor(r, g, b)
	p.doc.SetTextColor(r, g, b)
	p.doc.SetAlpha(float64(n.A)/255, "Normal")
}

// SetLineWidth sets the width of lines.
func (p pdfCanvas) SetLineWidth(w vg.Length) { p.doc.SetLineWidth(p.scale * w.Points()) }

// SetLineDash sets the dashes of lines; none means a whole line.
func (p pdfCanvas) SetLineDash(pattern []vg.Length, offset vg.Length) {
	dashes := make([]float64, len(pattern))
	for i, d := range pattern {
		dashes[i] = p.scale * d.Points()
	}
	p.doc.SetDashPattern(dashes, p.scale*offset.Points())
}

// Stroke draws along a path.
func (p pdfCanvas) Stroke(path vg.Path) { p.path(path, "D") }

// Fill fills a path.
func (p pdfCanvas) Fill(path vg.Path) { p.path(path, "F") }

func (p pdfCanvas) path(path vg.Path, how string) {
	for _, part := range path {
		x, y := p.at(part.Pos)
		switch {
		case part.Type == vg.MoveComp:
			p.doc.MoveTo(x, y)
		case part.Type == vg.LineComp:
			p.doc.LineTo(x, y)
		case part.Type == vg.CurveComp && len(part.Control) == 2:
			x0, y0 := p.at(part.Control[0])
			x1, y1 := p.at(part.Control[1])
			p.doc.CurveBezierCubicTo(x0, y0, x1, y1, x, y)
		case part.Type == vg.ArcComp && wholeCircle(part):
			r := p.scale * part.Radius.Points()
			p.doc.MoveTo(x+r, y)
			p.doc.ArcTo(x, y, r, r, 0, 0, 360)
		case part.Type == vg.CloseComp:
			p.doc.ClosePath()
		default:
			panic(fmt.Sprintf("figure: the sheet draws no path part of type %d", part.Type))
		}
	}
	p.doc.DrawPath(how)
}

// FillString writes text.
func (p pdfCanvas) FillString(face font.Face, pt vg.Point, str string) {
	style := ""
	switch {
	case face.Font.Weight == xfont.WeightBold:
		style = "B"
	case face.Font.Style == xfont.StyleItalic:
		style = "I"
	}
	p.doc.SetFont(pdfFamily, style, p.scale*face.Font.Size.Points())
	x, y := p.at(pt)
	p.doc.Text(x, y, str)
}
