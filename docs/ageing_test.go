package docs_test

import (
	"strconv"

	"piramide/scenarios/belgium"
	"piramide/sim"
)

// ageing is the table of what the two populations make of a region at the end
// of years 1, 5 and 10 of the accounts, after the burn-in: the exact cohort
// calculation at the base values, without chance.
func (m *modelText) ageing() string {
	var rows [][]string
	for _, c := range []struct {
		id, population string
		ageing         bool
	}{
		{"leuven", "churn", false},
		{"leuven", "ageing", true},
		{"leuven-6elz", "churn", false},
		{"leuven-6elz", "ageing", true},
		{"flanders", "either", false},
	} {
		regions, err := belgium.Regions(c.id, m.values)
		m.must(err)
		const burnIn, first = 36, 2027
		years := []int{1, 5, 10}
		counts := make([]headCount, len(years))
		for _, r := range regions {
			r.Ageing = c.ageing
			cfg, _, err := belgium.Build(m.values, r)
			m.must(err)
			trace, err := sim.Cohort(&cfg, burnIn+12*years[len(years)-1])
			m.must(err)
			for i, y := range years {
				counts[i].add(&cfg, trace.People[burnIn+12*y])
			}
		}
		for i, y := range years {
			row := []string{code(c.id), c.population, strconv.Itoa(first + y - 1)}
			for _, n := range counts[i] {
				row = append(row, strconv.FormatFloat(n, 'f', 0, 64))
			}
			rows = append(rows, row)
		}
	}
	return table("region | population | end of | inhabitants | 65+ | 80+ | high_risk | complex | nursing home", rows...)
}

// headCount holds the columns of the table, in their order.
type headCount [6]float64

func (h *headCount) add(c *sim.Config, people []float64) {
	n := len(c.States)
	for class, x := range people {
		age, state := class/n/sim.Sexes, c.States[class%n]
		for column, in := range [len(h)]bool{true, age >= 65, age >= 80, state.Tier == 2, state.Tier == 3, !state.Home} {
			if in {
				h[column] += x
			}
		}
	}
}
