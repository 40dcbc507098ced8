package decide

import (
	"errors"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"

	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/internal/job/version"
	"piramide/internal/stats"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/decision"
	"piramide/outputs/figure"
)

// Pictures draws the figures that a result can feed. Those without anything to show are
// left out; those of more options than colours, and those that fail, are told.
func (d *Decision) Pictures() (out []reading.Picture, failed []string) {
	var many []string // figures of more options than they can tell apart
	add := func(name string, f *figure.Figure, err error) {
		switch {
		case errors.Is(err, figure.ErrTooMany):
			many = append(many, name)
		case err != nil:
			failed = append(failed, d.Words.Say("page.figure_failed", "name", name, "why", strings.ReplaceAll(err.Error(), "\n", "; ")))
		case f != nil:
			out = append(out, reading.Picture{Name: name, Fig: f, Size: figure.Slide})
		}
	}
	if d.Barred == "" {
		f, err := d.drawPlane()
		add("plane", f, err)
		if d.told() {
			f, err = d.drawFrontier()
			add("frontier", f, err)
		}
		f, err = d.drawCurves()
		add("ceac", f, err)
	}
	if d.Barred == "" || d.overPoints() {
		f, err := d.drawRegret()
		add("regret", f, err)
	}
	f, err := d.drawEquity()
	add("equity", f, err)
	for _, p := range d.compared() {
		id := d.Frame.Plans[p].ID
		f, err := d.drawTornado(p)
		add("tornado-"+id, f, err)
		f, err = d.drawMap(p)
		add("map-"+id, f, err)
		f, err = d.drawIndices(p)
		add("sobol-"+id, f, err)
		f, err = d.drawScreening(p)
		add("morris-"+id, f, err)
		f, err = d.drawBoxes(p)
		add("prim-"+id, f, err)
	}
	if d.applies("variance") {
		f, err := d.drawVariance()
		add("variance", f, err)
	}
	if d.applies("precision") && d.Frame.Design == nil {
		f, err := d.drawConvergence()
		add("convergence", f, err)
	}
	if many != nil {
		failed = append(failed, d.Words.Say("page.too_many", "most", figure.MaxPlans, "figures", strings.Join(many, ", ")))
	}
	return out, failed
}

// frame is what the figures of a decision share.
func (d *Decision) frame(title, subtitle string) figure.Frame {
	m := &d.Frame.Manifest
	if m.Assumed() != "" || m.Numbers != nil {
		subtitle += " – " + d.Words.Say("compare.assumptions", "sets", m.AssumptionTitles(d.Words.Lang()))
	}
	return figure.Frame{
		Words: d.Words, Title: title, Subtitle: subtitle, Digest: d.Words.Say("page.digest", "digest", m.Digest()[:12]),
		Cells:  d.Frame.Cells(),
		Source: d.Words.Say("page.source", "region", plain.RegionName(m.Region, d.Words), "count", d.Frame.Cells(), "version", version.Name()),
	}
}

// say gives a text of the figures.
func (d *Decision) say(id string, args ...any) string {
	return d.Words.Say("decide.figure."+id, args...)
}

// subject is the indicator with its unit and years, as a subtitle.
func (d *Decision) subject(plan int) string {
	unit := d.Words.Say(d.Indicator.UnitID())
	if d.Indicator.IsShare() {
		unit = d.Words.Say("unit.percentage_point")
	}
	p := d.Frame.Period
	return d.say("subject", "plan", d.Title(plan), "base", d.Title(0), "unit", unit, "first", p.First, "last", p.Last)
}

// indicator names the indicator at the start of a title.
func (d *Decision) indicator() string { return words.Capital(d.Words.Say(d.Indicator.TitleID())) }

// measured is the indicator with the unit of its differences, as an axis has it.
func (d *Decision) measured() string {
	return d.indicator() + ", " + plain.DifferenceUnit(d.Words, d.Indicator)
}

func (d *Decision) names() []string {
	list := make([]string, len(d.Options))
	for o := range list {
		list[o] = d.Options[o].Name
	}
	return list
}

func (d *Decision) euroSigned(x float64, n int) string {
	if x > 0 {
		return "+" + d.Words.Euro(x, n)
	}
	return d.Words.Euro(x, n)
}

func scaleAll(v []float64, k float64) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		out[i] = v[i] * k
	}
	return out
}

