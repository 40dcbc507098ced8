package report

import (
	"bytes"
	"encoding/json"
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
	for _, id := range []string{"question", "answer", "aims", "comparison", "figures", "pays", "money", "not-modelled", "assumptions", "methods", "cheers", "terms", "run"} {
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

// TestNothingLeavesThePage lets a browser lay out the page at 1,280 pixels, in the
// narrowest window that it opens, and by the rules for print at the width of A4 between its margins (180 mm, 680 pixels).
func TestNothingLeavesThePage(t *testing.T) {
	browser := require.Tool(t, "chromium")
	dir := t.TempDir()
	probe := `<script>document.title = "width " + document.documentElement.scrollWidth + " of " + document.documentElement.clientWidth</script></body>`
	file := filepath.Join(dir, "report.html")
	r := sample(t, "nl")
	r.Plans[2].Title += ", met een naam die breder is dan het smalste venster van een browser"
	screen := bytes.Replace(page(t, r), []byte("</body>"), []byte(probe), 1)
	paper := bytes.ReplaceAll(bytes.ReplaceAll(screen, []byte("@media print"), []byte("@media all")), []byte("@media screen"), []byte("@media print"))
	for width, text := range map[int][]byte{1280: screen, 500: screen, 680: paper} {
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

// ran lets a browser run scripts on the page, one after the other, and gives what each said.
func ran(t *testing.T, browser string, page []byte, scripts []string) (said []string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "report.html")
	text := bytes.Replace(page, []byte("</body>"), []byte("<script>document.title = JSON.stringify([() => {"+strings.Join(scripts, "}, () => {")+"}].map((run) => run()))</script></body>"), 1)
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+dir, "--window-size=1280,900", "--dump-dom", "file://"+file).Output()
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	title := ""
	walk(root, func(n *html.Node) {
		if n.Data == "title" && n.FirstChild != nil && n.Parent.Data == "head" {
			title = n.FirstChild.Data
		}
	})
	if err := json.Unmarshal([]byte(title), &said); err != nil || len(said) != len(scripts) {
		t.Fatalf("the browser said %q", title)
	}
	return said
}

// TestScript presses what can be pressed: a plan goes everywhere at once, a table is
// sorted by Belgian numbers with its total last, a word, a number and a point of a
// figure are explained.
func TestScript(t *testing.T) {
	browser := require.Tool(t, "chromium")
	text := page(t, sample(t, "nl"))
	cases := []struct{ what, script, want string }{
		{
			"hide a plan", `const seen = () => [...document.querySelectorAll('[data-plan="2"]')].filter((x) => x.offsetParent).length;
			const before = seen(); document.querySelector('.choose input[value="2"]').click(); const after = seen();
			document.querySelector('.choose input[value="2"]').click(); return (before > 10) + " " + after + " " + (seen() === before)`, "true 0 true",
		},
		{
			"sort", `const table = document.querySelector("#money table"), names = () => [...table.tBodies[0].rows].map((r) => r.cells[1].innerText).join(" ");
			const button = table.querySelectorAll("thead button")[1]; const said = [];
			for (let i = 0; i < 3; i++) { button.click(); said.push(names()); } return said.join(" | ")`,
			"−11,25 +9,75 +1.204,50 +1.203,00 | +1.204,50 +9,75 −11,25 +1.203,00 | +1.204,50 +9,75 −11,25 +1.203,00",
		},
		{
			"sort the comparison", `const table = document.querySelector("#comparison table"), names = () => [...table.tBodies].map((b) => b.rows[0].cells[0].querySelector("a").innerText).join(", ");
			table.querySelector("thead button").click(); return names()`,
			"Op tijd bereikt, Overbelaste mantelzorgers, Programmakost, Wachten",
		},
		{
			"explain a word", `document.querySelector("#comparison a.term").click(); const bubble = document.querySelector(".bubble"), said = bubble.innerText;
			dispatchEvent(new KeyboardEvent("keydown", {key: "Escape"})); return said.replace(/\s+/g, " ") + " " + bubble.hidden`,
			"Op tijd bereikt Aandeel van de maanden met nood waarin iemand een plaats heeft. true",
		},
		{
			"explain a number", `document.querySelector("#comparison .number").click(); const said = document.querySelector(".bubble").innerText; document.body.click(); return said`,
			"Gemiddelde van 40 gepaarde werelden: 34,3 min 31,2.",
		},
		{
			"point at a figure", `const spot = document.querySelectorAll(".spots circle")[359].getBoundingClientRect();
			document.querySelector("figure svg").dispatchEvent(new PointerEvent("pointermove", {clientX: spot.x + 6, clientY: spot.y + 6, bubbles: true}));
			return document.querySelector(".bubble").innerText.replace(/\s+/g, " ")`,
			"Volledig voorstel van de nota december 2036: 55,0 (53,0 tot 57,0), % van de persoonmaanden in nood",
		},
	}
	var scripts []string
	for _, c := range cases {
		scripts = append(scripts, c.script)
	}
	for i, got := range ran(t, browser, text, scripts) {
		if got != cases[i].want {
			t.Errorf("%s: %q, not %q", cases[i].what, got, cases[i].want)
		}
	}
}

// TestWithoutScript holds that who runs no script misses nothing: every word links to
// its meaning, no plan is hidden, and a figure names its values.
func TestWithoutScript(t *testing.T) {
	root, err := html.Parse(bytes.NewReader(page(t, sample(t, "nl"))))
	if err != nil {
		t.Fatal(err)
	}
	ids, links, titles := map[string]bool{}, 0, 0
	walk(root, func(n *html.Node) { ids[attr(n, "id")] = true })
	walk(root, func(n *html.Node) {
		switch {
		case n.Data == "a" && attr(n, "class") == "term":
			if links++; !ids[strings.TrimPrefix(attr(n, "href"), "#")] {
				t.Errorf("nothing explains %s", attr(n, "href"))
			}
		case n.Data == "title" && n.Parent.Data == "circle":
			titles++
		}
		for _, a := range n.Attr {
			if a.Key == "hidden" && attr(n, "class") != "choose" && attr(n, "class") != "how" {
				t.Errorf("an element %s is hidden", n.Data)
			}
		}
	})
	if links == 0 || titles != 2*3*120 {
		t.Errorf("%d words are explained, %d points have a value", links, titles)
	}
}

func TestRefusesTextsThatDoNotMatch(t *testing.T) {
	r := sample(t, "nl")
	r.Money.Tables[0].Rows[0].Cells = r.Money.Tables[0].Rows[0].Cells[:1]
	r.Aims.Tables[0].Columns[1].Plan = 3
	err := Write(&bytes.Buffer{}, r)
	for _, want := range []string{"a row of 1 cells for 2 columns", "a column of plan 3 of 3"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not told in: %v", want, err)
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
