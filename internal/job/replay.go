package job

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"piramide/internal/job/fault"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
	"piramide/sim"
)

// A replay lives one simulation of two plans again, side by side (ADR 18): once to
// add up what differs and to choose citizens, and once to follow those.

// kept are the replays that a folder keeps: none of a region of several networks, for
// Flanders would take longer to live again than a small comparison takes, and [Explain]
// lives what it is asked.
func (x *Experiment) kept(ctx context.Context, c *outputs.Comparison, progress Progress) ([]*outputs.Replay, error) {
	if len(x.Regions) > 1 {
		return nil, nil
	}
	return x.replays(ctx, c, progress)
}

// leaveRoom gives the progress of the run itself, whose end leaves room for the replays
// that follow it: with many plans those take as long as a few simulations, and the bar
// would stand at its end. A month lived twice side by side takes as long as two.
func (x *Experiment) leaveRoom(progress Progress) Progress {
	if progress == nil || len(x.Regions) > 1 || len(x.Plans) < 2 {
		return progress
	}
	var ran atomic.Int64
	room := 4 * int64(len(x.Plans)-1) * int64(x.Months)
	x.after = func(done, total int64) { progress(ran.Load()+room*done/total, ran.Load()+room) }
	return func(done, total int64) {
		ran.Store(total)
		progress(done, total+room)
	}
}

