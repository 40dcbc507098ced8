package outputs

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"piramide/sim"
)

var near = cmpopts.EquateApprox(1e-9, 1e-12)

func cells(n int, f func(i int) float64) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = f(i)
	}
	return v
}

func TestMarks(t *testing.T) {
	register := []RegisterEntry{
		{Path: "effect.a", Kind: "assumption", Origin: Assumption},
		{Path: "effect.b", Kind: "measured", Origin: Foreign},
		{Path: "effect.c", Kind: "measured", Origin: Belgian},
	}
	positive := func(k int) []float64 {
		return cells(40, func(i int) float64 {
			if i < k {
				return 1 + float64(i)/100
			}
			return -1
		})
	}
	for _, x := range []struct {
		name   string
		diff   []float64
		ind    Indicator
		fixed  bool
		mark   Mark
		k      int
		cap    string
		origin Origin
		better int
	}{
		{name: "38 of 40", diff: positive(38), ind: Indicator{Direction: -1}, mark: Clear, k: 38, better: -1},
		{name: "37 of 40", diff: positive(37), ind: Indicator{Direction: +1}, mark: Likely, k: 37, better: +1},
		{name: "32 of 40", diff: positive(32), mark: Likely, k: 32},
		{name: "31 of 40", diff: positive(31), mark: Unclear, k: 31},
		{name: "all, but too small to matter", diff: positive(40), ind: Indicator{Relevance: 2}, mark: NoDifference, k: 40},
		{name: "all, and printed as < 1", diff: cells(40, func(int) float64 { return 0.4 }), mark: NoDifference, k: 40},
		{name: "a share, and printed as < 0,01", diff: cells(40, func(int) float64 { return 0.00002 }), ind: Indicator{Unit: "share", Decimals: 2}, mark: NoDifference, k: 40},
		{name: "a share of a step", diff: cells(40, func(int) float64 { return 0.00006 }), ind: Indicator{Unit: "share", Decimals: 2}, mark: Clear, k: 40},
		{name: "equal everywhere", diff: make([]float64, 40), ind: Indicator{Relevance: 2}, mark: Identical},
		{name: "an assumption on the path", diff: positive(40), ind: Indicator{Effects: []string{"effect.b", "effect.a"}}, mark: Likely, k: 40, cap: CapPath, origin: Assumption},
		{name: "an assumption does not lift", diff: positive(31), ind: Indicator{Effects: []string{"effect.a"}}, mark: Unclear, k: 31, origin: Assumption},
		{name: "foreign evidence", diff: positive(40), ind: Indicator{Effects: []string{"effect.c", "effect.b"}}, mark: Clear, k: 40, origin: Foreign},
		{name: "chance alone", diff: positive(40), fixed: true, mark: NoMark, k: 40},
		{name: "never exists", diff: cells(40, func(int) float64 { return math.NaN() }), mark: NoMark},
		{name: "waits that never end in one plan", diff: cells(40, func(int) float64 { return math.Inf(1) }), mark: Clear, k: 40},
	} {
		r := &Result{Register: register, Manifest: Manifest{Draws: 40, Replicates: 1, FixedParameters: x.fixed}}
		d := Difference{Diff: estimate(x.diff, r.draws())}
		r.judge(&d, &x.ind, x.diff, r.inputs(drawsToDivide), false)
		got := []any{d.Mark, d.K, d.Cap, d.Origin, d.Better}
		if diff := cmp.Diff([]any{x.mark, x.k, x.cap, x.origin, x.better}, got); diff != "" {
			t.Errorf("%s: %s", x.name, diff)
		}
	}
}

