package forecast

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"
)

// Trial is one type in a year that was predicted from the years before it, beside
// what was observed and what two naive rules say.
type Trial struct {
	Prediction
	Fitted   []float64 // the counts that were used, as whole years
	Observed float64
	Last     float64 // the last value again
	Trend    float64 // a straight line through the counts, not below 0
}

// Trials predicts a year of every series from the years before it. The year must
// lie inside the series, with at least two years before it.
func Trials(series []Series, prior Prior, year int) ([]Trial, error) {
	before := make([]Series, len(series))
	for i, s := range series {
		if year > s.Last() || year-s.First < 2 {
			return nil, fmt.Errorf("forecast: %s has no %d with two years before it", s.Type, year)
		}
		before[i] = s.Until(year - 1)
	}
	p, err := Fit(before, prior)
	if err != nil {
		return nil, err
	}
	trials := make([]Trial, len(series))
	for i, s := range series {
		known := before[i].Yearly()
		years := make([]float64, len(known))
		for k := range years {
			years[k] = float64(s.First + k)
		}
		level, slope := stat.LinearRegression(years, known, nil, false)
		trials[i] = Trial{
			Prediction: p.Predict(i, year), Fitted: known, Observed: s.Yearly()[year-s.First],
			Last: known[len(known)-1], Trend: max(0, level+slope*float64(year)),
		}
	}
	return trials, nil
}

// WAPE is the weighted absolute percentage error of a rule over types: the sum of
// its absolute errors over the sum of what was observed.
func WAPE(trials []Trial, rule func(Trial) float64) float64 {
	var off, all float64
	for _, t := range trials {
		off += math.Abs(rule(t) - t.Observed)
		all += t.Observed
	}
	return off / all
}
