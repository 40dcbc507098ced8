package sim

import (
	"math"
	"testing"

	"piramide/sim/finance"

	"gonum.org/v1/gonum/stat/distuv"
)

// check is a mean over worlds and what it should be.
type check struct {
	name string
	want float64
	got  []float64 // one per world
}

// hold compares means with what they should be, within Student's t standard
// errors from the worlds themselves at a family-wise false-alarm rate of 10⁻⁶.
// A check that would miss an error of the given relative size more often than
// once in ten times fails as well.
func hold(t *testing.T, checks []check, wrong float64) {
	t.Helper()
	for _, x := range checks {
		student := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(len(x.got) - 1)}
		band, miss := student.Quantile(1-1e-6/float64(len(checks))/2), student.Quantile(0.9)
		mean, se := meanSE(x.got)
		if math.Abs(mean-x.want) > band*se+1e-9*x.want {
			t.Errorf("%s: %.3f ± %.3f, expected %.3f (band %.3f at family-wise 1e-6)", x.name, mean, se, x.want, band*se)
		}
		if (band+miss)*se > wrong*x.want {
			t.Errorf("%s: only an error of %.2f %% would be seen, not of %.2f %%", x.name, 100*(band+miss)*se/x.want, 100*wrong)
		}
	}
}

// Recurrent events keep the mean of their cell under VT and the personal factor,
// whatever band of the factor a citizen is in: emergency visits, planned and
// unplanned stays, GP contacts, the cost of what is not posted by itself, and
// the share of carers overloaded. Nobody comes, goes or moves, so
// that the exposure is known. An error of 5 % in one of these is seen with a
// power of 90 %; with `make long` one of 1.5 %.
func TestRecurrentEventsKeepTheirMean(t *testing.T) {
	t.Parallel()
	people, wrong := 8000, 0.05
	if long() {
		people, wrong = 120_000, 0.015
	}
	c := testConfig(people)
	c.Before.P3, c.Schedule[0].Plan.P3 = 0, 0
	c.Calendar.BurnIn, c.Calendar.Cycles = 0, 24
	c.Prices.MaximumBill = finance.MaximumBill{}
	c.Personal.CapLasting = 3 // so low that the mean after truncation is far from 1
	settled(&c)
	for class := range c.Population.State {
		c.Population.State[class] = []float64{0.4, 0.2, 0.2, 0.2, 0, 0, 0, 0}[class%len(c.States)]
		c.Population.Carer[class] = 1
	}
	for b := range c.Population.Buurten {
		c.Population.Buurten[b].Deprivation = 0 // VT is then exactly what the tables say
	}
	checks := make([]check, 6)
	const years = 2
	for luck := range 40 {
		c.Luck = uint64(luck)
		r := run(t, c)
		var people, weight, residual float64 // by state at the start; nobody moves
		for class, n := range r.End {
			tier := class % Tiers
			people += float64(n)
			weight += float64(n) * float64(tier+1)
			residual += float64(n) * 800 * math.Pow(4, float64(tier))
		}
		series := func(s Series) (sum float64) {
			for _, n := range r.Months[s] {
				sum += float64(n)
			}
			return sum
		}
		fees := func(reason finance.Reason, to finance.Party) float64 {
			return float64(r.Ledger.Sum(0, 24, func(x finance.Line) bool {
				return x.Reason == reason || to == finance.GPPractices && x.Reason == finance.ForOwnShare && x.To == to
			}))
		}
		over := r.At(Carers, 1, 0, GroupAll)
		for k, x := range []struct {
			name      string
			got, want float64
		}{
			{"emergency visits", series(MonthED), 0.25 * weight * years},
			{"unplanned stays", series(MonthUnplanned), 0.25 * 0.234 * weight * years},
			{"planned stays", series(MonthStays) - series(MonthUnplanned), 0.08 * weight * years},
			{"GP contacts", fees(finance.ForGPContact, finance.GPPractices) / 3000, people * (0.83*4.5 + 0.17*6.5) * years},
			{"other care", fees(finance.ForResidual, 0) / 100, residual * years},
			{"overloaded", float64(over.Num) / float64(over.Den), 0.2},
		} {
			checks[k].name, checks[k].want = x.name, 1
			checks[k].got = append(checks[k].got, x.got/x.want)
		}
	}
	checks[5].want = overloadedAfter(0.2, 0.2, 0.5, 12, 24) / 0.2
	hold(t, checks, wrong)
}

