package evaluation

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// wedge draws a panel of the model: n buurten, steps of equal size, and so on.
func wedge(r *rand.Rand, n, periods, steps int, tau, sigma, effect float64) Panel {
	p := Panel{Entry: make([]int, n)}
	for i := range n {
		p.Entry[i] = 1 + i*steps/n
	}
	r.Shuffle(n, func(i, j int) { p.Entry[i], p.Entry[j] = p.Entry[j], p.Entry[i] })
	trend := make([]float64, periods)
	for j := range trend {
		trend[j] = r.NormFloat64()
	}
	for i := range n {
		own, row := tau*r.NormFloat64(), make([]float64, periods)
		for j := range row {
			row[j] = 10 + trend[j] + own + sigma*r.NormFloat64()
			if j >= p.Entry[i] {
				row[j] += effect
			}
		}
		p.Level = append(p.Level, row)
	}
	return p
}

// gls is generalised least squares with whole matrices: the effect and its variance.
func gls(p Panel, tau, sigma float64) (effect, variance float64) {
	n, periods := len(p.Level), len(p.Level[0])
	x, y, v := mat.NewDense(n*periods, periods+1, nil), mat.NewVecDense(n*periods, nil), mat.NewSymDense(n*periods, nil)
	for i := range n {
		for j := range periods {
			at := i*periods + j
			x.Set(at, j, 1)
			if j >= p.Entry[i] {
				x.Set(at, periods, 1)
			}
			y.SetVec(at, p.Level[i][j])
			for k := j; k < periods; k++ {
				s := tau * tau
				if k == j {
					s += sigma * sigma
				}
				v.SetSym(at, i*periods+k, s)
			}
		}
	}
	var inv, xv, info, solved mat.Dense
	if inv.Inverse(v) != nil {
		panic("singular")
	}
	xv.Mul(x.T(), &inv)
	info.Mul(&xv, x)
	var right mat.VecDense
	right.MulVec(&xv, y)
	if solved.Inverse(&info) != nil {
		panic("singular")
	}
	var beta mat.VecDense
	beta.MulVec(&solved, &right)
	return beta.AtVec(periods), solved.At(periods, periods)
}

// At any variances the closed form is generalised least squares, and its variance the
// formula of Hussey and Hughes.
func TestWedgeIsGLSAndHusseyHughes(t *testing.T) {
	r := source(11)
	for k := range 40 {
		n, steps := 4+r.IntN(9), 2+r.IntN(3)
		periods := steps + 1 + r.IntN(4)
		tau, sigma := r.ExpFloat64(), 0.1+r.ExpFloat64()
		p := wedge(r, n, periods, steps, tau, sigma, -0.5)
		if k%4 == 0 {
			p.Entry[0] = periods // never
		}
		f := fit(p.Level, p.Entry, tau*tau/sigma/sigma)
		effect, variance := gls(p, tau, sigma)
		if math.Abs(f.value-effect) > 1e-7 || math.Abs(sigma*sigma/f.xx/variance-1) > 1e-7 {
			t.Errorf("%d buurten, %d periods: %g with variance %g, by matrices %g with %g", n, periods, f.value, sigma*sigma/f.xx, effect, variance)
		}
		near(t, "formula", wedgeVariance(p.Entry, periods, tau, sigma), variance)
	}
}

// Restricted maximum likelihood finds the variances of many buurten: within 5 standard
// errors over the panels, for small and large lasting differences.
func TestWedgeFindsTheVariances(t *testing.T) {
	r := source(12)
	for _, tau := range []float64{0, 0.5, 2} {
		var lasting, chance []float64
		for range 60 {
			p := wedge(r, 60, 6, 4, tau, 1, 0.3)
			lambda := ratio(p.Level, p.Entry)
			f := fit(p.Level, p.Entry, lambda)
			lasting, chance = append(lasting, lambda*f.variance), append(chance, f.variance)
		}
		for what, x := range map[string]struct {
			list []float64
			want float64
		}{"lasting": {lasting, tau * tau}, "chance": {chance, 1}} {
			mean, sd := stat.MeanStdDev(x.list, nil)
			if math.Abs(mean-x.want) > 5*sd/math.Sqrt(60)+0.005 { // a variance of 0 is never under it
				t.Errorf("τ = %g: variance of %s %.3f ± %.3f, not %.3f", tau, what, mean, sd/math.Sqrt(60), x.want)
			}
		}
	}
}

