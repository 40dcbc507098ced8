package scenarios

import (
	"math"
	"slices"
	"strings"

	"piramide/internal/words"
	"piramide/sim/finance"
)

// field says what may stand under a key. One description serves reading,
// checking, writing, paths and sentences.
type field struct {
	key  string
	kind kind

	units    []string // of a quantity, canonical; "" is a bare count
	min, max float64  // of a quantity; max 0 = none
	choices  []string // of a choice
	fields   []field  // of a record
	each     *field   // of named items and lists
	need     bool     // must be present
	fixed    bool     // may not change in the course of a plan
	absent   string   // not in the model yet: what to do instead (message id)
}

type kind uint8

const (
	text       kind = iota
	name            // id: lower-case letters, digits, - and _
	choice          // one of choices
	yesNo           // yes or no
	quantity        // number and unit
	date            // month, 2028-01
	record          // keys of fields
	named           // any names, each of one field
	list            // of one field
	languages       // text, or nl/fr/en
	amount          // quantity or {solve: quantity}
	posts           // funded, or FTE per area
	buurten         // all, or a list of names
	instrument      // record whose fields depend on kind
	assumed         // number, quantity, evidence id or distribution
	effectOf        // size of an effect of care, with a reason
	effectSize      // what stands under its measure, read with its parameter
	rowOf           // evidence id
	steps           // the timeline
	shock           // record whose fields depend on kind
	placesOf        // funded, or places per area
	yesOr           // yes or no, or a record of fields
	queueOrder      // a word, or a score of the plan's own
	weight          // what one unit of a column counts for
	profile         // register, or shares by expertise
)

// where an amount of money may be per; region is the default.
var areaAmounts = []string{"EUR/year", "EUR/region/year", "EUR/network/year", "EUR/elz/year", "EUR/buurt/year", "EUR/inhabitant/year", "EUR/month"}

var headAmounts = []string{"EUR/person/year", "EUR/person/month"}

var postUnits = []string{"FTE/buurt", "FTE/elz", "FTE/network", "FTE/region"}

var durations = []string{"month", "year"}

func duration(key string) field {
	return field{key: key, kind: quantity, units: durations, max: 1200}
}

func share(key string) field { return field{key: key, kind: quantity, units: []string{"%"}, max: 100} }

func day(key string) field { return field{key: key, kind: date} }

func yes(key string) field { return field{key: key, kind: yesNo} }

func oneOf(key string, choices ...string) field {
	return field{key: key, kind: choice, choices: choices}
}

func needed(f field) field { f.need = true; return f }

func fixed(f field) field { f.fixed = true; return f }

// maxActions is more than a team can undertake: one a day.
const maxActions = 366

// maxPosts is more than all care coordinators a country could hire, per area.
const maxPosts = 1000

// Roles as files name them; the order is that of sim.Role.
var roleNames = []string{"zorgcoach", "casemanager", "buurtteamcoach", "population_manager", "outreach", "nursing_home_team", "carer_support", "link_worker", "specialist"}

// regionNames are the regions that come with the tool; a file of a user's own
// region ends in .csv or .xlsx.
var regionNames = []string{"leuven", "leuven-10", "leuven-6elz", "flanders", "belgium"}

