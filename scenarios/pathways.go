package scenarios

import (
	"math"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/sim"
	"piramide/sim/finance"
)

// Care plan, pathways, shared record and programmes: their keys, who must pay them,
// what the simulator is told and how they read. What each means is in package sim.

// The order of pathwayNames, professionNames, programmeNames and holderNames is that of
// package sim.
var (
	pathwayNames    = []string{"diabetes", "heart_failure", "copd", "depression", "frailty", "self_management"}
	professionNames = []string{"nurse", "social_worker", "occupational_therapist", "psychologist"}
	programmeNames  = []string{"pregnancy", "youth_obesity"}
	placeUnits      = []string{"place/elz", "place/network", "place/region"}
	holderNames     = []string{"zorgcoach", "casemanagement", "buurtteam"} // bits of sim.Holders
)

// weekHours are the hours of a week: nobody receives more.
const weekHours = 7 * 24

// weeksPerYear turns hours a week into hours a year.
const weeksPerYear = 365.25 / 7

func pathwayField(key string) field {
	return field{key: key, kind: record, fields: []field{
		needed(day("start")), needed(share("coverage")), oneOf("by", professionNames...),
		{key: "hours", kind: quantity, units: []string{"hour/year", "hour/month", "hour/week"}},
		yes("groups"), staffField(),
	}}
}

// staffField says whose work a service is: of people to be found in the region, or
// bought outside it.
func staffField() field { return oneOf("staff", "regional", outside) }

const outside = "outside"

// bought says whether the work of a service is bought outside the region.
func bought(v *value) bool { return word(v.get("staff")) == outside }

// servicePaths are the services whose work people of the region do, unless it is bought.
var servicePaths = func() []string {
	out := []string{"outreach.access"}
	for _, name := range pathwayNames {
		out = append(out, "pathways."+name)
	}
	for _, name := range programmeNames {
		out = append(out, "programmes."+name)
	}
	return out
}()

// noWorker says whether a plan asks nobody of the region: no post, and no service whose
// work is not bought outside it.
func noWorker(p *chosen, _ *value) bool {
	posts := slices.DeleteFunc(allPosts(), func(path string) bool { return strings.HasPrefix(path, "programmes.") })
	return !slices.ContainsFunc(posts, func(path string) bool { return p.at(path) != nil }) &&
		!slices.ContainsFunc(servicePaths, func(path string) bool { v := p.at(path); return v != nil && !bought(v) })
}

// noteStaff notes once for each part of a plan that its hours are of people who must be
// found in the region.
func (b *builder) noteStaff(root *value) {
	noted := ""
	for _, path := range servicePaths {
		part, _, _ := strings.Cut(path, ".")
		if v := root.at(splitPath(path)); v != nil && v.get("staff") == nil && part != noted {
			noted = part
			b.note(path+".staff", msg("note_staff_region"))
		}
	}
}

func pathwaysField() field {
	out := field{key: "pathways", kind: record}
	for _, key := range pathwayNames {
		out.fields = append(out.fields, pathwayField(key))
	}
	return out
}

// carePlanField is yes, no, or who holds the plan and how it is shared and reviewed.
func carePlanField() field {
	return field{key: "care_plan", kind: yesOr, fields: []field{
		day("start"),
		{key: "held_by", kind: list, each: &field{kind: choice, choices: holderNames}},
		yes("shared"),
		{key: "review", kind: quantity, units: durations, min: 1, max: 60},
	}}
}

func recordField() field {
	return field{key: "shared_record", kind: record, fields: []field{needed(day("start")), needed(share("coverage"))}}
}

func programmesField() field {
	out := field{key: "programmes", kind: record}
	for _, key := range programmeNames {
		out.fields = append(out.fields, field{key: key, kind: record, fields: []field{
			needed(day("start")), {key: "places", kind: placesOf, units: placeUnits, max: maxPlaces, need: true}, staffField(),
		}})
	}
	out.fields = append(out.fields, frailField())
	return out
}

// maxPlaces is more than a region has people in a programme.
const maxPlaces = 100_000

// payment is a part of a plan and the service that must be paid for it.
type payment struct{ path, service string }

