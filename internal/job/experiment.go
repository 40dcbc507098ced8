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

// Experiment is a set of plans in one region, under the same draws and luck.
type Experiment struct {
	Params     *model.Parameters
	Plans      []*scenarios.Scenario
	Regions    []belgium.Region // regions that exchange nothing; their results add up
	Start      sim.Month
	Months     int
	Seed       uint64
	Draws      int
	Replicates int
	Fixed      bool // base values in every cell; luck alone differs
	spread     bool // ask how the yearly cost of citizens varies

	points  int                                                // of the design of a sweep; 0 = none, one point
	variant func(plan, point int) (*scenarios.Scenario, error) // a plan at a point; nil = as it is
	fail    func(cell outputs.Cell, why error) error           // takes a cell that cannot be lived; nil = the run stops
	keep    []string                                           // indicators that are kept; nil = everything

	otherwise []string // what was asked otherwise than the plans say, for the name of the folder

	equal string                     // the budget that plans were brought to; "" = none
	notes map[string][]words.Message // what was done for that, by plan

	after Progress // of the replays that follow the run; nil = nobody asks
}

// Progress is told how much of the work is done, in months of a region. It is
// called by several goroutines at once.
type Progress func(done, total int64)

// Values gives the parameters of a draw under the assumptions of a plan. Draw d
// of an experiment is draw d+1 of the model, whose draw 0 is the base.
func (x *Experiment) Values(plan *scenarios.Scenario, d int) *model.Values {
	n := d + 1
	if x.Fixed {
		n = 0
	}
	v := x.Params.Values(x.Seed, n)
	plan.Assume(v, x.Seed, n)
	return v
}

// Base gives the base values under the assumptions of a plan.
func (x *Experiment) Base(plan *scenarios.Scenario) *model.Values {
	v := x.Params.Values(x.Seed, 0)
	plan.Assume(v, x.Seed, 0)
	return v
}

// rates are those at which the future is discounted.
func (x *Experiment) rates() outputs.Rates { return ratesOf(x.Base(x.Plans[0])) }

func ratesOf(v *model.Values) outputs.Rates {
	return outputs.Rates{Costs: v.Get("discount.costs"), Outcomes: v.Get("discount.outcomes")}
}

// Key is shared by all plans and regions of a cell.
func Key(d, replicate int) uint64 { return draw.Key(uint64(d)+1, uint64(replicate)+1) }

// kindred groups plans that share their assumptions, and so their past.
func kindred(plans []*scenarios.Scenario) [][]int {
	var groups [][]int
	for i, s := range plans {
		k := slices.IndexFunc(groups, func(g []int) bool {
			return slices.EqualFunc(plans[g[0]].Assumptions, s.Assumptions, scenarios.Assumption.Same)
		})
		if k < 0 {
			groups = append(groups, nil)
			k = len(groups) - 1
		}
		groups[k] = append(groups[k], i)
	}
	return groups
}

// Config builds the world of a region in a draw, under the assumptions of a plan.
func (x *Experiment) Config(region belgium.Region, plan *scenarios.Scenario, d int) (sim.Config, *model.Values, error) {
	v := x.Values(plan, d)
	cfg, _, err := belgium.BuildDraw(x.Base(plan), v, region)
	if err != nil {
		return sim.Config{}, nil, fmt.Errorf("draw %d: %w", d+1, err)
	}
	cfg.Seed, cfg.Spread = x.Seed, x.spread
	cfg.Calendar = sim.Calendar{Start: x.Start, BurnIn: BurnIn, Cycles: x.Months, CyclesPerYear: 12}
	return cfg, v, nil
}

// pointsAtOnce is how many points of a design one task lives: they often share their
// past, and plans that the design does not touch. A small sweep has fewer of them in a
// task, so that there is work for many.
func pointsAtOnce(points, draws, replicates int) int {
	const most, tasks = 8, 64
	return min(max(points*draws*replicates/tasks, 1), most)
}

// task is one draw, replicate and region, and the cells in it that are lived one after
// the other. Those that share their assumptions share a past.
type task struct {
	draw, replicate, region int
	cells                   []planAt
}

// planAt is a plan at a point of the design.
type planAt struct{ plan, point int }

// run lives every cell that is not done yet and hands it over as it finishes.
// Workers only decide how many worlds live at the same time.
func (x *Experiment) run(ctx context.Context, workers int, done func(outputs.Cell) bool, put func(*outputs.CellTables) error, progress Progress) error {
	rates := x.rates()
	return x.Each(ctx, workers, done, func(c outputs.Cell, r *sim.Result) error {
		t := outputs.Extract(c, r)
		if x.keep != nil {
			t = t.Keep(x.keep, rates)
		}
		return put(&t)
	}, progress)
}

// tasks lists what is not done yet, and how many months of a region that is at most:
// plans that are the same at several points are lived once.
func (x *Experiment) tasks(done func(outputs.Cell) bool) (tasks []task, total int64) {
	pasts := int64(len(kindred(x.Plans)))
	step := pointsAtOnce(x.points, x.Draws, x.Replicates)
	for first := 0; first < max(1, x.points); first += step {
		for d := range x.Draws {
			for r := range x.Replicates {
				for region := range x.Regions {
					t := task{draw: d, replicate: r, region: region}
					for point := first; point < min(first+step, max(1, x.points)); point++ {
						for p := range x.Plans {
							if !done(x.cell(planAt{p, point}, d, r)) {
								t.cells = append(t.cells, planAt{p, point})
							}
						}
					}
					if len(t.cells) > 0 {
						tasks = append(tasks, t)
						total += BurnIn*pasts + int64(x.Months*len(t.cells))
					}
				}
			}
		}
	}
	return tasks, total
}

