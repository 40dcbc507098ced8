package outputs

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jedib0t/go-pretty/v6/text"
	"pgregory.net/rapid"

	"piramide/internal/words"
	"piramide/sim"
	"piramide/sim/finance"
)

// posting is a line of a tiny ledger, paid every month from one to before another.
type posting struct {
	from, to           string
	instrument, reason string
	nature             string
	plan               bool
	cents              int64
	first, end         int // months of the accounts
}

// books makes a result of two plans, one cell each unless more are given, from
// postings; the region has 1,000 inhabitants, the accounts years years.
func books(years int, plans map[string][][]posting) *Comparison {
	r := &Result{
		Manifest: Manifest{Scenarios: []string{"a", "b"}, Replicates: 1, Discount: Rates{Costs: 0.03, Outcomes: 0.015}, PriceYear: 2024},
		Plans:    []Plan{{ID: "a"}, {ID: "b"}},
		Register: []RegisterEntry{{Path: "price.index.2025", Value: 0.1}, {Path: "price.index.later", Value: 0.02}},
		cells:    map[string][]*summary{},
	}
	for id, cells := range plans {
		r.Manifest.Draws = len(cells)
		for d, list := range cells {
			t := CellTables{Cell: Cell{Scenario: id, Draw: d}, First: 2027 * 12, Years: years, Cycles: 12 * years, Cohort: 1000, Inhabitants: 1000}
			for m := range 12 * years {
				t.Monthly = append(t.Monthly, MonthRow{"population", t.First + sim.Month(m), 1000})
			}
			for _, p := range list {
				for m := p.first; m < p.end; m++ {
					t.Ledger = append(t.Ledger, LedgerRow{t.First + sim.Month(m), p.from, p.to, p.instrument, p.reason, p.nature, p.plan, p.cents})
				}
			}
			r.cells[id] = append(r.cells[id], summarise(&t, r.Manifest.Discount))
		}
	}
	c, err := Compare(r, "a")
	if err != nil {
		panic(err)
	}
	return c
}

// care as today: EUR 1,000 a month from the federal payer and EUR 100 from the citizen.
func today(months int) []posting {
	return []posting{
		{"federal", "hospitals", "ziekenhuis", "stay", "recurrent", false, 100_000, 0, months},
		{"citizen", "hospitals", "ziekenhuis", "own_share", "recurrent", false, 10_000, 0, months},
		{"hospitals", "economy", "spending", "fees_earned", "recurrent", false, 110_000, 0, months},
	}
}

// better is care with a plan: EUR 500 to start and EUR 50 a month, of which EUR 40
// is spent and EUR 2 returned, against EUR 100 a month of stays less; a
// hospital gives EUR 7 a month of work.
func better(months int) []posting {
	return []posting{
		{"federal", "hospitals", "ziekenhuis", "stay", "recurrent", false, 90_000, 0, months},
		{"citizen", "hospitals", "ziekenhuis", "own_share", "recurrent", false, 10_000, 0, months},
		{"hospitals", "economy", "spending", "fees_earned", "recurrent", false, 100_000, 0, months},
		{"federal", "collaboration", "integratie", "startup", "one_off", true, 50_000, 0, 1},
		{"federal", "collaboration", "integratie", "integration", "recurrent", true, 5_000, 0, months},
		{"collaboration", "federal", "integratie", "returned", "recurrent", true, 200, 0, months},
		{"collaboration", "economy", "spending", "wage", "recurrent", false, 4_000, 0, months},
		{"hospitals", "economy", "integrator", "in_kind", "in_kind", false, 700, 0, months},
	}
}

