package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

var near = cmpopts.EquateApprox(0, 1e-12)

func TestQuantile(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		p    float64
		x    []float64
		want float64
	}{
		{0.5, []float64{1, 2, 3, 4}, 2.5},
		{0.1, []float64{0, 10}, 1},
		{0, []float64{3, 4}, 3},
		{1, []float64{3, 4}, 4},
		{0.5, []float64{1, inf, inf}, inf},
		{0.5, []float64{7}, 7},
	} {
		if got := Quantile(c.p, c.x); !cmp.Equal(got, c.want, near) && got != c.want {
			t.Errorf("Quantile(%v, %v) = %v, want %v", c.p, c.x, got, c.want)
		}
	}
	if !math.IsNaN(Quantile(0.5, nil)) {
		t.Error("the median of nothing must be NaN")
	}
}

// Quantiles of the same values never cross: rounding once put a 2.5 % point
// above the 10 % point.
func TestQuantileNeverFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 1, 12).Draw(t, "x")
		slices.Sort(x)
		p, q := rapid.Float64Range(0, 1).Draw(t, "p"), rapid.Float64Range(0, 1).Draw(t, "q")
		if p > q {
			p, q = q, p
		}
		a, b := Quantile(p, x), Quantile(q, x)
		if a > b || a < x[0] || b > x[len(x)-1] {
			t.Fatalf("the %v-quantile of %v is %v, the %v-quantile %v", p, x, a, q, b)
		}
	})
}

// The ordinary standard error with singletons; groups of equal values count once.
func TestStdErr(t *testing.T) {
	x := []float64{1, 2, 4, 7}
	if got, want := StdErr(x, []int{0, 1, 2, 3}), math.Sqrt(Variance(x)/4); !cmp.Equal(got, want, near) {
		t.Errorf("singletons: %v, want %v", got, want)
	}
	twice := []float64{1, 1, 2, 2, 4, 4, 7, 7}
	if got, want := StdErr(twice, []int{0, 0, 1, 1, 2, 2, 3, 3}), math.Sqrt(Variance(x)/4); !cmp.Equal(got, want, near) {
		t.Errorf("pairs: %v, want %v", got, want)
	}
}

// Worked by hand: six waits, the competing end at 2, censoring at 3.
func TestAalenJohansenByHand(t *testing.T) {
	c := AalenJohansen([]Duration{{5, Event}, {1, Event}, {2, Competing}, {3, Censored}, {4, Event}, {6, Censored}})
	want := Curve{
		Time:      []float64{1, 4, 5},
		Incidence: []float64{1. / 6, 1./6 + 4./6/3, 1./6 + 4./6/3 + 4./6*2/3/2},
		Last:      6,
	}
	if d := cmp.Diff(want, c, near); d != "" {
		t.Error(d)
	}
	if got := c.Quantile(0.5); got != 5 {
		t.Errorf("median %v, want 5", got)
	}
	if got := c.Quantile(0.9); !math.IsInf(got, 1) {
		t.Errorf("p90 %v, want never", got)
	}
	if c.At(0.5) != 0 || c.At(1) != want.Incidence[0] || c.At(4.5) != want.Incidence[1] {
		t.Error("At does not step where the curve steps")
	}
}

// Without censoring, incidence is the plain share; events, competing ends and
// those still free always sum to one.
func TestAalenJohansenWithoutCensoringIsTheShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		d := make([]Duration, n)
		for i := range d {
			d[i] = Duration{float64(rapid.IntRange(0, 12).Draw(t, "time")), End(rapid.IntRange(1, 2).Draw(t, "end"))}
		}
		at := float64(rapid.IntRange(0, 12).Draw(t, "at"))
		events := 0
		for _, x := range d {
			if x.End == Event && x.Time <= at {
				events++
			}
		}
		if got, want := AalenJohansen(slices.Clone(d)).At(at), float64(events)/float64(n); !cmp.Equal(got, want, near) {
			t.Fatalf("incidence at %v is %v, share is %v", at, got, want)
		}
	})
}

func TestRanksShareTies(t *testing.T) {
	if d := cmp.Diff([]float64{2.5, 1, 2.5, 4}, Ranks([]float64{5, 3, 5, 9})); d != "" {
		t.Error(d)
	}
}

// A fixed seed, so no false alarm: two real inputs with 4 to 1 variance among 30 idle ones.
func TestRankRegressionFindsWhatCarriesTheVariance(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const n = 400
	x := make([][]float64, 32)
	for i := range x {
		x[i] = make([]float64, n)
		for k := range x[i] {
			x[i][k] = rng.NormFloat64()
		}
	}
	y := make([]float64, n)
	for k := range y {
		y[k] = math.Exp(2*x[3][k] - x[7][k]) // monotone: ranks see through it
	}
	share := RankRegression(x, y)
	total := 0.0
	for _, s := range share {
		total += s
	}
	if a, b := share[3]/total, share[7]/total; math.Abs(a-0.8) > 0.06 || math.Abs(b-0.2) > 0.06 || total < 0.9 {
		t.Errorf("shares %.2f and %.2f of %.2f, want about 0.8 and 0.2 of 1", a, b, total)
	}
	if got := RankRegression([][]float64{x[0], x[0]}, x[0]); got[0] == 0 || got[1] == 0 {
		t.Errorf("two copies of one input: %v", got)
	}
}
