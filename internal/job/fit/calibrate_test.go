package fit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"piramide/calibrate"
	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/scenarios"
)

// small is a calibration that takes a second: P3 alone, whose numbers are exact.
const smallCalibration = `format: 1
name: klein
title: {nl: Klein, fr: Petit, en: Small}
method: {kind: imis, evaluations: 1500, draws: 50}
targets:
  clients: {quantity: p3_new_patients_2022, source: seed_p3_new_patients_2022, sd: 60}
  psychology: {quantity: p3_psychology_2022, source: seed_p3_psychology_2022, likelihood: lognormal, sd: 0.05}
  before: {quantity: p3_new_patients_2019_t2_t4, source: seed_p3_new_patients_2019_t2_t4, sd: 60}
free:
  p3.inflow_per_1000_65plus: {range: evidence}
  p3.units.psychology: {range: evidence}
  vt.ed_ratio: {range: evidence}
`

func smallFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "klein.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func calibrated(t *testing.T, r Request) *Calibration {
	t.Helper()
	c, err := Calibrate(context.Background(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// What is fitted agrees with what was observed, what contradicts it is named, what
// nothing moves is told apart, and what no target speaks of stays as it was believed.
func TestCalibrate(t *testing.T) {
	text := strings.Replace(smallCalibration, "free:", "  groups: {quantity: p3_psychology_group_2022, source: \"de prijslijst, 2022\", value: 41.6, sd: 60}\nfree:", 1)
	text = strings.Replace(text, "sd: 60}\nfree", "sd: 1000}\nfree", 1) // moves, but by nothing beside what is known of it
	c := calibrated(t, Request{File: smallFile(t, text), Out: filepath.Join(t.TempDir(), "uit")})
	for i, want := range []struct{ inside, moves bool }{{false, true}, {true, true}, {false, true}, {true, false}} {
		if c.Targets[i].Inside != want.inside || c.Moves[i] != want.moves {
			t.Errorf("target %s: inside %v, moves %v", c.Targets[i].Target, c.Targets[i].Inside, c.Moves[i])
		}
	}
	for i, want := range []bool{true, true, false} {
		if x, ok := c.learnt(i); !ok || (x > 0.3) != want {
			t.Errorf("%s is narrowed by %.2f", c.File.Free[i].Name, x)
		}
	}
	if len(c.Rows) != 50 || !c.Posterior.Converged {
		t.Errorf("%d rows, converged %v", len(c.Rows), c.Posterior.Converged)
	}
	fit, err := scenarios.LoadFit(c.FitFile())
	if err != nil {
		t.Fatal(err)
	}
	if len(fit.Posterior) != 50 || strings.Join(fit.Conflicts, " ") != "clients before" || fit.Effective < 20 {
		t.Errorf("the fit has %d rows, conflicts %v, is worth %g", len(fit.Posterior), fit.Conflicts, fit.Effective)
	}
	if c.effective() > 50 || fit.Effective != c.effective() {
		t.Errorf("50 rows are worth %g, in the fit %g", c.effective(), fit.Effective)
	}
	var said struct {
		Searches []any
		Outside  []string
		Sample   struct {
			Conflicts []any
			Numbers   []struct {
				Number       string
				Correlations []float64
			}
		}
	}
	if err := json.Unmarshal(read(t, c.Folder, "diagnosis.json"), &said); err != nil || len(said.Searches) != 2 || strings.Join(said.Outside, " ") != "clients before" ||
		len(said.Sample.Conflicts) == 0 || len(said.Sample.Numbers) != 3 || len(said.Sample.Numbers[0].Correlations) != 3 {
		t.Errorf("diagnosis: %v, %+v", err, said)
	}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		said := c.Table(w)
		for _, want := range []string{"seed_p3_psychology_2022", "vt.ed_ratio", c.FitFile()} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: the table does not name %s:\n%s", lang, want, said)
			}
		}
		var b bytes.Buffer
		if err := errors.Join(c.CSV(&b, w), c.JSON(&b)); err != nil || strings.Contains(said+b.String(), "calibrate.") {
			t.Errorf("%s: %v, or a text without words", lang, err)
		}
	}
}

