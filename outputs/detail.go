package outputs

import (
	"slices"

	"piramide/sim"
)

// Detail of a result folder (ADR 19).
const (
	DetailFull  = "full"  // everything that is counted
	DetailSweep = "sweep" // some indicators by year, area and group; the ledger by year
)

// The series that carry the cost by month where the ledger is kept by year, in
// cents: discounting looks at months.
const (
	seriesCost      = "ledger_cost"
	seriesProgramme = "ledger_programme"
)

// discounted are the series that are looked at month by month.
var discounted = []string{"cohort_qaly", "cohort_cost"}

// usage is what measures read of a cell.
type usage struct {
	yearly, monthly, waits map[string]bool
	crossed                bool
}

// Keep leaves of a cell what some indicators need, and what decisions are made on:
// their measures by year, for the region by group and for each buurt as a whole; their
// monthly series, by year but where they are discounted; and the ledger by year. It does not change t.
func (t *CellTables) Keep(indicators []string, rates Rates) CellTables {
	s := summarise(t, rates)
	u := &usage{yearly: map[string]bool{}, monthly: map[string]bool{}, waits: map[string]bool{}}
	s.usage = u
	for _, m := range append(measuresOf(indicators), presentCost, discountedQALY) {
		m(s, 0, s.years-1, sim.GroupAll)
	}
	out := CellTables{
		Cell: t.Cell, First: t.First, Years: t.Years, Cycles: t.Cycles, Cohort: t.Cohort, Inhabitants: t.Inhabitants,
		Ledger: byYear(t.Ledger, t.First),
	}
	for _, r := range t.Yearly {
		_, _, crossed := parseCrossed(r.Group)
		switch {
		case crossed && u.crossed && r.Measure == measureIDs[sim.ReachedInTime],
			!crossed && u.yearly[r.Measure] && (r.Area == RegionArea || r.Group == sim.GroupNames[sim.GroupAll]):
			out.Yearly = append(out.Yearly, r)
		}
	}
	for _, r := range t.Monthly {
		switch last := len(out.Monthly) - 1; {
		case !u.monthly[r.Series]:
		case slices.Contains(discounted, r.Series):
			out.Monthly = append(out.Monthly, r)
		case last >= 0 && out.Monthly[last].Series == r.Series && (r.Month-t.First)%12 != 0:
			out.Monthly[last].Value += r.Value
		default: // the first month of a year stands for all of it: measures add up whole years
			out.Monthly = append(out.Monthly, r)
		}
	}
	out.Monthly = appendSeries(out.Monthly, seriesCost, s.cost, t)
	out.Monthly = appendSeries(out.Monthly, seriesProgramme, s.programme, t)
	for _, r := range t.Waits {
		if u.waits[r.Measure] {
			out.Waits = append(out.Waits, r)
		}
	}
	return out
}

func appendSeries(rows []MonthRow, series string, cents []int64, t *CellTables) []MonthRow {
	for m, v := range cents {
		rows = append(rows, MonthRow{series, t.First + sim.Month(m)*t.step(), v})
	}
	return rows
}

// measuresOf are the measures of indicators by id; an id that does not exist is left out.
func measuresOf(indicators []string) []measure {
	var list []measure
	for _, id := range indicators {
		if i := Find(Indicators, id); i >= 0 {
			list = append(list, Indicators[i].measure)
		}
	}
	return list
}

// byYear adds up the lines of a ledger, which come in the order of compareLedger; a year stands at its first month of the accounts.
func byYear(rows []LedgerRow, first sim.Month) []LedgerRow {
	var out []LedgerRow
	for _, r := range rows {
		r.Month = first + (r.Month-first)/12*12
		if n := len(out) - 1; n >= 0 {
			if last := out[n]; compareLedger(last, r) == 0 {
				out[n].Cents += r.Cents
				continue
			}
		}
		out = append(out, r)
	}
	return out
}
