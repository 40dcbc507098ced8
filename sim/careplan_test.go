package sim

import (
	"math"
	"slices"
	"testing"
)

// planRun lives a plan with coaches and case managers for everybody, no effect of care,
// and providers who give two hours a month to their team.
func planRun(t *testing.T, change func(*Config, *Plan)) *Result {
	t.Helper()
	c := poolConfig(4000)
	c.Network = someNetwork
	p := poolPlan(&c, nil)
	p.Zorgcoach.FTE, p.Casemanagers.FTE = 3, 3
	p.Collaboration = Collaboration{Start: c.Calendar.Start, Hours: 2}
	change(&c, &p)
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	return run(t, c)
}

// Who may hold the care plan decides who has one and whose hours it takes, and moves no
// life: case managers reach clients whom the coach handed over, members of the team those
// whom no desk has. Nobody has a plan twice.
func TestHoldersOfTheCarePlan(t *testing.T) {
	held := func(h Holders, inTeam bool) *Result {
		return planRun(t, func(_ *Config, p *Plan) { p.PlanHolders, p.Pool.InTeam = h, inTeam })
	}
	silent, coach := held(0, true), held(HeldByCoach, true)
	if !slices.Equal(silent.Yearly, coach.Yearly) || total(silent, MonthPlansCase)+total(silent, MonthPlansTeam) != 0 {
		t.Error("a plan that names no holder is not one held by the coach")
	}
	both, team := held(HeldByCoach|HeldByCaseManager, true), held(HeldByCoach|HeldByTeam, true)
	for name, r := range map[string]*Result{"case managers too": both, "the team too": team} {
		if a, b := whole(coach, PlanReviewed).value(), whole(r, PlanReviewed).value(); b <= a {
			t.Errorf("%s: %.3f of the clients have a plan, %.3f with the coach alone", name, b, a)
		}
		if a, b := whole(coach, PlanInNeed).value(), whole(r, PlanInNeed).value(); b <= a {
			t.Errorf("%s: %.3f of those in need have a plan, %.3f with the coach alone", name, b, a)
		}
		if !slices.Equal(r.Lives, coach.Lives) {
			t.Errorf("%s: somebody lives another life", name)
		}
	}
	asked := func(r *Result, role Role) int64 { return total(r, RoleSeries(role, 3)) }
	if n := total(both, MonthPlansCase); n == 0 || asked(both, Casemanager) <= asked(coach, Casemanager) {
		t.Errorf("%d plans of case managers ask %d centi-hours more", n, asked(both, Casemanager)-asked(coach, Casemanager))
	}
	if n := total(team, MonthPlansTeam); n == 0 {
		t.Error("no plan of a member of the team")
	}
	// Hours of the team are those of the collaboration, whoever uses them.
	if total(team, MonthTeamHours) != total(coach, MonthTeamHours) {
		t.Error("care plans change the hours that providers give to their team")
	}
	// Beside an external pool the coach follows on: the case manager takes the plan over.
	if a, b := total(held(HeldByCoach, false), MonthPlansCase), total(held(HeldByCoach|HeldByCaseManager, false), MonthPlansCase); a != 0 || b == 0 {
		t.Errorf("beside the teams case managers draw up %d plans, %d where they may", a, b)
	}
	for name, r := range map[string]*Result{"coach": coach, "case managers": both, "team": team} {
		if n := whole(r, PlanReviewed); n.Num > n.Den {
			t.Errorf("%s: %d of %d clients have a plan", name, n.Num, n.Den)
		}
	}
}

