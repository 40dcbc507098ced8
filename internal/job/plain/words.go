package plain

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
)

// RegionName is a region in words; one of the user's own is called as its file.
func RegionName(id string, w *words.Words) string { return w.Region(id) }

// Letter names a plan in tables.
func Letter(i int) string { return string(rune('A' + i)) }

// SetTitles names the sets of assumptions of a search.
func SetTitles(ids string, lang string) string {
	var titles []string
	for _, set := range scenarios.Sets() {
		if slices.Contains(strings.Split(ids, ","), set.Name) || ids == "" && set.Name == scenarios.DefaultSet {
			titles = append(titles, set.Title.In(lang))
		}
	}
	for _, id := range strings.Split(ids, ",") {
		if id != "" && !slices.ContainsFunc(scenarios.Sets(), func(s *scenarios.Set) bool { return s.Name == id }) {
			titles = append(titles, id) // a fit
		}
	}
	return strings.Join(titles, " + ")
}

// HorizonText writes a horizon as a command takes it, in years where they are whole.
func HorizonText(months int) string {
	q := scenarios.Quantity{Value: float64(months), Unit: "month"}
	if months%12 == 0 {
		q = scenarios.Quantity{Value: float64(months / 12), Unit: "year"}
	}
	return q.String()
}

// UnitText is the unit of the range of a factor: of a lever as plans have it, of a
// parameter as the register does.
func UnitText(w *words.Words, f *outputs.Factor) string {
	if f.Kind == "lever" && f.Unit != "" {
		return w.Tell(scenarios.SayUnit(f.Unit, true))
	}
	return cmp.Or(w.Unit(f.Unit), f.Unit)
}

// TitleOf is a title in the reader's language, or in one there is, or else a name.
func TitleOf(title map[string]string, name string, w *words.Words) string {
	for _, lang := range append([]string{w.Lang()}, words.Languages()...) {
		if title[lang] != "" {
			return title[lang]
		}
	}
	return name
}

// DurationText says about how long something takes, in minutes and hours.
func DurationText(w *words.Words, d time.Duration) string {
	minutes := int(d.Round(time.Minute).Minutes())
	switch hours := minutes / 60; {
	case d < time.Minute:
		return w.Say("sweep.moment")
	case hours == 0:
		return w.Say("sweep.minutes", "count", minutes)
	case minutes%60 == 0:
		return w.Say("sweep.hours", "hours", hours)
	default:
		return w.Say("sweep.hours_minutes", "hours", hours, "count", minutes%60)
	}
}

// Languages reads what --lang may hold: one language, or two beside each other.
func Languages(lang string) ([]*words.Words, error) {
	ws, err := words.ForAll(lang)
	if err == nil {
		return ws, nil
	}
	switch {
	case errors.Is(err, words.ErrTwice):
		return nil, fault.New(fault.Usage, nil, "language_twice", "lang", lang)
	case errors.Is(err, words.ErrTooMany):
		return nil, fault.New(fault.Usage, nil, "language_many", "lang", lang)
	case errors.Is(err, words.ErrUnknown):
		return nil, fault.New(fault.Usage, nil, "language", "lang", lang)
	}
	return nil, err
}

// Langs names languages in the name of a file: nl, or nl-fr.
func Langs(ws []*words.Words, between string) string {
	name := ws[0].Lang()
	for _, w := range ws[1:] {
		name += between + w.Lang()
	}
	return name
}

// ValuesText lists the values of a factor: of a lever in words, bare numbers as the reader
// writes them.
func ValuesText(w *words.Words, f *outputs.Factor) string {
	said := make([]string, len(f.Values))
	for i, v := range f.Values {
		said[i] = scenarios.ValueLabel(f.Path, v, w)
	}
	return strings.Join(said, w.Say("compare.between"))
}

// DifferenceUnit is the unit of a difference in an indicator.
func DifferenceUnit(w *words.Words, i *outputs.Indicator) string {
	if i.IsShare() {
		return w.Say("unit.percentage_point")
	}
	return w.Say(i.UnitID())
}
