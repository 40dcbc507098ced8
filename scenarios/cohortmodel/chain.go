package cohortmodel

import "math"

// chain is a strategy for one kind of citizen: a Markov chain over states told apart
// by the cycles spent in them. Death is no place of it: who is not in one of the
// places is dead.
type chain struct {
	state []int     // of each place
	start []float64 // share of each place at the start
	steps []step    // per cycle
	value []worth   // per boundary: 0 is the start
}

// step is the moves of a cycle, by place.
type step struct {
	moves [][]move
	value [NumTotals]float64 // discount weight of a transition in this cycle
}

type move struct {
	to   int // −1 = death
	p    float64
	once once
}

// once is what a transition brings, not discounted.
type once struct{ cost, qaly float64 }

// of is what it brings to a total.
func (o once) of(total int) float64 {
	switch total {
	case 0, 3:
		return o.cost
	case 1, 4:
		return o.qaly
	}
	return 0
}

// worth is what each place counts for at a boundary, by total.
type worth [][NumTotals]float64

// NumTotals is how many totals a model has; [Totals] names them.
const NumTotals = 6

// Totals are the names of the totals: discounted, then not discounted.
var Totals = []string{"cost", "qaly", "life_years", "cost_plain", "qaly_plain", "life_years_plain"}

// chain makes the chain of a strategy for a kind of citizen.
func (m *Model) chain(strategy int, l levels) *chain {
	c := &chain{}
	first := make([]int, len(m.states))
	for s := range m.states {
		first[s] = len(c.state)
		for tau := range m.states[s].depth {
			c.state = append(c.state, s)
			share := 0.0
			if tau == 0 {
				share = m.states[s].start
			}
			c.start = append(c.start, share)
		}
	}
	c.value = make([]worth, m.cycles+1)
	for k := range c.value {
		c.value[k] = make(worth, len(c.state))
	}
	weights := m.weights()
	for cycle := 1; cycle <= m.cycles; cycle++ {
		st := step{moves: make([][]move, len(c.state)), value: m.discount(m.moment(cycle))}
		begin, end := m.discount(float64(cycle-1)), m.discount(float64(cycle))
		for place, s := range c.state {
			tau := place - first[s] + 1
			p := m.point(l, cycle, tau)
			now := m.active(strategy, p)
			if tau <= cycle { // nobody has been anywhere for longer
				st.moves[place] = m.leave(s, tau, p, now, first)
			}
			cost, qaly, life := m.states[s].cost.at(p), m.states[s].utility.at(p), 1/float64(m.perYear)
			for _, ch := range now {
				if ch.states != nil && ch.states[s] {
					cost, qaly = ch.cost.of(cost), ch.utility.of(qaly)
				}
			}
			for t, x := range [NumTotals]float64{cost, qaly, life, cost, qaly, life} {
				c.value[cycle-1][place][t] += x * weights[cycle-1].next * begin[t]
				c.value[cycle][place][t] += x * weights[cycle].last * end[t]
			}
		}
		c.steps = append(c.steps, st)
	}
	return c
}

// leave is where the people of a place go in a cycle.
func (m *Model) leave(s, tau int, p point, now []*change, first []int) (moves []move) {
	row, err := m.row(s, p, now)
	if err != nil {
		panic(err) // every row was tried when the file was read
	}
	stay := 1.0
	for to, prob := range row {
		if prob == 0 {
			continue
		}
		stay -= prob
		at := -1
		if to < len(first) {
			at = first[to]
		}
		moves = append(moves, move{at, prob, m.once(s, to, p, now)})
	}
	if stay > noise {
		moves = append(moves, move{to: first[s] + min(tau, m.states[s].depth-1), p: stay})
	}
	return moves
}

// once is what a transition brings at a point, under the changes in force.
func (m *Model) once(from, to int, p point, now []*change) once {
	o := &m.states[from].once[to]
	out := once{o.cost.at(p), o.qaly.at(p)}
	for _, c := range now {
		if c.moves != nil && c.moves[from][to] {
			out = once{c.moveCost.of(out.cost), c.moveQALY.of(out.qaly)}
		}
	}
	return out
}

// noise is what rounding leaves of a row that adds up to 1.
const noise = 1e-15

// weight is what a boundary between two cycles counts for the rewards of the cycle
// that ends there and for those of the next.
type weight struct{ last, next float64 }

// weights are the reward convention: "start" counts who begins a cycle, "end" who ends
// it, "half-cycle" half of both, "simpson" Simpson's ⅓ rule over the boundaries.
// "simpson-tutorial" has the weights that Alarid-Escudero et al. (2023) print, ⅔ where
// Simpson's rule has 4/3 and the other way round, for the sake of their numbers.
func (m *Model) weights() []weight {
	w := make([]weight, m.cycles+1)
	for k := range w {
		inner := 1.0
		switch m.rewards {
		case "start":
			w[k] = weight{0, 1}
			continue
		case "end":
			w[k] = weight{1, 0}
			continue
		case "simpson":
			inner = []float64{2.0 / 3, 4.0 / 3}[k%2]
		case "simpson-tutorial":
			inner = []float64{4.0 / 3, 2.0 / 3}[k%2]
		}
		outer := 0.5
		if m.rewards != "half-cycle" {
			outer = 1.0 / 3
		}
		switch k {
		case 0:
			w[k].next = outer
		case m.cycles:
			w[k].last = outer
		default:
			w[k] = weight{inner / 2, inner / 2}
		}
	}
	return w
}

// moment is when in a cycle a transition is paid for, in cycles from the start.
func (m *Model) moment(cycle int) float64 {
	switch m.rewards {
	case "start":
		return float64(cycle) - 1
	case "end":
		return float64(cycle)
	}
	return float64(cycle) - 0.5
}

// discount is the factor of each total at a moment, in cycles from the start.
func (m *Model) discount(at float64) [NumTotals]float64 {
	if !m.perCycle {
		at /= float64(m.perYear)
	}
	costs, outcomes := math.Pow(1+m.costs, -at), math.Pow(1+m.outcomes, -at)
	return [NumTotals]float64{costs, outcomes, outcomes, 1, 1, 1}
}
