package job

import (
	"slices"
	"strings"
	"sync"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios/evidence"
)

// findIndicator finds an indicator by its id, or by its title in any language.
func findIndicator(name string) (*outputs.Indicator, error) {
	names := indicatorNames()
	if at := slices.IndexFunc(names, func(n indicatorName) bool { return n.said == plainly(name) }); at >= 0 {
		return names[at].of, nil
	}
	if ids := begunBy(plainly(name), names); len(ids) > 0 {
		return nil, fail(Usage, nil, "indicator_near", "indicator", name, "near", listed(ids[:min(len(ids), mostNear)]))
	}
	known := make([]string, len(names))
	for i, n := range names {
		known[i] = n.said
	}
	if at := slices.Index(known, evidence.Nearest(plainly(name), known)); at >= 0 {
		return nil, fail(Usage, nil, "indicator_near", "indicator", name, "near", named(names[at].of))
	}
	return nil, fail(Usage, nil, "indicator_unknown", "indicator", name)
}

// mostNear is how many indicators a hint names; those that matter most come first.
const mostNear = 4

// begunBy are the ids of the indicators with a name that begins with a text.
func begunBy(text string, names []indicatorName) (ids []string) {
	const least = 3 // letters
	for _, n := range names {
		if len(text) >= least && strings.HasPrefix(n.said, text) && !slices.Contains(ids, n.of.ID) {
			ids = append(ids, n.of.ID)
		}
	}
	return ids
}

// indicatorIDs finds several indicators, and gives their ids.
func indicatorIDs(names []string) ([]string, error) {
	ids := make([]string, len(names))
	for i, name := range names {
		ind, err := findIndicator(name)
		if err != nil {
			return nil, err
		}
		ids[i] = ind.ID
	}
	return ids, nil
}

// named is an indicator as a hint names it: its title, and the id that every language knows.
func named(ind *outputs.Indicator) words.Message {
	return words.NewMessage("errors.indicator_named", "title", words.Message{ID: ind.TitleID()}, "id", ind.ID)
}

// listed names indicators with commas between them.
func listed(ids []string) any {
	var all any = ""
	for i, id := range ids {
		at := outputs.Find(outputs.Indicators, id)
		if at < 0 {
			continue
		}
		if one := named(&outputs.Indicators[at]); i == 0 {
			all = one
		} else {
			all = words.NewMessage("scenarios.list_comma", "a", all, "b", one)
		}
	}
	return all
}

// indicatorName is one way to name an indicator.
type indicatorName struct {
	said string
	of   *outputs.Indicator
}

// indicatorNames are the ids of all indicators, and then their titles in every language.
var indicatorNames = sync.OnceValue(func() (names []indicatorName) {
	for i := range outputs.Indicators {
		names = append(names, indicatorName{plainly(outputs.Indicators[i].ID), &outputs.Indicators[i]})
	}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			panic("job: the embedded catalogue does not load: " + err.Error())
		}
		for i := range outputs.Indicators {
			names = append(names, indicatorName{plainly(w.Say(outputs.Indicators[i].TitleID())), &outputs.Indicators[i]})
		}
	}
	return names
})

// plainly is a name as people type it: small letters, ordinary spaces and apostrophes.
func plainly(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'").Replace(name)), " "))
}
