package sim

import (
	"math"
	"slices"
	"testing"
)

// client makes a citizen of a tier, at home and in need, a client of the coach
// of the first buurt since a cycle, and returns the episode.
func client(t *testing.T, w *World, tier, since int) *episode {
	t.Helper()
	nb := &w.buurten[0]
	for i := nb.lo; i < nb.hi; i++ {
		class := w.people[i].class
		if class == vacant || w.m.state(class) != tier || w.people[i].episode != none {
			continue
		}
		e := w.openEpisode(i, 0)
		e.began[seatCoach] = int32(since * daysPerMonth)
		return e
	}
	t.Fatal("nobody of this tier")
	return nil
}

// workers gives the first buurt coaches of so many FTE who are past learning.
func workers(w *World, fte float64) {
	w.staff.areas[Zorgcoach][0].posts = []post{{fte: fte, since: -1000, away: w.m.cfg.Labour.Absence}}
	w.staff.areas[Zorgcoach][0].now = int32(w.cycle)
}

// Effects by hand (docs/model.md 7.8): log hazard ratio of the months since onset × the
// hours received over those of dose 1, at most 1, × the maturity of the team; the
// strongest counts; a condition's effect is for those who have it.
func TestEffectByHand(t *testing.T) {
	const a, b, c = -0.1, -0.2, -0.4
	for name, x := range map[string]struct {
		tier, months int
		fte, mature  float64
		want         float64 // on unplanned stays
	}{
		"start-up, before onset":                {2, 1, 1, 0.5, 0},
		"first month of effect, 0.8 hours":      {2, 3, 1, 0.5, a * 0.8 * 0.5},
		"second month":                          {2, 4, 1, 0.5, b * 0.8 * 0.5},
		"the last value lasts":                  {2, 9, 1, 0.5, c * 0.8 * 0.5},
		"complex: 2 hours are no more than 1":   {3, 9, 1, 0.5, c * 0.5},
		"light follow-up, half an hour":         {3, 12, 1, 0.5, c * 0.5 * 0.5},
		"a mature team":                         {2, 9, 1, 1, c * 0.8},
		"half the hours that are asked":         {2, 9, 0.4 / 79.9, 1, c * 0.4},
		"nobody there":                          {2, 9, 0, 1, 0},
		"the month after the start-up, onset 3": {2, 2, 1, 1, 0},
	} {
		cfg := testConfig(2000)
		cfg.Before.P3, cfg.Schedule[0].Plan.P3, cfg.Calendar.BurnIn = 0, 0, 0
		cfg.Effects = []Effect{
			{Name: "weak", Role: Zorgcoach, Event: "stay", LogHR: []float64{-0.01}, Onset: 3},
			{Name: "strong", Role: Zorgcoach, Event: "stay", LogHR: []float64{a, b, c}, Onset: 3},
			{Name: "weaker", Role: Zorgcoach, Event: "stay", LogHR: []float64{0.02}, Onset: 3},
			{Name: "of the case manager", Role: Casemanager, Event: "stay", LogHR: []float64{-3}},
			{Name: "dementia", Role: Zorgcoach, Event: "nursing_home", Condition: "dementia", LogHR: []float64{-1}},
		}
		w := opened(t, cfg)
		w.cycle = 40
		e := client(t, w, x.tier, w.cycle-x.months)
		workers(w, x.fte)
		w.buurten[0].mature = x.mature
		w.follow()
		if got := float64(e.effects[onUnplanned]); math.Abs(got-x.want) > 1e-6 {
			t.Errorf("%s: log hazard ratio %.4f, by hand %.4f", name, got, x.want)
		}
		if has := w.hasCondition(int(e.slot), 0); (e.effects[onNursingHome] != 0) != (has && x.fte > 0) {
			t.Errorf("%s: effect on the nursing home %g, dementia %v", name, e.effects[onNursingHome], has)
		}
		if got, want := w.effectOn(int(e.slot), onUnplanned, 2), math.Exp(float64(e.effects[onUnplanned])); math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: factor %g, not %g", name, got, want)
		}
	}
}

