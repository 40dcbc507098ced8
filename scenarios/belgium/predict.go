package belgium

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"piramide/sim"
)

// Predict gives the numbers of named quantities of Belgium at values of the parameters,
// in their order; one of several numbers gives them one after the other. Exact
// quantities follow from the finished configurations of Flanders, Wallonia and Brussels
// and from their cohort over a year. The others are counted in a small world of these
// three, of one luck, which is lived once whatever is asked of it. It is an error when no world exists
// at these values; that of the context stops it. It panics on an unknown name: callers
// check first, with [QuantityNamed].
func Predict(ctx context.Context, v Values, names []string, luck uint64) ([]float64, error) {
	p := &prediction{v: v}
	regions := territories("belgium", v)
	for _, region := range regions {
		for s := range region.Population {
			for a := 65; a < sim.Ages; a++ {
				p.elders += region.Population[s][a]
			}
		}
	}
	if slices.ContainsFunc(names, func(name string) bool { return !strings.HasPrefix(name, p3Prefix) }) { // P3 needs no world
		if err := p.build(regions); err != nil {
			return nil, err
		}
	}
	var lean *leanWorld
	out := make([]float64, 0, len(names))
	for _, name := range names {
		q, ok := QuantityNamed(name)
		if !ok {
			panic(fmt.Sprintf("belgium: no quantity %q", name))
		}
		if q.Lean && lean == nil {
			var err error
			if lean, err = p.live(ctx, luck); err != nil {
				return nil, err
			}
		}
		switch {
		case q.Lean:
			out = append(out, lean.quantity(name))
		case q.Numbers > 1:
			shares, err := p.tierShares()
			if err != nil {
				return nil, err
			}
			out = append(out, shares...)
		default:
			x, err := p.quantity(name)
			if err != nil {
				return nil, err
			}
			out = append(out, x)
		}
	}
	return out, ctx.Err()
}

// prediction is Belgium at some values: its three territories.
type prediction struct {
	v      Values
	elders float64 // inhabitants of 65 and over
	parts  []*part
}

func (p *prediction) build(regions []Region) error {
	for _, region := range regions {
		c, report, err := Build(p.v, region)
		if err != nil {
			return err
		}
		p.parts = append(p.parts, &part{cfg: c, report: report, use: Expect(&c), people: classPeople(&c)})
	}
	return nil
}

// part is a territory.
type part struct {
	cfg    sim.Config
	report Report
	use    Expected
	people []float64 // at the start, by class
	trace  *sim.Trace
}

// classPeople are the inhabitants of a configuration at its start, by class.
func classPeople(c *sim.Config) []float64 {
	n := len(c.States)
	out := make([]float64, sim.Ages*sim.Sexes*n)
	for i := range c.Population.Buurten {
		for a := range sim.Ages {
			for s := range sim.Sexes {
				for st := range n {
					class := sim.Class(a, s, st, n)
					out[class] += c.Population.Buurten[i].Count[a][s] * c.Population.State[class]
				}
			}
		}
	}
	return out
}

// sum adds f up over the inhabitants that are in.
func (p *prediction) sum(in func(age, sex, state int) bool, f func(t *part, class int) float64) (sum float64) {
	for _, t := range p.parts {
		for a := range sim.Ages {
			for s := range sim.Sexes {
				for st := range states {
					if in(a, s, st) {
						class := sim.Class(a, s, st, states)
						sum += t.people[class] * f(t, class)
					}
				}
			}
		}
	}
	return sum
}

func one(*part, int) float64 { return 1 }

func everybody(int, int, int) bool { return true }

// mean of f over the inhabitants that are in.
func (p *prediction) mean(in func(age, sex, state int) bool, f func(t *part, class int) float64) float64 {
	return p.sum(in, f) / p.sum(in, one)
}

// lived makes sure that the cohorts have lived their year.
func (p *prediction) lived() error {
	for _, t := range p.parts {
		if t.trace != nil {
			continue
		}
		var err error
		if t.trace, err = sim.Cohort(&t.cfg, 12); err != nil {
			return err
		}
	}
	return nil
}

// tierShares are the shares of the tiers after a year of constant hazards.
func (p *prediction) tierShares() ([]float64, error) {
	if err := p.lived(); err != nil {
		return nil, err
	}
	out, total := make([]float64, tiers), 0.0
	for _, t := range p.parts {
		for class, n := range t.trace.People[12] {
			out[class%states%tiers] += n
			total += n
		}
	}
	for k := range out {
		out[k] /= total
	}
	return out, nil
}

