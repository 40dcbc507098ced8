package scenarios

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/internal/words"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares with a file of testdata; -update rewrites it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (- want, + got):\n%s", name, diff)
	}
}

// Each *.bad.yaml holds one mistake, or several of one sort; the .txt beside it
// holds what a reader is told. What only the region shows is told when it is known.
func TestBadFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.bad.yaml")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			s, err := Load(filepath.ToSlash(file))
			if err == nil {
				_, _, _, err = s.Plans(region(), onTime)
			}
			if err == nil {
				t.Fatalf("this loads:\n%s", s.Normalised())
			}
			for _, p := range problems(t, err) {
				if p.File == "" {
					t.Errorf("no place: %v", p)
				}
			}
			golden(t, strings.TrimSuffix(file, ".yaml")+".txt", err.Error()+"\n")
		})
	}
}

func TestBadNames(t *testing.T) {
	large := filepath.Join(t.TempDir(), "large.yaml")
	if err := os.WriteFile(large, []byte(strings.Repeat("# x\n", maxBytes/4+1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, want string }{
		{"full-propsal", `unknown plan "full-propsal" (hint: did you mean full-proposal?)`},
		{"zzz", `unknown plan "zzz" (hint: plans of the library: reference, `},
		{"testdata/nowhere.yaml", `testdata/nowhere.yaml: file not found (hint: check the path; `},
		{"plan.xlsx", `plan.xlsx: file not found`},
		{large, `large.yaml: is larger than 256 KiB (hint: a plan is one page)`},
	} {
		if _, err := Load(c.name); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %s", c.name, err, c.want)
		}
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("mijn.yaml", []byte("format: 1"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load("mijn"); err == nil || !strings.Contains(err.Error(), `unknown plan "mijn" (hint: did you mean mijn.yaml?)`) {
		t.Errorf("a plan of one's own by its name alone: %v", err)
	}
	for _, name := range []string{"leuven: 100 EURO per geïncludeerde burger", "Louvain : 100 euros par citoyen inclus", " LEUVEN-100 "} {
		if s, err := Load(name); err != nil || s.Name != "leuven-100" {
			t.Errorf("%q is not found: %v", name, err)
		}
	}
}

// problems is an error of this package as its list.
func problems(tb testing.TB, err error) (p Problems) {
	tb.Helper()
	if !errors.As(err, &p) {
		tb.Fatalf("an error of another kind: %v", err)
	}
	return p
}

// The library that reads YAML speaks English alone: of its usual complaints a
// reader is told the place and the reason in the language of the reader.
func TestYAMLMistakesHaveWords(t *testing.T) {
	w, err := words.For("fr")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"zorgcoach:\n\tposts: 1":    "x.yaml:2:1: scenarios.yaml_tab",
		"a: b: c":                   "x.yaml:1:5: scenarios.yaml_colon",
		"a: \"b":                    "x.yaml:1:6: scenarios.yaml_quote",
		"a: [1, 2\nb: 3":            "x.yaml:2:2: scenarios.yaml_bracket",
		"a: {b: 1\nc: 2":            "x.yaml:2:2: scenarios.yaml_brace",
		"a:\n    b: 1\n  c: 2":      "x.yaml:3:3: scenarios.yaml_no_key",
		"a: @b":                     "x.yaml:1:4: scenarios.yaml_character",
		`a: "\q"`:                   "x.yaml:1:5: scenarios.yaml_escape",
		"a: 1\nb\nc: 2":             "x.yaml:3:1: scenarios.yaml_no_colon",
		"a: 'x'#y":                  "x.yaml:1:7: scenarios.yaml_comment",
		"# 1\na: 2\nb: \x01":        "x.yaml:3: scenarios.yaml_control",
		"a: !<x y\n":                "x.yaml:1:7: scenarios.not_yaml",
		"a: - b":                    "x.yaml:1:4: scenarios.yaml_dash",
		"%YAML 9.9\n---\na: 1\n...": "x.yaml:1:1: scenarios.not_yaml",
	} {
		p := problems(t, second(Parse("x.yaml", []byte(text))))[0]
		place, _, _ := strings.Cut(Problem{File: p.File, Line: p.Line, Col: p.Col, Reason: msg("empty")}.Error(), ": ")
		if got := place + ": " + p.Reason.ID; got != want {
			t.Errorf("%q: %s, want %s\n%v", text, got, want, p)
		}
		if said := p.In(w); strings.Contains(said, "expected") || !strings.Contains(said, "YAML valable") {
			t.Errorf("%q: %s", text, said)
		}
	}
}

func second[T any](_ T, err error) error { return err }
