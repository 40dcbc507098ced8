package sim

import (
	"math"
	"testing"

	"piramide/sim/finance"
)

// quietly is a plan in which need can become known and nobody has a place to give:
// what is found changes nothing else.
func quietly(start Month) Plan {
	return Plan{P3: 0, Instruments: careAsToday(), TeamMaturity: 30, TeamLevel: 0.7, NoCoachSlower: 0.5, Teams: []Team{{Start: start}, {Start: start}}}
}

// levers are the ways to look for unknown need, each with the route it feeds.
func levers(c *Config) map[Route]func(*Plan) {
	start := c.Calendar.Start
	return map[Route]func(*Plan){
		ByOutreach: func(p *Plan) { p.Outreach = Posts{FTE: 1, Start: start} },
		ByWelfare:  func(p *Plan) { p.LinkWorkers = Posts{FTE: 2, Start: start} },
		ByCaring: func(p *Plan) {
			p.Caring = Neighbourhoods{Start: start, Dose: 1, PerYear: 5_000_001, Territory: true}
		},
		ByAccess: func(p *Plan) {
			p.Access = Neighbourhoods{Start: start, Dose: 1, PerYear: 3_000_000, Payer: finance.Local}
		},
		ByPHM: func(p *Plan) {
			p.PHM = PHM{On: true, Start: start, Levels: oneLevel(start)}
			p.PopulationManager, p.Zorgcoach, p.Proactive = Posts{FTE: 1, Start: start}, Posts{FTE: 1, Start: start}, true
		},
	}
}

// reachingConfig is the small world with numbers for who looks for need; P3 takes
// nobody in, and nobody is hired from other services.
func reachingConfig(people int) Config {
	c := testConfig(people)
	f := &c.Finding
	f.OutreachCeiling, f.LinkReach, f.CaringReach, f.CaringLowSES, f.AccessReach = 0.3, 0.1, 0.4, 1.5, 0.3
	f.NonTakeUp, f.TakeUp, f.PhoneMenOR = 0.4, 0.35, 1.78
	c.Before.P3, c.Labour.HireLag = 0, 1
	c.Schedule = []Dated{{c.Calendar.Start, quietly(c.Calendar.Start)}}
	return c
}

// found gives what a route found over the years of a run, and all routes together.
func foundBy(r *Result, by Route) (n, all int64) {
	for y := range r.Years {
		x := r.At(FoundByGP+Indicator(by), y, 0, GroupAll)
		n, all = n+x.Num, all+x.Den
	}
	return n, all
}

// Every lever finds by its own route and by no other that is off; more is known; and
// off means off: a lever with no hours, no grant or no place is the plan without it.
func TestEveryWayOfLookingFinds(t *testing.T) {
	c := reachingConfig(4000)
	base := run(t, c)
	for by, on := range levers(&c) {
		p := quietly(c.Calendar.Start)
		on(&p)
		c.Schedule[0].Plan = p
		r := run(t, c)
		n, all := foundBy(r, by)
		if n == 0 || all == 0 {
			t.Errorf("route %d finds %d of %d", by, n, all)
		}
		if r, b := total(r, MonthNeedKnown), total(base, MonthNeedKnown); r <= b {
			t.Errorf("route %d: known need %d, without it %d", by, r, b)
		}
		for other := range levers(&c) {
			if n, _ := foundBy(base, other); n != 0 {
				t.Errorf("route %d finds %d while it is off", other, n)
			}
			if n, _ := foundBy(r, other); other != by && n != 0 {
				t.Errorf("route %d finds %d while only %d is on", other, n, by)
			}
		}
		if by == ByPHM { // its coach has places: lives change
			continue
		}
		for k := range r.Lives {
			if r.Lives[k] != base.Lives[k] {
				t.Fatalf("route %d: finding changes a life, and nobody has a place to give", by)
			}
		}
	}
	p := quietly(c.Calendar.Start)
	p.Caring = Neighbourhoods{Start: c.Calendar.Start, Buurten: []bool{false, false}, Dose: 1, PerYear: 100}
	p.Access = Neighbourhoods{Start: c.Calendar.Start + 999, Dose: 1, PerYear: 100}
	c.Schedule[0].Plan = p
	same(t, base, run(t, c))
}

// same holds two results to be equal in every series.
func same(t *testing.T, a, b *Result) {
	t.Helper()
	for s := range a.Months {
		for m := range a.Months[s] {
			if a.Months[s][m] != b.Months[s][m] {
				t.Fatalf("series %d, month %d: %d and %d", s, m, a.Months[s][m], b.Months[s][m])
			}
		}
	}
}

