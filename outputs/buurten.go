package outputs

import (
	"cmp"
	"math"
	"slices"

	"piramide/sim"
)

// Buurt is one neighbourhood under every plan over a period. Amounts are EUR a year
// of constant prices, people the mean over the period.
type Buurt struct {
	ID          string       `json:"buurt"`
	Inhabitants Estimate     `json:"inhabitants"`       // under the first plan
	InNeed      Estimate     `json:"in_need"`           // of whom at home with true high_risk or complex need
	CareCost    Estimate     `json:"care_eur_per_year"` // what health insurance pays for them
	Plans       []BuurtUnder `json:"plans"`             // the first plan first
}

// BuurtUnder is what the team of a buurt receives and spends under a plan.
type BuurtUnder struct {
	Plan   string   `json:"plan"`
	Earned Estimate `json:"earned_eur_per_year"`
	Spent  Estimate `json:"spent_eur_per_year"`
	// Returned is what went back at the end of a year; Unspent is that and what was
	// carried over, as a share of what the team had: a buurt that cannot spend.
	Returned Estimate `json:"returned_eur_per_year"`
	Unspent  Estimate `json:"unspent_share"`
	More     Estimate `json:"earned_difference"` // with the first plan; zero for the first plan itself
	K        int      `json:"cells_with_sign"`   // cells in which the difference has the sign of its mean
	N        int      `json:"cells"`
}

// Fit says how the money of the teams lies beside need under a plan.
type Fit struct {
	Plan   string   `json:"plan"`
	Earned Estimate `json:"earned_eur_per_year"` // all buurten
	// ToNeed and ToCost are the part of the money, 0 to 1, that would have to go to
	// another buurt for every buurt to have the same amount per inhabitant in need, or
	// per euro of care: half the sum of the absolute differences in shares (the index
	// of dissimilarity). ToHeads is the same for an equal amount per inhabitant.
	ToNeed  Estimate `json:"misplaced_by_need"`
	ToCost  Estimate `json:"misplaced_by_care_cost"`
	ToHeads Estimate `json:"misplaced_by_inhabitants"`
	// Losers is how many buurten receive less than under the first plan, and Lost what
	// they miss, EUR a year.
	Losers Estimate `json:"buurten_with_less"`
	Lost   Estimate `json:"eur_less_per_year"`
}

// buurtCells is one buurt in one cell: person-years, and cents over the period.
type buurtCells struct{ people, need, care, earned, spent, returned, unspent, had float64 }

// Buurten gives the neighbourhoods of a result under every plan, in the order of
// their ids, and how money lies beside need. It reads every cell anew: single
// buurten are not kept. Without a buurtteam that earns there are none.
func (c *Comparison) Buurten(p Period) ([]Buurt, []Fit, error) {
	ids, sums, err := c.buurtSums(p)
	if err != nil {
		return nil, nil, err
	}
	years, draw := float64(p.Last-p.First+1), c.Result.draws()
	over := func(plan int, of func(cell []buurtCells) float64) []float64 {
		v := make([]float64, len(draw))
		for i := range v {
			v[i] = of(sums[plan][i])
		}
		return v
	}
	list := make([]Buurt, len(ids))
	for b, id := range ids {
		one := func(plan int, of func(x *buurtCells) float64) []float64 {
			return over(plan, func(cell []buurtCells) float64 { return of(&cell[b]) / years })
		}
		earned := func(x *buurtCells) float64 { return x.earned / 100 }
		list[b] = Buurt{
			ID: id, Inhabitants: estimate(one(0, func(x *buurtCells) float64 { return x.people }), draw),
			InNeed:   estimate(one(0, func(x *buurtCells) float64 { return x.need }), draw),
			CareCost: estimate(one(0, func(x *buurtCells) float64 { return x.care / 100 }), draw),
		}
		for k, plan := range c.Plans {
			under := BuurtUnder{Plan: plan.ID, Earned: estimate(one(k, earned), draw), Spent: estimate(one(k, func(x *buurtCells) float64 { return x.spent / 100 }), draw)}
			under.Returned = estimate(one(k, func(x *buurtCells) float64 { return x.returned / 100 }), draw)
			under.Unspent = estimate(over(k, func(cell []buurtCells) float64 {
				if cell[b].had == 0 {
					return math.NaN()
				}
				return cell[b].unspent / cell[b].had
			}), draw)
			if k > 0 {
				diff := subtract(one(k, earned), one(0, earned))
				under.More = estimate(diff, draw)
				under.K, under.N = agreement(diff, under.More.Mean)
			}
			list[b].Plans = append(list[b].Plans, under)
		}
	}
	fits := make([]Fit, len(c.Plans))
	money := func(x *buurtCells) float64 { return x.earned }
	for k, plan := range c.Plans {
		apart := func(from func(x *buurtCells) float64) Estimate {
			return estimate(over(k, func(cell []buurtCells) float64 { return dissimilarity(cell, money, from) }), draw)
		}
		losers, lost := make([]float64, len(draw)), make([]float64, len(draw))
		for i := range draw {
			for b := range ids {
				if less := sums[0][i][b].earned - sums[k][i][b].earned; less > 0 {
					losers[i]++
					lost[i] += less / 100 / years
				}
			}
		}
		fits[k] = Fit{
			Plan: plan.ID, Losers: estimate(losers, draw), Lost: estimate(lost, draw),
			Earned: estimate(over(k, func(cell []buurtCells) (sum float64) {
				for b := range cell {
					sum += cell[b].earned / 100 / years
				}
				return sum
			}), draw),
			ToNeed:  apart(func(x *buurtCells) float64 { return x.need }),
			ToCost:  apart(func(x *buurtCells) float64 { return x.care }),
			ToHeads: apart(func(x *buurtCells) float64 { return x.people }),
		}
	}
	return list, fits, nil
}

