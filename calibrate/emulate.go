package calibrate

import (
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"piramide/internal/stats"
)

// emulator stands in for a model that takes long: each number is a curve of second
// degree in the scores, fitted to points where the model was asked. It has the targets
// and the names of the problem, and scores for values. It is there to try methods on a
// problem that looks like the real one; what is fitted and told comes from the model.
type emulator struct {
	Problem *Problem
	// Errors are, per number, how far off the emulator is at points that it was not fitted
	// to (of ten points nine are nearer; five parts left out in turn), where 1 is half the
	// width of what agrees with the observation.
	Errors []float64
	Points int // that it rests on
}

// emulate fits an emulator. With few points the products of two scores are left out; it
// is an error if not even the squares can be had.
func emulate(p *Problem, points []Point) (*emulator, error) {
	var worlds []Point
	for _, pt := range points {
		if pt.Predicted != nil {
			worlds = append(worlds, pt)
		}
	}
	n := len(p.Free)
	full := 1 + 2*n + n*(n-1)/2
	products := len(worlds) >= 2*full
	if need := 2 * (1 + 2*n); len(worlds) < need {
		return nil, fmt.Errorf("%w: an emulator of %d parameters needs %d points, there are %d", ErrProblem, n, need, len(worlds))
	}
	e := &emulator{Points: len(worlds)}
	links := linksOf(p, worlds)
	curve, err := fitCurve(worlds, links, products)
	if err != nil {
		return nil, err
	}
	e.Problem = &Problem{Targets: p.Targets, Model: curve.model(p)}
	for _, f := range p.Free {
		e.Problem.Free = append(e.Problem.Free, Free{Name: f.Name, Quantile: distuv.UnitNormal.Quantile})
	}
	e.Errors, err = crossed(p, worlds, links, products)
	return e, err
}

// link keeps a number where it can be: all that was predicted lies between 0 and 1, or
// above 0, or anywhere.
type link uint8

const (
	straight link = iota
	logarithm
	logit
)

func (l link) to(y float64) float64 {
	switch l {
	case logarithm:
		return math.Log(y)
	case logit:
		return math.Log(y / (1 - y))
	}
	return y
}

func (l link) back(x float64) float64 {
	switch l {
	case logarithm:
		return math.Exp(x)
	case logit:
		return 1 / (1 + math.Exp(-x))
	}
	return x
}

func linksOf(p *Problem, worlds []Point) []link {
	links := make([]link, len(worlds[0].Predicted))
	for k := range links {
		links[k] = logit
		for _, w := range worlds {
			if y := w.Predicted[k]; y <= 0 {
				links[k] = straight
			} else if y >= 1 && links[k] == logit {
				links[k] = logarithm
			}
		}
	}
	at := 0
	for _, t := range p.Targets { // shares are made whole again after the fact
		for j := range t.Numbers {
			if t.Numbers > 1 && links[at+j] == logit {
				links[at+j] = logarithm
			}
		}
		at += t.Numbers
	}
	return links
}

// curve is the fitted emulator: coefficients by term and number.
type curve struct {
	links       []link
	products    bool
	coefficient *mat.Dense
}

// terms are 1, the scores, their squares and, if asked, their products.
func terms(z []float64, products bool) []float64 {
	x := append(make([]float64, 0, 1+2*len(z)+len(z)*(len(z)-1)/2), 1)
	x = append(x, z...)
	for i, a := range z {
		x = append(x, a*a)
		if products {
			for _, b := range z[:i] {
				x = append(x, a*b)
			}
		}
	}
	return x
}

// fitCurve is least squares with a ridge that only decides where points do not.
func fitCurve(worlds []Point, links []link, products bool) (*curve, error) {
	width := len(terms(worlds[0].Scores, products))
	x := mat.NewDense(len(worlds)+width, width, nil)
	y := mat.NewDense(len(worlds)+width, len(links), nil)
	for i, w := range worlds {
		x.SetRow(i, terms(w.Scores, products))
		for k, l := range links {
			y.Set(i, k, l.to(w.Predicted[k]))
		}
	}
	for j := range width {
		x.Set(len(worlds)+j, j, 1e-4)
	}
	var qr mat.QR
	qr.Factorize(x)
	c := &curve{links: links, products: products, coefficient: &mat.Dense{}}
	if err := qr.SolveTo(c.coefficient, false, y); err != nil {
		return nil, fmt.Errorf("%w: an emulator cannot be fitted: %w", ErrProblem, err)
	}
	return c, nil
}

func (c *curve) at(z []float64) []float64 {
	x := mat.NewVecDense(c.coefficient.RawMatrix().Rows, terms(z, c.products))
	var y mat.VecDense
	y.MulVec(c.coefficient.T(), x)
	out := make([]float64, len(c.links))
	for k, l := range c.links {
		out[k] = l.back(y.AtVec(k))
	}
	return out
}

// model predicts at scores; the shares of a whole add up to 1.
func (c *curve) model(p *Problem) Model {
	return func(_ context.Context, z []float64, _ uint64) ([]float64, error) {
		y := c.at(z)
		rest := y
		for _, t := range p.Targets {
			if own := rest[:t.Numbers]; t.Numbers > 1 {
				var sum float64
				for _, v := range own {
					sum += v
				}
				for i := range own {
					own[i] /= sum
				}
			}
			rest = rest[t.Numbers:]
		}
		return y, nil
	}
}

// crossed are the errors at points that were left out, a fifth at a time.
func crossed(p *Problem, worlds []Point, links []link, products bool) ([]float64, error) {
	const parts = 5
	off := make([][]float64, len(links))
	for part := range parts {
		var in, out []Point
		for i, w := range worlds {
			if i%parts == part {
				out = append(out, w)
			} else {
				in = append(in, w)
			}
		}
		c, err := fitCurve(in, links, products)
		if err != nil {
			return nil, err
		}
		predict := c.model(p)
		for _, w := range out {
			y, _ := predict(context.Background(), w.Scores, 0)
			for k := range y {
				off[k] = append(off[k], math.Abs(y[k]-w.Predicted[k]))
			}
		}
	}
	var errors []float64
	for _, t := range p.Targets {
		low, high := t.Likelihood.Interval(FitLevel)
		for j := range t.Numbers {
			k := len(errors)
			slices.Sort(off[k])
			errors = append(errors, stats.Quantile(0.9, off[k])/((high[j]-low[j])/2))
		}
	}
	return errors, nil
}
