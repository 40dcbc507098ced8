package sim

import (
	"math"

	"piramide/sim/finance"
)

// Money: counted activity and enrolled heads go through the instruments into
// the ledger; budgets received become funded posts.
//
// Decided: what everybody pays and receives. Read: activity of the month,
// heads, included citizens, filled posts. Written: ledger, funded posts.
// Source: docs/model.md 7.9.

// moneyState is the books of one world.
type moneyState struct {
	activity   *finance.Activity
	settlement *finance.Settlement // nil in the burn-in
	ledger     *finance.Ledger

	perFTE       [NumRoles]float64                 // cents per FTE-month, overhead included
	received     [NumRoles]float64                 // cents that funded posts of a role received last month
	forProgramme [NumProgrammes]finance.Cents      // that budgets of a programme received last month
	worked       [NumProgrammes]finance.Cents      // price of the work in its places this month
	included     []int32                           // included citizens per buurt, last month
	acts         []float64                         // buurt actions that are due, per buurt
	balance      [finance.NumParties]finance.Cents // without envelopes, which are not the holder's own
	byTier       bool                              // a bundle pays by tier: known need is counted
	byStart      bool                              // a bundle pays by episode: starts of coordination are counted
	all          []finance.Instrument              // of the whole schedule
	origin       map[string]*origin                // whose money an instrument brings; absent: the holder's own
	teams        teamMoney                         // the virtual budgets behind balance[Buurtteams]
	together     collaborationLines                // the lines of the collaboration
	nursed       finance.Cents                     // home nursing of this month, delivered or not
	nursing      finance.Cents                     // that of last month
	lost         float64                           // the part of it that is not delivered, see undelivered
	purses       purses                            // the money behind the balances of who holds posts for the region
	expect       *expectation                      // what instruments that settle yearly must know; nil without them

	wage, overhead [NumRoles]int
	passOn         [finance.NumParties]int // provider → economy
	setPosts       [finance.NumParties]int // payer → holder of set posts
	notice         [finance.NumParties]int // payer → holder of posts in notice
	supplies       int                     // collaboration → economy
	around         neighbourhoodLines      // grants of caring neighbourhoods, access points
}

// rolePays is the party whose money pays a role.
var rolePays = [NumRoles]finance.Party{
	Zorgcoach: finance.ZorgcoachPosts, Casemanager: finance.CasemanagementPool, Buurtteamcoach: finance.Buurtteams,
	PopulationManager: finance.Collaboration, Outreach: finance.Collaboration,
	NursingHomeTeam: finance.Collaboration, CarerSupport: finance.Collaboration, LinkWorker: finance.Collaboration, Specialist: finance.CasemanagementPool,
}

// withoutPot says whether no instrument is for a role: who pays set posts bears it
// whole. What its holder receives is for other work, and would pay it unseen.
func (r Role) withoutPot() bool {
	switch r {
	case Outreach, LinkWorker, CarerSupport, NursingHomeTeam, Specialist:
		return true
	}
	return false
}

// Holder is the party whose money pays a role.
func (r Role) Holder() finance.Party { return rolePays[r] }

// holders hold the posts, and why they are paid for posts that the plan sets.
var (
	holders       = []finance.Party{finance.Buurtteams, finance.ZorgcoachPosts, finance.CasemanagementPool, finance.Collaboration}
	holderReasons = []finance.Reason{finance.ForPopulation, finance.ForCoordination, finance.ForCaseManagement, finance.ForIntegration}
)

// providers pass on what they earn: fees become wages, rent and supplies.
var providers = []finance.Party{finance.GPPractices, finance.HomeCare, finance.Hospitals, finance.NursingHomes}

// startMoney opens the counting of activity; there are no books in the burn-in.
func (w *World) startMoney() {
	w.money = moneyState{
		activity: finance.NewActivity(len(w.buurten)),
		included: make([]int32, len(w.buurten)), acts: make([]float64, len(w.buurten)),
	}
	w.wages()
}

