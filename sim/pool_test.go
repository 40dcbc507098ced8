package sim

import (
	"math"
	"testing"

	"piramide/sim/finance"
)

// poolConfig is a world with many complex needs and coaches enough, so that case
// managers are what is scarce. P3 is off.
func poolConfig(people int) Config {
	c := testConfig(people)
	c.Labour.Turnover, c.Labour.Pool, c.Labour.HireLag, c.Labour.AbsenceDays = 0, nil, 0.5, 0
	c.Labour.RampMonths, c.Before.P3, c.Effects = 0, 0, nil
	c.Care.ExpertiseShare = 1
	return c
}

func poolPlan(c *Config, change func(*Plan)) Plan {
	p := fullPlan(c.Calendar.Start)
	p.Teams[1].Start = p.Teams[0].Start
	p.Instruments = careAsToday()
	p.Zorgcoach, p.Casemanagers = Posts{FTE: 6, Start: c.Calendar.Start}, Posts{FTE: 4, Start: c.Calendar.Start}
	if change != nil {
		change(&p)
	}
	return p
}

func poolRun(t *testing.T, c Config, change func(*Plan)) *Result {
	t.Helper()
	c.Schedule = []Dated{{c.Calendar.Start, poolPlan(&c, change)}}
	return run(t, c)
}

// whole sums an indicator over the years of a region.
func whole(r *Result, x Indicator) (n Ratio) {
	for year := range r.Years {
		y := r.At(x, year, 0, GroupAll)
		n.Num, n.Den = n.Num+y.Num, n.Den+y.Den
	}
	return n
}

func (r Ratio) value() float64 { return float64(r.Num) / float64(r.Den) }

// Posts are spread over the lines by their shares, to within one post of the share at
// every size, and a post keeps its line when the pool grows.
func TestPostsBySharesOfExpertise(t *testing.T) {
	for _, p := range []Pool{
		{Expertise: [NumExpertise]float64{0.45, 0.10, 0.05, 0.02, 0.38}},
		{Expertise: [NumExpertise]float64{0.4, 0.15, 0, 0, 0.2}},
		{Expertise: [NumExpertise]float64{ExpertDementia: 1}},
	} {
		var n [numLines]int
		for k := range 400 {
			p.lineOf(k, &n)
			rest := 1.0
			for line := range numLines {
				share := rest
				if line < NumExpertise {
					share = p.Expertise[line]
					rest -= share
				}
				if off := float64(n[line]) - share*float64(k+1); math.Abs(off) > 1.5 || share < 1e-9 && n[line] > 0 {
					t.Fatalf("%v: of %d posts %d are in line %d", p.Expertise, k+1, n[line], line)
				}
			}
		}
	}
}

// A citizen asks the expertise of the rarest condition; a request joins a line that
// has a post, the general one without, and that of the largest share where no post is
// general.
func TestLineOfARequest(t *testing.T) {
	c := poolConfig(3000)
	all := make(Table, len(c.Conditions[0].Share))
	for k := range all {
		all[k] = 0.5
	}
	c.Conditions = append(c.Conditions, Condition{Name: "huntington", Share: all}, Condition{Name: "parkinson", Share: all})
	c.Schedule = []Dated{{c.Calendar.Start, poolPlan(&c, nil)}}
	w := opened(t, c)
	var n [NumExpertise]int
	for i := w.buurten[0].lo; i < w.buurten[0].hi; i++ {
		if w.people[i].class == vacant {
			continue
		}
		want := ExpertComplex
		switch {
		case w.hasCondition(i, 1):
			want = ExpertHuntington
		case w.hasCondition(i, 2):
			want = ExpertParkinson
		case w.hasCondition(i, 0):
			want = ExpertDementia
		}
		if got := w.expertiseAsked(i); got != want {
			t.Fatalf("asks %s, by hand %s", ExpertiseNames[got], ExpertiseNames[want])
		}
		n[want]++
	}
	if n[ExpertHuntington]*n[ExpertParkinson]*n[ExpertDementia]*n[ExpertComplex] == 0 {
		t.Fatalf("not every need occurs: %v", n)
	}
	plan := *w.plan
	w.plan = &plan
	w.staff.areas[Casemanager][0].posts = make([]post, 2)
	for name, x := range map[string]struct {
		shares [NumExpertise]float64
		asked  int
		want   int
	}{
		"no profile":         {[NumExpertise]float64{}, ExpertDementia, general},
		"a post has it":      {[NumExpertise]float64{ExpertDementia: 0.5}, ExpertDementia, ExpertDementia},
		"a general post":     {[NumExpertise]float64{ExpertDementia: 0.5}, ExpertMS, general},
		"no post is general": {[NumExpertise]float64{ExpertDementia: 0.6, ExpertComplex: 0.4}, ExpertMS, ExpertDementia},
	} {
		plan.Pool.Expertise = x.shares
		if got := w.lineFor(x.asked, 0); got != x.want {
			t.Errorf("%s: line %d, by hand %d", name, got, x.want)
		}
	}
	plan.Pool = Pool{InTeam: true}
	if got := w.lineFor(ExpertDementia, 1); got != numLines+1 {
		t.Errorf("in the team of the second buurt: line %d", got)
	}
}

