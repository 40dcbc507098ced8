package cohortmodel

import "math"

// Answer is a strategy, calculated without chance.
type Answer struct {
	// Trace is the share in each state and then dead, after each cycle; 0 is the start.
	Trace [][]float64
	// Mean and Var are, per total (see [Totals]), the mean over citizens and the
	// variance between them, chance and columns included.
	Mean, Var [NumTotals]float64
}

// Exact calculates a strategy: the trace forward, the means and variances backward,
// so that neither knows of simulated citizens.
func (m *Model) Exact(strategy int) *Answer {
	a := &Answer{}
	var parts []Answer
	profiles := m.profiles()
	for _, l := range profiles {
		parts = append(parts, *m.exact(strategy, l))
	}
	a.Trace = make([][]float64, m.cycles+1)
	for k := range a.Trace {
		a.Trace[k] = make([]float64, len(m.states)+1)
		for i, p := range parts {
			for s, x := range p.Trace[k] {
				a.Trace[k][s] += profiles[i].share * x
			}
		}
	}
	for t := range NumTotals {
		for i, p := range parts {
			a.Mean[t] += profiles[i].share * p.Mean[t]
		}
		for i, p := range parts {
			off := p.Mean[t] - a.Mean[t]
			a.Var[t] += profiles[i].share * (p.Var[t] + off*off)
		}
	}
	return a
}

func (m *Model) exact(strategy int, l levels) *Answer {
	c := m.chain(strategy, l)
	a := &Answer{Trace: c.trace(len(m.states))}
	mean, vars := c.totals()
	for t := range NumTotals {
		for i, share := range c.start {
			a.Mean[t] += share * mean[i][t]
		}
		for i, share := range c.start {
			off := mean[i][t] - a.Mean[t]
			a.Var[t] += share * (vars[i][t] + off*off)
		}
	}
	return a
}

// trace follows the shares forward.
func (c *chain) trace(states int) [][]float64 {
	x := c.start
	out := [][]float64{c.shares(x, states)}
	for _, st := range c.steps {
		next := make([]float64, len(x))
		for i, moves := range st.moves {
			for _, mv := range moves {
				if mv.to >= 0 {
					next[mv.to] += x[i] * mv.p
				}
			}
		}
		x = next
		out = append(out, c.shares(x, states))
	}
	return out
}

func (c *chain) shares(x []float64, states int) []float64 {
	out := make([]float64, states+1)
	alive := 0.0
	for i, v := range x {
		out[c.state[i]] += v
		alive += v
	}
	out[states] = max(0, 1-alive)
	return out
}

// totals follows what is still to come backward: the mean and the variance of each
// total, by place at the start. With Y what a move brings and what follows it,
// Var(Y) = Σ p·(Var after + (reward + mean after − E[Y])²), which loses no digits.
func (c *chain) totals() (mean, vars [][NumTotals]float64) {
	n := len(c.state)
	mean, vars = c.value[len(c.steps)], make([][NumTotals]float64, n)
	for k := len(c.steps) - 1; k >= 0; k-- {
		st := &c.steps[k]
		m, v := make([][NumTotals]float64, n), make([][NumTotals]float64, n)
		for i, moves := range st.moves {
			for t := range NumTotals {
				brings := func(mv move) (x, after float64) {
					x = mv.once.of(t) * st.value[t]
					if mv.to >= 0 {
						return x + mean[mv.to][t], vars[mv.to][t]
					}
					return x, 0
				}
				var e, s float64
				for _, mv := range moves {
					x, _ := brings(mv)
					e += mv.p * x
				}
				for _, mv := range moves {
					x, after := brings(mv)
					s += mv.p * (after + (x-e)*(x-e))
				}
				m[i][t], v[i][t] = e+c.value[k][i][t], s
			}
		}
		mean, vars = m, v
	}
	return mean, vars
}

// Total is the mean of a total by name; NaN when there is none of that name.
func (a *Answer) Total(name string) float64 {
	for t, total := range Totals {
		if total == name {
			return a.Mean[t]
		}
	}
	return math.NaN()
}
