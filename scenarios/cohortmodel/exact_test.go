package cohortmodel

import (
	"math"
	"testing"
)

// everything has each thing a file can say, in few states and cycles.
const everything = `
format: 1
name: everything
cycle: 1 year
cycles: 4
age: 63
rates: separate
rewards: REWARDS
discount: {costs: 4 %, outcomes: 2 %, per: cycle}
sex: {man: 45 %, woman: 55 %}
columns: {smoker: {yes: 30 %, no: 70 %}}
states:
  A: {cost: {by: age, 0: 100 EUR/year, 65: 200 EUR/year}, utility: {by: time_in_state, 1: 0.9, 2: 0.8}, start: 80 %}
  B: {cost: 30 EUR/month, utility: {by: sex, man: 0.5, woman: {by: smoker, yes: 0.4, no: 0.6}}, start: 20 %}
transitions:
  A: {B: {by: time_in_state, 1: 0.3, 3: 0.1}, death: {by: cycle, 1: rate 0.02/year, 3: rate 0.01/month}}
  B: {A: {weibull: {scale: 0.2, shape: 1.5, clock: time_in_state}}, death: 10 % per year}
on_move: {A: {B: {cost: {by: age, 0: 500 EUR, 65: 650 EUR}, qaly: {by: time_in_state, 1: -0.05, 2: -0.02}}}, B: {death: {cost: 900 EUR}}}
modifiers:
  - {transitions: [A > death, B > death], rate_times: 2, when: {smoker: yes}}
treatments:
  pill:
    - {transitions: [A > B], probability_times: 0.5, move_cost_times: 2, move_cost_plus: 11 EUR, move_qaly: -0.1, when: {cycle: 1-2, sex: woman}}
    - {states: all, cost_plus: 70 EUR/year, utility_plus: 0.01, when: {cycle: 1-2, time_in_state: 1-2}}
strategies: {none: [], pill: [pill]}
`

// Mean and variance of every total are those of a citizen, found by following every
// path that a life can take and weighing each by its probability. The paths are walked
// from the rows and quantities of the file, not from the chain.
func TestTotalsAreThoseOfEveryPath(t *testing.T) {
	for _, rewards := range rewardRules {
		m := mustParse(t, everything, "REWARDS", rewards)
		for s, name := range m.Strategies() {
			var w paths
			for _, l := range m.profiles() {
				for from := range m.states {
					w.walk(m, s, l, from, 1, 1, l.share*m.states[from].start, [NumTotals]float64{})
				}
			}
			got := m.Exact(s)
			if math.Abs(w.all-1) > 1e-12 {
				t.Fatalf("paths add up to %.15f", w.all)
			}
			for k, total := range Totals {
				if v := w.square[k] - w.mean[k]*w.mean[k]; relative(got.Mean[k], w.mean[k]) > 1e-11 || relative(got.Var[k], v) > 1e-8 {
					t.Errorf("%s, %s: %s is %.10g ± %.10g, by paths %.10g ± %.10g", rewards, name, total, got.Mean[k], math.Sqrt(got.Var[k]), w.mean[k], math.Sqrt(v))
				}
			}
		}
	}
}

func relative(a, b float64) float64 { return math.Abs(a-b) / math.Abs(b) }

// paths adds up lives.
type paths struct {
	all          float64
	mean, square [NumTotals]float64
}

func (w *paths) walk(m *Model, strategy int, l levels, s, tau, cycle int, p float64, sum [NumTotals]float64) {
	if p == 0 {
		return
	}
	// What a state is worth in a cycle, to whom has been in it for tau.
	worth := func(s, tau, cycle int) [NumTotals]float64 {
		at := m.point(l, cycle, tau)
		cost, qaly := m.states[s].cost.at(at), m.states[s].utility.at(at)
		for _, c := range m.active(strategy, at) {
			if c.states != nil && c.states[s] {
				cost, qaly = c.cost.of(cost), c.utility.of(qaly)
			}
		}
		return [NumTotals]float64{cost, qaly, 1, cost, qaly, 1}
	}
	add := func(sum *[NumTotals]float64, x [NumTotals]float64, weight, at float64) {
		for k := range sum {
			rate := []float64{0.04, 0.02, 0.02, 0, 0, 0}[k]
			sum[k] += x[k] * weight * math.Pow(1+rate, -at)
		}
	}
	inner := map[string][]float64{
		"start": {1, 1, 1, 1}, "end": {0, 0, 0, 0}, "half-cycle": {0.5, 0.5, 0.5, 0.5},
		"simpson": {1. / 3, 2. / 3, 1. / 3, 2. / 3}, "simpson-tutorial": {1. / 3, 1. / 3, 2. / 3, 1. / 3},
	}[m.rewards]
	outer := map[string][]float64{
		"start": {0, 0, 0, 0}, "end": {1, 1, 1, 1}, "half-cycle": {0.5, 0.5, 0.5, 0.5},
		"simpson": {2. / 3, 1. / 3, 2. / 3, 1. / 3}, "simpson-tutorial": {1. / 3, 2. / 3, 1. / 3, 1. / 3},
	}[m.rewards]
	add(&sum, worth(s, tau, cycle), inner[cycle-1], float64(cycle-1))
	done := func(sum [NumTotals]float64, p float64) {
		w.all += p
		for k, x := range sum {
			w.mean[k] += p * x
			w.square[k] += p * x * x
		}
	}
	next := func(to, tau int, p float64, sum [NumTotals]float64) {
		add(&sum, worth(to, tau, cycle), outer[cycle-1], float64(cycle))
		if cycle == m.cycles {
			done(sum, p)
			return
		}
		w.walk(m, strategy, l, to, tau, cycle+1, p, sum)
	}
	at := m.point(l, cycle, tau)
	row, err := m.row(s, at, m.active(strategy, at))
	if err != nil {
		panic(err)
	}
	stay := 1.0
	for to, q := range row {
		stay -= q
		moved := sum
		o := m.states[s].once[to]
		cost, qaly := o.cost.at(at), o.qaly.at(at)
		for _, c := range m.active(strategy, at) {
			if c.moves != nil && c.moves[s][to] {
				cost, qaly = c.moveCost.of(cost), c.moveQALY.of(qaly)
			}
		}
		when := map[string]float64{"start": 1, "end": 0}
		back, known := when[m.rewards]
		if !known {
			back = 0.5
		}
		add(&moved, [NumTotals]float64{cost, qaly, 0, cost, qaly, 0}, 1, float64(cycle)-back)
		if to == len(m.states) {
			done(moved, p*q)
			continue
		}
		next(to, 1, p*q, moved)
	}
	next(s, tau+1, p*stay, sum)
}
