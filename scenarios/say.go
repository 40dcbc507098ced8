package scenarios

import (
	"math"
	"slices"
	"strings"

	"piramide/internal/words"
)

// sayQuantity puts a quantity in words: 208 333 EUR per year.
func sayQuantity(q Quantity) words.Message {
	decimals := 0
	for decimals < 4 && math.Abs(q.Value*math.Pow10(decimals)-math.Round(q.Value*math.Pow10(decimals))) > 1e-9 {
		decimals++
	}
	ids := [...]string{"quantity_0", "quantity_1", "quantity_2", "quantity_3", "quantity_4"}
	if q.Unit == "" {
		return msg("bare_"+ids[decimals], "x", q.Value)
	}
	return msg(ids[decimals], "x", q.Value, "unit", SayUnit(q.Unit, q.Value != 1))
}

// sayTime puts a duration in words as a reader counts it: months that are whole years are
// years. Where a value is shown to be changed it keeps the unit in which it was written.
func sayTime(v *value) any {
	q, wrong := parseQuantity(v.text)
	if years := q.Value / 12; wrong.ID == "" && q.Unit == "month" && years >= 1 && years == math.Trunc(years) {
		return sayQuantity(Quantity{years, "year"})
	}
	return sayValue(v)
}

// SayUnit puts a unit in words, of many or of one: EUR/person/year as euro per
// citizen per year. The unit is not empty.
func SayUnit(unit string, many bool) words.Message {
	parts := strings.Split(unit, "/")
	said := unitWord(parts[0], many)
	for _, p := range parts[1:] {
		said = msg("per", "what", said, "each", unitWord(p, false))
	}
	return said
}

// sayUnsourced marks an amount that no source names; v is where it stands.
func sayUnsourced(v *value, said any) words.Message {
	if v.ours() {
		return msg("own_unsourced", "amount", said)
	}
	return msg("unsourced", "amount", said)
}

func unitWord(unit string, many bool) words.Message {
	switch {
	case unit == "%":
		return msg("unit_percent")
	case many && (unit == "month" || unit == "year" || unit == "hour" || unit == "place" || unit == "action"):
		return msg("unit_" + unit + "s")
	case slices.Contains(roleNames, unit):
		return words.Message{ID: "role." + unit}
	}
	return msg("unit_" + strings.ToLower(unit))
}

// sayEvery says how often something comes back: every year, every 6 months.
func sayEvery(v *value) words.Message {
	if q, _ := parseQuantity(v.text); q.Value == 1 {
		return msg("every_" + q.Unit)
	}
	return msg("every", "time", sayValue(v))
}

// sayMonth puts a date in words: January 2028.
func sayMonth(v *value) words.Message {
	m := month(v)
	return msg("month", "year", int(m)/12, "month", int(m)%12+1)
}

// sayValue puts a checked value in words: a message, or text that is the same
// in every language.
func sayValue(v *value) any {
	switch {
	case v == nil:
		return msg("nothing")
	case v.form == mapping && v.get("solve") != nil:
		q, _ := parseQuantity(v.get("solve").text)
		if v.ours() {
			return msg("own_solved_for", "target", sayQuantity(q))
		}
		return msg("solved_for", "target", sayQuantity(q))
	case v.form == mapping && (v.get("hr") != nil || v.get("rr") != nil || v.get("smd") != nil):
		for _, measure := range []string{"hr", "rr", "smd"} {
			if inner := v.get(measure); inner != nil {
				return sayValue(inner)
			}
		}
		return ""
	case v.form == mapping && v.get("row") != nil:
		return v.get("row").text
	case v.form == mapping && v.get("value") != nil && v.get("draw") == nil:
		return sayValue(v.get("value"))
	case v.form == mapping && v.get("weighted") != nil:
		return sayScore(v.get("weighted"))
	case v.form == mapping && v.get("draw") != nil:
		return msg("drawn", "value", v.get("value").text, "low", v.get("low").text, "high", v.get("high").text)
	case v.form == mapping && (v.get("after") != nil || v.get("over") != nil || v.get("from") != nil),
		v.form == mapping && len(v.keys) > 0 && slices.Contains(mixKeys, v.keys[0]):
		return sayParts(v)
	case v.form == sequence && len(v.items) > 0 && (slices.Contains(serviceNames, v.items[0].text) || slices.Contains(budgetUses, v.items[0].text)):
		return sayNames(v.items)
	case v.form == sequence && len(v.items) > 0 && slices.Contains(sourceNames, v.items[0].text):
		return sayAll("source_", v.items)
	case v.form == sequence && len(v.items) > 0 && slices.Contains(holderNames, v.items[0].text):
		return sayHolders(v)
	case v.form == sequence && len(v.items) > 0 && slices.Contains(conditionNames, v.items[0].text):
		return sayAll("condition_", v.items)
	case v.form == mapping || v.form == sequence:
		parts := make([]string, len(v.items))
		for i, item := range v.items {
			parts[i] = item.text
			if v.form == mapping {
				parts[i] = v.keys[i] + " " + item.text
			}
		}
		return strings.Join(parts, ", ")
	case v.quoted:
		return v.text
	case slices.Contains(choiceWords, v.text):
		return msg("choice_" + v.text)
	case slices.Contains(partyNames, v.text):
		return words.Message{ID: "party." + v.text}
	}
	if _, err := ParseMonth(v.text); err == nil {
		return sayMonth(v)
	}
	if q, wrong := parseQuantity(v.text); wrong.ID == "" {
		return sayQuantity(q)
	}
	return v.text
}