func TestAccountsByHand(t *testing.T) {
	c := books(2, map[string][][]posting{"a": {today(24)}, "b": {better(24)}})
	got := map[string][5]float64{}
	for _, a := range c.Accounts("b", Period{First: 2027, Last: 2027}) {
		got[a.Party] = [5]float64{a.Paid.Mean, a.Received.Mean, a.NetMore.Mean, a.PerHead.Mean, a.ReceivedMore.Mean}
	}
	want := map[string][5]float64{ // paid, received, net against a, the same per inhabitant, received against a
		"federal":       {12*900 + 500 + 12*50, 24, 1200 - 500 - 600 + 24, 0.124, 24},
		"citizen":       {1200, 0, 0, 0, 0},
		"hospitals":     {12000, 12000, 0, 0, -1200},
		"collaboration": {12*2 + 12*40, 500 + 600, 500 + 12*(50-2-40), 0.596, 1100},
		"economy":       {0, 12000 + 480, -1200 + 480, -0.72, -720},
	}
	if d := cmp.Diff(want, got, near); d != "" {
		t.Error(d)
	}
	for party, want := range want { // what a waterfall adds up per inhabitant is what the table says
		s := c.LineSpread("b", "a", Period{First: 2027, Last: 2027}, true, func(e Entry) float64 { return e.Flow(party) })
		if math.Abs(s.Mean-want[3]) > 1e-9 {
			t.Errorf("the lines of %s add up to %v, want %v", party, s.Mean, want[3])
		}
	}
	tie := c.Ties("b", Period{First: 2027, Last: 2028})
	if d := cmp.Diff(Tie{KCE: 24*(900+100+50-2) + 500, Programme: 500 + 24*48, InKind: 168, Resource: 24 * (1000 + 40 + 7), Held: 500 + 24*8}, tie, near); d != "" {
		t.Error(d)
	}
	lines := map[string][2]float64{}
	for _, e := range c.Entries("b", Period{First: 2027, Last: 2027}) {
		lines[e.From+">"+e.To+" "+e.Reason+"/"+e.Nature] = [2]float64{e.Euros.Mean, e.More.Mean}
	}
	if d := cmp.Diff(map[string][2]float64{
		"federal>hospitals stay/recurrent": {10800, -1200}, "citizen>hospitals own_share/recurrent": {1200, 0},
		"hospitals>economy fees_earned/recurrent": {12000, -1200}, "federal>collaboration startup/one_off": {500, 500},
		"federal>collaboration integration/recurrent": {600, 600}, "collaboration>federal returned/recurrent": {24, 24},
		"collaboration>economy wage/recurrent": {480, 480}, "hospitals>economy in_kind/in_kind": {84, 84},
	}, lines, near); d != "" {
		t.Error(d)
	}
}

// The federal payer lays out EUR 500 and then saves EUR 52 a month (100 of stays
// less, 50 paid, 2 back): 52·m reaches 500 with the tenth month, 2027-10.
func TestBreakEvenByHand(t *testing.T) {
	stopped := append(better(12), today(24)...) // saves for a year only, and pays for care twice in it
	c := books(2, map[string][][]posting{"a": {today(24), today(24), today(24)}, "b": {better(24), better(24), stopped}})
	got := map[string]BreakEven{}
	for _, a := range c.Accounts("b", c.Periods[0]) {
		got[a.Party] = a.BreakEven
	}
	if d := cmp.Diff(BreakEven{Cells: 3, Never: 1, Months: []BreakMonth{{"2027-10", 2}}, Median: "2027-10"}, got["federal"]); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(BreakEven{Cells: 3, Always: 3}, got["collaboration"]); d != "" {
		t.Error(d)
	}
	for _, x := range []struct {
		series []int64
		want   float64
	}{
		{[]int64{0, 0, 0}, -1},
		{[]int64{5, -4, 0}, -1},
		{[]int64{-3, 1, 2}, 2},
		{[]int64{-3, 3, -1, 1}, 3}, // reached once, but not for good
		{[]int64{1, 1, -3}, math.Inf(1)},
		{nil, -1},
	} {
		if got := breaksEven(x.series); got != x.want {
			t.Errorf("%v breaks even at %v, want %v", x.series, got, x.want)
		}
	}
}

func TestPerspectivesByHand(t *testing.T) {
	c := books(2, map[string][][]posting{"a": {today(24)}, "b": {better(24)}})
	got := map[string]Perspective{}
	for _, x := range c.Perspectives() {
		if x.Plan == "b" {
			got[x.View] = x
		}
	}
	impact := map[string]float64{}
	for view, x := range got {
		impact[view] = x.Impact.Mean
	}
	if d := cmp.Diff(map[string]float64{
		ViewKCE: 500 - 24*52, "federal": 500 - 24*52, "citizen": 0, ViewRegion: -(500 + 24*8), ViewResource: 24 * (-100 + 40 + 7),
	}, impact, near); d != "" { // the folder prices no carer's hour, so there is no society
		t.Error(d)
	}
	present := 500 * math.Pow(1.03, -0.5/12)
	for m := range 24 {
		present -= 52 * math.Pow(1.03, -(float64(m)+0.5)/12)
	}
	kce := got[ViewKCE]
	nominal := (500-12*52)*1.1*1.02*1.02 - 12*52*1.1*1.02*1.02*1.02 // 2027 and 2028 in their own prices
	for name, pair := range map[string][2]float64{
		"present": {present, kce.Present.Mean}, "nominal": {nominal, kce.Nominal.Mean}, "0 %": {500 - 24*52, kce.Undiscounted.Mean},
		"per head": {(500 - 24*52) / 2000.0, kce.PerHead.Mean}, "level": {(24*1048 + 500) / 2000.0, kce.Level.Mean},
	} {
		if math.Abs(pair[0]-pair[1]) > 1e-9 {
			t.Errorf("%s: %v, by hand %v", name, pair[1], pair[0])
		}
	}
}

