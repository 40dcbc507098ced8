package outputs

import (
	"piramide/sim"
	"piramide/sim/finance"
)

// Probe reads single quantities of one cell that is in no result folder.
type Probe struct{ s *summary }

// NewProbe lays out a cell; rates discount what is discounted.
func NewProbe(t *CellTables, rates Rates) Probe { return Probe{summarise(t, rates)} }

// Indicator computes an indicator of the whole region over years from … to of the
// accounts, counted from 0, both included. NaN where it does not exist.
func (p Probe) Indicator(i *Indicator, from, to int) float64 {
	return i.measure(p.s, from, to, sim.GroupAll)
}

// Programme is the programme cost in EUR a year, undiscounted.
func (p Probe) Programme(from, to int) float64 {
	sum := int64(0)
	for m := from * p.s.perYear; m < p.s.end(to) && p.s.programme != nil; m++ {
		sum += p.s.programme[m]
	}
	return float64(sum) / 100 * float64(p.s.perYear) / float64(p.s.end(to)-from*p.s.perYear)
}

// LevelProgramme is the programme cost over all accounts as a level sum: the EUR a
// year, from the first month to the last, that has the same present value.
func (p Probe) LevelProgramme() float64 {
	last := p.s.years - 1
	cost := func(s *summary, m int) float64 {
		if s.programme == nil {
			return 0
		}
		return float64(s.programme[m])
	}
	one := func(*summary, int) float64 { return 1 }
	return p.s.present(cost, p.s.rates.Costs, 0, last) / 100 * float64(p.s.perYear) / p.s.present(one, p.s.rates.Costs, 0, last)
}

// Cost and QALY are, per citizen alive at branch and discounted, what the care of
// those citizens and the whole programme cost in EUR, and how many QALYs they live,
// over years from … to. NaN without a cohort.
func (p Probe) Cost(from, to int) float64 { return presentCost(p.s, from, to, sim.GroupAll) }

// QALY is described at Cost.
func (p Probe) QALY(from, to int) float64 { return discountedQALY(p.s, from, to, sim.GroupAll) / 1000 }

// Returned is what teams, posts and collaboration gave back unspent, EUR a year over
// years from … to.
func (p Probe) Returned(from, to int) float64 {
	return float64(p.s.returned(from, to)) / 100 * float64(p.s.perYear) / float64(p.s.end(to)-from*p.s.perYear)
}

// Unspent is what teams, posts and collaboration received and did not spend, what
// they gave back included, EUR a year over years from … to.
func (p Probe) Unspent(from, to int) float64 {
	if p.s.parties == nil {
		return 0
	}
	sum := p.s.returned(from, to)
	for year := from; year <= to; year++ {
		for _, h := range regionParties {
			x := p.s.parties[year*finance.NumParties+int(h)]
			sum += x.received - x.paid
		}
	}
	return float64(sum) / 100 * float64(p.s.perYear) / float64(p.s.end(to)-from*p.s.perYear)
}

// Summarise gives mean, interval and Monte-Carlo error of a quantity over cells;
// cells of one draw are not independent. NaN is a cell in which it does not exist.
func Summarise(cells []float64, draw []int) Estimate { return estimate(cells, draw) }
