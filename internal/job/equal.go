package job

import (
	"context"
	"errors"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
	"piramide/sim"
)

// Equal budget: equal discounted programme cost within budgetNear,
// on the draws of the comparison itself.
const (
	budgetNear  = 0.005
	budgetReach = 1000 // times its present value that a dial may be turned up
	budgetTries = 8
)

// Beyond these a plan is said not to be able to spend a budget: what it costs is
// then not what it buys (own choices).
const (
	mostUnspent = 0.1 // of the programme cost
	mostTurned  = 10  // times the value of the dial in the plan
)

// equalise brings every plan but the first to a budget by a dial of its own, and
// adds the same plan under a second dial where it has one. It tells what was done
// in the notes of the plans. A plan that pays nothing of its own is left alone,
// and one that cannot reach the budget as well. The trials go to folders in dir.
func (x *Experiment) equalise(ctx context.Context, budget, dir string, workers int, progress Progress) error {
	cfgs := make([]sim.Config, len(x.Regions))
	v := x.Base(x.Plans[0])
	for i, r := range x.Regions {
		cfg, _, err := belgium.Build(v, r)
		if err != nil {
			return err
		}
		cfgs[i] = cfg
	}
	target, err := scenarios.YearlyBudget("--equal-budget", budget, cfgs)
	if err != nil {
		return err
	}
	x.notes = map[string][]words.Message{}
	plans := []*scenarios.Scenario{x.Plans[0]}
	total := x.size(len(x.Plans))
	for i, plan := range x.Plans[1:] {
		dials := plan.BudgetDials(&cfgs[0], x.Base(plan))
		if len(dials) == 0 {
			x.note(plan.Name, words.NewMessage("solve.equal.none"))
			plans = append(plans, plan)
		}
		for k, d := range dials {
			var told Progress
			if progress != nil {
				told = func(done, all int64) {
					// Trials take about twice the comparison, shared by the plans.
					at := float64(i) + (float64(k)+float64(done)/float64(all))/float64(len(dials))
					progress(int64(2*float64(total)*at/float64(len(x.Plans)-1)), 3*total)
				}
			}
			b := balance{trials: x.alone(plan, d, workers, told), target: target}
			if err := b.open(filepath.Join(dir, plan.Name+"-"+strconv.Itoa(k+1)), budget); err != nil {
				return err
			}
			err := errors.Join(b.find(ctx), b.close())
			if err != nil {
				return err
			}
			named := plan
			if b.near() {
				if named, err = d.At(b.lat.value(b.place)); err != nil {
					return err
				}
			}
			if k > 0 {
				if !b.near() {
					x.note(plan.Name, b.told(plan, named, k > 0))
					continue
				}
				if named, err = second(named, d.Path); err != nil {
					return err
				}
			}
			plans = append(plans, named)
			x.note(named.Name, b.told(plan, named, k > 0))
		}
		if len(dials) == 1 {
			x.note(plan.Name, words.NewMessage("solve.equal.one_dial"))
		}
	}
	x.Plans, x.equal = plans, budget
	return nil
}

func (x *Experiment) note(plan string, m words.Message) { x.notes[plan] = append(x.notes[plan], m) }

// size is how many months of a region a comparison of plans takes.
func (x *Experiment) size(plans int) int64 {
	return int64(x.Draws * x.Replicates * len(x.Regions) * (BurnIn + x.Months*plans))
}

// second gives a plan under its second dial a name and a title of its own.
func second(s *scenarios.Scenario, path string) (*scenarios.Scenario, error) {
	suffix := path
	if parts := strings.Split(path, "."); len(parts) > 1 {
		suffix = parts[1]
	}
	out := *s
	out.Name += "-" + suffix
	out.Title = scenarios.Text{}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			return nil, err
		}
		out.Title[lang] = w.Say("solve.equal.title", "title", s.Title.In(lang), "lever", scenarios.Label(path, w))
	}
	return &out, nil
}

// alone prepares trials of one plan over the whole horizon that measure its
// programme cost.
func (x *Experiment) alone(plan *scenarios.Scenario, d *scenarios.Dial, workers int, progress Progress) *trials {
	y := *x
	y.Plans = []*scenarios.Scenario{plan}
	v := x.Base(plan)
	rates := ratesOf(v)
	step := math.Pow(10, math.Floor(math.Log10(math.Max(d.Value, 1e-3)/5000)))
	last := (x.Months+11)/12 - 1
	return &trials{
		x: &y, plan: plan, dial: d, workers: workers, progress: progress, seen: map[trialKey]measured{},
		lat: newLattice(0, budgetReach*math.Max(d.Value, 1e-3), step),
		measure: func(c *outputs.CellTables) measured {
			p := outputs.NewProbe(c, rates)
			return measuredBy(p, p.LevelProgramme(), 0, last)
		},
	}
}

// balance looks for the place of a dial at which a plan costs the budget.
type balance struct {
	*trials
	target float64 // EUR a year
	place  int     // the best so far
	cost   float64 // what it costs there
	stuck  bool    // the dial can do no more
}

