package evaluate

import (
	"math"

	"piramide/outputs/evaluation"
)

// What is concluded of the numbers of an evaluation.

// The levels: what can be said of how a design behaves when nothing happens.
const (
	levelMisleads = "misleads" // it concludes of nothing more often than its level allows
	levelBiased   = "biased"   // it does not, but what it reports of nothing is not nothing on average
	levelUntold   = "untold"   // so few repetitions do not tell
	levelKeeps    = "keeps"    // it concludes of nothing about as rarely as it should
)

const (
	// misleadAlarm is the chance with which a design that keeps its level is said to mislead
	// at one size and outcome.
	misleadAlarm = 1e-4
	// biasErrors is how many simulation errors lie between nothing and what is called a
	// bias: by chance 3 in 1,000 with many repetitions, 7 in 1,000 with twenty.
	biasErrors = 3
	// keptTimes is how many times its level a design must be shown to stay under, on either
	// side, to be said to keep it, with keptAlarm the chance that one who does not is said to.
	keptTimes, keptAlarm = 4, 0.05
	// smallBias is the part of the smallest effect worth seeing that a mean of nothing may be
	// for the rule of the root to hold.
	smallBias = 0.25
)

// judge concludes from the numbers of every size.
func (a *DesignEvaluation) judge() {
	for d := range a.Designs {
		for k := range a.Designs[d].Outcomes {
			o := &a.Designs[d].Outcomes[k]
			for i := range o.Sizes {
				o.Sizes[i].Level = o.Sizes[i].level(a.Alpha)
			}
			o.judge(a.PowerAsked, a.Alpha)
		}
	}
}

// hits are how many repetitions conclude of nothing that it works and that it harms.
func (s *EvaluatedSize) hits() (works, harms int) {
	n := float64(s.Repetitions)
	return int(math.Round(s.FalseAlarm * n)), int(math.Round(s.FalseHarm * n))
}

// biased says whether the mean of what is reported of nothing is not nothing.
func (s *EvaluatedSize) biased() bool {
	return s.Repetitions > 1 && math.Abs(s.NullMean) > biasErrors*s.NullSE/math.Sqrt(float64(s.Repetitions))
}

// level is the level of a size, at a level of alpha on both sides together.
func (s *EvaluatedSize) level(alpha float64) string {
	works, harms := s.hits()
	worst := max(works, harms)
	switch {
	case worst > evaluation.AtMost(s.Repetitions, alpha/2, misleadAlarm):
		return levelMisleads
	case s.biased():
		return levelBiased
	case !evaluation.StaysUnder(worst, s.Repetitions, keptTimes*alpha/2, keptAlarm):
		return levelUntold
	}
	return levelKeeps
}

// misleads says whether a size reports or concludes of nothing what is not there.
func (s *EvaluatedSize) misleads() bool { return s.Level == levelMisleads || s.Level == levelBiased }

// judge finds the smallest size that reaches the power, or how many it would take. A bias
// does not shrink with their number: what is biased, or may be, needs no number but another design.
func (o *EvaluatedOutcome) judge(power, alpha float64) {
	o.Reaches, o.Needed = -1, 0
	if len(o.Sizes) == 0 {
		return
	}
	for i := range o.Sizes {
		if s := &o.Sizes[i]; !s.misleads() && s.Power >= power {
			o.Reaches = i
			return
		}
	}
	last := o.largest()
	if worth := o.Worth * last.Scale; !last.misleads() && last.NullSE > 0 && math.Abs(last.NullMean) <= smallBias*worth {
		o.Needed = evaluation.Needed(float64(last.N), last.NullSE, worth, alpha, power)
	}
}

// largest is the size with the most follow-up: number times years; of two alike the longer.
func (o *EvaluatedOutcome) largest() *EvaluatedSize {
	best := &o.Sizes[0]
	for i := range o.Sizes {
		if s := &o.Sizes[i]; s.N*s.Years >= best.N*best.Years {
			best = s
		}
	}
	return best
}
