package docs_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/outputs"
	"piramide/scenarios"
)

// TestFindingPage holds docs/finding.md to the grammar and to the indicators: every key
// of phm and outreach stands in its table, the examples check clean, and each way of
// looking has one.
func TestFindingPage(t *testing.T) {
	const file = "finding.md"
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	have := string(raw)
	want := part.ReplaceAllStringFunc(have, func(old string) string {
		id := part.FindStringSubmatch(old)[1]
		return "<!-- generated: " + id + " -->\n" + keyTable(oneLevel(scenarios.PartKeys(id)), nil) + "<!-- end -->"
	})
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if diff := cmp.Diff(have, want); diff != "" {
		t.Errorf("%s differs from the grammar (go test ./docs -update rewrites it; −document +code):\n%s", file, diff)
	}
	if strings.Count(want, "levels.LEVEL.") < 5 || !strings.Contains(want, "caring_neighbourhoods.grant") {
		t.Error("the tables lack keys")
	}
	var plans strings.Builder
	for _, found := range example.FindAllStringSubmatch(have, -1) {
		plan, err := scenarios.Parse("example.yaml", []byte(found[1]))
		if err != nil {
			t.Errorf("%v in\n%s", err, found[1])
			continue
		}
		if wrong := plan.Check(); len(wrong) > 0 {
			t.Errorf("%v in\n%s", wrong, found[1])
		}
		plans.WriteString(found[1])
	}
	for _, key := range []string{"source:", "levels:", "conditions:", "consent:", "who:", "invitation:", "welfare:", "caring_neighbourhoods:", "access:"} {
		if !strings.Contains(plans.String(), key) {
			t.Errorf("%s: no example of %s", file, key)
		}
	}
	for _, id := range []string{"found_too_late", "found_by_phm", "found_by_outreach", "phm_in_need", "phm_in_need_practice"} {
		if !strings.Contains(have, id) || outputs.Find(outputs.Indicators, id) < 0 {
			t.Errorf("%s: no word of the indicator %s", file, id)
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