// A calibration that was stopped goes on where it was, drops a line that was torn, and
// gives the same bytes; so does any number of workers.
func TestCalibrateResumes(t *testing.T) {
	file, dir := smallFile(t, smallCalibration), t.TempDir()
	whole := calibrated(t, Request{File: file, Out: filepath.Join(dir, "heel"), Workers: 1})
	part := filepath.Join(dir, "deel")
	ctx, cancel := context.WithCancel(context.Background())
	_, err := Calibrate(ctx, Request{File: file, Out: part, Workers: 2}, func(done, _ int64) {
		if done >= 40 {
			cancel()
		}
	})
	if fault.Of(err) != fault.Interrupted {
		t.Fatalf("stopped: %v", err)
	}
	log := filepath.Join(part, fileEvaluations)
	kept, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Count(read(t, whole.Folder, fileEvaluations), []byte("\n"))
	if whole.Evaluations != lines-1 { // beside the head, each once
		t.Errorf("%d evaluations are told, %d are kept", whole.Evaluations, lines-1)
	}
	if n := bytes.Count(kept, []byte("\n")); n < 40 || n > 120 {
		t.Errorf("%d lines are kept", n)
	}
	if err := os.WriteFile(log, kept[:len(kept)-20], 0o644); err != nil {
		t.Fatal(err)
	}
	calibrated(t, Request{File: file, Out: part, Workers: 2})
	for _, name := range []string{"calibration.yaml", "klein.fit.yaml", "targets.csv", "parameters.csv", "diagnosis.json", fileEvaluations} {
		a, errA := os.ReadFile(filepath.Join(whole.Folder, name))
		b, errB := os.ReadFile(filepath.Join(part, name))
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Errorf("%s differs (%v, %v)", name, errA, errB)
		}
	}
	// What else was asked in the folder changes nothing of what is found.
	calibrated(t, Request{File: file, Out: part, Seed: 7})
	calibrated(t, Request{File: file, Out: part})
	for _, name := range []string{"klein.fit.yaml", "targets.csv", "diagnosis.json"} {
		if !bytes.Equal(read(t, whole.Folder, name), read(t, part, name)) {
			t.Errorf("%s depends on what was asked before", name)
		}
	}
	// Done already: the same again, from the folder alone.
	asked := 0
	again := calibrated(t, Request{File: file, Out: part})
	again.problem.Model = func(context.Context, []float64, uint64) ([]float64, error) { asked++; return nil, errors.New("asked") }
	if asked > 0 {
		t.Error("the model is asked again")
	}
}

// The folder of another calibration, and anything else, is left alone; so is a damaged one.
func TestCalibrateFolders(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "uit")
	small := strings.Replace(smallCalibration, "kind: imis, evaluations: 1500", "kind: best, evaluations: 60", 1)
	calibrated(t, Request{File: smallFile(t, small), Out: out})
	refused := func(text, out, id string) {
		t.Helper()
		_, err := Calibrate(context.Background(), Request{File: smallFile(t, text), Out: out}, nil)
		var e *fault.Error
		if !errors.As(err, &e) || e.Message.ID != "errors."+id {
			t.Errorf("error %v, want %s", err, id)
		}
	}
	refused(strings.Replace(small, "sd: 60", "sd: 61", 1), out, "calibrate_other")
	refused(small, dir, "calibrate_folder")
	log := filepath.Join(out, fileEvaluations)
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	lines[3] = []byte("{}}\n")
	if err := os.WriteFile(log, bytes.Join(lines, nil), 0o644); err != nil {
		t.Fatal(err)
	}
	refused(small, out, "calibrate_damaged")
}

// A target that nothing comes near is told after the first wave, with what limits it.
func TestCalibrateUnreachable(t *testing.T) {
	text := strings.Replace(smallCalibration, "source: seed_p3_new_patients_2022, sd: 60", "source: \"verzonnen, 2024\", value: 9000, sd: 60", 1)
	text = strings.Replace(text, "kind: imis, evaluations: 1500", "kind: best, evaluations: 200", 1)
	var told []words.Message
	c := calibrated(t, Request{File: smallFile(t, text), Out: filepath.Join(t.TempDir(), "uit"), Said: func(m words.Message) { told = append(told, m) }})
	found := false
	for k, u := range c.Unreachable {
		if u.Target != "clients" {
			continue
		}
		w, _ := words.For("en")
		found = true
		if said := w.Tell(told[k]); !strings.Contains(said, "p3.inflow_per_1000_65plus") || !strings.Contains(said, "9,0") && !strings.Contains(said, "8,8") {
			t.Errorf("said %q", said)
		}
	}
	if !found {
		t.Errorf("unreachable: %+v", c.Unreachable)
	}
}

// Observations that no likelihood takes are mistakes of the file.
func TestCalibrateMistakes(t *testing.T) {
	for from, to := range map[string]string{
		"sd: 60}\n  psy": "likelihood: binomial, n: 100}\n  psy",
		"sd: 0.05":       "sd: 0",
		"free:":          "  tiers: {quantity: tier_shares, source: verzonnen, values: [0.7, 0.2, 0.06, 0.04], sd: 1}\nfree:",
	} {
		_, err := Calibrate(context.Background(), Request{File: smallFile(t, strings.Replace(smallCalibration, from, to, 1)), Out: filepath.Join(t.TempDir(), "uit")}, nil)
		if fault.Of(err) != fault.BadInput {
			t.Errorf("%s: error %v", to, err)
		}
	}
}

// The test of the method on a problem: importance sampling holds the truth as often as it
// says, a family-wise false alarm of 0.001.
func TestCalibrationTest(t *testing.T) {
	text := strings.Replace(smallCalibration, "evaluations: 1500, draws: 50", "evaluations: 700, draws: 50", 1)
	got, err := SBC(context.Background(), Request{File: smallFile(t, text)}, 12, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, _ := words.For("nl")
	if err := got.Verdict(); err != nil || !strings.Contains(got.Table(w), "van de 12 werelden") || strings.Contains(got.Table(w), " \n") || !strings.Contains(got.Table(w), "p3.units.psychology") {
		t.Errorf("%v\n%s", err, got.Table(w))
	}
}

var _ calibrate.Store = (*evaluations)(nil)

func read(t *testing.T, name ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(name...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}
