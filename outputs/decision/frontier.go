package decision

import (
	"cmp"
	"math"
	"slices"
)

// Place says where an option stands among the others.
type Place string

// The places. An option with the same cost and effect as an earlier one is a copy of it.
const (
	OnFrontier Place = "frontier"
	Dominated  Place = "dominated"          // another gives at least as much for at most as much
	Extended   Place = "extended_dominated" // a mix of two others does
	Copy       Place = "copy"
)

// Rung is one option of the incremental table, cheapest first: of the options on the
// frontier with what a unit of effect more costs than at the rung below.
type Rung struct {
	Option int
	Cost   float64 // EUR
	Effect float64 // QALY, or another outcome of which more is better
	Place  Place
	By     int     // which option dominates it, or of which it is a copy; −1 = none
	Below  int     // the option on the frontier that it is compared with; −1 = none
	DCost  float64 // against Below
	DEff   float64
	ICER   float64 // DCost/DEff of an option on the frontier; NaN for the first and for all others
}

// Frontier orders options by mean cost and says which of them a payer could want at some
// price of the effect: dominance, extended dominance and the incremental ratios of what is
// left (Drummond et al., Methods for the Economic Evaluation of Health Care Programmes).
func Frontier(cost, effect []float64) []Rung {
	list := make([]Rung, len(cost))
	for i := range list {
		list[i] = Rung{Option: i, Cost: cost[i], Effect: effect[i], Place: OnFrontier, By: -1, Below: -1, ICER: math.NaN(), DCost: math.NaN(), DEff: math.NaN()}
	}
	slices.SortStableFunc(list, func(a, b Rung) int {
		return cmp.Or(cmp.Compare(a.Cost, b.Cost), cmp.Compare(b.Effect, a.Effect))
	})
	var kept []int // places in list, on the frontier so far
	for i := range list {
		r := &list[i]
		if n := len(kept); n > 0 && r.Effect <= list[kept[n-1]].Effect {
			top := &list[kept[n-1]]
			r.Place, r.By = Dominated, top.Option
			if r.Cost == top.Cost && r.Effect == top.Effect {
				r.Place = Copy
			}
			continue
		}
		// Who offers effect at a higher price than the next one does is never the best.
		for len(kept) >= 2 && slope(&list[kept[len(kept)-2]], &list[kept[len(kept)-1]]) >= slope(&list[kept[len(kept)-1]], r) {
			out := &list[kept[len(kept)-1]]
			out.Place, out.By = Extended, r.Option
			kept = kept[:len(kept)-1]
		}
		kept = append(kept, i)
	}
	for k := 1; k < len(kept); k++ {
		r, below := &list[kept[k]], &list[kept[k-1]]
		r.Below, r.DCost, r.DEff, r.ICER = below.Option, r.Cost-below.Cost, r.Effect-below.Effect, slope(below, r)
	}
	return list
}

// slope is the price of a unit of effect from one rung to another.
func slope(a, b *Rung) float64 { return (b.Cost - a.Cost) / (b.Effect - a.Effect) }
