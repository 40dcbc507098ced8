package calibrate

import (
	"cmp"
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Diagnosis is what can be said of a calibration beside its values.
type Diagnosis struct {
	Targets    []TargetDiagnosis
	Parameters []ParameterDiagnosis
	Directions []Direction // independent combinations of scores, the least determined first
	Missed     []string    // targets that the best fit leaves outside their interval
	Conflicts  []Conflict
}

// TargetDiagnosis is how one target is met.
type TargetDiagnosis struct {
	TargetFit             // by the best fit, or where there is none by the point of highest posterior
	Quantiles [][]float64 // per number, the posterior predictions at Levels
	Share     float64     // of the posterior that lies inside the interval with all numbers

	// What all other targets say of this one.
	Without       []float64 // per number, the prediction; nil if nothing can be said
	WithoutInside bool
	WithoutSize   float64 // effective sample size of the points weighed again without it
	Emulated      bool    // that is under judged, and Without is the best fit of an emulator instead of a median
}

// ParameterDiagnosis is a parameter before and after.
type ParameterDiagnosis struct {
	Name         string
	Prior        []float64 // quantiles of the value at Levels
	Posterior    []float64
	Shift        float64   // of the mean score; a prior standard deviation is 1
	Kept         float64   // posterior over prior standard deviation of the score; 1: the targets say nothing of it
	Error        float64   // Monte-Carlo standard error of the mean score
	Correlations []float64 // of its score with that of each parameter
}

// Direction is a combination of scores that the posterior holds independent of others.
type Direction struct {
	Kept         float64 // posterior over prior standard deviation along it
	Undetermined bool    // the targets took less than a tenth off
	Loadings     []Loading
}

// Loading is the part of a parameter in a direction, with its sign; squares add up to 1.
type Loading struct {
	Name   string
	Weight float64
}

// Conflict are two targets that pull apart: with both the median prediction of one lies
// outside its interval, and without the other it lies inside.
type Conflict struct {
	Missed  string
	Without string
	Number  int     // of the target that is missed, the first that lies outside
	With    float64 // median prediction with both
	Then    float64 // and without the other
	Low     float64 // predictions that agree
	High    float64
	// Emulated says that Then is the best fit of an emulator, not a median of points that
	// were weighed again: the conflict is likely, and can be tried by leaving a target out.
	Emulated bool
}

// Levels are those of the quantiles of a Diagnosis.
var Levels = []float64{0.025, 0.25, 0.5, 0.75, 0.975}

const (
	// judged is the effective sample size from which a posterior that was weighed again
	// is spoken of.
	judged = 30
	// emulatedWithin is how far off an emulator may be for what it says of a number to be
	// told, in half widths of what agrees with the observation.
	emulatedWithin = 0.5
	// undetermined is from what share of the prior spread a direction counts as such.
	undetermined = 0.9
	// spoken is the least loading that is told.
	spoken = 0.3
)

// Diagnose looks at a posterior of a problem; best may be nil. It asks the model nothing.
func Diagnose(p *Problem, best *Fit, post *Posterior) *Diagnosis {
	d := &Diagnosis{}
	highest := slices.MaxFunc(post.Points, func(a, b Point) int { return cmp.Compare(a.posterior(), b.posterior()) })
	if best != nil {
		highest = best.Point
	}
	fits := p.Fits(highest.Predicted)
	d.Missed = Missed(fits)
	d.parameters(p, post)
	d.directions(p, post)
	others := leaveOut(p, post)
	d.targets(p, fits, post, others)
	d.conflicts(p, post, others)
	return d
}

func (d *Diagnosis) parameters(p *Problem, post *Posterior) {
	mean, errors, c := post.Mean(), post.Errors(), post.Covariance()
	for j, f := range p.Free {
		q := ParameterDiagnosis{Name: f.Name, Shift: mean[j], Kept: math.Sqrt(c.At(j, j)), Error: errors[j]}
		for _, level := range Levels {
			q.Prior = append(q.Prior, f.Quantile(level))
			q.Posterior = append(q.Posterior, post.Quantile(level, func(pt Point) float64 { return pt.Values[j] }))
		}
		for k := range p.Free {
			r := 0.0
			if scale := math.Sqrt(c.At(j, j) * c.At(k, k)); scale > 0 {
				r = c.At(j, k) / scale
			}
			q.Correlations = append(q.Correlations, r)
		}
		d.Parameters = append(d.Parameters, q)
	}
}

func (d *Diagnosis) directions(p *Problem, post *Posterior) {
	var eigen mat.EigenSym
	if !eigen.Factorize(post.Covariance(), true) {
		return
	}
	values := eigen.Values(nil) // rising
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	for k := len(values) - 1; k >= 0; k-- {
		dir := Direction{Kept: math.Sqrt(max(0, values[k]))}
		dir.Undetermined = dir.Kept > undetermined
		for j, f := range p.Free {
			if w := vectors.At(j, k); math.Abs(w) >= spoken {
				dir.Loadings = append(dir.Loadings, Loading{Name: f.Name, Weight: w})
			}
		}
		slices.SortStableFunc(dir.Loadings, func(a, b Loading) int { return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)) })
		if len(dir.Loadings) > 0 && dir.Loadings[0].Weight < 0 { // an eigenvector has no sign of its own
			for i := range dir.Loadings {
				dir.Loadings[i].Weight = -dir.Loadings[i].Weight
			}
		}
		d.Directions = append(d.Directions, dir)
	}
}

