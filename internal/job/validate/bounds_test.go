package validate

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"piramide/internal/job"
	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/scenarios/evidence"
	"piramide/sim"
)

// hold holds a plan, care as today with something more, against the bounds in the small region.
func hold(t *testing.T, more string) *Bounds {
	t.Helper()
	plan := filepath.Join(t.TempDir(), "plan.yaml")
	if err := os.WriteFile(plan, []byte("format: 1\nname: plan\nextends: reference\ntitle: {nl: Een plan, en: A plan}\n"+more), 0o644); err != nil {
		t.Fatal(err)
	}
	b, err := HoldBounds(t.Context(), job.Request{Plans: []string{plan}, Region: small, Assumptions: "optimistic", Seed: 3, Workers: 2, Replicates: 8}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Rows) != len(bounds) {
		t.Fatalf("%d rows, want one per bound", len(b.Rows))
	}
	return b
}

// A plan that takes away seven of ten stays of everybody fails every bound, with its
// sentence, and the ratio is that of what it does.
func TestBoundsFailAPlanThatPromisesTooMuch(t *testing.T) {
	t.Parallel()
	b := hold(t, "shocks:\n  wonder: {kind: epidemic, start: 2027-01, length: 60 months, stays: 30 %, new_clients: 100 %, absence: 100 %}\n")
	w, err := words.For("en")
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Join(b.Sentences(w), "\n")
	for _, row := range b.Rows {
		// Each ratio is of some 1,000 events in a small region: eight worlds know it to about 0.02.
		if row.Verdict != BoundFails || math.Abs(row.Ratio-0.3) > 0.08 || !strings.Contains(said, row.Row) || row.Under != row.Worlds {
			t.Errorf("%+v", row)
		}
	}
	if err := b.Verdict(); fault.Of(err) != fault.GateFailed {
		t.Errorf("the gate says %v", err)
	}
}

// The years of a bound count from the month in which a plan begins.
func TestBoundYearsCountFromTheStartOfThePlan(t *testing.T) {
	lived := boundSeries{sim.MonthUnplanned: make([]int64, 36), sim.MonthPopulation: slices.Repeat([]int64{100}, 36)}
	for m := range 10 {
		lived[sim.MonthUnplanned][14+12+m] = 7 // year 2 of a plan that begins in month 14, which has 10 months here
	}
	b := bound{from: 12, to: 22, series: sim.MonthUnplanned}
	if got := lived.rate(b, 14); got != 0.07 {
		t.Errorf("year 2: %g", got)
	}
	if got := lived.rate(bound{from: 0, to: 12, series: sim.MonthUnplanned}, 14); got != 0 {
		t.Errorf("year 1: %g", got)
	}
}

// A plan that changes nobody stands at 1 exactly, and passes.
func TestBoundsPassAPlanThatChangesNothing(t *testing.T) {
	t.Parallel()
	b := hold(t, "")
	for _, row := range b.Rows {
		if row.Ratio != 1 || row.Half != 0 {
			t.Errorf("%+v", row)
		}
	}
	if err := b.Verdict(); err != nil {
		t.Error(err)
	}
}

// The verdict follows the range, what chance may add, and the months that were lived.
func TestBoundVerdicts(t *testing.T) {
	for want, b := range map[string]Bounded{
		BoundFails:   {Ratio: 0.90, Reach: 0.93, Worlds: 20},
		BoundEdge:    {Ratio: 0.93, Reach: 0.95, Worlds: 20},
		BoundInside:  {Ratio: 0.97, Reach: 0.99, Worlds: 20},
		BoundWeaker:  {Ratio: 1.01, Reach: 1.02, Worlds: 20},
		BoundUnasked: {},
	} {
		b.Low, b.High = 0.94, 1.00
		if got := b.judge(); got != want {
			t.Errorf("%+v is %q, want %q", b, got, want)
		}
	}
}

// Every result of a whole population that bounds how often people are admitted is held.
// The third year has its row twice: as printed, and as a ratio, which is held.
func TestEveryBoundIsHeld(t *testing.T) {
	reg, err := evidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reg.Rows() {
		role, ok := reg.Role(r.ID)
		if !ok || role.Use != evidence.Bound || !strings.HasPrefix(r.ID, "vanguard_pop_") && !strings.HasPrefix(r.ID, "ic_whole_") || r.ID == "vanguard_pop_emergency_y3" {
			continue
		}
		if !slices.ContainsFunc(bounds, func(b bound) bool { return b.row == r.ID }) {
			t.Errorf("%s bounds no plan", r.ID)
		}
	}
}

// small is a region of about 1,800 people, in two buurten.
var small = filepath.Join("..", "..", "..", "cmd", "piramide", "testdata", "klein.csv")
