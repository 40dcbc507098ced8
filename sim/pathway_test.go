package sim

import (
	"context"
	"math"
	"testing"

	"piramide/internal/draw"
	"piramide/sim/finance"
)

// pathConfig is the test world with heart failure and a pathway for it from the first
// month, without preparation, offered to a share of those it is for; effects as given.
// The work is bought, so that nobody waits for staff.
func pathConfig(people int, coverage float64, effects ...PathwayEffect) Config {
	c := testConfig(people)
	share := make(Table, len(c.Conditions[0].Share))
	for class := range share {
		if class/(Sexes*len(c.States)) >= 40 {
			share[class] = 0.4
		}
	}
	c.Conditions = append(c.Conditions, Condition{Name: "heart_failure", Share: share})
	c.Pathways[PathHeartFailure] = Pathway{Condition: "heart_failure", By: Nurse, Hours: 12, Effects: effects, Gain: 0.3}
	c.Pathways[PathSelfManagement] = Pathway{By: Nurse, Hours: 6}
	c.PathwayNorms = PathwayNorms{Grow: 1, Uptake: 1, PerGroup: 5, Hour: [NumProfessions]finance.Cents{9000, 8500, 8600, 9900}}
	p := c.Before
	p.Instruments = append(careAsToday(), finance.Instrument{
		Name: "paths", Payer: finance.Federal, Payee: finance.GPPractices, Plan: true,
		Terms: finance.ConventionServices{Services: []finance.ServiceFee{{Service: finance.PathwayWork}, {Service: finance.SelfManagement}, {Service: finance.SharedRecord}, {Service: finance.PlanMeeting}}},
	})
	p.Pathways[PathHeartFailure] = PathwayPlan{Start: c.Calendar.Start, Coverage: coverage, By: Nurse, External: true}
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	return c
}