// startAccounts opens the books under a schedule.
func (w *World) startAccounts(schedule []Dated, months int) error {
	w.startMoney()
	mo := &w.money
	mo.ledger = finance.NewLedger(months)
	var err error
	first := finance.Month(w.m.cfg.Calendar.Start)
	all := instruments(schedule)
	mo.all, mo.origin = all, origins(all)
	payers := schedule[0].Plan.Payers
	w.startPurses(all)
	w.startTeams(all, payers.TeamStart)
	w.startExpectation(all)
	w.startRisk(all)
	if mo.settlement, err = finance.Compile(all, first, len(w.buurten), mo.ledger); err != nil {
		return err
	}
	w.placePurses()
	line := func(from finance.Party, reason finance.Reason) int {
		return mo.ledger.Line(finance.Line{From: from, To: finance.Economy, Instrument: "spending", Reason: reason})
	}
	for r, p := range rolePays {
		mo.wage[r], mo.overhead[r] = line(p, finance.ForWage), line(p, finance.ForOverhead)
	}
	for k, p := range holders {
		reason := holderReasons[k]
		mo.setPosts[p] = mo.ledger.Line(finance.Line{From: payers.SetPosts, To: p, Instrument: "set_posts", Plan: true, Reason: reason})
		mo.notice[p] = mo.ledger.Line(finance.Line{From: payers.Notice, To: p, Instrument: "notice", Plan: true, Reason: reason, Timing: finance.OneOff})
	}
	for _, p := range providers {
		mo.passOn[p] = line(p, finance.ForFeesEarned)
	}
	mo.supplies = line(finance.Collaboration, finance.ForSupplies)
	w.startCollaboration(schedule)
	w.startPathways(schedule)
	w.startProgrammes()
	w.startCrews()
	w.startNeighbourhoods(schedule)
	mo.ledger.Freeze()
	return nil
}

// instruments of a schedule: those of each plan for the time it is in force.
// What continues unchanged stays one instrument.
func instruments(schedule []Dated) []finance.Instrument {
	var out []finance.Instrument
	for k := range schedule {
		from := finance.Month(schedule[k].From)
		if k == 0 {
			from = 0
		}
		for _, i := range schedule[k].Plan.Instruments {
			i.Start = max(i.Start, from)
			if k+1 < len(schedule) {
				next := finance.Month(schedule[k+1].From)
				if i.End == 0 || i.End > next {
					i.End = next
				}
			}
			if i.End == 0 || i.End > i.Start {
				out = append(out, i)
			}
		}
	}
	return out
}

// serve prices one service to a citizen and books it in the activity.
func (w *World) serve(b, i int, s finance.Service, t finance.Tariff) {
	own, payer := finance.OwnShare(t, w.m.cfg.Prices.MaximumBill, w.people[i].flags&hasVT != 0, finance.Cents(w.people[i].own))
	w.money.activity.Serve(s, b, own, payer)
	if w.probe != nil {
		w.probe.spend(i, s, own, payer)
	}
	w.people[i].payer += int32(payer)
	w.people[i].own += int32(own)
	if w.people[i].flags&inCohort != 0 {
		w.rec.tally.cohortCost += int64(own + payer)
	}
}

// nursingHomeDays books the days of a resident: the territory pays the care,
// the resident the day price, both outside health insurance.
func (w *World) nursingHomeDays(b, i, days int) {
	p := &w.m.cfg.Prices
	real := float64(days) * RealDays
	public := finance.Cents(math.Round(real * float64(p.NursingHomeDayPublic)))
	own := finance.Cents(math.Round(real * float64(p.NursingHomeDayCitizen)))
	a := w.money.activity
	if w.probe != nil {
		w.probe.lives[i].Spent[OnNursingHome] += int32(own + public)
	}
	a.Units[finance.NursingHomeDay][b] += int32(days)
	a.Citizen[finance.NursingHomeDay][b] += own
	a.Payer[finance.NursingHomeDay][b] += public
	if w.noise != nil {
		w.noise.outside[i] += float32(public)
	}
	if w.people[i].flags&inCohort != 0 {
		w.rec.tally.cohortCost += int64(own + public)
	}
	w.count(b, i, NursingHomeStock, int64(days))
	w.rec.month[MonthNursingHome]++
}

// bookBuurt moves what the citizens pass tallied for a buurt into the activity.
func (w *World) bookBuurt(b int) {
	a, t := w.money.activity, &w.rec.tally
	a.Units[finance.ResidualCare][b] += int32(w.buurten[b].alive)
	a.Payer[finance.ResidualCare][b] += finance.Cents(t.residual)
	own := finance.Cents(math.Round(float64(t.nursing) * w.m.cfg.Prices.HomeNursing / (1 - w.m.cfg.Prices.HomeNursing)))
	nursing, own := w.lose(&w.buurten[b], finance.Cents(t.nursing), own)
	a.Payer[finance.HomeNursing][b] += nursing
	a.Citizen[finance.HomeNursing][b] += own
	if hour := w.m.cfg.Labour.NursingHour; hour > 0 {
		w.rec.month[MonthOtherHours] += int64(float64(nursing+own)/hour + 0.5)
	}
	a.Units[finance.GPContact][b] += int32(t.contacts)
	a.Citizen[finance.GPContact][b] += t.contactOwn
	a.Payer[finance.GPContact][b] += t.contactPaid
	t.residual, t.nursing, t.contacts, t.contactOwn, t.contactPaid = 0, 0, 0, 0, 0
}