// pays lists, for what a plan may do, the service that must be paid for it.
var pays = []payment{
	{"care_plan.shared", "plan_meeting"},
	{"shared_record", "shared_record"},
	{"programmes.pregnancy", "perinatal_coaching"},
	{"programmes.youth_obesity", "youth_obesity"},
	{"pathways.diabetes", "pathway"},
	{"pathways.heart_failure", "pathway"},
	{"pathways.copd", "pathway"},
	{"pathways.depression", "pathway"},
	{"pathways.frailty", "pathway"},
	{"pathways.self_management", "self_management"},
}

// paths checks what no key shows by itself: that somebody pays each pathway and
// programme at any time, and that nobody receives more hours than a week has.
func (r *reader) paths(steps []step) {
	var seen []string
	once := func(path string) bool {
		if slices.Contains(seen, path) {
			return false
		}
		seen = append(seen, path)
		return true
	}
	for i, st := range steps {
		until := r.until
		if i+1 < len(steps) {
			until = steps[i+1].from
		}
		for _, p := range pays {
			v := st.root.at(splitPath(p.path))
			if v == nil || v.form == scalar && !truth(v) {
				continue
			}
			if word(v.get("places")) == "funded" {
				r.fundedPlaces(st.root, p, v, once)
				continue
			}
			switch at, ok := unpaid(st, p, until); {
			case ok || !once(p.path):
			case at == 0:
				r.add(v, p.path, msg("no_payer", "service", msg("service_"+p.service)), addPayer(p.service))
			default:
				r.add(v, p.path, msg("no_payer_from", "service", msg("service_"+p.service), "from", sayMonth(&value{text: FormatMonth(at)})), addPayer(p.service))
			}
		}
		for _, name := range pathwayNames {
			path := "pathways." + name + ".hours"
			v := st.root.at(splitPath(path))
			if v == nil {
				continue
			}
			if h := hoursPerYear(v); h > weekHours*weeksPerYear && once(path) {
				r.add(v, path, msg("hours_over_week", "value", sayValue(v), "hours", weekHours), none)
			}
		}
	}
}

// fundedPlaces checks that a budget pays for places that follow money, and nothing else.
func (r *reader) fundedPlaces(root *value, p payment, v *value, once func(string) bool) {
	budget := false
	for i, name := range keysOf(root.get("financing")) {
		in := root.get("financing").items[i]
		budget = budget || word(in.get("for")) == p.service || in.at([]string{"uses", p.service}) != nil
		if paysService(in, p.service) && once(p.path) {
			r.add(v.get("places"), p.path+".places", msg("paid_twice", "name", name), msg("want_one"))
		}
	}
	if !budget && once(p.path) {
		r.add(v.get("places"), p.path+".places", msg("no_budget"), msg("add_budget", "use", p.service))
	}
}

// unpaid finds the first month of a step in which nobody pays for a part of the plan;
// 0 when nobody does at any time. ok: somebody always does.
func unpaid(st step, p payment, until sim.Month) (at sim.Month, ok bool) {
	var paying []*value
	for _, in := range items(st.root.get("financing")) {
		if paysService(in, p.service) {
			paying = append(paying, in)
		}
	}
	if len(paying) == 0 {
		return 0, false
	}
	start := month(st.root.at(splitPath(p.path)).get("start"))
	if p.path == "care_plan.shared" {
		start = carePlanStart(st.root)
	}
	paid := func(m sim.Month) bool {
		return slices.ContainsFunc(paying, func(in *value) bool {
			end := month(in.get("end"))
			return month(in.get("start")) <= m && (end == 0 || m < end)
		})
	}
	for _, m := range append([]sim.Month{start}, endsOf(paying)...) {
		if m = max(m, st.from); m < until && !paid(m) {
			return m, false
		}
	}
	return 0, true
}

// carePlanStart is the month from which there can be care plans: their own start, or
// that of the first of those who draw them up.
func carePlanStart(root *value) sim.Month {
	var team sim.Month // the first
	for _, w := range items(root.at([]string{"buurtteams", "waves"})) {
		if s := month(w.get("start")); team == 0 || s < team {
			team = s
		}
	}
	var first sim.Month
	for i, by := range carePlanHolders(root.get("care_plan")) {
		part := by
		if by == "buurtteam" { // in the time that the collaboration agrees on
			part = "collaboration"
		}
		start := month(root.at([]string{part, "start"}))
		if by != "casemanagement" || inTeam(root) {
			start = max(start, team)
		}
		if i == 0 || start < first {
			first = start
		}
	}
	return max(month(root.at([]string{"care_plan", "start"})), first)
}

