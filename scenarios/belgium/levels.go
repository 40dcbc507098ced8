package belgium

import (
	"fmt"
	"math"

	"piramide/sim"
)

// byMultiplier splits a cell level over tiers in the given proportions so that
// the mean over the reference shares of the cell is the cell's level.
func (b *builder) byMultiplier(cell bySexAge, multiplier [tiers]float64) (out tierTable) {
	for s := range cell {
		for a, level := range cell[s] {
			var mean float64
			for t, share := range b.tierShares(s, a) {
				mean += share * multiplier[t]
			}
			for t := range out[s] {
				out[s][t][a] = level * multiplier[t] / mean
			}
		}
	}
	return out
}

// deaths is the frozen hazard of death by tier, before residence.
func (b *builder) deaths() (cell bySexAge, tier tierTable) {
	v := b.v
	rr := byTier(v, "mortality.rr")
	exponent := v.Table("mortality.exponent")
	qx := b.scale.both(v.Table("qx"))
	for s := range cell {
		for a, q := range qx[s] {
			cell[s][a] = hazard(q) * b.region.Territory.Mortality[s]
			var mean float64
			var k [tiers]float64
			for t, share := range b.tierShares(s, a) {
				k[t] = math.Pow(rr[t], exponent[s][min(a/5, bands-1)])
				mean += share * k[t]
			}
			for t := range k {
				tier[s][t][a] = cell[s][a] * k[t] / mean
			}
		}
	}
	return cell, tier
}

// use holds the yearly rates of events that are posted by themselves.
type use struct {
	visits, planned tierTable
	admitted        tierTable    // share of visits that become a stay
	contacts        [2]tierTable // GP contacts without and with VT
	nursing         [tiers]float64
	cost            tierTable
}

// usage computes the frozen rates and the tier cost.
//
// Stays that come through an emergency visit are a part of all stays. The
// register gives one share of visits that are admitted, for all ages together;
// applied at every age it would give children more stays than they have. So
// the share of stays that are unplanned is taken as the same in every class,
// at the level that the share of admitted visits implies for the region, and
// the chance that a visit is admitted follows: all stays of every class hold.
func (b *builder) usage(v Values) use {
	t := b.region.Territory
	var u use
	u.visits = b.byMultiplier(scaled(b.scale.both(v.Table("ed.visits")), t.Visits/1000), byTier(v, "tier.ed_multiplier"))
	all := b.byMultiplier(scaled(b.scale.both(v.Table("stays")), 1.0/1000), byTier(v, "tier.stay_multiplier"))
	var visits, stays float64
	for s := range all {
		for a := range sim.Ages {
			people, share := b.region.Population[s][a], b.tierShares(s, a)
			for k := range all[s] {
				visits += people * share[k] * u.visits[s][k][a]
				stays += people * share[k] * all[s][k][a]
			}
		}
	}
	unplanned := math.Min(1, v.Get("ed.admission_share")*visits/stays)
	for s := range all {
		for k := range all[s] {
			u.planned[s][k] = all[s][k].times(1 - unplanned)
			for a, n := range all[s][k] {
				if u.visits[s][k][a] > 0 {
					u.admitted[s][k][a] = math.Min(1, unplanned*n/u.visits[s][k][a])
				}
			}
		}
	}
	u.cost = b.byMultiplier(scaled(b.scale.both(v.Table("cost.cell")), t.Cost), byTier(v, "tier.cost_multiplier"))

	contacts := b.byMultiplier(b.scale.both(v.Table("gp.contacts")), byTier(v, "gp.tier_ratio"))
	ratio := v.Get("gp.vt_ratio")
	for s := range contacts {
		for k := range contacts[s] {
			for a, n := range contacts[s][k] {
				share := b.vt[s][k][a]
				u.contacts[0][s][k][a] = n / (1 - share + share*ratio)
				u.contacts[1][s][k][a] = u.contacts[0][s][k][a] * ratio
			}
		}
	}

	// Home nursing: the Belgian budget per inhabitant of 65 and over, divided
	// over the tiers of those who live at home.
	share := byTier(v, "home_nursing.share")
	var sum float64
	for _, x := range share {
		sum += x
	}
	for k := range u.nursing {
		u.nursing[k] = v.Euro("home_nursing.per_65plus") * share[k] / sum / b.elderHome[k]
	}
	return u
}

