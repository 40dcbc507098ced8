package fit

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"piramide/calibrate"
	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/scenarios"
	"piramide/scenarios/belgium"
)

func calibrateMsg(id string, pairs ...any) words.Message {
	return words.NewMessage("calibrate."+id, pairs...)
}

// Table tells what was found: each target beside its interval, each free number beside
// what was believed of it, and in sentences what that means.
func (c *Calibration) Table(w *words.Words) string {
	var b strings.Builder
	line := func(id string, args ...any) { fmt.Fprintln(&b, plain.Wrap(w.Say("calibrate."+id, args...))) }
	line("title", "title", plain.TitleOf(c.File.Title, c.File.Name, w))
	line("method_"+c.File.Method, "count", c.Evaluations)
	for _, set := range c.File.Sets {
		line("under", "set", plain.SetTitles(set, w.Lang()))
	}
	fmt.Fprintf(&b, "\n%s\n", c.targetsTable(w))
	for _, said := range c.sentences(w) {
		fmt.Fprintln(&b, plain.Wrap(said))
	}
	fmt.Fprintf(&b, "\n%s\n", c.freeTable(w))
	for _, said := range c.learned(w) {
		fmt.Fprintln(&b, plain.Wrap(said))
	}
	fmt.Fprintln(&b)
	line("written", "folder", c.Folder, "file", c.FitFile())
	return plain.Trim(b.String())
}

// what names what a target observed.
func (c *Calibration) what(target string) words.Message {
	i := slices.IndexFunc(c.File.Targets, func(t scenarios.CalibrationTarget) bool { return t.Name == target })
	q, _ := belgium.QuantityNamed(c.File.Targets[i].Quantity)
	return q.Said
}

func (c *Calibration) said(target string, w *words.Words) string { return w.Tell(c.what(target)) }

// list names targets in a sentence.
func (c *Calibration) list(targets []string, w *words.Words) string {
	said := make([]string, len(targets))
	for i, name := range targets {
		said[i] = c.said(name, w)
	}
	return strings.Join(said, w.Say("compare.between"))
}

func (c *Calibration) unit(i int, w *words.Words) string {
	q, _ := belgium.QuantityNamed(c.File.Targets[i].Quantity)
	return w.Tell(belgium.UnitOf(q.Unit))
}

func (c *Calibration) targetsTable(w *words.Words) string {
	t := plain.Table(w.Say("calibrate.head.target"), w.Say("calibrate.head.low"), w.Say("calibrate.head.high"), w.Say("calibrate.head.start"), w.Say("calibrate.head.best"), "")
	t.Text = 5
	for i, f := range c.Targets {
		what, unit := c.said(f.Target, w), c.unit(i, w)
		for k := range f.Predicted {
			name := what
			if len(f.Predicted) > 1 {
				name += " " + strconv.Itoa(k+1)
			}
			start := "–"
			if c.Start != nil {
				start = c.number(f, k, c.Start[i].Predicted[k], w)
			}
			t.Row(name+", "+unit+" ["+f.Source+"]", c.number(f, k, f.Low[k], w), c.number(f, k, f.High[k], w), start, c.number(f, k, f.Predicted[k], w), c.verdict(i, w))
		}
	}
	return t.String()
}

// number writes a number of a target with the digits that its interval asks.
func (c *Calibration) number(f calibrate.TargetFit, k int, x float64, w *words.Words) string {
	return plain.Significant(w, x, (f.High[k]-f.Low[k])/4)
}

// verdict says in a word how a target fares.
func (c *Calibration) verdict(i int, w *words.Words) string {
	switch f := c.Targets[i]; {
	case !f.Inside:
		return w.Say("calibrate.outside")
	case !c.Moves[i]:
		return w.Say("calibrate.given")
	}
	return w.Say("calibrate.inside")
}

// sentences say what the fit reproduces and what it cannot.
func (c *Calibration) sentences(w *words.Words) (said []string) {
	say := func(id string, args ...any) { said = append(said, w.Say("calibrate."+id, args...)) }
	inside, given := 0, 0
	for i, f := range c.Targets {
		if f.Inside {
			inside++
			if !c.Moves[i] {
				given++
			}
		}
	}
	say("reproduced", "count", inside, "all", len(c.Targets))
	if given > 0 {
		say("given_note", "count", given)
	}
	before := 0
	for _, f := range c.Start {
		if f.Inside {
			before++
		}
	}
	if c.Start != nil {
		say("before", "count", before, "all", len(c.Targets))
	}
	if names := c.Conflicts(); len(names) > 0 {
		say("conflicts", "count", len(names), "list", c.list(names, w))
		var stuck []string
		for i, f := range c.Targets {
			if !f.Inside && !c.Moves[i] {
				stuck = append(stuck, f.Target)
			}
		}
		if len(stuck) > 0 {
			say("stuck", "count", len(stuck), "list", c.list(stuck, w))
		}
	}
	said = append(said, c.clashes(w)...)
	for _, u := range c.Unreachable {
		said = append(said, w.Tell(c.unreachable(u)))
	}
	if !c.Best.Converged {
		say("not_converged")
	}
	if len(c.Best.Starts) > 1 {
		say("starts", "count", c.Best.Agree, "all", len(c.Best.Starts))
	}
	return said
}

