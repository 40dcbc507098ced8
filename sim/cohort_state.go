package sim

import "math"

// cohortState is the expected population by age, birth month, sex and state.
type cohortState struct {
	c     *Config
	n     int
	per   int         // cycles per year: as many birth months
	x     [][]float64 // [birth month][class]
	moves [][]cohortMove
	flows []cohortFlow
	stay  []float64 // per class: probability that nothing happens in a cycle
	start float64   // citizens at the start: arrivals are per inhabitant then
}

// cohortMove is one thing that can happen to a class in a cycle.
type cohortMove struct {
	event int
	p     float64
}

// cohortFlow is the probability of going from one class to another in a cycle.
type cohortFlow struct {
	from, to int
	p        float64
}

func newCohortState(c *Config) *cohortState {
	n, per := len(c.States), c.Calendar.CyclesPerYear
	s := &cohortState{
		c: c, n: n, per: per, x: make([][]float64, per),
		moves: make([][]cohortMove, Ages*Sexes*n), stay: make([]float64, Ages*Sexes*n),
	}
	for m := range s.x {
		s.x[m] = make([]float64, Ages*Sexes*n)
	}
	for _, b := range c.Population.Buurten {
		for age := range Ages {
			for sex := range Sexes {
				s.start += b.Count[age][sex]
				for st := range n {
					class := Class(age, sex, st, n)
					for m := range s.x {
						s.x[m][class] += b.Count[age][sex] * c.Population.State[class] / float64(per)
					}
				}
			}
		}
	}
	for class := range s.stay {
		st := class % n
		var total float64
		for _, e := range c.Exclusive {
			if e.possible(st) {
				total += e.Hazard[class] / float64(per)
			}
		}
		s.stay[class] = math.Exp(-total)
		for k, e := range c.Exclusive {
			h := e.Hazard[class] / float64(per)
			if !e.possible(st) || h <= 0 {
				continue
			}
			p := h / total * (1 - s.stay[class])
			s.moves[class] = append(s.moves[class], cohortMove{k, p})
			if e.Kind == Move {
				s.flows = append(s.flows, cohortFlow{class, class - st + e.To[st], p})
			}
		}
	}
	return s
}

// possible says whether an exclusive event can happen in a state.
func (e Event) possible(state int) bool { return len(e.To) == 0 || e.To[state] >= 0 }

// birthdays moves those born in a month one year on; the last age is open.
func (s *cohortState) birthdays(month int) {
	x, width := s.x[month], Sexes*s.n
	for i := range width {
		x[MaxAge*width+i] += x[(MaxAge-1)*width+i]
	}
	copy(x[width:MaxAge*width], x[:(MaxAge-1)*width])
	clear(x[:width])
}

// arrive adds the arrivals of a cycle and returns their number.
func (s *cohortState) arrive() (arrived float64) {
	p := &s.c.Population
	for age := range Ages {
		for sex := range Sexes {
			people := p.Arrivals[age][sex] * s.start / float64(s.per)
			if people == 0 {
				continue
			}
			arrived += people
			for st := range s.n {
				class := Class(age, sex, st, s.n)
				for m := range s.x {
					s.x[m][class] += people * p.ArrivalState[class] / float64(s.per)
				}
			}
		}
	}
	return arrived
}

// births is the number of children born to the women of this cycle.
func (s *cohortState) births() (children float64) {
	p := &s.c.Population
	for age, rate := range p.Births {
		if rate == 0 {
			continue
		}
		for _, x := range s.x {
			for st := range s.n {
				children += x[Class(age, 1, st, s.n)] * rate / float64(s.per) * (1 + p.Twin)
			}
		}
	}
	return children
}

// enter adds the children of a cycle, in the shares of age 0.
func (s *cohortState) enter(month int, children float64) {
	p := &s.c.Population
	for sex, share := range [Sexes]float64{1 - p.Girl, p.Girl} {
		for st := range s.n {
			class := Class(0, sex, st, s.n)
			s.x[month][class] += children * share * p.State[class]
		}
	}
}

// happen lets the exclusive events of a cycle happen, counts them in the trace
// and returns the deaths by class.
func (s *cohortState) happen(t *Trace, cycle int) []float64 {
	// What happens is linear in the people of a class, whatever their birth month.
	all := make([]float64, len(s.stay))
	s.total(all)
	deaths := make([]float64, len(s.stay))
	for class, people := range all {
		for _, move := range s.moves[class] {
			t.Counts[move.event][cycle] += people * move.p
			if s.c.Exclusive[move.event].Kind == Death {
				deaths[class] += people * move.p
			}
		}
	}
	next := all
	for _, x := range s.x {
		for class, people := range x {
			next[class] = people * s.stay[class]
		}
		for _, f := range s.flows {
			next[f.to] += x[f.from] * f.p
		}
		copy(x, next)
	}
	return deaths
}

// total adds up the birth months into people.
func (s *cohortState) total(people []float64) {
	for _, x := range s.x {
		for class, v := range x {
			people[class] += v
		}
	}
}
