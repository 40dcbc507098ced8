package sim

import (
	"context"
	"math"
	"testing"
)

// carerWorld lives posts of carer support; care itself changes no hazard.
func carerWorld(t *testing.T, fte, relief, home float64) *Result {
	t.Helper()
	c := testConfig(6000)
	c.Effects = nil
	for k := range c.Exclusive[4].Hazard { // so many enter a nursing home that an effect shows
		c.Exclusive[4].Hazard[k] *= 8
	}
	c.Care.CarerHelp = CarerHelp{Hours: 4, Relief: relief, NursingHome: home}
	c.Labour.HireLag, c.Labour.Turnover, c.Labour.Pool = 0.1, 0, nil
	c.Labour.Qualification = [NumRoles]int{-1, -1, -1, -1, -1, -1, -1}
	p := Plan{P3: 1, Instruments: careAsToday()}
	if fte > 0 {
		p.CarerSupport = Posts{FTE: fte, Start: c.Calendar.Start}
	}
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	return run(t, c)
}

func sumOf(r *Result, x Indicator) (s Ratio) {
	for year := range r.Years {
		y := r.At(x, year, 0, GroupAll)
		s.Num, s.Den = s.Num+y.Num, s.Den+y.Den
	}
	return s
}

// Support reaches carers with hours; without an effect it changes no life, with one
// it moves overload or entry to a nursing home, and more of it moves more.
func TestCarerSupport(t *testing.T) {
	none, idle := carerWorld(t, 0, 1, -1), carerWorld(t, 2, 0, 0)
	if x := sumOf(none, CarersSupported); x.Num != 0 || x.Den == 0 {
		t.Errorf("without posts %v carers are supported", x)
	}
	if x := sumOf(idle, CarersSupported); x.Num == 0 || x.Num > x.Den {
		t.Errorf("with posts %v carers are supported", x)
	}
	for k := range none.Lives {
		if none.Lives[k] != idle.Lives[k] {
			t.Fatal("support without an effect changed a life")
		}
	}
	if a, b := sumOf(idle, Carers), sumOf(carerWorld(t, 2, 3, 0), Carers); b.Num >= a.Num {
		t.Errorf("overloaded carer-months %d, with relief %d", a.Num, b.Num)
	}
	if a, b := sumOf(idle, NursingHomeEntries), sumOf(carerWorld(t, 20, 0, math.Log(0.05)), NursingHomeEntries); b.Num >= a.Num {
		t.Errorf("%d entries, with support that acts on them %d", a.Num, b.Num)
	}
	few, many := sumOf(carerWorld(t, 0.5, 0, 0), CarersSupported), sumOf(carerWorld(t, 3, 0, 0), CarersSupported)
	if few.Num >= many.Num {
		t.Errorf("half a post supports %d, three %d", few.Num, many.Num)
	}
}

// Support acts on the citizens whose carer it reaches, no further, and the places
// never ask more hours than there are.
func TestCarerSupportActsOnItsOwn(t *testing.T) {
	c := testConfig(6000)
	c.Care.CarerHelp = CarerHelp{Hours: 4, Relief: 1, NursingHome: math.Log(0.5)}
	c.Before.CarerSupport = Posts{FTE: 1, Start: 1}
	w := started(t, c)
	if err := w.live(context.Background()); err != nil {
		t.Fatal(err)
	}
	n := 0
	for i := range w.people {
		has := w.helped.has(i)
		if !has {
			if w.people[i].class != vacant && w.recovers(i) != w.m.relief[w.people[i].class] {
				t.Fatal("somebody without support recovers otherwise")
			}
			continue
		}
		n++
		if w.people[i].flags&overloaded == 0 || !w.hasCarer(i) || w.people[i].flags&known == 0 {
			t.Fatal("support for a carer who is not there, not overloaded or not known")
		}
		p := w.m.relief[w.people[i].class]
		if got, want := w.recovers(i), 1-(1-p)*(1-p); math.Abs(got-want) > 1e-12 {
			t.Errorf("recovers with %.4f, want %.4f", got, want)
		}
		if got := w.effectOn(i, onNursingHome, 10); math.Abs(got-0.5) > 1e-6 {
			t.Errorf("entry × %.3f", got)
		}
		if got := w.effectOn(i, onDeath, 10); got != 1 {
			t.Errorf("death × %.3f", got)
		}
	}
	if hours := w.hours(CarerSupport, 0); n == 0 || float64(n)*4 > hours {
		t.Errorf("%d carers in %.0f hours", n, hours)
	}
}