// No hour is given twice between lines, by hand: what one line lacks the others give, in
// proportion to what they have to spare, and they take in fewer new clients.
func TestLinesStandInForEachOther(t *testing.T) {
	w := opened(t, poolConfig(1000))
	for _, x := range []struct{ hours, asked, want [3]float64 }{
		{[3]float64{80, 80, 40}, [3]float64{60, 70, 40}, [3]float64{60, 70, 40}},   // nothing is lacking
		{[3]float64{80, 80, 40}, [3]float64{95, 40, 30}, [3]float64{95, 52, 33}},   // 15 of 50
		{[3]float64{80, 80, 0}, [3]float64{70, 60, 90}, [3]float64{80, 80, 90}},    // more than there is
		{[3]float64{80, 80, 40}, [3]float64{90, 80, 100}, [3]float64{90, 80, 100}}, // nothing to spare
	} {
		clear(w.care.pooled)
		for k := range x.hours {
			w.care.pooled[k] = lineHours{x.hours[k], x.asked[k]}
		}
		w.standIn()
		for k, want := range x.want {
			if got := w.care.pooled[k].asked; math.Abs(got-want) > 1e-9 {
				t.Errorf("%v of %v asked: line %d counts %g, by hand %g", x.asked, x.hours, k, got, want)
			}
		}
	}
}

// A plan that gives up its expertise, or begins with it, on a date leaves nobody in a
// line without posts, and new clients take no more hours than those of before leave.
func TestExpertiseByDate(t *testing.T) {
	var dementia Pool
	dementia.Expertise[ExpertDementia], dementia.Fallback = 1, 600
	for _, pools := range [][2]Pool{{dementia, {}}, {{}, dementia}} {
		c := poolConfig(30_000)
		c.Schedule = nil
		for k, pool := range pools {
			p := poolPlan(&c, func(p *Plan) { p.Pool = pool })
			c.Schedule = append(c.Schedule, Dated{c.Calendar.Start + Month(18*k), p})
		}
		r := run(t, c)
		served := DeskSeries(seatCase, 1)
		if r.Months[DeskSeries(seatCase, 4)][17] == 0 {
			t.Fatal("nobody waits: nothing was tried")
		}
		after := 0
		for m := 18; m < 36; m++ {
			after += int(r.Months[served][m])
			// An intake is of whole people; who was taken in before asks the same in every line.
			if hours, asked := r.Months[RoleSeries(Casemanager, 2)][m], r.Months[RoleSeries(Casemanager, 3)][m]; float64(asked) > 1.08*float64(hours) {
				t.Errorf("month %d: %d centi-hours are asked of %d", m, asked, hours)
			}
		}
		if after == 0 {
			t.Error("nobody is served after the change")
		}
	}
}

// More posts with the expertise that most ask raise the share that finds it; a fallback
// serves sooner and matches less; without a profile nothing is matched or counted. At
// all of them posts and money are the same.
func TestExpertiseIsMatched(t *testing.T) {
	c := poolConfig(8000)
	profile := func(dementia, complex float64, fallback int) *Result {
		return poolRun(t, c, func(p *Plan) {
			p.Casemanagers.FTE = 1.5
			p.Pool = Pool{Expertise: [NumExpertise]float64{ExpertDementia: dementia, ExpertComplex: complex}, Fallback: fallback}
		})
	}
	none, few := profile(0, 0, 0), profile(0.05, 0, 3)
	half, never := profile(0.5, 0.5, 3), profile(0.5, 0.5, 1200)
	if m := whole(none, Matched); m != (Ratio{}) {
		t.Errorf("without a profile %v is matched", m)
	}
	if a, b := whole(few, Matched).value(), whole(half, Matched).value(); a >= b || b == 0 {
		t.Errorf("matched: %.3f with few experts, %.3f with half of the posts", a, b)
	}
	if a, b := whole(half, Matched).value(), whole(never, Matched).value(); b != 1 || a >= b {
		t.Errorf("matched: %.3f with a fallback after three months, %.3f without", a, b)
	}
	served := func(r *Result) (n int64) {
		for _, x := range r.Months[DeskSeries(seatCase, 1)] {
			n += x
		}
		return n
	}
	if a, b := served(half), served(never); a <= b {
		t.Errorf("%d are served with a fallback and %d without", a, b)
	}
	if a, b := none.Ledger.ProgrammeCost(0, 36), half.Ledger.ProgrammeCost(0, 36); a != b {
		t.Errorf("a profile costs %d cents", b-a)
	}
}