// belief is what is believed of a free number: its middle and the ends of 95 %.
type belief struct{ low, middle, high float64 }

func (c *Calibration) prior(i int) belief {
	q := c.File.Free[i].Quantile
	return belief{q(0.025), q(0.5), q(0.975)}
}

// after is what is believed of it once the targets are known: from the rows, or from how
// steep the best fit is; ok says whether either is there.
func (c *Calibration) after(i int) (b belief, ok bool) {
	if len(c.Rows) > 0 {
		column := make([]float64, len(c.Rows))
		for r, row := range c.Rows {
			column[r] = row[i]
		}
		slices.Sort(column)
		at := func(u float64) float64 { return column[int(math.Round(u*float64(len(column)-1)))] }
		return belief{at(0.025), at(0.5), at(0.975)}, true
	}
	if c.Best.Covariance == nil {
		return b, false
	}
	f, z := c.problem.Free[i], c.Best.Scores[i]
	sd := 1.96 * math.Sqrt(c.Best.Covariance.At(i, i))
	return belief{f.Value(z - sd), f.Value(z), f.Value(z + sd)}, true
}

// learnt is by how much the targets narrow what is believed of a free number: 0 is not at
// all, 1 is exactly known. It compares widths as parts of the prior.
func (c *Calibration) learnt(i int) (float64, bool) {
	b, ok := c.after(i)
	if !ok {
		return 0, false
	}
	p := c.prior(i)
	return max(0, 1-(b.high-b.low)/(p.high-p.low)), true
}

// nothing is the part of its width under which the data do not determine a number.
const nothing = 0.1

func (c *Calibration) freeTable(w *words.Words) string {
	t := plain.Table(w.Say("calibrate.head.free"), w.Say("calibrate.head.believed"), w.Say("calibrate.head.best"), w.Say("calibrate.head.after"), w.Say("calibrate.head.learnt"))
	t.Text = 5
	span := func(b belief, d float64) string {
		return plain.Significant(w, b.low, d) + " – " + plain.Significant(w, b.high, d)
	}
	for i, f := range c.File.Free {
		p := c.prior(i)
		d := (p.high - p.low) / 20
		after, learnt := "–", "–"
		if b, ok := c.after(i); ok {
			x, _ := c.learnt(i)
			after, learnt = span(b, d), w.Percent(x, 0)
		}
		t.Row(f.Name, span(p, d), plain.Significant(w, c.Best.Values[i], d), after, learnt)
	}
	return t.String()
}

// learned says what the data determine and what they do not.
func (c *Calibration) learned(w *words.Words) (said []string) {
	var dark, edge []string
	families := false
	for i, f := range c.File.Free {
		families = families || f.Family()
		if x, ok := c.learnt(i); ok && x < nothing {
			dark = append(dark, f.Name)
		}
		if p := c.prior(i); c.Best.Values[i] < p.low || c.Best.Values[i] > p.high {
			edge = append(edge, f.Name)
		}
	}
	if families {
		said = append(said, w.Say("calibrate.families"))
	}
	if len(dark) > 0 {
		said = append(said, w.Say("calibrate.undetermined", "count", len(dark), "list", strings.Join(dark, ", ")))
	}
	if len(edge) > 0 {
		said = append(said, w.Say("calibrate.edge", "count", len(edge), "list", strings.Join(edge, ", ")))
	}
	if c.Posterior == nil {
		return said
	}
	for _, d := range c.Diagnosis.Directions {
		if d.Undetermined && len(d.Loadings) > 1 {
			names := make([]string, len(d.Loadings))
			for i, l := range d.Loadings {
				names[i] = l.Name
			}
			said = append(said, w.Say("calibrate.together", "list", strings.Join(names, ", ")))
		}
	}
	said = append(said, w.Say("calibrate.effective", "rows", len(c.Rows), "effective", c.effective()))
	if !c.Posterior.Converged {
		said = append(said, w.Say("calibrate.sample_short", "largest", c.Posterior.Largest))
	}
	if c.Posterior.Method == "abc" {
		said = append(said, w.Say("calibrate.approximate"))
	}
	return said
}

