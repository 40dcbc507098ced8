package calibrate

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"
)

// TestEmulatorOfCurve: what is a curve of second degree is emulated exactly.
func TestEmulatorOfCurve(t *testing.T) {
	p := banana(t)
	w, err := FirstWave(t.Context(), p, Settings{Seed: 1}, 60)
	if err != nil {
		t.Fatal(err)
	}
	e, err := emulate(p, w.Points)
	if err != nil {
		t.Fatal(err)
	}
	for _, z := range [][]float64{{0, 0}, {1, -1}, {2.5, 3}} {
		want, _ := p.Model(t.Context(), p.Values(z), 0)
		got, _ := e.Problem.Model(t.Context(), e.Problem.Values(z), 0)
		near(t, "emulated", got[0], want[0], 1e-6)
	}
	near(t, "its error", e.Errors[0], 0, 1e-6)
	if _, err := emulate(p, w.Points[:9]); !errors.Is(err, ErrProblem) {
		t.Errorf("9 points: %v", err)
	}
}

// TestEmulatorOfCounts: predictions stay where they can be, shares add up to 1, and the
// error that it tells is the one it makes at new points, within a factor of two.
func TestEmulatorOfCounts(t *testing.T) {
	p, _ := hard(t, 4, 3)
	w, err := FirstWave(t.Context(), p, Settings{Seed: 1}, 300)
	if err != nil {
		t.Fatal(err)
	}
	e, err := emulate(p, w.Points)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := FirstWave(t.Context(), p, Settings{Seed: 2}, 300)
	if err != nil {
		t.Fatal(err)
	}
	off := make([][]float64, len(e.Errors))
	for _, pt := range fresh.Points {
		y, _ := e.Problem.Model(context.Background(), pt.Scores, 0)
		if math.IsInf(e.Problem.Log(y), -1) {
			t.Errorf("impossible predictions %v", y)
		}
		for k := range y {
			off[k] = append(off[k], math.Abs(y[k]-pt.Predicted[k]))
		}
	}
	k := 0
	for _, target := range p.Targets {
		low, high := target.Likelihood.Interval(FitLevel)
		for j := range target.Numbers {
			slices.Sort(off[k])
			got := off[k][270] / ((high[j] - low[j]) / 2)
			if ratio := got / e.Errors[k]; got > 1e-6 && (ratio > 2 || ratio < 0.5) {
				t.Errorf("%s: off by %.3g, told %.3g", target.Name, got, e.Errors[k])
			}
			k++
		}
	}
}
