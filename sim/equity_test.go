package sim

import (
	"math"
	"testing"
)

// Law 8, first part: where care is blind to increased reimbursement, the
// standardised gap in being reached is zero in expectation. Over 40 worlds the
// mean gap lies within 5.5 standard errors (Student's t with 39 degrees of
// freedom: a false-alarm rate under 10⁻⁵), and a world in which GPs find
// people with VT more often shows a gap, so that the test could fail.
func TestEqualGainGivesNoGradient(t *testing.T) {
	t.Parallel()
	gap := func(prepare func(*Config)) (mean, se float64) {
		var gaps []float64
		for luck := range 40 {
			c := testConfig(3000)
			c.Luck = uint64(luck)
			blind(&c)
			prepare(&c)
			gaps = append(gaps, standardisedGap(run(t, c), 2))
		}
		return meanSE(gaps)
	}
	if mean, se := gap(func(*Config) {}); math.Abs(mean) > 5.5*se {
		t.Errorf("gap %.4f ± %.4f where nothing depends on VT", mean, se)
	}
	if mean, se := gap(func(c *Config) { c.Levels.Contacts[1] = scaled(c.Levels.Contacts[1], 4) }); mean < 3*se {
		t.Errorf("gap %.4f ± %.4f where GPs see people with VT four times as often: the test would not notice", mean, se)
	}
}

// blind removes everything that depends on VT or position, and gives the test
// world plenty of care.
func blind(c *Config) {
	for k := range c.Recurrent {
		c.Recurrent[k].Caps[ByVT] = 0
	}
	for k := range c.Exclusive {
		c.Exclusive[k].Caps[BySES] = 0
	}
	c.Levels.Contacts[1] = c.Levels.Contacts[0]
	c.Finding.RefusalLowSES, c.Finding.GPMonthly = 1, 0.05
	p := fullPlan(c.Calendar.Start)
	p.PHM.On = false
	p.Outreach = Posts{}
	p.Zorgcoach, p.Casemanagers = Posts{FTE: 3, Start: c.Calendar.Start}, Posts{}
	p.Teams[1].Start = p.Teams[0].Start
	c.Schedule = []Dated{{c.Calendar.Start, p}}
}

func scaled(t Table, by float64) Table {
	out := make(Table, len(t))
	for i, x := range t {
		out[i] = x * by
	}
	return out
}

// standardisedGap is reached-in-time of VT minus others in a year, weighted by
// the person-months of both in each age, sex and tier.
func standardisedGap(r *Result, year int) float64 {
	var gap, weight float64
	for class := range BandClasses {
		a, b := r.CrossedAt(year, 0, class), r.CrossedAt(year, 1, class)
		if a.Den == 0 || b.Den == 0 {
			continue
		}
		w := float64(a.Den + b.Den)
		gap += w * (float64(b.Num)/float64(b.Den) - float64(a.Num)/float64(a.Den))
		weight += w
	}
	return gap / weight
}

// Law 8, second part: outcomes of the closed cohort are divided by the citizens
// alive at branch, never by survivors. A plan under which more people live can
// only add days and QALYs.
func TestOutcomesArePerCitizenAliveAtBranch(t *testing.T) {
	c := testConfig(3000)
	for k := range c.Exclusive {
		if c.Exclusive[k].Kind == Leave { // who leaves the region leaves the denominator, from that day on
			clear(c.Exclusive[k].Hazard)
		}
	}
	a := run(t, c)
	var deaths int64
	for year := range a.Years {
		for _, x := range []Indicator{DaysAtHome, QALY, Deaths} {
			if den := a.At(x, year, 0, GroupAll).Den; den != a.Cohort*daysPerYear {
				t.Errorf("year %d: indicator %d divided by %d days, not by those of the %d alive at branch", year, x, den, a.Cohort)
			}
		}
		for g := range NumGroups {
			if r := a.At(DaysAtHome, year, 0, g); r.Den > 0 && float64(r.Num)/float64(r.Den) > 1 {
				t.Errorf("year %d, group %s: more days at home than days", year, GroupNames[g])
			}
		}
		deaths += a.At(Deaths, year, 0, GroupAll).Num
	}
	if deaths == 0 {
		t.Fatal("nobody died; the law was not tried")
	}
	spared := c
	w := started(t, spared)
	for k := range w.m.exclusive {
		if w.m.exclusive[k].Kind == Death {
			w.m.exclusive[k].accept *= 0.5
		}
	}
	b, err := w.Run(t.Context(), spared.Schedule, nil)
	if err != nil {
		t.Fatal(err)
	}
	// The burn-in had the old hazards in neither world, so compare the last year.
	last := a.Years - 1
	if x, y := a.At(QALY, last, 0, GroupAll).Num, b.At(QALY, last, 0, GroupAll).Num; y <= x {
		t.Errorf("half the deaths gave %d micro-QALY in the last year, against %d", y, x)
	}
}

// The marginal groups of every family sum to all, and the buurten to the region.
func TestGroupsAndAreasSumUp(t *testing.T) {
	c := testConfig(3000)
	c.Schedule = []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start)}}
	r := run(t, c)
	families := [][]int{
		{GroupNoVT, GroupVT},
		{GroupAge0, GroupAge18, GroupAge65, GroupAge80},
		{GroupMen, GroupWomen},
		{GroupGMD, GroupNoGMD},
		{GroupGeneral, GroupChronic, GroupHighRisk, GroupComplex},
	}
	for x := range NumIndicators {
		for year := range r.Years {
			all := r.At(x, year, 0, GroupAll)
			for _, f := range families {
				if x >= BudgetEarned {
					continue // money of teams, not of citizens
				}
				var sum Ratio
				for _, g := range f {
					a := r.At(x, year, 0, g)
					sum.Num, sum.Den = sum.Num+a.Num, sum.Den+a.Den
				}
				if sum != all {
					t.Errorf("indicator %d, year %d: groups %v sum to %v, all is %v", x, year, f, sum, all)
				}
			}
			var sum Ratio
			for area := 1; area < len(r.Areas); area++ {
				a := r.At(x, year, area, GroupAll)
				sum.Num, sum.Den = sum.Num+a.Num, sum.Den+a.Den
			}
			if sum != all {
				t.Errorf("indicator %d, year %d: buurten sum to %v, the region is %v", x, year, sum, all)
			}
		}
	}
}