// settle lives the money phase.
func (w *World) settle() {
	mo := &w.money
	a := mo.activity
	w.p3Services()
	if w.before {
		a.ResetFlows()
		return
	}
	w.heads()
	w.risk()
	w.writeNeed()
	w.pathwayWork()
	w.recordHeads()
	w.expose()
	received := mo.settlement.Settle(w.cycle, a)
	w.replaced(received.Replaced)
	for r := range NumRoles {
		mo.received[r] = 0
	}
	clear(mo.teams.received)
	clear(mo.forProgramme[:])
	for k := range received.Receipts {
		x := &received.Receipts[k]
		if x.Reason == finance.ForPool {
			continue // the envelope
		}
		mo.balance[x.To] += x.Total
		for p, reason := range programmeReason {
			if x.Reason == reason {
				mo.forProgramme[p] += x.Total
			}
		}
		w.toPurse(k, x.Total)
		if x.To == finance.Buurtteams {
			w.toTeams(x)
		}
		switch {
		case x.Reason == finance.ForLoss || x.Reason == finance.ForGain: // free of purpose: it funds no posts
		case x.To == finance.ZorgcoachPosts:
			mo.received[Zorgcoach] += float64(x.Total)
		case x.To == finance.CasemanagementPool:
			mo.received[Casemanager] += float64(x.Total)
		case x.Reason == finance.ForPHM:
			mo.received[PopulationManager] += float64(x.Total)
		}
	}
	for r := range mo.received {
		mo.received[r] = max(0, mo.received[r]) // an advance that goes back can be more than what came
	}
	w.pay(&received.Owed)
	w.payCollaboration()
	w.closeNursing()
	w.rec.month[MonthAdminHours] += int64(w.adminHours()*100 + 0.5)
	a.ResetFlows()
}

// heads fills the stocks of the activity.
func (w *World) heads() {
	mo := &w.money
	a := mo.activity
	for b := range w.buurten {
		nb := &w.buurten[b]
		for c := range 2 {
			for v := range 2 {
				a.Enrolled[c][v][b] = 0
				for g := range nb.heads {
					a.Classes[g][c][v][b] = nb.heads[g][c][v]
					a.Enrolled[c][v][b] += nb.heads[g][c][v]
				}
			}
		}
		a.Raised[b] = nb.raised
	}
	perYear := w.m.cfg.Care.BuurtActions
	if n := w.plan.BuurtActions; n != 0 {
		perYear = math.Max(0, n)
	}
	for b := range w.buurten {
		nb := &w.buurten[b]
		a.Included[b] = int32(float64(nb.tier[0]+nb.tier[1]+nb.tier[2]) * w.m.cfg.Care.IncludedShare * nb.mature)
		a.Actions[finance.ActionInclusion][b] = max(0, a.Included[b]-mo.included[b])
		mo.included[b] = a.Included[b]
		w.rec.month[MonthIncluded] += int64(a.Included[b])
		w.rec.month[MonthIncludedNeed] += w.includedNeed(b, a.Included[b])
		if nb.mature > 0 && w.ranIn(b) {
			a.Actions[finance.ActionPHM][b] = 1
		}
		mo.acts[b] += nb.mature * perYear / 12
		n := math.Floor(mo.acts[b])
		mo.acts[b] -= n
		a.Actions[finance.ActionBuurt][b] = int32(n)
		if w.plan.GroupSessions {
			a.Actions[finance.ActionGroupAttendance][b] = int32(n * w.m.cfg.Care.GroupSize)
			w.rec.month[MonthGroupAttendance] += int64(a.Actions[finance.ActionGroupAttendance][b])
		}
		w.rec.month[MonthBuurtActions] += int64(n)
	}
}

