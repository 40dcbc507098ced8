package scenarios

import (
	"math"
	"slices"

	"piramide/internal/words"
	"piramide/sim"
)

// The levels of population management as files name them, in the order of sim.Level;
// and the data that each holds itself ("" none: it sees what is shared with it).
var (
	levelNames = []string{"practice", "buurt", "elz", "region"}
	levelHolds = [sim.NumLevels]string{sim.Practice: "efi", sim.BuurtLevel: "contacts"}
)

// Data sources, as files name them. riskModel is what claims say when a plan selects
// on predicted admission.
const (
	claims    = "claims"
	riskModel = "risk_model"
)

var (
	sourceNames = []string{claims, "efi", "contacts", riskModel}
	sharedNames = []string{claims, "efi", "contacts"}
	// conditionNames are the conditions that a run can be restricted to.
	conditionNames = []string{"diabetes", "dementia", "heart_failure", "copd", "depression", "frailty", "parkinson", "ms", "huntington"}
)

// onWhom are the keys that say on whom a run looks.
func onWhom() []field {
	return []field{
		{key: "min_age", kind: quantity, units: []string{"year"}, max: 104},
		yes("chronic_only"),
		{key: "conditions", kind: list, each: &field{kind: choice, choices: conditionNames}},
	}
}

func interval(need bool) field {
	return field{key: "every", kind: quantity, units: durations, min: 1, max: 120, need: need}
}

// phmFields is population management: in short one run on one source; or levels.
var phmFields = field{key: "phm", kind: record, fields: slices.Concat(
	[]field{needed(day("start")), interval(true), oneOf("source", sourceNames...), oneOf("selects", "frailty", "predicted_admission")},
	onWhom(),
	[]field{
		share("consent"),
		{key: "managers", kind: posts, max: maxPosts},
		oneOf("work", "together", "alone"),
		{key: "levels", kind: record, fields: levelFields()},
	},
)}

func levelFields() []field {
	out := make([]field, len(levelNames))
	for l, name := range levelNames {
		out[l] = field{key: name, kind: record, fields: slices.Concat(
			[]field{day("start"), interval(false), {key: "shared", kind: list, each: &field{kind: choice, choices: sharedNames}}},
			onWhom(),
			[]field{{key: "managers", kind: posts, max: maxPosts}},
		)}
	}
	return out
}

// phm refuses what the keys of population management cannot mean together. root is
// a whole plan, checked key by key.
func (r *reader) phm(root *value) {
	v := root.get("phm")
	if v == nil || r.orphan || r.wrongIn("phm") {
		return
	}
	levels, source := v.get("levels"), v.get("source")
	selects := v.get("selects")
	predicted := word(selects) == "predicted_admission"
	switch {
	case levels == nil && source == nil:
		r.add(v, "phm.source", msg("missing_key"), msg("phm_source_or_levels"))
	case levels != nil && source != nil:
		r.add(source, "phm.source", msg("phm_source_and_levels"), msg("phm_drop_source"))
	case levels == nil && predicted && source.text != claims && source.text != riskModel,
		levels != nil && predicted && !slices.ContainsFunc(levels.items, func(l *value) bool { return shares(l, claims) }):
		r.add(selects, "phm.selects", msg("phm_no_claims"), msg("phm_read_claims"))
	case levels == nil && word(selects) == "frailty" && source.text == riskModel:
		r.add(selects, "phm.selects", msg("phm_risk_model"), msg("phm_say_predicted"))
	}
	r.managers(v, levels)
	for i := range keysOf(levels) {
		r.phmLevel(root, v, levels.keys[i], levels.items[i])
	}
	if levels != nil && len(levels.keys) == 0 {
		r.add(levels, "phm.levels", msg("phm_no_level"), DidYouMean("", levelNames))
	}
}

// wrongIn says whether a part of the plan holds a mistake already.
func (r *reader) wrongIn(part string) bool {
	return slices.ContainsFunc(r.found, func(p Problem) bool { return splitPath(p.Path)[0] == part })
}

