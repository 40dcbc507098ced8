package job

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
	"piramide/sim"
)

// small is a region of about 1,800 people, in two buurten.
var small = filepath.Join("..", "..", "cmd", "piramide", "testdata", "klein.csv")

func request(t *testing.T, plans ...string) Request {
	t.Helper()
	return Request{Plans: plans, Region: small, Horizon: "3 years", Draws: 2, Seed: 7, Workers: 2, Lang: "nl", Out: filepath.Join(t.TempDir(), "uit")}
}

// sealed lives a request and reads its cells back, without figures and report.
func sealed(t *testing.T, r Request) *outputs.Result {
	t.Helper()
	_, store, err := lived(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	result, err := store.Seal()
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func read(t *testing.T, name ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(name...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestNothingChanges is law 2 of the design: a plan that changes nothing changes nobody.
func TestNothingChanges(t *testing.T) {
	same := filepath.Join(t.TempDir(), "zelfde.yaml")
	if err := os.WriteFile(same, []byte("format: 1\nname: zelfde\nextends: full-proposal\ntitle: {nl: Hetzelfde}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := outputs.Compare(sealed(t, request(t, "full-proposal", same)), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range c.Rows {
		for _, d := range r.Plans {
			if d.Diff.Cells > 0 && (d.Diff.Mean != 0 || d.Diff.Low != 0 || d.Diff.High != 0) {
				t.Errorf("%s in %s differs: %+v", r.Indicator.ID, r.Period.ID, d.Diff)
			}
		}
	}
	if share := c.Lives["zelfde"]; share != 1 {
		t.Errorf("only %v of the lives are the same", share)
	}
}

// TestOrderOfPlans is part of law 1: stored cells do not know the other plans.
func TestOrderOfPlans(t *testing.T) {
	a, b := request(t, "reference", "full-proposal"), request(t, "full-proposal", "leuven-100", "reference")
	first, second := sealed(t, a), sealed(t, b)
	for _, plan := range a.Plans {
		block := filepath.Join("cells", plan, "block-00000.parquet")
		if !bytes.Equal(read(t, first.Dir, block), read(t, second.Dir, block)) {
			t.Errorf("the cells of %s depend on the other plans", plan)
		}
	}
}

// TestStoppedRunGoesOn stops a run after its first finished cells, and finds the
// same bytes as in a run that was left alone.
func TestStoppedRunGoesOn(t *testing.T) {
	whole, parts := request(t, "reference", "full-proposal"), request(t, "reference", "full-proposal")
	alone := sealed(t, whole)
	ctx, stop := context.WithCancel(t.Context())
	parts.Workers = 1
	var largest int64
	_, _, err := lived(ctx, parts, func(done, total int64) {
		if largest = max(largest, done); done > total/2 {
			stop()
		}
	})
	stop()
	if fault.Of(err) != fault.Interrupted {
		t.Fatalf("stopped with %v", err)
	}
	if cells, _ := filepath.Glob(filepath.Join(parts.Out+".partial", "partial", "*", "*.parquet")); len(cells) == 0 {
		t.Fatal("no finished cell was kept")
	}
	var total int64
	_, store, err := lived(t.Context(), parts, func(_, all int64) { total = all })
	if err != nil {
		t.Fatal(err)
	}
	if total >= largest*2 {
		t.Errorf("going on lived %d months again", total)
	}
	r, err := store.Seal()
	if err != nil {
		t.Fatal(err)
	}
	for _, plan := range parts.Plans {
		block := filepath.Join("cells", plan, "block-00000.parquet")
		if !bytes.Equal(read(t, alone.Dir, block), read(t, r.Dir, block)) {
			t.Errorf("other cells of %s after going on", plan)
		}
	}
}

// TestRegionsAddUp runs two regions as one and apart.
func TestRegionsAddUp(t *testing.T) {
	_, params, err := Defaults()
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenarios.Load("reference")
	if err != nil {
		t.Fatal(err)
	}
	one, err := belgium.RegionFromFile(small, params.Values(1, 0))
	if err != nil {
		t.Fatal(err)
	}
	other := one
	one.ID, other.ID = "klein", "ander"
	live := func(regions ...belgium.Region) *sim.Result {
		x := &Experiment{Params: params, Plans: []*scenarios.Scenario{s}, Regions: regions, Start: s.Start, Months: 12, Seed: 1, Draws: 1, Replicates: 1}
		var mu sync.Mutex
		var got []*sim.Result
		err := x.Each(t.Context(), 2, func(outputs.Cell) bool { return false }, func(_ outputs.Cell, r *sim.Result) error {
			mu.Lock()
			defer mu.Unlock()
			got = append(got, r)
			return nil
		}, nil)
		if err != nil || len(got) != 1 {
			t.Fatalf("%d results, %v", len(got), err)
		}
		return got[0]
	}
	a, b, both := live(one), live(other), live(one, other)
	if both.Inhabitants != a.Inhabitants+b.Inhabitants || a.Inhabitants == 0 {
		t.Errorf("%d and %d inhabitants are together %d", a.Inhabitants, b.Inhabitants, both.Inhabitants)
	}
	for i := range sim.NumIndicators {
		x, y, sum := a.At(i, 0, 0, sim.GroupAll), b.At(i, 0, 0, sim.GroupAll), both.At(i, 0, 0, sim.GroupAll)
		if sum != (sim.Ratio{Num: x.Num + y.Num, Den: x.Den + y.Den}) {
			t.Errorf("indicator %d: %v and %v are together %v", i, x, y, sum)
		}
	}
	want := []string{"region", "klein/b01", "klein/b02", "ander/b01", "ander/b02"}
	if diff := cmp.Diff(want, both.Areas); diff != "" {
		t.Error(diff)
	}
	if a.Months[sim.MonthDeaths][0] == b.Months[sim.MonthDeaths][0] && slices.Equal(a.Lives, b.Lives) {
		t.Error("two regions share their luck")
	}
}

// TestFaults holds who must move after each kind of failure.
func TestFaults(t *testing.T) {
	cases := map[string]struct {
		change func(*Request)
		want   fault.Fault
	}{
		"unknown plan":   {func(r *Request) { r.Plans = []string{"reference", "bestaat-niet"} }, fault.Usage},
		"missing file":   {func(r *Request) { r.Plans = []string{"reference", "weg.yaml"} }, fault.BadInput},
		"missing region": {func(r *Request) { r.Region = "weg.csv" }, fault.BadInput},
		"plan twice":     {func(r *Request) { r.Plans = []string{"reference", "reference"} }, fault.Usage},
		"no draws":       {func(r *Request) { r.Draws = -1 }, fault.Usage},
		"short horizon":  {func(r *Request) { r.Horizon = "1 year" }, fault.Usage},
		"one plan":       {func(r *Request) { r.Plans = []string{"reference"} }, fault.Usage},
		"occupied":       {func(r *Request) { r.Out = "." }, fault.NoOutput},
		"bad output":     {func(r *Request) { r.Out = filepath.Join(small, "in-een-bestand") }, fault.NoOutput},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r := request(t, "reference", "leuven-100")
			c.change(&r)
			_, err := Compare(t.Context(), r, nil)
			if fault.Of(err) != c.want {
				t.Fatalf("fault %d, not %d: %v", fault.Of(err), c.want, err)
			}
			for _, lang := range words.Languages() {
				w, e := words.For(lang)
				if e != nil {
					t.Fatal(e)
				}
				if said := fault.Tell(err, w); said == "" || said[0] == '[' {
					t.Errorf("%s: says %q", lang, said)
				}
			}
		})
	}
	if fault.Of(errors.New("something else")) != fault.Internal {
		t.Error("an unknown failure is the program's own")
	}
}

// TestNameOfRegionFile runs the same rows under another name.
func TestNameOfRegionFile(t *testing.T) {
	a, b := request(t, "reference", "leuven-100"), request(t, "reference", "leuven-100")
	b.Region = filepath.Join(t.TempDir(), "leuven.csv")
	if err := os.WriteFile(b.Region, read(t, small), 0o644); err != nil {
		t.Fatal(err)
	}
	first, second := sealed(t, a), sealed(t, b)
	block := filepath.Join("cells", "leuven-100", "block-00000.parquet")
	if !bytes.Equal(read(t, first.Dir, block), read(t, second.Dir, block)) {
		t.Error("the name of a region file changes the lives of its citizens")
	}
	if got := second.Manifest.Region; got != "leuven.csv" {
		t.Errorf("the region goes by %q", got)
	}
}

// TestPopulations: the plans of a comparison share their population, whoever
// says which; the flag says it for all, and it is found back in the command.
func TestPopulations(t *testing.T) {
	var failed *fault.Error
	if _, err := LoadPlans(request(t, "reference", "ageing")); !errors.As(err, &failed) || failed.Fault != fault.Usage || failed.Message.ID != "errors.populations_differ" {
		t.Errorf("a comparison of two populations is not refused: %v", err)
	}
	for population, want := range map[string]bool{scenarios.Ageing: true, scenarios.Churn: false} {
		r := request(t, "full-proposal", "ageing")
		r.Region, r.Population = "leuven", population
		x, err := NewExperiment(r)
		if err != nil {
			t.Fatal(err)
		}
		run, err := x.Describe()
		if err != nil {
			t.Fatal(err)
		}
		said := slices.Contains(run.Manifest.Command, "--population")
		for _, region := range x.Regions {
			if region.Ageing != want || said != want {
				t.Errorf("--population %s: ageing %v, said in the command %v", population, region.Ageing, said)
			}
		}
	}
}
