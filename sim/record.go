package sim

import (
	"errors"

	"piramide/sim/finance"
)

// Record: indicators by month, area and group.
//
// Decided: nothing. Read: everything counted. Written: series, yearly ratios.
// Counting is in integers, so that order cannot matter; citizens are counted
// in crossed cells of a buurt, from which the marginal groups follow.

var errFull = errors.New("sim: a buurt has no room for another arrival (hint: check the arrivals and departures of the region)")

// tally is what the citizens pass adds up in a month.
type tally struct {
	sums                          // of who lives here this month
	contacts                int64 // GP contacts, and what citizens and payers paid for them
	contactOwn, contactPaid finance.Cents
}

// cells of a buurt: age group × sex × VT × GMD × tier, as they are now (tier at
// the start of the year) or, for the closed cohort, as they were at branch.
const groupCells = AgeBands * 2 * 2 * 2 * 4

// cellCounts are the counts of a buurt and year. The cells of an indicator lie
// together: what happens every day then counts in a few lines of the cache.
type cellCounts struct {
	num, den [NumIndicators][groupCells]int64
}

// cellCount is the counts of one cell.
type cellCount struct {
	num, den [NumIndicators]int64
	days     int64 // person-days lived
}

// closed is what the years of citizens add up to: cost and days by the cell of
// now, QALYs and days at home by the cell at branch.
type closed struct{ days, cost, own, qaly, home int64 }

// costBucket is the citizens of an amount of cost a year, and their cents.
type costBucket struct{ people, cents int64 }

// record of a run.
type record struct {
	years, perYear int
	month          [NumSeries]int64
	tally          tally
	cells          []cellCounts        // per buurt, of the present year
	cohortSize     [][groupCells]int64 // per buurt: citizens alive at branch who have not left the region
	gone           [][groupCells]int64 // of whom left this year
	goneDays       [][groupCells]int64 // days of this year after they left
	crossed        []Ratio
	months         [][]int64
	yearly         []Ratio
	flows          []int64
	start, end     []int64
	waits          []Wait
	cohort         int64
	inhabitants    int64
	homeless       int
	conc           []Concentration
	closed         [][groupCells]closed // per buurt, of the present year: what closeYear adds up
	hist           []costBucket         // by euro of cost
}

// flow rows and columns beside the states.
const (
	flowDeath   = MaxStates
	flowGone    = MaxStates + 1
	flowBirth   = MaxStates
	flowArrival = MaxStates + 1
	// FlowSize is the side of a year's matrix in Result.Flows: states, then
	// birth and arrival as rows, death and departure as columns.
	FlowSize = MaxStates + 2
)

// costBuckets is how many euro steps the concentration tells apart.
const costBuckets = 1 << 17

func (w *World) startRecord(cycles, perYear int) {
	r := &w.rec
	years := (cycles + perYear - 1) / perYear
	waits := r.waits
	*r = record{
		years: years, perYear: perYear,
		cells:      make([]cellCounts, len(w.buurten)),
		cohortSize: make([][groupCells]int64, len(w.buurten)),
		gone:       make([][groupCells]int64, len(w.buurten)),
		goneDays:   make([][groupCells]int64, len(w.buurten)),
		crossed:    make([]Ratio, years*2*BandClasses),
		yearly:     make([]Ratio, int(NumIndicators)*years*(len(w.buurten)+1)*NumGroups),
		flows:      make([]int64, years*FlowSize*FlowSize),
		start:      make([]int64, BandClasses), end: make([]int64, BandClasses),
		conc:   make([]Concentration, years),
		closed: make([][groupCells]closed, len(w.buurten)),
		hist:   make([]costBucket, costBuckets),
		waits:  waits[:0],
	}
	if !w.before {
		r.waits = make([]Wait, 0, 1<<15)
	}
	r.months = make([][]int64, NumSeries)
	for s := range r.months {
		r.months[s] = make([]int64, cycles)
	}
	if w.before {
		return
	}
	for b := range w.buurten {
		for i := w.buurten[b].lo; i < w.buurten[b].hi; i++ {
			if w.people[i].class != vacant {
				r.inhabitants++
				w.setBranch(i)
				r.cohortSize[b][w.branchCell(i)]++
			}
		}
	}
}

