package cohortmodel

import (
	"fmt"
	"math"
	"slices"

	"piramide/internal/words"
	"piramide/scenarios"
	"piramide/sim"
)

// Places are the names of what the loop calls states: the states, those in which the
// time spent matters told apart by it ("A 1", "A 2", …, the last one open).
func (m *Model) Places() (names []string) {
	for _, s := range m.states {
		for tau := range s.depth {
			name := s.name
			if s.depth > 1 {
				name = fmt.Sprintf("%s %d", s.name, tau+1)
			}
			names = append(names, name)
		}
	}
	return names
}

// leaving is the hazard, over a cycle, of a state that nobody stays in: the loop, which
// rounds to 24 bits, then keeps nobody.
const leaving = 40

// Config makes a configuration of the simulator for a strategy and a kind of citizen.
// Probabilities per cycle become competing hazards, h_j = −ln(stay)·P_j/(1 − stay),
// which the rule of the loop turns back into these probabilities. What changes with
// the cycle becomes a dependence on age, since with a cycle of a year all have their
// birthday together. Care, money and places have no part in it.
//
// The loop cannot live everything that can be calculated; what it cannot is told as
// [scenarios.Problems]: more than 16 places, more destinations than events, change
// within a year, and an age beyond the last one. What it counts by itself are the states,
// for who begins a cycle; [Model.Live] counts as the file says.
func (m *Model) Config(strategy, profile int) (sim.Config, error) {
	l := m.profiles()[profile]
	return m.config(strategy, l, m.chain(strategy, l), m.citizens)
}

func (m *Model) config(strategy int, l levels, c *chain, citizens int) (sim.Config, error) {
	n := len(c.state)
	steady := m.steady(strategy)
	refuse := func(reason words.Message) (sim.Config, error) {
		return sim.Config{}, scenarios.Problems{{Path: m.Name, Reason: reason}}
	}
	switch {
	case n > sim.MaxStates:
		return refuse(msg("loop_states", "count", n, "most", sim.MaxStates))
	case !steady && m.perYear != 1:
		return refuse(msg("loop_months"))
	case !steady && (m.age == 0 || m.age+m.cycles > sim.MaxAge):
		return refuse(msg("loop_age", "last", m.age+m.cycles, "most", sim.MaxAge))
	}
	// cycle is the cycle that people of an age live in.
	cycle := func(age int) int {
		if steady { // in the last cycle every place can have people
			return m.cycles
		}
		return min(max(age-m.age+1, 1), m.cycles)
	}
	table := func(f func(cycle, place int) float64) sim.Table {
		out := make(sim.Table, sim.Ages*sim.Sexes*n)
		for class := range out {
			out[class] = f(cycle(class/(sim.Sexes*n)), class%n)
		}
		return out
	}
	value := func(cost bool) sim.Table {
		return table(func(cycle, place int) float64 {
			s := &m.states[c.state[place]]
			p := m.point(l, cycle, m.tau(place))
			x, pick := s.utility.at(p), func(c *change) amend { return c.utility }
			if cost {
				x, pick = s.cost.at(p), func(c *change) amend { return c.cost }
			}
			for _, ch := range m.active(strategy, p) {
				if ch.states != nil && ch.states[c.state[place]] {
					x = pick(ch).of(x)
				}
			}
			return x * float64(m.perYear)
		})
	}
	out := sim.Config{
		Region:   m.Name,
		Calendar: sim.Calendar{Start: 2027 * 12, Cycles: m.cycles, CyclesPerYear: m.perYear},
		Levels: sim.Levels{
			Residual: value(true),
			Utility:  value(false),
			StayDays: make([]float64, sim.Ages),
		},
		Population: sim.Population{State: table(func(_, place int) float64 { return c.start[place] })},
		Prices:     sim.Prices{DiscountCosts: m.costs, DiscountOutcomes: m.outcomes},
	}
	for i, name := range m.Places() {
		out.States = append(out.States, sim.State{Name: name, Tier: i, Home: true})
	}
	b := sim.Buurt{Name: m.Name}
	age := m.age
	if !steady {
		age-- // the birthday comes first in a cycle
	}
	women := citizens / 2
	if len(l.names) > 0 { // one kind of citizen, of one sex when that matters
		women = citizens * l.level[0]
	}
	b.Count[age] = [sim.Sexes]float64{float64(citizens - women), float64(women)}
	out.Population.Buurten = []sim.Buurt{b}
	for vt := range out.Population.SESByVT {
		for q := range out.Population.SESByVT[vt] {
			out.Population.SESByVT[vt][q] = 1.0 / sim.Quintiles
		}
	}
	events, err := m.events(c, table)
	if err != nil {
		return refuse(msg("loop_moves", "most", sim.MaxEvents-1))
	}
	out.Exclusive = events
	return out, nil
}

