package scenarios

import (
	"math"
	"slices"

	"piramide/internal/words"
	"piramide/sim"
	"piramide/sim/finance"
)

// The collaboration of a plan, where its workers come from, and what the note calls
// preconditions of the buurtteams: reading, sentences, notes.

const (
	pathIntegratorTime = "collaboration.integrator_time" // share of a post
	pathProviderHour   = "collaboration.hour"            // EUR
)

// mostHours is more hours of work than a month has for one person.
const mostHours = 160

// payerNames are the parties that can bear a cost.
var payerNames = choicesOf(int(finance.GPPractices), func(i int) finance.Party { return finance.Party(i) })

// secondNames are the parties that can second people: all but who uses the money in the end.
var secondNames = choicesOf(finance.NumParties, func(i int) finance.Party { return finance.Party(i) })[:finance.OtherProviders]

// teamRoles are the roles with posts of their own under buurtteams.
var teamRoles = []struct {
	key  string
	role sim.Role
	of   func(p *sim.Plan) *sim.Posts
}{
	{"nursing_home_team", sim.NursingHomeTeam, func(p *sim.Plan) *sim.Posts { return &p.NursingHomeTeam }},
	{"carer_support", sim.CarerSupport, func(p *sim.Plan) *sim.Posts { return &p.CarerSupport }},
}

func collaborationField() field {
	return field{key: "collaboration", kind: record, fields: []field{
		day("start"),
		{key: "coverage", kind: quantity, units: []string{"%"}, min: 1, max: 100},
		{key: "integrator", kind: record, fields: []field{
			{key: "people", kind: quantity, units: []string{""}, max: 10_000, need: true}, share("time"), needed(oneOf("from", secondNames...)),
		}},
		{key: "time", kind: quantity, units: []string{"hour/month"}, max: mostHours},
		oneOf("paid_by", payerNames...),
	}}
}

func labourField() field {
	return field{key: "labour", kind: record, fields: append([]field{
		{key: "sources", kind: record, fields: []field{needed(share("other_services")), needed(share("training"))}},
	}, labourFields()...)}
}

// collaboration reads what the organisations of the region agree on.
func (b *builder) collaboration(root *value) (c sim.Collaboration) {
	v := root.get("collaboration")
	if v == nil {
		return c
	}
	c.Start = b.s.Start
	if start := v.get("start"); start != nil {
		c.Start = b.late(month(start))
	}
	if x := v.get("coverage"); x != nil {
		c.Coverage = plainNumber(x)
	}
	if x := v.get("time"); x != nil {
		q, _ := parseQuantity(x.text)
		c.Hours = q.Value
	}
	if x := v.get("paid_by"); x != nil {
		c.Paid = true
		c.Payer, _ = finance.ParseParty(x.text)
		b.note("collaboration.paid_by", msg("note_provider_hour", "amount", b.values.Get(pathProviderHour)))
	}
	if x := v.get("integrator"); x != nil {
		c.People = plainNumber(x.get("people"))
		c.From, _ = finance.ParseParty(x.get("from").text)
		c.Time = b.values.Get(pathIntegratorTime)
		if t := x.get("time"); t != nil {
			c.Time = plainNumber(t)
		}
	}
	return c
}

// hiring reads where workers come from, when the plan says so.
func (b *builder) hiring(root *value) (h sim.Hiring) {
	v := root.at([]string{"labour", "sources"})
	if v == nil {
		return h
	}
	return sim.Hiring{Set: true, FromCare: plainNumber(v.get("other_services")), FromTraining: plainNumber(v.get("training"))}
}

// wholeSources checks that workers do not come from more than everywhere.
func (r *reader) wholeSources(v *value, path string) {
	care, training := v.get("other_services"), v.get("training")
	if care == nil || training == nil {
		return // wrong or missing, and reported
	}
	if sum := plainNumber(care) + plainNumber(training); sum > 1+1e-9 {
		r.add(v, path, msg("split_over", "sum", Quantity{math.Round(sum*1e6) / 1e4, "%"}.String()), none)
	}
}

// audits is how many audits with feedback a team has in a year.
func audits(root *value) float64 {
	v := root.at([]string{"buurtteams", "audits"})
	if v == nil {
		return 0
	}
	q, _ := parseQuantity(v.text)
	return 12 / q.Months()
}

