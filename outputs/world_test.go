package outputs

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"piramide/sim"
	"piramide/sim/finance"
)

// fake makes the result of a small imaginary region: what a plan changes grows
// with its strength, and luck is shared by the plans of a cell.
func fake(cell Cell, years, buurten int, strength float64) *sim.Result {
	rng := rand.New(rand.NewPCG(uint64(cell.Draw), uint64(cell.Replicate)+1))
	r := &sim.Result{
		First: 2027 * 12, Years: years, States: []string{"general", "chronic", "high_risk", "complex", "nursing_home"},
		Areas: []string{"region"}, Cohort: 10_000, Inhabitants: 10_000,
	}
	for b := range buurten {
		r.Areas = append(r.Areas, fmt.Sprintf("b%02d", b+1))
	}
	r.Yearly = make([]sim.Ratio, int(sim.NumIndicators)*years*len(r.Areas)*sim.NumGroups)
	for i := range r.Yearly {
		r.Yearly[i] = sim.Ratio{Num: int64(rng.IntN(1000)), Den: int64(10_000 + rng.IntN(100))}
	}
	for year := range years {
		at := ((int(sim.ReachedInTime)*years+year)*len(r.Areas))*sim.NumGroups + sim.GroupAll
		r.Yearly[at] = sim.Ratio{Num: int64(2000 + 5000*strength + 100*rng.Float64()), Den: 10_000}
	}
	r.Crossed = make([]sim.Ratio, years*2*sim.BandClasses)
	for i := range r.Crossed {
		if i%7 != 0 {
			r.Crossed[i] = sim.Ratio{Num: int64(rng.IntN(50)), Den: 50}
		}
	}
	r.Months = make([][]int64, sim.NumSeries)
	for s := range r.Months {
		r.Months[s] = make([]int64, 12*years)
		for m := range r.Months[s] {
			r.Months[s][m] = int64(1000 + rng.IntN(1000))
		}
	}
	for m := range 12 * years {
		r.Months[sim.MonthPopulation][m] = 10_000
		r.Months[sim.MonthFlagged][m] = 0
	}
	r.Flows = make([]int64, years*sim.FlowSize*sim.FlowSize)
	for y := range years {
		r.Flows[y*sim.FlowSize*sim.FlowSize+1] = int64(100 + rng.IntN(10))               // general → chronic
		r.Flows[(y*sim.FlowSize+sim.MaxStates)*sim.FlowSize] = 90                        // birth → general
		r.Flows[(y*sim.FlowSize+3)*sim.FlowSize+sim.MaxStates] = int64(50 + rng.IntN(9)) // complex → death
	}
	r.Start, r.End = make([]int64, sim.BandClasses), make([]int64, sim.BandClasses)
	for band := range sim.AgeBands {
		for sex := range sim.Sexes {
			for tier := range 4 {
				r.Start[sim.BandClass(band, sex, tier)] = int64(1000 >> tier)
				r.End[sim.BandClass(band, sex, tier)] = int64(900>>tier + rng.IntN(5))
			}
		}
	}
	for range 300 {
		r.Waits = append(r.Waits, sim.Wait{
			Year: int16(rng.IntN(years)), VT: rng.IntN(4) == 0,
			Days: int32(rng.ExpFloat64() * 100 * (1 - strength/2)), Ended: sim.WaitEnd(rng.IntN(5) * rng.IntN(2)),
		})
	}
	r.Ledger = finance.NewLedger(12 * years)
	post := func(line finance.Line, cents int64) {
		for m := range 12 * years {
			r.Ledger.Post(r.Ledger.Line(line), m, finance.Cents(cents+rng.Int64N(1000)))
		}
	}
	post(finance.Line{From: finance.Federal, To: finance.Hospitals, Instrument: "care", Reason: finance.ForStay}, 90_000_000)
	post(finance.Line{From: finance.Citizen, To: finance.GPPractices, Instrument: "care", Reason: finance.ForOwnShare}, 1_000_000)
	post(finance.Line{From: finance.Hospitals, To: finance.Economy, Instrument: "care", Reason: finance.ForWage}, 90_000_000)
	post(finance.Line{From: finance.Federal, To: finance.Collaboration, Instrument: "regio", Plan: true, Reason: finance.ForConvention}, int64(2_000_000*strength))
	post(finance.Line{From: finance.Collaboration, To: finance.Federal, Instrument: "regio", Plan: true, Reason: finance.ForReturned}, int64(100_000*strength))
	post(finance.Line{From: finance.Hospitals, To: finance.Economy, Instrument: "integrator", Reason: finance.ForInKind, InKind: true}, 5_000)
	for range 5000 {
		r.Lives = append(r.Lives, rng.Uint64())
	}
	for i := range r.Lives {
		if strength > 0 && i%10 < 2 {
			r.Lives[i]++
		}
	}
	return r
}

var strengths = map[string]float64{"reference": 0, "leuven-100": 0.2, "full-proposal": 0.8}

// fakeRun describes a run of the three plans.
func fakeRun(draws, replicates int) Run {
	run := Run{
		Manifest: Manifest{
			Engine: "test-1", Command: []string{"compare", "reference", "leuven-100", "full-proposal"}, Region: "leuven",
			Scenarios: []string{"reference", "leuven-100", "full-proposal"}, Draws: draws, Replicates: replicates,
			Detail: "full", Discount: Rates{Costs: 0.03, Outcomes: 0.015},
		},
		Plans: []Plan{
			{ID: "reference", Title: map[string]string{"nl": "Zorg zoals vandaag", "en": "Care as today", "fr": "Les soins d’aujourd’hui"}},
			{ID: "leuven-100", Title: map[string]string{"nl": "Honderd euro per geïncludeerde burger", "en": "EUR 100 per included citizen"}, FirstTeamYear: 2028},
			{ID: "full-proposal", Title: map[string]string{"nl": "Het volledige voorstel", "en": "The full proposal"}, FirstTeamYear: 2028},
		},
		Register: []RegisterEntry{
			{Path: "relevance.reached_in_time", Kind: "lever", Value: 0.02, Unit: "share"},
			{Path: "effect.coordination.stay", Kind: "assumption", Value: 1, Unit: "ratio", Origin: Assumption},
			{Path: "care.hours.light", Kind: "measured", Value: 2, Unit: "hours", Origin: Belgian},
		},
	}
	run.Parameters = func(yield func([]Parameter) bool) {
		for d := range draws {
			var list []Parameter
			for _, e := range run.Register {
				list = append(list, Parameter{Draw: int32(d), Path: e.Path, Value: e.Value + float64(d)/1000})
			}
			if !yield(list) {
				return
			}
		}
	}
	return run
}

func fakeCell(c Cell, years, buurten int) *CellTables {
	t := Extract(c, fake(c, years, buurten, strengths[c.Scenario]))
	return &t
}

func BenchmarkStoreCell(b *testing.B) {
	t := fakeCell(Cell{Scenario: "full-proposal"}, 10, 8)
	w := newCellWriter()
	for b.Loop() {
		var buf bytes.Buffer
		if err := w.write(&buf, t); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(buf.Len()), "bytes")
		b.ReportMetric(float64(len(w.rows)), "rows")
	}
}