// A member of the team draws up no more plans than the hours hold, by hand: with half of
// two hours a month of each provider, at two hours a plan, half a plan a month for each.
// Where nobody gives time to the team there is none, and none without a team.
func TestPlansOfTheTeamFitInItsHours(t *testing.T) {
	only := func(change func(*Config, *Plan)) *Result {
		return planRun(t, func(c *Config, p *Plan) {
			p.PlanHolders, p.Zorgcoach, p.Casemanagers = HeldByTeam, Posts{}, Posts{}
			change(c, p)
		})
	}
	r := only(func(*Config, *Plan) {})
	plans := r.Months[MonthPlansTeam]
	var most float64
	for m, hours := range r.Months[MonthTeamHours] {
		// What is left of one month is less than a plan in each of the two buurten.
		if most += float64(hours) / 100 / 4; float64(addUp(plans[:m+1])) > most+0.02 {
			t.Fatalf("month %d: %d plans, hours for %.1f", m, addUp(plans[:m+1]), most)
		}
	}
	if n := addUp(plans); n == 0 || float64(n) < 0.8*most {
		t.Errorf("%d plans of at most %.0f, with need for more", n, most)
	}
	if n := whole(r, PlanInNeed); n.Num == 0 || n.Num >= n.Den {
		t.Errorf("%d of %d person-months in need with a plan", n.Num, n.Den)
	}
	if n := whole(r, InCare); n.Num != whole(only(func(_ *Config, p *Plan) { p.CarePlan = false }), InCare).Num {
		t.Error("a care plan counts as a place")
	}
	for name, change := range map[string]func(*Config, *Plan){
		"no time": func(_ *Config, p *Plan) { p.Collaboration.Hours = 0 },
		"no team": func(_ *Config, p *Plan) { p.Teams = []Team{{}, {}} },
		"no plan": func(_ *Config, p *Plan) { p.CarePlan = false },
		"too late": func(c *Config, p *Plan) {
			p.CarePlanFrom = c.Calendar.Start + Month(c.Calendar.Cycles)
		},
	} {
		if n := total(only(change), MonthPlans); n != 0 {
			t.Errorf("%s: %d care plans", name, n)
		}
	}
}

func addUp(list []int64) (n int64) {
	for _, x := range list {
		n += x
	}
	return n
}

// Goals are looked at in reviews and not at the first plan, their shares are those of
// the norm (within five standard errors: a false alarm in 10⁶ runs), and whatever becomes
// of them nothing else moves.
func TestGoalsOfTheCarePlan(t *testing.T) {
	base := planRun(t, func(*Config, *Plan) {})
	for x, want := range map[Indicator]float64{GoalsMet: 0.3, GoalsAdjusted: 0.25} {
		n := whole(base, x)
		if n.Den == 0 || math.Abs(n.value()-want) > 5*math.Sqrt(want*(1-want)/float64(n.Den)) {
			t.Errorf("indicator %d is %.3f of %d goals, the norm %.2f", x, n.value(), n.Den, want)
		}
	}
	with, reviewed := whole(base, GoalsReviewed), whole(base, PlanReviewed)
	if with.Den != reviewed.Den || with.Num >= reviewed.Num || float64(with.Num) < 0.6*float64(reviewed.Num) {
		t.Errorf("%d of %d client-months have goals looked at in time, %d a plan", with.Num, with.Den, reviewed.Num)
	}
	other := planRun(t, func(c *Config, _ *Plan) { c.Care.GoalMet, c.Care.GoalAdjusted, c.Care.Goals = 0.9, 0, 5 })
	for x := range NumIndicators {
		if x != GoalsMet && x != GoalsAdjusted && whole(other, x) != whole(base, x) {
			t.Errorf("indicator %d moves with what becomes of goals", x)
		}
	}
	if a, b := whole(base, GoalsMet), whole(other, GoalsMet); b.Den*3 != a.Den*5 || b.value() < 0.8 {
		t.Errorf("goals met: %v, with five of which nine in ten are met %v", a, b)
	}
	if n := whole(planRun(t, func(c *Config, _ *Plan) { c.Care.GoalsNamed = 0 }), GoalsReviewed); n.Num != 0 {
		t.Errorf("%d months with goals that no plan names", n.Num)
	}
	// A plan that is reviewed less often than the norm has its goals looked at less often.
	slow := planRun(t, func(_ *Config, p *Plan) { p.PlanReview = 18 })
	if whole(slow, GoalsReviewed).value() >= with.value() || whole(slow, GoalsMet).Den >= whole(base, GoalsMet).Den {
		t.Errorf("reviewed every 18 months: %v, every six: %v", whole(slow, GoalsReviewed), with)
	}
	// Drawn up once and never reviewed: no goal is looked at again.
	if n := whole(planRun(t, func(_ *Config, p *Plan) { p.PlanReview = 60 }), GoalsMet); n.Den != 0 {
		t.Errorf("%d goals are looked at without a review", n.Den)
	}
}