// grammar is the whole scenario file, keys in the order they are written.
var grammar = field{kind: record, fields: []field{
	fixed(field{key: "format", kind: quantity, units: []string{""}, min: 1, max: 1, need: true}),
	fixed(field{key: "name", kind: name, need: true}),
	fixed(field{key: "extends", kind: text}),
	fixed(field{key: "title", kind: languages, need: true}),
	fixed(field{key: "description", kind: languages}),
	fixed(field{key: "region", kind: text, need: true}),
	fixed(field{key: "horizon", kind: record, need: true, fields: []field{
		needed(day("start")),
		{key: "length", kind: quantity, units: durations, min: 1, max: 1200, need: true},
	}}),
	fixed(oneOf("population", Churn, Ageing)),
	fixed(field{key: "assumptions", kind: named, each: &field{kind: assumed}}),
	{key: "buurtteams", kind: record, fields: []field{
		fixed(field{key: "waves", kind: named, each: &field{kind: record, fields: []field{
			{key: "buurten", kind: buurten, need: true}, needed(day("start")), day("end"), duration("age"), yes("coach"),
		}}}),
		duration("maturity"), share("level"),
		{key: "coach", kind: posts, max: maxPosts},
		yes("group_sessions"),
		{key: "buurt_actions", kind: quantity, units: []string{"action/year"}, max: maxActions},
		{key: "budget", kind: record, fields: []field{
			{key: "group_session", kind: quantity, units: []string{"EUR"}},
			{key: "buurt_action", kind: quantity, units: []string{"EUR"}},
			{key: "quality", kind: quantity, units: []string{"EUR/buurt/year"}},
			share("carry_over"),
		}},
		{key: "startup", kind: quantity, units: []string{"EUR/buurt"}},
		{key: "audits", kind: quantity, units: durations, min: 1, max: 120},
		{key: "nursing_home_team", kind: record, fields: []field{{key: "posts", kind: posts, max: maxPosts, need: true}, day("start")}},
		{key: "carer_support", kind: record, fields: []field{{key: "posts", kind: posts, max: maxPosts, need: true}, day("start")}},
	}},
	collaborationField(),
	{key: "zorgcoach", kind: record, fields: []field{
		{key: "posts", kind: posts, max: maxPosts, need: true},
		day("start"),
		oneOf("work", "referral", "proactive"),
		{key: "queue", kind: queueOrder},
		oneOf("replacement", coverNames...), week(),
	}},
	{key: "casemanagement", kind: record, fields: []field{
		{key: "posts", kind: posts, max: maxPosts, need: true},
		day("start"),
		{key: "queue", kind: queueOrder},
		oneOf("replacement", "none", "paid"), week(),
		fixed(oneOf("place", "external", "in_team")),
		{key: "expertise", kind: profile},
		{key: "fallback", kind: quantity, units: durations, max: 120},
		{key: "specialist", kind: record, fields: []field{
			{key: "posts", kind: quantity, units: postUnits, max: maxPosts, need: true}, day("start"), oneOf("replacement", "none", "paid"), week(),
		}},
	}},
	phmFields,
	outreachFields,
	carePlanField(),
	pathwaysField(),
	recordField(),
	{key: "p3", kind: record, fields: p3Fields()},
	programmesField(),
	fixed(field{key: "shocks", kind: named, each: &field{kind: shock}}),
	labourField(),
	fixed(field{key: "effects", kind: named, each: &field{kind: effectOf}}),
	{key: "financing", kind: named, each: &field{kind: instrument}},
	fixed(field{key: "payers", kind: record, fields: []field{
		oneOf("set_posts", publicPayers...), oneOf("notice", publicPayers...), oneOf("team_start", publicPayers...),
	}}),
	fixed(field{key: "timeline", kind: steps}),
}}

func choicesOf[T interface{ String() string }](n int, of func(int) T) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = of(i).String()
	}
	return out
}

var (
	partyNames   = choicesOf(finance.NumParties, func(i int) finance.Party { return finance.Party(i) })
	serviceNames = choicesOf(finance.NumServices, func(i int) finance.Service { return finance.Service(i) })
	actionNames  = choicesOf(finance.NumActions, func(i int) finance.Action { return finance.Action(i) })
	kindNames    = choicesOf(finance.NumKinds, func(i int) finance.Kind { return finance.Kind(i) })
	budgetUses   = []string{"integration", "phm", "buurt_action", "coordination", "case_management", "administration", "training", "perinatal_coaching", "youth_obesity"}
)

// budgetKinds pay a budget, of which what is not spent goes back or is kept; the rest
// of a pooled budget has its own rule.
var budgetKinds = []string{"inclusion_fee", "population_budget", "bundle", "regional_convention", "fixed_budget"}

// publicPayers are who may pay what no citizen and no provider pays.
var publicPayers = append([]string{"territory"}, carePayers...)

// splitTo says where each part of a regional convention goes.
var splitTo = []struct {
	key    string
	to     finance.Party
	reason finance.Reason
	role   string
}{
	{"zorgcoordinatie", finance.ZorgcoachPosts, finance.ForCoordination, "zorgcoach"},
	{"casemanagement", finance.CasemanagementPool, finance.ForCaseManagement, "casemanager"},
}

