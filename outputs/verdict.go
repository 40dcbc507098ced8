package outputs

import (
	"math"
	"slices"

	"piramide/internal/stats"
	"piramide/internal/words"
)

// The shares of cells behind the marks, and the number of draws from which the
// variance can be divided over parameters (model.md section 8).
const (
	clearShare     = 0.95
	likelyShare    = 0.80
	enoughCells    = 20 // fewer cannot show that a sign holds in 95 of 100
	drawsToDivide  = 100
	mostlyAssumed  = 0.5
	kindAssumption = "assumption"
)

// judge gives a difference its mark. diff holds one value a cell; where every
// citizen lives the same life under both plans, no effect of care is on the path.
func (r *Result) judge(d *Difference, ind *Indicator, diff []float64, in *inputs, sameLives bool) {
	d.K, d.N = agreement(diff, d.Diff.Middle())
	if !sameLives {
		d.Origin = r.origin(ind)
	}
	d.AssumptionShare = math.NaN()
	d.Better = ind.Direction * sign(d.Diff.Middle())
	if d.N == 0 || r.Manifest.FixedParameters {
		return // nothing to compare, or chance alone: no conclusion
	}
	if !slices.ContainsFunc(diff, func(x float64) bool { return x != 0 && !math.IsNaN(x) }) {
		d.Mark = Identical
		return
	}
	share := float64(d.K) / float64(d.N)
	switch {
	case math.Abs(d.Diff.Middle()) < ind.least():
		d.Mark = NoDifference
	case share >= clearShare:
		d.Mark = Clear
	case share >= likelyShare:
		d.Mark = Likely
	default:
		d.Mark = Unclear
	}
	if in.draws >= drawsToDivide {
		d.AssumptionShare = in.assumptionShare(diff)
	}
	if d.Mark != Clear {
		return
	}
	switch {
	case d.N < enoughCells:
		d.Mark, d.Cap = Likely, CapFew
	case in.draws < drawsToDivide && !sameLives && r.assumedEffect(ind):
		d.Mark, d.Cap = Likely, CapPath
	case d.AssumptionShare > mostlyAssumed:
		d.Mark, d.Cap = Likely, CapAssumptions
	}
}

// least is the smallest difference that a reader is told of: the relevance, and where
// none is given half a step of the last decimal that is ever shown, under which every
// table prints the difference as nothing.
func (i *Indicator) least() float64 {
	step := math.Pow(10, float64(-i.Decimals))
	if i.IsShare() {
		step /= 100
	}
	return max(i.Relevance, step/2)
}

// Weighs says whether a difference can stand under a ratio: it is of weight, and its sign
// holds in 95 % of cells enough to show that. What caps a verdict does not count here.
func (d *Difference) Weighs(ind *Indicator) bool {
	middle := math.Abs(d.Diff.Middle())
	return middle > 0 && middle >= ind.least() && d.N >= enoughCells && float64(d.K) >= clearShare*float64(d.N)
}

// Count says in how many cells the difference has the sign of its mean, as "39 van
// 40"; empty when the mean is nothing and so has no sign, and when it is too small to
// matter: a sign that holds in all cells would make it look like something.
func (d *Difference) Count(w *words.Words) string {
	if d.Diff.Middle() == 0 || d.Mark == NoDifference {
		return ""
	}
	return w.Say("verdict.count", "k", d.K, "n", d.N)
}

func sign(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// onPath lists the register entries of effects on the way to an indicator.
func (r *Result) onPath(ind *Indicator) []*RegisterEntry {
	var list []*RegisterEntry
	for i := range r.Register {
		e := &r.Register[i]
		if slices.Contains(ind.Effects, e.Path) {
			list = append(list, e)
		}
	}
	return list
}

func (r *Result) assumedEffect(ind *Indicator) bool {
	return slices.ContainsFunc(r.onPath(ind), func(e *RegisterEntry) bool { return e.Kind == kindAssumption })
}

// origin is the weakest evidence among the effects on the path; "" when there are
// none, as for what follows from staff and money alone.
func (r *Result) origin(ind *Indicator) Origin {
	path := r.onPath(ind)
	for _, o := range []Origin{Assumption, Foreign, Belgian} {
		if slices.ContainsFunc(path, func(e *RegisterEntry) bool { return e.Origin == o }) {
			return o
		}
	}
	return ""
}

// inputs are the drawn parameters of a comparison, one column per family of rows
// that share a draw.
type inputs struct {
	draws, replicates int
	columns           [][]float64 // [family][draw]
	paths             [][]string  // of each family
	assumption        []bool
}

// inputs collects the drawn parameters that are the same in all plans, none when there
// are fewer draws than least. A family is an assumption when any of its rows is.
func (r *Result) inputs(least int) *inputs {
	in := &inputs{draws: r.Manifest.Draws, replicates: r.Manifest.Replicates}
	if in.draws < least {
		return in
	}
	family, assumed := map[string]string{}, map[string]bool{}
	for _, e := range r.Register {
		name := e.Family
		if name == "" {
			name = e.Path
		}
		family[e.Path] = name
		assumed[name] = assumed[name] || e.Kind == kindAssumption
	}
	at := map[string]int{} // family → column, by its first path
	lead := map[string]string{}
	for _, p := range r.Parameters {
		name, known := family[p.Path]
		if p.Scenario != "" || !known || int(p.Draw) >= in.draws {
			continue
		}
		if _, seen := lead[name]; !seen {
			lead[name] = p.Path
			at[name] = len(in.columns)
			in.columns = append(in.columns, make([]float64, in.draws))
			in.assumption = append(in.assumption, assumed[name])
			in.paths = append(in.paths, nil)
		}
		if c := at[name]; !slices.Contains(in.paths[c], p.Path) {
			in.paths[c] = append(in.paths[c], p.Path)
		}
		if lead[name] == p.Path {
			in.columns[at[name]][p.Draw] = p.Value
		}
	}
	return in
}

// assumptionShare is the part of the variance of a difference across draws that
// rank regression explains by assumptions, of all it explains; NaN when it
// explains nothing.
func (in *inputs) assumptionShare(diff []float64) float64 {
	y := make([]float64, in.draws)
	for d := range y {
		y[d] = stats.Mean(diff[d*in.replicates : (d+1)*in.replicates])
		if math.IsNaN(y[d]) {
			return math.NaN()
		}
	}
	explained, assumed := 0.0, 0.0
	for i, share := range stats.RankRegression(in.columns, y) {
		explained += share
		if in.assumption[i] {
			assumed += share
		}
	}
	if explained == 0 {
		return math.NaN()
	}
	return assumed / explained
}
