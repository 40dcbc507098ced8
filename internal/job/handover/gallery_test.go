package handover

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/figure"
)

var update = flag.Bool("update", false, "rewrite docs/figures.md and its pictures")

// gallery says of every kind of figure which question it answers and how it is read.
var gallery = []struct{ kind, question, read, when string }{
	{
		"reached", "How many of the people in need are reached in time, month by month?",
		"One line per plan: the median of the simulations, named at its end. Dark band: 80% of the simulations, light band: 95%. Where bands lie over each other, look at the paired differences below: the same luck is in both.",
		"Always. Above six plans each has a plot of its own beside the first.",
	},
	{
		"differences", "What does each plan change, and how sure is that?",
		"One row per indicator, each with its own axis and unit; the letter is that of the plan in every table. Mark: mean of the paired simulations; thick line 80%, thin line 95% of them. Tinted: the side that is better. An interval over the zero line says that the sign is not sure.",
		"Two or more plans. Above four plans a matrix of plans and indicators, with hollow marks where the difference cannot be told from none.",
	},
	{
		"waiting", "Does demand find a place, and do the hours suffice?",
		"At the left the requests that wait at the end of the month, at the right the hours asked in per cent of those available; above the dashed line not all that is asked can be done. Bands as above.",
		"When any plan takes requests. Above six plans the second plot is a figure of its own, `workload`.",
	},
	{
		"money", "Who pays more or less, in which year?",
		"Bars per year and payer, upwards for more. White diamond: all payers together, with the interval of 80% and 95% of the simulations. The totals below are the key of the colours.",
		"Two or more plans. Above four plans one bar per plan, over all years.",
	},
	{
		"euros", "Who pays for the plan, through which instrument, and who receives it?",
		"From left to right; the width of a band is its amount. In every box the mean with the interval of 95%. Only money of the plan's own instruments.",
		"Every plan with money of its own: `euros-PLAN`.",
	},
	{
		"payers", "What makes each payer pay more or less?",
		"Per payer, floating bars from zero to the difference, each from where the one before ends; the lines are the intervals of 80% and 95%.",
		"Every compared plan: `payers-PLAN`.",
	},
	{
		"providers", "What do care providers receive more or less?",
		"As the one before, for what providers receive for their work. It is income, not profit: what they pass on to staff and suppliers is left out.",
		"Every compared plan that touches their income: `providers-PLAN`.",
	},
	{
		"pyramid", "How does the risk pyramid change?",
		"Per plan the start at the left of the axis and the end at the right; the width is the share of the inhabitants. Start and end differ by age as well as by plan: compare the ends of two plans.",
		"Always.",
	},
	{
		"flows", "Who moves between the tiers in a year?",
		"From left to right; the width of a band is the number of people per year, in brackets the interval of 95%. Who stays is not drawn, nor are moves into and out of the region.",
		"Every plan whose lives differ from those of the first: `flows-PLAN`.",
	},
}

const galleryHead = `# The figures

Every figure of a result, drawn again in any size, format and language:

` + "```sh" + `
piramide compare reference leuven-100 full-proposal --region docs/voorbeeld.csv --draws 8 --lang en --out voorbeeld
piramide plot voorbeeld                       # which figures there are
piramide plot voorbeeld --figure differences  # one of them
piramide plot voorbeeld --figure all --size page --format svg --lang en
` + "```" + `

Sizes: ` + "`slide` (16:9), `page` and `square`" + `; a sheet grows downwards where its text needs it. Formats: ` + "`png`, `svg` and `pdf`" + `
(letters stay letters). Languages: ` + "`nl`, `fr` and `en`" + `. A figure holds at most 12 plans.

Every figure has one theme: the message as title, what is counted below it, names beside what they name, the uncertainty
drawn, and at the foot how to read it, its source, the line that it is a simulation, and the digest of the result. The
colours stay apart for normal sight, protanopia, deuteranopia and tritanopia (simulated in a test with the matrices of
Machado, Oliveira and Fernandes, 2009), and the compared plans have marks of different shapes, so that print in grey is read as well.

What figures say of a choice (` + "`plane`, `ceac`, `tornado`, `sobol`" + ` and others) stands in [decisions.md](decisions.md).

The pictures below are of a made-up region of 13,895 people and only eight simulations; a test draws them anew
(` + "`go test ./internal/job/handover -run Gallery -update`" + `).
`

