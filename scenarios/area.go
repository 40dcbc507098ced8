package scenarios

import "piramide/sim"

// networkSize is the region of the note: six ELZ around one hospital network,
// about 600,000 people. What is planned per network is charged to a smaller
// region by its people: 102/600 for Leuven (model.md section 1).
const networkSize = 600_000

// area is what amounts and posts per area are counted with: one simulated
// region as it stands at the start, expected and not drawn.
type area struct {
	buurten, elz float64
	inhabitants  float64
	enrolled     float64 // with a GMD
	chronic, vt  float64 // of those enrolled: with the chronic status, with VT
}

func areaOf(cfg *sim.Config) area {
	p, n := &cfg.Population, len(cfg.States)
	a := area{buurten: float64(len(p.Buurten))}
	zones := map[int]bool{}
	for i := range p.Buurten {
		zones[p.Buurten[i].ELZ] = true
		for age := range sim.Ages {
			for sex := range sim.Sexes {
				heads := p.Buurten[i].Count[age][sex]
				a.inhabitants += heads
				for state := range n {
					c := sim.Class(age, sex, state, n)
					enrolled := heads * p.State[c] * p.GMD[c]
					a.enrolled += enrolled
					a.chronic += enrolled * p.Chronic[c]
					a.vt += enrolled * p.VT[c]
				}
			}
		}
	}
	a.elz = float64(len(zones))
	return a
}

// count is how many of an area (or head) the region holds.
func (a area) count(per string) float64 {
	switch per {
	case "buurt":
		return a.buurten
	case "elz":
		return a.elz
	case "network":
		return min(1, a.inhabitants/networkSize)
	case "inhabitant":
		return a.inhabitants
	}
	return 1
}
