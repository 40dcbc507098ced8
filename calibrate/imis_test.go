package calibrate

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// imis must converge on the toys.
func imis(t testing.TB, p *Problem, seed uint64) *Posterior {
	t.Helper()
	post, err := IMIS(t.Context(), p, IMISSettings{Settings: Settings{Seed: seed, Workers: 2}})
	if err != nil {
		t.Fatal(err)
	}
	if !post.Converged {
		t.Errorf("not converged: %s after %d evaluations, effective %.0f", post.Why, post.Evaluations, post.Effective)
	}
	return post
}

// low is what the log marginal likelihood is allowed to be too low beside its error: a
// component is put where a weight came out large by luck, and takes that luck away.
const low = 0.2

// TestIMISLinear: mean, covariance and marginal likelihood of normal problems, within
// their Monte-Carlo error at falseAlarm shared by all checks.
func TestIMISLinear(t *testing.T) {
	z := distuv.UnitNormal.Quantile(1 - falseAlarm/80)
	for _, n := range []int{1, 2, 4, 8} {
		l := newLinear(t, n, n, uint64(10+n))
		post := imis(t, &l.Problem, 1)
		mean, errors, cov := post.Mean(), post.Errors(), post.Covariance()
		for i := range n {
			near(t, fmt.Sprintf("mean %d of %d", i, n), mean[i], l.mean.AtVec(i), z*errors[i])
			for j := range i + 1 {
				scale := math.Sqrt(l.cov.At(i, i) * l.cov.At(j, j))
				near(t, fmt.Sprintf("covariance %d, %d of %d", i, j, n), cov.At(i, j), l.cov.At(i, j), z*scale*math.Sqrt(2/post.Effective))
			}
		}
		near(t, fmt.Sprintf("marginal likelihood of %d", n), post.LogMarginal, l.log, z/math.Sqrt(post.Effective)+low)
		t.Logf("%d parameters: %d evaluations, effective %.0f, largest %.4f, log marginal %.3f (exact %.3f)",
			n, post.Evaluations, post.Effective, post.Largest, post.LogMarginal, l.log)
	}
}

// TestIMISConjugate: the distribution of the value, at nine quantiles, is that of the
// beta and the gamma that it must be.
func TestIMISConjugate(t *testing.T) {
	bb, beta := betaBinomial(t)
	gp, gamma := gammaPoisson(t)
	z := distuv.UnitNormal.Quantile(1 - falseAlarm/36)
	for _, c := range []struct {
		name string
		p    *Problem
		cdf  func(float64) float64
	}{{"beta", bb, beta.CDF}, {"gamma", gp, gamma.CDF}} {
		post := imis(t, c.p, 3)
		for level := 0.1; level < 0.95; level += 0.1 {
			x := post.Quantile(level, func(p Point) float64 { return p.Values[0] })
			near(t, fmt.Sprintf("%s: share below quantile %.1f", c.name, level), c.cdf(x), level,
				z*math.Sqrt(level*(1-level)/post.Effective)+post.Largest)
		}
	}
}

// TestIMISBanana: a posterior that bends, against a sum over a fine grid.
func TestIMISBanana(t *testing.T) {
	p := banana(t)
	mean, sd, log := grid(t, p)
	post := imis(t, p, 5)
	z := distuv.UnitNormal.Quantile(1 - falseAlarm/10)
	got, errors := post.Mean(), post.Errors()
	for k := range 2 {
		near(t, fmt.Sprintf("mean of score %d", k), got[k], mean[k], z*errors[k])
		near(t, fmt.Sprintf("spread of score %d", k), math.Sqrt(post.Covariance().At(k, k)), sd[k], z*sd[k]/math.Sqrt(post.Effective))
	}
	near(t, "marginal likelihood", post.LogMarginal, log, z/math.Sqrt(post.Effective))
}

// TestIMISFromBest: from the best fit 20 parameters are weighed too.
func TestIMISFromBest(t *testing.T) {
	for _, n := range []int{8, 20} {
		l := newLinear(t, n, n+4, uint64(20+n))
		fit, err := Best(t.Context(), &l.Problem, BestSettings{Settings: Settings{Seed: 1, Budget: 1500}})
		if err != nil {
			t.Fatal(err)
		}
		post, err := IMIS(t.Context(), &l.Problem, IMISSettings{Settings: Settings{Seed: 1}, Start: fit})
		if err != nil {
			t.Fatal(err)
		}
		z := distuv.UnitNormal.Quantile(1 - falseAlarm/80)
		mean, errors := post.Mean(), post.Errors()
		for i := range n {
			near(t, fmt.Sprintf("mean %d of %d", i, n), mean[i], l.mean.AtVec(i), z*errors[i])
		}
		near(t, fmt.Sprintf("marginal likelihood of %d", n), post.LogMarginal, l.log, z/math.Sqrt(post.Effective)+low)
		t.Logf("%d parameters: %d evaluations, effective %.0f, largest %.4f, log marginal %.3f (exact %.3f)",
			n, post.Evaluations, post.Effective, post.Largest, post.LogMarginal, l.log)
	}
}
