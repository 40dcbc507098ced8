package scenarios

import (
	"slices"
	"strings"
)

// careEffect is an effect of care under the name by which plans and dials know it.
type careEffect struct {
	name      string // as under the key effects
	parameter string
	measure   string // hr: ratio of hazards or rates; rr: of risks; smd: in standard deviations
}

// careEffects is the one vocabulary of effects; what the zorgcoach does, a case
// manager does too.
var careEffects = []careEffect{
	{"zorgcoach.unplanned_stay", "effect.coordination.stay", "hr"},
	{"zorgcoach.death", "effect.coordination.death", "rr"},
	{"zorgcoach.nursing_home", "effect.coordination.nursing_home", "rr"},
	{"zorgcoach.tier_move", "effect.tier_move", "hr"},
	{"zorgcoach.decline", "effect.decline", "rr"},
	{"zorgcoach.experience", "effect.experience_smd", "smd"},
	{"casemanagement.dementia_stay", "effect.dementia_cm.stay", "hr"},
	{"casemanagement.dementia_residence", "effect.dementia_cm.nursing_home_lt18m", "rr"},
}

// The key of effects that says what several on one hazard do together, and its parameter.
const (
	overlapKey  = "overlap"
	overlapPath = "effect.overlap"
)

// careEffectOf finds an effect by name, with or without "effects." in front.
func careEffectOf(name string) (careEffect, bool) {
	name = strings.TrimPrefix(name, "effects.")
	i := slices.IndexFunc(careEffects, func(e careEffect) bool { return e.name == name })
	if i < 0 {
		return careEffect{}, false
	}
	return careEffects[i], true
}

func effectNames() []string {
	names := make([]string, len(careEffects))
	for i, e := range careEffects {
		names[i] = e.name
	}
	return names
}

// effectsOf makes the effects of a plan, and its rule for effects together, assumptions
// about their parameters. One that is set in both places is a mistake.
func (r *reader) effectsOf(root *value, own []Assumption) []Assumption {
	v := root.get("effects")
	for i, name := range keysOf(v) {
		e, _ := careEffectOf(name) // checked when it was read
		if name == overlapKey {
			e = careEffect{parameter: overlapPath}
		}
		if slices.ContainsFunc(own, func(a Assumption) bool { return a.Path == e.parameter }) {
			r.add(v.items[i], "effects."+name, msg("effect_twice", "path", e.parameter), none)
			continue
		}
		p, _ := parameters().Parameter(e.parameter)
		item := v.items[i]
		size := item
		if name != overlapKey {
			size = item.get(e.measure)
		}
		a := assumptionOf(p, size)
		a.At = item.problem("effects." + name)
		if reason := item.get("reason"); reason != nil {
			a.Reason = reason.text
		}
		own = append(own, a)
	}
	return own
}