func (d *Decision) drawPlane() (*figure.Figure, error) {
	p := figure.Plane{XTitle: d.say("gain"), YTitle: d.say("cost"), XFormat: d.Words.Signed, YFormat: d.euroSigned, Slope: d.Threshold / 1000}
	for o := 1; o < len(d.Options); o++ {
		p.Options = append(p.Options, figure.Cloud{
			Name: d.Options[o].Name,
			X:    scaleAll(minus(d.of(o, outputs.PresentQALY), d.of(0, outputs.PresentQALY)), 1000),
			Y:    minus(d.of(o, outputs.PresentCost), d.of(0, outputs.PresentCost)),
		})
	}
	id := "plane.title"
	if !d.told() {
		id = "plane.same"
	}
	return figure.NewPlane(d.frame(d.say(id, "base", d.Options[0].Name), d.say("plane.subtitle", "base", d.Options[0].Name, "threshold", d.Threshold)), p)
}

func (d *Decision) drawFrontier() (*figure.Figure, error) {
	f := figure.Frontier{Names: d.names(), XTitle: d.say("gain"), YTitle: d.say("cost"), XFormat: d.Words.Signed, YFormat: d.euroSigned}
	f.Gain, f.Cost = make([]float64, len(d.Options)), make([]float64, len(d.Options))
	rungs := d.rungs()
	base := slices.IndexFunc(rungs, func(r decision.Rung) bool { return r.Option == 0 })
	for _, r := range rungs {
		f.Gain[r.Option], f.Cost[r.Option] = (r.Effect-rungs[base].Effect)*1000, r.Cost-rungs[base].Cost
		if r.Place == decision.OnFrontier {
			f.On = append(f.On, r.Option)
		}
	}
	f.Limits = d.Words.CentralSimulations(0.95, len(d.places))
	for o := range d.Options {
		x := d.against(o, 0)
		f.GainSpan = append(f.GainSpan, [2]float64{1000 * x.QALY.Low, 1000 * x.QALY.High})
		f.CostSpan = append(f.CostSpan, [2]float64{x.Cost.Low, x.Cost.High})
	}
	return figure.NewFrontier(d.frame(d.say("frontier.title", "count", len(f.On)), d.say("frontier.subtitle", "base", d.Options[0].Name)), f)
}

func (d *Decision) drawCurves() (*figure.Figure, error) {
	c := decision.Acceptability(d.weighed(), thresholds(1000))
	at := slices.Index(c.Thresholds, math.Round(d.Threshold/1000)*1000)
	title := d.say("ceac.plain")
	if at >= 0 {
		title = d.winner(c, at)
	}
	f := figure.Acceptability{
		Names: d.names(), Prices: c.Thresholds, Share: c.Share, Most: 1, Best: c.Best, XTitle: d.say("price"), YTitle: d.say("share_best", "count", len(d.places)), XFormat: d.Words.Euro, YFormat: d.percentAxis,
	}
	if len(d.places) < fewestTold {
		d.inCounts(&f)
	}
	return figure.NewAcceptability(d.frame(title, d.warned(d.say("ceac.subtitle"))), f)
}

// inCounts tells shares of so few simulations that a percentage would look finer than they
// are as their number.
func (d *Decision) inCounts(f *figure.Acceptability) {
	n := float64(len(d.places))
	for o, list := range f.Share {
		f.Share[o] = scaleAll(list, n)
	}
	f.Most, f.YTitle = n, d.say("count_best", "count", len(d.places))
	f.YFormat = func(k float64, _ int) string {
		if math.Abs(k-math.Round(k)) > 1e-9 {
			return ""
		}
		return d.Words.Say("decide.of", "count", math.Round(k), "all", len(d.places))
	}
}

// winner says which option is the best on average at one of the thresholds of a curve, and
// how often.
func (d *Decision) winner(c decision.Curve, at int) string {
	if d.few() {
		return d.say("ceac.first_look", "best", d.Options[c.Best[at]].Name, "count", math.Round(c.Sure[at]*float64(len(d.places))), "all", len(d.places), "threshold", c.Thresholds[at])
	}
	return d.say("ceac.title", "best", d.Options[c.Best[at]].Name, "share", c.Sure[at], "threshold", c.Thresholds[at])
}

func (d *Decision) drawRegret() (*figure.Figure, error) {
	list := d.regrets()
	f := figure.Regret{Title: d.say("regret.axis"), Share: d.nineOfTen(), Format: d.Words.Euro}
	least := 0
	for o, r := range list {
		if r.Max < list[least].Max {
			least = o
		}
		f.Options = append(f.Options, figure.RegretRow{
			Name: d.Options[o].Name, Mean: r.Mean, High: r.High, Max: r.Max,
			Said: d.say("regret.said", "mean", d.Words.Euro(r.Mean, fine(r.Max, 2)), "most", d.Words.Euro(r.Max, fine(r.Max, 2))),
		})
	}
	return figure.NewRegret(d.frame(d.say("regret.title", "best", d.Options[least].Name), d.warned(d.say("regret.subtitle", "threshold", d.Threshold))), f)
}

