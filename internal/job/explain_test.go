package job

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"piramide/internal/job/fault"
	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios/belgium"
)

// compared lives a comparison of plans and gives its folder.
func comparedPlans(t *testing.T, plans ...string) string {
	t.Helper()
	return folderOf(t, request(t, plans...))
}

// folderOf lives a request, with its replays and without figures and report.
func folderOf(t *testing.T, r Request) string {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	x, store, err := lived(t.Context(), r, nil)
	must(err)
	result, err := store.Seal()
	must(err)
	c, err := outputs.Compare(result, "")
	must(err)
	replays, err := x.replays(t.Context(), c, nil)
	must(err)
	must(store.WriteReplays(replays))
	must(store.Finish())
	return store.Dir()
}

func dutch(t *testing.T) *words.Words {
	t.Helper()
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// explained explains a number of a folder.
func explained(t *testing.T, r ExplainRequest) *Explained {
	t.Helper()
	x, err := Explain(t.Context(), r, nil, dutch(t))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// adds fails unless numbers are the same but for the last bits of a float.
func adds(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > 1e-9*math.Max(1, math.Abs(want)) {
		t.Errorf("%s: the parts are %v, the headline %v", what, got, want)
	}
}

// TestPartsAddUp is the promise of an explanation: the parts are the headline, for every
// indicator and any years. home-nursing-capitation
// pays by head what is paid by visit, p3-stop ends care of today.
func TestPartsAddUp(t *testing.T) {
	for _, plans := range [][]string{{"reference", "full-proposal", "leuven-100"}, {"reference", "home-nursing-capitation"}, {"reference", "p3-stop"}} {
		o, err := reading.Show(comparedPlans(t, plans...), dutch(t))
		if err != nil {
			t.Fatal(err)
		}
		c := o.Comparison
		kept, err := c.Result.Replays()
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range outputs.Explainable() {
			for _, years := range []string{"", "2028", "2028-2029"} {
				p, err := reading.PeriodOf(c, years)
				if err != nil {
					t.Fatal(err)
				}
				ind, err := reading.FindIndicator(id)
				if err != nil {
					t.Fatal(err)
				}
				plan := plans[len(plans)-1]
				x, err := c.Explain(ind, plan, p, outputs.ReplayOf(kept, plan, plans[0]))
				if err != nil {
					t.Fatal(err)
				}
				what := strings.Join([]string{plan, id, years}, " ")
				if math.IsNaN(x.Headline.Diff.Mean) && len(x.Parts) > 0 {
					t.Errorf("%s: a difference that does not exist has %d parts", what, len(x.Parts))
				}
				if len(x.Parts) == 0 && (strings.HasPrefix(id, "wait_") || id == "within_30_days" || math.IsNaN(x.Headline.Diff.Mean)) {
					continue // a place in an order, or nothing to differ from
				}
				adds(t, what, x.Sum(), x.Headline.Diff.Mean)
				for _, p := range x.Parts {
					if sum := 0.0; len(p.Of) > 0 {
						for _, of := range p.Of {
							sum += of.Value
						}
						adds(t, what+", "+p.ID, sum, p.Value)
					}
				}
				if sum := 0.0; len(x.Lines) > 0 {
					for _, l := range x.Lines {
						sum += l.PerHead
					}
					adds(t, what+", lines of the ledger", sum, x.Headline.Diff.Mean)
				}
			}
		}
	}
}

// TestCareIsDivided holds that what citizens received explains the cost of care, where a
// plan pays nobody in another way: what is left is rounding.
func TestCareIsDivided(t *testing.T) {
	x := explained(t, ExplainRequest{Indicator: "net_cost", Folder: comparedPlans(t, "reference", "full-proposal")})
	var care, otherwise float64
	for _, p := range x.Parts {
		switch {
		case p.ID == "otherwise":
			otherwise = p.Value
		case len(p.Of) > 0:
			care += p.Value
		}
	}
	if care == 0 || math.Abs(otherwise) > 0.01 {
		t.Errorf("care by citizen %v EUR, otherwise %v EUR", care, otherwise)
	}
	if x.Same == 0 || x.Same >= x.Members || x.Differ == 0 || len(x.Lives) != 2 {
		t.Errorf("%d of %d live the same life, %d differ, %d told", x.Same, x.Members, x.Differ, len(x.Lives))
	}
	for _, two := range x.Lives {
		adds(t, string(two.Rule), two.Plan.Care-two.Base.Care, two.Diff)
	}
	if typical, largest := x.Lives[0], x.Lives[1]; math.Abs(typical.Diff) > math.Abs(largest.Diff) {
		t.Errorf("the typical difference %v is larger than the largest %v", typical.Diff, largest.Diff)
	}
}

// TestReplayFromTheFolder lives again from a folder alone, which lies elsewhere by now
// and whose region file is gone: it gives what the folder holds.
func TestReplayFromTheFolder(t *testing.T) {
	r := request(t, "reference", "full-proposal")
	own := filepath.Join(t.TempDir(), "mijn-regio.csv")
	if err := os.WriteFile(own, read(t, small), 0o644); err != nil {
		t.Fatal(err)
	}
	plan := filepath.Join(t.TempDir(), "eigen.yaml")
	if err := os.WriteFile(plan, []byte("format: 1\nname: eigen\nextends: full-proposal\ntitle: {nl: Eigen plan}\nassumptions: {effect.coordination.death: 0.97}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r.Region, r.Plans = own, append(r.Plans, plan)
	made := folderOf(t, r)
	folder := filepath.Join(t.TempDir(), "elders")
	for _, err := range []error{os.Rename(made, folder), os.Remove(own), os.Remove(plan)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	o, err := reading.Show(folder, dutch(t))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := o.Comparison.Result.Replays()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kept {
		again, err := replayOf(t.Context(), o.Comparison, k.Plan, k.Base, k.Draw, k.Replicate, nil)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := json.Marshal(k)
		b, _ := json.Marshal(again)
		if !bytes.Equal(a, b) {
			t.Errorf("%s: lived again it differs from what the folder holds", k.Plan)
		}
	}
	if len(kept) != 2 {
		t.Errorf("the folder holds %d replays", len(kept))
	}
	x := explained(t, ExplainRequest{Indicator: "net_cost", Folder: folder, Plan: "eigen", Against: "full-proposal", Simulation: 2})
	adds(t, "against another plan", x.Sum(), x.Headline.Diff.Mean)
	if x.Draw != 1 || x.Base != "full-proposal" {
		t.Errorf("simulation %d against %s", x.Draw+1, x.Base)
	}
	if w := dutch(t); !strings.Contains(x.Text(), w.Say("explain.synthetic")[:20]) {
		t.Error("the text does not say that the citizen is synthetic")
	}
}

// TestOtherEngine refuses to live again what another engine made, and what was changed.
func TestOtherEngine(t *testing.T) {
	folder := comparedPlans(t, "reference", "full-proposal")
	manifest := filepath.Join(folder, "manifest.json")
	made := read(t, manifest)
	if err := os.Remove(filepath.Join(folder, "digests.json")); err != nil { // else the change itself is refused
		t.Fatal(err)
	}
	refused := func(id string, from, to string) {
		t.Helper()
		if err := os.WriteFile(manifest, bytes.Replace(made, []byte(from), []byte(to), 1), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := Explain(t.Context(), ExplainRequest{Indicator: "qaly", Folder: folder, Simulation: 1}, nil, dutch(t))
		var e *fault.Error
		if !errors.As(err, &e) || e.Message.ID != "errors."+id {
			t.Errorf("not %s: %v", id, err)
		}
	}
	refused("replay_engine", `"engine": "`, `"engine": "oud-`)
	refused("replay_differs", `"seed": 7`, `"seed": 8`)
}

// TestReplayStops ends when it is told to.
func TestReplayStops(t *testing.T) {
	folder := comparedPlans(t, "reference", "full-proposal")
	ctx, stop := context.WithCancel(t.Context())
	_, err := Explain(ctx, ExplainRequest{Indicator: "qaly", Folder: folder, Simulation: 1}, func(done, _ int64) {
		if done == 10 {
			stop()
		}
	}, dutch(t))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("not stopped: %v", err)
	}
}

// TestReplayOfSeveralRegions adds up regions that exchange nothing.
func TestReplayOfSeveralRegions(t *testing.T) {
	r := request(t, "reference", "full-proposal")
	r, err := r.Complete()
	if err != nil {
		t.Fatal(err)
	}
	x, err := NewExperiment(r)
	if err != nil {
		t.Fatal(err)
	}
	twin := x.Regions[0]
	twin.ID = "tweeling"
	x.Regions = append(x.Regions, twin)
	run, err := x.Describe()
	if err != nil {
		t.Fatal(err)
	}
	store, err := outputs.Create(r.Out, run)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := x.fill(t.Context(), store, 2, nil); err != nil {
		t.Fatal(err)
	}
	result, err := store.Seal()
	if err != nil {
		t.Fatal(err)
	}
	c, err := outputs.Compare(result, "")
	if err != nil {
		t.Fatal(err)
	}
	replays, err := x.replays(t.Context(), c, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"net_cost", "days_at_home", "reached_in_time"} {
		at := slices.IndexFunc(result.Indicators, func(i outputs.Indicator) bool { return i.ID == id })
		e, err := c.Explain(&result.Indicators[at], "full-proposal", c.Periods[0], replays[0])
		if err != nil {
			t.Fatal(err)
		}
		adds(t, id, e.Sum(), e.Headline.Diff.Mean)
	}
}

// TestNoReplayOfNetworks leaves a region of several networks to who asks.
func TestNoReplayOfNetworks(t *testing.T) {
	x := &Experiment{Regions: make([]belgium.Region, 2)}
	if list, err := x.kept(t.Context(), nil, nil); list != nil || err != nil {
		t.Errorf("%d replays, %v", len(list), err)
	}
}

// The progress of a comparison leaves room for the replays that follow the run: it never
// goes back, is not whole before them, and is whole after them.
func TestProgressHoldsTheReplays(t *testing.T) {
	r := request(t, "reference", "leuven-100", "full-proposal")
	r.Workers = 1
	last, whole, later, wholes := int64(0), int64(0), 0, 0
	if _, err := Compare(t.Context(), r, func(done, total int64) {
		if done < last || whole != 0 && total != whole {
			t.Errorf("%d of %d after %d of %d", done, total, last, whole)
		}
		last, whole = done, total
		if done == total {
			wholes++
		}
		if tables, _ := filepath.Glob(r.Out + "*/compare.csv"); len(tables) > 0 && done < total { // the run itself is over
			later++
		}
	}); err != nil {
		t.Fatal(err)
	}
	if last != whole || whole == 0 || wholes == 0 {
		t.Errorf("it ends at %d of %d", last, whole)
	}
	if later < 36 {
		t.Errorf("only %d reports while two lives are lived", later)
	}
}
