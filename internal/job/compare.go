package job

import (
	"context"
	"errors"
	"strings"
	"time"

	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
)

// Compare runs plans on the same draws and luck and writes the result folder:
// cells, summary tables, figures and report. Finished cells of an interrupted
// run are kept; the same request goes on from there. The error is
// scenarios.Problems or a [fault.Error] where a person can do something about it.
func Compare(ctx context.Context, r Request, progress Progress) (*reading.Outcome, error) {
	switch len(r.Plans) {
	case 0:
		r.Plans = DefaultPlans
	case 1:
		s, err := scenarios.Load(r.Plans[0])
		if err != nil {
			return nil, err
		}
		if s.Name == DefaultPlans[0] { // it cannot be compared with itself
			return nil, fault.New(fault.Usage, nil, "only_reference", "other", DefaultPlans[len(DefaultPlans)-1])
		}
		return nil, fault.New(fault.Usage, nil, "one_plan", "plan", r.Plans[0])
	}
	if r.Until != "" {
		return compareUntil(ctx, r, progress)
	}
	return simulate(ctx, r, progress)
}

// Run is [Compare] for one plan: levels instead of differences, and no report.
func Run(ctx context.Context, r Request, progress Progress) (*reading.Outcome, error) {
	if len(r.Plans) != 1 {
		return nil, fault.New(fault.Usage, nil, "run_one")
	}
	return simulate(ctx, r, progress)
}

func simulate(ctx context.Context, r Request, progress Progress) (*reading.Outcome, error) {
	ws, err := plain.Languages(r.Lang)
	if err != nil {
		return nil, err
	}
	w := ws[0]
	x, store, err := lived(ctx, r, progress)
	if err != nil {
		return nil, err
	}
	defer func() { _ = store.Close() }() // a lock that stays is taken over next time
	c, failed, err := finish(store, ws, r.Illustrate, func(c *outputs.Comparison) ([]*outputs.Replay, error) {
		return x.kept(ctx, c, x.after)
	})
	if err != nil {
		return nil, fault.Unwritable(store.Dir(), err)
	}
	o := &reading.Outcome{Folder: store.Dir(), Comparison: c, Warnings: failed, Words: w}
	for _, s := range x.Plans {
		for _, p := range s.Check() {
			o.Warnings = append(o.Warnings, p.In(w))
		}
	}
	return o, nil
}

// lived resolves a request, opens its folder and fills it with every cell. The
// caller closes the store.
func lived(ctx context.Context, r Request, progress Progress) (*Experiment, *outputs.Store, error) {
	r, err := r.Complete()
	if err != nil {
		return nil, nil, err
	}
	x, err := NewExperiment(r)
	if err != nil {
		return nil, nil, err
	}
	if r.Out == "" {
		r.Out = x.Folder()
		if r.EqualBudget != "" {
			r.Out += "-budget-" + strings.NewReplacer(" ", "-", "/", "-", ",", "-", ".", "-").Replace(strings.ToLower(r.EqualBudget))
		}
	}
	if r.EqualBudget != "" {
		if err := x.equalise(ctx, r.EqualBudget, r.Out+"-trials", r.Workers, progress); err != nil {
			return nil, nil, err
		}
		if whole := progress; whole != nil { // the trials were two thirds
			progress = func(done, total int64) { whole(2*total+done, 3*total) }
		}
	}
	run, err := x.Describe()
	if err != nil {
		return nil, nil, err
	}
	create := outputs.Create
	if r.Until != "" { // it may be there with fewer simulations
		create = outputs.Extend
	}
	store, err := create(r.Out, run)
	if err != nil {
		return nil, nil, fault.Unwritable(r.Out, err)
	}
	if err := x.fill(ctx, store, r.Workers, x.leaveRoom(progress)); err != nil {
		return nil, nil, fault.Unwritable(r.Out, errors.Join(err, store.Close()))
	}
	return x, store, nil
}

// fill runs the cells that the folder lacks.
func (x *Experiment) fill(ctx context.Context, store *outputs.Store, workers int, progress Progress) error {
	if store.Complete() {
		return nil
	}
	began := time.Now()
	if err := store.Journal("start", map[string]any{"workers": workers}); err != nil {
		return err
	}
	err := x.run(ctx, workers, store.Stock(), store.Put, progress)
	event := "cells"
	if err != nil {
		event = "stopped"
	}
	if e := store.Journal(event, map[string]any{"seconds": time.Since(began).Seconds()}); err == nil {
		err = e
	}
	return err
}

// finish turns stored cells into what people open, and tells which figures could
// not be drawn. What replay lives again is kept in the folder, for its report.
func finish(store *outputs.Store, ws []*words.Words, illustrate Illustrate, replay func(*outputs.Comparison) ([]*outputs.Replay, error)) (c *outputs.Comparison, failed []string, err error) {
	result, err := store.Seal()
	if err != nil {
		return nil, nil, err
	}
	c, err = outputs.Compare(result, "")
	if err != nil {
		return nil, nil, err
	}
	if err := store.WriteTables(c); err != nil {
		return nil, nil, err
	}
	if len(c.Plans) > 1 && !store.Complete() {
		again, err := replay(c)
		if err != nil {
			return nil, nil, err
		}
		if again != nil {
			if err := store.WriteReplays(again); err != nil {
				return nil, nil, err
			}
		}
	}
	if illustrate != nil {
		if err := store.Render(plain.Langs(ws, "+"), func() (err error) {
			failed, err = illustrate(store, c, ws)
			return err
		}); err != nil {
			return nil, nil, err
		}
	}
	return c, failed, store.Finish()
}
