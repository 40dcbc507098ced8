package sim_test

import (
	"context"
	"math"
	"sync"
	"testing"

	"piramide/scenarios/cohortmodel"
	"piramide/sim"
)

const fourStates = "four-states"

func published(tb testing.TB, people float64) sim.Config {
	tb.Helper()
	m, err := cohortmodel.Load(fourStates)
	if err != nil {
		tb.Fatal(err)
	}
	c, err := m.Config(0, 0)
	if err != nil {
		tb.Fatal(err)
	}
	var now float64
	count := &c.Population.Buurten[0].Count
	for age := range count {
		now += count[age][0] + count[age][1]
	}
	for age := range count {
		for sex := range count[age] {
			count[age][sex] *= people / now
		}
	}
	c.Schedule = []sim.Dated{{From: c.Calendar.Start}}
	return c
}

// A published model from a file runs in the same loop and agrees with its exact
// cohort: discounted cost and QALY per citizen over forty cycles, in 20 worlds
// of 4,000. The loop counts a cycle's level for who starts it, as long as they
// live in it: half a cycle on average (14.5 of 30 days) for who dies. The band
// is five standard errors and 0.1 % for whole days: a false alarm is rarer
// than one in 10⁵.
func TestPublishedModelAgreesWithItsCohort(t *testing.T) {
	t.Parallel()
	c := published(t, 4000)
	exact, err := sim.Cohort(&c, c.Calendar.Cycles)
	if err != nil {
		t.Fatal(err)
	}
	start := exact.Total(0)
	var qaly, cost []float64
	for luck := range 20 {
		c.Luck = uint64(luck)
		r, err := sim.Run(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		var q, k float64
		for m := range c.Calendar.Cycles {
			d := math.Pow(1.03, -(float64(m) + 0.5))
			q += d * float64(r.Months[sim.MonthCohortQALY][m]) / 1e6
			k += d * float64(r.Months[sim.MonthCohortCost][m]) / 100
		}
		qaly, cost = append(qaly, q/start), append(cost, k/start)
	}
	for _, x := range []struct {
		name  string
		got   []float64
		table sim.Table
	}{{"QALY", qaly, c.Levels.Utility}, {"cost", cost, c.Levels.Residual}} {
		want := 0.0
		for m := range c.Calendar.Cycles {
			lived := level(exact.People[m], x.table) - (1-14.5/30)*level(exact.Deaths[m+1], x.table)
			want += math.Pow(1.03, -(float64(m)+0.5)) * lived / start
		}
		var mean, sd float64
		for _, v := range x.got {
			mean += v / float64(len(x.got))
		}
		for _, v := range x.got {
			sd += (v - mean) * (v - mean) / float64(len(x.got)-1)
		}
		if band := 5*math.Sqrt(sd/float64(len(x.got))) + 0.001*want; math.Abs(mean-want) > band {
			t.Errorf("%s per citizen %.4f, exact %.4f (band %.4f)", x.name, mean, want, band)
		}
	}
}

func level(people []float64, table sim.Table) (sum float64) {
	for class, n := range people {
		sum += n * table[class]
	}
	return sum
}

// BenchmarkStateTransition lives the four-state model, as a published model
// would be run, in two worlds at a time: wall time per person and cycle.
func BenchmarkStateTransition(b *testing.B) {
	const people = 100_000
	c := published(b, people)
	m, err := sim.Compile(c)
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for range b.N {
		b.StopTimer()
		var worlds [2]*sim.World
		for k := range worlds {
			if worlds[k], err = m.Start(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
		b.StartTimer()
		var group sync.WaitGroup
		for _, w := range worlds {
			group.Go(func() {
				if _, err := w.Run(context.Background(), c.Schedule, nil); err != nil {
					b.Error(err)
				}
			})
		}
		group.Wait()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/2/people/float64(c.Calendar.Cycles), "ns/person-cycle")
}
