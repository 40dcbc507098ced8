package outputs

import (
	"strings"
	"testing"

	"piramide/internal/words"
	"piramide/sim"
)

// Two stays avoided a month in plan b, and one resident more than under plan a:
// amounts by hand, and both in the table in every language.
func TestAvoidedCareByHand(t *testing.T) {
	home := func(nursing, subsidy, price int64) []posting {
		return []posting{
			{"federal", "home_care", "thuisverpleging", "home_nursing", "recurrent", false, nursing, 0, 24},
			{"flanders", "nursing_homes", "woonzorgcentrum", "nursing_home_day", "recurrent", false, subsidy, 0, 24},
			{"citizen", "nursing_homes", "woonzorgcentrum", "own_share", "recurrent", false, price, 0, 24},
			{"citizen", "home_care", "thuisverpleging", "own_share", "recurrent", false, nursing / 10, 0, 24},
		}
	}
	c := books(2, map[string][][]posting{"a": {home(9000, 100_000, 80_000)}, "b": {home(8000, 130_000, 95_000)}})
	cell := CellTables{Cell: Cell{Scenario: "b"}, First: 2027 * 12, Years: 2, Cycles: 24, Cohort: 1000, Inhabitants: 1000}
	for m := range sim.Month(24) {
		for name, n := range map[string]int64{"stays_avoided": 2, "cash_freed": 400_000, "bed_days_freed": 11, "cost_shifted": 600_000, "nursing_home_entries": 3} {
			cell.Monthly = append(cell.Monthly, MonthRow{name, cell.First + m, n})
		}
	}
	months := summarise(&cell, Rates{})
	for name, v := range months.monthly {
		c.Result.cells["b"][0].monthly[name] = v
	}
	p := Period{First: 2027, Last: 2027}
	a, n := c.Avoided("b", p), c.NursingHome("b", p)
	for what, x := range map[string][2]float64{
		"stays": {a.Stays.Mean, 24}, "cash": {a.CashFreed.Mean, 48_000}, "days": {a.BedDays.Mean, 132}, "shifted": {a.Shifted.Mean, 72_000},
		"entries": {n.Entries.Mean, 36}, "federal": {n.Federal.Mean, -120}, "territory": {n.Territory.Mean, 3600}, "citizen": {n.Citizen.Mean, 1800},
	} {
		if x[0] != x[1] {
			t.Errorf("%s: %v, want %v", what, x[0], x[1])
		}
	}
	if x := c.Avoided("a", p); x.Stays.differs() {
		t.Errorf("plan a avoids %v", x)
	}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		page := strings.Join(strings.Fields(LedgerTable(c, p, w)), " ")
		for _, want := range []string{"+24", "+48", "+132", "+72", "+36", "+4", "+2"} { // thousand EUR
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %s in %s", lang, want, page)
			}
		}
	}
}
