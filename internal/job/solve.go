package job

import (
	"context"
	"errors"
	"math"
	"strconv"
	"strings"

	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
)

// SolveRequest asks for which value of a dial a plan reaches a goal. Plans of the
// request holds one plan.
type SolveRequest struct {
	Request
	Goal    string // such as "reached_in_time >= 60 %"
	Dial    string // a lever or an assumption, by path
	Second  string // another dial, with which the same is asked once more; "" = none
	Versus  string // the plan against which a difference is taken; "" = reference
	Period  string // calendar years, such as 2027-2031, or all; "" = the first five
	Between string // LOW..HIGH, in the unit of the dial; "" = as the dial allows
	Step    float64
}

// search is a solve on its way.
type search struct {
	*trials
	goal   goal
	years  years
	all    int // draws
	tested []int
	answer *Answer
}

// Solve looks for the value of a dial with which a plan reaches a goal, and writes
// every trial to a folder. With a second dial the same is asked of that, from its own
// range and into a folder of its own. The error is scenarios.Problems or an [Error]
// where a person can do something about it.
func Solve(ctx context.Context, r SolveRequest, progress Progress) (*Answer, error) {
	second := r
	if r.Second != "" {
		second.Dial, second.Between, second.Step = r.Second, "", 0
		if r.Out != "" {
			second.Out += "-2"
		}
		if _, err := newSearch(second); err != nil { // both must be right before one is lived
			return nil, err
		}
	}
	a, err := solveDial(ctx, r, progress)
	if err != nil || r.Second == "" {
		return a, err
	}
	a.Second, err = solveDial(ctx, second, progress)
	return a, err
}

// solveDial answers for one dial.
func solveDial(ctx context.Context, r SolveRequest, progress Progress) (*Answer, error) {
	w, err := words.For(r.Lang)
	if err != nil {
		return nil, err
	}
	s, err := newSearch(r)
	if err != nil {
		return nil, err
	}
	s.progress = progress
	s.answer.In(w)
	out := r.Out
	if out == "" {
		out = s.name()
	}
	m, err := s.manifest(s.asked()...)
	if err != nil {
		return nil, err
	}
	if s.folder, err = outputs.CreateFolder(out, m); err != nil {
		return nil, unwritable(out, err)
	}
	defer func() { _ = s.folder.Close() }() // a lock that stays is taken over next time
	if err := s.recall(); err != nil {
		return nil, unwritable(out, err)
	}
	if err := s.solve(ctx); err != nil {
		return nil, unwritable(out, err)
	}
	if a := s.answer; a.Value != nil && a.Status != Always { // of what holds everywhere no value is told
		if a.Outside, err = s.outside(*a.Value); err != nil {
			return nil, err
		}
	}
	if err := s.write(); err != nil {
		return nil, unwritable(out, err)
	}
	s.answer.Folder = s.folder.Dir()
	return s.answer, nil
}

// newSearch resolves a request into what has to be tried.
func newSearch(r SolveRequest) (*search, error) {
	request, err := r.complete()
	if err != nil {
		return nil, err
	}
	if len(r.Plans) != 1 {
		return nil, fail(Usage, nil, "solve_one")
	}
	g, err := readGoal(r.Goal)
	if err != nil {
		return nil, err
	}
	if g.indicator.Relative {
		if r.Versus == "" {
			r.Versus = DefaultPlans[0]
		}
		if first, err := scenarios.Load(r.Versus); err == nil && first.Name == planName(r.Plans[0]) {
			return nil, fail(Usage, nil, "versus_itself", "plan", first.Name, "indicator", g.indicator.ID)
		}
		request.Plans = []string{r.Versus, r.Plans[0]}
	} else if r.Versus != "" {
		return nil, fail(Usage, nil, "versus_level", "indicator", g.indicator.ID)
	}
	x, err := newExperiment(request)
	if err != nil {
		return nil, err
	}
	t := &trials{x: x, plan: x.plans[len(x.plans)-1], workers: request.Workers, seen: map[trialKey]measured{}}
	s := &search{trials: t, goal: g, all: request.Draws}
	if s.years, err = readYears(r.Period, int(x.start)/12, x.months); err != nil {
		return nil, err
	}
	x.months = min(x.months, 12*(s.years.to+1))
	v := x.base(t.plan)
	cfg, _, err := belgium.Build(v, x.regions[0])
	if err != nil {
		return nil, err
	}
	if t.dial, err = t.plan.Dial(r.Dial, &cfg, v); err != nil {
		return nil, err
	}
	if g.indicator.Relative {
		t.first = x.plans[0]
		if t.dial.Parameter != nil {
			if t.against, err = t.first.Dial(r.Dial, &cfg, v); err != nil {
				return nil, err
			}
		}
	}
	if err := s.between(r); err != nil {
		return nil, err
	}
	rates := ratesOf(v)
	t.measure = func(c *outputs.CellTables) measured {
		p := outputs.NewProbe(c, rates)
		if g.perQALY { // in the place of a ratio, which has no sense around zero: see ADR 10
			return measuredBy(p, float64(g.value*p.QALY(s.years.from, s.years.to))-p.Cost(s.years.from, s.years.to), s.years.from, s.years.to)
		}
		return measuredBy(p, p.Indicator(g.indicator, s.years.from, s.years.to), s.years.from, s.years.to)
	}
	s.answer = s.begin()
	return s, nil
}

