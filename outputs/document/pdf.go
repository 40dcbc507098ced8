package document

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansitalic"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-pdf/fpdf"
)

// fixed stands as date in every file, so that the same document gives the same bytes.
var fixed = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

const family = "Liberation Sans"

// The scales that are tried to bring a document on one page.
const (
	leastScale = 0.66
	scaleStep  = 0.02
)

// pdf writes an A4 document.
func (d *Document) pdf(w io.Writer) error {
	doc, _ := d.fitted()
	if err := doc.Error(); err != nil {
		return fmt.Errorf("document: %w", err)
	}
	var buf bytes.Buffer
	if err := doc.Output(&buf); err != nil {
		return fmt.Errorf("document: %w", err)
	}
	_, err := buf.WriteTo(w)
	return err
}

// hardly is how much smaller letters may be to keep tables whole, a step that nobody sees.
const hardly = 0.1

// fitted lays the document out. One page is found by trying smaller letters; text that
// would have to be too small to read goes on to a second page instead. Where two sides
// are allowed, the break falls between blocks, or between rows of a table that fits no
// other way.
func (d *Document) fitted() (doc *fpdf.Fpdf, scale float64) {
	shrink := func(from, least float64, tables bool) (*fpdf.Fpdf, float64) {
		for scale := from; ; scale -= scaleStep {
			doc := d.layout(scale, tables)
			if !d.OnePage || doc.PageCount() <= d.sides() || scale < least {
				return doc, scale
			}
		}
	}
	doc, scale = shrink(1, leastScale, false)
	if d.OnePage && doc.PageCount() == d.sides() && d.sides() > 1 {
		if whole, smaller := shrink(scale, max(leastScale, scale-hardly), true); whole.PageCount() == d.sides() {
			return whole, smaller
		}
	}
	return doc, scale
}

// sheet is a PDF that is being written, with sizes in points at a scale.
type sheet struct {
	*fpdf.Fpdf
	scale       float64
	left, width float64
	bottom      float64 // lowest place of text
}

// The measures of a page, in points.
const (
	shortSide, longSide = 595.28, 841.89
	sideMargin          = 44
	topMargin           = 38
	footHeight          = 44
)

// layout writes the pages; tables says whether the tables of a document of one page stay
// whole, as its texts do.
func (d *Document) layout(scale float64, tables bool) *fpdf.Fpdf {
	width, height := d.paper()
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: width, Ht: height}})
	doc.SetCreationDate(fixed)
	doc.SetModificationDate(fixed)
	doc.SetCatalogSort(true)
	doc.SetTitle(d.Title, true)
	doc.SetLang(d.Lang)
	doc.SetMargins(sideMargin, topMargin, sideMargin)
	doc.SetCellMargin(0)
	doc.SetAutoPageBreak(false, 0)
	doc.AddUTF8FontFromBytes(family, "", liberationsansregular.TTF)
	doc.AddUTF8FontFromBytes(family, "B", liberationsansbold.TTF)
	doc.AddUTF8FontFromBytes(family, "I", liberationsansitalic.TTF)
	s := &sheet{doc, scale, sideMargin, width - 2*sideMargin, height - footHeight}
	doc.SetFooterFunc(func() { d.foot(s) })
	doc.AddPage()
	s.fill(0x0b5fa5)
	doc.Rect(s.left, topMargin, 44, 4, "F")
	doc.SetY(topMargin + 10)
	s.text(d.Title, 17, "B", ink, s.left, s.width)
	s.skip(2)
	if d.Subtitle != "" {
		s.text(d.Subtitle, 10, "", grey, s.left, s.width)
	}
	if d.Caveat != "" {
		s.text(d.Caveat, 9.5, "I", ink, s.left, s.width)
	}
	s.skip(4)
	for i, b := range d.Blocks {
		if d.OnePage {
			s.keep(d.Blocks[i:], tables)
		} else if _, head := b.(Heading); head {
			s.room(s.begins(d.Blocks[i:]))
		}
		s.block(b)
	}
	return doc
}

// keep begins a new page when the first of blocks does not fit whole on this one, a
// heading with what it stands above.
func (s *sheet) keep(blocks []Block, tables bool) {
	height := 0.0
	for _, b := range blocks {
		if _, is := b.(Table); !is || tables {
			height += s.height(b)
		}
		if _, is := b.(Heading); !is {
			break
		}
	}
	if height <= s.bottom-topMargin { // or it fits on no page
		s.room(height)
	}
}

