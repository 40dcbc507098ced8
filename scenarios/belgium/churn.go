package belgium

import (
	"math"

	"piramide/sim"
)

// migration is who leaves and who arrives.
type migration struct {
	leave    bySexAge // hazard per year of people at home
	arrivals bySexAge // people per year
	births   [sim.Ages]float64
	scale    float64 // factor on the births of the Belgian rates
	left     float64 // people per year
	raised   []Note
}

// move computes births, departures and arrivals of the region. dying is the
// mean hazard of death per cell, nursing the share in a nursing home: they
// cannot leave.
func (b *builder) move(dying bySexAge, nursing bySexAge) migration {
	m := migration{scale: 1}
	asfr := b.scale.years(1, b.v.Table("asfr")[1])
	var children float64
	for a, rate := range asfr {
		m.births[a] = rate / 1000
		children += m.births[a] * b.region.Population[1][a]
	}
	if b.region.Territory.Name == "leuven" {
		m.scale = b.v.Get("births.leuven") / children
		for a := range m.births {
			m.births[a] *= m.scale
		}
		children *= m.scale
	}
	rates := b.scale.signed(b.v.Table(b.region.Territory.migration))
	if b.region.gross {
		net := b.keepStructure(dying, children)
		if b.region.Ageing {
			net = b.keepShare(rates, children)
		}
		b.gross(&m, net, nursing)
		return m
	}
	for s := range rates {
		for a, rate := range rates[s] {
			people := b.region.Population[s][a]
			if rate > 0 {
				m.arrivals[s][a] = rate / 1000 * people
			} else {
				m.leave[s][a] = -rate / 1000 / (1 - nursing[s][a])
				m.left -= rate / 1000 * people
			}
		}
	}
	return m
}

// keepStructure is the net migration, people per year, that keeps the age
// structure: what turns a year older or dies less what comes from the age
// below. The open age sorts itself out.
func (b *builder) keepStructure(dying bySexAge, children float64) (net bySexAge) {
	girl := 1 - b.v.Get("birth.male_share")
	born := [sim.Sexes]float64{children * (1 - girl), children * girl}
	for s := range net {
		for a := range net[s] {
			in, out := b.region.birthday[s][a], 0.0
			if a == 0 {
				in = born[s]
			}
			if a < sim.MaxAge {
				out = b.region.birthday[s][a+1]
			}
			net[s][a] = out - in + b.region.Population[s][a]*dying[s][a]
		}
	}
	return net
}

// gross sets departures from the gross totals of Leuven and a schedule by age;
// arrivals are these and the net migration, people per year. Where that is
// negative nobody arrives and more people leave; the schedule is scaled so that
// the total of departures holds all the same.
func (b *builder) gross(m *migration, net, nursing bySexAge) {
	total := b.v.Get("migration.leuven.out") + b.v.Get("migration.leuven.struck_off")
	profile := b.scale.both(b.v.Table("migration.profile.leuven"))
	scale := 0.1
	for range 60 {
		m.left, m.raised = 0, m.raised[:0]
		for s := range m.leave {
			for a := range m.leave[s] {
				home := b.region.Population[s][a] * (1 - nursing[s][a])
				m.leave[s][a] = scale * profile[s][a]
				need := net[s][a] + home*m.leave[s][a]
				if need < 0 && home > 0 && a < sim.MaxAge {
					was := m.leave[s][a]
					m.leave[s][a] -= need / home
					m.raised = append(m.raised, Note{Age: a, Sex: s, What: "leave", Value: was, Used: m.leave[s][a]})
				}
				m.arrivals[s][a] = math.Max(0, need)
				m.left += home * m.leave[s][a]
			}
		}
		if math.Abs(m.left/total-1) < 1e-9 {
			return
		}
		scale *= total / m.left
	}
}
