package main

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"piramide/internal/words"
)

var update = flag.Bool("update", false, "rewrite the pages of help in testdata")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"piramide": main})
}

// TestStories runs the stories of testdata: a command, what is printed, what is
// written. Every story has klein.csv, a region of about 1,800 people.
func TestStories(t *testing.T) {
	region, err := os.ReadFile(filepath.Join("testdata", "klein.csv"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			return os.WriteFile(filepath.Join(env.WorkDir, "klein.csv"), region, 0o644)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"code": code, "await": await, "cut": cut},
	})
}

// code N COMMAND… runs a command that must end with exit code N.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
}

// cut FILE BYTES keeps only the first bytes of a file.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}

// await PATTERN waits until a file of that name is there.
func await(ts *testscript.TestScript, _ bool, args []string) {
	for range 600 {
		if found, _ := filepath.Glob(ts.MkAbs(args[0])); len(found) > 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("no file %s", args[0])
}

// TestHelp holds the page of help of every verb and topic, in every language.
func TestHelp(t *testing.T) {
	for _, lang := range words.Languages() {
		t.Run(lang, func(t *testing.T) {
			var page bytes.Buffer
			w, err := words.For(lang)
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range verbs((&app{words: w}).root(), nil) {
				args := append(append([]string{"help"}, path...), "--lang", lang)
				page.WriteString("════ piramide " + strings.Join(args, " ") + "\n")
				if code := run(args, &page, &page); code != exitOK {
					t.Errorf("%v ends with %d", args, code)
				}
				if len(path) == 0 || path[0] != "exit-codes" {
					var flag bytes.Buffer
					run(append(append([]string{}, path...), "--help", "--lang", lang), &flag, &flag)
					if !bytes.HasSuffix(page.Bytes(), flag.Bytes()) {
						t.Errorf("%v: --help says something else than help", path)
					}
				}
			}
			golden := filepath.Join("testdata", "help."+lang+".golden")
			if *update {
				if err := os.WriteFile(golden, page.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(page.Bytes(), want) {
				t.Errorf("the help is no longer that of %s (hint: go test ./cmd/piramide -run TestHelp -update, and read the difference)\n%s", golden, page.String())
			}
		})
	}
}

// verbs lists every verb and topic with its parents, the root first.
func verbs(c *cobra.Command, path []string) [][]string {
	list := [][]string{path}
	for _, child := range c.Commands() {
		if child.Name() != "help" {
			list = append(list, verbs(child, append(append([]string{}, path...), child.Name()))...)
		}
	}
	return list
}

func TestPanicIsPolite(t *testing.T) {
	var out, errout bytes.Buffer
	if got := (&app{err: &errout, words: dutch(t)}).exit(errors.New("broken promise")); got != exitInternal {
		t.Errorf("exit code %d", got)
	}
	if s := errout.String(); !strings.Contains(s, "broken promise") || !strings.Contains(s, "niet uw fout") || strings.Contains(s, "goroutine") {
		t.Errorf("says %q", s)
	}
	if got := run([]string{"version", "--lang", "de"}, &out, &errout); got != exitUsage {
		t.Errorf("an unknown language ends with %d", got)
	}
}

func dutch(t *testing.T) *words.Words {
	t.Helper()
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	return w
}
