package cohortmodel

import (
	"fmt"
	"math"

	"piramide/sim"
)

// config makes a configuration of the simulator. Probabilities per cycle
// become competing hazards, h_j = −ln(stay)·P_j/(1 − stay) per cycle, which the
// rule of the loop turns back into exactly these probabilities. Care, money and
// places have no part in it; all ages have the same hazards.
func (m description) config() sim.Config {
	n := len(m.states)
	table := func(f func(state int) float64) sim.Table {
		out := make(sim.Table, sim.Ages*sim.Sexes*n)
		for class := range out {
			out[class] = f(class % n)
		}
		return out
	}
	hazards := make([][]float64, n)
	for i, s := range m.states {
		hazards[i] = make([]float64, n+1)
		var out float64
		for _, p := range s.to {
			out += p
		}
		if out == 0 {
			continue
		}
		for j, p := range s.to {
			hazards[i][j] = -math.Log1p(-out) * p / out * float64(m.perYear)
		}
	}
	c := sim.Config{
		Region:   m.name,
		Calendar: sim.Calendar{Start: 2027 * 12, Cycles: m.cycles, CyclesPerYear: m.perYear},
		Levels: sim.Levels{
			Residual: table(func(s int) float64 { return m.states[s].cost }),
			Utility:  table(func(s int) float64 { return m.states[s].utility }),
			StayDays: make([]float64, sim.Ages),
		},
		Population: sim.Population{State: table(func(s int) float64 { return m.states[s].start })},
		Prices:     sim.Prices{DiscountCosts: m.costs, DiscountOutcomes: m.outcomes},
	}
	for i, s := range m.states {
		c.States = append(c.States, sim.State{Name: s.name, Tier: i, Home: true})
	}
	b := sim.Buurt{Name: m.name}
	b.Count[m.age] = [sim.Sexes]float64{float64(m.citizens - m.citizens/2), float64(m.citizens / 2)}
	c.Population.Buurten = []sim.Buurt{b}
	for vt := range c.Population.SESByVT {
		for q := range c.Population.SESByVT[vt] {
			c.Population.SESByVT[vt][q] = 1.0 / sim.Quintiles
		}
	}
	c.Exclusive = append(c.Exclusive, sim.Event{Name: "death", Kind: sim.Death, Hazard: table(func(s int) float64 { return hazards[s][n] })})

	// An event has one destination per state: the k-th event holds the k-th
	// destination of every state.
	for k := 0; ; k++ {
		e := sim.Event{Name: fmt.Sprintf("move_%d", k+1), Kind: sim.Move, To: make([]int, n)}
		rate := make([]float64, n)
		used := false
		for i := range m.states {
			e.To[i] = -1
			seen := 0
			for j, h := range hazards[i][:n] {
				if h == 0 {
					continue
				}
				if seen == k {
					e.To[i], rate[i], used = j, h, true
				}
				seen++
			}
		}
		if !used {
			return c
		}
		e.Hazard = table(func(s int) float64 { return rate[s] })
		c.Exclusive = append(c.Exclusive, e)
	}
}
