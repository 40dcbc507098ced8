package sim

import (
	"math"
	"slices"

	"piramide/sim/finance"
)

// Benchmark: what instruments that settle yearly must know beside payments.
//
// Decided: nothing. Read: class and statuses of every citizen, teams, balances,
// yearly indicators. Written: the exposure of the month's activity.
// Source: docs/model.md 7.2 (frozen levels) and 7.9.

// needCells are the cells by which cost is expected: age × sex × VT × chronic status.
const needCells = Ages * Sexes * 2 * 2

// expectation is the frozen cost of each cell, and the days lived in it this month.
// A world whose plans settle nothing yearly has none.
type expectation struct {
	cell  []uint16                          // per class: its first cell
	level [finance.NumCare][]float64        // cents a day by cell, the payer's part
	days  [][needCells]int32                // per buurt: days of who died or left; the others are added at the end
	spent [finance.NumParties]finance.Cents // what a party spent last month
}

// needCell is the cell of a citizen, from the first cell of the class.
func needCell(first, flags uint16) int {
	return int(first + flags/hasVT&1<<1 + flags/hasChronic&1)
}

// startExpectation opens it when an instrument of the schedule settles yearly.
func (w *World) startExpectation(instruments []finance.Instrument) {
	w.money.expect = nil
	if !w.m.cfg.Spread && !slices.ContainsFunc(instruments, func(i finance.Instrument) bool {
		return i.Kind() == finance.KindSharedSavings || i.Kind() == finance.KindBudgetGuarantee
	}) {
		return
	}
	x := &expectation{cell: make([]uint16, w.m.classes()), days: make([][needCells]int32, len(w.buurten))}
	for class := range x.cell {
		x.cell[class] = uint16(class / w.m.n * 4)
	}
	for k := range x.level {
		x.level[k] = make([]float64, needCells)
	}
	for age := range Ages {
		for sex := range Sexes {
			for status := range 4 {
				w.m.expect(x, age, sex, status/2, status%2)
			}
		}
	}
	w.money.expect = x
	w.money.activity.Measured = w.measured
	for b := range w.buurten {
		nb := &w.buurten[b]
		nb.cells = make([]int32, needCells)
		for i := nb.lo; i < nb.hi; i++ {
			if p := &w.people[i].who; p.class != vacant {
				nb.cells[needCell(x.cell[p.class], p.flags)]++
			}
		}
	}
}

// expect fills one cell: the mean of its states by their reference shares, given
// VT and chronic status. The personal factor has mean 1 in each cell and drops out;
// other modifiers keep the mean of a cell, but VT and quintile tell cells apart.
// What the maximum bill moves from citizens to the payer is not foreseen.
func (m *Model) expect(x *expectation, age, sex, vt, chronic int) {
	p, prices, levels := &m.cfg.Population, &m.cfg.Prices, &m.cfg.Levels
	cell := (age*Sexes+sex)*4 + 2*vt + chronic
	payer := func(t finance.Tariff) float64 {
		_, paid := finance.OwnShare(t, finance.MaximumBill{}, vt == 1, 0)
		return float64(paid)
	}
	var total float64
	var sums [finance.NumCare]float64
	for state := range m.n {
		class := Class(age, sex, state, m.n)
		weight := p.State[class] * having(p.VT[class], vt) * having(p.Chronic[class], chronic)
		if weight == 0 {
			continue
		}
		total += weight
		add := func(reason finance.Reason, centsPerYear float64) {
			sums[slices.Index(finance.Care[:], reason)] += float64(weight * centsPerYear)
		}
		gmd := p.GMD[class]
		fee := prices.GMD
		if chronic == 1 && age >= prices.RaisedFrom && age <= prices.RaisedTo {
			fee = prices.GMDChronic
		}
		add(finance.ForGMD, gmd*float64(fee))
		add(finance.ForGPContact, levels.Contacts[vt].at(class)*(gmd*payer(prices.Contact)+(1-gmd)*payer(prices.ContactNoGMD)))
		add(finance.ForResidual, levels.Residual[class]*100)
		add(finance.ForHomeNursing, levels.HomeNursing[class]*100)
		for k := range m.recurrent {
			e := &m.recurrent[k]
			perYear := e.Hazard[class] * m.given(e.Event, class, vt)
			switch e.Kind {
			case Visit:
				add(finance.ForEDVisit, perYear*payer(prices.Visit))
				add(finance.ForStay, perYear*levels.AdmittedED[class]*payer(prices.Stay))
			case Stay:
				add(finance.ForStay, perYear*payer(prices.Stay))
			}
		}
		if !m.cfg.States[state].Home {
			add(finance.ForNursingHomeDay, daysPerYear*RealDays*float64(prices.NursingHomeDayPublic))
		}
	}
	for k := range sums {
		if total > 0 {
			x.level[k][cell] = sums[k] / total / daysPerYear
		}
	}
}

