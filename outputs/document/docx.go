package document

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// docx writes a document for a word processor: real headings, tables and pictures
// with their words, in styles that a house can change. A document of one page has
// the size of letters at which its PDF is one page.
func (d *Document) docx(w io.Writer) error {
	x := &word{d: d, scale: 1, share: d.sharpness()}
	if d.OnePage {
		_, x.scale = d.fitted()
	}
	x.paragraph("Title", d.Title, "")
	if d.Subtitle != "" {
		x.paragraph("Subtitle", d.Subtitle, "")
	}
	if d.Caveat != "" {
		x.paragraph("Caveat", d.Caveat, "")
	}
	for i, b := range d.Blocks {
		if pair, two := b.(Beside); two {
			x.beside(pair, i == 0 || !isBeside(d.Blocks[i-1]), i == len(d.Blocks)-1 || !isBeside(d.Blocks[i+1]))
			continue
		}
		if err := x.block(b); err != nil {
			return err
		}
	}
	parts := []part{
		{"[Content_Types].xml", []byte(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` +
			`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`)},
		{"_rels/.rels", []byte(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`)},
		{"docProps/core.xml", coreProperties(d.Title, d.Lang)},
		{"word/document.xml", x.document()},
		{"word/styles.xml", x.styles()},
		{"word/footer1.xml", x.footer()},
		{"word/_rels/document.xml.rels", x.relations()},
	}
	for i, p := range x.pictures {
		parts = append(parts, part{fmt.Sprintf("word/media/image%d.png", i+1), p})
	}
	return archive(w, parts)
}

// word is a word-processor document that is being written.
type word struct {
	d        *Document
	body     strings.Builder
	pictures [][]byte
	scale    float64
	share    float64 // of the full resolution that pictures have
}

// A text with many pictures has them in fewer pixels, so that it still goes by mail:
// from manyPictures on all together have as many, but none is so coarse that its
// smallest letters blur (135 to the inch on paper).
const (
	manyPictures = 20
	coarsest     = 2.0 / 3
)

func (d *Document) sharpness() float64 {
	n := 0
	for _, b := range d.Blocks {
		if _, is := b.(Picture); is {
			n++
		}
	}
	return max(coarsest, min(1, math.Sqrt(manyPictures/float64(max(n, 1)))))
}

// Measures in twentieths of a point (dxa) and in EMU, 12,700 to the point.
const (
	dxa = 20
	emu = 12700
)

// width is the room between the margins, in points.
func (x *word) width() float64 {
	w, _ := x.d.paper()
	return w - 2*sideMargin
}

// half is a size of letters in half-points.
func (x *word) half(size float64) int { return int(math.Round(size * x.scale * 2)) }

// paragraph writes one in a style, its runs with extra properties.
func (x *word) paragraph(style, text, run string) {
	x.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + textRun(text, run) + `</w:p>`)
}

func textRun(text, properties string) string {
	if properties != "" {
		properties = "<w:rPr>" + properties + "</w:rPr>"
	}
	lines := strings.Split(xmlText(text), "\n")
	return `<w:r>` + properties + `<w:t xml:space="preserve">` + strings.Join(lines, `</w:t><w:br/><w:t xml:space="preserve">`) + `</w:t></w:r>`
}

func isBeside(b Block) bool { _, is := b.(Beside); return is }

// beside writes two texts as a row of a table without borders, which it opens and
// closes; each says in which language it is, for who checks the spelling.
func (x *word) beside(p Beside, first, last bool) {
	b, width := &x.body, x.width()*dxa/2
	if first {
		fmt.Fprintf(b, `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="%d"/><w:gridCol w:w="%d"/></w:tblGrid>`, columnGap*dxa/2, int(width), int(width))
	}
	style, mark := textStyles[p.Style], ""
	if p.Point {
		style, mark = "Point", "–\t"
	}
	b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	for _, side := range []struct{ text, lang string }{{p.Left, x.d.Lang}, {p.Right, x.d.Second}} {
		fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, int(width))
		x.paragraph(style, mark+side.text, `<w:lang w:val="`+side.lang+`-BE"/>`)
		b.WriteString(`</w:tc>`)
	}
	b.WriteString(`</w:tr>`)
	if last {
		b.WriteString(`</w:tbl>`)
		x.paragraph("After", "", "")
	}
}