// begins is the room that a heading takes with the beginning of what it is of: a whole
// picture or paragraph, the first rows of a table.
func (s *sheet) begins(blocks []Block) (height float64) {
	for _, b := range blocks {
		switch x := b.(type) {
		case Heading:
			height += s.height(x)
			continue
		case Picture:
			height += lineHeight(12*s.scale) + s.pictureHeight(x)
		case Table:
			height += s.tableBegins(x, s.columns(x)) + lineHeight(12*s.scale)
		case List:
			height += 2 * lineHeight(9.5*s.scale)
		default:
			height += s.height(x)
		}
		break
	}
	return height
}

// height is the room that a block takes, without what is skipped below it.
func (s *sheet) height(b Block) float64 {
	tall := func(text string, size float64, style string, width float64) float64 {
		return float64(len(s.lines(text, size, style, width))) * lineHeight(size*s.scale)
	}
	switch x := b.(type) {
	case Heading:
		size, above := headingSize(x)
		return above*s.scale + tall(x.Text, size, "B", s.width) + 2*s.scale
	case Paragraph:
		size, _, pad := textLook(x.Style)
		return tall(x.Text, size, "", s.width-2*pad*s.scale) + 2*pad*s.scale
	case Beside:
		size, _, pad := textLook(x.Style)
		width := s.besideWidth(x) - 2*pad*s.scale
		return max(tall(x.Left, size, "", width), tall(x.Right, size, "", width)) + 2*pad*s.scale
	case List:
		sum := 0.0
		for _, item := range x.Items {
			sum += tall(item, 9.5, "", s.width-10*s.scale) + s.scale
		}
		return sum
	case Table:
		sum := tall(x.Caption, 9.5, "B", s.width) + 4*s.scale
		widths := s.columns(x)
		sum += s.headHeight(x, widths)
		for _, r := range x.Rows {
			sum += s.rowHeight(r, widths)
		}
		return sum
	}
	return 0 // a picture looks for room itself
}

// headingSize is the size of a heading and the room above it, in points.
func headingSize(h Heading) (size, above float64) {
	if h.Level > 1 {
		return 10.5, 5
	}
	return 12, 8
}

// textLook is how a text of a style looks: size, ink, and the room around it.
func textLook(style Style) (size float64, hex int, pad float64) {
	switch style {
	case Note:
		return 8.5, grey, 0
	case Warning:
		return 9.5, red, 0
	case Lead:
		return 10, ink, 5
	}
	return 9.5, ink, 0
}

// The inks.
const (
	ink  = 0x1d2833
	grey = 0x55606b
	red  = 0xa3271b
	pale = 0xe8f0f7
	rule = 0xc3cad1
	thin = 0xe4e8ec
)

func (s *sheet) color(hex int)  { s.SetTextColor(hex>>16, hex>>8&255, hex&255) }
func (s *sheet) fill(hex int)   { s.SetFillColor(hex>>16, hex>>8&255, hex&255) }
func (s *sheet) stroke(hex int) { s.SetDrawColor(hex>>16, hex>>8&255, hex&255) }
func (s *sheet) skip(pt float64) {
	s.SetY(s.GetY() + pt*s.scale)
}

func lineHeight(size float64) float64 { return size * 1.28 }

// lines splits a text for a width.
func (s *sheet) lines(text string, size float64, style string, width float64) []string {
	if text == "" {
		return nil
	}
	s.SetFont(family, style, size*s.scale)
	var lines []string
	for _, part := range strings.Split(text, "\n") {
		lines = append(lines, s.wrap(part, width)...)
	}
	return lines
}

// wrap breaks a line at spaces, but not where a number and its sign are kept together.
// A word that is wider than the line is cut.
func (s *sheet) wrap(text string, width float64) (lines []string) {
	line := ""
	for _, word := range strings.Split(text, " ") {
		if line != "" {
			if s.GetStringWidth(line+" "+word) <= width {
				line += " " + word
				continue
			}
			lines = append(lines, line)
		}
		for s.GetStringWidth(word) > width {
			at := -1 // after the last mark between two languages or two words that leaves a part that fits
			for i, r := range word {
				if next := i + utf8.RuneLen(r); strings.ContainsRune("/–-", r) && next < len(word) && s.GetStringWidth(word[:next]) <= width {
					at = next
				}
			}
			if at < 0 {
				break
			}
			lines, word = append(lines, word[:at]), word[at:]
		}
		if s.GetStringWidth(word) > width {
			cut := s.SplitText(word, width)
			lines, word = append(lines, cut[:len(cut)-1]...), cut[len(cut)-1]
		}
		line = word
	}
	return append(lines, line)
}

