package calibrate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// linear is a normal problem of which everything is known: the predictions are A·x + b
// of parameters with normal priors, observed with normal errors.
type linear struct {
	Problem
	mean *mat.VecDense // of the posterior, in scores
	cov  *mat.SymDense
	log  float64 // marginal likelihood, up to the constants of Log
}

// newLinear draws a problem with n parameters and m targets.
func newLinear(t testing.TB, n, m int, seed uint64) *linear {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 1))
	l := &linear{}
	slope := mat.NewDense(m, n, nil) // in scores
	for i := range n {
		prior := distuv.Normal{Mu: float64(i), Sigma: 1 + float64(i%3)}
		l.Free = append(l.Free, Free{Name: fmt.Sprintf("x%d", i), Quantile: prior.Quantile})
	}
	weights := mat.NewDense(m, n, nil)
	precision := mat.NewSymDense(n, nil)
	right := mat.NewVecDense(n, nil)
	base, sds, seen := make([]float64, m), make([]float64, m), make([]float64, m)
	for k := range m {
		for j := range n {
			w := rnd.NormFloat64()
			weights.Set(k, j, w)
			slope.Set(k, j, w*(1+float64(j%3)))
			base[k] += w * float64(j)
		}
		sds[k] = 0.2 + rnd.Float64()
		seen[k] = base[k] + 2*rnd.NormFloat64()
		l.Targets = append(l.Targets, Target{Name: fmt.Sprintf("y%d", k), Numbers: 1, Likelihood: is(t)(Normal(seen[k], sds[k]))})
		row := mat.NewVecDense(n, slope.RawRowView(k))
		precision.SymRankOne(precision, 1/(sds[k]*sds[k]), row)
		right.AddScaledVec(right, (seen[k]-base[k])/(sds[k]*sds[k]), row)
	}
	for j := range n {
		precision.SetSym(j, j, precision.At(j, j)+1)
	}
	var chol mat.Cholesky
	chol.Factorize(precision)
	l.mean, l.cov = mat.NewVecDense(n, nil), mat.NewSymDense(n, nil)
	if chol.SolveVecTo(l.mean, right) != nil || chol.InverseTo(l.cov) != nil {
		t.Fatal("no posterior")
	}
	for k := range m {
		l.log -= square((seen[k]-base[k])/sds[k]) / 2
	}
	l.log += mat.Dot(l.mean, right)/2 - chol.LogDet()/2
	l.Model = func(_ context.Context, x []float64, _ uint64) ([]float64, error) {
		y := make([]float64, m)
		for k := range y {
			for j, v := range x {
				y[k] += weights.At(k, j) * v
			}
		}
		return y, nil
	}
	return l
}

// one is a problem with one parameter, predicted as itself.
func one(prior interface{ Quantile(float64) float64 }, l Likelihood) *Problem {
	return &Problem{
		Free:    []Free{{Name: "x", Quantile: prior.Quantile}},
		Targets: []Target{{Name: "y", Numbers: 1, Likelihood: l}},
		Model: func(_ context.Context, x []float64, _ uint64) ([]float64, error) {
			return []float64{x[0]}, nil
		},
	}
}

// betaBinomial has a beta posterior, gammaPoisson a gamma one.
func betaBinomial(t testing.TB) (*Problem, distuv.Beta) {
	t.Helper()
	return one(distuv.Beta{Alpha: 2, Beta: 5}, is(t)(Binomial(13, 40))), distuv.Beta{Alpha: 15, Beta: 32}
}

func gammaPoisson(t testing.TB) (*Problem, distuv.Gamma) {
	t.Helper()
	return one(distuv.Gamma{Alpha: 3, Beta: 2}, is(t)(Poisson(31, 10))), distuv.Gamma{Alpha: 34, Beta: 12}
}