// phmLevel refuses a level that nobody runs, or that begins before the whole. Who
// takes the managers or coaches of a plan of the library away is told what the plan
// lacks, see lacking.
func (r *reader) phmLevel(root, phm *value, name string, level *value) {
	path := "phm.levels." + name
	if start := level.get("start"); start != nil && month(start) < month(phm.get("start")) {
		r.add(start, path+".start", msg("phm_level_early", "date", FormatMonth(month(phm.get("start")))), msg("phm_later_start"))
	}
	if level.get("managers") != nil || !level.ours() {
		return
	}
	if name == "region" || name == "elz" {
		if phm.get("managers") == nil {
			r.add(level, path, msg("phm_no_manager"), msg("phm_add_manager", "level", name))
		}
		return
	}
	if root.at([]string{"buurtteams", "coach"}) == nil {
		r.add(level, path, msg("phm_no_manager"), msg("phm_add_coach", "level", name))
	}
}

// managers refuses posts that are partly funded and partly set: they are one team.
func (r *reader) managers(phm, levels *value) {
	posts := append([]*value{phm.get("managers")}, levelManagers(levels)...)
	posts = slices.DeleteFunc(posts, func(v *value) bool { return v == nil })
	for _, v := range posts {
		if (v.text == "funded") != (posts[0].text == "funded") {
			r.add(v, "phm.managers", msg("phm_managers_mixed"), msg("phm_managers_one"))
			return
		}
	}
}

func levelManagers(levels *value) []*value {
	out := make([]*value, 0, len(levelNames))
	for _, l := range items(levels) {
		out = append(out, l.get("managers"))
	}
	return out
}

// shares says whether others share a source with a level.
func shares(level *value, source string) bool {
	return slices.ContainsFunc(items(level.get("shared")), func(v *value) bool { return v.text == source })
}

// phm builds how population management runs. A plan without levels has one run, by
// the population managers, of the source it names.
func (b *builder) phm(root *value) sim.PHM {
	v := root.get("phm")
	if v == nil {
		return sim.PHM{}
	}
	out := sim.PHM{On: true, Start: b.late(month(v.get("start"))), Consent: b.values.Get(pathConsent), Alone: word(v.get("work")) == "alone"}
	if c := v.get("consent"); c != nil {
		out.Consent = b.either(root, "phm.consent", pathConsent)
	}
	for i, path := range pathUse {
		out.Use[i] = b.values.Get(path)
	}
	all := b.phmLevelOf(v, nil)
	levels := v.get("levels")
	if levels == nil {
		all.Own, all.Managers = b.source(v, v.get("source").text), true
		out.Levels[sim.RegionLevel] = all
		return out
	}
	for i, name := range levels.keys {
		l := sim.Level(slices.Index(levelNames, name))
		level := b.phmLevelOf(v, levels.items[i])
		if own := levelHolds[l]; own != "" {
			level.Own = b.source(v, own)
		}
		for _, s := range items(levels.items[i].get("shared")) {
			level.Shared |= b.source(v, s.text)
		}
		level.Managers = l >= sim.ELZLevel || levels.items[i].get("managers") != nil
		out.Levels[l] = level
	}
	return out
}

// phmLevelOf reads when and on whom a level runs: what it says itself, else what is
// said for all.
func (b *builder) phmLevelOf(all, level *value) sim.PHMLevel {
	get := func(key string) *value {
		if level != nil && level.get(key) != nil {
			return level.get(key)
		}
		return all.get(key)
	}
	every, _ := parseQuantity(get("every").text)
	out := sim.PHMLevel{
		On: true, Start: b.late(month(get("start"))), EveryMonths: int(math.Round(every.Months())), ChronicOnly: truth(get("chronic_only")),
	}
	if age := get("min_age"); age != nil {
		q, _ := parseQuantity(age.text)
		out.MinAge = int(math.Round(q.Value))
	}
	for _, c := range items(get("conditions")) {
		k := slices.IndexFunc(b.cfg.Conditions, func(x sim.Condition) bool { return x.Name == c.text })
		if k < 0 {
			b.report.add(c, "phm.conditions", msg("unknown_choice", "text", c.text), DidYouMean(c.text, conditionNames))
			continue
		}
		out.Conditions |= 1 << k
	}
	return out
}

// source gives the bit of a data source. Of the claims a plan that selects on
// predicted admission reads what the risk model says.
func (b *builder) source(phm *value, name string) uint16 {
	if name == claims && word(phm.get("selects")) == "predicted_admission" {
		name = riskModel
	}
	k := slices.IndexFunc(b.cfg.Finding.Sources, func(s sim.Source) bool { return s.Name == name })
	if k < 0 {
		b.report.add(phm, "phm", msg("unknown_source", "name", name), none)
		return 0
	}
	return 1 << k
}