// joints are the parts of a word after which a line may end, as in [sheet.wrap]. The last
// part is not among them.
func joints(word string) (parts []string) {
	for i := strings.IndexAny(word, "/–-"); i >= 0; i = strings.IndexAny(word, "/–-") {
		_, n := utf8.DecodeRuneInString(word[i:])
		parts, word = append(parts, word[:i+n]), word[i+n:]
	}
	return parts
}

// room begins a new page when a height does not fit any more.
func (s *sheet) room(height float64) {
	if s.GetY()+height > s.bottom && s.GetY() > topMargin+20 {
		s.AddPage()
		s.SetY(topMargin)
	}
}

// text writes a text in lines, over pages when it must.
func (s *sheet) text(text string, size float64, style string, hex int, x, width float64) {
	for _, line := range s.lines(text, size, style, width) {
		h := lineHeight(size * s.scale)
		s.room(h)
		s.SetFont(family, style, size*s.scale)
		s.color(hex)
		s.SetX(x)
		s.CellFormat(width, h, line, "", 1, "L", false, 0, "")
	}
}

func (s *sheet) block(b Block) {
	switch x := b.(type) {
	case Heading:
		size, above := headingSize(x)
		s.skip(above)
		s.room(2.8 * lineHeight(size*s.scale)) // a heading does not end a page
		s.text(x.Text, size, "B", ink, s.left, s.width)
		s.skip(2)
	case Paragraph:
		s.paragraph(x)
	case List:
		for _, item := range x.Items {
			indent := 10 * s.scale
			y := s.GetY()
			if h := lineHeight(9.5 * s.scale); y+h <= s.bottom {
				s.SetFont(family, "", 9.5*s.scale)
				s.color(ink)
				s.SetXY(s.left, y)
				s.CellFormat(indent, h, "–", "", 0, "L", false, 0, "")
				s.SetY(y)
			}
			s.text(item, 9.5, "", ink, s.left+indent, s.width-indent)
			s.skip(1)
		}
		s.skip(3)
	case Table:
		s.table(x)
	case Picture:
		s.picture(x)
	case Beside:
		s.beside(x)
	}
}

// columnGap is between the two languages, in points.
const columnGap = 16

// besideSide is the width of each of the two languages.
func (s *sheet) besideSide() float64 { return (s.width - columnGap*s.scale) / 2 }

// besideWidth is the width of the text in it.
func (s *sheet) besideWidth(b Beside) float64 {
	if b.Point {
		return s.besideSide() - 10*s.scale
	}
	return s.besideSide()
}

// beside writes two texts line by line, over pages when it must.
func (s *sheet) beside(b Beside) {
	size, hex, pad := textLook(b.Style)
	pad *= s.scale
	side, indent := s.besideSide(), s.besideSide()-s.besideWidth(b)
	sides := [2]float64{s.left, s.left + side + columnGap*s.scale}
	text := [2][]string{s.lines(b.Left, size, "", side-indent-2*pad), s.lines(b.Right, size, "", side-indent-2*pad)}
	h := lineHeight(size * s.scale)
	n := max(len(text[0]), len(text[1]))
	if b.Style == Lead {
		s.room(float64(n)*h + 2*pad)
		s.fill(pale)
		for _, x := range sides {
			s.Rect(x, s.GetY(), side, float64(n)*h+2*pad, "F")
		}
		s.SetY(s.GetY() + pad)
	} else {
		s.room(float64(min(n, 2)) * h)
	}
	for i := range n {
		s.room(h)
		y := s.GetY()
		s.SetFont(family, "", size*s.scale)
		s.color(hex)
		for k, x := range sides {
			if i == 0 && b.Point && text[k] != nil {
				s.SetXY(x, y)
				s.CellFormat(indent, h, "–", "", 0, "L", false, 0, "")
			}
			if i < len(text[k]) {
				s.SetXY(x+indent+pad, y)
				s.CellFormat(side-indent-2*pad, h, text[k][i], "", 0, "L", false, 0, "")
			}
		}
		s.SetY(y + h)
	}
	switch {
	case b.Style == Lead:
		s.SetY(s.GetY() + pad)
		s.skip(4)
	case b.Point:
		s.skip(1)
	default:
		s.skip(3)
	}
}

