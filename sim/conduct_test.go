package sim

import (
	"context"
	"math"
	"slices"
	"testing"

	"piramide/sim/finance"

	"github.com/google/go-cmp/cmp"
)

// The ways of paying that give an incentive. Posts are set, so that money itself
// moves nobody.
var (
	payInclusion  = finance.Instrument{Name: "included", Payer: finance.Federal, Payee: finance.Buurtteams, Plan: true, Terms: finance.InclusionFee{PerYear: 10000}}
	payPopulation = finance.Instrument{Name: "budget", Payer: finance.Federal, Payee: finance.Buurtteams, Plan: true, Terms: finance.PopulationBudget{Base: 800, Chronic: 2000, VT: 1500}}
	payCapitation = finance.Instrument{Name: "per_head", Payer: finance.Federal, Payee: finance.GPPractices, Plan: true, Terms: finance.Capitation{
		Registered: 0.5, PerYear: 20000, Age: [finance.NumAgeGroups]float64{1, 1, 1.5, 2}, VT: 2, Chronic: 1, FeeShare: 1, OwnShare: finance.OwnShareUnchanged,
		Services: []finance.Service{finance.GPContact},
	}}
	paySaving = finance.Instrument{Name: "saving", Payer: finance.Federal, Payee: finance.Collaboration, Plan: true, Terms: finance.SharedSavings{
		Share: 0.5, Yearly: finance.Yearly{Population: finance.OfRegion, Costs: []finance.Reason{finance.ForStay}, Use: finance.PayOut},
	}}
	anyConduct = Conduct{
		Participation: 0.5, EasyInclusion: 0.5, Capitation: Shift{-0.1, 0.2}, PopulationBudget: Shift{-0.1, 0.2},
		UnderUse: 0.05, Upcoding: 0.02, Selection: 0.3,
	}
)

// conductWorld is a world with teams and set posts whose care changes no hazard, so
// that a conduct shows only where it acts.
func conductWorld(t *testing.T, effects bool) (*World, Plan) {
	t.Helper()
	c := testConfig(4000)
	if !effects {
		c.Effects = nil
	}
	plan := fullPlan(c.Calendar.Start)
	plan.Zorgcoach, plan.Casemanagers, plan.Buurtteamcoach = Posts{FTE: 0.5, Start: 1}, Posts{FTE: 1, Start: 1}, Posts{FTE: 1, Start: 1}
	plan.Instruments = careAsToday()
	return started(t, c), plan
}