// An effect on a move from one state acts on who is in that state and on nobody
// else, and on that move alone.
func TestEffectOnOneMoveByHand(t *testing.T) {
	for tier, want := range map[int]float64{2: -0.3, 3: 0} {
		cfg := testConfig(2000)
		cfg.Before.P3, cfg.Schedule[0].Plan.P3, cfg.Calendar.BurnIn = 0, 0, 0
		cfg.Effects = []Effect{{Name: "decline", Role: Zorgcoach, Event: "up", State: cfg.States[2].Name, LogHR: []float64{-0.3}}}
		w := opened(t, cfg)
		w.cycle = 40
		e := client(t, w, tier, w.cycle-3)
		workers(w, 1)
		w.buurten[0].mature = 1
		w.follow()
		for on, got := range e.effects {
			wanted := 0.0
			if on == onUp {
				wanted = want
			}
			if tier == 2 && on == onUp {
				wanted *= 0.8 // hours of medium follow-up over those of dose 1
			}
			if math.Abs(float64(got)-wanted) > 1e-6 {
				t.Errorf("tier %d: log hazard ratio on %s is %g, by hand %g", tier, affectedNames[on], got, wanted)
			}
		}
	}
}

// A place by hand: of the need at home two thirds are high_risk and one third
// complex; the review lets four in ten go, so that an episode lasts 30 months: 2
// of start-up at 6 hours, 10 at 2/3 × 0.8 + 1/3 × 2 = 1.2, 18 at half an hour. A
// case manager's: 2 at 6 hours and 28 at 2.
func TestPlaceByHand(t *testing.T) {
	w := opened(t, testConfig(1000))
	if got, want := w.care.place, [numSeats]float64{(12.0 + 12 + 9) / 30, (12.0 + 56) / 30, 6}; math.Abs(got[0]-want[0]) > 1e-9 || math.Abs(got[1]-want[1]) > 1e-9 {
		t.Errorf("a place takes %v hours a month, by hand %v", got, want)
	}
}

// Law 6: no hour twice. In no month are more places given than the caseload of
// the workers holds, nor more intakes than fit in the hours that the present
// clients leave, those of one intake from the month before included.
func TestPlacesFitInTheHours(t *testing.T) {
	c := testConfig(8000)
	c.Care.PatienceMonths, c.Labour.HireLag, c.Labour.Pool = 60, 0.5, nil
	c.Care.StartupHours, c.Care.MediumHours, c.Care.IntensiveHours = 2, 0.1, 0.1 // so that places bind, and not only the hours of intakes
	p := fullPlan(c.Calendar.Start)
	p.Zorgcoach = Posts{FTE: 0.3, Start: c.Calendar.Start}
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	w := opened(t, c)
	given, full := 0, 0
	for w.cycle < c.Calendar.Cycles {
		for k := range Phases {
			if Phases[k].Name != "care" {
				Phases[k].live(w)
				continue
			}
			spare := make([]float64, len(w.care.coach))
			for b := range spare {
				spare[b] = w.care.coach[b].spare
			}
			Phases[k].live(w)
			for b := range w.care.coach {
				d := &w.care.coach[b]
				served := 0
				for _, end := range d.done {
					served += int(one(end.served))
				}
				hours := w.hours(Zorgcoach, b)
				left := math.Max(0, hours-w.care.asked[seatCoach][b]) + math.Min(spare[b], c.Care.StartupHours)
				if float64(served)*c.Care.StartupHours > left+1e-6 {
					t.Fatalf("month %d, buurt %d: %d intakes in %.1f hours", w.cycle, b, served, left)
				}
				if served > 0 && float64(d.occupied)*w.care.place[seatCoach] > hours+1e-6 {
					t.Fatalf("month %d, buurt %d: %d places in %.1f hours", w.cycle, b, d.occupied, hours)
				}
				given += served
				full += int(one(d.length() > 0 && float64(d.occupied+1)*w.care.place[seatCoach] > hours))
			}
		}
		w.cycle++
		w.month++
	}
	if given == 0 || full == 0 {
		t.Errorf("%d places given, %d months with a full caseload: the law was not tried", given, full)
	}
}

