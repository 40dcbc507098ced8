package decide

import (
	"math"
	"slices"

	"piramide/internal/job/plain"
	"piramide/outputs"
)

// shownOutcomes are what a choice is about besides costs and QALYs over the whole horizon:
// who is reached, whether people live at home, and what that costs a year.
var shownOutcomes = []string{"reached_in_time", "days_at_home", "programme_cost", "net_cost"}

// outcomes are the differences of the options with the first plan in the years that are shown.
func (t *Telling) outcomes() {
	d, w := t.d, t.d.Words
	if !d.applies("outcomes") {
		t.say("outcomes.none")
		return
	}
	table := t.heads("outcome", "difference")
	for o := range d.Options {
		if d.Options[o].plan == 0 {
			continue
		}
		for _, id := range shownOutcomes {
			at := slices.IndexFunc(d.Frame.Indicators, func(i outputs.Indicator) bool { return i.ID == id })
			if at < 0 || !d.kept(id) {
				continue
			}
			ind := &d.Frame.Indicators[at]
			x := d.more(o, id)
			if slices.ContainsFunc(x, math.IsNaN) {
				continue
			}
			e := outputs.Summarise(x, d.draws())
			table.Row(w.Say("decide.outcomes.of", "option", d.Letter(o), "outcome", w.Say(ind.TitleID()), "unit", plain.DifferenceUnit(w, ind)), d.signed(e, plain.Scale(ind), 2))
			t.number(d.Options[o].id, id, "difference", e.Mean, ind.Unit).between(e.Low, e.High).than(d.Options[0].id)
		}
	}
	if len(table.Rows) == 1 {
		t.say("outcomes.none")
		return
	}
	t.show(table)
	t.say("outcomes.read", "first", d.Letter(0), "from", d.Frame.Period.First, "to", d.Frame.Period.Last, "count", len(d.places))
}

// more is an outcome of an option against the first plan, in the cells that count.
func (d *Decision) more(o int, id string) []float64 {
	v := d.Frame.Difference(d.Options[o].plan, 0, id)
	out := make([]float64, len(d.places))
	for i, at := range d.places {
		out[i] = v[d.Options[o].cells[at]]
	}
	return out
}
