package scenarios

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// goodEvaluation reads clean; the tests below change one line of it.
const goodEvaluation = `format: 1
name: proef
plan: full-proposal
repetitions: 40
outcomes:
  ed_visits: {worth: 10 %}
  deaths: {worth: 2.5 %}
sizes: {buurten: [6, 4], years: [1], clients: [50]}
designs:
  z-voor-na: {kind: before_after, unit: clients, who: stayed}
  a-getrapt: {kind: stepped_wedge, steps: 4, every: 3 months}
  gekoppeld: {kind: matched_controls, match: nearest, on: [age, hidden_need], compare: changes}
  geloot: {kind: randomised_inclusion, unit: buurten, adjust: no, min_age: 75 years}
effects:
  zorgcoach.unplanned_stay: {hr: 0.7, reason: "om te zien of een evaluatie dat zou zien"}
`

func evaluationIn(t *testing.T, text string) (*EvaluationFile, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "proef.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return LoadEvaluation(file)
}

func TestEvaluationReads(t *testing.T) {
	e, err := evaluationIn(t, goodEvaluation)
	if err != nil {
		t.Fatal(err)
	}
	if e.Versus != "reference" || e.Alpha != 0.05 || e.Power != 0.8 || e.Recruit != 12 || e.Seed != 1 || !slices.Equal(e.Buurten, []int{4, 6}) {
		t.Errorf("%+v", e)
	}
	var names []string
	for _, d := range e.Designs {
		names = append(names, d.Name)
	}
	if !slices.Equal(names, []string{"z-voor-na", "a-getrapt", "gekoppeld", "geloot"}) || e.Outcomes[0].ID != "ed_visits" || e.Outcomes[1].Worth != 0.025 {
		t.Errorf("out of the order of the file: %v, %+v", names, e.Outcomes)
	}
	if d := e.Designs[1]; d.Unit != OfBuurten || d.Judge != "permutation" || d.Every != 3 {
		t.Errorf("%+v", d)
	}
	if d := e.Designs[3]; d.Adjust || d.MinAge != 75 {
		t.Errorf("%+v", d)
	}
	if len(e.Effects) != 1 || e.Effects[0].Name != "zorgcoach.unplanned_stay" || !strings.Contains(e.Effects[0].Text, "0.7") {
		t.Errorf("%+v", e.Effects)
	}
	again, err := parsedAgain(e)
	if err != nil || again.Digest() != e.Digest() {
		t.Errorf("what it writes reads as another: %v", err)
	}
	more, err := e.With(60)
	if err != nil || more.Repetitions != 60 || e.Repetitions != 40 || more.Digest() == e.Digest() {
		t.Errorf("with more repetitions: %v", err)
	}
	if _, err := e.With(3); err == nil {
		t.Error("3 repetitions pass")
	}
}

func parsedAgain(e *EvaluationFile) (*EvaluationFile, error) {
	r := &report{}
	return parseEvaluation("again.yaml", "", e.Text(), r), r.err()
}

// The evaluations that come with the tool read clean, and say their title in every language.
func TestEvaluationLibrary(t *testing.T) {
	for _, name := range EvaluationNames() {
		e, err := LoadEvaluation(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if e.Name != name || e.Title["nl"] == "" || e.Title["fr"] == "" || e.Title["en"] == "" {
			t.Errorf("%s: name %q, titles %v", name, e.Name, e.Title)
		}
	}
}

// Every bad input is refused with its place and reason, all mistakes of a file at once.
func TestEvaluationMistakes(t *testing.T) {
	for _, c := range []struct{ old, with, want string }{
		{"plan: full-proposal", "plan: full-proposel", ":3:7: plan"},
		{"plan: full-proposal", "plan: reference", "reference cannot stand beside itself"},
		{"repetitions: 40", "repetitions: 5", ":4:14: repetitions"},
		{"repetitions: 40", "draws: 80\nrepetitions: 40", "80 draws of the parameters for 40 repetitions"},
		{"ed_visits:", "ed_visit:", "no register holds “ed_visit”"},
		{"{worth: 10 %}", "{worth: 0 %}", "outcomes.ed_visits.worth"},
		{"{worth: 10 %}", "{}", "outcomes.ed_visits.worth"},
		{"buurten: [6, 4], ", "", "this design needs sizes in buurten"},
		{", clients: [50]", "", "this design needs sizes in clients"},
		{"clients: [50]", "clients: [5]", "sizes.clients"},
		{"years: [1]", "years: [0]", "sizes.years"},
		{", unit: clients", "", "this design needs who is measured"},
		{"steps: 4, ", "", "a stepped wedge needs a number of steps"},
		{"steps: 4", "steps: 4, match: nearest", "match does not belong to stepped_wedge"},
		{"who: stayed", "who: stayed, min_age: 65 years", "an age chooses inhabitants"},
		{"unit: buurten, adjust", "unit: buurten, who: stayed, adjust", "who chooses among clients"},
		{"on: [age, hidden_need]", "on: [age, income]", "designs.gekoppeld.on"},
		{"kind: before_after", "kind: interrupted_series", "designs.z-voor-na.kind"},
		{"hr: 0.7, reason: \"om te zien of een evaluatie dat zou zien\"", "hr: 0.7", "effects.zorgcoach.unplanned_stay"},
		{"format: 1", "format: 1\nassumptions: [rosy]", "no set of assumptions “rosy”"},
		{"format: 1", "format: 1\nalfa: 5 %", "unknown key"},
	} {
		if !strings.Contains(goodEvaluation, c.old) {
			t.Fatalf("%q is not in the file", c.old)
		}
		_, err := evaluationIn(t, strings.Replace(goodEvaluation, c.old, c.with, 1))
		var found Problems
		if !errors.As(err, &found) || !strings.Contains(err.Error(), c.want) || found[0].Line == 0 {
			t.Errorf("%q for %q: %v; want %s", c.with, c.old, err, c.want)
		}
	}
	_, err := evaluationIn(t, strings.NewReplacer("repetitions: 40", "repetitions: 5", "years: [1]", "years: [0]", "kind: matched_controls", "kind: magic").Replace(goodEvaluation))
	var found Problems
	if errors.As(err, &found); len(found) != 3 {
		t.Errorf("three mistakes, told %d: %v", len(found), err)
	}
	if _, err := LoadEvaluation("geen-naam"); err == nil || !strings.Contains(err.Error(), "leuven-2031") {
		t.Errorf("an unknown name: %v", err)
	}
	if _, err := LoadEvaluation(filepath.Join(t.TempDir(), "weg.yaml")); err == nil {
		t.Error("a file that is not there reads")
	}
}

func FuzzEvaluation(f *testing.F) {
	f.Add(goodEvaluation)
	for _, name := range EvaluationNames() {
		text, _ := EvaluationText(name)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := &report{}
		e := parseEvaluation("fuzz.yaml", "", []byte(text), r)
		if e == nil {
			return
		}
		if again, err := parsedAgain(e); err != nil || again.Digest() != e.Digest() {
			t.Errorf("what was accepted does not survive a round trip: %v", err)
		}
	})
}
