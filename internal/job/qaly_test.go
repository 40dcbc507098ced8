package job

import (
	"math"
	"slices"
	"strings"
	"testing"

	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
)

// What a QALY costs, by hand: the ratio is that of the means (here 300/0.002, not the
// mean of 100/0.001 and 500/0.003), and there is none where QALYs are not told to be
// gained: in fewer than four of five cells, or in one cell alone.
func TestPerQALYByHand(t *testing.T) {
	none := math.NaN()
	for _, c := range []struct {
		name       string
		cost, qaly []float64
		ratio      float64
		distinct   bool
		says       string
	}{
		{"more for more", []float64{100, 500}, []float64{0.001, 0.003}, 150_000, true, "€150,000 per QALY"},
		{"less for more", []float64{-100, -300}, []float64{0.001, 0.003}, -100_000, true, "less cost"},
		{"more for less", []float64{100, 300}, []float64{-0.001, -0.003}, none, true, "no QALY gained"},
		{"less for less", []float64{-100, -300}, []float64{-0.001, -0.003}, none, true, "but also"},
		{"nothing", []float64{0, 0}, []float64{0, 0}, none, false, "no difference"},
		{"four of five", []float64{10, 10, 10, 10, 10}, []float64{1, 1, 1, 1, -1}, 10.0 / 0.6, true, "per QALY"},
		{"three of five", []float64{10, 10, 10, 10, 10}, []float64{1, 1, 1, -1, -1}, none, false, "cannot be told"},
		{"three of five, cheaper", []float64{-1, -1, -1, -1, -1}, []float64{1, 1, 1, -1, -1}, none, false, "cannot be told"},
		{"near zero", []float64{10, 10}, []float64{1e-9, -1e-9}, none, false, "cannot be told"},
		{"one cell", []float64{10}, []float64{1}, none, false, "cannot be told"},
	} {
		draw := make([]int, len(c.cost))
		for i := range draw {
			draw[i] = i
		}
		x := reading.PerQALYOf(c.cost, c.qaly, draw)
		if x.Distinct != c.distinct || (x.Ratio == nil) != math.IsNaN(c.ratio) || x.Ratio != nil && math.Abs(*x.Ratio-c.ratio) > 1e-6 {
			t.Errorf("%s: %+v, want %v", c.name, x, c.ratio)
		}
		w, err := words.For("en")
		if err != nil {
			t.Fatal(err)
		}
		a := &reading.Answer{Words: w}
		if said := a.PerQALYText(x); !strings.Contains(said, c.says) {
			t.Errorf("%s is told as %q", c.name, said)
		}
	}
}

// A goal in EUR per QALY is met from the price on at which the mean net benefit is not
// negative; the answer reads back from its folder; and a second dial asks the same.
func TestSolvePerQALY(t *testing.T) {
	base := request(t, "full-proposal")
	r := SolveRequest{Request: base, Dial: "effects.zorgcoach.unplanned_stay", Second: "financing.regio.amount", Goal: "cost_per_qaly <= 20000 EUR/QALY"}
	a, err := Solve(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	x := a.Now.PerQALY
	if x == nil || a.Second == nil || a.Second.Dial != r.Second || a.Second.Folder == a.Folder {
		t.Fatalf("%+v, second %+v", x, a.Second)
	}
	if benefit := 20000*x.QALY.Mean - x.Cost.Mean; math.Abs(benefit-a.Now.Indicator.Mean) > 1e-6*math.Abs(benefit) {
		t.Errorf("the net benefit is %v, of %v QALYs for %v euro it is %v", a.Now.Indicator.Mean, x.QALY.Mean, x.Cost.Mean, benefit)
	}
	if *a.Second.Now.PerQALY != *x && !slices.Equal([]float64{a.Second.Now.PerQALY.Cost.Mean}, []float64{x.Cost.Mean}) {
		t.Errorf("the plan as it is differs by dial: %+v and %+v", a.Second.Now.PerQALY, x)
	}
	if !strings.Contains(a.Text(), a.Second.Dial) {
		t.Errorf("the second dial is not told:\n%s", a.Text())
	}
	for _, one := range []*reading.Answer{a, a.Second} {
		alone := *one
		alone.Second = nil
		if back, ok := reading.ReadAnswer(one.Folder, a.Words); !ok || back.Text() != alone.Text() {
			t.Errorf("the folder tells something else:\n%s\n%s", back.Text(), alone.Text())
		}
	}
	r.Second, r.Out = "zorgcoach.nothing", base.Out+"-3"
	if _, err := Solve(t.Context(), r, nil); err == nil {
		t.Error("a second dial that does not exist is accepted")
	}
	g, _ := reading.ReadGoal("cost_per_qaly <= 20000 EUR/QALY")
	if g.Miss(1) > 0 || g.Miss(-1) <= 0 || outputs.Find(outputs.Indicators, g.Indicator.ID) >= 0 {
		t.Error("a goal per QALY is judged by something else than its net benefit")
	}
}
