package belgium

import (
	"math"

	"piramide/sim"
)

// bySexAge is one number per sex and year of age.
type bySexAge = [sim.Sexes]ages

// shiftTo moves a table of shares on the logit so that its mean over people is
// the target; shares of 0 and 1 stay.
func shiftTo(share, people bySexAge, target float64) bySexAge {
	var total float64
	for s := range people {
		total += people[s].sum()
	}
	moved := func(p, d float64) float64 {
		if p <= 0 || p >= 1 {
			return p
		}
		return logistic(logit(p) + d)
	}
	d := root(-10, 10, func(d float64) float64 {
		var sum float64
		for s := range share {
			for a, p := range share[s] {
				sum += people[s][a] * moved(p, d)
			}
		}
		return sum/total - target
	})
	for s := range share {
		for a, p := range share[s] {
			share[s][a] = moved(p, d)
		}
	}
	return share
}

// byOdds spreads a share over the tiers of a cell so that each tier's odds are
// the given ratio to those of tier 0 and the mean is kept.
func byOdds(p float64, tier, ratio [tiers]float64) (out [tiers]float64) {
	if p <= 0 || p >= 1 {
		return [tiers]float64{p, p, p, p}
	}
	d := root(-15, 15, func(d float64) float64 {
		sum := -p
		for t := range tier {
			sum += tier[t] * logistic(d+math.Log(ratio[t]))
		}
		return sum
	})
	for t := range out {
		out[t] = logistic(d + math.Log(ratio[t]))
	}
	return out
}

// byRatio spreads a share over the tiers of a cell in the given proportions,
// at most 1 each, so that the mean is kept as far as possible.
func byRatio(p float64, tier, ratio [tiers]float64) (out [tiers]float64) {
	if p <= 0 {
		return out
	}
	var weight, top float64
	for t := range tier {
		weight += tier[t] * ratio[t]
		top = math.Max(top, ratio[t])
	}
	k := p / weight
	if k*top > 1 { // a tier is full: the others take the rest
		k = root(k, 1/minPositive(ratio), func(k float64) float64 {
			sum := -p
			for t := range tier {
				sum += tier[t] * math.Min(1, k*ratio[t])
			}
			return sum
		})
	}
	for t := range out {
		out[t] = math.Min(1, k*ratio[t])
	}
	return out
}

func minPositive(x [tiers]float64) float64 {
	out := math.Inf(1)
	for _, v := range x {
		if v > 0 {
			out = math.Min(out, v)
		}
	}
	return out
}

// statusTables fills who has increased reimbursement, a GMD, the chronic
// status and a carer.
func (b *builder) statusTables(p *sim.Population) {
	v, r := b.v, b.region
	vt := r.vt
	if vt == nil {
		t := shiftTo(b.scale.both(v.Table("vt.share")), r.Population, r.Territory.VT)
		vt = &t
	}
	k := v.Get("vt.tier_ratio")
	b.vt = b.spread(*vt, [tiers]float64{1, k, k, k}, byOdds)
	gmd := shiftTo(b.scale.both(v.Table("gmd.share")), r.Population, r.Territory.GMD)
	chronic := b.spread(b.scale.both(v.Table("status_chronic")), [tiers]float64{0, 1, b.condition[2], b.condition[3]}, byRatio)
	carer := b.scale.both(v.Table("carer.present"))
	gain, relief := byTier(v, "carer.overload.gain"), byTier(v, "carer.overload.relief")

	b.gmd, b.chronic = gmd, chronic
	p.VT = perClass(func(a, s, st int) float64 { return b.vt[s][st%tiers][a] })
	p.GMD = perClass(func(a, s, _ int) float64 { return gmd[s][a] })
	p.Chronic = perClass(func(a, s, st int) float64 { return chronic[s][st%tiers][a] })
	p.Carer = perClass(func(a, s, st int) float64 {
		if st >= tiers {
			return 0
		}
		return carer[s][a]
	})
	p.Overload = perClass(func(_, _, st int) float64 {
		if st >= tiers {
			return 0
		}
		return gain[st] / (gain[st] + relief[st])
	})
	p.SESByVT = b.quintiles()
}

// quintiles gives the shares of the fifths with and without increased
// reimbursement so that each fifth holds a fifth of the inhabitants.
func (b *builder) quintiles() (out [2][sim.Quintiles]float64) {
	var with float64
	names := [sim.Quintiles]string{"q1", "q2", "q3", "q4", "q5"}
	for _, q := range names {
		with += b.v.Get("ses.vt_share." + q)
	}
	share := b.region.Territory.VT
	var without float64
	for q, name := range names {
		out[1][q] = b.v.Get("ses.vt_share."+name) / with
		out[0][q] = math.Max(0, (1.0/sim.Quintiles-share*out[1][q])/(1-share))
		without += out[0][q]
	}
	for q := range out[0] {
		out[0][q] /= without
	}
	return out
}

// tierTable is one number per sex, tier and year of age.
type tierTable = [sim.Sexes][tiers]ages

// spread applies a rule that spreads a cell's share over its tiers.
func (b *builder) spread(share bySexAge, ratio [tiers]float64, rule func(p float64, tier, ratio [tiers]float64) [tiers]float64) (out tierTable) {
	for s := range share {
		for a, p := range share[s] {
			for t, x := range rule(p, b.tierShares(s, a), ratio) {
				out[s][t][a] = x
			}
		}
	}
	return out
}

// conditions lists diseases and functional losses.
func (b *builder) conditions() []sim.Condition {
	diseases := []string{"dementia", "parkinson", "ms", "huntington", "diabetes", "heart_failure", "copd", "depression", "frailty"}
	out := make([]sim.Condition, 0, len(diseases)+5)
	for _, name := range diseases {
		t := b.spread(b.scale.both(b.v.Table("condition."+name)), b.condition, byRatio)
		out = append(out, sim.Condition{Name: name, Share: perClass(func(a, s, st int) float64 { return t[s][st%tiers][a] })})
	}
	losses := []struct {
		name   string
		domain sim.Domain
	}{
		{"physical", sim.Physical},
		{"cognitive", sim.Cognitive},
		{"psychological", sim.Psychological},
		{"socio_economic", sim.SocioEconomic},
		{"transition", sim.Transition},
	}
	for _, l := range losses {
		share := byTier(b.v, "loss."+l.name)
		out = append(out, sim.Condition{
			Name: l.name, Domain: l.domain,
			Share: perClass(func(_, _, st int) float64 { return math.Min(1, share[st%tiers]) }),
		})
	}
	return out
}
