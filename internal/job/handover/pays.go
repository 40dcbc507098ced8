package handover

import (
	"math"
	"strconv"
	"strings"

	"piramide/internal/job/plain"
	"piramide/internal/words"
	"piramide/outputs"
	"piramide/outputs/figure"
	"piramide/outputs/report"
	"piramide/sim/finance"
)

// money shows what each payer pays more or less, by year.
func (l illustrator) money() (*figure.Figure, error) {
	_, all := l.years()
	var payers []string
	for id := range finance.NumParties {
		p := finance.Party(id)
		for _, row := range l.c.Parties {
			if p.Payer() && row.Party == p.String() && math.Abs(row.Difference.Mean) > 0 {
				payers = append(payers, p.String())
				break
			}
		}
	}
	if len(payers) == 0 {
		payers = []string{finance.Federal.String()}
	}
	const million = 1e-6
	d := figure.Money{First: l.title(0), FirstYear: all.First, Format: l.millions, Signed: l.w.Signed}
	for _, p := range payers {
		d.Payers = append(d.Payers, l.w.Say("party."+p))
	}
	r, base := l.c.Result, l.c.Base
	for i, p := range l.c.Plans[1:] {
		d.Letters = append(d.Letters, plain.Letter(i+1))
		plan := figure.MoneyPlan{Name: l.title(i + 1), Total: rangeOf(r.CostSpread(p.ID, base, all.First, all.Last, ""), million)}
		for _, payer := range payers {
			var years []float64
			for y := all.First; y <= all.Last; y++ {
				years = append(years, million*r.CostSpread(p.ID, base, y, y, payer).Mean)
			}
			plan.ByPayer = append(plan.ByPayer, years)
			plan.Totals = append(plan.Totals, rangeOf(r.CostSpread(p.ID, base, all.First, all.Last, payer), million))
		}
		for y := all.First; y <= all.Last; y++ {
			plan.Net = append(plan.Net, rangeOf(r.CostSpread(p.ID, base, y, y, ""), million))
		}
		d.Plans = append(d.Plans, plan)
	}
	subtitle := l.w.Say("page.money.subtitle")
	if len(d.Plans) > figure.MaxRoomy {
		subtitle = l.w.Say("page.money.subtitle_sum", "from", all.First, "to", all.Last)
	}
	f := l.frame(l.w.Say("page.money.title", "plan", l.title(0)), subtitle)
	f.Message = l.message("money")
	return figure.NewMoney(f, d)
}

// millions writes an amount in millions with its unit.
func (l illustrator) millions(x float64, n int) string {
	return l.w.Say("page.money.amount", "number", l.w.Number(x, n))
}

// lostCare says how much of the net cost no party pays: home nursing that is not
// delivered, so that who adds up the payers finds the net cost. It is empty where there
// is none.
func (l illustrator) lostCare(head outputs.Period) string {
	row := l.c.Row("home_nursing_unpaid", head.ID)
	if row == nil {
		return ""
	}
	var list []string
	for i, d := range row.Plans[:len(l.shown())] {
		if x := d.Diff.Middle(); d.Diff.Cells > 0 && math.Abs(x) >= least {
			list = append(list, l.w.Say("onepage.lost_care_of", "letter", plain.Letter(i+1), "amount", l.w.Signed(x, 2)))
		}
	}
	if list == nil {
		return ""
	}
	return l.w.Say("onepage.lost_care", "list", strings.Join(list, l.w.Say("compare.between")))
}

