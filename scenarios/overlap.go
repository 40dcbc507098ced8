package scenarios

import "slices"

// acting is an effect of care on a hazard, by its parameter, and the parts of a plan that
// give it. Two parts that give one effect do not make two.
var acting = []struct {
	hazard, parameter string
	by                []string
}{
	{"nursing_home", "effect.coordination.nursing_home", coordination},
	{"nursing_home", "effect.dementia_cm.nursing_home_lt18m", coordination[1:]},
	{"nursing_home", "effect.p3.nursing_home", []string{"p3.size"}},
	{"nursing_home", "effect.carer_support.nursing_home", []string{"p3.size", "buurtteams.carer_support.posts"}},
	{"stay", "effect.coordination.stay", coordination},
	{"stay", "effect.dementia_cm.stay", coordination[1:]},
	{"stay", "effect.pathway.heart_failure.stay", []string{"pathways.heart_failure.start"}},
	{"stay", "effect.pathway.copd.stay", []string{"pathways.copd.start"}},
	{"stay", "effect.pathway.diabetes.stay", []string{"pathways.diabetes.start"}},
	{"death", "effect.coordination.death", coordination},
	{"death", "effect.pathway.heart_failure.death", []string{"pathways.heart_failure.start"}},
	{"death", "effect.pathway.diabetes.death", []string{"pathways.diabetes.start"}},
	{"up", "effect.tier_move", coordination},
	{"up", "effect.decline", coordination},
}

var coordination = []string{"zorgcoach.posts", "casemanagement.posts"}

// oneEffectEach says whether on no hazard two effects of a plan act, so that a rule for
// effects together has nothing to do. The rule that holds anyway is no lever.
func oneEffectEach(p *chosen, v *value) bool {
	if v.text != "multiply" {
		return false
	}
	on := map[string]int{}
	for _, a := range acting {
		given := slices.ContainsFunc(a.by, func(path string) bool { x := p.at(path); return x != nil && !nothing(p, x) })
		if given && !p.null(a.parameter) {
			on[a.hazard]++
		}
	}
	for _, a := range acting {
		if on[a.hazard] > 1 {
			return false
		}
	}
	return true
}

// null says whether a ratio is 1 in every draw, as the plan or the model has it.
func (p *chosen) null(parameter string) bool {
	x, _ := parameters().Parameter(parameter)
	a := Assumption{Value: x.Base, Low: x.Low, High: x.High, Draw: string(x.Draw)}
	if x.Draw == "fixed" {
		a.Low, a.High = x.Base, x.Base
	}
	if v := p.root.at([]string{"assumptions", parameter}); v != nil {
		a = assumptionOf(x, v)
	}
	for _, e := range careEffects {
		if v := p.root.at([]string{"effects", e.name}); v != nil && e.parameter == parameter {
			a = assumptionOf(x, v.get(e.measure))
		}
	}
	return a.Value == 1 && a.Low == 1 && a.High == 1
}
