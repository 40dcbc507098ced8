package scenarios

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"piramide/internal/sheet"
	"piramide/internal/words"
)

// A plan as a workbook to fill in: the same keys as in YAML, a row each, with what the
// base plan says beside it. An empty cell is the value of the base plan. This file says
// what the sheets are; form_write.go writes them, form_read.go reads them.

// formVersion is the version of the sheets below. A form of another version is refused.
const formVersion = 1

// The sheets of a form.
const (
	formInput = "input"     // what most plans choose: key, value, unit
	formWaves = "waves"     // waves of buurtteams, a row each
	formMoney = "financing" // instruments: name, key, value, unit
	formMore  = "more"      // everything else, and what changes on a date
	formLists = "lists"     // what cells can be chosen from; hidden
)

var formSheets = []string{formInput, formWaves, formMoney, formMore}

// formColumns are the columns of each sheet; formRead those that are read.
var (
	formColumns = map[string][]string{
		formInput: {"what", "own", "unit", "base", "may", "why", "evidence", "key"},
		formWaves: {"name", "buurten", "start", "end", "age", "coach", "base_buurten", "base_start", "base_end", "base_age", "base_coach"},
		formMoney: {"name", "what", "own", "unit", "base", "may", "key"},
		formMore:  {"date", "key", "own", "unit", "base"},
	}
	formRead = map[string][]string{
		formInput: {"own", "unit", "key"},
		formWaves: {"name", "buurten", "start", "end", "age", "coach"},
		formMoney: {"name", "own", "unit", "key"},
		formMore:  {"date", "key", "own", "unit"},
	}
)

// waveKeys are the columns of the waves that are keys of a wave.
var waveKeys = []string{"buurten", "start", "end", "age", "coach"}

// formRow is a row of the first sheet.
type formRow struct {
	path      string
	parameter string // whose evidence stands beside it; "" = none
}

// formLevers are the rows of the first sheet under their headings.
var formLevers = []struct {
	section string
	rows    []formRow
}{
	{"plan", []formRow{
		{"name", ""},
		{"extends", ""},
		{"title.nl", ""},
		{"title.fr", ""},
		{"title.en", ""},
		{"description.nl", ""},
		{"description.fr", ""},
		{"description.en", ""},
	}},
	{"area", []formRow{{"region", ""}, {"horizon.start", ""}, {"horizon.length", ""}, {"population", ""}}},
	{"buurtteams", []formRow{
		{"buurtteams.coach", "team.coach"},
		{"buurtteams.maturity", pathMaturity},
		{"buurtteams.level", pathLevel},
		{"buurtteams.group_sessions", ""},
		{"buurtteams.buurt_actions", ""},
		{"buurtteams.startup", pathStartup},
		{"buurtteams.audits", ""},
		{"buurtteams.budget.group_session", pathSession},
		{"buurtteams.budget.carry_over", pathCarryOver},
		{"buurtteams.carer_support.posts", ""},
		{"buurtteams.nursing_home_team.posts", ""},
	}},
	{"zorgcoach", []formRow{
		{"zorgcoach.posts", "team.zorgcoach"}, {"zorgcoach.start", ""}, {"zorgcoach.work", ""}, {"zorgcoach.queue", ""}, {"zorgcoach.replacement", ""},
	}},
	{"casemanagement", []formRow{
		{"casemanagement.posts", ""}, {"casemanagement.start", ""}, {"casemanagement.place", ""}, {"casemanagement.queue", ""}, {"casemanagement.fallback", ""}, {"casemanagement.specialist.posts", ""},
	}},
	{"phm", []formRow{
		{"phm.start", ""}, {"phm.every", ""}, {"phm.source", ""}, {"phm.selects", ""}, {"phm.min_age", ""}, {"phm.chronic_only", ""}, {"phm.consent", pathConsent}, {"phm.managers", "phm.manager.region"},
	}},
	{"outreach", []formRow{
		{"outreach.posts", ""}, {"outreach.start", ""}, {"outreach.who", ""}, {"outreach.min_age", ""}, {"care_plan", ""}, {"shared_record.start", ""}, {"shared_record.coverage", ""},
	}},
	{"p3", []formRow{{"p3.size", ""}, {"p3.overlap", ""}, {"p3.end", ""}}},
	{"labour", []formRow{{"labour.pool", ""}, {"labour.hiring_lag", "staff.hiring_lag"}, {"labour.turnover", "staff.turnover"}, {"labour.wages", "wage.zorgcoach"}}},
}

// formMsg is a message of the forms.
func formMsg(id string, pairs ...any) words.Message { return words.NewMessage("form."+id, pairs...) }

// everyLanguage are the words of all languages: a form may be opened in another
// language than it was made in.
var everyLanguage = sync.OnceValue(func() (all []*words.Words) {
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			panic("scenarios: the embedded catalogue does not load: " + err.Error())
		}
		all = append(all, w)
	}
	return all
})

