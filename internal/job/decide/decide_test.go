package decide

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"piramide/internal/job"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/decision"
	"piramide/outputs/figure"
)

// Every measure has its part in docs/decisions.md and its title in every language.
func TestMeasuresAreExplained(t *testing.T) {
	page, err := os.ReadFile("../../../docs/decisions.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range measures {
		if !strings.Contains(string(page), ": `"+m+"`\n") || !strings.Contains(string(page), "| `"+m+"` |") {
			t.Errorf("docs/decisions.md does not explain %s", m)
		}
		for _, lang := range words.Languages() {
			w, err := words.For(lang)
			if err != nil {
				t.Fatal(err)
			}
			if !w.Has("decide.title." + m) {
				t.Errorf("%s: no title for %s", lang, m)
			}
		}
	}
}

// TestFewSimulationsAreCounted: under ten simulations no axis of how often an option is the
// best has a percentage: its marks are numbers of them.
func TestFewSimulationsAreCounted(t *testing.T) {
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	for n := 2; n < fewestTold; n++ {
		d := &Decision{places: make([]int, n), Words: w}
		f := figure.Acceptability{
			Names: []string{"Een", "Twee"}, Prices: []float64{0, 1000, 2000}, Share: [][]float64{{1, 1 / float64(n), 0}, {0, 1 - 1/float64(n), 1}},
			Best: []int{0, 1, 1}, XTitle: "prijs", XFormat: w.Euro,
		}
		d.inCounts(&f)
		picture, err := figure.NewAcceptability(figure.Frame{Words: w, Title: "Hoe vaak?"}, f)
		if err != nil {
			t.Fatal(err)
		}
		var svg bytes.Buffer
		if err := picture.Write(&svg, "svg", figure.Slide); err != nil {
			t.Fatal(err)
		}
		texts := strings.Join(regexp.MustCompile(`<text[^>]*>[^<]*</text>`).FindAllString(svg.String(), -1), "\n")
		marks := regexp.MustCompile(fmt.Sprintf(`>\d van %d<`, n)).FindAllString(texts, -1)
		if len(marks) < 2 || len(marks) != len(regexp.MustCompile(`\d van \d`).FindAllString(texts, -1)) {
			t.Errorf("%d simulations: marks %v in\n%s", n, marks, texts)
		}
		if strings.Contains(texts, "%") || f.Share[0][1] != 1 {
			t.Errorf("%d simulations: %v, and marks\n%s", n, f.Share, texts)
		}
	}
}

func TestReadCalendar(t *testing.T) {
	for text, want := range map[string][2]int{"": {0, 0}, "all": {0, wholeCalendar}, "2029": {2029, 2029}, "2028-2030": {2028, 2030}, "2028–2030": {2028, 2030}} {
		if first, last, err := readCalendar(text); err != nil || first != want[0] || last != want[1] {
			t.Errorf("%q: %d, %d, %v", text, first, last, err)
		}
	}
	for _, text := range []string{"2030-2028", "nu", "-1", "2028-"} {
		if _, _, err := readCalendar(text); err == nil {
			t.Errorf("%q is taken for years", text)
		}
	}
}

// Cells that failed are counted, and their draws are left out in all plans: what is told of
// the rest is what a folder without those draws tells.
func TestDecideLeavesOutDrawsThatFailed(t *testing.T) {
	dir := t.TempDir()
	region := "buurt;leeftijd;geslacht;aantal;vt\nNoord;0-64;m;90;20\nNoord;0-64;v;90;20\nNoord;65+;m;20;5\nNoord;65+;v;30;5\n"
	if err := os.WriteFile(filepath.Join(dir, "klein.csv"), []byte(region), 0o600); err != nil {
		t.Fatal(err)
	}
	o, err := job.Compare(t.Context(), job.Request{
		Plans: []string{"reference", "coordination-60-40", "full-proposal"}, Region: filepath.Join(dir, "klein.csv"), Horizon: "3 years",
		Draws: 8, Replicates: 2, Seed: 1, Workers: 2, Lang: "nl", Out: filepath.Join(dir, "heel"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := outputs.Open(o.Folder)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "gaten")
	store, err := outputs.Create(out, outputs.Run{Manifest: r.Manifest, Plans: r.Plans, Register: r.Register, Parameters: slices.Values([][]outputs.Parameter{r.Parameters})})
	if err != nil {
		t.Fatal(err)
	}
	lost := []outputs.Cell{{Scenario: "reference", Draw: 2, Replicate: 1}, {Scenario: "full-proposal", Draw: 5}, {Scenario: "full-proposal", Draw: 5, Replicate: 1}}
	if err := r.Each(func(c *outputs.CellTables) error {
		if slices.Contains(lost, c.Cell) {
			return store.Fail(c.Cell, errors.New("een reden"))
		}
		return store.Put(c)
	}); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(store.Join(), store.Finish(), store.Close()); err != nil {
		t.Fatal(err)
	}
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	d, err := Decide(Request{Folder: out}, w)
	if err != nil {
		t.Fatal(err)
	}
	if text := strings.ReplaceAll(d.Text(), "\n", " "); !strings.Contains(text, "Van de 48 cellen ontbreken er 3,") || !strings.Contains(text, "Van elke optie tellen 12 van de 16 simulaties.") {
		t.Errorf("%s", text)
	}
	if _, failed := d.Pictures(); len(failed) > 0 {
		t.Errorf("figures cannot be drawn: %q", failed)
	}
	whole, err := outputs.ReadFrame(out, []string{"net_cost", outputs.PresentCost}, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for plan := range whole.Plans {
		got, want := d.of(plan, outputs.PresentCost), []float64{}
		for i, x := range whole.Values(plan, outputs.PresentCost) {
			if draw := i / 2; draw != 2 && draw != 5 {
				want = append(want, x)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("plan %d has %v, not %v", plan, got, want)
		}
	}
	// The second plan was lived in every draw; beside the others it lacks theirs.
	for i, x := range d.outcome(1, "net_cost") {
		if failed := i == 2*2+1 || i/2 == 5; failed != math.IsNaN(x) {
			t.Errorf("cell %d of the difference is %v", i, x)
		}
	}
}

// That an index is no part of the whole is told only where a reader sees one.
func TestIndicesBeyondTheWhole(t *testing.T) {
	inside := decision.Index{First: 0.2, FirstLow: -0.004, FirstHigh: 0.4, Total: 0.9, TotalLow: 0.8, TotalHigh: 1.004}
	under, over := inside, inside
	under.FirstLow, over.Total = -0.006, 1.2
	for _, c := range []struct {
		list []decision.Index
		want bool
	}{{nil, false}, {[]decision.Index{inside}, false}, {[]decision.Index{inside, under}, true}, {[]decision.Index{over}, true}} {
		if got := beyond(c.list); got != c.want {
			t.Errorf("%v: %v", c.list, got)
		}
	}
}
