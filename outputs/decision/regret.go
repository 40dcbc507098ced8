package decision

import (
	"slices"

	"piramide/internal/stats"
)

// Regrets is what choosing an option costs against the best one of each state, in the unit
// of what is compared.
type Regrets struct {
	Mean  float64
	High  float64 // 90 % of the states lie under it
	Max   float64
	State int // where Max is
}

// Regret gives the regrets of options over states (draws, or points of a design); more of
// v[option][state] is better. The option with the least Max is the min–max choice (Savage
// 1951, doi:10.1080/01621459.1951.10500768).
func Regret(v [][]float64) []Regrets {
	list := make([]Regrets, len(v))
	if len(v) == 0 {
		return list
	}
	all := make([][]float64, len(v))
	for i := range v[0] {
		top := v[0][i]
		for k := range v {
			top = max(top, v[k][i])
		}
		for k := range v {
			r := top - v[k][i]
			all[k] = append(all[k], r)
			if r > list[k].Max {
				list[k].Max, list[k].State = r, i
			}
		}
	}
	for k := range list {
		list[k].Mean = stats.Mean(all[k])
		slices.Sort(all[k])
		list[k].High = stats.Quantile(0.9, all[k])
	}
	return list
}
