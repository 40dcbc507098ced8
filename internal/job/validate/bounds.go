package validate

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"piramide/internal/job"
	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/scenarios/evidence"
	"piramide/sim"
)

// What programmes for whole populations were seen to reach is never an input: it bounds
// what a plan may do here (docs/validation.md). Plans are lived beside care as today, in the
// same simulations, and what they change is held against those rows.

// BoundedPlans are the plans that are held against the bounds when none is named: those
// of the library that change the care of a whole region, by what they pay for.
var BoundedPlans = []string{"leuven-100", "population-budget", "coordination-60-40", "full-proposal"}

// boundedSets are the sets of assumptions under which that is done: what the evidence
// says, and the one that hopes most.
var boundedSets = []string{"", "optimistic"}

// boundDraws is how many simulations a plan is held against a bound with, each with its
// own draw of the parameters.
const boundDraws = 20

// bound is what a row was counted on: months from the start of a programme.
type bound struct {
	row      string
	from, to int
	series   sim.Series
	log      bool // the row is a coefficient; read as a logarithm it is the wider bound
}

// bounds are the rows, in the order in which a programme lives through them. "After
// about 4-5 years" is the fifth year.
var bounds = []bound{
	{"vanguard_pop_emergency_y1", 0, 12, sim.MonthUnplanned, true},
	{"vanguard_pop_emergency_y2", 12, 24, sim.MonthUnplanned, true},
	{"vanguard_pop_emergency_y3_rr", 24, 36, sim.MonthUnplanned, false},
	{"ic_whole_system_rr_5y", 48, 60, sim.MonthUnplanned, false},
	{"vanguard_pop_beddays_all", 0, 36, sim.MonthBedDays, true},
}

// Bounds are plans beside what programmes for whole populations were seen to reach.
type Bounds struct {
	Region  string              `json:"region"`
	Engine  string              `json:"engine"`
	Worlds  int                 `json:"simulations"`
	Numbers *outputs.OwnNumbers `json:"numbers,omitempty"`
	Rows    []Bounded           `json:"bounds"` // by set of assumptions, plan and row
}

// Bounded is a plan beside one row: the ratio of what is counted per inhabitant with the
// plan and with care as today, and the range of the row as a ratio.
type Bounded struct {
	Set   string            `json:"assumptions"`
	Plan  string            `json:"plan"`
	Title map[string]string `json:"-"`
	Row   string            `json:"row"`
	Seen  float64           `json:"seen"`
	Low   float64           `json:"low"`
	High  float64           `json:"high"`
	Ratio float64           `json:"ratio"` // the mean over simulations
	Half  float64           `json:"half"`  // half of its 95 % interval, paired
	// Reach is the most that the mean of the model can be with the false-alarm rate of a gate.
	Reach   float64 `json:"reach"`
	Worlds  int     `json:"simulations"` // 0: the months of the row lie beyond the horizon of the plan
	Under   int     `json:"simulations_under_the_range"`
	Verdict string  `json:"verdict"`
}

// The verdicts.
const (
	BoundFails   = "fails"   // promises more than was ever seen
	BoundEdge    = "edge"    // lies under the range, by no more than chance may do
	BoundInside  = "inside"  // what was seen somewhere
	BoundWeaker  = "weaker"  // less than was seen
	BoundUnasked = "unasked" // not lived so long
)

func (b *Bounded) judge() string {
	switch {
	case b.Worlds == 0:
		return BoundUnasked
	case b.Reach < b.Low:
		return BoundFails
	case b.Ratio < b.Low:
		return BoundEdge
	case b.Ratio > b.High:
		return BoundWeaker
	}
	return BoundInside
}

