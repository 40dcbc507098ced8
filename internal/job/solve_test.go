package job

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"piramide/internal/job/fault"
	"piramide/internal/job/reading"
	"piramide/internal/stats"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/sim"
)

// TestNarrowFindsTheFirstPlace: on any rising function the search ends at the
// first place that reaches the goal, whichever end is which.
func TestNarrowFindsTheFirstPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 3000).Draw(t, "places")
		steps := rapid.SliceOfN(rapid.Float64Range(0, 1), n, n).Draw(t, "steps")
		miss := make([]float64, n)
		at := rapid.IntRange(1, n-1).Draw(t, "first place")
		sum := 0.0
		for i := at; i < n; i++ { // 0 or less from at on, falling
			sum -= steps[i] * steps[i] * 10
			miss[i] = sum
		}
		sum = 0
		for i := at - 1; i >= 0; i-- {
			sum += steps[i]*steps[i]*10 + 1e-6
			miss[i] = sum
		}
		mirrored := rapid.Bool().Draw(t, "mirrored")
		place := func(i int) int {
			if mirrored {
				return -i
			}
			return i
		}
		tries := 0
		missed, reached, err := narrow(place(0), place(n-1), miss[0], miss[n-1], 1, n, func(float64) bool { return false }, func(p int) (float64, error) {
			tries++
			if p == place(0) || p == place(n-1) {
				t.Fatalf("place %d is tried again", p)
			}
			return miss[max(p, -p)], nil
		})
		if err != nil || missed != place(at-1) || reached != place(at) {
			t.Fatalf("ends between %d and %d after %d tries, not %d and %d (%v)", missed, reached, tries, place(at-1), place(at), err)
		}
	})
}

func TestNarrowOnKnownFunctions(t *testing.T) {
	for name, f := range map[string]func(x float64) float64{
		"line":        func(x float64) float64 { return 300 - x },
		"exponential": func(x float64) float64 { return math.Exp(3) - math.Exp(x/100) },
		"root":        func(x float64) float64 { return math.Sqrt(300) - math.Sqrt(x) },
		"jump": func(x float64) float64 {
			if x < 300 {
				return 5
			}
			return -0.001
		},
		"wait without end": func(x float64) float64 {
			if x < 300 {
				return math.Inf(1)
			}
			return -1
		},
	} {
		tries := 0
		missed, reached, err := narrow(0, 1000, f(0), f(1000), 1, 60, func(float64) bool { return false }, func(p int) (float64, error) { tries++; return f(float64(p)), nil })
		if err != nil || missed != 299 || reached != 300 {
			t.Errorf("%s: ends between %d and %d after %d tries (%v)", name, missed, reached, tries, err)
		}
		if name != "jump" && tries > 20 {
			t.Errorf("%s: %d tries", name, tries)
		}
	}
}

func TestCrossing(t *testing.T) {
	x := []float64{0, 1, 3}
	for _, c := range []struct {
		miss   []float64
		want   float64
		beyond int
	}{
		{[]float64{1, -1, -2}, 0.5, 0},
		{[]float64{4, 3, -1}, 2.5, 0},
		{[]float64{1, -1, 2}, 0, +1}, // not reached at the last: more is needed
		{[]float64{-1, 1, -1}, 2, 0}, // for good only after the last miss
		{[]float64{0, -1, -1}, 0, -1},
		{[]float64{math.Inf(1), -1, -1}, 1, 0},
	} {
		if got, beyond := crossing(x, c.miss); beyond != c.beyond || beyond == 0 && math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v: %v (%d), not %v (%d)", c.miss, got, beyond, c.want, c.beyond)
		}
	}
}

func TestLattice(t *testing.T) {
	for _, c := range []struct {
		low, high, step float64
		first, last     float64
		decimals        int
	}{
		{0, 10, 1, 0, 10, 0},
		{0.05, 1.07, 0, 0.05, 1.07, 3},
		{0, 1_525_200, 0, 0, 1_525_000, 0},
		{0.3, 2.2, 0.5, 0.5, 2, 1},
	} {
		l := newLattice(c.low, c.high, c.step)
		if l.value(l.lo) != c.first || l.value(l.hi) != c.last || l.decimals() != c.decimals {
			t.Errorf("%+v: from %v to %v with %d decimals", c, l.value(l.lo), l.value(l.hi), l.decimals())
		}
		for place := l.lo; place <= l.hi; place++ {
			if got := l.place(l.value(place)); got != place {
				t.Fatalf("%+v: place %d comes back as %d", c, place, got)
			}
		}
	}
}

