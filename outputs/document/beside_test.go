package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"piramide/internal/require"
)

// french is [sample] with other words.
func french(rows, plans int) *Document {
	d := sample(rows, plans)
	other := func(s string) string { return strings.NewReplacer("a", "é", "tot", "à").Replace(s) }
	d.Lang, d.Title, d.Subtitle, d.Caveat = "fr", other(d.Title), other(d.Subtitle), other(d.Caveat)
	for i, b := range d.Blocks {
		switch x := b.(type) {
		case Heading:
			x.Text = other(x.Text)
			d.Blocks[i] = x
		case Paragraph:
			x.Text = other(x.Text)
			d.Blocks[i] = x
		case List:
			d.Blocks[i] = List{[]string{"un", "deux"}}
		case Table:
			x.Caption = other(x.Caption)
			for k := range x.Columns {
				x.Columns[k].Head = other(x.Columns[k].Head)
			}
			for _, r := range x.Rows {
				for k := range r.Cells {
					r.Cells[k].Text = strings.ReplaceAll(r.Cells[k].Text, "tot", "à")
					r.Cells[k].Under = other(r.Cells[k].Under)
				}
			}
			d.Blocks[i] = x
		}
	}
	return d
}

func sideBySide(t *testing.T, rows, plans int) *Document {
	t.Helper()
	a, b := sample(rows, plans), french(rows, plans)
	a.Blocks = append(a.Blocks, Picture{square{}, "een vierkant", "Figuur 1"})
	b.Blocks = append(b.Blocks, Picture{square{}, "un carré", "Figure 1"})
	d, err := SideBySide(a, b)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Both languages stand in every format; a number stands once.
func TestSideBySide(t *testing.T) {
	d := sideBySide(t, 3, 1)
	for format, want := range map[string][]string{
		"html": {`<p class="" lang="nl">Wat kost het`, `<p class="" lang="fr">Wét kost het`, "+3,5 (+1,9 tot/à +5,9)", "een vierkant", "un carré", "De vraag / De vréég", "simulatie, geen voorspelling<br>simulétie"},
		"md":   {"| nl | fr |\n| --- | --- |", "| – één | – un |", "| **Antwoord: +3,5 (+1,9 tot +5,9).** | **Antwoord: +3,5", "## De vraag / De vréég", "**−1,0** |"},
	} {
		got := strings.NewReplacer("&#43;", "+", "&#39;", "'").Replace(string(written(t, d, format)))
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s lacks %q", format, w)
			}
		}
		if n := strings.Count(got, "−1,0"); n != 3 {
			t.Errorf("%s: the number of 3 rows stands %d times", format, n)
		}
	}
	for _, format := range Formats {
		if !bytes.Equal(written(t, d, format), written(t, sideBySide(t, 3, 1), format)) {
			t.Errorf("%s differs from one time to the next", format)
		}
	}
}

// One page in two languages is one sheet, both sides.
func TestSideBySideIsOneSheet(t *testing.T) {
	for plans := 1; plans <= 4; plans++ {
		if n := pages(t, sideBySide(t, 8, plans)); n > 2 {
			t.Errorf("%d plans take %d pages", plans, n)
		}
	}
}

