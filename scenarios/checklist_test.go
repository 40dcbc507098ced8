package scenarios

import (
	"slices"
	"testing"

	"piramide/outputs"
)

// Every item of both documents is there, in three languages, and what claims to be in
// the model names what a plan can write, a way of paying, a use of a budget or an
// indicator that exists. What is not says why.
func TestChecklistIsWholeAndTrue(t *testing.T) {
	count, seen := map[string]int{}, map[string]bool{}
	for _, item := range Checklist() {
		count[item.Group]++
		for _, text := range []Text{item.Label, item.Limit, item.Why} {
			for _, lang := range []string{"nl", "fr", "en"} {
				if len(text) > 0 && text[lang] == "" {
					t.Errorf("%s: a text lacks %s", item.ID, lang)
				}
			}
		}
		if seen[item.ID] || len(item.Label) == 0 {
			t.Errorf("%s: twice, or without a label", item.ID)
		}
		seen[item.ID] = true
		for _, key := range item.Keys {
			if names := splitPath(key); !known(key) {
				if f, ok := grammar.child(names[0]); !ok || f.absent == "" {
					t.Errorf("%s: %s is no key of a plan", item.ID, key)
				}
			}
		}
		for _, kind := range item.Kinds {
			if !slices.Contains(kindNames, kind) {
				t.Errorf("%s: %s is no way of paying", item.ID, kind)
			}
		}
		for _, use := range item.Uses {
			if !slices.Contains(budgetUses, use) {
				t.Errorf("%s: no budget is for %s", item.ID, use)
			}
		}
		for _, id := range item.Indicators {
			if outputs.Find(outputs.Indicators, id) < 0 {
				t.Errorf("%s: %s is no indicator", item.ID, id)
			}
		}
		if item.Always != (len(item.Indicators) > 0) {
			t.Errorf("%s: what is in every run names what shows it", item.ID)
		}
		if !item.InModel() && len(item.Why) == 0 {
			t.Errorf("%s is not in the model, and nothing says why", item.ID)
		}
	}
	for group, want := range map[string]int{"guide": 14, "policy": 4, "agreements": 8, "topics": 13} {
		if count[group] != want {
			t.Errorf("%s: %d items, %d in the document", group, count[group], want)
		}
	}
}

// Where plans stand, by hand: care as today pays for P3 alone and for no new way of
// paying; a key that says no, or a size of nothing, does not count; a dated change does.
func TestCoverageByHand(t *testing.T) {
	place := func(s *Scenario, id string) (Coverage, []string) {
		for _, c := range s.Covers() {
			if c.ID == id {
				return c.Coverage, c.By
			}
		}
		t.Fatalf("no item %s", id)
		return "", nil
	}
	changed := func(path, text string) *Scenario {
		s, err := planOf(t, "full-proposal").Set(path, text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, c := range map[string]struct {
		plan *Scenario
		id   string
		want Coverage
		by   []string
	}{
		"work is nobody's":          {planOf(t, "full-proposal"), "guide-04", NotInModel, nil},
		"P3 is care as today":       {planOf(t, "reference"), "guide-02", InPlan, []string{"p3"}},
		"no P3":                     {planOf(t, "no-coordination"), "guide-02", NotInPlan, nil},
		"paid as today":             {planOf(t, "reference"), "guide-12", NotInPlan, nil},
		"a new way of paying":       {planOf(t, "leuven-100"), "guide-12", InPlan, []string{"financing.honderd-euro"}},
		"no coach, no coordination": {planOf(t, "reference"), "guide-06", NotInPlan, nil},
		"both roles":                {planOf(t, "coordination-60-40"), "agreement-4", InPlan, []string{"buurtteams.waves", "casemanagement", "zorgcoach"}},
		"a care plan":               {planOf(t, "full-proposal"), "agreement-3", InPlan, []string{"care_plan"}},
		"a care plan: no":           {changed("care_plan", "no"), "agreement-3", NotInPlan, nil},
		"an envelope's use":         {planOf(t, "pooled-region"), "topic-13", InPlan, []string{"financing.regiopot"}},
		"later":                     {changed("timeline", "[{at: 2030-01, set: {care_plan: no}}]"), "agreement-3", InPlan, []string{"care_plan"}},
		"carers, beside P3":         {changed("buurtteams.carer_support", "{posts: 1 FTE/buurt, start: 2028-01}"), "guide-02", InPlan, []string{"buurtteams.carer_support", "p3"}},
		"every run":                 {planOf(t, "reference"), "policy-17", InPlan, nil},
		"nothing changes":           {changed("phm", "null"), "guide-13", NotInPlan, nil},
	} {
		if got, by := place(c.plan, c.id); got != c.want || !slices.Equal(by, c.by) {
			t.Errorf("%s: %s is %s by %v; expected %s by %v", name, c.id, got, by, c.want, c.by)
		}
	}
}