func (s *sheet) paragraph(p Paragraph) {
	size, hex, pad := textLook(p.Style)
	if p.Style == Lead {
		pad *= s.scale
		h := float64(len(s.lines(p.Text, size, "", s.width-2*pad)))*lineHeight(size*s.scale) + 2*pad
		s.room(h)
		s.fill(pale)
		y := s.GetY()
		s.Rect(s.left, y, s.width, h, "F")
		s.SetY(y + pad)
		s.text(p.Text, size, "", hex, s.left+pad, s.width-2*pad)
		s.SetY(y + h)
		s.skip(4)
		return
	}
	s.text(p.Text, size, "", hex, s.left, s.width)
	s.skip(3)
}

// Sizes of table text, in points.
const (
	cellSize  = 9
	underSize = 7.8
	headSize  = 8.5
	cellGap   = 6 // between columns
)

func (s *sheet) table(t Table) {
	widths := s.columns(t)
	s.room(s.tableBegins(t, widths)) // caption and head do not end a page
	if t.Caption != "" {
		s.text(t.Caption, 9.5, "B", ink, s.left, s.width)
		s.skip(1)
	}
	s.tableHead(t, widths)
	for i, r := range t.Rows {
		h := s.rowHeight(r, widths)
		if s.GetY()+s.together(t, i, widths) > s.bottom {
			s.AddPage()
			s.SetY(topMargin)
			s.tableHead(t, widths)
		}
		s.row(t, r, widths, h)
	}
	s.skip(6)
}

// tableBegins is the height of the caption, the head and the first rows of a table.
func (s *sheet) tableBegins(t Table, widths []float64) float64 {
	height := s.headHeight(t, widths) + 3*s.scale
	if t.Caption != "" {
		height += float64(len(s.lines(t.Caption, 9.5, "B", s.width))+1) * lineHeight(9.5*s.scale)
	}
	if len(t.Rows) > 0 {
		height += s.together(t, 0, widths)
	}
	return height
}

// together is the height of a row with those that go on with it, which stay on its page;
// of the row alone where no page holds them all.
func (s *sheet) together(t Table, row int, widths []float64) float64 {
	first := s.rowHeight(t.Rows[row], widths)
	height := first
	for k := row + 1; !t.GoesOn(row) && k < len(t.Rows) && t.GoesOn(k); k++ {
		height += s.rowHeight(t.Rows[k], widths)
	}
	if topMargin+s.headHeight(t, widths)+height > s.bottom {
		return first
	}
	return height
}

// columns are the widths of the columns of a table.
func (s *sheet) columns(t Table) []float64 {
	total := 0.0
	for _, c := range t.Columns {
		total += c.Width
	}
	widths := make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = s.width * c.Width / total
	}
	return s.forWords(t, widths)
}

// forWords widens columns that are too narrow for their longest word, at the cost of those
// that have room; where there is none, the word is cut.
func (s *sheet) forWords(t Table, widths []float64) []float64 {
	spare := make([]float64, len(widths))
	for i, c := range t.Columns {
		need := s.longest(c.Head, headSize, "")
		for _, r := range t.Rows {
			need = max(need, s.longest(r.Cells[i].Text, cellSize, s.face(r, r.Cells[i])), s.longest(r.Cells[i].Under, underSize, ""))
		}
		spare[i] = widths[i] - need - cellGap*s.scale
	}
	missing, room := 0.0, 0.0
	for _, x := range spare {
		missing, room = missing+max(0, -x), room+max(0, x)
	}
	if missing == 0 || missing > room {
		return widths
	}
	for i, x := range spare {
		if x > 0 {
			widths[i] -= missing * x / room
		} else {
			widths[i] -= x
		}
	}
	return widths
}

// longest is the width of the longest part of a text that no line may break.
func (s *sheet) longest(text string, size float64, style string) (width float64) {
	s.SetFont(family, style, size*s.scale)
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' }) {
		parts := joints(word)
		for _, part := range append(parts, word[len(strings.Join(parts, "")):]) {
			width = max(width, s.GetStringWidth(part))
		}
	}
	return width
}

// headHeight is the height of the names of the columns.
func (s *sheet) headHeight(t Table, widths []float64) (h float64) {
	for i, c := range t.Columns {
		h = max(h, float64(len(s.lines(c.Head, headSize, "", widths[i]-cellGap*s.scale)))*lineHeight(headSize*s.scale))
	}
	return h
}