// By hand: two plans drawn up of which one is due, and who holds them when.
func TestWhoHoldsAPlan(t *testing.T) {
	c := poolConfig(2000)
	c.Schedule = []Dated{{c.Calendar.Start, poolPlan(&c, func(p *Plan) {
		p.PlanHolders = HeldByCoach | HeldByCaseManager
	})}}
	w := opened(t, c)
	e := client(t, w, 3, 0)
	for _, x := range []struct {
		seat int // that begins
		want int
	}{{seatCoach, seatCoach}, {seatCase, seatCase}, {seatSpecialist, seatSpecialist}} {
		e.began[x.seat] = 0
		if got := w.planSeat(e); got != x.want {
			t.Errorf("desk %d holds the plan, not %d", got, x.want)
		}
	}
	plan := *w.plan
	plan.PlanHolders = HeldByTeam
	w.plan = &plan
	if got := w.planSeat(e); got != none {
		t.Errorf("desk %d holds a plan that only the team may hold", got)
	}
	w.cycle = 12
	for planned, due := range map[int32]bool{never: true, 6: true, 7: false, 12: false} {
		if e.planned = planned; w.planDue(e) != due {
			t.Errorf("planned in month %d: due %v", planned, !due)
		}
	}
}

// The hand-over to a case manager in the team is a change of worker: the client's
// contacts count on, without the first coach, who counts again when the client is handed
// back. Beside an external pool the coach follows on and nothing changes.
func TestContinuityAtTheHandOver(t *testing.T) {
	for name, x := range map[string]struct {
		inTeam bool
		want   [3]Ratio // with the coach, with the case manager, back with the coach
	}{
		"in the team": {true, [3]Ratio{{850, 1000}, {0, 1000}, {850, 1000}}},
		"external":    {false, [3]Ratio{{850, 1000}, {850, 1000}, {850, 1000}}},
	} {
		c := poolConfig(2000)
		c.Labour.Absence = 0
		c.Schedule = []Dated{{c.Calendar.Start, poolPlan(&c, func(p *Plan) { p.Pool.InTeam = x.inTeam })}}
		w := opened(t, c)
		w.staff.areas[Zorgcoach][0].posts = []post{{fte: 1, since: -1000}, {fte: 1, since: -900}}
		w.staff.areas[Zorgcoach][0].target = 2
		e := client(t, w, 3, 0)
		i := int(e.slot)
		e.worker = w.staff.holder(Zorgcoach, 0, 1)
		first := e.worker
		counted := func() (n Ratio) {
			cells, cell := &w.rec.cells[0], w.cell(i)
			n.Num, n.Den = -cells.num[Continuity][cell], -cells.den[Continuity][cell]
			w.continuity(e)
			return Ratio{n.Num + cells.num[Continuity][cell], n.Den + cells.den[Continuity][cell]}
		}
		got := [3]Ratio{counted()}
		e.line = int16(w.lineFor(ExpertComplex, 0))
		e.began[seatCase] = 0
		w.handOver(e, seatCase, 0)
		got[1] = counted()
		w.vacate(e, seatCase, 0)
		w.handBack(e, seatCase)
		if x.inTeam { // asks a place of the coach again, and gets it
			d := w.deskOf(e, seatCoach)
			for k := range d.events {
				d.events[k].t.asked, d.events[k].t.deadline, d.events[k].day = 0, math.MaxInt32, 0
			}
			w.runDesk(d, seatCoach, 0, 1000, 0)
		}
		if got[2] = counted(); got != x.want {
			t.Errorf("%s: %v, by hand %v", name, got, x.want)
		}
		if e.worker != first || e.began[seatCoach] == none {
			t.Errorf("%s: worker %d, first %d, coached since %d", name, e.worker, first, e.began[seatCoach])
		}
	}
}
