package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"piramide/scenarios"
	"piramide/sim"
)

var refresh = flag.Bool("refresh", false, "run the commands of docs/cases and rewrite what they print (minutes to hours)")

const casesDir = "../../docs/cases"

// block is a command of a worked page. A console block holds what it printed, under
// a stamp; an sh block is run and not shown.
var (
	block = regexp.MustCompile("(?m)^(?:<!-- (.*) -->\n)?```(console|sh)\n\\$ ((?:[^\n]*\\\\\n)*[^\n]*)\n((?s:.*?))```$")
	stamp = regexp.MustCompile(`^made with engine piramide-(\d+), plans ([0-9a-f]{8})$`)
)

// TestCases holds the worked pages to the tool without running them: every command
// is one the tool understands, every plan passes the check, every folder that is read
// was written before on the page, and what is printed says which engine made it
// from the plan files as they are. With -refresh the commands are run.
func TestCases(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(casesDir, "[0-9]*.md"))
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) == 0 {
		t.Fatal("there are no worked pages")
	}
	used := map[string]bool{}
	for _, page := range pages {
		t.Run(strings.TrimSuffix(filepath.Base(page), ".md"), func(t *testing.T) {
			text, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			if *refresh {
				text = runPage(t, text)
				if err := os.WriteFile(page, text, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for _, plan := range checkPage(t, text) {
				used[plan] = true
			}
		})
	}
	files, err := filepath.Glob(filepath.Join(casesDir, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !used[filepath.Base(f)] && !t.Failed() && flag.Lookup("test.run").Value.String() == "" {
			t.Errorf("no page uses %s", filepath.Base(f))
		}
	}
}

// checkPage gives the plan files that a page uses.
func checkPage(t *testing.T, page []byte) (files []string) {
	t.Helper()
	blocks := block.FindAllSubmatch(page, -1)
	if n := bytes.Count(page, []byte("\n```console\n$ ")) + bytes.Count(page, []byte("\n```sh\n$ ")); n == 0 || n != len(blocks) {
		t.Fatalf("%d blocks of commands, of which %d are understood", n, len(blocks))
	}
	made := map[string]bool{}
	for _, b := range blocks {
		line := string(b[3])
		words := shellWords(t, line)
		if len(words) == 0 || words[0] != "piramide" {
			t.Errorf("%s: is no command of piramide", line)
			continue
		}
		a := &app{words: dutch(t)}
		c, rest, err := a.root().Find(words[1:])
		if err == nil {
			err = c.ParseFlags(rest)
		}
		if err == nil {
			err = c.ValidateArgs(c.Flags().Args())
		}
		if err != nil || !c.Runnable() {
			t.Errorf("%s: %v", line, err)
			continue
		}
		switch args := c.Flags().Args(); c.Name() {
		case "compare", "run", "solve", "check", "savings-luck", "before-after":
			if c.Parent().Name() == "sweep" {
				args = append(args, sweepPlans(t, args[0])...)
				files = append(files, filepath.Base(args[0]))
				args = args[1:]
			}
			for _, plan := range args {
				if strings.HasSuffix(plan, ".yaml") {
					files = append(files, filepath.Base(plan))
				}
				checkPlan(t, plan)
			}
			if c.Flags().Lookup("out") != nil && a.flags.out == "" {
				t.Errorf("%s: has no --out, so that no command can read its result", line)
			}
			made[a.flags.out] = true
		case "ledger", "perspectives", "pots", "buurten", "show", "decide":
			if len(args) == 0 || !made[args[0]] {
				t.Errorf("%s: no earlier command of the page writes what it reads", line)
			}
		}
	}
	slices.Sort(files)
	files = slices.Compact(files)
	digest := planDigest(t, files)
	for _, b := range blocks {
		if string(b[2]) != "console" {
			continue
		}
		found := stamp.FindSubmatch(b[1])
		switch {
		case found == nil || len(b[4]) == 0:
			t.Errorf("%s: what it prints is missing, or does not say what made it (hint: make cases)", b[3])
		case string(found[2]) != digest:
			t.Errorf("%s: printed from other plan files than those here (hint: make cases)", b[3])
		default:
			made, _ := strconv.Atoi(string(found[1]))
			now, err := strconv.Atoi(strings.TrimPrefix(sim.Engine, "piramide-"))
			if err != nil || made < 1 || made > now {
				t.Errorf("%s: made with engine piramide-%d, this is %s", b[3], made, sim.Engine)
			}
		}
	}
	return files
}

// sweepPlans are the plans of a sweep that stands beside the pages.
func sweepPlans(t *testing.T, file string) []string {
	t.Helper()
	s, err := scenarios.LoadSweep(filepath.Join("../..", file))
	if err != nil {
		t.Fatal(err)
	}
	var own []string
	for _, plan := range s.Plans {
		if strings.HasSuffix(plan, ".yaml") {
			own = append(own, strings.TrimPrefix(plan, "../../"))
		}
	}
	return own
}

// checkPlan holds a plan of a page to scenario check.
func checkPlan(t *testing.T, plan string) {
	t.Helper()
	if rest, ours := strings.CutPrefix(plan, "docs/cases/"); ours {
		plan = filepath.Join(casesDir, rest)
	}
	var said bytes.Buffer
	if code := run([]string{"scenario", "check", plan, "--lang", "en"}, &said, &said); code != exitOK {
		t.Errorf("scenario check %s ends with %d: %s", plan, code, said.String())
	}
}

// planDigest changes with any plan file of a page.
func planDigest(t *testing.T, files []string) string {
	t.Helper()
	h := sha256.New()
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(casesDir, f))
		if err != nil {
			t.Error(err)
		}
		fmt.Fprintf(h, "%s %d\n%s", f, len(text), text)
	}
	return hex.EncodeToString(h.Sum(nil))[:8]
}