// under lives the accounts from a copy of a past under a conduct and instruments.
func under(t *testing.T, past *World, plan Plan, c Conduct, more ...finance.Instrument) *Result {
	t.Helper()
	w := past.Branch()
	w.m.cfg.Conduct = c
	plan.Instruments = append(slices.Clone(plan.Instruments), more...)
	r, err := w.Run(context.Background(), []Dated{{w.month, plan}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// With all conduct off a change of payer or of the way of paying alone changes no
// citizen; and conduct changes nobody where no instrument gives an incentive.
func TestPayerAloneChangesNobody(t *testing.T) {
	past, plan := conductWorld(t, true)
	base := under(t, past, plan, Conduct{})
	same := func(name string, r *Result) {
		t.Helper()
		if !slices.Equal(base.Lives, r.Lives) {
			t.Errorf("%s: lives differ", name)
		}
		for x := range NumIndicators {
			if x >= BudgetEarned && x <= BudgetUnspent {
				continue // the money of the teams itself
			}
			n := len(base.Yearly) / int(NumIndicators)
			if d := cmp.Diff(base.Yearly[int(x)*n:][:n], r.Yearly[int(x)*n:][:n]); d != "" {
				t.Errorf("%s: indicator %d differs: %s", name, x, d)
			}
		}
	}
	same("conduct without incentive", under(t, past, plan, anyConduct))
	other := plan
	other.Instruments = slices.Clone(plan.Instruments)
	for k := range other.Instruments {
		if other.Instruments[k].Payer == finance.Federal {
			other.Instruments[k].Payer = finance.Flanders
		}
	}
	same("another payer", under(t, past, other, Conduct{}))
	all := []finance.Instrument{payPopulation, payCapitation, paySaving}
	same("inclusion fee", under(t, past, plan, Conduct{}, payInclusion))
	same("other ways of paying", under(t, past, plan, Conduct{}, all...))
	if r := under(t, past, plan, anyConduct, all...); slices.Equal(base.Lives, r.Lives) {
		t.Error("conduct and incentives together move nobody: the test would not notice")
	}
}

// Each conduct moves what it says in the direction it says, more so with its size,
// and nothing else.
func TestEachConductMovesItsOwn(t *testing.T) {
	past, plan := conductWorld(t, false)
	month := func(s Series) func(*Result) int64 {
		return func(r *Result) (n int64) {
			for _, x := range r.Months[s] {
				n += x
			}
			return n
		}
	}
	year := func(x Indicator, group int) func(*Result) int64 {
		return func(r *Result) (n int64) {
			for y := range r.Years {
				n += r.At(x, y, 0, group).Num
			}
			return n
		}
	}
	planned := func(r *Result) int64 { return month(MonthStays)(r) - month(MonthUnplanned)(r) }
	benchmark := func(r *Result) (n int64) {
		for _, o := range r.Outcomes {
			n += int64(o.Benchmark)
		}
		return n
	}
	need := []func(*Result) int64{month(MonthNeedHome), month(MonthComplex), month(MonthDeaths), month(MonthNHEntries), month(MonthUnplanned), month(MonthStatus)}
	contacts := year(RIZIVCost, GroupGMD) // stays and visits are the same: what is left is GP contacts
	for _, x := range []struct {
		name  string
		pay   finance.Instrument
		set   func(c *Conduct, size float64)
		sizes []float64
		sign  int64
		moves func(*Result) int64
		keeps []func(*Result) int64
		lives bool // also what happened to each citizen stays as it was
	}{
		{
			"participation", payInclusion, func(c *Conduct, x float64) { c.Participation = x },
			[]float64{0.3, 1},
			+1,
			month(MonthIncluded),
			[]func(*Result) int64{month(MonthReached), month(MonthED)},
			true,
		},
		{
			"easy inclusion", payInclusion, func(c *Conduct, x float64) { c.EasyInclusion = x },
			[]float64{0.2, 0.7},
			-1,
			month(MonthIncludedNeed),
			[]func(*Result) int64{month(MonthIncluded), month(MonthReached), month(MonthED)},
			true,
		},
		{
			"fewer contacts, capitation", payCapitation, func(c *Conduct, x float64) { c.Capitation.Contacts = -x },
			[]float64{0.14, 0.5},
			-1,
			contacts,
			[]func(*Result) int64{month(MonthED), month(MonthStays), year(RIZIVCost, GroupNoGMD)},
			true,
		},
		{
			"more contacts, capitation", payCapitation, func(c *Conduct, x float64) { c.Capitation.Contacts = x },
			[]float64{0.05, 0.2},
			+1,
			contacts,
			[]func(*Result) int64{month(MonthED), month(MonthStays), year(RIZIVCost, GroupNoGMD)},
			true,
		},
		{
			"more visits, capitation", payCapitation, func(c *Conduct, x float64) { c.Capitation.Visits = x },
			[]float64{0.2, 1},
			+1,
			year(EDVisits, GroupGMD),
			[]func(*Result) int64{year(EDVisits, GroupNoGMD), month(MonthStays), month(MonthReached)},
			false,
		},
		{
			"fewer contacts, population budget", payPopulation, func(c *Conduct, x float64) { c.PopulationBudget.Contacts = -x },
			[]float64{0.1, 0.5},
			-1,
			contacts,
			[]func(*Result) int64{month(MonthED), month(MonthStays), year(RIZIVCost, GroupNoGMD)},
			true,
		},
		{
			"under-use", paySaving, func(c *Conduct, x float64) { c.UnderUse = x },
			[]float64{0.05, 0.3},
			-1,
			planned,
			[]func(*Result) int64{month(MonthED), month(MonthReached)},
			false,
		},
		{
			"upcoding, shared savings", paySaving, func(c *Conduct, x float64) { c.Upcoding = x },
			[]float64{0.02, 0.1},
			+1,
			benchmark,
			[]func(*Result) int64{month(MonthED), month(MonthReached), month(MonthStays)},
			true,
		},
		{
			"upcoding, population budget", payPopulation, func(c *Conduct, x float64) { c.Upcoding = x },
			[]float64{0.02, 0.1},
			+1,
			month(MonthStatusRecorded),
			[]func(*Result) int64{month(MonthED), month(MonthReached), month(MonthStays)},
			true,
		},
		{
			"selection", payPopulation, func(c *Conduct, x float64) { c.Selection = x },
			[]float64{0.4, 1},
			-1,
			year(InCare, GroupNoGMD),
			[]func(*Result) int64{month(MonthED), month(MonthStays)},
			true,
		},
	} {
		t.Run(x.name, func(t *testing.T) {
			base := under(t, past, plan, Conduct{}, x.pay)
			last := x.moves(base)
			for _, size := range x.sizes {
				var c Conduct
				x.set(&c, size)
				r := under(t, past, plan, c, x.pay)
				now := x.moves(r)
				if (now-last)*x.sign <= 0 {
					t.Errorf("at %g it goes from %d to %d", size, last, now)
				}
				last = now
				for k, keep := range append(slices.Clone(need), x.keeps...) {
					if was, is := keep(base), keep(r); was != is {
						t.Errorf("at %g number %d of what must stay moved from %d to %d", size, k, was, is)
					}
				}
				if x.lives && !slices.Equal(base.Lives, r.Lives) {
					t.Errorf("at %g lives differ", size)
				}
			}
		})
	}
}

// A shift of GP contacts and visits has the size that was asked, within four
// standard errors (false alarm about 1 in 10,000 in all).
func TestShiftHasItsSize(t *testing.T) {
	past, plan := conductWorld(t, false)
	base := under(t, past, plan, Conduct{}, payPopulation)
	r := under(t, past, plan, Conduct{PopulationBudget: Shift{Visits: 0.25}}, payPopulation)
	var was, is float64
	for y := range base.Years {
		was += float64(base.At(EDVisits, y, 0, GroupGMD).Num)
		is += float64(r.At(EDVisits, y, 0, GroupGMD).Num)
	}
	// Each visit brings another with chance ¼.
	if sd := 0.433 * math.Sqrt(was); math.Abs(is-1.25*was) > 4*sd {
		t.Errorf("%g visits became %g, not %g ± %g", was, is, 1.25*was, 4*sd)
	}
}

// The three lines of avoided stays: counted where they would have been, they are
// what hospitals receive less, and they add up to the price of the stays.
func TestAvoidedStaysAreThreeLines(t *testing.T) {
	c := testConfig(4000)
	plan := fullPlan(c.Calendar.Start)
	plan.Zorgcoach = Posts{FTE: 3, Start: 1}
	plan.Instruments = careAsToday()
	effect := Effect{Name: "coordination_stay", Role: Zorgcoach, Event: "stay"}
	total := func(r *Result, s Series) (n int64) {
		for _, x := range r.Months[s] {
			n += x
		}
		return n
	}
	hospitals := func(r *Result) int64 {
		return int64(r.Ledger.Sum(0, r.Ledger.Months(), func(l finance.Line) bool { return l.To == finance.Hospitals }))
	}
	lived := func(logHR, marginal float64) *Result {
		c.Effects = nil
		if logHR != 0 {
			effect.LogHR = []float64{logHR}
			c.Effects = []Effect{effect}
		}
		c.Prices.StayMarginal = marginal
		c.Schedule = []Dated{{c.Calendar.Start, plan}}
		return run(t, c)
	}
	base := lived(0, 0.4)
	if n := total(base, MonthStaysAvoided); n != 0 {
		t.Errorf("care without effect avoids %d stays", n)
	}
	for _, x := range []struct{ logHR, marginal float64 }{{-0.7, 0.4}, {0.4, 0.4}, {-0.7, 1}} {
		r := lived(x.logHR, x.marginal)
		stays := total(r, MonthStaysAvoided)
		if float64(stays)*x.logHR >= 0 {
			t.Errorf("log HR %g avoids %d stays", x.logHR, stays)
		}
		if fewer := total(base, MonthUnplanned) - total(r, MonthUnplanned); fewer != stays {
			t.Errorf("log HR %g: %d stays fewer, %d avoided", x.logHR, fewer, stays)
		}
		if fewer, days := total(base, MonthBedDays)-total(r, MonthBedDays), total(r, MonthBedDaysFreed); fewer != days {
			t.Errorf("log HR %g: %d bed-days fewer, %d freed", x.logHR, fewer, days)
		}
		cash, shifted := total(r, MonthCashFreed), total(r, MonthCostShifted)
		if price := int64(c.Prices.Stay.Fee); cash+shifted != stays*price {
			t.Errorf("log HR %g: %d freed and %d shifted are not %d stays of %d", x.logHR, cash, shifted, stays, price)
		}
		if x.marginal == 1 && shifted != 0 {
			t.Errorf("at average cost %d is shifted", shifted)
		}
		if less := hospitals(base) - hospitals(r); less != cash {
			t.Errorf("log HR %g: hospitals receive %d less, freed are %d", x.logHR, less, cash)
		}
	}
}
