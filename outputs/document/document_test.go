package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"piramide/internal/require"
)

// square is a drawing of one colour.
type square struct{}

func (square) Aspect() float64 { return 0.5 }

func (square) PNG(float64) ([]byte, error) {
	m := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	for i := range 40 * 20 {
		m.Set(i%40, i/40, color.NRGBA{11, 95, 165, 255})
	}
	var b bytes.Buffer
	err := png.Encode(&b, m)
	return b.Bytes(), err
}

func (square) SVG() ([]byte, error) {
	return []byte("<?xml version=\"1.0\"?>\n<svg viewBox=\"0 0 40 20\"><path d=\"M0,0L40,0L40,20L0,20Z\"/></svg>"), nil
}

func (square) PDF(doc *fpdf.Fpdf, x, y, width float64) { doc.Rect(x, y, width, width/2, "F") }

// sample has every kind of block, with signs that XML, HTML and Markdown read as marks.
func sample(rows int, plans int) *Document {
	d := &Document{
		Lang: "nl", Title: "Eén & ander: 3 plannen <vergeleken>", Subtitle: "101.822 inwoners", Caveat: "simulatie, geen voorspelling", Source: "Piramide · 1 januari 2027 · 5f24d0c508d5", OnePage: true,
		Blocks: []Block{
			Heading{1, "De vraag"},
			Paragraph{Text: "Wat kost het, in € per inwoner? | ja"},
			Paragraph{Text: "Antwoord: +3,5 (+1,9 tot +5,9).", Style: Lead},
			Paragraph{Text: "Let op", Style: Warning},
			Paragraph{Text: "zo leest u dit", Style: Note},
			List{[]string{"één", "twee"}},
		},
	}
	t := Table{Caption: "Jaren 1–5", Columns: []Column{{Head: "Indicator", Width: 1.5}, {Head: "A", Width: 0.7, Number: true}}}
	for i := range plans {
		t.Columns = append(t.Columns, Column{Head: fmt.Sprintf("Plan %d met een lange naam die over twee regels loopt", i+1), Width: 1.5})
	}
	for r := range rows {
		row := Row{Cells: []Cell{{Text: fmt.Sprintf("indicator %d", r), Under: "EUR per inwoner per jaar"}, {Text: "−1,0"}}, Sum: r == rows-1}
		for range plans {
			row.Cells = append(row.Cells, Cell{Text: "+3,5 (+1,9 tot +5,9)", Under: "duidelijk (40 van 40); bewijs: aanname", Style: Strong})
		}
		t.Rows = append(t.Rows, row)
	}
	d.Blocks = append(d.Blocks, t)
	return d
}

func written(t *testing.T, d *Document, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.Write(&b, format); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.Bytes()
}

func TestSameDocumentSameBytes(t *testing.T) {
	for _, format := range Formats {
		d := sample(4, 2)
		d.Blocks = append(d.Blocks, Picture{square{}, "een vierkant", "Figuur 1"})
		if !bytes.Equal(written(t, d, format), written(t, d, format)) {
			t.Errorf("%s differs from one time to the next", format)
		}
	}
}

// Everything that is said stands in every format, with signs as they are.
func TestEveryTextIsThere(t *testing.T) {
	d := sample(3, 1)
	d.OnePage = false
	for format, want := range map[string][]string{
		"html": {"Eén &amp; ander: 3 plannen &lt;vergeleken&gt;", "€ per inwoner? | ja", "een vierkant", "+3,5 (+1,9 tot +5,9)", `class="sum"`, `<figure><div role="img" aria-label="een vierkant"><svg viewBox`},
		"md":   {"# Eén & ander: 3 plannen &lt;vergeleken>", "in € per inwoner? \\| ja", "| **indicator 2**<br>EUR per inwoner per jaar | **−1,0** |", "- twee", "*een vierkant*"},
	} {
		x := *d
		x.Blocks = append(x.Blocks, Picture{square{}, "een vierkant", "Figuur 1"})
		got := string(written(t, &x, format))
		got = strings.ReplaceAll(strings.ReplaceAll(got, "&#43;", "+"), "&#39;", "'")
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s lacks %q", format, w)
			}
		}
		if strings.Contains(got, "****") {
			t.Errorf("%s makes an empty cell bold", format)
		}
	}
}

func TestOnePageIsOnePage(t *testing.T) {
	for plans := 1; plans <= 5; plans++ {
		if n := pages(t, sample(8, plans)); n != 1 {
			t.Errorf("%d plans take %d pages", plans, n)
		}
	}
	long := sample(200, 1)
	if n := pages(t, long); n < 2 {
		t.Errorf("200 rows on %d page cannot be read", n)
	}
	long.OnePage = false
	if n := pages(t, long); n < 3 {
		t.Errorf("200 rows of full size on %d pages", n)
	}
}

// pages counts the pages of a PDF.
func pages(t *testing.T, d *Document) int {
	t.Helper()
	return bytes.Count(written(t, d, "pdf"), []byte("/Type /Page\n"))
}

