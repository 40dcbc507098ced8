package outputs

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/words"
)

// ledgerPage writes the ledger in one language and unit.
type ledgerPage struct {
	*Comparison
	w        *words.Words
	unit     float64 // EUR
	unitName string
	decimals int
}

// page chooses the finest unit in which the largest amount of a period takes no
// more than some columns, so that the tables fit.
func (c *Comparison) page(periods []Period, widest int, w *words.Words) (page ledgerPage, unit string) {
	largest, thousand, million := 0.0, w.Say("ledger.figure.thousand"), w.Say("ledger.figure.million")
	for _, p := range periods {
		for _, plan := range c.Plans {
			for _, a := range c.Accounts(plan.ID, p) {
				largest = max(largest, a.Paid.Mean, a.Received.Mean)
			}
		}
	}
	for _, page = range []ledgerPage{{c, w, 1e3, thousand, 0}, {c, w, 1e6, million, 1}, {c, w, 1e6, million, 0}} {
		if text.StringWidthWithoutEscSequences(page.signed(-largest)) <= widest {
			break
		}
	}
	return page, page.unitName
}

func (l ledgerPage) amount(eur float64) string { return l.w.Number(eur/l.unit, l.decimals) }
func (l ledgerPage) signed(eur float64) string { return l.w.Signed(eur/l.unit, l.decimals) }

// LedgerTable writes the ledger of a period for a terminal: plan by plan who gains
// and who pays against the first plan, what each party pays and receives, the
// flows between them, and how the three costs tie.
func LedgerTable(c *Comparison, p Period, w *words.Words) string {
	var b strings.Builder
	if !c.books() {
		return w.Say("ledger.none") + "\n"
	}
	l, unit := c.page([]Period{p}, 11, w)
	fmt.Fprintln(&b, w.Say("ledger.title", "years", p.years(), "unit", unit, "prices", c.PricesIn(w)))
	fmt.Fprintln(&b, text.WrapSoft(w.Say("ledger.cells", "count", c.Draws*c.Replicates), TableWidth))
	c.cautions(&b, w)
	for i, plan := range c.Plans {
		say := func(id string) string {
			return text.WrapSoft(w.Say(id, "letter", letter(i), "plan", plan.TitleIn(w.Lang()), "first", c.title(c.Base, w)), TableWidth)
		}
		accounts := c.Accounts(plan.ID, p)
		if i > 0 {
			fmt.Fprintf(&b, "\n%s\n\n%s", say("ledger.gains"), l.gains(accounts, c.Incomes(plan.ID, p)))
			fmt.Fprintln(&b)
			for _, line := range c.SidePayments(plan.ID, p).In(w, func(eur float64) string { return w.Say("ledger.side.eur", "amount", l.amount(eur), "unit", unit) }) {
				fmt.Fprintln(&b, text.WrapSoft(line, TableWidth))
			}
		}
		fmt.Fprintf(&b, "\n%s\n\n%s", say("ledger.balances"), l.balances(accounts))
		fmt.Fprintf(&b, "\n%s\n\n%s", say("ledger.flows"), l.entries(c.Entries(plan.ID, p), i > 0))
		t := c.Ties(plan.ID, p)
		fmt.Fprintln(&b, text.WrapSoft(w.Say("ledger.tie", "kce", l.amount(t.KCE), "kind", l.amount(t.InKind), "resource", l.amount(t.Resource), "held", l.amount(t.Held), "programme", l.amount(t.Programme)), TableWidth))
		for _, s := range l.avoidedCare(plan.ID, p) {
			fmt.Fprintln(&b, text.WrapSoft(s, TableWidth))
		}
		c.outcomes(&b, i, w)
	}
	b.WriteString("\n")
	c.ledgerNotes(&b, w)
	return trimLines(b.String())
}

