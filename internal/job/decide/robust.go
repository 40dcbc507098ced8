package decide

import (
	"math"
	"slices"

	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/decision"
)

// regrets are those of the options in net benefit, by draw (and point of a design).
func (d *Decision) regrets() []decision.Regrets { return decision.Regret(d.netBenefits()) }

// nineOfTen says under how many of the simulations of a regret its high end lies: nine
// tenths of many, and of few how many those are.
func (d *Decision) nineOfTen() string {
	n := len(d.places)
	if n >= words.FewSimulations {
		return d.Words.InSimulations(9, 10)
	}
	return d.Words.InSimulations(int(math.Floor(0.9*float64(n-1)))+1, n)
}

func (t *Telling) regret() {
	d, w := t.d, t.d.Words
	list := d.regrets()
	table := plain.Table(w.Say("decide.head.option"), w.Say("decide.head.regret_mean"), w.Say("decide.head.regret_high", "share", d.nineOfTen()), w.Say("decide.head.regret_max"))
	least := 0
	for o, r := range list {
		if r.Max < list[least].Max {
			least = o
		}
		table.Row(d.Letter(o), w.Euro(r.Mean, 2), w.Euro(r.High, 2), w.Euro(r.Max, 2))
		t.number(d.Options[o].id, "", "regret_mean", r.Mean, "EUR/citizen")
		t.number(d.Options[o].id, "", "regret_90", r.High, "EUR/citizen")
		t.number(d.Options[o].id, "", "regret_max", r.Max, "EUR/citizen")
	}
	t.show(table)
	t.say("regret.read", "best", d.Letter(least), "threshold", d.Threshold)
	if !d.told() {
		t.say("benefit.cost_decides")
	}
}

// Aversions to inequality at which the plane is told.
var aversions = []float64{0, 1, 3}

func (t *Telling) equity() {
	d, w := t.d, t.d.Words
	if len(d.Frame.Plans) < 2 {
		t.say("barred.single")
		return
	}
	known := false
	t.each(func(plan int) {
		table := t.heads("aversion", "gain", "fairer", "together")
		for _, e := range aversions {
			trades, draw := d.trades(plan, e)
			if len(trades) == 0 {
				continue
			}
			gain, fair, both := make([]float64, len(trades)), make([]float64, len(trades)), make([]float64, len(trades))
			for i, x := range trades {
				gain[i], fair[i], both[i] = x.Gain, x.Equity, x.Together()
			}
			name := w.Short(e)
			for k, v := range [][]float64{gain, fair, both} {
				s := outputs.Summarise(v, draw)
				t.number(d.Title(plan), "epsilon="+name, []string{"gain", "fairer", "together"}[k], s.Mean, "days/year").between(s.Low, s.High)
			}
			table.Row(name, d.signed(outputs.Summarise(gain, draw), 1, 3), d.signed(outputs.Summarise(fair, draw), 1, 3), d.signed(outputs.Summarise(both, draw), 1, 3))
			known = true
		}
		if len(table.Rows) > 1 {
			t.say("equity.about", "plan", d.Title(plan), "base", d.Title(0), "family", w.Say("decide.family_of."+d.family))
			t.show(table)
		}
	})
	if !known {
		t.say("equity.none")
		return
	}
	t.weights()
	t.say("equity.read")
}

// weights says what a gain of each group counts, from where the groups stand today.
func (t *Telling) weights() {
	d := t.d
	levels, heads := d.groupLevels()
	for g, x := range decision.EquityWeights(levels, heads, 1) {
		id := groupsOf[d.family][g]
		t.number(d.Title(0), id, "equity_weight", x, "")
		t.say("weight", "group", d.Words.Say("group."+id), "level", levels[g], "weight", x)
	}
}

