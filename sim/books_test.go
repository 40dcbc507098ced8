package sim

import (
	"testing"

	"piramide/sim/finance"
)

// opened is a world at the start of its accounts, as [World.Run] opens them.
func opened(tb testing.TB, c Config) *World {
	tb.Helper()
	w := started(tb, c)
	w.before = false
	w.startRecord(c.Calendar.Cycles, w.m.cycles)
	w.branchCohort()
	if err := w.startAccounts(c.Schedule, c.Calendar.Cycles); err != nil {
		tb.Fatal(err)
	}
	w.takeUp(&c.Schedule[0].Plan)
	return w
}

// costly is the test world in which own shares often reach the maximum bill and
// P3 asks an own share, under the whole plan.
func costly(people int) Config {
	c := testConfig(people)
	c.Prices.MaximumBill = finance.MaximumBill{Ordinary: 12000, VT: 4500}
	c.Care.P3[0].Tariff = finance.Tariff{Fee: 3200, OwnShare: 450, OwnShareVT: 170}
	c.Schedule = []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start)}}
	return c
}

// money is what citizens and payers paid, in cents.
type money struct{ own, payer finance.Cents }

func (m *money) add(own, payer finance.Cents) { m.own, m.payer = m.own+own, m.payer+payer }

// atCitizens is, by buurt, what stands in the columns of the citizens and in the
// closed years of those who went, for the running year.
func atCitizens(w *World) []money {
	sum := make([]money, len(w.buurten))
	for b := range w.buurten {
		for i := w.buurten[b].lo; i < w.buurten[b].hi; i++ {
			if w.people[i].class != vacant {
				sum[b].add(finance.Cents(w.people[i].own), finance.Cents(w.people[i].payer))
			}
		}
		for k := range w.rec.closed[b] {
			sum[b].add(finance.Cents(w.rec.closed[b][k].own), finance.Cents(w.rec.closed[b][k].cost))
		}
	}
	return sum
}

// inActivity is, by buurt, the activity of a service.
func inActivity(w *World, s finance.Service) []money {
	sum := make([]money, len(w.buurten))
	for b := range sum {
		sum[b].add(w.money.activity.Citizen[s][b], w.money.activity.Payer[s][b])
	}
	return sum
}

// Law 5, from the citizen to the ledger, to the cent: what citizens were served
// (the activity) is what the instruments post, by service and month; and it is
// what the citizens' own columns hold, by buurt: own shares every month, payers'
// parts at the end of every year, to which levels are credited in advance. Outside
// the columns stand, as documented, the day price and the care in a nursing home
// (not health insurance) and the own share of home nursing, which is rounded by
// buurt. There is no GMD fee here: see TestPracticeFeesTie.
func TestActivityIsWhatTheLedgerPosts(t *testing.T) {
	c := costly(3000)
	w := opened(t, c)
	l := w.money.ledger
	outside := map[finance.Service]bool{finance.NursingHomeDay: true}
	year := make([]money, len(w.buurten)) // activity so far that belongs in the columns
	reasons := []finance.Reason{
		finance.ForGPContact, finance.ForEDVisit, finance.ForStay, finance.ForHomeNursing,
		finance.ForNursingHomeDay, finance.ForResidual, finance.ForP3Service,
	}
	var seen [finance.NumReasons]bool
	for w.cycle < c.Calendar.Cycles {
		for k := range Phases {
			if Phases[k].Name != "money" {
				Phases[k].live(w)
				continue
			}
			var payers [finance.NumReasons]finance.Cents
			var own finance.Cents
			for s := range finance.NumServices {
				for b, m := range inActivity(w, finance.Service(s)) {
					payers[finance.Service(s).Reason()] += m.payer
					own += m.own
					switch {
					case outside[finance.Service(s)]:
					case finance.Service(s) == finance.HomeNursing:
						year[b].add(0, m.payer)
					default:
						year[b].add(m.own, m.payer)
					}
				}
			}
			before := atCitizens(w)
			Phases[k].live(w) // P3 is served here, first thing
			for b, m := range atCitizens(w) {
				p3 := money{m.own - before[b].own, m.payer - before[b].payer}
				year[b].add(p3.own, p3.payer)
				payers[finance.ForP3Service] += p3.payer
				own += p3.own
				if year[b].own != m.own {
					t.Fatalf("month %d, buurt %d: citizens paid %d of their own, the activity says %d", w.cycle, b, m.own, year[b].own)
				}
			}
			for _, reason := range reasons {
				want := payers[reason]
				got := l.Sum(w.cycle, w.cycle+1, func(x finance.Line) bool { return x.Reason == reason })
				if got != want {
					t.Fatalf("month %d, %s: %d posted, the activity says %d", w.cycle, reason, got, want)
				}
				seen[reason] = seen[reason] || want != 0
			}
			if got := ownShares(l, w.cycle, w.cycle+1); got != own {
				t.Fatalf("month %d: own shares of %d posted, the activity says %d", w.cycle, got, own)
			}
		}
		if w.monthOfYear() == w.rec.perYear-1 {
			for b, m := range year {
				at := func(x Indicator) finance.Cents {
					return finance.Cents(w.rec.yearly[((int(x)*w.rec.years+w.year())*(len(w.buurten)+1)+b+1)*NumGroups+GroupAll].Num)
				}
				if at(RIZIVCost) != m.payer || at(OwnShareCost) != m.own {
					t.Fatalf("year %d, buurt %d: citizens' columns hold %d and %d, the activity %d and %d", w.year(), b, at(RIZIVCost), at(OwnShareCost), m.payer, m.own)
				}
			}
			clear(year)
		}
		w.cycle++
		w.month++
	}
	for _, reason := range reasons {
		if !seen[reason] {
			t.Errorf("%s: nothing was posted; the law was not tried", reason)
		}
	}
}

