package job

import (
	"context"
	"strconv"
	"strings"
	"time"

	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/job/reading"
	"piramide/outputs"
	"piramide/scenarios"
)

// MostDraws is how many draws a comparison has at most when it goes on until a difference
// is known and nothing else was asked.
const MostDraws = 400

// fewest is how many simulations a rule needs to judge a spread by.
const fewest = 2

// readUntil reads INDICATOR ±NUMBER UNIT, also with +- or +/-. A share needs its %; EUR
// is that of the indicator, whatever it is counted over.
func readUntil(asked string) (*reading.Precise, error) {
	var id, rest string
	ok := false
	for _, sign := range []string{"±", "+/-", "+-"} {
		if id, rest, ok = strings.Cut(asked, sign); ok {
			break
		}
	}
	id, rest = strings.TrimSpace(id), strings.TrimSpace(rest)
	if !ok || id == "" || rest == "" {
		return nil, fault.New(fault.Usage, nil, "until_form", "until", asked)
	}
	ind, err := reading.FindIndicator(id)
	if err != nil {
		return nil, err
	}
	units := []string{""}
	switch {
	case ind.IsShare():
		units = []string{"%"}
	case strings.HasPrefix(ind.Unit, "eur_"):
		units = []string{"EUR", "", "EUR/inhabitant/year"}
	}
	q, err := scenarios.ReadQuantity("--until", rest, units...)
	if err != nil {
		return nil, err
	}
	if q.Unit == "%" {
		q.Value /= 100
	}
	if !(q.Value > 0) {
		return nil, fault.New(fault.Usage, nil, "until_zero", "until", asked)
	}
	return &reading.Precise{Indicator: ind.ID, Within: q.Value}, nil
}

// compareUntil is [Compare] with more and more simulations until the differences of an
// indicator are known well enough, or as many were simulated as was allowed. After each
// number of them the folder is finished: a result of that many at once.
func compareUntil(ctx context.Context, r Request, progress Progress) (*reading.Outcome, error) {
	rule, err := readUntil(r.Until)
	if err != nil {
		return nil, err
	}
	if r.EqualBudget != "" { // plans are brought to one budget on the draws there are
		return nil, fault.New(fault.Usage, nil, "until_budget")
	}
	if r, err = r.Complete(); err != nil {
		return nil, err
	}
	n := &r.Draws // what grows
	if r.FixedParameters {
		n = &r.Replicates
	}
	rule.AtMost = r.AtMost
	if rule.AtMost == 0 {
		rule.AtMost = max(MostDraws, *n)
	}
	if *n < fewest || rule.AtMost < *n {
		return nil, fault.New(fault.Usage, nil, "until_draws", "draws", *n, "most", rule.AtMost)
	}
	x, err := NewExperiment(r)
	if err != nil {
		return nil, err
	}
	if r.Out == "" {
		x.Draws, x.Replicates = r.Draws, r.Replicates
		r.Out = x.folderUntil(rule)
	}
	if m, err := reading.BegunIn(r.Out); err != nil {
		return nil, err
	} else if m != nil {
		had := m.Draws
		if r.FixedParameters {
			had = m.Replicates
		}
		*n = max(*n, had)
	}
	began := time.Now()
	for {
		o, err := simulate(ctx, r, progress)
		if err != nil {
			return nil, err
		}
		if o.Known, err = rule.Known(o.Folder); err != nil {
			return nil, err
		}
		o.Spent = time.Since(began)
		if o.Known.Enough() {
			return o, nil
		}
		*n = o.Known.Next()
	}
}

// folderUntil is the default name of a folder that grows until a difference is known.
func (x *Experiment) folderUntil(r *reading.Precise) string {
	name := x.Folder()
	name = name[:strings.LastIndexByte(name, '-')] // without the number, which is not known yet
	within := r.Within * plain.Scale(&outputs.Indicators[outputs.Find(outputs.Indicators, r.Indicator)])
	return name + "-tot-" + r.Indicator + "-" + strconv.FormatFloat(within, 'g', 6, 64)
}
