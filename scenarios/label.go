package scenarios

import (
	"cmp"
	"slices"
	"strings"

	"piramide/internal/words"
)

// Label names a lever of a plan by its path, or a parameter of the model by its own, with
// or without assumptions. in front: zorgcoach, werkwijze. Names that people give keep
// their own, but instruments that the catalogue knows.
func Label(path string, w *words.Words) string { return tell(w, SayLabel(path)) }

// SayLabel is [Label] before the language is chosen: a message, or text that is the same
// in all.
func SayLabel(path string) any {
	bare := strings.TrimPrefix(path, "assumptions.")
	if _, lever := grammar.under(splitPath(path)); (!lever || bare != path) && english().Has(words.ParameterID(bare)) {
		return sayParameter(bare)
	}
	return sayPath(path)
}

// ValueLabel puts a value of a lever in words, as a plan file writes it: proactive as
// proactief, {zorgcoordinatie: 60 %} as zorgcoördinatie 60 %. What is no value is given
// as it stands.
func ValueLabel(path, text string, w *words.Words) string {
	return words.Typeset(w.Lang(), tell(w, SayValueLabel(path, text)))
}

// SayValueLabel is [ValueLabel] before the language is chosen, as [SayLabel] is.
func SayValueLabel(path, text string) any {
	doc := parse("", []byte("v: "+text+"\n"), &report{})
	if doc == nil || len(doc.items) != 1 {
		return text
	}
	names := splitPath(path)
	f, _ := grammar.under(names)
	return sayIn(f, names, doc.items[0])
}

// under finds the field at a path below, of whatever kind the instruments and shocks on
// the way are.
func (f field) under(names []string) (field, bool) {
	if len(names) == 0 {
		return f, true
	}
	switch f.kind {
	case record, yesOr:
		x, known := f.child(names[0])
		if !known {
			return field{}, false
		}
		return x.under(names[1:])
	case named:
		return f.each.under(names[1:])
	case instrument:
		for _, kind := range kindNames {
			if x, known := instrumentFields(kind).under(names); known {
				return x, true
			}
		}
	case shock:
		for _, kind := range shockKinds {
			if x, known := shockFields(kind).under(names); known {
				return x, true
			}
		}
	}
	return field{}, false
}

// sayIn puts the value of a field in words; names are its path.
func sayIn(f field, names []string, v *value) any {
	var parts []any
	switch {
	case v.form == scalar && slices.Contains(f.options(), v.text):
		return optionSaid(f, v.text)
	case v.form == sequence && f.kind == list:
		for _, item := range v.items {
			parts = append(parts, sayIn(*f.each, names, item))
		}
		return sayList(parts)
	case v.form == mapping && (f.kind == record || f.kind == yesOr || f.kind == profile):
		for i, key := range v.keys {
			at := append(slices.Clone(names), key)
			x, _ := f.under([]string{key})
			parts = append(parts, msg("part", "what", sayKeyAt(at, len(at)-1), "value", sayIn(x, at, v.items[i])))
		}
		return sayList(parts)
	case v.form == mapping && v.get("solve") != nil:
		if q, wrong := parseQuantity(v.get("solve").text); wrong.ID == "" {
			return msg("needed_for", "target", sayQuantity(q))
		}
	}
	return sayValue(v)
}

// sayPath puts a path in words: zorgcoach, posten.
func sayPath(path string) any { return sayKeys(splitPath(path), 0) }

// sayKeys puts the keys of a path in words, from some place on.
func sayKeys(names []string, from int) any {
	if (names[0] == "financing" || names[0] == "effects") && len(names) > 1 { // what follows says it
		from = max(from, 1)
	}
	var parts []any
	for i := from; i < len(names); i++ {
		one := sayKeyAt(names, i)
		if i+1 < len(names) && i == slices.Index(names, "waves") || names[0] == "shocks" && i == 0 && len(names) > 1 {
			i++
			one = msg("part", "what", one, "value", names[i])
		}
		parts = append(parts, one)
	}
	return sayList(parts)
}

// keysBelow are the keys that mean something of their own under the key above them, with
// their words.
var keysBelow = map[string]string{
	"budget.quality": "key_team_quality", "budget.buurt_action": "key_team_action", "integrator.from": "key_seconded_by",
	"quality.use": "key_quality_use", "recoup.share": "key_recoup_share", "weights.vt": "column_vt", "weights.chronic": "key_chronic_status",
}

// namesBelow are the keys under which names of one kind stand, with how their words begin.
var namesBelow = map[string]string{"actions": "action_", "levels": "level_", "expertise": "expertise_"}

// measureIndicators are the quality measures that go by another id among the indicators.
var measureIndicators = map[string]string{"within_30_days": "waiting_within_30", "care_plan_reviewed": "plan_reviewed"}

// sayKeyAt puts one key of a path in words.
func sayKeyAt(names []string, i int) any {
	key, above := names[i], ""
	if i > 0 {
		above = names[i-1]
	}
	own, below := keysBelow[above+"."+key], namesBelow[above]
	switch {
	case names[0] == "financing" && i == 1:
		return msg("instrument", "name", key)
	case names[0] == "assumptions" && i == 1:
		return sayParameter(key)
	case names[0] == "effects" && i == 1:
		if key == overlapKey {
			return sayParameter(overlapPath)
		}
		e, _ := careEffectOf(key)
		return sayParameter(e.parameter)
	case i == 0 && key == "payers":
		return msg("key_payer")
	case i == 0 && key == "shocks" && len(names) > 1:
		return msg("key_shock")
	case names[0] == "pathways" && key == "by":
		return msg("key_by_whom")
	case names[0] == "financing" && i == 2 && key == "share":
		return msg("key_saved_share")
	case names[0] == "financing" && i == 2 && key == "level":
		return msg("key_budget_level")
	case names[0] == "financing" && i == 2 && key == "use":
		return msg("key_gain_use")
	case above == "measures":
		return words.Message{ID: "indicator." + cmp.Or(measureIndicators[key], key) + ".name"}
	case above == "tiers":
		return words.Message{ID: "tier." + key + ".name"}
	case own != "":
		return msg(own)
	case below != "" && english().Has("scenarios."+below+key):
		return msg(below + key)
	case slices.Contains(keyWords, key):
		return msg("key_" + key)
	case slices.Contains(partyNames, key):
		return words.Message{ID: "party." + key}
	case slices.Contains(choiceWords, key):
		return msg("choice_" + key)
	}
	return key
}

// sayParameter names a parameter of the model, by its path where no name is known.
func sayParameter(path string) any {
	if id := words.ParameterID(path); english().Has(id) {
		return words.Message{ID: id}
	}
	return path
}
