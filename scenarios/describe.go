package scenarios

import (
	"reflect"
	"slices"
	"strings"

	"piramide/internal/words"
)

// Describe tells what a plan is: its own description, then a sentence for each
// part that is more than care as today.
func (s *Scenario) Describe(w *words.Words) []string {
	var out []string
	if d := s.Description.In(w.Lang()); d != "" {
		out = append(out, d)
	}
	for _, m := range s.Sentences() {
		out = append(out, w.Tell(m))
	}
	return out
}

// Sentences says the parts of a plan that are more than care as today, as
// result folders store them.
func (s *Scenario) Sentences() []words.Message {
	root := s.steps[0].root
	out := []words.Message{msg("say_frame", "region", s.Region, "start", sayMonth(root.at([]string{"horizon", "start"})), "length", sayValue(root.at([]string{"horizon", "length"})))}
	if s.Population == Ageing {
		out = append(out, msg("say_ageing"))
	}
	for _, part := range []string{"buurtteams", "collaboration", "zorgcoach", "casemanagement", "phm", "outreach", "care_plan", "pathways", "shared_record", "p3", "programmes", "shocks", "labour", "payers"} {
		out = append(out, sayPart(part, root.get(part))...)
	}
	out = append(out, sayLacking(root)...)
	today := libraryPlans()[0].steps[0].root.get("financing")
	money := root.get("financing")
	for i, name := range keysOf(money) {
		if !same(money.items[i], today.get(name)) {
			out = append(out, sayInstrument(name, money.items[i]))
		}
	}
	for i, name := range keysOf(root.get("assumptions")) {
		out = append(out, sayAssumption(name, root.get("assumptions").items[i]))
	}
	for i, name := range keysOf(root.get("effects")) {
		out = append(out, sayEffect(name, root.get("effects").items[i]))
	}
	for i := 1; i < len(s.steps); i++ {
		from := &value{text: FormatMonth(s.steps[i].from)}
		for _, m := range diff(s.steps[i-1].root, s.steps[i].root) {
			out = append(out, msg("say_later", "from", sayMonth(from), "change", m))
		}
	}
	return out
}

// sayPart says one part of a plan.
func sayPart(part string, v *value) []words.Message {
	if v == nil {
		return nil
	}
	var out []words.Message
	role := func(key, name string) {
		if p := v.get(key); p != nil {
			out = append(out, sayRole(p, name))
		}
	}
	switch part {
	case "buurtteams":
		waves := v.get("waves")
		for i := range keysOf(waves) {
			out = append(out, sayWave(waves.items[i]))
		}
		role("coach", "buurtteamcoach")
		if truth(v.get("group_sessions")) {
			out = append(out, msg("say_groups"))
		}
		if n := v.get("buurt_actions"); n != nil {
			out = append(out, msg("say_buurt_actions", "actions", sayValue(n)))
		}
		out = append(out, sayTeamBudget(v.get("budget"))...)
		if s := v.get("startup"); s != nil {
			out = append(out, msg("say_startup", "amount", sayUnsourced(s, sayValue(s))))
		}
		for _, key := range []string{"audits", "nursing_home_team", "carer_support"} {
			out = append(out, sayTeamPart(key, v.get(key))...)
		}
	case "collaboration":
		out = append(out, sayCollaboration(v)...)
	case "labour":
		out = slices.Concat(out, sayLabour(v), sayMarket(v))
	case "zorgcoach":
		role("posts", "zorgcoach")
		out = append(out, sayStart("zorgcoach", v)...)
		if word(v.get("work")) == "proactive" {
			out = append(out, msg("say_proactive"))
		}
		out = append(out, sayQueue("zorgcoach", v.get("queue"))...)
		out = append(out, sayStandIn("zorgcoach", v)...)
	case "casemanagement":
		role("posts", "casemanager")
		out = append(out, sayStart("casemanager", v)...)
		out = append(out, sayQueue("casemanager", v.get("queue"))...)
		out = append(out, sayStandIn("casemanager", v)...)
		out = append(out, sayPool(v)...)
	case "phm":
		out = append(out, sayPHM(v)...)
	case "outreach":
		out = append(out, sayOutreach(v)...)
	case "care_plan", "pathways", "shared_record", "programmes":
		out = append(out, sayPaths(part, v)...)
	case "payers":
		for i, key := range v.keys {
			out = append(out, msg("say_pays_"+key, "payer", sayValue(v.items[i])))
		}
	case "p3":
		out = append(out, sayP3(v)...)
	case "shocks":
		for _, item := range v.items {
			out = append(out, sayShock(item))
		}
	}
	return out
}

