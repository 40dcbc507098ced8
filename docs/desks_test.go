package docs_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/scenarios"
	"piramide/sim"
)

// TestDesksPage holds docs/desks.md to the grammar: a table per part with every key,
// every column of a score, and examples that check clean.
func TestDesksPage(t *testing.T) {
	const file = "desks.md"
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	have := string(raw)
	parts := []string{"zorgcoach", "casemanagement", "programmes"}
	want := part.ReplaceAllStringFunc(have, func(old string) string {
		id := part.FindStringSubmatch(old)[1]
		k := slices.Index(parts, id)
		if k < 0 {
			t.Errorf("%s: no part is called %q, or it stands twice", file, id)
			return old
		}
		parts = slices.Delete(parts, k, k+1)
		return "<!-- generated: " + id + " -->\n" + keyTable(scenarios.PartKeys(id), nil) + "<!-- end -->"
	})
	if len(parts) > 0 {
		t.Errorf("%s: the tables of %v are missing", file, parts)
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if diff := cmp.Diff(have, want); diff != "" {
		t.Errorf("%s differs from the grammar (go test ./docs -update rewrites it; −document +code):\n%s", file, diff)
	}
	for _, c := range sim.QueueColumns() {
		if !strings.Contains(have, "`"+c+"`") {
			t.Errorf("%s does not name the column %s", file, c)
		}
	}
	examples := example.FindAllStringSubmatch(have, -1)
	if len(examples) == 0 {
		t.Errorf("%s has no example", file)
	}
	for _, found := range examples {
		plan, err := scenarios.Parse("example.yaml", []byte(found[1]))
		if err != nil {
			t.Errorf("%v in\n%s", err, found[1])
			continue
		}
		if wrong := plan.Check(); len(wrong) > 0 {
			t.Errorf("%v in\n%s", wrong, found[1])
		}
	}
}
