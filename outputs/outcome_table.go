package outputs

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/words"
)

// OutcomeHead are the heads of the columns of [YearlyOutcome.Cells].
func OutcomeHead(w *words.Words) []string {
	var head []string
	for _, id := range []string{"benchmark", "actual", "saving", "interval", "earned", "ended"} {
		head = append(head, w.Say("ledger.outcomes.head."+id))
	}
	return head
}

// Cells writes an accounting year: benchmark and actual cost in EUR per citizen and
// year, how much lower the cost is with its interval, what was earned in EUR per
// citizen and year, and how most settlements ended.
func (o *YearlyOutcome) Cells(w *words.Words) []string {
	none := w.Say("ledger.break_even.untouched")
	head := func(e Estimate) string { return w.Number(e.Mean/o.People.Mean, 0) }
	verdict, count := o.Verdict()
	cells := []string{head(o.Benchmark), head(o.Actual), none, none, w.Signed(o.Earned.Mean/o.People.Mean, 2), w.Say("ledger.outcomes.ended", "verdict", w.Say("ledger.outcomes.verdict."+verdict.String()), "k", count, "n", o.Settlements)}
	if o.Saving.Cells == 0 {
		cells[0] = none
	} else {
		percent := func(x float64) string { return w.Signed(100*x, 1) }
		cells[2], cells[3] = percent(o.Saving.Mean), w.Say("compare.from_to", "low", percent(o.Saving.Low), "high", percent(o.Saving.High))
	}
	return cells
}

// outcomes writes for a plan what its yearly settlements brought, of all years of
// the accounts: nothing when it has none.
func (c *Comparison) outcomes(b *strings.Builder, i int, w *words.Words) {
	plan := c.Plans[i]
	all := c.Outcomes(plan.ID)
	for len(all) > 0 {
		name := all[0].Instrument
		head := table.Row{w.Say("ledger.outcomes.head.year")}
		for _, h := range OutcomeHead(w) {
			head = append(head, stacked(h, 14))
		}
		var rows []table.Row
		for len(all) > 0 && all[0].Instrument == name {
			row := table.Row{strconv.Itoa(all[0].Year)}
			for _, cell := range all[0].Cells(w) {
				row = append(row, cell)
			}
			rows, all = append(rows, row), all[1:]
		}
		title := w.Say("ledger.outcomes.title", "letter", letter(i), "plan", plan.TitleIn(w.Lang()), "instrument", InstrumentName(w, name))
		fmt.Fprintf(b, "\n%s\n\n%s", text.WrapSoft(title, TableWidth), moneyTable(head, rows, 8))
		fmt.Fprintln(b, text.WrapSoft(w.Say("ledger.outcomes.note"), TableWidth))
	}
}