// drawnAversion is the aversion to inequality of the figure: that of the equity weights.
const drawnAversion = 1

// drawEquity draws gain and fairness in days of a thousand citizens, as gained QALYs are.
func (d *Decision) drawEquity() (*figure.Figure, error) {
	p := figure.Equity{XTitle: d.say("equity.gain"), YTitle: d.say("equity.fairer", "epsilon", drawnAversion), Format: d.Words.Signed}
	for i, quarter := range []string{"more_fairer", "less_fairer", "less_unfair", "more_unfair"} {
		p.Corners[i] = d.say("equity." + quarter)
	}
	id := "equity.same"
	for o := 1; o < len(d.Frame.Plans); o++ {
		c := figure.Cloud{Name: d.Title(o)}
		trades, _ := d.trades(o, drawnAversion)
		for _, t := range trades {
			c.X, c.Y = append(c.X, 1000*t.Gain), append(c.Y, 1000*t.Equity)
		}
		if len(trades) < 2 {
			continue
		}
		if lived := d.Frame.Manifest.Draws * d.Frame.Manifest.Replicates; lived >= fewestTold && (reading.SignTold(c.X) || reading.SignTold(c.Y)) {
			id = "equity.title"
		}
		p.Plans = append(p.Plans, c)
	}
	if p.Plans == nil {
		return nil, nil
	}
	return figure.NewEquity(d.frame(d.say(id, "base", d.Title(0)), d.say("equity.subtitle", "base", d.Title(0), "family", d.Words.Say("decide.family_of."+d.family), "first", d.Frame.Period.First, "last", d.Frame.Period.Last)), p)
}

// warned adds to a subtitle that the QALYs of the options cannot be told apart.
func (d *Decision) warned(subtitle string) string {
	if !d.told() {
		subtitle += " – " + d.say("same_qaly")
	}
	return subtitle
}

// percentAxis writes a share, of which an axis counts the decimals before the percent.
func (d *Decision) percentAxis(share float64, decimals int) string {
	return d.Words.Percent(share, max(0, decimals-2))
}

// shape writes values of the indicator, for axes given in its shown unit.
func (d *Decision) shape(plan int) figure.Format {
	if plan == 0 {
		return d.Words.Number
	}
	return d.Words.Signed
}

func (d *Decision) drawTornado(plan int) (*figure.Figure, error) {
	list, _, _ := d.swings(plan)
	if len(list) == 0 {
		return nil, nil
	}
	k := plain.Scale(d.Indicator)
	known := slices.DeleteFunc(slices.Clone(d.outcome(plan, d.Indicator.ID)), math.IsNaN)
	f := figure.Tornado{Mean: k * stats.Mean(known), Reach: k * d.Indicator.Relevance, Title: d.measured(), Format: d.shape(plan)}
	for _, s := range list[:min(len(list), mostShown)] {
		digits := fine(4*s.SE*k, d.Indicator.Decimals+1)
		f.Bars = append(f.Bars, figure.TornadoBar{
			Name: d.inputName(s.input), Range: d.rangeText(s.input, s.Low, s.High),
			AtLow: k * s.AtLow, AtHigh: k * s.AtHigh,
			Said: d.Words.Say("compare.from_to", "low", d.shape(plan)(k*s.AtLow, digits), "high", d.shape(plan)(k*s.AtHigh, digits)),
		})
	}
	title := d.say("tornado.title", "indicator", d.indicator(), "input", d.inputName(list[0].input))
	if d.unnoticed(list[0].Size()) {
		title = d.say("tornado.small", "indicator", d.indicator())
	}
	return figure.NewTornado(d.frame(title, d.subject(plan)), f)
}