// year of the accounts that is being lived; 0 in the burn-in.
func (w *World) year() int {
	if w.before {
		return 0
	}
	return w.cycle / w.rec.perYear
}

// monthOfYear counts from the start of the accounts' year.
func (w *World) monthOfYear() int {
	return ((w.cycle % w.rec.perYear) + w.rec.perYear) % w.rec.perYear
}

// cell is the crossed cell of a citizen.
func (w *World) cell(i int) int {
	p := &w.people[i].who
	f := p.flags
	return int(w.m.rows[p.class].cell<<4 | f>>vtBit&1<<3 | f>>gmdBit&1<<2 | f>>yearTierAt&twoBits)
}

// branchCell is the crossed cell in which a member of the closed cohort was at branch.
func (w *World) branchCell(i int) int {
	p := &w.people[i].who
	f, sex := p.flags, w.m.rows[p.class].cell&1
	return int((f>>branchAgeAt&twoBits*2+sex)<<4 | f>>branchVTBit&1<<3 | f>>branchGMDBit&1<<2 | f>>branchTierAt&twoBits)
}

// cellOf is the cell in which an indicator counts a citizen, and whether it does.
func (w *World) cellOf(i int, x Indicator) (int, bool) {
	if !ofCohort(x) {
		return w.cell(i), true
	}
	return w.branchCell(i), w.people[i].flags&inCohort != 0
}

// departs takes a member who leaves the region out of the closed cohort from
// that day on. Who leaves does not depend on the plan; who dies stays in.
func (w *World) departs(b, i, day int) {
	if w.people[i].flags&inCohort == 0 {
		return
	}
	cell := w.branchCell(i)
	w.rec.gone[b][cell]++
	w.rec.goneDays[b][cell] += int64((w.rec.perYear-w.monthOfYear())*daysPerMonth - day)
}

// pyramidCell is the place of a class in the pyramid.
func (w *World) pyramidCell(class uint16) int {
	return int(w.m.rows[class].pyramid)
}

// ofCohort says whether an indicator follows the citizens alive at branch.
func ofCohort(x Indicator) bool {
	return x == DaysAtHome || x == QALY || x == Deaths || x == ReachedInTime
}

// count adds to the numerator of an indicator, countDen to the denominator.
func (w *World) count(b, i int, x Indicator, n int64) {
	if cell, ok := w.cellOf(i, x); ok {
		w.rec.cells[b].num[x][cell] += n
	}
}

func (w *World) countDen(b, i int, x Indicator, n int64) {
	if cell, ok := w.cellOf(i, x); ok {
		w.rec.cells[b].den[x][cell] += n
	}
}

// flow counts a move of the present year.
func (w *World) flow(from uint16, to int) { w.flowIn(w.m.state(from), to) }

func (w *World) flowIn(from, to int) {
	if !w.before {
		w.rec.flows[(w.year()*FlowSize+from)*FlowSize+to]++
	}
}

// closeYear moves a citizen's year up to a day of the year into the cells: at
// year's end, death, departure. It returns what the year cost the health insurance,
// in cents. What chance decides is a product, not a branch, here and in
// [World.recordNeeds].
func (w *World) closeYear(b, i, day int) int64 {
	p, a, money := &w.people[i].who, &w.people[i].account, w.people[i].paid
	days := max(int64(day-int(a.entered)*daysPerMonth), 0)
	cell := &w.rec.closed[b][w.cell(i)]
	fee := int64(w.gmdFee(i))
	if days != daysPerYear {
		fee = fee * days / daysPerYear
	}
	cost := int64(money.payer) + fee
	cell.days += days
	cell.cost += cost
	cell.own += int64(money.own)
	member, home := int64(p.flags&inCohort), max(days-int64(a.away), 0)
	at := &w.rec.closed[b][w.branchCell(i)]
	at.qaly += member * int64(a.qaly)
	at.home += member * home
	if w.probe != nil && member != 0 {
		w.probe.close(i, home)
	}
	return cost
}

