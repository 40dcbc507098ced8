package job

import (
	"bytes"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"piramide/internal/job/reading"
	"piramide/internal/stats"
	"piramide/internal/words"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
)

// begin is what is known before the first trial.
func (s *search) begin() *reading.Answer {
	year := int(s.x.Start) / 12
	a := &reading.Answer{
		Plan: s.plan.Name, Title: s.plan.Title, Digest: PlanDigest(s.plan), Region: filepath.Base(s.plan.Region), Assumed: SetNames(s.plan), Numbers: OwnNumbers(s.plan),
		Goal: s.goal.String(), Indicator: s.goal.Indicator.ID, Target: s.goal.Value, AtLeast: s.goal.Least,
		First: year + s.years.From, Last: year + s.years.To, Dial: s.dial.Path, Sets: s.dial.Sets, Unit: s.dial.Unit, Old: s.dial.Value,
		From: s.lat.value(s.lat.lo), To: s.lat.value(s.lat.hi), Step: s.lat.value(1), Chance: s.x.Fixed, Draws: s.x.Draws * s.x.Replicates,
	}
	if s.first != nil {
		a.Versus, a.VersusName = s.first.Name, s.first.Title
	}
	if p := s.dial.Parameter; p != nil {
		a.Evidence = &reading.Evidence{Row: p.Evidence, Says: p.Row.Quantity, Value: p.Base, Low: p.Low, High: p.High, Ratio: p.Effect && strings.Contains(p.Unit, "ratio")}
	}
	return a
}

// PlanDigest identifies a plan, whatever the folder its region file lies in.
func PlanDigest(s *scenarios.Scenario) string {
	told, err := s.Set("region", strconv.Quote(filepath.Base(s.Region)))
	if err != nil {
		return s.Digest()
	}
	return told.Digest()
}

// tell fills in what came out, at a place that all draws tried.
func (s *search) tell(place int) {
	a := s.answer
	a.Now, a.Then = s.level(asIs, s.all), s.level(place, s.all)
	if place != asIs {
		v := s.lat.value(place)
		a.Value = &v
		if a.Evidence != nil {
			a.Evidence.Inside = a.Evidence.Low <= v && v <= a.Evidence.High
		}
	}
	if a.Status == reading.Solved || a.Status == reading.Already {
		a.Low, a.High = s.interval(place)
	}
	for _, p := range s.tried() {
		n := s.lived(p)
		a.Trials = append(a.Trials, reading.Trial{Value: s.lat.value(p), Draws: n * s.x.Replicates, Level: s.level(p, n)})
	}
}

// outside are the notes on the lever with the dial at a value.
func (s *search) outside(value float64) (notes []words.Message, err error) {
	plan, err := s.dial.At(value)
	if err != nil {
		return nil, err
	}
	v := s.x.Base(plan)
	cfg, _, err := belgium.Build(v, s.x.Regions[0])
	if err != nil {
		return nil, err
	}
	cfg.Calendar.Start, cfg.Calendar.Cycles = s.x.Start, s.x.Months
	_, _, all, err := plan.Plans(&cfg, v)
	if err != nil {
		return nil, err
	}
	for _, n := range all {
		if scenarios.OutsideEvidence(n.Message) && n.Path == s.dial.Sets {
			notes = append(notes, n.Message)
		}
	}
	return notes, nil
}

// tried lists the places of all trials, in order.
func (s *search) tried() (places []int) {
	for k := range s.seen {
		if k.place != asIs && !k.first {
			places = append(places, k.place)
		}
	}
	slices.Sort(places)
	return slices.Compact(places)
}

func (s *search) level(place, draws int) reading.Level {
	l := reading.Level{Indicator: s.estimate(place, draws, theIndicator), Programme: s.estimate(place, draws, theProgramme), Unspent: s.estimate(place, draws, theUnspent)}
	for _, y := range s.at(place, draws, theIndicator, s.goal.Indicator.Relative) {
		l.Cells++
		if s.goal.Miss(y) <= 0 {
			l.Reached++
		}
	}
	if s.goal.PerQALY {
		l.PerQALY = reading.PerQALYOf(s.at(place, draws, theCost, true), s.at(place, draws, theQALY, true), s.draws(draws))
	}
	return l
}

// interval is where 95 % of the cells reach the goal: each cell by itself, linear
// between the values that all draws tried. nil is beyond those.
func (s *search) interval(reached int) (low, high *float64) {
	places := slices.Clone(s.sorted())
	up := s.missed(places[len(places)-1], s.all) <= s.missed(places[0], s.all)
	if !up {
		slices.Reverse(places)
	}
	x := make([]float64, len(places))
	miss := make([][]float64, len(places))
	for i, p := range places {
		x[i] = s.lat.value(p)
		miss[i] = s.at(p, s.all, theIndicator, s.goal.Indicator.Relative)
		for k, y := range miss[i] {
			if miss[i][k] = s.goal.Miss(y); math.IsNaN(y) {
				miss[i][k] = math.Inf(1)
			}
		}
	}
	cells := make([]float64, len(miss[0]))
	column := make([]float64, len(places))
	for k := range cells {
		for i := range column {
			column[i] = miss[i][k]
		}
		v, beyond := crossing(x, column)
		if beyond != 0 {
			v = math.Inf(beyond)
			if !up {
				v = -v
			}
		}
		cells[k] = v
	}
	slices.Sort(cells)
	end := func(p float64) *float64 {
		v := stats.Quantile(p, cells)
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return nil
		}
		if s.dial.Step > 0 { // whole posts: the step at which the cell has reached it
			if up {
				v = s.lat.value(int(math.Ceil(v*s.lat.per - 1e-9)))
			} else {
				v = s.lat.value(int(math.Floor(v*s.lat.per + 1e-9)))
			}
		}
		return &v
	}
	return end(0.025), end(0.975)
}

// table writes every trial for a spreadsheet.
func (s *search) table() []byte {
	var b bytes.Buffer
	b.WriteString("value,unit,indicator,low,high,mc_error,cells,cells_with_goal,programme_eur_per_year,unspent_eur_per_year\n")
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', 8, 64) }
	for _, t := range s.answer.Trials {
		e := t.Indicator
		b.WriteString(strings.Join([]string{
			number(t.Value), strconv.Quote(s.answer.Unit), number(e.Middle()), number(e.Low), number(e.High), number(e.SE),
			strconv.Itoa(t.Cells), strconv.Itoa(t.Reached), number(t.Programme.Mean), number(t.Unspent.Mean),
		}, ",") + "\n")
	}
	return b.Bytes()
}
