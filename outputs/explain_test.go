package outputs

import (
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"piramide/internal/words"
	"piramide/sim"
)

var update = flag.Bool("update", false, "rewrite the golden texts")

// livedAgain is a replay of two imaginary citizens: one is found and spared a stay, the
// other lives on.
func livedAgain() *Replay {
	months := func(n int, change func(m int, l *sim.Lived)) (list []sim.Lived) {
		for m := range n {
			l := sim.Lived{Key: 7, Days: 30, Age: 83, Sex: 1, Tier: 2, QALY: 50_000, Home: 30, Marks: sim.IsMember | sim.InNeed}
			l.Spent[sim.OnResidual], l.Contacts = 40_000, 1
			change(m, &l)
			list = append(list, l)
		}
		return list
	}
	base := months(30, func(m int, l *sim.Lived) {
		switch {
		case m == 3:
			l.Visits, l.Stays, l.Unplanned, l.BedDays, l.Home = 2, 1, 1, 9, 21
			l.Spent[sim.OnVisits], l.Spent[sim.OnStays], l.Own = 30_000, 700_000, 12_000
		case m > 10:
			l.Tier = 3
		}
		if m == 29 {
			l.Days, l.Home, l.Marks = 12, 12, l.Marks|sim.HasDied
		}
	})
	plan := months(60, func(m int, l *sim.Lived) {
		if m == 1 {
			l.Found, l.Asked = 1+uint8(sim.ByOutreach), 1
		}
		if m >= 2 {
			l.Marks |= sim.IsKnown | sim.IsPlaced | sim.WithCoach
		}
		if m == 3 {
			l.Visits, l.Spent[sim.OnVisits] = 1, 15_000
		}
		if m > 10 {
			l.Tier = 3
		}
	})
	p := NewPairing(120, 0, 60)
	for m := range 120 {
		a, b := []sim.Lived{{}, {}}, []sim.Lived{{}, {}}
		if m < len(plan) {
			a[0] = plan[m]
		}
		if m < len(base) {
			b[0] = base[m]
		}
		a[1], b[1] = sim.Lived{Key: 9, Days: 30, Marks: sim.IsMember}, sim.Lived{Key: 9, Days: 30, Marks: sim.IsMember}
		p.Month(m, a, b)
	}
	g := NewGather("full-proposal", "reference", 1, 0, Period{First: 2027, Last: 2031})
	g.Add(0, p)
	chosen := g.Choose()
	followed := make([]Followed, len(chosen))
	for k := range followed {
		followed[k] = Followed{Plan: plan, Base: base}
	}
	return g.Tell(chosen, followed)
}

// TestExplainText holds every word of an explanation in three languages, of an imaginary
// result.
func TestExplainText(t *testing.T) {
	c := fakeComparison(t, fakeRun(3, 1), 10)
	replay := livedAgain()
	for _, lang := range words.Languages() {
		w, err := words.For(lang)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, id := range []string{"net_cost", "days_at_home", "wait_median"} {
			x, err := c.Explain(&c.Result.Indicators[Find(c.Result.Indicators, id)], "full-proposal", c.Periods[0], replay)
			if err != nil {
				t.Fatal(err)
			}
			if sum := x.Sum(); id == "net_cost" && math.Abs(sum-x.Headline.Diff.Mean) > 1e-9 {
				t.Errorf("%s: %v is not %v", id, sum, x.Headline.Diff.Mean)
			}
			b.WriteString(ExplainText(c, x, w) + "\n")
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if n := len([]rune(line)); n > TableWidth {
				t.Errorf("%s: %d columns: %s", lang, n, line)
			}
		}
		golden(t, filepath.Join("testdata", "explain."+lang+".golden"), b.String())
	}
}

// golden compares with a file, or rewrites it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s differs: %s", file, d)
	}
}
