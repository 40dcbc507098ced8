package job

import (
	"errors"
	"math"
	"slices"
	"strconv"

	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
	"piramide/scenarios/model"
	"piramide/scenarios/sweep"
)

// turn is a factor of a sweep, resolved: what it turns in which plans.
type turn struct {
	factor    scenarios.SweepFactor
	parameter *model.Parameter // of an assumption, which is everybody's; nil for a lever
	plans     []int            // whose lever it is
	unit      string
	step      float64 // of whole posts and counts; 0 = any number
	low, high float64
	numbers   []float64 // of its values; their places when they are no numbers
	numeric   bool
}

// turn resolves the factors. Mistakes of all of them are told at once.
func (s *sweepRun) turn() error {
	v := s.x.Base(s.x.Plans[0])
	cfg, _, err := belgium.Build(v, s.x.Regions[0])
	if err != nil {
		return err
	}
	cfg.Calendar.Start, cfg.Calendar.Cycles = s.x.Start, s.x.Months
	s.cfg = cfg
	var problems scenarios.Problems
	for _, f := range s.file.Factors {
		t, found := s.turnOf(f, v)
		if i := slices.IndexFunc(s.turns, func(u turn) bool { return u.path() == t.path() }); i >= 0 && found == nil {
			found = scenarios.Problems{s.file.Problem(f, sweepMessage("same_factor", "path", s.turns[i].factor.Path), sweepMessage("keep_one"))}
		}
		problems = append(problems, found...)
		s.turns = append(s.turns, t)
	}
	if len(problems) > 0 {
		return problems
	}
	return nil
}

// path is that of what is turned: an assumption has several names.
func (t *turn) path() string {
	if t.parameter != nil {
		return t.parameter.Path
	}
	return t.factor.Path
}

func (s *sweepRun) turnOf(f scenarios.SweepFactor, v *model.Values) (turn, scenarios.Problems) {
	t := turn{factor: f}
	var dial *scenarios.Dial
	if p, ok := s.x.Params.Parameter(scenarios.ParameterPath(f.Path)); ok {
		t.parameter = &p
	}
	for i, plan := range s.x.Plans {
		if t.parameter == nil && !plan.Holds(f.Path) {
			continue
		}
		t.plans = append(t.plans, i)
		if dial == nil {
			if d, err := plan.Dial(f.Path, &s.cfg, v); err == nil {
				dial = d
			}
		}
	}
	if len(t.plans) == 0 {
		return t, scenarios.Problems{s.file.UnknownFactor(f, s.x.Plans)}
	}
	t.numeric = dial != nil
	if dial != nil {
		t.unit, t.step = dial.Unit, dial.Step
	}
	if len(f.Values) > 0 {
		return t, s.values(&t)
	}
	return t, s.span(&t, dial)
}

// values reads the values of a factor as numbers where all are, and tries each of them.
func (s *sweepRun) values(t *turn) scenarios.Problems {
	t.numbers = make([]float64, len(t.factor.Values))
	for i, text := range t.factor.Values {
		q, err := scenarios.ReadQuantity("factors."+t.factor.Path, text, t.units()...)
		if err != nil {
			t.numeric = false
			break
		}
		t.numbers[i] = q.Value
		if q.Unit == "%" && t.parameter != nil {
			t.numbers[i] /= 100
		}
	}
	if t.parameter != nil && !t.numeric {
		return scenarios.Problems{s.file.Problem(t.factor, sweepMessage("not_numbers", "path", t.factor.Path), sweepMessage("write_factor"))}
	}
	if !t.numeric {
		for i := range t.numbers {
			t.numbers[i] = float64(i)
		}
	}
	t.low, t.high = slices.Min(t.numbers), slices.Max(t.numbers)
	for i := range t.numbers {
		if found := s.tries(t, t.numbers[i], t.factor.Values[i]); found != nil {
			return found
		}
	}
	return nil
}