func (d *Decision) drawMap(plan int) (*figure.Figure, error) {
	m, a, b, ok := d.twoWay(plan, drawnSteps)
	if !ok {
		return nil, nil
	}
	k := plain.Scale(d.Indicator)
	f := figure.Heat{XTitle: d.axisName(a), YTitle: d.axisName(b), Format: d.shape(plan), Reach: k * d.Indicator.Relevance, Smooth: m.N == nil}
	lo, hi := math.Inf(1), math.Inf(-1)
	for i, row := range m.Mean {
		f.X, f.Mean = append(f.X, d.tick(a, m.X, i, m.N == nil)), append(f.Mean, scaleAll(row, k))
		lo, hi = min(lo, slices.Min(f.Mean[i])), max(hi, slices.Max(f.Mean[i]))
	}
	for j := range m.Y {
		f.Y = append(f.Y, d.tick(b, m.Y, j, m.N == nil))
	}
	f.Decimals = fine(max(hi-lo, 2*f.Reach), d.Indicator.Decimals+2)
	title := d.say("map.title", "indicator", d.indicator())
	if d.unnoticed((hi - lo) / k) {
		title = d.say("map.small", "indicator", d.indicator())
	}
	return figure.NewHeat(d.frame(title, d.subject(plan)), f)
}

// tick writes a value beside a map. Those of a surface are places on a scale: all with as
// many decimals, and no more than tell one from the next.
func (d *Decision) tick(k int, values []float64, i int, surface bool) string {
	x, w := values[i], d.Words
	if !surface || len(values) < 2 || values[0] == values[1] {
		return d.bareText(k, x)
	}
	apart := math.Abs(values[1] - values[0])
	decimals := func(apart float64) int { return max(0, -int(math.Floor(math.Log10(apart)))) }
	switch {
	case d.isShare(k):
		return w.Percent(x, decimals(100*apart))
	case d.lever(k) == nil || d.unit(k) != "":
		return w.Number(x, decimals(apart))
	}
	step := math.Pow10(decimals(apart))
	return d.bareText(k, math.Round(x*step)/step)
}

func (d *Decision) drawIndices(plan int) (*figure.Figure, error) {
	if !d.applies("sobol") {
		return nil, nil
	}
	list, used := d.indices(plan)
	if used < leastBase || math.IsNaN(list[0].First) {
		return nil, nil
	}
	f := figure.Indices{Title: d.say("sobol.axis"), Format: d.percentAxis}
	top := 0
	for k, s := range list {
		if s.Total > list[top].Total {
			top = k
		}
		f.Factors = append(f.Factors, figure.IndexRow{
			Name: d.FactorName(k), Said: d.say("sobol.said", "first", d.Words.Percent(s.First, 0), "total", d.Words.Percent(s.Total, 0)),
			First: figure.Range{Mid: s.First, Lo80: s.FirstLow, Lo95: s.FirstLow, Hi80: s.FirstHigh, Hi95: s.FirstHigh},
			Total: figure.Range{Mid: s.Total, Lo80: s.TotalLow, Lo95: s.TotalLow, Hi80: s.TotalHigh, Hi95: s.TotalHigh},
		})
	}
	title := d.say("sobol.title", "indicator", d.indicator(), "input", d.FactorName(top))
	if d.still(plan) {
		title = d.say("tornado.small", "indicator", d.indicator())
	}
	return figure.NewIndices(d.frame(title, d.subject(plan)), f)
}

func (d *Decision) drawScreening(plan int) (*figure.Figure, error) {
	if !d.isMorris() {
		return nil, nil
	}
	k := plain.Scale(d.Indicator)
	f := figure.Screening{Title: d.measured(), Format: d.Words.Number}
	for i, e := range d.elementary(plan) {
		if e.Steps < 2 {
			continue
		}
		size := figure.Range{Mid: k * e.MuStar, Lo95: k * max(0, e.MuStar-1.96*e.SE), Hi95: k * (e.MuStar + 1.96*e.SE)}
		size.Lo80, size.Hi80 = size.Lo95, size.Hi95
		digits := fine(4*e.SE*k, d.Indicator.Decimals+1)
		f.Factors = append(f.Factors, figure.ScreeningRow{Name: d.FactorName(i), Size: size, Spread: k * e.Sigma, Said: d.Words.Number(k*e.MuStar, digits)})
	}
	slices.SortStableFunc(f.Factors, func(a, b figure.ScreeningRow) int {
		switch {
		case a.Size.Mid > b.Size.Mid:
			return -1
		case a.Size.Mid < b.Size.Mid:
			return 1
		}
		return 0
	})
	if len(f.Factors) == 0 || f.Factors[0].Size.Mid == 0 {
		return nil, nil
	}
	title := d.say("tornado.title", "indicator", d.indicator(), "input", f.Factors[0].Name)
	if d.unnoticed(f.Factors[0].Size.Mid / k) {
		title = d.say("tornado.small", "indicator", d.indicator())
	}
	return figure.NewScreening(d.frame(title, d.subject(plan)), f)
}

