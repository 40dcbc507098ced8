package sim

import (
	"math"
	"slices"
	"testing"

	"piramide/sim/finance"
)

// someNetwork is a network in which everything acts.
var someNetwork = Network{
	Begin: 0.24, Ceiling: 0.7, AsDesigned: 0.5, Speed: 1.2, Spread: 0.3, Unpaid: 0.3, NoCoach: 0.2, Overload: 0.1,
	NoIntegrator: 0.2, Feedback: 0.3, GPFinding: 0.5, Providers: 0.004, AuditHours: 2, Hour: 50,
}

// teamWorld lives a plan with set posts and a network; every change is one of the
// plan or of the network.
func teamWorld(t *testing.T, change func(*Config, *Plan)) *Result {
	t.Helper()
	c := testConfig(3000)
	c.Effects, c.Labour.Turnover, c.Labour.HireLag, c.Labour.Pool, c.Labour.AbsenceDays = nil, 0, 0.1, nil, 0
	c.Network, c.Labour.Integrator = someNetwork, 80_000
	start := c.Calendar.Start
	p := fullPlan(start)
	p.Teams = []Team{{Start: start, Coach: true}, {Start: start, Coach: true}}
	p.Zorgcoach, p.Casemanagers = Posts{FTE: 1, Start: start}, Posts{FTE: 1, Start: start}
	p.Buurtteamcoach, p.PopulationManager = Posts{FTE: 1, Start: start}, Posts{FTE: 1, Start: start}
	p.Instruments = append(p.Instruments, finance.Instrument{
		Name: "integration", Payer: finance.Federal, Payee: finance.Collaboration, Plan: true,
		Terms: finance.FixedBudget{PerYear: 1000, Reason: finance.ForIntegration},
	})
	change(&c, &p)
	if len(c.Schedule) == 1 {
		c.Schedule = []Dated{{start, p}}
	}
	return run(t, c)
}

func asIs(*Config, *Plan) {}

// without takes away an instrument of a plan.
func without(p *Plan, name string) {
	p.Instruments = slices.DeleteFunc(slices.Clone(p.Instruments), func(i finance.Instrument) bool { return i.Name == name })
}

func mean(r *Result, num Series, month int) float64 {
	return float64(r.Months[num][month]) / float64(r.Months[MonthTeams][month])
}

// The share that takes part is the logistic curve, from below and from above, and a
// step twice as long is two steps.
func TestLogisticByHand(t *testing.T) {
	for _, x := range []struct{ share, ceiling, speed, want float64 }{
		{0.35, 0.7, 0, 0.35},
		{0.35, 0.7, math.Log(2), 0.7 / 1.5},
		{0.7, 0.35, math.Log(2), 0.35 / (1 - 0.5*0.5)},
		{0.7, 0.7, 3, 0.7},
		{0.2, 0, 1, 0},
	} {
		if got := logistic(x.share, x.ceiling, x.speed); math.Abs(got-x.want) > 1e-12 {
			t.Errorf("%v: %.6f, want %.6f", x, got, x.want)
		}
	}
	if one, two := logistic(0.2, 0.7, 1), logistic(logistic(0.2, 0.7, 0.5), 0.7, 0.5); math.Abs(one-two) > 1e-12 {
		t.Errorf("one step %.6f, two halves %.6f", one, two)
	}
}

