package outputs

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"piramide/sim"
	"piramide/sim/finance"
)

// The summary tables of a result folder.
const (
	FileCompare = "compare.csv"
	FileYearly  = "yearly.csv"
	FileMonthly = "monthly.csv"
	FileLedger  = "ledger.csv"
	FileFlows   = "flows.csv"
	FilePyramid = "pyramid.csv"

	FilePerspectives = "perspectives.csv"
	FileBreakEven    = "break_even.csv"
	FilePots         = "pots.csv"
	FileOutcomes     = "outcomes.csv" // only when a plan settles yearly
)

// summaryTables are the summary CSV files of a comparison. Tables that it has nothing
// for are left out.
func summaryTables(c *Comparison) (list []csvTable) {
	for _, t := range []csvTable{
		{FileCompare, compareTable},
		{FileYearly, yearlyTable},
		{FileMonthly, monthlyTable},
		{FileLedger, ledgerTable},
		{FileFlows, flowsTable},
		{FilePyramid, pyramidTable},
		{FilePerspectives, perspectivesTable},
		{FileBreakEven, breakEvenTable},
		{FilePots, potsTable},
		{FileOutcomes, outcomesTable},
	} {
		if t.name == FileOutcomes && !c.settlesYearly() {
			continue
		}
		list = append(list, t)
	}
	return list
}

type csvTable struct {
	name string
	fill func(*Comparison, func(...any))
}

// write fills a table by way of a CSV writer.
func (t csvTable) write(c *Comparison, out *csv.Writer, record func([]any) []string) error {
	t.fill(c, func(fields ...any) { _ = out.Write(record(fields)) }) // the error stays in out
	out.Flush()
	return out.Error()
}

// WriteTables writes the summary CSV files: UTF-8, comma, dot decimals, one
// header line; an empty field is a quantity that does not exist.
func (s *Store) WriteTables(c *Comparison) error {
	for _, t := range summaryTables(c) {
		if err := s.WriteFile(t.name, func(w io.Writer) error { return t.write(c, csv.NewWriter(w), record) }); err != nil {
			return err
		}
	}
	return nil
}

// byteOrderMark tells a spreadsheet that a file is UTF-8.
const byteOrderMark = "\ufeff"

// commaRecord is record with decimal commas.
func commaRecord(fields []any) []string {
	list := record(fields)
	for i, f := range fields {
		if _, number := f.(float64); number {
			list[i] = strings.Replace(list[i], ".", ",", 1)
		}
	}
	return list
}

func record(fields []any) []string {
	list := make([]string, len(fields))
	for i, f := range fields {
		switch v := f.(type) {
		case string:
			list[i] = v
		case float64:
			list[i] = decimal(v)
		default:
			list[i] = fmt.Sprint(v)
		}
	}
	return list
}

// decimal writes nine significant digits: more than any of these numbers has.
func decimal(x float64) string {
	switch {
	case math.IsNaN(x):
		return ""
	case math.IsInf(x, 0):
		return "Inf" // a wait that is longer than was watched
	case x == 0:
		return "0"
	}
	return strconv.FormatFloat(x, 'g', 9, 64)
}

func compareTable(c *Comparison, row func(...any)) {
	row("indicator", "unit", "period", "first_year", "last_year", "plan", "first_plan", "first_plan_value", "value", "value_low", "value_high",
		"difference_mean", "difference_median", "difference_low", "difference_high", "monte_carlo_error",
		"cells_with_sign", "cells", "mark", "capped_by", "origin", "pairing", "cells_needed")
	for _, r := range c.Rows {
		for _, d := range r.Plans {
			row(r.Indicator.ID, r.Indicator.Unit, r.Period.ID, r.Period.First, r.Period.Last, d.Plan, c.Base, r.Base.Middle(),
				d.Value.Middle(), d.Value.Low, d.Value.High, d.Diff.Mean, d.Diff.Median, d.Diff.Low, d.Diff.High, d.Diff.SE,
				d.K, d.N, string(d.Mark), d.Cap, string(d.Origin), d.Pairing, d.Needed)
		}
	}
}

func yearlyTable(c *Comparison, row func(...any)) {
	row("plan", "indicator", "unit", "year", "group", "mean", "low", "high", "cells")
	r := c.Result
	first, years := r.calendar()
	draw := r.draws()
	for _, p := range c.Plans {
		for i := range r.Indicators {
			ind := &r.Indicators[i]
			for year := first; year < first+years; year++ {
				for group, name := range sim.GroupNames {
					e := estimate(r.values(p.ID, ind.measure, Period{First: year, Last: year}, group), draw)
					if e.Cells > 0 {
						row(p.ID, ind.ID, ind.Unit, year, name, e.Middle(), e.Low, e.High, e.Cells)
					}
				}
			}
		}
	}
}

func monthlyTable(c *Comparison, row func(...any)) {
	row("plan", "series", "unit", "month", "median", "low80", "high80", "low95", "high95")
	for _, p := range c.Plans {
		for _, id := range SeriesIDs() {
			b, err := c.Result.Band(p.ID, id)
			if err != nil {
				panic("outputs: " + err.Error()) // plan and series both come from the result
			}
			for m := range b.Median {
				row(p.ID, id, b.Unit, b.Month(m).String(), b.Median[m], b.Low80[m], b.High80[m], b.Low95[m], b.High95[m])
			}
		}
	}
}

// ledgerTable gives every line with what was posted and what of it is a cost: a
// budget that pays a team that pays wages stands in eur twice, in cost_eur once.
func ledgerTable(c *Comparison, row func(...any)) {
	row("plan", "year", "from", "to", "instrument", "reason", "nature", "programme", "eur", "cost_eur")
	first, years := c.Result.calendar()
	for _, p := range c.Plans {
		for _, l := range c.Result.Ledger(p.ID) {
			for year := range years {
				row(p.ID, first+year, l.From, l.To, l.Instrument, l.Reason, l.Nature, l.Plan, l.Euros[year], l.counts()*l.Euros[year])
			}
		}
	}
}

func flowsTable(c *Comparison, row func(...any)) {
	row("plan", "year", "from", "to", "citizens")
	first, years := c.Result.calendar()
	for _, p := range c.Plans {
		for year := first; year < first+years; year++ {
			for _, f := range c.Result.Flows(p.ID, year, year) {
				row(p.ID, year, f.From, f.To, f.Citizens)
			}
		}
	}
}

func pyramidTable(c *Comparison, row func(...any)) {
	row("plan", "moment", "tier", "age", "sex", "citizens")
	for _, p := range c.Plans {
		for _, pyramid := range c.Result.Pyramids(p.ID) {
			for t, tier := range pyramid.Tiers {
				for a, age := range pyramid.Ages {
					for sex := range sim.Sexes {
						row(p.ID, pyramid.Moment, tier, age, sim.GroupNames[sim.GroupMen+sex], pyramid.Count[t][a][sex])
					}
				}
			}
		}
	}
}

// Month is the calendar month of a place in the series.
func (b Band) Month(i int) finance.Month { return finance.Month(b.First + sim.Month(i*b.Step)) }
