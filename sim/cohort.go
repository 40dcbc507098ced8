package sim

import (
	"fmt"
	"math"
)

// Trace is the exact expected course of a population: the mean over all luck
// of the chain of tiers, residences, deaths and leaving, with every modifier
// at its mean and no care. It shares no code with the loop over citizens and
// is its oracle.
type Trace struct {
	States  int         // states of the model
	PerYear int         // cycles per year
	People  [][]float64 // [cycle][class]: expected citizens after that cycle; cycle 0 is the start
	Deaths  [][]float64 // [cycle][class]: expected deaths in that cycle; entry 0 is empty
	Counts  [][]float64 // [exclusive event][cycle]: expected number of times it happened
	Births  []float64   // [cycle]
	Arrived []float64   // [cycle]
}

// Cohort calculates a configuration's trace over a number of cycles.
//
// A cycle is: birthdays of those born in its month (1/CyclesPerYear of each
// age at the start), then the exclusive events by the rule of the loop,
// P(j) = h_j/H·(1 − e^(−H/cycles per year)); children and arrivals enter at
// its end. Arrivals of an age are spread evenly over its birth months. The mean hazard of a cell is exact for the population only as
// far as what modifies a hazard (VT, carer, personal factor) is unrelated to
// the state within an age and sex; selection by death makes it slightly not so.
func Cohort(c *Config, cycles int) (*Trace, error) {
	n, per := len(c.States), c.Calendar.CyclesPerYear
	if err := c.checkCohort(cycles); err != nil {
		return nil, err
	}
	t := &Trace{
		States: n, PerYear: per,
		People: [][]float64{make([]float64, Ages*Sexes*n)}, Deaths: [][]float64{nil},
		Counts: make([][]float64, len(c.Exclusive)), Births: []float64{0}, Arrived: []float64{0},
	}
	for e := range t.Counts {
		t.Counts[e] = make([]float64, cycles+1)
	}
	now := newCohortState(c)
	now.total(t.People[0])
	for cycle := 1; cycle <= cycles; cycle++ {
		now.birthdays((cycle - 1) % per)
		births := now.births()
		deaths := now.happen(t, cycle)
		now.enter((cycle-1)%per, births)
		arrived := now.arrive()
		people := make([]float64, Ages*Sexes*n)
		now.total(people)
		t.People = append(t.People, people)
		t.Deaths = append(t.Deaths, deaths)
		t.Births = append(t.Births, births)
		t.Arrived = append(t.Arrived, arrived)
	}
	return t, nil
}

// Total is the expected number of citizens after a cycle.
func (t *Trace) Total(cycle int) float64 { return sum(t.People[cycle]) }

// Share is the expected share of the given states among the citizens of ages
// from up to and including to, of one sex, after a cycle; NaN when nobody is left.
func (t *Trace) Share(cycle, from, to, sex int, in func(state int) bool) float64 {
	var all, some float64
	for age := from; age <= to; age++ {
		for s := range t.States {
			x := t.People[cycle][Class(age, sex, s, t.States)]
			all += x
			if in(s) {
				some += x
			}
		}
	}
	return some / all
}

// Present is the present value of a yearly level (EUR or QALY per year and
// class) over all cycles: citizens after each cycle times the level of one
// cycle, discounted at a yearly rate to the start. A cycle counts as lying
// `back` of a cycle before its end: 0.5 for its middle, 0 for its end.
func (t *Trace) Present(perYear Table, rate, back float64) float64 {
	var value float64
	for cycle := 1; cycle < len(t.People); cycle++ {
		value += t.Level(perYear, cycle) * math.Pow(1+rate, -(float64(cycle)-back)/float64(t.PerYear))
	}
	return value
}

// Level is the sum over citizens after a cycle of a yearly level, for one cycle.
func (t *Trace) Level(perYear Table, cycle int) float64 {
	var value float64
	for class, people := range t.People[cycle] {
		value += float64(people * perYear.at(class))
	}
	return value / float64(t.PerYear)
}

// LifeExpectancy is the life expectancy at an age and sex of the expected
// deaths of cycles first to last, as a life table by single years of age.
func (t *Trace) LifeExpectancy(age, sex, first, last int) float64 {
	alive, years := 1.0, 0.0
	for ; age < Ages && alive > 0; age++ {
		var deaths, exposed float64
		for cycle := first; cycle <= last; cycle++ {
			for s := range t.States {
				class := Class(age, sex, s, t.States)
				deaths += t.Deaths[cycle][class]
				// Citizens after the cycle and those who died in it, half a cycle.
				exposed += (t.People[cycle][class] + float64(0.5*t.Deaths[cycle][class])) / float64(t.PerYear)
			}
		}
		if exposed == 0 {
			return math.NaN()
		}
		m := deaths / exposed
		if age == MaxAge {
			return years + float64(alive/m)
		}
		left := alive * math.Exp(-m)
		if m > 0 {
			years += (alive - left) / m
		} else {
			years += alive
		}
		alive = left
	}
	return years
}

// checkCohort refuses what the calculation cannot handle.
func (c *Config) checkCohort(cycles int) error {
	n := len(c.States)
	switch {
	case n == 0 || n > MaxStates:
		return fmt.Errorf("sim: %d states; between 1 and %d are possible", n, MaxStates)
	case c.Calendar.CyclesPerYear < 1:
		return fmt.Errorf("sim: %d cycles per year; 1 or more are needed (hint: 12 for months)", c.Calendar.CyclesPerYear)
	case cycles < 0:
		return fmt.Errorf("sim: %d cycles; 0 or more are needed", cycles)
	}
	classes := Ages * Sexes * n
	if len(c.Population.State) != classes {
		return fmt.Errorf("sim: the shares of the states at the start have %d entries, not %d", len(c.Population.State), classes)
	}
	for _, e := range c.Exclusive {
		if len(e.Hazard) != classes {
			return fmt.Errorf("sim: event %s: its hazard has %d entries, not %d", e.Name, len(e.Hazard), classes)
		}
		if e.Kind == Move && len(e.To) != n {
			return fmt.Errorf("sim: event %s: a move needs the state after it for each of %d states", e.Name, n)
		}
	}
	return nil
}
