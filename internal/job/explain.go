package job

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"piramide/internal/job/fault"
	"piramide/internal/job/reading"
	"piramide/internal/words"
	"piramide/outputs"
)

// ExplainRequest is which number of a result is explained, and how.
type ExplainRequest struct {
	Indicator  string // id
	Folder     string // "" as in [reading.ShowLedger]
	Plan       string // "" = the last plan of the result
	Against    string // "" = the first plan
	Period     string // as in [reading.ShowLedger], without each
	Simulation int    // which is lived again, from 1; 0 = the one in the middle
}

// Explained is a difference with where it comes from.
type Explained struct {
	*outputs.Explanation
	Folder     string
	comparison *outputs.Comparison
	words      *words.Words
}

// Explain says where a difference in a finished result comes from. What the folder
// holds is read; another simulation, or another plan to compare with, is lived again
// from the folder alone.
func Explain(ctx context.Context, r ExplainRequest, progress Progress, w *words.Words) (*Explained, error) {
	ind, err := reading.FindIndicator(r.Indicator)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(outputs.Explainable(), ind.ID) {
		return nil, fault.New(fault.Usage, nil, "not_explained", "indicator", reading.Named(ind), "names", reading.Listed(outputs.Explainable()))
	}
	folder, err := reading.ResultFolder(r.Folder, false)
	if err != nil {
		return nil, err
	}
	o, err := reading.Show(folder, w)
	if err != nil {
		return nil, err
	}
	c := o.Comparison
	names := c.Result.Manifest.Scenarios
	if len(names) < 2 {
		return nil, fault.New(fault.Usage, nil, "explain_one_plan", "folder", folder)
	}
	if r.Against == "" {
		r.Against = names[0]
	}
	if r.Plan == "" {
		r.Plan = names[len(names)-1]
		if r.Plan == r.Against {
			r.Plan = names[len(names)-2]
		}
	}
	for _, name := range []string{r.Plan, r.Against} {
		if !slices.Contains(names, name) {
			return nil, fault.New(fault.Usage, nil, "explain_plan", "plan", name, "names", strings.Join(names, ", "))
		}
	}
	if r.Plan == r.Against {
		return nil, fault.New(fault.Usage, nil, "explain_itself", "plan", r.Plan)
	}
	if n := c.Draws * c.Replicates; r.Simulation < 0 || r.Simulation > n {
		return nil, fault.New(fault.Usage, nil, "explain_simulation", "simulation", r.Simulation, "count", n)
	}
	if r.Against != c.Base {
		if c, err = outputs.Compare(c.Result, r.Against); err != nil {
			return nil, err
		}
	}
	period, err := reading.PeriodOf(c, r.Period)
	if err != nil { // "each" is for tables with a column a year
		all := reading.WholeHorizon(c)
		return nil, fault.New(fault.Usage, nil, "solve_period", "period", r.Period, "from", all.First, "to", all.Last)
	}
	x := &Explained{Folder: folder, comparison: c, words: w}
	var replay *outputs.Replay
	if outputs.NeedsReplay(ind.ID) {
		if replay, err = replayFor(ctx, c, r, ind, progress); err != nil {
			return nil, err
		}
	}
	if x.Explanation, err = c.Explain(withRelevance(c, ind), r.Plan, period, replay); err != nil {
		return nil, err
	}
	return x, nil
}

// replayFor takes the replay of a folder, or lives one.
func replayFor(ctx context.Context, c *outputs.Comparison, r ExplainRequest, ind *outputs.Indicator, progress Progress) (*outputs.Replay, error) {
	var d, replicate int
	if r.Simulation > 0 {
		d, replicate = (r.Simulation-1)/c.Replicates, (r.Simulation-1)%c.Replicates
	} else {
		kept, err := c.Result.Replays()
		if err != nil {
			return nil, fault.New(fault.BadInput, err, "result_folder", "folder", c.Result.Dir, "why", reading.Unreadable(c.Result.Dir, err))
		}
		if one := outputs.ReplayOf(kept, r.Plan, r.Against); one != nil {
			return one, nil
		}
		d, replicate = c.MiddleOf(ind, r.Plan, r.Against)
	}
	return replayOf(ctx, c, r.Plan, r.Against, d, replicate, progress)
}

// withRelevance is the indicator as the result declares it.
func withRelevance(c *outputs.Comparison, ind *outputs.Indicator) *outputs.Indicator {
	if at := outputs.Find(c.Result.Indicators, ind.ID); at >= 0 {
		return &c.Result.Indicators[at]
	}
	return ind
}

// Text is what a terminal shows.
func (x *Explained) Text() string {
	return outputs.ExplainText(x.comparison, x.Explanation, x.words)
}

// JSON writes the explanation for a program: every number unrounded.
func (x *Explained) JSON(out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return errors.Join(e.Encode(map[string]any{
		"folder": x.Folder, "run": x.comparison.Result.Manifest.Digest(), "chance_only": x.comparison.ChanceOnly,
		"cells": x.comparison.Draws * x.comparison.Replicates, "explanation": x.Explanation, "sum_of_parts": x.Sum(),
	}))
}