// Who takes part grows from the beginning towards the ceiling; every support that is
// missing, and overload, leaves fewer; a coalition that covers fewer bounds them; and
// when the money ends the share falls again.
func TestParticipationGrowsAndShrinks(t *testing.T) {
	base := teamWorld(t, asIs)
	if first, last := mean(base, MonthJoined, 0), mean(base, MonthJoined, 35); first < 0.24 || first > 0.32 || last < 0.6 || last > 0.7 {
		t.Errorf("with all support the share goes from %.3f to %.3f", first, last)
	}
	for name, change := range map[string]func(*Config, *Plan){
		"no money":         func(_ *Config, p *Plan) { without(p, "budget") },
		"no coach":         func(_ *Config, p *Plan) { p.Teams[0].Coach, p.Teams[1].Coach = false, false },
		"narrow coalition": func(_ *Config, p *Plan) { p.Collaboration = Collaboration{Coverage: 0.4} },
	} {
		if last, most := mean(teamWorld(t, change), MonthJoined, 35), mean(base, MonthJoined, 35); last >= most-0.005 {
			t.Errorf("%s: %.3f take part after three years, with all %.3f", name, last, most)
		}
	}
	// Overload by hand: intake follows the hours, so that no world of these is overloaded for long.
	c := testConfig(500)
	c.Network, c.Schedule = someNetwork, []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start)}}
	w := opened(t, c)
	coach := &w.staff.areas[Zorgcoach][0]
	coach.load = 1
	rested := w.ceiling(0)
	coach.load = 1.2
	if got, want := w.ceiling(0), rested*(1-c.Network.Overload); rested == 0 || c.Network.Overload == 0 || math.Abs(got-want) > 1e-12 {
		t.Errorf("a coach of whom a fifth too much is asked: %.4f would take part, by hand %.4f", got, want)
	}
	ends := teamWorld(t, func(c *Config, p *Plan) {
		then := *p
		without(&then, "budget")
		c.Schedule = []Dated{{c.Calendar.Start, *p}, {c.Calendar.Start + 18, then}}
	})
	if with, after := mean(ends, MonthJoined, 17), mean(ends, MonthJoined, 35); after >= with || after < 0.45 {
		t.Errorf("when the money ends the share goes from %.3f to %.3f; it should fall towards 0.49", with, after)
	}
	paid := teamWorld(t, func(_ *Config, p *Plan) {
		without(p, "budget")
		p.Collaboration = Collaboration{Hours: 2, Paid: true}
	})
	unpaid := teamWorld(t, func(_ *Config, p *Plan) {
		without(p, "budget")
		p.Collaboration = Collaboration{Hours: 2}
	})
	if a, b := mean(paid, MonthJoined, 35), mean(unpaid, MonthJoined, 35); a <= b {
		t.Errorf("with paid time %.3f take part, with unpaid time %.3f", a, b)
	}
}

// A network never does more than maturity alone, and with a full network exactly as
// much; where taking part is not simulated nothing is changed.
func TestNetworkNeverExceedsMaturity(t *testing.T) {
	off := teamWorld(t, func(c *Config, _ *Plan) { c.Network.AsDesigned = 0 })
	on := teamWorld(t, asIs)
	slower := false
	for m := range off.Months[MonthMature] {
		switch a, b := mean(on, MonthMature, m), mean(off, MonthMature, m); {
		case a > b:
			t.Fatalf("month %d: %.3f of the design with a network, %.3f without", m, a, b)
		case a < b:
			slower = true
		}
	}
	if a, b := mean(on, MonthMature, 35), mean(off, MonthMature, 35); !slower || a != b {
		t.Errorf("after three years %.3f and %.3f of the design; slower before: %v", a, b, slower)
	}
}

// Each precondition of the note and the integrator makes teams mature faster, and all
// missing is the slowest; feedback on data makes them faster where it has a size.
func TestPreconditionsAreFelt(t *testing.T) {
	at := func(change func(*Config, *Plan)) float64 { return mean(teamWorld(t, change), MonthMature, 23) }
	all := at(asIs)
	none := at(func(_ *Config, p *Plan) {
		p.Teams[0].Coach, p.Teams[1].Coach, p.PHM, p.PopulationManager = false, false, PHM{}, Posts{}
		without(p, "integration")
	})
	for name, change := range map[string]func(*Config, *Plan){
		"buurtteamcoach":      func(_ *Config, p *Plan) { p.Teams[0].Coach, p.Teams[1].Coach = false, false },
		"PHM tools":           func(_ *Config, p *Plan) { p.PHM = PHM{} },
		"population managers": func(_ *Config, p *Plan) { p.PopulationManager = Posts{} },
		"integrator":          func(_ *Config, p *Plan) { without(p, "integration") },
	} {
		if less := at(change); less >= all || less <= none {
			t.Errorf("without %s %.3f of the design after two years, with all %.3f, with none %.3f", name, less, all, none)
		}
	}
	seconded := at(func(_ *Config, p *Plan) {
		without(p, "integration")
		p.Collaboration = Collaboration{People: 40, Time: 0.1, From: finance.Hospitals}
	})
	if seconded != all {
		t.Errorf("seconded integrators give %.3f, a budget %.3f", seconded, all)
	}
	for name, change := range map[string]func(*Config, *Plan){
		"people without time": func(_ *Config, p *Plan) {
			without(p, "integration")
			p.Collaboration = Collaboration{People: 40, From: finance.Hospitals}
		},
		"a budget of nothing": func(_ *Config, p *Plan) {
			without(p, "integration")
			p.Instruments = append(p.Instruments, finance.Instrument{Name: "integration", Payer: finance.Federal, Payee: finance.Collaboration, Plan: true, Terms: finance.FixedBudget{Reason: finance.ForIntegration}})
		},
	} {
		if less := at(change); less >= all {
			t.Errorf("%s integrates: %.3f, nobody %.3f", name, less, all)
		}
	}
	if more := at(func(_ *Config, p *Plan) { p.Audits = 4 }); more <= all {
		t.Errorf("with feedback %.3f, without %.3f", more, all)
	}
	if same := at(func(c *Config, p *Plan) { p.Audits, c.Network.Feedback = 4, 0 }); same != all {
		t.Errorf("feedback without a size gives %.3f, none %.3f", same, all)
	}
}

