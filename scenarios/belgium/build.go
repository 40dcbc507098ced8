package belgium

import (
	"errors"
	"fmt"
	"math"

	"piramide/scenarios/evidence"
	"piramide/sim"
)

var (
	sexNames   = [sim.Sexes]string{"men", "women"}
	stateNames = [states]string{"general", "chronic", "high_risk", "complex", "general_nh", "chronic_nh", "high_risk_nh", "complex_nh"}
)

// ErrResidual says that the events of a class cost more than its tier.
var ErrResidual = errors.New("what events post costs more than the tier")

// builder holds what the parts of a configuration share.
type builder struct {
	v         Values
	region    Region
	scale     scale
	tier      tierTable // shares of tiers
	condition [tiers]float64
	elderHome [tiers]float64 // share of each tier among people of 65+, at home, Belgium
	shares    [sim.Sexes][sim.Ages]mix
	vt        tierTable
	gmd       bySexAge
	chronic   tierTable
	report    Report
}

// Build turns the base values of the parameters into the fixed part of a
// configuration for one region; seed, luck, plans and lengths are the
// caller's. It is an error when, in any class, the events that are posted by
// themselves cost more than the whole tier.
func Build(v Values, r Region) (sim.Config, Report, error) {
	b := &builder{v: v, region: r}
	return b.build(nil)
}

// BuildDraw is [Build] for the values of a draw. Where the drawn cost, stay
// and visit multipliers of the tiers leave less than nothing for other care,
// they are shrunk together towards the base until nothing is short; where that
// cannot do it the drawn prices are, or both. The report says how far.
func BuildDraw(base, drawn Values, r Region) (sim.Config, Report, error) {
	b := &builder{v: drawn, region: r}
	return b.build(base)
}

func (b *builder) build(base Values) (sim.Config, Report, error) {
	b.prepare()
	chains := [sim.Sexes]*solved{}
	cell, tierDeaths := b.deaths()
	nursing := b.scale.both(b.v.Table("nursing_home.share"))
	moves := b.move(cell, nursing)
	for s := range chains {
		c := b.chain(s, cell, tierDeaths, moves)
		var err error
		if chains[s], err = c.solve(s); err != nil {
			return sim.Config{}, b.report, err
		}
		b.shares[s] = chains[s].shares
		b.report.Notes = append(b.report.Notes, chains[s].notes...)
	}
	c := sim.Config{Region: b.region.ID, Calendar: sim.Calendar{CyclesPerYear: 12}}
	for s, name := range stateNames {
		c.States = append(c.States, sim.State{Name: name, Tier: s % tiers, Home: s < tiers, Need: s%tiers >= 2})
	}
	b.statusTables(&c.Population)
	c.Conditions = b.conditions()
	v, u, residual, err := b.affordable(base)
	if err != nil {
		return sim.Config{}, b.report, err
	}
	b.v = v
	b.levels(&c, u, residual)
	b.population(&c.Population, moves)
	b.events(&c, chains, u)
	c.Personal = personal(v)
	c.Finding, c.Care, c.Labour, c.Prices = finding(v), care(v), labour(v), prices(v)
	c.Network = network(v)
	c.Effects, c.Overlap, c.Conduct = effects(v), sim.Overlap(v.Get("effect.overlap")), conduct(v)
	c.Pathways, c.PathwayNorms, c.Programmes = pathways(v), pathwayNorms(v), programmes(v)
	b.capEffects(&c)
	b.report.fill(b, chains, moves)
	return c, b.report, nil
}

// prepare interpolates what everything else needs.
func (b *builder) prepare() {
	v := b.v
	b.scale = belgians(v)
	upper := [3]bySexAge{}
	for t := range upper {
		upper[t] = b.scale.both(v.Table(fmt.Sprintf("tier.share.t%d", t+1)))
	}
	for s := range b.tier {
		for a := range sim.Ages {
			b.tier[s][0][a] = 1
			for t := range upper {
				b.tier[s][t+1][a] = upper[t][s][a]
				b.tier[s][0][a] -= upper[t][s][a]
			}
		}
	}
	b.condition = byTier(v, "condition.tier_ratio")
	nursing := b.scale.both(v.Table("nursing_home.share"))
	var total float64
	for s := range b.scale {
		for a := 65; a < sim.Ages; a++ {
			n := b.scale[s][a]
			total += n
			for t, share := range b.tierShares(s, a) {
				b.elderHome[t] += n * share * (1 - nursing[s][a])
			}
		}
	}
	for t := range b.elderHome {
		b.elderHome[t] /= total
	}
}

// tierShares are the reference shares of the tiers in a cell.
func (b *builder) tierShares(sex, age int) (out [tiers]float64) {
	for t := range out {
		out[t] = b.tier[sex][t][age]
	}
	return out
}