// lives are the digests of the cohort by slot; who could ever take part in the
// heart-failure pathway is told apart by the keys at the branch.
func pathLives(t *testing.T, c Config) (lives []uint64, could []bool, r *Result) {
	t.Helper()
	w := started(t, c)
	keys := make([]uint64, len(w.people))
	for i := range keys {
		if keys[i] = w.people[i].key; w.people[i].class == vacant {
			keys[i] = 0
		}
	}
	r, err := w.Run(context.Background(), c.Schedule, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, key := range keys {
		if key != 0 {
			lives = append(lives, w.people[i].life)
			could = append(could, lies(key, draw.StartCondition.At(1), 0.4))
		}
	}
	return lives, could, r
}

func differ(a, b []uint64) (n int) {
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// A pathway whose effect is 1 changes nobody, and costs hours and money; one that the
// plan begins after the accounts changes nothing at all.
func TestPathwayWithoutEffectChangesNobody(t *testing.T) {
	null := []PathwayEffect{{Event: "death", Part: 1, Among: 1}, {Event: "stay", Part: 0.3, Among: 0.5}}
	on := pathConfig(4000, 0.5, null...)
	off := pathConfig(4000, 0.5, null...)
	off.Schedule[0].Plan.Pathways = [NumPathways]PathwayPlan{}
	later := pathConfig(4000, 0.5, PathwayEffect{Event: "death", LogHR: -5, Part: 1, Among: 1})
	later.Schedule[0].Plan.Pathways[PathHeartFailure].Start += 1200
	lives, _, none := pathLives(t, off)
	for name, c := range map[string]Config{"effect 1": on, "later": later} {
		got, _, r := pathLives(t, c)
		if n := differ(lives, got); n != 0 {
			t.Errorf("%s: %d lives differ", name, n)
		}
		for s := range MonthDisplaced {
			if total(r, s) != total(none, s) {
				t.Errorf("%s: series %d moved", name, s)
			}
		}
		hours, cost := total(r, PathwaySeries(PathHeartFailure, PathHours)), r.Ledger.ProgrammeCost(0, 36)
		if name == "later" {
			if hours != 0 || cost != 0 || total(r, PathwaySeries(PathHeartFailure, PathParticipants)) != 0 {
				t.Errorf("%s: %d centi-hours, %d cents", name, hours, cost)
			}
			continue
		}
		if hours == 0 || total(r, MonthDisplaced) != total(none, MonthDisplaced) { // who works outside the region leaves no service here
			t.Errorf("%s: %d centi-hours of work, %d displaced", name, hours, total(r, MonthDisplaced))
		}
		// An hour costs 90 euro; a buurt rounds once a month.
		if got, want := cost.Euro(), float64(hours)/100*90; math.Abs(got-want) > 0.5*36*2 {
			t.Errorf("%s: costs %.2f, its hours %.2f", name, got, want)
		}
	}
	if cost := none.Ledger.ProgrammeCost(0, 36); cost != 0 || total(none, PathwaySeries(PathHeartFailure, PathEligible)) != 0 {
		t.Errorf("without a pathway %d cents and %d people are counted", cost, total(none, PathwaySeries(PathHeartFailure, PathEligible)))
	}
}

// A pathway that lowers death changes the lives of people with the condition and of
// nobody else: no other event's candidate point moves.
func TestPathwayLowersItsHazardOnly(t *testing.T) {
	base, could, none := pathLives(t, pathConfig(8000, 0.8))
	got, _, r := pathLives(t, pathConfig(8000, 0.8, PathwayEffect{Event: "death", LogHR: math.Log(0.3), Part: 1, Among: 1}))
	with := 0
	for i := range base {
		if base[i] != got[i] {
			if with++; !could[i] {
				t.Fatal("the life of somebody without the condition changes")
			}
		}
	}
	if d0, d1 := total(none, MonthDeaths), total(r, MonthDeaths); with == 0 || d1 >= d0 {
		t.Errorf("%d lives differ; %d deaths became %d", with, d0, d1)
	}
}

// The trials may speak of a part of the participants, and of a part of their stays.
// Everybody over 40 takes part; stays there that the effect takes away whole are the
// part times the share. Bands are 5 standard errors of a binomial count of about 900
// (false-alarm rate under 10⁻⁶).
func TestPathwayActsOnItsPart(t *testing.T) {
	stays := func(part, among float64, by Profession) (n int64) {
		c := pathConfig(8000, 1, PathwayEffect{Event: "stay", LogHR: -50, Part: part, Among: among})
		for class := range c.Conditions[1].Share {
			c.Conditions[1].Share[class] = 1
		}
		for k := range c.Population.GMD {
			c.Population.GMD[k] = 1
		}
		c.Finding.Refusal = 0
		c.Schedule[0].Plan.Pathways[PathHeartFailure].By = by
		r := run(t, c)
		for year := range r.Years {
			n += r.At(UnplannedStays, year, 0, GroupGeneral).Num + r.At(UnplannedStays, year, 0, GroupChronic).Num
		}
		return n
	}
	all := stays(0, 1, Nurse)
	for _, x := range []struct{ part, among float64 }{{0.25, 1}, {1, 0.3}, {0.5, 0.5}} {
		got, want := float64(stays(x.part, x.among, Nurse)), float64(all)*(1-x.part*x.among)
		// Residents of nursing homes, a few per cent of these tiers, take no part.
		if se := math.Sqrt(float64(all)) / 2; math.Abs(got-want) > 5*se+0.05*float64(all) {
			t.Errorf("part %g among %g: %g of %d stays, expected %.0f", x.part, x.among, got, all, want)
		}
	}
	if n := stays(1, 1, SocialWorker); n != all {
		t.Errorf("work of another profession than the trials takes away %d stays", all-n)
	}
}

// Who takes part is counted as people change; at the end it is who takes part now.
func TestParticipantsAreCounted(t *testing.T) {
	c := pathConfig(6000, 0.6)
	c.PathwayNorms.Prepare, c.PathwayNorms.Grow = 6, 12
	c.Schedule[0].Plan.Pathways[PathSelfManagement] = PathwayPlan{Start: c.Calendar.Start, Coverage: 0.3, By: Nurse, Groups: true, External: true}
	w := opened(t, c)
	for range 36 {
		if err := w.live(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []PathwayID{PathHeartFailure, PathSelfManagement} {
		var eligible, parts int64
		for i := range w.people {
			if p := &w.people[i].who; p.class != vacant && w.pathFor(p, path) {
				eligible++
				if w.takesPart(i, path) {
					parts++
				}
			}
		}
		last := func(what int) int64 { return w.rec.months[PathwaySeries(path, what)][35] }
		if last(PathEligible) != eligible || last(PathParticipants) != parts || parts == 0 {
			t.Errorf("pathway %d: counted %d of %d, there are %d of %d", path, last(PathParticipants), last(PathEligible), parts, eligible)
		}
		// 60 % of some 1,000 people: 5 standard errors, a false-alarm rate under 10⁻⁶.
		coverage := c.Schedule[0].Plan.Pathways[path].Coverage
		if got, se := float64(last(PathOffered))/float64(eligible), math.Sqrt(coverage*(1-coverage)/float64(eligible)); math.Abs(got-coverage) > 5*se {
			t.Errorf("pathway %d: offered to %.3f of those it is for", path, got)
		}
		for m := range 36 {
			n := w.rec.months[PathwaySeries(path, PathOffered)][m]
			switch {
			case m < 6 && n != 0:
				t.Errorf("month %d: offered to %d people in the preparation", m, n)
			case m > 6 && m < 18 && n <= w.rec.months[PathwaySeries(path, PathOffered)][m-2]:
				t.Errorf("month %d: the offer does not grow", m)
			}
		}
	}
	// In group an hour reaches five people.
	hours := w.rec.months[PathwaySeries(PathSelfManagement, PathHours)][35]
	parts := w.rec.months[PathwaySeries(PathSelfManagement, PathParticipants)][35]
	if want := float64(parts) * 6 / 12 / 5 * 100; math.Abs(float64(hours)-want) > 2 {
		t.Errorf("%d centi-hours for %d people in group", hours, parts)
	}
}

// Of coordination and a pathway on the same hazard the stronger counts.
func TestStrongestOfCareAndPathwayCounts(t *testing.T) {
	w := opened(t, pathConfig(2000, 1, PathwayEffect{Event: "death", LogHR: math.Log(0.7), Part: 1, Among: 1}))
	w.openPathways()
	at := -1
	for i := range w.people {
		if w.people[i].class != vacant && w.takesPart(i, PathHeartFailure) && w.people[i].episode == none {
			at = i
			break
		}
	}
	if at < 0 {
		t.Fatal("nobody takes part")
	}
	e := w.openEpisode(at, 0)
	for _, x := range []struct{ care, want float64 }{{1, 0.7}, {0.9, 0.7}, {0.5, 0.5}, {1.1, 0.7}} {
		e.effects[onDeath] = float32(math.Log(x.care))
		if got := w.effectOn(at, onDeath, 2); math.Abs(got-x.want) > 1e-6 {
			t.Errorf("care %g and pathway 0.7 act as %g, expected %g", x.care, got, x.want)
		}
	}
}

// A care plan that is shared costs consultations and moves its own indicator, and a
// plan that is reviewed late moves the indicator of reviews down; neither moves a life.
// The shared record costs by head; it saves no hours by itself, and as many as are said.
func TestSharedPlanAndRecord(t *testing.T) {
	live := func(change func(*Plan, *Config)) ([]uint64, *Result) {
		c := pathConfig(4000, 0)
		paths := c.Schedule[0].Plan.Instruments
		p := fullPlan(c.Calendar.Start)
		p.Instruments = append(p.Instruments, paths[len(paths)-1])
		c.Care.PlanMeeting, c.Care.RecordYear = 24_000, 400
		change(&p, &c)
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		lives, _, r := pathLives(t, c)
		return lives, r
	}
	share := func(r *Result, x Indicator) float64 {
		var num, den int64
		for year := range r.Years {
			num, den = num+r.At(x, year, 0, GroupAll).Num, den+r.At(x, year, 0, GroupAll).Den
		}
		return float64(num) / float64(den)
	}
	base, today := live(func(*Plan, *Config) {})
	lives, shared := live(func(p *Plan, _ *Config) { p.PlanShared = true })
	if differ(base, lives) != 0 || share(today, PlanShared) != 0 || share(shared, PlanShared) < 0.5 {
		t.Errorf("shared %.2f of the plans; %d lives differ", share(shared, PlanShared), differ(base, lives))
	}
	meetings := shared.Ledger.ProgrammeCost(0, 36) - today.Ledger.ProgrammeCost(0, 36)
	if want := finance.Cents(total(shared, MonthPlans) * 24_000); meetings != want || want == 0 {
		t.Errorf("consultations cost %d cents, expected %d", meetings, want)
	}
	_, late := live(func(p *Plan, _ *Config) { p.PlanReview = 12 })
	_, start := live(func(p *Plan, c *Config) { p.CarePlanFrom = c.Calendar.Start + 18 })
	for name, r := range map[string]*Result{"reviewed once a year": late, "begun later": start} {
		if share(r, PlanReviewed) >= share(today, PlanReviewed) {
			t.Errorf("%s: %.2f reviewed in time, against %.2f", name, share(r, PlanReviewed), share(today, PlanReviewed))
		}
	}
	asked := func(r *Result) int64 { return total(r, RoleSeries(Zorgcoach, 3)) }
	lives, record := live(func(p *Plan, c *Config) { p.Record = RecordPlan{Start: c.Calendar.Start, Coverage: 0.8} })
	if differ(base, lives) != 0 || asked(record) != asked(today) || total(record, MonthRecords) == 0 {
		t.Errorf("the record changes %d lives and %d hours for %d people", differ(base, lives), asked(record)-asked(today), total(record, MonthRecords))
	}
	if got, want := (record.Ledger.ProgrammeCost(0, 36) - today.Ledger.ProgrammeCost(0, 36)).Euro(), float64(total(record, MonthRecords))*4/12; math.Abs(got-want) > 0.5 {
		t.Errorf("the record costs %.2f, expected %.2f", got, want)
	}
	_, faster := live(func(p *Plan, c *Config) {
		p.Record, c.Care.RecordSaved = RecordPlan{Start: c.Calendar.Start, Coverage: 0.8}, 0.2
	})
	if total(faster, MonthServed) <= total(today, MonthServed) {
		t.Errorf("with time saved %d people get a place, against %d", total(faster, MonthServed), total(today, MonthServed))
	}
}

// Group sessions and buurt actions move their own counts, and end with the lever.
func TestGroupSessionsAreCounted(t *testing.T) {
	live := func(groups bool, actions float64) *Result {
		c := testConfig(3000)
		p := fullPlan(c.Calendar.Start)
		p.GroupSessions, p.BuurtActions = groups, actions
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		return run(t, c)
	}
	with, without := live(true, 0), live(false, 0)
	if total(with, MonthGroupAttendance) == 0 || total(without, MonthGroupAttendance) != 0 {
		t.Errorf("%d people at sessions, %d without", total(with, MonthGroupAttendance), total(without, MonthGroupAttendance))
	}
	if a := total(with, MonthBuurtActions); a == 0 || a != total(without, MonthBuurtActions) {
		t.Errorf("%d buurt actions, %d without group sessions", a, total(without, MonthBuurtActions))
	}
	more, none := live(true, 24), live(true, -1)
	if total(more, MonthBuurtActions) <= total(with, MonthBuurtActions) || total(none, MonthBuurtActions) != 0 {
		t.Errorf("%d buurt actions, %d with more and %d with none", total(with, MonthBuurtActions), total(more, MonthBuurtActions), total(none, MonthBuurtActions))
	}
}
