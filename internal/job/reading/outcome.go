package reading

import (
	"cmp"
	"encoding/json"
	"io"
	"math"
	"path/filepath"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/job/fault"
	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/scenarios"
)

// Outcome is a finished comparison or run.
type Outcome struct {
	Folder     string
	Comparison *outputs.Comparison
	Warnings   []string // levers without effect, in the reader's words
	// Of a comparison that went on until differences were known: how well they are, and
	// the time this command took. Nil of any other.
	Known *Known
	Spent time.Duration
	Words *words.Words
}

// Table is what a terminal shows: the comparison with its three closing lines,
// or the levels of a single plan.
func (o *Outcome) Table() string {
	if len(o.Comparison.Plans) == 1 {
		return o.levels()
	}
	return outputs.Table(o.Comparison, o.Words) + o.budgets() + o.untilText() + "\n" + strings.Join(outputs.Closing(o.Comparison, o.Words, filepath.Join(o.Folder, ReportFile)), "\n") + "\n"
}

// In is the same outcome in another language.
func (o *Outcome) In(w *words.Words) *Outcome {
	other := *o
	other.Words = w
	return &other
}

// Indicators is what a terminal shows of some indicators, named by id or title.
func (o *Outcome) Indicators(names []string) (string, error) {
	ids, err := IndicatorIDs(names)
	if err != nil {
		return "", err
	}
	return outputs.IndicatorTable(o.Comparison, ids, o.Words), nil
}

// budgets say how plans were brought to one budget, and which of their numbers lie
// outside the range of their evidence; nothing when there is neither.
func (o *Outcome) budgets() string {
	var b strings.Builder
	for i := range o.Comparison.Plans {
		p := &o.Comparison.Plans[i]
		for _, said := range append(EqualNotes(o.Comparison, p, o.Words), outsideEvidence(p, o.Words)...) {
			said = o.Words.Say("page.quote", "text", p.TitleIn(o.Words.Lang())) + " – " + said
			for _, line := range strings.Split(text.WrapSoft(said, outputs.TableWidth), "\n") {
				b.WriteString("\n" + strings.TrimRight(line, " "))
			}
		}
	}
	if b.Len() > 0 {
		b.WriteString("\n")
	}
	return b.String()
}

// outsideEvidence are the notes of a plan on numbers outside their evidence, on what
// it puts in the place of a set of assumptions, on its rule for effects together, and on
// worlds in which it does nothing.
func outsideEvidence(p *outputs.Plan, w *words.Words) (said []string) {
	for _, m := range p.Notes {
		switch {
		case scenarios.OutsideEvidence(m):
			said = append(said, w.Say("solve.outside_note", "note", w.Tell(m)))
		case m.ID == NoteCoin, m.ID == "scenarios.note_beats_set", m.ID == "scenarios.note_overlap_multiply":
			said = append(said, w.Tell(m))
		}
	}
	return said
}

// levels is the table of a single plan.
func (o *Outcome) levels() string {
	w, c := o.Words, o.Comparison
	var b strings.Builder
	head := c.Periods[0]
	if c.ChanceOnly {
		b.WriteString(strings.ToUpper(w.Say("caveat.chance_only")) + "\n")
	}
	b.WriteString(w.Say("page.run_title", "plan", c.Plans[0].TitleIn(w.Lang()), "from", head.First, "to", head.Last, "count", c.Draws*c.Replicates) + "\n")
	b.WriteString(w.Say("compare.assumptions", "sets", c.Result.Manifest.AssumptionTitles(w.Lang())) + "\n")
	for _, said := range c.Result.Manifest.Numbers.Few(w, 6) {
		b.WriteString(text.WrapSoft("  "+said, outputs.TableWidth) + "\n")
	}
	b.WriteString("\n")
	t := table.NewWriter()
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	style.Options.DrawBorder, style.Options.SeparateColumns = false, false
	t.SetStyle(style)
	t.Style().Box.PaddingLeft, t.Style().Box.PaddingRight = "", "  "
	t.AppendHeader(table.Row{w.Say("compare.head.indicator"), w.Say("page.level"), w.Say("compare.head.interval"), w.Say("page.unit")})
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 2, Align: text.AlignRight, AlignHeader: text.AlignRight}})
	for i := range c.Rows {
		r := &c.Rows[i]
		if r.Period != head || r.Indicator.Relative || r.Base.Cells == 0 {
			continue
		}
		shape := outputs.Shape{Indicator: &r.Indicator, Words: w}
		k, d := plain.Scale(&r.Indicator), max(0, shape.Digits(r.Base))
		interval := ""
		if !math.IsInf(r.Base.High, 0) && r.Base.Cells > 1 {
			interval = w.Say("compare.from_to", "low", w.Number(k*r.Base.Low, d), "high", w.Number(k*r.Base.High, d))
		}
		unit := w.Say(r.Indicator.UnitID())
		if r.Indicator.IsShare() {
			unit = "%"
		}
		t.AppendRow(table.Row{w.Say(r.Indicator.TitleID()), shape.Value(r.Base), interval, unit})
	}
	b.WriteString(t.Render() + "\n\n")
	for _, said := range c.ChangesAfter(head, w) {
		b.WriteString(text.WrapSoft(said, outputs.TableWidth) + "\n")
	}
	b.WriteString(w.Say("caveat.simulation") + "\n" + w.Say("page.folder", "folder", o.Folder) + "\n")
	return b.String()
}

