package calibrate

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestABCIsNear: ABC recovers the toys within its Monte-Carlo error, plus what its
// tolerance is allowed to add: a tenth of a standard deviation in the mean, a fifth in
// the spread. That it is too wide is its nature, and is said.
func TestABCIsNear(t *testing.T) {
	bb, beta := betaBinomial(t)
	gp, gamma := gammaPoisson(t)
	straight := newLinear(t, 2, 2, 12)
	bend := banana(t)
	mean, sd, _ := grid(t, bend)
	for _, c := range []struct {
		name string
		p    *Problem
		of   func(Point) float64
		mean float64
		sd   float64
	}{
		{"beta–binomial", bb, func(p Point) float64 { return p.Values[0] }, beta.Mean(), beta.StdDev()},
		{"gamma–Poisson", gp, func(p Point) float64 { return p.Values[0] }, gamma.Mean(), gamma.StdDev()},
		{"normal, first", &straight.Problem, func(p Point) float64 { return p.Scores[0] }, straight.mean.AtVec(0), math.Sqrt(straight.cov.At(0, 0))},
		{"normal, second", &straight.Problem, func(p Point) float64 { return p.Scores[1] }, straight.mean.AtVec(1), math.Sqrt(straight.cov.At(1, 1))},
		{"bend, first", bend, func(p Point) float64 { return p.Scores[0] }, mean[0], sd[0]},
		{"bend, second", bend, func(p Point) float64 { return p.Scores[1] }, mean[1], sd[1]},
	} {
		post, err := ABC(t.Context(), c.p, ABCSettings{Settings: Settings{Seed: 1, Budget: 60_000}, Points: 1000, Accepted: 0.05})
		if err != nil {
			t.Fatal(err)
		}
		var m, v float64
		for i, p := range post.Points {
			m += post.Weights[i] * c.of(p)
		}
		for i, p := range post.Points {
			v += post.Weights[i] * square(c.of(p)-m)
		}
		z := distuv.UnitNormal.Quantile(1 - falseAlarm/24)
		root := math.Sqrt(post.Effective)
		near(t, c.name+": mean", m, c.mean, c.sd*(z/root+0.1))
		near(t, c.name+": spread", math.Sqrt(v), c.sd, c.sd*(z/root+0.2))
		t.Logf("%s: mean %.3f (exact %.3f), spread %.3f (%.3f), %d evaluations, tolerance %.2f, effective %.0f, %s",
			c.name, m, c.mean, math.Sqrt(v), c.sd, post.Evaluations, post.Tolerance, post.Effective, post.Why)
	}
}

// TestABCKnowsChance: of a model whose chance is the observation, with lucks of their
// own, the posterior is that of the chance and the error together.
func TestABCKnowsChance(t *testing.T) {
	const noise, sd = 1.0, 0.5
	p := one(distuv.UnitNormal, is(t)(Normal(1, sd)))
	p.Model = noisy(noise)
	post, err := ABC(t.Context(), p, ABCSettings{Settings: Settings{Seed: 2, Budget: 60_000}, Points: 1000, Accepted: 0.05, Lucks: true})
	if err != nil {
		t.Fatal(err)
	}
	precision := 1 / (noise*noise + sd*sd)
	z := distuv.UnitNormal.Quantile(1 - falseAlarm/4)
	spread := math.Sqrt(1 / (1 + precision))
	near(t, "mean", post.Mean()[0], precision/(1+precision), spread*(z/math.Sqrt(post.Effective)+0.1))
	near(t, "spread", math.Sqrt(post.Covariance().At(0, 0)), spread, spread*(z/math.Sqrt(post.Effective)+0.2))
	t.Log(fmt.Sprint(post.Mean(), precision/(1+precision), post.Rounds[len(post.Rounds)-1]))
}