// having is the share of those with a status, or without.
func having(share float64, status int) float64 {
	if status == 1 {
		return share
	}
	return 1 - share
}

// given is the mean of an event's modifiers in a class given VT; over both it is 1.
func (m *Model) given(e *Event, class, vt int) float64 {
	if e.Caps[ByVT] == 0 && e.Caps[BySES] == 0 {
		return 1
	}
	p := &m.cfg.Population
	var mean [2]float64
	for v := range mean {
		for q := range Quintiles {
			mean[v] += float64(p.SESByVT[v][q] * e.factor(BySES, q))
		}
		mean[v] *= e.factor(ByVT, v)
	}
	return mean[vt] / (float64((1-p.VT[class])*mean[0]) + float64(p.VT[class]*mean[1]))
}

// lived keeps the days of the month of a citizen who dies or leaves.
func (w *World) lived(b, i int) {
	if x := w.money.expect; x != nil {
		who := &w.people[i].who
		cell, days := needCell(x.cell[who.class], who.flags), daysPerMonth-int(*w.days.at(i))
		x.days[b][cell] += int32(days)
		if w.noise != nil {
			w.noise.live(i, cell, float64(days))
		}
	}
}

// expose fills the exposure of the month.
func (w *World) expose() {
	mo := &w.money
	a, x := mo.activity, mo.expect
	for b := range w.buurten {
		a.People[b] = int32(w.buurten[b].alive)
	}
	if x == nil {
		return
	}
	for b := range w.buurten {
		nb := &w.buurten[b]
		a.Covered[b] = 0
		if w.hasTeam(b) {
			a.Covered[b] = a.People[b]
		}
		days := &x.days[b]
		for cell, people := range nb.cells {
			days[cell] += people * daysPerMonth
		}
		w.recordDays(days)
		for k := range x.level {
			var cents float64
			for cell, level := range x.level[k] {
				cents += float64(level * float64(days[cell]))
			}
			a.Expected[k][b] = finance.Cents(math.Round(cents))
		}
		clear(days[:])
	}
	if w.noise != nil {
		w.noise.month(w)
	}
	for p := range a.Means {
		a.Means[p] = w.means(finance.Party(p))
	}
}

// recordDays moves the days of who is recorded with chronic status without having
// it, see Conduct.Upcoding: the benchmark rises, need does not.
func (w *World) recordDays(days *[needCells]int32) {
	if w.incentives.recorded == 0 {
		return
	}
	for cell := 0; cell < needCells; cell += 2 {
		w.recorded(&days[cell], &days[cell+1])
	}
}

// means is what a party can pay back of a loss: a provider half of last month's
// fees; a holder of posts what it has above last month's spending, so that no payer
// makes up the loss through wages.
func (w *World) means(p finance.Party) finance.Cents {
	spent := w.money.expect.spent[p]
	if slices.Contains(providers, p) {
		return max(0, spent/2)
	}
	return max(0, w.money.balance[p]-spent)
}

// quality is the yearly indicator behind each quality indicator of an instrument,
// and what turns its ratio into a share or a number per inhabitant-year.
var quality = [finance.NumIndicators]struct {
	of    Indicator
	scale float64
}{
	finance.ReachedInTime: {ReachedInTime, 1}, finance.Within30: {Within30, 1}, finance.GiveUps: {GiveUps, 1},
	finance.NeedFound: {Found, 1}, finance.CarersOverloaded: {Carers, 1},
	finance.UnplannedStays: {UnplannedStays, daysPerYear}, finance.AvoidableStays: {AvoidableStays, daysPerYear}, finance.EDVisits: {EDVisits, daysPerYear},
	finance.PlanReviewed: {PlanReviewed, 1}, finance.ContinuityOfCoach: {Continuity, 1},
}

// measured is a quality indicator of the region in the last complete year of the
// accounts that holds the middle of the months asked, or ended before it.
func (w *World) measured(i finance.Indicator, from, to int) (float64, bool) {
	year := min((from+to)/2/w.rec.perYear, w.cycle/w.rec.perYear-1)
	if year < 0 {
		return 0, false
	}
	q := &quality[i]
	x := &w.rec.yearly[((int(q.of)*w.rec.years+year)*(len(w.buurten)+1))*NumGroups+GroupAll]
	if x.Den == 0 {
		return 0, false
	}
	return float64(x.Num) / float64(x.Den) * q.scale, true
}