// known searches a function instead of a world: y of a value in each of 20 draws.
func known(t *testing.T, goalText string, y func(x float64, draw int) float64) *reading.Answer {
	t.Helper()
	g, err := reading.ReadGoal(goalText)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := scenarios.Load("full-proposal")
	if err != nil {
		t.Fatal(err)
	}
	dial, err := plan.Dial("outreach.posts", &sim.Config{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := words.For("nl")
	if err != nil {
		t.Fatal(err)
	}
	s := &search{goal: g, all: 20, trials: &trials{
		x: &Experiment{Draws: 20, Replicates: 1, Months: 12}, plan: plan, dial: dial, lat: newLattice(0, 10, 0.01), seen: map[trialKey]measured{},
	}}
	for d := range s.all {
		s.seen[trialKey{place: asIs, draw: d}] = measured{theIndicator: y(dial.Value, d)}
		for place := s.lat.lo; place <= s.lat.hi; place++ {
			s.seen[trialKey{place: place, draw: d}] = measured{theIndicator: y(s.lat.value(place), d)}
		}
	}
	s.answer = s.begin()
	s.answer.In(w)
	if err := s.solve(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s.answer
}

// apart is how far a draw lies from the mean; the 20 sum to 0.
func apart(draw int) float64 { return (float64(draw) - 9.5) / 20 }

func TestSolveKnownFunctions(t *testing.T) {
	a := known(t, "fte >= 6 FTE", func(x float64, d int) float64 { return 2*x + apart(d) })
	if a.Status != reading.Solved || math.Abs(*a.Value-3) > 0.03 || a.Turns {
		t.Errorf("line: %s at %v", a.Status, *a.Value)
	}
	// Cell d needs (6 − apart)/2.
	var need []float64
	for d := range 20 {
		need = append(need, (6-apart(d))/2)
	}
	slices.Sort(need)
	for p, end := range map[float64]*float64{0.025: a.Low, 0.975: a.High} {
		if want := stats.Quantile(p, need); end == nil || math.Abs(*end-want) > 0.011 {
			t.Errorf("the interval ends at %v, not %v", end, want)
		}
	}
	if a.Then.Reached != 10 || a.Now.Reached != 0 {
		t.Errorf("the goal is reached in %d of 20, and in %d now", a.Then.Reached, a.Now.Reached)
	}
	if a = known(t, "fte <= 4 FTE", func(x float64, d int) float64 { return 10 - x + apart(d) }); a.Status != reading.Solved || math.Abs(*a.Value-6) > 0.06 {
		t.Errorf("falling: %s at %v", a.Status, a.Value)
	}
	// Now at 1: 2 is more than asked, and 0.75 is enough.
	if a = known(t, "fte >= 1,5 FTE", func(x float64, d int) float64 { return 2*x + apart(d)/10 }); a.Status != reading.Already || math.Abs(*a.Value-0.75) > 0.02 {
		t.Errorf("already: %s at %v", a.Status, a.Value)
	}
	if a = known(t, "fte >= 1 FTE", func(x float64, d int) float64 { return 2 + x + apart(d) }); a.Status != reading.Always {
		t.Errorf("always: %s", a.Status)
	}
	if a = known(t, "fte >= 30 FTE", func(x float64, d int) float64 { return 2*x + apart(d) }); a.Status != reading.Unreachable || *a.Value != 10 || a.Low != nil {
		t.Errorf("unreachable: %s at %v", a.Status, *a.Value)
	}
	if a = known(t, "fte >= 30 FTE", func(_ float64, d int) float64 { return 3 + apart(d) }); a.Status != reading.NoEffect || a.Value != nil {
		t.Errorf("no effect: %s", a.Status)
	}
	// A hump: reached from about 2 to about 8; the side of the present value is told.
	hump := func(x float64, d int) float64 { return 25 - (x-5)*(x-5) + apart(d) }
	if a = known(t, "fte >= 16 FTE", hump); a.Status != reading.Solved || !a.Turns || math.Abs(*a.Value-2) > 0.05 {
		t.Errorf("hump: %s at %v, turns %v", a.Status, *a.Value, a.Turns)
	}
	if said := strings.Join(a.Sentences(), " "); !strings.Contains(said, "stijgt én daalt") {
		t.Errorf("the hump is not told: %s", said)
	}
	// What does not exist, or has no end, does not reach a goal.
	if a = known(t, "wait_median <= 3 months", func(x float64, d int) float64 {
		switch {
		case x < 1:
			return math.NaN()
		case x < 4:
			return math.Inf(1)
		}
		return 8 - x + apart(d)
	}); a.Status != reading.Solved || math.Abs(*a.Value-5) > 0.05 {
		t.Errorf("waiting: %s at %v", a.Status, a.Value)
	}
}

func TestReadGoal(t *testing.T) {
	for text, want := range map[string]string{
		"reached_in_time >= 60 %":                 "reached_in_time >= 60 %",
		"reached_in_time≥60%":                     "reached_in_time >= 60 %",
		"net_cost <= 0":                           "net_cost <= 0 EUR/inhabitant/year",
		"net_cost <= -2,5 EUR/inwoner/jaar":       "net_cost <= -2.5 EUR/inhabitant/year",
		"programme_cost ≤ 1 EUR/inhabitant/month": "programme_cost <= 12 EUR/inhabitant/year",
		"wait_median <= 1 jaar":                   "wait_median <= 12 month",
		"fte >= 12 VTE":                           "fte >= 12 FTE",
		"deaths <= 9.5 per_1000_year":             "deaths <= 9.5 per_1000_year",
		"cost_per_qaly <= 40000 EUR/QALY":         "cost_per_qaly <= 40000 EUR/QALY",
		"cost_per_qaly ≤ 12,5 EUR":                "cost_per_qaly <= 12.5 EUR/QALY",
		"cost_per_qaly <= 0":                      "cost_per_qaly <= 0 EUR/QALY",
	} {
		g, err := reading.ReadGoal(text)
		if err != nil || g.String() != want {
			t.Errorf("%s is read as %s (%v)", text, g, err)
		}
		if err == nil {
			if again, err := reading.ReadGoal(g.String()); err != nil || again.String() != want {
				t.Errorf("%s does not come back: %s (%v)", g, again, err)
			}
		}
	}
	for _, text := range []string{
		"", "60 %", "reached_in_time", "reached_in_time > 60 %", "reached_in_time = 60 %", "reached_in_time >= 60", "reached_in_time >= 60 EUR",
		"reached_in_time >= 160 %", "net_cost <= 3", "deaths <= 9.5", "deaths <= 9.5 %", "reach >= 60 %", "fte >= NaN FTE", "fte >= 1.234 FTE", "fte >= 1 FTE <= 2 FTE",
		"cost_per_qaly >= 40000 EUR/QALY", "cost_per_qaly <= 40000", "cost_per_qaly <= -1 EUR/QALY", "cost_per_qaly <= 40 %", "cost_per_qaly <= x EUR/QALY",
	} {
		if _, err := reading.ReadGoal(text); fault.Of(err) != fault.Usage {
			t.Errorf("%q is accepted, or refused as %v", text, err)
		}
	}
}

// TestEffectThreshold turns an effect: it stands beside its row, it is assumed in
// the first plan as well, and the answer reads back from its folder.
func TestEffectThreshold(t *testing.T) {
	r := SolveRequest{Request: request(t, "full-proposal"), Dial: "effects.zorgcoach.unplanned_stay", Goal: "net_cost <= 0"}
	a, err := Solve(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a.Status != reading.Unreachable || a.Evidence == nil || a.Evidence.Row != "own_coordination_unplanned_stay_rr" || a.Evidence.Inside {
		t.Fatalf("no effect pays for the programme in three years: %s, evidence %+v", a.Status, a.Evidence)
	}
	if a.Then.Indicator.Mean >= a.Now.Indicator.Mean || a.Then.Programme.Mean != a.Now.Programme.Mean {
		t.Errorf("fewer stays cost less, and leave the programme as it is: %+v, %+v", a.Now, a.Then)
	}
	if cells := string(read(t, r.Out, fileCells)); !strings.Contains(cells, "\nfirst,50,") || strings.Count(cells, "\nfirst,") != strings.Count(cells, "\nplan,") {
		t.Error("the first plan has not lived under the effects that were tried")
	}
	back, ok := reading.ReadAnswer(a.Folder, dutch(t))
	if !ok || back.Text() != a.Text() {
		t.Errorf("the folder tells something else:\n%s\n%s", back.Text(), a.Text())
	}
}

// TestSolveGoesOn: the same search again takes every cell from its folder, and one
// that was killed takes those that were written whole.
func TestSolveGoesOn(t *testing.T) {
	r := SolveRequest{Request: request(t, "full-proposal"), Dial: "financing.regio.amount", Goal: "programme_cost <= 35 EUR/inhabitant/year"}
	a, err := Solve(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a.Status != reading.Solved || a.Then.Indicator.Mean > 35 || *a.Value >= a.Old {
		t.Fatalf("%s at %v: %+v", a.Status, a.Value, a.Then.Indicator)
	}
	cells := read(t, r.Out, fileCells)
	lived := int64(0)
	if again, err := Solve(t.Context(), r, func(done, total int64) {
		if done < total {
			lived = done
		}
	}); err != nil || again.Text() != a.Text() || lived > 0 {
		t.Errorf("again is not the same (%v), or %d months were lived", err, lived)
	}
	s, err := newSearch(r)
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.manifest(s.asked()...)
	if err != nil {
		t.Fatal(err)
	}
	if s.folder, err = outputs.CreateFolder(r.Out+"2", m); err != nil {
		t.Fatal(err)
	}
	defer s.folder.Close()
	if err := s.folder.Append(FileScratch, cells[:len(cells)-3]); err != nil { // killed in the last line
		t.Fatal(err)
	}
	if err := s.recall(); err != nil {
		t.Fatal(err)
	}
	if got, want := len(s.seen), strings.Count(string(cells), "\n")-1; got < want-1 || got > want {
		t.Errorf("%d of %d cells come back", got, want)
	}
}