// whoPays says what each party keeps more or pays more.
func (l illustrator) whoPays(plan, title string) report.PartyTable {
	head, all := l.years()
	t := report.PartyTable{Title: title, Columns: []string{l.w.Say("page.pays.head", "from", head.First, "to", head.Last), l.w.Say("report.interval", "count", l.c.Draws*l.c.Replicates), l.w.Say("page.pays.all", "from", all.First, "to", all.Last), words.Capital(l.w.Say("ledger.head.break_even"))}}
	euros := func(x float64) string { return l.w.Signed(x, 2) } // the same decimals for all, so that they add up
	amounts := map[string][]string{}
	var order []string
	for _, b := range l.c.Balances {
		if b.Plan != plan || b.Period != head && b.Period != all {
			continue
		}
		middle, low, high := euros(b.Diff.Middle()), euros(b.Diff.Low), euros(b.Diff.High)
		if b.Period == head {
			if math.Abs(b.Diff.Middle()) < 0.005 {
				continue
			}
			order = append(order, b.Party)
			amounts[b.Party] = []string{middle, l.w.Say("compare.from_to", "low", low, "high", high)}
		}
		if b.Period == all && amounts[b.Party] != nil {
			amounts[b.Party] = append(amounts[b.Party], middle)
		}
	}
	breaks := map[string]string{}
	for _, a := range l.c.Accounts(plan, head) {
		breaks[a.Party] = a.BreakEven.In(l.w)
	}
	for _, p := range order {
		t.Rows = append(t.Rows, report.PartyRow{Party: l.w.Say("party." + p), Amounts: append(amounts[p], breaks[p])})
	}
	whole := map[string]string{}
	for _, x := range l.c.Incomes(plan, all) {
		whole[x.Party] = euros(x.PerHead.Mean)
	}
	for _, x := range l.c.Incomes(plan, head) {
		if party, _ := finance.ParseParty(x.Party); party.Sink() || math.Abs(x.PerHead.Mean) < 0.005 {
			continue // a sink keeps what it receives: its balance says it
		}
		t.Rows = append(t.Rows, report.PartyRow{Party: x.Name(l.w), Amounts: []string{
			euros(x.PerHead.Mean), l.w.Say("compare.from_to", "low", euros(x.PerHead.Low), "high", euros(x.PerHead.High)), whole[x.Party], "",
		}})
	}
	t.Lines = l.c.SidePayments(plan, head).In(l.w, func(eur float64) string {
		return l.w.Euro(plain.Rounded(eur), 0)
	})
	return t
}

// perspectives sets the costs as each party sees them beside each other, a table
// a plan, with what must be known about the numbers.
func (l illustrator) perspectives() (tables []report.PartyTable, notes []string) {
	views := l.c.Perspectives()
	if len(views) == 0 {
		return nil, nil
	}
	head := l.c.PerspectiveHead(l.w)
	first := map[string]outputs.Estimate{}
	for k := range views {
		if views[k].Plan == l.c.Base {
			first[views[k].View] = views[k].Level
		}
	}
	for i, p := range l.c.Plans[1:] {
		t := report.PartyTable{Plan: i + 1, Title: l.title(i + 1), Head: head[0], Columns: head[1:]}
		for k := range views {
			if x := &views[k]; x.Plan == p.ID {
				t.Rows = append(t.Rows, report.PartyRow{Party: x.Name(l.w), Amounts: x.Cells(first[x.View], l.w)})
			}
		}
		tables = append(tables, t)
	}
	notes = append(notes, l.c.PerspectivePrices(l.w))
	notes = append(notes, l.c.HealthIn(l.w)...)
	return tables, append(notes, l.w.Say("ledger.perspectives.notes"))
}

// outcomes says what the yearly settlements of each plan brought, with how to read it.
func (l illustrator) outcomes() (tables []report.PartyTable, note string) {
	for i, p := range l.c.Plans {
		for _, o := range l.c.Outcomes(p.ID) {
			title := l.title(i) + " – " + outputs.InstrumentName(l.w, o.Instrument)
			if n := len(tables); n == 0 || tables[n-1].Title != title {
				t := report.PartyTable{Plan: i, Title: title, Head: words.Capital(l.w.Say("ledger.outcomes.head.year"))}
				for _, h := range outputs.OutcomeHead(l.w) {
					t.Columns = append(t.Columns, words.Capital(h))
				}
				t.Lines = l.c.OutcomeLines(p.ID, o.Instrument, l.w)
				tables = append(tables, t)
			}
			if o.Owed() {
				continue
			}
			t := &tables[len(tables)-1]
			t.Rows = append(t.Rows, report.PartyRow{Party: strconv.Itoa(o.Year), Amounts: o.Cells(l.w)})
		}
	}
	if tables != nil {
		note = l.w.Say("ledger.outcomes.note")
	}
	return tables, note
}