func (d *Diagnosis) targets(p *Problem, fits []TargetFit, post *Posterior, others []left) {
	at := 0
	for i, t := range p.Targets {
		q := TargetDiagnosis{TargetFit: fits[i], WithoutSize: others[i].size}
		for j := range t.Numbers {
			var row []float64
			for _, level := range Levels {
				row = append(row, post.Quantile(level, predicted(at+j)))
			}
			q.Quantiles = append(q.Quantiles, row)
		}
		for k, pt := range post.Points {
			if inside(pt.Predicted[at:at+t.Numbers], q.Low, q.High) {
				q.Share += post.Weights[k]
			}
		}
		if others[i].tells(at, t.Numbers) {
			q.Without, q.Emulated = others[i].predicted[at:at+t.Numbers], others[i].errors != nil
			q.WithoutInside = inside(q.Without, q.Low, q.High)
		}
		d.Targets = append(d.Targets, q)
		at += t.Numbers
	}
}

// conflicts looks, for each target that the posterior misses, for another without which
// it would not.
func (d *Diagnosis) conflicts(p *Problem, post *Posterior, others []left) {
	at := 0
	for i, t := range p.Targets {
		low, high := t.Likelihood.Interval(FitLevel)
		now := post.medians(at, t.Numbers)
		if !inside(now, low, high) {
			number := 0
			for inside(now[number:number+1], low[number:], high[number:]) {
				number++
			}
			for k, other := range p.Targets {
				if k == i || !others[k].tells(at, t.Numbers) {
					continue
				}
				if then := others[k].predicted[at : at+t.Numbers]; inside(then, low, high) {
					d.Conflicts = append(d.Conflicts, Conflict{
						Missed: t.Name, Without: other.Name, Number: number, With: now[number], Then: then[number],
						Low: low[number], High: high[number], Emulated: others[k].errors != nil,
					})
				}
			}
		}
		at += t.Numbers
	}
}

// left is what is predicted of all targets when one is left out.
type left struct {
	predicted []float64 // nil where nothing can be said
	size      float64   // effective sample size of the points weighed again
	errors    []float64 // of the emulator, if it is its best fit
}

// tells is whether it can be spoken of some numbers.
func (l left) tells(at, numbers int) bool {
	if l.predicted == nil {
		return false
	}
	for k := at; l.errors != nil && k < at+numbers; k++ {
		if !(l.errors[k] <= emulatedWithin) {
			return false
		}
	}
	return true
}

// leaveOut leaves each target out: by weighing the points of the posterior again, and
// where a target was so sharp that hardly any is left, by the best fit of an emulator.
func leaveOut(p *Problem, post *Posterior) []left {
	others := make([]left, len(p.Targets))
	if len(p.Targets) == 1 {
		return others
	}
	ctx := context.Background() // an emulator answers at once
	stand, err := emulate(p, post.all)
	for k := range p.Targets {
		without := post.without(p, k)
		others[k].size = without.Effective
		switch {
		case without.Effective >= judged:
			others[k].predicted = without.medians(0, len(post.Points[0].Predicted))
		case err == nil:
			if best, failed := Best(ctx, stand.Problem.leaving(k), BestSettings{Settings: Settings{Budget: 200 + 60*len(p.Free)}, Starts: 1}); failed == nil {
				others[k].predicted, _ = stand.Problem.Model(ctx, best.Scores, 0)
				others[k].errors = stand.Errors
			}
		}
	}
	return others
}

// leaving is the problem without a target.
func (p *Problem) leaving(target int) *Problem {
	at := 0
	for _, t := range p.Targets[:target] {
		at += t.Numbers
	}
	numbers := p.Targets[target].Numbers
	return &Problem{
		Free:    p.Free,
		Targets: slices.Concat(p.Targets[:target], p.Targets[target+1:]),
		Model: func(ctx context.Context, values []float64, luck uint64) ([]float64, error) {
			y, err := p.Model(ctx, values, luck)
			if err != nil {
				return nil, err
			}
			return slices.Concat(y[:at], y[at+numbers:]), nil
		},
	}
}

// without is the posterior as it would be without a target, by weighing the same points.
func (p *Posterior) without(problem *Problem, target int) *Posterior {
	at := 0
	for _, t := range problem.Targets[:target] {
		at += t.Numbers
	}
	t := problem.Targets[target]
	out := &Posterior{}
	var logs []float64
	for i, pt := range p.all {
		// A point at which the target itself is impossible has lost what the others say.
		if own := pt.Predicted; own != nil && !math.IsInf(p.logs[i], -1) {
			out.Points = append(out.Points, pt)
			logs = append(logs, p.logs[i]-t.Likelihood.Log(own[at:at+t.Numbers]))
		}
	}
	out.Weights, _ = normalised(logs)
	out.Effective, _, _ = spread(out.Weights, 0)
	return out
}

// medians are those of predictions.
func (p *Posterior) medians(at, numbers int) []float64 {
	m := make([]float64, numbers)
	for j := range m {
		m[j] = p.Quantile(0.5, predicted(at+j))
	}
	return m
}

func predicted(number int) func(Point) float64 {
	return func(p Point) float64 { return p.Predicted[number] }
}
