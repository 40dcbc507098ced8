package outputs

import (
	"math"
	"math/rand/v2"
	"testing"

	"piramide/sim"
)

// paired adds one month of two plans and gives the sums of a quantity by cause.
func paired(t *testing.T, id string, plan, base []sim.Lived) map[Cause]int64 {
	t.Helper()
	p := NewPairing(1, 0, 1)
	p.Month(0, plan, base)
	for q := range quantities {
		if quantities[q].id == id {
			return p.sums[q][0]
		}
	}
	t.Fatalf("no quantity %s", id)
	return nil
}

// TestCauses gives every difference the first cause that holds.
func TestCauses(t *testing.T) {
	const need = sim.IsMember | sim.InNeed
	home := sim.Lived{Key: 1, Days: 30, Tier: 3, Home: 30, Marks: need}
	with := func(change func(*sim.Lived)) sim.Lived { l := home; change(&l); return l }
	placed := with(func(l *sim.Lived) { l.Marks |= sim.IsPlaced | sim.IsKnown })
	for _, x := range []struct {
		name, id string
		plan     sim.Lived
		base     sim.Lived
		cause    Cause
		n        int64
	}{
		{"dies", "days_at_home", home, with(func(l *sim.Lived) { l.Days, l.Home, l.Tier = 10, 10, 2 }), CauseDeath, 20},
		{"leaves", "days_at_home", with(func(l *sim.Lived) { l.Days, l.Home = 10, 10; l.Marks |= sim.HasLeft }), home, CauseLeft, -20},
		{"dies while the other leaves later", "days_at_home", with(func(l *sim.Lived) { l.Days, l.Home = 20, 20; l.Marks |= sim.HasLeft }), with(func(l *sim.Lived) { l.Days, l.Home = 5, 5; l.Marks |= sim.HasDied }), CauseDeath, 15},
		{"nursing home", "days_at_home", home, with(func(l *sim.Lived) { l.Home = 0; l.Marks = sim.IsMember | sim.IsResident; l.Tier = 2 }), CauseNursingHome, 30},
		{"tier", "days_at_home", home, with(func(l *sim.Lived) { l.Home, l.Tier = 25, 2 }), CauseTier, 5},
		{"hospital", "days_at_home", with(func(l *sim.Lived) { l.Home = 21 }), home, CauseRest, -9},
		{"not known", "reached_in_time", placed, home, CauseUnknown, 1},
		{"no request", "reached_in_time", placed, with(func(l *sim.Lived) { l.Marks |= sim.IsKnown }), CauseNoRequest, 1},
		{"waits", "reached_in_time", placed, with(func(l *sim.Lived) { l.Marks |= sim.IsKnown | sim.IsWaiting | sim.IsBarred }), CauseWaiting, 1},
		{"gave up", "reached_in_time", with(func(l *sim.Lived) { l.Marks |= sim.IsKnown | sim.IsBarred }), placed, CauseStopped, -1},
		{"need elsewhere", "reached_in_time", placed, with(func(l *sim.Lived) { l.Marks, l.Tier = sim.IsMember, 1 }), CauseTier, 1},
	} {
		by := paired(t, x.id, []sim.Lived{x.plan}, []sim.Lived{x.base})
		if len(by) != 1 || by[x.cause] != x.n {
			t.Errorf("%s: %v, want %d by %s", x.name, by, x.n, x.cause)
		}
	}
}

// TestPairingByKey finds a citizen in whatever slot, and what one plan has alone.
func TestPairingByKey(t *testing.T) {
	lives := func(keys ...uint64) (list []sim.Lived) {
		for _, k := range keys {
			if list = append(list, sim.Lived{}); k != 0 {
				list[len(list)-1] = sim.Lived{Key: k, Days: 30, Marks: sim.IsMember, QALY: int32(k)}
			}
		}
		return list
	}
	by := paired(t, "qaly", lives(1, 0, 3, 4, 7), lives(1, 4, 0, 3, 9, 11))
	if by[CauseDeath] != 7-9-11 || len(by) != 1 {
		t.Errorf("who is not there under one plan: %v", by)
	}
	p := NewPairing(1, 0, 1)
	p.Month(0, lives(1, 0, 3, 4, 7), lives(1, 4, 0, 3, 9, 11))
	if same, all := p.same(); same != 3 || all != 3 {
		t.Errorf("%d of %d live the same life", same, all)
	}
}

// TestRoundTogether adds up after rounding, whatever the numbers.
func TestRoundTogether(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		v, d := make([]float64, 1+rng.IntN(9)), rng.IntN(4)
		sum, got := 0.0, 0.0
		for i := range v {
			v[i] = rng.NormFloat64() * math.Pow(10, float64(rng.IntN(4)-2))
			sum += v[i]
		}
		unit := math.Pow(10, float64(-d))
		for i, x := range roundTogether(v, d) {
			got += x
			if math.Abs(x-v[i]) > unit+1e-9 {
				t.Fatalf("%v became %v at %d decimals", v[i], x, d)
			}
		}
		if want := math.Round(sum/unit) * unit; math.Abs(got-want) > 1e-9 {
			t.Fatalf("%v at %d decimals add up to %v, not %v", v, d, got, want)
		}
	}
}
