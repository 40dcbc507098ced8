package scenarios

import (
	"slices"
	"strings"
	"testing"

	"piramide/internal/words"
)

// The rule for effects together stands in a plan under effects, in a plan or a set under
// assumptions, and in a set for all plans: one assumption, which is said in words and is
// among the notes of every result. The rule of a plan goes before that of a set.
func TestOverlapIsANamedAssumption(t *testing.T) {
	const plan = "format: 1\nname: x\nextends: full-proposal\ntitle: x\n"
	parse := func(text string) *Scenario {
		s, err := Parse("x.yaml", []byte(plan+text+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, x := range map[string]struct {
		s      *Scenario
		rule   float64
		said   bool
		beaten bool
	}{
		"silent":          {parse(""), 0, false, false},
		"effects":         {parse("effects: {overlap: multiply}"), 1, true, false},
		"assumptions":     {parse("assumptions: {effect.overlap: multiply}"), 1, true, false},
		"set":             {under(t, parse(""), "multiply"), 1, false, false},
		"set, optimistic": {under(t, parse(""), "multiply", "optimistic"), 1, false, false},
		"beats a set":     {under(t, parse("effects: {overlap: strongest}"), "multiply"), 0, true, true},
	} {
		v := parameters().Values(1, 3)
		notes := x.s.Assume(v, 1, 3)
		if got := v.Get(overlapPath); got != x.rule {
			t.Errorf("%s: the rule is %g, not %g", name, got, x.rule)
		}
		has := func(id string) bool {
			return slices.ContainsFunc(notes, func(n Note) bool { return strings.HasPrefix(n.Message.ID, "scenarios."+id) })
		}
		if has("note_overlap_") != x.said || has("note_beats_set") != x.beaten || has("note_override") {
			t.Errorf("%s: notes %v", name, notes)
		}
		for _, lang := range words.Languages() {
			w, err := words.For(lang)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Join(x.s.Describe(w), "\n")
			for id, want := range map[string]bool{"multiply": x.said && x.rule == 1, "strongest": x.said && x.rule == 0} {
				if strings.Contains(text, w.Say("scenarios.say_overlap_"+id)) != want {
					t.Errorf("%s, %s: %s is said %v", name, lang, id, !want)
				}
			}
			for _, n := range notes {
				w.Tell(n.Message)
			}
		}
		again, err := Parse("again.yaml", x.s.Normalised())
		if err != nil || !again.Equal(x.s) {
			t.Errorf("%s does not survive a round trip: %v", name, err)
		}
	}
	for _, path := range []string{"effects.overlap", "effect.overlap", "assumptions.effect.overlap"} {
		s := parse("effects: {overlap: multiply}")
		if _, err := s.Dial(path, region(), onTime); err == nil {
			t.Errorf("%s is turned like a number", path)
		}
	}
	for _, from := range []string{"", "effects: {overlap: strongest}"} {
		said := Diff(parse(from), parse("effects: {overlap: multiply}"))
		if len(said) != 1 || !strings.Contains(english().Tell(said[0]), "they multiply") {
			t.Errorf("from %q to multiply: %v", from, said)
		}
	}
}
