package handover

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/outputs"
)

// without copies a result folder without the tables of its cells that strip takes out.
func without(t *testing.T, r *outputs.Result, strip func(*outputs.CellTables)) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "oud")
	store, err := outputs.Create(dir, outputs.Run{Manifest: r.Manifest, Plans: r.Plans, Register: r.Register, Parameters: slices.Values([][]outputs.Parameter{r.Parameters})})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Each(func(c *outputs.CellTables) error {
		strip(c)
		return store.Put(c)
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Seal(); err != nil {
		t.Fatal(err)
	}
	if err := store.Finish(); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestFigureWithoutItsTable: a figure whose table the result lacks is refused by name,
// and left out of a document that says so; nothing is half-written.
func TestFigureWithoutItsTable(t *testing.T) {
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	whole := sealed(t, request(t, "reference", "full-proposal"))
	for name, c := range map[string]struct {
		table string
		strip func(*outputs.CellTables)
	}{
		"reached": {"monthly", func(c *outputs.CellTables) { c.Monthly = nil }},
		"money":   {"ledger", func(c *outputs.CellTables) { c.Ledger = nil }},
		"pyramid": {"pyramid", func(c *outputs.CellTables) { c.Pyramid = nil }},
	} {
		dir, out := without(t, whole, c.strip), filepath.Join(t.TempDir(), "uit")
		_, err := Plot(PlotRequest{Folder: dir, Figures: []string{name}, Out: out}, w)
		if err == nil || fault.Of(err) != fault.BadInput {
			t.Errorf("%s without %s: %v", name, c.table, err)
			continue
		}
		if said := fault.Tell(err, w); !strings.Contains(said, "tabel "+c.table) || !strings.Contains(said, "tip: ") {
			t.Errorf("%s without %s says %q", name, c.table, said)
		}
		if found, _ := filepath.Glob(out + "*"); found != nil {
			t.Errorf("%s without %s leaves %v", name, c.table, found)
		}
		for _, kind := range reportKinds {
			_, err := Write(Request{Folder: dir, Kind: kind, Out: out}, []*words.Words{w})
			if c.table == "ledger" || kind == kindDecision { // a model without money has results all the same; a choice is about years
				if err != nil {
					t.Errorf("%s without %s: %v", kind, c.table, err)
				}
				continue
			}
			if err == nil || fault.Of(err) != fault.BadInput || !strings.Contains(fault.Tell(err, w), "tabel "+c.table) {
				t.Errorf("%s without %s: %v", kind, c.table, err)
			}
			if found, _ := filepath.Glob(out + "*"); found != nil {
				t.Errorf("%s without %s leaves %v", kind, c.table, found)
			}
		}
	}
}
