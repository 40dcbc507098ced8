package job

import (
	"context"

	"piramide/outputs"
)

// until lives more and more draws until the stopping rule is met, or its most draws
// are lived. Each number of draws follows from the results before, so that the same sweep
// ends with the same folder; it is that of a sweep which asked for so many at once.
func (s *sweepRun) until(ctx context.Context, workers int, progress Progress) (*SweepStatus, error) {
	if m, err := begunIn(s.out); err != nil {
		return nil, err
	} else if m != nil && m.Draws > s.file.Draws {
		if s, err = s.longer(0, m.Draws, 0); err != nil {
			return nil, err
		}
	}
	stop := s.file.Stop
	rule := precise{indicator: stop.Indicator, plan: stop.Plan, within: stop.Within, atMost: stop.AtMost}
	for {
		if err := s.fill(ctx, outputs.Extend, workers, progress); err != nil {
			return nil, err
		}
		known, err := rule.known(s.out)
		if err != nil {
			return nil, err
		}
		if known.enough() {
			st := s.status()
			st.Known = known
			return st, nil
		}
		if s, err = s.longer(0, known.next(), 0); err != nil {
			return nil, err
		}
	}
}

// longer is the sweep with more points, draws or replicates.
func (s *sweepRun) longer(points, draws, replicates int) (*sweepRun, error) {
	file, m := s.file.Longer(points, draws, replicates)
	if m.ID != "" {
		return nil, &Error{Fault: Usage, Message: m}
	}
	longer := &sweepRun{file: file, out: s.out}
	return longer, longer.resolve()
}
