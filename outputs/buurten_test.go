package outputs

import (
	"bytes"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/internal/words"
	"piramide/sim"
)

// twoBuurten is a year of two neighbourhoods of 1,000 people: three of four in need
// live in b2, half of the cost is there. first is what b1 earns, in EUR.
func twoBuurten(plan string, draw int, first, second int64) CellTables {
	t := CellTables{Cell: Cell{Scenario: plan, Draw: draw}, First: 2027 * 12, Years: 1, Cycles: 12, Cohort: 2000, Inhabitants: 2000}
	add := func(measure, area string, num, den int64) {
		t.Yearly = append(t.Yearly, YearRow{measure, 2027, area, "all", num, den})
	}
	days := int64(math.Round(1000 * personYear))
	add("riziv_cost", RegionArea, 2_000_000_00, 2*days)
	for _, x := range []struct {
		id           string
		need, earned int64
	}{{"b1", 10, first}, {"b2", 30, second}} {
		add("riziv_cost", x.id, 1_000_000_00, days)
		add("in_care", x.id, 0, 12*x.need)
		add("team_budget_earned", x.id, x.earned*100, days)
		add("team_budget_spent", x.id, x.earned*50, days)
		add("team_budget_returned", x.id, x.earned*30, days) // and 20 in 100 carried over
		add("team_budget_unspent", x.id, x.earned*50, x.earned*100)
	}
	t.Ledger = []LedgerRow{{t.First, "federal", "buurtteams", "pot", "population", "recurrent", true, 100 * (first + second)}}
	for m := range sim.Month(12) {
		t.Monthly = append(t.Monthly, MonthRow{"population", t.First + m, 2000})
	}
	return t
}

func TestBuurtenByHand(t *testing.T) {
	run := Run{
		Manifest: Manifest{Engine: "test", Scenarios: []string{"a", "b"}, Draws: 2, Replicates: 1, PriceYear: 2024},
		Plans:    []Plan{{ID: "a"}, {ID: "b"}},
	}
	dir := filepath.Join(t.TempDir(), "r")
	s, err := Create(dir, run)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for draw := range 2 {
		more := int64(100 * draw)
		for _, cell := range []CellTables{twoBuurten("a", draw, 500, 500), twoBuurten("b", draw, 300+more, 700-more)} {
			if err := s.Put(&cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := s.Seal(); err != nil {
		t.Fatal(err)
	}
	if err := s.Finish(); err != nil {
		t.Fatal(err)
	}
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Compare(r, "a")
	if err != nil {
		t.Fatal(err)
	}
	buurten, fits, err := c.Buurten(c.Periods[0])
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][6]float64{}
	for _, x := range buurten {
		b := x.Plans[1]
		got[x.ID] = [6]float64{x.Inhabitants.Mean, x.InNeed.Mean, x.CareCost.Mean, b.Earned.Mean, b.Spent.Mean, b.More.Mean}
	}
	if d := cmp.Diff(map[string][6]float64{"b1": {1000, 10, 1e6, 350, 175, -150}, "b2": {1000, 30, 1e6, 650, 325, 150}}, got, near); d != "" {
		t.Error(d)
	}
	if x := buurten[0].Plans[1]; x.K != 2 || x.N != 2 {
		t.Errorf("b1 loses in %d of %d", x.K, x.N)
	}
	// Even money: a quarter must move to follow need, nothing to follow cost or heads.
	// Plan b: 30 and 40 per cent in b1, where 25 per cent of need and 50 of cost are.
	fit := func(f Fit) [6]float64 {
		return [6]float64{f.Earned.Mean, f.ToNeed.Mean, f.ToCost.Mean, f.ToHeads.Mean, f.Losers.Mean, f.Lost.Mean}
	}
	if d := cmp.Diff([][6]float64{{1000, 0.25, 0, 0, 0, 0}, {1000, 0.10, 0.15, 0.15, 1, 150}}, [][6]float64{fit(fits[0]), fit(fits[1])}, near); d != "" {
		t.Error(d)
	}
	var table bytes.Buffer
	if err := BuurtCSV(c, c.Periods[0], &table); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"b,b2,team_earned_eur_per_year,2027,2027,650,602.5,697.5,2\n", "b,b2,team_returned_eur_per_year,2027,2027,195,180.75,209.25,2\n", "b,b2,team_unspent_share,2027,2027,0.5,0.5,0.5,2\n"} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("no %q in\n%s", want, table.String())
		}
	}
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		page, err := BuurtTable(c, c.Periods[0], w)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(page, "\n") {
			if n := len([]rune(line)); n > TableWidth {
				t.Errorf("%s: %d columns: %s", lang, n, line)
			}
		}
		if !strings.Contains(page, "−150") || !strings.Contains(page, "+150") {
			t.Errorf("%s:\n%s", lang, page)
		}
	}
}
