package sim

import (
	"math"
	"testing"
)

// cohortConfig is a model of n states without any event.
func cohortConfig(n, perYear int) Config {
	size := Ages * Sexes * n
	c := Config{Calendar: Calendar{CyclesPerYear: perYear}}
	for range n {
		c.States = append(c.States, State{Home: true})
	}
	c.Population.State = make(Table, size)
	for class := range c.Population.State {
		if class%n == 0 {
			c.Population.State[class] = 1
		}
	}
	c.Population.ArrivalState = c.Population.State
	c.Population.Buurten = make([]Buurt, 1)
	return c
}

func cohortOf(t *testing.T, c *Config, cycles int) *Trace {
	t.Helper()
	trace, err := Cohort(c, cycles)
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

// Hazards change at the birthday: of 1,200 people aged 40 a hundred have it in
// each of the twelve months.
func TestCohortChangesHazardAtBirthday(t *testing.T) {
	c := cohortConfig(1, 12)
	c.Population.Buurten[0].Count[40][1] = 1200
	death := Event{Name: "death", Kind: Death, Hazard: make(Table, Ages*Sexes)}
	death.Hazard[Class(40, 1, 0, 1)], death.Hazard[Class(41, 1, 0, 1)] = 0.3, 0.9
	c.Exclusive = []Event{death}
	trace := cohortOf(t, &c, 12)
	var want float64
	for k := range 12 { // birthday at the start of cycle k+1
		want += 100 * math.Exp(-0.3*float64(k)/12-0.9*float64(12-k)/12)
	}
	if got := trace.Total(12); math.Abs(got-want) > 1e-9 {
		t.Errorf("%.9f alive after a year, by hand %.9f", got, want)
	}
	if got := trace.People[12][Class(41, 1, 0, 1)]; math.Abs(got-want) > 1e-9 {
		t.Errorf("%.9f aged 41, want all %.9f", got, want)
	}
	var deaths float64
	for cycle := 1; cycle <= 12; cycle++ {
		deaths += trace.Counts[0][cycle]
	}
	if got := trace.Total(12) + deaths; math.Abs(got-1200) > 1e-9 {
		t.Errorf("alive and dead make %.9f, want 1200", got)
	}
}

// Competing events share what happens in proportion to their hazards.
func TestCohortCompetingEvents(t *testing.T) {
	c := cohortConfig(2, 12)
	c.Population.Buurten[0].Count[30][0] = 1
	fill := func(h float64, state int) Table {
		out := make(Table, Ages*Sexes*2)
		for class := range out {
			if class%2 == state {
				out[class] = h
			}
		}
		return out
	}
	c.Exclusive = []Event{
		{Name: "death", Kind: Death, Hazard: fill(0.6, 0)},
		{Name: "up", Kind: Move, Hazard: fill(1.8, 0), To: []int{1, -1}},
		{Name: "leave", Kind: Leave, Hazard: fill(0.6, 0), To: []int{0, -1}},
		{Name: "impossible", Kind: Move, Hazard: fill(5, 1), To: []int{1, -1}},
	}
	trace := cohortOf(t, &c, 1)
	out := 1 - math.Exp(-3.0/12)
	for k, want := range []float64{0.2 * out, 0.6 * out, 0.2 * out, 0} {
		if got := trace.Counts[k][1]; math.Abs(got-want) > 1e-15 {
			t.Errorf("%s: %.15f, by hand %.15f", c.Exclusive[k].Name, got, want)
		}
	}
	if got := trace.Total(1); math.Abs(got-(1-0.4*out)) > 1e-15 {
		t.Errorf("%.15f still here, by hand %.15f", got, 1-0.4*out)
	}
	if got := trace.Share(1, 0, MaxAge, 0, func(s int) bool { return s == 1 }); math.Abs(got-0.6*out/(1-0.4*out)) > 1e-14 {
		t.Errorf("share in state 1 is %.15f", got)
	}
}

// Births and arrivals enter at the end of the month and are counted.
func TestCohortKeepsCount(t *testing.T) {
	c := cohortConfig(1, 12)
	c.Population.Buurten[0].Count[30] = [Sexes]float64{500, 500}
	c.Population.Births[30], c.Population.Births[31] = 0.12, 0.12
	c.Population.Twin, c.Population.Girl = 0.02, 0.49
	c.Population.Arrivals[20][0] = 0.03 // per inhabitant and year: 30
	trace := cohortOf(t, &c, 12)
	if want := 500 * 0.01 * 1.02; math.Abs(trace.Births[1]-want) > 1e-12 {
		t.Errorf("%.6f born in the first month, want %.6f", trace.Births[1], want)
	}
	if math.Abs(trace.Arrived[1]-2.5) > 1e-12 {
		t.Errorf("%.6f arrived in the first month, want 2.5", trace.Arrived[1])
	}
	want := 1000.0
	for cycle := 1; cycle <= 12; cycle++ {
		want += trace.Births[cycle] + trace.Arrived[cycle]
	}
	if got := trace.Total(12); math.Abs(got-want) > 1e-9 {
		t.Errorf("%.6f people after a year, counted %.6f", got, want)
	}
}

// With a constant hazard h life expectancy is 1/h, and a level of one a year is
// worth a known sum.
func TestCohortLifeExpectancyAndPresentValue(t *testing.T) {
	c := cohortConfig(1, 12)
	for age := range Ages {
		c.Population.Buurten[0].Count[age] = [Sexes]float64{100, 100}
	}
	const h = 0.2
	one := make(Table, Ages*Sexes)
	death := Event{Name: "death", Kind: Death, Hazard: make(Table, Ages*Sexes)}
	for class := range one {
		one[class], death.Hazard[class] = 1, h
	}
	c.Exclusive = []Event{death}
	trace := cohortOf(t, &c, 24)
	if got := trace.LifeExpectancy(60, 1, 13, 24); math.Abs(got-1/h) > 0.001 {
		t.Errorf("life expectancy %.5f, want %g", got, 1/h)
	}
	var want float64
	for cycle := 1; cycle <= 24; cycle++ {
		want += 200 * Ages * math.Exp(-h*float64(cycle)/12) / 12 * math.Pow(1.03, -(float64(cycle)-0.5)/12)
	}
	if got := trace.Present(one, 0.03, 0.5); math.Abs(got/want-1) > 1e-12 {
		t.Errorf("present value %.9f, by hand %.9f", got, want)
	}
}

func TestCohortRefuses(t *testing.T) {
	good := cohortConfig(2, 12)
	for name, spoil := range map[string]func(c *Config){
		"no states":       func(c *Config) { c.States = nil },
		"no cycles":       func(c *Config) { c.Calendar.CyclesPerYear = 0 },
		"no shares":       func(c *Config) { c.Population.State = nil },
		"short hazard":    func(c *Config) { c.Exclusive = []Event{{Name: "death", Hazard: Table{1}}} },
		"move to nowhere": func(c *Config) { c.Exclusive = []Event{{Kind: Move, Hazard: make(Table, Ages*Sexes*2)}} },
	} {
		c := good
		spoil(&c)
		if _, err := Cohort(&c, 1); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := Cohort(&good, -1); err == nil {
		t.Error("-1 cycles: accepted")
	}
}