// ownShares is what citizens paid for services.
func ownShares(l *finance.Ledger, from, to int) finance.Cents {
	return l.Sum(from, to, func(x finance.Line) bool { return x.Reason == finance.ForOwnShare && x.From == finance.Citizen })
}

// The cost indicators of a region's year are the ledger's, to the cent: what
// payers paid for health insurance's services, and the own shares but those of
// home nursing and of the nursing home.
func TestCostIndicatorsAreTheLedgers(t *testing.T) {
	r := run(t, costly(3000))
	for year := range r.Years {
		from, to := 12*year, 12*year+12
		payers := r.Ledger.Sum(from, to, func(x finance.Line) bool {
			return !x.Plan && x.From == finance.Federal
		})
		own := r.Ledger.Sum(from, to, func(x finance.Line) bool {
			return x.From == finance.Citizen && x.To != finance.HomeCare && x.To != finance.NursingHomes
		})
		if got := r.At(RIZIVCost, year, 0, GroupAll).Num; got != int64(payers) || payers == 0 {
			t.Errorf("year %d: RIZIV cost %d, the ledger says %d", year, got, payers)
		}
		if got := r.At(OwnShareCost, year, 0, GroupAll).Num; got != int64(own) || own == 0 {
			t.Errorf("year %d: own shares %d, the ledger says %d", year, got, own)
		}
	}
}

// settled makes a world in which nobody comes, goes or moves.
func settled(c *Config) {
	for k := range c.Exclusive {
		clear(c.Exclusive[k].Hazard)
	}
	c.Population.Arrivals, c.Population.Births = [Ages][Sexes]float64{}, [Ages]float64{}
}

// practiceFees asks a yearly fee per enrolled head, raised for chronic status.
func practiceFees(c *Config) {
	c.Prices.GMD, c.Prices.GMDChronic = 3600, 6100
	fee := finance.Instrument{Name: "gmd", Payer: finance.Federal, Payee: finance.GPPractices, Terms: finance.GMDFee{PerHead: 3600, PerRaised: 6100}}
	for k := range c.Schedule {
		c.Schedule[k].Plan.Instruments = append(c.Schedule[k].Plan.Instruments, fee)
	}
	c.Before.Instruments = append(c.Before.Instruments, fee)
}

// The GMD fee goes by heads at the end of each month in the ledger, and by the
// days of the year lived under the status at its end in the indicator: the same
// to the cent where nobody changes, within 2 % where people come, go and move.
func TestPracticeFeesTie(t *testing.T) {
	for _, quiet := range []bool{true, false} {
		c := costly(3000)
		practiceFees(&c)
		if quiet {
			settled(&c)
			c.Prices.RaisedFrom, c.Prices.RaisedTo = 0, MaxAge // a birthday changes nothing
		}
		r := run(t, c)
		for year := range r.Years {
			var fees, services finance.Cents
			for k, x := range r.Ledger.Lines() {
				for m := 12 * year; m < 12*year+12; m++ {
					switch {
					case x.Reason == finance.ForGMD:
						fees += r.Ledger.Month(k, m)
					case !x.Plan && x.From == finance.Federal:
						services += r.Ledger.Month(k, m)
					}
				}
			}
			got := finance.Cents(r.At(RIZIVCost, year, 0, GroupAll).Num) - services
			off := max(got-fees, fees-got)
			if fees == 0 || quiet && off != 0 || 50*off > fees {
				t.Errorf("nobody changes %v, year %d: fees of %d in the indicator, %d in the ledger", quiet, year, got, fees)
			}
		}
	}
}

// The closed cohort's monthly cost is what payers and citizens pay for care where
// everybody belongs to it: to the cent of the year's rounding of the GMD fee when
// home nursing is free, else within the half cent per citizen and buurt at which
// its own share is rounded. The yearly QALYs are those of the months.
func TestCohortCostIsTheLedgers(t *testing.T) {
	for _, share := range []float64{0, 0.02} {
		c := costly(2000)
		practiceFees(&c)
		c.Prices.HomeNursing = share
		c.Population.Arrivals, c.Population.Births = [Ages][Sexes]float64{}, [Ages]float64{}
		c.Exclusive[5].Hazard = scaled(c.Exclusive[5].Hazard, 0) // nobody leaves
		r := run(t, c)
		for m := range 36 {
			care := int64(r.Ledger.KCECost(m, m+1) - r.Ledger.ProgrammeCost(m, m+1))
			cohort := r.Months[MonthCohortCost][m]
			free := int64(1)
			if share > 0 {
				free += (r.Months[MonthPopulation][m] + r.Months[MonthDeaths][m] + int64(len(r.Areas)-1) + 1) / 2
			}
			if off := max(care-cohort, cohort-care); off > free {
				t.Fatalf("own share of home nursing %g, month %d: the cohort cost %d, the ledger says %d", share, m, cohort, care)
			}
		}
	}
	r := run(t, costly(2000))
	for year := range r.Years {
		var months int64
		for m := 12 * year; m < 12*year+12; m++ {
			months += r.Months[MonthCohortQALY][m]
		}
		if got := r.At(QALY, year, 0, GroupAll).Num; got != months {
			t.Errorf("year %d: %d micro-QALY, the months sum to %d", year, got, months)
		}
	}
}