// planName is the name of a plan given by id, title or file; "" when it does not load.
func planName(plan string) string {
	s, err := scenarios.Load(plan)
	if err != nil {
		return ""
	}
	return s.Name
}

// between lays the lattice over the range of the dial, and tries its ends.
func (s *search) between(r SolveRequest) error {
	d := s.dial
	low, high, step := d.Low, d.High, d.Step
	if r.Between != "" {
		var ends [2]scenarios.Quantity
		texts := strings.Split(r.Between, "..")
		if len(texts) != 2 {
			return fail(Usage, nil, "between_form", "between", r.Between)
		}
		for i := range ends {
			q, err := scenarios.ReadQuantity("--between", strings.TrimSpace(texts[i]), "", d.Unit)
			if err != nil {
				return err
			}
			ends[i] = q
		}
		if low, high = ends[0].Value, ends[1].Value; low >= high {
			return fail(Usage, nil, "between_form", "between", r.Between)
		}
	}
	if r.Step < 0 || math.IsNaN(r.Step) || math.IsInf(r.Step, 0) {
		return fail(Usage, nil, "step", "step", strconv.FormatFloat(r.Step, 'g', -1, 64))
	}
	if r.Step > 0 {
		step = r.Step
	}
	if high <= low {
		return fail(Usage, nil, "dial_range", "dial", d.Path)
	}
	s.lat = newLattice(low, high, step)
	if s.lat.lo >= s.lat.hi {
		return fail(Usage, nil, "dial_range", "dial", d.Path)
	}
	for _, place := range []int{s.lat.lo, s.lat.hi} {
		if _, err := s.dial.At(s.lat.value(place)); err != nil {
			return err
		}
	}
	return nil
}

// name is the default name of the folder.
func (s *search) name() string {
	clean := strings.NewReplacer(".", "-", "_", "-", "/", "-")
	_, number, _ := strings.Cut(s.goal.String(), "= ")
	number, _, _ = strings.Cut(number, " ")
	parts := []string{"oplossing", s.plan.Name, clean.Replace(s.goal.indicator.ID), clean.Replace(number), clean.Replace(s.dial.Path), strconv.Itoa(s.all)}
	if sets := s.x.assumed(); sets != "" {
		parts = append(parts, strings.ReplaceAll(sets, ",", "-"))
	}
	return strings.ToLower(strings.Join(parts, "-"))
}

// asked is the search as a command, so that the folder of another one is refused.
func (s *search) asked() []string {
	list := []string{
		"solve", s.plan.Name, "--goal", s.goal.String(), "--dial", s.dial.Path,
		"--period", strconv.Itoa(int(s.x.start)/12+s.years.from) + "-" + strconv.Itoa(int(s.x.start)/12+s.years.to),
		"--between", plainNumber(s.lat.value(s.lat.lo)) + ".." + plainNumber(s.lat.value(s.lat.hi)), "--step", plainNumber(s.lat.value(1)),
	}
	if s.first != nil {
		list = append(list, "--versus", s.first.Name)
	}
	return list
}

// write fills the folder and gives it its name.
func (s *search) write() error {
	f := s.folder
	if f.Complete() {
		return nil
	}
	return errors.Join(f.Write(fileCells, s.cells()), f.Write(fileTrials, s.table()), f.Write(fileAnswer, s.answer.encoded()), f.Finish(fileScratch))
}
