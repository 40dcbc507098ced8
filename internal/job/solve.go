package job

import (
	"context"
	"errors"
	"math"
	"strconv"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/job/reading"
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
	goal   reading.Goal
	years  reading.Years
	all    int // draws
	tested []int
	answer *reading.Answer
}

// Solve looks for the value of a dial with which a plan reaches a goal, and writes
// every trial to a folder. With a second dial the same is asked of that, from its own
// range and into a folder of its own. The error is scenarios.Problems or a [fault.Error]
// where a person can do something about it.
func Solve(ctx context.Context, r SolveRequest, progress Progress) (*reading.Answer, error) {
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
func solveDial(ctx context.Context, r SolveRequest, progress Progress) (*reading.Answer, error) {
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
		return nil, fault.Unwritable(out, err)
	}
	defer func() { _ = s.folder.Close() }() // a lock that stays is taken over next time
	if err := s.recall(); err != nil {
		return nil, fault.Unwritable(out, err)
	}
	if err := s.solve(ctx); err != nil {
		return nil, fault.Unwritable(out, err)
	}
	if a := s.answer; a.Value != nil && a.Status != reading.Always { // of what holds everywhere no value is told
		if a.Outside, err = s.outside(*a.Value); err != nil {
			return nil, err
		}
	}
	if err := s.write(); err != nil {
		return nil, fault.Unwritable(out, err)
	}
	s.answer.Folder = s.folder.Dir()
	return s.answer, nil
}

// newSearch resolves a request into what has to be tried.
func newSearch(r SolveRequest) (*search, error) {
	request, err := r.Complete()
	if err != nil {
		return nil, err
	}
	if len(r.Plans) != 1 {
		return nil, fault.New(fault.Usage, nil, "solve_one")
	}
	g, err := reading.ReadGoal(r.Goal)
	if err != nil {
		return nil, err
	}
	if g.Indicator.Relative {
		if r.Versus == "" {
			r.Versus = DefaultPlans[0]
		}
		if first, err := scenarios.Load(r.Versus); err == nil && first.Name == PlanName(r.Plans[0]) {
			return nil, fault.New(fault.Usage, nil, "versus_itself", "plan", first.Name, "indicator", g.Indicator.ID)
		}
		request.Plans = []string{r.Versus, r.Plans[0]}
	} else if r.Versus != "" {
		return nil, fault.New(fault.Usage, nil, "versus_level", "indicator", g.Indicator.ID)
	}
	x, err := NewExperiment(request)
	if err != nil {
		return nil, err
	}
	t := &trials{x: x, plan: x.Plans[len(x.Plans)-1], workers: request.Workers, seen: map[trialKey]measured{}}
	s := &search{trials: t, goal: g, all: request.Draws}
	if s.years, err = reading.ReadYears(r.Period, int(x.Start)/12, x.Months); err != nil {
		return nil, err
	}
	x.Months = min(x.Months, 12*(s.years.To+1))
	v := x.Base(t.plan)
	cfg, _, err := belgium.Build(v, x.Regions[0])
	if err != nil {
		return nil, err
	}
	if t.dial, err = t.plan.Dial(r.Dial, &cfg, v); err != nil {
		return nil, err
	}
	if g.Indicator.Relative {
		t.first = x.Plans[0]
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
		if g.PerQALY { // in the place of a ratio, which has no sense around zero: see ADR 10
			return measuredBy(p, float64(g.Value*p.QALY(s.years.From, s.years.To))-p.Cost(s.years.From, s.years.To), s.years.From, s.years.To)
		}
		return measuredBy(p, p.Indicator(g.Indicator, s.years.From, s.years.To), s.years.From, s.years.To)
	}
	s.answer = s.begin()
	return s, nil
}

// PlanName is the name of a plan given by id, title or file; "" when it does not load.
func PlanName(plan string) string {
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
			return fault.New(fault.Usage, nil, "between_form", "between", r.Between)
		}
		for i := range ends {
			q, err := scenarios.ReadQuantity("--between", strings.TrimSpace(texts[i]), "", d.Unit)
			if err != nil {
				return err
			}
			ends[i] = q
		}
		if low, high = ends[0].Value, ends[1].Value; low >= high {
			return fault.New(fault.Usage, nil, "between_form", "between", r.Between)
		}
	}
	if r.Step < 0 || math.IsNaN(r.Step) || math.IsInf(r.Step, 0) {
		return fault.New(fault.Usage, nil, "step", "step", strconv.FormatFloat(r.Step, 'g', -1, 64))
	}
	if r.Step > 0 {
		step = r.Step
	}
	if high <= low {
		return fault.New(fault.Usage, nil, "dial_range", "dial", d.Path)
	}
	s.lat = newLattice(low, high, step)
	if s.lat.lo >= s.lat.hi {
		return fault.New(fault.Usage, nil, "dial_range", "dial", d.Path)
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
	parts := []string{"oplossing", s.plan.Name, clean.Replace(s.goal.Indicator.ID), clean.Replace(number), clean.Replace(s.dial.Path), strconv.Itoa(s.all)}
	if sets := s.x.Assumed(); sets != "" {
		parts = append(parts, strings.ReplaceAll(sets, ",", "-"))
	}
	return strings.ToLower(strings.Join(parts, "-"))
}

// asked is the search as a command, so that the folder of another one is refused.
func (s *search) asked() []string {
	list := []string{
		"solve", s.plan.Name, "--goal", s.goal.String(), "--dial", s.dial.Path,
		"--period", strconv.Itoa(int(s.x.Start)/12+s.years.From) + "-" + strconv.Itoa(int(s.x.Start)/12+s.years.To),
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
	return errors.Join(f.Write(fileCells, s.cells()), f.Write(fileTrials, s.table()), f.Write(reading.FileAnswer, s.answer.Encode()), f.Finish(FileScratch))
}
