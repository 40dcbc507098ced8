package decide

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/job/reading"
	"piramide/internal/stats"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/decision"
	"piramide/scenarios"
	"piramide/scenarios/model"
)

// Request asks what a finished comparison or sweep says about a choice.
type Request struct {
	Folder    string   // result folder; "" as in [reading.ShowLedger]
	Only      []string // measures, by the names below; none = all
	Threshold float64  // EUR per QALY; 0 = [DefaultThreshold]
	Years     string   // over which the indicator is taken, as of [job.SolveRequest]
	Indicator string   // that sensitivity, precision and boxes are about; "" = the first that is kept
	Goal      string   // whose failing is looked for in boxes, as of [job.SolveRequest]; "" = no better than the first plan
	Groups    string   // whose equity is looked at, of equityFamilies; "" = the first
}

// DefaultThreshold is the EUR per QALY at which net benefit is taken unless another is
// asked: a convention of ours in the middle of what is drawn. Belgium has no official one.
const DefaultThreshold = 40_000

// The measures, in the order in which they are told.
var measures = []string{"outcomes", "frontier", "benefit", "ceac", "evpi", "evppi", "tornado", "map", "sobol", "morris", "variance", "precision", "regret", "equity", "prim"}

// Families of groups whose equity can be looked at, the default first.
var equityFamilies = []string{"vt", "age", "sex", "gmd"}

// groupsOf are the groups of a family, by their ids in files.
var groupsOf = map[string][]string{
	"vt": {"vt", "no_vt"}, "age": {"age_0_17", "age_18_64", "age_65_79", "age_80p"}, "sex": {"men", "women"}, "gmd": {"gmd", "no_gmd"},
}

// Decision is a result folder as a choice between options sees it.
type Decision struct {
	Folder    string
	Frame     *outputs.Frame
	Threshold float64
	Indicator *outputs.Indicator

	Options []option
	Barred  string // why options cannot be weighed against each other, as an id; "" = they can
	places  []int  // of the cells that every option has, in all of them
	failed  int    // places left out in all options because one of them has no value there
	Inputs  []outputs.Input
	goal    *reading.Goal
	family  string
	only    []string
	Words   *words.Words
}

// option is what can be chosen: a plan, or a plan at a setting of its levers.
type option struct {
	plan  int
	Name  string
	id    string // the same for a program: levers and values as plan files write them
	cells []int  // its places in the frame
}

// mostVariants is how many settings of levers are weighed one by one.
const mostVariants = 24

// Decide reads a result folder for a choice. The error is a [fault.Error] where a person can do
// something about it.
func Decide(r Request, w *words.Words) (*Decision, error) {
	folder, err := reading.ResultFolder(r.Folder, true)
	if err != nil {
		return nil, err
	}
	d := &Decision{Folder: folder, Threshold: r.Threshold, Words: w, only: slices.Clone(r.Only)}
	if d.Threshold == 0 {
		d.Threshold = DefaultThreshold
	}
	for i, m := range d.only {
		if d.only[i], err = fault.OneOf("decide_measure", strings.TrimSpace(m), measures); err != nil {
			return nil, err
		}
	}
	if d.family, err = fault.OneOf("decide_groups", r.Groups, equityFamilies); err != nil {
		return nil, err
	}
	columns := []string{outputs.PresentCost, outputs.PresentQALY}
	if r.Indicator != "" {
		ind, err := reading.FindIndicator(r.Indicator)
		if err != nil {
			return nil, err
		}
		r.Indicator = ind.ID
	}
	if r.Goal != "" {
		g, err := reading.ReadGoal(r.Goal)
		if err != nil {
			return nil, err
		}
		if g.PerQALY {
			return nil, fault.New(fault.Usage, nil, "decide_goal", "goal", r.Goal)
		}
		d.goal = &g
	}
	for _, i := range outputs.Indicators {
		columns = append(columns, i.ID)
	}
	for _, g := range groupsOf[d.family] {
		columns = append(columns, outputs.InGroup(equityOutcome, g), outputs.InGroup(outputs.Weight, g))
	}
	first, last, err := readCalendar(r.Years)
	if err != nil {
		return nil, err
	}
	d.Frame, err = outputs.ReadFrame(folder, columns, first, last)
	if errors.Is(err, outputs.ErrPeriod) || err == nil && last > d.Frame.Last && last != wholeCalendar {
		return nil, fault.New(fault.Usage, nil, "solve_period", "period", r.Years, "from", d.Frame.First, "to", d.Frame.Last)
	}
	if err != nil {
		return nil, fault.New(fault.BadInput, err, "result_folder", "folder", folder, "why", reading.Unreadable(folder, err))
	}
	d.Frame.Pair()
	if err := d.choose(r.Indicator); err != nil {
		return nil, err
	}
	if d.goal != nil && !d.kept(d.goal.Indicator.ID) {
		return nil, d.notKept(d.goal.Indicator.ID)
	}
	d.Inputs = d.Frame.Inputs()
	d.weigh()
	return d, nil
}