// With the highest known risk first, complex need stands before high_risk need
// that asked earlier; else who asked first stands first.
func TestQueueOrder(t *testing.T) {
	for _, order := range []Order{FirstCome, HighestKnownRisk} {
		c := testConfig(4000)
		c.Before.P3, c.Calendar.BurnIn = 0, 0
		p := fullPlan(c.Calendar.Start)
		p.Queue.Order = order
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		w := opened(t, c)
		var line []int // tiers in the order of the desk
		ask := func(tier int) {
			nb := &w.buurten[0]
			for i := nb.lo; i < nb.hi; i++ {
				if class := w.people[i].class; class != vacant && w.m.state(class) == tier && w.people[i].episode == none {
					w.ask(i, 0, seatCoach)
					return
				}
			}
		}
		for range 5 {
			ask(2)
		}
		w.cycle, w.month = w.cycle+1, w.month+1
		for range 5 {
			ask(3)
		}
		d := &w.care.coach[0]
		for k := range d.events {
			d.events[k].t.deadline = math.MaxInt32
		}
		for _, end := range d.month(0, 60, 1, 0) {
			t.Fatalf("somebody was served: %v", end)
		}
		for _, x := range d.waiting {
			line = append(line, int(w.m.rows[w.people[w.care.episodes[x.id].slot].class].tier))
		}
		first := map[Order]int{FirstCome: 2, HighestKnownRisk: 3}[order]
		if len(line) != 10 || line[0] != first || line[4] != first || line[5] == first {
			t.Errorf("order %d: the line has tiers %v", order, line)
		}
	}
}

// Refusal and patience have their shares: high_risk need refuses in 30 %, complex
// in 36 %, the lowest quintile at 1.5 times the odds of the highest; patience lasts
// six months on average. Bands of five standard errors: false alarms under 10⁻⁵.
func TestRefusalAndPatience(t *testing.T) {
	c := testConfig(150_000)
	c.Before.P3, c.Calendar.BurnIn = 0, 0
	c.Schedule = []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start)}}
	w := opened(t, c)
	var refused, asked [2][Quintiles]float64
	var wait, waits float64
	for b := range w.buurten {
		for i := w.buurten[b].lo; i < w.buurten[b].hi; i++ {
			class := w.people[i].class
			if class == vacant || w.m.rows[class].bits&rowNeed == 0 {
				continue
			}
			tier, q := w.m.rows[class].tier-2, w.quintile(i)
			asked[tier][q]++
			refused[tier][q] += float64(one(w.refused(i)))
			w.ask(i, b, seatCoach)
			x := w.episodeOf(i).ticket[seatCoach]
			wait += float64(x.deadline - x.asked)
			waits++
		}
	}
	for tier, p := range []float64{0.3, 0.36} {
		for q, n := range asked[tier] {
			odds := p / (1 - p) * math.Pow(1.5, (2-float64(q))/4)
			want := odds / (1 + odds)
			if got, se := refused[tier][q]/n, math.Sqrt(want*(1-want)/n); math.Abs(got-want) > 5*se {
				t.Errorf("tier %d, quintile %d: %.3f refuse of %.0f, expected %.3f", tier+2, q, got, n, want)
			}
		}
	}
	// Exponential, cut to whole days: half a day less.
	if mean := 6.0*daysPerMonth - 0.5; math.Abs(wait/waits-mean) > 5*6*daysPerMonth/math.Sqrt(waits) {
		t.Errorf("patience lasts %.1f days on average, expected %.1f", wait/waits, mean)
	}
}

// GP contacts have the mean of the class by VT, times the ratio of a PHM run for
// the screened and for nobody else.
func TestContactsOfTheScreened(t *testing.T) {
	c := testConfig(1000)
	p := fullPlan(c.Calendar.Start)
	p.PHM.Use[useContacts] = 1.2
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	w := opened(t, c)
	for _, class := range []int{0, Class(80, 1, 3, w.m.n)} {
		for kind, perYear := range [8]float64{4.5, 4.5 * 1.2, 6.5, 6.5 * 1.2, 4.5, 4.5 * 1.2, 6.5, 6.5 * 1.2} { // screened is bit 0, VT bit 1, enrolled bit 2
			var mean float64
			for _, cut := range w.contacts[class][kind] {
				mean += 1 - float64(cut)/65536
			}
			if want := perYear / 12; math.Abs(mean-want) > 2e-4 {
				t.Errorf("class %d, kind %d: %.4f contacts a month, expected %.4f", class, kind, mean, want)
			}
		}
	}
	if got := contactKind(screened | hasVT | hasGMD | inCohort); got != 7 {
		t.Errorf("screened with VT and enrolled is kind %d", got)
	}
	if got := contactKind(hasVT | known); got != 2 {
		t.Errorf("VT is kind %d", got)
	}
}

