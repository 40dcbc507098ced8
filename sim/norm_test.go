package sim

import (
	"math"
	"testing"
)

// Modifiers keep the mean of their cell: with factors whose plain mean is far
// from 1, deaths and nursing-home entries of a year are those of the exact
// cohort, which knows no modifier. Counts of 40 worlds of 5,000; the band is
// five Poisson standard errors and 2 % for the selection that the modifiers
// themselves make within a year, a false alarm rarer than one in 10⁵.
func TestModifiersKeepTheMeanOfTheirCell(t *testing.T) {
	t.Parallel()
	c := testConfig(5000)
	c.Before.P3, c.Schedule[0].Plan.P3 = 0, 0
	c.Calendar.BurnIn, c.Calendar.Cycles = 0, 12
	death, home := &c.Exclusive[0], &c.Exclusive[4]
	death.Caps[ByVT], death.Factors[ByVT] = 3, []float64{1, 3}
	death.Caps[BySES], death.Factors[BySES] = 2, []float64{2, 1.8, 1.6, 1.4, 1.2}
	home.Hazard = scaled(home.Hazard, 6)
	home.Caps[ByCarer], home.Factors[ByCarer] = 6, []float64{1, 1.5, 6}
	for k := range c.Recurrent { // who is overloaded stays so: the share of the cell is then that of the table
		if kind := c.Recurrent[k].Kind; kind == Overload || kind == Relief {
			c.Recurrent[k].Hazard = scaled(c.Recurrent[k].Hazard, 0)
		}
	}
	for b := range c.Population.Buurten {
		c.Population.Buurten[b].Deprivation = 0 // the shares of the cell are then exactly those of the table
	}
	exact, err := Cohort(&c, 12)
	if err != nil {
		t.Fatal(err)
	}
	const worlds = 40
	var got [2]float64
	for luck := range worlds {
		c.Luck = uint64(luck)
		r := run(t, c)
		for m := range 12 {
			got[0] += float64(r.Months[MonthDeaths][m])
			got[1] += float64(r.Months[MonthNHEntries][m])
		}
	}
	for k, event := range []int{0, 4} {
		want := worlds * sum(exact.Counts[event])
		if band := 5*math.Sqrt(want) + 0.02*want; math.Abs(got[k]-want) > band {
			t.Errorf("%s: %.0f in the loop, %.0f exact (band %.0f)", c.Exclusive[event].Name, got[k], want, band)
		}
	}
}