// means says whether a text is what a message of the forms says, in any language.
func means(text, id string) bool {
	return anyOf(text, id, func(w *words.Words) string { return w.Say("form." + id) })
}

// saidIn are texts in every language, by a name of what they say: a form asks for the
// same ones many times.
var saidIn sync.Map

// anyOf says whether a text is what say gives, in any language; name names that.
func anyOf(text, name string, say func(w *words.Words) string) bool {
	all, known := saidIn.Load(name)
	if !known {
		var texts []string
		for _, w := range everyLanguage() {
			texts = append(texts, typed.Replace(say(w)))
		}
		all, _ = saidIn.LoadOrStore(name, texts)
	}
	return slices.ContainsFunc(all.([]string), func(s string) bool { return strings.EqualFold(typed.Replace(text), s) })
}

// typed makes of the marks of print those that people type: a space that breaks no line,
// and an apostrophe.
var typed = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'")

// tell puts what sayValue and sayPath give in the words of a reader.
func tell(w *words.Words, said any) string {
	if m, ok := said.(words.Message); ok {
		return w.Tell(m)
	}
	s, _ := said.(string)
	return s
}

// options are the words of a field that has no number: choices, yes or no.
func (f field) options() []string {
	switch f.kind {
	case choice:
		return f.choices
	case yesNo, yesOr:
		return []string{"yes", "no"}
	case posts, placesOf:
		return []string{"funded"}
	case buurten:
		return []string{"all"}
	case queueOrder:
		return orderNames
	case list:
		return f.each.options()
	}
	return nil
}

// sayOption puts an option in words.
func sayOption(w *words.Words, f field, option string) string { return tell(w, optionSaid(f, option)) }

// optionSaid is an option in words: a message, or text that is the same in every language.
func optionSaid(f field, option string) any {
	if f.kind == list {
		f = *f.each
	}
	switch {
	case option == "gmd_fee":
		return msg("kind_gmd_fee")
	case f.kind == choice && slices.Contains(kindNames, option):
		return words.Message{ID: "instrument." + option + ".name"}
	case f.key == "replacement" && option == "neighbours":
		return words.Message{ID: "form.option_neighbours"}
	case f.key == "level" && option != "practice", f.key == "cap_by":
		return unitWord(option, false)
	case f.key == "condition":
		return msg("choice_condition_" + option)
	case slices.Equal(f.choices, sourceNames), slices.Equal(f.choices, sharedNames):
		return msg("source_" + option)
	case slices.Equal(f.choices, holderNames):
		return msg("holder_" + option)
	case slices.Equal(f.choices, conditionNames):
		return msg("condition_" + option)
	case slices.Contains(f.options(), option) && f.kind != posts && f.kind != placesOf:
		return sayKey(option)
	}
	return sayValue(&value{text: option})
}

// option finds the option that a text means, by its id or its words in any language.
func (f field) option(text string) (string, bool) {
	for _, o := range f.options() {
		if strings.EqualFold(text, o) {
			return o, true
		}
		name := fmt.Sprint("option ", f.kind, f.key, f.choices, o)
		if f.kind == list {
			name = fmt.Sprint("option ", f.each.kind, f.each.key, f.each.choices, o)
		}
		if anyOf(text, name, func(w *words.Words) string { return sayOption(w, f, o) }) {
			return o, true
		}
	}
	return "", false
}

// formUnits are the units a field may have on a form, what an amount can be solved for
// after those of the amount itself.
func (f field) formUnits() []string {
	switch f.kind {
	case posts:
		return postUnits
	case amount:
		return append(slices.Clone(f.units), f.targets()...)
	case quantity, placesOf, weight:
		if len(f.units) == 1 && f.units[0] == "" {
			return nil
		}
		return f.units
	}
	return nil
}

// unit finds the unit that a text means: by its words in any language, or as a plan
// writes it.
func (f field) unit(text string) (string, bool) {
	if text == "" {
		return "", true
	}
	for _, u := range f.formUnits() {
		for _, many := range []bool{true, false} {
			if u != "" && anyOf(text, fmt.Sprint("unit ", u, many), func(w *words.Words) string { return w.Tell(SayUnit(u, many)) }) {
				return u, true
			}
		}
	}
	u, wrong := parseUnit(text)
	return u, wrong.ID == ""
}

// columnIn finds the columns of a form in a row of headings, by their words in any language.
func columnIn(b *sheet.Book, name string, row int, columns []string) map[string]int {
	at := map[string]int{}
	for col := 1; col <= b.Columns(name); col++ {
		text := b.At(name, col, row).Text
		for _, c := range columns {
			if at[c] == 0 && text != "" && means(text, "column_"+c) {
				at[c] = col
			}
		}
	}
	return at
}
