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
	That(tb, tool, false, "not installed (looked for "+strings.Join(candidates, ", ")+")")
	return ""
}

// That is for what a tool needs besides a program: where it is not so the test skips and
// says why, or fails when PIRAMIDE_REQUIRE names the tool.
func That(tb testing.TB, tool string, so bool, why string) {
	tb.Helper()
	switch {
	case so:
	case slices.Contains(strings.Split(os.Getenv(Env), ","), tool):
		tb.Fatalf("%s: %s, and %s names it", tool, why, Env)
	default:
		tb.Skipf("%s: %s", tool, why)
	}
}