// tau is the time in the state that a place stands for.
func (m *Model) tau(place int) int {
	for _, s := range m.states {
		if place < s.depth {
			return place + 1
		}
		place -= s.depth
	}
	panic("cohortmodel: no such place")
}

// errMoves says that a place leads to more others than the loop has events for.
var errMoves = fmt.Errorf("cohortmodel: too many destinations")

// events are death and the moves. An event has one destination per state: the k-th
// move holds the k-th destination of every place.
func (m *Model) events(c *chain, table func(func(cycle, place int) float64) sim.Table) ([]sim.Event, error) {
	n := len(c.state)
	to := make([][]int, n) // destinations of a place, in order of appearance
	hazard := func(cycle, place, dest int) (h float64) {
		out, total := c.out(cycle, place)
		if out == 0 {
			return 0
		}
		for _, mv := range c.steps[cycle-1].moves[place] {
			if mv.to == dest {
				h += total * mv.p / out
			}
		}
		return h * float64(m.perYear)
	}
	for _, st := range c.steps {
		for place, moves := range st.moves {
			for _, mv := range moves {
				if mv.to >= 0 && mv.to != place && !slices.Contains(to[place], mv.to) {
					to[place] = append(to[place], mv.to)
				}
			}
		}
	}
	events := []sim.Event{{Name: "death", Kind: sim.Death, Hazard: table(func(cycle, place int) float64 { return hazard(cycle, place, -1) })}}
	for k := 0; ; k++ {
		e := sim.Event{Name: fmt.Sprintf("move_%d", k+1), Kind: sim.Move, To: make([]int, n)}
		used := false
		for place := range n {
			e.To[place] = -1
			if k < len(to[place]) {
				e.To[place], used = to[place][k], true
			}
		}
		if !used {
			return events, nil
		}
		if len(events) == sim.MaxEvents {
			return nil, errMoves
		}
		e.Hazard = table(func(cycle, place int) float64 {
			if e.To[place] < 0 {
				return 0
			}
			return hazard(cycle, place, e.To[place])
		})
		events = append(events, e)
	}
}

// out is the probability of going from a place in a cycle, and the hazard over the
// cycle that gives it.
func (c *chain) out(cycle, place int) (p, hazard float64) {
	for _, mv := range c.steps[cycle-1].moves[place] {
		if mv.to != place {
			p += mv.p
		}
	}
	if p >= 1-noise {
		return p, leaving
	}
	return p, min(leaving, -math.Log1p(-p))
}

// steady says whether nothing changes with age or cycle under a strategy.
func (m *Model) steady(strategy int) bool {
	steady := true
	look := func(q *quantity) {
		q.each(func(q *quantity) {
			if q.by == "age" || q.by == "cycle" || q.weibull != nil && !q.weibull.inState {
				steady = false
			}
		})
	}
	for _, s := range m.states {
		look(s.cost)
		look(s.utility)
		for _, q := range s.to {
			look(q)
		}
	}
	windows := func(list []change) {
		for _, c := range list {
			for _, w := range c.when {
				if w.column < 0 && w.by != "time_in_state" {
					steady = false
				}
			}
		}
	}
	windows(m.modifiers)
	for _, t := range m.strategies[strategy].treatments {
		windows(m.treatments[t].changes)
	}
	return steady
}
