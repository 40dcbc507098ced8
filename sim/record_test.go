package sim

import "testing"

// The yearly indicators of the region are the sums of its months.
func TestYearsAreTheSumOfTheirMonths(t *testing.T) {
	c := costly(3000)
	c.Population.Arrivals, c.Population.Births = [Ages][Sexes]float64{}, [Ages]float64{}
	r := run(t, c)
	months := func(s Series, year int) (n int64) {
		for _, x := range r.Months[s][12*year : 12*year+12] {
			n += x
		}
		return n
	}
	for x, s := range map[Indicator]Series{
		EDVisits: MonthED, UnplannedStays: MonthUnplanned, BedDays: MonthBedDays, NursingHomeEntries: MonthNHEntries,
		Deaths: MonthDeaths, GiveUps: MonthGivenUp, ReachedInTime: MonthReached, Found: MonthNeedKnown, // nobody came since the branch
	} {
		for year := range r.Years {
			if got, want := r.At(x, year, 0, GroupAll).Num, months(s, year); got != want || want == 0 {
				t.Errorf("year %d: indicator %d is %d, its months sum to %d", year, x, got, want)
			}
		}
	}
	for x, s := range map[Indicator]Series{GiveUps: MonthRequests, ReachedInTime: MonthNeedCohort, Found: MonthNeedHome, InCare: MonthNeedHome} {
		for year := range r.Years {
			if got, want := r.At(x, year, 0, GroupAll).Den, months(s, year); got != want || want == 0 {
				t.Errorf("year %d: indicator %d is divided by %d, its months sum to %d", year, x, got, want)
			}
		}
	}
	for year := range r.Years {
		var crossed Ratio
		for vt := range 2 {
			for class := range BandClasses {
				a := r.CrossedAt(year, vt, class)
				crossed.Num, crossed.Den = crossed.Num+a.Num, crossed.Den+a.Den
			}
		}
		if got := r.At(ReachedInTime, year, 0, GroupAll); got != crossed {
			t.Errorf("year %d: reached %v, by VT and class %v", year, got, crossed)
		}
	}
}

// What indicators are divided by. Where nobody dies, comes or is born, the days
// of the closed cohort are the days lived, to the day, in the year in which
// people leave and after; where nobody leaves either they are 360 each. Without
// nursing homes the days at home are those less the bed-days.
func TestDenominatorsAreDaysLived(t *testing.T) {
	for _, leaving := range []bool{true, false} {
		c := testConfig(4000)
		c.Population.Arrivals, c.Population.Births = [Ages][Sexes]float64{}, [Ages]float64{}
		for k := range c.Exclusive {
			if n := c.Exclusive[k].Name; n == "death" || n == "nursing_home" || n == "leave" && !leaving {
				clear(c.Exclusive[k].Hazard)
			}
		}
		for class := range c.Population.State {
			c.Population.State[class] = []float64{0.70, 0.18, 0.08, 0.04, 0, 0, 0, 0}[class%8]
		}
		r := run(t, c)
		for year := range r.Years {
			for area := range r.Areas {
				for _, g := range []int{GroupAll, GroupMen, GroupWomen} {
					at := func(x Indicator) Ratio { return r.At(x, year, area, g) }
					lived := at(EDVisits).Den
					for _, x := range []Indicator{DaysAtHome, QALY, Deaths, WaitMonths, UnplannedStays, BedDays, AvoidableStays, NursingHomeEntries, NursingHomeStock, RIZIVCost, OwnShareCost, CareContacts} {
						if at(x).Den != lived {
							t.Errorf("leaving %v, year %d, area %d, %s: indicator %d is divided by %d days, %d were lived", leaving, year, area, GroupNames[g], x, at(x).Den, lived)
						}
					}
					if leaving {
						continue
					}
					if home := at(DaysAtHome).Num; home != lived-at(BedDays).Num {
						t.Errorf("year %d, area %d, %s: %d days at home of %d with %d in hospital", year, area, GroupNames[g], home, lived, at(BedDays).Num)
					}
					if g == GroupAll && area == 0 && lived != r.Cohort*daysPerYear {
						t.Errorf("year %d: %d days were lived by %d citizens", year, lived, r.Cohort)
					}
				}
			}
		}
	}
}

// The groups by tier are those of the start of the year for the open population:
// without a move in the year, general citizens have the visits of general ones.
func TestYearlyTierIsThatOfTheStart(t *testing.T) {
	c := testConfig(6000)
	c.Calendar.BurnIn, c.Calendar.Cycles = 0, 24
	c.Population.Arrivals, c.Population.Births = [Ages][Sexes]float64{}, [Ages]float64{}
	for k := range c.Exclusive {
		clear(c.Exclusive[k].Hazard)
		if c.Exclusive[k].Name == "up" { // everybody moves up within the first year
			for class := range c.Exclusive[k].Hazard {
				c.Exclusive[k].Hazard[class] = 40
			}
		}
	}
	for class := range c.Population.State {
		c.Population.State[class] = float64(one(class%8 == 0))
	}
	r := run(t, c)
	days := func(year, g int) int64 { return r.At(EDVisits, year, 0, g).Den }
	if days(0, GroupGeneral) != r.Cohort*daysPerYear {
		t.Errorf("year 0: %d days of who began it in general, %d citizens did", days(0, GroupGeneral), r.Cohort)
	}
	if days(1, GroupComplex) != r.Cohort*daysPerYear {
		t.Errorf("year 1: %d days of who began it in complex, %d citizens did", days(1, GroupComplex), r.Cohort)
	}
}
