package outputs

import (
	"math"
	"slices"

	"piramide/internal/stats"
	"piramide/sim"
	"piramide/sim/finance"
)

// Spread is a quantity over the cells of a plan, as figures draw it: the middle,
// the central 80 % and 95 %, and the mean. All are NaN when no cell has it.
type Spread struct{ Median, Low80, High80, Low95, High95, Mean float64 }

// Middle is the figure to show, as [Estimate.Middle]; NaN when nothing is known.
func (s Spread) Middle() float64 {
	if math.IsInf(s.Mean, 0) || math.IsNaN(s.Mean) {
		return s.Median
	}
	return s.Mean
}

func spread(v []float64) Spread {
	v = slices.DeleteFunc(slices.Clone(v), math.IsNaN)
	if len(v) == 0 {
		nan := math.NaN()
		return Spread{nan, nan, nan, nan, nan, nan}
	}
	slices.Sort(v)
	q := func(p float64) float64 { return stats.Quantile(p, v) }
	return Spread{q(0.5), q(0.1), q(0.9), q(0.025), q(0.975), stats.Mean(v)}
}

// DifferenceSpread is an indicator of a plan minus that of the first plan.
func (c *Comparison) DifferenceSpread(ind *Indicator, plan string, p Period) Spread {
	return spread(c.difference(plan, ind.measure, p, sim.GroupAll))
}

// TierSpread is how many citizens a tier has at a moment (start or end), and
// which share of all that is.
func (r *Result) TierSpread(plan, moment, tier string) (count, share Spread) {
	cells := r.cells[plan]
	n, part := make([]float64, len(cells)), make([]float64, len(cells))
	for i, s := range cells {
		all := 0.0
		for _, row := range s.pyramid {
			if row.Moment != moment {
				continue
			}
			all += float64(row.Citizens)
			if row.Tier == tier {
				n[i] += float64(row.Citizens)
			}
		}
		part[i] = n[i] / all
	}
	return spread(n), spread(part)
}

// FlowSpread is how many moves a year match, over calendar years first to last.
// From and to are states, or birth, arrival, death, departure.
func (r *Result) FlowSpread(plan string, first, last int, match func(from, to string) bool) Spread {
	cells := r.cells[plan]
	n := make([]float64, len(cells))
	for i, s := range cells {
		for _, f := range s.flows {
			if f.Year >= first && f.Year <= last && match(f.From, f.To) {
				n[i] += float64(f.Citizens) / float64(last-first+1)
			}
		}
	}
	return spread(n)
}

// CostSpread is the cost of a plan minus that of another over calendar years
// first to last, EUR: that of one payer, or of all payers when party is empty.
func (r *Result) CostSpread(plan, base string, first, last int, party string) Spread {
	start, _ := r.calendar()
	cost := func(s *summary) (euros float64) {
		for at, x := range s.parties {
			year := start + at/finance.NumParties
			if year >= first && year <= last && (party == "" || finance.Party(at%finance.NumParties).String() == party) {
				euros += float64(x.cost) / 100
			}
		}
		return euros
	}
	v := make([]float64, len(r.cells[plan]))
	for i, s := range r.cells[plan] {
		v[i] = cost(s) - cost(r.cells[base][i])
	}
	return spread(v)
}
