package decide

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"piramide/outputs"
	"piramide/outputs/decision"
)

// worth is what knowing an input, or a group of them, would be worth.
type worth struct {
	name   string
	paths  []string
	inputs int
	info   decision.Info
}

// worths are the values of information by family of parameters or factor of the design,
// and by group of those that share the first part of their path; false with too few draws.
func (d *Decision) worths() (single, groups []worth, ok bool) {
	for _, factors := range []bool{true, false} {
		nb, columns, which := d.known(factors)
		if len(nb[0]) < decision.LeastDraws {
			continue
		}
		ask := func(name string, at []int) (worth, bool) {
			w := worth{name: name, inputs: len(at)}
			together := make([][]float64, len(at))
			for i, c := range at {
				together[i] = columns[c]
				w.paths = append(w.paths, d.Inputs[which[c]].Paths...)
			}
			var told bool
			w.info, told = decision.EVPPI(nb, together, d.Frame.Manifest.Seed)
			return w, told
		}
		byGroup := map[string][]int{}
		var names []string
		for c, k := range which {
			if w, told := ask(d.inputName(k), []int{c}); told {
				single = append(single, w)
			}
			group, _, _ := strings.Cut(d.Inputs[k].Paths[0], ".")
			if byGroup[group] == nil {
				names = append(names, group)
			}
			byGroup[group] = append(byGroup[group], c)
		}
		for _, name := range names {
			if len(byGroup[name]) < 2 {
				continue
			}
			if w, told := ask(name, byGroup[name]); told {
				groups = append(groups, w)
			}
		}
		ok = ok || len(which) > 0
	}
	order := func(a, b worth) int { return cmp.Compare(b.info.Value-b.info.Bias, a.info.Value-a.info.Bias) }
	slices.SortStableFunc(single, order)
	slices.SortStableFunc(groups, order)
	return single, groups, ok
}

// known gives the net benefits of the options and the inputs of one kind, as [Decision.sample]
// does. Where options are settings of levers, they stand at one point each and only what
// was drawn can be learnt.
func (d *Decision) known(factors bool) (nb, columns [][]float64, which []int) {
	f := d.Frame
	nb = make([][]float64, len(d.Options))
	if len(d.Options[0].cells) == f.Cells() {
		for o := range d.Options {
			cost, effect := f.Values(d.Options[o].plan, outputs.PresentCost), f.Values(d.Options[o].plan, outputs.PresentQALY)
			y := make([]float64, len(cost))
			for i := range y {
				y[i] = float64(d.Threshold*effect[i]) - cost[i]
			}
			for p := range f.Plans { // what one plan misses is left out of all
				for i, x := range f.Values(p, outputs.PresentCost) {
					if math.IsNaN(x) {
						y[i] = x
					}
				}
			}
			nb[o], columns, which = d.sample(y, factors)
		}
		return nb, columns, which
	}
	if factors {
		return nb, nil, nil
	}
	nb = d.netBenefits()
	for k := range d.Inputs {
		if d.Inputs[k].Factor {
			continue
		}
		var column []float64
		for i := 0; i < len(d.places); i += f.Manifest.Replicates {
			column = append(column, d.Inputs[k].Values[d.Options[0].cells[d.places[i]]])
		}
		columns, which = append(columns, column), append(which, k)
	}
	return nb, columns, which
}

// mostShown is how many rows of a ranking a terminal shows.
const mostShown = 10

func (t *Telling) evppi() {
	d := t.d
	if len(d.Inputs) == 0 {
		t.say("no_inputs")
		return
	}
	single, groups, ok := d.worths()
	if !ok {
		t.say("evppi.scarce", "count", d.Frame.Manifest.Draws, "least", decision.LeastDraws)
		return
	}
	told := 0
	rank := func(list []worth, name func(worth) string, kind string) {
		table := t.heads("input", "value", "error", "bias")
		for _, w := range list {
			t.number("", w.paths[0], kind, w.info.Value, "EUR/citizen").between(max(0, w.info.Value-1.96*w.info.SE), w.info.Value+1.96*w.info.SE)
			t.number("", w.paths[0], kind+"_bias", w.info.Bias, "EUR/citizen")
			if w.info.Told(len(single)+len(groups)) && len(table.Rows) <= mostShown {
				table.Row(name(w), t.amount(w.info.Value, w.info.SE), t.amount(w.info.SE, w.info.SE), t.amount(max(0, w.info.Bias), w.info.SE))
				told++
				if w.inputs == 1 {
					t.Named = append(t.Named, w.paths...)
				}
			}
		}
		if len(table.Rows) > 1 {
			t.show(table)
		}
	}
	rank(single, func(w worth) string { return w.name }, "evppi")
	rank(groups, func(w worth) string { return d.Words.Say("decide.group", "name", w.name, "count", w.inputs) }, "evppi_group")
	if told == 0 {
		t.say("evppi.none", "count", len(single))
		return
	}
	t.say("evppi.read", "count", len(single)+len(groups)-told)
	if d.Frame.Manifest.Draws < 10*decision.LeastDraws {
		t.say("evppi.groups_rough")
	}
}