// shellWords splits a command line as a shell does, up to what it pipes or redirects.
func shellWords(t *testing.T, line string) (words []string) {
	t.Helper()
	line = strings.ReplaceAll(line, "\\\n", " ")
	word, quote, some := "", rune(0), false
	flush := func() {
		if some {
			words = append(words, word)
		}
		word, some = "", false
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word += string(r)
		case r == '"' || r == '\'':
			quote, some = r, true
		case r == ' ':
			flush()
		case r == '|' || r == '>':
			flush()
			return words
		default:
			word, some = word+string(r), true
		}
	}
	if quote != 0 {
		t.Errorf("%s: a quote is not closed", line)
	}
	flush()
	return words
}

// runPage runs the commands of a page where the reader stands: in a folder with docs.
func runPage(t *testing.T, page []byte) []byte {
	t.Helper()
	dir, bin := t.TempDir(), t.TempDir()
	docs, err := filepath.Abs("../../docs")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(docs, filepath.Join(dir, "docs")); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-o", filepath.Join(bin, "piramide"), ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var files []string
	for _, b := range block.FindAllSubmatch(page, -1) {
		words := shellWords(t, string(b[3]))
		for _, w := range words {
			if strings.HasSuffix(w, ".yaml") {
				files = append(files, filepath.Base(w))
				if slices.Contains(words, "sweep") {
					for _, plan := range sweepPlans(t, w) {
						files = append(files, filepath.Base(plan))
					}
				}
			}
		}
	}
	slices.Sort(files)
	mark := fmt.Sprintf("<!-- made with engine %s, plans %s -->\n", sim.Engine, planDigest(t, slices.Compact(files)))
	return block.ReplaceAllFunc(page, func(old []byte) []byte {
		b := block.FindSubmatch(old)
		c := exec.CommandContext(context.Background(), "bash", "-o", "pipefail", "-c", string(b[3]))
		c.Dir, c.Env = dir, append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
		var errout bytes.Buffer
		c.Stderr = &errout
		out, err := c.Output()
		if err != nil {
			t.Fatalf("%s: %v\n%s%s", b[3], err, out, errout.String())
		}
		head := fmt.Sprintf("```%s\n$ %s\n", b[2], b[3])
		if string(b[2]) == "sh" {
			return []byte(head + "```")
		}
		return []byte(mark + head + strings.TrimRight(string(out), "\n") + "\n```")
	})
}