// 1,200 months with a carer a year in the top tier, 10 hours a week, EUR 20 an hour.
func TestSocietyCountsCarersTime(t *testing.T) {
	c := books(1, map[string][][]posting{"a": {today(12)}, "b": {today(12)}})
	r := c.Result
	r.Parameters = []Parameter{{Path: "price.carer_hour", Value: 20}, {Path: "carer.hours.t0"}, {Path: "carer.hours.t1"}, {Path: "carer.hours.t2"}, {Path: "carer.hours.t3", Value: 5}, {Path: "carer.hours.t3", Scenario: "b", Value: 10}}
	for _, id := range []string{"a", "b"} {
		ratios := make([]sim.Ratio, sim.NumGroups)
		ratios[sim.GroupComplex] = sim.Ratio{Num: 100, Den: 1200}
		ratios[sim.GroupAll] = sim.Ratio{Num: 100, Den: 9999}
		r.cells[id][0].yearly["carers_overloaded"] = ratios
	}
	for _, x := range c.Perspectives() {
		want := 1200 * 5 * weeksPerMonth * 20
		if x.Plan == "b" && x.View == ViewSociety && math.Abs(x.Impact.Mean-want) > 1e-6 {
			t.Errorf("five more hours a week cost society %v, by hand %v", x.Impact.Mean, want)
		}
		if x.Plan == "a" && x.View == ViewSociety && math.Abs(x.Level.Mean*1000-(13200+want)) > 1e-6 {
			t.Errorf("society spends %v, by hand %v", x.Level.Mean*1000, 13200+want)
		}
		if x.Plan == "b" && x.View == ViewResource && x.Impact.Mean != 0 {
			t.Errorf("carers' time is no resource of the ledger: %v", x.Impact.Mean)
		}
	}
}

// Belgium as a whole: EUR 33 billion a year from the federal payer still fits.
func TestLedgerOfBelgiumFits(t *testing.T) {
	belgium := func(more int64) []posting {
		return []posting{
			{"federal", "other_providers", "overige-zorg", "residual", "recurrent", false, 275_000_000_000 + more, 0, 120},
			{"citizen", "nursing_homes", "woonzorgcentrum", "own_share", "recurrent", false, 20_000_000_000, 0, 120},
		}
	}
	c := books(10, map[string][][]posting{"a": {belgium(0)}, "b": {belgium(123_456_789)}})
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range []string{LedgerTable(c, c.Periods[0], w), LedgerYears(c, w)} {
			for _, line := range strings.Split(page, "\n") {
				if n := text.StringWidthWithoutEscSequences(line); n > TableWidth {
					t.Errorf("%s: %d columns: %s", lang, n, line)
				}
			}
		}
	}
}

// Whatever is posted, what is stored ties as the ledger itself does, the parties
// add up to zero, the payers to KCE, and a plan that changes nothing differs by
// nothing and is never short.
func TestStoredLedgerTies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const months = 24
		ledger := finance.NewLedger(months)
		for range rapid.IntRange(1, 12).Draw(t, "lines") {
			from := finance.Party(rapid.IntRange(0, finance.NumParties-1).Draw(t, "from"))
			to := finance.Party(rapid.IntRange(0, finance.NumParties-1).Draw(t, "to"))
			line := finance.Line{
				From: from, To: to, Instrument: rapid.SampledFrom([]string{"x", "y"}).Draw(t, "instrument"), Plan: rapid.Bool().Draw(t, "plan"),
				Reason: finance.Reason(rapid.IntRange(1, finance.NumReasons-1).Draw(t, "reason")), Timing: finance.Timing(rapid.IntRange(0, 1).Draw(t, "timing")),
				InKind: to.Sink() && !from.Sink() && rapid.Bool().Draw(t, "kind"),
			}
			if from != to {
				ledger.Post(ledger.Line(line), rapid.IntRange(0, months-1).Draw(t, "month"), finance.Cents(rapid.Int64Range(-1e9, 1e12).Draw(t, "cents")))
			}
		}
		res := &sim.Result{First: 2027 * 12, Years: 2, Cohort: 1, Inhabitants: 1, Areas: []string{"region"}, Ledger: ledger, Months: make([][]int64, sim.NumSeries)}
		for s := range res.Months {
			res.Months[s] = make([]int64, months)
		}
		for m := range months {
			res.Months[sim.MonthPopulation][m] = 1
		}
		res.Yearly = make([]sim.Ratio, int(sim.NumIndicators)*2*sim.NumGroups)
		r := &Result{
			Manifest: Manifest{Scenarios: []string{"a", "b"}, Draws: 1, Replicates: 1, PriceYear: 2024}, Plans: []Plan{{ID: "a"}, {ID: "b"}}, cells: map[string][]*summary{},
		}
		for _, id := range r.Manifest.Scenarios {
			cell := Extract(Cell{Scenario: id}, res)
			r.cells[id] = []*summary{summarise(&cell, Rates{})}
		}
		c := &Comparison{Base: "a", Plans: r.Plans, Periods: r.periods(), Draws: 1, Replicates: 1, Result: r}
		all := c.wholeHorizon()
		tie := c.Ties("b", all)
		euros := func(x finance.Cents) float64 { return float64(x) / 100 }
		want := Tie{
			KCE: euros(ledger.KCECost(0, months)), Programme: euros(ledger.ProgrammeCost(0, months)), InKind: euros(ledger.InKind(0, months)),
			Resource: euros(ledger.ResourceCost(0, months)), Held: euros(ledger.BalanceChange(0, months)),
		}
		same := func(what string, a, b float64) {
			if math.Abs(a-b) > 1e-3 { // EUR, of sums up to 10¹¹
				t.Fatalf("%s: %v and %v", what, a, b)
			}
		}
		same("KCE", want.KCE, tie.KCE)
		same("programme", want.Programme, tie.Programme)
		same("in kind", want.InKind, tie.InKind)
		same("resource", want.Resource, tie.Resource)
		same("held", want.Held, tie.Held)
		same("tie", tie.KCE+tie.InKind, tie.Resource+tie.Held)
		sum := 0.0
		for _, a := range c.Accounts("b", all) {
			sum += a.Net.Mean
			if a.NetMore.differs() || !a.BreakEven.Even {
				t.Fatalf("an equal plan: %+v", a)
			}
		}
		same("parties", 0, sum)
		payers, kce := 0.0, 0.0
		for _, x := range c.Perspectives() {
			if x.Plan != "a" {
				continue
			}
			if p, known := partyByID[x.View]; known && p.Payer() {
				payers += x.Level.Mean
			}
			if x.View == ViewKCE {
				kce = x.Level.Mean
			}
		}
		same("payers and KCE", kce, payers)
	})
}