// wholeCalendar ends a stretch of years that holds all.
const wholeCalendar = 9999

// readCalendar reads 2028-2030, 2029, all, or nothing.
func readCalendar(text string) (first, last int, err error) {
	switch text {
	case "":
		return 0, 0, nil
	case "all":
		return 0, wholeCalendar, nil
	}
	a, b, two := strings.Cut(strings.ReplaceAll(text, "–", "-"), "-")
	if !two {
		b = a
	}
	first, err1 := strconv.Atoi(strings.TrimSpace(a))
	last, err2 := strconv.Atoi(strings.TrimSpace(b))
	if err1 != nil || err2 != nil || first < 1 || last < first {
		return 0, 0, fault.New(fault.Usage, nil, "decide_years", "years", text)
	}
	return first, last, nil
}

// choose finds the indicator: the one asked, or the first that the folder keeps.
func (d *Decision) choose(id string) error {
	for k := range d.Frame.Indicators {
		i := &d.Frame.Indicators[k]
		if (id == "" || i.ID == id) && d.kept(i.ID) {
			d.Indicator = i
			return nil
		}
	}
	if id == "" {
		return fault.New(fault.BadInput, nil, "decide_nothing", "folder", d.Folder)
	}
	return d.notKept(id)
}

func (d *Decision) notKept(id string) error {
	var kept []string
	for _, i := range d.Frame.Indicators {
		if d.kept(i.ID) {
			kept = append(kept, i.ID)
		}
	}
	return fault.New(fault.Usage, nil, "decide_not_kept", "indicator", reading.Listed([]string{id}), "names", reading.Listed(kept))
}

// kept says whether any cell has a value of an indicator.
func (d *Decision) kept(id string) bool {
	for p := range d.Frame.Plans {
		if slices.ContainsFunc(d.Frame.Values(p, id), func(x float64) bool { return !math.IsNaN(x) }) {
			return true
		}
	}
	return false
}

// weigh makes the options: the plans, or where few settings of levers were lived in full,
// the plans at each of them.
func (d *Decision) weigh() {
	f := d.Frame
	n := f.Cells()
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	for p := range f.Plans {
		d.Options = append(d.Options, option{plan: p, Name: d.Title(p), id: d.Title(p), cells: all})
	}
	if d.levers() {
		if list := d.variants(); list != nil {
			d.Options = list
		} else {
			d.Barred = "levers"
		}
	}
	if f.Manifest.FixedParameters {
		d.Barred = "chance"
	}
	if len(d.Options) < 2 {
		d.Barred = "single"
	}
	per := f.Manifest.Replicates
	n = len(d.Options[0].cells)
	for from := 0; from < n; from += per { // a draw counts when all its cells are there
		whole := true
		for _, o := range d.Options {
			for i := from; i < from+per; i++ {
				c := o.cells[i]
				whole = whole && !math.IsNaN(f.Values(o.plan, outputs.PresentCost)[c]) && !math.IsNaN(f.Values(o.plan, outputs.PresentQALY)[c])
			}
		}
		for i := from; i < from+per; i++ {
			if whole {
				d.places = append(d.places, i)
			} else {
				d.failed++
			}
		}
	}
	if len(d.places) == 0 && d.Barred == "" {
		d.Barred = "failed"
	}
}

// levers says whether the design varies anything that a policy maker chooses.
func (d *Decision) levers() bool {
	return d.Frame.Design != nil && slices.ContainsFunc(d.Frame.Design.Factors, func(f outputs.Factor) bool { return f.Kind == "lever" })
}