// The shares of the routes add up to everybody who was found, in every group; too late
// is the sum over routes.
func TestRoutesAddUp(t *testing.T) {
	c := reachingConfig(4000)
	p := quietly(c.Calendar.Start)
	for _, on := range levers(&c) {
		on(&p)
	}
	c.Schedule[0].Plan = p
	r := run(t, c)
	some := false
	for y := range r.Years {
		for area := range r.Areas {
			for g := range NumGroups {
				all := r.At(FoundTooLate, y, area, g)
				var sum, late int64
				for by := range NumRoutes {
					x := r.At(FoundByGP+Indicator(by), y, area, g)
					if x.Den != all.Den {
						t.Fatalf("route %d shares no denominator: %d, %d", by, x.Den, all.Den)
					}
					sum += x.Num
					if by >= ByStay {
						late += x.Num
						continue
					}
					l := r.At(LateByGP+Indicator(by), y, area, g)
					if l.Den != x.Num {
						t.Fatalf("route %d: %d found, late of %d", by, x.Num, l.Den)
					}
					late += l.Num
					some = some || l.Num > 0 && l.Num < l.Den
				}
				if sum != all.Den || late != all.Num {
					t.Fatalf("year %d, area %d, group %d: routes sum to %d of %d, late to %d of %d", y, area, g, sum, all.Den, late, all.Num)
				}
			}
		}
	}
	if !some {
		t.Error("no route finds both in time and too late: the test would not notice")
	}
	if found, late := total(r, MonthFound), total(r, MonthLate); found == 0 || late == 0 || late >= found {
		t.Errorf("%d found, %d too late", found, late)
	}
}

// Whoever works is paid: link workers their wage, a caring neighbourhood its grant by
// the territory, an access point by the municipality, to the cent; and off, nothing.
func TestLookingIsPaid(t *testing.T) {
	c := reachingConfig(1000)
	c.Calendar.Cycles = 24
	paid := func(p Plan) map[string]finance.Cents {
		c.Schedule[0].Plan = p
		r := run(t, c)
		sum := map[string]finance.Cents{}
		for k, line := range r.Ledger.Lines() {
			for m := range 24 {
				sum[line.From.String()+" "+line.Instrument] += r.Ledger.Month(k, m)
			}
		}
		return sum
	}
	p := quietly(c.Calendar.Start)
	for key, x := range paid(p) {
		if x != 0 && (key == "flanders caring_neighbourhoods" || key == "local access_points" || key == "federal set_posts") {
			t.Errorf("%s: %d with all levers off", key, x)
		}
	}
	p.Caring = Neighbourhoods{Start: c.Calendar.Start, End: c.Calendar.Start + 18, Buurten: []bool{true, false}, PerYear: 5_000_001, Territory: true}
	p.Access = Neighbourhoods{Start: c.Calendar.Start + 12, PerYear: 3_000_000, Payer: finance.Local}
	p.LinkWorkers = Posts{FTE: 2, Start: c.Calendar.Start}
	got := paid(p)
	if want := finance.Cents(5_000_001 + 5_000_001/2); got["flanders caring_neighbourhoods"] != want {
		t.Errorf("a year and a half of a grant is %d, posted %d", want, got["flanders caring_neighbourhoods"])
	}
	if want := finance.Cents(2 * 3_000_000); got["local access_points"] != want {
		t.Errorf("a year of two access points is %d, posted %d", want, got["local access_points"])
	}
	if got["federal set_posts"] == 0 || got["federal set_posts"] != got["collaboration spending"] {
		t.Errorf("link workers receive %d, their posts are paid %d", got["collaboration spending"], got["federal set_posts"])
	}
}

