package evaluation

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// falseAlarm is the chance with which a sound estimator fails one band below; seeds are fixed.
const falseAlarm = 1e-6

// inBand says whether k hits of n are what a share p gives, at falseAlarm (exact binomial).
func inBand(k, n int, p float64) bool {
	b := distuv.Binomial{N: float64(n), P: p}
	lower := b.CDF(float64(k))
	upper := 1.0
	if k > 0 {
		upper = 1 - b.CDF(float64(k-1))
	}
	return min(lower, upper) > falseAlarm/2
}

func source(k uint64) *rand.Rand { return rand.New(rand.NewPCG(k, 7)) }

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*math.Max(1, math.Abs(want))) {
		t.Errorf("%s: %.12g, not %.12g", what, got, want)
	}
}

// With equal exposures a paired change is the textbook's paired t.
func TestPairedIsThePairedT(t *testing.T) {
	was, is := []float64{3, 1, 4, 1, 5, 9, 2, 6}, []float64{2, 1, 3, 2, 4, 6, 2, 3}
	var b, a []Count
	var d []float64
	for i := range was {
		b, a, d = append(b, Count{was[i] * 2, 2}), append(a, Count{is[i] * 3, 3}), append(d, is[i]-was[i])
	}
	e := Paired(b, a, 0.05)
	mean, sd := stat.MeanStdDev(d, nil)
	se := sd / math.Sqrt(8)
	near(t, "value", e.Value, mean)
	near(t, "error", e.SE, se)
	near(t, "low", e.Low, mean-2.3646242515927844*se) // t of 7 degrees of freedom, R: qt(0.975, 7)
	if Paired(b[:2], a[:2], 0.05).Units != 0 || Paired([]Count{{}, {}, {}}, a[:3], 0.05).Units != 0 {
		t.Error("too few, or no exposure, gives an estimate")
	}
}

// Unadjusted it is Welch's error; adjusted, the coefficient of least squares on arm and
// level before, which is solved here with matrices.
func TestArmsAgreeWithLeastSquares(t *testing.T) {
	r := source(1)
	var one, other []Unit
	var rows, y []float64
	for i := range 60 {
		x := r.NormFloat64()
		arm := 0.0
		if i%3 == 0 {
			arm = 1
		}
		after := 2 + 0.7*x - 0.5*arm + r.NormFloat64()
		u := Unit{Rate(x), Rate(after)}
		if arm == 1 {
			one = append(one, u)
		} else {
			other = append(other, u)
		}
		rows, y = append(rows, 1, arm, x), append(y, after)
	}
	var beta mat.VecDense
	if err := beta.SolveVec(mat.NewDense(60, 3, rows), mat.NewVecDense(60, y)); err != nil {
		t.Fatal(err)
	}
	near(t, "adjusted", Arms(one, other, true, 0.05).Value, beta.AtVec(1))
	var a, b []float64
	for _, u := range one {
		a = append(a, u.After.Num)
	}
	for _, u := range other {
		b = append(b, u.After.Num)
	}
	plain := Arms(one, other, false, 0.05)
	near(t, "difference", plain.Value, stat.Mean(a, nil)-stat.Mean(b, nil))
	near(t, "error", plain.SE, math.Sqrt(stat.Variance(a, nil)/20+stat.Variance(b, nil)/40))
}

// Randomised inclusion: people of very different risk and exposure, whom half of the time a
// programme takes a fifth of the stays from. The interval of 95 % holds the truth as often
// as it says, adjusted or not, and adjusting makes it narrower. Two bands at 10⁻⁶.
func TestRandomisedDifferenceCovers(t *testing.T) {
	r := source(2)
	const trials, people, effect = 1500, 200, 0.8
	var held [2]int
	var width [2]float64
	const truth = effect - 1
	for range trials {
		var arms [2][]Unit
		for i := range people {
			risk, years := r.ExpFloat64(), 0.5+r.Float64()
			level := risk
			if i%2 == 0 {
				level *= effect
			}
			n := distuv.Poisson{Lambda: level * years, Src: r}.Rand()
			arms[i%2] = append(arms[i%2], Unit{Count{risk + 0.5*r.NormFloat64(), 1}, Count{n, years}})
		}
		for k := range held {
			e := Arms(arms[0], arms[1], k == 1, 0.05)
			width[k] += e.High - e.Low
			if e.Low <= truth && truth <= e.High {
				held[k]++
			}
		}
	}
	for k, h := range held {
		if !inBand(h, trials, 0.95) {
			t.Errorf("adjusted %v: %d of %d intervals hold the truth", k == 1, h, trials)
		}
	}
	if width[1] > 0.95*width[0] {
		t.Errorf("adjusting makes intervals %.2f as wide", width[1]/width[0])
	}
}