// sayRole says the posts of a role.
func sayRole(posts *value, name string) words.Message {
	id := "say_posts"
	if posts.text == "funded" {
		id = "say_funded"
	}
	return msg(id, "role", words.Message{ID: "role." + name}, "posts", sayValue(posts))
}

// sayStart says from when a role works, where that is not from the first team on.
func sayStart(role string, v *value) []words.Message {
	if v.get("start") == nil {
		return nil
	}
	return []words.Message{msg("say_role_start", "role", words.Message{ID: "role." + role}, "start", sayMonth(v.get("start")))}
}

// sayAssumption says what a plan assumes of a parameter, and why.
func sayAssumption(path string, v *value) words.Message {
	switch path {
	case overlapPath:
		return msg("say_overlap_" + v.text)
	case useKey:
		return calibrateMsg("say_use", "file", v.text)
	}
	return sayReason(msg("say_assumption", "path", path, "value", sayValue(v)), v.get("reason"))
}

// sayEffect says how strong an effect is in a plan, and why.
func sayEffect(name string, v *value) words.Message {
	if name == overlapKey {
		return msg("say_overlap_" + v.text)
	}
	e, _ := careEffectOf(name)
	return sayReason(msg("say_effect", "name", name, "value", sayValue(v.get(e.measure))), v.get("reason"))
}

func sayReason(m words.Message, reason *value) words.Message {
	if reason == nil {
		return m
	}
	return msg("say_reason", "what", m, "reason", strings.TrimRight(reason.text, "."))
}

// sayTeamBudget says the rules by which teams spend, as far as the plan has its own.
func sayTeamBudget(v *value) (out []words.Message) {
	for i, key := range keysOf(v) {
		amount := sayValue(v.items[i])
		if key != "carry_over" {
			amount = sayUnsourced(v.items[i], amount)
		}
		out = append(out, msg("say_team_"+key, "amount", amount))
	}
	return out
}

func sayWave(v *value) words.Message {
	args := []any{"where", sayValue(v.get("buurten")), "start", sayMonth(v.get("start"))}
	id := "say_wave"
	if a := v.get("age"); a != nil {
		id, args = id+"_aged", append(args, "age", sayTime(a))
	}
	if e := v.get("end"); e != nil {
		id, args = id+"_ends", append(args, "end", sayMonth(e))
	}
	return msg(id, args...)
}

// sayInstrument says who pays whom how much.
func sayInstrument(name string, v *value) words.Message {
	if m, ok := sayMix(name, v); ok {
		return sayLimit(m, v)
	}
	amount := v.get("amount")
	if amount == nil {
		amount = v.get("base")
	}
	args := []any{
		"name", name, "kind",
		words.Message{ID: "instrument." + v.get("kind").text + ".name"},
		"payer", sayValue(v.get("payer")), "payee", sayValue(v.get("payee")),
	}
	id := "say_instrument"
	if v.get("kind").text == "gmd_fee" {
		args[3] = msg("kind_gmd_fee")
	}
	if amount != nil {
		said := sayValue(amount)
		if amount.form != mapping && v.get("source") == nil {
			said = sayUnsourced(amount, said)
		}
		id, args = id+"_amount", append(args, "amount", said)
	}
	m := msg(id, args...)
	if settlesYearly(v.get("kind").text) {
		return sayYearly(m, v)
	}
	if services := v.get("services"); services != nil {
		m = msg("say_services", "instrument", m, "services", sayNames(services.items))
	}
	if split := v.get("split"); split != nil {
		m = msg("say_split", "instrument", m, "parts", sayParts(split))
	}
	return sayLimit(m, v)
}

func sayLimit(m words.Message, v *value) words.Message {
	if c := v.get("cap"); c != nil {
		m = msg("say_cap", "instrument", m, "cap", sayValue(c))
	}
	if u := v.get("unspent"); u != nil {
		m = msg("say_unspent_"+u.text, "instrument", m)
	}
	return m
}

// Diff says in sentences what b does otherwise than a; titles and descriptions
// do not count.
func Diff(a, b *Scenario) []words.Message {
	out := diff(a.steps[0].root, b.steps[0].root)
	if !same(a.root.get("timeline"), b.root.get("timeline")) {
		for i, s := range []*Scenario{a, b} {
			for k := 1; k < len(s.steps); k++ {
				from := &value{text: FormatMonth(s.steps[k].from)}
				for _, m := range diff(s.steps[k-1].root, s.steps[k].root) {
					later := msg("say_later", "from", sayMonth(from), "change", m)
					out = append(out, msg([]string{"diff_without", "diff_with"}[i], "what", later))
				}
			}
		}
	}
	return out
}

