//go:build unix

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// piramide is the command as a process of its own, in a folder.
func piramide(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &exec.Cmd{Path: self, Args: append([]string{"piramide"}, args...), Dir: dir}
}

// A sweep that is killed without warning at twenty moments, and begun again each time,
// has the bytes of one that was left alone.
func TestKilledSweep(t *testing.T) {
	dir := t.TempDir()
	region, err := os.ReadFile(filepath.Join("testdata", "klein.csv"))
	if err != nil {
		t.Fatal(err)
	}
	const plan = `format: 1
name: gedood
plans: [reference, full-proposal]
region: klein.csv
horizon: 2 years
factors:
  effect.coordination.stay: {from: 0.8, to: 1}
  price.ed: {values: [200, 250]}
design: {kind: factorial, levels: 4}
draws: 6
indicators: [reached_in_time, net_cost]
`
	for name, body := range map[string][]byte{"klein.csv": region, "gedood.yaml": []byte(plan)} {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	if out, err := piramide(t, dir, "sweep", "run", "gedood.yaml", "--out", "heel", "--quiet").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	whole := time.Since(began)
	moment := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // moments, not secrets
	killed := 0
	for range 20 {
		c := piramide(t, dir, "sweep", "run", "gedood.yaml", "--out", "gedood", "--quiet")
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(moment.Float64() * float64(whole) / 3))
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if c.Wait() != nil {
			killed++
		}
	}
	if killed < 5 {
		t.Errorf("only %d of 20 were killed before they were done; the sweep is too short to test this", killed)
	}
	if out, err := piramide(t, dir, "sweep", "resume", "gedood", "--quiet").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, folder := range []string{"gedood.partial", "gedood.partial.lock"} {
		if _, err := os.Stat(filepath.Join(dir, folder)); err == nil {
			t.Errorf("%s is left", folder)
		}
	}
	want, err1 := os.ReadFile(filepath.Join(dir, "heel", "digests.json"))
	got, err2 := os.ReadFile(filepath.Join(dir, "gedood", "digests.json"))
	if err1 != nil || err2 != nil || !bytes.Equal(got, want) {
		t.Errorf("the bytes are not those of a sweep left alone: %v %v", err1, err2)
	}
}

// An extension that is killed while it clears away the smaller folder leaves it beside the
// larger one: status says so, resume finishes that, and what somebody put in it is there.
func TestKilledExtension(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	region, err := os.ReadFile(filepath.Join("testdata", "klein.csv"))
	if err != nil {
		t.Fatal(err)
	}
	const sweep = "format: 1\nname: groot\nplans: [reference]\nregion: klein.csv\nhorizon: 1 year\ndraws: 2\nindicators: [net_cost]\n"
	for name, body := range map[string][]byte{"klein.csv": region, "groot.yaml": []byte(sweep)} {
		if err := os.WriteFile(at(name), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) string {
		out, err := piramide(t, dir, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	run("sweep", "run", "groot.yaml", "--out", "groot", "--quiet")
	const own = 3000 // files of somebody's own: moving them takes long enough to be killed meanwhile
	if err := os.Mkdir(at("groot/eigen"), 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range own {
		if err := os.WriteFile(at(fmt.Sprintf("groot/eigen/%d", i)), []byte("van mij"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	there := func(name string) bool { _, err := os.Stat(at(name)); return err == nil }
	killed := 0
	for draws := 3; draws < 9 && killed < 2; draws++ {
		c := piramide(t, dir, "sweep", "extend", "groot", "--draws", fmt.Sprint(draws), "--quiet")
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		go func() { _ = c.Wait(); close(done) }()
		for running := true; running; {
			select {
			case <-done:
				running = false
			default:
				if there("groot.partial.old") && there("groot/manifest.json") && !there("groot.partial") {
					_ = c.Process.Kill()
					<-done
					running = false
				}
			}
		}
		if !there("groot.partial.old") {
			continue
		}
		killed++
		if out := run("sweep", "status", "groot"); !bytes.Contains([]byte(out), []byte("groot.partial.old")) {
			t.Errorf("status does not tell of it: %s", out)
		}
		run("sweep", "resume", "groot", "--quiet")
		if there("groot.partial.old") || there("groot.partial.lock") {
			t.Error("the folder of before is left")
		}
	}
	if killed == 0 {
		t.Error("never killed while it cleared")
	}
	if list, err := os.ReadDir(at("groot/eigen")); err != nil || len(list) != own {
		t.Errorf("%d of %d files of somebody's own are left: %v", len(list), own, err)
	}
}
