package job

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"piramide/internal/draw"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
	"piramide/scenarios/model"
	"piramide/sim"
)

// burnIn is how many months of care as today precede the accounts (model.md
// section 1), so that queues, caseloads and histories are filled.
const burnIn = 36

// experiment is a set of plans in one region, under the same draws and luck.
type experiment struct {
	params     *model.Parameters
	plans      []*scenarios.Scenario
	regions    []belgium.Region // regions that exchange nothing; their results add up
	start      sim.Month
	months     int
	seed       uint64
	draws      int
	replicates int
	fixed      bool // base values in every cell; luck alone differs
	spread     bool // ask how the yearly cost of citizens varies

	equal string                     // the budget that plans were brought to; "" = none
	notes map[string][]words.Message // what was done for that, by plan
}

// Progress is told how much of the work is done, in months of a region. It is
// called by several goroutines at once.
type Progress func(done, total int64)

// values gives the parameters of a draw under the assumptions of a plan. Draw d
// of an experiment is draw d+1 of the model, whose draw 0 is the base.
func (x *experiment) values(plan *scenarios.Scenario, d int) *model.Values {
	n := d + 1
	if x.fixed {
		n = 0
	}
	v := x.params.Values(x.seed, n)
	plan.Assume(v, x.seed, n)
	return v
}

// base gives the base values under the assumptions of a plan.
func (x *experiment) base(plan *scenarios.Scenario) *model.Values {
	v := x.params.Values(x.seed, 0)
	plan.Assume(v, x.seed, 0)
	return v
}

// luck is shared by all plans and regions of a cell.
func luck(d, replicate int) uint64 { return draw.Key(uint64(d)+1, uint64(replicate)+1) }

// kindred groups the plans that share their assumptions, and so their past.
func (x *experiment) kindred() [][]int {
	var groups [][]int
	for i, s := range x.plans {
		k := slices.IndexFunc(groups, func(g []int) bool {
			return slices.EqualFunc(x.plans[g[0]].Assumptions, s.Assumptions, scenarios.Assumption.Same)
		})
		if k < 0 {
			groups = append(groups, nil)
			k = len(groups) - 1
		}
		groups[k] = append(groups[k], i)
	}
	return groups
}

// config builds the world of a region in a draw, under the assumptions of a plan.
func (x *experiment) config(region belgium.Region, plan *scenarios.Scenario, d int) (sim.Config, *model.Values, error) {
	v := x.values(plan, d)
	cfg, _, err := belgium.BuildDraw(x.base(plan), v, region)
	if err != nil {
		return sim.Config{}, nil, fmt.Errorf("draw %d: %w", d+1, err)
	}
	cfg.Seed, cfg.Spread = x.seed, x.spread
	cfg.Calendar = sim.Calendar{Start: x.start, BurnIn: burnIn, Cycles: x.months, CyclesPerYear: 12}
	return cfg, v, nil
}

// task is one past (draw, replicate, region, assumptions) and the plans that
// continue from it. It runs serially.
type task struct {
	draw, replicate, region int
	plans                   []int
}

// run lives every cell that is not done yet and hands it over as it finishes.
// Workers only decide how many worlds live at the same time.
func (x *experiment) run(ctx context.Context, workers int, done func(outputs.Cell) bool, put func(*outputs.CellTables) error, progress Progress) error {
	return x.each(ctx, workers, done, func(c outputs.Cell, r *sim.Result) error {
		t := outputs.Extract(c, r)
		return put(&t)
	}, progress)
}

// each lives every cell that is not done yet and hands over its result.
func (x *experiment) each(ctx context.Context, workers int, done func(outputs.Cell) bool, put func(outputs.Cell, *sim.Result) error, progress Progress) error {
	var tasks []task
	var total int64
	for d := range x.draws {
		for r := range x.replicates {
			for region := range x.regions {
				for _, group := range x.kindred() {
					t := task{draw: d, replicate: r, region: region}
					for _, p := range group {
						if !done(outputs.Cell{Scenario: x.plans[p].Name, Draw: d, Replicate: r}) {
							t.plans = append(t.plans, p)
						}
					}
					if len(t.plans) > 0 {
						tasks = append(tasks, t)
						total += int64(burnIn + x.months*len(t.plans))
					}
				}
			}
		}
	}
	var lived atomic.Int64
	step := func(n int) {
		if v := lived.Add(int64(n)); progress != nil {
			progress(v, total)
		}
	}
	pool := &assembly{regions: x.regions, parts: map[outputs.Cell][]*sim.Result{}, put: put}
	g, running := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for _, t := range tasks {
		g.Go(func() error { return x.live(running, t, pool, step) })
	}
	return g.Wait()
}

// live runs one task: the past once, then each plan from a copy of it.
func (x *experiment) live(ctx context.Context, t task, pool *assembly, step func(int)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	cfg, v, err := x.config(x.regions[t.region], x.plans[t.plans[0]], t.draw)
	if err != nil {
		return err
	}
	cfg.Luck = luck(t.draw, t.replicate)
	schedules := make([][]sim.Dated, len(t.plans))
	for i, p := range t.plans {
		if cfg.Before, schedules[i], _, err = x.plans[p].Plans(&cfg, v); err != nil {
			return err
		}
	}
	m, err := sim.Compile(cfg)
	if err != nil {
		return err
	}
	past, err := m.Start(ctx)
	if err != nil {
		return err
	}
	step(burnIn)
	for i, p := range t.plans {
		w := past
		if i < len(t.plans)-1 {
			w = past.Branch()
		}
		r, err := w.Run(ctx, schedules[i], func(int) { step(1) })
		if err != nil {
			return err
		}
		if err := pool.add(outputs.Cell{Scenario: x.plans[p].Name, Draw: t.draw, Replicate: t.replicate}, t.region, r); err != nil {
			return err
		}
	}
	return nil
}

// assembly holds the regions of cells that are not complete yet.
type assembly struct {
	regions []belgium.Region
	put     func(outputs.Cell, *sim.Result) error

	mu    sync.Mutex
	parts map[outputs.Cell][]*sim.Result
}

// add takes one region of a cell; the last one completes the cell.
func (a *assembly) add(c outputs.Cell, region int, r *sim.Result) error {
	all := []*sim.Result{r}
	if len(a.regions) > 1 {
		for i := range r.Areas[1:] {
			r.Areas[i+1] = a.regions[region].ID + "/" + r.Areas[i+1]
		}
		a.mu.Lock()
		if a.parts[c] == nil {
			a.parts[c] = make([]*sim.Result, len(a.regions))
		}
		all = a.parts[c]
		all[region] = r
		complete := !slices.Contains(all, nil)
		if complete {
			delete(a.parts, c)
		}
		a.mu.Unlock()
		if !complete {
			return nil
		}
	}
	return a.put(c, sim.Sum(all))
}