func diff(a, b *value) []words.Message {
	var out []words.Message
	for _, d := range differences(a, b, "") {
		names := splitPath(d.path)
		switch names[0] {
		case "format", "name", "title", "description", "timeline":
			continue
		}
		out = append(out, sayDifference(d, names)...)
	}
	return out
}

func sayDifference(d difference, names []string) []words.Message {
	if d.from != nil && d.to != nil && len(names) == 1 && (d.from.form == mapping || d.to.form == mapping) {
		return sayOtherSentences(sayPart(names[0], d.from), sayPart(names[0], d.to))
	}
	if d.from != nil && d.to != nil && (d.path == "effects."+overlapKey || d.path == "assumptions."+overlapPath) {
		return []words.Message{msg("diff_with", "what", msg("say_overlap_"+d.to.text))}
	}
	if d.from != nil && d.to != nil {
		return []words.Message{msg("diff_changed", "what", sayPath(d.path), "from", sayValue(d.from), "to", sayValue(d.to))}
	}
	id, v := "diff_with", d.to
	if d.to == nil {
		id, v = "diff_without", d.from
	}
	var whats []words.Message
	switch {
	case len(names) == 1 && (names[0] == "financing" || names[0] == "assumptions" || names[0] == "effects"):
		for i, key := range v.keys {
			inner := difference{path: join(d.path, key)}
			if d.to == nil {
				inner.from = v.items[i]
			} else {
				inner.to = v.items[i]
			}
			whats = append(whats, sayDifference(inner, append(names, key))...)
		}
		return whats
	case len(names) == 1:
		whats = sayPart(names[0], v)
	case len(names) == 2 && names[1] == "budget":
		whats = sayTeamBudget(v)
	case len(names) == 2 && names[1] == "queue":
		whats = sayQueue(map[string]string{"zorgcoach": "zorgcoach", "casemanagement": "casemanager"}[names[0]], v)
	case names[0] == "casemanagement" && len(names) == 2 && names[1] != "posts" && names[1] != "start", len(names) == 2 && (names[1] == "replacement" || names[1] == "week"):
		one := (*value)(nil).with(names[1:], v)
		whats = append(sayStandIn(map[string]string{"zorgcoach": "zorgcoach", "casemanagement": "casemanager"}[names[0]], one), sayPool(one)...)
	case len(names) == 2 && v.form == mapping && (names[0] == "outreach" || names[0] == "p3"):
		whats = sayPart(names[0], (*value)(nil).with(names[1:], v))
	case len(names) == 2 && names[0] == "buurtteams":
		whats = sayTeamPart(names[1], v)
	case len(names) == 2 && names[0] == "pathways":
		whats = []words.Message{sayPathway(names[1], v)}
	case len(names) == 2 && names[0] == "programmes":
		whats = []words.Message{sayProgramme(names[1], v)}
	case len(names) == 2 && names[0] == "financing":
		whats = []words.Message{sayInstrument(names[1], v)}
	case len(names) == 2 && names[0] == "shocks":
		whats = []words.Message{sayShock(v)}
	case len(names) == 2 && names[0] == "assumptions":
		whats = []words.Message{sayAssumption(names[1], v)}
	case len(names) == 2 && names[0] == "effects":
		whats = []words.Message{sayEffect(names[1], v)}
	case len(names) == 3 && names[1] == "waves":
		whats = []words.Message{sayWave(v)}
	}
	if len(whats) == 0 {
		whats = []words.Message{msg("diff_value", "what", sayPath(d.path), "value", sayValue(v))}
	}
	out := make([]words.Message, len(whats))
	for i, w := range whats {
		out[i] = msg(id, "what", w)
	}
	return out
}

// sayOtherSentences says what goes and what comes when a part turns from a word into
// keys of its own, as care_plan may.
func sayOtherSentences(from, to []words.Message) (out []words.Message) {
	in := func(all []words.Message, m words.Message) bool {
		return slices.ContainsFunc(all, func(x words.Message) bool { return reflect.DeepEqual(x, m) })
	}
	for _, m := range from {
		if !in(to, m) {
			out = append(out, msg("diff_without", "what", m))
		}
	}
	for _, m := range to {
		if !in(from, m) {
			out = append(out, msg("diff_with", "what", m))
		}
	}
	return out
}