// The dementia effect of case management works on clients whose case manager has the
// expertise, or where the plan names no profile, and reproduces its list month by month.
func TestDementiaEffectNeedsExpertise(t *testing.T) {
	list := []float64{-0.5, -0.4, -0.3, 0.2, 0.1, 0}
	for name, x := range map[string]struct {
		profile, matched bool
		works            bool
	}{
		"no profile":       {false, false, true},
		"matched":          {true, true, true},
		"by a general one": {true, false, false},
	} {
		c := poolConfig(3000)
		c.Exclusive[4].Caps[ByCare] = math.Exp(0.2) // the worst month of the list
		c.Effects = []Effect{
			{Name: "dementia", Role: Casemanager, Event: "nursing_home", Condition: "dementia", LogHR: list},
			{Name: "everybody", Role: Casemanager, Event: "stay", LogHR: []float64{-0.1}},
		}
		c.Schedule = []Dated{{c.Calendar.Start, poolPlan(&c, func(p *Plan) {
			if x.profile {
				p.Pool.Expertise[ExpertDementia] = 0.5
			}
		})}}
		w := opened(t, c)
		var e *episode
		for i := w.buurten[0].lo; e == nil; i++ {
			if class := w.people[i].class; class != vacant && w.m.state(class) == 3 && w.hasCondition(i, 0) {
				e = w.openEpisode(i, 0)
				e.began[seatCase], e.caseDay, e.matched, e.line = 0, 0, x.matched, general
			}
		}
		w.staff.areas[Casemanager][0].posts = []post{{fte: 1, since: -1000}}
		for month := range 12 {
			w.cycle = month
			w.follow()
			want := list[min(month, len(list)-1)]
			if !x.works {
				want = 0
			}
			if got := float64(e.effects[onNursingHome]); math.Abs(got-want) > 1e-6 {
				t.Errorf("%s: month %d has %.3f on the nursing home, by hand %.3f", name, month, got, want)
			}
			if got := float64(e.effects[onUnplanned]); math.Abs(got+0.1) > 1e-6 {
				t.Errorf("%s: month %d has %.3f on stays", name, month, got)
			}
		}
	}
}

// Case managers in the team: each buurt its own, a place with the coach is given up at
// the hand-over, so that the coach has hours for others; none works where no team does.
func TestCaseManagersInTheTeam(t *testing.T) {
	c := poolConfig(6000)
	mean := func(r *Result, s Series) (sum float64) {
		for _, x := range r.Months[s] {
			sum += float64(x) / float64(len(r.Months[s]))
		}
		return sum
	}
	scarce := func(p *Plan) { p.Zorgcoach.FTE = 0.5 }
	external := poolRun(t, c, scarce)
	inTeam := poolRun(t, c, func(p *Plan) { scarce(p); p.Pool.InTeam = true; p.Casemanagers.FTE = 2 })
	if a, b := mean(external, RoleSeries(Casemanager, 0)), mean(inTeam, RoleSeries(Casemanager, 0)); a != b {
		t.Errorf("%.0f centi-FTE beside the teams, %.0f in them", a, b)
	}
	if a, b := mean(external, DeskSeries(seatCoach, 1)), mean(inTeam, DeskSeries(seatCoach, 1)); b <= a {
		t.Errorf("coaches take on %.2f people a month beside a pool, %.2f with case managers in the team", a, b)
	}
	late := poolRun(t, c, func(p *Plan) { p.Pool.InTeam = true; p.Casemanagers.FTE = 2; p.Teams[1] = Team{} })
	if a, b := mean(inTeam, RoleSeries(Casemanager, 0)), mean(late, RoleSeries(Casemanager, 0)); math.Abs(b-a/2) > 1 {
		t.Errorf("with one team of two %.0f centi-FTE of %.0f are there", b, a)
	}
}

