package sim

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"piramide/sim/finance"
)

// struck is a plan with a shock.
func struck(change func(s *Shock)) func(p *Plan) {
	return func(p *Plan) {
		s := NoShock()
		change(&s)
		p.Shock = &s
	}
}

// A shock that changes nothing changes nobody, and a plan that says of the labour
// market what is configured neither: every life, cent and count is the same.
func TestShockOfNothing(t *testing.T) {
	c := projects(6000)
	c.Schedule = []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start + 6)}}
	plain := lived(t, c)
	l := c.Labour
	for name, change := range map[string]func(p *Plan){
		"shock":  struck(func(*Shock) {}),
		"market": func(p *Plan) { p.Market = &Market{Pool: 1, HireLag: l.HireLag, Turnover: l.Turnover, Wages: 1} },
	} {
		x := c
		x.from(10, change)
		got := lived(t, x)
		if !slices.Equal(plain.Lives, got.Lives) || !reflect.DeepEqual(plain.Months, got.Months) || !reflect.DeepEqual(plain.Yearly, got.Yearly) {
			t.Errorf("%s: something changes", name)
		}
	}
}

// Fewer visits and stays leave every other event where it was: deaths, moves and
// departures are the same, and of the visits about so many are left (a band of five
// standard errors). More of them than the cap of the events is refused.
func TestShockOnStays(t *testing.T) {
	c := testConfig(20_000)
	c.Before.P3, c.Schedule[0].Plan.P3 = 0, 0 // stays make need known
	before := lived(t, c)
	c.from(0, struck(func(s *Shock) { s.Stays = 0.7 }))
	after := lived(t, c)
	if !slices.Equal(before.Flows, after.Flows) {
		t.Error("moves or deaths change")
	}
	n, left := float64(total(before, MonthED)), float64(total(after, MonthED))
	if se := math.Sqrt(0.7 * 0.3 / n); math.Abs(left/n-0.7) > 5*se {
		t.Errorf("%.4f of %.0f visits are left, expected 0.7", left/n, n)
	}
	if total(after, MonthStays) >= total(before, MonthStays) {
		t.Error("as many stays as before")
	}
	c.Schedule = c.Schedule[:1]
	c.from(0, struck(func(s *Shock) { s.Stays = 1.1 }))
	if _, err := Run(t.Context(), c); err == nil || !strings.Contains(err.Error(), "over the cap of its modifier, 1") {
		t.Errorf("a hazard over its cap: %v", err)
	}
	c.Schedule[1].Plan.Shock.Stays = math.NaN()
	if _, err := Run(t.Context(), c); err == nil {
		t.Error("a ratio that is no number is accepted")
	}
	c.Schedule = c.Schedule[:1]
	c.from(0, func(p *Plan) { p.P3Local = []float64{1} })
	if _, err := Run(t.Context(), c); err == nil {
		t.Error("a coverage of one service is accepted")
	}
}

// Fewer GP contacts: the mean is so much lower, nobody has more.
func TestShockOnContacts(t *testing.T) {
	w := opened(t, testConfig(1000))
	usual := slices.Clone(w.contacts)
	s := NoShock()
	s.Contacts = 0.8
	p := *w.plan
	p.Shock = &s
	w.takeUp(&p)
	for class := range usual {
		for kind := range usual[class] {
			var a, b float64
			for k := range usual[class][kind] {
				a += 1 - float64(usual[class][kind][k])/65536
				b += 1 - float64(w.contacts[class][kind][k])/65536
				if w.contacts[class][kind][k] < usual[class][kind][k] {
					t.Fatal("somebody has more contacts")
				}
			}
			if math.Abs(b-0.8*a) > 3e-4 {
				t.Fatalf("class %d: %.4f contacts instead of %.4f", class, b, a)
			}
		}
	}
	p.Shock = nil
	w.takeUp(&p)
	if !reflect.DeepEqual(usual, w.contacts) {
		t.Error("something is left of a shock that is over")
	}
}