// buurtSums adds up the years of a period: [plan][cell][buurt], and the buurten.
func (c *Comparison) buurtSums(p Period) (ids []string, sums [][][]buurtCells, err error) {
	r := c.Result
	plan := map[string]int{}
	for k := range c.Plans {
		plan[c.Plans[k].ID] = k
	}
	at := map[string]int{}
	var rows [][]map[int]*buurtCells
	for range c.Plans {
		rows = append(rows, make([]map[int]*buurtCells, r.Manifest.Draws*r.Manifest.Replicates))
	}
	err = r.Each(func(t *CellTables) error {
		cell := map[int]*buurtCells{}
		rows[plan[t.Cell.Scenario]][r.Manifest.index(t.Cell)] = cell
		for i := range t.Yearly {
			y := &t.Yearly[i]
			if y.Area == RegionArea || y.Year < p.First || y.Year > p.Last || y.Group != sim.GroupNames[sim.GroupAll] {
				continue
			}
			b, known := at[y.Area]
			if !known {
				b = len(ids)
				at[y.Area], ids = b, append(ids, y.Area)
			}
			x := cell[b]
			if x == nil {
				x = &buurtCells{}
				cell[b] = x
			}
			switch y.Measure {
			case measureIDs[sim.RIZIVCost]:
				x.care += float64(y.Num)
				x.people += float64(y.Den) / personYear
			case measureIDs[sim.InCare]:
				x.need += float64(y.Den) / 12
			case measureIDs[sim.BudgetEarned]:
				x.earned += float64(y.Num)
			case measureIDs[sim.BudgetSpent]:
				x.spent += float64(y.Num)
			case measureIDs[sim.BudgetReturned]:
				x.returned += float64(y.Num)
			case measureIDs[sim.BudgetUnspent]:
				x.unspent += float64(y.Num)
				x.had += float64(y.Den)
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	order := slices.Clone(ids)
	slices.SortFunc(order, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	for k := range rows {
		sums = append(sums, make([][]buurtCells, len(rows[k])))
		for i, cell := range rows[k] {
			sums[k][i] = make([]buurtCells, len(order))
			for b, id := range order {
				if x := cell[at[id]]; x != nil {
					sums[k][i][b] = *x
				}
			}
		}
	}
	return order, sums, nil
}

// dissimilarity is half the sum of the absolute differences between two sets of
// shares; NaN when one of them shares nothing.
func dissimilarity(cell []buurtCells, a, b func(*buurtCells) float64) float64 {
	var sumA, sumB float64
	for i := range cell {
		sumA += a(&cell[i])
		sumB += b(&cell[i])
	}
	if sumA == 0 || sumB == 0 {
		return math.NaN()
	}
	apart := 0.0
	for i := range cell {
		apart += math.Abs(a(&cell[i])/sumA - b(&cell[i])/sumB)
	}
	return apart / 2
}