// LedgerYears writes who gains and who pays in every year of the accounts.
func LedgerYears(c *Comparison, w *words.Words) string {
	var b strings.Builder
	if !c.books() {
		return w.Say("ledger.none") + "\n"
	}
	all := c.wholeHorizon()
	var periods []Period
	for y := all.First; y <= all.Last; y++ {
		periods = append(periods, Period{First: y, Last: y})
	}
	l, unit := c.page(periods, 8, w)
	fmt.Fprintln(&b, w.Say("ledger.title", "years", all.years(), "unit", unit, "prices", c.PricesIn(w)))
	fmt.Fprintln(&b, text.WrapSoft(w.Say("ledger.cells", "count", c.Draws*c.Replicates), TableWidth))
	c.cautions(&b, w)
	for i, plan := range c.Plans {
		head := table.Row{w.Say("ledger.head.party")}
		var rows []table.Row
		for _, p := range periods {
			head = append(head, strconv.Itoa(p.First))
			for k, a := range c.Accounts(plan.ID, p) {
				if p == periods[0] {
					rows = append(rows, table.Row{w.Say("party." + a.Party)})
				}
				amount := l.amount(a.Net.Mean)
				if i > 0 {
					amount = l.signed(a.NetMore.Mean)
				}
				rows[k] = append(rows[k], amount)
			}
		}
		id := "ledger.gains_year"
		if i == 0 {
			id = "ledger.balances"
		}
		fmt.Fprintf(&b, "\n%s\n\n", text.WrapSoft(w.Say(id, "letter", letter(i), "plan", plan.TitleIn(w.Lang()), "first", c.title(c.Base, w)), TableWidth))
		b.WriteString(moneyTable(head, rows, 18))
	}
	b.WriteString("\n" + w.Say("caveat.simulation") + "\n")
	return trimLines(b.String())
}

// cautions says when intervals mean less than they seem to.
func (c *Comparison) cautions(b *strings.Builder, w *words.Words) {
	if c.ChanceOnly {
		fmt.Fprintln(b, strings.ToUpper(w.Say("caveat.chance_only")))
		fmt.Fprintln(b, text.WrapSoft(w.Say("compare.chance_only"), TableWidth))
	}
	if id := c.IntervalsID(); id == "compare.intervals_few" && !c.single() {
		fmt.Fprintln(b, text.WrapSoft(w.Say(id, "count", c.Draws*c.Replicates), TableWidth))
	}
}

func (c *Comparison) ledgerNotes(b *strings.Builder, w *words.Words) {
	if !c.single() {
		fmt.Fprintln(b, text.WrapSoft(w.Say("ledger.break_even.note", "year", c.wholeHorizon().Last), TableWidth))
		fmt.Fprintln(b, text.WrapSoft(w.Say("ledger.side.note"), TableWidth))
	}
	fmt.Fprintln(b, w.Say("ledger.own"))
	fmt.Fprintln(b, w.Say("caveat.simulation"))
}

// gains sets the parties that are touched beside each other, and under the total
// what care providers receive for their work, which no balance shows.
func (l ledgerPage) gains(accounts []Account, incomes []Income) string {
	w := l.w
	head := table.Row{w.Say("ledger.head.party")}
	for _, id := range []string{"paid_more", "received_more", "net_more", "per_head"} {
		head = append(head, stacked(w.Say("ledger.head."+id), 10))
	}
	head = append(head, w.Say("ledger.head.interval"), stacked(w.Say("ledger.head.break_even"), 14))
	var rows []table.Row
	sum := 0.0
	per := Shape{&Indicator{Decimals: 2}, w}
	perHead := func(e Estimate) (mean, interval string) {
		number := func(x float64) string { return per.number(x, per.Digits(e), w.Signed) }
		return number(e.Mean), w.Say("compare.from_to", "low", number(e.Low), "high", number(e.High))
	}
	for _, a := range accounts {
		if !a.PaidMore.differs() && !a.ReceivedMore.differs() {
			continue
		}
		mean, interval := perHead(a.PerHead)
		sum += a.NetMore.Mean
		rows = append(rows, table.Row{
			w.Say("party." + a.Party), l.signed(a.PaidMore.Mean), l.signed(a.ReceivedMore.Mean), l.signed(a.NetMore.Mean),
			mean, interval, a.BreakEven.In(w),
		})
	}
	rows = append(rows, table.Row{w.Say("ledger.head.total"), "", "", l.signed(sum), "", "", ""})
	for _, x := range incomes {
		if partyByID[x.Party].Sink() { // its balance is its income
			continue
		}
		mean, interval := perHead(x.PerHead)
		rows = append(rows, table.Row{x.Name(w), "", l.signed(x.More.Mean), "", mean, interval, ""})
	}
	return moneyTable(head, rows, 24)
}

func (l ledgerPage) balances(accounts []Account) string {
	w := l.w
	head := table.Row{w.Say("ledger.head.party"), w.Say("ledger.head.paid"), w.Say("ledger.head.received"), w.Say("ledger.head.net")}
	var rows []table.Row
	var paid, received float64
	for _, a := range accounts {
		if a.Paid.Mean == 0 && a.Received.Mean == 0 {
			continue
		}
		paid, received = paid+a.Paid.Mean, received+a.Received.Mean
		rows = append(rows, table.Row{w.Say("party." + a.Party), l.amount(a.Paid.Mean), l.amount(a.Received.Mean), l.signed(a.Net.Mean)})
	}
	rows = append(rows, table.Row{w.Say("ledger.head.total"), l.amount(paid), l.amount(received), l.signed(received - paid)})
	return moneyTable(head, rows, 40)
}

