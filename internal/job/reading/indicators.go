package reading

import (
	"slices"
	"strings"
	"sync"

	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios/evidence"
)

// FindIndicator finds an indicator by its id, or by its title in any language.
func FindIndicator(name string) (*outputs.Indicator, error) {
	names := indicatorNames()
	if at := slices.IndexFunc(names, func(n indicatorName) bool { return n.said == Plainly(name) }); at >= 0 {
		return names[at].of, nil
	}
	if ids := begunBy(Plainly(name), names); len(ids) > 0 {
		return nil, fault.New(fault.Usage, nil, "indicator_near", "indicator", name, "near", Listed(ids[:min(len(ids), mostNear)]))
	}
	known := make([]string, len(names))
	for i, n := range names {
		known[i] = n.said
	}
	if at := slices.Index(known, evidence.Nearest(Plainly(name), known)); at >= 0 {
		return nil, fault.New(fault.Usage, nil, "indicator_near", "indicator", name, "near", Named(names[at].of))
	}
	return nil, fault.New(fault.Usage, nil, "indicator_unknown", "indicator", name)
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

// IndicatorIDs finds several indicators, and gives their ids.
func IndicatorIDs(names []string) ([]string, error) {
	ids := make([]string, len(names))
	for i, name := range names {
		ind, err := FindIndicator(name)
		if err != nil {
			return nil, err
		}
		ids[i] = ind.ID
	}
	return ids, nil
}

// Named is an indicator as a hint names it: its title, and the id that every language knows.
func Named(ind *outputs.Indicator) words.Message {
	return words.NewMessage("errors.indicator_named", "title", words.Message{ID: ind.TitleID()}, "id", ind.ID)
}

// Listed names indicators with commas between them.
func Listed(ids []string) any {
	var all any = ""
	for i, id := range ids {
		at := outputs.Find(outputs.Indicators, id)
		if at < 0 {
			continue
		}
		if one := Named(&outputs.Indicators[at]); i == 0 {
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
		names = append(names, indicatorName{Plainly(outputs.Indicators[i].ID), &outputs.Indicators[i]})
	}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			panic("job: the embedded catalogue does not load: " + err.Error())
		}
		for i := range outputs.Indicators {
			names = append(names, indicatorName{Plainly(w.Say(outputs.Indicators[i].TitleID())), &outputs.Indicators[i]})
		}
	}
	return names
})

// Plainly is a name as people type it: small letters, ordinary spaces and apostrophes.
func Plainly(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'").Replace(name)), " "))
}
