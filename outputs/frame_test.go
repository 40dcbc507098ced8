package outputs

import (
	"errors"
	"path/filepath"
	"testing"

	"piramide/sim"
)

// A column of a group is that group's own ratio, cell by cell, and its weight the
// denominator; years outside the accounts and groups that do not exist are refused.
func TestFrameByGroup(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	run := fakeRun(3, 2)
	fill(t, dir, run, run.Manifest.Cells(), 2)
	f, err := ReadFrame(dir, []string{"days_at_home", InGroup("days_at_home", "vt"), InGroup(Weight, "vt")}, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i := range f.Cells() {
		r := fake(f.Cell(2, i), 1, 1, strengths["full-proposal"])
		at := func(group int) sim.Ratio { return r.Yearly[int(sim.DaysAtHome)*2*sim.NumGroups+group] }
		scale := f.Values(2, "days_at_home")[i] / quotient(at(sim.GroupAll).Num, at(sim.GroupAll).Den)
		if got, want := f.Values(2, InGroup("days_at_home", "vt"))[i], scale*quotient(at(sim.GroupVT).Num, at(sim.GroupVT).Den); got-want > 1e-9 || want-got > 1e-9 {
			t.Errorf("cell %d: %v days at home with VT, want %v", i, got, want)
		}
		if got, want := f.Values(2, InGroup(Weight, "vt"))[i], float64(at(sim.GroupVT).Den); got != want {
			t.Errorf("cell %d: weight %v, want %v", i, got, want)
		}
	}
	for _, years := range [][2]int{{2026, 2027}, {2028, 2030}} {
		if _, err := ReadFrame(dir, []string{"days_at_home"}, years[0], years[1]); !errors.Is(err, ErrPeriod) {
			t.Errorf("years %v: %v", years, err)
		}
	}
	if _, err := ReadFrame(dir, []string{InGroup("days_at_home", "rich")}, 0, 0); err == nil {
		t.Error("a group that does not exist is read")
	}
}