// The team of the nursing homes: plans in proportion to its hours, none without it,
// never more than residents; no effect unless one is given, and then on the
// unplanned stays of residents.
func TestNursingHomeTeam(t *testing.T) {
	of := func(fte, unplanned float64) *Result {
		c := testConfig(6000)
		c.Effects, c.Care.Residents = nil, Residents{PlanHours: 3, Unplanned: unplanned}
		c.Labour.HireLag, c.Labour.Turnover, c.Labour.Pool = 0.1, 0, nil
		c.Labour.Qualification = [NumRoles]int{-1, -1, -1, -1, -1, -1, -1}
		p := Plan{P3: 1, Instruments: careAsToday()}
		if fte > 0 {
			p.NursingHomeTeam = Posts{FTE: fte, Start: c.Calendar.Start}
		}
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		return run(t, c)
	}
	none, one, many := of(0, -0.5), of(0.5, 0), of(5, 0)
	if total(none, MonthResidentPlans) != 0 {
		t.Error("plans without a team")
	}
	last := func(r *Result) (plans, people int64) {
		return r.Months[MonthResidentPlans][35], r.Months[MonthNursingHome][35]
	}
	if plans, people := last(one); plans == 0 || plans >= people {
		t.Errorf("half a post keeps %d of %d plans", plans, people)
	}
	if plans, people := last(many); math.Abs(float64(plans-people)) > 0.05*float64(people) {
		t.Errorf("posts enough keep %d of %d plans", plans, people)
	}
	for m, hours := range many.Months[MonthResidentHours] {
		if hours > many.Months[RoleSeries(NursingHomeTeam, 2)][m] || hours > many.Months[RoleSeries(NursingHomeTeam, 3)][m] {
			t.Fatalf("month %d: %d hours with residents, more than there are or are asked", m, hours)
		}
	}
	for k := range none.Lives {
		if none.Lives[k] != many.Lives[k] {
			t.Fatal("a team without an effect changed a life")
		}
	}
	if a, b := total(many, MonthUnplanned), total(of(5, -0.5), MonthUnplanned); b >= a {
		t.Errorf("%d unplanned stays, %d with a team that halves those of residents", a, b)
	}
}

// Vulnerability by hand: losses in two domains with shares of a half and a quarter
// leave three eighths without any; who has a place is counted one by one.
func TestVulnerableByHand(t *testing.T) {
	c := testConfig(3000)
	flat := func(x float64) Table {
		out := make(Table, Ages*Sexes*8)
		for k := range out {
			out[k] = x
		}
		return out
	}
	c.Conditions = append(c.Conditions, Condition{Name: "physical", Domain: Physical, Share: flat(0.5)}, Condition{Name: "transition", Domain: Transition, Share: flat(0.25)})
	c.Schedule = []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start)}}
	r := run(t, c)
	for _, m := range []int{0, 35} {
		home := r.Months[MonthAtHome][m]
		if got, want := r.Months[MonthVulnerable][m], int64(math.Round(float64(home)*5/8)); home == 0 || got != want {
			t.Errorf("month %d: %d of %d vulnerable, want %d", m, got, home, want)
		}
		if got, want := r.Months[MonthPhysicalLoss][m], int64(math.Round(float64(home)/2)); got < want-1 || got > want+1 {
			t.Errorf("month %d: %d with a physical loss, want %d", m, got, want)
		}
	}
	// Of those with a place 5/8 in expectation: 99.99 % of binomial counts lie within 4 standard deviations.
	with := sumOf(r, InCare).Num
	if got, sd := float64(total(r, MonthVulnerableReached)), math.Sqrt(float64(with)*15/64*36); with == 0 || math.Abs(got-float64(with)*5/8) > 4*sd {
		t.Errorf("%.0f of %d person-months with a place are vulnerable", got, with)
	}
}
