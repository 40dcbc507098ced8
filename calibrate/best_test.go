package calibrate

import (
	"fmt"
	"testing"
)

// TestBestIsExact: where the highest point is known the search ends there.
func TestBestIsExact(t *testing.T) {
	for _, n := range []int{1, 3, 8, 20} {
		l := newLinear(t, n, n+2, uint64(n))
		fit, err := Best(t.Context(), &l.Problem, BestSettings{Settings: Settings{Seed: 1, Budget: 1500}})
		if err != nil {
			t.Fatal(err)
		}
		for i := range n {
			near(t, fmt.Sprintf("score %d of %d", i, n), fit.Scores[i], l.mean.AtVec(i), 0.01)
			near(t, fmt.Sprintf("variance %d of %d", i, n), fit.Covariance.At(i, i), l.cov.At(i, i), 0.01*l.cov.At(i, i))
		}
		if !fit.Converged || fit.Agree != 2 {
			t.Errorf("%d parameters: converged %t, %d starts agree", n, fit.Converged, fit.Agree)
		}
		t.Logf("%d parameters: %d evaluations", n, fit.Evaluations)
	}
}

// TestBestFindsTruth: 20 parameters that bend, observed sharply by 27 numbers of four
// kinds, are found within 2,000 evaluations; every target ends inside its interval.
func TestBestFindsTruth(t *testing.T) {
	for seed := range uint64(3) {
		p, truth := hard(t, 20, seed)
		fit, err := Best(t.Context(), p, BestSettings{Settings: Settings{Seed: seed, Budget: 2000}})
		if err != nil {
			t.Fatal(err)
		}
		y, _ := p.Model(t.Context(), p.Values(truth), 0)
		at := Point{Scores: truth, Log: p.Log(y)}
		t.Logf("seed %d: %d evaluations, log posterior %.2f, at the truth %.2f, converged %t, %d agree, missed %v",
			seed, fit.Evaluations, fit.posterior(), at.posterior(), fit.Converged, fit.Agree, Missed(fit.Targets))
		if fit.posterior() < at.posterior() {
			t.Errorf("seed %d: the truth lies higher than the best that was found", seed)
		}
		if missed := Missed(fit.Targets); len(missed) > 0 {
			t.Errorf("seed %d: missed %v", seed, missed)
		}
	}
}