// lacking is what the note asks for buurtteams to work (section 4) and the guide of
// the pilots asks of the collaboration, and this plan does not have. Teams mature
// more slowly for each.
func lacking(root *value) (out []words.Message) {
	if len(items(root.at([]string{"buurtteams", "waves"}))) == 0 {
		return nil
	}
	if !hasPosts(root.at([]string{"buurtteams", "coach"})) {
		out = append(out, msg("lacks_coach"))
	}
	if root.get("phm") == nil {
		out = append(out, msg("lacks_phm"))
	}
	if !hasPosts(root.at([]string{"phm", "managers"})) {
		out = append(out, msg("lacks_managers"))
	}
	some := func(v *value) bool { return v != nil && !isZero(v) }
	seconded := root.at([]string{"collaboration", "integrator"})
	integrated := some(seconded) && some(seconded.get("people")) && !isZero(seconded.get("time"))
	for _, v := range items(root.get("financing")) {
		integrated = integrated || word(v.get("for")) == "integration" && word(v.get("payee")) == "collaboration" && some(v.get("amount")) || some(v.at([]string{"uses", "integration"}))
	}
	if !integrated {
		out = append(out, msg("lacks_integrator"))
	}
	return out
}

// sayLacking says what a plan lacks, in one sentence, or none.
func sayLacking(root *value) (out []words.Message) {
	what := lacking(root)
	if len(what) == 0 {
		return nil
	}
	list := what[0]
	for _, m := range what[1:] {
		list = msg("path", "a", list, "b", m)
	}
	return []words.Message{msg("say_lacking", "what", list)}
}

// Lacking says what the plan, when it is complete, lacks of what the note and the
// guide of the pilots call necessary for buurtteams; none when nothing is lacking.
func (s *Scenario) Lacking() []words.Message { return sayLacking(s.steps[len(s.steps)-1].root) }

// noteLacking notes what the plan lacks when it is complete.
func (b *builder) noteLacking() {
	for _, m := range b.s.Lacking() {
		b.note("buurtteams", m)
	}
}

// noteIntegrator says how much of the integration management that the region needs the
// complete plan has, when it has less than all.
func (b *builder) noteIntegrator(schedule []sim.Dated) {
	last := &schedule[len(schedule)-1]
	at := last.From
	for k := range last.Plan.Instruments {
		at = max(at, sim.Month(last.Plan.Instruments[k].Start))
	}
	posts := last.Plan.IntegratorPosts(at, &b.cfg.Labour)
	needed := b.area.inhabitants / b.cfg.Network.Integrator
	if teams := slices.ContainsFunc(last.Plan.Teams, func(t sim.Team) bool { return t.Start != 0 }); teams && b.cfg.Network.Integrator > 0 && posts > 0 && posts < 0.995*needed {
		b.note("buurtteams", msg("note_integrator_part", "posts", posts, "needed", needed, "share", 100*posts/needed))
	}
}

// sayCollaboration says what the organisations agree on.
func sayCollaboration(v *value) (out []words.Message) {
	if x := v.get("coverage"); x != nil {
		out = append(out, msg("say_coverage", "share", sayValue(x)))
	}
	if x := v.get("integrator"); x != nil {
		args := []any{"people", sayValue(x.get("people")), "from", sayValue(x.get("from"))}
		id := "say_integrator"
		if t := x.get("time"); t != nil {
			id, args = id+"_time", append(args, "time", sayValue(t))
		}
		out = append(out, msg(id, args...))
	}
	if x := v.get("time"); x != nil {
		if p := v.get("paid_by"); p != nil {
			out = append(out, msg("say_time_paid", "time", sayValue(x), "payer", sayValue(p)))
		} else {
			out = append(out, msg("say_time_unpaid", "time", sayValue(x)))
		}
	}
	return out
}

// sayTeamPart says a part of the buurtteams that has a sentence of its own.
func sayTeamPart(key string, v *value) (out []words.Message) {
	switch {
	case v == nil:
	case key == "audits":
		out = append(out, msg("say_audits", "every", sayEvery(v)))
	case key == "nursing_home_team" || key == "carer_support":
		out = append(out, sayRole(v.get("posts"), key))
		out = append(out, sayStart(key, v)...)
	}
	return out
}

// sayLabour says where workers come from.
func sayLabour(v *value) []words.Message {
	s := v.get("sources")
	if s == nil {
		return nil
	}
	return []words.Message{msg("say_sources", "care", sayValue(s.get("other_services")), "training", sayValue(s.get("training")))}
}