// HoldBounds lives the plans of a request, or [BoundedPlans], beside care as today, under
// the assumptions of the request or under what the evidence says and the optimistic set.
func HoldBounds(ctx context.Context, r job.Request, progress job.Progress) (*Bounds, error) {
	r.Region = cmp.Or(r.Region, "leuven")
	r.Draws, r.Replicates = cmp.Or(r.Replicates, boundDraws), 1
	if r.Draws < job.LeastReplicates {
		return nil, fault.New(fault.Usage, nil, "replicates_few", "count", r.Draws, "least", job.LeastReplicates)
	}
	if len(r.Plans) == 0 {
		r.Plans = BoundedPlans
	}
	r.Plans = append([]string{job.DefaultPlans[0]}, r.Plans...)
	r, err := r.Complete()
	if err != nil {
		return nil, err
	}
	sets := boundedSets
	if r.Assumptions != "" {
		sets = []string{r.Assumptions}
	}
	out := &Bounds{Region: filepath.Base(r.Region), Engine: sim.Engine, Worlds: r.Draws}
	var worlds []*job.Experiment
	for _, set := range sets {
		r.Assumptions = set
		x, err := job.NewExperiment(r)
		if err != nil {
			return nil, err
		}
		worlds = append(worlds, x)
	}
	out.Numbers = job.OwnNumbers(worlds[0].Plans[0])
	alone, all := progress, len(worlds)
	for k, x := range worlds {
		if progress != nil {
			alone = func(done, total int64) { progress(done+int64(k)*total, int64(all)*total) }
		}
		rows, err := holdBounds(ctx, x, r.Workers, alone)
		if err != nil {
			return nil, err
		}
		out.Rows = append(out.Rows, rows...)
	}
	// All comparisons together fail a sound model with the false-alarm rate.
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(max(1, out.Worlds-1))}
	half, gate := t.Quantile(0.975), t.Quantile(1-FalseAlarm/float64(len(out.Rows)))
	for i := range out.Rows {
		b := &out.Rows[i]
		se := b.Half
		b.Half, b.Reach = half*se, b.Ratio+gate*se
		b.Verdict = b.judge()
	}
	return out, nil
}

// teamsBegin is the month of the accounts in which a plan begins in a draw.
func teamsBegin(x *job.Experiment, plan *scenarios.Scenario, d int) int {
	if from, later := plan.Begins(x.Values(plan, d)); later {
		return int(from - x.Start)
	}
	return 0
}

// holdBounds lives the plans beside the first; Half of what it returns is the standard
// error of the mean.
func holdBounds(ctx context.Context, x *job.Experiment, workers int, progress job.Progress) ([]Bounded, error) {
	begun, most, last := make([][]int, len(x.Plans)), 0, 0
	for p, plan := range x.Plans {
		for d := range x.Draws {
			begun[p] = append(begun[p], teamsBegin(x, plan, d))
		}
		most = max(most, slices.Max(begun[p]))
	}
	for _, b := range bounds {
		last = max(last, b.to)
	}
	x.Months = min(x.Months, most+last)
	lived := make([][]boundSeries, len(x.Plans))
	for p := range lived {
		lived[p] = make([]boundSeries, x.Draws)
	}
	none := func(outputs.Cell) bool { return false }
	if err := x.Each(ctx, workers, none, func(c outputs.Cell, r *sim.Result) error {
		p := slices.IndexFunc(x.Plans, func(s *scenarios.Scenario) bool { return s.Name == c.Scenario })
		lived[p][c.Draw] = boundSeries{
			sim.MonthUnplanned: r.Months[sim.MonthUnplanned], sim.MonthBedDays: r.Months[sim.MonthBedDays], sim.MonthPopulation: r.Months[sim.MonthPopulation],
		}
		return nil
	}, progress); err != nil {
		return nil, err
	}
	reg, _, err := job.DefaultsOf(x.Plans[0])
	if err != nil {
		return nil, err
	}
	var out []Bounded
	for p, plan := range x.Plans[1:] {
		for _, b := range bounds {
			held := Bounded{Set: cmp.Or(x.Assumed(), scenarios.DefaultSet), Plan: plan.Name, Title: plan.Title, Row: b.row}
			held.Seen, held.Low, held.High = b.seen(reg)
			var ratios []float64
			for world := range lived[0] {
				from := begun[p+1][world]
				if from+b.to > x.Months {
					ratios = nil
					break
				}
				ratio := lived[p+1][world].rate(b, from) / lived[0][world].rate(b, from)
				if ratios = append(ratios, ratio); ratio < held.Low {
					held.Under++
				}
			}
			if held.Worlds = len(ratios); held.Worlds > 0 {
				held.Ratio, held.Half = stat.MeanStdDev(ratios, nil)
				held.Half /= math.Sqrt(float64(len(ratios)))
			}
			out = append(out, held)
		}
	}
	return out, nil
}

// boundSeries are the months of the series that bounds are counted on.
type boundSeries map[sim.Series][]int64

