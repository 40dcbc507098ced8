package sim

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"piramide/sim/finance"
)

// crewConfig is a world with a pathway, both programmes and access points, all from
// workers of the region.
func crewConfig(people int) Config {
	c := progConfig(people, 4, false)
	paths := pathConfig(people, 0.5)
	c.Conditions, c.Pathways, c.PathwayNorms = paths.Conditions, paths.Pathways, paths.PathwayNorms
	c.Finding.AccessReach = 0.5
	c.Labour.WorkHours, c.Labour.Professions = 130, [NumProfessions]int{0, 0, 0, 0}
	p := &c.Schedule[0].Plan
	p.Pathways = paths.Schedule[0].Plan.Pathways
	p.Pathways[PathHeartFailure].External = false
	for k := range p.Programmes {
		p.Programmes[k].External = false
	}
	p.Access = Neighbourhoods{Start: c.Calendar.Start, Dose: 1, PerYear: 3_000_000, Payer: finance.Local, Hours: 80}
	p.Instruments = append(p.Instruments, finance.Instrument{
		Name: "paths", Payer: finance.Federal, Payee: finance.GPPractices, Plan: true,
		Terms: finance.ConventionServices{Services: []finance.ServiceFee{{Service: finance.PathwayWork}}},
	})
	return c
}

func crewTotal(r *Result, c Crew, what int) int64 { return total(r, CrewSeries(c, what)) }

// Law 6 for every crew and month, whatever the plan and the labour market: who would
// take part does or waits for staff, of who waited and asked some are served, give up,
// are gone or wait still; no more hours are given than asked, nor than there are; what
// is asked and not given is what lacks; an access point that is shut is not paid.
func TestServicesUseNoHourTwice(t *testing.T) {
	var waited, lacked, given [NumCrews]float64
	rapid.Check(t, func(rt *rapid.T) {
		c := crewConfig(3000)
		c.Luck = rapid.Uint64Range(1, 1000).Draw(rt, "luck")
		c.Calendar.BurnIn, c.Calendar.Cycles = 0, 36
		c.Labour.HireLag = rapid.Float64Range(0.5, 6).Draw(rt, "lag")
		c.Labour.Pool = []float64{rapid.Float64Range(0, 0.001).Draw(rt, "pool")}
		c.PathwayNorms.Grow = 6
		p := &c.Schedule[0].Plan
		p.Pathways[PathHeartFailure].Coverage = rapid.Float64Range(0, 1).Draw(rt, "coverage")
		p.Pathways[PathSelfManagement] = PathwayPlan{Start: c.Calendar.Start + 6, Coverage: 0.2, By: Nurse, Groups: rapid.Bool().Draw(rt, "groups")}
		for k := range p.Programmes {
			p.Programmes[k] = ProgrammePlan{Start: c.Calendar.Start, Places: float64(rapid.IntRange(1, 30).Draw(rt, "places")), ByELZ: rapid.Bool().Draw(rt, "elz")}
		}
		p.Access.Hours = rapid.Float64Range(0, 200).Draw(rt, "opening")
		end := *p
		end.Pathways, end.Programmes[ProgYouth], end.Access = [NumPathways]PathwayPlan{}, ProgrammePlan{}, Neighbourhoods{}
		c.Schedule = append(c.Schedule, Dated{c.Calendar.Start + 24, end})
		r, err := started(t, c).Run(t.Context(), c.Schedule, nil)
		if err != nil {
			rt.Fatal(err)
		}
		var inLine [NumProgrammes]int64
		for m := range c.Calendar.Cycles {
			at := func(k Crew, what int) int64 { return r.Months[CrewSeries(k, what)][m] }
			for k := range Crew(NumCrews) {
				if at(k, CrewGiven) > at(k, CrewAsked)+1 || at(k, CrewGiven) > at(k, CrewAvailable)+1 {
					rt.Fatalf("month %d, crew %d: %d centi-hours given, %d asked, %d there", m, k, at(k, CrewGiven), at(k, CrewAsked), at(k, CrewAvailable))
				}
				if at(k, CrewVacant)+at(k, CrewFilled) < at(k, CrewPosts)-2 {
					rt.Fatalf("month %d, crew %d: of %d centi-FTE asked %d filled and %d vacant", m, k, at(k, CrewPosts), at(k, CrewFilled), at(k, CrewVacant))
				}
				waited[k] += float64(at(k, CrewWaiting))
				lacked[k] += float64(at(k, CrewAsked) - at(k, CrewGiven))
				given[k] += float64(at(k, CrewGiven))
			}
			for _, path := range []PathwayID{PathHeartFailure, PathSelfManagement} {
				k, in := PathwayCrew(path), r.Months[PathwaySeries(path, PathParticipants)][m]
				if got := r.Months[PathwaySeries(path, PathHours)][m]; math.Abs(float64(got-at(k, CrewGiven))) > 3 {
					rt.Fatalf("month %d, pathway %d: %d centi-hours of work, the crew gave %d", m, path, got, at(k, CrewGiven))
				}
				if offered := r.Months[PathwaySeries(path, PathOffered)][m]; in+at(k, CrewWaiting) > offered {
					rt.Fatalf("month %d, pathway %d: %d take part and %d wait of %d", m, path, in, at(k, CrewWaiting), offered)
				}
			}
			for p := range NumProgrammes {
				n := func(what int) int64 { return r.Months[ProgrammeSeries(p, what)][m] }
				if inLine[p]+n(ProgAsked) != n(ProgServed)+n(ProgGivenUp)+n(ProgGone)+n(ProgWaiting) {
					rt.Fatalf("month %d, programme %d: %d waited, %d asked; %d served, %d gave up, %d gone, %d wait", m, p, inLine[p], n(ProgAsked), n(ProgServed), n(ProgGivenUp), n(ProgGone), n(ProgWaiting))
				}
				if inLine[p] = n(ProgWaiting); at(ProgrammeCrew(p), CrewWaiting) > n(ProgWaiting) || n(ProgInPlace) > n(ProgPlaces) {
					rt.Fatalf("month %d, programme %d: %d wait for staff of %d, %d in %d places", m, p, at(ProgrammeCrew(p), CrewWaiting), n(ProgWaiting), n(ProgInPlace), n(ProgPlaces))
				}
			}
		}
	})
	for _, k := range []Crew{PathwayCrew(PathHeartFailure), PathwayCrew(PathSelfManagement), ProgrammeCrew(ProgPregnancy), ProgrammeCrew(ProgYouth), AccessCrew} {
		if given[k] == 0 || lacked[k] == 0 || waited[k] == 0 && k != AccessCrew {
			t.Errorf("crew %d: %.0f centi-hours given, %.0f lacked, %.0f waited: the law was not tried", k, given[k], lacked[k], waited[k])
		}
	}
}

