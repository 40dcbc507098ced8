package belgium

import (
	"fmt"
	"math"
	"sort"

	"piramide/internal/draw"
	"piramide/sim"
	"piramide/sim/finance"
)

// buurten divides the citizens of a region over buurten of equal size, elz[i]
// of them in primary-care zone i.
//
// Buurten differ in age and deprivation: the log odds of being old and of
// increased reimbursement have the normal scores of n equal parts times their
// spread (buurt.age_spread, buurt.vt_spread), dealt in an order that follows
// from the region's name alone. The old are 65 and over, with a slope from 45.
// Counts are whole and sum exactly to the table of the region.
func buurten(v Values, region string, people [sim.Sexes]ages, elz []int, party finance.Party) []sim.Buurt {
	var n int
	for _, k := range elz {
		n += k
	}
	out := make([]sim.Buurt, 0, n)
	for zone, k := range elz {
		for range k {
			out = append(out, sim.Buurt{Name: fmt.Sprintf("b%02d", len(out)+1), ELZ: zone, Territory: party})
		}
	}
	old, poor := scores(region+"/age", n), scores(region+"/vt", n)
	weight := make([][sim.Ages]float64, n)
	for b := range out {
		out[b].Deprivation = v.Get("buurt.vt_spread") * poor[b]
		for a := range sim.Ages {
			slope := math.Min(1, math.Max(0, (float64(a)-45)/20))
			weight[b][a] = math.Exp(v.Get("buurt.age_spread") * old[b] * slope)
		}
	}
	share := fitBuurten(people, weight)
	carry := make([]float64, n)
	exact := make([]float64, n)
	for a := range sim.Ages {
		for s := range sim.Sexes {
			for b := range out {
				exact[b] = people[s][a]*share[b][a] + carry[b]
			}
			for b, whole := range wholeParts(exact, people[s][a]) {
				out[b].Count[a][s] = whole
				carry[b] = exact[b] - whole
			}
		}
	}
	return out
}

// fitBuurten finds the share of each buurt in each age so that all buurten are
// equally large.
func fitBuurten(people [sim.Sexes]ages, weight [][sim.Ages]float64) [][sim.Ages]float64 {
	n := len(weight)
	var total float64
	for s := range people {
		total += people[s].sum()
	}
	for range 30 {
		for a := range sim.Ages {
			var sum float64
			for b := range weight {
				sum += weight[b][a]
			}
			for b := range weight {
				weight[b][a] /= sum
			}
		}
		for b := range weight {
			var size float64
			for a := range sim.Ages {
				size += weight[b][a] * (people[0][a] + people[1][a])
			}
			for a := range sim.Ages {
				weight[b][a] *= total / float64(n) / size
			}
		}
	}
	for a := range sim.Ages {
		var sum float64
		for b := range weight {
			sum += weight[b][a]
		}
		for b := range weight {
			weight[b][a] /= sum
		}
	}
	return weight
}

// wholeParts rounds parts to whole numbers of 0 or more that sum to total, by
// largest remainder, the first of equals first.
func wholeParts(parts []float64, total float64) []float64 {
	out := make([]float64, len(parts))
	order := make([]int, len(parts))
	left := total
	for i, x := range parts {
		out[i] = math.Max(0, math.Floor(x))
		order[i] = i
		left -= out[i]
	}
	sort.SliceStable(order, func(i, j int) bool {
		return parts[order[i]]-out[order[i]] > parts[order[j]]-out[order[j]]
	})
	for left >= 1 {
		for _, i := range order {
			if left < 1 {
				break
			}
			out[i]++
			left--
		}
	}
	for k := len(order) - 1; left < 0; k = (k + len(order) - 1) % len(order) {
		if i := order[k]; out[i] > 0 {
			out[i]--
			left++
		}
	}
	return out
}

// scores deals the normal scores of n equal parts in an order keyed by name.
func scores(name string, n int) []float64 {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	word := func(i int) uint64 { return draw.Key(draw.KeyString(name), uint64(i)) }
	sort.Slice(order, func(i, j int) bool { return word(order[i]) < word(order[j]) })
	out := make([]float64, n)
	for rank, i := range order {
		out[i] = math.Sqrt2 * math.Erfinv(2*(float64(rank)+0.5)/float64(n)-1)
	}
	return out
}