// Of pairs that pull apart, those in which leaving one out moves the other by this part of
// its interval, and at most so many, are told: who lies at the edge is moved over it by anything.
const (
	pulled      = 0.1
	mostClashes = 8
)

// clashes say which pairs of targets pull apart, as far as the sample tells, those that
// pull hardest first.
func (c *Calibration) clashes(w *words.Words) (said []string) {
	if c.Diagnosis == nil {
		return nil
	}
	pull := func(x calibrate.Conflict) float64 { return math.Abs(x.Then-x.With) / (x.High - x.Low) }
	var hard []calibrate.Conflict
	for _, x := range c.Diagnosis.Conflicts {
		if pull(x) >= pulled {
			hard = append(hard, x)
		}
	}
	slices.SortStableFunc(hard, func(x, y calibrate.Conflict) int { return cmp.Compare(pull(y), pull(x)) })
	for _, x := range hard[:min(len(hard), mostClashes)] {
		d := (x.High - x.Low) / 4
		id := "calibrate.clash"
		if x.Emulated {
			id = "calibrate.clash_likely"
		}
		said = append(said, w.Say(id, "missed", words.Capital(c.said(x.Missed, w)), "other", c.said(x.Without, w),
			"with", plain.Significant(w, x.With, d), "then", plain.Significant(w, x.Then, d), "low", plain.Significant(w, x.Low, d), "high", plain.Significant(w, x.High, d)))
	}
	return said
}

// targetsCSV and parametersCSV write the tables for a program: points, full digits.
func (c *Calibration) targetsCSV() []byte {
	rows := [][]string{{"target", "quantity", "source", "number", "low", "high", "start", "best", "inside", "moves"}}
	for i, f := range c.Targets {
		for k := range f.Predicted {
			start := ""
			if c.Start != nil {
				start = plainFloat(c.Start[i].Predicted[k])
			}
			rows = append(rows, []string{
				f.Target, c.File.Targets[i].Quantity, f.Source, strconv.Itoa(k + 1), plainFloat(f.Low[k]), plainFloat(f.High[k]), start, plainFloat(f.Predicted[k]),
				strconv.FormatBool(f.Inside), strconv.FormatBool(c.Moves[i]),
			})
		}
	}
	return csvText(rows)
}

func (c *Calibration) parametersCSV() []byte {
	rows := [][]string{{"number", "paths", "prior_low", "prior_median", "prior_high", "best", "low", "median", "high", "learnt"}}
	for i, f := range c.File.Free {
		p := c.prior(i)
		row := []string{f.Name, strings.Join(f.Paths, " "), plainFloat(p.low), plainFloat(p.middle), plainFloat(p.high), plainFloat(c.Best.Values[i]), "", "", "", ""}
		if b, ok := c.after(i); ok {
			x, _ := c.learnt(i)
			copy(row[6:], []string{plainFloat(b.low), plainFloat(b.middle), plainFloat(b.high), plainFloat(x)})
		}
		rows = append(rows, row)
	}
	return csvText(rows)
}

func plainFloat(x float64) string { return strconv.FormatFloat(x, 'g', 8, 64) }

func csvText(rows [][]string) []byte {
	var b bytes.Buffer
	t := csv.NewWriter(&b)
	_ = t.WriteAll(rows) // a buffer takes everything
	return b.Bytes()
}

