package job_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"piramide/internal/job"
	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
)

// small is a region of a few hundred people, so that a world is lived in milliseconds.
const small = `buurt;leeftijd;geslacht;aantal;vt
Noord;0-17;m;100;20
Noord;0-17;v;100;20
Noord;18-64;m;300;40
Noord;18-64;v;300;40
Noord;65+;m;90;20
Noord;65+;v;110;30
`

// horizon is long enough for the plans to begin, and short.
const horizon = "3 years"

// sweepOf writes a sweep beside its region and gives its file.
func sweepOf(t *testing.T, body string) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "proef.yaml")
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "klein.csv"), []byte(small), 0o644),
		os.WriteFile(file, []byte("format: 1\nname: proef\nplans: [reference, coordination-60-40]\nregion: klein.csv\nhorizon: "+horizon+"\n"+body), 0o644)); err != nil {
		t.Fatal(err)
	}
	return file
}

func swept(t *testing.T, r job.SweepRequest) *job.SweepStatus {
	t.Helper()
	st, err := job.RunSweep(context.Background(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// content is the digests of a finished folder, which cover every file but the journal.
func content(t *testing.T, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "digests.json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const grid = `factors:
  zorgcoach.work: {values: [referral, proactive]}
  effect.coordination.stay: {from: 0.8, to: 1}
  price.ed: {values: [200, 250, 300]}
design: {kind: factorial, levels: 3}
indicators: [reached_in_time, net_cost]
`

// The same sweep has the same bytes by one worker or two, in 1, 3 or 8 shards that are
// merged, and when it is made from its own folder.
func TestSweepHasTheSameBytesHoweverItIsRun(t *testing.T) {
	file := sweepOf(t, grid)
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	st := swept(t, job.SweepRequest{File: file, Out: at("one"), Workers: 1})
	if !st.Finished || st.Cells != 2*18 || st.Failures != 0 {
		t.Fatalf("%+v", st)
	}
	want := content(t, at("one"))
	swept(t, job.SweepRequest{File: file, Out: at("two"), Workers: 2})
	if content(t, at("two")) != want {
		t.Error("two workers give other bytes")
	}
	for _, n := range []int{1, 3, 8} {
		out := at(fmt.Sprintf("shards-%d", n))
		for i := n; i >= 1; i-- {
			if st := swept(t, job.SweepRequest{File: file, Out: out, Shard: job.Shard{Index: i, Count: n}}); st.Finished {
				t.Fatal("a shard finished the folder")
			}
			if i > 1 {
				st, err := job.MergeSweep(context.Background(), job.SweepRequest{File: file, Out: out}, nil, 0)
				if err != nil || st.Finished {
					t.Fatalf("%d of %d shards were merged: %v", n-i+1, n, err)
				}
			}
		}
		if st, err := job.MergeSweep(context.Background(), job.SweepRequest{File: out}, nil, 0); err != nil || !st.Finished {
			t.Fatalf("merging %d shards: %v %+v", n, err, st)
		}
		if content(t, out) != want {
			t.Errorf("%d shards give other bytes", n)
		}
	}
	swept(t, job.SweepRequest{File: at("one"), Out: at("again")})
	if content(t, at("again")) != want {
		t.Error("a sweep from its own folder gives other bytes")
	}
}

// Shards in folders of their own, as on machines without a shared disk, are merged into
// the bytes of one run.
func TestMergeTakesFoldersOfOtherMachines(t *testing.T) {
	file := sweepOf(t, grid)
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	swept(t, job.SweepRequest{File: file, Out: at("one")})
	var parts []string
	for i := 1; i <= 2; i++ {
		out := at(fmt.Sprintf("part-%d", i))
		swept(t, job.SweepRequest{File: file, Out: out, Shard: job.Shard{Index: i, Count: 2}})
		parts = append(parts, out+".partial")
	}
	if st, err := job.MergeSweep(context.Background(), job.SweepRequest{File: file, Out: at("whole")}, parts[:1], 0); err != nil || st.Finished || st.Done == 0 {
		t.Fatalf("half: %v %+v", err, st)
	}
	if st, err := job.StatusSweep(context.Background(), job.SweepRequest{File: at("whole")}, 2); err != nil || fmt.Sprint(st.Missing) != "[2]" {
		t.Fatalf("the missing part: %v %+v", err, st)
	}
	if st, err := job.MergeSweep(context.Background(), job.SweepRequest{File: at("whole")}, parts[1:], 0); err != nil || !st.Finished {
		t.Fatalf("whole: %v %+v", err, st)
	}
	if content(t, at("whole")) != content(t, at("one")) {
		t.Error("merged folders are not the one run")
	}
	other := sweepOf(t, strings.Replace(grid, "300]", "350]", 1))
	if _, err := job.MergeSweep(context.Background(), job.SweepRequest{File: other, Out: at("other")}, parts, 0); fault.Of(err) != fault.BadInput {
		t.Errorf("parts of another sweep were taken: %v", err)
	}
}

// Extending gives the folder of one larger run: draws, replicates, and points where a
// design can have more; a Latin hypercube cannot.
func TestExtendedSweepIsTheLargerOne(t *testing.T) {
	const head = "factors:\n  effect.coordination.stay: {range: evidence}\n  price.ed: {from: 200, to: 300}\nindicators: [net_cost]\n"
	for name, c := range map[string]struct {
		short, long               string
		points, draws, replicates int
	}{
		"draws":      {"draws: 3\n", "draws: 5\n", 0, 5, 0},
		"replicates": {"draws: 2\nreplicates: 1\n", "draws: 2\nreplicates: 3\n", 0, 0, 3},
		"sobol":      {head + "design: {kind: sobol, points: 4}\n", head + "design: {kind: sobol, points: 9}\n", 9, 0, 0},
		"indices":    {head + "design: {kind: sobol, points: 2, indices: yes}\n", head + "design: {kind: sobol, points: 3, indices: yes}\n", 3, 0, 0},
		"morris":     {head + "design: {kind: morris, trajectories: 2}\n", head + "design: {kind: morris, trajectories: 4}\n", 4, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			at := func(name string) string { return filepath.Join(dir, name) }
			swept(t, job.SweepRequest{File: sweepOf(t, c.short), Out: at("a")})
			before := content(t, at("a"))
			swept(t, job.SweepRequest{File: sweepOf(t, c.long), Out: at("b")})
			st, err := job.ExtendSweep(context.Background(), job.SweepRequest{File: at("a")}, c.points, c.draws, c.replicates, nil)
			if err != nil || !st.Finished {
				t.Fatalf("%v %+v", err, st)
			}
			if content(t, at("a")) != content(t, at("b")) {
				t.Error("the extended folder is not that of one larger run")
			}
			if content(t, at("a")) == before {
				t.Error("nothing was added")
			}
			if _, err := os.Stat(at("a.partial.old")); err == nil {
				t.Error("the former folder is left")
			}
			if _, err := job.ExtendSweep(context.Background(), job.SweepRequest{File: at("a")}, 0, 1, 0, nil); c.draws > 0 && fault.Of(err) != fault.Usage {
				t.Errorf("fewer draws: %v", err)
			}
		})
	}
	t.Run("lhs", func(t *testing.T) {
		out := filepath.Join(t.TempDir(), "a")
		swept(t, job.SweepRequest{File: sweepOf(t, head+"design: {kind: lhs, points: 4}\n"), Out: out})
		if _, err := job.ExtendSweep(context.Background(), job.SweepRequest{File: out}, 8, 0, 0, nil); fault.Of(err) != fault.Usage {
			t.Errorf("a Latin hypercube was made longer: %v", err)
		}
	})
}

// A stopped sweep goes on where it stopped and gives the bytes of one that did not.
func TestStoppedSweepGoesOn(t *testing.T) {
	file := sweepOf(t, grid)
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	swept(t, job.SweepRequest{File: file, Out: at("whole")})
	for stop := int64(60); stop < 400; stop += 150 {
		ctx, cancel := context.WithCancel(context.Background())
		_, err := job.RunSweep(ctx, job.SweepRequest{File: file, Out: at("stopped")}, func(done, _ int64) {
			if done > stop {
				cancel()
			}
		})
		cancel()
		if err == nil || fault.Of(err) != fault.Interrupted {
			t.Fatalf("stopped after %d months: %v", stop, err)
		}
	}
	swept(t, job.SweepRequest{File: at("stopped")})
	if content(t, at("stopped")) != content(t, at("whole")) {
		t.Error("a stopped sweep gives other bytes")
	}
}

// An effect of care is a factor under every name by which solve turns it, and turns for
// all plans.
func TestFactorHasTheNamesOfADial(t *testing.T) {
	dir := t.TempDir()
	var want string
	for i, path := range []string{"effect.coordination.stay", "assumptions.effect.coordination.stay", "effects.zorgcoach.unplanned_stay"} {
		out := filepath.Join(dir, fmt.Sprint(i))
		swept(t, job.SweepRequest{File: sweepOf(t, "factors:\n  "+path+": {values: [0.8, 1]}\nindicators: [net_cost]\n"), Out: out})
		f, err := outputs.ReadFrame(out, []string{"net_cost"}, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		factor := f.Design.Factors[0]
		if factor.Path != "effect.coordination.stay" || factor.Kind != "assumption" || len(factor.Plans) != 2 {
			t.Errorf("%s: %+v", path, factor)
		}
		got := fmt.Sprint(f.Values(0, "net_cost"), f.Values(1, "net_cost"))
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%s gives %s, not %s", path, got, want)
		}
	}
}

// A cell that cannot be lived is a record with its reason, and the rest goes on: here a
// price above the residual of the cell.
func TestFailedCellIsARecord(t *testing.T) {
	file := sweepOf(t, "factors:\n  price.stay: {values: [6000, 900000]}\nindicators: [net_cost]\n")
	out := filepath.Join(t.TempDir(), "r")
	st := swept(t, job.SweepRequest{File: file, Out: out})
	if !st.Finished || st.Failures != 2 || st.Failed[0].Point != 1 || st.Failed[0].Error == "" {
		t.Fatalf("%+v", st)
	}
	for lang, want := range map[string]string{"nl": "meer dan wat burgers van een leeftijd en groep", "fr": "coûtent plus que ce que coûtent"} {
		if text := st.Text(spoken(t, lang)); !strings.Contains(text, want) || strings.Contains(text, "belgium:") {
			t.Errorf("%s: %s", lang, text)
		}
	}
	f, err := outputs.ReadFrame(out, []string{"net_cost"}, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if x := f.Values(0, "net_cost"); x[0] != x[0] || x[1] == x[1] {
		t.Errorf("values %v: the failed one must be missing, and only it", x)
	}
}

// A frame holds what a comparison of the same cells says: the sweep keeps enough.
func TestSweepKeepsWhatItsIndicatorsNeed(t *testing.T) {
	ids := []string{"reached_in_time", "wait_median", "vt_gap", "workload", "programme_cost", "net_cost", "qaly", "days_at_home", "fte", outputs.PresentCost, outputs.PresentQALY}
	file := sweepOf(t, "draws: 2\nindicators: ["+strings.Join(ids[:9], ", ")+"]\n")
	dir := t.TempDir()
	swept(t, job.SweepRequest{File: file, Out: filepath.Join(dir, "sweep")})
	if _, err := job.Compare(context.Background(), job.Request{
		Plans: []string{"reference", "coordination-60-40"}, Region: filepath.Join(filepath.Dir(file), "klein.csv"), Horizon: horizon, Draws: 2, Seed: 1,
		Out: filepath.Join(dir, "compare"), Lang: "nl",
	}, nil); err != nil {
		t.Fatal(err)
	}
	a, errA := outputs.ReadFrame(filepath.Join(dir, "sweep"), ids, 0, 0)
	b, errB := outputs.ReadFrame(filepath.Join(dir, "compare"), ids, 0, 0)
	if err := errors.Join(errA, errB); err != nil {
		t.Fatal(err)
	}
	for plan := range a.Plans {
		for _, id := range ids {
			x, y := a.Values(plan, id), b.Values(plan, id)
			for i := range x {
				if x[i] != y[i] && (x[i] == x[i] || y[i] == y[i]) {
					t.Errorf("%s of plan %d, cell %d: %v in the sweep, %v in the comparison", id, plan, i, x[i], y[i])
				}
			}
		}
	}
}

// Each mistake of a sweep file is told with its line, and all at once.
func TestMistakesOfASweep(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"unknown factor":  {"factors:\n  zorgcoach.postss: {values: [1]}\n", "proef.yaml:7:3"},
		"factor twice":    {"factors:\n  effect.coordination.stay: {values: [0.9]}\n  effects.zorgcoach.unplanned_stay: {values: [0.9]}\n", "proef.yaml:8:3"},
		"unknown design":  {"factors:\n  price.stay: {values: [1]}\ndesign: {kind: lhc}\n", "lhs"},
		"outside":         {"factors:\n  financing.regio.split: {values: [\"{zorgcoordinatie: 90 %, casemanagement: 40 %}\"]}\n", "proef.yaml:7:3"},
		"uneven list":     {"factors:\n  price.stay: {values: [5000, 6000]}\n  price.visit: {values: [100]}\n", "proef.yaml:8:3"},
		"range in a list": {"factors:\n  price.stay: {from: 5000, to: 6000}\n", "proef.yaml:7:3"},
		"wrong order":     {"factors:\n  price.stay: {from: 6000, to: 5000}\ndesign: {kind: lhs, points: 2}\n", "proef.yaml:7:3"},
		"no points":       {"factors:\n  price.stay: {from: 5000, to: 6000}\ndesign: {kind: sobol}\n", "proef.yaml:8"},
		"two mistakes":    {"factors:\n  price.stay: {from: 6000, to: 5000}\n  nonsense.path: {values: [1]}\ndesign: {kind: lhs, points: 2}\n", "nonsense.path"},
		"fewer than one":  {"draws: 0\n", "proef.yaml:6:8"},
		"odd levels":      {"factors:\n  price.stay: {from: 5000, to: 6000}\ndesign: {kind: morris, trajectories: 2, levels: 3}\n", "proef.yaml:8"},
		"unknown key":     {"drawss: 4\n", "drawss"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := job.RunSweep(context.Background(), job.SweepRequest{File: sweepOf(t, c.body), Out: filepath.Join(t.TempDir(), "r")}, nil)
			var problems scenarios.Problems
			if !errors.As(err, &problems) {
				t.Fatalf("%v", err)
			}
			if !strings.Contains(problems.Error(), c.want) {
				t.Errorf("%q does not say %q", problems.Error(), c.want)
			}
		})
	}
	for rule, ok := range map[string]bool{"within: 5 EUR, at_most: 4": false, "within: 5, at_most: 4": false, "within: 50 %, at_most: 2": false, "within: 50 %, at_most: 4": true} {
		body := "draws: 3\nindicators: [reached_in_time]\nstop: {indicator: reached_in_time, plan: coordination-60-40, " + rule + "}\n"
		_, err := job.RunSweep(context.Background(), job.SweepRequest{File: sweepOf(t, body), Out: filepath.Join(t.TempDir(), "r")}, nil)
		if ok != (err == nil) || !ok && fault.Of(err) != fault.BadInput {
			t.Errorf("a share %s: %v", rule, err)
		}
	}
	for text, ok := range map[string]bool{"3/8": true, "8/8": true, "0/8": false, "9/8": false, "3": false, "a/b": false, "1/0": false} {
		if _, err := job.ParseShard(text); (err == nil) != ok {
			t.Errorf("shard %q: %v", text, err)
		}
	}
}

// A sweep with a stopping rule goes on until the difference is known, and its folder is
// that of a sweep which asked for so many draws at once; a rule that cannot be met stops
// at its most.
func TestSweepUntilKnown(t *testing.T) {
	rule := func(draws, within, most string) string {
		return "draws: " + draws + "\nindicators: [net_cost]\nstop: {indicator: net_cost, plan: coordination-60-40, within: " + within + ", at_most: " + most + "}\n"
	}
	out := filepath.Join(t.TempDir(), "r")
	at := func(s string) string { return out + s }
	st := swept(t, job.SweepRequest{File: sweepOf(t, rule("4", "1000000 EUR", "50")), Out: at("easy")})
	if st.Draws != 4 || st.Known.Half > st.Known.Within || st.Known.Half <= 0 {
		t.Fatalf("%+v %+v", st, st.Known)
	}
	st = swept(t, job.SweepRequest{File: sweepOf(t, rule("4", "0.000001 EUR", "14")), Out: at("hard")})
	if st.Draws != 14 || st.Known.Half <= st.Known.Within {
		t.Fatalf("%+v %+v", st, st.Known)
	}
	swept(t, job.SweepRequest{File: sweepOf(t, rule("14", "0.000001 EUR", "14")), Out: at("once")})
	if content(t, at("hard")) != content(t, at("once")) {
		t.Error("the folder is not that of a sweep with so many draws")
	}
	if st := swept(t, job.SweepRequest{File: at("hard")}); st.Draws != 14 || !st.Finished {
		t.Errorf("again: %+v", st)
	}
}

func spoken(t *testing.T, lang string) *words.Words {
	t.Helper()
	w, err := words.For(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}
