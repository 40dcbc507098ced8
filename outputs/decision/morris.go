package decision

import (
	"math"

	"piramide/internal/stats"
)

// Elementary is what single steps of a factor do, over its whole range as the unit: the
// mean size of the effect (Morris' mu*, of Campolongo et al. 2007), the mean with its sign,
// and how much it differs from place to place, by curves or by what other factors do.
type Elementary struct {
	MuStar, SE float64
	Mu, Sigma  float64
	Steps      int // steps of which both ends have a value
}

// Morris gives the elementary effects of the factors from values y at the points x of
// trajectories of k+1 points, of which every one differs from the last in one factor
// (Morris 1991, doi:10.1080/00401706.1991.10484804; Campolongo, Cariboni and Saltelli 2007,
// doi:10.1016/j.envsoft.2006.10.004). span is the range of each factor.
func Morris(y []float64, x [][]float64, span []float64) []Elementary {
	k := len(span)
	effects := make([][]float64, k)
	for i := 1; i < len(y); i++ {
		if i%(k+1) == 0 || missing(y[i]) || missing(y[i-1]) {
			continue
		}
		for j := range k {
			if step := (x[i][j] - x[i-1][j]) / span[j]; step != 0 {
				effects[j] = append(effects[j], (y[i]-y[i-1])/step)
			}
		}
	}
	list := make([]Elementary, k)
	for j, e := range effects {
		size := make([]float64, len(e))
		for i := range e {
			size[i] = math.Abs(e[i])
		}
		list[j] = Elementary{
			MuStar: stats.Mean(size), Mu: stats.Mean(e), Sigma: math.Sqrt(stats.Variance(e)),
			SE: math.Sqrt(stats.Variance(size) / float64(len(e))), Steps: len(e),
		}
	}
	return list
}