// banana has a posterior that bends: only a sum with a square is observed.
func banana(t testing.TB) *Problem {
	t.Helper()
	score := func(u float64) float64 { return 2 * distuv.UnitNormal.Quantile(u) }
	return &Problem{
		Free:    []Free{{Name: "x", Quantile: score}, {Name: "y", Quantile: score}},
		Targets: []Target{{Name: "bend", Numbers: 1, Likelihood: is(t)(Normal(1, 0.3))}},
		Model: func(_ context.Context, v []float64, _ uint64) ([]float64, error) {
			if v[0] > 8 {
				return nil, errors.New("no world so far out")
			}
			return []float64{v[1] + 0.5*v[0]*v[0]}, nil
		},
	}
}

// grid are the exact mean and standard deviation of each score of a problem with two
// parameters, and its marginal likelihood, by a sum over a fine grid.
func grid(t testing.TB, p *Problem) (mean, sd [2]float64, log float64) {
	t.Helper()
	const n, reach = 600, 6.0
	h := 2 * reach / n
	var total float64
	var first, second [2]float64
	for i := range n + 1 {
		for j := range n + 1 {
			z := []float64{-reach + h*float64(i), -reach + h*float64(j)}
			y, err := p.Model(t.Context(), p.Values(z), 0)
			if err != nil {
				continue
			}
			w := math.Exp(p.Log(y) - (z[0]*z[0]+z[1]*z[1])/2)
			total += w
			for k := range 2 {
				first[k] += w * z[k]
				second[k] += w * z[k] * z[k]
			}
		}
	}
	for k := range 2 {
		mean[k] = first[k] / total
		sd[k] = math.Sqrt(second[k]/total - mean[k]*mean[k])
	}
	return mean, sd, math.Log(total * h * h / (2 * math.Pi))
}

// hard is a problem with n parameters whose predictions bend, are counts, shares and
// amounts, and are observed sharply at a known truth.
func hard(t testing.TB, n int, seed uint64) (p *Problem, truth []float64) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 2))
	mix := make([][]float64, n+4)
	for k := range mix {
		mix[k] = make([]float64, n)
		for j := range mix[k] {
			mix[k][j] = rnd.NormFloat64() / math.Sqrt(float64(n))
		}
	}
	p = &Problem{}
	for j := range n {
		prior := distuv.LogNormal{Mu: 0, Sigma: 0.5}
		p.Free = append(p.Free, Free{Name: fmt.Sprintf("x%d", j), Quantile: prior.Quantile})
		truth = append(truth, 0.8*rnd.NormFloat64())
	}
	p.Model = func(_ context.Context, x []float64, _ uint64) ([]float64, error) {
		y := make([]float64, 0, len(mix)+2)
		for k, row := range mix {
			var s float64
			for j, w := range row {
				s += 2 * w * math.Log(x[j])
			}
			switch k % 3 {
			case 0:
				y = append(y, 1/(1+math.Exp(-s)))
			case 1:
				y = append(y, 100*math.Exp(s))
			default:
				y = append(y, 1000*(1+math.Exp(s)))
			}
		}
		a := 1 + x[0]*x[1%n]
		b := 1 + x[n-1]
		return append(y, a/(a+b+1), b/(a+b+1), 1/(a+b+1)), nil
	}
	y, err := p.Model(t.Context(), p.Values(truth), 0)
	if err != nil {
		t.Fatal(err)
	}
	for k := range mix {
		var l Likelihood
		switch k % 3 {
		case 0:
			l = is(t)(Binomial(math.Round(2000*y[k]), 2000))
		case 1:
			l = is(t)(Poisson(math.Round(5*y[k]), 5))
		default:
			l = is(t)(Lognormal(y[k], 0.02))
		}
		p.Targets = append(p.Targets, Target{Name: fmt.Sprintf("y%d", k), Numbers: 1, Likelihood: l})
	}
	p.Targets = append(p.Targets, Target{Name: "shares", Numbers: 3, Likelihood: is(t)(Dirichlet(y[len(mix):], 500))})
	return p, truth
}

// noisy predicts its parameter with a chance of its own, the same under the same luck.
func noisy(sd float64) Model {
	return func(_ context.Context, x []float64, luck uint64) ([]float64, error) {
		rnd := rand.New(rand.NewPCG(luck, 7))
		return []float64{x[0] + sd*rnd.NormFloat64()}, nil
	}
}
