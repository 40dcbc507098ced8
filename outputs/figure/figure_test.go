package figure

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/recorder"

	"piramide/internal/require"
)

var update = flag.Bool("update", false, "rewrite the golden pictures")

var sizes = map[string]Size{"slide": Slide, "page": Page, "square": Square}

// lay draws a figure on a canvas that only records, and gives its texts.
func lay(f *Figure, size Size) *sheet { return f.paint(&recorder.Canvas{}, size) }

// checkTexts holds that no text is small, leaves the sheet or meets another.
func checkTexts(t interface{ Errorf(string, ...any) }, name string, s *sheet) {
	for i, a := range s.texts {
		if a.size < 10 {
			t.Errorf("%s: %q is %v points; on a slide 10 points are 20 pixels", name, a.str, a.size)
		}
		if a.box.Min.X < margin/2 || a.box.Min.Y < margin/2 || a.box.Max.X > s.w-margin/2 || a.box.Max.Y > s.h-margin/2 {
			t.Errorf("%s: %q leaves the sheet: %v", name, a.str, a.box)
		}
		for _, b := range s.texts[i+1:] {
			if overlap(a.box, b.box) {
				t.Errorf("%s: %q and %q overlap", name, a.str, b.str)
			}
		}
	}
}

func overlap(a, b vg.Rectangle) bool {
	const touch = 0.5
	return a.Min.X < b.Max.X-touch && b.Min.X < a.Max.X-touch && a.Min.Y < b.Max.Y-touch && b.Min.Y < a.Max.Y-touch
}

func TestTextsKeepApart(t *testing.T) {
	for _, lang := range []string{"nl", "fr", "en"} {
		for name, f := range samples(t, spoken(t, lang)) {
			for sizeName, size := range sizes {
				checkTexts(t, lang+" "+name+" "+sizeName, lay(f, size))
			}
		}
	}
}

func TestSlideIsExactly1920By1080(t *testing.T) {
	for name, f := range samples(t, spoken(t, "nl")) {
		if h := f.height(Slide); h != Slide.H && !strings.HasSuffix(name, "-many") {
			t.Errorf("%s: three plans need %v points, a slide has %v", name, h, Slide.H)
		}
	}
}

// golden is a picture as its digest and as a thumbnail of 32 × 18 mean greys.
type golden struct {
	SHA256 string `json:"sha256"`
	Thumb  string `json:"thumb"`
}

// TestGoldenPictures compares the pixels. On the platform of the golden files
// bytes must agree; elsewhere, where floating point may be fused, thumbnails
// may differ by 3 of 255 per cell.
func TestGoldenPictures(t *testing.T) {
	file := filepath.Join("testdata", "golden.json")
	got := map[string]golden{}
	figures, chosen := samples(t, spoken(t, "nl")), decisionSamples(t, spoken(t, "nl"))
	figures["plane"], figures["equity"] = chosen["plane"], chosen["equity"]
	for name, f := range figures {
		var buf bytes.Buffer
		if err := f.Write(&buf, "png", Slide); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(buf.Bytes())
		img, err := png.Decode(&buf)
		if err != nil {
			t.Fatal(err)
		}
		got[name] = golden{hex.EncodeToString(sum[:]), hex.EncodeToString(thumbnail(img, 32, 18))}
	}
	if *update {
		text, err := json.MarshalIndent(got, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]golden
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	if len(want) != len(got) {
		t.Errorf("%d golden pictures, %d figures", len(want), len(got))
	}
	for name, g := range got {
		if g.SHA256 == want[name].SHA256 {
			continue
		}
		worst := furthest(t, g.Thumb, want[name].Thumb)
		if worst > 3 || runtime.GOOS == "linux" && runtime.GOARCH == "amd64" {
			t.Errorf("%s moved (largest difference of a thumbnail cell: %d of 255); look at it, then rewrite with -update", name, worst)
		}
	}
}

func thumbnail(img image.Image, w, h int) []byte {
	out := make([]byte, 0, w*h)
	b := img.Bounds()
	for y := range h {
		for x := range w {
			var sum, n float64
			for py := b.Dy() * y / h; py < b.Dy()*(y+1)/h; py += 3 {
				for px := b.Dx() * x / w; px < b.Dx()*(x+1)/w; px += 3 {
					r, g, bl, _ := img.At(b.Min.X+px, b.Min.Y+py).RGBA()
					sum += float64(r+g+bl) / 3 / 257
					n++
				}
			}
			out = append(out, uint8(math.Round(sum/n)))
		}
	}
	return out
}

func furthest(t *testing.T, a, b string) (worst int) {
	t.Helper()
	x, err := hex.DecodeString(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := hex.DecodeString(b)
	if err != nil || len(x) != len(y) {
		return 255
	}
	for i := range x {
		worst = max(worst, int(x[i])-int(y[i]), int(y[i])-int(x[i]))
	}
	return worst
}

func TestSameBytesTwice(t *testing.T) {
	w := spoken(t, "nl")
	f, err := NewDifferences(frame(w, "Tweemaal hetzelfde", "€ per inwoner"), sampleDifferences(w))
	if err != nil {
		t.Fatal(err)
	}
	for _, ext := range []string{"svg", "pdf"} {
		var a, b bytes.Buffer
		if err := f.Write(&a, ext, Page); err != nil {
			t.Fatal(err)
		}
		if err := f.Write(&b, ext, Page); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: two writes differ", ext)
		}
	}
}

func TestPDFHoldsRealText(t *testing.T) {
	tool := require.Tool(t, "pdftotext")
	w := spoken(t, "fr")
	d := sampleDifferences(w)
	d.Plans = []string{"Équipes de quartier – 100 € ≥ 1", "Proposition complète à l’hôpital"}
	f, err := NewDifferences(frame(w, "Coût élevé : 17 € par habitant, geïncludeerd naïef", "sous-titre où ça va"), d)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "figure.pdf")
	var b bytes.Buffer
	if err := f.Write(&b, "pdf", Slide); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-enc", "UTF-8", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(out), "\u00a0", " ")
	for _, want := range []string{
		"Coût élevé : 17 € par habitant, geïncludeerd naïef", "Équipes de quartier – 100 € ≥ 1",
		"Proposition complète à l’hôpital", "−2,35", "17,40 €", "95 % des simulations", "run 3f9a2c71d08b",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("pdftotext does not find %q in:\n%s", want, text)
		}
	}
}

