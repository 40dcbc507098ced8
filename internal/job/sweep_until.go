package job

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"piramide/internal/stats"
	"piramide/outputs"
)

// Known is how well a mean difference with the first plan is known: half of its 95 %
// interval over the draws, at the point of the design where it is known least.
type Known struct {
	Indicator string  `json:"indicator"`
	Plan      string  `json:"plan"`
	Half      float64 `json:"half_width"`
	Within    float64 `json:"within"` // what was asked
}

// width95 is how many standard errors half of a 95 % interval is.
const width95 = 1.96

// until lives more and more draws until the stopping rule is met, or its most draws
// are lived. Each number of draws follows from the results before, so that the same sweep
// ends with the same folder; it is that of a sweep which asked for so many at once.
func (s *sweepRun) until(ctx context.Context, workers int, progress Progress) (*SweepStatus, error) {
	if n, err := s.begun(); err != nil {
		return nil, err
	} else if n > s.file.Draws {
		if s, err = s.longer(0, n, 0); err != nil {
			return nil, err
		}
	}
	for {
		if err := s.fill(ctx, outputs.Extend, workers, progress); err != nil {
			return nil, err
		}
		known, err := s.known()
		if err != nil {
			return nil, err
		}
		st := s.status()
		st.Known = known
		n, rule := s.file.Draws, s.file.Stop
		if known.Half <= rule.Within || n >= rule.AtMost {
			return st, nil
		}
		if s, err = s.longer(0, nextDraws(n, rule.AtMost, known.Half/rule.Within), 0); err != nil {
			return nil, err
		}
	}
}

// nextDraws is how many draws to go on with when the interval is ratio times too wide:
// as many as should do, a few more, and never more than four times as many at once.
func nextDraws(n, most int, ratio float64) int {
	const few, leap = 8, 4
	need := most
	if !math.IsNaN(ratio) && !math.IsInf(ratio, 0) {
		need = int(math.Min(float64(n)*ratio*ratio*1.05, float64(leap*n))) + few
	}
	return min(max(need, n+few), most)
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

// begun is how many draws the folder of the sweep has so far; 0 when there is none.
func (s *sweepRun) begun() (int, error) {
	for _, dir := range []string{s.out + unfinishedFolder, s.out} {
		b, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return 0, unwritable(dir, err)
		}
		var m outputs.Manifest
		if json.Unmarshal(b, &m) != nil {
			continue // whoever opens the folder tells what is wrong with it
		}
		return min(m.Draws, s.file.Stop.AtMost), nil
	}
	return 0, nil
}

// known reads how well the difference of the rule is known.
func (s *sweepRun) known() (*Known, error) {
	rule := s.file.Stop
	f, err := outputs.ReadFrame(s.out, []string{rule.Indicator}, 0, 0)
	if err != nil {
		return nil, err
	}
	plan := 0
	for i := range f.Plans {
		if f.Plans[i].ID == rule.Plan {
			plan = i
		}
	}
	diff := f.Difference(plan, 0, rule.Indicator)
	k := &Known{Indicator: rule.Indicator, Plan: rule.Plan, Within: rule.Within}
	perPoint := f.Manifest.Draws * f.Manifest.Replicates
	for at := 0; at < len(diff); at += perPoint {
		var x []float64
		var draw []int
		for i, v := range diff[at : at+perPoint] {
			if !math.IsNaN(v) {
				x, draw = append(x, v), append(draw, i/f.Manifest.Replicates)
			}
		}
		half := math.Inf(1)
		if len(x) > 1 {
			half = width95 * stats.StdErr(x, draw)
		}
		k.Half = max(k.Half, half)
	}
	return k, nil
}
