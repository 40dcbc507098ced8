package sim

import (
	"context"
	"math"
	"testing"

	"piramide/sim/finance"
)

// What citizens cost and were expected to cost is, over all of them, what a yearly
// settlement of the region counts: within 2 in 1,000, since GMD fees are paid by the
// month there. Asking it moves nothing else.
func TestSpreadIsWhatIsSettled(t *testing.T) {
	c := testConfig(4000)
	plan := &c.Schedule[0].Plan
	plan.Instruments = append(careAsToday(), finance.Instrument{
		Name: "gmd", Payer: finance.Federal, Payee: finance.GPPractices, Terms: finance.GMDFee{PerHead: c.Prices.GMD, PerRaised: c.Prices.GMDChronic},
	}, finance.Instrument{
		Name: "besparing", Payer: finance.Federal, Payee: finance.Buurtteams, Plan: true,
		Terms: finance.SharedSavings{Share: 0.5, Yearly: finance.Yearly{Population: finance.OfRegion}},
	})
	without, err := Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	c.Spread = true
	r, err := Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	if without.Spread != nil || len(r.Spread) != len(c.Population.Buurten) || len(without.Lives) == 0 {
		t.Fatal("spread where it was not asked, or none where it was")
	}
	for i, life := range without.Lives {
		if life != r.Lives[i] {
			t.Fatal("asking for the spread changed a life")
		}
	}
	for _, o := range r.Outcomes {
		var sum finance.Counted
		for b := range r.Spread {
			x := r.Spread[b].Years[o.Year-r.Outcomes[0].Year]
			sum.Months, sum.Actual, sum.Expected = sum.Months+x.Months, sum.Actual+x.Actual, sum.Expected+x.Expected
		}
		near := func(a, b finance.Cents) bool { return math.Abs(float64(a-b)) <= 0.002*float64(b) }
		if o.Verdict != finance.Pending && (sum.Months != o.Months || !near(sum.Actual, o.Actual) || !near(sum.Expected, o.Benchmark)) {
			t.Errorf("%d: %+v, settled %+v", o.Year, sum, o)
		}
	}
}

// The spread of citizens is that of buurten: over 20 worlds of 20, the variance of what a
// buurt's year costs above expectation is the sum of squares of its citizens, and two
// years correlate as citizens do. False alarms: a variance of so many buurt-years has a
// standard error of √(2/n), here 6 %, and a skewed sum half as much again; at 5 of
// those, for two variances and a correlation, 10⁻⁵. Fixed seed.
func TestSpreadOfCitizensIsSpreadOfBuurten(t *testing.T) {
	const worlds = 20
	c := testConfig(800)
	c.Calendar.BurnIn, c.Calendar.Cycles, c.Spread = 12, 24, true
	for range 9 { // small buurten, so that there are many
		c.Population.Buurten = append(c.Population.Buurten, c.Population.Buurten[:2]...)
	}
	m, err := Compile(c)
	if err != nil {
		t.Fatal(err)
	}
	buurten := len(c.Population.Buurten)
	above := make([][2][worlds]float64, buurten)
	var square, product [NumArounds]float64
	for luck := range worlds {
		m.cfg.Luck = uint64(luck)
		w, err := m.Start(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		r, err := w.Run(context.Background(), c.Schedule, nil)
		if err != nil {
			t.Fatal(err)
		}
		for b := range r.Spread {
			for y, x := range r.Spread[b].Years {
				above[b][y][luck] = float64(x.Actual-x.Expected) / 100
			}
			for a, d := range r.Spread[b].By {
				square[a] += d.Square / 2 / worlds
				product[a] += d.Product[0] / worlds
			}
		}
	}
	var variance [2]float64
	cross := 0.0
	for b := range above {
		var mean [2]float64
		for y := range mean {
			for _, x := range above[b][y] {
				mean[y] += x / worlds
			}
		}
		for luck := range worlds {
			dev := [2]float64{above[b][0][luck] - mean[0], above[b][1][luck] - mean[1]}
			variance[0] += dev[0] * dev[0] / (worlds - 1)
			variance[1] += dev[1] * dev[1] / (worlds - 1)
			cross += dev[0] * dev[1] / (worlds - 1)
		}
	}
	se := 1.5 * math.Sqrt(2/float64(buurten*(worlds-1)))
	if se > 0.15 {
		t.Fatalf("a standard error of %.2f shows nothing", se)
	}
	for y := range variance {
		if off := variance[y]/square[AroundStatus] - 1; math.Abs(off) > 5*se {
			t.Errorf("year %d: variance of buurten is %.3f of that of citizens ± %.3f", y+1, 1+off, 5*se)
		}
	}
	got, want := cross/math.Sqrt(variance[0]*variance[1]), product[AroundStatus]/square[AroundStatus]
	if math.Abs(got-want) > 5*se*(1-want*want) {
		t.Errorf("two years of buurten correlate by %.3f, of citizens by %.3f", got, want)
	}
	if square[AroundStatus] >= square[AroundPeople] {
		t.Errorf("knowing VT and chronic status explains nothing: %v of %v", square[AroundStatus], square[AroundPeople])
	}
	t.Logf("%d buurten: variance %.2f and %.2f of that of citizens; correlation %.2f, citizens %.2f", buurten, variance[0]/square[1], variance[1]/square[1], got, want)
}
