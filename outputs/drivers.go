package outputs

import (
	"cmp"
	"math"
	"slices"

	"piramide/internal/stats"
	"piramide/sim"
)

// Driver is what drawn parameters that move together do to a difference.
type Driver struct {
	Paths      []string // parameters of one family of rows, which share a draw
	Share      float64  // of the variance across draws that rank regression explains
	Assumption bool     // any of them is an assumption
}

// Drivers ranks the parameters by how much of the differences of a plan in some
// indicators they explain, summed, the strongest first; nil under 100 draws, with
// which variance cannot be divided (model.md 8).
func (c *Comparison) Drivers(plan string, indicators []string, p Period) []Driver {
	in := c.Result.inputs()
	if in.columns == nil {
		return nil
	}
	list := make([]Driver, len(in.columns))
	for i := range list {
		list[i] = Driver{Paths: in.paths[i], Assumption: in.assumption[i]}
	}
	for _, id := range indicators {
		row := c.Row(id, p.ID)
		if row == nil {
			continue
		}
		diff := subtract(c.Result.values(plan, row.Indicator.measure, p, sim.GroupAll), c.Result.values(c.Base, row.Indicator.measure, p, sim.GroupAll))
		y := make([]float64, in.draws)
		for d := range y {
			y[d] = stats.Mean(diff[d*in.replicates : (d+1)*in.replicates])
		}
		if slices.ContainsFunc(y, math.IsNaN) {
			continue
		}
		for i, share := range stats.RankRegression(in.columns, y) {
			list[i].Share += share
		}
	}
	slices.SortStableFunc(list, func(a, b Driver) int { return cmp.Compare(b.Share, a.Share) })
	return list
}
