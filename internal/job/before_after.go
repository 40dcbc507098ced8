package job

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/sim"
)

// What would a before–after evaluation of a plan have reported, and what was true? In
// every world the plan is lived and the people who enter coordination are noted; then
// the same people are looked at in the year before and the year after their entry,
// with the plan and without it, in worlds with the same luck.

// BeforeAfter is the answer.
type BeforeAfter struct {
	Plan       string            `json:"plan"`
	Title      map[string]string `json:"title"`
	Digest     string            `json:"plan_digest"`
	Versus     string            `json:"versus"`
	VersusName map[string]string `json:"versus_title"`
	Region     string            `json:"region"`
	Assumed    string            `json:"assumptions,omitempty"`

	Numbers *outputs.OwnNumbers `json:"numbers,omitempty"`
	Chance  bool                `json:"chance_only"`
	Worlds  int                 `json:"worlds"`
	Groups  []EvaluatedGroup    `json:"groups"`
	Folder  string              `json:"-"`
	words   *words.Words
}

// EvaluatedGroup is a choice of whom the evaluation looks at.
type EvaluatedGroup struct {
	ID     string           `json:"id"` // all, stayed or costliest
	People outputs.Estimate `json:"people"`
	Rows   []Evaluated      `json:"measures"`
}

// Evaluated is a measure per person and year. Claimed and True are parts of the year
// before and of the same year without the plan; a fall is negative.
type Evaluated struct {
	ID      string           `json:"id"` // unplanned_stays or insurance_cost
	Before  outputs.Estimate `json:"before"`
	After   outputs.Estimate `json:"after"`
	Without outputs.Estimate `json:"after_without_the_plan"`
	Claimed outputs.Estimate `json:"claimed_change"`
	True    outputs.Estimate `json:"true_change"`
	Fell    int              `json:"worlds_that_report_a_fall"`
	Worlds  int              `json:"worlds_with_people"`
}

// The groups and measures, and what costs most of whom: the choice that an evaluation
// of high-cost patients makes.
var (
	evaluatedGroups   = []string{"all", "stayed", "costliest"}
	evaluatedMeasures = []string{"unplanned_stays", "insurance_cost"}
)

const costliestShare = 0.2

const (
	fileBeforeAfter     = "before_after.json"
	fileBeforeAfterCSV  = "before_after.csv"
	detailBeforeAfter   = "before-after"
	beforeAfterPrefix   = "before-after-" // of its folder among those of searches
	worldsOfBeforeAfter = 3               // the plan twice, and the world without it
)

// followed is the people of one world: with the plan, and the same without.
type followed struct{ with, without []sim.BeforeAfter }

// EvaluateBeforeAfter lives the worlds and writes a folder. versus is the plan without
// which it is set against; "" = reference. It is lived under the plan's assumptions.
func EvaluateBeforeAfter(ctx context.Context, r Request, versus string, progress Progress) (*BeforeAfter, error) {
	w, err := words.For(r.Lang)
	if err != nil {
		return nil, err
	}
	if len(r.Plans) != 1 {
		return nil, fail(Usage, nil, "before_after_one")
	}
	if versus == "" {
		versus = DefaultPlans[0]
	}
	if first, err := scenarios.Load(versus); err == nil && first.Name == planName(r.Plans[0]) {
		return nil, fail(Usage, nil, "before_after_itself", "plan", first.Name)
	}
	r.Plans = []string{versus, r.Plans[0]}
	if r, err = r.complete(); err != nil {
		return nil, err
	}
	x, err := newExperiment(r)
	if err != nil {
		return nil, err
	}
	plan := x.plans[1]
	m, err := x.beforeAfterManifest()
	if err != nil {
		return nil, err
	}
	if r.Out == "" {
		r.Out = strings.Replace(x.folder(), "resultaat-", "voor-na-", 1)
	}
	folder, err := outputs.CreateFolder(r.Out, m)
	if err != nil {
		return nil, unwritable(r.Out, err)
	}
	defer func() { _ = folder.Close() }() // a lock that stays is taken over next time
	if folder.Complete() {
		if b, ok := readBeforeAfter(os.DirFS(folder.Dir()), fileBeforeAfter, w); ok {
			b.Folder = folder.Dir()
			return b, nil
		}
	}
	cells, err := x.followAll(ctx, r.Workers, progress)
	if err != nil {
		return nil, err
	}
	b := &BeforeAfter{
		Plan: plan.Name, Title: plan.Title, Digest: planDigest(plan), Versus: x.plans[0].Name, VersusName: x.plans[0].Title,
		Region: filepath.Base(plan.Region), Assumed: setNames(plan), Numbers: ownNumbers(plan), Chance: x.fixed, Worlds: len(cells), words: w,
	}
	var csv bytes.Buffer
	b.evaluate(x, cells, &csv)
	if len(b.Groups) == 0 {
		return nil, fail(Usage, nil, "before_after_nobody", "plan", plan.Name)
	}
	if err := errors.Join(folder.Write(fileBeforeAfterCSV, csv.Bytes()), folder.Write(fileBeforeAfter, b.encoded()), folder.Finish(fileScratch)); err != nil {
		return nil, unwritable(r.Out, err)
	}
	b.Folder = folder.Dir()
	return b, nil
}

