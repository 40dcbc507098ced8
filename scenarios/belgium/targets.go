package belgium

import (
	"fmt"
	"math"

	"piramide/internal/words"
	"piramide/scenarios/evidence"
	"piramide/sim"
)

// years of the exact cohort that targets look at.
const decade = 120

// Targets validates a region of the tool on its exact cohort over ten years
// under constant hazards: what the inputs say against what the finished
// configuration does. The territories of belgium are added up. With ageing, the
// Leuven regions are held to their share of the Flemings instead of to the age
// structure they start with.
func Targets(reg *evidence.Register, v Values, id string, ageing bool) ([]Target, error) {
	regions, err := Regions(id, v)
	if err != nil {
		return nil, err
	}
	if id == "flanders" || id == "belgium" { // the networks are parts of these, with the same levels
		regions = territories(id, v)
	}
	w := newWhole(reg, v, id)
	w.ageing = ageing
	for _, r := range regions {
		r.Ageing = ageing
		c, report, err := Build(v, r)
		if err != nil {
			return nil, err
		}
		trace, err := sim.Cohort(&c, decade)
		if err != nil {
			return nil, err
		}
		w.add(&c, report, trace)
	}
	if ageing && regions[0].gross {
		around := territories("flanders", v)[0]
		c, _, err := Build(v, around)
		if err != nil {
			return nil, err
		}
		if w.flemish, err = sim.Cohort(&c, decade); err != nil {
			return nil, err
		}
	}
	return w.targets(), nil
}

// whole is a region, or several added up.
type whole struct {
	reg                    *evidence.Register
	v                      Values
	id                     string
	ageing                 bool
	flemish                *sim.Trace // Flanders, where its shares are kept
	trace                  *sim.Trace
	use                    Expected // totals by class at the start
	utility                float64
	adults                 float64
	demented, dementedHome float64
	report                 Report
	high                   float64 // weighted by inhabitants
	out                    []Target
}

func newWhole(reg *evidence.Register, v Values, id string) *whole {
	return &whole{reg: reg, v: v, id: id}
}

func (w *whole) add(c *sim.Config, r Report, t *sim.Trace) {
	if w.trace == nil {
		w.trace = &sim.Trace{
			States: t.States, PerYear: t.PerYear, People: make([][]float64, len(t.People)),
			Deaths: make([][]float64, len(t.Deaths)), Births: make([]float64, len(t.Births)), Arrived: make([]float64, len(t.Arrived)),
		}
		n := len(t.People[0])
		for k := range t.People {
			w.trace.People[k], w.trace.Deaths[k] = make([]float64, n), make([]float64, n)
		}
		w.use = Expected{make(sim.Table, n), make(sim.Table, n), make(sim.Table, n), make(sim.Table, n)}
	}
	for k := range t.People {
		for class, x := range t.People[k] {
			w.trace.People[k][class] += x
		}
		for class, x := range t.Deaths[k] {
			w.trace.Deaths[k][class] += x
		}
		w.trace.Births[k] += t.Births[k]
		w.trace.Arrived[k] += t.Arrived[k]
	}
	e := Expect(c)
	for class, x := range t.People[0] {
		w.use.Insurance[class] += x * e.Insurance[class]
		w.use.Visits[class] += x * e.Visits[class]
		w.use.Stays[class] += x * e.Stays[class]
		w.use.Contacts[class] += x * e.Contacts[class]
		for _, d := range c.Conditions {
			if d.Name == "dementia" {
				w.demented += x * d.Share[class]
				if c.States[class%t.States].Home {
					w.dementedHome += x * d.Share[class]
				}
			}
		}
		if class >= sim.Class(15, 0, 0, t.States) {
			w.adults += x
			w.utility += x * c.Levels.Utility[class]
		}
	}
	w.high += r.StayHigh * r.Inhabitants
	w.report.Inhabitants += r.Inhabitants
	w.report.Arrivals += r.Arrivals
	w.report.Left += r.Left
}

// targets lists the comparisons that hold for the region.
func (w *whole) targets() []Target {
	w.people()
	w.mortality()
	w.pyramid()
	w.nursingHome()
	w.costAndUse()
	return w.out
}

func (w *whole) check(id string, quantity words.Message, unit string, target, model, tolerance float64, class string) {
	w.out = append(w.out, Target{id, quantity, UnitOf(unit), target, model, tolerance, class, false})
}

