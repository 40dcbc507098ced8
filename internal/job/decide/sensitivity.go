package decide

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"piramide/internal/job/plain"
	"piramide/internal/stats"
	"piramide/outputs"
	"piramide/outputs/decision"
)

// swing is a bar of a tornado.
type swing struct {
	input int
	decision.Swing
}

// bars are the swings of a plan over all inputs; n is how many observations the most of
// them have.
func (d *Decision) bars(plan int) (list []swing, n int) {
	for _, factors := range []bool{true, false} {
		y, x, which := d.sample(d.outcome(plan, d.Indicator.ID), factors)
		for i, s := range decision.Tornado(x, y) {
			list, n = append(list, swing{which[i], s}), max(n, s.N)
		}
	}
	return list, n
}

// swings are the bars that stand out from chance, longest first.
func (d *Decision) swings(plan int) (list []swing, all, n int) {
	bars, n := d.bars(plan)
	for _, s := range bars {
		if s.Told(len(bars)) {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b swing) int { return cmp.Compare(b.Size(), a.Size()) })
	return list, len(bars), n
}

// fewDraws is under how many draws nothing is told as settled: compare calls fewer too few.
const fewDraws = 20

// few says whether draws are too few for more than a first look.
func (d *Decision) few() bool {
	return !d.Frame.Manifest.FixedParameters && d.Frame.Manifest.Draws < fewDraws
}

// unnoticed says whether a difference in the indicator is smaller than what means anything.
func (d *Decision) unnoticed(difference float64) bool {
	return math.Abs(difference) < d.Indicator.Relevance
}

// small says that differences stay under what counts.
func (t *Telling) small(id string, args ...any) {
	d := t.d
	t.say(id, append(args, "relevance", d.Words.Short(plain.Scale(d.Indicator)*d.Indicator.Relevance), "unit", plain.DifferenceUnit(d.Words, d.Indicator))...)
}

// what is a level of the indicator, or for compared plans a difference, in words.
func (t *Telling) what(plan int, x, width float64) string {
	d := t.d
	k := plain.Scale(d.Indicator)
	digits := fine(width*k, d.Indicator.Decimals+1)
	if plan == 0 {
		return d.Words.Number(x*k, digits)
	}
	return d.Words.Signed(x*k, digits)
}

// about says of which outcome and plan the next lines tell.
func (t *Telling) about(plan int, id string) {
	d := t.d
	i := &d.Frame.Indicators[outputs.Find(d.Frame.Indicators, id)]
	unit := d.Words.Say(i.UnitID())
	if i.IsShare() {
		unit = d.Words.Say("unit.percentage_point")
		if plan == 0 {
			unit = "%"
		}
	}
	p := d.Frame.Period
	if plan == 0 {
		t.say("about.level", "plan", d.Title(0), "indicator", d.Words.Say(i.TitleID()), "unit", unit, "first", p.First, "last", p.Last)
		return
	}
	t.say("about.difference", "plan", d.Title(plan), "base", d.Title(0), "indicator", d.Words.Say(i.TitleID()), "unit", unit, "first", p.First, "last", p.Last)
}

func (t *Telling) each(do func(plan int)) {
	for _, p := range t.d.compared() {
		do(p)
	}
}