// Each lives every cell that is not done yet and hands over its result.
func (x *Experiment) Each(ctx context.Context, workers int, done func(outputs.Cell) bool, put func(outputs.Cell, *sim.Result) error, progress Progress) error {
	tasks, total := x.tasks(done)
	var lived atomic.Int64
	step := func(n int) {
		if v := lived.Add(int64(n)); progress != nil {
			progress(min(v, total), total)
		}
	}
	pool := &assembly{regions: x.Regions, parts: map[outputs.Cell][]*sim.Result{}, put: put}
	g, running := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for _, t := range tasks {
		g.Go(func() error { return x.live(running, t, pool, step) })
	}
	return g.Wait()
}

func (x *Experiment) cell(at planAt, d, replicate int) outputs.Cell {
	return outputs.Cell{Scenario: x.Plans[at.plan].Name, Point: at.point, Draw: d, Replicate: replicate}
}

// at is a plan at a point of the design.
func (x *Experiment) at(p planAt) (*scenarios.Scenario, error) {
	if x.variant == nil {
		return x.Plans[p.plan], nil
	}
	return x.variant(p.plan, p.point)
}

// live runs one task: each past once, then every plan that follows on it from a copy.
// What cannot be lived is told of its own cell alone, where the run takes that.
func (x *Experiment) live(ctx context.Context, t task, pool *assembly, step func(int)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var plans []*scenarios.Scenario
	var cells [][]outputs.Cell // of each of the plans: points at which it is the same
	for _, at := range t.cells {
		c := x.cell(at, t.draw, t.replicate)
		s, err := x.at(at)
		if err != nil {
			if err := x.failed(ctx, []outputs.Cell{c}, err); err != nil {
				return err
			}
			continue
		}
		same := slices.IndexFunc(plans, func(o *scenarios.Scenario) bool {
			return o == s || x.variant != nil && o.Name == s.Name && o.Digest() == s.Digest()
		})
		if same < 0 {
			same = len(plans)
			plans, cells = append(plans, s), append(cells, nil)
		}
		cells[same] = append(cells[same], c)
	}
	for _, group := range kindred(plans) {
		if err := x.follow(ctx, t, plans, cells, group, pool, step); err != nil {
			return err
		}
	}
	return nil
}

// follow lives one past and the plans of a group that follow on it.
func (x *Experiment) follow(ctx context.Context, t task, plans []*scenarios.Scenario, cells [][]outputs.Cell, group []int, pool *assembly, step func(int)) error {
	var all []outputs.Cell
	for _, p := range group {
		all = append(all, cells[p]...)
	}
	cfg, v, err := x.Config(x.Regions[t.region], plans[group[0]], t.draw)
	if err != nil {
		return x.failed(ctx, all, err)
	}
	cfg.Luck = Key(t.draw, t.replicate)
	schedules := map[int][]sim.Dated{}
	var able []int
	for _, p := range group {
		before, schedule, _, err := plans[p].Plans(&cfg, v)
		if err != nil {
			if err := x.failed(ctx, cells[p], err); err != nil {
				return err
			}
			continue
		}
		cfg.Before, schedules[p] = before, schedule
		able = append(able, p)
	}
	if len(able) == 0 {
		return nil
	}
	m, err := sim.Compile(cfg)
	if err != nil {
		return x.failed(ctx, all, err)
	}
	past, err := m.Start(ctx)
	if err != nil {
		return x.failed(ctx, all, err)
	}
	step(BurnIn)
	for i, p := range able {
		w := past
		if i < len(able)-1 {
			w = past.Branch()
		}
		r, err := w.Run(ctx, schedules[p], func(int) { step(len(cells[p])) })
		if err != nil {
			if err := x.failed(ctx, cells[p], err); err != nil {
				return err
			}
			continue
		}
		if err := pool.add(cells[p], t.region, r); err != nil {
			return err
		}
	}
	return nil
}

// failed tells of cells that cannot be lived; the run stops where nobody takes them, or
// when it was stopped.
func (x *Experiment) failed(ctx context.Context, cells []outputs.Cell, why error) error {
	if ctx.Err() != nil || x.fail == nil {
		return why
	}
	for _, c := range cells {
		if err := x.fail(c, why); err != nil {
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

// add takes one region of cells that are the same; the last one completes them.
func (a *assembly) add(cells []outputs.Cell, region int, r *sim.Result) error {
	all := []*sim.Result{r}
	if len(a.regions) > 1 {
		for i := range r.Areas[1:] {
			r.Areas[i+1] = a.regions[region].ID + "/" + r.Areas[i+1]
		}
		first := cells[0]
		a.mu.Lock()
		if a.parts[first] == nil {
			a.parts[first] = make([]*sim.Result, len(a.regions))
		}
		all = a.parts[first]
		all[region] = r
		complete := !slices.Contains(all, nil)
		if complete {
			delete(a.parts, first)
		}
		a.mu.Unlock()
		if !complete {
			return nil
		}
	}
	whole := sim.Sum(all)
	for _, c := range cells {
		if err := a.put(c, whole); err != nil {
			return err
		}
	}
	return nil
}