// tell holds the model to the range of an evidence row and gates nothing: what was observed
// is foreign or was counted otherwise, and no default was set to meet it.
func (w *whole) tell(id string, quantity words.Message, unit string, model float64) {
	r, ok := w.reg.Row(id)
	if !ok {
		panic(fmt.Sprintf("belgium: no evidence row %q", id))
	}
	w.out = append(w.out, Target{id, quantity, UnitOf(unit), r.Value, model, max(r.High-r.Value, r.Value-r.Low), HeldOut, true})
}

// row is the value of an evidence row; it panics when the register lacks it.
func (w *whole) row(id string) float64 {
	r, ok := w.reg.Row(id)
	if !ok {
		panic(fmt.Sprintf("belgium: no evidence row %q", id))
	}
	return r.Value
}

// table paths of the population, by region of the tool.
var populationPath = map[string]string{"leuven": "pop.leuven", "leuven-10": "pop.leuven", "flanders": "pop.fl", "belgium": "pop.be"}

func (w *whole) people() {
	total := w.trace.Total(0)
	if path, ok := populationPath[w.id]; ok {
		want := w.v.Table(path)
		var worst, sum float64
		for s := range want {
			for b := range want[s] {
				sum += want[s][b]
				if got := w.people5(0, s, b); want[s][b] > 0 {
					worst = math.Max(worst, math.Abs(got/want[s][b]-1))
				}
			}
		}
		w.check(path, QuantityOf("inhabitants"), "persons", sum, total, 0.01*sum, Reproduced)
		w.check(path, QuantityOf("group_start"), "share", 0, worst, 0.01, Reproduced)
	}
	var births, deaths, arrived float64
	for cycle := 1; cycle <= 12; cycle++ {
		births += w.trace.Births[cycle]
		arrived += w.trace.Arrived[cycle]
		for _, x := range w.trace.Deaths[cycle] {
			deaths += x
		}
	}
	switch w.id {
	case "belgium":
		w.check("births_be_2023", QuantityOf("births"), "births", w.row("births_be_2023"), births, 0.05*births, HeldOut)
		w.check("deaths_be_2023", QuantityOf("deaths_year"), "deaths", w.row("deaths_be_2023"), deaths, 0.05*deaths, HeldOut)
	case "leuven", "leuven-10":
		w.check("births_leuven_2019", QuantityOf("births"), "births", w.row("births_leuven_2019"), births, 0.02*births, Fitted)
		w.check("deaths_leuven_2019", QuantityOf("deaths_year"), "deaths", w.row("deaths_leuven_2019"), deaths, 0.10*deaths, HeldOut)
		w.check("inmigration_leuven_2019", QuantityOf("arrivals"), "persons", w.row("inmigration_leuven_2019"), arrived, 0.10*arrived, HeldOut)
		left := w.v.Get("migration.leuven.out") + w.v.Get("migration.leuven.struck_off")
		w.check("outmigration_leuven_2019", QuantityOf("departures"), "persons", left, w.report.Left, 0.01*left, Fitted)
	}
	switch {
	case w.flemish != nil:
		w.grownOld(65, 0.03)
		w.grownOld(80, 0.08)
	case w.id == "leuven" || w.id == "leuven-10":
		var worst float64
		for s := range sim.Sexes {
			for b := range bands {
				worst = math.Max(worst, math.Abs(w.people5(decade, s, b)/w.people5(0, s, b)-1))
			}
		}
		w.check("pop.leuven", QuantityOf("group_change"), "share", 0, worst, 0.05, Fitted)
	}
}

// grownOld checks how many people from an age on live here after ten years
// against the region's share, at the start, of the Flemings of each age.
// Arrivals stay at the numbers of the base year while the cohorts they join
// change, so that the share moves a little.
func (w *whole) grownOld(from int, tolerance float64) {
	var want, got float64
	n := w.trace.States
	people := func(t *sim.Trace, cycle, age, sex int) (sum float64) {
		for st := range n {
			sum += t.People[cycle][sim.Class(age, sex, st, n)]
		}
		return sum
	}
	for s := range sim.Sexes {
		for a := from; a < sim.Ages; a++ {
			want += people(w.trace, 0, a, s) * people(w.flemish, decade, a, s) / people(w.flemish, 0, a, s)
			got += people(w.trace, decade, a, s)
		}
	}
	w.check("migration.share_growth", QuantityOf("grown_old", "age", from), "persons", want, got, tolerance*want, Fitted)
}

// people5 is the number of citizens of a sex and band after a cycle.
func (w *whole) people5(cycle, sex, band int) (n float64) {
	from, to := bandAges(band)
	for age := from; age <= to; age++ {
		for st := range w.trace.States {
			n += w.trace.People[cycle][sim.Class(age, sex, st, w.trace.States)]
		}
	}
	return n
}

