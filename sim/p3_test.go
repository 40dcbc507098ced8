package sim

import (
	"context"
	"math"
	"slices"
	"testing"

	"piramide/sim/finance"
)

// projects is a test world with two services of P3 and many clients.
func projects(people int) Config {
	c := testConfig(people)
	c.Care.P3Inflow, c.Care.P3Lost = 0.05, 0.6
	c.Care.P3 = []P3Service{
		{Service: finance.P3CaseManagement, Share: 1, UnitsPerClient: 12, MostUnits: 24, Session: 2, HoursPerUnit: 0.5, Tariff: finance.Tariff{Fee: 3200}, Qualification: 0},
		{Service: finance.P3OccupationalTherapy, Share: 0.5, UnitsPerClient: 9, HoursPerUnit: 1, Tariff: finance.Tariff{Fee: 3200}, Qualification: -1},
	}
	return c
}

// lived is the result of a world under its schedule.
func lived(t *testing.T, c Config) *Result {
	t.Helper()
	r, err := Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// from is a schedule in which a plan is changed from a month of the accounts on.
func (c *Config) from(month Month, change func(p *Plan)) {
	p := c.Schedule[len(c.Schedule)-1].Plan
	change(&p)
	c.Schedule = append(slices.Clone(c.Schedule), Dated{c.Calendar.Start + month, p})
}

// Units by hand: 12 units in six months is 2 a month, in sessions of 2; half the
// clients get 18 units of the other service, 3 a month; a cap of 6 leaves 1.
func TestP3UnitsByHand(t *testing.T) {
	c := projects(2000)
	w := opened(t, c)
	e := client(t, w, 2, 0)
	e.p3From, e.p3Until, e.p3Has = 0, 6, 3
	for s, want := range []int{12, 18} {
		sum := 0
		for w.cycle = range 6 {
			n := w.p3Units(e, s, 1)
			if n%max(c.Care.P3[s].Session, 1) != 0 {
				t.Errorf("service %d: %d units, no whole session", s, n)
			}
			sum += n
		}
		if sum != want {
			t.Errorf("service %d: %d units in six months, by hand %d", s, sum, want)
		}
	}
	w.m.cfg.Care.P3[1].MostUnits = 6
	w.cycle = 0
	if n := w.p3Units(e, 1, 1); n != 1 {
		t.Errorf("%d units under the cap, by hand 1", n)
	}
	if n := w.p3Units(e, 1, 5); n != 1 {
		t.Errorf("%d units in a shock, by hand 1: the cap holds there as well", n)
	}
	w.m.cfg.Care.P3[1].MostUnits = 0
	if n := w.p3Units(e, 1, 5); n != 15 {
		t.Errorf("%d units at five times the rate, by hand 15", n)
	}
}

// Local coverage is by service: without the second one the first goes on for the same
// clients with the same units, and nobody else's life changes.
func TestP3CoverageByService(t *testing.T) {
	c := projects(8000)
	today := lived(t, c)
	c.from(0, func(p *Plan) { p.P3Local = []float64{1, 0, 1, 1, 1, 1, 1, 1} })
	without := lived(t, c)
	if n := total(without, MonthP3Units); n == 0 || n != total(today, MonthP3Units) {
		t.Errorf("the first service has %d units, today %d", n, total(today, MonthP3Units))
	}
	if a, b := total(today, MonthP3Entries), total(without, MonthP3Entries); a != b || a == 0 {
		t.Errorf("%d new clients, today %d", b, a)
	}
	if a, b := today.Months[MonthP3Units+1][30], without.Months[MonthP3Units+1][30]; a == 0 || b != 0 {
		t.Errorf("the second service has %d units, today %d", b, a)
	}
	if !slices.Equal(today.Lives, without.Lives) {
		t.Error("lives change, though no effect depends on the service")
	}
	// With twice the coverage everybody gets the second service, and nobody loses it.
	c.Schedule = c.Schedule[:1]
	c.from(0, func(p *Plan) { p.P3Local = []float64{1, 2, 1, 1, 1, 1, 1, 1} })
	if a, b := total(today, MonthP3Units+1), total(lived(t, c), MonthP3Units+1); float64(b) < 1.7*float64(a) {
		t.Errorf("at twice the coverage the second service has %d units, today %d", b, a)
	}
	// Who would get nothing is not taken in.
	c.Schedule = c.Schedule[:1]
	c.from(0, func(p *Plan) { p.P3Local = make([]float64, NumP3) })
	if n := total(lived(t, c), MonthP3Entries); n != 0 {
		t.Errorf("%d clients of projects without services", n)
	}
}

// When the money ends everybody leaves at once: who has a coach has moved on, of the
// others the share P3Lost is cut off, and nothing is served any more. Months without
// care last until the time that was promised is over.
func TestP3EndByHand(t *testing.T) {
	for _, lost := range []float64{0, 0.6, 1} {
		c := projects(20_000)
		c.Care.P3Lost = lost
		c.from(12, func(p *Plan) { p.P3Ended, p.P3 = true, 0 })
		r := lived(t, c)
		m := r.Months
		in := m[MonthP3Clients][11]
		gone := m[MonthP3Cut][12] + m[MonthP3KeptOn][12] + m[MonthP3Moved][12]
		if m[MonthP3Clients][12] != 0 || total(r, MonthP3Cut) != m[MonthP3Cut][12] || in == 0 {
			t.Errorf("%d clients after the end, %d cut off in all", m[MonthP3Clients][12], total(r, MonthP3Cut))
		}
		// A sixth or so had completed; a few died, or went to a nursing home.
		if gone < in*7/10 || gone > in*9/10 {
			t.Errorf("of %d clients %d left before their time", in, gone)
		}
		share := float64(m[MonthP3Cut][12]) / float64(gone)
		if se := math.Sqrt(lost * (1 - lost) / float64(gone)); math.Abs(share-lost) > 5*se+1e-9 { // false alarm under 10⁻⁶
			t.Errorf("%.3f are cut off of %d, expected %.1f", share, gone, lost)
		}
		// Nobody gets a place: a first cut-off client is without care for 1 to 5 months, 3 on average.
		if cut := m[MonthP3Cut][12]; cut > 0 {
			if mean := float64(total(r, MonthP3Without)) / float64(cut); mean < 2.3 || mean > 3.2 {
				t.Errorf("%.2f months without care per client", mean)
			}
			if m[MonthP3Without][17] != 0 {
				t.Error("months without care after what was promised")
			}
		}
		for s := range Series(NumP3) {
			for k := 12; k < len(m[0]); k++ {
				if m[MonthP3Units+s][k] != 0 {
					t.Fatalf("month %d: %d units of service %d", k, m[MonthP3Units+s][k], s)
				}
			}
		}
	}
}

// A client with a coach has moved on when the money ends, and is not without care.
func TestP3ClientWithCoachMovesOn(t *testing.T) {
	c := projects(2000)
	w := opened(t, c)
	with, without := client(t, w, 2, 0), client(t, w, 3, 0)
	without.began[seatCoach] = none
	for _, e := range []*episode{with, without} {
		e.p3From, e.p3Until, e.p3Has = 0, 6, 1
	}
	w.m.cfg.Care.P3Lost = 1
	p := *w.plan
	p.P3Ended, p.P3 = true, 0
	w.takeUp(&p)
	w.rec.month = [NumSeries]int64{}
	w.p3Leaves(with)
	w.p3Leaves(without)
	if m := &w.rec.month; m[MonthP3Moved] != 1 || m[MonthP3Handed] != 1 || m[MonthP3Cut] != 1 || m[MonthP3Left] != 2 {
		t.Errorf("moved on %d, handed over %d, cut off %d of %d", m[MonthP3Moved], m[MonthP3Handed], m[MonthP3Cut], m[MonthP3Left])
	}
	if w.p3HandsOver(with) || !w.p3HandsOver(without) {
		t.Error("who was cut off is referred to the coaches, and nobody else")
	}
	// A place ends the months without care.
	slot := int(without.slot)
	in := w.m.rows[w.people[slot].class].bits&rowNeed != 0
	w.p3Services()
	if got := w.rec.month[MonthP3Without]; got != 1 || !in {
		t.Errorf("%d months without care", got)
	}
	without.began[seatCase] = 0
	w.p3Services()
	if got := w.rec.month[MonthP3Without]; got != 1 {
		t.Errorf("%d months without care, of which one with a case manager", got-1)
	}
	without.began[seatCase], without.began[seatSpecialist] = none, 0
	w.p3Services()
	if got := w.rec.month[MonthP3Without]; got != 1 {
		t.Errorf("%d months without care, of which one with the specialist team", got-1)
	}
	without.p3Until = 6
	w.p3Leaves(without)
	if m := &w.rec.month; m[MonthP3Moved] != 2 || m[MonthP3Cut] != 1 {
		t.Errorf("with the specialist team: moved on %d, cut off %d", m[MonthP3Moved]-1, m[MonthP3Cut]-1)
	}
}

// Work that ends is all the work there was, at once when the money ends and within an
// inclusion period when nobody comes in any more; who loses it is hired before others.
func TestP3Work(t *testing.T) {
	for name, change := range map[string]func(p *Plan){
		"the money ends": func(p *Plan) { p.P3Ended, p.P3 = true, 0 },
		"nobody comes":   func(p *Plan) { p.P3 = 0 },
		"half the size":  func(p *Plan) { p.P3 = 0.5 },
	} {
		c := projects(20_000)
		c.from(12, change)
		r := lived(t, c)
		before, lost := float64(r.Months[MonthP3FTE][11])/100, float64(total(r, MonthP3Lost))/1000
		want, last := before, 12
		switch name {
		case "half the size":
			want, last = before/2, 14
		case "nobody comes":
			last = 17
		}
		if math.Abs(lost-want) > 0.05*before || before == 0 {
			t.Errorf("%s: %.2f of %.2f posts are lost", name, lost, before)
		}
		for k, n := range r.Months[MonthP3Lost] {
			if (n != 0) != (k >= 12 && k <= last) {
				t.Errorf("%s: %d milli-FTE are lost in month %d", name, n, k)
			}
		}
	}
	c := projects(20_000)
	c.Care.P3[0].HoursPerUnit = 10                            // several posts
	c.Labour.HireLag, c.Labour.Pool = 0.5, []float64{0.00001} // nearly nobody to hire but who comes from P3
	p := fullPlan(c.Calendar.Start + 12)
	p.Casemanagers = Posts{FTE: 3, Start: c.Calendar.Start + 12}
	p.Zorgcoach, p.Buurtteamcoach = Posts{}, Posts{}
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	alone := lived(t, c)
	c.from(12, func(p *Plan) { p.P3Ended, p.P3 = true, 0 })
	r := lived(t, c)
	if n := total(alone, MonthP3Taken); n != 0 {
		t.Errorf("%d milli-FTE come from P3, which goes on", n)
	}
	if n := total(r, MonthP3Taken); n < 1000 {
		t.Errorf("%d milli-FTE come from P3", n)
	}
	if a, b := total(alone, RoleSeries(Casemanager, 1)), total(r, RoleSeries(Casemanager, 1)); b <= a {
		t.Errorf("%d centi-FTE-months of case managers, %d while P3 goes on", b, a)
	}
}

// Effects of P3 by hand: on entry into a nursing home while in P3, the strongest one;
// that of the support of carers for who gets it and has a carer; on relief at once.
func TestP3EffectsByHand(t *testing.T) {
	c := projects(4000)
	c.Effects = []Effect{
		{Name: "all", Event: "nursing_home", P3: allP3, LogHR: []float64{-0.1}},
		{Name: "carers", Event: "nursing_home", P3: 1 << p3CarerSupport, Carer: true, LogHR: []float64{-0.3}},
	}
	c.Care.CarerHelp.Relief = 1
	w := opened(t, c)
	workers(w, 0)
	w.cycle = 3
	e := client(t, w, 2, 0)
	e.began[seatCoach] = none
	i := int(e.slot)
	for _, x := range []struct {
		has   uint8
		until int32
		want  float64
	}{{1, 6, -0.1}, {1, 3, 0}, {1 << p3CarerSupport, 6, map[bool]float64{true: -0.3, false: -0.1}[w.hasCarer(i)]}} {
		e.p3From, e.p3Until, e.p3Has = 0, x.until, x.has
		w.follow()
		if got := float64(e.effects[onNursingHome]); math.Abs(got-x.want) > 1e-6 {
			t.Errorf("services %b until %d: log hazard ratio %g, by hand %g", x.has, x.until, got, x.want)
		}
		if e.effects[onUnplanned] != 0 || e.effects[onDeath] != 0 {
			t.Error("P3 acts on more than its rows say")
		}
	}
	class := w.people[i].class
	p := w.m.relief[class]
	e.p3Has = 1
	if got := w.recovers(i); got != p {
		t.Errorf("without support of the carer relief goes from %g to %g", p, got)
	}
	e.p3Has = 1 << p3CarerSupport
	if got, want := w.recovers(i), 1-(1-p)*(1-p); math.Abs(got-want) > 1e-12 || p == 0 {
		t.Errorf("relief %g with support of the carer, by hand %g", got, want)
	}
}
