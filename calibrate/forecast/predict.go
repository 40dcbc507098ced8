package forecast

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"
)

// Posterior is what the counts of several types leave of a prior.
type Posterior struct {
	series []Series
	prior  Prior
	grid   grid
	types  [][]component
}

// component is one node of the grid with its weight for one type.
type component struct {
	weight        float64
	growth, shock float64
	keep, step    int
}

const negligible = 1e-10

// Fit integrates the model of the package over the counts of all types at once:
// what one type says of the common growth, shock and step is said to the others.
func Fit(series []Series, prior Prior) (*Posterior, error) { return fit(series, prior, 1) }

func fit(series []Series, prior Prior, finer int) (*Posterior, error) {
	if err := valid(series, prior); err != nil {
		return nil, err
	}
	g := newGrid(prior, finer)
	p := &Posterior{series: series, prior: prior, grid: g, types: make([][]component, len(series))}
	// The log likelihood of each type, by keep, step, growth and shock.
	conditions := make([][][]*normal, len(series))
	for i, s := range series {
		conditions[i] = make([][]*normal, len(g.keep))
		for k, keep := range g.keep {
			for _, step := range g.step {
				conditions[i][k] = append(conditions[i][k], condition(s, prior, keep, step))
			}
		}
	}
	// Two passes over the common nodes: their total, then the weights of each type.
	each := func(visit func(a, b, k, m int, log float64, own [][]float64)) {
		own := make([][]float64, len(series))
		like := make([][]float64, len(series))
		for i := range own {
			own[i], like[i] = make([]float64, len(g.step)), make([]float64, len(g.step))
		}
		for a, growth := range g.growth {
			for b, shock := range g.shock {
				for k := range g.keep {
					for i := range series {
						for s := range g.step {
							like[i][s] = conditions[i][k][s].logLikelihood(growth, shock)
						}
					}
					for m := range g.typical {
						log := g.wGrowth[a] + g.wShock[b] + g.wKeep[k] + g.wTypical[m]
						for i := range series {
							floats.AddTo(own[i], like[i], g.wStep[m])
							total := floats.LogSumExp(own[i])
							log += total
							floats.AddConst(-total, own[i])
						}
						visit(a, b, k, m, log, own)
					}
				}
			}
		}
	}
	var logs []float64
	each(func(_, _, _, _ int, log float64, _ [][]float64) { logs = append(logs, log) })
	total := floats.LogSumExp(logs)
	sums := make([][]float64, len(series))
	for i := range sums {
		sums[i] = make([]float64, len(g.step))
	}
	each(func(a, b, k, m int, log float64, own [][]float64) {
		w := math.Exp(log - total)
		for i := range series {
			for s, l := range own[i] {
				sums[i][s] += w * math.Exp(l)
			}
			if m < len(g.typical)-1 {
				continue
			}
			for s := range g.step { // all typical steps of this node are in
				if sums[i][s] > negligible {
					p.types[i] = append(p.types[i], component{sums[i][s], g.growth[a], g.shock[b], k, s})
				}
				sums[i][s] = 0
			}
		}
	})
	return p, nil
}

// Prediction is the count of a year to come: median and central intervals.
type Prediction struct {
	Type          string
	Year          int
	Median        float64
	Low80, High80 float64
	Low95, High95 float64
}

// Predict one type in one later year.
func (p *Posterior) Predict(series, year int) Prediction {
	d := p.ahead(series, year)
	at := func(q float64) float64 { return math.Exp(d.quantile(q)) }
	return Prediction{p.series[series].Type, year, at(0.5), at(0.1), at(0.9), at(0.025), at(0.975)}
}

// Below is the probability that a later year counts less than n.
func (p *Posterior) Below(series, year int, n float64) float64 {
	return p.ahead(series, year).below(math.Log(n))
}

// Growth is the mean and standard deviation of the common yearly growth, on the log scale.
func (p *Posterior) Growth() (mean, sd float64) {
	return p.common(func(c component) float64 { return c.growth })
}

// Shock is the mean and standard deviation of the common shock, on the log scale.
func (p *Posterior) Shock() (mean, sd float64) {
	return p.common(func(c component) float64 { return c.shock })
}

func (p *Posterior) common(of func(component) float64) (mean, sd float64) {
	var square float64
	for _, c := range p.types[0] { // the common nodes weigh the same in every type
		x := of(c)
		mean += c.weight * x
		square += c.weight * x * x
	}
	return mean, math.Sqrt(max(0, square-mean*mean))
}

// mixture is a mixture of normals of a log count.
type mixture struct{ weight, mean, sd []float64 }

func (p *Posterior) ahead(series, year int) mixture {
	type solved struct {
		mean     linear
		variance float64
	}
	s, g := p.series[series], p.grid
	table := make([]*solved, len(g.keep)*len(g.step))
	var d mixture
	for _, c := range p.types[series] {
		at := &table[c.keep*len(g.step)+c.step]
		if *at == nil {
			keep, step := g.keep[c.keep], g.step[c.step]
			m, v := condition(s, p.prior, keep, step).ahead(s, p.prior, keep, step, year)
			*at = &solved{m, v}
		}
		mean := (*at).mean.at(c.growth, c.shock)
		d.weight = append(d.weight, c.weight)
		d.mean = append(d.mean, mean)
		d.sd = append(d.sd, math.Sqrt((*at).variance+math.Log1p(math.Exp(-mean))))
	}
	floats.Scale(1/floats.Sum(d.weight), d.weight)
	return d
}

func (d mixture) below(x float64) float64 {
	sum := 0.0
	for k, w := range d.weight {
		sum += w * distuv.UnitNormal.CDF((x-d.mean[k])/d.sd[k])
	}
	return sum
}

// quantile by halving what it must lie in: for q from 1/40 to 39/40 no distribution
// has it further than √39 standard deviations from its mean (Cantelli). 24 halves
// leave less than a millionth of a standard deviation.
func (d mixture) quantile(q float64) float64 {
	mean, square := 0.0, 0.0
	for k, w := range d.weight {
		mean += w * d.mean[k]
		square += w * (d.sd[k]*d.sd[k] + d.mean[k]*d.mean[k])
	}
	reach := math.Sqrt(39 * (square - mean*mean))
	low, high := mean-reach, mean+reach
	for range 24 {
		if mid := (low + high) / 2; d.below(mid) < q {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}
