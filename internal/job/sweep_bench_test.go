package job

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"piramide/outputs"
	"piramide/sim"
)

// BenchmarkSweep compares the bare loop over the cells of three plans of Leuven, ten
// years and four draws, with a sweep that also keeps, stores, joins and seals them. The
// rest of a sweep of a thousand draws is the same per cell.
func BenchmarkSweep(b *testing.B) {
	file := filepath.Join(b.TempDir(), "proef.yaml")
	const body = "format: 1\nname: proef\nplans: [reference, leuven-100, full-proposal]\ndraws: 4\nindicators: [reached_in_time, wait_median, " +
		"give_ups, days_at_home, carers_overloaded, workload, vt_gap, programme_cost, net_cost, fte, qaly, unplanned_stays, ed_visits, bed_days, experience_score]\n"
	if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
		b.Fatal(err)
	}
	load := func(out string) *sweepRun {
		s, err := loadSweep(SweepRequest{File: file, Out: out})
		if err != nil {
			b.Fatal(err)
		}
		return s
	}
	b.Run("bare", func(b *testing.B) {
		for range b.N {
			x := load("nergens").x
			if err := x.Each(context.Background(), 2, func(outputs.Cell) bool { return false }, func(outputs.Cell, *sim.Result) error { return nil }, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("stored", func(b *testing.B) {
		for range b.N {
			if err := load(filepath.Join(b.TempDir(), "r")).fill(context.Background(), outputs.Create, 2, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}
