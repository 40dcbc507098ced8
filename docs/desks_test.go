package docs_test

import (
	"strings"
	"testing"

	"piramide/scenarios"
	"piramide/sim"
)

// TestDesksPage holds docs/desks.md to the grammar: a table per part with every key,
// and every column of a score.
func TestDesksPage(t *testing.T) {
	tables := map[string]string{}
	for _, id := range []string{"zorgcoach", "casemanagement", "care_plan", "programmes"} {
		tables[id] = keyTable(scenarios.PartKeys(id), nil)
	}
	page, _ := grammarPage(t, "desks.md", tables)
	for _, c := range sim.QueueColumns() {
		if !strings.Contains(page, "`"+c+"`") {
			t.Errorf("the page does not name the column %s", c)
		}
	}
}