// quantity is one number that needs no chance.
func (p *prediction) quantity(name string) (float64, error) {
	if rest, ok := strings.CutPrefix(name, p3Prefix); ok {
		return p.p3(rest), nil
	}
	for _, of := range []struct {
		name  string
		scale float64
		use   func(e *Expected) sim.Table
	}{
		{"insurance_cost", 1, func(e *Expected) sim.Table { return e.Insurance }},
		{"stays", 1000, func(e *Expected) sim.Table { return e.Stays }},
		{"ed_visits", 1000, func(e *Expected) sim.Table { return e.Visits }},
	} {
		if rest, ok := strings.CutPrefix(name, of.name); ok && name != "insurance_cost_chronic" {
			return of.scale * p.mean(inBand(rest), func(t *part, class int) float64 { return of.use(&t.use)[class] }), nil
		}
	}
	sex := 0
	if strings.HasSuffix(name, "_f") {
		sex = 1
	}
	switch strings.TrimSuffix(name, "_"+sexLetters[sex]) {
	case "life_expectancy", "life_expectancy_65":
		if err := p.lived(); err != nil {
			return 0, err
		}
		from := 0
		if strings.Contains(name, "_65") {
			from = 65
		}
		return p.whole().LifeExpectancy(from, sex, 1, 12), nil
	case "stay_complex_65":
		var stay, all float64
		for _, t := range p.parts {
			stay += t.report.StayHigh * t.report.Inhabitants
			all += t.report.Inhabitants
		}
		return stay / all, nil
	case "insurance_cost_chronic":
		cost := func(t *part, class int) float64 { return t.use.Insurance[class] }
		chronic := func(_, _, st int) bool { return st%tiers > 0 }
		return p.sum(chronic, cost) / p.sum(everybody, cost), nil
	case "nursing_home_85p":
		var inside, all float64
		flanders := p.parts[0]
		for a := 85; a < sim.Ages; a++ {
			for st := range states {
				n := flanders.people[sim.Class(a, sex, st, states)]
				all += n
				if st >= tiers {
					inside += n
				}
			}
		}
		return inside / all, nil
	case "nursing_home_dementia_18m":
		return p.dementiaEntry(), nil
	case "dementia_home":
		ill := func(t *part, class int) float64 { return t.cfg.Conditions[0].Share[class] }
		return p.sum(func(_, _, st int) bool { return st < tiers }, ill) / p.sum(everybody, ill), nil
	case "life_expectancy_gap":
		return p.lifeGap(sex, 0), nil
	case "life_expectancy_25_gap":
		return p.lifeGap(sex, 25), nil
	case "chronic_ses_ratio":
		return p.chronicBySES(), nil
	case "ed_vt_ratio":
		return p.visitsByVT(), nil
	}
	panic("belgium: nobody predicts " + name)
}

// inBand reads the end of a name: "" for everybody, _f_80_84 or _m_95p.
func inBand(rest string) func(int, int, int) bool {
	if rest == "" {
		return everybody
	}
	parts := strings.Split(rest, "_")
	sex := 0
	if parts[1] == sexLetters[1] {
		sex = 1
	}
	from, _ := strconv.Atoi(strings.TrimSuffix(parts[2], "p"))
	to := sim.MaxAge
	if len(parts) > 3 {
		to, _ = strconv.Atoi(parts[3])
	}
	return func(a, s, _ int) bool { return s == sex && from <= a && a <= to }
}

// whole adds the traces of the territories up.
func (p *prediction) whole() *sim.Trace {
	out := &sim.Trace{States: states, PerYear: 12}
	for k, people := range p.parts[0].trace.People {
		out.People = append(out.People, make([]float64, len(people)))
		out.Deaths = append(out.Deaths, make([]float64, len(people)))
		for _, t := range p.parts {
			for class, n := range t.trace.People[k] {
				out.People[k][class] += n
			}
			for class, n := range t.trace.Deaths[k] {
				out.Deaths[k][class] += n
			}
		}
	}
	return out
}

// dementiaEntry is the chance that somebody with dementia at home enters a nursing home
// within 18 months, while age, tier and carer stay as they are; who dies before counts
// as not entered, as in a trial.
func (p *prediction) dementiaEntry() float64 {
	var entered, all float64
	for _, t := range p.parts {
		death, entry := &t.cfg.Exclusive[0], &t.cfg.Exclusive[4]
		factor := entry.Factors[sim.ByDementia][1]
		for class, n := range t.people {
			ill := t.cfg.Conditions[0].Share[class]
			if class%states >= tiers || ill == 0 {
				continue
			}
			in := entry.Hazard[class] * factor / (1 - ill + ill*factor)
			out := in + death.Hazard[class]
			all += n * ill
			if out > 0 {
				entered += n * ill * in / out * -math.Expm1(-1.5*out)
			}
		}
	}
	return entered / all
}

