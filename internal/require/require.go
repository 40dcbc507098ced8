// Package require finds the outside programs that some tests need.
//
// On a developer's machine a test that lacks its program skips and says so;
// where the environment variable PIRAMIDE_REQUIRE names the program, as
// .ci/run does for chromium, its absence fails the test instead.
package require

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Env names the variable with the tools, separated by commas, that must be there.
const Env = "PIRAMIDE_REQUIRE"

// names lists the other names under which a tool is installed.
var names = map[string][]string{
	"chromium": {"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"},
}

// Tool returns the path of a program. Without it the test skips, or fails when
// PIRAMIDE_REQUIRE names it.
func Tool(tb testing.TB, tool string) string {
	tb.Helper()
	candidates := names[tool]
	if candidates == nil {
		candidates = []string{tool}
	}
	for _, name := range candidates {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if slices.Contains(strings.Split(os.Getenv(Env), ","), tool) {
		tb.Fatalf("%s is not installed, and %s names it (looked for %s)", tool, Env, strings.Join(candidates, ", "))
	}
	tb.Skipf("%s is not installed (looked for %s)", tool, strings.Join(candidates, ", "))
	return ""
}