// Who sends somebody away stays unknown for this need, and is not visited again; who
// accepts a visit accepts the offer that follows. More need and a lower position are
// reached less.
func TestWhoIsNotReached(t *testing.T) {
	c := reachingConfig(20_000)
	c.Finding.RefusalNeed, c.Finding.KnownAtStart, c.Finding.GPMonthly, c.Finding.AfterStay, c.Finding.OutreachCeiling = 1.5, 0, 0, 0, 0
	w := opened(t, c)
	p := quietly(c.Calendar.Start)
	w.plan = &p
	for w.cycle < 3 {
		if err := w.live(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var met, accepted [2][2]float64 // by complex need, low position
	for k := range w.needs {
		i, b := int(w.needs[k].slot), int(w.needs[k].buurt)
		w.people[i].flags &^= known
		w.trail[i] &^= trailNeed
		yes := w.meets(b, i, ByOutreach, 0)
		if again := !w.declines(i, 0); again != yes {
			t.Fatal("who accepts the visit must accept the offer")
		}
		if tried := w.trail[i]&trailTried != 0; tried == yes || (w.people[i].flags&known != 0) != yes {
			t.Fatal("who declines stays unknown and is marked")
		}
		if q := w.quintile(i); q == 0 || q == Quintiles-1 {
			at := [2]int32{one(w.m.rows[w.people[i].class].tier >= 3), one(q == 0)}
			met[at[0]][at[1]]++
			accepted[at[0]][at[1]] += float64(one(yes))
		}
	}
	share := func(x, low int) float64 { return accepted[x][low] / met[x][low] }
	// The bands of the four shares have a false-alarm rate under 10⁻⁶ together.
	for x := range 2 {
		for low := range 2 {
			refuses := []float64{0.3, 0.45}[x]
			odds := refuses / (1 - refuses) * math.Pow(1.5, float64(low)-0.5)
			want := 1 / (1 + odds)
			if sd := math.Sqrt(want * (1 - want) / met[x][low]); math.Abs(share(x, low)-want) > 5.2*sd {
				t.Errorf("complex %d, low position %d: %.3f of %g accept, expected %.3f", x, low, share(x, low), met[x][low], want)
			}
		}
	}
}

// A telephone call turns men away more often and women not.
func TestTelephoneTurnsMenAway(t *testing.T) {
	c := reachingConfig(6000)
	reached := func(phone bool) (men, women int64) {
		p := quietly(c.Calendar.Start)
		p.Outreach, p.Reach.Phone = Posts{FTE: 40, Start: c.Calendar.Start}, phone
		c.Schedule[0].Plan, c.Finding.OutreachCeiling = p, 0
		r := run(t, c)
		for y := range r.Years {
			men += r.At(FoundByOutreach, y, 0, GroupMen).Num
			women += r.At(FoundByOutreach, y, 0, GroupWomen).Num
		}
		return men, women
	}
	letterMen, letterWomen := reached(false)
	phoneMen, phoneWomen := reached(true)
	if phoneMen >= letterMen || phoneWomen != letterWomen || phoneWomen == 0 {
		t.Errorf("by letter %d men and %d women, by telephone %d and %d", letterMen, letterWomen, phoneMen, phoneWomen)
	}
}

// Outreach that looks for one group finds nobody else.
func TestOutreachLooksForWhom(t *testing.T) {
	c := reachingConfig(6000)
	find := func(reach Reach) *Result {
		p := quietly(c.Calendar.Start)
		p.Outreach, p.Reach = Posts{FTE: 5, Start: c.Calendar.Start}, reach
		c.Schedule[0].Plan = p
		return run(t, c)
	}
	for name, x := range map[string]struct {
		reach    Reach
		in, none int
	}{
		"increased reimbursement": {Reach{VT: true}, GroupVT, GroupNoVT},
		"without a GMD":           {Reach{NoGMD: true}, GroupNoGMD, GroupGMD},
		"from 80":                 {Reach{MinAge: 80}, GroupAge80, GroupAge65},
	} {
		r := find(x.reach)
		var in, out int64
		for y := range r.Years {
			in += r.At(FoundByOutreach, y, 0, x.in).Num
			out += r.At(FoundByOutreach, y, 0, x.none).Num
		}
		if in == 0 || out != 0 {
			t.Errorf("%s: finds %d, and %d of the others", name, in, out)
		}
	}
}

// A caring neighbourhood reaches the lowest fifth more often than the highest, an
// access point less often, per month of unknown need.
func TestWhoIsReachedByPosition(t *testing.T) {
	c := reachingConfig(30_000)
	c.Finding.KnownAtStart, c.Finding.GPMonthly, c.Finding.AfterStay = 0, 0, 0
	rate := func(on func(*Plan)) (low, high float64) {
		p := quietly(c.Calendar.Start)
		on(&p)
		c.Schedule[0].Plan = p
		w := opened(t, c)
		w.plan = &p
		var asked, found [Quintiles]float64
		for w.cycle < 12 {
			if err := w.live(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.month++ // a month nobody has lived: its words are fresh
			for k := range w.needs {
				i, b := int(w.needs[k].slot), int(w.needs[k].buurt)
				if q := w.quintile(i); w.trail[i]&trailTried == 0 && !w.declines(i, 0) {
					asked[q]++
					found[q] += float64(one(w.signalled(i, b) || w.comes(i, b)))
				}
			}
			w.month--
		}
		return found[0] / asked[0], found[Quintiles-1] / asked[Quintiles-1]
	}
	l := levers(&c)
	if low, high := rate(l[ByCaring]); low <= high {
		t.Errorf("caring neighbourhoods reach %.4f of the lowest fifth a month, %.4f of the highest", low, high)
	}
	if low, high := rate(l[ByAccess]); low >= high {
		t.Errorf("access points reach %.4f of the lowest fifth a month, %.4f of the highest", low, high)
	}
}

// Increased reimbursement is taken up where link workers come, and nowhere else; it
// is counted and changes no status.
func TestTakeUpIsCountedOnly(t *testing.T) {
	c := reachingConfig(6000)
	base := run(t, c)
	p := quietly(c.Calendar.Start)
	p.LinkWorkers = Posts{FTE: 8, Start: c.Calendar.Start}
	c.Schedule[0].Plan = p
	r := run(t, c)
	var with, without, vt int64
	for y := range r.Years {
		with, without = with+r.At(VTTakenUp, y, 0, GroupAll).Num, without+base.At(VTTakenUp, y, 0, GroupAll).Num
		vt += r.At(VTTakenUp, y, 0, GroupVT).Num
	}
	if with == 0 || without != 0 || vt != 0 {
		t.Errorf("%d take it up, %d of whom had it; without link workers %d", with, vt, without)
	}
	// Entitled and without: by Bayes from the share that has it, worked by hand for a
	// share of 17 % of whom 49 % in the lowest fifth, 40 % non-take-up.
	w := opened(t, c)
	v := 0.17 * 0.49 / (0.17*0.49 + 0.83*0.14)
	if want, got := 0.4*v/(0.6*(1-v)), w.m.entitled[0]; math.Abs(got-want) > 1e-9 {
		t.Errorf("entitled without it in the lowest fifth: %g, by hand %g", got, want)
	}
}

// Need that leads to a stay, becomes complex or ends in a nursing home before anybody
// knows it is found too late; need that was known before is not.
func TestTooLate(t *testing.T) {
	c := reachingConfig(4000)
	c.Finding.KnownAtStart, c.Finding.GPMonthly = 0, 0.001
	late := run(t, c)
	c.Finding.GPMonthly = 0.6
	soon := run(t, c)
	share := func(r *Result) float64 { return float64(total(r, MonthLate)) / float64(total(r, MonthFound)) }
	if share(soon) >= share(late) || share(late) < 0.9 {
		t.Errorf("too late: %.2f when the GP finds at once, %.2f when almost only stays and nursing homes do", share(soon), share(late))
	}
	c.Finding.KnownAtStart = 1
	if r := run(t, c); total(r, MonthFound) != 0 {
		t.Errorf("all need is known when it begins, and %d is found", total(r, MonthFound))
	}
}

// A budget for integration pays no outreach: each worker of outreach costs the plan a
// wage, whatever else the collaboration receives.
func TestOutreachIsPaidBesideIntegration(t *testing.T) {
	c := reachingConfig(1000)
	c.Calendar.Cycles = 24
	c.Labour.Turnover, c.Labour.HireLag = 0, 0
	c.Labour.Qualification[Outreach] = -1
	cost := func(fte float64) (all, set finance.Cents) {
		p := quietly(c.Calendar.Start)
		p.Instruments = append(p.Instruments, finance.Instrument{
			Name: "integration", Plan: true, Payer: finance.Federal, Payee: finance.Collaboration,
			Terms: finance.FixedBudget{PerYear: 40_000_000, Reason: finance.ForIntegration},
		})
		p.Outreach = Posts{FTE: fte, Start: c.Calendar.Start}
		c.Schedule[0].Plan = p
		r := run(t, c)
		for k, line := range r.Ledger.Lines() {
			for m := range 24 {
				if line.Instrument == "set_posts" {
					set += r.Ledger.Month(k, m)
				}
			}
		}
		return r.Ledger.ProgrammeCost(0, 24), set
	}
	none, _ := cost(0)
	one, wage := cost(1)
	if wage == 0 || one-none != wage {
		t.Errorf("a worker of outreach costs %d of which %d is posted as a wage", one-none, wage)
	}
	if three, wages := cost(3); three-none != wages || wages < 2*wage {
		t.Errorf("three cost %d of which %d are wages; one costs %d", three-none, wages, wage)
	}
}