// rate is what a bound is counted on, per inhabitant and month, from the month in which a
// plan begins.
func (s boundSeries) rate(b bound, begun int) float64 {
	var events, people int64
	for m := begun + b.from; m < begun+b.to; m++ {
		events += s[b.series][m]
		people += s[sim.MonthPopulation][m]
	}
	return float64(events) / float64(people)
}

// seen is the value and the range of a row as a ratio.
func (b bound) seen(reg *evidence.Register) (value, low, high float64) {
	r, ok := reg.Row(b.row)
	if !ok {
		panic("job: no evidence row " + b.row)
	}
	if b.log {
		return math.Exp(r.Value), math.Exp(r.Low), math.Exp(r.High)
	}
	return r.Value, r.Low, r.High
}

// Verdict is a [fault.Error] when a plan promises more than was ever seen.
func (b *Bounds) Verdict() error {
	failed := 0
	for _, row := range b.Rows {
		if row.Verdict == BoundFails {
			failed++
		}
	}
	if failed > 0 {
		return fault.New(fault.GateFailed, nil, "gates", "count", failed, "all", len(b.Rows))
	}
	return nil
}

// Table writes the plans beside the bounds for a terminal.
func (b *Bounds) Table(w *words.Words) string {
	var out strings.Builder
	line := func(id string, args ...any) { fmt.Fprintln(&out, plain.Wrap(w.Say("validate.bounds."+id, args...))) }
	line("title", "region", plain.RegionName(b.Region, w))
	for _, said := range b.Numbers.Sentences(w) {
		fmt.Fprintln(&out, plain.Wrap(said))
	}
	line("what", "count", b.Worlds)
	for k := 0; k < len(b.Rows); {
		set := b.Rows[k].Set
		fmt.Fprintln(&out)
		line("under", "set", plain.SetTitles(set, w.Lang()))
		t := plain.Table(w.Say("validate.bounds.plan"), w.Say("validate.bounds.seen"), w.Say("validate.bounds.model"), "")
		t.Text = 3
		for ; k < len(b.Rows) && b.Rows[k].Set == set; k++ {
			held := &b.Rows[k]
			if k == 0 || b.Rows[k-1].Plan != held.Plan || b.Rows[k-1].Set != set {
				t.Row(plain.TitleOf(held.Title, held.Plan, w), "", "", "")
			}
			model := ""
			if held.Worlds > 0 {
				model = w.Number(held.Ratio, 4) + " ±" + w.Number(held.Half, 4)
			}
			t.Row("  "+w.Say("validate.bounds.row."+held.Row), w.Number(held.Low, 3)+"–"+w.Number(held.High, 3), model, w.Say("validate.bounds.verdict."+held.Verdict))
		}
		fmt.Fprintf(&out, "\n%s", t)
	}
	fmt.Fprintln(&out)
	for _, said := range b.Sentences(w) {
		fmt.Fprintln(&out, plain.Wrap(said))
	}
	return out.String()
}

// Sentences say what fails, or that nothing does, and what that is worth.
func (b *Bounds) Sentences(w *words.Words) (out []string) {
	say := func(id string, args ...any) { out = append(out, w.Say("validate.bounds."+id, args...)) }
	counts := map[string]int{}
	under := 0
	for i := range b.Rows {
		held := &b.Rows[i]
		counts[held.Verdict]++
		under = max(under, held.Under)
		if held.Verdict == BoundFails {
			say("fails", "plan", plain.TitleOf(held.Title, held.Plan, w), "set", plain.SetTitles(held.Set, w.Lang()), "when", w.Say("validate.bounds.row."+held.Row),
				"promised", 1-held.Ratio, "most", 1-held.Low, "row", held.Row)
		}
	}
	if counts[BoundFails] == 0 {
		say("none", "count", len(b.Rows))
	}
	if n := counts[BoundEdge]; n > 0 {
		say("edges", "count", n)
	}
	if n := counts[BoundWeaker]; n > 0 {
		say("weak", "count", n, "all", len(b.Rows)-counts[BoundUnasked])
	}
	if n := counts[BoundUnasked]; n > 0 {
		say("beyond", "count", n)
	}
	if under > 0 && counts[BoundFails] == 0 {
		say("worlds", "count", under, "all", b.Worlds)
	}
	say("alarm", "rate", "1/10 000")
	return out
}

// JSON writes the comparison for a program.
func (b *Bounds) JSON(out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(b)
}
