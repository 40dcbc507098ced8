package job

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"piramide/internal/job/fault"
	"piramide/internal/job/reading"
)

// Two runs that differ have folders that differ, and the name tells how.
func TestFolderNames(t *testing.T) {
	seen := map[string]string{}
	for want, change := range map[string]func(r *Request){
		"resultaat-reference-full-proposal-40":                      func(*Request) {},
		"resultaat-reference-full-proposal-8":                       func(r *Request) { r.Draws = 8 },
		"resultaat-reference-full-proposal-klein-40":                func(r *Request) { r.Region = small },
		"resultaat-reference-full-proposal-leuven-6elz-40":          func(r *Request) { r.Region = "leuven-6elz" },
		"resultaat-reference-full-proposal-5jaar-40":                func(r *Request) { r.Horizon = "5 jaar" },
		"resultaat-reference-full-proposal-30maanden-40":            func(r *Request) { r.Horizon = "30 months" },
		"resultaat-reference-full-proposal-ageing-40":               func(r *Request) { r.Population = "ageing" },
		"resultaat-reference-full-proposal-seed-2-40":               func(r *Request) { r.Seed = 2 },
		"resultaat-reference-full-proposal-sceptical-chronic-29-40": func(r *Request) { r.Assumptions = "sceptical,chronic-29" },
		"resultaat-reference-full-proposal-klein-3jaar-sceptical-vast-9": func(r *Request) {
			r.Region, r.Horizon, r.Assumptions, r.FixedParameters, r.Replicates = small, "3 years", "sceptical", true, 9
		},
		"resultaat-reference-leuven-100-population-budget-coordination-60-40-full-proposal-no-phm-en-2-andere-40": func(r *Request) {
			r.Plans = []string{"reference", "leuven-100", "population-budget", "coordination-60-40", "full-proposal", "no-phm", "cut-20", "p3-stop"}
		},
	} {
		r := Request{Plans: []string{"reference", "full-proposal"}, Seed: 1}
		change(&r)
		r, err := r.Complete()
		if err != nil {
			t.Fatal(err)
		}
		x, err := NewExperiment(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := x.Folder(); got != want || seen[got] != "" {
			t.Errorf("%s, not %s", got, want)
		}
		seen[want] = want
	}
}

// Of several folders only those count that can be used, and the others are said with why.
func TestResultFolderThatCanBeUsed(t *testing.T) {
	r := request(t, "reference", "leuven-100")
	r.Horizon, r.Draws, r.Out = "2 years", 1, filepath.Join(t.TempDir(), "goed")
	_, store, err := lived(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Seal(); err != nil {
		t.Fatal(err)
	}
	if err := store.Finish(); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Dir(r.Out))
	for _, name := range []string{"stuk", "oud.partial"} {
		if err := os.MkdirAll(name, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(name, "manifest.json"), []byte("{"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if dir, err := reading.ResultFolder("", false); err != nil || dir != "goed" {
		t.Errorf("%q: %v", dir, err)
	}
	if err := os.RemoveAll("goed"); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS("stuk2", os.DirFS("stuk")); err != nil {
		t.Fatal(err)
	}
	if _, err := reading.ResultFolder("", false); err == nil || !strings.Contains(fault.Tell(err, dutch(t)), "stuk2 (") {
		t.Errorf("%v", err)
	}
}
