package outputs

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/words"
	"piramide/sim/finance"
)

// PotsTable writes, plan by plan and year by year, what each pot costs its payer,
// one-off and recurrent, and the posts that this money fills.
func PotsTable(c *Comparison, p Period, w *words.Words) string {
	if !c.books() {
		return w.Say("ledger.none") + "\n"
	}
	var b strings.Builder
	line := func(s string) { fmt.Fprintln(&b, text.WrapSoft(s, TableWidth)) }
	line(w.Say("pots.title", "years", p.years(), "prices", c.PricesIn(w)))
	if c.ChanceOnly {
		c.cautions(&b, w)
	}
	cells := "pots.cells"
	if c.IntervalsID() == "compare.intervals_few" && !c.ChanceOnly {
		cells = "pots.cells_few"
	}
	line(w.Say(cells, "count", c.Draws*c.Replicates))
	for i, plan := range c.Plans {
		pots, posts := c.Pots(plan.ID, p), c.Posts(plan.ID, p)
		say := func(id string) string {
			return w.Say("pots."+id, "letter", letter(i), "plan", plan.TitleIn(w.Lang()))
		}
		if len(pots) == 0 {
			b.WriteString("\n")
			line(say("nothing"))
			continue
		}
		fmt.Fprintf(&b, "\n%s\n\n%s", say("plan"), potRows(pots, p, w))
		if len(posts) > 0 {
			fmt.Fprintf(&b, "\n%s\n\n%s", say("posts"), postRows(posts, p, w))
		}
	}
	b.WriteString("\n")
	line(w.Say("pots.notes"))
	line(w.Say("caveat.simulation"))
	return trimLines(b.String())
}

// potRows sets the pots of a plan in rows, with the sum of every payer by nature.
// Rows that are zero in every year are left out, but not the only row of a pot:
// that it never paid is an answer.
func potRows(pots []Pot, p Period, w *words.Words) string {
	head := append(yearHead("pot", p, w), w.Say("ledger.head.total"))
	if single := pots[0].Total.Cells < 2; !single {
		head = append(head, w.Say("ledger.head.interval"))
	}
	thousand := func(e Estimate) string { return w.Number(e.Mean/1e3, 0) }
	nature := func(id string) string { return w.Say("ledger.nature." + id) }
	var rows []table.Row
	for at := 0; at < len(pots); {
		payer, sums := pots[at].Payer, map[string][]float64{}
		name := w.Say("ledger.break_even.untouched")
		if payer != "" {
			name = w.Say("party." + payer)
		}
		for ; at < len(pots) && pots[at].Payer == payer; at++ {
			x := &pots[at]
			row := table.Row{InstrumentName(w, x.Instrument), name, nature(x.Nature)}
			if sums[x.Nature] == nil {
				sums[x.Nature] = make([]float64, len(x.Years)+1)
			}
			for y, e := range append(x.Years[:len(x.Years):len(x.Years)], x.Total) {
				row = append(row, thousand(e))
				sums[x.Nature][y] += e.Mean
			}
			interval := ""
			if x.Total.Cells > 1 {
				interval = w.Say("compare.from_to", "low", w.Number(x.Total.Low/1e3, 0), "high", w.Number(x.Total.High/1e3, 0))
			}
			larger := func(y Pot) bool {
				return y.Instrument == x.Instrument && math.Abs(y.Total.Mean) > math.Abs(x.Total.Mean)
			}
			rule := slices.Contains(finance.ReservedNames, x.Instrument) // no pot of the plan: cents of rounding are no answer
			if shows(append(row, interval), 3) || !rule && !slices.ContainsFunc(pots, larger) {
				rows = append(rows, append(row, interval))
			}
		}
		for _, id := range []string{"recurrent", "one_off"} {
			row := table.Row{w.Say("ledger.head.total"), name, nature(id)}
			for y := range p.Last - p.First + 2 {
				sum := 0.0
				if sums[id] != nil {
					sum = sums[id][y]
				}
				row = append(row, w.Number(sum/1e3, 0))
			}
			if shows(row, 3) {
				rows = append(rows, append(row, ""))
			}
		}
	}
	return potTable(head, rows, 3)
}

// shows reports whether any number of a row is more than nothing as it is rounded.
func shows(row table.Row, names int) bool {
	for _, cell := range row[names:] {
		if strings.ContainsAny(cell.(string), "123456789") {
			return true
		}
	}
	return false
}

func postRows(posts []Post, p Period, w *words.Words) string {
	head := yearHead("role", p, w)
	head = append(head[:2], head[3:]...) // posts have no nature
	sums := make([]float64, p.Last-p.First+1)
	var rows []table.Row
	for _, x := range posts {
		payer := w.Say("pots.nobody")
		if x.Payer != "" {
			payer = w.Say("party." + x.Payer)
		}
		row := table.Row{w.Say("role." + x.Role), payer}
		for y, e := range x.Years {
			row = append(row, w.Number(e.Mean, 1))
			sums[y] += e.Mean
		}
		rows = append(rows, row)
	}
	row := table.Row{w.Say("ledger.head.total"), ""}
	for _, x := range sums {
		row = append(row, w.Number(x, 1))
	}
	return potTable(head, append(rows, row), 2)
}

func yearHead(first string, p Period, w *words.Words) table.Row {
	head := table.Row{w.Say("pots.head." + first), w.Say("pots.head.payer"), w.Say("ledger.head.nature")}
	for y := p.First; y <= p.Last; y++ {
		head = append(head, strconv.Itoa(y))
	}
	return head
}

// potTable is a table with some columns of names at the left.
func potTable(head table.Row, rows []table.Row, names int) string {
	t := moneyWriter(head)
	var configs []table.ColumnConfig
	widths := []int{22, 16, 12}
	for i := 1; i <= len(head); i++ {
		config := table.ColumnConfig{Number: i, Align: text.AlignRight, AlignHeader: text.AlignRight}
		if i <= names {
			config = table.ColumnConfig{Number: i, WidthMax: widths[i-1], WidthMaxEnforcer: text.WrapSoft}
		}
		configs = append(configs, config)
	}
	t.SetColumnConfigs(configs)
	t.AppendRows(rows)
	return t.Render() + "\n"
}

// potsTable gives pots in EUR a year and posts in FTE, by plan and payer.
func potsTable(c *Comparison, row func(...any)) {
	row("plan", "unit", "pot_or_role", "payer", "nature", "year", "mean", "low", "high", "cells")
	all := c.wholeHorizon()
	for _, plan := range c.Plans {
		for _, x := range c.Pots(plan.ID, all) {
			for y, e := range x.Years {
				row(plan.ID, "eur", x.Instrument, x.Payer, x.Nature, all.First+y, e.Mean, e.Low, e.High, e.Cells)
			}
		}
		for _, x := range c.Posts(plan.ID, all) {
			for y, e := range x.Years {
				row(plan.ID, "fte", x.Role, x.Payer, "", all.First+y, e.Mean, e.Low, e.High, e.Cells)
			}
		}
	}
}