// groupLevels are the mean outcome of each group under the first plan, and its weight.
func (d *Decision) groupLevels() (levels, heads []float64) {
	for _, id := range groupsOf[d.family] {
		v, h := d.Frame.Values(0, outputs.InGroup(equityOutcome, id)), d.Frame.Values(0, outputs.InGroup(outputs.Weight, id))
		sum, weight, n := 0.0, 0.0, 0.0
		for i := range v {
			if !math.IsNaN(v[i]) && !math.IsNaN(h[i]) {
				sum, weight, n = sum+v[i], weight+h[i], n+1
			}
		}
		levels, heads = append(levels, sum/n), append(heads, weight/n)
	}
	return levels, heads
}

// boxes looks for where a plan misses its goal.
func (d *Decision) boxes(plan int) (box decision.Box, trajectory []decision.Box, hits, cases int, ok bool) {
	v, missed := d.missed(plan)
	y, x, which := d.sample(v, d.Varies())
	hit := make([]bool, len(y))
	for i := range y {
		if hit[i] = missed(y[i]); hit[i] {
			hits++
		}
	}
	box, trajectory, ok = decision.PRIM(x, hit)
	for k := range box.Limits {
		box.Limits[k].Input = which[box.Limits[k].Input]
	}
	return box, trajectory, hits, len(y), ok
}

// firstLook is under how many cases the ends of a box are called rough.
const firstLook = 200

func (t *Telling) prim() {
	d, w := t.d, t.d.Words
	if len(d.Inputs) == 0 {
		t.say("no_inputs")
		return
	}
	if len(d.Frame.Plans) < 2 && d.goal == nil {
		t.say("prim.goal")
		return
	}
	t.each(func(plan int) {
		box, trajectory, hits, cases, ok := d.boxes(plan)
		goal := w.Say("decide.prim.better", "indicator", w.Say(d.Indicator.TitleID()))
		if d.goal != nil {
			goal = d.goal.In(d.Words)
		}
		t.say("prim.about", "plan", d.Title(plan), "goal", goal, "hits", hits, "cases", cases)
		t.number(d.Title(plan), "", "missed", float64(hits), "cases")
		t.number(d.Title(plan), "", "cases", float64(cases), "cases")
		switch {
		case cases < 40:
			t.say("prim.scarce", "count", cases)
			return
		case hits == 0:
			t.say("prim.never")
			return
		case hits == cases:
			t.say("prim.always")
			return
		case !ok:
			t.say("prim.none")
			return
		}
		for _, l := range box.Limits {
			path := d.Inputs[l.Input].Paths[0]
			t.Named = append(t.Named, d.Inputs[l.Input].Paths...)
			t.number(d.Title(plan), path, "box", l.P, "quasi_p").between(l.Low, l.High)
			id := "prim.between"
			switch {
			case math.IsInf(l.Low, -1):
				id = "prim.under"
			case math.IsInf(l.High, 1):
				id = "prim.over"
			}
			p := w.Number(l.P, 2)
			if l.P < 0.01 {
				p = w.Say("decide.prim.small")
			}
			t.say(id, "input", d.inputName(l.Input), "low", d.end(l.Input, l.Low), "high", d.end(l.Input, l.High), "p", p)
		}
		t.number(d.Title(plan), "", "coverage", box.Coverage, "share")
		t.number(d.Title(plan), "", "density", box.Density, "share")
		t.say("prim.box", "hits", box.Hits, "cases", box.Cases, "density", box.Density, "coverage", box.Coverage, "base", float64(hits)/float64(cases))
		if cases < firstLook {
			t.say("prim.first_look", "count", cases)
		}
		if len(trajectory) > 0 && slices.ContainsFunc(box.Limits, func(l decision.Limit) bool { return d.Inputs[l.Input].Assumption }) {
			t.say("prim.assumption")
		}
	})
}

// end writes the end of a box, which may be open.
func (d *Decision) end(input int, x float64) string {
	if math.IsInf(x, 0) {
		return ""
	}
	return d.factorText(input, x)
}
