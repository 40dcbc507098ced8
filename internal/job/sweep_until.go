package job

import (
	"cmp"
	"context"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/job/reading"
	"piramide/outputs"
)

// until lives more and more draws until the stopping rule is met, or its most draws
// are lived. Each number of draws follows from the results before, so that the same sweep
// ends with the same folder; it is that of a sweep which asked for so many at once.
func (s *sweepRun) until(ctx context.Context, workers int, progress Progress) (*SweepStatus, error) {
	m, err := reading.BegunIn(s.out)
	switch {
	case err != nil:
		return nil, err
	case m == nil: // what has begun goes on, whatever it was begun with
		if err := s.sensible(); err != nil {
			return nil, err
		}
	case m.Draws > s.file.Draws:
		if s, err = s.longer(0, m.Draws, 0); err != nil {
			return nil, err
		}
	}
	stop := s.file.Stop
	rule := reading.Precise{Indicator: stop.Indicator, Plan: stop.Plan, Within: stop.Within, AtMost: stop.AtMost}
	for {
		if err := s.fill(ctx, outputs.Extend, workers, progress); err != nil {
			return nil, err
		}
		known, err := rule.Known(s.out)
		if err != nil {
			return nil, err
		}
		if known.Enough() {
			st := s.status()
			st.Known = known
			return st, nil
		}
		if s, err = s.longer(0, known.Next(), 0); err != nil {
			return nil, err
		}
	}
}

// sensible refuses a rule that cannot be meant: in the unit of another indicator, or with
// fewer draws than the sweep begins with.
func (s *sweepRun) sensible() error {
	stop := s.file.Stop
	ind := &outputs.Indicators[outputs.Find(outputs.Indicators, stop.Indicator)]
	if want, example := unitWithin(ind); stop.Unit != want && (want != "EUR" || stop.Unit != "") {
		return fault.New(fault.BadInput, nil, "sweep_stop_unit", "indicator", ind.ID, "unit", cmp.Or(want, "–"), "example", example)
	}
	if stop.AtMost < s.file.Draws {
		return fault.New(fault.BadInput, nil, "sweep_stop_most", "most", stop.AtMost, "draws", s.file.Draws)
	}
	return nil
}

// unitWithin is the unit that the interval of an indicator is written in, with an example;
// "" = a bare number. EUR may be left out.
func unitWithin(ind *outputs.Indicator) (unit, example string) {
	switch {
	case ind.IsShare():
		return "%", "1 %"
	case strings.HasPrefix(ind.Unit, "eur_"):
		return "EUR", "5 EUR"
	}
	return "", "5"
}

// longer is the sweep with more points, draws or replicates.
func (s *sweepRun) longer(points, draws, replicates int) (*sweepRun, error) {
	file, m := s.file.Longer(points, draws, replicates)
	if m.ID != "" {
		return nil, &fault.Error{Fault: fault.Usage, Message: m}
	}
	longer := &sweepRun{file: file, out: s.out}
	return longer, longer.resolve()
}