// variants are the plans at each setting of their levers; nil when the design varies
// assumptions too, or has too many settings.
func (d *Decision) variants() (list []option) {
	f := d.Frame
	per := f.Manifest.Draws * f.Manifest.Replicates
	for p, plan := range f.Plans {
		seen := map[string]bool{}
		for point, texts := range f.Design.Points {
			var said, written []string
			for k, factor := range f.Design.Factors {
				if factor.Kind != "lever" {
					return nil
				}
				if slices.Contains(factor.Plans, plan.ID) {
					written = append(written, factor.Path+" = "+texts[k])
					said = append(said, d.Words.Say("decide.setting", "lever", scenarios.Label(factor.Path, d.Words), "value", scenarios.ValueLabel(factor.Path, texts[k], d.Words)))
				}
			}
			o := option{plan: p, Name: d.Title(p), id: d.Title(p)}
			if said != nil {
				o.Name += " (" + strings.Join(said, d.Words.Say("compare.between")) + ")"
				o.id += " (" + strings.Join(written, "; ") + ")"
			}
			if seen[o.id] {
				continue
			}
			seen[o.id] = true
			for i := range per {
				o.cells = append(o.cells, point*per+i)
			}
			list = append(list, o)
			if len(list) > mostVariants {
				return nil
			}
		}
	}
	return list
}

// Title is that of a plan, in the reader’s language.
func (d *Decision) Title(plan int) string { return d.Frame.Plans[plan].TitleIn(d.Words.Lang()) }

// draws are the draws that the places of the options belong to.
func (d *Decision) draws() []int {
	out := make([]int, len(d.places))
	for i, at := range d.places {
		out[i] = at / d.Frame.Manifest.Replicates % d.Frame.Manifest.Draws
	}
	return out
}

// of gives a column of an option, at the places that all have.
func (d *Decision) of(o int, column string) []float64 {
	v := d.Frame.Values(d.Options[o].plan, column)
	out := make([]float64, len(d.places))
	for i, at := range d.places {
		out[i] = v[d.Options[o].cells[at]]
	}
	return out
}

// weighed are cost and effect of the options.
func (d *Decision) weighed() []decision.Option {
	list := make([]decision.Option, len(d.Options))
	for o := range list {
		list[o] = decision.Option{Cost: d.of(o, outputs.PresentCost), Effect: d.of(o, outputs.PresentQALY)}
	}
	return list
}

// fewestTold is under how many simulations the sign of a difference is never told here.
const fewestTold = 10

// against is what an option costs and gives against another, as [job.SolveRequest] tells it.
// Over the points of a sweep the mean is taken first: they share their luck.
func (d *Decision) against(o, base int) *reading.PerQALY {
	cost, qaly, draw := minus(d.of(o, outputs.PresentCost), d.of(base, outputs.PresentCost)), minus(d.of(o, outputs.PresentQALY), d.of(base, outputs.PresentQALY)), d.draws()
	x := reading.PerQALYOf(cost, qaly, draw)
	n := len(qaly)
	if per := d.Frame.Manifest.Draws * d.Frame.Manifest.Replicates; n > per {
		means, counts := make([]float64, per), make([]float64, per)
		for i, at := range d.places {
			means[at%per] += qaly[i]
			counts[at%per]++
		}
		for k := range means {
			means[k] /= max(1, counts[k])
		}
		n = per
		x.Distinct = reading.PerQALYOf(means, means, make([]int, per)).Distinct
	}
	if n < fewestTold {
		x.Distinct, x.Ratio = false, nil
	}
	return x
}

func minus(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range out {
		out[i] = a[i] - b[i]
	}
	return out
}

// told says whether any option differs from the first in QALYs in a way that can be told.
func (d *Decision) told() bool {
	for o := 1; o < len(d.Options); o++ {
		if d.against(o, 0).Distinct {
			return true
		}
	}
	return false
}

// rungs is the incremental table.
func (d *Decision) rungs() []decision.Rung {
	cost, effect := make([]float64, len(d.Options)), make([]float64, len(d.Options))
	for o, w := range d.weighed() {
		cost[o], effect[o] = stats.Mean(w.Cost), stats.Mean(w.Effect)
	}
	return decision.Frontier(cost, effect)
}

// Thresholds at which acceptability is told and drawn: EUR 0 to 100,000 per QALY.
func thresholds(step float64) (list []float64) {
	for x := 0.0; x <= 100_000; x += step {
		list = append(list, x)
	}
	return list
}