// Early discharge: a stay is shorter, at least a day, and each day of it that a citizen
// spends at home instead asks home nursing, which the books hold to the cent.
func TestEarlyDischargeByHand(t *testing.T) {
	w := opened(t, testConfig(1000))
	i, b := w.buurten[0].lo, 0
	for class := w.people[i].class; class == vacant || w.m.rows[class].bits&rowAway != 0; class = w.people[i].class {
		i++
	}
	class := w.people[i].class
	if n := w.shorter(b, i, class, 10); n != 10 {
		t.Errorf("a stay of %d days without a shock", n)
	}
	s := NoShock()
	s.StayDays, s.NursingDay = 0.8, 2100
	p := *w.plan
	p.Shock = &s
	w.takeUp(&p)
	a, was := w.money.activity, w.people[i].paid
	if n := w.shorter(b, i, class, 10); n != 8 {
		t.Errorf("a stay of %d days, by hand 8", n)
	}
	payer := finance.Cents(math.Round(2 * RealDays * 2100))
	own := finance.Cents(math.Round(float64(payer) * 0.02 / 0.98))
	if a.Payer[finance.HomeNursing][b] != payer || a.Citizen[finance.HomeNursing][b] != own {
		t.Errorf("home nursing of %d and %d cents, by hand %d and %d", a.Payer[finance.HomeNursing][b], a.Citizen[finance.HomeNursing][b], payer, own)
	}
	if now := w.people[i].paid; now.payer-was.payer != int32(payer) || now.own-was.own != int32(own) {
		t.Errorf("the citizen's year has %d and %d cents more", now.payer-was.payer, now.own-was.own)
	}
	if n := w.shorter(b, i, class, 1); n != 1 {
		t.Errorf("a stay of %d days, at least 1", n)
	}
}

// In a world with early discharge the ledger still balances and holds the nursing.
func TestEarlyDischargeCosts(t *testing.T) {
	c := testConfig(10_000)
	before := lived(t, c)
	c.from(0, struck(func(s *Shock) { s.StayDays, s.NursingDay = 0.7, 2100 }))
	after := lived(t, c)
	if a, b := total(before, MonthBedDays), total(after, MonthBedDays); float64(b) > 0.85*float64(a) || total(before, MonthStays) != total(after, MonthStays) {
		t.Errorf("%d bed-days of as many stays, before %d", b, a)
	}
	if before.Ledger.KCECost(0, before.Ledger.Months()) >= after.Ledger.KCECost(0, before.Ledger.Months()) {
		t.Error("nobody pays for the nursing")
	}
}

// The labour market by hand: absence takes hours, wages make a post dearer, turnover,
// pool and lag multiply; plan and shock together.
func TestConditionsByHand(t *testing.T) {
	c := testConfig(1000)
	c.Labour.AbsenceDays = 0 // the share itself, without spells
	w := opened(t, c)
	workers(w, 2)
	given := func() float64 { // of the two workers, under the absence of the month
		ar := &w.staff.areas[Zorgcoach][0]
		for k := range ar.posts {
			w.absence(Zorgcoach, ar, k, &ar.posts[k])
		}
		return w.hours(Zorgcoach, 0)
	}
	hours := given()
	cost, supply := w.money.perFTE[Zorgcoach], w.monthlySupply(0)
	s := NoShock()
	s.Absence, s.Pool, s.Turnover, s.HireLag = 2, 0.5, 1.5, 3
	p := *w.plan
	p.Shock, p.Market = &s, &Market{Pool: 0.8, HireLag: 2, Turnover: 0.2, Wages: 1.1}
	w.takeUp(&p)
	if got, want := given()/hours, (1-0.12)/(1-0.06); math.Abs(got-want) > 1e-12 {
		t.Errorf("%.4f of the hours are left, by hand %.4f", got, want)
	}
	if got := w.money.perFTE[Zorgcoach] / cost; math.Abs(got-1.1) > 1e-12 {
		t.Errorf("a post costs %.3f times as much", got)
	}
	if got := w.monthlySupply(0) / supply; math.Abs(got-0.4) > 1e-12 {
		t.Errorf("%.2f of the people can be hired, by hand 0.4", got)
	}
	if math.Abs(w.market.turnover-0.3) > 1e-12 || w.market.hireLag != 6 {
		t.Errorf("turnover %g a year, lag %g months, by hand 0.3 and 6", w.market.turnover, w.market.hireLag)
	}
}

