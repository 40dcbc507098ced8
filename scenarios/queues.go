package scenarios

import (
	"slices"

	"piramide/internal/words"
	"piramide/sim"
)

// Queue orders and the priority group of the programme for frail persons: their
// keys, what must hold, the rules they become and how they are said. What an order
// does is in sim/queue.go.

// pathEquity is how many rows of the pyramid VT or the lowest quintile weighs.
const pathEquity = "queue.equity_weight"

// orderNames are the orders that a word names.
var orderNames = sim.OrderNames[:]

// scoreConditions are the conditions that a score may name.
var scoreConditions = []string{
	"dementia", "parkinson", "ms", "huntington", "diabetes", "heart_failure", "copd", "depression", "frailty",
	"physical", "cognitive", "psychological", "socio_economic", "transition",
}

// priorityNames are the groups of which the programme for frail persons serves one first.
var priorityNames = sim.PriorityNames[1:]

// scoreFields gives the keys of a score: one per column, each a weight.
func scoreFields() []field {
	columns := slices.Concat(sim.QueueColumns(), scoreConditions)
	fields := make([]field, len(columns))
	for i, c := range columns {
		fields[i] = field{key: c, kind: weight, units: []string{""}, max: 1000}
	}
	return []field{{key: "weighted", kind: record, fields: fields, need: true}}
}

// frailField gives the programme for frail persons: whom it serves first.
func frailField() field {
	return field{key: "frail", kind: record, fields: []field{needed(oneOf("priority", priorityNames...))}}
}

// queue reads an order: a word, or {weighted: {tier: 3, vt: 1}}.
func (r *reader) queue(v *value, path string) *value {
	if v.form == scalar && v.text == "weighted" {
		r.add(v, path+".weighted", msg("score_empty"), msg("write_score"))
		return nil
	}
	if v.form == scalar {
		return r.scalar(oneOf("queue", orderNames...), v, path)
	}
	out := r.record(field{fields: scoreFields()}, v, path)
	if score := out.get("weighted"); score != nil && len(score.items) == 0 && len(v.get("weighted").items) == 0 {
		r.add(v, path+".weighted", msg("score_empty"), msg("write_score"))
	}
	return out
}

// queue builds the order of a desk.
func (b *builder) queue(root *value, part string) (q sim.Queue) {
	v := root.at([]string{part, "queue"})
	if v == nil {
		return q
	}
	if score := v.get("weighted"); score != nil {
		q.Order = sim.Weighted
		for i, name := range score.keys {
			c, ok := b.cfg.QueueColumn(name)
			if !ok {
				b.report.add(score.items[i], part+".queue.weighted."+name, msg("unknown_key"), DidYouMean(name, sim.QueueColumns()))
				continue
			}
			q.Weights = append(q.Weights, sim.Weight{Column: c, Each: plainNumber(score.items[i])})
		}
		return q
	}
	q.Order = sim.Order(slices.Index(orderNames, v.text))
	switch q.Order {
	case sim.EquityWeighted:
		q.Equity = b.values.Get(pathEquity)
	case sim.ExpectedBenefit:
		role := sim.Zorgcoach
		if part != "zorgcoach" {
			role = sim.Casemanager
		}
		if !slices.ContainsFunc(b.cfg.Effects, func(e sim.Effect) bool {
			return e.Role == role && slices.ContainsFunc(e.LogHR, func(l float64) bool { return l != 0 })
		}) {
			b.note(part+".queue", msg("note_no_benefit", "role", words.Message{ID: "role." + roleNames[role]}))
		}
	}
	return q
}

// frail is the priority group of the programme for frail persons.
func (b *builder) frail(root *value) sim.Priority {
	v := root.at([]string{"programmes", "frail", "priority"})
	return sim.Priority(slices.Index(priorityNames, word(v)) + 1)
}

// benefitPaths are the effects of the role of a desk, as ratios.
var benefitPaths = map[string][]string{
	"zorgcoach": {"effect.coordination.stay", "effect.coordination.death", "effect.coordination.nursing_home", "effect.tier_move"},
	"casemanagement": {
		"effect.coordination.stay", "effect.coordination.death", "effect.coordination.nursing_home", "effect.tier_move",
		"effect.dementia_cm.nursing_home_lt18m", "effect.dementia_cm.nursing_home_all", "effect.dementia_cm.stay",
	},
}

// noBenefit says whether every effect of a desk is null at the values on which the
// plan and its assumptions are centred.
func noBenefit(root *value, part string) bool {
	return !slices.ContainsFunc(benefitPaths[part], func(path string) bool {
		p, _ := parameters().Parameter(path)
		x := p.Row.Value
		if v := root.at([]string{"assumptions", path}); v != nil {
			if v.form == mapping {
				v = v.get("value")
			}
			if row, ok := register().Row(v.text); ok {
				x = row.Value
			} else {
				x = plainNumber(v)
			}
		}
		return x != 1
	})
}

// sayQueue says in what order a role serves; nothing of the order of asking.
func sayQueue(role string, v *value) (out []words.Message) {
	switch {
	case v == nil || v.text == "first_come":
		return nil
	case role == "zorgcoach" && v.text == "highest_known_risk":
		return []words.Message{msg("say_risk_first")}
	}
	return []words.Message{msg("say_queue", "role", words.Message{ID: "role." + role}, "order", sayValue(v))}
}

// sayScore says what counts for how much.
func sayScore(v *value) words.Message {
	parts := make([]any, len(items(v)))
	for i, x := range items(v) {
		parts[i] = msg("weighed", "what", msg("column_"+v.keys[i]), "value", sayValue(x))
	}
	return msg("score", "list", sayList(parts))
}

// deskLevers are the keys of desks that need something else in the plan.
func deskLevers() (out []lever) {
	for _, part := range []string{"zorgcoach", "casemanagement"} {
		out = append(out,
			lever{part + ".queue", func(p *chosen, v *value) bool {
				return word(v) == "programme_first" && p.at("programmes.frail") == nil
			}, "effect_no_programme", "effect_add_programme"},
			lever{part + ".queue", func(p *chosen, v *value) bool {
				return word(v) == "expected_benefit" && noBenefit(p.root, part)
			}, "effect_no_benefit", "effect_add_benefit"},
		)
	}
	return append(out,
		lever{"programmes.frail", func(p *chosen, _ *value) bool {
			return word(p.at("zorgcoach.queue")) != "programme_first" && word(p.at("casemanagement.queue")) != "programme_first"
		}, "effect_no_priority", "effect_add_priority"},
		lever{"casemanagement.fallback", func(p *chosen, _ *value) bool { return p.at("casemanagement.expertise") == nil }, "effect_no_profile", "effect_add_profile"},
		lever{"casemanagement.place", func(p *chosen, v *value) bool { return word(v) == "in_team" && !p.anyTeam() }, "effect_no_team", "effect_add_wave"},
		lever{"casemanagement.specialist.posts", noPosts, "effect_zero", "effect_more_or_leave"},
	)
}