// spread counts what a citizen's year cost among those of all.
func (r *record) spread(cost int64) {
	h := &r.hist[min(max(cost, 0)/100, costBuckets-1)]
	h.people++
	h.cents += cost
}

// startYear empties the year of a citizen and credits the next in advance.
func (w *World) startYear(i int) {
	a := &w.people[i].account
	a.qaly, a.away, a.entered, w.people[i].paid = 0, 0, 0, paid{}
	w.credit(i, w.rateOf(i), 0)
}

// record lives the record phase.
func (w *World) record() {
	r := &w.rec
	w.recordNeeds()
	w.recordLosses()
	if w.around != nil {
		w.lookAround()
	}
	alive := 0
	for b := range w.buurten {
		alive += w.buurten[b].alive
	}
	if w.before {
		r.month, r.tally = [NumSeries]int64{}, tally{}
		if w.monthOfYear() == r.perYear-1 || w.cycle == -1 {
			w.forgetYear()
		}
		return
	}
	mo := &r.month
	mo[MonthPopulation] = int64(alive)
	mo[MonthGeneral] = int64(alive)
	for t, n := range r.tally.tier {
		mo[MonthChronic+Series(t)] = n
		mo[MonthGeneral] -= n
	}
	mo[MonthCohortQALY], mo[MonthCohortCost] = r.tally.cohortQALY, r.tally.cohortCost+w.cohortFees(alive)
	w.waiting()
	for s := range r.months {
		r.months[s][w.cycle] = mo[s]
	}
	if w.cycle == len(r.months[0])-1 {
		w.stillWaiting()
	}
	r.month, r.tally = [NumSeries]int64{}, tally{}
	if w.monthOfYear() == r.perYear-1 {
		w.endYear()
	}
	if w.probe != nil {
		w.probe.tell(w)
	}
}

// recordNeeds counts the indicators of the citizens in need at home; what has them all
// as denominator shares one count, see denominators.
func (w *World) recordNeeds() {
	r := &w.rec
	for k := range w.needs {
		w.ahead(k)
		n := &w.needs[k]
		i, b := int(n.slot), int(n.buurt)
		f := w.people[i].flags
		cell := w.cell(i)
		c := &r.cells[b]
		r.month[MonthNeedHome]++
		c.den[InCare][cell]++
		in := int64(0)
		if e := w.episodeOf(i); e != nil {
			c.num[PlanInNeed][cell] += int64(one(w.planStands(e)))
			if e.inPlace(w.cycle) {
				in = 1
			}
			if e.held() {
				c.num[Experience][cell] += int64(w.m.cfg.Care.ExperienceSD*1000*w.buurten[b].mature + 0.5)
			}
			if e.asking() {
				c.num[WaitMonths][cell]++
			}
		}
		c.num[InCare][cell] += in
		if w.probe != nil {
			w.probe.need(w, i, in != 0, w.episodeOf(i))
		}
		if w.month%6 == 5 {
			w.countGroups(b, i, in)
		}
		found, member := int64(one(f&known != 0)), int64(f&inCohort)
		r.month[MonthNeedKnown] += found
		c.num[Found][cell] += found
		was := w.branchCell(i)
		c.den[ReachedInTime][was] += member
		c.num[ReachedInTime][was] += member * in
		r.month[MonthReached] += member * in
		r.month[MonthNeedCohort] += member
		if !w.before {
			x := &r.crossed[(w.year()*2+int(f>>vtBit&1))*BandClasses+w.pyramidCell(w.people[i].class)]
			x.Den += member
			x.Num += member * in
		}
		carer := int64(one(w.hasCarer(i)))
		heavy := carer * int64(one(f&overloaded != 0))
		c.den[Carers][cell] += carer
		c.num[Carers][cell] += heavy
		c.den[CarersSupported][cell] += heavy
		c.num[CarersSupported][cell] += heavy * int64(one(w.helped.has(i)))
	}
}