// JSON writes the comparison for a program: every number unrounded, what does
// not exist as null, a wait without end as "never".
func (o *Outcome) JSON(out io.Writer) error {
	c := o.Comparison
	rows := []map[string]any{}
	for i := range c.Rows {
		r := &c.Rows[i]
		plans := []map[string]any{}
		for _, d := range r.Plans {
			plans = append(plans, map[string]any{
				"plan": d.Plan, "value": d.Value, "difference": d.Diff, "cells_with_sign": d.K,
				"cells": d.N, "mark": d.Mark, "capped_by": d.Cap, "origin": d.Origin,
			})
		}
		rows = append(rows, map[string]any{
			"indicator": r.Indicator.ID, "unit": r.Indicator.Unit, "period": r.Period.ID, "first_year": r.Period.First,
			"last_year": r.Period.Last, "first_plan": r.Base, "plans": plans,
		})
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	said := map[string]any{
		"folder": o.Folder, "assumptions": cmp.Or(c.Result.Manifest.Assumed(), scenarios.DefaultSet), "run": c.Result.Manifest.Digest(), "chance_only": c.ChanceOnly, "draws": c.Draws,
		"replicates": c.Replicates, "first_plan": c.Base, "rows": rows,
	}
	if own := c.Result.Manifest.Numbers; own != nil {
		said["numbers"] = own
	}
	if o.Known != nil {
		said["until"] = o.Known
	}
	return e.Encode(said)
}

// Show reads a result folder back.
func Show(folder string, w *words.Words) (*Outcome, error) {
	r, err := outputs.Open(folder)
	if err != nil {
		return nil, fault.New(fault.BadInput, err, "result_folder", "folder", folder, "why", Unreadable(folder, err))
	}
	c, err := outputs.Compare(r, "")
	if err != nil {
		return nil, err
	}
	return &Outcome{Folder: folder, Comparison: c, Words: w}, nil
}

// ReportFile is the page that readers open.
const ReportFile = "report.html"

// EqualNotes are the notes of a plan about its budget, and what a capitation or a
// bundle in it pays in the place of fees.
func EqualNotes(c *outputs.Comparison, p *outputs.Plan, w *words.Words) (said []string) {
	for _, m := range p.Notes {
		if strings.HasPrefix(m.ID, "solve.equal.") {
			said = append(said, w.Tell(m))
		}
	}
	if len(said) == 0 {
		return nil
	}
	if r, ok := c.Replaced(p.ID, WholeHorizon(c)); ok {
		said = append(said, w.Say("solve.equal.replaces", "fees", r.Fees, "net", r.Net))
	}
	return said
}

// WholeHorizon is all years of a comparison.
func WholeHorizon(c *outputs.Comparison) outputs.Period {
	all := outputs.Period{ID: outputs.PeriodAll, First: c.Periods[0].First, Last: c.Periods[0].Last}
	for _, p := range c.Periods {
		all.First, all.Last = min(all.First, p.First), max(all.Last, p.Last)
	}
	return all
}

// NoteCoin is the note on the simulations in which a programme does nothing.
const NoteCoin = "scenarios.note_coin"