// The two columns of a PDF are beside each other, and a number keeps its sign.
func TestSideBySidePDF(t *testing.T) {
	tool := require.Tool(t, "pdftotext")
	d := sideBySide(t, 3, 1)
	d.Blocks = append(d.Blocks, Beside{Left: strings.Repeat("x", 42) + " 40\u00a0% links", Right: "rechts"})
	file := filepath.Join(t.TempDir(), "d.pdf")
	if err := os.WriteFile(file, written(t, d, "pdf"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Wat kost het, in € per inwoner? | ja", "– één", "40 % links"} {
		line := ""
		for _, l := range strings.Split(strings.ReplaceAll(string(out), "\u00a0", " "), "\n") {
			if strings.Contains(l, want) {
				line = l
			}
		}
		if line == "" {
			t.Errorf("no line says %q", want)
		}
		if want == "– één" && !strings.Contains(line, "– un") {
			t.Errorf("%q has no other language beside it", line)
		}
	}
}

// Every part of the docx can be read, and names the language of each column.
func TestSideBySideDocx(t *testing.T) {
	body := written(t, sideBySide(t, 3, 1), "docx")
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(f.Name, ".xml") {
			continue
		}
		for dec := xml.NewDecoder(bytes.NewReader(text)); ; {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		if f.Name == "word/document.xml" && (!bytes.Contains(text, []byte(`<w:lang w:val="fr-BE"/>`)) || !bytes.Contains(text, []byte(`<w:lang w:val="nl-BE"/>`))) {
			t.Error("the columns do not say in which language they are")
		}
	}
}

func TestSideBySideRefusesAnotherForm(t *testing.T) {
	for name, spoil := range map[string]func(*Document){
		"a block less": func(d *Document) { d.Blocks = d.Blocks[1:] },
		"another kind": func(d *Document) { d.Blocks[0] = Paragraph{Text: "x"} },
		"a row less":   func(d *Document) { d.Blocks[6] = Table{Columns: d.Blocks[6].(Table).Columns} },
	} {
		b := french(3, 1)
		spoil(b)
		if _, err := SideBySide(sample(3, 1), b); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestInTurn(t *testing.T) {
	deck := func(lang, caveat, title string) *Deck {
		return &Deck{Lang: lang, Title: title, Caveat: caveat, Source: "Piramide", Slides: []Slide{{Title: title, Points: []string{"x"}}, {Title: title + " 2", Points: []string{"y"}}}}
	}
	d, err := InTurn(deck("nl", "simulatie", "Vraag"), deck("fr", "simulation", "Question"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := d.Write(&b, "pptx"); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"ppt/slides/slide1.xml": `lang="nl-BE" sz="1100" i="1"/><a:t>simulatie<`, "ppt/slides/slide2.xml": `lang="fr-BE" sz="1100" i="1"/><a:t>simulation<`, "ppt/slides/slide4.xml": "Question 2"} {
		f, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("%s lacks %q", name, want)
		}
	}
	short := deck("fr", "", "x")
	short.Slides = short.Slides[:1]
	if _, err := InTurn(deck("nl", "", "x"), short); err == nil {
		t.Error("decks of another length are accepted")
	}
}

// Of a document of one page in two languages no text and no table goes over from one
// side to the other, wherever the break falls.
func TestSidesHoldTogether(t *testing.T) {
	tool := require.Tool(t, "pdftotext")
	file := filepath.Join(t.TempDir(), "d.pdf")
	for texts := range 12 {
		d := &Document{Lang: "nl", Second: "fr", Title: "Eén blad", OnePage: true}
		for k := range 3 + 2*texts {
			said := fmt.Sprintf("begin%d ", k) + strings.Repeat("een zin die over enkele regels loopt ", 6) + fmt.Sprintf("einde%d.", k)
			d.Blocks = append(d.Blocks, Beside{Left: said, Right: said, Style: Style(k % 3)})
		}
		rows := sample(8, 2).Blocks[6].(Table)
		rows.Columns[0].Head, rows.Rows[7].Cells[0].Text = "hoofd", "slotrij"
		d.Blocks = append(d.Blocks, Heading{1, "kop"}, rows, Paragraph{Text: "na de tabel", Style: Note})
		if err := os.WriteFile(file, written(t, d, "pdf"), 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(tool, "-layout", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		for i, side := range strings.Split(strings.TrimSuffix(string(out), "\f"), "\f") {
			for k := range 3 + 2*texts {
				if a, b := strings.Contains(side, fmt.Sprintf("begin%d ", k)), strings.Contains(side, fmt.Sprintf("einde%d.", k)); a != b {
					t.Errorf("%d texts: text %d goes over from side %d", 3+2*texts, k, i+1)
				}
			}
			if a, b, c := strings.Contains(side, "kop"), strings.Contains(side, "hoofd"), strings.Contains(side, "slotrij"); a != b || b != c {
				t.Errorf("%d texts: the table goes over from side %d", 3+2*texts, i+1)
			}
		}
	}
}
