package figure

import (
	"fmt"
	"html"
	"image/color"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// svgCanvas writes SVG in few bytes, since a report holds dozens of pictures: gonum's own
// vgsvg would do, but it writes five digits of every coordinate from the origin and a
// style at every element. Here places are rounded to a tenth of a point, which no eye
// misses, and told from the place before; what looks alike is one path where no other
// lies between. Texts stand over all that is drawn, together with those that look alike.
type svgCanvas struct {
	w, h   vg.Length
	color  color.NRGBA
	width  vg.Length
	dash   string
	paths  []*svgPath
	styles []string // of texts, in the order of the first of each
	texts  map[string]*strings.Builder
}

// svgPath is what is drawn in one look.
type svgPath struct {
	paint string // its attributes
	data  strings.Builder
	boxes []vg.Rectangle // around its parts
	x, y  int            // where it is, in tenths of a point
}

// svgFont names fonts with the widths of Liberation Sans; embedding it would
// add 550 kB to every file.
const svgFont = "'Liberation Sans',Arial,Helvetica,sans-serif"

func (f *Figure) writeSVG(w io.Writer, size Size) error {
	c := &svgCanvas{w: size.W, h: f.height(size), texts: map[string]*strings.Builder{}}
	sheet := f.paint(c, size)
	var drawn strings.Builder
	for _, p := range c.paths {
		drawn.WriteString("<path " + p.paint + ` d="` + p.data.String() + `"/>` + "\n")
	}
	for _, style := range c.styles {
		drawn.WriteString("<g " + style + ">\n" + c.texts[style].String() + "</g>\n")
	}
	c.point(&drawn, sheet.spots)
	width, height := tenths(c.w).String(), tenths(c.h).String()
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="%s" font-family="%s" fill="none" width="%spt" height="%spt" viewBox="0 0 %s %s">`+"\n%s</svg>\n",
		html.EscapeString(f.Alt()), svgFont, width, height, width, height, drawn.String())
	return err
}

// tenth is a length in tenths of a point.
type tenth int

func tenths(l vg.Length) tenth { return tenth(math.Round(10 * l.Points())) }

// String writes a length without what says nothing: 0.5 is .5, 2.0 is 2.
func (t tenth) String() string {
	s := strconv.FormatFloat(float64(t)/10, 'f', -1, 64)
	if strings.HasPrefix(s, "0.") {
		return s[1:]
	}
	return strings.Replace(s, "-0.", "-.", 1)
}

// place gives a place in SVG, whose origin is the upper left corner.
func (c *svgCanvas) place(pt vg.Point) (x, y int) { return int(tenths(pt.X)), int(tenths(c.h - pt.Y)) }

// SetColor sets the colour of lines, areas and text.
func (c *svgCanvas) SetColor(col color.Color) { c.color = color.NRGBAModel.Convert(col).(color.NRGBA) }

// SetLineWidth sets the width of lines.
func (c *svgCanvas) SetLineWidth(w vg.Length) { c.width = w }

// SetLineDash sets the dashes of lines; none means a whole line.
func (c *svgCanvas) SetLineDash(pattern []vg.Length, offset vg.Length) {
	dashes := make([]string, len(pattern))
	for i, d := range pattern {
		dashes[i] = short(d)
	}
	c.dash = strings.Join(dashes, " ")
}

// short writes a length that is no place, such as the width of a line.
func short(l vg.Length) string { return strconv.FormatFloat(l.Points(), 'g', 4, 64) }

// inked are the attributes of the colour as fill or stroke.
func (c *svgCanvas) inked(what string) string {
	s := fmt.Sprintf(`%s="#%02x%02x%02x"`, what, c.color.R, c.color.G, c.color.B)
	if c.color.R == 255 && c.color.G == 255 && c.color.B == 255 {
		s = what + `="#fff"`
	}
	if c.color.A < 255 {
		s += fmt.Sprintf(` %s-opacity="%.2g"`, what, float64(c.color.A)/255)
	}
	return s
}

// Stroke draws along a path.
func (c *svgCanvas) Stroke(path vg.Path) {
	paint := c.inked("stroke") + ` stroke-width="` + short(c.width) + `"`
	if c.dash != "" {
		paint += ` stroke-dasharray="` + c.dash + `"`
	}
	c.path(path, paint, 2*c.width, c.color.A == 255)
}

// Fill fills a path.
func (c *svgCanvas) Fill(path vg.Path) { c.path(path, c.inked("fill"), 0, false) }

// path draws on the last path of that look, when it meets nothing that was drawn after it;
// nor that path itself, unless over makes no difference: areas may cancel each other, and
// where two translucent ones lie over each other both are seen.
func (c *svgCanvas) path(path vg.Path, paint string, edge vg.Length, over bool) {
	box := boxAround(path, edge+0.5)
	var p *svgPath
	for i := len(c.paths) - 1; i >= 0 && p == nil; i-- {
		alike := c.paths[i].paint == paint
		if (!alike || !over) && c.paths[i].meets(box) {
			break
		}
		if alike {
			p = c.paths[i]
		}
	}
	if p == nil {
		p = &svgPath{paint: paint}
		c.paths = append(c.paths, p)
	}
	p.boxes = append(p.boxes, box)
	c.write(p, path)
}

// boxAround is the box around a path with an edge.
func boxAround(path vg.Path, edge vg.Length) vg.Rectangle {
	box := vg.Rectangle{Min: vg.Point{X: vg.Inch * 1e6, Y: vg.Inch * 1e6}, Max: vg.Point{X: -vg.Inch * 1e6, Y: -vg.Inch * 1e6}}
	for _, part := range path {
		if part.Type == vg.CloseComp {
			continue
		}
		for _, pt := range append([]vg.Point{part.Pos}, part.Control...) {
			box.Min.X, box.Min.Y = min(box.Min.X, pt.X-part.Radius-edge), min(box.Min.Y, pt.Y-part.Radius-edge)
			box.Max.X, box.Max.Y = max(box.Max.X, pt.X+part.Radius+edge), max(box.Max.Y, pt.Y+part.Radius+edge)
		}
	}
	return box
}

func (p *svgPath) meets(box vg.Rectangle) bool {
	return slices.ContainsFunc(p.boxes, func(b vg.Rectangle) bool {
		return b.Min.X < box.Max.X && box.Min.X < b.Max.X && b.Min.Y < box.Max.Y && box.Min.Y < b.Max.Y
	})
}

// write writes the parts of a path, each from where the one before ends.
func (c *svgCanvas) write(p *svgPath, path vg.Path) {
	last := byte(0) // the command before, which need not be said again
	command := func(letter byte, args ...int) {
		again := letter == last && letter != 'M' // a second place after M would be a line
		if !again {
			p.data.WriteByte(letter)
		}
		for i, a := range args {
			s := tenth(a).String()
			if (i > 0 || again) && s[0] != '-' {
				p.data.WriteByte(' ')
			}
			p.data.WriteString(s)
		}
		last = letter
	}
	for _, part := range path {
		x, y := c.place(part.Pos)
		switch {
		case part.Type == vg.MoveComp:
			command('M', x, y)
		case part.Type == vg.LineComp && y == p.y:
			if x != p.x {
				command('h', x-p.x)
			}
		case part.Type == vg.LineComp && x == p.x:
			command('v', y-p.y)
		case part.Type == vg.LineComp:
			command('l', x-p.x, y-p.y)
		case part.Type == vg.CurveComp && len(part.Control) == 2:
			x0, y0 := c.place(part.Control[0])
			x1, y1 := c.place(part.Control[1])
			command('c', x0-p.x, y0-p.y, x1-p.x, y1-p.y, x-p.x, y-p.y)
		case part.Type == vg.ArcComp && wholeCircle(part):
			r := tenths(part.Radius)
			fmt.Fprintf(&p.data, "M%v %va%v %v 0 1 0 %v 0a%v %v 0 1 0 %v 0z", tenth(x)-r, tenth(y), r, r, 2*r, r, r, -2*r)
			last = 0
			continue
		case part.Type == vg.CloseComp:
			p.data.WriteByte('z')
			last = 0
			continue
		default:
			panic(fmt.Sprintf("figure: the sheet draws no path part of type %d", part.Type))
		}
		p.x, p.y = x, y
	}
}

// FillString writes text.
func (c *svgCanvas) FillString(face font.Face, pt vg.Point, str string) {
	style := c.inked("fill") + ` font-size="` + short(face.Font.Size) + `"`
	switch {
	case face.Font.Weight == xfont.WeightBold:
		style += ` font-weight="bold"`
	case face.Font.Style == xfont.StyleItalic:
		style += ` font-style="italic"`
	}
	if c.texts[style] == nil {
		c.styles, c.texts[style] = append(c.styles, style), &strings.Builder{}
	}
	x, y := c.place(pt)
	fmt.Fprintf(c.texts[style], `<text x="%v" y="%v">%s</text>`+"\n", tenth(x), tenth(y), xmlText.Replace(str))
}

// xmlText writes what would be taken for a mark of XML.
var xmlText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// point writes the values of the picture at their places, as titles that a browser shows
// where the mouse is. Those that follow each other under one name, such as the months of
// a plan, have it once.
func (c *svgCanvas) point(out *strings.Builder, spots []spot) {
	if len(spots) == 0 {
		return
	}
	out.WriteString(`<g class="spots" fill="#fff" fill-opacity="0">` + "\n")
	for len(spots) > 0 {
		name, n := spots[0].lines[0], 1
		for n < len(spots) && spots[n].lines[0] == name {
			n++
		}
		named := spots[:n]
		spots = spots[n:]
		said := 0 // lines that stand above all
		if len(named) > 1 {
			said = 1
			out.WriteString("<g><title>" + xmlText.Replace(name) + "</title>\n")
		}
		for _, p := range named {
			x, y := c.place(vg.Point{X: p.x, Y: p.y})
			fmt.Fprintf(out, `<circle cx="%v" cy="%v" r="5"><title>%s</title></circle>`+"\n", tenth(x), tenth(y), xmlText.Replace(strings.Join(p.lines[said:], "\n")))
		}
		if said > 0 {
			out.WriteString("</g>\n")
		}
	}
	out.WriteString("</g>\n")
}