// bandAges is the first and last year of age of a band.
func bandAges(band int) (from, to int) {
	if band == bands-1 {
		return openAge, sim.MaxAge
	}
	return 5 * band, 5*band + 4
}

func (w *whole) mortality() {
	for s, sex := range [sim.Sexes]string{"m", "f"} {
		got := w.trace.LifeExpectancy(0, s, 1, 12)
		switch w.id {
		case "belgium":
			w.check("le_be_2023_"+sex, QuantityOf("life_expectancy", "sex", sexName(s)), "years", w.row("le_be_2023_"+sex), got, 0.3, Fitted)
			w.check("le65_be_2024_"+sex, QuantityOf("life_expectancy_65", "sex", sexName(s)), "years", w.row("le65_be_2024_"+sex), w.trace.LifeExpectancy(65, s, 1, 12), 0.3, Fitted)
		default:
			// Flanders and Leuven live 0.9 year longer than Belgium (2019).
			want := w.row("le_be_2023_"+sex) + w.row("le_fl_2019") - w.row("le_be_2019")
			w.check("le_fl_2019", QuantityOf("life_expectancy_lead", "sex", sexName(s)), "years", want, got, 0.3, Fitted)
		}
		later := w.trace.LifeExpectancy(0, s, decade-11, decade)
		w.check("qx", QuantityOf("life_expectancy_later", "sex", sexName(s)), "years", got, later, 0.3, Reproduced)
	}
}

// deviation is the largest deviation over ages and sexes of a share from its table.
func (w *whole) deviation(cycle int, path string, relative bool, in func(st int) bool) (worst float64) {
	want := w.v.Table(path)
	for s := range want {
		for b := range want[s] {
			from, to := bandAges(b)
			d := math.Abs(w.trace.Share(cycle, from, to, s, in) - want[s][b])
			if relative {
				if want[s][b] == 0 {
					continue
				}
				d /= want[s][b]
			}
			worst = math.Max(worst, d)
		}
	}
	return worst
}

func (w *whole) pyramid() {
	for t := range tiers {
		path := fmt.Sprintf("tier.share.t%d", t)
		is := func(st int) bool { return st%tiers == t }
		w.check(path, QuantityOf("tier_deviation", "tier", TierName(t), "year", 0), "share", 0, w.deviation(0, path, false, is), 0.005, Reproduced)
		w.check(path, QuantityOf("tier_deviation", "tier", TierName(t), "year", 10), "share", 0, w.deviation(decade, path, false, is), 0.005, Fitted)
		id := map[string]string{"belgium": "tier_share_be_", "leuven": "tier_share_leuven_", "leuven-10": "tier_share_leuven_", "flanders": "tier_share_fl_"}[w.id]
		name := [tiers]string{"t0_general", "t1_chronic_selfcare", "t2_high_risk", "t3_high_complexity"}[t]
		// Observed levels hold for the definition they were counted by, not under a set
		// of assumptions with another pyramid.
		if usual, err := w.reg.Bands("tier_share_" + name); id != "" && err == nil && w.v.Table(path) == usual {
			id += name
			want := w.row(id)
			w.check(id, QuantityOf("tier_start", "tier", TierName(t)), "share", want, w.share(0, is), 0.005, Reproduced)
		}
	}
	if w.id == "belgium" {
		w.tell("trans_ontario_stay_high", QuantityOf("complex_stays"), "share", w.high/w.report.Inhabitants)
	}
}

// share of the citizens of all ages after a cycle who are in the given states.
func (w *whole) share(cycle int, in func(st int) bool) float64 {
	var some, all float64
	for class, x := range w.trace.People[cycle] {
		all += x
		if in(class % w.trace.States) {
			some += x
		}
	}
	return some / all
}

func (w *whole) nursingHome() {
	inside := func(st int) bool { return st >= tiers }
	for _, cycle := range []int{0, decade} {
		class := Reproduced
		if cycle > 0 {
			class = Fitted
		}
		w.check("nursing_home.share", QuantityOf("nursing_home_deviation", "year", cycle/12), "share", 0,
			w.deviation(cycle, "nursing_home.share", true, inside), 0.05, class)
	}
	if w.id == "flanders" {
		for s, sex := range [sim.Sexes]string{"m", "f"} {
			id := "nursing_home_fl_2018_85p_" + sex
			// The population of 2025 is older within 85+ than that of 2018.
			w.check(id, QuantityOf("nursing_home_85", "sex", sexName(s)), "share", w.row(id), w.trace.Share(0, 85, sim.MaxAge, s, inside), 0.015, HeldOut)
		}
	}
}

