package reading

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/job/fault"
	"piramide/internal/words"
	"piramide/outputs"
)

// Ledger is the money of a finished result: who pays whom for what, and what it
// costs as each party sees it.
type Ledger struct {
	Folder     string
	Comparison *outputs.Comparison
	periods    []outputs.Period
	each       bool
	words      *words.Words
}

// ShowLedger reads the ledger of a result folder: "" is the current folder if it
// holds a result, or the only result in it. The period is "" for the first five
// years, a calendar year (2029), calendar years (2028-2030), all, or each for a
// column a year.
func ShowLedger(folder, period string, w *words.Words) (*Ledger, error) {
	folder, err := ResultFolder(folder, false)
	if err != nil {
		return nil, err
	}
	o, err := Show(folder, w)
	if err != nil {
		return nil, err
	}
	l := &Ledger{Folder: folder, Comparison: o.Comparison, words: w}
	if period == "each" {
		l.each = true
		all := WholeHorizon(l.Comparison)
		for y := all.First; y <= all.Last; y++ {
			l.periods = append(l.periods, outputs.Period{ID: strconv.Itoa(y), First: y, Last: y})
		}
		return l, nil
	}
	p, err := PeriodOf(l.Comparison, period)
	if err != nil {
		return nil, err
	}
	l.periods = []outputs.Period{p}
	return l, nil
}

// PeriodOf reads a period: "" for the first five years, a calendar year (2029),
// calendar years (2028-2030) or all.
func PeriodOf(c *outputs.Comparison, period string) (outputs.Period, error) {
	all := WholeHorizon(c)
	bad := func() (outputs.Period, error) {
		return all, fault.New(fault.Usage, nil, "period", "period", period, "from", all.First, "to", all.Last)
	}
	switch period {
	case "":
		return c.Periods[0], nil
	case "all":
		return all, nil
	}
	from, to, stretch := strings.Cut(strings.ReplaceAll(period, "–", "-"), "-")
	if !stretch {
		to = from
	}
	first, err := strconv.Atoi(strings.TrimSpace(from))
	if err != nil {
		return bad()
	}
	last, err := strconv.Atoi(strings.TrimSpace(to))
	if err != nil || first < all.First || last > all.Last || last < first {
		return bad()
	}
	return outputs.Period{ID: period, First: first, Last: last}, nil
}

// Table is what a terminal shows of the ledger.
func (l *Ledger) Table() string {
	if l.each {
		return outputs.LedgerYears(l.Comparison, l.words)
	}
	table := outputs.LedgerTable(l.Comparison, l.periods[0], l.words)
	for _, said := range l.Comparison.ChangesAfter(l.periods[0], l.words) {
		table += text.WrapSoft(said, outputs.TableWidth) + "\n"
	}
	return table
}

// Perspectives is what a terminal shows of the costs as each party sees them.
func (l *Ledger) Perspectives() string { return outputs.PerspectiveTable(l.Comparison, l.words) }

// Pots is what a terminal shows of the pots of the plans and the posts they fill.
func (l *Ledger) Pots() string {
	return outputs.PotsTable(l.Comparison, l.periods[0], l.words)
}

// PotsJSON writes the pots for a program: EUR and FTE by year.
func (l *Ledger) PotsJSON(out io.Writer) error {
	c, p := l.Comparison, l.periods[0]
	var plans []any
	for _, plan := range c.Plans {
		plans = append(plans, map[string]any{"plan": plan.ID, "pots": c.Pots(plan.ID, p), "posts": c.Posts(plan.ID, p)})
	}
	return l.encode(out, "plans", plans, "first_year", p.First, "last_year", p.Last)
}

// Buurten writes the neighbourhoods of a result: as a table for a terminal, or as csv
// or json.
func (l *Ledger) Buurten(out io.Writer, format string) error {
	c, p := l.Comparison, l.Comparison.Periods[0]
	switch format {
	case "csv":
		return outputs.BuurtCSV(c, p, out)
	case "json":
		buurten, fits, err := c.Buurten(p)
		if err != nil {
			return err
		}
		return l.encode(out, "buurten", buurten, "fit", fits, "first_year", p.First, "last_year", p.Last)
	}
	table, err := outputs.BuurtTable(c, p, l.words)
	if err == nil {
		_, err = fmt.Fprint(out, table)
	}
	return err
}

// JSON writes the ledger for a program: every number unrounded, in EUR.
func (l *Ledger) JSON(out io.Writer) error {
	c := l.Comparison
	var periods []any
	for _, p := range l.periods {
		var plans []any
		for _, plan := range c.Plans {
			page := map[string]any{
				"plan": plan.ID, "parties": c.Accounts(plan.ID, p), "flows": c.Entries(plan.ID, p), "costs": c.Ties(plan.ID, p),
				"avoided_stays": c.Avoided(plan.ID, p),
			}
			if plan.ID != c.Base {
				page["nursing_home_difference"] = c.NursingHome(plan.ID, p)
				page["provider_incomes"] = c.Incomes(plan.ID, p)
				page["side_payments"] = c.SidePayments(plan.ID, p)
			}
			plans = append(plans, page)
		}
		periods = append(periods, map[string]any{"first_year": p.First, "last_year": p.Last, "plans": plans})
	}
	return l.encode(out, "periods", periods)
}

// PerspectivesJSON writes the perspectives for a program.
func (l *Ledger) PerspectivesJSON(out io.Writer) error {
	c := l.Comparison
	head := c.Periods[0]
	index := map[string]float64{}
	for y := head.First; y <= head.Last; y++ {
		index[fmt.Sprint(y)] = c.Index(y)
	}
	return l.encode(out, "perspectives", c.Perspectives(), "qaly_per_1000_citizens", c.Health(), "discount", c.Result.Manifest.Discount,
		"price_index", index, "first_year", head.First, "last_year", head.Last)
}

func (l *Ledger) encode(out io.Writer, pairs ...any) error {
	c := l.Comparison
	page := map[string]any{
		"folder": l.Folder, "run": c.Result.Manifest.Digest(), "price_year": c.Result.Manifest.PriceYear, "unit": "EUR",
		"first_plan": c.Base, "cells": c.Draws * c.Replicates, "chance_only": c.ChanceOnly,
	}
	for i := 0; i < len(pairs); i += 2 {
		page[pairs[i].(string)] = pairs[i+1]
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(page)
}
