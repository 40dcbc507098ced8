package outputs

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/words"
)

// BuurtTable writes what the teams of the neighbourhoods receive under each plan,
// who receives less than under the first, and how the money lies beside need.
func BuurtTable(c *Comparison, p Period, w *words.Words) (string, error) {
	buurten, fits, err := c.Buurten(p)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	line := func(s string) { fmt.Fprintln(&b, text.WrapSoft(s, TableWidth)) }
	line(w.Say("buurten.title", "years", p.years(), "prices", c.PricesIn(w)))
	line(w.Say("buurten.cells", "count", c.Draws*c.Replicates))
	c.cautions(&b, w)
	for i, plan := range c.Plans {
		fmt.Fprintf(&b, "  %s  %s\n", letter(i), plan.TitleIn(w.Lang()))
	}
	if !slices.ContainsFunc(fits, func(f Fit) bool { return f.Earned.Mean > 0 }) {
		line(w.Say("buurten.none"))
		return trimLines(b.String()), nil
	}
	fmt.Fprintf(&b, "\n%s\n\n%s", w.Say("buurten.per_head"), c.perHead(buurten, fits, w))
	if !c.single() && fits[0].Earned.Mean > 0 {
		fmt.Fprintf(&b, "\n%s\n\n%s", w.Say("buurten.differences", "first", c.title(c.Base, w)), c.buurtDifferences(buurten, w))
	}
	fmt.Fprintf(&b, "\n%s\n\n%s\n", w.Say("buurten.fit"), c.fitRows(fits, w))
	line(w.Say("buurten.notes"))
	line(w.Say("caveat.simulation"))
	return trimLines(b.String()), nil
}

// fewPlans is how many plans leave room for what is spent and for intervals.
const fewPlans = 3

func (c *Comparison) perHead(buurten []Buurt, fits []Fit, w *words.Words) string {
	head := table.Row{w.Say("buurten.head.buurt"), w.Say("buurten.head.people"), stacked(w.Say("buurten.head.need"), 10), stacked(w.Say("buurten.head.care"), 14)}
	few := len(c.Plans) <= fewPlans
	earns := func(k int) bool { return fits[k].Earned.Mean > 0 }
	for k := range fits {
		if earns(k) {
			head = append(head, letter(k))
			if few {
				head = append(head, letter(k)+" "+w.Say("buurten.head.spent"))
			}
		}
	}
	var rows []table.Row
	for _, x := range buurten {
		people := x.Inhabitants.Mean
		row := table.Row{x.ID, w.Number(people, 0), w.Number(x.InNeed.Mean/people*1000, 1), w.Number(x.CareCost.Mean/people, 0)}
		for k, under := range x.Plans {
			if earns(k) {
				row = append(row, w.Number(under.Earned.Mean/people, 2))
				if few {
					row = append(row, w.Number(under.Spent.Mean/people, 2))
				}
			}
		}
		rows = append(rows, row)
	}
	return moneyTable(head, rows, 24)
}

func (c *Comparison) buurtDifferences(buurten []Buurt, w *words.Words) string {
	few := len(c.Plans) <= fewPlans
	head := table.Row{w.Say("buurten.head.buurt")}
	for i := 1; i < len(c.Plans); i++ {
		head = append(head, letter(i))
		if few {
			head = append(head, w.Say("compare.head.interval"))
		}
		head = append(head, w.Say("compare.head.sign"))
	}
	var rows []table.Row
	for _, x := range buurten {
		row := table.Row{x.ID}
		for _, under := range x.Plans[1:] {
			row = append(row, w.Signed(under.More.Mean, 0))
			if few {
				row = append(row, c.between(under.More, 0, w))
			}
			row = append(row, w.Say("buurten.of", "k", under.K, "n", under.N))
		}
		rows = append(rows, row)
	}
	return moneyTable(head, rows, 24)
}

func (c *Comparison) fitRows(fits []Fit, w *words.Words) string {
	head := table.Row{w.Say("buurten.head.plan")}
	for _, id := range []string{"together", "to_need", "to_cost", "to_heads", "losers", "lost"} {
		head = append(head, stacked(w.Say("buurten.head."+id), 15))
	}
	var rows []table.Row
	share := func(e Estimate) string {
		if e.Cells == 0 {
			return ""
		}
		scaled := Estimate{Low: 100 * e.Low, High: 100 * e.High, Cells: e.Cells}
		return w.Percent(e.Mean, 1) + c.bracket(scaled, 1, w)
	}
	for i, f := range fits {
		row := table.Row{letter(i), w.Number(f.Earned.Mean, 0), share(f.ToNeed), share(f.ToCost), "", "", ""}
		if f.ToHeads.Cells > 0 {
			row[4] = w.Percent(f.ToHeads.Mean, 1)
		}
		if i > 0 && fits[0].Earned.Mean > 0 {
			row[5], row[6] = w.Number(f.Losers.Mean, 1), w.Number(f.Lost.Mean, 0)+c.bracket(f.Lost, 0, w)
		}
		rows = append(rows, row)
	}
	return moneyTable(head, rows, 24)
}

// between writes the interval of an estimate, bracket the same in brackets; with one
// simulation there is none.
func (c *Comparison) between(e Estimate, decimals int, w *words.Words) string {
	if e.Cells < 2 {
		return ""
	}
	return w.Say("compare.from_to", "low", w.Number(e.Low, decimals), "high", w.Number(e.High, decimals))
}

func (c *Comparison) bracket(e Estimate, decimals int, w *words.Words) string {
	if s := c.between(e, decimals, w); s != "" {
		return " (" + s + ")"
	}
	return ""
}

// BuurtCSV writes the neighbourhoods of a period for a spreadsheet, in the form of
// the tables of [Store.WriteTables].
func BuurtCSV(c *Comparison, p Period, to io.Writer) error {
	buurten, _, err := c.Buurten(p)
	if err != nil {
		return err
	}
	out := csv.NewWriter(to)
	row := func(fields ...any) { _ = out.Write(record(fields)) } // the error stays in out
	row("plan", "buurt", "quantity", "first_year", "last_year", "mean", "low", "high", "cells")
	for _, x := range buurten {
		give := func(plan, quantity string, e Estimate) {
			row(plan, x.ID, quantity, p.First, p.Last, e.Mean, e.Low, e.High, e.Cells)
		}
		give(c.Base, "inhabitants", x.Inhabitants)
		give(c.Base, "in_need", x.InNeed)
		give(c.Base, "care_eur_per_year", x.CareCost)
		for _, under := range x.Plans {
			give(under.Plan, "team_earned_eur_per_year", under.Earned)
			give(under.Plan, "team_spent_eur_per_year", under.Spent)
			give(under.Plan, "team_returned_eur_per_year", under.Returned)
			if under.Unspent.Cells > 0 {
				give(under.Plan, "team_unspent_share", under.Unspent)
			}
		}
	}
	out.Flush()
	return out.Error()
}
