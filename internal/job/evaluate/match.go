package evaluate

import (
	"slices"

	"piramide/outputs/evaluation"
	"piramide/scenarios"
	"piramide/sim"
)

// Matched controls: clients beside people of the region who look alike and are no clients.

// matchEvery is how many months of entries share one pool of controls: a client is matched
// with somebody who is no client yet at the middle of them.
const matchEvery = 3

// adult is the youngest age of a control.
const adult = 18

// matched pairs clients, in their order, with controls. Who cannot be paired is left out, as
// is a client who was not here for a year before. A control who becomes a client later stays
// a control: an evaluator who left those out would choose by what came after.
func (t *trial) matched(d *scenarios.EvaluationDesign, list []entrant, years, last int) (out []subject) {
	g := t.plan.register
	type pair struct{ rank, control, index int }
	var pairs []pair
	taken := map[uint64]bool{}
	for from := t.start; from < last; from += matchEvery {
		index := min(from+matchEvery/2, last-1)
		var ranks []int
		var treated, control [][]float64
		var strataTreated, strataControl []int
		for rank, c := range list {
			if c.month < from || c.month >= from+matchEvery {
				continue
			}
			if x, ok := g.covariates(d.On, c.key, c.month); ok {
				ranks, treated = append(ranks, rank), append(treated, x)
				strataTreated = append(strataTreated, g.stratum(d.On, c.key, c.month))
			}
		}
		if len(ranks) == 0 {
			continue
		}
		var pool []int
		for row := range g.list {
			c := &g.list[row]
			m := g.monthsOf(int32(row))
			at := index - g.from
			if taken[c.key] || m[at].days == 0 || m[at].marks&(resident|hadDied|hadLeft) != 0 || g.age(c, index) < adult ||
				slices.ContainsFunc(m[:at+1], func(x monthOf) bool { return x.marks&isClient != 0 }) {
				continue
			}
			if x, ok := g.covariates(d.On, c.key, index); ok {
				pool, control = append(pool, row), append(control, x)
				strataControl = append(strataControl, g.stratum(d.On, c.key, index))
			}
		}
		var match []int
		if d.Match == "nearest" {
			match = evaluation.Nearest(treated, control, strataTreated, strataControl)
		} else {
			score := evaluation.Logit(append(slices.Clone(treated), control...), append(slices.Repeat([]bool{true}, len(treated)), make([]bool, len(control))...))
			match = evaluation.ByScore(score[:len(treated)], score[len(treated):])
		}
		for i, c := range match {
			if c >= 0 {
				taken[g.list[pool[c]].key] = true
				pairs = append(pairs, pair{ranks[i], pool[c], index})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return a.rank - b.rank })
	for _, p := range pairs {
		c := entrant{g.list[p.control].key, p.index, false}
		out = append(out, subject{
			in: true, with: around(g, list[p.rank], years), without: around(t.without, list[p.rank], years),
			control: around(g, c, years), controlNone: around(t.without, c, years),
		})
	}
	return out
}

// age is that of a citizen in a month of the accounts.
func (g *register) age(c *citizen, month int) int {
	return int(c.age) + (month-g.from-int(c.born))/monthsPerYear
}

// covariates are what is matched on: as a register knows them in a month, with what happened
// in the twelve months up to it. False for who was not here all that time.
func (g *register) covariates(on []string, key uint64, month int) ([]float64, bool) {
	row, known := g.at[key]
	from, at := month+1-monthsPerYear-g.from, month-g.from
	if !known || from < 0 {
		return nil, false
	}
	months := g.monthsOf(row)
	if months[from].days == 0 || months[at].days == 0 {
		return nil, false
	}
	status := months[at].days >> statusAt
	bit := func(mask uint8) float64 {
		if status&mask != 0 {
			return 1
		}
		return 0
	}
	past := g.window(key, from+g.from, month+1)
	out := make([]float64, 0, len(on)+2)
	for _, name := range on {
		switch name {
		case "age": // with its square: need rises faster than age
			age := float64(g.age(&g.list[row], month))
			out = append(out, age, age*age)
		case "sex":
			out = append(out, float64(g.list[row].sex))
		case "vt":
			out = append(out, bit(sim.HasVT))
		case "chronic":
			out = append(out, bit(sim.HasChronic))
		case "gmd":
			out = append(out, bit(sim.HasGMD))
		case "stays":
			out = append(out, float64(past.stays))
		case "visits":
			out = append(out, float64(past.visits))
		case "cost":
			out = append(out, float64(past.cents)/100)
		case scenarios.HiddenNeed:
			out = append(out, float64(months[at].one(inNeed)), float64(months[at].one(inTop)))
		}
	}
	return out, true
}

// stratum is what must be equal to the nearest control: age in bands of ten years, sex, VT
// and hidden need, as far as they are matched on.
func (g *register) stratum(on []string, key uint64, month int) (s int) {
	row := g.at[key]
	m := g.monthsOf(row)[month-g.from]
	for _, name := range on {
		switch name {
		case "age":
			s = s*11 + g.age(&g.list[row], month)/10
		case "sex":
			s = s*2 + int(g.list[row].sex)
		case "vt":
			s = s*2 + int(m.days>>statusAt&sim.HasVT)
		case scenarios.HiddenNeed:
			s = s*4 + int(m.one(inNeed)) + 2*int(m.one(inTop))
		}
	}
	return s
}
