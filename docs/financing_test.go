package docs_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/scenarios"
)

// example is one plan in the page of instruments.
var example = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// TestFinancingPage holds docs/financing.md to the grammar: one table per kind,
// with every key that a plan is checked against, and examples that check clean.
func TestFinancingPage(t *testing.T) {
	const file = "financing.md"
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	have := string(raw)
	tables := map[string]string{"every-kind": keyTable(commonKeys(), nil)}
	for _, kind := range scenarios.InstrumentKinds() {
		tables[strings.ReplaceAll(kind, "_", "-")] = keyTable(scenarios.InstrumentKeys(kind), commonKeys())
	}
	want := part.ReplaceAllStringFunc(have, func(old string) string {
		id := part.FindStringSubmatch(old)[1]
		table, ok := tables[id]
		if !ok {
			t.Errorf("%s: no kind of instrument is called %q, or it stands twice", file, id)
		}
		delete(tables, id)
		return "<!-- generated: " + id + " -->\n" + table + "<!-- end -->"
	})
	for id := range tables {
		t.Errorf("%s: the table of %q is missing", file, id)
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if diff := cmp.Diff(have, want); diff != "" {
		t.Errorf("%s differs from the grammar (go test ./docs -update rewrites it; −document +code):\n%s", file, diff)
	}

	shown := map[string]bool{}
	for _, found := range example.FindAllStringSubmatch(have, -1) {
		plan, err := scenarios.Parse("example.yaml", []byte(found[1]))
		if err != nil {
			t.Errorf("%v in\n%s", err, found[1])
			continue
		}
		if wrong := plan.Check(); len(wrong) > 0 {
			t.Errorf("%v in\n%s", wrong, found[1])
		}
		for _, kind := range regexp.MustCompile(`kind: ([a-z_]+)`).FindAllStringSubmatch(found[1], -1) {
			shown[kind[1]] = true
		}
	}
	for _, kind := range scenarios.InstrumentKinds() {
		if !shown[kind] {
			t.Errorf("%s: no example of %s", file, kind)
		}
	}
}

// commonKeys are the keys that gmd_fee has, which has none of its own.
func commonKeys() []scenarios.Key { return scenarios.InstrumentKeys("gmd_fee") }

// keyTable writes keys as a table, without those of another list.
func keyTable(keys, without []scenarios.Key) string {
	known := map[scenarios.Key]bool{}
	for _, k := range without {
		known[k] = true
	}
	var b strings.Builder
	for _, k := range keys {
		if known[k] {
			continue
		}
		need := ""
		if k.Needed {
			need = "yes"
		}
		b.WriteString("| `" + k.Name + "` | " + strings.ReplaceAll(k.Writes, " | ", ", ") + " | " + need + " |\n")
	}
	if b.Len() == 0 {
		return "It has no keys of its own.\n"
	}
	return "| key | what stands there | needed |\n|---|---|---|\n" + b.String()
}