func (x *word) block(b Block) error {
	switch b := b.(type) {
	case Heading:
		x.paragraph(fmt.Sprintf("Heading%d", min(b.Level, 2)), b.Text, "")
	case Paragraph:
		x.paragraph(textStyles[b.Style], b.Text, "")
	case List:
		for _, item := range b.Items {
			x.paragraph("Point", "–\t"+item, "")
		}
	case Table:
		x.table(b)
	case Picture:
		return x.picture(b)
	}
	return nil
}

// textStyles are the names of the styles of paragraphs.
var textStyles = [...]string{Plain: "Normal", Lead: "Lead", Note: "Note", Warning: "Warning", Strong: "Normal", Quiet: "Note"}

func (x *word) table(t Table) {
	if t.Caption != "" {
		x.paragraph("TableCaption", t.Caption, "")
	}
	total := 0.0
	for _, c := range t.Columns {
		total += c.Width
	}
	b := &x.body
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="Plain"/><w:tblW w:w="5000" w:type="pct"/>` + tableBorders + `<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	widths := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = int(x.width() * dxa * c.Width / total)
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, widths[i])
	}
	b.WriteString(`</w:tblGrid>`)
	keep := "" // a row that the next one goes on with stays on its page
	cell := func(i int, style string, text, under string, bold bool, color int) {
		align := ""
		if t.Columns[i].Number {
			align = `<w:jc w:val="right"/>`
		}
		run := ""
		if bold {
			run = "<w:b/>"
		}
		if color != ink {
			run += fmt.Sprintf(`<w:color w:val="%06X"/>`, color)
		}
		fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="%s"/>%s%s</w:pPr>%s</w:p>`, widths[i], style, keep, align, textRun(text, run))
		if under != "" {
			fmt.Fprintf(b, `<w:p><w:pPr><w:pStyle w:val="Under"/>%s%s</w:pPr>%s</w:p>`, keep, align, textRun(under, ""))
		}
		b.WriteString(`</w:tc>`)
	}
	b.WriteString(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.Columns {
		cell(i, "Head", c.Head, "", false, ink)
	}
	b.WriteString(`</w:tr>`)
	for k, r := range t.Rows {
		if keep = ""; k+1 < len(t.Rows) && t.GoesOn(k+1) {
			keep = "<w:keepNext/>"
		}
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, c := range r.Cells {
			color := ink
			switch c.Style {
			case Quiet, Note:
				color = grey
			case Warning:
				color = red
			}
			cell(i, "Cell", c.Text, c.Under, r.Sum || c.Style == Strong, color)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	x.paragraph("After", "", "")
}

func (x *word) picture(p Picture) error {
	picture, err := p.Drawing.PNG(x.share)
	if err != nil {
		return fmt.Errorf("document: picture %q: %w", p.Caption, err)
	}
	x.pictures = append(x.pictures, picture)
	n, aspect := len(x.pictures), p.Drawing.Aspect()
	width := min(x.width(), tallest/aspect) * emu
	height := width * aspect
	fmt.Fprintf(&x.body, `<w:p><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Picture %d" descr="%s"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="image%d.png" descr="%s"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdP%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		int(width), int(height), n, n, xmlText(p.Alt), n, n, xmlText(p.Alt), n, int(width), int(height))
	if p.Caption != "" {
		x.paragraph("Note", p.Caption, "")
	}
	return nil
}

// tableBorders stand in the style and at every table: some word processors look at one
// of them only.
var tableBorders = fmt.Sprintf(`<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="%06[1]X"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="%06[1]X"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="%06[2]X"/></w:tblBorders>`, rule, thin)

const namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`

func (x *word) document() []byte {
	width, height := x.d.paper()
	turned := ""
	if x.d.Landscape {
		turned = ` w:orient="landscape"`
	}
	return []byte(fmt.Sprintf(xmlHead+`<w:document `+namespaces+`><w:body>%s<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="300" w:footer="300" w:gutter="0"/></w:sectPr></w:body></w:document>`,
		x.body.String(), int(math.Round(width*dxa)), int(math.Round(height*dxa)), turned, topMargin*dxa, sideMargin*dxa, footHeight*dxa, sideMargin*dxa))
}

func (x *word) footer() []byte {
	return []byte(xmlHead + `<w:ftr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="Foot"/></w:pPr>` + textRun(x.d.Source, "") +
		`</w:p><w:p><w:pPr><w:pStyle w:val="Foot"/></w:pPr>` + textRun(x.d.Caveat, "<w:i/>") + `</w:p></w:ftr>`)
}

func (x *word) relations() []byte {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>`)
	for i := range x.pictures {
		fmt.Fprintf(&b, `<Relationship Id="rIdP%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image%d.png"/>`, i+1, i+1)
	}
	b.WriteString(`</Relationships>`)
	return []byte(b.String())
}

// styles are those of the document; sizes follow the scale.
func (x *word) styles() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, xmlHead+`<w:styles `+namespaces+`><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Sans" w:hAnsi="Liberation Sans" w:cs="Liberation Sans" w:eastAsia="Liberation Sans"/><w:color w:val="%06X"/><w:sz w:val="%d"/><w:lang w:val="%s-BE"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="%d"/></w:pPr></w:pPrDefault></w:docDefaults>`,
		ink, x.half(9.5), x.d.Lang, int(3*dxa*x.scale))
	style := func(id, name, paragraph, run string) {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, id, name, paragraph, run)
	}
	spacing := func(before, after float64) string {
		return fmt.Sprintf(`<w:spacing w:before="%d" w:after="%d"/>`, int(before*dxa*x.scale), int(after*dxa*x.scale))
	}
	size := func(points float64, more string) string {
		return more + fmt.Sprintf(`<w:sz w:val="%d"/>`, x.half(points))
	}
	color := func(hex int) string { return fmt.Sprintf(`<w:color w:val="%06X"/>`, hex) }
	fmt.Fprintf(&b, `<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>`)
	style("Title", "Title", fmt.Sprintf(`<w:pBdr><w:top w:val="single" w:sz="24" w:space="6" w:color="%06X"/></w:pBdr>`, 0x0b5fa5)+spacing(0, 2), size(17, "<w:b/>"))
	style("Subtitle", "Subtitle", spacing(0, 1), size(10, color(grey)))
	style("Caveat", "Caveat", spacing(0, 4), size(9.5, "<w:i/>"))
	style("Heading1", "heading 1", `<w:keepNext/>`+spacing(8, 2)+`<w:outlineLvl w:val="0"/>`, size(12, "<w:b/>"))
	style("Heading2", "heading 2", `<w:keepNext/>`+spacing(5, 2)+`<w:outlineLvl w:val="1"/>`, size(10.5, "<w:b/>"))
	style("Lead", "Lead", fmt.Sprintf(`<w:shd w:val="clear" w:color="auto" w:fill="%06X"/>`, pale)+spacing(2, 4), size(10, ""))
	style("Note", "Note", spacing(0, 3), size(8.5, color(grey)))
	style("Warning", "Warning", spacing(0, 3), size(9.5, color(red)))
	style("Point", "Point", `<w:tabs><w:tab w:val="left" w:pos="200"/></w:tabs>`+spacing(0, 1)+`<w:ind w:left="200" w:hanging="200"/>`, size(9.5, ""))
	style("TableCaption", "Table caption", `<w:keepNext/>`+spacing(3, 1), size(9.5, "<w:b/>"))
	style("Head", "Table head", `<w:keepNext/>`+spacing(0, 0), size(headSize, color(grey)))
	style("Cell", "Table cell", spacing(1, 0), size(cellSize, ""))
	style("Under", "Table small", spacing(0, 0), size(underSize, color(grey)))
	style("After", "After a table", `<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>`, size(4, ""))
	style("Foot", "Foot", spacing(0, 0), fmt.Sprintf(`%s<w:sz w:val="15"/>`, color(grey)))
	fmt.Fprintf(&b, `<w:style w:type="table" w:styleId="Plain"><w:name w:val="Plain"/><w:tblPr>%s<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`, tableBorders, cellGap*dxa)
	return []byte(b.String())
}
