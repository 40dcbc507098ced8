package reading

import (
	"math"
	"strings"

	"piramide/internal/job/fault"
	"piramide/outputs"
	"piramide/scenarios"
)

// CostPerQALY is the id of a goal in EUR per QALY. It is no indicator: the ratio of
// two differences jumps where the second is near zero, so no mean of ratios is taken.
const CostPerQALY = "cost_per_qaly"

// netBenefit is what a goal in EUR per QALY is judged by: the QALYs gained at that
// price, less what they cost, per citizen alive at branch. The goal is reached where
// its mean is not negative, which is the ratio of the means where QALYs are gained.
var netBenefit = outputs.Indicator{ID: CostPerQALY, Term: CostPerQALY, Unit: "eur_per_citizen", Direction: +1, Decimals: 0, Relative: true}

// readPerQALY reads the EUR per QALY of a goal.
func readPerQALY(text, rest string, least bool) (g Goal, err error) {
	if least {
		return g, fault.New(fault.Usage, nil, "goal_qaly_least", "goal", text)
	}
	number := rest
	for _, unit := range []string{"EUR/QALY", "EUR/qaly", "EUR"} {
		if n, found := strings.CutSuffix(rest, unit); found {
			number = n
			break
		}
	}
	q, err := scenarios.ReadQuantity("--goal", strings.TrimSpace(number), "", "%")
	if err != nil || q.Unit != "" || q.Value < 0 || number == rest && q.Value != 0 {
		return g, fault.New(fault.Usage, nil, "goal_unit", "value", rest, "example", "40000 EUR/QALY")
	}
	return Goal{Indicator: &netBenefit, Value: q.Value, PerQALY: true}, nil
}

// PerQALY is what a QALY costs under a plan, against the first plan.
type PerQALY struct {
	Cost  outputs.Estimate `json:"cost_eur_per_citizen"` // discounted differences, per citizen alive at branch
	QALY  outputs.Estimate `json:"qaly_per_citizen"`
	Ratio *float64         `json:"eur_per_qaly"` // of the means; nil where no QALYs are told to be gained
	// Gained is in how many cells QALYs are gained. Distinct is whether the sign of the
	// difference can be told: it is the same in 80 % of the cells or more.
	Gained   int  `json:"cells_with_gain"`
	Distinct bool `json:"qaly_difference_told"`
}

// PerQALYOf divides the mean cost by the mean gain.
func PerQALYOf(cost, qaly []float64, draw []int) *PerQALY {
	x := &PerQALY{Cost: outputs.Summarise(cost, draw), QALY: outputs.Summarise(qaly, draw)}
	x.Gained, x.Distinct = signs(qaly)
	if x.Distinct && x.QALY.Mean > 0 {
		ratio := x.Cost.Mean / x.QALY.Mean
		x.Ratio = &ratio
	}
	return x
}

// SignTold says whether the sign of a difference can be told: it is the same in 80 % of the
// cells or more, of at least two.
func SignTold(v []float64) bool {
	_, told := signs(v)
	return told
}

func signs(v []float64) (over int, told bool) {
	const most = 0.8 // as for a difference that is called probable
	under := 0
	for _, x := range v {
		if x > 0 {
			over++
		} else if x < 0 {
			under++
		}
	}
	return over, len(v) > 1 && float64(max(over, under)) >= most*float64(len(v))
}

// PerQALYText says what a QALY costs, or why that has no answer.
func (a *Answer) PerQALYText(x *PerQALY) string {
	id := "ratio"
	switch {
	case x.QALY.Mean == 0 && x.Cost.Mean == 0:
		id = "same"
	case !x.Distinct && x.Cost.Mean >= 0:
		id = "vague_more"
	case !x.Distinct:
		id = "vague_less"
	case x.QALY.Mean > 0 && x.Cost.Mean <= 0:
		id = "dominant"
	case x.QALY.Mean > 0:
	case x.Cost.Mean >= 0:
		id = "dominated"
	default:
		id = "saves" // and loses QALYs
	}
	args := []any{"cost", math.Abs(x.Cost.Mean), "qaly", math.Abs(x.QALY.Mean) * 1000}
	if x.Ratio != nil {
		args = append(args, "ratio", *x.Ratio)
	}
	return a.Words.Say("solve.qaly."+id, args...)
}