func (l ledgerPage) entries(entries []Entry, compared bool) string {
	w := l.w
	head := table.Row{w.Say("ledger.head.from"), w.Say("ledger.head.to"), w.Say("ledger.head.line"), w.Say("ledger.head.nature"), w.Say("ledger.head.amount")}
	if compared {
		head = append(head, w.Say("ledger.head.more"))
	}
	t := moneyWriter(head)
	t.SetColumnConfigs([]table.ColumnConfig{
		{Number: 1, WidthMax: 24, WidthMaxEnforcer: text.WrapSoft},
		{Number: 2, WidthMax: 22, WidthMaxEnforcer: text.WrapSoft},
		{Number: 3, WidthMax: 32, WidthMaxEnforcer: text.WrapSoft},
		{Number: 5, Align: text.AlignRight, AlignHeader: text.AlignRight},
		{Number: 6, Align: text.AlignRight, AlignHeader: text.AlignRight},
	})
	for _, e := range entries {
		line := e.Name(w)
		if e.Plan {
			line += " *"
		}
		row := table.Row{w.Say("party." + e.From), w.Say("party." + e.To), line, w.Say("ledger.nature." + e.Nature), l.amount(e.Euros.Mean)}
		if compared {
			row = append(row, l.signed(e.More.Mean))
		}
		t.AppendRow(row)
	}
	return t.Render() + "\n"
}

// stacked writes the head of a narrow column on several lines.
func stacked(s string, width int) string { return trimLines(text.WrapSoft(s, width)) }

// moneyTable is a table with names at the left and numbers at the right.
func moneyTable(head table.Row, rows []table.Row, names int) string {
	t := moneyWriter(head)
	configs := []table.ColumnConfig{{Number: 1, WidthMax: names, WidthMaxEnforcer: text.WrapSoft}}
	for i := 2; i <= len(head); i++ {
		configs = append(configs, table.ColumnConfig{Number: i, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(configs)
	t.AppendRows(rows)
	return t.Render() + "\n"
}

func moneyWriter(head table.Row) table.Writer {
	t := table.NewWriter()
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	style.Options.DrawBorder, style.Options.SeparateColumns = false, false
	t.SetStyle(style)
	t.Style().Box.PaddingLeft, t.Style().Box.PaddingRight = "", "  "
	t.AppendHeader(head)
	return t
}

// In writes a break-even month with how many simulations it holds for.
func (b BreakEven) In(w *words.Words) string {
	switch id := "ledger.break_even."; {
	case b.Even || b.Cells == 0:
		return w.Say(id + "untouched")
	case b.Median != "":
		return w.Say(id+"month", "month", day(w, b.Median), "k", b.Cells-b.Never, "n", b.Cells)
	case b.Always >= b.Never:
		return w.Say(id+"always", "k", b.Always, "n", b.Cells)
	default:
		return w.Say(id+"never", "k", b.Never, "n", b.Cells)
	}
}

// Name writes what a line is: its instrument, and for what when that says more.
func (e Entry) Name(w *words.Words) string {
	instrument, reason := nameOr(w, "ledger.instrument.", e.Instrument), nameOr(w, "ledger.reason.", e.Reason)
	if strings.EqualFold(instrument, reason) {
		return instrument
	}
	return w.Say("ledger.entry", "instrument", instrument, "reason", reason)
}

// InstrumentName is the name of an instrument: in words where the catalogue knows
// it, otherwise as its plan calls it.
func InstrumentName(w *words.Words, id string) string { return w.Instrument(id) }

// ReasonName is what a posting pays for, in words.
func ReasonName(w *words.Words, id string) string { return nameOr(w, "ledger.reason.", id) }

func nameOr(w *words.Words, prefix, id string) string {
	if known := prefix + strings.ReplaceAll(id, "-", "_"); w.Has(known) {
		return w.Say(known)
	}
	return id
}

// PricesIn says of which year the prices are.
func (c *Comparison) PricesIn(w *words.Words) string {
	if y := c.Result.Manifest.PriceYear; y > 0 {
		return w.Say("ledger.prices", "year", strconv.Itoa(y))
	}
	return w.Say("ledger.prices_unknown")
}

// books reports whether the result holds a ledger; a published model may not.
func (c *Comparison) books() bool {
	for _, a := range c.Result.cells[c.Base] {
		if a.parties != nil {
			return true
		}
	}
	return false
}

// inMillions writes a difference in millions of EUR.
func inMillions(w *words.Words, eur float64) string {
	if math.IsNaN(eur) {
		return w.Say("ledger.break_even.untouched")
	}
	return w.Signed(eur/1e6, 2)
}
