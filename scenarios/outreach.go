package scenarios

import (
	"math"

	"piramide/internal/words"
	"piramide/sim"
	"piramide/sim/finance"
)

// The parameters of those who look for need that nobody knows.
const (
	pathConsent      = "finding.consent"
	pathGrant        = "neighbourhood.grant"    // EUR per buurt and year
	pathGrantMonths  = "neighbourhood.duration" // months
	pathAccessHours  = "access.full_hours"      // hours a week of a point at which the reach of the register holds
	pathWorkingHours = "care.productive_hours_year"
	weeksInYear      = 52
	maxHours         = 168 // in a week
	maxGrant         = 1e7 // EUR per buurt and year: more than any buurt has
)

// partyPayers may pay for what a buurt does.
var partyPayers = []string{"territory", "federal", "flanders", "wallonia", "brussels", "ostbelgien", "local", "sickness_funds"}

// outreachFields is who looks for need that nobody knows: outreach workers, link
// workers, caring neighbourhoods, access points.
var outreachFields = field{key: "outreach", kind: record, fields: []field{
	{key: "posts", kind: posts, max: maxPosts},
	day("start"),
	oneOf("who", "everyone", "increased_reimbursement", "without_gmd"),
	{key: "min_age", kind: quantity, units: []string{"year"}, max: 104},
	oneOf("invitation", "letter", "telephone"),
	{key: "welfare", kind: record, fields: []field{
		{key: "posts", kind: quantity, units: postUnits, max: maxPosts, need: true}, day("start"),
	}},
	{key: "caring_neighbourhoods", kind: record, fields: []field{
		{key: "buurten", kind: buurten, need: true},
		needed(day("start")), duration("duration"),
		{key: "grant", kind: quantity, units: []string{"EUR/buurt/year"}, max: maxGrant},
		oneOf("payer", partyPayers...),
	}},
	{key: "access", kind: record, fields: []field{
		{key: "buurten", kind: buurten, need: true},
		needed(day("start")), day("end"),
		{key: "hours", kind: quantity, units: []string{"hour/week"}, max: maxHours, need: true},
		oneOf("payer", partyPayers...), staffField(),
	}},
}}

// outreach refuses details of outreach by whom nobody does.
func (r *reader) outreach(root *value) {
	v := root.get("outreach")
	if v == nil || r.orphan || v.get("posts") != nil || r.wrongIn("outreach") {
		return
	}
	for _, key := range []string{"start", "who", "min_age", "invitation"} {
		if v.get(key) != nil {
			r.add(v.get(key), "outreach."+key, msg("outreach_no_posts"), msg("outreach_add_posts"))
		}
	}
	if len(v.keys) == 0 {
		r.add(v, "outreach.posts", msg("missing_key"), none)
	}
}

// outreach builds whom outreach looks for and what the buurten do themselves.
func (b *builder) outreach(root *value, p *sim.Plan) {
	v := root.get("outreach")
	if v == nil {
		return
	}
	p.Outreach = b.posts(root, "outreach", "posts", sim.Outreach)
	p.Reach = sim.Reach{VT: word(v.get("who")) == "increased_reimbursement", NoGMD: word(v.get("who")) == "without_gmd", Phone: word(v.get("invitation")) == "telephone"}
	if age := v.get("min_age"); age != nil {
		q, _ := parseQuantity(age.text)
		p.Reach.MinAge = int(math.Round(q.Value))
	}
	if w := v.get("welfare"); w != nil {
		p.LinkWorkers = b.postsOf(root, w.get("posts"), w.get("start"), sim.LinkWorker)
	}
	if n := v.get("caring_neighbourhoods"); n != nil {
		path := "outreach.caring_neighbourhoods"
		full := b.values.Get(pathGrant)
		grant := b.either(root, path+".grant", pathGrant)
		p.Caring = b.neighbourhoods(n, path, "territory")
		p.Caring.PerYear = b.euro(grant, n.get("grant"), path+".grant")
		p.Caring.Dose = dose(grant, full)
		p.Caring.End = p.Caring.Start + sim.Month(math.Round(b.either(root, path+".duration", pathGrantMonths)))
		if n.get("duration") == nil {
			b.note(path, msg("note_grant_ends", "months", b.values.Get(pathGrantMonths)))
		}
	}
	if a := v.get("access"); a != nil {
		path := "outreach.access"
		q, _ := parseQuantity(a.get("hours").text)
		p.Access = b.neighbourhoods(a, path, "local")
		p.Access.Dose = dose(q.Value, b.values.Get(pathAccessHours))
		hour := b.cfg.Labour.Wage[sim.LinkWorker] * (1 + b.cfg.Labour.Overhead) / b.values.Get(pathWorkingHours)
		p.Access.PerYear = finance.Euro(q.Value * weeksInYear * hour)
		p.Access.Hours, p.Access.External = q.Value*weeksInYear/12, bought(a)
		b.note(path, msg("note_access_cost", "amount", p.Access.PerYear.Euro()))
	}
}

