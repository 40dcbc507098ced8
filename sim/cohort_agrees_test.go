package sim

import (
	"context"
	"math"
	"testing"
)

// Law 7: the core tier–death chain, care off, agrees with the exact cohort
// calculation of its own table. Occupancy of every state and the number dead
// are compared after one and three years, over 40 worlds; the band is z
// standard errors from the worlds themselves, with the family-wise
// false-alarm rate of 10⁻⁶ shared among the checks.
func TestLoopAgreesWithCohort(t *testing.T) {
	c := testConfig(4000)
	c.Before.P3, c.Schedule[0].Plan.P3 = 0, 0
	c.Calendar.BurnIn = 0
	agree(t, c, 40, []int{12, 36})
}

// A published-style model of four states with a yearly cycle runs in the same loop.
func TestYearlyModelAgreesWithCohort(t *testing.T) {
	agree(t, yearly(5000), 40, []int{1, 10})
}

// yearly is a model with states A, B, C and death, and yearly probabilities.
func yearly(people int) Config {
	const n = 3
	p := [n][n + 1]float64{{0.866, 0.130, 0, 0.004}, {0.280, 0.610, 0.100, 0.010}, {0, 0, 0.964, 0.036}}
	cost, utility := [n]float64{900, 3600, 12500}, [n]float64{0.95, 0.78, 0.52}
	table := func(f func(s int) float64) Table {
		t := make(Table, Ages*Sexes*n)
		for i := range t {
			t[i] = f(i % n)
		}
		return t
	}
	c := Config{
		Region: "yearly", Calendar: Calendar{Start: 2027 * 12, Cycles: 10, CyclesPerYear: 1},
		Population: Population{Buurten: []Buurt{{Name: "all"}}, SESByVT: [2][Quintiles]float64{{1}, {1}}},
	}
	for s, name := range []string{"a", "b", "c"} {
		c.States = append(c.States, State{Name: name, Tier: s, Home: true})
	}
	// A probability row becomes hazards in proportion, with the same total.
	h := func(s, to int) float64 {
		stay := p[s][s]
		return -math.Log(stay) * p[s][to] / (1 - stay)
	}
	for to := range n {
		e := Event{Name: c.States[to].Name, Kind: Move, To: []int{to, to, to}}
		e.To[to] = none
		e.Hazard = table(func(s int) float64 {
			if s == to {
				return 0
			}
			return h(s, to)
		})
		c.Exclusive = append(c.Exclusive, e)
	}
	c.Exclusive = append(c.Exclusive, Event{Name: "death", Kind: Death, Hazard: table(func(s int) float64 { return h(s, n) })})
	c.Levels.Residual = table(func(s int) float64 { return cost[s] })
	c.Levels.Utility = table(func(s int) float64 { return utility[s] })
	c.Levels.StayDays = make([]float64, Ages)
	c.Population.State = table(func(s int) float64 {
		if s == 0 {
			return 1
		}
		return 0
	})
	c.Population.Buurten[0].Count[50][0] = float64(people)
	c.Personal = Personal{OnStays: 1}
	c.Schedule = []Dated{{From: c.Calendar.Start}}
	return c
}

// agree compares occupancy and deaths of the loop with the exact calculation.
func agree(t *testing.T, c Config, worlds int, when []int) {
	t.Helper()
	last := when[len(when)-1]
	exact, err := Cohort(&c, last)
	if err != nil {
		t.Fatal(err)
	}
	n := len(c.States)
	kinds := n + 1 // states, deaths so far
	got := make([][][]float64, len(when))
	for k := range got {
		got[k] = make([][]float64, kinds)
	}
	for luck := range worlds {
		c.Luck = uint64(luck)
		w := started(t, c)
		w.before = false
		w.startRecord(last, c.Calendar.CyclesPerYear)
		if err := w.startAccounts(c.Schedule, last); err != nil {
			t.Fatal(err)
		}
		deaths, at := 0.0, 0
		for w.cycle < last {
			if err := w.live(context.Background()); err != nil {
				t.Fatal(err)
			}
			deaths += float64(w.rec.months[MonthDeaths][w.cycle-1])
			if w.cycle == when[at] {
				count := make([]float64, kinds)
				count[n] = deaths
				for i := range w.col.who {
					if class := w.col.who[i].class; class != vacant {
						count[w.m.state(class)]++
					}
				}
				for s, x := range count {
					got[at][s] = append(got[at][s], x)
				}
				at++
			}
		}
	}
	checks := len(when) * kinds
	z := quantile(1 - 1e-6/float64(checks)/2)
	for at, cycle := range when {
		for s := range kinds {
			var want float64
			if s < n {
				for class, x := range exact.People[cycle] {
					if class%n == s {
						want += x
					}
				}
			} else {
				for k := 1; k <= cycle; k++ {
					want += sum(exact.Deaths[k])
				}
			}
			mean, se := meanSE(got[at][s])
			// 40 worlds: Student's t in place of the normal, by its common expansion.
			band := z * (1 + (z*z+1)/(4*float64(worlds-1))) * se
			if math.Abs(mean-want) > band+1e-9 {
				t.Errorf("cycle %d, kind %d: loop %.2f ± %.2f, exact %.2f (band %.2f at family-wise 1e-6)", cycle, s, mean, se, want, band)
			}
		}
	}
}

func meanSE(x []float64) (mean, se float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		se += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(se / float64(len(x)-1) / float64(len(x)))
}

func quantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }
