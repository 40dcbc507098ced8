package outputs

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jedib0t/go-pretty/v6/text"

	"piramide/internal/words"
	"piramide/sim/finance"
)

// settled makes a comparison whose second plan settles one year in two cells of
// two regions: benchmark EUR 100 and 300, cost 90 and 310; then 100 and 300, cost 80
// and 280, which earns half.
func settled(t *testing.T) *Comparison {
	t.Helper()
	c := books(2, map[string][][]posting{"a": {today(24), today(24)}, "b": {today(24), today(24)}})
	outcome := func(actual, earned int64, verdict string) OutcomeRow {
		return OutcomeRow{Instrument: "besparing", Year: 2027, Months: 120, Benchmark: 10_000, Actual: actual, Earned: earned, Score: million / 2, Verdict: verdict}
	}
	second := func(o OutcomeRow) OutcomeRow { o.Months, o.Benchmark = 240, 30_000; return o }
	c.Result.cells["b"][0].outcomes = []OutcomeRow{outcome(9_000, 0, "under_minimum"), second(outcome(31_000, 0, "no_saving"))}
	c.Result.cells["b"][1].outcomes = []OutcomeRow{outcome(8_000, 1_000, "gained"), second(outcome(28_000, 1_000, "gained"))}
	return c
}

func TestOutcomesOfRegionsAddUp(t *testing.T) {
	c := settled(t)
	if got := c.Outcomes("a"); len(got) != 0 {
		t.Fatalf("the first plan settles nothing, not %v", got)
	}
	list := c.Outcomes("b")
	if len(list) != 1 {
		t.Fatalf("%d years, want 1", len(list))
	}
	o := list[0]
	verdict, count := o.Verdict()
	got := []float64{o.People.Mean, o.Benchmark.Mean, o.Actual.Mean, o.Saving.Mean, o.Earned.Mean, o.Score.Mean, float64(o.Settlements), float64(count)}
	// 120 + 240 months are 30 years; 400 and 380 on average; 0 % and 10 %; EUR 0 and 20.
	want := []float64{30, 400, 380, 0.05, 10, 0.5, 4, 2}
	for i := range want {
		if d := got[i] - want[i]; d > 1e-9 || d < -1e-9 {
			t.Errorf("number %d is %v, want %v", i, got[i], want[i])
		}
	}
	if verdict != finance.Gained {
		t.Errorf("most end as %v, want gained", verdict)
	}
}

func TestOutcomesAreShownWhereTheyAre(t *testing.T) {
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range finance.VerdictIDs() {
			if !w.Has("ledger.outcomes.verdict." + id) {
				t.Errorf("%s has no words for the verdict %s", lang, id)
			}
		}
		c := settled(t)
		page := LedgerTable(c, c.Periods[0], w)
		for _, want := range []string{w.Say("ledger.outcomes.verdict.gained"), "2027", w.Signed(5, 1)} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the ledger does not show %q", lang, want)
			}
		}
		if !strings.Contains(page, w.Say("ledger.outcomes.paid", "k", 1, "n", 2)) || !strings.Contains(page, w.Signed(20/30.0, 2)) {
			t.Errorf("%s: one of two simulations pays EUR 20 to 30 citizens, but the ledger shows\n%s", lang, page)
		}
		said := func(id string) bool {
			return strings.Contains(page, w.Say("ledger.outcomes."+id, "years", "2028", "first", "a")[:16])
		}
		if said("owed") || said("chance") {
			t.Errorf("%s: a year is owed, or all is chance, where it is not known to be", lang)
		}
		for _, cell := range c.Result.cells["b"] {
			cell.outcomes = append(cell.outcomes, OutcomeRow{Instrument: "besparing", Year: 2028, Verdict: "pending"})
		}
		c.Lives = map[string]float64{"b": 1}
		page = LedgerTable(c, c.Periods[0], w)
		if !said("owed") || !said("chance") || strings.Contains(page, w.Say("ledger.outcomes.verdict.pending")) || strings.Contains(page, "NaN") {
			t.Errorf("%s: 2028 is owed and all is chance, but the ledger says\n%s", lang, page)
		}
		c.Lives["b"] = 0.9
		if page = LedgerTable(c, c.Periods[0], w); said("chance") {
			t.Errorf("%s: what is earned is called chance of a plan that changes lives", lang)
		}
		for _, line := range strings.Split(page, "\n") {
			if n := text.StringWidthWithoutEscSequences(line); n > TableWidth {
				t.Errorf("%s: %d columns: %s", lang, n, line)
			}
		}
		c.Result.cells["b"][0].outcomes, c.Result.cells["b"][1].outcomes = nil, nil
		if c.settlesYearly() || strings.Contains(LedgerTable(c, c.Periods[0], w), w.Say("ledger.outcomes.note")) {
			t.Errorf("%s: settlements are shown of plans that have none", lang)
		}
	}
}

func TestOutcomesAreStored(t *testing.T) {
	r := fake(Cell{Scenario: "a"}, 2, 1, 0)
	r.Outcomes = []finance.Outcome{
		{Instrument: "besparing", Year: 2027, Months: 12, Benchmark: 500, Actual: 480, Score: 0.25, Earned: 10, Repaid: 3, Verdict: finance.Gained},
		{Instrument: "besparing", Year: 2027, Months: 24, Benchmark: 900, Actual: 980, Earned: -40, Verdict: finance.Lost},
		{Instrument: "garantie", Year: 2028, Months: 12},
	}
	in := Extract(Cell{Scenario: "a"}, r)
	var out CellTables
	for _, x := range in.rows(nil) {
		out.take(&x)
	}
	if diff := cmp.Diff(in.Outcomes, out.Outcomes); diff != "" {
		t.Errorf("outcomes change when stored (−in +out):\n%s", diff)
	}
	if n := len(in.Outcomes); n != 3 {
		t.Errorf("%d outcomes are extracted, want 3", n)
	}
}

func TestOutcomesTable(t *testing.T) {
	c := settled(t)
	var lines bytes.Buffer
	outcomesTable(c, func(fields ...any) { lines.WriteString(strings.Join(record(fields), ",") + "\n") })
	want := "b,besparing,2027,30,400,380,0.05,"
	if !strings.Contains(lines.String(), want) || !strings.HasSuffix(lines.String(), ",4,0,0,0,0,1,1,0,2,0\n") {
		t.Errorf("table is\n%s", lines.String())
	}
}
