package sim

import (
	"math"
	"testing"

	"piramide/sim/finance"
)

// A stay lasts on average what the register says: whole days, geometric. Over
// some 20,000 stays the mean is within 5 standard errors (sd ≈ mean), a
// false-alarm rate under 10⁻⁶ at a fixed seed.
func TestLengthOfStayKeepsItsMean(t *testing.T) {
	c := testConfig(12_000)
	r := run(t, c)
	var days, stays float64
	for m := range 36 {
		days += float64(r.Months[MonthBedDays][m])
		stays += float64(r.Months[MonthStays][m])
	}
	want := 6 / RealDays
	if se := want / math.Sqrt(stays); math.Abs(days/stays-want) > 5*se {
		t.Errorf("mean stay %.3f model days over %.0f stays, expected %.3f ± %.3f", days/stays, stays, want, se)
	}
}

// The days of the month in which somebody dies or leaves are counted.
func TestDaysOfTheLastMonthCount(t *testing.T) {
	c := testConfig(4000)
	c.Population.Arrivals, c.Population.Births = [Ages][Sexes]float64{}, [Ages]float64{}
	r := run(t, c)
	var lost, exits float64
	for year := range r.Years {
		lost += float64(r.At(UnplannedStays, year, 0, GroupAll).Den)
	}
	var alive float64
	for m := range 36 {
		alive += float64(r.Months[MonthPopulation][m]) // at the end of the month
		exits += float64(r.Months[MonthDeaths][m] + r.Months[MonthDepartures][m])
	}
	// Days lived = 30 for each who lives to the end, and about half for who does not.
	mean := (lost - 30*alive) / exits
	if se := daysPerMonth / math.Sqrt(12*exits); math.Abs(mean-14.5) > 5*se+0.1 {
		t.Errorf("%.2f days counted in the last month, expected about 14.5 ± %.2f", mean, se)
	}
}

// Posts that a plan sets without an instrument that pays for them cost the
// federal payer what they cost, and no holder of posts ends a month in the red.
func TestSetPostsAreNotFree(t *testing.T) {
	c := testConfig(3000)
	p := fullPlan(c.Calendar.Start)
	p.Instruments = careAsToday()
	p.TeamBudget.Startup = 0
	p.Zorgcoach, p.Casemanagers, p.Buurtteamcoach = Posts{FTE: 2, Start: c.Calendar.Start}, Posts{}, Posts{}
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	r := run(t, c)
	var fte float64
	for m := range 36 {
		for role := range NumRoles {
			fte += float64(r.Months[RoleSeries(role, 1)][m]) / 100 * c.Labour.Wage[role] * 1.15 / 12
		}
		for _, party := range []finance.Party{finance.ZorgcoachPosts, finance.Buurtteams, finance.Collaboration, finance.CasemanagementPool} {
			if r.Ledger.Balance(party, m) < 0 {
				t.Fatalf("month %d: %s is in the red", m, party)
			}
		}
	}
	if cost := r.Ledger.ProgrammeCost(0, 36).Euro(); fte == 0 || math.Abs(cost/fte-1) > 1e-4 {
		t.Errorf("the programme cost %.2f, its posts %.2f euro", cost, fte)
	}
}

// When a role ends nobody keeps a place with it.
func TestRoleThatEndsLeavesNobodyAPlace(t *testing.T) {
	c := testConfig(4000)
	p := fullPlan(c.Calendar.Start)
	end := p
	end.Teams = []Team{{}, {}}
	end.Zorgcoach, end.Casemanagers = Posts{}, Posts{}
	end.P3, p.P3 = 0, 0
	c.Before.P3 = 0
	c.Schedule = []Dated{{c.Calendar.Start, p}, {c.Calendar.Start + 18, end}}
	r := run(t, c)
	if r.Months[MonthReached][17] == 0 {
		t.Fatal("nobody was reached before the end")
	}
	for m := 18; m < 36; m++ {
		if r.Months[MonthReached][m] != 0 || m > 18 && r.Months[MonthWaiting][m] != 0 {
			t.Fatalf("month %d: %d reached and %d waiting without staff", m, r.Months[MonthReached][m], r.Months[MonthWaiting][m])
		}
	}
}

// A stay that care avoids frees the marginal share of its price, no more.
func TestAvoidedStayFreesTheMarginalShare(t *testing.T) {
	stays := func(hr, marginal float64) (cost finance.Cents, n int64) {
		c := testConfig(8000)
		c.Prices.StayMarginal = marginal
		c.Effects = []Effect{{Name: "stay", Role: Zorgcoach, Event: "stay", LogHR: []float64{math.Log(hr)}}}
		p := fullPlan(c.Calendar.Start)
		p.Zorgcoach = Posts{FTE: 5, Start: c.Calendar.Start}
		p.TeamMaturity = 0
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		r := run(t, c)
		for m := range 36 {
			n += r.Months[MonthUnplanned][m]
		}
		for k, l := range r.Ledger.Lines() {
			if l.Reason == finance.ForStay && l.From == finance.Federal {
				cost += r.Ledger.Total(k)
			}
		}
		return cost, n
	}
	base, n0 := stays(1, 0.4)
	less, n1 := stays(0.3, 0.4)
	average, n2 := stays(0.3, 1)
	if n1 >= n0 || n1 != n2 {
		t.Fatalf("%d unplanned stays, %d and %d with care", n0, n1, n2)
	}
	ratio := float64(base-less) / float64(base-average)
	if math.Abs(ratio-0.4) > 0.02 { // own shares and the maximum bill make the rest
		t.Errorf("an avoided stay frees %.3f of its price, expected 0.4", ratio)
	}
}

// Who gave up asks again after a year, PHM or not.
func TestWhoGaveUpAsksAgainAfterAYear(t *testing.T) {
	c := testConfig(4000)
	p := fullPlan(c.Calendar.Start)
	p.PHM.On = false
	p.Outreach = Posts{}
	c.Finding.GPMonthly, c.Finding.AfterStay, c.Finding.KnownAtStart = 0, 0, 1
	c.Care.PatienceMonths = 0.5
	for k := range c.Exclusive { // no new need: requests after the first months come from who gave up
		if c.Exclusive[k].Name == "up" || c.Exclusive[k].Name == "jump" {
			clear(c.Exclusive[k].Hazard)
		}
	}
	c.Population.Arrivals = [Ages][Sexes]float64{}
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	r := run(t, c)
	sum := func(from, to int) (n int64) {
		for m := from; m < to; m++ {
			n += r.Months[MonthRequests][m]
		}
		return n
	}
	first, quiet, again := sum(6, 12), sum(14, 17), sum(18, 36)
	if first == 0 || again == 0 {
		t.Errorf("requests: %d, then %d, then %d: nobody asked again", first, quiet, again)
	}
}

// Administrative hours of the plan's instruments are counted.
func TestAdministrationIsCounted(t *testing.T) {
	c := testConfig(3000)
	c.Schedule = []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start)}}
	if r := run(t, c); r.Months[MonthAdminHours][3] != 4*100 {
		t.Errorf("%d centi-hours of administration, expected 4 hours for the regional convention", r.Months[MonthAdminHours][3])
	}
}
