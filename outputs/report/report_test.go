package report

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"piramide/internal/require"
)

func page(t testing.TB, r Report) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := Write(&buf, r); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// walk calls f for every element.
func walk(n *html.Node, f func(*html.Node)) {
	if n.Type == html.ElementNode {
		f(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, f)
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func TestPageIsWhole(t *testing.T) {
	for _, lang := range []string{"nl", "fr", "en"} {
		text := page(t, sample(t, lang))
		root, err := html.Parse(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		ids, links := map[string]bool{}, []string{}
		level, h1, pictures := 0, 0, 0
		walk(root, func(n *html.Node) {
			if id := attr(n, "id"); id != "" {
				if ids[id] {
					t.Errorf("%s: id %s stands twice", lang, id)
				}
				ids[id] = true
			}
			switch n.Data {
			case "html":
				if attr(n, "lang") != lang {
					t.Errorf("lang is %q, not %q", attr(n, "lang"), lang)
				}
			case "h1", "h2", "h3":
				next := int(n.Data[1] - '0')
				if next > level+1 {
					t.Errorf("%s: heading %s follows level %d", lang, n.Data, level)
				}
				if level = next; level == 1 {
					h1++
				}
			case "th":
				if attr(n, "scope") == "" {
					t.Errorf("%s: a header cell without scope", lang)
				}
			case "table":
				if c := n.FirstChild.NextSibling; c == nil || c.Data != "caption" {
					t.Errorf("%s: a table without caption", lang)
				}
			case "svg":
				pictures++
				if attr(n, "aria-label") == "" || attr(n, "role") != "img" {
					t.Errorf("%s: a picture without a text for who cannot see it", lang)
				}
			case "a":
				links = append(links, attr(n, "href"))
			}
		})
		if h1 != 1 || pictures != 2 {
			t.Errorf("%s: %d h1 and %d pictures", lang, h1, pictures)
		}
		for _, href := range links {
			if id, ok := strings.CutPrefix(href, "#"); ok && !ids[id] {
				t.Errorf("%s: nothing has id %s", lang, id)
			}
		}
	}
}

// Nothing is fetched: no element names an address to load. Links that a reader
// may follow are allowed.
func TestPageNeedsNoNetwork(t *testing.T) {
	text := page(t, sample(t, "nl"))
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	walk(root, func(n *html.Node) {
		if n.Data == "link" || n.Data == "img" || n.Data == "iframe" || attr(n, "src") != "" {
			t.Errorf("element %s loads something", n.Data)
		}
	})
	if m := regexp.MustCompile(`@import|url\(`).Find(text); m != nil {
		t.Errorf("the style sheet loads something: %s", m)
	}
}

func TestOrderOfSections(t *testing.T) {
	text := string(page(t, sample(t, "nl")))
	last := 0
	for _, id := range []string{"question", "answer", "comparison", "figures", "pays", "not-modelled", "assumptions", "methods", "run"} {
		at := strings.Index(text, `<section id="`+id+`"`)
		if at <= last {
			t.Errorf("section %s stands at %d, after one at %d", id, at, last)
		}
		last = at
	}
	if strings.Index(text, "Jaren 1–5 (2027") > strings.Index(text, "Tien jaar (2027") {
		t.Error("ten years stand before years 1–5")
	}
}

func TestUnsourcedIsRed(t *testing.T) {
	text := string(page(t, sample(t, "nl")))
	if n := strings.Count(text, `<tr class="unsourced">`); n != 2 {
		t.Errorf("%d assumptions are red, 2 have no source", n)
	}
}

func TestWordsOfUsersAreOnlyWords(t *testing.T) {
	r := sample(t, "nl")
	r.Plans[1].Title = `<script>alert("x")</script>`
	r.Assumptions[2].URL = "javascript:alert(1)"
	text := string(page(t, r))
	if strings.Contains(text, "<script>alert") || strings.Contains(text, `href="javascript:`) {
		t.Error("text of a user became code")
	}
}

func TestOnlyChanceIsSaid(t *testing.T) {
	r := sample(t, "nl")
	if strings.Contains(string(page(t, r)), `class="warning"`) {
		t.Error("the warning stands on every report")
	}
	r.OnlyChance = true
	if !strings.Contains(string(page(t, r)), "Alleen toeval") {
		t.Error("fixed parameters are not told")
	}
}

func TestRefusesTablesThatDoNotMatch(t *testing.T) {
	r := sample(t, "nl")
	r.Comparisons[0].Rows[0].Cells = r.Comparisons[0].Rows[0].Cells[:1]
	r.Parties[0].Rows[0].Amounts = nil
	r.Figures[0].Alt = ""
	var buf bytes.Buffer
	err := Write(&buf, r)
	for _, want := range []string{"1 differences for 3 plans", "0 amounts for 3 columns", "cannot see it"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not told in: %v", want, err)
		}
	}
	if buf.Len() > 0 {
		t.Error("half a page was written")
	}
}

// TestNothingLeavesThePage lets a browser lay out the page at 1,280 pixels, and
// by the rules for print at the width of A4 between its margins (180 mm, 680 pixels).
func TestNothingLeavesThePage(t *testing.T) {
	browser := require.Tool(t, "chromium")
	dir := t.TempDir()
	probe := `<script>document.title = "width " + document.documentElement.scrollWidth + " of " + document.documentElement.clientWidth</script></body>`
	file := filepath.Join(dir, "report.html")
	screen := bytes.Replace(page(t, sample(t, "nl")), []byte("</body>"), []byte(probe), 1)
	paper := bytes.ReplaceAll(bytes.ReplaceAll(screen, []byte("@media print"), []byte("@media all")), []byte("@media screen"), []byte("@media print"))
	for width, text := range map[int][]byte{1280: screen, 680: paper} {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--user-data-dir="+dir,
			fmt.Sprintf("--window-size=%d,900", width), "--dump-dom", "file://"+file).Output()
		if err != nil {
			t.Fatal(err)
		}
		var needs, has int
		at := bytes.Index(out, []byte("<title>width "))
		if at < 0 {
			t.Fatal("the browser ran no script")
		}
		if _, err := fmt.Sscanf(string(out[at:]), "<title>width %d of %d", &needs, &has); err != nil {
			t.Fatal(err)
		}
		if needs > has || has != width {
			t.Errorf("at %d pixels the page needs %d and has %d", width, needs, has)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	r := sample(b, "nl")
	for b.Loop() {
		if err := Write(&bytes.Buffer{}, r); err != nil {
			b.Fatal(err)
		}
	}
}
