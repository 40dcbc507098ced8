package report

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"piramide/internal/require"
	"piramide/internal/words"
)

// french is [sample] with other words wherever a text holds no number; texts are all of
// them, in the order of the report.
func french(t testing.TB) (r Report, texts []string) {
	t.Helper()
	r = sample(t, "fr")
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			if s := v.String(); s != "" && !strings.ContainsFunc(s, unicode.IsDigit) {
				v.SetString("É" + s)
				texts = append(texts, v.String())
			}
		case reflect.Slice:
			for i := range v.Len() {
				if v.Type().Elem().Kind() != reflect.Uint8 {
					walk(v.Index(i))
				}
			}
		case reflect.Struct:
			if v.Type() == reflect.TypeFor[words.Words]() {
				return
			}
			for i := range v.NumField() {
				if f := v.Type().Field(i); f.IsExported() && !sameInBoth[f.Name] && f.Name != "Alt" { // the picture itself holds its Alt
					walk(v.Field(i))
				}
			}
		}
	}
	walk(reflect.ValueOf(&r).Elem())
	return r, texts
}

func bilingual(t testing.TB) (r Report, texts []string) {
	t.Helper()
	other, texts := french(t)
	r, err := SideBySide(sample(t, "nl"), other)
	if err != nil {
		t.Fatal(err)
	}
	return r, texts
}

// Every text stands on the page in both languages, and nothing of how they were joined.
func TestSideBySide(t *testing.T) {
	r, texts := bilingual(t)
	text := page(t, r)
	if !bytes.Equal(text, page(t, r)) {
		t.Error("the page is another the second time")
	}
	if bytes.Contains(text, []byte(between)) {
		at := bytes.Index(text, []byte(between))
		t.Errorf("a mark of two languages is on the page: …%q…", text[at-80:at+20])
	}
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	pictures, langs := map[string]int{}, map[string]int{}
	var read func(n *html.Node, lang string)
	read = func(n *html.Node, lang string) {
		if own := attr(n, "lang"); own != "" && n.Type == html.ElementNode {
			lang = own
			langs[lang]++
		}
		if n.Type == html.ElementNode && n.Data == "svg" {
			pictures[lang]++
		}
		if n.Type == html.TextNode {
			said.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			read(c, lang)
		}
	}
	read(root, "")
	for _, want := range texts {
		for _, one := range []string{want, strings.TrimPrefix(want, "É")} {
			if !strings.Contains(said.String(), strings.ReplaceAll(one, "`", "")) {
				t.Errorf("%q is not on the page", one)
			}
		}
	}
	if pictures["nl"] != 2 || pictures["fr"] != 2 || langs["fr"] < 20 {
		t.Errorf("%v pictures and %v texts in each language", pictures, langs)
	}
	for _, want := range []string{"simulatie, geen voorspelling", "simulation, pas une prévision", `<nav aria-label="Inhoud / Table des matières">`, "<script>", `class="choose"`} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// The script works in two languages: plans, order, meanings in both.
func TestSideBySideScript(t *testing.T) {
	browser := require.Tool(t, "chromium")
	r, _ := bilingual(t)
	scripts := []string{
		`const seen = () => [...document.querySelectorAll('[data-plan="2"]')].filter((x) => x.offsetParent).length;
		const before = seen(); document.querySelector('.choose input[value="2"]').click(); return (before > 10) + " " + seen()`,
		`const table = document.querySelector("#money table"), names = () => [...table.tBodies[0].rows].map((r) => r.cells[1].innerText).join(" ");
		table.querySelectorAll("thead button")[1].click(); return names()`,
		`document.querySelector("#comparison a.term").click(); return [...document.querySelectorAll(".bubble > *")].map((x) => x.textContent).join(" | ")`,
		`document.querySelector("#comparison .number").click(); return document.querySelectorAll(".bubble > *").length + ""`,
	}
	want := []string{
		"true 0", "−11,25 +9,75 +1.204,50 +1.203,00",
		"Op tijd bereikt / ÉOp tijd bereikt | Aandeel van de maanden met nood waarin iemand een plaats heeft. | ÉAandeel van de maanden met nood waarin iemand een plaats heeft.",
		"1",
	}
	for i, got := range ran(t, browser, page(t, r), scripts) {
		if got != want[i] {
			t.Errorf("%d: %q, not %q", i+1, got, want[i])
		}
	}
}

func TestSideBySideRefusesOtherForms(t *testing.T) {
	for what, spoil := range map[string]func(*Report){
		"report.Plans has 3 parts, and 2 in the other language":               func(r *Report) { r.Plans = r.Plans[:2] },
		`report.Terms[0].ID is "reached_in_time", and "fte"`:                  func(r *Report) { r.Terms[0].ID = "fte" },
		"report.Money.Tables[0].Rows[3].Sum is true, and false in the other":  func(r *Report) { r.Money.Tables[0].Rows[3].Sum = false },
		"report.Aims.Tables[0].Columns[1].Plan is 1, and 2 in the other":      func(r *Report) { r.Aims.Tables[0].Columns[1].Plan = 2 },
		"report.Comparisons[0].Rows has 4 parts, and 3 in the other language": func(r *Report) { r.Comparisons[0].Rows = r.Comparisons[0].Rows[:3] },
	} {
		other := sample(t, "fr")
		spoil(&other)
		if _, err := SideBySide(sample(t, "nl"), other); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%q is not told in: %v", what, err)
		}
	}
}
