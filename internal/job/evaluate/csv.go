package evaluate

import (
	"bytes"
	"fmt"
	"math"
	"strconv"

	"piramide/scenarios"
)

// The tables behind an evaluation: points as decimals, commas between, no number where
// there is none.

// table has a line per design, outcome and size.
func (a *DesignEvaluation) table() []byte {
	var b bytes.Buffer
	b.WriteString("design,kind,unit,outcome,n,years,repetitions,level_without,smallest_worth_seeing,truth,mean_estimate,bias,bias_se,empirical_se,coverage,power,power_se,concludes_works,concludes_harms,null_mean,null_se,false_alarm,false_harm,wrong_sign,false_alarms,false_harms,misleads,level\n")
	for _, d := range a.Designs {
		for _, o := range d.Outcomes {
			for _, s := range o.Sizes {
				fmt.Fprintf(&b, "%s,%s,%s,%s,%d,%d,%d", d.Name, d.Kind, d.Unit, o.ID, s.N, s.Years, s.Repetitions)
				for _, x := range []float64{s.Without, o.Worth * s.Scale, s.Truth, s.Mean, s.Bias, s.BiasSE, s.SE, s.Coverage, s.Power, s.PowerSE, s.Works, s.Harms, s.NullMean, s.NullSE, s.FalseAlarm, s.FalseHarm, s.WrongSign} {
					b.WriteString("," + csvNumber(x))
				}
				works, harms := s.hits()
				fmt.Fprintf(&b, ",%d,%d,%v,%s\n", works, harms, s.misleads(), s.Level)
			}
		}
	}
	return b.Bytes()
}

// repetitions has a line per design, outcome, size and repetition.
func (a *DesignEvaluation) repetitions(e *scenarios.EvaluationFile, trials [][][]found) []byte {
	var b bytes.Buffer
	b.WriteString("design,outcome,n,years,repetition,draw,estimate,se,low,high,truth,level_without,null_estimate,null_low,null_high\n")
	for d := range e.Designs {
		for _, wanted := range e.Outcomes {
			o := placeOf(wanted.ID)
			for size := range trials[0][d] {
				for k := range trials {
					f := &trials[k][d][size]
					r := f.repetitions[o]
					if r.Units == 0 {
						continue
					}
					fmt.Fprintf(&b, "%s,%s,%d,%d,%d,%d", e.Designs[d].Name, wanted.ID, f.n, f.years, k+1, r.Draw+1)
					for _, x := range []float64{r.Value, r.SE, r.Low, r.High, r.Truth, f.without[o], r.Null.Value, r.Null.Low, r.Null.High} {
						b.WriteString("," + csvNumber(x))
					}
					b.WriteString("\n")
				}
			}
		}
	}
	return b.Bytes()
}

// csvNumber writes six digits; nothing for an interval without an end.
func csvNumber(x float64) string {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', 6, 64)
}
