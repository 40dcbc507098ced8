package evaluate

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"piramide/internal/draw"
	"piramide/outputs/evaluation"
	"piramide/scenarios"
)

// What each design would have read off one repetition. Every estimate is made twice: of what
// happened, and of the same people or buurten had the programme done nothing to anybody, who
// then lived what they lived without it.

// found is what an evaluation of one size found, per outcome.
type found struct {
	n, years    int
	there       int // clients that there are
	repetitions [numOutcomes]evaluation.Repetition
	without     [numOutcomes]float64 // level after, without the plan, of the same people or buurten
}

// put keeps what was found of an outcome, unless it is no number.
func (f *found) put(o int, with, none evaluation.Estimate, level, without float64) {
	r := evaluation.Repetition{Estimate: with, Null: none, Truth: level - without}
	if with.Units > 0 && none.Units > 0 && !math.IsNaN(r.Value) && !math.IsNaN(r.Truth) && !math.IsNaN(none.Value) {
		f.repetitions[o], f.without[o] = r, without
	}
}

// read lets a design evaluate a repetition, at every size.
func (t *trial) read(e *scenarios.EvaluationFile, design, months int) (out []found) {
	d := &e.Designs[design]
	for _, years := range e.Years {
		var people []subject
		sizes := e.Buurten
		if d.Unit == scenarios.OfClients {
			sizes, people = e.Clients, t.subjects(e, design, years, months)
		}
		for _, n := range sizes {
			f := found{n: n, years: years, there: len(people)}
			switch {
			case d.Unit == scenarios.OfClients && n <= len(people):
				f.clients(d, people[:n], e.Alpha)
			case d.Unit == scenarios.OfClients || n > t.buurten || t.start+monthsPerYear*years > months:
			case d.Kind == scenarios.SteppedWedge:
				f.wedge(t, d, design, e.Alpha)
			default:
				f.buurten(t, d, design, e.Alpha)
			}
			for o := range f.repetitions {
				f.repetitions[o].Draw = t.draw
			}
			out = append(out, f)
		}
	}
	return out
}

// buurten is the change of buurten, or the difference between those that the lot lets in and
// the others, each weighing alike.
func (f *found) buurten(t *trial, d *scenarios.EvaluationDesign, design int, alpha float64) {
	world, until := t.worldOf(d, design), t.start+monthsPerYear*f.years
	var in []bool
	var before, after, none []tally
	for _, b := range t.order(design)[:f.n] {
		in = append(in, world.entry == nil || world.entry[b] < until)
		before = append(before, world.register.inBuurt(d.MinAge, b, t.start-monthsPerYear, t.start))
		after = append(after, world.register.inBuurt(d.MinAge, b, t.start, until))
		none = append(none, t.without.inBuurt(d.MinAge, b, t.start, until))
	}
	for o := range f.repetitions {
		of := registeredOutcomes[o].of
		var level, without, n float64
		for i := range in {
			if in[i] {
				level, without, n = level+of(&after[i]).Per(), without+of(&none[i]).Per(), n+1
			}
		}
		estimate := func(then []tally) evaluation.Estimate {
			var arms [2][]evaluation.Unit
			for i := range in {
				arm := 0
				if !in[i] {
					arm = 1
				}
				arms[arm] = append(arms[arm], evaluation.Unit{Before: evaluation.Rate(of(&before[i]).Per()), After: evaluation.Rate(of(&then[i]).Per())})
			}
			return compare(d, arms[0], arms[1], alpha)
		}
		f.put(o, estimate(after), estimate(none), level/n, without/n)
	}
}

// compare is the estimator of every design but the wedge; of pairs, the second list holds
// the controls.
func compare(d *scenarios.EvaluationDesign, units, others []evaluation.Unit, alpha float64) evaluation.Estimate {
	switch d.Kind {
	case scenarios.BeforeAfterDesign:
		var was, is []evaluation.Count
		for _, u := range units {
			was, is = append(was, u.Before), append(is, u.After)
		}
		return evaluation.Paired(was, is, alpha)
	case scenarios.MatchedControls:
		return evaluation.Matched(units, others, d.Compare == "changes", alpha)
	}
	return evaluation.Arms(units, others, d.Adjust, alpha)
}