// instrumentFields gives the keys of one kind of instrument.
func instrumentFields(kindName string) field {
	payers := append([]string{"territory"}, partyNames...)
	all := []field{fixed(needed(oneOf("kind", kindNames...))), needed(oneOf("payer", payers...)), needed(oneOf("payee", partyNames...))}
	services := field{key: "services", kind: list, each: &field{kind: choice, choices: serviceNames}, need: true}
	sum := field{key: "amount", kind: amount, units: areaAmounts, need: true}
	all = append(all, mixFields(kindName)...)
	switch kindName {
	case "pooled_budget":
		all = slices.DeleteFunc(all, func(f field) bool { return f.key == "payer" })
	case "fee_for_service":
		all = append(all, services)
	case "convention_services":
		all = append(all, services, field{key: "units", kind: quantity, units: []string{"%"}, max: 1000})
	case "gmd_fee":
	case "inclusion_fee":
		least := make([]field, len(actionNames))
		for i, a := range actionNames {
			least[i] = field{key: a, kind: quantity, units: []string{""}, max: 1e6}
		}
		all = append(all, field{key: "amount", kind: quantity, units: headAmounts, need: true},
			oneOf("condition", "none", "any", "all"), field{key: "actions", kind: record, fields: least})
	case "population_budget":
		all = append(all, field{key: "base", kind: amount, units: headAmounts, need: true},
			field{key: "chronic", kind: quantity, units: append([]string{"%"}, headAmounts...), max: 1e5},
			field{key: "vt", kind: quantity, units: append([]string{"%"}, headAmounts...), max: 1e5})
	case "regional_convention":
		parts := make([]field, len(splitTo))
		for i, p := range splitTo {
			parts[i] = share(p.key)
		}
		all = append(all, sum, field{key: "split", kind: record, need: true, fields: parts})
	case "shared_savings", "budget_guarantee":
		all = append(all, yearlyFields(kindName)...)
	case "fixed_budget":
		all = append(all, sum, field{key: "startup", kind: quantity, units: []string{"EUR"}}, needed(oneOf("for", budgetUses...)), oneOf("level", "region", "elz", "buurt", "practice"))
	}
	if slices.Contains(budgetKinds, kindName) {
		all = append(all, oneOf("unspent", finance.Return.String(), finance.Keep.String()))
	}
	caps := func(key string) field { return field{key: key, kind: quantity, units: areaAmounts} }
	all = append(all, caps("cap"), oneOf("cap_by", "year", "month"), caps("floor"), field{key: "source", kind: name}, day("start"), day("end"))
	return field{kind: record, fields: all}
}

// keys lists the keys of a record that are in the model.
func (f field) keys() []string {
	var out []string
	for _, x := range f.fields {
		if x.absent == "" {
			out = append(out, x.key)
		}
	}
	return out
}

func (f field) child(key string) (field, bool) {
	i := slices.IndexFunc(f.fields, func(x field) bool { return x.key == key })
	if i < 0 {
		return field{}, false
	}
	return f.fields[i], true
}

// of gives the description that holds for a value: an instrument's depends on its kind.
func (f field) of(v *value) field {
	if f.kind == yesOr {
		f.kind = yesNo
		if v != nil && v.form == mapping {
			f.kind = record
		}
	}
	if f.kind != instrument && f.kind != shock {
		return f
	}
	k := ""
	if v := v.get("kind"); v != nil {
		k = v.text
	}
	out := shockFields(k)
	if f.kind == instrument {
		out = instrumentFields(k)
	}
	out.fixed = f.fixed
	return out
}

// lookup finds the description of a path; known lists what stands there instead.
func lookup(root *value, path []string) (f field, known []string, ok bool) {
	f = grammar
	v := root
	for _, key := range path {
		frozen := f.fixed
		switch f = f.of(v); f.kind {
		case record:
			child, found := f.child(key)
			if !found || child.absent != "" {
				return f, f.keys(), false
			}
			f = child
		case named:
			f = *f.each
		default:
			return f, nil, false
		}
		f.fixed = f.fixed || frozen
		v = v.get(key)
	}
	return f, nil, true
}

// unitHint says how a quantity of a field is written.
func (f field) unitHint(x float64) words.Message {
	if f.kind == weight {
		return msg("write_weight")
	}
	if len(f.units) == 1 && f.units[0] == "" {
		return msg("write_count")
	}
	examples := make([]string, 0, 2)
	for _, u := range f.units[:min(2, len(f.units))] {
		examples = append(examples, Quantity{x, u}.String())
	}
	return msg("write_unit", "examples", strings.Join(examples, ", "))
}

// limit checks a number against the range of its field.
func (f field) limit(q Quantity) words.Message {
	x := q.Value
	if len(f.units) > 1 && f.units[0] == "month" {
		x = q.Months()
	}
	switch {
	case f.max > 0 && x > f.max && len(f.units) > 0 && q.Unit == "%" && f.max == 100:
		return msg("share_over", "value", q.String())
	case x < f.min && x < 0:
		return msg("negative", "value", sayQuantity(q))
	case (x < f.min || f.max > 0 && x > f.max) && len(f.units) > 1 && f.units[0] == "month":
		return msg("out_of_range", "value", sayQuantity(q), "min", sayQuantity(Quantity{f.min, "month"}), "max", sayQuantity(Quantity{f.max / 12, "year"}))
	case (x < f.min || f.max > 0 && x > f.max) && q.Unit == "%":
		return msg("out_of_range", "value", q.String(), "min", Quantity{f.min, "%"}.String(), "max", Quantity{f.max, "%"}.String())
	case x < f.min || f.max > 0 && x > f.max:
		return msg("out_of_range", "value", q.String(), "min", number(f.min), "max", number(f.max))
	case f.kind != weight && len(f.units) == 1 && f.units[0] == "" && q.Value != math.Trunc(q.Value):
		return msg("not_whole", "value", q.String())
	}
	return none
}
