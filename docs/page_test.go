package docs_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/scenarios"
)

// example is one plan in a page of the grammar.
var example = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// grammarPage holds a page to the grammar: its generated tables are those given, each
// once, and its examples are plans that check clean. It gives the page and the examples.
func grammarPage(t *testing.T, file string, tables map[string]string) (page string, examples []string) {
	t.Helper()
	page = generatedParts(t, file, tables)
	for _, found := range example.FindAllStringSubmatch(page, -1) {
		examples = append(examples, found[1])
		plan, err := scenarios.Parse("example.yaml", []byte(found[1]))
		if err != nil {
			t.Errorf("%v in\n%s", err, found[1])
			continue
		}
		if wrong := plan.Check(); len(wrong) > 0 {
			t.Errorf("%v in\n%s", wrong, found[1])
		}
	}
	if len(examples) == 0 {
		t.Errorf("%s has no example", file)
	}
	return page, examples
}

// generatedParts holds the generated tables of a page to those given, each once, and
// gives the page.
func generatedParts(t *testing.T, file string, tables map[string]string) (page string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page = string(raw)
	want := part.ReplaceAllStringFunc(page, func(old string) string {
		id := part.FindStringSubmatch(old)[1]
		table, ok := tables[id]
		if !ok {
			t.Errorf("%s: nothing is called %q, or it stands twice", file, id)
			return old
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
	} else if diff := cmp.Diff(page, want); diff != "" {
		t.Errorf("%s differs from the grammar (go test ./docs -update rewrites it; −document +code):\n%s", file, diff)
	}
	return page
}

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