// pay posts wages, what teams and the collaboration spend, and what providers
// pass on. A budget that is not spent stays with its holder until the end of the year,
// when closeTeams and closePurses say what goes back. An advance that is still owed may pay wages and
// nothing else.
func (w *World) pay(owed *[finance.NumParties]finance.Cents) {
	mo := &w.money
	l := &w.m.cfg.Labour
	if mo.expect != nil {
		mo.expect.spent = [finance.NumParties]finance.Cents{}
	}
	post := func(line int, from finance.Party, amount finance.Cents) {
		if amount != 0 {
			mo.ledger.Post(line, w.cycle, amount)
			mo.balance[from] -= amount
			if mo.expect != nil {
				mo.expect.spent[from] += amount
			}
		}
	}
	var notice [finance.NumParties]finance.Cents // wages of posts that end, by holder
	for r := range NumRoles {
		var wages, overheads, ending finance.Cents
		for a := range w.staff.areas[r] {
			area := &w.staff.areas[r][a]
			each := (area.fte() + area.cover()) * l.Wage[r] * w.market.wages / 12
			wage, overhead := finance.Euro(each), finance.Euro(each*l.Overhead)
			wages, overheads = wages+wage, overheads+overhead
			if r == Buurtteamcoach {
				mo.teams.accounts.Spend(a, wage+overhead)
			}
			ending += finance.Euro(area.notice() * l.Wage[r] * w.market.wages / 12 * (1 + l.Overhead))
		}
		if r.withoutPot() {
			mo.ledger.Post(mo.notice[rolePays[r]], w.cycle, ending)
			mo.ledger.Post(mo.setPosts[rolePays[r]], w.cycle, wages+overheads-ending)
			mo.balance[rolePays[r]] += wages + overheads
		} else {
			notice[rolePays[r]] += ending
		}
		post(mo.wage[r], rolePays[r], wages)
		post(mo.overhead[r], rolePays[r], overheads)
		w.spendPurse(r, wages+overheads)
	}
	// Posts that the plan sets and no instrument pays for are not free: a payer makes
	// up what their holder lacks; so too the notice of posts whose money has ended.
	for _, p := range holders {
		lack := -mo.free(p)
		if p == finance.Buurtteams {
			lack = mo.teams.accounts.TopUp()
		}
		if lack > 0 {
			last := min(lack, notice[p])
			mo.ledger.Post(mo.notice[p], w.cycle, last)
			mo.ledger.Post(mo.setPosts[p], w.cycle, lack-last)
			mo.balance[p] += lack
			mo.topUpPurse(p)
		}
	}
	w.payNeighbourhoods()
	w.spendPlaces(post)
	for _, p := range providers {
		post(mo.passOn[p], p, mo.balance[p]-owed[p])
	}
	w.payTeams(owed[finance.Buurtteams], post)
	if left := mo.free(finance.Collaboration) - owed[finance.Collaboration]; left > 0 {
		post(mo.supplies, finance.Collaboration, left)
	}
	if w.monthOfYear() == w.rec.perYear-1 {
		w.closeTeams()
		w.closePurses(owed)
	}
}

// funded is the posts that last month's money pays for in an area. A buurtteamcoach
// is paid by the money of the buurt, one per team: the rest is for actions.
func (mo *moneyState) funded(w *World, r Role, a int) float64 {
	switch {
	case mo.perFTE[r] == 0:
		return 0
	case r == Buurtteamcoach:
		if mo.teams.received == nil { // no accounts yet
			return 0
		}
		return math.Max(0, math.Min(1, mo.teams.received[a]/mo.perFTE[r]))
	case r.ofTeam() || r == Casemanager && w.plan.Pool.InTeam:
		return mo.received[r] / mo.perFTE[r] / float64(len(w.buurten)) // what a buurt without a team does not use yet stays unspent
	}
	return mo.received[r] / mo.perFTE[r]
}

// gmdFee is the yearly fee for a citizen: nothing for who is not enrolled.
func (w *World) gmdFee(i int) finance.Cents {
	p, prices := &w.people[i].who, &w.m.cfg.Prices
	raised := p.flags >> chronicBit & uint16(w.m.rows[p.class].raised)
	return finance.Cents(p.flags>>gmdBit&1) * (prices.GMD + finance.Cents(raised)*(prices.GMDChronic-prices.GMD))
}

// adminHours is the administrative hours of the plan's instruments this month.
// What a unit is follows the kind: a person-year, a team-month (of a capitation a
// buurt in which all are registered), a service, or a month of the instrument.
func (w *World) adminHours() (hours float64) {
	a := w.money.activity
	sum := func(counts []int32) (n float64) {
		for _, c := range counts {
			n += float64(c)
		}
		return n
	}
	teams := 0.0
	for b := range w.buurten {
		teams += float64(one(w.hasTeam(b)))
	}
	for k := range w.plan.Instruments {
		i := &w.plan.Instruments[k]
		if !i.Plan || finance.Month(w.month) < i.Start || i.End != 0 && finance.Month(w.month) >= i.End {
			continue
		}
		units := 1.0
		switch t := i.Terms.(type) {
		case finance.InclusionFee:
			units = sum(a.Included) / 12
		case finance.PopulationBudget:
			units = teams
		case finance.Capitation:
			units = t.Registered * float64(len(w.buurten))
		case finance.Bundle:
			units = sum(a.Starts)
			if t.Basis == finance.ByTier {
				units = 0
				for tier, each := range t.PerTier {
					if each > 0 {
						units += sum(a.AtHome[tier]) / 12
					}
				}
			}
		case finance.ConventionServices:
			units = 0
			for _, s := range t.Services {
				units += sum(a.Units[s.Service])
			}
		case finance.FeeForService:
			units = 0
			for _, s := range t.Services {
				units += sum(a.Units[s.Service])
			}
		}
		hours += units * w.m.cfg.Labour.AdminHours[i.Kind().String()]
	}
	return hours
}
