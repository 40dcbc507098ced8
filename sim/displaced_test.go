package sim

import (
	"math"
	"testing"

	"piramide/sim/finance"
)

// nursingWorld is a world that hires many; home nursing loses a share of the hires.
func nursingWorld(t *testing.T, share float64, change func(*Config)) *Result {
	t.Helper()
	c := testConfig(4000)
	c.Effects = nil
	c.Labour.DrawnFromCare, c.Labour.FromTraining, c.Labour.WorkHours, c.Labour.NursingHour, c.Labour.RefillLag = 0.6, 0.2, 120, 50, 4
	c.Labour.Pool, c.Labour.HireLag, c.Labour.NursingPool = nil, 0.5, -1
	c.Labour.FromNursing[Zorgcoach], c.Labour.FromNursing[Casemanager] = share, share
	p := fullPlan(c.Calendar.Start)
	p.Zorgcoach, p.Casemanagers = Posts{FTE: 2, Start: c.Calendar.Start}, Posts{FTE: 2, Start: c.Calendar.Start}
	c.Schedule = []Dated{{c.Calendar.Start, p}}
	if change != nil {
		change(&c)
	}
	return run(t, c)
}

// Home nursing: what is delivered and what is not is what was needed, in hours and in
// money, and the ledger pays what is delivered.
func TestHomeNursingIsConserved(t *testing.T) {
	whole, less := nursingWorld(t, 0, nil), nursingWorld(t, 1, nil)
	if total(whole, MonthNursingLost) != 0 || total(whole, MonthNursingUnpaid) != 0 {
		t.Fatal("home nursing is lost where nobody leaves it")
	}
	fees := func(r *Result) finance.Cents {
		return r.Ledger.Sum(0, 36, func(l finance.Line) bool { return l.To == finance.HomeCare && l.Instrument == "home" })
	}
	unpaid := finance.Cents(total(less, MonthNursingUnpaid))
	if unpaid == 0 || fees(less)+unpaid != fees(whole) {
		t.Errorf("fees %d and not paid %d, together %d; with all nurses %d", fees(less), unpaid, fees(less)+unpaid, fees(whole))
	}
	for m := range 36 {
		hours := less.Months[MonthOtherHours][m] + less.Months[MonthNursingLost][m]
		if d := hours - whole.Months[MonthOtherHours][m]; d < -4 || d > 4 { // rounded per buurt
			t.Errorf("month %d: %d hundredths of an hour are unaccounted for", m, d)
		}
	}
	for k := range whole.Lives {
		if whole.Lives[k] != less.Lives[k] {
			t.Fatal("a life changed: no row says what lost home nursing does to health")
		}
	}
}

// Under a capitation of home nursing the payer pays on: only what is left of the fees
// falls, and only that counts as not paid.
func TestCapitationPaysLostNursing(t *testing.T) {
	capitation := func(share float64) (*Result, finance.Cents) {
		r := nursingWorld(t, share, func(c *Config) {
			p := &c.Schedule[0].Plan
			p.Instruments = append(p.Instruments, finance.Instrument{
				Name: "per_head", Payer: finance.Federal, Payee: finance.HomeCare, Plan: true,
				Terms: finance.Capitation{
					Registered: 1, PerYear: 5000, Age: [finance.NumAgeGroups]float64{1, 1, 1, 1}, VT: 1, Chronic: 1, FeeShare: 0.25,
					OwnShare: finance.OwnShareUnchanged, Services: []finance.Service{finance.HomeNursing},
				},
			})
		})
		return r, r.Ledger.Sum(0, 36, func(l finance.Line) bool { return l.To == finance.HomeCare })
	}
	_, whole := capitation(0)
	less, fees := capitation(1)
	unpaid := finance.Cents(total(less, MonthNursingUnpaid))
	// Own shares go on under the capitation and are 2 % of what is not delivered.
	if d := float64(whole - fees - unpaid); unpaid == 0 || math.Abs(d) > 0.1*float64(unpaid) {
		t.Errorf("the ledger lacks %d, not paid %d", whole-fees, unpaid)
	}
	if plain := finance.Cents(total(nursingWorld(t, 1, nil), MonthNursingUnpaid)); unpaid >= plain {
		t.Errorf("not paid %d with a capitation, %d by fee", unpaid, plain)
	}
}