// Who would take part in a pathway takes part or waits for staff, counted one by one;
// who waits has no effect of it.
func TestWhoWaitsForStaffIsCounted(t *testing.T) {
	c := crewConfig(6000)
	c.Labour.Pool = []float64{0.0002} // one or two people a year for four services
	w := opened(t, c)
	some := false
	for range 36 {
		if err := w.live(t.Context()); err != nil {
			t.Fatal(err)
		}
		m := w.cycle - 1
		var would, in int64
		for i := range w.people {
			if p := &w.people[i].who; p.class != vacant && w.pathFor(p, PathHeartFailure) {
				rank, willing := w.pathOffer(p, PathHeartFailure)
				would += int64(one(willing && rank < w.paths.cut[PathHeartFailure]))
				in += int64(one(w.takesPart(i, PathHeartFailure)))
			}
		}
		at := func(s Series) int64 { return w.rec.months[s][m] }
		waits := at(CrewSeries(PathwayCrew(PathHeartFailure), CrewWaiting))
		if parts := at(PathwaySeries(PathHeartFailure, PathParticipants)); parts != in || parts+waits != would {
			t.Fatalf("month %d: %d take part and %d wait of %d, counted %d", m, parts, waits, would, in)
		}
		some = some || in > 0 && waits > 0
	}
	if !some {
		t.Error("never did some take part and others wait")
	}
}