// beforeAfterManifest says what was asked, so that the folder of another one is refused.
func (x *experiment) beforeAfterManifest() (outputs.Manifest, error) {
	run, err := x.describe()
	m := run.Manifest
	m.Detail = detailBeforeAfter
	m.Command = append([]string{"before-after", x.plans[1].Name, "--versus", x.plans[0].Name}, slices.DeleteFunc(m.Command[1:], func(arg string) bool {
		return arg == x.plans[0].Name || arg == x.plans[1].Name
	})...)
	return m, err
}

// followAll lives every world, cells in order.
func (x *experiment) followAll(ctx context.Context, workers int, progress Progress) ([]followed, error) {
	cells := make([]followed, x.draws*x.replicates)
	parts := make([][]followed, len(cells))
	total := int64(len(cells) * len(x.regions) * (burnIn + worldsOfBeforeAfter*x.months))
	var lived atomic.Int64
	step := func(n int) {
		if v := lived.Add(int64(n)); progress != nil {
			progress(v, total)
		}
	}
	var mu sync.Mutex
	g, running := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for cell := range cells {
		parts[cell] = make([]followed, len(x.regions))
		for region := range x.regions {
			g.Go(func() error {
				f, err := x.followOne(running, cell, region, step)
				mu.Lock()
				parts[cell][region] = f
				mu.Unlock()
				return err
			})
		}
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	for cell := range cells {
		for _, p := range parts[cell] {
			cells[cell].with = append(cells[cell].with, p.with...)
			cells[cell].without = append(cells[cell].without, p.without...)
		}
	}
	return cells, nil
}

// followOne lives one region of a world: the past once, the plan to see who enters,
// and then the same people with the plan and without.
func (x *experiment) followOne(ctx context.Context, cell, region int, step func(int)) (f followed, err error) {
	without, plan := x.plans[0], x.plans[1]
	d, replicate := cell/x.replicates, cell%x.replicates
	cfg, v, err := x.config(x.regions[region], plan, d)
	if err != nil {
		return f, err
	}
	cfg.Luck = luck(d, replicate)
	var schedules [2][]sim.Dated
	for i, s := range []*scenarios.Scenario{plan, without} {
		if cfg.Before, schedules[i], _, err = s.Plans(&cfg, v); err != nil {
			return f, err
		}
	}
	m, err := sim.Compile(cfg)
	if err != nil {
		return f, err
	}
	past, err := m.Start(ctx)
	if err != nil {
		return f, err
	}
	step(burnIn)
	live := func(w *sim.World, schedule []sim.Dated) (*sim.Result, error) {
		return w.Run(ctx, schedule, func(int) { step(1) })
	}
	w := past.Branch()
	w.NoteEntries()
	r, err := live(w, schedules[0])
	if err != nil {
		return f, err
	}
	whole := slices.DeleteFunc(r.Entered, func(e sim.Entry) bool { // a year on both sides lies in the accounts
		return e.Cycle < sim.EntryWindow-1 || e.Cycle+sim.EntryWindow >= x.months
	})
	for i, into := range []*[]sim.BeforeAfter{&f.with, &f.without} {
		w := past
		if i == 0 {
			w = past.Branch()
		}
		w.Follow(whole)
		if r, err = live(w, schedules[i]); err != nil {
			return f, err
		}
		*into = r.BeforeAfter
	}
	return f, nil
}

// members are the places of the people of a group; who they are follows from the year
// before entry with the plan, as an evaluation sees it.
func members(group string, list []sim.BeforeAfter) (at []int) {
	var least int64 = math.MinInt64
	if group == "costliest" && len(list) > 0 {
		costs := make([]int64, len(list))
		for i, p := range list {
			costs[i] = p.Before.Cents
		}
		slices.Sort(costs)
		least = costs[min(len(costs)-1, int(float64(len(costs))*(1-costliestShare)))]
	}
	for i, p := range list {
		if p.Before.Cents >= least && (group != "stayed" || p.Before.Stays > 0) {
			at = append(at, i)
		}
	}
	return at
}

// evaluate fills the answer and writes a line per world and group.
func (b *BeforeAfter) evaluate(x *experiment, cells []followed, csv io.Writer) {
	fmt.Fprintln(csv, "draw,replicate,group,people,months_before,stays_before,eur_before,months_after,stays_after,eur_after,months_without,stays_without,eur_without")
	draws := make([]int, len(cells))
	for i := range cells {
		if draws[i] = i / x.replicates; x.fixed {
			draws[i] = i
		}
	}
	for _, group := range evaluatedGroups {
		people := make([]float64, len(cells))
		var rates [2][5][]float64 // per measure: before, after, without, claimed, true
		for c, f := range cells {
			var side [3]sim.Window
			at := members(group, f.with)
			people[c] = float64(len(at))
			for _, i := range at {
				for k, w := range []sim.Window{f.with[i].Before, f.with[i].After, f.without[i].After} {
					side[k].Months, side[k].Stays, side[k].Cents = side[k].Months+w.Months, side[k].Stays+w.Stays, side[k].Cents+w.Cents
				}
			}
			fmt.Fprintf(csv, "%d,%d,%s,%d", c/x.replicates, c%x.replicates, group, len(at))
			for _, s := range side {
				fmt.Fprintf(csv, ",%d,%d,%s", s.Months, s.Stays, strconv.FormatFloat(float64(s.Cents)/100, 'f', 2, 64))
			}
			fmt.Fprintln(csv)
			for measure := range rates {
				var y [3]float64
				for k, s := range side {
					y[k] = 12 * float64(s.Stays) / float64(s.Months)
					if measure == 1 {
						y[k] = 12 * float64(s.Cents) / 100 / float64(s.Months)
					}
				}
				for k, v := range []float64{y[0], y[1], y[2], y[1]/y[0] - 1, y[1]/y[2] - 1} {
					if math.IsInf(v, 0) {
						v = math.NaN() // nothing to compare with in this world
					}
					rates[measure][k] = append(rates[measure][k], v)
				}
			}
		}
		g := EvaluatedGroup{ID: group, People: outputs.Summarise(people, draws)}
		for measure, id := range evaluatedMeasures {
			e := Evaluated{ID: id}
			for k, into := range []*outputs.Estimate{&e.Before, &e.After, &e.Without, &e.Claimed, &e.True} {
				*into = outputs.Summarise(rates[measure][k], draws)
			}
			for _, claimed := range rates[measure][3] {
				if claimed < 0 {
					e.Fell++
				}
			}
			if e.Worlds = e.Claimed.Cells; e.Worlds > 0 && e.True.Cells > 0 {
				g.Rows = append(g.Rows, e)
			}
		}
		if len(g.Rows) > 0 {
			b.Groups = append(b.Groups, g)
		}
	}
}

func (b *BeforeAfter) encoded() []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(b); err != nil {
		panic("job: " + err.Error()) // our own types always encode
	}
	return out.Bytes()
}

