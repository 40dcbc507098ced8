package docs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"piramide/scenarios"
)

// TestEvaluationPage holds docs/evaluation.md to the grammar of evaluation files: its table
// is that against which a file is checked, and its examples read clean.
func TestEvaluationPage(t *testing.T) {
	page := generatedParts(t, "evaluation.md", map[string]string{"evaluation": keyTable(scenarios.EvaluationKeys(), nil)})
	examples := example.FindAllStringSubmatch(page, -1)
	if len(examples) == 0 {
		t.Error("the page has no example")
	}
	for _, found := range examples {
		file := filepath.Join(t.TempDir(), "voorbeeld.yaml")
		if err := os.WriteFile(file, []byte(found[1]), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := scenarios.LoadEvaluation(file); err != nil {
			t.Errorf("%v in\n%s", err, found[1])
		}
	}
	for _, kind := range []string{scenarios.BeforeAfterDesign, scenarios.MatchedControls, scenarios.SteppedWedge, scenarios.RandomisedInclusion} {
		if !strings.Contains(page, "`"+kind+"`") {
			t.Errorf("no word of the design %s", kind)
		}
	}
}
