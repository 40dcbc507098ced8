package docs_test

import (
	"strings"
	"testing"

	"piramide/outputs"
	"piramide/scenarios"
)

// TestFindingPage holds docs/finding.md to the grammar and to the indicators: every key
// of phm and outreach stands in its table, the examples check clean, and each way of
// looking has one.
func TestFindingPage(t *testing.T) {
	tables := map[string]string{}
	for _, id := range []string{"phm", "outreach"} {
		tables[id] = keyTable(oneLevel(scenarios.PartKeys(id)), nil)
	}
	page, examples := grammarPage(t, "finding.md", tables)
	if strings.Count(page, "levels.LEVEL.") < 5 || !strings.Contains(page, "caring_neighbourhoods.grant") {
		t.Error("the tables lack keys")
	}
	for _, key := range []string{"source:", "levels:", "conditions:", "consent:", "who:", "invitation:", "welfare:", "caring_neighbourhoods:", "access:"} {
		if !strings.Contains(strings.Join(examples, ""), key) {
			t.Errorf("no example of %s", key)
		}
	}
	for _, id := range []string{"found_too_late", "found_by_phm", "found_by_outreach", "phm_in_need", "phm_in_need_practice"} {
		if !strings.Contains(page, id) || outputs.Find(outputs.Indicators, id) < 0 {
			t.Errorf("no word of the indicator %s", id)
		}
	}
}

// oneLevel names the keys of the levels once: they are the same for all.
func oneLevel(keys []scenarios.Key) (out []scenarios.Key) {
	for _, k := range keys {
		if rest, of := strings.CutPrefix(k.Name, "levels."); of {
			level, key, _ := strings.Cut(rest, ".")
			if level != "region" {
				continue
			}
			k.Name = "levels.LEVEL." + key
		}
		out = append(out, k)
	}
	return out
}
