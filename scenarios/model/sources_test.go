package model

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"piramide/scenarios/evidence"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite docs/sources.md")

// docs/sources.md lists every default with its evidence; it is rewritten by
// go test ./scenarios/model -update.
func TestSourcesPage(t *testing.T) {
	reg, ps := load(t)
	page := sourcesPage(reg, ps)
	name := filepath.Join("..", "..", "docs", "sources.md")
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), page); diff != "" {
		t.Errorf("docs/sources.md is not what belgium.yaml says (rewrite it with -update; -page +model):\n%s", diff)
	}
}

func sourcesPage(reg *evidence.Register, ps *Parameters) string {
	var b strings.Builder
	counts, unsourced := map[Kind]int{}, 0
	for _, p := range ps.List() {
		counts[p.Kind]++
		if p.Unsourced() {
			unsourced++
		}
	}
	fmt.Fprintf(&b, `# Sources of every default

*Generated from scenarios/model/belgium.yaml and the evidence register by
`+"`go test ./scenarios/model -update`"+`; do not edit.*

%d defaults: %d measured, %d assumptions, %d levers. %d of them rest on a number that
was recalled or set by us: those are marked **assumption** in the source column.

Low and high are read as a 95 %% interval by every draw except triangular and
uniform, which take them as limits. A table (marked ×) is an age table: its
value is a factor on all its cells. Paths with the same family share one random
number. Alternatives are rows that answer the same question.
`, len(ps.List()), counts[Measured], counts[Assumption], counts[Lever], unsourced)

	head := ""
	for _, p := range ps.List() {
		if p.Section != head {
			head = p.Section
			fmt.Fprintf(&b, "\n## %s\n\n| path | value | range | unit | kind | draw | evidence | alternatives | source |\n|---|---|---|---|---|---|---|---|---|\n", head)
		}
		value, unit, drawn, source := number(p.Base), p.Unit, string(p.Draw), cell(p.Row.Source)
		if p.Table {
			value, unit = "×", p.Unit+", by age and sex"
		}
		if p.Family != "" {
			drawn += " (" + p.Family + ")"
		}
		if p.Effect {
			drawn += ", effect: " + string(p.Origin())
		}
		if p.Unsourced() {
			source = "**assumption**: " + source
			if p.Row.Note != "" {
				source += "; " + cell(p.Row.Note)
			}
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join([]string{
			"`" + p.Path + "`", value, span(p), unit, string(p.Kind), drawn,
			"`" + p.Evidence + "`", strings.Join(p.Alternatives, ", "), source,
		}, " | "))
	}
	return b.String()
}

func span(p Parameter) string {
	if p.Low == p.High {
		return ""
	}
	return number(p.Low) + " to " + number(p.High)
}

func number(x float64) string {
	if math.Abs(x) >= 1000 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprintf("%.4g", x)
}

// cell keeps a text from breaking its table.
func cell(text string) string {
	return strings.NewReplacer("|", "/", "*", `\*`, "\n", " ").Replace(text)
}