func (s *sheet) tableHead(t Table, widths []float64) {
	h := s.headHeight(t, widths)
	y, x := s.GetY(), s.left
	for i, c := range t.Columns {
		lines := s.lines(c.Head, headSize, "", widths[i]-cellGap*s.scale)
		s.cell(lines, nil, headSize, "", grey, x, y+h-float64(len(lines))*lineHeight(headSize*s.scale), widths[i], c.Number)
		x += widths[i]
	}
	s.SetY(y + h + 1.5*s.scale)
	s.rule(rule)
	s.skip(1.5)
}

func (s *sheet) rule(hex int) {
	s.stroke(hex)
	s.SetLineWidth(0.6)
	s.Line(s.left, s.GetY(), s.left+s.width, s.GetY())
}

func (s *sheet) rowHeight(r Row, widths []float64) (h float64) {
	for i, c := range r.Cells {
		w := widths[i] - cellGap*s.scale
		n := float64(len(s.lines(c.Text, cellSize, s.face(r, c), w)))*lineHeight(cellSize*s.scale) +
			float64(len(s.lines(c.Under, underSize, "", w)))*lineHeight(underSize*s.scale)
		h = max(h, n)
	}
	return h + 3*s.scale
}

func (s *sheet) face(r Row, c Cell) string {
	if r.Sum || c.Style == Strong {
		return "B"
	}
	return ""
}

func (s *sheet) row(t Table, r Row, widths []float64, h float64) {
	y, x := s.GetY(), s.left
	for i, c := range r.Cells {
		hex := ink
		switch c.Style {
		case Quiet, Note:
			hex = grey
		case Warning:
			hex = red
		}
		w := widths[i] - cellGap*s.scale
		face := s.face(r, c)
		text := s.lines(c.Text, cellSize, face, w)
		under := s.lines(c.Under, underSize, "", w)
		s.cell(text, under, cellSize, face, hex, x, y+1.5*s.scale, widths[i], t.Columns[i].Number)
		x += widths[i]
	}
	s.SetY(y + h)
	s.rule(thin)
}

// cell writes the lines of a cell from its upper edge.
func (s *sheet) cell(text, under []string, size float64, style string, hex int, x, y, width float64, number bool) {
	align, w := "L", width-cellGap*s.scale
	if number {
		align = "R"
	}
	for _, line := range text {
		s.SetFont(family, style, size*s.scale)
		s.color(hex)
		s.SetXY(x, y)
		s.CellFormat(w, lineHeight(size*s.scale), line, "", 0, align, false, 0, "")
		y += lineHeight(size * s.scale)
	}
	for _, line := range under {
		s.SetFont(family, "", underSize*s.scale)
		s.color(grey)
		s.SetXY(x, y)
		s.CellFormat(w, lineHeight(underSize*s.scale), line, "", 0, align, false, 0, "")
		y += lineHeight(underSize * s.scale)
	}
}

// tallest is how high a picture may be, so that two find room on a page.
const tallest = 340

func (s *sheet) pictureHeight(p Picture) float64 {
	aspect := p.Drawing.Aspect()
	return min(s.width*aspect, tallest) + float64(len(s.lines(p.Caption, 8.5, "", s.width)))*lineHeight(8.5*s.scale) + 8
}

func (s *sheet) picture(p Picture) {
	s.room(s.pictureHeight(p))
	aspect := p.Drawing.Aspect()
	width := min(s.width, tallest/aspect)
	y := s.GetY()
	p.Drawing.PDF(s.Fpdf, s.left, y, width)
	s.SetY(y + width*aspect + 2)
	s.text(p.Caption, 8.5, "", grey, s.left, s.width)
	s.skip(8)
}

// foot is at the bottom of every page.
func (d *Document) foot(s *sheet) {
	y := s.bottom + 8
	s.stroke(rule)
	s.SetLineWidth(0.6)
	s.Line(s.left, y, s.left+s.width, y)
	s.SetFont(family, "", 7.5)
	s.color(grey)
	s.SetXY(s.left, y+3)
	s.CellFormat(s.width-30, 10, d.Source, "", 0, "L", false, 0, "")
	s.SetXY(s.left+s.width-30, y+3)
	s.CellFormat(30, 10, fmt.Sprint(s.PageNo()), "", 0, "R", false, 0, "")
	s.SetFont(family, "I", 7.5)
	s.color(ink)
	for i, line := range strings.Split(d.Caveat, "\n") {
		s.SetXY(s.left, y+13+9*float64(i))
		s.CellFormat(s.width, 10, line, "", 0, "L", false, 0, "")
	}
}
