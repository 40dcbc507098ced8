package sim

import (
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"testing"

	"piramide/sim/finance"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden numbers")

// golden is what the small world of the tests leaves: 500 citizens, 24 months,
// every phase at work. A reviewer reads a difference as a scientific result.
type golden struct {
	Engine string
	Months map[string][]int64
	Yearly map[string][]Ratio // [year] of the whole region
	Money  map[string]finance.Cents
	Lives  uint64 // sum of the digests of all lives of the cohort
	Counts uint64 // digest of every count of the result: where it alone changes, a count moved that does not stand above
}

// The numbers of an engine do not move. On another architecture, or with
// another compiler, this is the test that says whether the bytes are the same.
func TestGoldenNumbers(t *testing.T) {
	c := testConfig(500)
	c.Calendar.Cycles = 24
	c.Schedule = []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start)}}
	r := run(t, c)
	got := golden{Engine: Engine, Months: map[string][]int64{}, Yearly: map[string][]Ratio{}, Money: map[string]finance.Cents{}}
	for s, name := range map[Series]string{
		MonthPopulation: "population", MonthHighRisk: "high_risk", MonthComplex: "complex", MonthNursingHome: "nursing_home",
		MonthNeedKnown: "need_known", MonthReached: "reached", MonthWaiting: "waiting", MonthRequests: "requests",
		MonthDeaths: "deaths", MonthUnplanned: "unplanned", MonthBedDays: "bed_days", MonthCohortQALY: "cohort_qaly",
		MonthCohortCost: "cohort_cost", RoleSeries(Zorgcoach, 1): "zorgcoach_filled", RoleSeries(Zorgcoach, 3): "zorgcoach_asked",
	} {
		got.Months[name] = r.Months[s]
	}
	for x, name := range map[Indicator]string{DaysAtHome: "days_at_home", QALY: "qaly", EDVisits: "ed_visits", RIZIVCost: "riziv_cost", Experience: "experience"} {
		for year := range r.Years {
			got.Yearly[name] = append(got.Yearly[name], r.At(x, year, 0, GroupAll))
		}
	}
	got.Money["kce"], got.Money["programme"] = r.Ledger.KCECost(0, 24), r.Ledger.ProgrammeCost(0, 24)
	for p := range finance.NumParties {
		got.Money[finance.Party(p).String()] = r.Ledger.Flow(finance.Party(p), 0, 24)
	}
	for _, life := range r.Lives {
		got.Lives += life
	}
	h := fnv.New64a()
	fmt.Fprint(h, r.Months, r.Yearly, r.Flows, r.Crossed, r.Start, r.End, r.Waits)
	got.Counts = h.Sum64()

	const file = "testdata/golden.json"
	if *update {
		text, err := json.MarshalIndent(got, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want golden
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the numbers moved (−golden +now). If they should: raise Engine, run go test ./sim -update, say why in the commit.\n%s", d)
	}
}