// replays lives the middle simulation of a comparison again, every plan beside the
// first.
func (x *Experiment) replays(ctx context.Context, c *outputs.Comparison, progress Progress) ([]*outputs.Replay, error) {
	d, r := c.Middle()
	var list []*outputs.Replay
	for p := range x.Plans[1:] {
		one, err := x.replay(ctx, c, p+1, 0, d, r, func(done, total int64) {
			if progress != nil {
				progress(int64(p)*total+done, int64(len(x.Plans)-1)*total)
			}
		})
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// pair is two plans in a region, at the start of the accounts.
type pair struct {
	plan, base        *sim.World
	planned, compared []sim.Dated
}

// replay lives a simulation of a plan and the plan it is compared with again. It fails
// when that is not what the result of the comparison holds.
func (x *Experiment) replay(ctx context.Context, c *outputs.Comparison, plan, base, d, replicate int, progress Progress) (*outputs.Replay, error) {
	head := c.Periods[0]
	start := int(x.Start) / 12
	gather := outputs.NewGather(x.Plans[plan].Name, x.Plans[base].Name, d, replicate, head)
	first, last := (head.First-start)*12, (head.Last-start+1)*12
	total, done := int64(2*x.Months*len(x.Regions)), int64(0)
	step := func() {
		if done++; progress != nil {
			progress(done, total)
		}
	}
	var worlds *pair // of the only region, for the second time
	results := [2][]*sim.Result{}
	for region := range x.Regions {
		w, err := x.startPair(ctx, region, plan, base, d, replicate)
		if err != nil {
			return nil, err
		}
		if len(x.Regions) == 1 {
			worlds = &pair{w.plan.Branch(), w.base.Branch(), w.planned, w.compared}
		}
		pairing := outputs.NewPairing(x.Months, first, last)
		r, err := w.live(ctx, func(month int, a, b []sim.Lived) {
			pairing.Month(month, a, b)
			step()
		})
		if err != nil {
			return nil, err
		}
		gather.Add(region, pairing)
		for k := range r {
			results[k] = append(results[k], x.named(r[k], region))
		}
	}
	for k, s := range []*scenarios.Scenario{x.Plans[plan], x.Plans[base]} {
		t := outputs.Extract(outputs.Cell{Scenario: s.Name, Draw: d, Replicate: replicate}, sim.Sum(results[k]))
		if err := c.Result.Lived(&t); err != nil {
			return nil, err
		}
	}
	chosen := gather.Choose()
	followed := make([]outputs.Followed, len(chosen))
	for region := range x.Regions {
		if !slices.ContainsFunc(chosen, func(c outputs.Chosen) bool { return c.Region == region }) {
			continue
		}
		w := worlds
		if w == nil {
			var err error
			if w, err = x.startPair(ctx, region, plan, base, d, replicate); err != nil {
				return nil, err
			}
		}
		at := [2][]int{make([]int, len(chosen)), make([]int, len(chosen))}
		if _, err := w.live(ctx, func(month int, a, b []sim.Lived) {
			for side, lives := range [2][]sim.Lived{a, b} {
				for k, c := range chosen {
					if c.Region != region {
						continue
					}
					if month == 0 {
						at[side][k] = slices.IndexFunc(lives, func(l sim.Lived) bool { return l.Key == c.Key })
					}
					if l := &lives[at[side][k]]; l.Key == c.Key { // a slot is used again after a life
						months := [2]*[]sim.Lived{&followed[k].Plan, &followed[k].Base}[side]
						*months = append(*months, *l)
					}
				}
			}
			step()
		}); err != nil {
			return nil, err
		}
	}
	if progress != nil {
		progress(total, total)
	}
	return gather.Tell(chosen, followed), nil
}

// named gives the buurten of one region of several their names, as in [assembly.add].
func (x *Experiment) named(r *sim.Result, region int) *sim.Result {
	if len(x.Regions) > 1 {
		for i := range r.Areas[1:] {
			r.Areas[i+1] = x.Regions[region].ID + "/" + r.Areas[i+1]
		}
	}
	return r
}

// startPair lives the past of two plans in a region: one past where they share their
// assumptions.
func (x *Experiment) startPair(ctx context.Context, region, plan, base, d, replicate int) (*pair, error) {
	out := &pair{}
	same := slices.EqualFunc(x.Plans[plan].Assumptions, x.Plans[base].Assumptions, scenarios.Assumption.Same)
	for k, p := range []int{base, plan} {
		cfg, v, err := x.Config(x.Regions[region], x.Plans[p], d)
		if err != nil {
			return nil, err
		}
		cfg.Luck = Key(d, replicate)
		before, schedule, _, err := x.Plans[p].Plans(&cfg, v)
		if err != nil {
			return nil, err
		}
		cfg.Before = before
		if k == 1 && same {
			out.plan, out.planned = out.base.Branch(), schedule
			continue
		}
		m, err := sim.Compile(cfg)
		if err != nil {
			return nil, err
		}
		w, err := m.Start(ctx)
		if err != nil {
			return nil, err
		}
		if k == 0 {
			out.base, out.compared = w, schedule
		} else {
			out.plan, out.planned = w, schedule
		}
	}
	return out, nil
}

// live lives both worlds in step and shows each month of the two.
func (p *pair) live(ctx context.Context, each func(month int, plan, base []sim.Lived)) ([2]*sim.Result, error) {
	type month struct {
		n     int
		lives []sim.Lived
	}
	var results [2]*sim.Result
	var told [2]chan month
	var goOn [2]chan struct{}
	g, running := errgroup.WithContext(ctx)
	for k, w := range []*sim.World{p.plan, p.base} {
		told[k], goOn[k] = make(chan month), make(chan struct{})
		schedule := [2][]sim.Dated{p.planned, p.compared}[k]
		w.Watch(&sim.Probe{Month: func(n int, lives []sim.Lived) {
			select {
			case told[k] <- month{n, lives}:
			case <-running.Done():
				return
			}
			<-goOn[k]
		}})
		g.Go(func() (err error) {
			defer close(told[k])
			results[k], err = w.Run(running, schedule, nil)
			return err
		})
	}
	for {
		a, here := <-told[0]
		b, there := <-told[1]
		if here && there {
			each(a.n, a.lives, b.lives)
		}
		for k, waits := range [2]bool{here, there} {
			if waits {
				goOn[k] <- struct{}{}
			}
		}
		if !here || !there {
			break
		}
	}
	return results, g.Wait()
}

// experimentOf is the experiment that a result folder was made by, from the folder
// alone. It refuses what this program would live in another way.
func experimentOf(r *outputs.Result) (*Experiment, error) {
	m := &r.Manifest
	if m.Engine != sim.Engine {
		return nil, fault.New(fault.BadInput, nil, "replay_engine", "folder", r.Dir, "made", m.Engine, "now", sim.Engine)
	}
	_, params, err := Defaults()
	if err != nil {
		return nil, err
	}
	x := &Experiment{Params: params, Seed: m.Seed, Draws: m.Draws, Replicates: m.Replicates, Fixed: m.FixedParameters}
	var sets []string
	for _, set := range m.Assumptions {
		switch {
		case set.Fit != "":
			sets = append(sets, filepath.Join(r.Dir, set.Fit))
		case set.ID != scenarios.DefaultSet:
			sets = append(sets, set.ID)
		}
	}
	for i := range r.Plans {
		p := &r.Plans[i]
		if p.Source == "" {
			return nil, fault.New(fault.BadInput, nil, "replay_no_plans", "folder", r.Dir)
		}
		s, err := scenarios.Parse(filepath.Join(r.Dir, "plans.json"), []byte(p.Source))
		if err != nil {
			return nil, err
		}
		if s, err = s.Under(sets...); err != nil {
			return nil, err
		}
		s.Name, s.Title = p.ID, p.Title
		if !slices.Contains(belgium.RegionIDs, s.Region) {
			s.Region = filepath.Join(r.Dir, outputs.RegionFile(strings.ToLower(filepath.Ext(s.Region))))
		}
		x.Plans = append(x.Plans, s)
	}
	first := x.Plans[0]
	x.Start, x.Months = first.Start, first.Months
	if x.Regions, err = Regions(first, params.Values(m.Seed, 0)); err != nil {
		return nil, err
	}
	return x, nil
}

// replayOf lives a simulation of a finished result again, from its folder alone.
func replayOf(ctx context.Context, c *outputs.Comparison, plan, base string, d, replicate int, progress Progress) (*outputs.Replay, error) {
	x, err := experimentOf(c.Result)
	if err != nil {
		return nil, err
	}
	at := func(name string) int {
		return slices.IndexFunc(x.Plans, func(s *scenarios.Scenario) bool { return s.Name == name })
	}
	r, err := x.replay(ctx, c, at(plan), at(base), d, replicate, progress)
	if errors.Is(err, outputs.ErrOtherLives) {
		return nil, fault.New(fault.BadInput, err, "replay_differs", "folder", c.Result.Dir)
	}
	return r, err
}