// The scores of the logistic regression add up as maximum likelihood says: over all, and
// weighted by each covariate, who takes part is who was expected to.
func TestLogitSolvesItsEquations(t *testing.T) {
	r := source(3)
	var x [][]float64
	var yes []bool
	for range 3000 {
		row := []float64{r.NormFloat64(), 40 + 20*r.NormFloat64(), 1} // the last is constant
		x = append(x, row)
		yes = append(yes, r.Float64() < 1/(1+math.Exp(2-row[0]-0.05*(row[1]-40))))
	}
	var sums [4]float64
	eta := Logit(x, yes)
	for i, e := range eta {
		left := -1 / (1 + math.Exp(-e))
		if yes[i] {
			left++
		}
		sums[0] += left
		for j, v := range x[i] {
			sums[j+1] += left * v
		}
	}
	for j, s := range sums {
		if math.Abs(s) > 1 { // the ridge of 10⁻⁶ per person leaves less than one person
			t.Errorf("equation %d is off by %g people", j, s)
		}
	}
	if Logit(nil, nil) != nil {
		t.Error("nobody has a score")
	}
}

// Matching takes away what its covariates carry, and only that: with the confounder among
// them the difference is unbiased, without it the bias is that of the raw groups in part or
// whole. The truth is 0. Bands are 5 standard errors of the mean over the trials.
func TestMatchingTakesAwayWhatIsMeasured(t *testing.T) {
	r := source(4)
	const trials, people = 120, 1500
	estimate := map[string][]float64{}
	for range trials {
		var treated, control []Unit
		var a, b [][]float64
		var both [][]float64
		var yes []bool
		for range people {
			need, other := r.NormFloat64(), r.NormFloat64()
			level := need + 0.3*other + r.NormFloat64()
			u := Unit{Rate(need), Rate(level)}
			in := r.Float64() < 0.25/(1+math.Exp(1-need-0.5*other))
			both, yes = append(both, []float64{need, other}), append(yes, in)
			if in {
				treated, a = append(treated, u), append(a, []float64{need, other})
			} else {
				control, b = append(control, u), append(b, []float64{need, other})
			}
		}
		pairs := func(name string, match []int, change bool) {
			var x, y []Unit
			for i, c := range match {
				if c >= 0 {
					x, y = append(x, treated[i]), append(y, control[c])
				}
			}
			estimate[name] = append(estimate[name], Matched(x, y, change, 0.05).Value)
		}
		eta := Logit(both, yes)
		var p, q []float64
		for i, in := range yes {
			if in {
				p = append(p, eta[i])
			} else {
				q = append(q, eta[i])
			}
		}
		none := make([]int, people)
		pairs("score", ByScore(p, q), false)
		pairs("nearest", Nearest(a, b, none[:len(a)], none[:len(b)]), false)
		blind := func(x [][]float64) (out [][]float64) {
			for _, row := range x {
				out = append(out, row[1:])
			}
			return out
		}
		pairs("blind", Nearest(blind(a), blind(b), none[:len(a)], none[:len(b)]), false)
	}
	for name, list := range estimate {
		mean, sd := stat.MeanStdDev(list, nil)
		se := sd / math.Sqrt(trials)
		t.Logf("%s: %+.3f ± %.3f", name, mean, se)
		// A nearest neighbour is near, not equal: what is left is under 0.03 of a standard deviation.
		if off := math.Abs(mean) > 5*se+0.03; off != (name == "blind") {
			t.Errorf("%s: bias %+.3f ± %.3f", name, mean, se)
		}
	}
}