// span reads the range of a factor, and tries its ends.
func (s *sweepRun) span(t *turn, dial *scenarios.Dial) scenarios.Problems {
	wrong := func(id string, pairs ...any) scenarios.Problems {
		return scenarios.Problems{s.file.Problem(t.factor, sweepMessage(id, pairs...), sweepMessage("write_factor"))}
	}
	switch {
	case dial == nil:
		return wrong("range_of_number", "path", t.factor.Path)
	case t.factor.Evidence && (t.parameter == nil || t.parameter.Draw == model.Fixed):
		return wrong("no_evidence_range", "path", t.factor.Path)
	case t.factor.Evidence:
		t.low, t.high = t.parameter.Low, t.parameter.High
		return nil
	}
	for i, text := range []string{t.factor.Low, t.factor.High} {
		q, err := scenarios.ReadQuantity("factors."+t.factor.Path, text, t.units()...)
		if err != nil {
			if t.unit == "" || t.parameter != nil {
				return wrong("range_bare", "text", text)
			}
			return wrong("range_unit", "text", text, "unit", t.unit)
		}
		if q.Unit == "%" && t.parameter != nil {
			q.Value /= 100
		}
		if i == 0 {
			t.low = q.Value
		}
		t.high = q.Value
	}
	if !(t.low < t.high) {
		return wrong("range_order", "low", t.factor.Low, "high", t.factor.High)
	}
	for _, x := range []float64{t.low, t.high} {
		if found := s.tries(t, x, t.text(x)); found != nil {
			return found
		}
	}
	return nil
}

// units are those in which a factor may be written.
func (t *turn) units() []string {
	if t.parameter != nil {
		return []string{"", "%"}
	}
	return []string{t.unit}
}

