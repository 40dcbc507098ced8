package calibrate

// TargetFit is what a prediction says of one target.
type TargetFit struct {
	Target    string
	Source    string
	Predicted []float64
	Low, High []float64 // predictions that agree with what was observed, at 95 %
	Inside    bool      // all numbers lie within
	Log       float64   // log likelihood of this target, up to its constant
}

// FitLevel is the level of the intervals that a fit is held against.
const FitLevel = 0.95

// Fits holds predictions of all targets against what was observed.
func (p *Problem) Fits(predicted []float64) []TargetFit {
	fits := make([]TargetFit, len(p.Targets))
	for i, t := range p.Targets {
		own := predicted[:t.Numbers:t.Numbers]
		predicted = predicted[t.Numbers:]
		f := TargetFit{Target: t.Name, Source: t.Source, Predicted: own, Log: t.Likelihood.Log(own)}
		f.Low, f.High = t.Likelihood.Interval(FitLevel)
		f.Inside = inside(own, f.Low, f.High)
		fits[i] = f
	}
	return fits
}

// inside is whether all numbers lie between their bounds; a number that is none does not.
func inside(x, low, high []float64) bool {
	for i := range x {
		if !(low[i] <= x[i] && x[i] <= high[i]) {
			return false
		}
	}
	return true
}

// Missed are the names of the targets that lie outside their interval.
func Missed(fits []TargetFit) []string {
	var names []string
	for _, f := range fits {
		if !f.Inside {
			names = append(names, f.Target)
		}
	}
	return names
}