func (t *Telling) tornado() {
	d := t.d
	if len(d.Inputs) == 0 {
		t.say("no_inputs")
		return
	}
	t.each(func(plan int) {
		t.about(plan, d.Indicator.ID)
		list, all, cells := d.swings(plan)
		bars, _ := d.bars(plan)
		for _, s := range bars {
			path := d.Inputs[s.input].Paths[0]
			t.number(d.Title(plan), path, "input_low", s.Low, "")
			t.number(d.Title(plan), path, "input_high", s.High, "")
			t.number(d.Title(plan), path, "at_low", s.AtLow, d.Indicator.Unit)
			t.number(d.Title(plan), path, "at_high", s.AtHigh, d.Indicator.Unit)
			t.number(d.Title(plan), path, "se_of_difference", s.SE, d.Indicator.Unit)
			t.number(d.Title(plan), path, "share_of_variance", s.Share, "share")
		}
		if len(list) == 0 {
			if d.few() {
				t.say("tornado.first_look", "count", d.Frame.Manifest.Draws)
			} else {
				t.say("tornado.none", "count", all, "cells", cells)
			}
			return
		}
		table := t.heads("input", "low", "high", "at_low", "at_high", "share")
		table.Text = 6
		for _, s := range list[:min(len(list), mostShown)] {
			t.Named = append(t.Named, d.Inputs[s.input].Paths...)
			table.Row(d.inputName(s.input), d.factorText(s.input, s.Low), d.factorText(s.input, s.High), t.what(plan, s.AtLow, 4*s.SE), t.what(plan, s.AtHigh, 4*s.SE), d.Words.Percent(s.Share, 0))
		}
		t.show(table)
		t.say("tornado.read")
		if d.unnoticed(list[0].Size()) {
			t.small("tornado.small", "most", t.what(0, list[0].Size(), 4*list[0].SE))
		}
		switch rest := all - len(list); {
		case rest == 0:
		case d.few():
			t.say("tornado.rest_few", "count", rest, "draws", d.Frame.Manifest.Draws)
		default:
			t.say("tornado.rest", "count", rest)
		}
	})
}

// pairOf is which two inputs are mapped: of the factors of a design those that swing most,
// or else of what was drawn the two that swing most and can be told from chance; in the
// order of the design. False when there are none.
func (d *Decision) pairOf(plan int) (a, b int, ok bool) {
	bars, _ := d.bars(plan)
	list, _, _ := d.swings(plan)
	if d.Varies() {
		list = slices.Clone(bars)
		slices.SortStableFunc(list, func(a, b swing) int { return cmp.Compare(b.Size(), a.Size()) })
	}
	list = slices.DeleteFunc(slices.Clone(list), func(s swing) bool { return d.Inputs[s.input].Factor != d.Varies() || s.Low == s.High })
	if len(list) < 2 {
		return 0, 0, false
	}
	return min(list[0].input, list[1].input), max(list[0].input, list[1].input), true
}

// Steps of a surface in a table and in a figure.
const (
	mapSteps   = 5
	drawnSteps = 24
)

func (d *Decision) twoWay(plan, steps int) (m decision.Map, a, b int, ok bool) {
	if a, b, ok = d.pairOf(plan); !ok {
		return m, a, b, false
	}
	y, x, which := d.sample(d.outcome(plan, d.Indicator.ID), d.Inputs[a].Factor)
	m, ok = decision.TwoWay(x[slices.Index(which, a)], x[slices.Index(which, b)], y, steps)
	const leastFit = 0.05 // a surface that explains less says nothing
	return m, a, b, ok && m.Fit >= leastFit && stats.Variance(y) > 0
}

func (t *Telling) twoWay() {
	d := t.d
	t.each(func(plan int) {
		m, a, b, ok := d.twoWay(plan, mapSteps)
		if !ok {
			t.say("map.none", "plan", d.Title(plan))
			return
		}
		t.about(plan, d.Indicator.ID)
		head := []string{d.axisName(a) + " ↓  " + d.axisName(b) + " →"}
		for _, v := range m.Y {
			head = append(head, d.bareText(b, v))
		}
		lo, hi := math.Inf(1), math.Inf(-1)
		for _, row := range m.Mean {
			lo, hi = min(lo, slices.Min(row)), max(hi, slices.Max(row))
		}
		table := plain.Table(head...)
		for i, row := range m.Mean {
			cells := []string{d.bareText(a, m.X[i])}
			for j, v := range row {
				cells = append(cells, t.what(plan, v, hi-lo))
				t.number(d.Title(plan), d.Inputs[a].Paths[0]+"="+strconv.FormatFloat(m.X[i], 'g', 6, 64)+"; "+d.Inputs[b].Paths[0]+"="+strconv.FormatFloat(m.Y[j], 'g', 6, 64), "mean", v, d.Indicator.Unit)
			}
			table.Row(cells...)
		}
		t.show(table)
		if d.unnoticed(hi - lo) {
			t.small("map.small")
		}
		if m.N == nil {
			t.say("map.surface", "fit", m.Fit)
		} else {
			t.say("map.grid", "count", m.N[0][0]*d.Frame.Manifest.Draws*d.Frame.Manifest.Replicates)
		}
	})
}