// From 100 draws on it is not the path that counts but what carries the variance:
// the same difference is clear when a measured family moves it and not when an
// assumption does. Fixed seed, so no false alarm.
func TestAssumptionsThatCarryTheVariance(t *testing.T) {
	const draws, replicates = 120, 2
	for _, x := range []struct {
		assumed, measured float64
		mark              Mark
		cap               string
	}{{1, 0.2, Likely, CapAssumptions}, {0.2, 1, Clear, CapNone}} {
		rng := rand.New(rand.NewPCG(7, 7))
		r := &Result{
			Manifest: Manifest{Draws: draws, Replicates: replicates},
			Register: []RegisterEntry{
				{Path: "effect.a", Kind: "assumption"},
				{Path: "hours.light", Kind: "measured", Family: "hours"},
				{Path: "hours.medium", Kind: "measured", Family: "hours"},
				{Path: "idle", Kind: "assumption"},
			},
		}
		diff := make([]float64, draws*replicates)
		for d := range draws {
			a, m := rng.NormFloat64(), rng.NormFloat64()
			for _, p := range []Parameter{{Path: "effect.a", Value: a}, {Path: "hours.light", Value: m}, {Path: "hours.medium", Value: 2 * m}, {Path: "idle", Value: rng.NormFloat64()}} {
				p.Draw = int32(d)
				r.Parameters = append(r.Parameters, p)
			}
			for k := range replicates {
				diff[d*replicates+k] = 10 + float64(x.assumed*a) + float64(x.measured*m) + 0.1*rng.NormFloat64()
			}
		}
		in := r.inputs(drawsToDivide)
		if len(in.columns) != 3 {
			t.Fatalf("%d columns, want one a family", len(in.columns))
		}
		d := Difference{Diff: estimate(diff, r.draws())}
		r.judge(&d, &Indicator{Effects: []string{"effect.a"}}, diff, in, false)
		if d.Mark != x.mark || d.Cap != x.cap {
			t.Errorf("assumed %v: %s %q, share %.2f", x.assumed, d.Mark, d.Cap, d.AssumptionShare)
		}
	}
}

func TestPairing(t *testing.T) {
	a := []float64{1, 2, 3, 4}
	for _, x := range []struct {
		b    []float64
		want float64
	}{{[]float64{2, 3, 4, 5}, 1}, {[]float64{4, 3, 2, 1}, -1}} {
		if got := pairing(a, x.b, subtract(a, x.b)); !cmp.Equal(got, x.want, near) {
			t.Errorf("pairing %v, want %v", got, x.want)
		}
	}
	if !math.IsNaN(pairing([]float64{1, 1}, []float64{2, 2}, []float64{1, 1})) {
		t.Error("two constants cannot be paired")
	}
}

// Two waits that both outlast the watching do not differ; one that does is longer.
func TestWaitsWithoutEnd(t *testing.T) {
	inf := math.Inf(1)
	got := subtract([]float64{inf, inf, 3}, []float64{inf, 2, inf})
	if d := cmp.Diff([]float64{0, inf, -inf}, got); d != "" {
		t.Error(d)
	}
	e := estimate([]float64{2, inf, 4, 3, 5}, []int{0, 1, 2, 3, 4})
	if e.Middle() != 4 || e.Median != 4 {
		t.Errorf("middle %v", e.Middle())
	}
}

func TestNeeded(t *testing.T) {
	// Mean 1, standard error 1 at 40 cells: 1.96² times as many bring it to 1.96 errors.
	if got := needed(Estimate{Mean: 1, SE: 1, Cells: 40}); got != 154 {
		t.Errorf("needed %d, want 154", got)
	}
	if needed(Estimate{Mean: 2, SE: 1, Cells: 40}) != 0 || needed(Estimate{Cells: 40}) != 0 {
		t.Error("nothing more is needed when the difference is clear of its error, or zero")
	}
}

func TestMeasures(t *testing.T) {
	one := CellTables{
		First: 2027 * 12, Years: 1, Cycles: 12, Cohort: 1000,
		Ledger: []LedgerRow{
			{Month: 2027 * 12, From: "federal", To: "hospitals", Nature: "recurrent", Cents: 500_00},
			{Month: 2027*12 + 3, From: "federal", To: "collaboration", Plan: true, Nature: "recurrent", Cents: 300_00},
			{Month: 2027*12 + 5, From: "collaboration", To: "federal", Plan: true, Nature: "one_off", Cents: 100_00},
			{Month: 2027*12 + 5, From: "federal", To: "flanders", Nature: "recurrent", Cents: 999_00},
			{Month: 2027*12 + 5, From: "hospitals", To: "economy", Nature: "in_kind", Cents: 777_00},
		},
	}
	for m := range sim.Month(12) {
		one.Monthly = append(one.Monthly, MonthRow{"population", one.First + m, 2000}, MonthRow{"cohort_qaly", one.First + m, 50e6},
			MonthRow{"zorgcoach_hours_asked", one.First + m, 300}, MonthRow{"casemanager_hours_asked", one.First + m, 100},
			MonthRow{"zorgcoach_hours_available", one.First + m, 500}, MonthRow{"admin_hours", one.First + m, 1000})
	}
	women := sim.BandClass(3, 1, 3)
	for vt, reached := range []int64{30, 20} {
		one.Yearly = append(one.Yearly,
			YearRow{"reached_in_time", 2027, RegionArea, crossedName(vt, women), reached, 100},
			YearRow{"reached_in_time", 2027, RegionArea, crossedName(vt, women-1), 10 * int64(1-vt), 300 * int64(1-vt)})
	}
	one.Yearly = append(one.Yearly, YearRow{"days_at_home", 2027, RegionArea, "all", 300_000, 360_000})
	s := summarise(&one, Rates{Costs: 0.03, Outcomes: 0.015})
	qaly := 0.0
	for m := range 12 {
		qaly += 50 / math.Pow(1.015, (float64(m)+0.5)/12)
	}
	want := map[string]float64{
		"net_cost":       700. / 2000, // payers to others less returns; among payers and in kind count for nothing
		"programme_cost": 200. / 2000,
		"workload":       0.8,
		"vt_gap":         -0.1, // the class without VT citizens is left out
		"qaly":           qaly,
		"days_at_home":   300 * 365.25 / 360,
		"admin_hours":    120. / 2,
	}
	got := map[string]float64{}
	for id := range want {
		got[id] = Indicators[Find(Indicators, id)].measure(s, 0, 0, sim.GroupAll)
	}
	if d := cmp.Diff(want, got, near); d != "" {
		t.Error(d)
	}
	if v := Indicators[Find(Indicators, "give_ups")].measure(s, 0, 0, sim.GroupAll); !math.IsNaN(v) {
		t.Errorf("give-ups without requests are %v", v)
	}
}

