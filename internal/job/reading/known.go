package reading

import (
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/stats"
	"piramide/internal/words"
	"piramide/outputs"
)

// Precise is a rule that adds simulations until mean differences with the first plan are
// known well enough.
type Precise struct {
	Indicator string
	Plan      string  // whose difference; "" = that of every plan
	Within    float64 // half of the 95 % interval, in the unit of the indicator
	AtMost    int     // simulations of each plan
}

// Known is how well a mean difference with the first plan is known: half of its 95 %
// interval over the draws, at the point of a design and of the plan where it is known least.
type Known struct {
	Indicator string  `json:"indicator"`
	Plan      string  `json:"plan"`
	Half      float64 `json:"half_width"` // null where some simulation has no value to average
	Within    float64 `json:"within"`     // what was asked
	Draws     int     `json:"draws"`      // or replicates where parameters are fixed
	Needed    int     `json:"needed"`     // in all, going by the spread so far; 0 = cannot be said
	AtMost    int     `json:"at_most"`
}

// MarshalJSON writes null for what does not exist.
func (k *Known) MarshalJSON() ([]byte, error) {
	type plain Known
	var half *float64
	if k.there() {
		half = &k.Half
	}
	return json.Marshal(struct {
		*plain
		Half *float64 `json:"half_width"`
	}{(*plain)(k), half})
}

func (k *Known) there() bool { return !math.IsNaN(k.Half) && !math.IsInf(k.Half, 0) }

// Enough says that nothing more needs to be simulated, or that more would not help.
func (k *Known) Enough() bool { return !k.there() || k.Half <= k.Within || k.Draws >= k.AtMost }

// Next is how many draws to go on with: as many as should do, a few more, and never more
// than four times as many at once.
func (k *Known) Next() int {
	const few, leap = 8, 4
	need := leap * k.Draws
	if k.Needed > 0 {
		need = min(need, int(1.05*float64(k.Needed)))
	}
	return min(max(need+few, k.Draws+few), k.AtMost)
}

// Known reads how well the differences of a rule are known in a finished folder.
func (r *Precise) Known(dir string) (*Known, error) {
	f, err := outputs.ReadFrame(dir, []string{r.Indicator}, 0, 0)
	if err != nil {
		return nil, err
	}
	m := &f.Manifest
	k := &Known{Indicator: r.Indicator, Plan: r.Plan, Within: r.Within, AtMost: r.AtMost, Draws: m.Draws}
	if m.FixedParameters && m.Draws == 1 {
		k.Draws = m.Replicates
	}
	perPoint := m.Draws * m.Replicates
	for plan := 1; plan < len(f.Plans); plan++ {
		id := f.Plans[plan].ID
		if r.Plan != "" && r.Plan != id {
			continue
		}
		diff := f.Difference(plan, 0, r.Indicator)
		for at := 0; at < len(diff) && (k.there() || k.Plan == ""); at += perPoint {
			half := half95(diff[at:at+perPoint], m.Draws, m.Replicates)
			if !(half <= k.Half) || k.Plan == "" {
				k.Plan, k.Half = id, half
			}
		}
	}
	k.foresee()
	return k, nil
}

// foresee says how many draws are needed by the spread so far.
func (k *Known) foresee() {
	if need := math.Ceil(float64(k.Draws) * k.Half * k.Half / (k.Within * k.Within)); need <= 1e6 {
		k.Needed = max(int(need), 2)
	}
}

// half95 is half of the 95 % interval of a mean over draws with replicates; what failed is
// left out. NaN when nothing can be averaged.
func half95(diff []float64, draws, replicates int) float64 {
	var x []float64
	var group []int
	for i, v := range diff {
		if math.IsNaN(v) {
			continue
		}
		g := i
		if draws > 1 {
			g = i / replicates
		}
		x, group = append(x, v), append(group, g)
	}
	return stats.Half95(x, group)
}

// BegunIn is the manifest of the folder of a run, finished or not; nil when there is none.
func BegunIn(out string) (*outputs.Manifest, error) {
	for _, dir := range []string{out + fault.UnfinishedFolder, out} {
		b, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fault.Unwritable(dir, err)
		}
		var m outputs.Manifest
		if json.Unmarshal(b, &m) != nil {
			continue // whoever opens the folder tells what is wrong with it
		}
		return &m, nil
	}
	return nil, nil
}

// Text says it to a reader; plan is the name of the plan to them.
func (k *Known) Text(w *words.Words, plan string) string {
	ind := &outputs.Indicators[outputs.Find(outputs.Indicators, k.Indicator)]
	unit := w.Say(ind.UnitID())
	if ind.IsShare() {
		unit = w.Say("unit.percentage_point")
	}
	half, within := plain.Scale(ind)*k.Half, plain.Scale(ind)*k.Within
	id := "reached"
	switch {
	case !k.there():
		id = "never"
	case k.Half > k.Within && k.Needed == 0:
		id = "far"
	case k.Half > k.Within:
		id = "more"
	}
	return w.Say("compare.until."+id, "indicator", w.Say(ind.TitleID()), "plan", plan, "count", k.Draws, "half", w.Number(half, ThreeDigits(half)),
		"within", w.Number(within, plain.DecimalsOf(within)), "unit", unit, "need", k.Needed, "more", k.Needed-k.Draws)
}

// ThreeDigits is how many decimals show three digits of a number.
func ThreeDigits(x float64) int {
	if !(x > 0) {
		return 0
	}
	return max(0, 2-int(math.Floor(math.Log10(x))))
}

// untilText says how well the differences are known, at what price, and what would be
// needed; nothing when that was not asked.
func (o *Outcome) untilText() string {
	k, w := o.Known, o.Words
	if k == nil {
		return ""
	}
	plan := k.Plan
	for i := range o.Comparison.Plans {
		if p := &o.Comparison.Plans[i]; p.ID == k.Plan {
			plan = w.Say("page.quote", "text", p.TitleIn(w.Lang()))
		}
	}
	cells := o.Comparison.Draws * o.Comparison.Replicates * len(o.Comparison.Plans)
	said := k.Text(w, plan) + " " + w.Say("compare.until.cost", "count", cells, "time", plain.DurationText(w, o.Spent))
	if k.there() && k.Half > k.Within {
		said += " " + w.Say("compare.until.stopped", "count", k.AtMost)
	}
	var b strings.Builder
	for line := range strings.SplitSeq(text.WrapSoft(said, outputs.TableWidth), "\n") {
		b.WriteString("\n" + strings.TrimRight(line, " "))
	}
	return b.String() + "\n"
}