func TestLedgerTablesFitAndSpeakEveryLanguage(t *testing.T) {
	c := fakeComparison(t, fakeRun(2, 1), 10)
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		few := w.Say("compare.intervals_few", "count", 2)[:40]
		for name, page := range map[string]string{"ledger": LedgerTable(c, c.Periods[0], w), "years": LedgerYears(c, w), "perspectives": PerspectiveTable(c, w)} {
			if !strings.Contains(page, few) {
				t.Errorf("%s %s: two simulations are shown as if they were many", lang, name)
			}
			if !strings.Contains(page, w.Say("party.citizen")) {
				t.Errorf("%s %s names no payer:\n%s", lang, name, page)
			}
			for _, line := range strings.Split(page, "\n") {
				if n := text.StringWidthWithoutEscSequences(line); n > TableWidth {
					t.Errorf("%s %s: %d columns: %s", lang, name, n, line)
				}
			}
		}
		for r := finance.Reason(1); int(r) < finance.NumReasons; r++ {
			if ReasonName(w, r.String()) == r.String() && !w.Has("ledger.reason."+r.String()) {
				t.Errorf("%s has no words for the reason %s (hint: ledger.%s.yaml)", lang, r, lang)
			}
		}
	}
}

// A ledger of 300 lines, eight times those of the full proposal, over ten years
// stays far under the 5 MB that a plan and replicate may store.
func TestLedgerIsSmall(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	ledger := finance.NewLedger(120)
	for i := range 300 {
		line := finance.Line{From: finance.Party(i % 8), To: finance.Party(8 + i%10), Instrument: strings.Repeat("i", 1+i/80), Reason: finance.Reason(1 + i%27)}
		for m := range 120 {
			ledger.Post(ledger.Line(line), m, finance.Cents(rng.Int64N(1e9)))
		}
	}
	res := &sim.Result{First: 2027 * 12, Years: 10, Areas: []string{"region"}, Ledger: ledger, Months: make([][]int64, sim.NumSeries), Yearly: make([]sim.Ratio, int(sim.NumIndicators)*10*sim.NumGroups)}
	for s := range res.Months {
		res.Months[s] = make([]int64, 120)
	}
	cell := Extract(Cell{Scenario: "a"}, res)
	var size counter
	if err := newCellWriter().write(&size, &cell); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d lines, %d rows, %d bytes stored, %d in memory", len(ledger.Lines()), len(cell.Ledger), size, 8*120*len(ledger.Lines()))
	if size > 5<<20 || len(cell.Ledger) < 30_000 {
		t.Errorf("%d rows take %d bytes", len(cell.Ledger), size)
	}
}

type counter int

func (c *counter) Write(b []byte) (int, error) { *c += counter(len(b)); return len(b), nil }