// Translucent ribbons keep their hue: the file names the colour of the plan
// beside an alpha, not the colour times that alpha.
func TestPDFColoursAreNotPremultiplied(t *testing.T) {
	c := newPDF(100, 100, "")
	c.doc.SetCompression(false)
	c.SetColor(fade(plans[2], 60))
	var buf bytes.Buffer
	if err := c.doc.Output(&buf); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("%.3f %.3f %.3f rg", float64(plans[2].R)/255, float64(plans[2].G)/255, float64(plans[2].B)/255)
	if doc := buf.String(); !strings.Contains(doc, want) || !strings.Contains(doc, "/ca 0.235") {
		t.Errorf("no %q with an alpha of 60/255", want)
	}
}

// Title, text and caveat are three faces; each must be embedded under its own name.
func TestPDFEmbedsEveryFace(t *testing.T) {
	w := spoken(t, "nl")
	f, err := NewMonths(frame(w, "t", "s"), sampleReached(w))
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := f.Write(&buf, "pdf", Slide); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(buf.String(), "/FontFile2"); n != 3 {
		t.Errorf("%d faces are embedded, not 3", n)
	}
}

func TestSVGNamesFontsWithTheSameWidths(t *testing.T) {
	w := spoken(t, "nl")
	f, err := NewMonths(frame(w, "Titel \"met\" <tekens> & één", "onder"), sampleReached(w))
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := f.Write(&buf, "svg", Page); err != nil {
		t.Fatal(err)
	}
	doc := buf.String()
	root, _, _ := strings.Cut(doc[strings.Index(doc, "<svg "):], ">")
	if !strings.Contains(root, svgFont) || strings.Count(doc, "font-family") != 1 {
		t.Errorf("the fonts are not named once, at the root: %s", root)
	}
	for _, want := range []string{`role="img"`, "&lt;tekens&gt; &amp; één"} {
		if !strings.Contains(doc, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

// The axis of a difference spans what would just matter, so that noise does not look
// like something; a wider interval widens it.
func TestAxisSpansTheRelevance(t *testing.T) {
	for _, c := range []struct{ relevance, spread, want float64 }{{0, 0.01, 0.01}, {1.5, 0.01, 1.8}, {1.5, 4, 4}} {
		row := DifferenceRow{Relevance: c.relevance, Plans: []Difference{{Range: Range{Lo95: -c.spread, Hi95: c.spread / 2}}, {Missing: true}}}
		if reach, ok := row.reach(); !ok || math.Abs(reach-c.want) > 1e-12 {
			t.Errorf("relevance %v, interval to %v: the axis reaches %v", c.relevance, c.spread, reach)
		}
	}
	if _, ok := (DifferenceRow{Relevance: 1, Plans: []Difference{{Missing: true}}}).reach(); ok {
		t.Error("an axis is drawn without any difference")
	}
}

func TestUnknownFormat(t *testing.T) {
	w := spoken(t, "nl")
	f, err := NewMonths(frame(w, "t", "s"), sampleReached(w))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Write(io.Discard, "gif", Slide); err == nil || !strings.Contains(err.Error(), "hint") {
		t.Errorf("an unknown format gives %v", err)
	}
}

// A picture for a document has few colours, a fraction of the bytes, and looks the same.
func TestDocumentPicturesAreSmall(t *testing.T) {
	w := spoken(t, "nl")
	for name, f := range samples(t, w) {
		var whole bytes.Buffer
		if err := f.Write(&whole, "png", Slide); err != nil {
			t.Fatal(err)
		}
		small, err := f.In(Slide).PNG(1)
		if err != nil {
			t.Fatal(err)
		}
		if len(small) > 400_000 || len(small) > whole.Len()*6/10 {
			t.Errorf("%s has %d bytes of %d", name, len(small), whole.Len())
		}
		a, err := png.Decode(&whole)
		if err != nil {
			t.Fatal(err)
		}
		b, err := png.Decode(bytes.NewReader(small))
		if err != nil {
			t.Fatal(err)
		}
		worst := 0
		x, y := thumbnail(a, 32, 18), thumbnail(b, 32, 18)
		for i := range x {
			worst = max(worst, int(x[i])-int(y[i]), int(y[i])-int(x[i]))
		}
		if worst > 2 {
			t.Errorf("%s looks another: a cell of the thumbnail is %d of 255 off", name, worst)
		}
	}
}