// JSON writes the answer for a program.
func (b *BeforeAfter) JSON(out io.Writer) error {
	_, err := out.Write(b.encoded())
	return err
}

// ReadBeforeAfter reads the folder of an answer back; false when it is none.
func ReadBeforeAfter(folder string, w *words.Words) (*BeforeAfter, bool) {
	b, ok := readBeforeAfter(os.DirFS(folder), fileBeforeAfter, w)
	if ok {
		b.Folder = folder
	}
	return b, ok
}

func readBeforeAfter(files fs.FS, name string, w *words.Words) (*BeforeAfter, bool) {
	text, err := fs.ReadFile(files, name)
	b := &BeforeAfter{words: w}
	if err != nil || json.Unmarshal(text, b) != nil || len(b.Groups) == 0 {
		return nil, false
	}
	return b, true
}

// evaluations are what the report says of before–after evaluations: what was found for
// the very plans it compares, or which command finds it.
func (l illustrator) evaluations() (said []string) {
	m := &l.c.Result.Manifest
	if l.c.ChanceOnly {
		return nil
	}
	for i, p := range l.c.Plans[1:] {
		if all := wholeHorizon(l.c); !l.c.Employs(p.ID, sim.Zorgcoach, all) || l.c.Lives[p.ID] == 1 || len(equalNotes(l.c, &p, l.w)) > 0 {
			continue
		}
		if b, ok := l.evaluationOf(p.ID); ok {
			said = append(said, l.w.Say("before_after.report.answer", "plan", l.title(i+1), "text", strings.Join(b.Sentences(), " ")))
			continue
		}
		list := append([]string{"before-after", p.ID, "--versus", l.c.Base, "--region", m.Region, "--seed", strconv.FormatUint(m.Seed, 10), "--draws", strconv.Itoa(m.Draws)}, "--out", l.w.Say("cli.arg.folder")+"/"+outputs.DirSolved+"/"+beforeAfterPrefix+p.ID)
		list = append(list, l.asked(p.ID)...)
		if sets := m.Assumed(); sets != "" {
			list = append(list, "--assumptions", sets)
		}
		if m.Numbers != nil {
			list = append(list, "--numbers", m.Numbers.File)
		}
		said = append(said, l.w.Say("before_after.report.command", "plan", l.title(i+1), "command", strings.Join(quoted(list), " ")))
	}
	return said
}

// about says whether an evaluation is of a plan, region and assumptions of this result.
func (l illustrator) about(b *BeforeAfter, plan string) bool {
	m := &l.c.Result.Manifest
	return b.Digest == m.Inputs["plan/"+plan] && b.Versus == l.c.Base && b.Assumed == m.Assumed() && b.Numbers.Same(m.Numbers) && b.Region == filepath.Base(m.Region)
}
