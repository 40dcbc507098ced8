package validate

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"piramide/internal/job"
	"piramide/internal/words"
	"piramide/scenarios/belgium"
	"piramide/scenarios/evidence"
	"piramide/sim"
)

// What only lives that are followed for years can show: how often the same people come
// back to hospital, who stays costly, who sees an emergency department at all, and how
// long people live by position. Care as today is lived with a probe that keeps a few
// numbers per citizen and year. What was observed about it is foreign or was counted
// otherwise than here, so that it is reported and is no gate.

const (
	followedWorlds = 8
	followedYears  = 6                                                // an index year, and five years after it
	mostFollowed   = 250_000                                          // inhabitants: a probe tells of everybody, every month
	followedMonths = followedWorlds * (job.BurnIn + 12*followedYears) // of a region
)

// personYear is a year of a citizen.
type personYear struct {
	months, visits, older uint8 // months here; emergency visits; unplanned stays at 65 and over
	vt                    bool  // at its start
	cents                 int64
}

// person is who has a slot, and the years lived in it.
type person struct {
	key   uint64
	years [followedYears]personYear
}

// gather is the people of a world.
type crowd struct {
	now, gone []person // now: by slot
	// deaths and person-months by sex, socio-economic fifth and age.
	died, lived [sim.Sexes][sim.Quintiles][sim.Ages]int64
}

// month takes what everybody lived in a month.
func (c *crowd) month(month int, lives []sim.Lived) {
	if c.now == nil {
		c.now = make([]person, len(lives))
	}
	for i := range lives {
		l := &lives[i]
		if l.Key == 0 {
			continue
		}
		p := &c.now[i]
		if p.key != l.Key {
			if p.key != 0 {
				c.gone = append(c.gone, *p)
			}
			*p = person{key: l.Key}
		}
		y := &p.years[month/12]
		if y.months == 0 {
			y.vt = l.VT == 1
		}
		y.months++
		y.visits += l.Visits
		if l.Age >= 65 {
			y.older += l.Unplanned
		}
		for _, s := range l.Spent {
			y.cents += int64(s)
		}
		c.lived[l.Sex][l.Fifth][l.Age]++
		if l.Is(sim.HasDied) {
			c.died[l.Sex][l.Fifth][l.Age]++
		}
	}
}

// people is everybody who lived here in any of the years.
func (c *crowd) people() []person {
	return slices.DeleteFunc(append(slices.Clone(c.now), c.gone...), func(p person) bool { return p.key == 0 })
}

// add puts the people of a region with those of others.
func (c *crowd) add(o *crowd) {
	c.gone = append(c.gone, o.people()...)
	for s := range o.died {
		for q := range o.died[s] {
			for a := range o.died[s][q] {
				c.died[s][q][a] += o.died[s][q][a]
				c.lived[s][q][a] += o.lived[s][q][a]
			}
		}
	}
}

// again is the people of 65 and over who had two or more unplanned stays in the first
// year: their part of all such stays in every year, and of their own of the first.
func again(people []person) (share, ratio [followedYears]float64) {
	var theirs, all [followedYears]float64
	for i := range people {
		p := &people[i]
		for y := range p.years {
			all[y] += float64(p.years[y].older)
			if p.years[0].older >= 2 {
				theirs[y] += float64(p.years[y].older)
			}
		}
	}
	for y := range share {
		share[y], ratio[y] = theirs[y]/all[y], theirs[y]/theirs[0]
	}
	return share, ratio
}

// staysCostly is the share of the costliest 5 % of the first year who are among the
// costliest 5 % in both years after it; who dies or leaves is not.
func staysCostly(people []person) float64 {
	still := map[uint64]int{}
	for y := range 3 {
		here := slices.DeleteFunc(slices.Clone(people), func(p person) bool { return p.years[y].months == 0 })
		slices.SortFunc(here, func(a, b person) int {
			return cmp.Or(cmp.Compare(b.years[y].cents, a.years[y].cents), cmp.Compare(a.key, b.key))
		})
		for _, p := range here[:len(here)/20] {
			if y == 0 || still[p.key] == y {
				still[p.key]++
			}
		}
	}
	first, all := 0, 0
	for _, years := range still {
		if first++; years == 3 {
			all++
		}
	}
	return float64(all) / float64(first)
}

// visitors is the share of people with at least one emergency visit in the first year,
// of who was here all of it: without VT, with VT, of all.
func visitors(people []person) [3]float64 {
	var some, all [3]float64
	for i := range people {
		y := &people[i].years[0]
		if y.months < 12 {
			continue
		}
		k := 0
		if y.vt {
			k = 1
		}
		for _, k := range []int{k, 2} {
			if all[k]++; y.visits > 0 {
				some[k]++
			}
		}
	}
	return [3]float64{some[0] / all[0], some[1] / all[1], some[2] / all[2]}
}

// yearsFrom25 is the life expectancy at 25 by a table of five-year bands, open from 95 on.
func (c *crowd) yearsFrom25(sex, fifth int) (years float64) {
	alive := 1.0
	for from := 25; from <= 95; from += 5 {
		to := from + 5
		if from == 95 {
			to = sim.Ages
		}
		var died, lived float64
		for age := from; age < to; age++ {
			died += float64(c.died[sex][fifth][age])
			lived += float64(c.lived[sex][fifth][age]) / 12
		}
		if died == 0 { // nobody of this band to learn from
			if from < 95 {
				years += 5 * alive
			}
			continue
		}
		rate := died / lived
		if from == 95 {
			return years + alive/rate
		}
		next := alive * math.Exp(-5*rate)
		years, alive = years+(alive-next)/rate, next
	}
	return years
}

