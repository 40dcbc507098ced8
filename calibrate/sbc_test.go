package calibrate

import (
	"context"
	"math/rand/v2"
	"os"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// sbcWorlds are few in the ordinary test and many behind make sbc.
func sbcWorlds() int {
	if os.Getenv("PIRAMIDE_LONG") != "" {
		return 2000
	}
	return 200
}

func imisMethod(ctx context.Context, p *Problem, seed uint64) (*Posterior, error) {
	return IMIS(ctx, p, IMISSettings{Settings: Settings{Seed: seed}, Draws: 400})
}

func abcMethod(ctx context.Context, p *Problem, seed uint64) (*Posterior, error) {
	return ABC(ctx, p, ABCSettings{Settings: Settings{Seed: seed, Budget: 6000}, Points: 200})
}

// chains are problems of which all of prior, model, observation and method is tried.
func chains(t testing.TB) []struct {
	name string
	p    *Problem
} {
	t.Helper()
	bb, _ := betaBinomial(t)
	gp, _ := gammaPoisson(t)
	nb := one(distuv.LogNormal{Mu: 1, Sigma: 0.6}, is(t)(NegativeBinomial(9, 3, 4)))
	h, _ := hard(t, 2, 5)
	return []struct {
		name string
		p    *Problem
	}{
		{"normal", &newLinear(t, 2, 3, 41).Problem},
		{"beta–binomial", bb},
		{"gamma–Poisson", gp},
		{"negative binomial", nb},
		{"banana", banana(t)},
		{"all kinds", h},
	}
}

// TestSBC: the whole chain with IMIS, at a family-wise false-alarm rate of 10⁻³ for each
// problem; seeds are fixed.
func TestSBC(t *testing.T) {
	for _, c := range chains(t) {
		got, err := SBC(t.Context(), c.p, imisMethod, SBCSettings{Seed: 1, Workers: 2, Worlds: sbcWorlds()})
		if err != nil {
			t.Fatal(c.name, err)
		}
		tell(t, c.name, got)
		if !got.Within {
			t.Errorf("%s: outside its band", c.name)
		}
	}
}

// TestSBCFromBest: the chain that calibrate uses, a best fit and IMIS from there, with
// more parameters than IMIS alone is good at.
func TestSBCFromBest(t *testing.T) {
	n := 4
	if os.Getenv("PIRAMIDE_LONG") != "" {
		n = 12
	}
	p, _ := hard(t, n, 6)
	method := func(ctx context.Context, p *Problem, seed uint64) (*Posterior, error) {
		s := Settings{Seed: seed, Budget: 4000}
		fit, err := Best(ctx, p, BestSettings{Settings: s, Starts: 1})
		if err != nil {
			return nil, err
		}
		return IMIS(ctx, p, IMISSettings{Settings: s, Draws: 400, Start: fit})
	}
	got, err := SBC(t.Context(), p, method, SBCSettings{Seed: 3, Workers: 2, Worlds: sbcWorlds() / 4})
	if err != nil {
		t.Fatal(err)
	}
	tell(t, "from the best", got)
	if !got.Within || got.Unconverged > 0 {
		t.Errorf("within %t, %d worlds unconverged", got.Within, got.Unconverged)
	}
}

// TestSBCOfABC tells how far ABC is off, and holds only that its intervals are not too
// narrow: it is approximate, and wide.
func TestSBCOfABC(t *testing.T) {
	for _, c := range chains(t)[:2] {
		got, err := SBC(t.Context(), c.p, abcMethod, SBCSettings{Seed: 2, Workers: 2, Worlds: sbcWorlds() / 4})
		if err != nil {
			t.Fatal(c.name, err)
		}
		tell(t, c.name+" by abc", got)
		for _, p := range got.Parameters {
			for _, l := range p.Levels {
				if l.Inside < l.Low {
					t.Errorf("%s by abc: %s at %g holds the truth in %d worlds of %d", c.name, p.Name, l.Level, l.Inside, got.Worlds)
				}
			}
		}
	}
}

func tell(t *testing.T, name string, c *Coverage) {
	t.Helper()
	for _, p := range c.Parameters {
		for _, l := range p.Levels {
			t.Logf("%s, %s: %g %% holds %d of %d (%d to %d)", name, p.Name, 100*l.Level, l.Inside, c.Worlds, l.Low, l.High)
		}
		t.Logf("%s, %s: below the median %d (%d to %d); unconverged %d", name, p.Name, p.Below.Inside, p.Below.Low, p.Below.High, c.Unconverged)
	}
}

// TestSBCSeesWrongMethods: a method that is too sure, one that is not sure enough and one
// that is biased all leave their band.
func TestSBCSeesWrongMethods(t *testing.T) {
	exact := func(shift, wide float64) Method {
		return func(_ context.Context, p *Problem, seed uint64) (*Posterior, error) {
			seen := p.Targets[0].Likelihood.Observed()[0]
			rnd := rand.New(rand.NewPCG(seed, 3))
			post := &Posterior{Converged: true}
			for i := range 400 {
				z := seen/2 + shift + wide*rnd.NormFloat64()/1.4142135623730951
				post.Points = append(post.Points, Point{Scores: []float64{z}})
				post.Draws = append(post.Draws, i)
			}
			return post, nil
		}
	}
	p := one(distuv.UnitNormal, is(t)(Normal(0, 1)))
	for _, c := range []struct {
		name        string
		shift, wide float64
		within      bool
	}{{"right", 0, 1, true}, {"too sure", 0, 0.6, false}, {"not sure enough", 0, 1.8, false}, {"biased", 0.35, 1, false}} {
		got, err := SBC(t.Context(), p, exact(c.shift, c.wide), SBCSettings{Seed: 4, Worlds: 400})
		if err != nil {
			t.Fatal(err)
		}
		if got.Within != c.within {
			t.Errorf("%s: within %t, want %t", c.name, got.Within, c.within)
		}
	}
}

// TestBand: against sums.
func TestBand(t *testing.T) {
	for _, c := range []struct {
		n       int
		p, tail float64
	}{{200, 0.5, 1e-4}, {200, 0.95, 5e-5}, {37, 0.8, 0.01}, {5, 0.95, 1e-9}} {
		d := distuv.Binomial{N: float64(c.n), P: c.p}
		low, high := band(c.n, c.p, c.tail)
		below := func(k int) (sum float64) {
			for i := range k {
				sum += d.Prob(float64(i))
			}
			return sum
		}
		if below(low) > c.tail || below(low+1) <= c.tail && low < c.n {
			t.Errorf("%v: low %d", c, low)
		}
		if 1-below(high+1) > c.tail+1e-12 || high > 0 && 1-below(high) <= c.tail-1e-12 {
			t.Errorf("%v: high %d", c, high)
		}
	}
}