// wedge reads the first n buurten of the order, whose steps are spread evenly. Periods are as
// long as a step; those of the year before come first.
func (f *found) wedge(t *trial, d *scenarios.EvaluationDesign, design int, alpha float64) {
	world := t.designs[design]
	before := monthsPerYear / d.Every
	periods, first := before+monthsPerYear*f.years/d.Every, t.start-before*d.Every
	order := t.order(design)[:f.n]
	entry := make([]int, f.n)
	rows := [2][][]tally{make([][]tally, f.n), make([][]tally, f.n)} // with the plan, without
	for i, b := range order {
		entry[i] = min(periods, (world.entry[b]-first)/d.Every)
		for j := range periods {
			from := first + j*d.Every
			rows[0][i] = append(rows[0][i], world.register.inBuurt(d.MinAge, b, from, from+d.Every))
			rows[1][i] = append(rows[1][i], t.without.inBuurt(d.MinAge, b, from, from+d.Every))
		}
	}
	for o := range f.repetitions {
		of := registeredOutcomes[o].of
		var level, without, cells float64
		estimate := func(rows [][]tally) evaluation.Estimate {
			p := evaluation.Panel{Entry: entry}
			for _, row := range rows {
				levels := make([]float64, periods)
				for j := range row {
					levels[j] = of(&row[j]).Per()
				}
				p.Level = append(p.Level, levels)
			}
			source := rand.New(draw.Source(draw.Key(t.key, uint64(design), uint64(f.n), uint64(f.years)), draw.StreamBootstrap))
			return evaluation.Wedge(p, judges[d.Judge], alpha, source)
		}
		for i := range order {
			for j := entry[i]; j < periods; j++ {
				level, without, cells = level+of(&rows[0][i][j]).Per(), without+of(&rows[1][i][j]).Per(), cells+1
			}
		}
		f.put(o, estimate(rows[0]), estimate(rows[1]), level/cells, without/cells)
	}
}

var judges = map[string]evaluation.Judge{"model": evaluation.Model, "robust": evaluation.Robust, "permutation": evaluation.Permuted}

// worldOf is the world with the plan that a design looks at.
func (t *trial) worldOf(d *scenarios.EvaluationDesign, design int) *trialWorld {
	if ownWorld(d) {
		return t.designs[design]
	}
	return t.plan
}

// subject is one person of a design of clients, and the control of a matched one.
type subject struct {
	in            bool // by lot
	with, without history
	control       history
	controlNone   history // the same person without the plan
}

// history is what a register holds of somebody before and after the moment of entry.
type history struct{ before, after tally }

// entrant is who entered, or was drawn, in a month.
type entrant struct {
	key   uint64
	month int
	in    bool
}

// subjects finds the people of a design who can be followed for so many years, in the order
// in which they are taken.
func (t *trial) subjects(e *scenarios.EvaluationFile, design, years, months int) (out []subject) {
	d := &e.Designs[design]
	world := t.worldOf(d, design)
	last := min(t.start+e.Recruit, months-monthsPerYear*years) // the first month that is too late
	var list []entrant
	add := func(c entrant) {
		if c.month >= t.start && c.month < last {
			list = append(list, c)
		}
	}
	for _, x := range world.drawn {
		add(entrant{x.Key, x.Cycle, x.In})
	}
	if !ownWorld(d) {
		for _, x := range world.entered {
			add(entrant{x.Key, x.Cycle, true})
		}
	}
	rank := func(c entrant) uint64 { return draw.Word(c.key, draw.Lasting, draw.SampleOrder) }
	slices.SortFunc(list, func(a, b entrant) int { return cmp.Compare(rank(a), rank(b)) })
	if d.Kind == scenarios.MatchedControls {
		return t.matched(d, list, years, last)
	}
	for _, c := range chosen(d.Who, list, world.register) {
		out = append(out, subject{in: c.in, with: around(world.register, c, years), without: around(t.without, c, years)})
	}
	return out
}

// around is the year up to and with the month of entry, and the years after.
func around(g *register, c entrant, years int) history {
	return history{g.window(c.key, c.month+1-monthsPerYear, c.month+1), g.window(c.key, c.month+1, c.month+1+monthsPerYear*years)}
}

// chosen are those whom a design looks at, by what a register knows of the year before.
func chosen(who string, list []entrant, g *register) (out []entrant) {
	past := make([]tally, len(list))
	costs := make([]int64, len(list))
	for i, c := range list {
		past[i] = g.window(c.key, c.month+1-monthsPerYear, c.month+1)
		costs[i] = past[i].cents
	}
	slices.Sort(costs)
	for i, c := range list {
		switch {
		case who == "stayed" && past[i].stays == 0:
		case who == "costliest" && past[i].cents < costs[min(len(costs)-1, int(float64(len(costs))*(1-costliestShare)))]:
		default:
			out = append(out, c)
		}
	}
	return out
}

// clients evaluates people.
func (f *found) clients(d *scenarios.EvaluationDesign, people []subject, alpha float64) {
	for o := range f.repetitions {
		if d.Kind == scenarios.BeforeAfterDesign && registeredOutcomes[o].entry {
			continue
		}
		of := registeredOutcomes[o].of
		unit := func(h *history) evaluation.Unit { return evaluation.Unit{Before: of(&h.before), After: of(&h.after)} }
		var with, none, others, othersNone []evaluation.Unit
		var level, without evaluation.Count
		for i := range people {
			p := &people[i]
			if !p.in {
				others, othersNone = append(others, unit(&p.with)), append(othersNone, unit(&p.without))
				continue
			}
			with, none = append(with, unit(&p.with)), append(none, unit(&p.without))
			level, without = level.Add(of(&p.with.after)), without.Add(of(&p.without.after))
			if d.Kind == scenarios.MatchedControls {
				others, othersNone = append(others, unit(&p.control)), append(othersNone, unit(&p.controlNone))
			}
		}
		f.put(o, compare(d, with, others, alpha), compare(d, none, othersNone, alpha), level.Per(), without.Per())
	}
}
