package job

import (
	"context"
	"strconv"
	"strings"
	"time"

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
func readUntil(asked string) (*precise, error) {
	var id, rest string
	ok := false
	for _, sign := range []string{"±", "+/-", "+-"} {
		if id, rest, ok = strings.Cut(asked, sign); ok {
			break
		}
	}
	id, rest = strings.TrimSpace(id), strings.TrimSpace(rest)
	if !ok || id == "" || rest == "" {
		return nil, fail(Usage, nil, "until_form", "until", asked)
	}
	ind, err := findIndicator(id)
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
		return nil, fail(Usage, nil, "until_zero", "until", asked)
	}
	return &precise{indicator: ind.ID, within: q.Value}, nil
}

// compareUntil is [Compare] with more and more simulations until the differences of an
// indicator are known well enough, or as many were simulated as was allowed. After each
// number of them the folder is finished: a result of that many at once.
func compareUntil(ctx context.Context, r Request, progress Progress) (*Outcome, error) {
	rule, err := readUntil(r.Until)
	if err != nil {
		return nil, err
	}
	if r.EqualBudget != "" { // plans are brought to one budget on the draws there are
		return nil, fail(Usage, nil, "until_budget")
	}
	if r, err = r.complete(); err != nil {
		return nil, err
	}
	n := &r.Draws // what grows
	if r.FixedParameters {
		n = &r.Replicates
	}
	rule.atMost = r.AtMost
	if rule.atMost == 0 {
		rule.atMost = max(MostDraws, *n)
	}
	if *n < fewest || rule.atMost < *n {
		return nil, fail(Usage, nil, "until_draws", "draws", *n, "most", rule.atMost)
	}
	x, err := newExperiment(r)
	if err != nil {
		return nil, err
	}
	if r.Out == "" {
		x.draws, x.replicates = r.Draws, r.Replicates
		r.Out = x.folderUntil(rule)
	}
	if m, err := begunIn(r.Out); err != nil {
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
		if o.Known, err = rule.known(o.Folder); err != nil {
			return nil, err
		}
		o.Spent = time.Since(began)
		if o.Known.enough() {
			return o, nil
		}
		*n = o.Known.next()
	}
}

// folderUntil is the default name of a folder that grows until a difference is known.
func (x *experiment) folderUntil(r *precise) string {
	name := x.folder()
	name = name[:strings.LastIndexByte(name, '-')] // without the number, which is not known yet
	within := r.within * percent(&outputs.Indicators[outputs.Find(outputs.Indicators, r.indicator)])
	return name + "-tot-" + r.indicator + "-" + strconv.FormatFloat(within, 'g', 6, 64)
}
