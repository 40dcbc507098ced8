package evaluate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"piramide/internal/job"
	"piramide/internal/job/fault"
	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/sim"
)

// What would a before–after evaluation of a plan have reported, and what was true? In
// every world the plan is lived and the people who enter coordination are noted; then
// the same people are looked at in the year before and the year after their entry,
// with the plan and without it, in worlds with the same luck.

// The groups and measures, and what costs most of whom: the choice that an evaluation
// of high-cost patients makes.
var (
	evaluatedGroups   = []string{"all", "stayed", "costliest"}
	evaluatedMeasures = []string{"unplanned_stays", "insurance_cost"}
)

const costliestShare = 0.2

// The table of an evaluation, and the worlds it lives: the plan twice, and the world without it.
const (
	fileBeforeAfterCSV  = "before_after.csv"
	worldsOfBeforeAfter = 3
)

// followed is the people of one world: with the plan, and the same without.
type followed struct{ with, without []sim.BeforeAfter }

// BeforeAfter lives the worlds and writes a folder. versus is the plan without
// which it is set against; "" = reference. It is lived under the plan's assumptions.
func BeforeAfter(ctx context.Context, r job.Request, versus string, progress job.Progress) (*reading.BeforeAfter, error) {
	w, err := words.For(r.Lang)
	if err != nil {
		return nil, err
	}
	if len(r.Plans) != 1 {
		return nil, fault.New(fault.Usage, nil, "before_after_one")
	}
	if versus == "" {
		versus = job.DefaultPlans[0]
	}
	if first, err := scenarios.Load(versus); err == nil && first.Name == job.PlanName(r.Plans[0]) {
		return nil, fault.New(fault.Usage, nil, "before_after_itself", "plan", first.Name)
	}
	r.Plans = []string{versus, r.Plans[0]}
	if r, err = r.Complete(); err != nil {
		return nil, err
	}
	x, err := job.NewExperiment(r)
	if err != nil {
		return nil, err
	}
	plan := x.Plans[1]
	m, err := beforeAfterManifest(x)
	if err != nil {
		return nil, err
	}
	if r.Out == "" {
		r.Out = strings.Replace(x.Folder(), "resultaat-", "voor-na-", 1)
	}
	folder, err := outputs.CreateFolder(r.Out, m)
	if err != nil {
		return nil, fault.Unwritable(r.Out, err)
	}
	defer func() { _ = folder.Close() }() // a lock that stays is taken over next time
	if folder.Complete() {
		if b, ok := reading.BeforeAfterIn(os.DirFS(folder.Dir()), reading.FileBeforeAfter, w); ok {
			b.Folder = folder.Dir()
			return b, nil
		}
	}
	cells, err := followAll(ctx, x, r.Workers, progress)
	if err != nil {
		return nil, err
	}
	b := &reading.BeforeAfter{
		Plan: plan.Name, Title: plan.Title, Digest: job.PlanDigest(plan), Versus: x.Plans[0].Name, VersusName: x.Plans[0].Title,
		Region: filepath.Base(plan.Region), Assumed: job.SetNames(plan), Numbers: job.OwnNumbers(plan), Chance: x.Fixed, Worlds: len(cells), Words: w,
	}
	var csv bytes.Buffer
	fillBeforeAfter(b, x, cells, &csv)
	if len(b.Groups) == 0 {
		return nil, fault.New(fault.Usage, nil, "before_after_nobody", "plan", plan.Name)
	}
	if err := errors.Join(folder.Write(fileBeforeAfterCSV, csv.Bytes()), folder.Write(reading.FileBeforeAfter, b.Encode()), folder.Finish(job.FileScratch)); err != nil {
		return nil, fault.Unwritable(r.Out, err)
	}
	b.Folder = folder.Dir()
	return b, nil
}

// beforeAfterManifest says what was asked, so that the folder of another one is refused.
func beforeAfterManifest(x *job.Experiment) (outputs.Manifest, error) {
	run, err := x.Describe()
	m := run.Manifest
	m.Detail = reading.DetailBeforeAfter
	m.Command = append([]string{"before-after", x.Plans[1].Name, "--versus", x.Plans[0].Name}, slices.DeleteFunc(m.Command[1:], func(arg string) bool {
		return arg == x.Plans[0].Name || arg == x.Plans[1].Name
	})...)
	return m, err
}

// followAll lives every world, cells in order.
func followAll(ctx context.Context, x *job.Experiment, workers int, progress job.Progress) ([]followed, error) {
	cells := make([]followed, x.Draws*x.Replicates)
	parts := make([][]followed, len(cells))
	total := int64(len(cells) * len(x.Regions) * (job.BurnIn + worldsOfBeforeAfter*x.Months))
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
		parts[cell] = make([]followed, len(x.Regions))
		for region := range x.Regions {
			g.Go(func() error {
				f, err := followOne(running, x, cell, region, step)
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
func followOne(ctx context.Context, x *job.Experiment, cell, region int, step func(int)) (f followed, err error) {
	without, plan := x.Plans[0], x.Plans[1]
	d, replicate := cell/x.Replicates, cell%x.Replicates
	cfg, v, err := x.Config(x.Regions[region], plan, d)
	if err != nil {
		return f, err
	}
	cfg.Luck = job.Key(d, replicate)
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
	step(job.BurnIn)
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
		return e.Cycle < sim.EntryWindow-1 || e.Cycle+sim.EntryWindow >= x.Months
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

// fillBeforeAfter fills the answer and writes a line per world and group.
func fillBeforeAfter(b *reading.BeforeAfter, x *job.Experiment, cells []followed, csv io.Writer) {
	fmt.Fprintln(csv, "draw,replicate,group,people,months_before,stays_before,eur_before,months_after,stays_after,eur_after,months_without,stays_without,eur_without")
	draws := make([]int, len(cells))
	for i := range cells {
		if draws[i] = i / x.Replicates; x.Fixed {
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
			fmt.Fprintf(csv, "%d,%d,%s,%d", c/x.Replicates, c%x.Replicates, group, len(at))
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
		g := reading.EvaluatedGroup{ID: group, People: outputs.Summarise(people, draws)}
		for measure, id := range evaluatedMeasures {
			e := reading.Evaluated{ID: id}
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