// Of a hundred people five cost 99 euro and the others one: the costliest one per
// cent carry 99 of 590 euro, five 495, ten 500.
func TestConcentrationByHand(t *testing.T) {
	r := record{hist: make([]costBucket, costBuckets)}
	r.hist[1] = costBucket{95, 9500}
	r.hist[99] = costBucket{5, 49500}
	got := r.concentration()
	want := Concentration{99.0 / 590, 495.0 / 590, 500.0 / 590}
	for _, d := range []float64{got.Top1 - want.Top1, got.Top5 - want.Top5, got.Top10 - want.Top10} {
		if math.Abs(d) > 1e-12 {
			t.Errorf("%v, by hand %v", got, want)
		}
	}
	if r.hist[99].people != 0 {
		t.Error("the next year begins with the people of this one")
	}
}

// A team that waits for an occasion is asked less and later than one that makes the
// offer; with coaches enough fewer of those in need hold a place.
func TestProactiveTeamsAreAskedSooner(t *testing.T) {
	result := func(proactive bool) *Result {
		c := testConfig(4000)
		c.Effects, c.Labour.Pool, c.Labour.HireLag, c.Care.PatienceMonths = nil, nil, 0.5, 1000
		p := fullPlan(c.Calendar.Start)
		p.Zorgcoach, p.Casemanagers, p.Proactive = Posts{FTE: 4, Start: c.Calendar.Start}, Posts{}, proactive
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		return run(t, c)
	}
	offers, waits := result(true), result(false)
	asked := func(r *Result) (n int64) {
		for _, x := range r.Months[DeskSeries(seatCoach, 0)][:12] {
			n += x
		}
		return n
	}
	if a, b := asked(offers), asked(waits); b == 0 || a <= b {
		t.Errorf("in the first year %d ask a proactive team and %d a reactive one", a, b)
	}
	if a, b := whole(offers, InCare).value(), whole(waits, InCare).value(); a <= b {
		t.Errorf("a proactive team has %.3f of those in need in care, a reactive one %.3f", a, b)
	}
	if !slices.Equal(offers.Lives, waits.Lives) {
		t.Error("who is offered care without effect lives another life")
	}
}

// Escalations and the months that a team looks after somebody before case management
// are counted at the client: a move to complex need while the coach has a place, once;
// and from the first contact of the coach to that of the case manager.
func TestEscalationsAndMonthsInTheOwnTeam(t *testing.T) {
	c := poolConfig(2000)
	c.Schedule = []Dated{{c.Calendar.Start, poolPlan(&c, nil)}}
	w := opened(t, c)
	w.cycle = 7
	num := func(x Indicator) (n int64) {
		for _, k := range w.rec.cells[0].num[x] {
			n += k
		}
		return n
	}
	e := client(t, w, 2, 2) // since the third month
	class := w.people[e.slot].class
	w.escalate(int(e.slot), class, class) // no move
	w.escalate(int(e.slot), class, class+1)
	w.escalate(int(e.slot), class+1, class+1) // was complex already
	if n := num(Escalations); n != 1 {
		t.Errorf("%d escalations, by hand 1", n)
	}
	e.began[seatCoach] = none
	if w.escalate(int(e.slot), class, class+1); num(Escalations) != 1 {
		t.Error("an escalation without a place in the own team counts")
	}
	e.began[seatCoach] = 2 * daysPerMonth
	w.people[e.slot].class = class + 1
	w.staff.areas[Casemanager][0].posts = []post{{fte: 1, since: -1000}}
	w.ask(int(e.slot), 0, seatCase)
	w.runPool()
	if e.began[seatCase] == none {
		t.Fatal("the case manager does not begin")
	}
	if n := num(MonthsOwnTeam); n != 5 {
		t.Errorf("%d months in the own team, by hand 5", n)
	}
}