// The intervals of 95 % hold the truth as often as they say, where many buurten carry the
// variances; by permutation they never hold it less often, also of few. Bands at 10⁻⁶.
func TestWedgeCovers(t *testing.T) {
	r := source(13)
	for _, c := range []struct {
		judge     Judge
		n, trials int
		exact     bool
	}{{Model, 40, 600, true}, {Robust, 40, 600, false}, {Permuted, 8, 250, false}, {Permuted, 40, 150, false}} {
		held := 0
		for range c.trials {
			p := wedge(r, c.n, 5, 4, 1, 0.5, -0.7)
			if e := Wedge(p, c.judge, 0.05, r); e.Low <= -0.7 && -0.7 <= e.High {
				held++
			}
		}
		t.Logf("judge %d of %d buurten: %d of %d", c.judge, c.n, held, c.trials)
		least := 0.95
		if c.judge == Robust {
			least = 0.92 // the sandwich of 40 clusters is known to be a little narrow
		}
		if share := float64(held) / float64(c.trials); !inBand(held, c.trials, least) && (c.exact || share < least) {
			t.Errorf("judge %d, %d buurten: %d of %d intervals hold the truth", c.judge, c.n, held, c.trials)
		}
	}
}

// Of three orders for three buurten none is rare at 5 %: the interval has no end, and no
// trial of so few can conclude anything.
func TestPermutationOfTooFewOrdersConcludesNothing(t *testing.T) {
	p := wedge(source(14), 3, 4, 3, 1, 0.01, -50)
	if e := Wedge(p, Permuted, 0.05, source(1)); !math.IsInf(e.Low, -1) || !math.IsInf(e.High, 1) {
		t.Errorf("%+v", e)
	}
}

// The bounds by permutation are where the test of the levels less the effect turns.
func TestPermutationBoundsAreWhereTheTestTurns(t *testing.T) {
	r := source(15)
	p := wedge(r, 6, 4, 3, 1, 0.5, -0.7)
	e := Wedge(p, Permuted, 0.05, r)
	lambda := ratio(p.Level, p.Entry)
	share := func(effect float64) float64 {
		less := make([][]float64, len(p.Level))
		for i := range less {
			less[i] = slices.Clone(p.Level[i])
			for j := p.Entry[i]; j < len(less[i]); j++ {
				less[i][j] -= effect
			}
		}
		drawn := math.Abs(fit(less, p.Entry, lambda).value)
		as, all := 1.0, 1.0
		for _, entry := range orders(p.Entry, r) {
			all++
			if math.Abs(fit(less, entry, lambda).value) >= drawn-1e-9 {
				as++
			}
		}
		return as / all
	}
	const step = 1e-4
	for _, x := range []struct{ in, out float64 }{{e.Low + step, e.Low - step}, {e.High - step, e.High + step}} {
		if a, b := share(x.in), share(x.out); a <= 0.05 || b > 0.05 {
			t.Errorf("at %g of the orders %.3f lie as far, at %g %.3f", x.in, a, x.out, b)
		}
	}
}

func TestOrdersAreAllOrSome(t *testing.T) {
	if got := orders([]int{2, 1, 1, 2}, source(1)); len(got) != 5 { // 4!/(2!2!) less the one drawn
		t.Errorf("%d orders: %v", len(got), got)
	}
	many := orders([]int{1, 2, 3, 4, 5, 6, 7, 8}, source(1))
	if len(many) != permutations {
		t.Errorf("%d orders", len(many))
	}
	near(t, "number", count([]int{1, 1, 2, 2, 3, 3, 4, 4}), 2520)
}

func TestWedgeWithoutContrastIsNoEstimate(t *testing.T) {
	p := wedge(source(16), 5, 4, 3, 1, 1, 0)
	for i := range p.Entry {
		p.Entry[i] = 2
	}
	if e := Wedge(p, Model, 0.05, nil); e.Units != 0 {
		t.Errorf("everybody enters at once, and yet %+v", e)
	}
	p = wedge(source(16), 5, 4, 3, 1, 1, 0)
	p.Level[2][1] = math.NaN()
	if e := Wedge(p, Model, 0.05, nil); e.Units != 0 {
		t.Errorf("a level is missing, and yet %+v", e)
	}
}

// wedgeVariance is the variance of the effect by the formula of Hussey and Hughes (2007,
// eq. 8): tau is the standard deviation of what is lasting of a buurt, sigma that of a level.
func wedgeVariance(entry []int, periods int, tau, sigma float64) float64 {
	n, t := float64(len(entry)), float64(periods)
	var u, w, v float64
	perPeriod := make([]float64, periods)
	for _, e := range entry {
		in := math.Max(0, float64(periods-e))
		u, v = u+in, v+float64(in*in)
		for j := max(0, e); j < periods; j++ {
			perPeriod[j]++
		}
	}
	for _, x := range perPeriod {
		w += float64(x * x)
	}
	s2, t2 := sigma*sigma, tau*tau
	return n * s2 * (s2 + float64(t*t2)) / (float64((n*u-w)*s2) + float64((u*u+n*t*u-t*w-n*v)*t2))
}