// overloadedAfter is the mean share overloaded at the end of the months from …
// to−1, from a share at the start and yearly hazards; who becomes overloaded may
// recover in the same month.
func overloadedAfter(share, up, down float64, from, to int) (mean float64) {
	for m := range to {
		share = (1 - (1-share)*math.Exp(-up/12)) * math.Exp(-down/12)
		if m >= from {
			mean += share / float64(to-from)
		}
	}
	return mean
}

// Newcomers are those of the exact cohort: births, girls and twins among them,
// and arrivals, with the shares of the states of arrivals; and people grow older.
// An error of 8 % is seen with a power of 90 %;
// with `make long` one of 2 %.
func TestNewcomersAgreeWithCohort(t *testing.T) {
	t.Parallel()
	people, wrong := 20_000, 0.08
	if long() {
		people, wrong = 400_000, 0.02
	}
	c := testConfig(people)
	c.Before.P3, c.Schedule[0].Plan.P3 = 0, 0
	c.Calendar.BurnIn = 0
	c.Recurrent, c.Levels.Contacts = nil, [2]Table{}
	settled(&c)
	for age := 18; age < 45; age++ {
		c.Population.Births[age] = 0.12
	}
	for age := 50; age < 55; age++ { // past the births, and not yet 65 at the end
		c.Population.Arrivals[age] = [Sexes]float64{0.003, 0.003}
	}
	c.Population.Twin, c.Population.Girl = 0.3, 0.4
	n := len(c.States)
	c.Population.State, c.Population.ArrivalState = make(Table, Ages*Sexes*n), make(Table, Ages*Sexes*n)
	for class := range c.Population.State {
		c.Population.State[class] = float64(one(class%n == 0))
		c.Population.ArrivalState[class] = []float64{0, 0.3, 0.7}[min(class%n, 3)%3] // chronic and high_risk
	}
	const last = 30
	exact, err := Cohort(&c, last)
	if err != nil {
		t.Fatal(err)
	}
	checks := []check{
		{name: "births", want: sum(exact.Births[1:last])}, // those of a month enter in the next one
		{name: "girls", want: 0.4 * sum(exact.Births[1:last])},
		{name: "arrivals", want: sum(exact.Arrived)},
		{name: "high_risk arrivals", want: 0.7 * sum(exact.Arrived)},
		{name: "aged 0", want: sum(exact.People[last][:Class(1, 0, 0, n)]) - exact.Births[last]},
		{name: "aged 65 and over", want: sum(exact.People[last][Class(65, 0, 0, n):])},
	}
	for luck := range 40 {
		c.Luck = uint64(luck)
		w := opened(t, c)
		for w.cycle < last {
			if err := w.live(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		count := [6]float64{5: float64(w.elders)}
		for m := range last {
			count[0] += float64(w.rec.months[MonthBirths][m])
			count[2] += float64(w.rec.months[MonthArrivals][m])
		}
		for i := range w.people {
			p := &w.people[i].who
			if p.class == vacant || p.flags&inCohort != 0 {
				continue
			}
			count[1] += float64(one(int(p.class)/w.m.n%Sexes == 1 && w.m.age(p.class) < 5))
			count[4] += float64(one(w.m.age(p.class) == 0))
			count[3] += float64(one(w.m.state(p.class) == 2))
		}
		for k, x := range count {
			checks[k].got = append(checks[k].got, x)
		}
	}
	hold(t, checks, wrong)
}
