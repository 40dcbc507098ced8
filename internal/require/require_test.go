package require

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// witness records what Tool does to a test instead of doing it.
type witness struct {
	testing.TB
	outcome string
}

func (w *witness) Helper()                      {}
func (w *witness) Fatalf(f string, args ...any) { w.stop("fail: " + fmt.Sprintf(f, args...)) }
func (w *witness) Skipf(f string, args ...any)  { w.stop("skip: " + fmt.Sprintf(f, args...)) }
func (w *witness) stop(outcome string)          { w.outcome = outcome; panic(w) }
func ask(t *testing.T, tool string) (path, outcome string) {
	t.Helper()
	w := &witness{TB: t}
	defer func() {
		if r := recover(); r != nil && r != any(w) {
			panic(r)
		}
		outcome = w.outcome
	}()
	return Tool(w, tool), ""
}

func TestTool(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("PATH", folder)
	t.Setenv(Env, "")

	if _, outcome := ask(t, "chromium"); !strings.HasPrefix(outcome, "skip: chromium: not installed") {
		t.Errorf("a missing tool gives %q, want a skip with its reason", outcome)
	}
	t.Setenv(Env, "pdftoppm,chromium")
	if _, outcome := ask(t, "chromium"); !strings.HasPrefix(outcome, "fail: chromium: not installed") {
		t.Errorf("a missing tool that is required gives %q, want a failure", outcome)
	}
	other := filepath.Join(folder, "google-chrome")
	if err := os.WriteFile(other, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if path, outcome := ask(t, "chromium"); path != other || outcome != "" {
		t.Errorf("found %q (%s), want %q", path, outcome, other)
	}
}