// open takes up or begins the folder of the trials.
func (b *balance) open(dir, budget string) (err error) {
	m, err := b.manifest("compare", b.plan.Name, "--equal-budget", budget, "--dial", b.dial.Path)
	if err != nil {
		return err
	}
	if b.folder, err = outputs.CreateFolder(dir, m); err != nil {
		return fault.Unwritable(dir, err)
	}
	return fault.Unwritable(dir, b.recall())
}

// close writes the cells and gives the folder its name, when the search ended.
func (b *balance) close() error {
	f := b.folder
	if b.cost == 0 && !b.stuck || f.Complete() {
		return f.Close()
	}
	return fault.Unwritable(f.Dir(), errors.Join(f.Write(fileCells, b.cells()), f.Finish(FileScratch)))
}

func (b *balance) near() bool { return math.Abs(b.cost/b.target-1) <= budgetNear }

// mean is the cost of the plan at a place, over the first draws.
func (b *balance) mean(ctx context.Context, place, draws int) (float64, error) {
	if err := b.live(ctx, draws, place); err != nil {
		return 0, err
	}
	return outputs.Summarise(b.at(place, draws, theIndicator, false), b.draws(draws)).Mean, nil
}

// find turns the dial: in proportion at first, on few draws; then on all draws by
// regula falsi, since cost falls short of proportion only where money stays unspent.
func (b *balance) find(ctx context.Context) error {
	few := min(coarseDraws/2, b.x.Draws)
	b.expected = int64(few+4*b.x.Draws) * int64(b.x.Replicates*len(b.x.Regions)*(BurnIn+b.x.Months))
	now, err := b.mean(ctx, asIs, few)
	if err != nil {
		return err
	}
	guess := b.dial.Value
	if now > 0 {
		guess *= b.target / now
	}
	place := b.lat.place(guess)
	var under, over, last *point
	for range budgetTries {
		cost, err := b.mean(ctx, place, b.x.Draws)
		if err != nil {
			return err
		}
		if b.place, b.cost = place, cost; math.Abs(cost/b.target-1) <= budgetNear/2 {
			return nil
		}
		here := &point{place, cost}
		if cost < b.target {
			under = here
		} else {
			over = here
		}
		next := b.next(here, last, under, over)
		if next == place || under != nil && over != nil && over.place-under.place <= 1 {
			break
		}
		place, last = next, here
	}
	b.stuck = true
	return nil
}

// point is what a plan costs at a place.
type point struct {
	place int
	cost  float64
}

// next is where the budget would be met: on the line between a point under and
// one over it; on that through the last two points; or in proportion.
func (b *balance) next(here, last, under, over *point) int {
	line := func(p, q *point) int {
		return p.place + int(math.Round((b.target-p.cost)/(q.cost-p.cost)*float64(q.place-p.place)))
	}
	if under != nil && over != nil {
		return min(max(line(under, over), under.place+1), over.place-1)
	}
	next := b.lat.place(b.lat.value(here.place) * b.target / math.Max(here.cost, b.target/budgetReach))
	if last != nil && last.cost != here.cost {
		if x := line(here, last); (x > here.place) == (next > here.place) {
			next = x
		}
	}
	return min(max(next, b.lat.lo), b.lat.hi)
}

// told says what was done to a plan by its first or second dial, or why it could
// not be.
func (b *balance) told(before, after *scenarios.Scenario, second bool) words.Message {
	if !b.near() {
		id := "solve.equal.unreachable"
		if second {
			id = "solve.equal.unreachable_second"
		}
		return words.NewMessage(id, "lever", scenarios.SayLabel(b.dial.Path), "value", scenarios.SayValueLabel(b.dial.Path, b.dial.Text(b.lat.value(b.place))), "cost", b.cost, "budget", b.target)
	}
	mean := func(what int) float64 {
		return outputs.Summarise(b.at(b.place, b.x.Draws, what, false), b.draws(b.x.Draws)).Mean
	}
	unspent := mean(theUnspent)
	value, factor := b.lat.value(b.place), 1.0
	if b.dial.Value > 0 {
		factor = value / b.dial.Value
	}
	var changes any = ""
	for _, c := range scenarios.Changes(before, after) {
		if c.Path == "title" || c.Path == "name" {
			continue
		}
		one := words.NewMessage("solve.equal.change", "lever", scenarios.SayLabel(c.Path), "from", scenarios.SayValueLabel(c.Path, c.From), "to", scenarios.SayValueLabel(c.Path, c.To))
		if changes == "" {
			changes = one
		} else {
			changes = words.NewMessage("scenarios.clauses", "a", changes, "b", one)
		}
	}
	args := []any{"changes", changes, "cost", b.cost, "budget", b.target, "unspent", unspent}
	id := "solve.equal.done"
	if b.dial.Path == scenarios.AllMoney {
		id, args = "solve.equal.done_all", append(args, "factor", value)
	}
	// What went back is no cost and buys nothing less; what its holders keep is.
	if share := (unspent - mean(theReturned)) / mean(theProgramme); share > mostUnspent || factor > mostTurned {
		id, args = outputs.Unspendable, append(args[:8:8], "share", share, "factor", factor)
	}
	return words.NewMessage(id, args...)
}
