package document

import (
	_ "embed"
	"fmt"
	"io"
	"strings"
)

//go:embed theme.xml
var themeXML []byte

// The sheet of a slide, in EMU: 13.333 × 7.5 inches.
const (
	slideWidth, slideHeight = 12192000, 6858000
	slideMargin             = 540000
	slideTitleHeight        = 1000000
	slideTop                = 380000
	slideFoot               = 420000
)

// pptx writes slides with one master and one layout: title, body and foot.
func (d *Deck) pptx(w io.Writer) error {
	parts := []part{
		{"[Content_Types].xml", nil},
		{"_rels/.rels", []byte(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + relation("rId1", "officeDocument", "ppt/presentation.xml") + `<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`)},
		{"docProps/core.xml", coreProperties(d.Title, d.Lang)},
		{"ppt/presentation.xml", d.presentation()},
		{"ppt/_rels/presentation.xml.rels", d.presentationRelations()},
		{"ppt/theme/theme1.xml", themeXML},
		{"ppt/theme/theme2.xml", themeXML},
		{"ppt/slideMasters/slideMaster1.xml", []byte(masterXML)},
		{"ppt/slideMasters/_rels/slideMaster1.xml.rels", relations(relation("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml"), relation("rId2", "theme", "../theme/theme1.xml"))},
		{"ppt/slideLayouts/slideLayout1.xml", []byte(layoutXML)},
		{"ppt/slideLayouts/_rels/slideLayout1.xml.rels", relations(relation("rId1", "slideMaster", "../slideMasters/slideMaster1.xml"))},
		{"ppt/notesMasters/notesMaster1.xml", []byte(notesMasterXML)},
		{"ppt/notesMasters/_rels/notesMaster1.xml.rels", relations(relation("rId1", "theme", "../theme/theme2.xml"))},
	}
	var types strings.Builder
	for i := range d.Slides {
		s, n := &d.Slides[i], i+1
		frame := d
		if s.of != nil {
			frame = s.of
		}
		links := []string{relation("rId1", "slideLayout", "../slideLayouts/slideLayout1.xml"), relation("rId2", "notesSlide", fmt.Sprintf("../notesSlides/notesSlide%d.xml", n))}
		if s.Picture != nil {
			png, err := s.Picture.PNG(1)
			if err != nil {
				return fmt.Errorf("document: slide %d: %w", n, err)
			}
			parts = append(parts, part{fmt.Sprintf("ppt/media/image%d.png", n), png})
			links = append(links, relation("rId3", "image", fmt.Sprintf("../media/image%d.png", n)))
		}
		parts = append(parts,
			part{fmt.Sprintf("ppt/slides/slide%d.xml", n), frame.slide(s, n)},
			part{fmt.Sprintf("ppt/slides/_rels/slide%d.xml.rels", n), relations(links...)},
			part{fmt.Sprintf("ppt/notesSlides/notesSlide%d.xml", n), frame.notes(s)},
			part{fmt.Sprintf("ppt/notesSlides/_rels/notesSlide%d.xml.rels", n), relations(relation("rId1", "notesMaster", "../notesMasters/notesMaster1.xml"), relation("rId2", "slide", fmt.Sprintf("../slides/slide%d.xml", n)))})
		fmt.Fprintf(&types, `<Override PartName="/ppt/slides/slide%d.xml" ContentType="%sslide+xml"/><Override PartName="/ppt/notesSlides/notesSlide%d.xml" ContentType="%snotesSlide+xml"/>`, n, slideType, n, slideType)
	}
	parts[0].body = []byte(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` +
		`<Override PartName="/ppt/presentation.xml" ContentType="` + slideType + `presentation.main+xml"/><Override PartName="/ppt/slideMasters/slideMaster1.xml" ContentType="` + slideType + `slideMaster+xml"/><Override PartName="/ppt/slideLayouts/slideLayout1.xml" ContentType="` + slideType + `slideLayout+xml"/><Override PartName="/ppt/notesMasters/notesMaster1.xml" ContentType="` + slideType + `notesMaster+xml"/>` +
		`<Override PartName="/ppt/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/><Override PartName="/ppt/theme/theme2.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` + types.String() + `</Types>`)
	return archive(w, parts)
}

const (
	slideType       = "application/vnd.openxmlformats-officedocument.presentationml."
	slideNamespaces = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"`
)

func relation(id, kind, target string) string {
	return `<Relationship Id="` + id + `" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + target + `"/>`
}

func relations(list ...string) []byte {
	return []byte(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + strings.Join(list, "") + `</Relationships>`)
}

func (d *Deck) presentation() []byte {
	var ids strings.Builder
	for i := range d.Slides {
		fmt.Fprintf(&ids, `<p:sldId id="%d" r:id="rIdS%d"/>`, 256+i, i+1)
	}
	return []byte(fmt.Sprintf(xmlHead+`<p:presentation `+slideNamespaces+`><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst><p:sldIdLst>%s</p:sldIdLst><p:sldSz cx="%d" cy="%d"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`, ids.String(), slideWidth, slideHeight))
}

func (d *Deck) presentationRelations() []byte {
	list := []string{relation("rId1", "slideMaster", "slideMasters/slideMaster1.xml"), relation("rId2", "notesMaster", "notesMasters/notesMaster1.xml"), relation("rId3", "theme", "theme/theme1.xml")}
	for i := range d.Slides {
		list = append(list, relation(fmt.Sprintf("rIdS%d", i+1), "slide", fmt.Sprintf("slides/slide%d.xml", i+1)))
	}
	return relations(list...)
}

// shape is a text box, or the place of the layout of that type, on a rectangle.
func (d *Deck) shape(id int, name, place string, x, y, w, h int, paragraphs string) string {
	holder := ""
	if place != "" {
		holder = `<p:ph type="` + place + `"/>`
		if place == "body" {
			holder = `<p:ph type="body" idx="1"/>`
		}
	}
	return fmt.Sprintf(`<p:sp><p:nvSpPr><p:cNvPr id="%d" name="%s"/><p:cNvSpPr/><p:nvPr>%s</p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"><a:normAutofit/></a:bodyPr><a:lstStyle/>%s</p:txBody></p:sp>`, id, name, holder, x, y, w, h, paragraphs)
}

// line is a paragraph of a size in hundredths of a point.
func (d *Deck) line(text string, size int, more, properties string) string {
	return fmt.Sprintf(`<a:p>%s<a:r><a:rPr lang="%s-BE" sz="%d"%s/><a:t>%s</a:t></a:r></a:p>`, properties, d.Lang, size, more, xmlText(text))
}

func (d *Deck) slide(s *Slide, n int) []byte {
	width := slideWidth - 2*slideMargin
	size := 2800
	switch n := len([]rune(s.Title)); {
	case n > 110: // two lines hold about as many letters
		size = 2000
	case n > 70:
		size = 2400
	}
	body := d.shape(2, "Title", "title", slideMargin, slideTop, width, slideTitleHeight, d.line(s.Title, size, ` b="1"`, ""))
	if s.Part != "" {
		body += d.shape(7, "Part", "", slideMargin+660000, slideTop-190000, width/2, 170000, d.line(s.Part, 1000, "", ""))
	}
	top := slideTop + slideTitleHeight + 60000
	room := slideHeight - slideFoot - top
	if s.Points != nil {
		var lines strings.Builder
		longest := 0
		for _, p := range s.Points {
			longest += len([]rune(p))
		}
		size := 2000
		if longest > 700 {
			size = 1600
		}
		for _, p := range s.Points {
			lines.WriteString(d.line(p, size, "", `<a:pPr marL="285750" indent="-285750"><a:spcAft><a:spcPts val="900"/></a:spcAft><a:buFont typeface="Arial"/><a:buChar char="•"/></a:pPr>`))
		}
		body += d.shape(3, "Points", "body", slideMargin, top, width, room, lines.String())
	}
	if s.Picture != nil {
		w, h := width, int(float64(width)*s.Picture.Aspect())
		if h > room {
			w, h = int(float64(room)/s.Picture.Aspect()), room
		}
		body += fmt.Sprintf(`<p:pic><p:nvPicPr><p:cNvPr id="4" name="Picture" descr="%s"/><p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="rId3"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`,
			xmlText(s.Alt), (slideWidth-w)/2, top, w, h)
	}
	grey := `<a:pPr algn="l"/>`
	body += d.shape(5, "Caveat", "", slideMargin, slideHeight-slideFoot+60000, width*2/3, 240000, d.line(d.Caveat, 1100, ` i="1"`, grey))
	body += d.shape(6, "Source", "", slideMargin+width*2/3, slideHeight-slideFoot+60000, width/3, 240000, d.line(fmt.Sprintf("%s · %d", d.Source, n), 900, "", `<a:pPr algn="r"/>`))
	return []byte(xmlHead + `<p:sld ` + slideNamespaces + `><p:cSld><p:spTree>` + emptyGroup + body + `</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>`)
}

func (d *Deck) notes(s *Slide) []byte {
	var lines strings.Builder
	for _, n := range s.Notes {
		lines.WriteString(d.line(n, 1200, "", ""))
	}
	if len(s.Notes) == 0 {
		lines.WriteString(`<a:p/>`)
	}
	return []byte(xmlHead + `<p:notes ` + slideNamespaces + `><p:cSld><p:spTree>` + emptyGroup +
		`<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>` +
		`<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>` + lines.String() + `</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>`)
}

// What every slide stands on.
const (
	emptyGroup = `<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>`
	white      = `<p:bg><p:bgPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>`
	accentBar  = `<p:sp><p:nvSpPr><p:cNvPr id="9" name="Accent"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="540000" y="250000"/><a:ext cx="560000" cy="52000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="0B5FA5"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>`
	places     = `<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="540000" y="380000"/><a:ext cx="11112000" cy="1000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"/><a:lstStyle/><a:p/></p:txBody></p:sp>` +
		`<p:sp><p:nvSpPr><p:cNvPr id="3" name="Body"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="540000" y="1440000"/><a:ext cx="11112000" cy="4900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/><a:p/></p:txBody></p:sp>`
	masterXML = xmlHead + `<p:sldMaster ` + slideNamespaces + `><p:cSld>` + white + `<p:spTree>` + emptyGroup + accentBar + places + `</p:spTree></p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst>` +
		`<p:txStyles><p:titleStyle><a:lvl1pPr><a:defRPr sz="2800" b="1"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr></p:titleStyle><p:bodyStyle><a:lvl1pPr><a:defRPr sz="2000"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></p:bodyStyle><p:otherStyle><a:lvl1pPr><a:defRPr sz="1200"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></p:otherStyle></p:txStyles></p:sldMaster>`
	layoutXML      = xmlHead + `<p:sldLayout ` + slideNamespaces + ` preserve="1"><p:cSld name="Message"><p:spTree>` + emptyGroup + places + `</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>`
	notesMasterXML = xmlHead + `<p:notesMaster ` + slideNamespaces + `><p:cSld>` + white + `<p:spTree>` + emptyGroup +
		`<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="685800" y="1143000"/><a:ext cx="5486400" cy="3086100"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:sp>` +
		`<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="685800" y="4400550"/><a:ext cx="5486400" cy="3600450"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp></p:spTree></p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/></p:notesMaster>`
)