// followChecks are the checks of people who were followed, and how to read each in a world.
var followChecks = []struct {
	row, quantity string
	class         string
	measure       func(c *crowd, people []person) float64
}{
	{"rtm_frequent_admitters_share_index", "again_index", belgium.Fitted, func(_ *crowd, p []person) float64 { s, _ := again(p); return s[0] }},
	{"rtm_frequent_admitters_share_next", "again_next", belgium.Fitted, func(_ *crowd, p []person) float64 { s, _ := again(p); return s[1] }},
	{"rtm_frequent_admitters_share_5y", "again_5y", belgium.Fitted, func(_ *crowd, p []person) float64 { s, _ := again(p); return s[5] }},
	{"rtm_ratio_year1", "again_ratio", belgium.Fitted, func(_ *crowd, p []person) float64 { _, r := again(p); return r[1] }},
	{"trans_ontario_top5_2y", "stays_costly", belgium.Fitted, func(_ *crowd, p []person) float64 { return staysCostly(p) }},
	{"ed_users_be_2022", "visitors", belgium.HeldOut, func(_ *crowd, p []person) float64 { return visitors(p)[2] }},
	{"ed_users_vt_be_2022", "visitors_vt", belgium.HeldOut, func(_ *crowd, p []person) float64 { return visitors(p)[1] }},
	{"ed_users_no_vt_be_2022", "visitors_no_vt", belgium.HeldOut, func(_ *crowd, p []person) float64 { return visitors(p)[0] }},
	{"vt_unit_ed_use_ratio", "visitors_ratio", belgium.Reproduced, func(_ *crowd, p []person) float64 { v := visitors(p); return v[1] / v[0] }},
	{"eq_le25_gap_men", "gap_men", belgium.Fitted, func(c *crowd, _ []person) float64 { return c.yearsFrom25(0, sim.Quintiles-1) - c.yearsFrom25(0, 0) }},
	{"eq_le25_gap_women", "gap_women", belgium.Fitted, func(c *crowd, _ []person) float64 { return c.yearsFrom25(1, sim.Quintiles-1) - c.yearsFrom25(1, 0) }},
}

// follow lives care as today in a few worlds and adds the checks of people who are
// followed, if there is anybody to follow. progress is told the months lived.
func (v *Validation) follow(ctx context.Context, x *job.Experiment, configs []sim.Config, workers int, reg *evidence.Register, progress func(done int64)) error {
	if configs == nil {
		return nil
	}
	var lived atomic.Int64
	step := func(months int) { progress(lived.Add(int64(months))) }
	values := make([][]float64, len(followChecks))
	for k := range values {
		values[k] = make([]float64, followedWorlds)
	}
	g, running := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for world := range followedWorlds {
		g.Go(func() error {
			c, err := gather(running, x, configs, world, step)
			if err != nil {
				return err
			}
			people := c.people()
			for k, f := range followChecks {
				values[k][world] = f.measure(c, people)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	half := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: followedWorlds - 1}.Quantile(0.975)
	for k, f := range followChecks {
		row, ok := reg.Row(f.row)
		if !ok {
			panic("job: no evidence row " + f.row)
		}
		unit := "share"
		switch row.Unit {
		case "years":
			unit = "years"
		case "ratio":
			unit = "ratio"
		}
		mean, sd := stat.MeanStdDev(values[k], nil)
		se := sd / math.Sqrt(followedWorlds)
		tolerance := max(row.High-row.Value, row.Value-row.Low)
		v.Checks = append(v.Checks, Check{
			Target: belgium.Target{
				ID: f.row, Quantity: belgium.QuantityOf(f.quantity), Unit: belgium.UnitOf(unit), Target: row.Value, Model: mean, Tolerance: tolerance, Class: f.class, Reported: true,
			},
			Replicates: followedWorlds, SE: se, Allowed: tolerance + half*se,
		})
	}
	return nil
}

// followable are the configurations of the regions, lived for as long as people are
// followed; nil when there are too many people.
func followable(x *job.Experiment) (configs []sim.Config, err error) {
	long := *x
	long.Months = 12 * followedYears
	inhabitants := 0.0
	for _, region := range x.Regions {
		cfg, _, err := long.Config(region, x.Plans[0], 0)
		if err != nil {
			return nil, err
		}
		for _, b := range cfg.Population.Buurten {
			for age := range b.Count {
				for _, n := range b.Count[age] {
					inhabitants += n
				}
			}
		}
		configs = append(configs, cfg)
	}
	if inhabitants > mostFollowed {
		return nil, nil
	}
	return configs, nil
}

// gather lives one world and gives its people.
func gather(ctx context.Context, x *job.Experiment, configs []sim.Config, world int, progress func(months int)) (*crowd, error) {
	all := &crowd{}
	for _, cfg := range configs {
		cfg.Luck = job.Key(0, world)
		before, schedule, _, err := x.Plans[0].Plans(&cfg, x.Base(x.Plans[0]))
		if err != nil {
			return nil, err
		}
		cfg.Before = before
		m, err := sim.Compile(cfg)
		if err != nil {
			return nil, err
		}
		w, err := m.Start(ctx)
		if err != nil {
			return nil, err
		}
		progress(job.BurnIn)
		part := &crowd{}
		w.Watch(&sim.Probe{Month: part.month})
		if _, err := w.Run(ctx, schedule, func(int) { progress(1) }); err != nil {
			return nil, err
		}
		all.add(part)
	}
	return all, nil
}

// Verdict says whether the model is close enough; of a check that is only reported, that
// it is off, where a gate fails.
func (c Check) Verdict(w *words.Words) string {
	switch {
	case c.OK():
		return w.Say("validate.good")
	case c.Reported:
		return w.Say("validate.off")
	}
	return w.Say("validate.bad")
}
