// Package docs_test holds the documents to the code: the generated parts of
// model.md are made from what the model really contains, and every relative
// link of the documents leads somewhere.
package docs_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/outputs"
	"piramide/sim"
)

var update = flag.Bool("update", false, "rewrite the generated parts of model.md")

// part is one generated part of a document, between its marks.
var part = regexp.MustCompile(`(?s)<!-- generated: ([a-z_-]+) -->\n(.*?)<!-- end -->`)

func TestGeneratedParts(t *testing.T) {
	const file = "model.md"
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	generators := newModel(t).generators()
	unused := make(map[string]bool)
	for name := range generators {
		unused[name] = true
	}
	want := part.ReplaceAllStringFunc(string(have), func(old string) string {
		name := part.FindStringSubmatch(old)[1]
		generate, ok := generators[name]
		if !ok {
			t.Errorf("%s: nothing generates %q", file, name)
			return old
		}
		delete(unused, name)
		return "<!-- generated: " + name + " -->\n" + generate() + "<!-- end -->"
	})
	for name := range unused {
		t.Errorf("%s: the generated part %q is missing", file, name)
	}
	if got := strings.Count(string(have), "<!-- generated:"); got != len(generators) {
		t.Errorf("%s: %d marks of generated parts, want %d (is an end mark missing?)", file, got, len(generators))
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(have), want); diff != "" {
		t.Errorf("%s differs from the code (go test ./docs -update rewrites it; −document +code):\n%s", file, diff)
	}
}

// link is the target of a Markdown link or picture.
var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// heading is a line that a link can point at.
var heading = regexp.MustCompile(`(?m)^#+ +(.+)$`)

func TestLinks(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../*.md", "*.md", "adr/*.md", "cases/*.md"} {
		more, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	links := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			target, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			links++
			to := file
			if target != "" {
				to = filepath.Join(filepath.Dir(file), target)
			}
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s: the link %s leads nowhere", file, m[1])
			} else if anchor != "" && !hasHeading(t, to, anchor) {
				t.Errorf("%s: the link %s names a heading that %s does not have", file, m[1], to)
			}
		}
	}
	if links == 0 {
		t.Error("no relative links found: this test looks at nothing")
	}
}

// notInAnchor is what forges leave out of the anchor of a heading.
var notInAnchor = regexp.MustCompile(`[^\p{L}\p{N} _-]`)

func hasHeading(t *testing.T, file, anchor string) bool {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range heading.FindAllStringSubmatch(string(text), -1) {
		if strings.ReplaceAll(notInAnchor.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-") == anchor {
			return true
		}
	}
	return false
}

// named is a row, a family of rows or a parameter that the text names.
var named = regexp.MustCompile("`([a-z0-9]+(?:_[a-z0-9]+)+(?:_\\*)?|[a-z0-9]+(?:\\.[a-z0-9_]+)+)`")

// TestNamesExist holds what model.md says in prose to the register: a name with
// underscores is a row (or, with _*, a family of rows) or an id of the outputs,
// one with dots is a parameter.
func TestNamesExist(t *testing.T) {
	text, err := os.ReadFile("model.md")
	if err != nil {
		t.Fatal(err)
	}
	m := newModel(t)
	ids := map[string]bool{}
	for _, id := range slices.Concat(sim.OrderNames[:], sim.QueueColumns(), sim.PriorityNames[:]) { // of the queues, in plans
		ids[id] = true
	}
	for _, i := range outputs.Indicators {
		ids[i.ID], ids[string(i.Who)] = true, true
	}
	names := named.FindAllStringSubmatch(part.ReplaceAllString(string(text), ""), -1)
	if len(names) < 50 {
		t.Errorf("only %d names found in model.md: this test looks at nothing", len(names))
	}
	for _, n := range names {
		name := n[1]
		_, isParameter := m.params.Parameter(name)
		if !isParameter && !ids[name] && !m.hasRow(name) {
			t.Errorf("model.md names %s, which is no row, parameter or indicator", name)
		}
	}
}