func TestWaitRows(t *testing.T) {
	r := &sim.Result{First: 2027 * 12, Years: 1, Waits: []sim.Wait{
		{Days: 10, Ended: sim.Served}, {Days: 20, Ended: sim.GaveUp}, {Days: 60, Ended: sim.Served, VT: true}, {Days: 90, Ended: sim.StillWaiting},
	}}
	got := map[string]float64{}
	for _, w := range waitRows(r, 2027) {
		if w.Group == "all" {
			got[w.Measure] = quotient(w.Num, w.Den)
		}
	}
	want := map[string]float64{"wait_median": 60, "wait_p90": math.Inf(1), "within_30_days": 0.25, "requests": 4}
	if d := cmp.Diff(want, got, near); d != "" {
		t.Error(d)
	}
}

// Law 2 in the comparison: a plan that does what the first does differs by exactly nothing.
func TestComparisonOfFolder(t *testing.T) {
	run := fakeRun(6, 1)
	c := fakeComparison(t, run, 7)
	row := c.Row("reached_in_time", PeriodHead)
	if row == nil || row.Plans[0].Plan != "leuven-100" || row.Plans[0].Mark != Likely || math.Abs(row.Plans[1].Diff.Median-0.4) > 1e-3 {
		t.Fatalf("reached in time: %+v", row)
	}
	for _, d := range row.Plans {
		if got := row.Base.Middle() + d.Diff.Middle(); math.Abs(got-d.Value.Middle()) > 1e-12 {
			t.Errorf("first plan and difference give %v, the plan itself %v", got, d.Value.Middle())
		}
	}
	sums := map[string]float64{}
	for _, b := range c.Balances {
		sums[b.Plan+" "+b.Period.ID] += b.Diff.Middle()
	}
	for name, sum := range sums {
		if math.Abs(sum) > 1e-9 {
			t.Errorf("%s: what the parties keep and pay adds up to %v", name, sum)
		}
	}
	if len(sums) == 0 {
		t.Error("no party keeps or pays anything")
	}
	for _, p := range c.Plans { // cost_eur of ledger.csv adds up to what the payers bear
		ledger, payers := 0.0, 0.0
		for _, l := range c.Result.Ledger(p.ID) {
			for _, x := range l.Euros {
				ledger += l.counts() * x
			}
		}
		for _, x := range c.Parties {
			if x.Plan == p.ID {
				payers += x.Cost
			}
		}
		if math.Abs(ledger-payers) > 1e-6 || payers == 0 {
			t.Errorf("%s: the ledger costs %v, the payers %v", p.ID, ledger, payers)
		}
	}
	if row.Plans[1].Pairing < 0.99 {
		t.Errorf("shared luck pairs only %.2f", row.Plans[1].Pairing)
	}
	if d := c.Row("days_at_home", PeriodHead).Plans[1]; d.Mark != Identical || d.Diff != (Estimate{Cells: 6}) {
		t.Errorf("an untouched indicator: %+v", d)
	}
	if got := c.Lives["full-proposal"]; got != 0.8 {
		t.Errorf("identical lives %v, want 0.8", got)
	}
	ids := []string{}
	for _, p := range c.Periods {
		ids = append(ids, p.ID)
	}
	if d := cmp.Diff([]string{PeriodHead, PeriodAll, PeriodFirstTeam}, ids); d != "" {
		t.Error(d)
	}
	for _, p := range c.Parties {
		if p.Party == "federal" && p.Plan == "full-proposal" && math.Abs(p.Programme-12*(16_000-800)) > 60 { // fake adds up to EUR 10 a month either way
			t.Errorf("programme money of the federal payer in %d: %v", p.Year, p.Programme)
		}
	}
	b, err := c.Result.Band("full-proposal", "programme_cost")
	if err != nil || len(b.Median) != 84 || b.Month(12).String() != "2028-01" || b.Low95[0] > b.Low80[0] || b.Low80[0] > b.Median[0] {
		t.Errorf("band: %v %+v", err, b)
	}
	if p := c.Result.Pyramids("reference"); len(p) != 2 || p[0].Count[1][0][0] != 500 || len(p[0].Tiers) != 4 {
		t.Errorf("pyramid: %+v", p)
	}
	for _, f := range c.Result.Flows("reference", 2027, 2028) {
		if f.From == "birth" && (f.To != "general" || f.Citizens != 90) {
			t.Errorf("flow: %+v", f)
		}
	}
	text, err := json.Marshal(c)
	if err != nil || !strings.Contains(string(text), `"cells_with_sign":6`) {
		t.Errorf("as JSON: %v", err)
	}
	same, err := Compare(c.Result, "leuven-100")
	if err != nil || same.Plans[0].ID != "leuven-100" || len(same.Plans) != 3 {
		t.Errorf("another first plan: %v", err)
	}
	if _, err := Compare(c.Result, "leuven-10"); err == nil {
		t.Error("an unknown plan was accepted")
	}
}

