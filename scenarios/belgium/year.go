package belgium

import "math"

// The states: four tiers at home, then the same four in a nursing home.
const (
	tiers  = 4
	states = 2 * tiers
)

// mix is a population of one age and sex by state.
type mix [states]float64

// yearOfAge holds the yearly hazards that are in force during one year of age.
type yearOfAge struct {
	up    [3]float64 // 0→1, 1→2, 2→3
	down  [3]float64 // 1→0, 2→1, 3→2
	jump  [2]float64 // 0→2 as a ratio to 0→1, 1→3 as a ratio to 1→2
	death mix
	entry [tiers]float64 // to a nursing home
	leave float64        // at home
	// Arrivals per head and year, in the shares of the cell.
	arrive   float64
	arriving mix
}

// flows are what happened during a year of age, per head at its birthday.
type flows struct {
	end                      mix
	deaths, exposed, entries float64
}

// live lets a population that has just had its birthday go through the twelve
// months of its year of age, by the rule of the monthly loop: in a month one
// event at most, P(j) = h_j/H·(1 − e^(−H/12)).
func (y *yearOfAge) live(x mix) flows {
	var stay, dead mix
	var up, down, jump mix // probability of moving one up, one down, two up
	var enter [tiers]float64
	for s := range states {
		t := s % tiers
		var u, d, j, e, l float64
		if t < 3 {
			u = y.up[t]
		}
		if t > 0 {
			d = y.down[t-1]
		}
		if t < 2 {
			j = u * y.jump[t]
		}
		if s < tiers {
			e, l = y.entry[t], y.leave
		}
		h := u + d + j + e + l + y.death[s]
		stay[s] = math.Exp(-h / 12)
		per := 1.0 / 12
		if h > 0 {
			per = (1 - stay[s]) / h
		}
		up[s], down[s], jump[s], dead[s] = u*per, d*per, j*per, y.death[s]*per
		if s < tiers {
			enter[t] = e * per
		}
	}
	var f flows
	for range 12 {
		var total float64
		var next mix
		for s, v := range x {
			total += v
			f.exposed += v / 12
			f.deaths += v * dead[s]
			next[s] += v * stay[s]
			t := s % tiers
			if t < 3 {
				next[s+1] += v * up[s]
			}
			if t > 0 {
				next[s-1] += v * down[s]
			}
			if t < 2 {
				next[s+2] += v * jump[s]
			}
			if s < tiers {
				moved := v * enter[t]
				next[s+tiers] += moved
				f.entries += moved
			}
		}
		in := y.arrive / 12 * total
		for s := range next {
			next[s] += float64(in * y.arriving[s])
		}
		x = next
	}
	f.end = x
	return f
}

// margins are the shares that must stay put: in tier 1 or higher, 2 or higher,
// 3, and in a nursing home.
type margins struct {
	tier    [3]float64
	nursing float64
}

// of gives the margins of a mix.
func (x mix) margins() (m margins) {
	var total float64
	for s, v := range x {
		total += v
		for t := 1; t <= s%tiers; t++ {
			m.tier[t-1] += v
		}
		if s >= tiers {
			m.nursing += v
		}
	}
	for t := range m.tier {
		m.tier[t] /= total
	}
	m.nursing /= total
	return m
}

// rake fits a mix to margins by iterative proportional fitting, keeping its
// odds ratios; entry gives the tiers of the first nursing-home residents.
func (x mix) rake(m margins, entry [tiers]float64) mix {
	share := [tiers]float64{1 - m.tier[0], m.tier[0] - m.tier[1], m.tier[1] - m.tier[2], m.tier[2]}
	var nursing float64
	for _, v := range x[tiers:] {
		nursing += v
	}
	if m.nursing > 0 && nursing < 1e-9 {
		for t := range tiers {
			x[tiers+t] = x[t] * entry[t]
		}
	}
	if m.nursing <= 0 {
		return mix{share[0], share[1], share[2], share[3]}
	}
	for range 200 {
		var home, away float64
		for t := range tiers {
			k := share[t] / (x[t] + x[tiers+t])
			x[t] *= k
			x[tiers+t] *= k
			home += x[t]
			away += x[tiers+t]
		}
		worst := math.Abs(away - m.nursing)
		for t := range tiers {
			x[t] *= (1 - m.nursing) / home
			x[tiers+t] *= m.nursing / away
		}
		if worst < 1e-13 {
			break
		}
	}
	return x
}
