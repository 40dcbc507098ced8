package scenarios

import (
	"math"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/sim"
)

// The pool of case managers and who stands in for an absent worker: their keys, what
// must hold among them, what they become and how they are said. What they do is in
// sim/pool.go and sim/absence.go.

const (
	pathWeek     = "staff.week_hours"
	rowWeek      = "own_week_hours"
	pathFallback = "care.expertise_fallback"
	pathExpert   = "care.expertise_share."
)

// coverNames are the ways to stand in, in the order of sim.Cover.
var coverNames = []string{"none", "neighbours", "paid"}

// week is the hours of a full post's week. More than 50 hours no law allows.
func week() field {
	return field{key: "week", kind: quantity, units: []string{"hour/week"}, min: 1, max: 50}
}

// profile reads the expertise of a pool: the word register, or shares.
func (r *reader) profile(v *value, path string) *value {
	if v.form == scalar {
		return r.scalar(oneOf("expertise", "register"), v, path)
	}
	fields := make([]field, sim.NumExpertise)
	for i, name := range sim.ExpertiseNames {
		fields[i] = share(name)
	}
	out := r.record(field{fields: fields}, v, path)
	sum := 0.0
	for _, x := range items(out) {
		sum += plainNumber(x)
	}
	if sum > 1+1e-9 {
		r.add(v, path, msg("split_over", "sum", Quantity{math.Round(sum*1e6) / 1e4, "%"}.String()), msg("lower_expertise"))
	}
	return out
}

// wholePool refuses an expertise of case managers who work in the teams: a team has
// too few of them to divide.
func (r *reader) wholePool(path string, out *value) {
	if path != "casemanagement" || word(out.get("place")) != "in_team" {
		return
	}
	if v := out.get("expertise"); v != nil {
		r.add(v, path+".expertise", msg("profile_in_team"), msg("place_external"))
	}
}

// inTeam says whether case managers work in the buurtteams.
func inTeam(root *value) bool { return word(root.at([]string{"casemanagement", "place"})) == "in_team" }

// caseManagers builds how case managers are organised.
func (b *builder) caseManagers(root *value) (p sim.Pool) {
	p.InTeam = inTeam(root)
	v := root.at([]string{"casemanagement", "expertise"})
	if v == nil {
		return p
	}
	p.Fallback = int(math.Round(b.either(root, "casemanagement.fallback", pathFallback)))
	for k, name := range sim.ExpertiseNames {
		if v.form == scalar {
			p.Expertise[k] = b.values.Get(pathExpert + name)
			continue
		}
		x := v.get(name)
		if x == nil {
			continue
		}
		p.Expertise[k] = plainNumber(x)
		if row, ok := b.s.register().Row("own_expertise_share_" + name); ok && (p.Expertise[k] < row.Low || p.Expertise[k] > row.High) {
			b.note("casemanagement.expertise."+name, msg("note_outside", "amount", sayValue(x), "row", row.ID, "low", number(row.Low), "high", number(row.High)))
		}
	}
	return p
}

// week reads who stands in and how long a full week is, for a part of the plan.
func (b *builder) week(root *value, part []string) (out sim.Posts) {
	said := root.at(part)
	if v := said.get("replacement"); v != nil {
		out.Cover = sim.Cover(slices.Index(coverNames, v.text))
	}
	if v := said.get("week"); v != nil {
		q, _ := parseQuantity(v.text)
		out.Week = q.Value / b.values.Get(pathWeek)
		if row, ok := b.s.register().Row(rowWeek); ok && (q.Value < row.Low || q.Value > row.High) { // the wage is that of the row
			b.note(strings.Join(part, ".")+".week", msg("note_outside", "amount", sayValue(v), "row", row.ID, "low", number(row.Low), "high", number(row.High)))
		}
	}
	return out
}

// sayStandIn says who stands in for an absent worker of a role, and its week.
func sayStandIn(role string, v *value) (out []words.Message) {
	who := words.Message{ID: "role." + role}
	if x := word(v.get("replacement")); x != "" && x != "none" {
		out = append(out, msg("say_replacement_"+x, "role", who))
	}
	if x := v.get("week"); x != nil {
		q, _ := parseQuantity(x.text)
		out = append(out, msg("say_week", "role", who, "hours", sayQuantity(Quantity{q.Value, ""})))
	}
	return out
}

// sayPool says how case managers are organised, as far as the plan has its own way.
func sayPool(v *value) (out []words.Message) {
	if word(v.get("place")) == "in_team" {
		out = append(out, msg("say_in_team"))
	}
	switch x := v.get("expertise"); {
	case x == nil:
	case x.form == scalar:
		out = append(out, msg("say_expertise_register"))
	default:
		parts := make([]any, len(x.items))
		for i, share := range x.items {
			parts[i] = msg("part", "what", msg("expertise_"+x.keys[i]), "value", sayValue(share))
		}
		out = append(out, msg("say_expertise", "list", sayList(parts)))
	}
	if x := v.get("fallback"); x != nil {
		out = append(out, msg("say_fallback", "time", sayValue(x)))
	}
	if x := v.get("specialist"); x != nil {
		if p := x.get("posts"); p != nil {
			out = append(out, msg("say_specialist", "posts", sayValue(p)))
		}
		out = append(out, sayStart("specialist", x)...)
		out = append(out, sayStandIn("specialist", x)...)
	}
	return out
}