func scaled(t bySexAge, k float64) bySexAge {
	for s := range t {
		t[s] = t[s].times(k)
	}
	return t
}

// homeNursing is the yearly home nursing of a class, EUR.
func (u *use) homeNursing(age, state int) float64 {
	if age < 65 || state >= tiers {
		return 0
	}
	return u.nursing[state]
}

// posted is what the insurance pays a year for the events of a class that are
// posted by themselves, EUR.
func (b *builder) posted(v Values, u *use, m money, age, sex, state int) float64 {
	t := state % tiers
	vt := b.vt[sex][t][age]
	gmd, chronic := b.gmd[sex][age], b.chronic[sex][t][age]
	visit := [2]float64{1, m.visitRatio}
	norm := 1 - vt + vt*m.visitRatio
	var sum float64
	for k, share := range [2]float64{1 - vt, vt} {
		visits := u.visits[sex][t][age] * visit[k] / norm
		sum += share * (visits*m.visit[k] + (visits*u.admitted[sex][t][age]+u.planned[sex][t][age])*m.stay[k] +
			u.contacts[k][sex][t][age]*(gmd*m.contact[k]+(1-gmd)*m.contactNoGMD[k]))
	}
	fee := m.gmd
	if age >= m.chronicFrom && age <= m.chronicTo {
		fee += chronic * (m.gmdChronic - m.gmd)
	}
	return sum + gmd*fee + u.homeNursing(age, state)
}

// money is the insurance's part of each price, without and with VT, EUR.
type money struct {
	visit, stay, contact, contactNoGMD [2]float64
	gmd, gmdChronic                    float64
	visitRatio                         float64
	chronicFrom, chronicTo             int
}

func newMoney(v Values) money {
	part := func(price string, own ...string) (out [2]float64) {
		for k := range out {
			out[k] = v.Euro(price) - v.Euro(own[k])
		}
		return out
	}
	return money{
		visit:        part("price.ed", "price.ed_own_share", "price.ed_own_share_vt"),
		stay:         part("price.stay", "price.stay_own_share", "price.stay_own_share_vt"),
		contact:      part("price.gp", "gp.own_share.gmd", "gp.own_share.vt"),
		contactNoGMD: part("price.gp", "gp.own_share.no_gmd", "gp.own_share.vt"),
		gmd:          v.Euro("gmd.fee"), gmdChronic: v.Euro("gmd.fee_chronic"),
		visitRatio:  v.Get("vt.ed_ratio"),
		chronicFrom: int(v.Get("gmd.chronic_age_low")), chronicTo: int(v.Get("gmd.chronic_age_high")),
	}
}

// residual is the insurance's cost of each class that no event posts. It also
// gives the lowest value and the class that has it.
func (b *builder) residual(v Values, u *use) (out sim.Table, low float64, where string) {
	m := newMoney(v)
	low = math.Inf(1)
	out = perClass(func(a, s, st int) float64 {
		x := u.cost[s][st%tiers][a] - b.posted(v, u, m, a, s, st)
		if x < low {
			low = x
			where = fmt.Sprintf("age %d, %s, %s: cost %.0f, posted by events %.0f EUR a year", a, sexNames[s], stateNames[st], u.cost[s][st%tiers][a], u.cost[s][st%tiers][a]-x)
		}
		return x
	})
	return out, low, where
}

// utility is the norm of the cell plus the frozen offset of the tier; living in
// a nursing home deviates from it with mean zero within age, sex and tier.
func (b *builder) utility() sim.Table {
	v := b.v
	norm := b.scale.both(v.Table("utility.norm"))
	offset := byTier(v, "utility.tier")
	away := v.Get("utility.nursing_home")
	return perClass(func(a, s, st int) float64 {
		x := b.shares[s][a]
		var mean float64
		for t, share := range b.tierShares(s, a) {
			mean += share * offset[t]
		}
		t := st % tiers
		u := norm[s][a] + offset[t] - mean
		inside := 0.0
		if total := x[t] + x[tiers+t]; total > 0 {
			inside = x[tiers+t] / total
		}
		if st >= tiers {
			return u + away*(1-inside)
		}
		return u - away*inside
	})
}