// choiceWords are the choices that have words of their own.
var choiceWords = []string{
	"yes", "no", "funded", "all", "epidemic", "staff_shortage", "early_discharge", "p3_stop", "referral", "proactive", "first_come", "highest_known_risk", "territory", Churn, Ageing, "none", "unchanged", "in_proportion", "carry_over", "return",
	"nurse", "social_worker", "occupational_therapist", "psychologist", "regional", "outside",
	"keep", "expected", "own_history", "own_adjusted", "neighbours", "reinvest", "pay_out", "first_euro", "above_minimum", "investors_first", "weight", "gate", "enrolled",
	"frailty", "predicted_admission", "together", "alone", "everyone", "increased_reimbursement", "without_gmd", "letter", "telephone",
	"paid", "external", "in_team", "register", "multiply", "strongest", "fixed", "expected_benefit", "equity_weighted", "programme_first", "dementia", "frail_80", "psychological", "socio_economic", "broad",
}

// keyWords are the keys that have words of their own; names people give keep
// their own.
var keyWords = []string{
	"region", "horizon", "length", "population", "assumptions", "effects", "buurtteams", "waves", "buurten", "start", "end", "age",
	"coach", "maturity", "level", "group_sessions", "buurt_actions", "budget", "group_session", "carry_over", "overlap", "zorgcoach", "posts", "work", "queue", "casemanagement", "phm", "every", "source", "min_age",
	"chronic_only", "managers", "outreach", "care_plan", "held_by", "shared", "review", "pathways", "self_management", "diabetes", "heart_failure", "copd", "depression", "frailty", "coverage", "hours", "groups",
	"shared_record", "programmes", "pregnancy", "youth_obesity", "places", "p3", "size", "payer", "payee", "amount", "base", "chronic", "vt",
	"split", "zorgcoordinatie", "cap", "cap_by", "floor", "condition", "actions", "services", "units", "startup", "for", "kind",
	"unspent", "set_posts", "notice", "team_start", "registered", "weights", "from_0", "from_25", "from_60", "from_75", "fee", "own_share", "premium",
	"tiers", "episode", "general", "high_risk", "complex", "sources", "uses", "order", "rest",
	"integration", "buurt_action", "coordination", "case_management", "administration", "training", "perinatal_coaching",
	"paid_over", "recoup", "after", "over", "from", "share",
	"payers", "costs", "programme_cost", "benchmark", "by", "history", "trend", "lag", "min_saving", "min_loss", "loss_share", "bonus_cap", "loss_cap",
	"programmes", "frail", "priority", "replacement", "week", "place", "expertise", "fallback", "specialist",
	"shocks", "new_clients", "absence", "contacts", "stays", "pool", "turnover", "hiring_lag", "stay_days", "labour", "wages",
	"occupational_therapy", "occupational_therapy_group", "psychology", "psychology_group", "night_visit", "care_education", "carer_support",
	"audits", "nursing_home_team", "coverage", "integrator", "people", "time", "paid_by", "other_services",
	"selects", "consent", "levels", "practice", "elz", "buurt", "shared", "conditions", "who", "invitation", "welfare", "caring_neighbourhoods", "access", "duration", "grant", "hours",
	"threshold", "quality", "least", "measures", "use", "cross_financing", "deadline", "tolerance", "carry_loss", "staff", "financing",
}

// mixKeys are the keys by which the parts of a capitation, bundle or pool begin.
var mixKeys = slices.Concat(classWeights, tierNames, partyNames, budgetUses, []string{"territory"})