// carePlanHolders are those who may hold a care plan; the coach where a plan is silent.
func carePlanHolders(v *value) []string {
	held := v.get("held_by")
	if held == nil {
		return holderNames[:1]
	}
	out := make([]string, len(held.items))
	for i, x := range held.items {
		out[i] = x.text
	}
	return out
}

// endsOf lists the months from which instruments pay no more.
func endsOf(list []*value) (out []sim.Month) {
	for _, in := range list {
		if end := month(in.get("end")); end != 0 {
			out = append(out, end)
		}
	}
	return out
}

// paysService says whether an instrument pays a service by its units or in a bundle.
func paysService(in *value, service string) bool {
	return slices.ContainsFunc(items(in.get("services")), func(s *value) bool { return s.text == service })
}

// hoursPerYear reads hours per week, month or year.
func hoursPerYear(v *value) float64 {
	q, _ := parseQuantity(v.text)
	switch q.Unit {
	case "hour/week":
		return q.Value * weeksPerYear
	case "hour/month":
		return q.Value * 12
	}
	return q.Value
}

// paths fills what the plan does beside teams, posts and PHM.
func (b *builder) paths(root *value, p *sim.Plan) {
	if plan := root.get("care_plan"); plan != nil && plan.form == mapping {
		p.CarePlan, p.PlanShared = true, truth(plan.get("shared"))
		if start := plan.get("start"); start != nil {
			p.CarePlanFrom = b.late(month(start))
		}
		for _, by := range carePlanHolders(plan) {
			p.PlanHolders |= 1 << slices.Index(holderNames, by)
		}
		if review := plan.get("review"); review != nil {
			q, _ := parseQuantity(review.text)
			p.PlanReview = int(math.Round(q.Months()))
		}
	}
	if plan := root.get("care_plan"); hasCarePlan(plan) && inTeam(root) && !slices.ContainsFunc(carePlanHolders(plan), func(by string) bool { return by != "zorgcoach" }) {
		b.note("care_plan", msg("note_plan_left"))
	}
	if v := root.at([]string{"buurtteams", "buurt_actions"}); v != nil {
		q, _ := parseQuantity(v.text)
		if p.BuurtActions = q.Value; q.Value == 0 {
			p.BuurtActions = -1 // none; 0 is the norm
		}
	}
	if v := root.get("shared_record"); v != nil {
		p.Record = sim.RecordPlan{Start: b.late(month(v.get("start"))), Coverage: plainNumber(v.get("coverage"))}
	}
	for i, name := range pathwayNames {
		v := root.at([]string{"pathways", name})
		if v == nil {
			continue
		}
		x := sim.PathwayPlan{
			Start: b.late(month(v.get("start"))), Coverage: plainNumber(v.get("coverage")),
			By: b.cfg.Pathways[i].By, Groups: truth(v.get("groups")), External: bought(v),
		}
		if by := v.get("by"); by != nil {
			x.By = sim.Profession(slices.Index(professionNames, by.text))
			if x.By != b.cfg.Pathways[i].By && (len(b.cfg.Pathways[i].Effects) > 0 || b.cfg.Pathways[i].Gain != 0) {
				b.note("pathways."+name+".by", msg("note_pathway_by", "pathway", msg("pathway_"+name), "by", msg("choice_"+by.text), "trial", msg("choice_"+professionNames[b.cfg.Pathways[i].By])))
			}
		}
		if h := v.get("hours"); h != nil {
			x.Hours = hoursPerYear(h)
		}
		p.Pathways[i] = x
	}
	for i, name := range programmeNames {
		v := root.at([]string{"programmes", name})
		if v == nil {
			continue
		}
		if v.get("places").text == "funded" {
			p.Programmes[i] = sim.ProgrammePlan{Start: b.late(month(v.get("start"))), Funded: true, External: bought(v)}
			continue
		}
		q, _ := parseQuantity(v.get("places").text)
		amount, per := q.PerYear()
		x := sim.ProgrammePlan{Start: b.late(month(v.get("start"))), Places: amount, ByELZ: per == "elz", External: bought(v)}
		if !x.ByELZ {
			x.Places *= b.area.count(per)
		}
		p.Programmes[i] = x
	}
}