// managers is the posts of all population managers of a plan: one team.
func (b *builder) managers(root *value) sim.Posts {
	out := b.posts(root, "phm", "managers", sim.PopulationManager)
	for _, v := range levelManagers(root.at([]string{"phm", "levels"})) {
		if v == nil {
			continue
		}
		one := b.postsOf(root, v, root.at([]string{"phm", "start"}), sim.PopulationManager)
		out.Funded, out.FTE, out.Start = out.Funded || one.Funded, out.FTE+one.FTE, one.Start
	}
	return out
}

// sayPHM says how population management runs.
func sayPHM(v *value) (out []words.Message) {
	levels := v.get("levels")
	if levels == nil {
		out = append(out, msg("say_phm", "start", sayMonth(v.get("start")), "every", sayEvery(v.get("every")), "source", saySource(v, v.get("source").text)))
	} else {
		out = append(out, msg("say_phm_levels", "start", sayMonth(v.get("start")), "every", sayEvery(v.get("every"))))
	}
	for _, m := range sayOnWhom(v) {
		out = append(out, msg("say_phm_whom", "what", m))
	}
	for i := range keysOf(levels) {
		out = append(out, sayLevel(v, levels.keys[i], levels.items[i])...)
	}
	if c := v.get("consent"); c != nil {
		out = append(out, msg("say_phm_consent", "share", sayValue(c)))
	}
	if word(v.get("work")) == "alone" {
		out = append(out, msg("say_phm_alone"))
	}
	if m := v.get("managers"); m != nil {
		out = append(out, sayRole(m, "population_manager"))
	}
	return out
}

// sayLevel says what a level reads, and what it does otherwise than the whole.
func sayLevel(phm *value, name string, v *value) (out []words.Message) {
	l := slices.Index(levelNames, name)
	var data []words.Message
	if own := levelHolds[l]; own != "" {
		data = append(data, msg("say_phm_own", "source", saySource(phm, own)))
	}
	for _, s := range items(v.get("shared")) {
		if s.text != levelHolds[l] {
			data = append(data, saySource(phm, s.text))
		}
	}
	id, args := "say_phm_level", []any{"level", msg("level_" + name)}
	if len(data) == 0 {
		id += "_blind"
	} else {
		args = append(args, "data", listOf("list_and", data))
	}
	out = append(out, msg(id, args...))
	if every := v.get("every"); every != nil {
		out = append(out, msg("say_phm_level_every", "level", msg("level_"+name), "every", sayEvery(every)))
	}
	if start := v.get("start"); start != nil {
		out = append(out, msg("say_phm_level_start", "level", msg("level_"+name), "start", sayMonth(start)))
	}
	for _, m := range sayOnWhom(v) {
		out = append(out, msg("say_phm_level_whom", "level", msg("level_"+name), "what", m))
	}
	if m := v.get("managers"); m != nil {
		out = append(out, sayRole(m, "population_manager"))
	}
	return out
}

// sayOnWhom says on whom the runs look, as far as they leave anybody out.
func sayOnWhom(v *value) (out []words.Message) {
	if age := v.get("min_age"); age != nil {
		out = append(out, msg("say_phm_age", "age", sayValue(age)))
	}
	if truth(v.get("chronic_only")) {
		out = append(out, msg("say_phm_chronic"))
	}
	if c := v.get("conditions"); c != nil {
		out = append(out, msg("say_phm_conditions", "what", sayAll("condition_", c.items)))
	}
	return out
}

// saySource names a data source in words.
func saySource(phm *value, name string) words.Message {
	if name == claims && word(phm.get("selects")) == "predicted_admission" {
		name = riskModel
	}
	return msg("source_" + name)
}

// sayAll says words of one kind in a row.
func sayAll(prefix string, items []*value) words.Message {
	names := make([]words.Message, len(items))
	for i, item := range items {
		names[i] = msg(prefix + item.text)
	}
	return listOf("list_and", names)
}

// listOf puts names in a row: a, b and c, or a, b or c, by the message that joins the last.
func listOf(last string, parts []words.Message) words.Message {
	out := parts[0]
	for i, p := range parts[1:] {
		id := "list_comma"
		if i == len(parts)-2 {
			id = last
		}
		out = msg(id, "a", out, "b", p)
	}
	return out
}
