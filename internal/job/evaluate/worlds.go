package evaluate

import (
	"cmp"
	"context"
	"slices"

	"piramide/internal/draw"
	"piramide/internal/job"
	"piramide/scenarios"
	"piramide/sim"
)

// The worlds of one repetition: the same citizens and luck without the plan, with it, and
// with it as each design hands it out.

// trial is one repetition, from which every design is read.
type trial struct {
	start   int    // month of the accounts in which the plan begins
	buurten int    // of the region
	key     uint64 // of its lots and orders
	draw    int
	without *register
	plan    *trialWorld
	designs []*trialWorld // of the designs that hand the plan out in a way of their own; nil for the others
}

// trialWorld is a world with the plan.
type trialWorld struct {
	register *register
	entered  []sim.Entry
	drawn    []sim.Drawn
	entry    []int // per buurt: month in which it enters; months of the accounts = never
}

// ownWorld says whether a design hands the plan out in a way of its own.
func ownWorld(d *scenarios.EvaluationDesign) bool {
	return d.Kind == scenarios.SteppedWedge || d.Kind == scenarios.RandomisedInclusion
}

// worldsOf is how many worlds a repetition lives.
func worldsOf(list []scenarios.EvaluationDesign) int {
	n := 1
	for i := range list {
		if ownWorld(&list[i]) {
			n++
		}
	}
	if asItIs(list) {
		n++
	}
	return n
}

// asItIs says whether any design looks at the plan as it is.
func asItIs(list []scenarios.EvaluationDesign) bool {
	return slices.ContainsFunc(list, func(d scenarios.EvaluationDesign) bool { return !ownWorld(&d) })
}

// ages are the youngest ages that designs of buurten count from.
func ages(list []scenarios.EvaluationDesign) (out []int) {
	for _, d := range list {
		if d.Unit == scenarios.OfBuurten {
			out = append(out, d.MinAge)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// liveTrial lives the worlds of a repetition.
func liveTrial(ctx context.Context, x *job.Experiment, e *scenarios.EvaluationFile, d, replicate int, step func(int)) (*trial, error) {
	without, plan := x.Plans[0], x.Plans[1]
	cfg, v, err := x.Config(x.Regions[0], plan, d)
	if err != nil {
		return nil, err
	}
	cfg.Luck = job.Key(d, replicate)
	begins, later := plan.Begins(v)
	if !later {
		begins = x.Start
	}
	t := &trial{start: int(begins - x.Start), buurten: len(cfg.Population.Buurten), key: draw.Key(x.Seed, cfg.Luck), draw: d}
	if x.Fixed {
		t.draw = 0
	}
	var schedules [2][]sim.Dated
	for i, s := range []*scenarios.Scenario{without, plan} {
		if cfg.Before, schedules[i], _, err = s.Plans(&cfg, v); err != nil {
			return nil, err
		}
	}
	m, err := sim.Compile(cfg)
	if err != nil {
		return nil, err
	}
	past, err := m.Start(ctx)
	if err != nil {
		return nil, err
	}
	step(job.BurnIn)
	clients := func(d *scenarios.EvaluationDesign) bool { return d.Unit == scenarios.OfClients }
	anyClients := slices.ContainsFunc(e.Designs, func(d scenarios.EvaluationDesign) bool { return clients(&d) })
	live := func(schedule []sim.Dated, people bool) (*trialWorld, error) {
		w := past.Branch()
		out := &trialWorld{register: newRegister(max(0, t.start-monthsPerYear), x.Months, t.buurten, ages(e.Designs), cfg.Prices.HomeNursing, people)}
		out.register.watch(w)
		w.NoteEntries()
		r, err := w.Run(ctx, schedule, func(int) { step(1) })
		if err != nil {
			return nil, err
		}
		out.entered, out.drawn = r.Entered, r.Drawn
		return out, nil
	}
	base, err := live(schedules[0], anyClients)
	if err != nil {
		return nil, err
	}
	t.without = base.register
	if asItIs(e.Designs) {
		people := slices.ContainsFunc(e.Designs, func(d scenarios.EvaluationDesign) bool { return !ownWorld(&d) && clients(&d) })
		if t.plan, err = live(schedules[1], people); err != nil {
			return nil, err
		}
	}
	t.designs = make([]*trialWorld, len(e.Designs))
	for i := range e.Designs {
		d := &e.Designs[i]
		if !ownWorld(d) {
			continue
		}
		entry := t.entries(d, i, x.Months)
		w, err := live(handOut(schedules[1], x.Start, entry, clients(d)), clients(d))
		if err != nil {
			return nil, err
		}
		if w.entry = entry; !clients(d) {
			w.register.at, w.register.list, w.register.lived = nil, nil, nil
		}
		t.designs[i] = w
	}
	return t, nil
}

// order ranks the buurten for a design: the first takes part first.
func (t *trial) order(design int) []int {
	out := make([]int, t.buurten)
	for b := range out {
		out[b] = b
	}
	word := func(b int) uint64 {
		return draw.Word(draw.Key(t.key, uint64(b)), draw.Lasting, draw.WedgeOrder.At(design))
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Compare(word(a), word(b)) })
	return out
}

// entries draws per buurt the month in which it enters; nil where the buurten are no part
// of the lot.
func (t *trial) entries(d *scenarios.EvaluationDesign, design, months int) []int {
	if d.Unit == scenarios.OfClients {
		return nil
	}
	entry := make([]int, t.buurten)
	for rank, b := range t.order(design) {
		switch {
		case d.Kind == scenarios.SteppedWedge:
			entry[b] = t.start + rank%d.Steps*d.Every // so that the first ranks hold every step
		case rank%2 == 0:
			entry[b] = t.start
		default:
			entry[b] = months
		}
	}
	return entry
}

// half is the share of the citizens whom a lot lets in.
const half = 0.5

// handOut makes a schedule that hands a plan out by lot: to half of the citizens to whom a
// place would be offered, or buurt by buurt, each from its month of entry on. A buurt that
// has not entered has no team, no place and no runs of PHM.
func handOut(schedule []sim.Dated, start sim.Month, entry []int, citizens bool) (out []sim.Dated) {
	if citizens {
		for _, d := range schedule {
			d.Plan.Lot = sim.Lot{Drawn: true, Share: half}
			out = append(out, d)
		}
		return out
	}
	var dates []sim.Month
	for _, d := range schedule {
		dates = append(dates, d.From)
	}
	for _, e := range entry {
		dates = append(dates, max(schedule[0].From, start+sim.Month(e)))
	}
	slices.Sort(dates)
	for _, from := range slices.Compact(dates) {
		k := 0
		for k+1 < len(schedule) && schedule[k+1].From <= from {
			k++
		}
		plan := schedule[k].Plan
		plan.Teams = slices.Clone(plan.Teams)
		plan.Lot.Shut = make([]bool, len(entry))
		for b, e := range entry {
			if start+sim.Month(e) <= from {
				continue
			}
			if plan.Lot.Shut[b] = true; len(plan.Teams) > 0 {
				plan.Teams[b] = sim.Team{}
			}
		}
		out = append(out, sim.Dated{From: from, Plan: plan})
	}
	return out
}