// JSON writes what was found for a program.
func (c *Calibration) JSON(out io.Writer) error {
	type target struct {
		Name      string    `json:"name"`
		Quantity  string    `json:"quantity"`
		Source    string    `json:"source"`
		Low       []float64 `json:"low"`
		High      []float64 `json:"high"`
		Start     []float64 `json:"start,omitempty"`
		Predicted []float64 `json:"predicted"`
		Inside    bool      `json:"inside"`
		Moves     bool      `json:"moves"`
	}
	type number struct {
		Name  string      `json:"name"`
		Paths []string    `json:"paths"`
		Prior [3]float64  `json:"prior"` // 2.5 %, median, 97.5 %
		Best  float64     `json:"best"`
		After *[3]float64 `json:"after,omitempty"`
	}
	said := struct {
		Name        string   `json:"name"`
		Method      string   `json:"method"`
		Evaluations int      `json:"evaluations"`
		Converged   bool     `json:"converged"`
		Conflicts   []string `json:"conflicts"`
		Effective   float64  `json:"effective,omitempty"`
		Targets     []target `json:"targets"`
		Numbers     []number `json:"numbers"`
		Fit         string   `json:"fit"`
	}{
		Name: c.File.Name, Method: c.File.Method, Evaluations: c.Evaluations, Converged: c.Best.Converged, Conflicts: c.Conflicts(), Fit: c.FitFile(),
	}
	if c.Posterior != nil {
		said.Effective, said.Converged = c.effective(), c.Posterior.Converged
	}
	for i, f := range c.Targets {
		one := target{f.Target, c.File.Targets[i].Quantity, f.Source, f.Low, f.High, nil, f.Predicted, f.Inside, c.Moves[i]}
		if c.Start != nil {
			one.Start = c.Start[i].Predicted
		}
		said.Targets = append(said.Targets, one)
	}
	for i, f := range c.File.Free {
		p := c.prior(i)
		one := number{Name: f.Name, Paths: f.Paths, Prior: [3]float64{p.low, p.middle, p.high}, Best: c.Best.Values[i]}
		if b, ok := c.after(i); ok {
			one.After = &[3]float64{b.low, b.middle, b.high}
		}
		said.Numbers = append(said.Numbers, one)
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(said)
}

// CSV writes the targets for a spreadsheet set to Belgian conventions.
func (c *Calibration) CSV(out io.Writer, w *words.Words) error {
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return err
	}
	t := csv.NewWriter(out)
	t.Comma, t.UseCRLF = ';', true
	comma := func(x float64) string { return strings.Replace(plainFloat(x), ".", ",", 1) }
	_ = t.Write([]string{ // the error stays in t
		w.Say("calibrate.head.target"), w.Say("calibrate.head.source"), w.Say("calibrate.head.low"), w.Say("calibrate.head.high"), w.Say("calibrate.head.start"), w.Say("calibrate.head.best"), "",
	})
	for i, f := range c.Targets {
		what, unit := c.said(f.Target, w), c.unit(i, w)
		for k := range f.Predicted {
			start := ""
			if c.Start != nil {
				start = comma(c.Start[i].Predicted[k])
			}
			_ = t.Write([]string{what + ", " + unit, f.Source, comma(f.Low[k]), comma(f.High[k]), start, comma(f.Predicted[k]), c.verdict(i, w)})
		}
	}
	t.Flush()
	return t.Error()
}

// Table says how often each interval held the truth, beside what chance allows.
func (t *CalibrationTest) Table(w *words.Words) string {
	var b strings.Builder
	cov := t.Coverage
	fmt.Fprintln(&b, plain.Wrap(w.Say("calibrate.sbc_title", "title", plain.TitleOf(t.File.Title, t.File.Name, w), "worlds", cov.Worlds)))
	fmt.Fprintln(&b)
	head := []string{w.Say("calibrate.head.free")}
	for _, l := range cov.Parameters[0].Levels {
		head = append(head, w.Percent(l.Level, 0))
	}
	table := plain.Table(append(head, w.Say("calibrate.head.below"), "")...)
	table.Text = len(head) + 1
	for _, p := range cov.Parameters {
		row, good := []string{p.Name}, true
		for _, l := range append(slices.Clone(p.Levels), p.Below) {
			row = append(row, fmt.Sprintf("%d (%d–%d)", l.Inside, l.Low, l.High))
			good = good && l.Within
		}
		verdict := w.Say("validate.good")
		if !good {
			verdict = w.Say("validate.bad")
		}
		table.Row(append(row, verdict)...)
	}
	b.WriteString(table.String() + "\n")
	id := "sbc_good"
	if !cov.Within {
		id = "sbc_bad"
	}
	fmt.Fprintln(&b, plain.Wrap(w.Say("calibrate."+id, "rate", cov.FalseAlarm, "count", cov.Unconverged)))
	weakest, last := cov.Worlds, len(cov.Parameters[0].Levels)-1
	for _, p := range cov.Parameters {
		weakest = min(weakest, p.Levels[last].Low)
	}
	fmt.Fprintln(&b, plain.Wrap(w.Say("calibrate.sbc_sees", "level", cov.Parameters[0].Levels[last].Level, "least", weakest, "worlds", cov.Worlds,
		"share", float64(weakest)/float64(cov.Worlds))))
	return plain.Trim(b.String())
}

// Verdict is a [fault.Error] when an interval held the truth too seldom or too often.
func (t *CalibrationTest) Verdict() error {
	if t.Coverage.Within {
		return nil
	}
	return fault.New(fault.GateFailed, nil, "calibrate_sbc_failed")
}
