package figure

import (
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"

	"piramide/internal/words"
)

// sheet is the paper: all ink goes through it, and it remembers where text
// stands, so that tests can hold that no two texts meet and none leaves the sheet.
type sheet struct {
	c     canvas
	w, h  vg.Length
	texts []placed
	spots []spot
	words *words.Words
}

// spot is a place on the sheet with what stands there, for who points at it.
type spot struct {
	x, y  vg.Length
	lines []string
}

// point notes the value at a place.
func (s *sheet) point(x, y vg.Length, lines ...string) { s.spots = append(s.spots, spot{x, y, lines}) }

// canvas is what a sheet asks of a file format.
type canvas interface {
	SetColor(color.Color)
	SetLineWidth(vg.Length)
	SetLineDash(pattern []vg.Length, offset vg.Length)
	Stroke(vg.Path)
	Fill(vg.Path)
	FillString(face font.Face, pt vg.Point, str string)
}

// placed is a text and the rectangle its letters may touch.
type placed struct {
	str  string
	size vg.Length
	box  vg.Rectangle
}

// text writes one line. ax and ay say which point of its box stands at (x, y):
// 0 left or bottom, 0.5 middle, 1 right or top.
func (s *sheet) text(x, y vg.Length, ax, ay float64, st style, str string) {
	if str == "" {
		return
	}
	face := st.face()
	w := face.Width(str)
	left := x - w*vg.Length(ax)
	base := y - st.lineHeight()*vg.Length(ay) + st.size*0.27
	s.c.SetColor(st.color)
	s.c.FillString(face, vg.Point{X: left, Y: base}, str)
	s.texts = append(s.texts, placed{str, st.size, vg.Rectangle{
		Min: vg.Point{X: left, Y: base - st.size*0.21},
		Max: vg.Point{X: left + w, Y: base + st.size*0.76},
	}})
}

// paragraph writes wrapped text downwards from top and returns its lower edge.
func (s *sheet) paragraph(x, top, width vg.Length, ax float64, st style, str string) vg.Length {
	for _, line := range wrap(str, st, width) {
		s.text(x, top, ax, 1, st, line)
		top -= st.lineHeight()
	}
	return top
}

func paragraphHeight(str string, st style, width vg.Length) vg.Length {
	return vg.Length(len(wrap(str, st, width))) * st.lineHeight()
}

