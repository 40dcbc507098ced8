package belgium

import (
	"math"

	"piramide/sim"
)

// events fills the exclusive and the recurrent events.
func (b *builder) events(c *sim.Config, chains [sim.Sexes]*solved, u use) {
	v := b.v
	year := func(s, a int) *yearOfAge { return &chains[s].years[a] }
	table := func(f func(y *yearOfAge, st int) float64) sim.Table {
		return perClass(func(a, s, st int) float64 { return f(year(s, a), st) })
	}
	death := sim.Event{Name: "death", Kind: sim.Death, Hazard: table(func(y *yearOfAge, st int) float64 { return y.death[st] })}
	up := move("up", +1, table(func(y *yearOfAge, st int) float64 { return y.ups(st) }))
	jump := move("jump", +2, table(func(y *yearOfAge, st int) float64 { return y.jumps(st) }))
	down := move("down", -1, table(func(y *yearOfAge, st int) float64 { return y.downs(st) }))
	enter := sim.Event{
		Name: "nursing_home", Kind: sim.Move, To: make([]int, states),
		Hazard: table(func(y *yearOfAge, st int) float64 {
			if st >= tiers {
				return 0
			}
			return y.entry[st]
		}),
	}
	leave := sim.Event{
		Name: "leave", Kind: sim.Leave, To: make([]int, states),
		Hazard: table(func(y *yearOfAge, st int) float64 {
			if st >= tiers {
				return 0
			}
			return y.leave
		}),
	}
	for st := range states {
		enter.To[st], leave.To[st] = st+tiers, st
		if st >= tiers {
			enter.To[st], leave.To[st] = -1, -1
		}
	}
	act(&death, sim.ByVT, 1, v.Get("vt.death_ratio"))
	act(&death, sim.BySES, gradient(v.Get("ses.death_ratio"))...)
	for _, e := range []*sim.Event{&up, &jump} {
		act(e, sim.ByVT, 1, v.Get("vt.tier_ratio"))
		act(e, sim.BySES, gradient(v.Get("ses.up_ratio"))...)
	}
	act(&enter, sim.ByDementia, 1, v.Get("nursing_home.entry_rr.dementia"))
	act(&enter, sim.ByCarer, 1, v.Get("nursing_home.entry_rr.no_carer"), v.Get("nursing_home.entry_rr.overloaded_carer"))
	c.Exclusive = []sim.Event{death, up, jump, down, enter, leave}

	ed := sim.Event{Name: "ed", Kind: sim.Visit, Hazard: perClass(func(a, s, st int) float64 { return u.visits[s][st%tiers][a] })}
	stay := sim.Event{Name: "stay", Kind: sim.Stay, Hazard: perClass(func(a, s, st int) float64 { return u.planned[s][st%tiers][a] })}
	act(&ed, sim.ByVT, 1, v.Get("vt.ed_ratio"))
	for _, e := range []*sim.Event{&ed, &stay} {
		e.Caps[sim.ByPersonal] = capOf(v)
		e.Caps[sim.ByShock] = 1 // a shock may lower visits and stays, and raise none
		e.Caps[sim.ByScreen] = math.Max(1, math.Max(v.Get("effect.phm.stay"), v.Get("effect.phm.ed")))
	}
	gain, relief := byTier(v, "carer.overload.gain"), byTier(v, "carer.overload.relief")
	atHome := func(rate [tiers]float64) sim.Table {
		return perClass(func(_, _, st int) float64 {
			if st >= tiers {
				return 0
			}
			return rate[st]
		})
	}
	overload := sim.Event{Name: "overload", Kind: sim.Overload, Hazard: atHome(gain)}
	recover := sim.Event{Name: "relief", Kind: sim.Relief, Hazard: atHome(relief)}
	c.Recurrent = []sim.Event{ed, stay, overload, recover}
}

// ups, downs and jumps are the hazards of moving out of a state.
func (y *yearOfAge) ups(st int) float64 {
	if t := st % tiers; t < 3 {
		return y.up[t]
	}
	return 0
}

func (y *yearOfAge) downs(st int) float64 {
	if t := st % tiers; t > 0 {
		return y.down[t-1]
	}
	return 0
}

func (y *yearOfAge) jumps(st int) float64 {
	if t := st % tiers; t < 2 {
		return y.up[t] * y.jump[t]
	}
	return 0
}

// move is an event that changes the tier and keeps the residence.
func move(name string, by int, h sim.Table) sim.Event {
	e := sim.Event{Name: name, Kind: sim.Move, Hazard: h, To: make([]int, states)}
	for st := range states {
		e.To[st] = st + by
		if t := st%tiers + by; t < 0 || t >= tiers {
			e.To[st] = -1
		}
	}
	return e
}

// act lets a modifier with the given factors change an event.
func act(e *sim.Event, m sim.Modifier, factors ...float64) {
	e.Factors[m] = factors
	for _, f := range factors {
		e.Caps[m] = math.Max(e.Caps[m], f)
	}
}

// gradient is a factor by fifth of socio-economic position that falls by equal
// ratios from the given ratio in the lowest to 1 in the highest.
func gradient(ratio float64) []float64 {
	out := make([]float64, sim.Quintiles)
	for q := range out {
		out[q] = math.Pow(ratio, float64(sim.Quintiles-1-q)/(sim.Quintiles-1))
	}
	return out
}

// capOf truncates the personal factor at the value that one citizen in a
// thousand exceeds.
func capOf(v Values) float64 {
	const thousandth = 3.0902 // normal score of 0.999
	sd := math.Hypot(v.Get("personal.sd_lasting"), v.Get("personal.sd_passing"))
	return math.Exp(thousandth*sd - sd*sd/2)
}

// capEffects declares how far care may change an event. Effects on unplanned
// stays act on the admission after a visit and need no cap.
func (b *builder) capEffects(c *sim.Config) {
	for i := range c.Exclusive {
		c.Exclusive[i].Caps[sim.ByCare] = c.MostCare(c.Exclusive[i].Name)
	}
}
