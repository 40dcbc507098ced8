package decision

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"piramide/scenarios/sweep"
)

// A planted box in two of five inputs, with a tenth of the cases turned at random: the box
// is found, its ends within 0.06, and none of the idle inputs is held. The design and the
// noise are fixed.
func TestPRIMFindsAPlantedBox(t *testing.T) {
	const n = 1000
	points := sweep.LatinHypercube(n, 5, 3)
	noise := normals(4, n)
	x := make([][]float64, 5)
	hit := make([]bool, n)
	for i, u := range points {
		for j := range x {
			x[j] = append(x[j], u[j])
		}
		hit[i] = u[1] > 0.6 && u[3] < 0.5
		if math.Abs(noise[i]) > 1.645 {
			hit[i] = !hit[i]
		}
	}
	b, trajectory, ok := PRIM(x, hit)
	t.Logf("%+v of %d boxes", b, len(trajectory))
	if !ok || len(b.Limits) != 2 {
		t.Fatalf("%v, %+v", ok, b)
	}
	for _, l := range b.Limits {
		switch l.Input {
		case 1:
			near(t, "low", l.Low, 0.6, 0.06)
			if !math.IsInf(l.High, 1) && l.High < 0.95 {
				t.Errorf("high %v", l.High)
			}
		case 3:
			near(t, "high", l.High, 0.5, 0.06)
		default:
			t.Errorf("input %d is held", l.Input)
		}
		if l.P > 1e-6 {
			t.Errorf("quasi-p of a real limit %v", l.P)
		}
	}
	near(t, "density", b.Density, 0.9, 0.05)
	first := trajectory[0]
	if first.Cases != n || first.Coverage != 1 || len(first.Limits) != 0 {
		t.Errorf("the trajectory starts with %+v", first)
	}
	// The quasi-p-value by its definition, from a table of counts made here.
	free := 0
	freeHits := 0
	for i := range hit {
		if u := x[1][i]; u >= b.Limits[limitOf(b, 1)].Low && u <= b.Limits[limitOf(b, 1)].High {
			free++
			if hit[i] {
				freeHits++
			}
		}
	}
	tail := 0.0
	for k := b.Hits; k <= b.Cases; k++ {
		tail += distuv.Binomial{N: float64(b.Cases), P: float64(freeHits) / float64(free)}.Prob(float64(k))
	}
	near(t, "quasi-p", b.Limits[limitOf(b, 3)].P, tail, 1e-9)
}

func limitOf(b Box, input int) int {
	for k, l := range b.Limits {
		if l.Input == input {
			return k
		}
	}
	return -1
}

func TestPRIMHasNothingToFind(t *testing.T) {
	x := [][]float64{normals(1, 100)}
	if _, _, ok := PRIM(x, make([]bool, 100)); ok {
		t.Error("no hits, and a box")
	}
	if _, _, ok := PRIM([][]float64{normals(1, 30)}, append(make([]bool, 29), true)); ok {
		t.Error("30 cases, and a box")
	}
}

// Failures at the far side of an input do not hide the large part at the near side.
func TestPRIMStepsOverTheFarSide(t *testing.T) {
	points := sweep.LatinHypercube(150, 3, 5)
	x := make([][]float64, 3)
	hit := make([]bool, len(points))
	for i, u := range points {
		for j := range x {
			x[j] = append(x[j], u[j])
		}
		hit[i] = u[1] < 0.55 || u[1] > 0.9
	}
	b, _, ok := PRIM(x, hit)
	if !ok || len(b.Limits) != 1 || b.Limits[0].Input != 1 || b.Density < 0.97 || b.Coverage < 0.75 {
		t.Errorf("%v %+v", ok, b)
	}
}