// dose is how much of what the register knows a plan gives, at most 1.
func dose(given, full float64) float64 {
	if full <= 0 {
		return 1
	}
	return math.Min(1, given/full)
}

// neighbourhoods reads where and when, and who pays.
func (b *builder) neighbourhoods(v *value, path, payer string) sim.Neighbourhoods {
	out := sim.Neighbourhoods{Start: b.late(month(v.get("start"))), End: month(v.get("end"))}
	if out.End != 0 && out.End <= out.Start {
		b.tooLate(v, path, out.Start)
	}
	if v.get("buurten").form != scalar {
		out.Buurten = make([]bool, len(b.cfg.Population.Buurten))
		for _, k := range b.buurten(v.get("buurten"), path+".buurten") {
			out.Buurten[k] = true
		}
	}
	if p := word(v.get("payer")); p != "" {
		payer = p
	}
	if payer == "territory" {
		out.Territory = true
		return out
	}
	for k, name := range partyNames {
		if name == payer {
			out.Payer = finance.Party(k)
		}
	}
	return out
}

// sayOutreach says who looks for need that nobody knows.
func sayOutreach(v *value) (out []words.Message) {
	if p := v.get("posts"); p != nil {
		out = append(out, sayRole(p, "outreach"))
	}
	out = append(out, sayStart("outreach", v)...)
	if who := word(v.get("who")); who != "" && who != "everyone" {
		out = append(out, msg("say_outreach_"+who))
	}
	if age := v.get("min_age"); age != nil {
		out = append(out, msg("say_outreach_age", "age", sayValue(age)))
	}
	if word(v.get("invitation")) == "telephone" {
		out = append(out, msg("say_outreach_telephone"))
	}
	if w := v.get("welfare"); w != nil {
		out = append(out, sayRole(w.get("posts"), "link_worker"))
		out = append(out, sayStart("link_worker", w)...)
	}
	if n := v.get("caring_neighbourhoods"); n != nil {
		out = append(out, msg("say_caring", "where", sayValue(n.get("buurten")), "start", sayMonth(n.get("start"))))
		for _, key := range []string{"duration", "grant", "payer"} {
			if x := n.get(key); x != nil {
				out = append(out, msg("say_caring_"+key, key, sayValue(x)))
			}
		}
	}
	if a := v.get("access"); a != nil {
		out = append(out, sayStaff(msg("say_access", "where", sayValue(a.get("buurten")), "start", sayMonth(a.get("start")), "hours", sayValue(a.get("hours"))), a))
		if e := a.get("end"); e != nil {
			out = append(out, msg("say_access_end", "end", sayMonth(e)))
		}
		if p := a.get("payer"); p != nil {
			out = append(out, msg("say_access_payer", "payer", sayValue(p)))
		}
		out = append(out, sayWorkers("outreach", v)...)
	}
	return out
}