// waiting counts who waits at each desk at the end of the month.
func (w *World) waiting() {
	c := &w.care
	var n [numSeats]int
	for b := range c.coach {
		n[seatCoach] += c.coach[b].length()
	}
	for k := range c.cases {
		n[seatCase] += c.cases[k].length()
	}
	n[seatSpecialist] = c.special.length()
	for s := range n {
		w.rec.month[DeskSeries(s, 4)] = int64(n[s])
		w.rec.month[MonthWaiting] += int64(n[s])
	}
}

// stillWaiting closes the waits that are open when the accounts end, as censored.
func (w *World) stillWaiting() {
	for k := range w.care.episodes {
		e := &w.care.episodes[k]
		for s := range numSeats {
			if e.open() && e.waits[s] {
				w.waited(e, s, e.ticket[s].asked, w.today(daysPerMonth), StillWaiting)
			}
		}
	}
}

// cohortFees is the cohort's share, by heads, of the GMD fees of the month; the
// rest of its care is counted at each member.
func (w *World) cohortFees(alive int) int64 {
	p := &w.m.cfg.Prices
	var fees float64
	for b := range w.buurten {
		nb := &w.buurten[b]
		heads := -nb.raised
		for g := range nb.heads {
			heads += nb.heads[g][0][0] + nb.heads[g][0][1] + nb.heads[g][1][0] + nb.heads[g][1][1]
		}
		fees += float64(heads)*float64(p.GMD) + float64(nb.raised)*float64(p.GMDChronic)
	}
	return int64(fees / float64(w.m.cycles) * float64(w.members) / float64(max(alive, 1)))
}

// forgetYear empties what the burn-in counted.
func (w *World) forgetYear() {
	for i := range w.people {
		if w.people[i].class != vacant {
			w.startYear(i)
		}
	}
	clear(w.rec.cells)
	clear(w.rec.closed)
}

// turnYear closes the year of the citizens of a stretch and starts the next. What it
// cost is counted after all of them: the places of the counts lie far apart, and one
// after the other they would each wait for their own.
func (w *World) turnYear(b, lo, hi int) {
	w.fetch(lo, hi-lo)
	costs := w.lists.costs[:0]
	for i := lo; i < hi; i++ {
		if w.people[i].class == vacant {
			continue
		}
		cost := w.closeYear(b, i, w.rec.perYear*daysPerMonth)
		costs = append(costs, cost)
		if w.noise != nil {
			w.noise.close(w, b, i, cost, false)
		}
		w.startYear(i)
		w.setYearTier(i)
	}
	for _, cost := range costs {
		w.rec.spread(cost)
	}
}

// endYear closes the year of everybody and moves the cells into the result.
func (w *World) endYear() {
	r := &w.rec
	year := w.year()
	for b := range w.buurten {
		for k := range w.buurten[b].blocks {
			bl := &w.buurten[b].blocks[k]
			for lo := bl.lo; lo < bl.used; lo += stretch {
				w.turnYear(b, lo, min(lo+stretch, bl.used))
			}
		}
	}
	r.conc[year] = r.concentration()
	for b := range r.cells {
		var sums [NumGroups][NumIndicators]Ratio
		for k := range groupCells {
			c := r.cells[b].of(k)
			c.add(&r.closed[b][k])
			w.denominators(&c, r.cohortSize[b][k]*int64(r.perYear*daysPerMonth)-r.goneDays[b][k])
			r.cohortSize[b][k] -= r.gone[b][k]
			r.gone[b][k], r.goneDays[b][k] = 0, 0
			for _, g := range groupsOf(k) {
				s := &sums[g]
				for x := range s {
					s[x].Num += c.num[x]
					s[x].Den += c.den[x]
				}
			}
		}
		r.cells[b], r.closed[b] = cellCounts{}, [groupCells]closed{}
		w.budgetYear(b, sums[GroupAll][RIZIVCost].Den, &sums[GroupAll])
		for g := range sums {
			for x, sum := range sums[g] {
				for _, area := range [2]int{0, b + 1} {
					at := &r.yearly[((x*r.years+year)*(len(r.cells)+1)+area)*NumGroups+g]
					at.Num += sum.Num
					at.Den += sum.Den
				}
			}
		}
	}
}

