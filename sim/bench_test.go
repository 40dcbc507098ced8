package sim

import (
	"context"
	"fmt"
	"testing"
)

func started(tb testing.TB, c Config) *World {
	tb.Helper()
	m, err := Compile(c)
	if err != nil {
		tb.Fatal(err)
	}
	w, err := m.Start(context.Background())
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

func BenchmarkMonthFixture(b *testing.B) {
	for _, plan := range []string{"reference", "full"} {
		b.Run(fmt.Sprintf("%s-100000", plan), func(b *testing.B) {
			c := testConfig(100_000)
			c.Calendar.Cycles = 120
			if plan == "full" {
				c.Schedule = []Dated{{c.Calendar.Start, fullPlan(c.Calendar.Start)}}
			}
			w0 := started(b, c)
			b.ResetTimer()
			for range b.N {
				w := w0.Branch()
				if _, err := w.Run(context.Background(), c.Schedule, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/120/100_000, "ns/citizen-month")
		})
	}
}