// With fewer people to be found services give fewer hours, later, to fewer people, leave
// more waiting, take fewer hours away from other services and cost less; with plenty
// nobody waits once the workers carry a full load.
func TestShortageIsFeltInServices(t *testing.T) {
	world := func(pool float64) *Result {
		c := crewConfig(6000)
		c.Labour.Pool, c.Labour.Absence = []float64{0.01}, 0
		for k := range c.Schedule[0].Plan.Programmes {
			c.Schedule[0].Plan.Programmes[k].Places = 40
		}
		c.Schedule[0].Plan.Market = &Market{Pool: pool, HireLag: c.Labour.HireLag, Turnover: 0.12, Wages: 1}
		return run(t, c)
	}
	none, few, many := world(0), world(0.02), world(1)
	for _, k := range []Crew{PathwayCrew(PathHeartFailure), ProgrammeCrew(ProgPregnancy), ProgrammeCrew(ProgYouth), AccessCrew} {
		a, b := crewTotal(few, k, CrewGiven), crewTotal(many, k, CrewGiven)
		if crewTotal(none, k, CrewGiven) != 0 || a >= b || b == 0 {
			t.Errorf("crew %d: %d, %d and %d centi-hours given", k, crewTotal(none, k, CrewGiven), a, b)
		}
		if a, b := crewTotal(few, k, CrewVacant), crewTotal(many, k, CrewVacant); a <= b {
			t.Errorf("crew %d: %d centi-FTE vacant with few people to be found, %d with many", k, a, b)
		}
		if a, b := crewTotal(few, k, CrewWaiting), crewTotal(many, k, CrewWaiting); k != AccessCrew && a <= b {
			t.Errorf("crew %d: %d wait with few people to be found, %d with many", k, a, b)
		}
	}
	if a, b, c := total(none, MonthDisplaced), total(few, MonthDisplaced), total(many, MonthDisplaced); a != 0 || b == 0 || b >= c {
		t.Errorf("displaced %d, %d and %d centi-hours", a, b, c)
	}
	if a, b, c := none.Ledger.ProgrammeCost(0, 72), few.Ledger.ProgrammeCost(0, 72), many.Ledger.ProgrammeCost(0, 72); a != 0 || b <= 0 || b >= c {
		t.Errorf("the services cost %d, %d and %d cents", a, b, c)
	}
	num := func(r *Result) (n int64) {
		for year := range r.Years {
			n += r.At(FoundByAccess, year, 0, GroupAll).Num
		}
		return n
	}
	if a, b, c := num(none), num(few), num(many); a != 0 || b >= c {
		t.Errorf("%d, %d and %d needs come to light at access points", a, b, c)
	}
}

// What is bought outside the region asks nobody here: no post, no hour of another
// service, and the work is all there at once.
func TestBoughtOutsideTheRegion(t *testing.T) {
	c := crewConfig(6000)
	c.Labour.Pool = []float64{0}
	p := &c.Schedule[0].Plan
	p.Pathways[PathHeartFailure].External, p.Access.External = true, true
	for k := range p.Programmes {
		p.Programmes[k].External = true
	}
	r := run(t, c)
	for s := MonthCrews; s < NumSeries; s++ {
		if total(r, s) != 0 {
			t.Errorf("series %d of the crews counts %d", s, total(r, s))
		}
	}
	if total(r, MonthDisplaced) != 0 || total(r, MonthHired) != 0 {
		t.Errorf("%d centi-hours are displaced, %d centi-FTE hired", total(r, MonthDisplaced), total(r, MonthHired))
	}
	if total(r, PathwaySeries(PathHeartFailure, PathHours)) == 0 || progTotal(r, ProgYouth, ProgHours) == 0 {
		t.Error("nothing is bought")
	}
}

// Crews and coaches hire from one pool: no more people than it had and gained, and fewer
// for the coaches where a service hires as well. Who is needed elsewhere, of another
// qualification, is not missed.
func TestServicesHireFromTheSamePool(t *testing.T) {
	hired := func(services bool, qualification int) (coachMonths, all float64, c Config) {
		c = crewConfig(6000)
		c.Labour.Pool, c.Labour.Turnover, c.Labour.HireLag = []float64{0.0005, 0.01}, 0, 0.5
		c.Labour.Professions = [NumProfessions]int{qualification, qualification, qualification, qualification}
		p := &c.Schedule[0].Plan
		start := c.Calendar.Start
		p.Teams = []Team{{Start: start}, {Start: start}}
		p.Zorgcoach = Posts{FTE: 3, Start: start}
		if !services {
			p.Pathways, p.Programmes, p.Access = [NumPathways]PathwayPlan{}, [NumProgrammes]ProgrammePlan{}, Neighbourhoods{}
		}
		r := run(t, c)
		return float64(total(r, RoleSeries(Zorgcoach, 1))) / 100, float64(total(r, MonthHired)) / 100, c
	}
	alone, _, _ := hired(false, 0)
	shared, all, c := hired(true, 0)
	other, _, _ := hired(true, 1)
	if shared >= alone || other != alone {
		t.Errorf("%.2f months of coaches without services, %.2f beside services of the same qualification, %.2f of another", alone, shared, other)
	}
	if most := 1 + c.Labour.Pool[0]*6000*6 + 0.5; all > most {
		t.Errorf("%.2f people are hired of %.2f", all, most)
	}
}
