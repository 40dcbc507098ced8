package docs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
)

// TestCalibrationPage holds docs/calibration.md to the grammar of calibration files and to
// what the model predicts; its example reads clean.
func TestCalibrationPage(t *testing.T) {
	w, err := words.For("en")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| quantity | what it is | |\n|---|---|---|\n")
	for _, q := range belgium.Quantities() {
		if strings.HasPrefix(q.Name, "p3_") && !strings.HasSuffix(q.Name, "2019_t2_t4") || len(strings.Split(q.Name, "_")) > 3 && strings.ContainsAny(q.Name[len(q.Name)-1:], "0123456789p") && !strings.HasPrefix(q.Name, "p3_") {
			continue // years and bands that go as the others
		}
		how := ""
		if q.Lean {
			how = "small world"
		}
		fmt.Fprintf(&b, "| `%s` | %s, %s | %s |\n", q.Name, w.Tell(q.Said), w.Tell(belgium.UnitOf(q.Unit)), how)
	}
	page := generatedParts(t, "calibration.md", map[string]string{"calibration": keyTable(scenarios.CalibrationKeys(), nil), "quantities": b.String()})
	examples := example.FindAllStringSubmatch(page, -1)
	if len(examples) == 0 {
		t.Error("no example")
	}
	for _, found := range examples {
		file := filepath.Join(t.TempDir(), "voorbeeld.yaml")
		if err := os.WriteFile(file, []byte(found[1]), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := scenarios.LoadCalibration(file, func(name string) (int, string) {
			q, _ := belgium.QuantityNamed(name)
			return q.Numbers, ""
		}); err != nil {
			t.Errorf("%v in\n%s", err, found[1])
		}
	}
}