// The gain in experience is that of the clients of a team, times what it does of its
// design, and none without clients.
func TestExperienceFollowsTheTeam(t *testing.T) {
	c := testConfig(2000)
	c.Network = someNetwork
	w := started(t, c)
	e := client(t, w, 2, -12)
	w.needs = append(w.needs[:0], needing{slot: e.slot, buurt: e.buurt})
	for _, x := range []struct {
		mature float64
		want   int64
	}{{0, 0}, {0.5, 150}, {1, 300}} {
		w.buurten[0].mature = x.mature
		clear(w.rec.cells)
		w.recordNeeds()
		var got, people int64
		for b := range w.rec.cells {
			for k := range groupCells {
				c := w.rec.cells[b].of(k)
				got += c.num[Experience]
				people += c.den[InCare]
			}
		}
		if got != x.want || people != 1 {
			t.Errorf("a team at %.1f of its design gives %d thousandths of a standard deviation to %d, want %d", x.mature, got, people, x.want)
		}
	}
}

// Audits: so many a year, none without data, hours of those who take part.
func TestAudits(t *testing.T) {
	sum := func(r *Result, s Series) (n int64) {
		for _, x := range r.Months[s] {
			n += x
		}
		return n
	}
	r := teamWorld(t, func(_ *Config, p *Plan) { p.Audits = 4 })
	if n := sum(r, MonthAudits); n < 2*4*2 || n > 2*4*3 {
		t.Errorf("%d audits of two teams in three years, four a year", n)
	}
	if sum(r, MonthTeamHours) == 0 || sum(r, MonthFeedback) == 0 {
		t.Error("audits ask no hours or leave no feedback")
	}
	blind := teamWorld(t, func(_ *Config, p *Plan) { p.Audits, p.PHM = 4, PHM{} })
	if sum(blind, MonthAudits) != 0 || sum(teamWorld(t, asIs), MonthTeamHours) != 0 {
		t.Error("audits without data, or hours that nobody asked")
	}
}

// The time of a collaboration is paid to the cent by its payer, or by nobody; who is
// seconded costs its organisation, in kind; and the costs tie.
func TestCollaborationIsPaid(t *testing.T) {
	r := teamWorld(t, func(_ *Config, p *Plan) {
		p.Collaboration = Collaboration{Hours: 2, Paid: true, Payer: finance.SicknessFunds, People: 40, Time: 0.1, From: finance.Hospitals}
	})
	paid := r.Ledger.Sum(0, 36, func(l finance.Line) bool {
		return l.Instrument == "collaboration_time" && l.From == finance.SicknessFunds
	})
	var hours float64
	for _, h := range r.Months[MonthTeamHours] {
		hours += float64(h) / 100
	}
	if got, want := float64(paid)/100, hours*someNetwork.Hour; paid == 0 || math.Abs(got-want) > 36*0.5+2*36*0.005*someNetwork.Hour { // euros rounded a month, hours a month and team
		t.Errorf("EUR %.0f paid for hours that cost %.0f", got, want)
	}
	if got, want := r.Ledger.InKind(0, 36), finance.Euro(3*40*0.1*80_000*1.15); math.Abs(float64(got-want)) > 36 {
		t.Errorf("in kind %d, want %d", got, want)
	}
	for m := range 36 {
		l := r.Ledger
		if l.KCECost(m, m+1)+l.InKind(m, m+1) != l.ResourceCost(m, m+1)+l.BalanceChange(m, m+1) {
			t.Fatalf("month %d: the costs do not tie", m)
		}
	}
	unpaid := teamWorld(t, func(_ *Config, p *Plan) { p.Collaboration = Collaboration{Hours: 2} })
	if unpaid.Ledger.Sum(0, 36, func(l finance.Line) bool { return l.Instrument == "collaboration_time" }) != 0 || unpaid.Months[MonthTeamHours][35] == 0 {
		t.Error("unpaid time is paid, or is no time")
	}
}