// TestGallery draws docs/figures.md and its pictures, one of every kind of figure.
func TestGallery(t *testing.T) {
	docs := filepath.Join("..", "..", "..", "docs")
	r := request(t, "reference", "leuven-100", "full-proposal")
	r.Region, r.Horizon, r.Draws, r.Seed = filepath.Join(docs, "voorbeeld.csv"), "10 years", 8, 1
	c, err := outputs.Compare(sealed(t, r), "")
	if err != nil {
		t.Fatal(err)
	}
	w, err := words.For("en")
	if err != nil {
		t.Fatal(err)
	}
	pictures, failed := illustrator{c: c, w: w, where: plain.RegionName(c.Result.Manifest.Region, w)}.pictures()
	if failed != nil {
		t.Errorf("not drawn: %q", failed)
	}
	known := map[string]bool{}
	var page strings.Builder
	page.WriteString(galleryHead)
	for _, g := range gallery {
		known[g.kind] = true
		var shown *reading.Picture
		for i, p := range pictures {
			if p.Name == g.kind || p.Name == g.kind+"-full-proposal" {
				shown = &pictures[i]
			}
		}
		if shown == nil {
			t.Fatalf("there is no figure %s", g.kind)
		}
		var svg bytes.Buffer
		if err := shown.Fig.Write(&svg, "svg", figure.Page); err != nil {
			t.Fatal(err)
		}
		samePicture(t, filepath.Join(docs, "images", "figure-"+g.kind+".svg"), svg.Bytes())
		fmt.Fprintf(&page, "\n## %s\n\n**%s**\n\n![%s](images/figure-%s.svg)\n\n%s\n\n*When:* %s\n\n```sh\npiramide plot voorbeeld --figure %s --size page --format svg --lang en\n```\n",
			g.kind, g.question, shown.Fig.Alt(), g.kind, g.read, g.when, shown.Name)
	}
	for _, p := range pictures {
		if kind, _, _ := strings.Cut(p.Name, "-"); !known[kind] {
			t.Errorf("the gallery does not show the figure %s", kind)
		}
	}
	file := filepath.Join(docs, "figures.md")
	if *update {
		if err := os.WriteFile(file, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(read(t, file)), page.String()); diff != "" {
		t.Errorf("%s is another (go test ./internal/job/handover -run Gallery -update rewrites it; −document +code):\n%s", file, diff)
	}
}

// ofRun is what changes with every word of a plan or of the register, and no number with it.
var ofRun = regexp.MustCompile(`result [0-9a-f]{12}`)

// samePicture compares a picture with the one in a file. Elsewhere than on the platform
// of the files floating point may be fused, so that only its texts must agree.
func samePicture(t *testing.T, file string, svg []byte) {
	t.Helper()
	if len(svg) > 100_000 {
		t.Errorf("%s has %d bytes; a picture of the gallery is small", file, len(svg))
	}
	old, err := os.ReadFile(file)
	plain := func(b []byte) string {
		b = ofRun.ReplaceAll(b, nil)
		if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
			return strings.Join(regexp.MustCompile(`>[^<>\n]+</text>`).FindAllString(string(b), -1), "\n")
		}
		return string(b)
	}
	if err == nil && plain(old) == plain(svg) {
		return
	}
	if *update {
		if err := os.WriteFile(file, svg, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s is another picture; look at it, then rewrite it with -update", file)
}