// bySES is the share of a fifth of socio-economic position in a class, times a factor
// that acts by VT and fifth.
func (t *part) bySES(class, fifth int, f func(vt int) float64) (sum float64) {
	pop := &t.cfg.Population
	vt := pop.VT[class]
	for k, share := range [2]float64{1 - vt, vt} {
		sum += share * pop.SESByVT[k][fifth] * f(k)
	}
	return sum
}

// lifeGap is by how many years somebody of an age in the highest fifth outlives somebody
// in the lowest, by the deaths of a year.
func (p *prediction) lifeGap(sex, from int) float64 {
	life := func(fifth int) float64 {
		alive, years := 1.0, 0.0
		for a := from; a < sim.Ages; a++ {
			var deaths, people float64
			for _, t := range p.parts {
				e := &t.cfg.Exclusive[0]
				for st := range states {
					class := sim.Class(a, sex, st, states)
					n, mean := t.people[class], 0.0
					factor := func(fifth int) func(vt int) float64 {
						return func(vt int) float64 { return e.Factors[sim.ByVT][vt] * e.Factors[sim.BySES][fifth] }
					}
					for q := range sim.Quintiles {
						mean += t.bySES(class, q, factor(q))
					}
					deaths += n * e.Hazard[class] * t.bySES(class, fifth, factor(fifth)) / mean
					people += n * t.bySES(class, fifth, func(int) float64 { return 1 })
				}
			}
			m := deaths / people
			switch {
			case a == sim.MaxAge:
				years += alive / m
			case m > 0:
				left := alive * math.Exp(-m)
				years, alive = years+(alive-left)/m, left
			default:
				years += alive
			}
		}
		return years
	}
	return life(sim.Quintiles-1) - life(0)
}

// chronicBySES is the share of adults above the lowest tier in the lowest fifth over
// that in the highest, both at the ages of all adults.
func (p *prediction) chronicBySES() float64 {
	share := func(fifth int) (standard float64) {
		for a := 25; a < sim.Ages; a++ {
			var chronic, people, all float64
			for _, t := range p.parts {
				for s := range sim.Sexes {
					for st := range states {
						class := sim.Class(a, s, st, states)
						n := t.people[class] * t.bySES(class, fifth, func(int) float64 { return 1 })
						people += n
						all += t.people[class]
						if st%tiers > 0 {
							chronic += n
						}
					}
				}
			}
			if people > 0 {
				standard += all * chronic / people
			}
		}
		return standard
	}
	return share(0) / share(sim.Quintiles-1)
}

// visitsByVT is the share with an emergency visit in a year with increased reimbursement
// over that without, at one chance for everybody of a class.
func (p *prediction) visitsByVT() float64 {
	var some, all [2]float64
	for _, t := range p.parts {
		var visit *sim.Event
		for i := range t.cfg.Recurrent {
			if t.cfg.Recurrent[i].Kind == sim.Visit {
				visit = &t.cfg.Recurrent[i]
			}
		}
		factors := visit.Factors[sim.ByVT]
		for class, n := range t.people {
			vt := t.cfg.Population.VT[class]
			mean := (1-vt)*factors[0] + vt*factors[1]
			for k, share := range [2]float64{1 - vt, vt} {
				all[k] += n * share
				some[k] -= n * share * math.Expm1(-visit.Hazard[class]*factors[k]/mean)
			}
		}
	}
	return some[1] / all[1] / (some[0] / all[0])
}

// p3 is what the projects do in a year: as today, in 2020 less or more by what the
// epidemic did from March on, and in the first column for three quarters.
func (p *prediction) p3(name string) float64 {
	newClients := p.v.Get("p3.inflow_per_1000_65plus") / 1000 * p.elders
	epidemic, service, year := "", "", strings.TrimPrefix(name, "new_patients_")
	if year != name {
		epidemic = "shock.epidemic.new_clients"
	}
	for _, s := range p3Services {
		if rest, ok := strings.CutPrefix(name, s.name+"_"); ok && (len(s.name) > len(service)) {
			service, year, epidemic = s.name, rest, "shock.epidemic.units."+s.name
		}
	}
	if service != "" {
		newClients *= p.v.Get("p3.units." + service)
	}
	switch year {
	case p3Years[0]:
		return newClients * 3 / 4
	case "2020":
		const before = 2 // months of 2020
		return newClients * (before + (12-before)*p.v.Get(epidemic)) / 12
	}
	return newClients
}