// text writes a number of a factor as a plan does.
func (t *turn) text(x float64) string {
	if t.parameter != nil {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	return scenarios.Quantity{Value: x, Unit: t.unit}.String()
}

// tries sets a factor alone in every plan whose it is.
func (s *sweepRun) tries(t *turn, x float64, text string) (found scenarios.Problems) {
	for _, plan := range t.plans {
		if _, err := s.set(s.x.Plans[plan], t, x, text); err != nil {
			var problems scenarios.Problems
			if !errors.As(err, &problems) || len(problems) == 0 {
				problems = scenarios.Problems{{Reason: sweepMessage("cannot_set")}}
			}
			reason := sweepMessage("outside", "text", text, "plan", s.x.Plans[plan].Name, "why", problems[0].Reason)
			return append(found, s.file.Problem(t.factor, reason, problems[0].Hint))
		}
	}
	return nil
}

// digits is how fine a factor is set: more decimals mean nothing to anybody.
const digits = 6

// round gives a number of a range as it is set.
func (t *turn) round(x float64) float64 {
	if t.step > 0 {
		return math.Round(x/t.step) * t.step
	}
	r, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
	if err != nil {
		return x
	}
	return min(max(r, t.low), t.high)
}

// at is the number of a factor at a place between 0 and 1: of a range, evenly; of an
// evidence range, by the distribution that the parameter is drawn from; of values, the
// one whose part of the line it is.
func (t *turn) at(u float64) (x float64, text string) {
	switch {
	case len(t.factor.Values) > 0:
		i := min(int(u*float64(len(t.factor.Values))), len(t.factor.Values)-1)
		return t.numbers[i], t.factor.Values[i]
	case t.factor.Evidence:
		const edge = 1e-4 // the ends of a distribution may lie at infinity
		p := t.parameter
		x = p.Draw.Quantile(p.Base, p.Low, p.High, min(max(u, edge), 1-edge))
		r, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
		if err == nil {
			x = r
		}
		return x, t.text(x)
	}
	x = t.round(t.low + u*(t.high-t.low))
	return x, t.text(x)
}

// points makes the design.
func (s *sweepRun) points() error {
	f := s.file
	if n := f.Size(); n > mostSweepPoints {
		return fault.New(fault.BadInput, nil, "sweep_points", "count", n, "most", mostSweepPoints)
	}
	s.design = outputs.Design{Kind: f.Design, Levels: f.Levels}
	for i := range s.turns {
		t := &s.turns[i]
		o := outputs.Factor{Path: t.factor.Path, Kind: "lever", Unit: t.unit, Low: t.low, High: t.high, Values: t.factor.Values}
		if t.parameter != nil {
			o.Path, o.Kind, o.Unit = t.parameter.Path, "assumption", t.parameter.Unit
		}
		for _, p := range t.plans {
			o.Plans = append(o.Plans, s.x.Plans[p].Name)
		}
		s.design.Factors = append(s.design.Factors, o)
	}
	if len(s.turns) == 0 {
		return nil
	}
	add := func(place func(k int) (float64, string)) {
		numbers, texts := make([]float64, len(s.turns)), make([]string, len(s.turns))
		for k := range s.turns {
			numbers[k], texts[k] = place(k)
		}
		s.design.Numbers, s.design.Points = append(s.design.Numbers, numbers), append(s.design.Points, texts)
	}
	switch f.Design {
	case scenarios.DesignList:
		for i := range s.turns[0].numbers {
			add(func(k int) (float64, string) { return s.turns[k].numbers[i], s.turns[k].factor.Values[i] })
		}
	case scenarios.DesignFactorial:
		levels := make([]int, len(s.turns))
		for k := range s.turns {
			if levels[k] = len(s.turns[k].factor.Values); levels[k] == 0 {
				levels[k] = f.Levels
			}
		}
		for _, at := range sweep.Factorial(levels) {
			add(func(k int) (float64, string) {
				t := &s.turns[k]
				if len(t.factor.Values) > 0 {
					return t.numbers[at[k]], t.factor.Values[at[k]]
				}
				return t.at(float64(at[k]) / float64(levels[k]-1))
			})
		}
	default:
		for _, u := range s.cube() {
			add(func(k int) (float64, string) { return s.turns[k].at(u[k]) })
		}
	}
	if f.Indices {
		s.design.Base = f.Points
	}
	return nil
}

// cube gives the points of the designs that fill a cube.
func (s *sweepRun) cube() [][]float64 {
	f, k := s.file, len(s.turns)
	switch {
	case f.Design == scenarios.DesignLHS:
		return sweep.LatinHypercube(f.Points, k, f.Seed)
	case f.Design == scenarios.DesignMorris:
		levels := f.Levels
		if levels == 0 {
			levels = defaultLevels
		}
		s.design.Levels = levels
		return sweep.Morris(f.Paths, k, levels, f.Seed)
	case f.Indices:
		return sweep.Saltelli(f.Points, k, f.Seed)
	}
	return sweep.Sobol(f.Points, k, f.Seed)
}

// defaultLevels is how many levels a factor of a Morris design has unless the file says
// so: the four that the literature takes.
const defaultLevels = 4

// mostSweepPoints is more than any machine of a user lives in a year.
const mostSweepPoints = 1_000_000

// variant is a plan at a point.
func (s *sweepRun) variant(plan, point int) (*scenarios.Scenario, error) {
	v := s.x.Plans[plan]
	for k := range s.turns {
		t := &s.turns[k]
		if !slices.Contains(t.plans, plan) {
			continue
		}
		var err error
		if v, err = s.set(v, t, s.design.Numbers[point][k], s.design.Points[point][k]); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// set gives a plan with a factor at a number, written as text.
func (s *sweepRun) set(plan *scenarios.Scenario, t *turn, x float64, text string) (*scenarios.Scenario, error) {
	if !t.numeric {
		return plan.Set(t.factor.Path, text)
	}
	d, err := plan.Dial(t.factor.Path, &s.cfg, s.x.Base(plan))
	if err != nil { // a key that the plan leaves out
		return plan.Set(t.factor.Path, text)
	}
	return d.At(x)
}

func sweepMessage(id string, pairs ...any) words.Message {
	return words.NewMessage("sweep."+id, pairs...)
}