// of is the counts of a cell.
func (x *cellCounts) of(cell int) (c cellCount) {
	for k := range c.num {
		c.num[k], c.den[k] = x.num[k][cell], x.den[k][cell]
	}
	return c
}

// add moves the closed years of the cell's citizens into its indicators.
func (c *cellCount) add(x *closed) {
	c.days += x.days
	c.num[RIZIVCost] += x.cost
	c.num[OwnShareCost] += x.own
	c.num[QALY] += x.qaly
	c.num[DaysAtHome] += x.home
}

// denominators fills what an indicator is divided by where that is not counted
// with the numerator: days of the year of citizens alive at branch, the dead
// included, while they have not left the region; or person-days lived.
func (w *World) denominators(c *cellCount, cohort int64) {
	for x := range NumIndicators {
		switch x {
		case DaysAtHome, QALY, Deaths:
			c.den[x] = cohort
		case WaitMonths, UnplannedStays, EDVisits, BedDays, AvoidableStays, NursingHomeEntries, NursingHomeStock,
			RIZIVCost, OwnShareCost, CareContacts:
			c.den[x] = c.days
		case FoundByGP, FoundByPHM, FoundByOutreach, FoundByCaring, FoundByWelfare, FoundByAccess, FoundByStay, FoundByNursingHome:
			c.den[x] = c.den[FoundTooLate]
		case VTTakenUp:
			c.den[x] = c.days
		case Found, Experience, PlanInNeed:
			c.den[x] = c.den[InCare]
		}
	}
}

// groupsOf is the marginal groups of a crossed cell.
func groupsOf(cell int) [6]int {
	tier, gmd, vt, sex, age := cell&3, cell>>2&1, cell>>3&1, cell>>4&1, cell>>5
	return [6]int{GroupAll, GroupNoVT + vt, GroupAge0 + age, GroupMen + sex, GroupGMD + 1 - gmd, GroupGeneral + tier}
}

// concentration is the share of the year's cost that the costliest 1, 5 and 10
// per cent carry, exact up to the euro steps in which cost is counted.
func (r *record) concentration() (c Concentration) {
	var people, cents int64
	for k := range r.hist {
		people += r.hist[k].people
		cents += r.hist[k].cents
	}
	if cents > 0 {
		top := func(share float64) float64 {
			left := int64(share*float64(people) + 0.5)
			var sum float64
			for k := costBuckets - 1; k >= 0 && left > 0; k-- {
				if h := r.hist[k]; h.people > 0 {
					take := min(h.people, left)
					sum += float64(h.cents) * float64(take) / float64(h.people)
					left -= take
				}
			}
			return sum / float64(cents)
		}
		c = Concentration{top(0.01), top(0.05), top(0.10)}
	}
	clear(r.hist)
	return c
}

// result hands over what was recorded.
func (w *World) result() *Result {
	r := &w.rec
	out := &Result{
		First: w.m.cfg.Calendar.Start, Years: r.years, Areas: []string{"region"}, Yearly: r.yearly, Months: r.months,
		Flows: r.flows, Start: r.start, End: r.end, Crossed: r.crossed, Waits: r.waits, Ledger: w.money.ledger, Outcomes: w.money.settlement.Outcomes(),
		Cohort: r.cohort, Inhabitants: r.inhabitants, Concentration: r.conc,
	}
	if w.noise != nil {
		out.Spread = w.noise.buurten
	}
	if w.entries != nil {
		out.Entered, out.Drawn = w.entries.list, w.entries.drawn
	}
	if w.around != nil {
		out.BeforeAfter = w.around.seen
	}
	out.Lives = make([]uint64, 0, r.cohort)
	for i := range w.people { // members' slots are the same in every branch
		if life := w.people[i].life; life != 0 {
			out.Lives = append(out.Lives, life)
		}
		if class := w.people[i].class; class != vacant {
			out.End[w.pyramidCell(class)]++
		}
	}
	for _, s := range w.m.cfg.States {
		out.States = append(out.States, s.Name)
	}
	for _, b := range w.m.cfg.Population.Buurten {
		out.Areas = append(out.Areas, b.Name)
	}
	return out
}