func (d *Decision) drawBoxes(plan int) (*figure.Figure, error) {
	if !d.applies("prim") || len(d.Frame.Plans) < 2 && d.goal == nil {
		return nil, nil
	}
	box, _, _, _, ok := d.boxes(plan)
	if !ok {
		return nil, nil
	}
	v, missed := d.missed(plan)
	y, x, which := d.sample(v, d.Varies())
	f := figure.Boxes{Title: d.say("prim.axis"), Format: d.percentAxis}
	for _, l := range box.Limits {
		column := x[slices.Index(which, l.Input)]
		lo, hi := slices.Min(column), slices.Max(column)
		at := func(v float64) float64 { return min(1, max(0, (v-lo)/(hi-lo))) }
		row := figure.BoxRow{
			Name: d.inputName(l.Input), Under: d.rangeText(l.Input, lo, hi),
			Low: at(l.Low), High: at(l.High), Said: d.heldText(l, lo, hi),
		}
		for i, v := range column {
			if missed(y[i]) {
				row.Missed = append(row.Missed, at(v))
			} else {
				row.Reached = append(row.Reached, at(v))
			}
		}
		f.Inputs = append(f.Inputs, row)
	}
	return figure.NewBoxes(d.frame(d.say("prim.title", "plan", d.Title(plan), "density", box.Density, "coverage", box.Coverage), d.goalText()), f)
}

// heldText is the part of an input that a box holds.
func (d *Decision) heldText(l decision.Limit, lo, hi float64) string {
	return d.rangeText(l.Input, max(l.Low, lo), min(l.High, hi))
}

// goalText says what is missed.
func (d *Decision) goalText() string {
	goal := d.Words.Say("decide.prim.better", "indicator", d.Words.Say(d.Indicator.TitleID()))
	if d.goal != nil {
		goal = d.goal.In(d.Words)
	}
	return d.say("prim.subtitle", "goal", goal)
}

func (d *Decision) drawVariance() (*figure.Figure, error) {
	f := figure.Variance{Title: d.say("variance.axis"), Format: d.percentAxis}
	for k := range d.Frame.Indicators {
		i := &d.Frame.Indicators[k]
		if !i.Headline || !d.kept(i.ID) {
			continue
		}
		for _, p := range d.compared() {
			if s, ok := d.split(p, i.ID); ok && len(f.Rows) < mostShown {
				f.Rows = append(f.Rows, figure.VarianceRow{
					Name: d.Words.Say(i.TitleID()), Under: d.Title(p), Said: d.interval(s.Share, s.Low, s.High),
					Share: figure.Range{Mid: s.Share, Lo80: s.Low, Lo95: s.Low, Hi80: s.High, Hi95: s.High},
				})
			}
		}
	}
	if len(f.Rows) == 0 {
		return nil, nil
	}
	return figure.NewVariance(d.frame(d.say("variance.title"), d.say("variance.subtitle", "base", d.Title(0), "draws", d.Frame.Manifest.Draws, "replicates", d.Frame.Manifest.Replicates)), f)
}

func (d *Decision) drawConvergence() (*figure.Figure, error) {
	const from = 3 // draws, under which an error says nothing
	k := plain.Scale(d.Indicator)
	f := figure.Convergence{XTitle: d.say("convergence.draws"), YTitle: d.measured(), Format: d.Words.Signed, Count: d.Words.Number}
	for _, p := range d.compared() {
		line := figure.ConvergenceLine{Name: d.Title(p), From: from}
		var seen []float64
		for _, x := range decision.ByDraw(d.outcome(p, d.Indicator.ID), d.Frame.Manifest.Replicates) {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				continue
			}
			if seen = append(seen, k*x); len(seen) >= from {
				n := float64(len(seen))
				m, half := stats.Mean(seen), distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(0.975)*math.Sqrt(stats.Variance(seen)/n)
				line.Mean, line.Low, line.High = append(line.Mean, m), append(line.Low, m-half), append(line.High, m+half)
			}
		}
		if len(line.Mean) >= 2 {
			f.Plans = append(f.Plans, line)
		}
	}
	if len(f.Plans) != len(d.compared()) {
		return nil, nil
	}
	p := d.Frame.Period
	return figure.NewConvergence(d.frame(d.say("convergence.title", "indicator", d.indicator()), d.say("convergence.subtitle", "base", d.Title(0), "first", p.First, "last", p.Last)), f)
}
