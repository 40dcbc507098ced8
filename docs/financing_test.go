package docs_test

import (
	"regexp"
	"strings"
	"testing"

	"piramide/scenarios"
)

// TestFinancingPage holds docs/financing.md to the grammar: one table per kind,
// with every key that a plan is checked against, and examples that check clean.
func TestFinancingPage(t *testing.T) {
	tables := map[string]string{"every-kind": keyTable(commonKeys(), nil)}
	for _, kind := range scenarios.InstrumentKinds() {
		tables[strings.ReplaceAll(kind, "_", "-")] = keyTable(scenarios.InstrumentKeys(kind), commonKeys())
	}
	_, examples := grammarPage(t, "financing.md", tables)
	shown := map[string]bool{}
	for _, plan := range examples {
		for _, kind := range regexp.MustCompile(`kind: ([a-z_]+)`).FindAllStringSubmatch(plan, -1) {
			shown[kind[1]] = true
		}
	}
	for _, kind := range scenarios.InstrumentKinds() {
		if !shown[kind] {
			t.Errorf("no example of %s", kind)
		}
	}
}

// commonKeys are the keys that gmd_fee has, which has none of its own.
func commonKeys() []scenarios.Key { return scenarios.InstrumentKeys("gmd_fee") }