func TestPDFTextCanBeRead(t *testing.T) {
	tool := require.Tool(t, "pdftotext")
	file := filepath.Join(t.TempDir(), "d.pdf")
	if err := os.WriteFile(file, written(t, sample(3, 1), "pdf"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Eén & ander: 3 plannen <vergeleken>", "in € per inwoner?", "−1,0", "+3,5 (+1,9 tot +5,9)", "duidelijk (40 van 40)", "5f24d0c508d5"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the PDF lacks %q:\n%s", want, out)
		}
	}
}

// Every part of the package is well-formed, and what relations name is there.
func TestDocxIsWellFormed(t *testing.T) {
	d := sample(3, 2)
	d.Blocks = append(d.Blocks, Picture{square{}, `een "vierkant"`, "Figuur 1"})
	text := wellFormed(t, written(t, d, "docx"))
	for _, want := range []string{"word/document.xml", "word/styles.xml", "word/footer1.xml", "word/media/image1.png", "docProps/core.xml"} {
		if _, ok := text[want]; !ok {
			t.Errorf("the package lacks %s", want)
		}
	}
}

// A word processor opens the document, and one page is one page there too; Impress
// opens the slides.
func TestLibreOfficeOpensThem(t *testing.T) {
	office, info := require.Tool(t, "soffice"), require.Tool(t, "pdfinfo")
	dir := t.TempDir()
	var slides bytes.Buffer
	if err := deck().Write(&slides, "pptx"); err != nil {
		t.Fatal(err)
	}
	for file, b := range map[string][]byte{"page.docx": written(t, sample(8, 3), "docx"), "slides.pptx": slides.Bytes()} {
		if err := os.WriteFile(filepath.Join(dir, file), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for file, want := range map[string]int{"page.docx": 1, "slides.pptx": 2} {
		if out, err := exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, filepath.Join(dir, file)).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		out, err := exec.Command(info, filepath.Join(dir, strings.TrimSuffix(file, filepath.Ext(file))+".pdf")).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if !strings.Contains(string(out), fmt.Sprintf("Pages:           %d\n", want)) {
			t.Errorf("%s has not %d pages:\n%s", file, want, out)
		}
	}
}

// deck is slides with points, with a picture and with notes.
func deck() *Deck {
	return &Deck{Lang: "fr", Title: "3 plans & plus", Caveat: "simulation", Source: "Piramide · 5f24d0c508d5", Slides: []Slide{
		{Title: "Qui paie « plus » ?", Points: []string{"A. <un>", "B. deux"}, Notes: []string{"méthode", "seconde note"}},
		{Title: "Une image", Picture: square{}, Alt: `un "carré"`},
	}}
}

func TestDeck(t *testing.T) {
	write := func(format string) []byte {
		var b bytes.Buffer
		if err := deck().Write(&b, format); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	b := write("pptx")
	if !bytes.Equal(b, write("pptx")) {
		t.Error("the slides differ from one time to the next")
	}
	text := wellFormed(t, b)
	for part, want := range map[string]string{
		"ppt/slides/slide1.xml": "A. <un>", "ppt/slides/slide2.xml": "Une image", "ppt/notesSlides/notesSlide1.xml": "seconde note",
		"ppt/presentation.xml": "", "ppt/slideMasters/slideMaster1.xml": "", "ppt/slideLayouts/slideLayout1.xml": "", "ppt/notesMasters/notesMaster1.xml": "", "ppt/theme/theme1.xml": "",
	} {
		if got, ok := text[part]; !ok || !strings.Contains(got, want) {
			t.Errorf("%s: %q lacks %q", part, got, want)
		}
	}
	if note := string(write("md")); !strings.Contains(note, "## Qui paie « plus » ?") || !strings.Contains(note, "- B. deux") || !strings.Contains(note, "seconde note") || !strings.Contains(note, `*un "carré"*`) {
		t.Errorf("the note lacks something:\n%s", note)
	}
	if err := (&Deck{Lang: "nl", Title: "x"}).Write(io.Discard, "pptx"); err == nil {
		t.Error("a deck without slides is accepted")
	}
}

// wellFormed reads every part of a package as XML and gives the text of each.
func wellFormed(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	text := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text[f.Name] = ""
		if strings.HasSuffix(f.Name, ".png") {
			continue
		}
		for dec := xml.NewDecoder(r); ; {
			token, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if c, ok := token.(xml.CharData); ok {
				text[f.Name] += string(c)
			}
		}
	}
	return text
}

func TestRefused(t *testing.T) {
	for name, d := range map[string]*Document{
		"no title":      {Lang: "nl"},
		"short row":     {Lang: "nl", Title: "x", Blocks: []Block{Table{Columns: []Column{{}, {}}, Rows: []Row{{Cells: []Cell{{}}}}}}},
		"silent figure": {Lang: "nl", Title: "x", Blocks: []Block{Picture{Drawing: square{}}}},
	} {
		if err := d.Write(io.Discard, "html"); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if err := sample(1, 1).Write(io.Discard, "doc"); err == nil {
		t.Error("an unknown format is accepted")
	}
}