// The specialist team takes over who is beyond the pool, whose place comes free; clients
// keep the effect of case management, with the months they had.
func TestSpecialistTeam(t *testing.T) {
	c := poolConfig(8000)
	c.Care.SpecialistShare = 0.3
	off := poolRun(t, c, func(p *Plan) { p.Casemanagers.FTE = 1 })
	on := poolRun(t, c, func(p *Plan) { p.Casemanagers.FTE = 1; p.Specialist = Posts{FTE: 1, Start: c.Calendar.Start} })
	if n := whole(off, SpecialistCare); n.Num != 0 || n.Den == 0 {
		t.Errorf("without a specialist team: %v", n)
	}
	if n := whole(on, SpecialistCare); n.Num == 0 || n.value() > 1 {
		t.Errorf("with a specialist team: %v", n)
	}
	var a, b int64
	for m := range off.Months[0] {
		a += off.Months[DeskSeries(seatCase, 1)][m]
		b += on.Months[DeskSeries(seatCase, 1)][m]
	}
	if b <= a {
		t.Errorf("the pool takes on %d people, %d with a specialist team behind it", a, b)
	}
	// Its wages come on top, also where the pot of the case managers has money left.
	for name, money := range map[string][]finance.Instrument{"no money": careAsToday(), "money left": fullPlan(c.Calendar.Start).Instruments} {
		cost := func(fte float64) (float64, *Result) {
			r := poolRun(t, c, func(p *Plan) {
				p.Instruments, p.Casemanagers.FTE, p.Specialist = money, 1, Posts{FTE: fte, Start: c.Calendar.Start}
			})
			return r.Ledger.ProgrammeCost(0, 36).Euro(), r
		}
		without, _ := cost(0)
		with, r := cost(1)
		var wages float64
		for _, fte := range r.Months[RoleSeries(Specialist, 1)] {
			wages += float64(fte) / 100 * 95000 * 1.15 / 12
		}
		if math.Abs(with-without-wages) > 1 || wages == 0 {
			t.Errorf("%s: a specialist team costs %.2f euro, its wages are %.2f", name, with-without, wages)
		}
	}

	c.Effects = []Effect{{Name: "case", Role: Casemanager, Event: "stay", LogHR: []float64{-0.1, -0.2, -0.3, -0.4}}}
	c.Schedule = []Dated{{c.Calendar.Start, poolPlan(&c, nil)}}
	w := opened(t, c)
	e := client(t, w, 3, 0)
	e.began[seatCoach], e.began[seatSpecialist], e.caseDay = none, 60, 0
	w.staff.areas[Specialist][0].posts = []post{{fte: 1, since: -1000}}
	w.cycle = 3
	w.follow()
	if got := float64(e.effects[onUnplanned]); math.Abs(got+0.4) > 1e-6 {
		t.Errorf("in the fourth month of case management the effect is %.2f, not −0.4", got)
	}
}

// Whom the case manager discharges with need left returns to the coach: at once and
// lightly where the place was kept, through the line where it was not, and not where no
// coach is; light ends when more is needed again.
func TestHandBack(t *testing.T) {
	c := poolConfig(3000)
	c.Schedule = []Dated{{c.Calendar.Start, poolPlan(&c, nil)}}
	w := opened(t, c)
	workers(w, 1)
	w.staff.areas[Zorgcoach][0].target = 1
	e := client(t, w, 3, w.cycle)
	if h := w.hoursOf(e, seatCoach); h != c.Care.StartupHours {
		t.Fatalf("a new client asks %.1f hours", h)
	}
	w.handBack(e, seatCase)
	if h := w.hoursOf(e, seatCoach); !e.back || h != c.Care.LightHours {
		t.Errorf("handed back: %.1f hours, by hand %.1f", h, c.Care.LightHours)
	}
	class := w.people[e.slot].class
	w.escalate(int(e.slot), class-1, class)
	if e.back {
		t.Error("follow-up stays light when the need grows")
	}
	f := client(t, w, 3, w.cycle)
	f.began[seatCoach] = none
	w.handBack(f, seatCase)
	w.mayAskAgain(f, seatCase)
	if !f.waits[seatCoach] || !f.back || int(w.people[f.slot].again) > w.cycle {
		t.Errorf("who had no coach any more does not ask one: %+v", f)
	}
	w.staff.areas[Zorgcoach][0].posts = nil
	g := client(t, w, 3, w.cycle)
	g.began[seatCoach] = none
	if w.handBack(g, seatCase); g.back {
		t.Error("handed back to nobody")
	}
	r := poolRun(t, c, nil)
	if n := whole(r, HandedBack); n.Num == 0 || n.Num > n.Den {
		t.Errorf("handed back: %v", n)
	}
	if n := whole(poolRun(t, c, func(p *Plan) { p.Zorgcoach = Posts{} }), HandedBack); n.Num != 0 || n.Den == 0 {
		t.Errorf("without coaches handed back: %v", n)
	}
}