// Where hits fall by luck a box is seldom found, whatever the number of cases and of inputs
// and the share of hits. Over 400 worlds each the rates were 6.0 % for 250 cases of which a
// tenth are hits, 4 to 5 % for 500 and 1,000 of those, and under 1 % for three tenths or half;
// of 100 worlds at most 16 may have one (more has a chance of 10⁻⁴ at 6 %; the seeds are fixed).
func TestPRIMIsSeldomFooled(t *testing.T) {
	const worlds = 100
	for _, c := range []struct {
		cases, inputs int
		share         float64
	}{{60, 40, 0.5}, {120, 40, 0.3}, {250, 1, 0.1}, {250, 8, 0.1}, {500, 4, 0.1}} {
		found := 0
		for w := range uint64(worlds) {
			x, hit := planted(w, c.cases, c.inputs, c.share, 0)
			if _, _, ok := PRIM(x, hit); ok {
				found++
			}
		}
		t.Logf("%d cases, %d inputs, %.0f %% hits: %d of %d", c.cases, c.inputs, 100*c.share, found, worlds)
		if found > 16 {
			t.Errorf("%d cases, %d inputs: a box is found in %d of %d worlds of luck", c.cases, c.inputs, found, worlds)
		}
	}
}

// planted are worlds in which hits are the cases with the highest outcome; the first input
// makes a share of the spread of that outcome, and all others nothing.
func planted(seed uint64, cases, inputs int, hits, share float64) (x [][]float64, hit []bool) {
	x = make([][]float64, inputs)
	for j := range x {
		x[j] = normals(1000*seed+uint64(j)+1, cases)
	}
	y := normals(1000*seed+999, cases)
	for i := range y {
		y[i] = math.Sqrt(share)*x[0][i] + math.Sqrt(1-share)*y[i]
	}
	sorted := slices.Sorted(slices.Values(y))
	cut := sorted[int(float64(cases)*(1-hits))]
	hit = make([]bool, cases)
	for i := range y {
		hit[i] = y[i] >= cut
	}
	return x, hit
}

// One input that makes 56 % of the spread is found among many that make none, and they are
// not: in 60 cases among few inputs sometimes, in 120 among 160 mostly, in 500 always. The
// bounds are under what was found (seeds are fixed); idle inputs are held in at most
// one world of twenty.
func TestPRIMFindsOneAmongMany(t *testing.T) {
	const worlds = 20
	for _, c := range []struct{ cases, inputs, least int }{{60, 5, 5}, {120, 40, 12}, {120, 160, 10}, {500, 40, 20}} {
		found, idle := 0, 0
		for w := range uint64(worlds) {
			x, hit := planted(w+7, c.cases, c.inputs, 0.425, 0.56)
			b, trajectory, ok := PRIM(x, hit)
			if !ok {
				continue
			}
			if limitOf(b, 0) >= 0 {
				found++
			}
			if len(b.Limits) > 1 || limitOf(b, 0) < 0 {
				idle++
			}
			if len(trajectory) < 2 || b.Density < 0.5 || b.Coverage < 0.3 {
				t.Errorf("%+v on a trajectory of %d", b, len(trajectory))
			}
		}
		t.Logf("%d cases, %d inputs: found in %d of %d, with others in %d", c.cases, c.inputs, found, worlds, idle)
		if found < c.least || idle > 1 {
			t.Errorf("%d cases, %d inputs: found in %d of %d, with others in %d", c.cases, c.inputs, found, worlds, idle)
		}
	}
}

// The quasi-p-value is the binomial chance of at least so many.
func TestAtLeast(t *testing.T) {
	for _, p := range []float64{0.05, 0.4, 0.9} {
		for hits := 0; hits <= 30; hits++ {
			tail := 0.0
			for k := hits; k <= 30; k++ {
				tail += distuv.Binomial{N: 30, P: p}.Prob(float64(k))
			}
			near(t, "chance", atLeast(hits, 30, p), tail, 1e-10)
		}
	}
	if atLeast(3, 5, 0) != 0 || atLeast(3, 5, 1) != 1 || atLeast(0, 5, 0) != 1 {
		t.Error("ends")
	}
}