// atPoints is an outcome by point of the design: the mean over draws and replicates, NaN
// when one is missing.
func (d *Decision) atPoints(y []float64) []float64 {
	return decision.ByDraw(y, d.Frame.Manifest.Draws*d.Frame.Manifest.Replicates)
}

// How often the base points are drawn again for an interval.
const resamples = 500

func (t *Telling) sobol() {
	d := t.d
	if d.Frame.Design == nil || d.Frame.Design.Base == 0 {
		t.say("sobol.ask")
		return
	}
	t.each(func(plan int) {
		list, used := d.indices(plan)
		t.about(plan, d.Indicator.ID)
		if used < leastBase || math.IsNaN(list[0].First) {
			t.say("sobol.none", "count", used)
			return
		}
		table := t.heads("input", "alone", "with_others")
		for k, s := range list {
			path := d.Frame.Design.Factors[k].Path
			table.Row(d.FactorName(k), d.interval(s.First, s.FirstLow, s.FirstHigh), d.interval(s.Total, s.TotalLow, s.TotalHigh))
			t.number(d.Title(plan), path, "sobol_first", s.First, "share").between(s.FirstLow, s.FirstHigh)
			t.number(d.Title(plan), path, "sobol_total", s.Total, "share").between(s.TotalLow, s.TotalHigh)
		}
		t.show(table)
		t.say("sobol.read", "count", used)
		if beyond(list) {
			t.say("sobol.beyond")
		}
		if d.still(plan) {
			t.small("sobol.small")
		}
	})
}

// beyond says whether any index, or an end of its interval, is written as less than nothing
// or more than all.
func beyond(list []decision.Index) bool {
	return slices.ContainsFunc(list, func(s decision.Index) bool {
		return slices.ContainsFunc([]float64{s.First, s.FirstLow, s.FirstHigh, s.Total, s.TotalLow, s.TotalHigh}, func(x float64) bool {
			percent := math.Round(100 * x)
			return percent < 0 || percent > 100
		})
	})
}

// leastBase is how few base points indices are told on.
const leastBase = 16

func (d *Decision) indices(plan int) ([]decision.Index, int) {
	return decision.Sobol(d.atPoints(d.outcome(plan, d.Indicator.ID)), len(d.Frame.Design.Factors), resamples, d.Frame.Manifest.Seed)
}

// still says whether the points of a design differ less, nine tenths of them, than what
// means anything.
func (d *Decision) still(plan int) bool {
	y := slices.DeleteFunc(d.atPoints(d.outcome(plan, d.Indicator.ID)), func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) })
	slices.Sort(y)
	return len(y) > 0 && d.unnoticed(stats.Quantile(0.95, y)-stats.Quantile(0.05, y))
}

// interval writes a share with its interval.
func (d *Decision) interval(x, low, high float64) string {
	return d.Words.Say("decide.interval", "x", d.Words.Percent(x, 0), "low", d.Words.Percent(low, 0), "high", d.Words.Percent(high, 0))
}

func (d *Decision) elementary(plan int) []decision.Elementary {
	var span []float64
	for _, f := range d.Frame.Design.Factors {
		span = append(span, f.High-f.Low)
	}
	return decision.Morris(d.atPoints(d.outcome(plan, d.Indicator.ID)), d.Frame.Design.Numbers, span)
}

func (d *Decision) isMorris() bool {
	return d.Frame.Design != nil && d.Frame.Design.Kind == "morris"
}

func (t *Telling) morris() {
	d := t.d
	if !d.isMorris() {
		t.say("morris.ask")
		return
	}
	t.each(func(plan int) {
		t.about(plan, d.Indicator.ID)
		table := t.heads("input", "mu_star", "error", "mu", "sigma")
		for k, e := range d.elementary(plan) {
			path := d.Frame.Design.Factors[k].Path
			w := 4 * e.SE
			if e.Steps == 0 {
				continue
			}
			table.Row(d.FactorName(k), t.what(0, e.MuStar, w), t.what(0, e.SE, w), t.what(1, e.Mu, w), t.what(0, e.Sigma, w))
			t.number(d.Title(plan), path, "mu_star", e.MuStar, d.Indicator.Unit).between(e.MuStar-1.96*e.SE, e.MuStar+1.96*e.SE)
			t.number(d.Title(plan), path, "mu", e.Mu, d.Indicator.Unit)
			t.number(d.Title(plan), path, "sigma", e.Sigma, d.Indicator.Unit)
		}
		t.show(table)
		t.say("morris.read")
	})
}

