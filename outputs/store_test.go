package outputs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// fill puts the cells of a run in some order on some goroutines, and finishes.
func fill(t *testing.T, dir string, run Run, cells []Cell, workers int) {
	t.Helper()
	s, err := Create(dir, run)
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, cells, workers)
	seal(t, s)
}

func put(t *testing.T, s *Store, cells []Cell, workers int) {
	t.Helper()
	var wg sync.WaitGroup
	next := make(chan Cell)
	for range workers {
		wg.Go(func() {
			for c := range next {
				if !s.Done(c) {
					if err := s.Put(fakeCell(c, 1, 1)); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	for _, c := range cells {
		next <- c
	}
	close(next)
	wg.Wait()
}

func seal(t *testing.T, s *Store) *Result {
	t.Helper()
	r, err := s.Seal()
	if err != nil {
		t.Fatal(err)
	}
	c, err := Compare(r, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.WriteTables(c); err != nil {
		t.Fatal(err)
	}
	if err := s.Finish(); err != nil {
		t.Fatal(err)
	}
	return r
}

func shuffled(cells []Cell, seed uint64) []Cell {
	cells = slices.Clone(cells)
	rand.New(rand.NewPCG(seed, 0)).Shuffle(len(cells), func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
	return cells
}

func sameFolders(t *testing.T, a, b string) {
	t.Helper()
	x, err := digests(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := digests(b)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(x, y); d != "" {
		t.Errorf("folders differ:\n%s", d)
	}
	if len(x) < 12 {
		t.Errorf("only %d files: %v", len(x), x)
	}
}

// The bytes of a folder depend neither on the order of cells nor on workers, and
// a folder that was left halfway is finished to the same bytes. 66 cells a plan
// make two blocks.
func TestFolderBytes(t *testing.T) {
	tmp := t.TempDir()
	run := fakeRun(33, 2)
	run.Manifest.Scenarios = run.Manifest.Scenarios[1:]
	cells := run.Manifest.Cells()
	fill(t, filepath.Join(tmp, "one"), run, cells, 1)
	fill(t, filepath.Join(tmp, "many"), run, shuffled(cells, 1), 4)
	sameFolders(t, filepath.Join(tmp, "one"), filepath.Join(tmp, "many"))

	halfway := filepath.Join(tmp, "halfway")
	s, err := Create(halfway, run)
	if err != nil {
		t.Fatal(err)
	}
	first := shuffled(cells, 2)[:100]
	put(t, s, first, 2)
	if _, err := s.Seal(); err == nil {
		t.Fatal("sealed with cells missing")
	}
	// A killed process leaves a file it was writing.
	if err := os.WriteFile(filepath.Join(s.Dir(), "partial", "cell.123.tmp"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(halfway, run); !errors.Is(err, ErrBusy) {
		t.Fatalf("a folder that is being written: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, err = Create(halfway, run)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range first {
		if !s.Done(c) {
			t.Fatalf("cell %+v was lost", c)
		}
	}
	put(t, s, shuffled(cells, 3), 3)
	seal(t, s)
	sameFolders(t, filepath.Join(tmp, "one"), halfway)

	s, err = Create(halfway, run)
	if err != nil || !s.Complete() || !s.Done(cells[0]) {
		t.Fatalf("a finished folder is not recognised: %v", err)
	}
}

// A block is made of copied bytes, and is the file that writing its cells one by
// one would give: a run may be extended, and shards merged.
func TestBlockIsItsCells(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	run := fakeRun(3, 1)
	fill(t, dir, run, run.Manifest.Cells(), 2)
	plan := run.Manifest.Scenarios[0]
	var want bytes.Buffer
	w := parquet.NewGenericWriter[row](&want, writerOptions()...)
	for d := range 3 {
		if _, err := w.Write(fakeCell(Cell{Scenario: plan, Draw: d}, 1, 1).rows(nil)); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, blockName(plan, 0)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("a block of %d bytes; written at once it has %d, or others", len(got), want.Len())
	}
}

// A cell that was cut off is named, with what to do.
func TestSealNamesADamagedCell(t *testing.T) {
	s, err := Create(filepath.Join(t.TempDir(), "r"), fakeRun(2, 1))
	if err != nil {
		t.Fatal(err)
	}
	cells := s.manifest.Cells()
	put(t, s, cells, 1)
	bad := filepath.Join(s.Dir(), s.cellName(cells[1]))
	if err := os.Truncate(bad, 1000); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Seal(); err == nil || !strings.Contains(err.Error(), bad) || !strings.Contains(err.Error(), "remove that file") {
		t.Errorf("sealed a damaged cell, or without naming it: %v", err)
	}
	if err := os.Remove(bad); err != nil {
		t.Fatal(err)
	}
	put(t, s, cells, 1)
	seal(t, s)
}

// A lock of a dead process is taken over, one of a living process or of another
// computer is not; a finished folder leaves none behind.
func TestLock(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	gone := exec.Command(os.Args[0], "-test.run=^$")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file string
		free bool
	}{
		"dead":            {fmt.Sprintf(`{"process":%d,"host":%q}`, gone.Process.Pid, host), true},
		"earlier self":    {fmt.Sprintf(`{"process":%d,"host":%q}`, os.Getpid(), host), true},
		"half written":    {`{"proc`, true},
		"parent is alive": {fmt.Sprintf(`{"process":%d,"host":%q}`, os.Getppid(), host), false},
		"other computer":  {fmt.Sprintf(`{"process":%d,"host":"not-%s"}`, gone.Process.Pid, host), false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "r")
			if err := os.WriteFile(dir+unfinished+locked, []byte(c.file), 0o600); err != nil {
				t.Fatal(err)
			}
			run := fakeRun(1, 1)
			s, err := Create(dir, run)
			if !c.free {
				if !errors.Is(err, ErrBusy) {
					t.Fatalf("got %v, want ErrBusy", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			put(t, s, run.Manifest.Cells(), 1)
			seal(t, s)
			if left, _ := filepath.Glob(dir + ".*"); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestRoundTrip(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	run := fakeRun(2, 1)
	fill(t, dir, run, run.Manifest.Cells(), 1)
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(run.Plans, r.Plans); d != "" {
		t.Errorf("plans: %s", d)
	}
	if d := cmp.Diff(run.Register, r.Register); d != "" {
		t.Errorf("register: %s", d)
	}
	if d := cmp.Diff(slices.Concat(slices.Collect(run.Parameters)...), r.Parameters); d != "" {
		t.Errorf("parameters: %s", d)
	}
	if got := r.Indicators[0].Relevance; got != 0.02 {
		t.Errorf("relevance of the first indicator is %v", got)
	}
	var read []CellTables
	if err := r.Each(func(c *CellTables) error { read = append(read, *c); return nil }); err != nil {
		t.Fatal(err)
	}
	var written []CellTables
	for _, c := range run.Manifest.Cells() {
		written = append(written, *fakeCell(c, 1, 1))
	}
	if d := cmp.Diff(written, read); d != "" {
		t.Errorf("cells changed on disk:\n%s", d)
	}
}

func TestRefusals(t *testing.T) {
	tmp := t.TempDir()
	run := fakeRun(1, 1)
	done := filepath.Join(tmp, "done")
	fill(t, done, run, run.Manifest.Cells(), 1)
	before, _ := digests(done)

	other := fakeRun(2, 1)
	_, err := Create(done, other)
	if !errors.Is(err, ErrOtherRun) || !strings.Contains(err.Error(), "compare reference") || !strings.Contains(err.Error(), "--out") {
		t.Errorf("another run: %v", err)
	}
	if _, err := Create(filepath.Join(done), run); err != nil {
		t.Errorf("the same run: %v", err)
	}
	notes := filepath.Join(tmp, "notes")
	if err := os.MkdirAll(notes, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(notes, "my-thesis.txt"), []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(notes, run); err == nil || !strings.Contains(err.Error(), "no result folder") {
		t.Errorf("a folder of something else: %v", err)
	}
	if _, err := Create(filepath.Join(notes, "my-thesis.txt"), run); !errors.Is(err, ErrNotWritable) {
		t.Errorf("a file: %v", err)
	}
	if _, err := Create(filepath.Join(notes, "my-thesis.txt", "below"), run); !errors.Is(err, ErrNotWritable) {
		t.Errorf("below a file: %v", err)
	}
	bad := fakeRun(1, 1)
	bad.Manifest.Scenarios[0] = "../outside"
	if _, err := Create(filepath.Join(tmp, "bad"), bad); err == nil {
		t.Error("a plan id that leaves the folder was accepted")
	}
	// What Create itself left when it was killed is taken up again, anything else is not.
	for name, ours := range map[string]bool{fileIndicators: true, "photo.jpg": false} {
		dir := filepath.Join(tmp, "killed-"+name)
		if err := os.MkdirAll(dir+unfinished, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir+unfinished, name), []byte("["), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Create(dir, run); (err == nil) != ours {
			t.Errorf("unfinished folder with only %s: %v", name, err)
		}
		if _, err := os.Stat(dir + unfinished + locked); (err == nil) != ours {
			t.Errorf("unfinished folder with only %s: the lock: %v", name, err)
		}
	}
	after, _ := digests(done)
	if d := cmp.Diff(before, after); d != "" {
		t.Errorf("a refusal changed the folder: %s", d)
	}
}

func TestOpenRefusesWhatWasTamperedWith(t *testing.T) {
	for name, spoil := range map[string]func(dir string) error{
		"register.json": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "register.json"), []byte("[]"), 0o600)
		},
		"block": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "cells", "reference", "block-00000.parquet"), []byte("PAR1 no"), 0o600)
		},
		"missing": func(dir string) error { return os.RemoveAll(filepath.Join(dir, "cells", "reference")) },
		"format": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "manifest.json"), []byte(`{"format": 99}`), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "r")
			run := fakeRun(1, 1)
			fill(t, dir, run, run.Manifest.Cells(), 1)
			if err := spoil(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), dir) {
				t.Errorf("opened, or without naming the place: %v", err)
			}
		})
	}
}

// A file whose writing fails is not there, and nothing of it is left.
func TestWriteFileIsWholeOrNothing(t *testing.T) {
	s, err := Create(filepath.Join(t.TempDir(), "r"), fakeRun(1, 1))
	if err != nil {
		t.Fatal(err)
	}
	before, _ := digests(s.Dir())
	stop := errors.New("stop")
	err = s.WriteFile("report.html", func(w io.Writer) error { _, _ = io.WriteString(w, "<html>"); return stop })
	if !errors.Is(err, stop) {
		t.Error(err)
	}
	if err := s.WriteFile("../report.html", func(io.Writer) error { return nil }); err == nil {
		t.Error("wrote outside the folder")
	}
	after, _ := digests(s.Dir())
	if d := cmp.Diff(before, after); d != "" {
		t.Error(d)
	}
}

// A larger run takes the place of the smaller one. What somebody put aside beside it stays,
// whatever its name, and so does what they put in it; what a process left that was killed while it removed the smaller run
// hinders nobody.
func TestExtendKeepsWhatSomebodyPutAside(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	one, two := fakeRun(1, 1), fakeRun(1, 2)
	aside := dir + ".old"
	fill(t, aside, one, one.Manifest.Cells(), 1)
	fill(t, dir, one, one.Manifest.Cells(), 1)
	left := filepath.Join(dir+unfinished+former, "cells")
	if err := os.MkdirAll(left, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(left, "half"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	notes := filepath.Join("bijlagen", "nota.txt")
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "bijlagen"), 0o755), os.WriteFile(filepath.Join(dir, notes), []byte("nota"), 0o600)); err != nil {
		t.Fatal(err)
	}
	s, err := Extend(dir, two)
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, two.Manifest.Cells(), 1)
	seal(t, s)
	fill(t, dir+"-once", two, two.Manifest.Cells(), 1)
	if b, err := os.ReadFile(filepath.Join(dir, notes)); string(b) != "nota" {
		t.Errorf("what was put in the folder: %q, %v", b, err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "bijlagen")); err != nil {
		t.Fatal(err)
	}
	sameFolders(t, dir, dir+"-once")
	if _, err := Open(aside); err != nil {
		t.Errorf("what was put aside: %v", err)
	}
	if _, err := os.Stat(dir + unfinished + former); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the smaller run is left: %v", err)
	}
}

// Killed just after the larger run had got its name, the smaller one still stands: whoever
// opens the folder next clears it, and loses nothing of what somebody put in either.
func TestWhatAnExtensionLeftIsCleared(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	one, two := fakeRun(1, 1), fakeRun(1, 2)
	fill(t, dir, two, two.Manifest.Cells(), 1)
	old := dir + unfinished + former
	fill(t, old, one, one.Manifest.Cells(), 1)
	for name, body := range map[string]string{
		filepath.Join(old, "nota.txt"): "van voor", filepath.Join(dir, "nota.txt"): "van na", filepath.Join(old, "bijlagen", "a"): "a",
	} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(body), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if seen := Look(dir, &two.Manifest); !seen.Finished || seen.Former != old {
		t.Errorf("told of it: %+v", seen)
	}
	s, err := Create(dir, two)
	if err != nil || !s.Complete() {
		t.Fatalf("%v %+v", err, s)
	}
	for name, want := range map[string]string{"nota.txt": "van na", "nota.txt" + former: "van voor", filepath.Join("bijlagen", "a"): "a"} {
		if b, err := os.ReadFile(filepath.Join(dir, name)); string(b) != want {
			t.Errorf("%s: %q, %v", name, b, err)
		}
	}
	if seen := Look(dir, &two.Manifest); seen.Former != "" || seen.Flaw != nil {
		t.Errorf("afterwards: %+v", seen)
	}
	for _, left := range []string{old, dir + unfinished + ".lock"} {
		if _, err := os.Stat(left); err == nil {
			t.Errorf("%s is left", left)
		}
	}
}

// The parameters of many draws take long to make: that is done once where a folder is begun,
// once where it is taken up, and not at all for a folder of another run.
func TestParametersAreMadeOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	made := 0
	counted := func(draws int) Run {
		run := fakeRun(draws, 1)
		list := run.Parameters
		run.Parameters = func(yield func([]Parameter) bool) { made++; list(yield) }
		return run
	}
	for _, step := range []struct {
		what  string
		draws int
		want  int
		err   error
	}{{"begun", 2, 1, nil}, {"taken up", 2, 1, nil}, {"another", 3, 0, ErrOtherRun}} {
		made = 0
		s, err := Create(dir, counted(step.draws))
		if !errors.Is(err, step.err) || made != step.want {
			t.Errorf("%s: made %d times, %v", step.what, made, err)
		}
		if err == nil {
			err = s.Close()
		}
		if err != nil && step.err == nil {
			t.Fatal(err)
		}
	}
}

// Who joins a folder too early takes nothing from a shard that is writing.
func TestEarlyMergeLeavesShardsAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	run := fakeRun(1, 1)
	shard, err := CreateShared(dir, run)
	if err != nil {
		t.Fatal(err)
	}
	err = shard.WriteFile("partial/half", func(io.Writer) error {
		early, err := Create(dir, run)
		if err != nil {
			return err
		}
		if n := len(early.Missing()); n != len(run.Manifest.Cells()) {
			t.Errorf("%d cells are missing", n)
		}
		return early.Close()
	})
	if err != nil {
		t.Errorf("the shard lost what it was writing: %v", err)
	}
}