// A control is matched once, to the nearest within the caliper; the rest stays alone.
func TestByScoreTakesEachControlOnce(t *testing.T) {
	got := ByScore([]float64{0, 0.01, 0.02, 9}, []float64{0.012, -3, 0.001, 3})
	if want := []int{2, 0, -1, -1}; !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
	r := source(5)
	var x, y []float64
	for range 300 {
		x, y = append(x, r.NormFloat64()), append(y, r.NormFloat64())
	}
	taken := map[int]bool{}
	within := caliper * spread(x, y)
	for i, c := range ByScore(x, y) {
		best := math.Inf(1)
		for k := range y {
			if !taken[k] {
				best = min(best, math.Abs(y[k]-x[i]))
			}
		}
		switch {
		case c < 0 && best <= within:
			t.Fatalf("nobody for %g, yet a free control lies %g off", x[i], best)
		case c >= 0 && (taken[c] || math.Abs(y[c]-x[i]) > best+1e-12):
			t.Fatalf("control %d for %g: taken %v, %g off, the nearest %g", c, x[i], taken[c], math.Abs(y[c]-x[i]), best)
		case c >= 0:
			taken[c] = true
		}
	}
}

func TestNearestKeepsStrata(t *testing.T) {
	got := Nearest([][]float64{{1}, {1}, {5}}, [][]float64{{1}, {1.1}, {9}}, []int{0, 1, 2}, []int{1, 0, 0})
	if want := []int{1, 0, -1}; !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}

func TestNeededAndAtMost(t *testing.T) {
	// Two arms of 63 see half a standard deviation in 80 of 100: the textbook's 126 together.
	near(t, "needed", math.Ceil(Needed(126, 2/math.Sqrt(126), 0.5, 0.05, 0.8)), 126)
	for _, n := range []int{1, 40, 200} {
		k := AtMost(n, 0.025, 1e-3)
		b := distuv.Binomial{N: float64(n), P: 0.025}
		if over := 1 - b.CDF(float64(k)); over > 1e-3 {
			t.Errorf("of %d more than %d with chance %g", n, k, over)
		}
		if k > 0 && 1-b.CDF(float64(k-1)) <= 1e-3 {
			t.Errorf("of %d already %d is rare enough", n, k-1)
		}
	}
}

// Worked by hand: four repetitions, two draws, smaller is better, worth seeing −1.
func TestAssessByHand(t *testing.T) {
	at := func(value, half float64) Estimate { return Estimate{value, half / 2, value - half, value + half, 9} }
	list := []Repetition{
		{at(-2, 1), at(-1.5, 1), -0.5, 0},    // concludes that it works, also of nothing; does not hold −0.5
		{at(0, 1), at(0.5, 1), -0.5, 0},      // holds it
		{at(1.5, 1), at(2.5, 1), 0, 1},       // concludes harm, of nothing too, and of −1
		{at(-0.2, 0.1), at(-0.2, 0.1), 0, 1}, // concludes that it works, of nothing
		{Truth: 100, Draw: 1},                // no estimate: does not count
	}
	p := Assess(list, -1)
	for what, x := range map[string][2]float64{
		"repetitions": {float64(p.Repetitions), 4}, "truth": {p.Truth, -0.25}, "mean": {p.Mean, -0.175}, "bias": {p.Bias, 0.075},
		"coverage": {p.Coverage, 0.25}, "works": {p.Works, 0.5}, "harms": {p.Harms, 0.25},
		"null": {p.NullMean, 0.325}, "false alarm": {p.FalseAlarm, 0.5}, "false harm": {p.FalseHarm, 0.25},
		// Moved by −1: −2.5±1, −0.5±1, 1.5±1, −1.2±0.1.
		"power": {p.Power, 0.5}, "wrong": {p.WrongSign, 0.25},
		"error": {p.SE, math.Sqrt((1.575*1.575 + 0.425*0.425 + 1.425*1.425 + 0.275*0.275) / 3)},
	} {
		near(t, what, x[0], x[1])
	}
	if up := Assess([]Repetition{{at(2, 1), at(0, 1), 2, 0}}, 3); up.Works != 1 || up.Power != 1 || up.FalseAlarm != 0 || up.SE != 0 {
		t.Errorf("more is better: %+v", up)
	}
	if none := Assess(list[4:], -1); none.Repetitions != 0 || none.Truth != 0 {
		t.Errorf("no estimate at all: %+v", none)
	}
}

// Few hits show that a share is low only when there are enough repetitions.
func TestStaysUnder(t *testing.T) {
	for _, c := range []struct {
		hits, n int
		bound   float64
		want    bool
	}{{0, 28, 0.1, false}, {0, 29, 0.1, true}, {4, 100, 0.1, true}, {5, 100, 0.1, false}, {3, 3, 1, true}} {
		if got := StaysUnder(c.hits, c.n, c.bound, 0.05); got != c.want {
			t.Errorf("%d of %d under %g: %v", c.hits, c.n, c.bound, got)
		}
	}
}