func (w *whole) costAndUse() {
	total := w.trace.Total(0)
	perHead := func(t sim.Table) (x float64) {
		for _, v := range t {
			x += v
		}
		return x / total
	}
	cost, stays, visits := perHead(w.use.Insurance), perHead(w.use.Stays), perHead(w.use.Visits)
	switch w.id {
	case "belgium":
		want := w.row("riziv_per_capita_2024")
		w.check("riziv_per_capita_2024", QuantityOf("insurance_cost"), "euro_year", want, cost, 0.02*want, Reproduced)
		heads := w.row("pop_total_be_2024")
		want = w.row("hospital_stays_classic_2019") / heads * 1000
		w.check("hospital_stays_classic_2019", QuantityOf("stays"), "per_1000", want, stays*1000, 0.05*want, Fitted)
		want = w.row("ed_visits_be_2018") / w.heads2018() * 1000
		w.check("ed_visits_be_2018", QuantityOf("emergency"), "per_1000", want, visits*1000, 0.05*want, Fitted)
		want = w.row("utility_be_2018")
		w.check("utility_be_2018", QuantityOf("utility"), "utility", want, w.utility/w.adults, 0.015, Fitted)
		want = w.row("dementia_be_2020")
		w.check("dementia_be_2020", QuantityOf("dementia"), "persons", want, w.demented, 0.12*want, HeldOut)
		w.tell("dementia_share_home", QuantityOf("dementia_home"), "share", w.dementedHome/w.demented)
		contacts := w.row("gp_any_contact_be_2021") * w.row("gp_contacts_per_user_be_2021")
		w.check("gp_contacts_per_user_be_2021", QuantityOf("gp_contacts"), "per_year", contacts, perHead(w.use.Contacts), 0.05*contacts, Fitted)
	case "leuven", "leuven-10":
		want := w.row("riziv_per_capita_leuven_expected")
		w.check("riziv_per_capita_leuven_expected", QuantityOf("insurance_cost"), "euro_year", want, cost, 0.02*want, Reproduced)
	}
	b := &builder{v: w.v, scale: belgians(w.v)}
	want, seen := 0.0, 0.0
	table, ed := b.scale.both(w.v.Table("stays")), b.scale.both(w.v.Table("ed.visits"))
	for s := range table {
		for a := range sim.Ages {
			var n float64
			for st := range w.trace.States {
				n += w.trace.People[0][sim.Class(a, s, st, w.trace.States)]
			}
			want += n * table[s][a] / total
			seen += n * ed[s][a] / total
		}
	}
	w.check("stays", QuantityOf("stays_table"), "per_1000", want, stays*1000, 0.05*want, Reproduced)
	w.check("stays", QuantityOf("stays_age"), "share", 0, w.byAge(table, w.use.Stays), 0.05, Reproduced)
	if w.id != "belgium" {
		seen *= w.v.Get("ed.factor_fl")
	}
	w.check("ed.visits", QuantityOf("emergency_table"), "per_1000", seen, visits*1000, 0.05*seen, Reproduced)
	w.check("ed.visits", QuantityOf("emergency_age"), "share", 0, w.byAge(ed, w.use.Visits), 0.05, Reproduced)
	w.check("cost.cell", QuantityOf("cost_age"), "share", 0, w.byAge(b.scale.both(w.v.Table("cost.cell")), w.use.Insurance), 0.05, Reproduced)
}

// byAge is the largest relative deviation of a use per head, by sex and band of five
// years, from the shape of its table by year of age: both at the mean of the region.
func (w *whole) byAge(table bySexAge, use sim.Table) (worst float64) {
	var wanted, used [sim.Sexes][bands]float64
	var wantedAll, usedAll float64
	for s := range table {
		for b := range bands {
			from, to := bandAges(b)
			for a := from; a <= to; a++ {
				for st := range w.trace.States {
					class := sim.Class(a, s, st, w.trace.States)
					wanted[s][b] += w.trace.People[0][class] * table[s][a]
					used[s][b] += use[class]
				}
			}
			wantedAll, usedAll = wantedAll+wanted[s][b], usedAll+used[s][b]
		}
	}
	for s := range wanted {
		for b := range wanted[s] {
			if wanted[s][b] > 0 {
				worst = math.Max(worst, math.Abs(used[s][b]/usedAll/(wanted[s][b]/wantedAll)-1))
			}
		}
	}
	return worst
}

// heads2018 is the Belgian population of 2018: that of 2024 less six years of
// its growth.
func (w *whole) heads2018() float64 {
	return w.row("pop_total_be_2024") * math.Pow(1+w.row("population_growth_be_2023"), -6)
}