// chain gathers what the solved hazards of one sex follow from.
func (b *builder) chain(sex int, cell bySexAge, death tierTable, m migration) chain {
	v := b.v
	c := chain{
		tier: death[sex], gradient: byTier(v, "nursing_home.entry_rr"),
		jump:       [2]float64{v.Get("move.jump.02"), v.Get("move.jump.13")},
		leave:      m.leave[sex],
		dying:      cell[sex],
		homeMin:    v.Get("mortality.home_floor"),
		nursingMin: v.Get("nursing_home.death_min"), nursingMax: v.Get("nursing_home.death_max"),
	}
	for t, path := range [3]string{"move.down.10", "move.down.21", "move.down.32"} {
		c.down[t] = b.hazards(sex, v.Table(path))
	}
	c.entry = b.hazards(sex, v.Table("nursing_home.entry"))
	var upper, upperBirthday [3]ages
	for t := range upper {
		table := v.Table(fmt.Sprintf("tier.share.t%d", t+1))[sex]
		line := b.scale.curve(sex, table)
		upper[t], upperBirthday[t] = line.years(), line.birthdays()
	}
	nursing := v.Table("nursing_home.share")[sex]
	line := b.scale.curve(sex, nursing)
	inside, insideBirthday := line.years(), line.birthdays()
	for a := range sim.Ages {
		for t := range 3 {
			for k := t; k < 3; k++ {
				c.cell[a].tier[t] += upper[k][a]
				c.birthday[a].tier[t] += upperBirthday[k][a]
			}
		}
		c.cell[a].nursing, c.birthday[a].nursing = inside[a], insideBirthday[a]
		if people := b.region.Population[sex][a]; people > 0 {
			c.arrive[a] = m.arrivals[sex][a] / people
		}
	}
	return c
}

// hazards turns yearly probabilities by band into hazards by year of age.
func (b *builder) hazards(sex int, p evidence.Table) ages {
	for i, x := range p[sex] {
		p[sex][i] = hazard(x)
	}
	return b.scale.years(sex, p[sex])
}

// affordable finds values under which no class has a negative residual.
func (b *builder) affordable(base Values) (Values, use, sim.Table, error) {
	u := b.usage(b.v)
	residual, low, where := b.residual(b.v, &u)
	if low >= 0 {
		return b.v, u, residual, nil
	}
	if base == nil {
		return nil, u, nil, fmt.Errorf("belgium: region %s, %s: %w (hint: lower tier.stay_multiplier or price.stay, or raise tier.cost_multiplier)", b.region.ID, where, ErrResidual)
	}
	b.report.Shrunk = where
	kept := func(multipliers, prices float64) (Values, bool) {
		mixed := blend{base: base, drawn: b.v, multipliers: multipliers, prices: prices}
		u = b.usage(mixed)
		residual, low, _ = b.residual(mixed, &u)
		b.report.Multipliers, b.report.Prices = multipliers, prices
		return mixed, low >= 0
	}
	// First the multipliers alone; where they cannot do it, the prices alone;
	// then both.
	for _, along := range [3]func(x float64) (Values, bool){
		func(x float64) (Values, bool) { return kept(x, 1) },
		func(x float64) (Values, bool) { return kept(1, x) },
		func(x float64) (Values, bool) { return kept(x, x) },
	} {
		if _, ok := along(0); !ok {
			continue
		}
		lo, hi := 0.0, 1.0
		for range 10 {
			mid := (lo + hi) / 2
			if _, ok := along(mid); ok {
				lo = mid
			} else {
				hi = mid
			}
		}
		v, _ := along(lo)
		return v, u, residual, nil
	}
	return nil, u, nil, fmt.Errorf("belgium: region %s, %s: %w, also at the base values of multipliers and prices", b.region.ID, where, ErrResidual)
}

// levels fills the frozen levels.
func (b *builder) levels(c *sim.Config, u use, residual sim.Table) {
	v := b.v
	length := b.scale.both(v.Table("stay.length"))
	days := make([]float64, sim.Ages)
	for a := range days {
		days[a] = (length[0][a] + length[1][a]) / 2
	}
	visits := b.scale.both(v.Table("ed.visits"))
	var heads, n float64
	for s := range b.scale {
		for a := range sim.Ages {
			x := b.scale[s][a]
			heads += x
			n += x * visits[s][a] / 1000
		}
	}
	c.Levels = sim.Levels{
		Residual:    residual,
		HomeNursing: perClass(func(a, _, st int) float64 { return u.homeNursing(a, st) }),
		Utility:     b.utility(),
		StayDays:    days,
		AdmittedED:  perClass(func(a, s, st int) float64 { return u.admitted[s][st%tiers][a] }),
		Avoidable:   math.Min(1, v.Get("stay.avoidable_rate")/1e5/(n/heads*v.Get("ed.admission_share"))),
	}
	for k := range c.Levels.Contacts {
		c.Levels.Contacts[k] = perClass(func(a, s, st int) float64 { return u.contacts[k][s][st%tiers][a] })
	}
}

// population fills who lives here, arrives and is born.
func (b *builder) population(p *sim.Population, m migration) {
	p.Buurten = b.region.Buurten
	p.State = perClass(func(a, s, st int) float64 { return b.shares[s][a][st] })
	p.ArrivalState = p.State
	var total float64
	for s := range b.region.Population {
		total += b.region.Population[s].sum()
	}
	for s := range m.arrivals {
		for a, n := range m.arrivals[s] {
			p.Arrivals[a][s] = n / total
		}
	}
	p.Twin = b.v.Get("birth.twin_share")
	p.Girl = 1 - b.v.Get("birth.male_share")
	for a, rate := range m.births {
		p.Births[a] = rate / (1 + p.Twin)
	}
}
