package scenarios

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
// holds what a reader is told.
func TestBadFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.bad.yaml")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			s, err := Load(filepath.ToSlash(file))
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
		{"plan.xlsx", `a plan from Excel is not in the model yet`},
		{large, `large.yaml: is larger than 256 KiB (hint: a plan is one page)`},
	} {
		if _, err := Load(c.name); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %s", c.name, err, c.want)
		}
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