func TestDigitsFollowTheInterval(t *testing.T) {
	s := Shape{Indicator: &Indicator{Decimals: 2}}
	for width, want := range map[float64]int{4.4: 1, 1.4: 1, 0.44: 2, 0.2: 2, 0.001: 2, 44: 0, 14: 0, 130: -1, 0: 2} {
		if got := s.digits(width); got != want {
			t.Errorf("width %v: %d decimals, want %d", width, got, want)
		}
	}
}

// A horizon that ends inside a year counts the months there are.
func TestHorizonCutShort(t *testing.T) {
	x := CellTables{First: 2027 * 12, Years: 2, Cycles: 18}
	for m := range sim.Month(18) {
		x.Monthly = append(x.Monthly, MonthRow{"population", x.First + m, 1000}, MonthRow{"zorgcoach_posts_filled", x.First + m, 200},
			MonthRow{"admin_hours", x.First + m, 100})
	}
	s := summarise(&x, Rates{})
	if got := Indicators[Find(Indicators, "fte")].measure(s, 0, 1, sim.GroupAll); got != 2 {
		t.Errorf("%v FTE, want 2", got)
	}
	if got := Indicators[Find(Indicators, "admin_hours")].measure(s, 1, 1, sim.GroupAll); got != 12 {
		t.Errorf("%v hours per 1,000 and year, want 12", got)
	}
}

// Everybody is said to live the same life only when everybody does: one life among
// those that are not kept is enough to see that somebody does not.
func TestSameLivesOfTheWholeCohort(t *testing.T) {
	lives := make([]uint64, 5*livesKept)
	for i := range lives {
		lives[i] = uint64(i) * 77
	}
	cell := func(change int) *summary {
		own := slices.Clone(lives)
		if change >= 0 {
			own[change]++
		}
		r := &sim.Result{Months: make([][]int64, sim.NumSeries), Areas: []string{"region"}, Lives: own}
		for s := range r.Months {
			r.Months[s] = make([]int64, 1)
		}
		x := Extract(Cell{}, r)
		return &summary{lives: x.Lives}
	}
	share := func(change int) float64 {
		r := &Result{cells: map[string][]*summary{"a": {cell(-1)}, "b": {cell(change)}}}
		got, kept := r.sameLives("b", "a")
		if !kept {
			t.Fatal("no lives are kept")
		}
		return got
	}
	if got := share(-1); got != 1 {
		t.Errorf("the same lives: %v", got)
	}
	if got := share(1); got >= 1 || got < 0.999 {
		t.Errorf("one life that is not kept differs: %v", got)
	}
	if got, want := share(0), 1-1/float64(livesKept); got != want {
		t.Errorf("one kept life differs: %v, want %v", got, want)
	}
}
