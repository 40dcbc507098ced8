//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"piramide/internal/slurmtest"
)

// sweepOfSlurm has 8 parts that take long enough to be found running.
const sweepOfSlurm = `format: 1
name: zwerm
plans: [reference, full-proposal]
region: klein.csv
horizon: 2 years
factors:
  effect.coordination.stay: {from: 0.8, to: 1}
design: {kind: factorial, levels: 4}
draws: 20
indicators: [reached_in_time, net_cost]
`

// A sweep of eight parts on a real Slurm of two nodes. One task is killed, the node of
// another loses power, and a third part is lived twice at once; the job that joins the
// parts hands in again what was lost, and the bytes are those of one machine.
func TestSweepOnSlurm(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	slurm := slurmtest.Start(t, 2, 2)
	dir := filepath.Join(t.TempDir(), "een map") // a name that scripts must quote
	tool := installed(t)
	region, err := os.ReadFile(filepath.Join("testdata", "klein.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string][]byte{"klein.csv": region, "zwerm.yaml": []byte(sweepOfSlurm)} {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	command := func(args ...string) *exec.Cmd {
		return &exec.Cmd{Path: tool, Args: append([]string{tool}, args...), Dir: dir}
	}
	do := func(args ...string) []byte {
		t.Helper()
		c := command(args...)
		var errout bytes.Buffer
		c.Stderr = &errout
		out, err := c.Output()
		if err != nil {
			t.Fatalf("%v: %v\n%s%s\n%s", args, err, out, errout.Bytes(), slurm)
		}
		return out
	}
	do("sweep", "run", "zwerm.yaml", "--out", "een machine", "--quiet")

	slurm.Partition("DOWN") // nothing starts, so that no part is over before it is looked for
	var sub struct{ Tasks, Merge, Parts string }
	if err := json.Unmarshal(do("sweep", "submit", "zwerm.yaml", "--out", "zwerm", "--slurm", "--shards", "8", "--json"), &sub); err != nil || sub.Parts != "1-8" || sub.Tasks == "" {
		t.Fatalf("%v %+v", err, sub)
	}
	slurm.Partition("UP")
	find := func(part int) (task slurmtest.Task) {
		t.Helper()
		slurm.Await("a task runs", func() (found bool) { task, found = slurm.Running(part, "sweep run"); return found })
		return task
	}
	// The first is killed; the second is stopped, so that it is there when its node dies.
	killed, lost := find(1), find(2)
	if err := syscall.Kill(lost.PID, syscall.SIGSTOP); err != nil {
		t.Fatalf("part 2 was over before it could be stopped: %v", err)
	}
	if err := syscall.Kill(killed.PID, syscall.SIGKILL); err != nil {
		t.Fatalf("part 1 was over before it could be killed: %v", err)
	}
	status := func() (s sweepOnSlurm) {
		t.Helper()
		if err := json.Unmarshal(do("sweep", "status", "zwerm", "--json"), &s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	slurm.Await("part 1 is told as failed and part 2 as running", func() bool {
		s := status()
		return s.state(1) == "FAILED" && s.state(2) == "RUNNING" && s.Merge == "PENDING"
	})
	for _, want := range []string{"mislukt", "loopt", "Samenvoegen: wacht"} {
		if text := string(do("sweep", "status", "zwerm")); !strings.Contains(text, want) {
			t.Errorf("the status does not say %q:\n%s", want, text)
		}
	}
	again := command("sweep", "submit", "zwerm.yaml", "--out", "zwerm", "--slurm", "--shards", "8")
	if out, _ := again.CombinedOutput(); again.ProcessState.ExitCode() != exitUsage || !strings.Contains(string(out), "scancel") {
		t.Errorf("handed in twice: %s", out)
	}
	slurm.PowerOff(lost.Node)
	twice := command("sweep", "run", "zwerm", "--shard", "8/8", "--quiet")
	if err := twice.Start(); err != nil {
		t.Fatal(err)
	}
	slurm.Await("the lost node is noticed", func() bool { return slurm.Down(lost.Node) })
	if err := twice.Wait(); err != nil {
		t.Errorf("a part that is lived twice at once: %v", err)
	}
	slurm.PowerOn(lost.Node)
	slurm.Await("the sweep is finished", func() bool { _, err := os.Stat(filepath.Join(dir, "zwerm", "digests.json")); return err == nil })

	want, err1 := os.ReadFile(filepath.Join(dir, "een machine", "digests.json"))
	got, err2 := os.ReadFile(filepath.Join(dir, "zwerm", "digests.json"))
	if err1 != nil || err2 != nil || !bytes.Equal(got, want) {
		t.Errorf("the bytes are not those of one machine: %v %v", err1, err2)
	}
	if s := status(); !s.Finished {
		t.Errorf("%+v", s)
	}
	var record struct {
		Turns []struct {
			Attempt int
			Parts   string
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, "zwerm.slurm", "jobs.json"))
	if err != nil || json.Unmarshal(b, &record) != nil {
		t.Fatalf("%v: %s", err, b)
	}
	// Slurm runs again by itself what was on the lost node; the killed part it does not.
	if n := len(record.Turns); n != 2 || record.Turns[1].Parts != "1" || record.Turns[1].Attempt != 2 {
		t.Errorf("handed in as %+v", record.Turns)
	}
	slurm.Await("the last job ends", func() bool {
		return !strings.Contains(slurm.String(), " R ") && !strings.Contains(slurm.String(), " CG ")
	})
}

// sweepOnSlurm is what the test reads of a status.
type sweepOnSlurm struct {
	Finished bool
	Merge    string
	Tasks    []struct {
		Part, Cells, Done int
		State             string
	}
}

func (s *sweepOnSlurm) state(part int) string {
	for _, t := range s.Tasks {
		if t.Part == part {
			return t.State
		}
	}
	return ""
}

// installed is the command under its own name, as a cluster finds it.
func installed(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	body, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	tool := filepath.Join(t.TempDir(), "piramide")
	if err := os.WriteFile(tool, body, 0o755); err != nil { //nolint:gosec // a command is run
		t.Fatal(err)
	}
	return tool
}

// Where sbatch is not installed that is said, and nothing is written.
func TestNoSlurm(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("zwerm.yaml", []byte("format: 1\nname: zwerm\nplans: [reference]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", "")
	var out, errout bytes.Buffer
	if code := run([]string{"sweep", "submit", "zwerm.yaml", "--slurm", "--shards", "2"}, &out, &errout); code != exitUsage || !strings.Contains(errout.String(), "sbatch staat niet op deze computer; er is niets geschreven") {
		t.Errorf("ends with %d: %s", code, errout.String())
	}
	if files, _ := os.ReadDir("."); len(files) != 1 {
		t.Errorf("written: %v", files)
	}
}
