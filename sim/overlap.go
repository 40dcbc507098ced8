package sim

import (
	"fmt"
	"math"
	"slices"
)

// Overlap says what several effects on one hazard of one citizen do together
// (docs/model.md 7.8). Effects of one name are one effect, whoever gives it: a trial's mean
// hours are dose 1, and a case manager beside a coach is no second dose. So of effects of
// one name the strongest counts under either rule.
//
// Effects that pull apart: under Strongest the one further from 1 counts, also where it
// does harm, and of two equally far the first; under Multiply they offset each other.
type Overlap uint8

// The rules.
const (
	Strongest Overlap = iota // the effect that changes the hazard most counts, the others do not
	Multiply                 // each effect counts in full: their hazard ratios multiply
)

// join puts a log hazard ratio beside what acts already.
func (o Overlap) join(acting, l float64) float64 {
	if o == Multiply {
		return acting + l
	}
	return strongest(acting, l)
}

// ratio does the same with hazard ratios.
func (o Overlap) ratio(acting, f float64) float64 {
	switch {
	case o == Multiply:
		return acting * f
	case math.Abs(math.Log(f)) > math.Abs(math.Log(acting)):
		return f
	}
	return acting
}

// strongest is the log hazard ratio further from 0, of two equally far the first.
func strongest(a, b float64) float64 {
	if math.Abs(b) > math.Abs(a) {
		return b
	}
	return a
}

// MostCare is the highest factor that effects of care together can have on an event: the
// product of what each can raise it by, the cap that the event needs. 0: none acts on it.
// The rule for effects together is no part of it, so that under both rules a citizen has
// the same candidate points.
func (c *Config) MostCare(event string) float64 {
	if event == "jump" {
		event = affectedNames[onUp]
	}
	var names []string
	var raised []float64
	add := func(name string, logHR ...float64) {
		k := slices.Index(names, name)
		if k < 0 {
			k, names, raised = len(names), append(names, name), append(raised, 0)
		}
		raised[k] = max(raised[k], slices.Max(logHR))
	}
	for _, e := range c.Effects {
		if e.Event == event && len(e.LogHR) > 0 {
			add(e.Name, e.LogHR...)
		}
	}
	for p := range c.Pathways {
		for _, e := range c.Pathways[p].Effects {
			if e.Event == event {
				add(fmt.Sprint("pathway ", p), e.LogHR)
			}
		}
	}
	if event == affectedNames[onNursingHome] {
		name := "support of carers"
		for _, e := range c.Effects {
			if e.Carer { // P3 gives it too
				name = e.Name
			}
		}
		add(name, c.Care.CarerHelp.NursingHome)
	}
	if len(names) == 0 {
		return 0
	}
	most := 1.0
	for _, l := range raised {
		most *= math.Exp(l)
	}
	return most
}

// underCareCap refuses an event that effects of care can raise over the cap it declares
// for them.
func (c *Config) underCareCap(e *Event) error {
	if cap, most := e.Caps[ByCare], c.MostCare(e.Name); cap > 0 && most > cap*(1+1e-9) {
		return fmt.Errorf("sim: event %s: effects of care together can raise it by a factor of %.4g, over the cap of their modifier, %g (hint: raise the cap)", e.Name, most, cap)
	}
	return nil
}
