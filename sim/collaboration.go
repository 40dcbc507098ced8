package sim

import (
	"math"

	"piramide/sim/finance"
)

// Collaboration: the organisations of the region work together.
//
// Decided: nothing of a citizen; how much integration management there is, what the
// hours of the providers and of who is seconded cost whom. Read: the plan, teams.
// Written: hours, ledger. Source: seeds 003 and 004; `seed_integrator_people`,
// `own_integrator_time`, `own_integrator_inhabitants`, `own_collaboration_hour`.

// collaborationLines are the lines of the ledger that a collaboration posts on.
type collaborationLines struct {
	time [finance.NumParties]int // payer → other providers, for hours in the buurtteams
	kind [finance.NumParties]int // who seconds → economy, in kind
}

// startCollaboration makes the lines of the collaborations of a schedule.
func (w *World) startCollaboration(schedule []Dated) {
	l := &w.money.together
	for k := range schedule {
		c := &schedule[k].Plan.Collaboration
		if c.Paid {
			l.time[c.Payer] = w.money.ledger.Line(finance.Line{
				From: c.Payer, To: finance.OtherProviders, Instrument: "collaboration_time", Plan: true, Reason: finance.ForTeamwork,
			})
		}
		if c.People > 0 {
			l.kind[c.From] = w.money.ledger.Line(finance.Line{
				From: c.From, To: finance.Economy, Instrument: "integrator", Plan: true, Reason: finance.ForInKind, InKind: true,
			})
		}
	}
}

// collaborates says whether the agreement of the plan is in force.
func (w *World) collaborates() bool {
	return w.plan.Collaboration != (Collaboration{}) && w.month >= w.plan.Collaboration.Start
}

// integration is how much of the integration management that the region needs is there,
// 0 to 1: one post per so many inhabitants. More than the region needs does no more.
func (w *World) integration() float64 {
	posts := w.plan.IntegratorPosts(w.month, &w.m.cfg.Labour)
	if n := w.m.cfg.Network.Integrator; n > 0 {
		people := 0
		for b := range w.buurten {
			people += w.buurten[b].alive
		}
		return math.Min(1, posts*n/float64(max(people, 1)))
	}
	return float64(one(posts > 0))
}

// IntegratorPosts is the full-time posts of integration management that a plan has in a
// month: of people who are seconded, and what its budgets for it pay.
func (p *Plan) IntegratorPosts(month Month, l *Labour) (posts float64) {
	if c := &p.Collaboration; *c != (Collaboration{}) && month >= c.Start {
		posts = c.People * c.Time
	}
	year := l.Integrator * (1 + l.Overhead)
	if p.Market != nil {
		year *= p.Market.Wages
	}
	for k := range p.Instruments {
		i := &p.Instruments[k]
		if !i.Plan || finance.Month(month) < i.Start || i.End != 0 && finance.Month(month) >= i.End {
			continue
		}
		switch budget := forIntegration(i); {
		case budget <= 0:
		case year > 0:
			posts += budget.Euro() / year
		default: // a post costs nothing
			posts = math.Inf(1)
		}
	}
	return posts
}

// forIntegration is what an instrument pays the collaboration a year for integration management.
func forIntegration(i *finance.Instrument) (sum finance.Cents) {
	switch t := i.Terms.(type) {
	case finance.FixedBudget:
		if t.Reason == finance.ForIntegration && i.Payee == finance.Collaboration {
			return t.PerYear
		}
	case finance.PooledBudget:
		for _, u := range t.Uses {
			if u.Reason == finance.ForIntegration {
				sum += u.PerYear
			}
		}
	}
	return sum
}

// teamHours is the hours that providers give to the team of a buurt this month,
// beside what audits ask.
func (w *World) teamHours(b int) float64 {
	if !w.collaborates() {
		return 0
	}
	return w.providers(b) * w.plan.Collaboration.Hours
}

// payCollaboration pays the hours of the providers where the plan does, and posts
// the work of who is seconded as work in kind.
func (w *World) payCollaboration() {
	c, l := &w.plan.Collaboration, &w.money.together
	if !w.collaborates() {
		return
	}
	if c.Paid {
		hours := 0.0
		for b := range w.buurten {
			hours += w.teamHours(b)
		}
		if amount := finance.Euro(hours * w.m.cfg.Network.Hour); amount > 0 {
			w.money.ledger.Post(l.time[c.Payer], w.cycle, amount)
		}
	}
	if fte := c.People * c.Time; fte > 0 {
		labour := &w.m.cfg.Labour
		w.rec.month[MonthSeconded] += int64(fte*100 + 0.5)
		w.money.ledger.Post(l.kind[c.From], w.cycle, finance.Euro(fte*labour.Integrator*(1+labour.Overhead)/12))
	}
}
