package sim

import "slices"

// Priority groups of the programme for frail persons.
//
// Decided: whether a citizen belongs to the group that a plan serves first. Read:
// age, conditions and functional losses, VT, quintile. Written: nothing. Source:
// the programme's definition of vulnerability (losses in one or more domains) and
// its exercise on priority groups; who belongs to a group is our reading.

// Priority is a priority group; NoPriority is nobody.
type Priority int

// The groups.
const (
	NoPriority            Priority = iota
	PriorityDementia               // people with dementia
	PriorityFrail80                // frail people of 80 or older
	PriorityPsychological          // a psychological loss or depression
	PrioritySocioEconomic          // a socio-economic loss, VT or the lowest quintile
	PriorityBroad                  // losses in two domains or more, whatever the disease
	NumPriority
)

// PriorityNames are the ids of the groups in files.
var PriorityNames = [NumPriority]string{"", "dementia", "frail_80", "psychological", "socio_economic", "broad"}

// broadLosses is the number of domains with a loss that makes the broad group.
const broadLosses = 2

// groupConditions are the indices of the conditions that groups ask for.
type groupConditions struct {
	frailty, depression int
	losses              []int // of each domain
	psychological       int
	socioEconomic       int
}

func (m *Model) compileGroups() {
	index := func(name string) int {
		return slices.IndexFunc(m.cfg.Conditions, func(c Condition) bool { return c.Name == name })
	}
	m.groups = groupConditions{frailty: index("frailty"), depression: index("depression"), psychological: none, socioEconomic: none}
	for k, c := range m.cfg.Conditions {
		if c.Domain == NoDomain || c.Name == "dementia" {
			continue
		}
		m.groups.losses = append(m.groups.losses, k)
		switch c.Domain {
		case Psychological:
			m.groups.psychological = k
		case SocioEconomic:
			m.groups.socioEconomic = k
		}
	}
}

// inGroup says whether a citizen belongs to a priority group.
func (w *World) inGroup(i int, g Priority) bool {
	c := &w.m.groups
	has := func(k int) bool { return k >= 0 && w.hasCondition(i, k) }
	switch g {
	case PriorityDementia:
		return has(w.m.demented)
	case PriorityFrail80:
		return w.m.age(w.people[i].class) >= 80 && has(c.frailty)
	case PriorityPsychological:
		return has(c.psychological) || has(c.depression)
	case PrioritySocioEconomic:
		return w.people[i].flags&hasVT != 0 || w.quintile(i) == 0 || has(c.socioEconomic)
	case PriorityBroad:
		losses := 0
		for _, k := range c.losses {
			losses += int(one(w.hasCondition(i, k)))
		}
		return losses >= broadLosses
	}
	return false
}

// countGroups counts who of each group is in care, at the end of a half-year: often
// enough for a year, seldom enough to cost little.
func (w *World) countGroups(b, i int, in int64) {
	for g := PriorityDementia; g < NumPriority; g++ {
		if w.inGroup(i, g) {
			x := ReachedDementia + Indicator(g-PriorityDementia)
			w.countDen(b, i, x, 1)
			w.count(b, i, x, in)
		}
	}
}