// netBenefits are those of the options at the threshold, by draw.
func (d *Decision) netBenefits() [][]float64 {
	nb := decision.NetBenefit(d.weighed(), d.Threshold)
	for k := range nb {
		nb[k] = decision.ByDraw(nb[k], d.Frame.Manifest.Replicates)
	}
	return nb
}

// asked says whether a measure is to be told.
func (d *Decision) asked(measure string) bool {
	return len(d.only) == 0 || slices.Contains(d.only, measure)
}

// outcome is what sensitivity is about: the indicator of a plan minus that of the first
// plan, or of a lone plan its level, one value a cell and NaN where it failed.
func (d *Decision) outcome(plan int, id string) []float64 {
	if plan == 0 {
		return d.Frame.Values(0, id)
	}
	return d.Frame.Difference(plan, 0, id)
}

// compared are the plans that sensitivity looks at.
func (d *Decision) compared() (plans []int) {
	if len(d.Frame.Plans) == 1 {
		return []int{0}
	}
	for p := range d.Frame.Plans[1:] {
		plans = append(plans, p+1)
	}
	return plans
}

// Varies says whether the design of a sweep varies anything.
func (d *Decision) Varies() bool { return d.Frame.Design != nil && len(d.Frame.Design.Factors) > 0 }

// anew says whether a point of the design shares no settings with the one before it on
// purpose: of a sobol design with indices the two samples, of a morris design where a
// trajectory begins.
func (d *Decision) anew(point int) bool {
	k := len(d.Frame.Design.Factors)
	switch {
	case d.Frame.Design.Base > 0:
		return point%(k+2) < 2
	case d.isMorris():
		return point%(k+1) == 0
	}
	return true
}

// sample gives an outcome and the inputs of one kind with their places among d.inputs: one
// observation for each point where the inputs are factors of the design, and for each draw
// where they are parameters that were drawn. Points share their draws, so that points ×
// draws are no observations of their own. Points and draws that failed are left out.
func (d *Decision) sample(y []float64, factors bool) (outcome []float64, inputs [][]float64, which []int) {
	m := &d.Frame.Manifest
	points, per := max(1, m.Points), m.Draws*m.Replicates
	for k := range d.Inputs {
		if d.Inputs[k].Factor == factors {
			which = append(which, k)
		}
	}
	if len(which) == 0 {
		return nil, nil, nil
	}
	inputs = make([][]float64, len(which))
	add := func(first int, x float64) {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return
		}
		outcome = append(outcome, x)
		for i, k := range which {
			inputs[i] = append(inputs[i], d.Inputs[k].Values[first])
		}
	}
	if factors {
		for p := range points {
			if d.anew(p) {
				add(p*per, stats.Mean(y[p*per:(p+1)*per]))
			}
		}
		return outcome, inputs, which
	}
	var whole []int // points at which nothing failed
	for p := range points {
		if points == 1 || !slices.ContainsFunc(y[p*per:(p+1)*per], math.IsNaN) {
			whole = append(whole, p)
		}
	}
	for draw := range m.Draws {
		sum := 0.0
		for _, p := range whole {
			from := p*per + draw*m.Replicates
			sum += stats.Mean(y[from:from+m.Replicates]) / float64(len(whole))
		}
		if len(whole) > 0 {
			add(draw*m.Replicates, sum)
		}
	}
	return outcome, inputs, which
}

// inputName names an input for a reader: a parameter or a lever, in words.
func (d *Decision) inputName(k int) string {
	in := &d.Inputs[k]
	name := scenarios.Label(in.Paths[0], d.Words)
	if more := len(in.Paths) - 1; more > 0 {
		name = d.Words.Say("decide.family", "name", name, "count", more)
	}
	return name
}

// FactorName is that of a factor of the design.
func (d *Decision) FactorName(k int) string {
	return scenarios.Label(d.Frame.Design.Factors[k].Path, d.Words)
}

// lever is the factor that an input is, when it is a lever of plans; else nil.
func (d *Decision) lever(k int) *outputs.Factor {
	if d.Inputs[k].Factor {
		for i := range d.Frame.Design.Factors {
			if f := &d.Frame.Design.Factors[i]; f.Path == d.Inputs[k].Paths[0] && f.Kind == "lever" {
				return f
			}
		}
	}
	return nil
}

