package decision

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"piramide/internal/stats"
)

// Swing is what an outcome does over the middle 80 % of an input: the regression line of
// the outcome on the input, read where a tenth of the cells lie under it and a tenth over.
type Swing struct {
	Low, High float64 // values of the input there
	AtLow     float64 // of the outcome
	AtHigh    float64
	SE        float64 // of AtHigh − AtLow
	Share     float64 // of the variance of the outcome that the line explains
	N         int     // observations
}

// Size is how long the bar is.
func (s Swing) Size() float64 { return math.Abs(s.AtHigh - s.AtLow) }

// Told says whether the line stands out from what an idle input shows, when so many inputs
// are looked at: 5 % for all of them together, by Student's t.
func (s Swing) Told(inputs int) bool {
	if s.N < 4 {
		return false
	}
	t := distuv.StudentsT{Sigma: 1, Nu: float64(s.N - 2)}
	return s.Size() > s.SE*t.Quantile(1-0.025/float64(max(1, inputs)))
}

// Tornado gives the swing of an outcome over each input. All other inputs vary as they do,
// so that the bar holds what a parameter does on average and not at base values alone. An
// input that does not vary, and fewer than three cells, give a swing of nothing.
func Tornado(inputs [][]float64, y []float64) []Swing {
	list := make([]Swing, len(inputs))
	my, vy := stats.Mean(y), stats.Variance(y)
	for k, x := range inputs {
		sorted := slices.Clone(x)
		slices.Sort(sorted)
		s := Swing{Low: stats.Quantile(0.1, sorted), High: stats.Quantile(0.9, sorted), AtLow: my, AtHigh: my, N: len(y)}
		if s.Low == s.High && len(sorted) > 0 { // of few values: the ends
			s.Low, s.High = sorted[0], sorted[len(sorted)-1]
		}
		mx, vx := stats.Mean(x), stats.Variance(x)
		n := float64(len(x))
		if n > 2 && vx > 0 {
			c := 0.0
			for i := range x {
				c += (x[i] - mx) * (y[i] - my) / (n - 1)
			}
			slope := c / vx
			s.AtLow, s.AtHigh = my+slope*(s.Low-mx), my+slope*(s.High-mx)
			if vy > 0 {
				s.Share = c * c / vx / vy
			}
			s.SE = (s.High - s.Low) * math.Sqrt(max(0, vy-slope*c)*(n-1)/(n-2)/(vx*(n-1)))
		}
		list[k] = s
	}
	return list
}

// quantileNormal is the point under which a standard normal number lies with a chance p.
func quantileNormal(p float64) float64 { return distuv.UnitNormal.Quantile(p) }
