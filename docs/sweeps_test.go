package docs_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"piramide/internal/job"
	"piramide/internal/require"
	"piramide/scenarios"
)

// TestSweepsPage holds docs/sweeps.md to the grammar of sweep files: its table is that
// against which a file is checked, and its examples are sweeps that read clean.
func TestSweepsPage(t *testing.T) {
	page := generatedParts(t, "sweeps.md", map[string]string{"sweep": keyTable(scenarios.SweepKeys(), nil)})
	examples := example.FindAllStringSubmatch(page, -1)
	if len(examples) < 5 {
		t.Errorf("%d examples: one for each design is wanted", len(examples))
	}
	for _, found := range examples {
		file := filepath.Join(t.TempDir(), "voorbeeld.yaml")
		if err := os.WriteFile(file, []byte(found[1]), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := job.StatusSweep(t.Context(), job.SweepRequest{File: file}, 0); err != nil {
			t.Errorf("%v in\n%s", err, found[1])
		}
	}
	for _, design := range []string{"list", "factorial", "lhs", "sobol", "morris"} {
		if !strings.Contains(page, "`"+design+"`") {
			t.Errorf("no word of the design %s", design)
		}
	}
}

// block is a program in a page, by its language.
func block(t *testing.T, page, language, mark string) string {
	t.Helper()
	for _, found := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(page, -1) {
		if strings.Contains(found[1], mark) {
			return found[1]
		}
	}
	t.Fatalf("the page has no example in %s with %s", language, mark)
	return ""
}

// swept makes a small sweep of the name that the page uses, and gives its folder.
func swept(t *testing.T) string {
	t.Helper()
	root, err1 := filepath.Abs("..")
	region, err2 := os.ReadFile(filepath.Join("..", "cmd", "piramide", "testdata", "klein.csv"))
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, body := range map[string][]byte{"klein.csv": region, "zestig-veertig.yaml": []byte(`format: 1
name: zestig-veertig
plans: [reference, coordination-60-40]
region: klein.csv
horizon: 2 years
factors:
  price.ed: {values: [200, 250]}
draws: 3
indicators: [reached_in_time, net_cost]
`)} {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tool := filepath.Join(dir, "piramide")
	for _, c := range []*exec.Cmd{
		{Dir: root, Args: []string{"go", "build", "-o", tool, "./cmd/piramide"}},
		{Dir: dir, Args: []string{tool, "sweep", "run", "zestig-veertig.yaml", "--out", "zestig-veertig", "--quiet"}},
		{Dir: dir, Args: []string{tool, "sweep", "table", "zestig-veertig"}},
	} {
		run := exec.Command(c.Args[0], c.Args[1:]...)
		run.Dir = c.Dir
		if out, err := run.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", c.Args, err, out)
		}
	}
	return dir
}

// The examples for Python and R run where these are installed; those that read Parquet
// need packages that Debian does not carry, and DuckDB has its test in internal/readertest.
func TestSweepReaders(t *testing.T) {
	raw, err := os.ReadFile("sweeps.md")
	if err != nil {
		t.Fatal(err)
	}
	page, dir := string(raw), ""
	for _, c := range []struct{ language, mark, program, probe string }{
		{"python", "read_csv", "python3", "import pandas"},
		{"python", "read_parquet", "python3", "import pandas, pyarrow"},
		{"r", "read.csv", "Rscript", "quit(status = 0)"},
		{"r", "nanoparquet", "Rscript", "library(nanoparquet)"},
	} {
		t.Run(c.language+" "+c.mark, func(sub *testing.T) {
			program := block(sub, page, c.language, c.mark)
			tool, flag := require.Tool(sub, c.program), "-c"
			if c.program == "python3" {
				if _, err := os.Stat("/usr/bin/python3"); err == nil { // the one for which Debian has packages
					tool = "/usr/bin/python3"
				}
			} else {
				flag = "-e"
			}
			if out, err := exec.Command(tool, flag, c.probe).CombinedOutput(); err != nil {
				sub.Skipf("%s lacks what the example needs: %s", c.program, out)
			}
			if dir == "" {
				dir = swept(t) // once for all
			}
			run := exec.Command(tool, flag, program)
			run.Dir = dir
			out, err := run.CombinedOutput()
			if err != nil {
				sub.Fatalf("%v\n%s\n%s", err, program, out)
			}
			if !strings.Contains(string(out), "coordination-60-40") {
				sub.Errorf("it answers\n%s", out)
			}
			sub.Logf("%s", out)
		})
	}
}
