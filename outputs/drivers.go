package outputs

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

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
// which variance cannot be divided (docs/model.md 7.12).
func (c *Comparison) Drivers(plan string, indicators []string, p Period) []Driver {
	in := c.Result.inputs(drawsToDivide)
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
		y := c.byDraw(plan, &row.Indicator, p)
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

// byDraw is the difference of a plan in an indicator, draw by draw.
func (c *Comparison) byDraw(plan string, ind *Indicator, p Period) []float64 {
	r := c.Result
	diff := subtract(r.values(plan, ind.measure, p, sim.GroupAll), r.values(c.Base, ind.measure, p, sim.GroupAll))
	y := make([]float64, r.Manifest.Draws)
	for d := range y {
		y[d] = stats.Mean(diff[d*r.Manifest.Replicates : (d+1)*r.Manifest.Replicates])
	}
	return y
}

// Association is a parameter that a difference moves with.
type Association struct {
	Paths      []string // as of a [Driver]
	Rho        float64  // rank correlation over the draws
	Assumption bool
}

// Associations lists the parameters that a difference moves with so much that among
// all drawn parameters together chance would show one in 20 times, the strongest
// first. It takes 20 draws or more; what it misses may matter all the same.
func (c *Comparison) Associations(plan, indicator string, p Period) []Association {
	in, row := c.Result.inputs(enoughCells), c.Row(indicator, p.ID)
	if in.columns == nil || row == nil {
		return nil
	}
	y := c.byDraw(plan, &row.Indicator, p)
	if slices.ContainsFunc(y, math.IsNaN) {
		return nil
	}
	least := leastRho(in.draws, len(in.columns))
	var list []Association
	for i, column := range in.columns {
		if rho := stats.Spearman(column, y); math.Abs(rho) >= least {
			list = append(list, Association{in.paths[i], rho, in.assumption[i]})
		}
	}
	slices.SortStableFunc(list, func(a, b Association) int { return cmp.Compare(math.Abs(b.Rho), math.Abs(a.Rho)) })
	return list
}

// leastRho is the rank correlation that chance exceeds with probability 0.05 for any
// of m independent parameters over n draws (Bonferroni; t with n−2 degrees of freedom).
func leastRho(n, m int) float64 {
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(n - 2)}.Quantile(1 - 0.05/2/float64(m))
	return t / math.Sqrt(t*t+float64(n-2))
}