// split divides the variance of an outcome of a plan within each point: between draws and
// between replicates of a draw.
func (d *Decision) split(plan int, id string) (decision.Split, bool) {
	m := &d.Frame.Manifest
	if m.FixedParameters || m.Draws < 2 {
		return decision.Split{}, false
	}
	y, per := d.outcome(plan, id), m.Draws*m.Replicates
	var points [][]float64
	for from := 0; from+per <= len(y); from += per {
		var whole []float64
		for at := from; at < from+per; at += m.Replicates {
			if part := y[at : at+m.Replicates]; !slices.ContainsFunc(part, func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }) {
				whole = append(whole, part...)
			}
		}
		points = append(points, whole)
	}
	return decision.SplitVariance(points, m.Replicates)
}

func (t *Telling) variance() {
	d := t.d
	if !d.applies("variance") {
		t.say("variance.ask")
		return
	}
	t.each(func(plan int) {
		t.about(plan, d.Indicator.ID)
		s, ok := d.split(plan, d.Indicator.ID)
		if !ok {
			t.say("variance.same")
			return
		}
		t.number(d.Title(plan), "", "share_of_parameters", s.Share, "share").between(s.Low, s.High)
		t.say("variance.value", "share", s.Share, "low", s.Low, "high", s.High)
		r := d.Frame.Manifest.Replicates
		if s.Without(r) > 0.8 {
			t.say("variance.draws")
		} else {
			t.say("variance.replicates", "share", s.Without(r), "count", r)
		}
	})
}

// savesNothing is under how many times pairing is said to save nothing.
const savesNothing = 1.1

// costTolerance is the EUR per citizen within which a cost is asked to be known.
const costTolerance = 5

func (t *Telling) precision() {
	d := t.d
	if len(d.Frame.Plans) < 2 {
		t.say("barred.single")
		return
	}
	if d.Frame.Design != nil {
		t.precisionAtPoints()
		return
	}
	t.each(func(plan int) {
		ask := func(id string, tolerance float64) (g decision.Budget, ok bool) {
			list := d.budgets(plan, id, tolerance)
			if ok = list[0] != nil; ok {
				g = *list[0]
			}
			return g, ok
		}
		note := func(id string, g decision.Budget) {
			t.number(d.Title(plan), id, "draws_to_tell", float64(g.Tell), "draws")
			t.number(d.Title(plan), id, "unpaired_draws_per_pair", g.Pairing, "")
		}
		g, ok := ask(d.Indicator.ID, 0)
		if !ok {
			t.say("precision.scarce")
			return
		}
		t.about(plan, d.Indicator.ID)
		note(d.Indicator.ID, g)
		switch {
		case g.Tell == 0:
			t.say("precision.nothing")
		case g.Tell < 0:
			t.say("precision.never")
		case g.Tell <= g.Draws && d.few():
			t.say("precision.enough_few", "need", g.Tell, "count", g.Draws)
		case g.Tell <= g.Draws:
			t.say("precision.enough", "need", g.Tell, "count", g.Draws)
		default:
			t.say("precision.more", "need", g.Tell, "count", g.Draws, "more", g.Tell-g.Draws)
		}
		switch {
		case math.IsInf(g.Pairing, 0) || math.IsNaN(g.Pairing):
		case g.Pairing < savesNothing:
			t.say("precision.no_pairing")
		default:
			t.say("precision.pairing", "times", rounded4(max(math.Round(10*g.Pairing)/10, 0)))
		}
		if g, ok := ask(outputs.PresentCost, costTolerance); ok && g.Spread > 0 {
			note(outputs.PresentCost, g)
			t.number(d.Title(plan), outputs.PresentCost, "draws_within_tolerance", float64(g.Within), "draws")
			if g.Within < 0 {
				t.say("precision.cost_never", "count", g.Draws, "tolerance", costTolerance)
			} else {
				t.say("precision.cost", "need", g.Within, "count", g.Draws, "tolerance", costTolerance)
			}
		}
		if d.few() {
			t.say("precision.rough", "count", g.Draws)
		}
	})
}