// wrap breaks text at spaces so that no line is wider than width; a word that
// is wider by itself is cut, after a dash if it has one. A no-break space does not break.
func wrap(str string, st style, width vg.Length) []string {
	face := st.face()
	var lines []string
	line := ""
	for _, word := range strings.FieldsFunc(str, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }) {
		if try := strings.TrimSpace(line + " " + word); face.Width(try) <= width {
			line = try
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for runes := []rune(word); ; {
			n := len(runes)
			for n > 1 && face.Width(string(runes[:n])) > width {
				n--
			}
			if k := lastDash(runes[:n]); n < len(runes) && k > 0 {
				n = k
			}
			if line, runes = string(runes[:n]), runes[n:]; len(runes) == 0 {
				break
			}
			lines = append(lines, line)
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// lastDash is the place after the last dash within a word, 0 where there is none.
func lastDash(word []rune) int {
	for i := len(word) - 1; i > 0; i-- {
		if word[i] == '–' || word[i] == '-' {
			return i + 1
		}
	}
	return 0
}

func (s *sheet) fill(r vg.Rectangle, c color.NRGBA) {
	s.polygon([]vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}}, c)
}

func (s *sheet) polygon(pts []vg.Point, c color.NRGBA) {
	s.c.SetColor(c)
	s.c.Fill(path(pts, true))
}

func (s *sheet) polyline(pts []vg.Point, width vg.Length, c color.NRGBA) {
	s.c.SetColor(c)
	s.c.SetLineWidth(width)
	s.c.SetLineDash(nil, 0)
	s.c.Stroke(path(pts, false))
}

func (s *sheet) line(x0, y0, x1, y1, width vg.Length, c color.NRGBA) {
	s.polyline([]vg.Point{{X: x0, Y: y0}, {X: x1, Y: y1}}, width, c)
}

func (s *sheet) dashed(x0, y0, x1, y1, width vg.Length, c color.NRGBA) {
	s.c.SetColor(c)
	s.c.SetLineWidth(width)
	s.c.SetLineDash([]vg.Length{4, 3}, 0)
	s.c.Stroke(path([]vg.Point{{X: x0, Y: y0}, {X: x1, Y: y1}}, false))
	s.c.SetLineDash(nil, 0)
}

func (s *sheet) disc(x, y, r vg.Length, c color.NRGBA) {
	var p vg.Path
	p.Arc(vg.Point{X: x, Y: y}, r, 0, 2*math.Pi)
	p.Close()
	s.c.SetColor(c)
	s.c.Fill(p)
}

// wholeCircle says whether an arc goes all around, as every arc of the sheet does.
func wholeCircle(p vg.PathComp) bool { return p.Angle == 2*math.Pi }

func path(pts []vg.Point, closed bool) vg.Path {
	var p vg.Path
	for i, pt := range pts {
		if i == 0 {
			p.Move(pt)
		} else {
			p.Line(pt)
		}
	}
	if closed {
		p.Close()
	}
	return p
}

// mark draws the mark of a plan, white-edged: circle, square, diamond, triangle and
// triangle on its point for the compared plans, so that colour is never alone.
func (s *sheet) mark(x, y, r vg.Length, plan int) {
	s.shape(x, y, r+1.2, plan, white)
	s.shape(x, y, r, plan, plans[plan%len(plans)])
}

func (s *sheet) shape(x, y, r vg.Length, plan int, c color.NRGBA) {
	at := func(a, k float64) vg.Point {
		return vg.Point{X: x + r*vg.Length(k*math.Cos(a)), Y: y + r*vg.Length(k*math.Sin(a))}
	}
	corners := func(n int, turn, k float64) []vg.Point {
		pts := make([]vg.Point, n)
		for i := range pts {
			pts[i] = at(turn+2*math.Pi*float64(i)/float64(n), k)
		}
		return pts
	}
	switch plan % 6 {
	case 0, 1:
		s.disc(x, y, r, c)
	case 2:
		s.polygon(corners(4, math.Pi/4, 1.25), c)
	case 3:
		s.polygon(corners(4, 0, 1.3), c)
	case 4:
		s.polygon(corners(3, math.Pi/2, 1.35), c)
	default:
		s.polygon(corners(3, -math.Pi/2, 1.35), c)
	}
}

// whisker draws the 95 % interval as a thin and the 80 % interval as a thick
// horizontal bar.
func (s *sheet) whisker(ax axis, v Range, y vg.Length, c color.NRGBA) {
	s.line(ax.at(v.Lo95), y, ax.at(v.Hi95), y, 1.5, c)
	s.line(ax.at(v.Lo80), y, ax.at(v.Hi80), y, 4.5, c)
}

// upright does the same for a vertical axis, with a white edge to stand on bars.
func (s *sheet) upright(ax axis, v Range, x vg.Length, c color.NRGBA) {
	s.line(x, ax.at(v.Lo95), x, ax.at(v.Hi95), 2.7, white)
	s.line(x, ax.at(v.Lo80), x, ax.at(v.Hi80), 4.4, white)
	s.line(x, ax.at(v.Lo95), x, ax.at(v.Hi95), 1.1, c)
	s.line(x, ax.at(v.Lo80), x, ax.at(v.Hi80), 2.6, c)
}

// key writes the names of plans with their marks in rows, and returns the lower edge.
func (s *sheet) key(x, top, width vg.Length, names []string, first int) vg.Length {
	return layKey(x, top, width, names, func(cx, cy vg.Length, i int, name string) {
		s.mark(cx+5, cy, 4.5, first+i)
		s.text(cx+15, cy, 0, 0.5, strong.in(deep(plans[first+i])), fit(name, strong, x+width-cx-15))
	})
}

func keyHeight(width vg.Length, names []string) vg.Length {
	return -layKey(0, 0, width, names, func(vg.Length, vg.Length, int, string) {})
}

func layKey(x, top, width vg.Length, names []string, put func(cx, cy vg.Length, i int, name string)) vg.Length {
	const row = 18
	cx, cy := x, top-row/2
	for i, name := range names {
		w := min(15+textWidth(name, strong), width) + 24
		if cx > x && cx+w-24 > x+width {
			cx, cy = x, cy-row
		}
		put(cx, cy, i, name)
		cx += w
	}
	return cy - row/2
}