// A shortage of staff leaves posts open: in every year fewer are filled than without,
// and when it is over the plan makes up for it. The need that people have is the same.
func TestStaffShortage(t *testing.T) {
	c := testConfig(20_000)
	c.Calendar.Cycles, c.Effects, c.Labour.HireLag = 60, nil, 6
	p := fullPlan(c.Calendar.Start)
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	plain := lived(t, c)
	short := struck(func(s *Shock) { s.Pool, s.Turnover, s.HireLag = 0.25, 3, 3 })
	c.from(0, short)
	c.from(36, func(p *Plan) { p.Shock = nil })
	got := lived(t, c)
	filled := func(r *Result, from, to int) (sum int64) {
		for role := range NumRoles {
			for m := from; m < to; m++ {
				sum += r.Months[RoleSeries(role, 1)][m]
			}
		}
		return sum
	}
	if a, b := filled(plain, 12, 36), filled(got, 12, 36); float64(b) > 0.9*float64(a) {
		t.Errorf("%d centi-FTE-months are filled in the shortage, without it %d", b, a)
	}
	if a, b := filled(got, 24, 36), filled(got, 48, 60); b <= a {
		t.Errorf("after the shortage %d are filled, in it %d", b, a)
	}
	if !slices.Equal(plain.Months[MonthNeedHome], got.Months[MonthNeedHome]) || !slices.Equal(plain.Months[MonthDeaths], got.Months[MonthDeaths]) {
		t.Error("without an effect of care the shortage changes need or deaths")
	}
}

// A stop of P3 as a shock: nothing in it, all of it again when it is over.
func TestP3StopShock(t *testing.T) {
	c := projects(20_000)
	plain := lived(t, c)
	c.from(12, struck(func(s *Shock) { s.P3Stopped = true }))
	c.from(18, func(p *Plan) { p.Shock = nil })
	r := lived(t, c)
	m := r.Months
	for k := 12; k < 18; k++ {
		if m[MonthP3Clients][k] != 0 || m[MonthP3Cost][k] != 0 || m[MonthP3FTE][k] != 0 {
			t.Errorf("month %d of the stop: %d clients", k, m[MonthP3Clients][k])
		}
	}
	if m[MonthP3Cut][12] == 0 || m[MonthP3Clients][11] == 0 || m[MonthP3Clients][30] < plain.Months[MonthP3Clients][30]*9/10 {
		t.Errorf("clients %d before, %d long after; %d cut off", m[MonthP3Clients][11], m[MonthP3Clients][30], m[MonthP3Cut][12])
	}
}

// Dearer wages: posts that the plan sets cost so much more and stay as many; the money
// of a budget buys fewer.
func TestWagesInThePlan(t *testing.T) {
	wages := func(p Plan) (cents finance.Cents, filled int64) {
		c := testConfig(6000)
		c.Schedule = []Dated{{c.Calendar.Start, p}}
		r := lived(t, c)
		for role := range NumRoles {
			filled += total(r, RoleSeries(role, 1))
		}
		return r.Ledger.Sum(0, r.Ledger.Months(), func(l finance.Line) bool { return l.Reason == finance.ForWage }), filled
	}
	for _, funded := range []bool{false, true} {
		p := fullPlan(2027 * 12)
		p.Buurtteamcoach = Posts{} // at most one, whatever the money
		if !funded {
			p.Zorgcoach, p.Casemanagers = Posts{FTE: 2, Start: 2027 * 12}, Posts{FTE: 2, Start: 2027 * 12}
		} else {
			p.Outreach, p.PopulationManager = Posts{}, Posts{}
		}
		cost, filled := wages(p)
		p.Market = &Market{Pool: 1, HireLag: 3, Turnover: 0.12, Wages: 1.25}
		dearer, left := wages(p)
		ratio, posts := float64(dearer)/float64(cost), float64(left)/float64(filled)
		if !funded && (math.Abs(ratio-1.25) > 1e-4 || left != filled) {
			t.Errorf("set posts cost %.3f times as much and are %.3f times as many", ratio, posts)
		}
		if funded && (posts > 0.9 || math.Abs(ratio-1) > 0.1) {
			t.Errorf("funded posts cost %.3f times as much and are %.3f times as many", ratio, posts)
		}
	}
}
