package outputs

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/words"
	"piramide/sim/finance"
)

// OutcomeHead are the heads of the columns of [YearlyOutcome.Cells].
func OutcomeHead(w *words.Words) []string {
	var head []string
	for _, id := range []string{"benchmark", "actual", "saving", "interval", "earned", "paid", "when_paid", "ended"} {
		head = append(head, w.Say("ledger.outcomes.head."+id))
	}
	return head
}

// Cells writes an accounting year: benchmark and actual cost in EUR per citizen and
// year, how much lower the cost is with its interval, what was earned in EUR per
// citizen and year, in how many simulations something was paid and how much then,
// and how most settlements ended.
func (o *YearlyOutcome) Cells(w *words.Words) []string {
	none := w.Say("ledger.break_even.untouched")
	head := func(e Estimate) string { return w.Number(e.Mean/o.People.Mean, 0) }
	verdict, count := o.Verdict()
	cells := []string{head(o.Benchmark), head(o.Actual), none, none, w.Signed(o.Earned.Mean/o.People.Mean, 2), w.Say("ledger.outcomes.paid", "k", o.WhenPaid.Cells, "n", o.Earned.Cells), none, w.Say("ledger.outcomes.ended", "verdict", w.Say("ledger.outcomes.verdict."+verdict.String()), "k", count, "n", o.Settlements)}
	if o.WhenPaid.Cells > 0 {
		cells[6] = w.Signed(o.WhenPaid.Mean/o.People.Mean, 2)
	}
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
			head = append(head, stacked(h, 11))
		}
		var rows []table.Row
		for ; len(all) > 0 && all[0].Instrument == name; all = all[1:] {
			if all[0].Owed() {
				continue
			}
			row := table.Row{strconv.Itoa(all[0].Year)}
			for _, cell := range all[0].Cells(w) {
				row = append(row, cell)
			}
			rows = append(rows, row)
		}
		title := w.Say("ledger.outcomes.title", "letter", letter(i), "plan", plan.TitleIn(w.Lang()), "instrument", InstrumentName(w, name))
		fmt.Fprintf(b, "\n%s\n\n", text.WrapSoft(title, TableWidth))
		if rows != nil {
			b.WriteString(moneyTable(head, rows, 8))
		}
		for _, line := range c.OutcomeLines(plan.ID, name, w) {
			fmt.Fprintln(b, text.WrapSoft(line, TableWidth))
		}
		fmt.Fprintln(b, text.WrapSoft(w.Say("ledger.outcomes.note"), TableWidth))
	}
}

// OutcomeLines says which years of an instrument are still owed when the accounts
// end and what they would bring, what of a bonus or loss is not paid by then, and that all it pays is chance when every citizen lives the same life as under
// the first plan.
func (c *Comparison) OutcomeLines(plan, instrument string, w *words.Words) (lines []string) {
	var owed, unpaid []string
	amount := func(year int, e Estimate) string {
		if e.Cells < 2 {
			return w.Say("ledger.outcomes.one_amount", "year", year, "amount", w.Signed(e.Mean/1e3, 0))
		}
		return w.Say("ledger.outcomes.amount", "year", year, "amount", w.Signed(e.Mean/1e3, 0), "low", w.Signed(e.Low/1e3, 0), "high", w.Signed(e.High/1e3, 0))
	}
	for _, o := range c.Outcomes(plan) {
		if o.Instrument != instrument {
			continue
		}
		if o.Verdicts[finance.Pending] > 0 {
			owed = append(owed, amount(o.Year, o.Accrued))
		}
		if o.Unpaid.differs() {
			unpaid = append(unpaid, amount(o.Year, o.Unpaid))
		}
	}
	if owed != nil {
		lines = append(lines, w.Say("ledger.outcomes.owed", "years", strings.Join(owed, w.Say("compare.between"))))
	}
	if unpaid != nil {
		lines = append(lines, w.Say("ledger.outcomes.unpaid", "years", strings.Join(unpaid, w.Say("compare.between"))))
	}
	if share, kept := c.SameLives(plan); kept && share == 1 && plan != c.Base {
		lines = append(lines, w.Say("ledger.outcomes.chance", "first", c.title(c.Base, w)))
	}
	return lines
}