// factorText writes a value of an input: of a lever with its unit, or in words.
func (d *Decision) factorText(k int, x float64) string {
	f := d.lever(k)
	switch {
	case d.isShare(k):
		return d.Words.Percent(x, reading.ThreeDigits(100*x))
	case f == nil:
		return d.Words.Short(rounded4(x))
	case len(f.Values) > 0:
		return scenarios.ValueLabel(f.Path, d.nearest(f.Path, x), d.Words)
	}
	return scenarios.ValueLabel(f.Path, scenarios.Quantity{Value: rounded4(x), Unit: f.Unit}.String(), d.Words)
}

// isShare says whether an input is a parameter that is a share: its unit stands in the
// register.
func (d *Decision) isShare(k int) bool {
	return d.lever(k) == nil && slices.ContainsFunc(d.Frame.Register, func(e outputs.RegisterEntry) bool {
		return e.Path == d.Inputs[k].Paths[0] && model.IsShare(e.Unit)
	})
}

// bareText is factorText without the unit, which stands beside it; a percentage keeps its
// sign.
func (d *Decision) bareText(k int, x float64) string {
	if d.unit(k) == "" {
		return d.factorText(k, x)
	}
	return d.Words.Short(rounded4(x))
}

// unit is that of a lever of which numbers may stand without it, in words; "" for others.
func (d *Decision) unit(k int) string {
	f := d.lever(k)
	if f == nil || len(f.Values) > 0 || f.Unit == "" || f.Unit == "%" {
		return ""
	}
	return d.Words.Tell(scenarios.SayUnit(f.Unit, true))
}

// rangeText writes two values of an input, with the unit once.
func (d *Decision) rangeText(k int, low, high float64) string {
	return d.Words.Say("compare.from_to", "low", d.bareText(k, low), "high", d.factorText(k, high))
}

// axisName is the name of an input with the unit of its numbers.
func (d *Decision) axisName(k int) string {
	if unit := d.unit(k); unit != "" {
		return d.inputName(k) + " (" + unit + ")"
	}
	return d.inputName(k)
}

// nearest is how the sweep writes the value, of a factor that takes only some, that lies
// nearest to a number.
func (d *Decision) nearest(path string, x float64) (text string) {
	least := math.Inf(1)
	for k, f := range d.Frame.Design.Factors {
		for point, numbers := range d.Frame.Design.Numbers {
			if away := math.Abs(numbers[k] - x); f.Path == path && away < least {
				text, least = d.Frame.Design.Points[point][k], away
			}
		}
	}
	return text
}

// rounded4 keeps four digits.
func rounded4(x float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 4, 64), 64)
	if err != nil {
		return x
	}
	return r
}

// equityOutcome is the outcome of which the spread over groups is looked at: every citizen
// has some of it, and more is better.
const equityOutcome = "days_at_home"

// trades are the places of a plan on the equity–efficiency plane, and the draw of each; nil
// when the folder keeps no groups.
func (d *Decision) trades(plan int, epsilon float64) (list []decision.Trade, draws []int) {
	groups := groupsOf[d.family]
	at := func(p int, column string, i int) []float64 {
		v := make([]float64, len(groups))
		for g, id := range groups {
			v[g] = d.Frame.Values(p, outputs.InGroup(column, id))[i]
		}
		return v
	}
	for i := range d.Frame.Cells() {
		t := decision.EquityPlane(at(plan, equityOutcome, i), at(0, equityOutcome, i), at(0, outputs.Weight, i), epsilon)
		if !math.IsNaN(t.Gain) && !math.IsNaN(t.Equity) {
			list, draws = append(list, t), append(draws, i/d.Frame.Manifest.Replicates)
		}
	}
	return list, draws
}

// missed says in which cells a plan misses the goal: the one asked, or to do better than
// the first plan in the indicator.
func (d *Decision) missed(plan int) (y []float64, hit func(float64) bool) {
	if d.goal != nil {
		v := d.Frame.Values(plan, d.goal.Indicator.ID)
		if d.goal.Indicator.Relative {
			v = d.outcome(plan, d.goal.Indicator.ID)
		}
		return v, func(x float64) bool { return d.goal.Miss(x) > 0 }
	}
	direction := float64(d.Indicator.Direction)
	if direction == 0 {
		direction = -1
	}
	return d.outcome(plan, d.Indicator.ID), func(x float64) bool { return direction*x <= 0 }
}