// The hours that home nursing misses are never more than those who came from a care
// service work, grow with the share that comes from home nursing, and with the time
// it takes to find somebody; an empty pool keeps the gap open.
func TestDisplacedHoursAreBounded(t *testing.T) {
	half, all := nursingWorld(t, 0.5, nil), nursingWorld(t, 1, nil)
	if a, b := total(half, MonthNursingLost), total(all, MonthNursingLost); a == 0 || a >= b {
		t.Errorf("lost %d with half from home nursing, %d with all", a, b)
	}
	for m := 1; m < 36; m++ {
		// A gap opens with the hire and is felt the month after.
		if lost, moved := all.Months[MonthNursingLost][m], all.Months[MonthDisplaced][m]; m < 6 && lost > all.Months[MonthDisplaced][m-1]+8 {
			t.Errorf("month %d: %d lost, %d moved", m, lost, moved)
		}
	}
	slow := nursingWorld(t, 1, func(c *Config) { c.Labour.RefillLag = 12 })
	if a, b := total(all, MonthNursingLost), total(slow, MonthNursingLost); a >= b {
		t.Errorf("lost %d when gaps last 4 months, %d when 12", a, b)
	}
	// Nobody on the market: no gap is ever filled.
	dry := nursingWorld(t, 1, func(c *Config) {
		c.Labour.Pool, c.Labour.NursingPool = []float64{1e-9}, 0
		c.Labour.Qualification = [NumRoles]int{-1, -1, -1, -1, -1, -1, -1}
		c.Labour.RefillLag, c.Labour.Turnover = 0.01, 0
	})
	quick := nursingWorld(t, 1, func(c *Config) { c.Labour.RefillLag, c.Labour.Turnover = 0.01, 0 })
	if a, b := dry.Months[MonthNursingLost][35], quick.Months[MonthNursingLost][35]; a == 0 || b != 0 {
		t.Errorf("in the last month %d lost with an empty pool, %d with a full one", a, b)
	}
}

// Where workers come from: with larger shares more come from care and from training,
// and the rest from elsewhere.
func TestSourcesOfHires(t *testing.T) {
	of := func(care, training float64) (all, c, tr int64) {
		r := nursingWorld(t, 0, func(x *Config) { x.Labour.DrawnFromCare, x.Labour.FromTraining = care, training })
		return total(r, MonthHired), total(r, MonthHiredCare), total(r, MonthHiredTraining)
	}
	all, care, training := of(0.6, 0.2)
	if care == 0 || training == 0 || care+training >= all {
		t.Errorf("of %d hired %d come from care and %d from training", all, care, training)
	}
	if all, care, training := of(1, 0); care != all || training != 0 {
		t.Errorf("of %d hired %d come from care, %d from training; all should come from care", all, care, training)
	}
	if all, care, training := of(0, 1); care != 0 || training != all {
		t.Errorf("of %d hired %d come from care, %d from training; all should come from training", all, care, training)
	}
}

// Who works in pathways comes from where the plan says that its workers come from.
func TestSourcesOfPathwayWork(t *testing.T) {
	before := math.Inf(-1)
	for _, care := range []float64{0, 0.4, 1} {
		c := pathConfig(40_000, 0.9)
		p := &c.Schedule[0].Plan
		p.Pathways[PathHeartFailure].External = false
		p.Hiring = Hiring{Set: true, FromCare: care}
		r := run(t, c)
		// All hours of work of who came from care, as of the workers of any post.
		worked := float64(total(r, CrewSeries(PathwayCrew(PathHeartFailure), CrewFilled))) * c.Labour.workHours()
		moved := float64(total(r, MonthDisplaced))
		if worked == 0 || moved <= before || care == 0 && moved != 0 || care == 1 && math.Abs(moved-worked) > 0.01*worked {
			t.Errorf("%g of the workers come from care: %g of %g hours are displaced", care, moved/100, worked/100)
		}
		before = moved
	}
}
