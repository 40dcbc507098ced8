package scenarios

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"piramide/internal/words"
)

// The coverage checklist: what the guide of the pilots (2016) and the protocol (2023)
// ask for, and where it stands in the model and in a plan.
//
// Decided: the status of every item. Read: checklist.yaml, the grammar, the plan.
// Written: nothing. Source: seeds 002 and 003.

//go:embed checklist.yaml
var checklistFile []byte

// checklistGroups are the parts of the checklist, in the order in which it is told.
var checklistGroups = []string{"guide", "policy", "agreements", "topics"}

// Item is one thing that the user documents ask for.
type Item struct {
	ID, Group  string
	Label      Text
	Keys       []string // parts of a plan, by path, any of which is this item
	Kinds      []string // ways of paying beside those of care as today
	Uses       []string // what a budget is for
	Always     bool     // part of every run
	Indicators []string // that show it
	Limit, Why Text     // what the model does not do with it; why it is not in the model
}

// Coverage says where an item stands.
type Coverage string

// The places where an item may stand.
const (
	InPlan     Coverage = "in_plan"      // in the model and in this plan
	NotInPlan  Coverage = "not_in_plan"  // in the model, not in this plan
	NotInModel Coverage = "not_in_model" // not in the model
)

// Covered is an item with its place for a plan.
type Covered struct {
	Item
	Coverage
	By []string // what of the plan it is, by path
}

var checklistFields = field{kind: record, fields: append([]field{
	{key: "format", kind: quantity, units: []string{""}, min: 1, max: 1, need: true},
}, eachGroup()...)}

func eachGroup() (out []field) {
	texts := func(key string) field { return field{key: key, kind: languages} }
	names := func(key string) field { return field{key: key, kind: list, each: &field{kind: text}} }
	item := field{kind: record, fields: []field{
		needed(texts("label")), names("keys"), names("kinds"), names("uses"), yes("always"), names("indicators"), texts("limit"), texts("why"),
	}}
	for _, group := range checklistGroups {
		out = append(out, field{key: group, kind: named, each: &item, need: true})
	}
	return out
}

// Checklist gives the items, group by group. They are read once.
func Checklist() []Item { return slices.Clone(checklist()) }

var checklist = sync.OnceValue(func() (out []Item) {
	r := &report{}
	doc := parse("checklist.yaml", checklistFile, r)
	root := (&reader{report: r}).read(checklistFields, doc, "")
	if err := r.err(); err != nil {
		panic("scenarios: checklist: " + err.Error())
	}
	for _, group := range checklistGroups {
		g := root.get(group)
		for i, id := range keysOf(g) {
			v := g.items[i]
			out = append(out, Item{
				ID: id, Group: group, Label: textOf(v.get("label")), Keys: texts(v.get("keys")), Kinds: texts(v.get("kinds")), Uses: texts(v.get("uses")),
				Always: truth(v.get("always")), Indicators: texts(v.get("indicators")), Limit: textOf(v.get("limit")), Why: textOf(v.get("why")),
			})
		}
	}
	return out
})

func texts(v *value) (out []string) {
	if v != nil {
		for _, item := range v.items {
			out = append(out, item.text)
		}
	}
	return out
}

// known says whether plans can write a key.
func known(path string) bool {
	f := grammar
	for _, key := range splitPath(path) {
		child, ok := f.child(key)
		if !ok || child.absent != "" {
			return false
		}
		f = child
	}
	return true
}

// InModel says whether the model has anything of an item.
func (i Item) InModel() bool {
	return i.Always || len(i.Kinds) > 0 || len(i.Uses) > 0 || slices.ContainsFunc(i.Keys, known)
}

// Covers gives the checklist for the plan, dated changes included.
func (s *Scenario) Covers() []Covered {
	today := libraryPlans()[0].steps[0].root.get("financing")
	out := make([]Covered, 0, len(checklist()))
	for _, item := range checklist() {
		c := Covered{Item: item, Coverage: NotInModel}
		if item.InModel() {
			c.Coverage = NotInPlan
		}
		for _, st := range s.steps {
			c.By = append(c.By, item.in(st.root, today)...)
		}
		slices.Sort(c.By)
		if c.By = slices.Compact(c.By); len(c.By) > 0 || item.Always {
			c.Coverage = InPlan
		}
		out = append(out, c)
	}
	return out
}

// in lists what of a resolved plan is the item. What care as today pays is no way of
// paying of the plan.
func (i Item) in(root, today *value) (by []string) {
	for _, key := range i.Keys {
		if v := root.at(splitPath(key)); v != nil && v.text != "no" && word(v.get("size")) != "0 %" && (v.form != mapping || len(v.keys) > 0) {
			by = append(by, key)
		}
	}
	money := root.get("financing")
	for k, name := range keysOf(money) {
		v := money.items[k]
		if slices.Contains(i.Kinds, word(v.get("kind"))) && !same(v, today.get(name)) {
			by = append(by, "financing."+name)
		}
		for _, use := range i.Uses {
			if word(v.get("for")) == use || v.at([]string{"uses", use}) != nil {
				by = append(by, "financing."+name)
			}
		}
	}
	return by
}

// Tell puts the place of an item in words: "in this plan (zorgcoach)".
func (c Covered) Tell(w *words.Words) string {
	lang := w.Lang()
	said := w.Say("scenarios.covers_"+string(c.Coverage), "by", inPathWords(w, c.By))
	if c.Always {
		said = w.Say("scenarios.covers_always")
	}
	switch {
	case c.Coverage == NotInModel && c.Why.In(lang) != "":
		said += " – " + c.Why.In(lang)
	case c.Coverage != NotInModel && c.Limit.In(lang) != "":
		said += " – " + c.Limit.In(lang)
	}
	return said
}

// inPathWords puts the paths of a plan in words, with semicolons between them.
func inPathWords(w *words.Words, paths []string) string {
	said := make([]string, len(paths))
	for i, path := range paths {
		if name, ok := strings.CutPrefix(path, "financing."); ok {
			said[i] = w.Instrument(name)
			continue
		}
		said[i] = tell(w, sayPath(strings.TrimSuffix(path, ".waves")))
	}
	return strings.Join(said, "; ")
}