// What a GP contact reveals grows with the team where that has a size, and stays
// where it has none.
func TestGPFindsMoreInATeam(t *testing.T) {
	found := func(more float64) (n int64) {
		r := teamWorld(t, func(c *Config, p *Plan) { c.Network.GPFinding, p.PHM, p.Outreach = more, PHM{}, Posts{} })
		for _, x := range r.Months[MonthNeedKnown] {
			n += x
		}
		return n
	}
	if a, b := found(0), found(2); b <= a {
		t.Errorf("%d months of known need, with a team that finds thrice as much %d", a, b)
	}
}

// More money for integration management makes teams mature faster, as far as the region
// needs it: half of what it needs gives less than all, twice gives no more, and nothing
// gives what a plan without it gives.
func TestIntegrationIsGraded(t *testing.T) {
	at := func(share float64) float64 {
		return mean(teamWorld(t, func(c *Config, p *Plan) {
			c.Network.Integrator, c.Labour.Overhead = 3000, 0 // one post, of 80,000 EUR
			c.Population.Arrivals = [Ages][Sexes]float64{}    // so that the region does not outgrow it
			without(p, "integration")
			if share >= 0 {
				p.Instruments = append(p.Instruments, finance.Instrument{Name: "integration", Payer: finance.Federal, Payee: finance.Collaboration, Plan: true, Terms: finance.FixedBudget{PerYear: finance.Euro(share * 80_000), Reason: finance.ForIntegration}})
			}
		}), MonthMature, 23)
	}
	before := at(-1)
	if nothing := at(0); nothing != before {
		t.Errorf("a budget of nothing gives %.3f of the design, no budget %.3f", nothing, before)
	}
	for _, share := range []float64{0.25, 0.5, 0.75, 1.2} {
		now := at(share)
		if now <= before {
			t.Errorf("%.2f of what is needed gives %.3f of the design, less of it %.3f", share, now, before)
		}
		before = now
	}
	if twice := at(2.4); twice != before {
		t.Errorf("twice what is enough gives %.3f, enough %.3f", twice, before)
	}
}

// A team that is mature and loses a precondition falls back to where it gains what it
// loses, by hand rate / (rate + decay × the part that is missing), and not to nothing;
// without decay, and with all it needs, it stays as it was.
func TestMatureTeamsFallBack(t *testing.T) {
	world := func(decay float64, lose func(*Plan)) *Result {
		return teamWorld(t, func(c *Config, p *Plan) {
			c.Calendar.Cycles, c.Network.Decay, c.Network.AsDesigned = 240, decay, 0
			p.NoCoachSlower = 0.5
			p.Teams = []Team{{Start: c.Calendar.Start - 240, Coach: true}, {Start: c.Calendar.Start - 240, Coach: true}}
			lose(p)
		})
	}
	noManagers := func(p *Plan) { p.PopulationManager = Posts{} }
	if kept := world(0.2, func(*Plan) {}); mean(kept, MonthMature, 239) < mean(kept, MonthMature, 12) {
		t.Errorf("with all it needs a team goes from %.3f to %.3f", mean(kept, MonthMature, 12), mean(kept, MonthMature, 239))
	}
	if kept := world(0, noManagers); mean(kept, MonthMature, 239) < mean(kept, MonthMature, 0) {
		t.Errorf("without decay a team goes from %.3f to %.3f", mean(kept, MonthMature, 0), mean(kept, MonthMature, 239))
	}
	p := fullPlan(0)
	for _, decay := range []float64{0.1, 0.3} {
		lost := world(decay, noManagers)
		rate := 0.5 * -math.Log(1-p.TeamLevel) / p.TeamMaturity
		want := rate / (rate + 0.5*decay/12)
		if first, last := mean(lost, MonthMature, 0), mean(lost, MonthMature, 239); last >= first || math.Abs(last-want) > 0.01 {
			t.Errorf("decay %.1f: from %.3f to %.3f, by hand to %.3f", decay, first, last, want)
		}
		all := world(decay, func(p *Plan) {
			noManagers(p)
			p.PHM, p.Teams[0].Coach, p.Teams[1].Coach = PHM{}, false, false
			without(p, "integration")
		})
		if a, b := mean(all, MonthMature, 60), mean(lost, MonthMature, 60); a >= b || a <= 0 {
			t.Errorf("decay %.1f: with one missing %.3f after five years, with all missing %.3f", decay, b, a)
		}
	}
}
