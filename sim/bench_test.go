package sim_test

import (
	"context"
	"fmt"
	"testing"

	"piramide/scenarios"
	"piramide/scenarios/belgium"
	"piramide/scenarios/evidence"
	"piramide/scenarios/model"
	"piramide/sim"
)

// leuven is the Leuven region under a plan of the library at the base values of
// the evidence, with its population scaled to the given size.
func leuven(tb testing.TB, plan string, people float64) sim.Config {
	tb.Helper()
	must := func(err error) {
		if err != nil {
			tb.Fatal(err)
		}
	}
	reg, err := evidence.Load()
	must(err)
	parameters, err := model.Load(reg)
	must(err)
	v := parameters.Values(1, 0)
	regions, err := belgium.Regions("leuven", v)
	must(err)
	c, _, err := belgium.Build(v, regions[0])
	must(err)
	var now float64
	for _, b := range c.Population.Buurten {
		for _, n := range b.Count {
			now += n[0] + n[1]
		}
	}
	for b := range c.Population.Buurten {
		for age := range c.Population.Buurten[b].Count {
			for sex := range c.Population.Buurten[b].Count[age] {
				c.Population.Buurten[b].Count[age][sex] *= people / now
			}
		}
	}
	c.Seed, c.Luck = 1, 1
	c.Calendar = sim.Calendar{Start: 2027 * 12, BurnIn: 36, Cycles: 120, CyclesPerYear: 12}
	s, err := scenarios.Load(plan)
	must(err)
	c.Before, c.Schedule, _, err = s.Plans(&c, v)
	must(err)
	return c
}

// BenchmarkMonth lives the months of the accounts on one worker, from a world
// whose burn-in is done; populations of 100,000 and a million.
func BenchmarkMonth(b *testing.B) {
	for _, plan := range []string{"reference", "full-proposal"} {
		for _, people := range []int{100_000, 1_000_000} {
			b.Run(fmt.Sprintf("%s/%d", plan, people), func(b *testing.B) {
				c := leuven(b, plan, float64(people))
				m, err := sim.Compile(c)
				if err != nil {
					b.Fatal(err)
				}
				start, err := m.Start(context.Background())
				if err != nil {
					b.Fatal(err)
				}
				b.ResetTimer()
				for range b.N { // an operation is the accounts of ten years
					b.StopTimer()
					w := start.Branch()
					b.StartTimer()
					if _, err := w.Run(context.Background(), c.Schedule, nil); err != nil {
						b.Fatal(err)
					}
				}
				months := float64(b.N * c.Calendar.Cycles)
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/months/float64(people), "ns/citizen-month")
			})
		}
	}
}