// sayPaths says the care plan, pathways, shared record or programmes of a plan.
func sayPaths(part string, v *value) (out []words.Message) {
	switch part {
	case "care_plan":
		if v.form == scalar {
			if truth(v) {
				out = append(out, msg("say_care_plan"))
			}
			return out
		}
		out = append(out, msg("say_care_plan"))
		if s := v.get("start"); s != nil {
			out = append(out, msg("say_plan_start", "start", sayMonth(s)))
		}
		if held := v.get("held_by"); held != nil {
			out = append(out, msg("say_plan_held", "who", sayHolders(held)))
			if slices.Contains(carePlanHolders(v), "buurtteam") {
				out = append(out, msg("say_plan_team"))
			}
		}
		if truth(v.get("shared")) {
			out = append(out, msg("say_plan_shared"))
		}
		if x := v.get("review"); x != nil {
			out = append(out, msg("say_plan_review", "every", sayValue(x)))
		}
	case "shared_record":
		out = append(out, msg("say_record", "coverage", sayValue(v.get("coverage")), "start", sayMonth(v.get("start"))))
	case "pathways":
		for i, name := range v.keys {
			out = append(out, sayPathway(name, v.items[i]))
		}
		out = append(out, sayWorkers(part, v)...)
	case "programmes":
		for i, name := range v.keys {
			out = append(out, sayProgramme(name, v.items[i]))
		}
		out = append(out, sayWorkers(part, v)...)
	}
	return out
}

// sayHolders names those who may hold a care plan: a, b or c.
func sayHolders(held *value) words.Message {
	names := make([]words.Message, len(held.items))
	for i, x := range held.items {
		names[i] = msg("holder_" + x.text)
	}
	return listOf("list_or", names)
}

func sayPathway(name string, v *value) words.Message {
	args := []any{"pathway", msg("pathway_" + name), "start", sayMonth(v.get("start")), "coverage", sayValue(v.get("coverage"))}
	m := msg("say_pathway", args...)
	if by := v.get("by"); by != nil {
		m = msg("say_pathway_by", append(args, "by", sayValue(by))...)
	}
	if h := v.get("hours"); h != nil {
		m = msg("say_pathway_hours", "what", m, "hours", sayValue(h))
	}
	if truth(v.get("groups")) {
		m = msg("say_pathway_groups", "what", m)
	}
	return sayStaff(m, v)
}

// sayStaff adds to the sentence of a service that its work is bought.
func sayStaff(m words.Message, v *value) words.Message {
	if bought(v) {
		return msg("say_staff_outside", "what", m)
	}
	return m
}

// sayWorkers says once of a part of the plan that people of the region do its work.
func sayWorkers(part string, v *value) []words.Message {
	for i, name := range keysOf(v) {
		if slices.Contains(servicePaths, part+"."+name) && !bought(v.items[i]) {
			return []words.Message{msg("say_staff_regional", "what", msg("say_staff_"+part))}
		}
	}
	return nil
}

func sayProgramme(name string, v *value) words.Message {
	if name == "frail" {
		return msg("say_frail", "group", msg("choice_"+v.get("priority").text))
	}
	if v.get("places").text == "funded" {
		return sayStaff(msg("say_programme_funded", "programme", msg("programme_"+name), "start", sayMonth(v.get("start"))), v)
	}
	return sayStaff(msg("say_programme", "programme", msg("programme_"+name), "start", sayMonth(v.get("start")), "places", sayValue(v.get("places"))), v)
}

// addPayer proposes an instrument for a service, to be paid to who gives it.
func addPayer(service string) words.Message {
	payee := finance.GPPractices
	if service == "perinatal_coaching" || service == "youth_obesity" {
		payee = finance.OtherProviders
	}
	return msg("add_payer", "service", service, "payee", payee.String())
}
